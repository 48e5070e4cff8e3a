"""The tab of reach: how much of the offers for a need there is for those who can get to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.gaps import Limits, shown_count
from netmap.analysis.gaps.access import BAND_WEIGHTS, NeedAccess
from netmap.messages import plural, text
from netmap.ui.canvas import area_map
from netmap.ui.directory_view import drawn_areas, missing_words
from netmap.ui.halves import halves
from netmap.ui.markup import decimal, plain
from netmap.ui.planning import hours
from netmap.ui.planning.gapview import row_title
from netmap.usecases import planning
from netmap.usecases.desk import Desk
from netmap.usecases.network import day_at


def draw(desk: Desk, on: date, limits: Limits) -> None:
    """Draw the tab."""
    day = day_at(desk, on)
    needs = sorted({r.need for r in day.demand if r.people_high > 0})
    if not needs:
        st.info(text("No need is recorded for this day. Import rows of demand: area, need, how many people."))
        return
    row = st.columns([3, 3, 3], vertical_alignment="bottom")
    need = row[0].selectbox(text("Need"), needs, format_func=day.vocabulary["needs"].label_of, key="plan_reach_need")
    spoken = sorted({x for s in day.services.values() for x in s.languages})
    language = row[1].selectbox(
        text("Offers in this language"),
        [None, *spoken],
        format_func=lambda c: text("any") if c is None else day.vocabulary["languages"].label_of(c),
        key="plan_reach_language",
    )
    during = hours.chosen(row[2])
    second = st.container(horizontal=True, vertical_alignment="center", gap="medium")
    with_capacity = second.toggle(
        text("Count places (otherwise every offer counts as one)"), True, key="plan_reach_places"
    )
    weights = _weights(second)
    found = planning.access_to(
        desk,
        need,
        on=on,
        limits=limits,
        with_capacity=with_capacity,
        language=language,
        during=during,
        weights=weights,
    )
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences(found)))
    hours.whom_to_ask(found.unknown_hours, day)
    picture, beside = halves(1, 1)
    with picture:
        area_map(map_data(found, day), key="plan-reach-map", height=520)
        if missing := missing_words(day.district, [r.row.area for r in found.rows]):
            st.caption(plain(missing))
    with beside:
        st.dataframe(
            table(found, day),
            hide_index=True,
            width="stretch",
            height=520,
            column_config={text("Places per 100"): st.column_config.NumberColumn(format="localized")},
        )
    st.caption(_definition(weights))


def _weights(row: DeltaGenerator) -> tuple[float, ...]:
    """Let the planner say how much less a way counts in each third of the limit; none: all ways count the same."""
    if not row.toggle(text("Near counts more than far"), False, key="plan_reach_bands"):
        return ()
    with row.popover(text("Weights"), icon=":material/tune:"):
        thirds = (text("nearest third of the limit"), text("middle third"), text("farthest third"))
        return tuple(
            st.number_input(third, 0.0, 1.0, usual, 0.01, key=f"plan_reach_weight_{k}")
            for k, (third, usual) in enumerate(zip(thirds, BAND_WEIGHTS, strict=True))
        )


def _definition(weights: Sequence[float]) -> str:
    two_step = text(
        "Two-step floating catchment areas (Luo & Wang 2003): places of an offer are shared by all who can get "
        "there, the higher figure of each range; what is within the limits of town and country counts."
    )
    if not weights:
        return two_step
    enhanced = text(
        "Enhanced form (Luo & Qi 2009): a way in the nearest, middle and farthest third of the limit counts "
        "{near}, {middle} and {far}.",
        **{name: decimal(w, digits=2) for name, w in zip(("near", "middle", "far"), weights, strict=True)},
    )
    return f"{two_step} {enhanced}"


def sentences(found: NeedAccess) -> list[str]:
    """Say the result in words; whoever has no access is counted, never left out."""
    said = [
        text(
            "{without} of {people} people have no access to a usable offer with places.",
            without=shown_count(found.people_without),
            people=shown_count(found.people),
        )
    ]
    if found.unknown_capacity:
        said.append(
            plural(
                "{count} offer within reach is not counted: nobody knows how many places it has.",
                "{count} offers within reach are not counted: nobody knows how many places they have.",
                count=len(found.unknown_capacity),
            )
        )
    if found.unknown_hours:
        said.append(
            plural(
                "{count} offer within reach is not counted: nobody knows whether it is open then.",
                "{count} offers within reach are not counted: nobody knows whether they are open then.",
                count=len(found.unknown_hours),
            )
        )
    if found.estimated:
        said.append(text("Some ways are estimated from the distance."))
    return said


def table(found: NeedAccess, day: Day) -> list[dict[str, Any]]:
    """Give the rows of the table."""
    return [
        {
            text("Area"): day.district.areas[r.row.area].name,
            text("Whom"): row_title(r.row, day.vocabulary),
            text("People (at most)"): str(shown_count(r.people)),
            text("Offers"): r.services,
            text("Places per 100"): round(100 * r.places, 1),
        }
        for r in found.rows
    ]


def map_data(found: NeedAccess, day: Day) -> dict[str, Any]:
    """Make the map: the darker, the more places for those who live there."""
    tree = AreaTree(day.district.areas)
    values: dict[str, float] = {}
    for area in drawn_areas(day.district):
        rows = [r for r in found.rows if r.row.area in tree.above[area.id] or area.id in tree.above[r.row.area]]
        people = sum(r.people for r in rows)
        if people:
            values[area.id] = 100 * sum(r.places * r.people for r in rows) / people
    edges = _edges(list(values.values()))
    return {
        "areas": [
            {
                "id": a.id,
                "name": a.name,
                "geometry": a.shape,
                **_tone(values.get(a.id), edges),
            }
            for a in sorted(drawn_areas(day.district), key=lambda a: str(a.id))
        ],
        "points": [],
        "legend": [
            {"tone": "stop", "text": text("no access")},
            {"tone": "l1", "text": text("few places for each")},
            {"tone": "l4", "text": text("many places for each")},
            {"tone": "none", "text": text("not recorded")},
        ],
        "selected": None,
        "title": text("Places for 100 people, by area"),
    }


def _edges(values: Sequence[float]) -> list[float]:
    # what is shown as one number is one colour: sums of the same shares differ in their last digits
    some = sorted({_as_shown(v) for v in values if v > 0})
    return [some[len(some) * k // 4] for k in (1, 2, 3)] if some else []


def _as_shown(value: float) -> float:
    return round(value)


def _tone(value: float | None, edges: Sequence[float]) -> dict[str, Any]:
    if value is None:
        return {"tone": "none", "word": text("not recorded")}
    if value == 0:
        return {"tone": "stop", "word": text("no access")}
    level = 1 + sum(_as_shown(value) >= e for e in edges)
    return {"tone": f"l{min(level, 4)}", "word": f"{value:.0f}", "text": text("places for 100 people")}
