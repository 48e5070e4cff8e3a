"""Karten: draw the card together, talk, compare, take it home, share only what is released."""

from __future__ import annotations

import streamlit as st

from netmap.errors import NetmapError, StoreError
from netmap.messages import text
from netmap.ui.cards import drawing, held, listing, over_time, paper, sharing, takeover, trial, whereabouts
from netmap.ui.cards.figures import nothing_lit
from netmap.ui.markup import plain
from netmap.ui.problems import show_error
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk
from netmap.usecases.drawing import new_card


def page(desk: Desk) -> None:
    """Draw the page: the list, a trial card, or the open case."""
    if st.session_state.get("cards_trial_open"):
        trial.trial(desk)
        return
    whereabouts.resume(desk)
    case_id = held.chosen()
    file = _opened(desk, case_id) if case_id else None
    if file is None:
        listing.listing(desk)
        return
    view = _head(desk, file)
    takeover.told(file.case.id)
    card = held.card_of(file)
    if card is None:
        st.info(text("There is no card yet. Begin one: it takes half an hour, and nobody has to be an expert."))
        if st.button(text("Begin the first card"), type="primary"):
            new_card(desk, file)
            st.rerun()
        takeover.from_file(desk, file)
    elif view == "compare":
        over_time.over_time(desk, file)
    elif view == "paper":
        paper.paper(desk, file, card)
    elif view == "share":
        sharing.sharing(desk, file)
    else:
        drawing.drawing(desk, file, card)


def _opened(desk: Desk, case_id: str) -> CaseFile | None:
    """Open the case; one that somebody else holds by now, or that is gone, is closed again."""
    try:
        return held.case_file(desk, case_id)
    except StoreError:
        raise
    except NetmapError as error:
        held.choose(None)
        show_error(error)
        return None


def _head(desk: Desk, file: CaseFile) -> str:
    views = {
        "draw": text("Draw"),
        "compare": text("Compare"),
        "paper": text("Take home"),
        "share": text("Share"),
    }
    with st.container(key="nm-case-head", horizontal=True, vertical_alignment="center"):
        if st.button(text("All conversations"), key="cards_close", icon=":material/arrow_back:", type="tertiary"):
            held.choose(None)
            nothing_lit()
            st.rerun()
        st.subheader(plain(held.title_of(file)), anchor=False, width="content")
        st.session_state.setdefault("cards_view", "draw")
        chosen = st.segmented_control(
            text("View"),
            list(views),
            format_func=views.__getitem__,
            required=True,
            key="cards_view",
            label_visibility="collapsed",
        )
        if file.cards:
            days = [c.id for c in reversed(file.cards)]
            by_id = {c.id: c for c in file.cards}
            if st.session_state.get("cards_card") not in by_id:
                st.session_state["cards_card"] = days[0]
            st.selectbox(
                text("Card of"),
                days,
                format_func=lambda i: f"{by_id[i].on:%d.%m.%Y}",
                key="cards_card",
                label_visibility="collapsed",
                width=140,
            )
            if file.cards[-1].on < desk.house.today() and st.button(text("New card"), key="cards_new"):
                new_card(desk, file)
                held.to_newest()
                st.rerun()
        whereabouts.names_toggle()
    whereabouts.note(desk)
    return chosen or "draw"
