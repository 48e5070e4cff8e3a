"""The components alone: ?card=NAME&n=40 (a card all browsers share), ?what=map, ?what=network.

``&post``: strokes go by requests of their own. ``&unheard``: the server believes that the page holds the words already,
which it does not.
"""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from netmap.messages import set_language
from netmap.ui.canvas import Inbox, card_surface, shell
from netmap.ui.canvas.carddata import roles_data
from tests.browser.harness import drawings
from tests.browser.harness.memory import MemoryCard, shared

st.set_page_config(page_title="Karte", layout="wide")
set_language("de")
shell()
asked = st.query_params


def lit(card: MemoryCard, label: str) -> dict[str, object]:
    """Light one entry, as a figure does that counts it."""
    return {"ids": [key for key, row in card.alters.items() if row["label"] == label], "text": f"Gezeigt: {label}."}


@st.fragment(run_every=1.0)
def surface() -> None:
    """The card, asked for again every second: so two browsers see each other."""
    named = {"name": asked.get("card", "probe"), "count": int(asked.get("n", "0")), "own": "own" in asked}
    card = shared(**named)
    pseudonyms = "pseudonym" in asked
    post = {"post": {"to": "/striche", "with": {**named, "pseudonym": pseudonyms}}} if "post" in asked else {}
    if "unheard" in asked and "card-surface:inbox" not in st.session_state:
        words = Inbox().words(roles_data())
        st.session_state["card-surface:inbox"] = Inbox(holds=words["mark"])
    card_surface(
        {
            "card": card.data(pseudonyms=pseudonyms),
            "roles": roles_data(),
            "can_undo": bool(card.past),
            "can_redo": bool(card.future),
            "view": asked.get("view", "network"),
            "pseudonym": pseudonyms,
            "highlight": lit(card, asked["lit"]) if "lit" in asked else None,
            **post,
        },
        key="card-surface",
        height=int(asked.get("height", "780")),
        on_edit=card.take,
    )


match asked.get("what", "card"):
    case "card":
        surface()
    case "map":
        drawings.show_map(asked)
    case "network":
        drawings.show_network(asked)
    case _:
        st.write("Eine andere Seite")
