"""Packs of large tables beside their rows (see :mod:`netmap.stores.packs`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from netmap.errors import Fault
from netmap.messages import message
from netmap.model.stored import Rows
from netmap.model.tables import Row, TableSpec
from netmap.stores.packs import LONG, MOVED, PACK_DIFFERS, form_of, laid_over, moved_keys, pack, unpack
from netmap.stores.sqlite import log
from netmap.stores.sqlite.schema import key_column, maker, quoted

#: packs of which no row was written past netmap since they were made
_PACKS = (
    'SELECT "table", form, change, rows FROM packs JOIN by_hand USING ("table")'
    ' WHERE by_hand = number AND "table" IN (SELECT value FROM json_each(?))'
)
_TAIL = (
    f"SELECT id, CASE WHEN length(edits) <= {LONG} THEN edits END FROM changes"
    f" WHERE id > ? ORDER BY id DESC LIMIT {MOVED + 1}"
)
#: an older pack does not replace a newer one, and none outlives the log it belongs to
_KEEP = (
    "INSERT INTO packs SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM changes WHERE id = ?3)"
    ' ON CONFLICT ("table") DO UPDATE SET form = excluded.form, change = excluded.change, rows = excluded.rows,'
    " by_hand = excluded.by_hand"
    " WHERE form <> excluded.form OR change < excluded.change OR by_hand < excluded.by_hand"
)


def read_packs(db: sqlite3.Connection, specs: Iterable[TableSpec]) -> dict[str, Rows]:
    """Give the rows of those tables whose packs are young enough, with what moved since."""
    wanted = {spec.name: spec for spec in specs}
    packs = [
        (wanted[table], change, packed)
        for table, form, change, packed in db.execute(_PACKS, (json.dumps(list(wanted)),))
        if form == form_of(wanted[table])
    ]
    if not packs:
        return {}
    tail = [(ident, edits and log.unpacked(edits)) for ident, edits in db.execute(_TAIL, (min(p[1] for p in packs),))]
    found = {}
    for spec, change, packed in packs:
        moved, columns = moved_keys(tail, after=change), unpack(spec, packed)
        if moved is None or columns is None:
            continue
        keys = moved.get(spec.name)
        if keys:
            found[spec.name] = laid_over(spec, maker(spec.name), columns, keys, _cells(db, spec, keys))
        else:
            found[spec.name] = Rows(maker(spec.name), columns)
    return found


def _cells(db: sqlite3.Connection, spec: TableSpec, keys: Iterable[str]) -> dict[str, Sequence[object]]:
    key, columns = key_column(spec), ", ".join(map(quoted, spec.names))
    found = db.execute(
        f"SELECT {key}, {columns} FROM {quoted(spec.name)} WHERE {key} IN (SELECT value FROM json_each(?))",
        (json.dumps(list(keys)),),
    )
    return {cells[0]: cells[1:] for cells in found}


@dataclass(frozen=True, slots=True)
class Moment:
    """When rows were read: the last change, and how often each table had been written to past netmap."""

    change: str
    by_hand: Mapping[str, int]

    @staticmethod
    def now(db: sqlite3.Connection) -> Moment:
        """Give the moment of a transaction."""
        return Moment(log.latest(db), dict(db.execute('SELECT "table", number FROM by_hand')))


def keep_packs(db: sqlite3.Connection, tables: Mapping[TableSpec, Rows], *, read_at: Moment) -> None:
    """Keep tables packed as they were when they were read."""
    for spec, rows in tables.items():
        packed = pack(spec, rows.columns)
        db.execute(_KEEP, (spec.name, form_of(spec), read_at.change, packed, read_at.by_hand[spec.name]))


def pack_faults(db: sqlite3.Connection, spec: TableSpec, rows: Sequence[Row]) -> Iterator[Fault]:
    """Name a table whose pack does not say what its rows say."""
    packed = read_packs(db, [spec]).get(spec.name)
    if packed is not None and packed != rows:
        yield Fault(spec.name, message(PACK_DIFFERS))


def forget_packs(db: sqlite3.Connection, faults: Iterable[Fault]) -> None:
    """Leave packs aside that are wrong, as if the rows had been written past netmap: who loads next makes them anew."""
    db.executemany('UPDATE by_hand SET number = number + 1 WHERE "table" = ?', [(fault.where,) for fault in faults])
