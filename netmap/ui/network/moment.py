"""The day of the network: a date, a slider over its history, and what changed since the stop before."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.messages import plural, text
from netmap.model.partners import SCALES
from netmap.ui.markup import plain
from netmap.usecases import history, networking
from netmap.usecases.desk import Desk


def moment(desk: Desk, bar: DeltaGenerator) -> tuple[date, str]:
    """Draw day and scale into the bar; give them."""
    today = desk.house.today()
    scales = desk.house.vocabulary["scales"]
    st.session_state.setdefault("net_on", today)
    # the slider follows the date, the date follows the slider: one day for all
    if not isinstance(st.session_state["net_on"], date):
        st.session_state["net_on"] = today
    with bar:
        st.date_input(text("As of"), format="DD.MM.YYYY", key="net_on", label_visibility="collapsed", width=150)
        stops = st.container(width=150)
        scale = st.selectbox(
            text("Scale"), list(SCALES), format_func=scales.label_of, key="net_scale", label_visibility="collapsed",
            width=200,
        )  # fmt: skip
    days = history.stops(desk, scale=scale)
    if len(days) > 1:
        st.session_state["net_stop"] = stop_of(days, st.session_state["net_on"])
        stops.select_slider(
            text("How it came about"), days, format_func=lambda d: f"{d:%d.%m.%Y}", key="net_stop", on_change=_follow,
            label_visibility="collapsed",
        )  # fmt: skip
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


def steps(desk: Desk) -> None:
    """Draw what takes the last step back, and makes it again."""
    found = networking.network_steps(desk)
    for words, key, side, redo in (
        (text("Undo"), "net_undo", found.undo, False),
        (text("Redo"), "net_redo", found.redo, True),
    ):
        if st.button(words, disabled=not side, key=key):
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
