"""Cards that come in a file: easyNWK's, or netmap's own; what could not be carried is told."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from netmap.errors import NetmapError
from netmap.exchange.cardfile import CardFile, parse_card_file
from netmap.messages import plural, text
from netmap.ui.cards import held
from netmap.ui.cards.losses import said_of
from netmap.ui.markup import plain
from netmap.ui.problems import errors_shown, show_error
from netmap.usecases.cardfiles import import_cards
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk

KINDS = ("json", "txt", "nwk", "xml")
_TOLD = "cards_not_carried"
_MOST = 20


def from_file(desk: Desk, file: CaseFile) -> None:
    """Offer to take the cards of a file into an open case."""
    with st.expander(text("Cards from a file")):
        found = looked_at(desk, case_id=file.case.id, key="cards_given")
        if found is None:
            return
        st.button(
            text("Take into this case"),
            type="primary",
            key="cards_take",
            on_click=take,
            args=(desk, found, file.case.id),
        )


def looked_at(desk: Desk, *, case_id: str, key: str) -> CardFile | None:
    """Take a file and show what it would bring into a case, and what it cannot; nothing is written."""
    given = st.file_uploader(text("Card file (easyNWK or netmap)"), type=KINDS, key=key)
    if given is None:
        return None
    try:
        found = parse_card_file(given.getvalue(), name=given.name)
        brought = import_cards(desk, found, case_id=case_id, dry_run=True)
    except NetmapError as error:
        show_error(error)
        return None
    st.markdown(
        plural("{count} card", "{count} cards", count=brought.cards)
        + " · "
        + plural("{count} entry", "{count} entries", count=brought.alters)
    )
    if brought.losses:
        st.caption(text("What the file says and a card cannot hold:"))
        _list([said_of(found, loss) for loss in brought.losses])
    return found


def take(desk: Desk, found: CardFile, case_id: str) -> None:
    """Take the cards of a file into a case, in one step that can be taken back."""
    with errors_shown():
        brought = import_cards(desk, found, case_id=case_id)
        st.session_state[_TOLD] = (case_id, [said_of(found, loss) for loss in brought.losses])
        held.to_newest()
        st.toast(text("Taken over in one step."))


def told(case_id: str) -> None:
    """Tell once more what a file held that the cards cannot, until it is closed."""
    case, losses = st.session_state.get(_TOLD, (None, ()))
    if case != case_id or not losses:
        return
    with st.expander(text("What the file says and a card cannot hold:"), expanded=True):
        _list(losses)
        if st.button(text("Close"), key="cards_losses_close"):
            st.session_state.pop(_TOLD)
            st.rerun()


def _list(losses: Sequence[str]) -> None:
    # where names are hidden, so are the words of the file
    if held.pseudonyms():
        return
    st.markdown("\n".join(f"- {plain(loss)}" for loss in losses[:_MOST]))
    if len(losses) > _MOST:
        st.caption(text("… and {count} more", count=len(losses) - _MOST))
