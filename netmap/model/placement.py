"""Where an entry of a card stands, as far as its figures need to know: one small code for each.

The definitions are those of easyNWK 2.7, so that its maps give the same figures here.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple, Protocol

from netmap.model.cases import SECTORS, sector_of

#: the groups that figures are given for: the whole card, then each sector
GROUPS: Final = ("all", *SECTORS)
#: distance of the outer horizon; what lies beyond is on the paper, but not in the network
OUTER_HORIZON: Final = 100.0
_MIDDLE_FROM, _FAR_FROM = 33.33, 66.67

# A code packs, from the lowest bit: sector (3 bits; 0 none, then as in GROUPS), closeness (4 bits),
# horizon (2 bits), connectable (1 bit), connected (1 bit).
SECTOR_MASK: Final = 0b111
CLOSENESS_SHIFT: Final = 3
CLOSENESS_MASK: Final = 0b1111
HORIZON_SHIFT: Final = 7
HORIZON_MASK: Final = 0b11
CONNECTABLE: Final = 1 << 9
CONNECTED: Final = 1 << 10
CODE_LIMIT: Final = 1 << 11


class Placed(Protocol):
    """What the figures need to know of an entry: an ``Alter``, or a row that holds no more than this."""

    @property
    def id(self) -> str:
        """The entry on its card."""

    @property
    def human(self) -> bool:
        """Whether it is a person."""

    @property
    def deceased(self) -> bool:
        """Whether the person died."""

    @property
    def angle(self) -> float | None:
        """Degrees, counter-clockwise from the right."""

    @property
    def distance(self) -> float | None:
        """0 (at the client) to 100 (outer horizon) and beyond."""

    @property
    def ego_tie(self) -> str | None:
        """The tie to the client."""


class Place(NamedTuple):
    """The columns of an entry that its figures depend on, as a store reads them; nothing sealed among them."""

    id: str
    human: bool
    deceased: bool
    angle: float | None
    distance: float | None
    ego_tie: str | None


def closeness_of(distance: float | None) -> int | None:
    """Give the closeness of an entry: 9 (at the client) to 0 (on the outer horizon or beyond).

    Parameters
    ----------
    distance
        0 (at the client) to 100 (outer horizon) and beyond; ``None`` if the entry has no place.

    Notes
    -----
    max(9 − ⌊9·distance/100⌋, 0), as in easyNWK 2.7.

    Examples
    --------
    >>> [closeness_of(d) for d in (0, 11.1, 11.2, 99.9, 100, 103)], closeness_of(None)
    ([9, 9, 8, 1, 0, 0], None)
    """
    if distance is None:
        return None
    if distance >= OUTER_HORIZON:  # the formula's floor has no value for what is endlessly far
        return 0
    return min(9 - math.floor(9 * distance / 100), 9)


def horizon_of(distance: float) -> int:
    """Give the horizon: 0 near (below 33.33), 1 in the middle (below 66.67), 2 far.

    Examples
    --------
    >>> [horizon_of(d) for d in (33.32, 33.33, 66.66, 66.67)]
    [0, 1, 1, 2]
    """
    if distance < _MIDDLE_FROM:
        return 0
    return 1 if distance < _FAR_FROM else 2


def is_connectable(alter: Placed) -> bool:
    """Tell whether an entry can be tied at all: human, not deceased, placed within the outer horizon."""
    return (
        alter.human
        and not alter.deceased
        and alter.distance is not None
        and alter.distance <= OUTER_HORIZON
        and sector_of(alter.angle, alter.distance) is not None
    )


def is_connected(alter: Placed) -> bool:
    """Tell whether an entry is connectable and known to be tied to the client."""
    return alter.ego_tie in ("loose", "strong") and is_connectable(alter)


def code_of(alter: Placed) -> int:
    """Give the code of an entry: all that its figures depend on, and nothing that names anybody."""
    sector = sector_of(alter.angle, alter.distance)
    if sector is None or alter.distance is None:
        return 0
    code = GROUPS.index(sector)
    code |= (closeness_of(alter.distance) or 0) << CLOSENESS_SHIFT
    code |= horizon_of(alter.distance) << HORIZON_SHIFT
    if is_connectable(alter):
        code |= CONNECTABLE
        if is_connected(alter):
            code |= CONNECTED
    return code
