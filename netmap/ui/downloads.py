"""Files to take along: made once, kept by the session, handed over as they are.

Streamlit would also make a file only when it is fetched. Such a file belongs to no run of any page, so that the
next run of anybody's takes it away, often before the browser has it. Here a file is made first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.messages import text

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that can be made.

    Parameters
    ----------
    label
        What the button says.
    name
        The name of the file.
    mime
        Its media type; None lets the browser guess from the name.
    make
        Makes it.
    mark
        What it was made from: as long as this stays the same, so does the file.
    key
        The button, and where the session keeps the file.
    """

    label: str
    name: str
    mime: str | None
    make: Callable[[], bytes]
    mark: object
    key: str

    @property
    def slot(self) -> str:
        """Where the session keeps it; one for each button, so that old files do not gather."""
        return f"paper:{self.key}"

    @property
    def made(self) -> bytes | None:
        """The file, where it has been made and nothing has changed since."""
        held = st.session_state.get(self.slot)
        return held[1] if held is not None and held[0] == self.mark else None


def give(paper: Paper, at: DeltaGenerator | None = None, **look: Any) -> None:
    """Make a file, if it is not there yet, and offer it.

    Parameters
    ----------
    paper
        The file.
    at
        Where the button stands; here if None.
    **look
        How it looks (`type`, `width`, `icon`).
    """
    place = (at or st).empty()
    content = paper.made
    if content is None:
        with place.container(), st.spinner(text("Being made …")):
            content = paper.make()
        st.session_state[paper.slot] = (paper.mark, content)
    place.download_button(paper.label, content, paper.name, paper.mime, key=paper.key, on_click="ignore", **look)


def offer(paper: Paper, ask: str, at: DeltaGenerator | None = None, **look: Any) -> None:
    """Offer a file that takes a moment: the first press makes it, then it can be saved.

    Parameters
    ----------
    paper
        The file.
    ask
        What the button says that makes it.
    at
        Where the button stands; here if None.
    **look
        How it looks (`type`, `width`, `icon`).
    """
    place = (at or st).empty()
    if paper.made is None and not place.button(ask, key=f"{paper.key}_ask", **look):
        return
    give(paper, place.container(), **look)
