"""Drawing: the surface, and beside it the conversation."""

from __future__ import annotations

import streamlit as st

from netmap.messages import text
from netmap.model.cases import Card
from netmap.ui.canvas import card_surface
from netmap.ui.canvas.carddata import card_data, roles_data
from netmap.ui.card_edits import doer
from netmap.ui.cards import held, talk
from netmap.usecases.cases import CaseFile, case_revision, case_steps
from netmap.usecases.desk import Desk

#: how often an open card looks whether somebody else changed it, in seconds
POLL_S = 1.5


def drawing(desk: Desk, file: CaseFile, card: Card) -> None:
    """Draw the surface of a card with the conversation beside it."""
    with st.container(key="nm-halves"):
        surface, beside = st.columns([27, 13], gap="medium")
    steps = case_steps(desk, file.case.id)
    alters, ties = file.alters.get(card.id, ()), file.ties.get(card.id, ())
    with beside:
        talk.talk(desk, file, card)
    with surface:
        card_surface(
            {
                "card": card_data(
                    card,
                    alters,
                    ties,
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
                "highlight": st.session_state.get("cards_highlight"),
                "title": text("Network card of {day}", day=f"{card.on:%d.%m.%Y}"),
            },
            key=f"card-{card.id}",
            height=760,
            on_edit=doer(desk, file.case.id),
        )
    _watch(desk, file)


def _watch(desk: Desk, file: CaseFile) -> None:
    """Look every moment whether somebody else drew on this card, and show it."""

    @st.fragment(run_every=POLL_S)
    def watch() -> None:
        if case_revision(desk, file.case.id) != file.revision:
            st.rerun()

    watch()
