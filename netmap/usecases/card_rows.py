"""Figures of two cards side by side, each with what it counts behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netmap.messages import Message, message

if TYPE_CHECKING:
    from netmap.analysis.ego import CardFigures


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of two cards.

    Attributes
    ----------
    name, definition
        What it is called, and how it is counted.
    earlier, later
        Its value on each card: counts as whole numbers, means and shares with decimals; NaN or ``None`` where it
        says nothing.
    """

    name: Message
    definition: Message
    earlier: float | None
    later: float | None


def figure_rows(earlier: CardFigures, later: CardFigures) -> tuple[FigureRow, ...]:
    """Set the figures of two cards side by side.

    Examples
    --------
    >>> from netmap.analysis.ego import card_figures
    >>> from netmap.messages import speaking
    >>> from netmap.model.cases import Alter
    >>> anna = Alter(id="a", case="c", card="k", entry="a", angle=10, distance=20, ego_tie="loose")
    >>> with speaking("en"):
    ...     row = figure_rows(card_figures([], []), card_figures([anna], []))[0]
    ...     print(row.name, row.earlier, row.later)
    People in your network 0 1
    """
    return tuple(
        FigureRow(name, definition, old, new)
        for (name, definition, old), (_, _, new) in zip(_values(earlier), _values(later), strict=True)
    )


def _values(figures: CardFigures) -> Iterator[tuple[Message, Message, float | None]]:
    everybody = figures.groups["all"]
    among = message("Ties among all living people on the card, whether tied to you or not; your own are not counted.")
    yield (
        message("People in your network"),
        message("Counted are the living people within the outer ring who have a tie to you."),
        everybody.size,
    )
    yield (
        message("Mean closeness (0 to 9)"),
        message("Ring 9 is right beside you, ring 0 the outer edge of the card."),
        everybody.closeness_mean,
    )
    yield message("Ties among them"), among, everybody.ties
    yield message("Share of pairs that know each other"), among, everybody.density
    yield (
        message("Know none of the others"),
        message("Tied to you, but to nobody else on the card."),
        len(everybody.isolated),
    )
    yield (
        message("Link different parts of your life"),
        message("People who know somebody in another quarter of the card."),
        len(figures.bridge_persons),
    )
