"""Step 1: who is here, and who of the core is missing."""

from __future__ import annotations

import streamlit as st

from netmap.messages import text
from netmap.model.partners import Meeting
from netmap.ui.conference import held
from netmap.ui.markup import plain
from netmap.ui.problems import errors_shown
from netmap.usecases import conference as use
from netmap.usecases.desk import Desk


def room(desk: Desk, meeting: Meeting) -> None:
    """Draw the step."""
    st.header(text("Who is here?"))
    names = use.names_of(desk)
    ticked: dict[str, bool] = {}
    for organisation in use.invited(desk, meeting):
        key = f"conf_here_{organisation}"
        held.follow(key, organisation in meeting.attendance)
        ticked[organisation] = st.checkbox(plain(names.get(organisation, organisation)), key=key)
    # compared as a whole: quick clicks that came while the page was drawn are found in the next run
    changed = {o: here for o, here in ticked.items() if here != (o in meeting.attendance)}
    for organisation, here in changed.items():
        use.attend(desk, meeting.id, organisation, here=here)
    if changed:
        st.rerun()
    others = sorted(
        (o for o in use.day_of(desk, meeting).organisations if o not in use.invited(desk, meeting)),
        key=lambda o: names[o].casefold(),
    )
    st.selectbox(
        text("Somebody else has come"),
        [None, *others],
        format_func=lambda o: text("Choose …") if o is None else names[o],
        key="conf_guest",
        on_change=_guest,
        args=(desk, meeting.id),
    )
    _core(desk, meeting)


def _guest(desk: Desk, meeting_id: str) -> None:
    guest = st.session_state.get("conf_guest")
    if guest:
        with errors_shown():
            use.attend(desk, meeting_id, str(guest))
    st.session_state["conf_guest"] = None


def _core(desk: Desk, meeting: Meeting) -> None:
    missing = [s for s in use.core_seats(desk, meeting) if not s.here]
    if not missing:
        st.success(text("Everybody of the core of the production network is here."))
        return
    names = use.names_of(desk)
    words = desk.house.vocabulary["core_members"]
    st.subheader(text("Missing of the core"))
    for seat in missing:
        who = ", ".join(plain(names.get(o, o)) for o in seat.absent) or text("nobody stands for it")
        st.markdown(f"✕ **{plain(words.label_of(seat.code))}**  \n{who}")
