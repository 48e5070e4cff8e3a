"""The pages of the app, in the order in which they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from netmap.messages import N_


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the app: its module (with a function ``page(desk)``), title, address, who sees it, drawn components."""

    module: str
    title: str
    address: str
    action: str
    parts: tuple[str, ...] = ()


#: the flat list of pages; a page is there for whoever may do its action
PAGES: Final = (
    Page("cards", N_("Cards"), "karten", "case.list", ("entries", "card")),
    Page("network", N_("Network"), "netzwerk", "network.read", ("network",)),
    Page("planning", N_("Planning"), "planung", "planning.read", ("matrix",)),
    Page("directory", N_("Directory"), "verzeichnis", "directory.read", ("entries", "map")),
    Page("administration", N_("Administration"), "verwaltung", "status"),
)
