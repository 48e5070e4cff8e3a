"""Tables of counts: how many people, households, cases stand behind each combination of values.

Two values, for the two sides of disclosure control: :class:`CountTable` is what a statistics office
knows (every count exact, totals follow from them), :class:`PublishedTable` what a reader is given
(totals written out, some counts withheld).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: stands for "all values together" in a key
TOTAL = "*"

#: one value for each dimension of the table, in its order; :data:`TOTAL` where all are taken together
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountTable:
    """Exact counts by combination of values; combinations that are not named count 0.

    Attributes
    ----------
    name
        How messages name the table, usually the file.
    dimensions
        What the counts are broken down by (area, need, age …).
    counts
        The whole count of each combination named; no totals, they are computed.
    contributors
        Households or providers behind the counts, for the same combinations, where they are known.
    origins
        Where each combination stands (file and row), for messages.
    within
        What all counts of the table have in common, as pairs of dimension and value: the table of one
        area, one quarter's cases.
    """

    name: str
    dimensions: tuple[str, ...]
    counts: Mapping[Key, int]
    contributors: Mapping[Key, int] | None = None
    origins: Mapping[Key, str] = field(default_factory=dict)
    within: tuple[tuple[str, str], ...] = ()

    def where(self, key: Key) -> str:
        """Say where a combination stands, as faults do."""
        return self.origins.get(key, self.name)


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """What readers are given: counts and totals, ``None`` where a count is withheld.

    Combinations that are not listed count 0; totals that are not listed were not published.

    Attributes
    ----------
    name
        How messages name the table, usually the file.
    dimensions
        What the counts are broken down by.
    cells
        The count of each combination and total, ``None`` if it is suppressed.
    origins
        Where each cell stands (file and row), for messages.
    within
        What all counts of the table have in common, as pairs of dimension and value.
    """

    name: str
    dimensions: tuple[str, ...]
    cells: Mapping[Key, int | None]
    origins: Mapping[Key, str] = field(default_factory=dict)
    within: tuple[tuple[str, str], ...] = ()

    def where(self, key: Key) -> str:
        """Say where a cell stands, as faults do."""
        return self.origins.get(key, self.name)
