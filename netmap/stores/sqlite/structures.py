"""Structures of cards kept packed beside their rows, so that all of them can be counted at once.

Nothing is packed when somebody edits: triggers of the schema take the kept structure away in the same
transaction as soon as anything it depends on changes, whoever changes it. That is one page for the
first edit after a count, and none for those that follow. The next count packs what is missing.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from netmap.errors import Fault, FormatError, StoreReadOnly
from netmap.messages import message
from netmap.model.packed import VERSION, Ends, pack_card
from netmap.model.placement import Place
from netmap.stores.packs import STRUCTURE_DIFFERS
from netmap.stores.sqlite.connection import Connections

#: cards packed in one transaction; somebody else's edit waits for no more than these
_CARDS = 500

_KEPT = "SELECT card, structure FROM structures WHERE form = ?"
_MISSING = (
    "SELECT id FROM cards WHERE NOT EXISTS (SELECT 1 FROM structures WHERE card = cards.id AND form = ?) ORDER BY id"
)
#: cards read at once where all are counted: others are counted meanwhile
_PART = 10_000
#: SQLite itself puts them end to end, and lets other threads run meanwhile; ids hold no NUL
_JOINED = (
    "SELECT CAST(group_concat(CAST(structure AS TEXT), '') AS BLOB), group_concat(card, char(0)),"
    " sum(length(structure)) FROM"
    f" (SELECT card, structure FROM structures WHERE form = ? AND card > ? ORDER BY card LIMIT {_PART})"
)
_ALL_KEPT = "SELECT (SELECT count(*) FROM structures WHERE form = ?) = (SELECT count(*) FROM cards)"
_WANTED = "(SELECT value FROM json_each(?))"
_PLACES = (
    f"SELECT card, id, human, deceased, angle, distance, ego_tie FROM alters WHERE card IN {_WANTED} ORDER BY card, id"
)
_ENDS = f"SELECT card, a, b, state FROM ties WHERE card IN {_WANTED}"


def read_structures(connections: Connections) -> list[tuple[str, bytes]]:
    """Give each card's packed structure by its id, in order; what is missing is packed and kept.

    A file that may only be read is counted all the same; then nothing is kept.
    """
    with connections.reading() as db:
        found: list[tuple[str, bytes]] = db.execute(f"{_KEPT} ORDER BY card", (VERSION,)).fetchall()
        if db.execute(_ALL_KEPT, (VERSION,)).fetchone()[0]:
            return found
        missing = [card for (card,) in db.execute(_MISSING, (VERSION,))]
    for start in range(0, len(missing), _CARDS):
        found += _packed_and_kept(connections, missing[start : start + _CARDS])
    return sorted(found)


def read_parts(connections: Connections) -> Iterator[tuple[list[str], bytes]]:
    """Give the structures of all cards end to end, part by part; what is missing is packed and kept before."""
    with connections.reading() as db:
        if db.execute(_ALL_KEPT, (VERSION,)).fetchone()[0]:
            yield from _joined(db)
            return
    found = read_structures(connections)
    yield [card for card, _ in found], b"".join(structure for _, structure in found)


def _joined(db: sqlite3.Connection) -> Iterator[tuple[list[str], bytes]]:
    last = ""
    while True:
        joined, cards, length = db.execute(_JOINED, (VERSION, last)).fetchone()
        if cards is None:
            return
        ids = cards.split("\0")
        if len(joined) != length:  # an SQLite that ends a text at its first NUL
            rows = db.execute(f"{_KEPT} AND card > ? ORDER BY card LIMIT {_PART}", (VERSION, last)).fetchall()
            ids, joined = [row[0] for row in rows], b"".join(row[1] for row in rows)
        yield ids, joined
        last = ids[-1]


def _packed_and_kept(connections: Connections, cards: Sequence[str]) -> list[tuple[str, bytes]]:
    try:
        with connections.writing() as db:
            found = _packed(db, cards)
            rows = [(card, VERSION, structure) for card, structure in found]
            db.executemany("INSERT OR REPLACE INTO structures VALUES (?, ?, ?)", rows)
    except StoreReadOnly:
        with connections.reading() as db:
            found = _packed(db, cards)
    return found


def _packed(db: sqlite3.Connection, cards: Sequence[str]) -> list[tuple[str, bytes]]:
    """Pack cards from their rows, those that are still there."""
    wanted = (json.dumps(cards),)
    places: defaultdict[str, list[Place]] = defaultdict(list)
    ends: defaultdict[str, list[Ends]] = defaultdict(list)
    for card, ident, human, deceased, angle, distance, ego_tie in db.execute(_PLACES, wanted):
        places[card].append(Place(ident, human, deceased, angle, distance, ego_tie))
    for card, a, b, state in db.execute(_ENDS, wanted):
        ends[card].append(Ends(a, b, state))
    there = [card for (card,) in db.execute(f"SELECT id FROM cards WHERE id IN {_WANTED}", wanted)]
    return [(card, pack_card(places[card], ends[card])) for card in there]


def structure_faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """Name every kept structure that is not what the rows of its card say."""
    kept: list[tuple[str, bytes]] = db.execute(f"{_KEPT} ORDER BY card", (VERSION,)).fetchall()
    for start in range(0, len(kept), _CARDS):
        part = kept[start : start + _CARDS]
        try:
            packed = dict(_packed(db, [card for card, _ in part]))
        except FormatError as exc:
            yield Fault("structures", exc.message)
            continue
        for card, structure in part:
            if packed.get(card) != structure:
                yield Fault(f"structures/{card}", message(STRUCTURE_DIFFERS))


def forget_structures(db: sqlite3.Connection, faults: Iterable[Fault]) -> None:
    """Take away structures that are wrong; the next count packs them anew."""
    db.executemany("DELETE FROM structures WHERE card = ?", [(f.where.partition("/")[2],) for f in faults])
