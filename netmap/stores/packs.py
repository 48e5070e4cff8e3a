"""Tables kept packed, so that loading them takes a fraction of the time: shared by all stores.

A pack holds all rows of one table as of one change, column by column. What was changed since is told
by the log: a store reads the rows of those keys from its tables and lays them over the pack. So a
pack is never wrong, only old; when it is too old it is made anew by whoever loads.

Form: CRC-32 of what follows (4 bytes), the length of the head (4 bytes), the head, then for each
column that is written as words and places the places (2 or 4 bytes each). All little-endian. The head
is JSON: the number of rows, and for each column its words and the bytes of a place, or its cells and 0.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from netmap.messages import N_
from netmap.model.stored import Rows, StoredRow
from netmap.model.tables import Kind, Room, TableSpec
from netmap.stores.plan import to_json

#: tables of fewer rows are read as they are
LARGE: Final = 1_000
#: a pack is made anew when more changes than this came after it
MOVED: Final = 200
#: or one whose edits are longer than this
LONG: Final = 50_000

PACK_DIFFERS: Final = N_(
    "what is kept for loading is not what the entries say; netmap verify --repair makes it anew from the entries"
)
STRUCTURE_DIFFERS: Final = N_(
    "what is kept for counting is not what the card says; netmap verify --repair makes it anew from the card"
)

_START = struct.Struct("<II")
_WIDTHS: Final[Mapping[int, str]] = {2: "H", 4: "I"}
#: their cells repeat from row to row; fractions stay apart because 0.0 equals -0.0, notes because readers own them
_REPEATED: Final = frozenset({Kind.TEXT, Kind.TEXTS, Kind.WHOLE, Kind.YES_NO, Kind.DAY, Kind.MOMENT})

#: the id of a change and its edits as the log keeps them, ``None`` where they are too long
Tail = Sequence[tuple[str, bytes | str | None]]


def kept_packed(spec: TableSpec) -> bool:
    """Tell whether a table may be kept packed: what is loaded as a whole, and never changed without a log entry."""
    return spec.room is Room.PARTNERS and spec.public


def form_of(spec: TableSpec) -> int:
    """Give the number of the form of a table's packs; it changes with the table's columns.

    Examples
    --------
    >>> from netmap.model.partners import Area, Code
    >>> form_of(Area.TABLE) == form_of(Code.TABLE)
    False
    """
    return zlib.crc32("\0".join(["1", *(f"{col.name}:{col.kind}" for col in spec.columns)]).encode()) >> 1


def pack(spec: TableSpec, columns: Sequence[Sequence[Any]]) -> bytes:
    """Pack the columns of a table."""
    head: list[Any] = [len(columns[0])]
    parts = []
    for col, cells in zip(spec.columns, columns, strict=True):
        places: dict[Any, int] = {}
        if col.kind in _REPEATED:
            named = [c if c.__class__ is not list else to_json(c) for c in cells]
            numbers = [places.setdefault(c, len(places)) for c in named]
            words = list(dict(zip(named, cells, strict=True)).values())
        if not places or len(places) * 2 > len(cells):
            head.append([list(cells), 0])
            continue
        width = 2 if len(places) <= 1 << 16 else 4
        head.append([words, width])
        parts.append(_little(array(_WIDTHS[width], numbers)).tobytes())
    said = to_json(head).encode()
    body = b"".join([said, *parts])
    length = struct.pack("<I", len(said))
    return struct.pack("<I", zlib.crc32(body, zlib.crc32(length))) + length + body


def unpack(spec: TableSpec, packed: bytes) -> list[Sequence[Any]] | None:
    """Give the columns of a pack; ``None`` if it is damaged.

    Examples
    --------
    >>> from netmap.model.partners import Code
    >>> columns = [["needs"] * 4, ["a", "b", "c", "d"], ["A", None, "C", "D"], [None] * 4]
    >>> packed = pack(Code.TABLE, columns)
    >>> list(map(list, unpack(Code.TABLE, packed))) == columns, unpack(Code.TABLE, packed[:-1])
    (True, None)
    """
    if len(packed) < _START.size or _START.unpack_from(packed)[0] != zlib.crc32(memoryview(packed)[4:]):
        return None
    place = _START.size + _START.unpack_from(packed)[1]
    count, *described = json.loads(packed[_START.size : place])
    if len(described) != len(spec.columns):
        return None
    columns: list[Sequence[Any]] = []
    for words, width in described:
        if not width:
            columns.append(words)
            continue
        numbers = array(_WIDTHS[width])
        numbers.frombytes(packed[place : place + count * width])
        place += count * width
        columns.append(words * count if len(words) == 1 else itemgetter(*_little(numbers))(words))
    return columns


def _little(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def moved_keys(tail: Tail, *, after: str) -> dict[str, set[str]] | None:
    """Give the keys that were changed after a change, by table; ``None`` if the log's end does not tell.

    Parameters
    ----------
    tail
        The newest changes after some change, newest first, at most ``MOVED + 1`` of them.
    after
        The change up to which a pack goes.
    """
    newer = [entry for entry in tail if entry[0] > after]
    if len(newer) > MOVED or any(edits is None for _, edits in newer):
        return None
    found: dict[str, set[str]] = {}
    for _, edits in newer:
        for table, key, *_ in json.loads(edits or "[]"):
            found.setdefault(table, set()).add(key)
    return found


def laid_over(
    spec: TableSpec,
    kind: type[StoredRow],
    columns: Sequence[Sequence[Any]],
    keys: Iterable[str],
    cells: Mapping[str, Sequence[Any]],
) -> Rows:
    """Lay rows over a pack.

    Parameters
    ----------
    spec, kind
        The table and its row type.
    columns
        What the pack holds, in the order of the keys.
    keys
        The keys of the rows that moved.
    cells
        The cells of those that are there now, by key.
    """
    laid = [list(column) for column in columns]
    key_at = _key_at(spec, kind, laid)
    for key in sorted(keys):
        count = len(laid[0])
        place = bisect_left(range(count), key, key=key_at)
        there = place < count and key_at(place) == key
        now = cells.get(key)
        stretch = slice(place, place + there)
        for n, column in enumerate(laid):
            column[stretch] = () if now is None else (now[n],)
    return Rows(kind, laid)


def _key_at(spec: TableSpec, kind: type[StoredRow], columns: Sequence[list[Any]]) -> Callable[[int], str]:
    if len(spec.key) == 1:
        cells = columns[spec.names.index(spec.key[0])]
        return lambda place: str(cells[place])
    return lambda place: spec.key_of(kind([column[place] for column in columns]))
