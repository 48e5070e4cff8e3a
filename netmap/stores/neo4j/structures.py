"""Structures of cards kept packed on their nodes, so that all of them can be counted at once.

A server has no triggers of its own; so whoever writes takes the kept structure away in the same
transaction. The next count packs what is missing; it holds the card's node meanwhile, so that it
cannot keep what somebody else is just changing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import neo4j

from netmap.errors import Fault, FormatError, StoreReadOnly
from netmap.messages import message
from netmap.model.packed import VERSION, Ends, pack_card
from netmap.model.placement import Place
from netmap.model.tables import Row
from netmap.stores.neo4j.connection import Sessions, rows
from netmap.stores.packs import STRUCTURE_DIFFERS
from netmap.stores.plan import Plan, RowId, same

#: the property that holds it; written by nothing else
KEPT = "_structure"
#: cards packed in one transaction
_CARDS = 500
#: what a structure depends on, by table
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "alters": ("card", "human", "deceased", "angle", "distance", "ego_tie"),
    "ties": ("card", "a", "b", "state"),
}


def forget_structures(tx: neo4j.ManagedTransaction, plan: Plan, before: Mapping[RowId, Row]) -> None:
    """Take away what is kept of the cards that a plan changes."""
    cards = set()
    for where, row in plan.rows.items():
        columns, old = _COLUMNS.get(where[0]), before.get(where)
        if columns is None:
            continue
        if old is None or row is None or not all(same(old[name], row.get(name)) for name in columns):
            cards |= {str(r["card"]) for r in (old, row) if r is not None}
    if cards:
        forget_cards(tx, sorted(cards))


def forget_cards(tx: neo4j.ManagedTransaction, cards: Sequence[str]) -> None:
    """Take away what is kept of cards; the next count packs them anew."""
    tx.run(f"UNWIND $cards AS id MATCH (c:Card {{id: id}}) REMOVE c.{KEPT}", {"cards": list(cards)}).consume()


def read_structures(sessions: Sessions) -> list[tuple[str, bytes]]:
    """Give each card's packed structure by its id, in order; what is missing is packed and kept."""
    found, missing = sessions.read(_kept)
    for start in range(0, len(missing), _CARDS):
        found += _packed_and_kept(sessions, missing[start : start + _CARDS])
    return sorted(found)


def _kept(tx: neo4j.ManagedTransaction) -> tuple[list[tuple[str, bytes]], list[str]]:
    found, missing = [], []
    for card, structure in rows(tx, f"MATCH (c:Card) RETURN collect([c.id, c.{KEPT}])")[0][0]:
        if structure and structure[0] == VERSION:
            found.append((card, bytes(structure)))
        else:
            missing.append(card)
    return found, sorted(missing)


def _packed_and_kept(sessions: Sessions, cards: Sequence[str]) -> list[tuple[str, bytes]]:
    def work(tx: neo4j.ManagedTransaction) -> list[tuple[str, bytes]]:
        # held before it is read: who writes meanwhile takes away afterwards what is kept here
        tx.run("UNWIND $cards AS id MATCH (c:Card {id: id}) SET c.id = c.id", {"cards": list(cards)}).consume()
        found = _packed(tx, cards)
        tx.run(
            f"UNWIND $kept AS kept MATCH (c:Card {{id: kept[0]}}) SET c.{KEPT} = kept[1]",
            {"kept": [list(pair) for pair in found]},
        ).consume()
        return found

    try:
        return sessions.write(work)
    except StoreReadOnly:
        return sessions.read(lambda tx: _packed(tx, cards))


def _packed(tx: neo4j.ManagedTransaction, cards: Sequence[str]) -> list[tuple[str, bytes]]:
    """Pack cards from their rows, those that are still there."""
    wanted = {"cards": list(cards)}
    each = "UNWIND $cards AS id MATCH (c:Card {id: id})"
    places: defaultdict[str, list[Place]] = defaultdict(list)
    ends: defaultdict[str, list[Ends]] = defaultdict(list)
    place = "a.id, a.human, a.deceased, a.angle, a.distance, a.ego_tie"
    for card, *cells in rows(tx, f"{each}-[:SHOWS]->(a:Alter) RETURN id, {place}", wanted):
        places[card].append(Place(*cells))
    for card, *cells in rows(
        tx, f"{each}-[:SHOWS]->(:Alter)-[t:TIE {{card: id}}]->() RETURN id, t.a, t.b, t.state", wanted
    ):
        ends[card].append(Ends(*cells))
    there = [card for (card,) in rows(tx, f"{each} RETURN id", wanted)]
    return [(card, pack_card(sorted(places[card], key=lambda place: place.id), ends[card])) for card in there]


def structure_faults(tx: neo4j.ManagedTransaction) -> list[Fault]:
    """Name every kept structure that is not what the rows of its card say."""
    faults: list[Fault] = []
    kept, _ = _kept(tx)
    for start in range(0, len(kept), _CARDS):
        part = kept[start : start + _CARDS]
        try:
            packed = dict(_packed(tx, [card for card, _ in part]))
        except FormatError as exc:
            faults.append(Fault("structures", exc.message))
            continue
        faults += [
            Fault(f"structures/{card}", message(STRUCTURE_DIFFERS))
            for card, structure in part
            if packed.get(card) != structure
        ]
    return faults
