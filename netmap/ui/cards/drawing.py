"""Drawing: the surface, and beside it the conversation."""

from __future__ import annotations

import streamlit as st

from netmap.errors import NotFound
from netmap.messages import language, set_language, text
from netmap.model.cases import Card
from netmap.ui import state
from netmap.ui.canvas import card_surface
from netmap.ui.canvas.carddata import card_data, roles_data
from netmap.ui.card_edits import doer
from netmap.ui.cards import held, talk
from netmap.ui.cards.figures import lit
from netmap.ui.gate import COOKIE
from netmap.ui.problems import waiting_for_store
from netmap.usecases.accounts import session_of
from netmap.usecases.cases import CaseFile, case_revision, case_steps
from netmap.usecases.desk import Desk

#: how often an open card looks whether somebody else changed it, in seconds
POLL_S = 1.5
#: parts beside the card that tell of its entries: they follow each stroke
_FOLLOWING = ("figures", "offers")


def drawing(desk: Desk, file: CaseFile, card: Card) -> None:
    """Draw the surface of a card with the conversation beside it."""
    with st.container(key="nm-halves"):
        surface, beside = st.columns([27, 13], gap="medium")
    with beside:
        talk.talk(desk, file, card)
    with surface:
        _surface(desk, file.case.id, card.id, language())
    _watch(desk, file)


@st.fragment
def _surface(desk: Desk, case_id: str, card_id: str, spoken: str) -> None:
    """Draw the card; a stroke runs this part of the page alone, so that it is answered at once."""
    with waiting_for_store():
        _card(desk, case_id, card_id, spoken)


def _card(desk: Desk, case_id: str, card_id: str, spoken: str) -> None:
    # this part also runs without the rest of the page, which looks for both of these first
    if session_of(state.house(), st.context.cookies.get(COOKIE, "")) is None:
        st.rerun()
    set_language(spoken)
    file = held.case_file(desk, case_id)
    try:
        card = file.card(card_id)
    except NotFound:
        st.rerun()
    steps = case_steps(desk, case_id)
    card_surface(
        {
            "card": card_data(
                card,
                file.alters.get(card_id, ()),
                file.ties.get(card_id, ()),
                rev=file.revision,
                pseudonyms=held.pseudonyms(),
                partner_name=lambda table, key: held.partner_name(desk, table, key),
            ),
            "roles": roles_data(held.vocabulary_of(desk)),
            "pseudonym": held.pseudonyms(),
            "side": False,
            "can_undo": bool(steps.undo),
            "can_redo": bool(steps.redo),
            "lead": st.session_state.get("cards_lead"),
            "highlight": lit(desk, file, card),
            "title": text("Network card of {day}", day=f"{card.on:%d.%m.%Y}"),
        },
        key=f"card-{card_id}",
        height=1040,
        on_edit=doer(desk, case_id),
    )


def _watch(desk: Desk, file: CaseFile) -> None:
    """Look every moment whether this card was drawn on, and let the page follow.

    One's own strokes are on the surface already; only what tells of the entries has to follow them.
    """

    @st.fragment(run_every=POLL_S)
    def watch() -> None:
        with waiting_for_store():
            now = case_revision(desk, file.case.id)
        by_others = now != held.revision(file.case.id)
        follows = st.session_state.get("cards_side") in _FOLLOWING
        if by_others or (follows and now != file.revision):
            st.rerun()

    watch()
