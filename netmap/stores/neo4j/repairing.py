"""Makes anew what a graph keeps beside the properties of its rows, where somebody wrote past netmap.

A server of the free edition tells nobody that something was written. What a row says are its named
properties; the text it is loaded from, the relationships drawn from its columns, packs and structures
follow from them.
"""

from __future__ import annotations

import json

import neo4j

from netmap.errors import Fault
from netmap.messages import message
from netmap.model.tables import Room, TableSpec, tables_of
from netmap.stores.neo4j.checking import ROW_DIFFERS, link_fault, odd_links, rows_of
from netmap.stores.neo4j.connection import rows
from netmap.stores.neo4j.graph import (
    ROW,
    SHAPES,
    Node,
    cells,
    key_property,
    maker,
    packed,
    pattern,
    quoted,
    to_packed,
)
from netmap.stores.neo4j.packs import forget_pack, pack_faults
from netmap.stores.neo4j.structures import forget_cards, structure_faults
from netmap.stores.neo4j.writing import link_pattern, put_links
from netmap.stores.packs import kept_packed
from netmap.stores.plan import check_stored

_TOLD = "MATCH (s:Store) SET s.repaired = coalesce(s.repaired, 0) + 1"


def repair(tx: neo4j.ManagedTransaction, room: Room) -> list[Fault]:
    """Make anew what does not fit its rows; give what it was."""
    found: list[Fault] = []
    for spec in tables_of(room):
        if packed(spec):
            found += _rows(tx, spec)
    tables = {spec.name: rows_of(tx, spec) for spec in tables_of(room)}
    for spec in tables_of(room):
        there = tables[spec.name]
        shape = SHAPES[spec.name]
        for link in shape.links if isinstance(shape, Node) else ():
            odd = odd_links(tx, spec, link, tables)
            if odd:
                query = f"MATCH {link_pattern(spec.name, link)} WHERE r.{quoted(key_property(spec))} IN $keys DELETE l"
                tx.run(query, {"keys": odd}).consume()
                put_links(tx, spec, link, [(key, there[key]) for key in odd if key in there])
            found += [link_fault(spec, key, link.type) for key in odd]
        if kept_packed(spec) and (wrong := pack_faults(tx, spec, there)):
            forget_pack(tx, spec)
            found += wrong
    if room is Room.CASES and (kept := structure_faults(tx)):
        forget_cards(tx, [fault.where.partition("/")[2] for fault in kept])
        found += kept
    if found:
        tx.run(_TOLD).consume()
    return found


def _rows(tx: neo4j.ManagedTransaction, spec: TableSpec) -> list[Fault]:
    """Write anew the text a row is loaded from, and its key, where they do not fit its properties."""
    query = f"MATCH {pattern(spec.name)} RETURN collect([elementId(r), r.{ROW}, {cells(spec, each=True)}])"
    there = rows(tx, query)[0][0]
    taken = {cell[-1] for _, _, cell in there}
    mended = []
    faults = []
    for element, text, cell in there:
        row = maker(spec.name)(cell)
        if check_stored(spec, row):
            continue  # what is wrong with it only somebody who knows can mend; verify names it
        key = spec.key_of(row)
        if key != cell[-1] and key in taken:
            continue  # another row has this key
        wanted = to_packed(spec, key, row)
        if key != cell[-1] or text is None or json.loads(text) != json.loads(wanted):
            taken.add(key)
            mended.append([element, {ROW: wanted, key_property(spec): key}])
            faults.append(Fault(f"{spec.name}/{key}", message(ROW_DIFFERS)))
    query = f"UNWIND $rows AS row MATCH {pattern(spec.name)} WHERE elementId(r) = row[0] SET r += row[1]"
    tx.run(query, {"rows": mended}).consume()
    return faults
