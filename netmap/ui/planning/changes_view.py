"""Two reports of gaps side by side, as planners read them: closed, another gap instead, opened, still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from netmap.analysis.day import Day
from netmap.analysis.gaps import Gap, Limits
from netmap.analysis.gaps.compare import GapChanges
from netmap.messages import text
from netmap.ui.markup import plain
from netmap.ui.planning.gapview import Filters, range_words, row_title
from netmap.usecases import planning
from netmap.usecases.desk import Desk


def compare(desk: Desk, on: date, limits: Limits, day: Day, filters: Filters) -> None:
    """Draw two days under the same limits."""
    other = st.date_input(
        text("Compare with"),
        value=on.replace(day=1, month=1),
        format="DD.MM.YYYY",
        key="plan_other",
        width=200,
    )
    if not isinstance(other, date) or other == on:
        st.info(text("Choose a second day."))
        return
    earlier, later = sorted((on, other))
    changes = planning.changes_between(desk, earlier=earlier, later=later, limits=limits)
    st.markdown(
        text(
            "From {earlier} to {later}, under the same limits:",
            earlier=f"{earlier:%d.%m.%Y}",
            later=f"{later:%d.%m.%Y}",
        )
    )
    columns = st.columns(3)
    still = [b for _, b in changes.still if filters.has(b)]
    with columns[0], st.container(border=True):
        closed_list(changes, day, filters)
    with columns[1], st.container(border=True):
        gap_list(text("Opened"), [g for g in changes.opened if filters.has(g)], day)
    with columns[2], st.container(border=True):
        gap_list(text("Still open"), still, day)


def closed_list(changes: GapChanges, day: Day, filters: Filters | None = None) -> None:
    """List what closed, and apart from it what only became another gap of the same people."""
    gap_list(text("Closed"), [g for g in changes.gone if filters is None or filters.has(g)], day)
    replaced = [(g, others) for g, others in changes.replaced if filters is None or filters.has(g)]
    if not replaced:
        return
    st.subheader(text("Became another gap: {count}", count=len(replaced)), anchor=False)
    st.caption(text("Not closed for anybody: the same row of demand has another gap instead, listed as opened."))
    st.markdown("\n\n".join(gap_line(gap, day, instead=others) for gap, others in replaced))


def gap_list(title: str, gaps: Sequence[Gap], day: Day) -> None:
    """List gaps under a title, how many there are beside it."""
    st.subheader(f"{title}: {len(gaps)}", anchor=False)
    if gaps:
        # one text, not hundreds: a browser takes it in at once
        st.markdown("\n\n".join(gap_line(gap, day) for gap in gaps))
    else:
        st.caption(text("none"))


def gap_line(gap: Gap, day: Day, *, instead: Sequence[Gap] = ()) -> str:
    """Say a gap in one line, and what the row has instead of it."""
    kinds = " → ".join([_kind(gap, day), *([", ".join(_kind(g, day) for g in instead)] if instead else [])])
    need = plain(day.vocabulary["needs"].label_of(gap.row.need))
    area = plain(day.district.areas[gap.row.area].name)
    whom = plain(row_title(gap.row, day.vocabulary))
    certainty = day.vocabulary["certainties"][gap.certainty.word].label
    if instead:
        return f"{kinds} · {need} · {area} · {whom} · {range_words(gap.people)}"
    return f"{kinds} · {need} · {area} · {whom} · {range_words(gap.people)} · {certainty}"


def _kind(gap: Gap, day: Day) -> str:
    entry = day.vocabulary["gap_kinds"][gap.kind]
    return f"{entry.text('symbol')} **{entry.label}**"
