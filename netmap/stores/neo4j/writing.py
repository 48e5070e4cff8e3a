"""Writing rows into the graph: nodes, relationships, and the links drawn from their columns.

Nodes are removed without what hangs on them: the server itself then refuses to take away something
that another transaction has just begun to refer to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import neo4j

from netmap.errors import Fault
from netmap.model.tables import TABLES, Row, TableSpec, tables_of
from netmap.stores.neo4j.connection import rows
from netmap.stores.neo4j.graph import (
    KEY,
    SHAPES,
    Link,
    Node,
    Tie,
    cells,
    key_property,
    linked,
    maker,
    node,
    pattern,
    quoted,
    targets,
    tie_type,
    to_properties,
    unpacked,
)
from netmap.stores.plan import Plan, RowId, missing_fault, refuse_broken, used_fault

Transaction = neo4j.ManagedTransaction
Keyed = list[tuple[str, Row]]


def run(tx: Transaction, query: str, **parameters: Any) -> None:
    """Run a statement that gives nothing back."""
    # put together from names of our own tables; values are parameters
    tx.run(query, parameters).consume()


def current(tx: Transaction, keys: Mapping[str, Sequence[str]]) -> dict[RowId, Row]:
    """Read the rows with these keys as they are stored."""
    return {
        (table, key): maker(table)(row)
        for table, wanted in keys.items()
        for key, row in current_cells(tx, TABLES[table], wanted).items()
    }


def current_cells(tx: Transaction, spec: TableSpec, keys: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Read the cells of the rows with these keys."""
    found: dict[str, Sequence[Any]] = {}
    for match, part in _matches(spec, keys):
        query = f"UNWIND $keys AS key MATCH {match} RETURN collect({cells(spec)})"
        for row in unpacked(spec, rows(tx, query, {"keys": part})[0][0]):
            found[row[-1]] = row
    return found


def _matches(spec: TableSpec, keys: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Give patterns that match rows as ``r`` by the variable ``key``, with the keys of each."""
    shape = SHAPES[spec.name]
    if isinstance(shape, Node):
        return [(f"(r:{shape.label} {{{quoted(key_property(spec))}: key}})", list(keys))]
    by_type: dict[str, list[str]] = {}
    for key in keys:
        type_ = tie_type(shape, key)
        if type_ is not None:
            by_type.setdefault(type_, []).append(key)
    return [(f"()-[r:{type_} {{{KEY}: key}}]->()", part) for type_, part in by_type.items()]


def write(tx: Transaction, plan: Plan, before: Mapping[RowId, Row]) -> None:
    """Write what a plan says.

    Raises
    ------
    InputError
        Something would refer to what is not there.
    """
    added: dict[str, Keyed] = {}
    changed: dict[str, Keyed] = {}
    removed: dict[str, list[str]] = {}
    for (table, key), row in plan.rows.items():
        existed = (table, key) in plan.existed
        if row is not None:
            (changed if existed else added).setdefault(table, []).append((key, row))
        elif existed:
            removed.setdefault(table, []).append(key)
    _remove_ties(tx, removed)
    links = _drop_links(tx, changed, removed, before)
    for table in {**added, **changed}:
        if isinstance(SHAPES[table], Node):
            put_nodes(tx, TABLES[table], added.get(table, []), changed.get(table, []))
    # held before they are looked for: who waited for the other then sees what the other did
    for table in {**added, **changed}:
        _hold_unlinked(tx, TABLES[table], added.get(table, []) + changed.get(table, []))
    _hold_removed(tx, removed)
    refuse_broken(_missing(tx, plan.needs))
    for table, part in added.items():
        if isinstance(SHAPES[table], Node):
            links += [(table, link, part) for link in node(table).links]
        else:
            put_ties(tx, TABLES[table], part)
    for table, part in changed.items():
        if isinstance(SHAPES[table], Tie):
            _change_ties(tx, TABLES[table], part)
    for table, link, part in links:
        put_links(tx, TABLES[table], link, part)
    _link_again(tx, added, done={where for where, row in plan.rows.items() if row is not None})
    refuse_broken(_still_used(tx, removed))
    _remove_nodes(tx, removed)


# nodes


def put_nodes(tx: Transaction, spec: TableSpec, added: Keyed, changed: Keyed = ()) -> None:  # type: ignore[assignment]
    """Write rows as nodes, yet without links."""
    label, key = node(spec.name).label, quoted(key_property(spec))
    if added:
        run(
            tx,
            f"UNWIND $rows AS row CREATE (r:{label}) SET r = row",
            rows=[to_properties(spec, k, row) for k, row in added],
        )
    if changed:
        run(
            tx,
            f"UNWIND $rows AS row MATCH (r:{label} {{{key}: row[0]}}) SET r = row[1]",
            rows=[[k, to_properties(spec, k, row)] for k, row in changed],
        )


def _remove_nodes(tx: Transaction, removed: Mapping[str, list[str]]) -> None:
    for table, keys in removed.items():
        if isinstance(SHAPES[table], Node):
            _drop_soft_links(tx, table, keys)
    for table, keys in removed.items():
        for match, part in _matches(TABLES[table], keys) if isinstance(SHAPES[table], Node) else ():
            run(tx, f"UNWIND $keys AS key MATCH {match} DELETE r", keys=part)


# links


def put_links(tx: Transaction, spec: TableSpec, link: Link, part: Iterable[tuple[str, Row]]) -> None:
    """Draw the links of one column; what is not there is not linked."""
    wanted = [{"key": key, **target} for key, row in part for target in targets(link, row)]
    if not wanted:
        return
    label, key = node(spec.name).label, quoted(key_property(spec))
    role = " {role: link.role}" if link.parties else ""
    drawn = f"(t)-[:{link.type}{role}]->(r)" if link.inward else f"(r)-[:{link.type}{role}]->(t)"
    run(
        tx,
        f"UNWIND $links AS link MATCH (r:{label} {{{key}: link.key}})"
        f" MATCH (t:{node(link.target).label} {{id: link.id}}) CREATE {drawn}",
        links=wanted,
    )


def link_pattern(table: str, link: Link) -> str:
    """Give the pattern of a link ``l`` between a row ``r`` and what it refers to, ``t``."""
    ends = f"(r:{node(table).label})", f"(t:{node(link.target).label})"
    left, right = ("<-", "-") if link.inward else ("-", "->")
    return f"{ends[0]}{left}[l:{link.type}]{right}{ends[1]}"


def _drop_links(
    tx: Transaction,
    changed: Mapping[str, Keyed],
    removed: Mapping[str, list[str]],
    before: Mapping[RowId, Row],
) -> list[tuple[str, Link, Keyed]]:
    """Take away links that no longer hold; give those to draw for rows that changed."""
    again: list[tuple[str, Link, Keyed]] = []
    for table in {**changed, **removed}:
        shape = SHAPES[table]
        for link in shape.links if isinstance(shape, Node) else ():
            moved = [
                (key, row)
                for key, row in changed.get(table, ())
                if targets(link, row) != targets(link, before[(table, key)])
            ]
            keys = [key for key, _ in moved] + removed.get(table, [])
            if keys:
                key = quoted(key_property(TABLES[table]))
                run(tx, f"MATCH {link_pattern(table, link)} WHERE r.{key} IN $keys DELETE l", keys=keys)
            if moved:
                again.append((table, link, moved))
    return again


def _soft_links(table: str) -> list[tuple[str, Link]]:
    """Links to a table from columns that may also name what is not there."""
    room = TABLES[table].room
    return [
        (spec.name, link)
        for spec in tables_of(room)
        if isinstance(SHAPES[spec.name], Node)
        for link in node(spec.name).links
        if link.target == table and spec.column(link.column).refers is None
    ]


def _drop_soft_links(tx: Transaction, table: str, keys: list[str]) -> None:
    for source, link in _soft_links(table):
        run(tx, f"MATCH {link_pattern(source, link)} WHERE t.id IN $keys DELETE l", keys=keys)


def _link_again(tx: Transaction, added: Mapping[str, Keyed], *, done: set[RowId]) -> None:
    """Draw the links of rows that named something before it was there."""
    for table, part in added.items():
        new = {key for key, _ in part}
        for source, link in _soft_links(table):
            spec = TABLES[source]
            found = rows(tx, f"MATCH {pattern(source)} RETURN collect({cells(spec)})")[0][0]
            for row in unpacked(spec, found):
                if (source, row[-1]) in done:
                    continue
                wanted = {
                    link.column: [
                        f"{t['id']}:{t['role']}" if t["role"] else t["id"]
                        for t in targets(link, maker(source)(row))
                        if t["id"] in new
                    ]
                }
                put_links(tx, spec, link, [(row[-1], wanted)])


# relationships that are rows


def put_ties(tx: Transaction, spec: TableSpec, part: Keyed) -> None:
    """Write rows as relationships."""
    shape = SHAPES[spec.name]
    assert isinstance(shape, Tie)
    by_type: dict[str, list[dict[str, Any]]] = {}
    for key, row in part:
        type_ = tie_type(shape, key)
        assert type_ is not None  # a row with another word would have been refused
        ends = {"start": row[shape.start[1]], "end": row[shape.end[1]]}
        by_type.setdefault(type_, []).append({**ends, "row": to_properties(spec, key, row)})
    start, end = node(shape.start[0]).label, node(shape.end[0]).label
    for type_, wanted in by_type.items():
        run(
            tx,
            f"UNWIND $ties AS tie MATCH (a:{start} {{id: tie.start}}) MATCH (b:{end} {{id: tie.end}})"
            f" CREATE (a)-[r:{type_}]->(b) SET r = tie.row",
            ties=wanted,
        )


def _change_ties(tx: Transaction, spec: TableSpec, part: Keyed) -> None:
    rows_by_key = dict(part)
    for match, keys in _matches(spec, list(rows_by_key)):
        run(
            tx,
            f"UNWIND $rows AS row WITH row[0] AS key, row[1] AS row MATCH {match} SET r = row",
            rows=[[k, to_properties(spec, k, rows_by_key[k])] for k in keys],
        )


def _hold_removed(tx: Transaction, removed: Mapping[str, list[str]]) -> None:
    for table, keys in removed.items():
        for match, part in _matches(TABLES[table], keys) if isinstance(SHAPES[table], Node) else ():
            key = quoted(key_property(TABLES[table]))
            run(tx, f"UNWIND $keys AS key MATCH {match} SET r.{key} = r.{key}", keys=part)


def _hold_unlinked(tx: Transaction, spec: TableSpec, part: Keyed) -> None:
    """Hold what a relationship names but does not touch, so that nobody takes it away meanwhile."""
    for col in spec.columns:
        # a case is held by its revision already; a link holds what it touches
        if not col.refers or col.name in linked(spec) or spec.entity.startswith("case:"):
            continue
        ids = sorted({str(row[col.name]) for _, row in part if row.get(col.name)})
        if ids:
            label = node(col.refers).label
            run(tx, f"UNWIND $ids AS id MATCH (n:{label} {{id: id}}) SET n.id = n.id", ids=ids)


def _remove_ties(tx: Transaction, removed: Mapping[str, list[str]]) -> None:
    for table, keys in removed.items():
        for match, part in _matches(TABLES[table], keys) if isinstance(SHAPES[table], Tie) else ():
            run(tx, f"UNWIND $keys AS key MATCH {match} DELETE r", keys=part)


# references


def _missing(tx: Transaction, needs: Iterable[RowId]) -> list[Fault]:
    wanted: dict[str, list[str]] = {}
    for table, key in sorted(needs):
        wanted.setdefault(table, []).append(key)
    faults = []
    for table, keys in wanted.items():
        query = f"MATCH (r:{node(table).label}) WHERE r.id IN $keys RETURN collect(r.id)"
        there = set(rows(tx, query, {"keys": keys})[0][0])
        faults += [missing_fault(table, key) for key in keys if key not in there]
    return faults


def _still_used(tx: Transaction, removed: Mapping[str, list[str]]) -> list[Fault]:
    faults = []
    for table, keys in removed.items():
        if isinstance(SHAPES[table], Tie):
            continue
        for spec in tables_of(TABLES[table].room):
            for col in spec.columns:
                if col.refers != table:
                    continue
                match, used = _users(spec, col.name, table)
                by = quoted(key_property(spec))
                found = rows(
                    tx,
                    f"MATCH {match} WHERE {used} IN $keys AND NOT r.{by} IN $gone RETURN {used}, r.{by} LIMIT 20",
                    {"keys": keys, "gone": removed.get(spec.name, [])},
                )
                faults += [used_fault(table, key, f"{spec.name}/{user}") for key, user in found]
    return faults


def _users(spec: TableSpec, column: str, table: str) -> tuple[str, str]:
    """Give the pattern of rows ``r`` whose column refers to a table, and what it refers to."""
    shape = SHAPES[spec.name]
    target = f"(t:{node(table).label})"
    if isinstance(shape, Tie):
        types = "|".join(shape.types)
        if column == shape.start[1]:
            return f"{target}-[r:{types}]->()", "t.id"
        if column == shape.end[1]:
            return f"{target}<-[r:{types}]-()", "t.id"
    elif column in linked(spec):
        link = next(link for link in shape.links if link.column == column)
        return link_pattern(spec.name, link), "t.id"
    return pattern(spec.name), f"r.{quoted(column)}"
