"""Drawing: the surface, and beside it the conversation."""

from __future__ import annotations

import streamlit as st

from netmap.messages import language, text
from netmap.model.cases import Card
from netmap.ui.canvas import card_surface, inbox_of
from netmap.ui.canvas.carddata import card_data, roles_data
from netmap.ui.card_edits import doer
from netmap.ui.cards import held, talk
from netmap.ui.cards.figures import lights, lit
from netmap.ui.cards.strokes import OPEN, STROKES, OpenCard
from netmap.ui.problems import waiting_for_store
from netmap.usecases.cases import CaseFile, case_revision, case_steps
from netmap.usecases.desk import Desk

#: how often an open card looks whether somebody else changed it, in seconds
POLL_S = 1.5
#: parts beside the card that tell of its entries: they follow each stroke
_FOLLOWING = ("figures", "offers")


def drawing(desk: Desk, file: CaseFile, card: Card) -> None:
    """Draw the surface of a card with the conversation beside it."""
    opened = _opened(desk, file.case.id, card.id)
    with st.container(key="nm-halves"):
        surface, beside = st.columns([27, 13], gap="medium")
    with beside:
        talk.talk(desk, file, card)
    with surface:
        _surface(desk, file, card, opened)
    _watch(desk, opened)


def _opened(desk: Desk, case_id: str, card_id: str) -> OpenCard:
    key = f"card-{card_id}"
    found = st.session_state.get(f"{key}:open")
    if not isinstance(found, OpenCard) or (found.account, found.case) != (desk.actor.account, case_id):
        found = OpenCard(desk.actor.account, case_id, inbox_of(key))
        st.session_state[f"{key}:open"] = found
    OPEN.put(found)
    return found


def _surface(desk: Desk, file: CaseFile, card: Card, opened: OpenCard) -> None:
    steps = case_steps(desk, file.case.id)
    card_surface(
        {
            "card": card_data(
                card,
                file.alters.get(card.id, ()),
                file.ties.get(card.id, ()),
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
            "post": {
                "to": STROKES,
                "with": {
                    "account": opened.account,
                    "case": opened.case,
                    "page": opened.page,
                    "language": language(),
                    "pseudonym": held.pseudonyms(),
                },
            },
            "follows": lights() or st.session_state.get("cards_side") in _FOLLOWING,
        },
        key=f"card-{card.id}",
        height=1040,
        on_edit=doer(desk, file.case.id),
    )


def _watch(desk: Desk, opened: OpenCard) -> None:
    """Look every moment whether somebody else drew on this card, and let the page follow.

    One's own strokes are on the surface already, and what tells of them beside it is drawn when the surface says so.
    """

    @st.fragment(run_every=POLL_S)
    def watch() -> None:
        with waiting_for_store():
            # a stroke that is just being done is told of before it is looked for
            with opened.inbox.lock:
                now = case_revision(desk, opened.case)
                seen = held.revision(opened.case)
                followed = seen is not None and opened.made_all(seen, now)
            if not followed:
                st.rerun()

    watch()
