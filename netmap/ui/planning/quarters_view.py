"""Over the quarters: needs named for the first time, whether something that helps was named, and which resources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from netmap.analysis.needquarters import Entry, Quarter
from netmap.messages import plural, text
from netmap.model.counts import TOTAL
from netmap.model.district import District
from netmap.ui.canvas import cell_table
from netmap.ui.markup import plain
from netmap.ui.planning.controls import under_way
from netmap.usecases.case_tables import area_name, entry_name
from netmap.usecases.desk import Desk
from netmap.usecases.quarters import AreaCounts, ReleasedQuarter, ReleasedQuarters, released_quarters

_HELD: Final = "plan_quarters_held"
_QUARTERS: Final = 8


def draw(desk: Desk, on: date) -> None:
    """Draw the view."""
    found = _found(desk, on)
    if not any(rows for q in found.quarters for rows in q.needs.values()):
        st.info(text("No quarter is over for two weeks yet: nothing can be shown."))
        return
    district = desk.house.district()
    area = _area(found, district)
    table = need_table(found.quarters, area, label=desk.house.vocabulary["needs"].label_of)
    if table["rows"]:
        cell_table(table, key="plan-quarters", height=560)
    else:
        st.info(text("Here every count is withheld: too few cases in each quarter. Choose all areas together."))
    st.caption(
        text(
            "A case counts once for each need, in the quarter in which it was named for the first time. "
            "“With help”: by the end of the quarter a service, organisation or resource that is there for the need "
            "stood on a card of the case. Never add up over needs: one case can have several."
        )
    )
    _resources(found.quarters, area, district)
    with st.expander(text("How these figures were protected")):
        st.markdown("\n".join(f"- {plain(str(m))}" for m in found.protocol))


def _found(desk: Desk, on: date) -> ReleasedQuarters:
    """Ask the gate once a day and state of the partners: quarters that were released stay as they are."""
    mark = (on, desk.house.today(), desk.house.settings.threshold)
    held = st.session_state.get(_HELD)
    if held is None or held[0] != mark:
        with under_way(text("Counting and protecting the quarters …")) as progress:
            held = st.session_state[_HELD] = (
                mark,
                released_quarters(desk, on=on, count=_QUARTERS, progress=progress),
            )
    found = held[1]
    assert isinstance(found, ReleasedQuarters)
    return found


def _area(found: ReleasedQuarters, district: District) -> str:
    areas = sorted({a for q in found.quarters for a in q.areas})
    chosen = st.selectbox(
        text("Sozialraum"),
        [TOTAL, *areas],
        format_func=lambda a: area_name(a, district),
        key="plan_quarters_area",
        width=360,
    )
    return str(chosen or TOTAL)


def quarter_name(quarter: Quarter) -> str:
    """Name a quarter as offices write it: 3/2026."""
    return text("Quarter {number}/{year}", number=quarter.number, year=quarter.year)


def need_table(quarters: Sequence[ReleasedQuarter], area: str, *, label: Any) -> dict[str, Any]:
    """Make the table of needs by quarter; a need without one number that may be told has no row."""
    counts = {(need, q.quarter): rows.get(area) for q in quarters for need, rows in q.needs.items()}
    needs = sorted({need for (need, _), c in counts.items() if c is not None and c.is_told})
    most = max((c.cases for c in counts.values() if c is not None and c.cases is not None), default=1)
    return {
        "caption": text("Needs named for the first time, by quarter"),
        "corner": text("Need"),
        "columns": [{"id": str(q.quarter), "name": quarter_name(q.quarter)} for q in quarters],
        "rows": [{"id": n, "name": label(n)} for n in needs],
        "cells": [
            {"row": n, "column": str(q.quarter), "idle": True, **_cell(counts.get((n, q.quarter)), most)}
            for n in needs
            for q in quarters
        ],
        "legend": [
            {"tone": "l3", "text": text("many cases")},
            {"tone": "l1", "text": text("few cases")},
            {"tone": "blank", "sign": "–", "text": text("withheld: too few, or computable from the rest")},
        ],
        "selected": None,
    }


def _cell(counts: AreaCounts | None, most: int) -> dict[str, Any]:
    if counts is None or not counts.is_told:
        return {"tone": "blank", "word": "–", "text": text("withheld")}
    lines = [
        line
        for n, line in (
            (counts.named, text("{count} with help", count=counts.named)),
            (counts.missing, text("{count} without", count=counts.missing)),
        )
        if n is not None
    ]
    if counts.cases is None:
        return {"tone": "l1", "word": "–", "lines": lines, "text": text("withheld")}
    tone = "l3" if 3 * counts.cases > 2 * most else "l2" if 3 * counts.cases > most else "l1"
    return {"tone": tone, "word": plural("{count} case", "{count} cases", count=counts.cases), "lines": lines}


def _resources(quarters: Sequence[ReleasedQuarter], area: str, district: District) -> None:
    st.subheader(text("What was put on cards for the first time"), anchor=False)
    table = resource_table(quarters, area, district)
    if not table["rows"]:
        st.markdown(text("No number of a service, organisation or resource may be told here."))
        return
    cell_table(table, key="plan-quarter-resources", height=420)
    st.caption(text("An empty field is withheld or nobody: which of both is not told. Sorted by name."))


def resource_table(quarters: Sequence[ReleasedQuarter], area: str, district: District) -> dict[str, Any]:
    """Make the table of what helps, by name, with the told numbers of each quarter."""
    told: dict[Entry, dict[str, int]] = {}
    for q in quarters:
        for entry, by_area in q.entries.items():
            if (n := by_area.get(area)) is not None:
                told.setdefault(entry, {})[str(q.quarter)] = n
    named = sorted((entry_name(*e, district), e) for e in told)
    return {
        "caption": text("What was put on cards for the first time"),
        "corner": text("Name"),
        "columns": [{"id": str(q.quarter), "name": quarter_name(q.quarter)} for q in quarters],
        "rows": [{"id": "/".join(e), "name": f"{name} ({_kinds()[e[0]]})"} for name, e in named],
        "cells": [
            {
                "row": "/".join(entry),
                "column": quarter,
                "idle": True,
                "tone": "l1",
                "word": plural("{count} case", "{count} cases", count=count),
            }
            for entry, counts in told.items()
            for quarter, count in counts.items()
        ],
        "legend": [],
        "selected": None,
    }


def _kinds() -> Mapping[str, str]:
    return {
        "services": text("Service"),
        "organisations": text("Organisation"),
        "resources": text("Neighbourhood resource"),
    }
