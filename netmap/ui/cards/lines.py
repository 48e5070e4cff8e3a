"""Lines of the conversation: each with what a press on it does."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.model.cases import Contact, Need, Step
from netmap.ui.problems import errors_shown
from netmap.usecases import cases
from netmap.usecases.desk import Desk

Entry = Contact | Need | Step


def line(key: str) -> DeltaGenerator:
    """Give a line."""
    return st.container(key=f"nm-line-{key}", horizontal=True, vertical_alignment="center")


def small(
    row: DeltaGenerator, key: str, what: str, then: Callable[..., None], *args: object, icon: str = "close"
) -> None:
    """Offer something to do with a line; the small sign says what it does to whoever hears it, too."""
    row.button(
        what,
        icon=f":material/{icon}:",
        key=f"nm-off-{key}",
        help=what,
        type="tertiary",
        on_click=then,
        args=args,
    )


# What a press does is done before the page is drawn anew, once: a second press that follows at once finds no
# drawing half done that would swallow it.


def put(desk: Desk, new: Entry, old: Entry | None = None) -> None:
    """Keep an entry; what goes wrong is shown."""
    with errors_shown():
        cases.put(desk, new.case, new, old=old)


def take_away(desk: Desk, entry: Entry) -> None:
    """Take an entry away; what goes wrong is shown."""
    with errors_shown():
        cases.take_away(desk, entry.case, entry)


def keep(key: str, value: object) -> None:
    """Keep something for the page."""
    st.session_state[key] = value
