"""The tab of segregation: small-area figures brought along as a file, measured against a stated reference."""

from __future__ import annotations

import math
from datetime import date

import streamlit as st

from netmap.analysis.gaps import Limits
from netmap.errors import NetmapError
from netmap.messages import plural, text
from netmap.ui.markup import plain
from netmap.ui.problems import show_error
from netmap.usecases import smallareas
from netmap.usecases.desk import Desk


def draw(desk: Desk, on: date, limits: Limits) -> None:
    """Draw the tab."""
    del on, limits
    st.markdown(
        text(
            "Bring a table of the statistics office: one row for each area, a column with the group (for example "
            "low-status households) and one with everybody or with those compared with. It is read, measured and "
            "forgotten."
        )
    )
    file = st.file_uploader(text("Table (CSV)"), type=["csv"], key="plan_seg_file")
    if file is None:
        return
    try:
        columns = list(smallareas.columns_of(desk, name=file.name, data=file.getvalue()))
    except NetmapError as error:
        show_error(error)
        return
    row = st.columns([3, 3, 3, 4], vertical_alignment="bottom")
    group = row[0].selectbox(text("Group"), columns, index=min(1, len(columns) - 1), key="plan_seg_group")
    other = row[1].selectbox(text("Compared with"), columns, index=len(columns) - 1, key="plan_seg_other")
    meaning = row[2].radio(
        text("This column counts"),
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
    semantics = row[3].selectbox(
        text("The office's numbers are"),
        list(smallareas.SEMANTICS),
        format_func=lambda s: said[s],
        key="plan_seg_semantics",
    )
    try:
        found = smallareas.small_areas(
            desk,
            name=file.name,
            data=file.getvalue(),
            group=group,
            total=other if meaning == "total" else None,
            reference=None if meaning == "total" else other,
            semantics=semantics,
        )
    except NetmapError as error:
        show_error(error)
        return
    _show(found, group, other if meaning == "reference" else text("{total} without {group}", total=other, group=group))


def _show(found: smallareas.SmallAreas, group: str, reference: str) -> None:
    index = found.found
    st.markdown(
        text("Group: **{group}** – compared with: **{reference}**", group=plain(group), reference=plain(reference))
    )
    columns = st.columns(3)
    for column, title, value, meaning in (
        (
            columns[0],
            text("Dissimilarity D"),
            index.dissimilarity,
            text("share of the group that would have to move for the same mix everywhere"),
        ),
        (
            columns[1],
            text("Isolation"),
            index.isolation,
            text("share of the own group that its members find in their area"),
        ),
        (
            columns[2],
            text("Exposure"),
            index.exposure,
            text("share of the others that members of the group find in their area"),
        ),
    ):
        with column:
            st.metric(title, text("undefined") if math.isnan(value) else f"{value:.3f}".replace(".", ","))
            st.caption(meaning)
    if not found.adds_up:
        st.warning(text("These numbers do not add up exactly: the indices are approximate, and no sums are shown."))
    if found.left_out:
        st.markdown(
            plural(
                "{count} area without published numbers is left out: {areas}",
                "{count} areas without published numbers are left out: {areas}",
                count=len(found.left_out),
                areas=plain(", ".join(found.left_out)),
            )
        )
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
    for notice in found.notices[:10]:
        st.caption(plain(str(notice)))
