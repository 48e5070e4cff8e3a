"""The screen on the wall: the picture at the left, the step at the right, larger than at a desk."""

from __future__ import annotations

from html import escape
from pathlib import Path

import streamlit as st

from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.day import Day
from netmap.messages import plural, text
from netmap.model.partners import DEFAULT_SCALE, Meeting
from netmap.ui.canvas import partner_network
from netmap.ui.conference import agreed, held, open_points, pairs, room
from netmap.ui.network import picture
from netmap.ui.problems import waiting_for_store
from netmap.ui.theme import STATIC
from netmap.usecases import conference as use
from netmap.usecases.desk import Desk

#: how often a browser looks whether somebody else typed, in seconds
POLL_S = 1.5
_HEIGHT = 800


def screen(desk: Desk) -> None:
    """Draw the meeting."""
    st.html(f"<style>{(Path(STATIC) / 'conference.css').read_text(encoding='utf-8')}</style>")
    seen = use.revision(desk)
    meeting = use.meeting(desk, held.meeting_id())
    if meeting.status == use.ENDED and held.step() != held.STEPS:
        held.go(held.STEPS)
    _head(desk, meeting)
    left, right = st.columns([12, 5], gap="medium")
    chosen: tuple[str, str] | None = None
    with right, st.container(key=f"conf-side-{held.step()}"):
        if held.step() == 1:
            room.room(desk, meeting)
        elif held.step() == 2:
            chosen = pairs.pairs(desk, meeting)
        elif held.step() == 3:
            open_points.gaps(desk, meeting)
        elif held.step() == 4:
            chosen = open_points.talks(desk, meeting)
        else:
            agreed.agreed(desk, meeting)
        _ways()
    with left:
        _picture(desk, meeting, chosen)
    if meeting.status != use.ENDED:
        _watch(desk, seen)


def _head(desk: Desk, meeting: Meeting) -> None:
    name = use.body_of(desk, meeting).name
    here = plural("{count} partner in the room", "{count} partners in the room", count=len(meeting.attendance))
    step = text("Step {number} of {all}", number=held.step(), all=held.STEPS)
    st.html(
        f'<header class="conf-head"><span class="brand">{text("netmap")}</span>'
        f'<span class="chip">{text("Conference")}</span>'
        f"<h1>{escape(name)}</h1><p>{meeting.on:%d.%m.%Y} · {here} · {step}</p></header>"
    )


def _ways() -> None:
    with st.container(key="conf-ways"):
        row = st.columns([5, 5, 8], gap="small")
        number = held.step()
        if number > 1:
            row[0].button(text("‹ Back"), key="conf_back", on_click=held.go, args=(number - 1,), width="stretch")
        if number < held.STEPS:
            row[1].button(text("Next ›"), key="conf_on", on_click=held.go, args=(number + 1,), width="stretch")
        row[2].button(text("Leave the wall"), key="conf_leave", on_click=held.leave, width="stretch", type="tertiary")


def _picture(desk: Desk, meeting: Meeting, chosen: tuple[str, str] | None) -> None:
    day = use.day_of(desk, meeting)
    first = held.step() == 1 or not meeting.attendance
    shown = [o for o in (use.invited(desk, meeting) if first else meeting.attendance) if o in day.organisations]
    if not shown:
        st.info(text("Nobody is here yet. Tick at the right who has come."))
        return
    there = set(shown)
    known = [p for p in pairs_of(day, scale=DEFAULT_SCALE).values() if p.a in there and p.b in there]
    partner_network(
        picture.network_data(
            day,
            shown,
            known,
            use.wall_positions(desk, meeting),
            selected={"kind": "pair", "a": chosen[0], "b": chosen[1]} if chosen else None,
            highlight=set(meeting.attendance) if first else None,
            unknown=_unknown(desk, meeting, day),
            projector=True,
            scale=DEFAULT_SCALE,
        ),
        key=f"conf-picture-{'all' if first else len(shown)}",
        height=_HEIGHT,
        on_select=pairs.select,
    )


def _unknown(desk: Desk, meeting: Meeting, day: Day) -> list[tuple[str, str]]:
    return [q.key for q in use.questions(desk, meeting) if q.reason == "unknown" and q.now is None]


def _watch(desk: Desk, seen: str) -> None:
    """Look every moment whether somebody typed in another browser, and show it."""

    @st.fragment(run_every=POLL_S)
    def watch() -> None:
        with waiting_for_store():
            now = use.revision(desk)
        if now != seen:
            st.rerun()

    watch()
