"""The tab of segregation: small-area figures brought along as files, measured against a stated reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from netmap.analysis.gaps import Limits
from netmap.errors import NetmapError
from netmap.messages import plural, text
from netmap.ui.markup import decimal
from netmap.ui.planning import segregation_view
from netmap.ui.problems import show_error
from netmap.usecases import smallareas
from netmap.usecases.desk import Desk
from netmap.usecases.smallareas import Moment, SmallAreas

#: times that one can lay side by side
_MOST_TIMES = 12


def draw(desk: Desk, on: date, limits: Limits) -> None:
    """Draw the tab."""
    del on, limits
    st.markdown(
        text(
            "Bring a table of the statistics office: one row for each area, a column with the group (for example "
            "low-status households) and one with everybody or with those compared with. It is read, measured and "
            "forgotten. For a comparison over time bring several tables, or one with columns for several years."
        )
    )
    given = st.file_uploader(text("Tables (CSV)"), type=["csv"], accept_multiple_files=True, key="plan_seg_file")
    files = {f.name: f.getvalue() for f in given or ()}
    if not files:
        return
    try:
        columns = {name: list(smallareas.columns_of(desk, name=name, data=data)) for name, data in files.items()}
        moments = _moments(files, columns)
        if len(moments) == 1:
            _one(desk, moments[0])
        else:
            segregation_view.over_time(smallareas.small_areas_over_time(desk, moments), moments)
    except NetmapError as error:
        show_error(error)


def _moments(files: Mapping[str, bytes], columns: Mapping[str, Sequence[str]]) -> list[Moment]:
    """Ask what the columns mean, once for all, and which stand for which time."""
    row = st.columns([3, 4, 3], vertical_alignment="bottom")
    meaning = row[0].radio(
        text("The column compared with counts"),
        ["total", "reference"],
        format_func=lambda m: {"total": text("everybody"), "reference": text("the others")}[m],
        horizontal=True,
        key="plan_seg_meaning",
    )
    said = {
        "exact": text("exact"),
        "suppressed": text("small numbers are missing"),
        "rounded_5": text("rounded to 5"),
        "rounded_10": text("rounded to 10"),
        "cell_key": text("overlaid at random (cell key)"),
    }
    semantics = row[1].selectbox(
        text("The office's numbers are"),
        list(smallareas.SEMANTICS),
        format_func=lambda s: said[s],
        key="plan_seg_semantics",
    )
    times = int(row[2].number_input(text("Times"), 1, _MOST_TIMES, len(files), key=f"plan_seg_times_{len(files)}"))
    found = []
    for k in range(times):
        label, name, group, other = _moment(k, files, columns, alone=times == 1)
        compared = {"total": other} if meaning == "total" else {"reference": other}
        found.append(Moment(label, name, files[name], group, semantics=semantics, **compared))
    return found


def _moment(
    k: int, files: Mapping[str, bytes], columns: Mapping[str, Sequence[str]], *, alone: bool
) -> tuple[str, str, str, str]:
    """Ask for the file and columns of one time; what is named alike in the first is taken over."""
    names = list(files)
    row = st.columns([2, 3, 3, 3], vertical_alignment="bottom")
    usual = names[min(k, len(names) - 1)]
    name = row[1].selectbox(text("Table"), names, index=names.index(usual), key=f"plan_seg_name_{k}_{len(names)}")
    label = "" if alone else row[0].text_input(text("Time"), _year(name, k), key=f"plan_seg_label_{k}_{name}").strip()
    heads = list(columns[name])
    group = row[2].selectbox(text("Group"), heads, index=_same("group", k, heads, 1), key=f"plan_seg_group_{k}_{name}")
    other = row[3].selectbox(
        text("Compared with"), heads, index=_same("other", k, heads, len(heads) - 1), key=f"plan_seg_other_{k}_{name}"
    )
    if k == 0:
        st.session_state["plan_seg_first"] = {"group": group, "other": other}
    return label, name, group, other


def _same(what: str, k: int, heads: Sequence[str], otherwise: int) -> int:
    first = st.session_state.get("plan_seg_first", {}).get(what) if k else None
    return heads.index(first) if first in heads else min(otherwise, len(heads) - 1)


def _year(name: str, k: int) -> str:
    """Propose the year in the name of a file."""
    digits = "".join(c if c.isdigit() else " " for c in name).split()
    return next((d for d in digits if len(d) == 4), str(k + 1))


def _one(desk: Desk, moment: Moment) -> None:
    found = smallareas.small_areas(
        desk,
        name=moment.name,
        data=moment.data,
        group=moment.group,
        total=moment.total,
        reference=moment.reference,
        semantics=moment.semantics,
    )
    segregation_view.compared(moment)
    _indices(found)
    segregation_view.cautions(found)
    segregation_view.totals(found)
    st.markdown(
        plural(
            "{count} area has 20 % or more of the group (neighbourhood effects are described from there on).",
            "{count} areas have 20 % or more of the group (neighbourhood effects are described from there on).",
            count=len(found.above),
        )
    )
    if found.above:
        st.dataframe(
            [{text("Area"): a.area, text("Share in %"): round(100 * (a.share or 0), 1)} for a in found.above],
            hide_index=True,
            width="stretch",
        )
    segregation_view.notices(found)


def _indices(found: SmallAreas) -> None:
    for column, (title, value, meaning) in zip(st.columns(3), segregation_view.indices(found.found), strict=True):
        with column:
            st.metric(title, decimal(value, digits=3))
            st.caption(meaning)
