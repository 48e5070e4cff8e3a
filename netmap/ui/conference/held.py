"""What one browser holds of a conference: which meeting, which step, which pair is open."""

from __future__ import annotations

import streamlit as st

from netmap.model.partners import Meeting

#: tells the frame to step back: full screen
FULL = "net_conference"
STEPS = 5


def is_on() -> bool:
    """Whether a meeting is shown full screen."""
    return bool(st.session_state.get(FULL) and st.session_state.get("conf_meeting"))


def begin(meeting: Meeting) -> None:
    """Go full screen with a meeting."""
    st.session_state.update({FULL: True, "conf_meeting": meeting.id, "conf_step": 2 if meeting.attendance else 1})
    look(None)


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


def look(pair: tuple[str, str] | None) -> None:
    """Remember which pair is open, for the picture."""
    st.session_state["conf_pair"] = pair


def looked_at() -> tuple[str, str] | None:
    """Give the pair that is open."""
    found: tuple[str, str] | None = st.session_state.get("conf_pair")
    return found


def lead_to(pair: tuple[str, str]) -> None:
    """Ask this pair next: somebody tapped it in the picture."""
    seq = int(st.session_state.get("conf_lead", {}).get("seq", 0)) + 1
    st.session_state["conf_lead"] = {"seq": seq, "a": pair[0], "b": pair[1]}
    look(pair)


def lead() -> dict[str, object] | None:
    """Give the pair tapped last; the page follows it once."""
    return st.session_state.get("conf_lead")


def follow(key: str, value: bool) -> None:
    """Show in a checkbox what another browser ticked, without undoing a click that is still on its way."""
    seen = f"{key}:seen"
    if key not in st.session_state or st.session_state.get(seen) != value:
        st.session_state[key] = value
    st.session_state[seen] = value
