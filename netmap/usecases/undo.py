"""Undo and redo without end: both are changes like any other, found from the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netmap.errors import NotFound
from netmap.model.changes import Receipt
from netmap.model.tables import Room
from netmap.stores.base import Store
from netmap.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class Steps:
    """What can be taken back and brought back: ids of changes, the next one last."""

    undo: tuple[str, ...]
    redo: tuple[str, ...]


def steps_of(lineage: Iterable[tuple[str, str | None]]) -> Steps:
    """Work out from somebody's changes (oldest first, each with what it takes back) what can be undone and redone.

    An undo moves a change to the redo side; a redo (the undo of an undo) moves it back; any other
    change empties the redo side.
    """
    undo: list[str] = []
    redo: list[str] = []
    for change, undoes in lineage:
        if undoes is not None and undoes in undo:
            undo.remove(undoes)
            redo.append(change)
        elif undoes is not None and undoes in redo:
            redo.remove(undoes)
            undo.append(change)
        else:
            undo.append(change)
            redo.clear()
    return Steps(tuple(undo), tuple(redo))


def _store(desk: Desk, room: Room) -> Store:
    return desk.house.cases if room is Room.CASES else desk.house.partners


def own_steps(desk: Desk, entity: str) -> Steps:
    """Give what the actor can undo and redo on an entity (``case:…``, ``organisation:…`` …)."""
    room = Room.CASES if entity.startswith("case:") else Room.PARTNERS
    return steps_of(_store(desk, room).lineage(entity=entity, by=desk.actor.account))


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of taking a change back.

    Attributes
    ----------
    tables
        Of what it touched.
    """

    receipt: Receipt
    tables: frozenset[str]


def take_back(desk: Desk, change_id: str, *, room: Room, request: str | None = None) -> TakenBack:
    """Take a change back (or, where it was an undo, bring back what it took).

    The caller has checked the permission for the change's entity.

    Raises
    ------
    NotFound
        There is no such change.
    Conflict
        What it touched was changed again meanwhile.
    """
    store = _store(desk, room)
    codec = desk.house.codec if room is Room.CASES else None
    found = store.changes(ids=[change_id], codec=codec)
    if not found:
        raise NotFound("There is no change {id}.", id=change_id)
    receipt = store.apply(
        found[0].change.inverse(),
        by=desk.actor.account,
        request=request,
        undoes=change_id,
        codec=codec,
    )
    return TakenBack(receipt, frozenset(edit.table for edit in found[0].edits))
