"""Step 2: one pair after the other; both sides say how far it goes today.

Digits, *different* and Enter work in the page itself (the component ``asking``) and never wait for the server:
what comes here is an answer that names its pair and both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from netmap.errors import NetmapError
from netmap.messages import plural, text
from netmap.model.partners import DEFAULT_SCALE, Meeting, Report
from netmap.ui.canvas import asking
from netmap.ui.canvas.protocol import Answer
from netmap.ui.canvas.saying import Said
from netmap.ui.conference import held
from netmap.usecases import conference as use
from netmap.usecases.conference import Question
from netmap.usecases.desk import Desk


def pairs(desk: Desk, meeting: Meeting) -> tuple[str, str] | None:
    """Draw the step; give the pair that is asked."""
    asked = use.questions(desk, meeting)
    tapped = _beside_the_list(asked, desk, meeting)
    if not asked and tapped is None:
        _nothing_to_ask(meeting)
        return None
    names = use.names_of(desk)
    asking(
        {
            "meeting": meeting.id,
            "questions": [_shown(desk, meeting, q, names) for q in asked]
            + ([_shown(desk, meeting, tapped, names, beside=True)] if tapped else []),
            "levels": [
                {"level": entry.whole("value"), "short": entry.said("short")}
                for entry in desk.house.vocabulary.levels(DEFAULT_SCALE)
            ],
            "lead": held.lead(),
        },
        key="conf-asking",
        on_say=lambda said: _save(desk, meeting.id, said),
        on_look=held.look,
    )
    return held.looked_at()


def select(event: Mapping[str, Any]) -> None:
    """Ask the pair that somebody taps in the picture."""
    if event.get("kind") == "pair":
        a, b = sorted((str(event["a"]), str(event["b"])))
        st.session_state["conf_step"] = 2
        held.lead_to((a, b))


def _beside_the_list(asked: Sequence[Question], desk: Desk, meeting: Meeting) -> Question | None:
    """Give a pair that was tapped and stands in no list."""
    chosen = held.looked_at()
    if chosen is None or chosen in {q.key for q in asked} or not set(chosen) <= set(meeting.attendance):
        return None
    pair = use.pair_of(desk, meeting, *chosen)
    return Question(chosen[0], chosen[1], "chosen", pair, pair, asked=False)


def _nothing_to_ask(meeting: Meeting) -> None:
    st.header(text("Pairs"))
    if not meeting.attendance:
        st.info(text("First say who is here."))
    else:
        st.success(text("Of those in the room no pair is worth asking: all is known and fresh."))
    st.caption(text("Tap a line in the picture to ask that pair."))


def _shown(
    desk: Desk, meeting: Meeting, question: Question, names: Mapping[str, str], *, beside: bool = False
) -> dict[str, Any]:
    shown = question.now or question.pair
    return {
        "a": question.a,
        "b": question.b,
        "name_a": names[question.a],
        "name_b": names[question.b],
        "why": why(question, meeting.on),
        "says_a": _view(desk, meeting, shown.says_a if shown else None),
        "says_b": _view(desk, meeting, shown.says_b if shown else None),
        "asked": question.asked,
        "beside": beside,
    }


def why(question: Question, on: date) -> str:
    """Say in a few words why a pair is worth asking."""
    if question.asked:
        return text("asked today")
    if question.reason == "contradicted":
        return text("they see it differently")
    if question.reason == "old" and question.pair is not None:
        months = max(1, round((on - question.pair.newest).days / 30.44))
        return plural("not asked for {count} month", "not asked for {count} months", count=months)
    if question.pair is None:
        return text("nobody has been asked yet")
    return text("known")


def _view(desk: Desk, meeting: Meeting, report: Report | None) -> dict[str, Any] | None:
    if report is None:
        return None
    level = desk.house.vocabulary.level(report.level, scale=report.scale)
    return {
        "level": report.level,
        "name": level.label if level else "",
        "on": f"{report.on:%m/%Y}",
        "today": report.on == meeting.on,
    }


def _save(desk: Desk, meeting_id: str, said: Said) -> Answer:
    """Keep one answer; sent twice it counts once."""
    try:
        use.agree(desk, meeting_id, a=said.a, b=said.b, says_a=said.says_a, says_b=said.says_b, request=said.id)
    except NetmapError as error:
        return Answer(said.id, ok=False, reason=str(error))
    return Answer(said.id, ok=True)
