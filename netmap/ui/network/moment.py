"""The day of the network: a date, a slider over its history, and what changed since the stop before."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

import streamlit as st

from netmap.messages import plural, text
from netmap.model.partners import SCALES
from netmap.ui.markup import plain
from netmap.usecases import history, networking
from netmap.usecases.desk import Desk


def moment(desk: Desk) -> tuple[date, str]:
    """Draw day, scale and undo; give day and scale."""
    today = desk.house.today()
    row = st.columns([2, 2, 5, 1, 1], vertical_alignment="bottom")
    scales = desk.house.vocabulary["scales"]
    scale = row[1].selectbox(text("Scale"), list(SCALES), format_func=scales.label_of, key="net_scale")
    days = history.stops(desk, scale=scale)
    st.session_state.setdefault("net_on", today)
    # the slider follows the date, the date follows the slider: one day for all
    if not isinstance(st.session_state["net_on"], date):
        st.session_state["net_on"] = today
    if len(days) > 1:
        st.session_state["net_stop"] = stop_of(days, st.session_state["net_on"])
        row[2].select_slider(
            text("How it came about"), days, format_func=lambda d: f"{d:%d.%m.%Y}", key="net_stop", on_change=_follow
        )
    row[0].date_input(text("As of"), format="DD.MM.YYYY", key="net_on")
    if desk.actor.may("network.edit"):
        _steps(desk, row[3], row[4])
    on = st.session_state["net_on"]
    return (on if isinstance(on, date) else today), scale


def stop_of(days: list[date], on: date) -> date:
    """Give the last stop not after a day, or the first one.

    Examples
    --------
    >>> stop_of([date(2024, 1, 1), date(2025, 1, 1)], date(2024, 6, 1)).year
    2024
    """
    return days[max(0, bisect_right(days, on) - 1)]


def _follow() -> None:
    st.session_state["net_on"] = st.session_state["net_stop"]


def _steps(desk: Desk, back: object, forth: object) -> None:
    steps = networking.network_steps(desk)
    for place, words, key, side, redo in (
        (back, text("Undo"), "net_undo", steps.undo, False),
        (forth, text("Redo"), "net_redo", steps.redo, True),
    ):
        if place.button(words, disabled=not side, key=key, width="stretch"):  # type: ignore[attr-defined]
            networking.undo_in_network(desk, redo=redo)
            st.rerun()


def happened(desk: Desk, on: date, scale: str) -> None:
    """Say what changed since the stop before: reports, relations, agreements, bodies."""
    days = history.stops(desk, scale=scale)
    at = days.index(stop_of(days, on))
    if at == 0:
        return
    found = history.happened(desk, after=days[at - 1], up_to=on, scale=scale)
    district = desk.house.district()
    names = {i: o.name for i, o in district.organisations.items()}
    kinds = desk.house.vocabulary["relation_kinds"]
    agreements = desk.house.vocabulary["agreement_kinds"]
    said = []
    if found.reports:
        said.append(plural("{count} report", "{count} reports", count=found.reports))
    for words, rows in ((text("new"), found.relations), (text("ended"), found.ended)):
        for a, b, kind in rows[:6]:
            said.append(f"{words}: {plain(names[a])} → {plain(names[b])} ({kinds.label_of(kind)})")
        if len(rows) > 6:
            said.append(f"{words}: " + plural("{count} more relation", "{count} more relations", count=len(rows) - 6))
    for words, ids in ((text("in force now"), found.agreements), (text("ended"), found.agreements_ended)):
        said += [f"{words}: {agreements.label_of(district.agreements[i].kind)}" for i in ids]
    for words, ids in ((text("begun"), found.bodies_begun), (text("ended"), found.bodies_ended)):
        said += [f"{words}: {plain(district.bodies[i].name)}" for i in ids]
    if said:
        before = text("Since {day}:", day=f"{days[at - 1]:%d.%m.%Y}")
        st.caption(f"{before} {' · '.join(said)}")
