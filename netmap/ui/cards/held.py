"""Which case is open in this session, kept until something changes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import count

import streamlit as st

from netmap.exchange.drawing.view import names_of
from netmap.model.cases import Alter, Card
from netmap.model.catalogues import Vocabulary
from netmap.usecases.cases import CaseFile, case_revision, open_case, refresh_case
from netmap.usecases.desk import Desk

_KEY = "cards_open"
#: where this session was when it was last noted (see :mod:`netmap.ui.cards.whereabouts`)
PLACE = "cards_place"


def choose(case_id: str | None) -> None:
    """Open a case, or close the one that is open."""
    st.session_state[_KEY] = case_id
    st.session_state.pop("cards_file", None)
    st.session_state.pop("cards_card", None)


def to_newest() -> None:
    """Look at the newest card of the open case, read anew."""
    st.session_state.pop("cards_file", None)
    st.session_state.pop("cards_card", None)
    place = st.session_state.get(PLACE)
    if place is not None:
        st.session_state[PLACE] = replace(place, card=None)


def chosen() -> str | None:
    """Give the id of the open case."""
    return st.session_state.get(_KEY)


def case_file(desk: Desk, case_id: str) -> CaseFile:
    """Give the open case as it is now; opening it is logged once, reading on after a change is not."""
    held = st.session_state.get("cards_file")
    if not isinstance(held, CaseFile) or held.case.id != case_id:
        held = open_case(desk, case_id, why="conversation")
    elif held.revision != case_revision(desk, case_id):
        held = refresh_case(desk, case_id)
    st.session_state["cards_file"] = held
    return held


def revision(case_id: str) -> int | None:
    """Give the revision of the open case as this session last read it."""
    file = st.session_state.get("cards_file")
    return file.revision if isinstance(file, CaseFile) and file.case.id == case_id else None


def vocabulary_of(desk: Desk) -> Vocabulary:
    """Give the vocabulary with the words the municipality added."""
    return desk.house.vocabulary.with_codes((c.list, c.code, c.label) for c in desk.house.district().codes)


def card_of(file: CaseFile) -> Card | None:
    """Give the card that is looked at: the one chosen, else the newest."""
    wanted = st.session_state.get("cards_card")
    return next((c for c in file.cards if c.id == wanted), file.newest)


def pseudonyms() -> bool:
    """Tell whether names are hidden."""
    return bool(st.session_state.get("cards_pseudonyms"))


def partner_name(desk: Desk, table: str, key: str) -> str | None:
    """Give the public name of what an entry is linked to."""
    records = getattr(desk.house.district(), table, {})
    found = records.get(key)
    return None if found is None else str(found.name)


def title_of(file: CaseFile) -> str:
    """Give what the open case is called on the screen."""
    if pseudonyms():
        return file.case.id[-6:]
    return file.case.name or file.case.number or file.case.id[-6:]


def names(desk: Desk, alters: tuple[Alter, ...]) -> dict[str, str]:
    """Give what each entry is called, as on paper; pseudonyms where names are hidden."""
    return names_of(alters, pseudonyms=pseudonyms(), partner_name=lambda t, k: partner_name(desk, t, k))


def names_on_both(desk: Desk, before: tuple[Alter, ...], after: tuple[Alter, ...]) -> dict[str, str]:
    """Give what each entry of two cards is called; hidden, an entry has one pseudonym on both, and nobody else's."""
    earlier, later = names(desk, before), names(desk, after)
    return {**earlier, **later} if not pseudonyms() else {**one_name_each(before, earlier, after, later), **later}


def one_name_each(
    before: Sequence[Alter], earlier: Mapping[str, str], after: Sequence[Alter], later: Mapping[str, str]
) -> dict[str, str]:
    """Give pseudonyms for the earlier of two cards: those of the later one, and for who left one that is free there.

    Pseudonyms are numbered on each card alone: "Club 2" of one card may be another club on the other.

    Examples
    --------
    >>> club = Alter(id="1", case="c", card="k", entry="gone")
    >>> other = Alter(id="2", case="c", card="l", entry="new")
    >>> one_name_each([club], {"1": "Club"}, [other], {"2": "Club"})
    {'1': 'Club 2'}
    """
    still = {alter.entry: later[alter.id] for alter in after}
    taken = set(later.values())
    found: dict[str, str] = {}
    for alter in before:
        name = still.get(alter.entry)
        if name is None:
            name = earlier[alter.id]
            kind = re.sub(r" \d+$", "", name)
            numbered = (f"{kind} {number}" for number in count(2))
            name = name if name not in taken else next(n for n in numbered if n not in taken)
            taken.add(name)
        found[alter.id] = name
    return found
