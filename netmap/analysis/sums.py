"""Published parts held against the total published beside them: shown where they disagree, never evened out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from netmap.model.counts import TOTAL

#: how tables call the row that sums up the others
TOTAL_NAMES: Final = frozenset({TOTAL, "insgesamt", "gesamt", "summe", "zusammen", "total", "sum"})


@dataclass(frozen=True, slots=True)
class PartsAndTotal:
    """Parts of something, and what was published as their total.

    Examples
    --------
    >>> told = PartsAndTotal({"a": 2.0, "b": 3.0}, 6.0)
    >>> told.sum, told.missing, told.agree
    (5.0, 1.0, False)
    """

    parts: Mapping[str, float]
    total: float

    @property
    def sum(self) -> float:
        """What the parts add up to."""
        return sum(self.parts.values())

    @property
    def missing(self) -> float:
        """By how much the parts fall short of the total; below 0 where they exceed it."""
        return self.total - self.sum

    @property
    def agree(self) -> bool:
        """Whether the parts add up to the total."""
        return self.missing == 0


def is_total(name: str) -> bool:
    """Tell whether a row is named as the sum of the others.

    Examples
    --------
    >>> is_total("Insgesamt"), is_total("*"), is_total("Gesamtschule")
    (True, True, False)
    """
    return name.strip().casefold() in TOTAL_NAMES


def parts_and_total(rows: Iterable[tuple[str, float]]) -> PartsAndTotal | None:
    """Part the rows of a table into parts and total; ``None`` if it has no row for the total, or several.

    Examples
    --------
    >>> parts_and_total([("a", 2), ("Summe", 3)])
    PartsAndTotal(parts={'a': 2}, total=3)
    """
    known = list(rows)
    totals = [count for name, count in known if is_total(name)]
    if len(totals) != 1:
        return None
    return PartsAndTotal({name: count for name, count in known if not is_total(name)}, totals[0])
