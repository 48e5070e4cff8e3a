"""Ego networks: the figures of client cards, and what changed between two of them."""

from __future__ import annotations

from netmap.analysis.ego.compare import Comparison, compare_cards, supports_of
from netmap.analysis.ego.figures import card_figures
from netmap.analysis.ego.values import CardFigures, GroupFigures, Structure
from netmap.model.packed import pack_card
from netmap.model.placement import GROUPS, closeness_of

__all__ = [
    "GROUPS",
    "CardFigures",
    "Comparison",
    "GroupFigures",
    "Structure",
    "card_figures",
    "closeness_of",
    "compare_cards",
    "pack_card",
    "supports_of",
]
