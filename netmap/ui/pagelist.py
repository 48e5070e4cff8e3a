"""The pages of the app, in the order in which they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from netmap.messages import N_


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app.

    Parameters
    ----------
    module
        Its module of :mod:`netmap.ui.pages`, with a function ``page(desk)``.
    action
        Whoever may do this has the page.
    parts, kinds
        Our own drawn components and the kinds of Streamlit's elements that it begins with.
    """

    module: str
    title: str
    address: str
    action: str
    parts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


#: the flat list of pages; a page is there for whoever may do its action
PAGES: Final = (
    Page("cards", N_("Cards"), "karten", "case.list", ("entries", "card"), ("TextInput", "Button")),
    Page(
        "network",
        N_("Network"),
        "netzwerk",
        "network.read",
        ("network",),
        ("Button", "ButtonGroup", "DateInput", "Slider", "Selectbox", "TextInput"),
    ),
    Page("planning", N_("Planning"), "planung", "planning.read", ("matrix",), ("ButtonGroup", "DateInput", "Checkbox")),
    Page(
        "directory",
        N_("Directory"),
        "verzeichnis",
        "directory.read",
        ("entries", "map"),
        ("ButtonGroup", "TextInput", "Selectbox", "Multiselect", "Button"),
    ),
    Page("administration", N_("Administration"), "verwaltung", "status"),
)
