"""Step 5: what we agree, who does it, until when; the two checklists; the end and the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import streamlit as st

from netmap.messages import text
from netmap.model.partners import Decision, Meeting
from netmap.ui.conference import held
from netmap.ui.downloads import DOCX, PDF, Paper, give
from netmap.ui.markup import plain
from netmap.ui.problems import errors_shown
from netmap.usecases import conference as use
from netmap.usecases import conference_outcome as outcome
from netmap.usecases.desk import Desk
from netmap.usecases.minutes import minutes_docx, minutes_pdf


def agreed(desk: Desk, meeting: Meeting) -> None:
    """Draw the step."""
    if meeting.status == use.ENDED:
        _ended(desk, meeting)
        return
    st.header(text("What do we agree?"))
    _new(desk, meeting)
    _list(desk, meeting)
    for name in ("success_factors", "obstacles"):
        _checklist(desk, meeting, name)
    with st.expander(text("End the meeting")):
        words = st.text_area(text("A sentence for the minutes (optional)"), key="conf_words")
        st.button(
            text("End the meeting and make the minutes"),
            key="conf_end",
            type="primary",
            on_click=_end,
            args=(desk, meeting.id, words),
            width="stretch",
        )


def _new(desk: Desk, meeting: Meeting) -> None:
    names = use.names_of(desk)
    with st.form("conf_decide", clear_on_submit=True):
        what = st.text_input(text("What"), key="conf_what")
        who = st.multiselect(
            text("Who"),
            sorted(meeting.attendance, key=lambda o: names.get(o, o).casefold()),
            format_func=lambda o: names.get(o, o),
            key="conf_who",
        )
        until = st.date_input(
            text("Until"), value=desk.house.today() + timedelta(days=90), format="DD.MM.YYYY", key="conf_until"
        )
        if st.form_submit_button(text("Note it"), type="primary", width="stretch"):
            if not what.strip():
                st.error(text("Please say what is agreed."))
            elif outcome.decide(
                desk, meeting.id, what=what, who=who, until=until if isinstance(until, date) else None
            ).repeated:
                st.info(text("That is noted already; see below."))
            else:
                st.rerun()


def _list(desk: Desk, meeting: Meeting) -> None:
    names = use.names_of(desk)
    found = outcome.decisions(desk, meeting.body)
    for decision in reversed(outcome.decisions_of(desk, meeting)):
        with st.container(border=True):
            st.markdown(_words(decision, names))
            st.button(
                text("Take it off"),
                key=f"conf_drop_{decision.id}",
                on_click=_set,
                args=(desk, decision.id, "dropped"),
                type="tertiary",
            )
    earlier = [d for d in found if d.meeting != meeting.id and d.status == "open"]
    if earlier:
        with st.expander(text("Open since earlier meetings ({count})", count=len(earlier))):
            for decision in earlier:
                st.markdown(_words(decision, names))
                st.button(
                    text("Done"),
                    key=f"conf_done_{decision.id}",
                    on_click=_set,
                    args=(desk, decision.id, "done"),
                )


def _set(desk: Desk, decision_id: str, status: str) -> None:
    with errors_shown():
        outcome.set_decision(desk, decision_id, status=status)


def _words(decision: Decision, names: Mapping[str, str]) -> str:
    who = ", ".join(plain(names.get(o, o)) for o in decision.who) or text("nobody named yet")
    until = f" · {text('until {day}', day=f'{decision.until:%d.%m.%Y}')}" if decision.until else ""
    return f"**{plain(decision.what)}**  \n{who}{until}"


def _checklist(desk: Desk, meeting: Meeting, name: str) -> None:
    words = desk.house.vocabulary[name]
    chosen = set(getattr(meeting, name))
    ticked: dict[str, bool] = {}
    with st.expander(f"{words.label} ({len(chosen)})"):
        for entry in words:
            key = f"conf_{name}_{entry.code}"
            held.follow(key, entry.code in chosen)
            ticked[entry.code] = st.checkbox(f"**{plain(entry.label)}** · {plain(entry.said('question'))}", key=key)
    changed = {code: on for code, on in ticked.items() if on != (code in chosen)}
    for code, on in changed.items():
        use.tick(desk, meeting.id, name, code, on=on)
    if changed:
        st.rerun()


def _end(desk: Desk, meeting_id: str, words: str) -> None:
    with errors_shown():
        use.end_meeting(desk, meeting_id, words=words)


def _ended(desk: Desk, meeting: Meeting) -> None:
    st.header(text("The meeting has ended"))
    st.success(text("The minutes are ready, with the picture before and after."))
    as_pdf, as_docx = minutes(desk, meeting)
    give(as_pdf, width="stretch", type="primary")
    give(as_docx, width="stretch")
    st.button(text("Back to the desk"), key="conf_home", on_click=held.leave, width="stretch")


def minutes(desk: Desk, meeting: Meeting) -> tuple[Paper, Paper]:
    """Give the minutes of a meeting that has ended, as PDF and as DOCX."""
    name, mark = f"{meeting.on:%Y-%m-%d}-{meeting.body}", (meeting.id, use.revision(desk))
    return (
        Paper(text("Minutes as PDF"), f"{name}.pdf", PDF, lambda: minutes_pdf(desk, meeting.id), mark, "conf_end_pdf"),
        Paper(
            text("Minutes as DOCX"), f"{name}.docx", DOCX, lambda: minutes_docx(desk, meeting.id), mark, "conf_end_docx"
        ),
    )
