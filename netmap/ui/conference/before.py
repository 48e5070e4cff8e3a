"""Before the meeting: what will be on the wall if all members come, whom to invite, and what is still open."""

from __future__ import annotations

import streamlit as st

from netmap.messages import plural, text
from netmap.ui.conference.open_points import gap_words
from netmap.ui.conference.pairs import why
from netmap.ui.markup import plain
from netmap.usecases import conference as use
from netmap.usecases.conference_ahead import Ahead, ahead
from netmap.usecases.desk import Desk

_MOST = 40


def before(desk: Desk, body: str) -> None:
    """Draw what waits for a body."""
    found = ahead(desk, body)
    st.subheader(text("What waits for this body"))
    st.caption(text("If all members come; on the wall those count who are there."))
    _core(desk, found)
    names = use.names_of(desk)
    today = desk.house.today()
    lists = (
        (
            plural("{count} member", "{count} members", count=len(found.members)),
            [plain(names[o]) for o in found.members],
        ),
        (
            plural("{count} pair to ask", "{count} pairs to ask", count=len(found.questions)),
            [f"{plain(names[q.a])} – {plain(names[q.b])}: {why(q, today)}" for q in found.questions],
        ),
        (
            plural("{count} gap in agreements", "{count} gaps in agreements", count=len(found.gaps)),
            [plain(gap_words(desk, gap)) for gap in found.gaps],
        ),
        (
            plural("{count} talk to be had", "{count} talks to be had", count=len(found.talks)),
            [f"{plain(names.get(t.a, t.a))} – {plain(names.get(t.b, t.b))}: {plain(str(t.text))}" for t in found.talks],
        ),
        (
            plural(
                "{count} point still open from earlier meetings",
                "{count} points still open from earlier meetings",
                count=len(found.open),
            ),
            [
                plain(d.what) + (f" · {text('until {day}', day=f'{d.until:%d.%m.%Y}')}" if d.until else "")
                for d in found.open
            ],
        ),
    )
    for title, lines in lists:
        _list(title, lines)


def _list(title: str, lines: list[str]) -> None:
    if not lines:
        st.caption(title)
        return
    with st.expander(title):
        st.markdown("\n".join(f"- {line}" for line in lines[:_MOST]))
        if len(lines) > _MOST:
            st.caption(text("… and {count} more", count=len(lines) - _MOST))


def _core(desk: Desk, found: Ahead) -> None:
    if not found.missing:
        st.success(text("Everybody of the core of the production network is a member."))
        return
    names = use.names_of(desk)
    words = desk.house.vocabulary["core_members"]
    said = [
        f"**{plain(words.label_of(seat.code))}**: "
        + (", ".join(plain(names.get(o, o)) for o in seat.absent) or text("nobody stands for it"))
        for seat in found.missing
    ]
    st.markdown(f"{text('Of the core not among the members; to invite:')}\n\n" + "\n".join(f"- {s}" for s in said))
