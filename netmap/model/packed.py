"""Cards packed for counting: what figures depend on, as few bytes as it takes, and no names.

A packed card (version 1) holds, little-endian: the version (1 byte), the bytes of one end of a tie
(1 or 2; 1 byte), the number of entries (2 bytes), the number of ties (4 bytes), then a code of
2 bytes for each entry and the two ends of each tie. Ends are positions of entries, the smaller
first; ties ascend. About 100 bytes for a card of ordinary size.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from netmap.errors import FormatError
from netmap.model.placement import Placed, code_of

VERSION: Final = 1
HEADER: Final = struct.Struct("<BBHI")
#: more entries than this are no card
MAX_ALTERS: Final = 1024

Ties = tuple[tuple[int, int], ...]


class Tied(Protocol):
    """What the figures need to know of a tie: a ``Tie``, or a row that holds no more than this."""

    @property
    def a(self) -> str:
        """One end, by its id on the card."""

    @property
    def b(self) -> str:
        """The other end."""

    @property
    def state(self) -> str:
        """Known to be there, or known not to be."""


class Ends(NamedTuple):
    """The columns of a tie that figures depend on, as a store reads them."""

    a: str
    b: str
    state: str


def structure_of(alters: Sequence[Placed], ties: Iterable[Tied]) -> tuple[tuple[int, ...], Ties]:
    """Reduce a card to codes and positions.

    Ties known not to exist are left out, and those that lead off the card; ties told twice count once.

    Raises
    ------
    FormatError
        There are more than 1,024 entries.
    """
    if len(alters) > MAX_ALTERS:
        raise FormatError(
            "A card holds at most {most} entries; this one has {count}.", most=MAX_ALTERS, count=len(alters)
        )
    position = {alter.id: number for number, alter in enumerate(alters)}
    pairs = set()
    for tie in ties:
        a, b = position.get(tie.a), position.get(tie.b)
        if tie.state == "known" and a is not None and b is not None and a != b:
            pairs.add((min(a, b), max(a, b)))
    return tuple(code_of(alter) for alter in alters), tuple(sorted(pairs))


def pack_card(alters: Sequence[Placed], ties: Iterable[Tied]) -> bytes:
    """Pack one card, entries in the order given.

    Raises
    ------
    FormatError
        There are more than 1,024 entries.

    Examples
    --------
    >>> len(pack_card([], []))
    8
    """
    return pack_codes(*structure_of(alters, ties))


def pack_codes(codes: Sequence[int], ties: Sequence[tuple[int, int]]) -> bytes:
    """Pack codes and pairs of positions (the smaller first, pairs ascending)."""
    wide = len(codes) > 256
    ends = [end for tie in ties for end in tie]
    return (
        HEADER.pack(VERSION, 2 if wide else 1, len(codes), len(ties))
        + struct.pack(f"<{len(codes)}H", *codes)
        + struct.pack(f"<{len(ends)}{'H' if wide else 'B'}", *ends)
    )
