"""Tables of a graph as they are at one moment.

A server gives no picture of one moment: what a statement reads may hold one of two things that others
write beside it. So the log is asked before and behind whether anybody wrote. If so, it tells what they
wrote; those rows are read again, which is quick, until nobody writes meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import neo4j

from netmap.model.stored import Rows
from netmap.model.tables import TableSpec
from netmap.stores.neo4j import log, writing
from netmap.stores.neo4j.connection import rows
from netmap.stores.neo4j.graph import cells, maker, pattern, quoted, unpacked
from netmap.stores.neo4j.packs import Mark, read_packs, tail_of
from netmap.stores.packs import laid_over, moved_keys

#: so often rows are read again before all begins anew
_ROUNDS = 5
_LAST = itemgetter(-1)

Only = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """Tables at one moment.

    Attributes
    ----------
    tables
        Their rows, in the order of their keys.
    unpacked
        Those of them that were read row by row.
    mark
        The last change they hold; ``None`` if there is none.
    """

    tables: Mapping[TableSpec, Rows]
    unpacked: Sequence[TableSpec]
    mark: Mark | None


def loaded(
    tx: neo4j.ManagedTransaction, specs: Sequence[TableSpec], packable: Sequence[TableSpec], only: Only | None
) -> Loaded | None:
    """Read tables from packs and, where there are none, from their rows.

    Returns
    -------
    Loaded or None
        ``None``: people wrote all the while, and there was no moment to be had.
    """
    packed, known = read_packs(tx, packable) if packable else ({}, None)
    rest = [spec for spec in specs if spec not in packed]
    if not rest:
        return Loaded(packed, rest, known)
    read, before, behind = collected(tx, rest, only)
    tables = dict(packed)
    for spec, part in zip(rest, read, strict=True):
        tables[spec] = Rows.of_cells(maker(spec.name), part)
    start = before if known is None else known
    if start == behind:
        return Loaded(tables, rest, behind if behind.count else None)
    return _caught_up(tx, tables, rest, start, only)


def collected(
    tx: neo4j.ManagedTransaction, specs: Sequence[TableSpec], only: Only | None
) -> tuple[list[list[list[Any]]], Mark, Mark]:
    """Read tables as one list each, in the order of their keys, and the last change before and behind it."""
    parts = []
    for i, spec in enumerate(specs):
        where = f" WHERE r.{quoted(only[0])} IN $values" if only and only[0] in spec.names else ""
        parts.append(f"CALL () {{ MATCH {pattern(spec.name)}{where} RETURN collect({cells(spec)}) AS t{i} }}")
    names = ", ".join(f"t{i}" for i in range(len(specs)))
    query = f"{log.mark_part('before')} {' '.join(parts)} {log.mark_part('behind')} RETURN before, behind, {names}"
    before, behind, *found = rows(tx, query, {"values": list(only[1]) if only else []})[0]
    tables = [unpacked(spec, part) for spec, part in zip(specs, found, strict=True)]
    for part in tables:
        part.sort(key=_LAST)
    return tables, Mark.of(before), Mark.of(behind)


def _caught_up(
    tx: neo4j.ManagedTransaction,
    tables: Mapping[TableSpec, Rows],
    rest: Sequence[TableSpec],
    start: Mark,
    only: Only | None,
) -> Loaded | None:
    """Lay over tables what was written since a change, as of one moment."""
    for _ in range(_ROUNDS):
        tail = tail_of(tx, start.change)
        moved = moved_keys(tail, after=start.change)
        if moved is None:
            return None
        again = {
            spec: (keys, _wanted(spec, writing.current_cells(tx, spec, keys), only))
            for spec in tables
            if (keys := sorted(moved.get(spec.name, ())))
        }
        now = Mark.of(log.mark_of(tx))
        # as many as there were and those of the tail: none came behind it, nor with an id from before the start
        if start.count + len(tail) == now.count and tail and tail[0][0] == now.change:
            laid = {s: laid_over(s, maker(s.name), tables[s].columns, *found) for s, found in again.items()}
            return Loaded({**tables, **laid}, rest, now)
    return None


def _wanted(spec: TableSpec, found: Mapping[str, Sequence[Any]], only: Only | None) -> Mapping[str, Sequence[Any]]:
    if only is None or only[0] not in spec.names:
        return found
    make = maker(spec.name)
    return {key: row for key, row in found.items() if make(row)[only[0]] in only[1]}
