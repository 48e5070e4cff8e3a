"""The client's own words to a question, which wait in the session while their store is away."""

from __future__ import annotations

import streamlit as st

from netmap.errors import NetmapError, StoreUnreachable
from netmap.messages import text
from netmap.model.cases import Card, Words
from netmap.ui.cards import held
from netmap.ui.problems import show_error
from netmap.usecases import cases
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk

#: what was said and no store has yet, and what stood there before: by case, card and question
_WAITING = "cards_words_waiting"


def own_words(desk: Desk, file: CaseFile, card: Card, question: str) -> None:
    """Draw the field for them; what is typed is kept when the field is left."""
    key = _key(card.id, question)

    stored = _said(file, card.id, question)
    # an undo, or somebody else, may have changed them: the field follows, and goes on from there
    if key not in st.session_state or st.session_state.get(f"{key}:seen") != stored:
        st.session_state[key] = stored
    st.session_state[f"{key}:seen"] = stored

    def keep() -> None:
        said = str(st.session_state[key]).strip()
        try:
            now = held.case_file(desk, file.case.id)
        except StoreUnreachable:
            now = file
        there = _said(now, card.id, question)
        if there not in ("", stored, said):  # changed a moment ago: both stand below one another
            said = f"{there}\n{said}"
            st.session_state[key] = said
        _say(desk, now, card.id, question, said)

    st.text_area(
        text("In the client's own words"),
        key=key,
        height=90,
        placeholder=text("A short note, if you like"),
        on_change=keep,
    )


def _key(card: str, question: str) -> str:
    return f"cards_words_{card}_{question}"


def _words_of(file: CaseFile, card: str, question: str) -> Words | None:
    return next((w for w in file.words.get(card, ()) if w.question == question), None)


def _said(file: CaseFile, card: str, question: str) -> str:
    old = _words_of(file, card, question)
    return (old.text if old else "") or ""


def _say(desk: Desk, file: CaseFile, card: str, question: str, said: str) -> None:
    """Keep somebody's words; while their store is away they wait in the session."""
    waiting = st.session_state.setdefault(_WAITING, {})
    place = (file.case.id, card, question)
    before = _said(file, card, question)
    before, _ = waiting.pop(place, (before, ""))
    if said == _said(file, card, question):
        return
    new = Words(case=file.case.id, card=card, question=question, text=said or None)
    try:
        cases.put(desk, new.case, new, old=_words_of(file, card, question))
    except StoreUnreachable:
        waiting[place] = (before, said)
    except NetmapError as error:
        show_error(error)


def caught_up(desk: Desk, file: CaseFile) -> CaseFile:
    """Keep what was said while the store was away, ahead of anything else; give the case as it is then.

    If somebody else has answered the same question meanwhile, both answers stand below one another.

    Raises
    ------
    StoreUnreachable
        The store is still away: the page waits for it.
    """
    waiting = st.session_state.get(_WAITING, {})
    ours = [(place, said) for place, said in waiting.items() if place[0] == file.case.id]
    for (case, card, question), (before, said) in ours:
        if any(c.id == card for c in file.cards):
            there = _said(file, card, question)
            if there not in (before, said):
                said = f"{there}\n{said}"
                st.session_state[_key(card, question)] = said
                waiting[(case, card, question)] = (there, said)
            _say(desk, file, card, question, said)
        else:
            del waiting[(case, card, question)]
    if any(place in waiting for place, _ in ours):
        raise StoreUnreachable("The answers of this conversation are not saved yet: their store does not answer.")
    return held.case_file(desk, file.case.id) if ours else file
