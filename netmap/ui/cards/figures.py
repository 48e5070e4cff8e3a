"""What the card shows: each figure as a sentence, and on the card those whom it counts.

What is lit is kept as which sentence was asked for, never as its words: these are said anew for the card that is open
and with the names that may be seen now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import streamlit as st

from netmap.messages import plural, text
from netmap.model.cases import Card
from netmap.ui.cards import held
from netmap.ui.markup import plain
from netmap.usecases.card_words import Saying, figure_sentences
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk

_LIT = "cards_highlight"


def figures(desk: Desk, file: CaseFile, card: Card) -> None:
    """Draw the figures of a card as sentences."""
    alters = file.alters.get(card.id, ())
    if not alters:
        st.info(text("Draw somebody first: tap on the card where they belong."))
        return
    st.caption(text("For talking about, not for judging: no figure here has consequences."))
    wanted = st.session_state.get(_LIT)
    for name, saying in _sayings(desk, file, card):
        row = st.container(key=f"nm-line-fig-{name}", horizontal=True, vertical_alignment="center")
        row.markdown(plain(str(saying.sentence)), help=str(saying.definition), width="stretch")
        if saying.alters:
            row.button(
                text("hide") if name == wanted else text("show"),
                key=f"cards_fig_{name}",
                on_click=_light,
                args=(None if name == wanted else name,),
            )
    st.caption(plural("{count} entry on this card", "{count} entries on this card", count=len(alters)))


def lit(desk: Desk, file: CaseFile, card: Card) -> dict[str, Any] | None:
    """Give what the surface lights and what it says to that; nothing where the card has no such figure."""
    wanted = st.session_state.get(_LIT)
    if wanted is None:
        return None
    saying = dict(_sayings(desk, file, card)).get(wanted)
    return {"ids": list(saying.alters), "text": str(saying.sentence)} if saying else None


def lights() -> bool:
    """Tell whether a figure is to be shown on the card, also if the card has none of it just now."""
    return st.session_state.get(_LIT) is not None


def nothing_lit() -> None:
    """Light nothing any more."""
    st.session_state.pop(_LIT, None)


def _light(name: str | None) -> None:
    st.session_state[_LIT] = name


def _sayings(desk: Desk, file: CaseFile, card: Card) -> Iterator[tuple[str, Saying]]:
    """Say the figures, each with a name; several sentences may tell of one: each group that knows each other is one."""
    alters, ties = file.alters.get(card.id, ()), file.ties.get(card.id, ())
    called = held.names(desk, alters)
    seen: Counter[str] = Counter()
    for saying in figure_sentences(alters, ties, name_of=lambda a: called[a.id]):
        yield f"{saying.key}-{seen[saying.key]}", saying
        seen[saying.key] += 1
