"""Whether a graph is what its rows say: columns, references, drawn links, revisions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import neo4j

from netmap.errors import Fault
from netmap.messages import N_, message
from netmap.model.tables import Kind, Room, Row, TableSpec, tables_of
from netmap.stores.neo4j.connection import rows
from netmap.stores.neo4j.graph import (
    SHAPES,
    Link,
    Node,
    Tie,
    cells,
    key_property,
    maker,
    packed,
    pattern,
    quoted,
    targets,
    unpacked,
)
from netmap.stores.neo4j.packs import pack_faults
from netmap.stores.neo4j.structures import structure_faults
from netmap.stores.neo4j.writing import link_pattern
from netmap.stores.packs import kept_packed
from netmap.stores.plan import check_stored, missing_fault

ROW_DIFFERS: Final = N_("its columns differ from the row as it is loaded; netmap verify --repair loads the columns")
LINK_DIFFERS: Final = N_(
    "its relationship {type} does not fit its columns; netmap verify --repair draws it as the columns say"
)

Tables = Mapping[str, Mapping[str, Row]]


def faults_of(tx: neo4j.ManagedTransaction, room: Room) -> list[Fault]:
    """Name everything that is wrong with a room's graph."""
    faults: list[Fault] = []
    tables: dict[str, dict[str, Row]] = {}
    for spec in tables_of(room):
        tables[spec.name] = rows_of(tx, spec)
        if packed(spec):
            faults += _packed(tx, spec, tables[spec.name])
        if kept_packed(spec):
            faults += pack_faults(tx, spec, tables[spec.name])
    for spec in tables_of(room):
        for key, row in tables[spec.name].items():
            faults += check_stored(spec, row)
            if spec.key_of(row) != key:
                faults.append(Fault(f"{spec.name}/{key}", message("the key does not belong to the entry")))
        faults += _references(spec, tables)
        shape = SHAPES[spec.name]
        if isinstance(shape, Node):
            for link in shape.links:
                faults += [link_fault(spec, key, link.type) for key in odd_links(tx, spec, link, tables)]
        else:
            faults += _ends(tx, spec, shape, tables[spec.name])
    if room is Room.CASES:
        faults += structure_faults(tx)
    return faults + _revisions(tx)


def rows_of(tx: neo4j.ManagedTransaction, spec: TableSpec) -> dict[str, Row]:
    """Give the rows of a table as their properties say, by key."""
    found = rows(tx, f"MATCH {pattern(spec.name)} RETURN collect({cells(spec, each=True)})")[0][0]
    return {row[-1]: maker(spec.name)(row) for row in found}


def _packed(tx: neo4j.ManagedTransaction, spec: TableSpec, tables: Mapping[str, Row]) -> list[Fault]:
    found = rows(tx, f"MATCH {pattern(spec.name)} RETURN collect({cells(spec)})")[0][0]
    loaded = {row[-1]: maker(spec.name)(row) for row in unpacked(spec, found)}
    return [Fault(f"{spec.name}/{key}", message(ROW_DIFFERS)) for key, row in tables.items() if loaded.get(key) != row]


def _references(spec: TableSpec, tables: Tables) -> list[Fault]:
    faults = []
    for col in spec.columns:
        if col.refers is None:
            continue
        there = tables[col.refers]
        for row in tables[spec.name].values():
            value = row[col.name]
            ids = value if col.kind is Kind.TEXTS else [value] if value else []
            faults += [missing_fault(col.refers, str(i)) for i in ids if i not in there]
    return faults


def odd_links(tx: neo4j.ManagedTransaction, spec: TableSpec, link: Link, tables: Tables) -> list[str]:
    """Give the keys of rows whose column is drawn otherwise than it says."""
    key = quoted(key_property(spec))
    drawn = rows(tx, f"MATCH {link_pattern(spec.name, link)} RETURN collect([r.{key}, t.id, l.role])")[0][0]
    wanted = [
        [key, target["id"], target["role"]]
        for key, row in tables[spec.name].items()
        for target in targets(link, row)
        if target["id"] in tables[link.target]
    ]
    return _odd(drawn, wanted)


def _ends(tx: neo4j.ManagedTransaction, spec: TableSpec, tie: Tie, there: Mapping[str, Row]) -> list[Fault]:
    types = "|".join(tie.types)
    drawn = rows(tx, f"MATCH (a)-[r:{types}]->(b) RETURN collect([r.{quoted(key_property(spec))}, a.id, b.id])")[0][0]
    wanted = [[key, row[tie.start[1]], row[tie.end[1]]] for key, row in there.items()]
    return [
        Fault(f"{spec.name}/{key}", message("it does not lead from and to what its columns name"))
        for key in _odd(drawn, wanted)
    ]


def link_fault(spec: TableSpec, key: str, type_: str) -> Fault:
    """Say that a column is drawn otherwise than it says."""
    return Fault(f"{spec.name}/{key}", message(LINK_DIFFERS, type=type_))


def _odd(drawn: Sequence[list[Any]], wanted: Sequence[list[Any]]) -> list[str]:
    there, should = Counter(map(tuple, drawn)), Counter(map(tuple, wanted))
    return sorted({str(entry[0]) for entry in (*(there - should), *(should - there))})


def _revisions(tx: neo4j.ManagedTransaction) -> list[Fault]:
    found = rows(
        tx,
        "MATCH (r:Revision)"
        " WITH r, COLLECT { MATCH (r)<-[m:MOVED]-(:Change) RETURN m.revision } AS moved"
        " WHERE r.revision <> size(moved) OR NOT all(n IN moved WHERE n <= r.revision)"
        " RETURN r.entity",
    )
    return [Fault(entity, message("its revision does not fit the log")) for (entity,) in found]
