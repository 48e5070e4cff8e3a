"""What one browser holds of a conference: which meeting, which step, which pair, what was put off."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from netmap.model.partners import Meeting
from netmap.usecases.conference import Question

#: tells the frame to step back: full screen
FULL = "net_conference"
STEPS = 5


def is_on() -> bool:
    """Whether a meeting is shown full screen."""
    return bool(st.session_state.get(FULL) and st.session_state.get("conf_meeting"))


def begin(meeting: Meeting) -> None:
    """Go full screen with a meeting."""
    st.session_state.update({FULL: True, "conf_meeting": meeting.id, "conf_step": 2 if meeting.attendance else 1})
    st.session_state["conf_later"] = []
    choose(None)


def leave() -> None:
    """Leave full screen; the meeting goes on."""
    st.session_state[FULL] = False
    st.session_state.pop("conf_meeting", None)


def meeting_id() -> str:
    """Give the meeting."""
    return str(st.session_state["conf_meeting"])


def step() -> int:
    """Give the step, from 1 on."""
    return int(st.session_state.get("conf_step", 1))


def go(number: int) -> None:
    """Go to a step."""
    st.session_state["conf_step"] = max(1, min(STEPS, number))
    choose(None)


def choose(pair: tuple[str, str] | None) -> None:
    """Look at a pair, with nothing chosen yet; ``None``: the next one that is open."""
    st.session_state.update({"conf_pair": pair, "conf_says": {}, "conf_apart": False, "conf_open": None})


def says() -> dict[str, int]:
    """Give what each side says so far, before it is saved (``both`` for both)."""
    found: dict[str, int] = st.session_state.setdefault("conf_says", {})
    return found


def put_off(pair: tuple[str, str]) -> None:
    """Ask a pair later."""
    later: list[tuple[str, str]] = st.session_state.setdefault("conf_later", [])
    later[:] = [p for p in later if p != pair] + [pair]
    choose(None)


def current(questions: Sequence[Question]) -> Question | None:
    """Give the pair that is asked now: the one chosen, else the next open one, else one put off.

    When another browser answers the pair that is open here, this one goes on, too.
    """
    by_key = {q.key: q for q in questions}
    chosen = st.session_state.get("conf_pair")
    if chosen in by_key:
        question = by_key[chosen]
        if not (question.asked and st.session_state.get("conf_open") == chosen):
            return _noted(question)
        choose(None)
    return _noted(following(questions, st.session_state.get("conf_later", [])))


def _noted(question: Question | None) -> Question | None:
    if question is not None:
        if st.session_state.get("conf_pair") != question.key:
            choose(question.key)
        if not question.asked:
            st.session_state["conf_open"] = question.key
    return question


def following(questions: Sequence[Question], later: Sequence[tuple[str, str]]) -> Question | None:
    """Give the first pair not asked yet; those put off come last, in the order in which they were."""
    still = [q for q in questions if not q.asked]
    first = next((q for q in still if q.key not in later), None)
    by_key = {q.key: q for q in still}
    return first or next((by_key[p] for p in later if p in by_key), None)


def follow(key: str, value: bool) -> None:
    """Show in a checkbox what another browser ticked, without undoing a click that is still on its way."""
    seen = f"{key}:seen"
    if key not in st.session_state or st.session_state.get(seen) != value:
        st.session_state[key] = value
    st.session_state[seen] = value
