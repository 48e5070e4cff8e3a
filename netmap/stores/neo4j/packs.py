"""Packs of large tables as nodes of their own, ``(:Pack)`` (see :mod:`netmap.stores.packs`).

Changes of different entities are written side by side, so one may come in behind another whose id is
higher. A pack therefore knows how many changes it holds: where the log has another number up to the
pack's change, the pack is not used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import neo4j

from netmap.errors import Fault
from netmap.messages import message
from netmap.model.stored import Rows
from netmap.model.tables import Row, TableSpec
from netmap.stores.neo4j import log, writing
from netmap.stores.neo4j.connection import rows
from netmap.stores.neo4j.graph import maker, pattern
from netmap.stores.packs import LONG, MOVED, PACK_DIFFERS, form_of, laid_over, moved_keys, pack, unpack

_PACKS = (
    f"{log.mark_part('mark')} CALL () {{ MATCH (p:Pack) WHERE p.table IN $tables"
    " RETURN collect([p.table, p.form, p.change, p.count, p.rows]) AS packs } RETURN mark, packs"
)
_COUNTS = "CALL () {{ MATCH {pattern} RETURN count(r) AS n{number} }}"
_TAIL = (
    "MATCH (c:Change) WHERE c.id > $low WITH c ORDER BY c.id DESC LIMIT $most"
    " RETURN collect([c.id, CASE WHEN size(c.edits) <= $long THEN c.edits END])"
)
#: an older pack does not replace a newer one, and none outlives the log it belongs to
_KEEP = (
    "MATCH (:Change {id: $pack.change}) MERGE (p:Pack {table: $pack.table})"
    " WITH p WHERE p.form IS NULL OR p.form <> $pack.form OR p.change < $pack.change"
    " OR (p.change = $pack.change AND p.count < $pack.count) SET p = $pack"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """The last change of a log, and how many there are."""

    change: str
    count: int

    @staticmethod
    def of(found: Sequence[Any]) -> Mark:
        """Make the mark of what the log gives: a list of the last change, or an empty one, and the number."""
        return Mark(found[0][0] if found[0] else "", found[1])


def read_packs(tx: neo4j.ManagedTransaction, specs: Sequence[TableSpec]) -> tuple[dict[TableSpec, Rows], Mark | None]:
    """Give the rows of those tables whose packs are young enough, with what moved since, and the last change.

    There are none where somebody writes just now.
    """
    wanted = {spec.name: spec for spec in specs}
    (mark, kept) = rows(tx, _PACKS, {"tables": list(wanted)})[0]
    packs = [
        (wanted[table], Mark(change, count), packed)
        for table, form, change, count, packed in kept
        if form == form_of(wanted[table])
    ]
    if not packs or not mark[0]:
        return {}, None
    tail = tail_of(tx, min(known.change for _, known, _ in packs))
    counts = _counts(tx, [spec for spec, _, _ in packs])
    found: dict[TableSpec, Rows] = {}
    laid = False
    for spec, known, packed in packs:
        moved = moved_keys(tail, after=known.change)
        if moved is None or known.count + sum(ident > known.change for ident, _ in tail) != mark[1]:
            continue
        columns = unpack(spec, bytes(packed))
        if columns is None:
            continue
        keys = sorted(moved.get(spec.name, ()))
        if keys:
            now = writing.current_cells(tx, spec, keys)
            found[spec] = laid_over(spec, maker(spec.name), columns, keys, now)
            laid = True
        else:
            found[spec] = Rows(maker(spec.name), columns)
    for spec in [spec for spec, there in found.items() if len(there) != counts[spec]]:
        del found[spec]  # rows were added or taken away past netmap
    if laid and log.mark_of(tx) != mark:
        return {}, None
    return found, Mark.of(mark)


def _counts(tx: neo4j.ManagedTransaction, specs: Sequence[TableSpec]) -> dict[TableSpec, int]:
    """Count rows; the server keeps these numbers and reads no row for them."""
    parts = [_COUNTS.format(pattern=pattern(spec.name), number=number) for number, spec in enumerate(specs)]
    names = ", ".join(f"n{number}" for number in range(len(specs)))
    return dict(zip(specs, rows(tx, f"{' '.join(parts)} RETURN {names}")[0], strict=True))


def tail_of(tx: neo4j.ManagedTransaction, change: str) -> list[tuple[str, str | None]]:
    """Give the newest changes with an id above another, newest first, with their edits unless they are long."""
    asked = {"low": change, "most": MOVED + 1, "long": LONG}
    return [(ident, edits) for ident, edits in rows(tx, _TAIL, asked)[0][0]]


def keep_packs(tx: neo4j.ManagedTransaction, tables: Mapping[TableSpec, Rows], mark: Mark) -> None:
    """Keep tables packed as they were at a change."""
    for spec, there in tables.items():
        content = {
            "table": spec.name, "form": form_of(spec), "change": mark.change, "count": mark.count,
            "rows": pack(spec, there.columns),
        }  # fmt: skip
        tx.run(_KEEP, {"pack": content}).consume()


def pack_faults(tx: neo4j.ManagedTransaction, spec: TableSpec, there: Mapping[str, Row]) -> list[Fault]:
    """Name a table whose pack does not say what its rows say."""
    packed = read_packs(tx, [spec])[0].get(spec)
    if packed is None or packed == [there[key] for key in sorted(there)]:
        return []
    return [Fault(spec.name, message(PACK_DIFFERS))]


def forget_pack(tx: neo4j.ManagedTransaction, spec: TableSpec) -> None:
    """Take a table's pack away; whoever loads next makes it anew."""
    tx.run("MATCH (p:Pack {table: $table}) DELETE p", {"table": spec.name}).consume()
