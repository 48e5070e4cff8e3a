"""The conference: prepared at the desk, held full screen, kept as minutes.

In this mode nobody works with more rights than the network needs: even an account that may open cases cannot
reach them from here.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from netmap.messages import plural, text
from netmap.ui.conference import agreed, before, held, screen
from netmap.ui.downloads import give
from netmap.ui.markup import plain
from netmap.usecases import conference as use
from netmap.usecases.desk import Desk, Role

#: all that a conference needs
_ROLES = frozenset({Role.COORDINATION, Role.PLANNING})
#: the meeting whose minutes are offered
_OPEN = "conf_minutes_open"


def conference(desk: Desk) -> None:
    """Draw the conference: the meeting that is held, or the list to begin from."""
    network_only = Desk(desk.house, replace(desk.actor, roles=desk.actor.roles & _ROLES))
    if held.is_on():
        screen.screen(network_only)
    else:
        _prepare(network_only)


def _prepare(desk: Desk) -> None:
    st.title(text("Prepare and hold a conference"))
    st.markdown(
        text(
            "Five steps for the wall: who is here, the pairs worth asking, gaps in agreements, "
            "who must talk to whom, and what you agree. Whatever is said counts as a dated report of the body; "
            "the minutes are made by themselves."
        )
    )
    if desk.actor.may("network.edit"):
        _begin(desk)
    _past(desk)


def _begin(desk: Desk) -> None:
    bodies = desk.house.district().bodies
    if not bodies:
        st.info(text("There is no body yet. Import bodies.csv with its members."))
        return
    row = st.columns([5, 2, 3], vertical_alignment="bottom")
    going = {m.body for m in use.meetings(desk) if m.status == use.RUNNING}
    order = sorted(bodies, key=lambda b: (b not in going, bodies[b].status == "ended", bodies[b].name.casefold()))
    body = row[0].selectbox(text("Body"), order, format_func=lambda b: bodies[b].name, key="conf_body")
    words = text("Go on with the meeting") if body in going else text("Begin the meeting")
    if row[1].button(words, type="primary", key="conf_begin", width="stretch") and body is not None:
        held.begin(use.begin_meeting(desk, body))
        st.rerun()
    if body in going:
        row[2].caption(text("A meeting runs: a second browser may join it and type along."))
    elif body is not None:
        before.before(desk, body)


def _past(desk: Desk) -> None:
    found = [m for m in use.meetings(desk) if m.status == use.ENDED]
    st.subheader(text("Minutes"))
    if not found:
        st.caption(text("No meeting has ended yet."))
    bodies = desk.house.district().bodies
    for meeting in found[:30]:
        row = st.columns([5, 3, 4], vertical_alignment="center")
        name = bodies[meeting.body].name if meeting.body in bodies else meeting.body
        row[0].markdown(f"**{plain(name)}** · {meeting.on:%d.%m.%Y}")
        row[1].caption(plural("{count} organisation", "{count} organisations", count=len(meeting.attendance)))
        if st.session_state.get(_OPEN) == meeting.id:
            with row[2]:
                for paper in agreed.minutes(desk, meeting):
                    give(paper, width="stretch")
        else:
            row[2].button(
                text("Open the minutes"),
                key=f"conf_minutes_{meeting.id}",
                on_click=st.session_state.update,
                args=({_OPEN: meeting.id},),
                width="stretch",
            )
