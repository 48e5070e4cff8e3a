"""Where somebody is among the cards: it outlives other pages, a reload and a restart, and so do hidden names.

Streamlit forgets a field that one run did not draw, and the server forgets a session when it starts anew; what
was hidden must not show because of that.
"""

from __future__ import annotations

import threading
from typing import Final
from weakref import WeakSet

import streamlit as st

from netmap.messages import text
from netmap.ui.cards import held
from netmap.ui.gate import COOKIE
from netmap.usecases.desk import Desk
from netmap.usecases.resuming import Place, keep_place, kept_place

_HIDING: Final = "cards_hiding"
VIEWS: Final = ("draw", "compare", "paper", "share")


class _Page:
    """A page that hides names, as long as it is open."""


class HidingPages:
    """The open pages of each sign-in that hide names: while one does, a page that comes new hides them too."""

    def __init__(self) -> None:
        self._pages: dict[str, WeakSet[_Page]] = {}
        self._lock = threading.Lock()

    def note(self, token: str, page: _Page, *, hides: bool) -> bool:
        """Note whether a page hides names, and tell whether any of its sign-in does."""
        with self._lock:
            pages = self._pages.setdefault(token, WeakSet())
            (pages.add if hides else pages.discard)(page)
            for gone in [key for key, left in self._pages.items() if not left]:
                del self._pages[gone]
            return bool(pages)


_OPEN: Final = HidingPages()


def resume(desk: Desk) -> None:
    """Let a page that comes new begin where its sign-in was, and one that was left go on there."""
    place = st.session_state.get(held.PLACE)
    if place is None:
        token = _token()
        place = kept_place(desk.house, token) if token else None
        if place is not None and held.chosen() is None:
            held.choose(place.case)
    if place is None:
        return
    st.session_state.setdefault("cards_pseudonyms", place.hidden)
    if place.case is not None and place.case == held.chosen():
        if place.view in VIEWS:
            st.session_state.setdefault("cards_view", place.view)
        if place.card is not None:
            st.session_state.setdefault("cards_card", place.card)


def note(desk: Desk) -> None:
    """Note where somebody is, if that has changed."""
    case = held.chosen()
    place = Place(
        case=case,
        card=st.session_state.get("cards_card") if case else None,
        view=st.session_state.get("cards_view") if case else None,
        hidden=held.pseudonyms(),
    )
    token = _token()
    page = st.session_state.setdefault(_HIDING, _Page())
    hidden = _OPEN.note(token, page, hides=place.hidden)
    if token and place != st.session_state.get(held.PLACE):
        keep_place(desk.house, token, Place(place.case, place.card, place.view, hidden))
    st.session_state[held.PLACE] = place


def names_toggle() -> None:
    """Let names be hidden and shown."""
    st.toggle(text("Hide names"), key="cards_pseudonyms")


def _token() -> str:
    # without a browser (tests of the pages' logic) there is no cookie, nor anything that reads like one
    found = st.context.cookies.get(COOKIE, "")
    return found if isinstance(found, str) else ""
