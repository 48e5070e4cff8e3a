"""The tab of gaps: table or map, filters, the reasons of a cell, two days compared, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.analysis.day import Day
from netmap.analysis.gaps import KINDS, Checked, Gap, GapReport, Limits, row_key
from netmap.messages import plural, text
from netmap.model.partners import Demand, Remark
from netmap.ui.canvas import area_map, cell_table
from netmap.ui.directory_view import missing_words
from netmap.ui.halves import halves
from netmap.ui.markup import plain
from netmap.ui.planning import changes_view, whyview
from netmap.ui.planning.gapview import (
    SHOWN_AT_FIRST,
    Filters,
    filter_words,
    map_data,
    people_of,
    range_words,
    row_title,
    shown,
    table_data,
    unknown_count,
)
from netmap.usecases import planning
from netmap.usecases.desk import Desk
from netmap.usecases.network import day_at
from netmap.usecases.planning_report import remark_kinds

#: the chosen cell: need and area (need empty: a whole area, chosen on the map)
_CELL = "plan_cell"


def draw(desk: Desk, on: date, limits: Limits) -> None:
    """Draw the tab."""
    day = day_at(desk, on)
    report = planning.gaps_of(
        desk,
        on=on,
        town_limit=limits.town,
        country_limit=limits.country,
        mode=limits.mode,
        wait_days=limits.wait_days,
        expiring_days=limits.expiring_days,
        stale_days=limits.stale_days,
    )
    if not report.rows:
        st.info(text("No need is recorded for this day. Import rows of demand: area, need, how many people."))
        return
    filters, view = _filters(report, day)
    if view == "compare":
        changes_view.compare(desk, on, limits, day, filters)
        return
    picture, beside = halves(17, 7)
    with picture:
        if view == "map":
            area_map(
                map_data(report, filters, day.district, day.vocabulary, selected=(_chosen() or ("", ""))[1] or None),
                key="plan-map",
                height=620,
                on_select=_on_map,
            )
            if missing := missing_words(day.district, [c.row.area for c in report.checked.values()]):
                st.caption(plain(missing))
        else:
            cell_table(
                table_data(
                    report,
                    filters,
                    day.district,
                    day.vocabulary,
                    selected=_chosen(),
                    noted=_noted(desk),
                ),
                key="plan-table",
                height=680,
                on_select=_on_cell,
            )
        _below(report, filters)
    with beside, st.container(border=True):
        _detail(desk, report, filters, day)


def _filters(report: GapReport, day: Day) -> tuple[Filters, str]:
    bar = st.container(horizontal=True, vertical_alignment="center", gap="medium")
    views = {"table": text("Table"), "map": text("Map"), "compare": text("Compare two days")}
    view = bar.segmented_control(
        text("View"),
        list(views),
        default="table",
        format_func=lambda v: views[v],
        key="plan_view",
        label_visibility="collapsed",
        required=True,
    )
    wanted = _chosen_filters(bar, report, day)
    count = unknown_count(report, wanted)
    with_unknown = bar.toggle(
        plural("{count} unknown – show", "{count} unknown – show", count=count), key="plan_unknown"
    )
    if with_unknown:
        wanted = Filters(wanted.needs, wanted.group, wanted.language, wanted.kinds, wanted.certainties | {"unknown"})
    return wanted, view or "table"


def _chosen_filters(bar: DeltaGenerator, report: GapReport, day: Day) -> Filters:
    """Let the planner narrow what is shown: behind one button, which says what is chosen.

    Five fields in sight cost the page a fifth of the time it needs to stand.
    """
    rows = [c.row for c in report.checked.values()]
    vocabulary = day.vocabulary
    said = filter_words(_held(), vocabulary)
    with bar.popover(text("Filter: {what}", what=said) if said else text("Filter"), icon=":material/filter_list:"):
        needs = st.multiselect(
            text("Needs"),
            sorted({r.need for r in rows}),
            format_func=vocabulary["needs"].label_of,
            placeholder=text("all"),
            key="plan_needs",
        )
        group = st.selectbox(
            text("Target group"),
            [None, *sorted({r.target_group for r in rows if r.target_group})],
            format_func=lambda c: text("all") if c is None else vocabulary["target_groups"].label_of(c),
            key="plan_group",
        )
        language = st.selectbox(
            text("Language"),
            [None, *sorted({r.language for r in rows if r.language})],
            format_func=lambda c: text("all") if c is None else vocabulary["languages"].label_of(c),
            key="plan_language",
        )
        kinds = st.multiselect(
            text("Kinds of gap"),
            list(KINDS),
            format_func=vocabulary["gap_kinds"].label_of,
            placeholder=text("all"),
            key="plan_kinds",
        )
        certainties = st.multiselect(
            text("Certainty"),
            list(SHOWN_AT_FIRST),
            default=list(SHOWN_AT_FIRST),
            format_func=vocabulary["certainties"].label_of,
            key="plan_certainty",
        )
    return Filters(frozenset(needs), group, language, frozenset(kinds), frozenset(certainties))


def _held() -> Filters:
    """Give the filters as they stood when the run began."""
    held = st.session_state
    return Filters(
        frozenset(held.get("plan_needs", ())),
        held.get("plan_group"),
        held.get("plan_language"),
        frozenset(held.get("plan_kinds", ())),
        frozenset(held.get("plan_certainty", SHOWN_AT_FIRST)),
    )


def _below(report: GapReport, filters: Filters) -> None:
    gaps = shown(report, filters)
    rows = sum(filters.has_row(c.row) for c in report.checked.values())
    st.caption(
        text(
            "{gaps} gaps in {rows} rows of demand. No finding does not mean that everybody is helped.",
            gaps=len(gaps),
            rows=rows,
        )
    )
    for warning in report.warnings:
        st.caption(plain(str(warning)))


def _chosen() -> tuple[str, str] | None:
    return st.session_state.get(_CELL)


def _on_cell(event: Mapping[str, Any]) -> None:
    st.session_state[_CELL] = (str(event["row"]), str(event["column"]))


def _on_map(event: Mapping[str, Any]) -> None:
    if event.get("kind") == "area":
        st.session_state[_CELL] = ("", str(event["id"]))


def _noted(desk: Desk) -> frozenset[tuple[str, str]]:
    found = set()
    for subject in planning.remarks_on_gaps(desk):
        area, need, *_ = subject.removeprefix("gap:").split("/")
        found.add((need, area))
    return frozenset(found)


# the reasons


def _detail(desk: Desk, report: GapReport, filters: Filters, day: Day) -> None:
    chosen = _chosen()
    if chosen is None or chosen[1] not in day.district.areas:
        st.info(text("Choose a cell to see what was checked, and why."))
        return
    need, area = chosen
    inside = {area} | {a for a, r in day.district.areas.items() if r.parent == area}
    parent = day.district.areas[area].parent
    areas = {area} if need else inside | ({parent} if parent else set())
    rows = [
        c
        for c in report.checked.values()
        if c.row.area in areas and (not need or c.row.need == need) and filters.has_row(c.row)
    ]
    name = plain(day.district.areas[area].name)
    st.caption(f"{plain(day.vocabulary['needs'].label_of(need))} · {name}" if need else name)
    if not rows:
        st.subheader(text("Not recorded"))
        st.markdown(text("Nobody has said how many people need this here. That is not zero."))
        return
    gaps = [g for g in shown(report, filters) if any(g.row is c.row for c in rows)]
    if not gaps:
        st.subheader(text("No finding"))
        st.markdown(text("Under these limits nothing was found. That does not mean that everybody is helped."))
    remarks = planning.remarks_on_gaps(desk)
    for gap in gaps:
        _gap(desk, gap, report, day, remarks.get(planning.subject_of(gap), ()), with_need=not need)
    if not gaps:
        for checked in rows[:6]:
            _checked(checked, day)


def _gap(desk: Desk, gap: Gap, report: GapReport, day: Day, remarks: Sequence[Remark], *, with_need: bool) -> None:
    entry = day.vocabulary["gap_kinds"][gap.kind]
    certainty = day.vocabulary["certainties"][gap.certainty.word]
    st.subheader(f"{entry.text('symbol')} {entry.said('heading')}", anchor=False)
    whom = row_title(gap.row, day.vocabulary)
    if with_need:
        whom = f"{day.vocabulary['needs'].label_of(gap.row.need)} · {whom}"
    st.markdown(f"**{range_words(gap.people)}** · {certainty.label} · {plain(whom)}")
    st.caption(plain(_source(gap.row)))
    for reason in gap.reasons:
        st.markdown(f"- {plain(str(reason))}")
    if gap.services:
        sides = whyview.strain_of(gap.services, day)
        st.markdown(
            f"**{text('Demand')}:** {range_words(people_of([gap.row]))} · "
            + " · ".join(f"**{k}:** {v}" for k, v in sides.items())
        )
    if gap.kind == "insufficient":
        shared = whyview.competing(gap, list(report.checked.values()), day)
        if shared:
            st.markdown(f"**{text('Who shares these offers')}**")
            st.markdown("\n".join(f"- {plain(line)}" for line in shared[:8]))
    _checked(report.checked[row_key(gap.row)], day)
    st.markdown(f"**{text('What would help?')}** {whyview.what_helps(gap.kind)}")
    _notes(desk, gap, remarks)
    st.divider()


def _source(row: Demand) -> str:
    when = f"{row.on:%d.%m.%Y}" if row.on else text("without a date")
    return text("Source: {source}, {when}", source=row.source or text("not named"), when=when)


def _checked(checked: Checked, day: Day) -> None:
    steps, elsewhere = whyview.steps_of(checked, day)
    with st.expander(
        text("What was checked: {whom} ({count})", whom=row_title(checked.row, day.vocabulary), count=len(steps))
    ):
        for step in steps:
            ask = f"  \n{plain(step.ask)}" if step.ask else ""
            st.markdown(f"**{plain(step.name)}**  \n{plain(step.said)}{ask}")
        if elsewhere:
            st.caption(
                plural("{count} more offer serves elsewhere", "{count} more offers serve elsewhere", count=elsewhere)
            )


# notes


def _notes(desk: Desk, gap: Gap, remarks: Sequence[Remark]) -> None:
    subject = planning.subject_of(gap)
    for remark in remarks:
        again = text(" – look again on {day}", day=f"{remark.look_again_on:%d.%m.%Y}") if remark.look_again_on else ""
        st.markdown(
            f"**{remark_kinds()[remark.kind]}**{again}: {plain(remark.text or '')}  \n"
            f"{plain(remark.by)}, {remark.at.astimezone():%d.%m.%Y %H:%M}"
        )
    if not desk.actor.may("planning.edit"):
        return
    row = st.container(horizontal=True)
    with row.popover(text("Note")):
        _note_form(desk, subject)
    undo, redo = planning.note_steps(desk, subject)
    if row.button(text("Undo"), key=f"plan_undo_{subject}", disabled=not undo):
        planning.undo_note(desk, subject)
        st.rerun()
    if redo and row.button(text("Redo"), key=f"plan_redo_{subject}"):
        planning.undo_note(desk, subject, redo=True)
        st.rerun()


def _note_form(desk: Desk, subject: str) -> None:
    with st.form(f"plan_note_{subject}", border=False):
        kind = st.radio(
            text("What is it?"),
            list(planning.REMARK_KINDS),
            format_func=lambda k: remark_kinds()[k],
            horizontal=True,
            key=f"plan_note_kind_{subject}",
        )
        said = st.text_area(text("In a sentence"), key=f"plan_note_text_{subject}")
        again = st.date_input(text("Look again on"), value=None, format="DD.MM.YYYY", key=f"plan_note_again_{subject}")
        saved = st.form_submit_button(text("Save"), type="primary")
    if saved:
        planning.note_gap(desk, subject, kind=kind, text=said, look_again_on=again if isinstance(again, date) else None)
        st.rerun()
