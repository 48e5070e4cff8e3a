"""Drawing on a card: every stroke is a change of its own, applied once, refused if it would overwrite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from netmap.errors import InputError, NotFound
from netmap.model import changes as ch
from netmap.model.cases import Alter, Card, Tie
from netmap.model.changes import Change, Edit, Receipt
from netmap.model.ids import new_id
from netmap.model.tables import TABLES, Record
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk, needs
from netmap.usecases.undo import Steps, own_steps

#: columns that say where an entry stands
_PLACE = frozenset({"angle", "distance", "field"})


def _apply(desk: Desk, change: Change, *, request: str | None) -> Receipt:
    return desk.house.cases.apply(change, by=desk.actor.account, request=request, codec=desk.house.codec)


def _on_card(desk: Desk, case_id: str, card_id: str, *alters: str) -> dict[str, Mapping[str, Any]]:
    """Give the stored entries, and refuse those of another case or card."""
    store = desk.house.cases
    _card_row(desk, case_id, card_id)
    rows = {r["id"]: r for r in store.load("alters", only=("id", list(alters)))["alters"]} if alters else {}
    for alter in alters:
        if alter not in rows or rows[alter]["card"] != card_id:
            raise NotFound("The entry is no longer on this card; somebody took it off.")
    return rows


def _card_row(desk: Desk, case_id: str, card_id: str) -> Mapping[str, Any]:
    cards = desk.house.cases.load("cards", only=("id", [card_id]))["cards"]
    if not cards or cards[0]["case"] != case_id:
        raise NotFound("There is no card {id} in this case.", id=card_id)
    return cards[0]


@needs("case.edit")
def add_entry(
    desk: Desk,
    case_id: str,
    card_id: str,
    values: Mapping[str, Any],
    *,
    alter_id: str | None = None,
    request: str | None = None,
) -> Receipt:
    """Put a new entry on a card.

    Parameters
    ----------
    desk, case_id, card_id
        Who, and where.
    values
        Columns of the entry (see :class:`netmap.model.cases.Alter`).
    alter_id
        The id the browser gave it.
    request
        The id of the edit: sent twice, it happens once.

    Raises
    ------
    InputError
        A value will not do.
    """
    desk.require_case("case.edit", case_id)
    _on_card(desk, case_id, card_id)
    made = alter_id or new_id()
    row = {**values, "id": made, "case": case_id, "card": card_id, "entry": made}
    spec = TABLES["alters"]
    for col in spec.columns:
        if col.name not in row and col.kind.value == "yes_no":
            row[col.name] = col.name == "human"
    row.setdefault("field", "social")
    return _apply(desk, ch.AddAlter.adding(Alter.from_row(row)), request=request)


@needs("case.edit")
def change_entry(
    desk: Desk,
    case_id: str,
    card_id: str,
    alter_id: str,
    *,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    request: str | None = None,
) -> Receipt:
    """Move an entry or change what is said of it.

    Raises
    ------
    Conflict
        Somebody changed the same columns since; both versions are in it.
    NotFound
        The entry is not on this card.
    """
    desk.require_case("case.edit", case_id)
    _on_card(desk, case_id, card_id, alter_id)
    edit = Edit("alters", alter_id, dict(before), dict(values))
    kind = ch.MoveAlter if set(values) <= _PLACE else ch.SetAlter
    return _apply(desk, kind((edit,)), request=request)


@needs("case.edit")
def remove_entry(
    desk: Desk,
    case_id: str,
    card_id: str,
    alter_id: str,
    *,
    before: Mapping[str, Any] | None = None,
    request: str | None = None,
) -> Receipt:
    """Take an entry off a card, with its ties.

    Raises
    ------
    Conflict
        It is no longer as it was seen.
    """
    desk.require_case("case.edit", case_id)
    _on_card(desk, case_id, card_id, alter_id)
    store = desk.house.cases
    row = store.load("alters", only=("id", [alter_id]), codec=desk.house.codec)["alters"][0]
    ties = [r for r in store.load("ties", only=("card", [card_id]))["ties"] if alter_id in (r["a"], r["b"])]
    edits = [Edit("ties", TABLES["ties"].key_of(t), dict(t), None) for t in ties]
    edits.append(Edit("alters", alter_id, {**row, **(before or {})}, None))
    return _apply(desk, ch.RemoveAlter(tuple(edits)), request=request)


@needs("case.edit")
def set_tie(
    desk: Desk,
    case_id: str,
    card_id: str,
    a: str,
    b: str,
    *,
    state: str | None,
    conflict: bool = False,
    before_state: str | None = None,
    before_conflict: bool = False,
    request: str | None = None,
) -> Receipt:
    """Say that two entries know each other, are known not to, or that nobody knows (``None``).

    Raises
    ------
    Conflict
        Somebody said something else since.
    InputError
        Both ends are the same.
    """
    desk.require_case("case.edit", case_id)
    if a == b:
        raise InputError("A tie joins two different entries.")
    a, b = sorted((a, b))
    _on_card(desk, case_id, card_id, a, b)

    def tie(said: str | None, quarrel: bool) -> Record | None:
        if said is None:
            return None
        return Tie(case=case_id, card=card_id, a=a, b=b, state=said, conflict=quarrel)

    old, new = tie(before_state, before_conflict), tie(state, conflict)
    if old is None and new is None:
        return Receipt("", desk.house.clock())
    if old is None and new is not None:
        change = ch.SetTie.adding(new)
    elif new is None and old is not None:
        change = ch.SetTie.removing(old)
    else:
        assert old is not None
        assert new is not None
        change = ch.SetTie.updating((old, new))
    return _apply(desk, change, request=request)


@needs("case.edit")
def was_done(desk: Desk, case_id: str, *, request: str) -> bool:
    """Tell whether a request was done before: what it was about may be gone since, perhaps by itself."""
    desk.require_case("case.edit", case_id)
    return _apply(desk, Change(()), request=request).repeated


@dataclass(frozen=True, slots=True)
class CardNow:
    """A card as it is now, without the rest of its case.

    Attributes
    ----------
    revision
        Of the case, as in :class:`netmap.usecases.cases.CaseFile`.
    steps
        What the actor can undo and redo.
    """

    card: Card
    alters: tuple[Alter, ...]
    ties: tuple[Tie, ...]
    revision: int
    steps: Steps


@needs("case.edit")
def card_now(desk: Desk, case_id: str, card_id: str) -> CardNow:
    """Read a card of an open case again after a change; like reading on in the case, it is not logged once more.

    Raises
    ------
    NotFound
        The case has no such card.
    """
    desk.require_case("case.edit", case_id)
    store, entity = desk.house.cases, f"case:{case_id}"
    # the revision first: what changes meanwhile is read too early rather than never
    revision = store.revisions([entity])[entity]
    steps = own_steps(desk, entity)
    row = _card_row(desk, case_id, card_id)
    rows = store.load("alters", "ties", only=("card", [card_id]), codec=desk.house.codec)
    return CardNow(
        card=Card.of_stored(row),
        alters=tuple(map(Alter.of_stored, rows["alters"])),
        ties=tuple(map(Tie.of_stored, rows["ties"])),
        revision=revision,
        steps=steps,
    )


@needs("case.edit")
def new_card(
    desk: Desk, file: CaseFile, *, on: date | None = None, label: str | None = None, empty: bool = False
) -> Card:
    """Begin the next card of a case: it starts from the last one, entries keep their identity.

    Raises
    ------
    InputError
        There is a card of that day already.
    """
    desk.require_case("case.edit", file.case.id)
    day = on or desk.house.today()
    if any(c.on == day for c in file.cards):
        raise InputError("There is a card of {day} already; go on drawing on that one.", day=day)
    card = Card(id=new_id(), case=file.case.id, on=day, label=label, made_by=desk.actor.account)
    last = None if empty else file.newest
    alters: list[Alter] = []
    ties: list[Tie] = []
    if last is not None:
        ids = {a.id: new_id() for a in file.alters.get(last.id, ())}
        alters = [replace(a, id=ids[a.id], card=card.id) for a in file.alters.get(last.id, ())]
        for t in file.ties.get(last.id, ()):
            a, b = sorted((ids[t.a], ids[t.b]))
            ties.append(replace(t, card=card.id, a=a, b=b))
    _apply(desk, ch.AddCard.adding(card, *alters, *ties), request=None)
    return card


@needs("case.edit")
def join_entries(desk: Desk, file: CaseFile, *, entry: str, same_as: str) -> Receipt:
    """Say that two entries of different cards are one person.

    Raises
    ------
    InputError
        Both stand on one card.
    """
    desk.require_case("case.edit", file.case.id)
    pairs = []
    for alters in file.alters.values():
        entries = {a.entry for a in alters}
        if entry in entries and same_as in entries:
            raise InputError("Both entries stand on one card; they cannot be one person.")
        pairs += [(a, replace(a, entry=same_as)) for a in alters if a.entry == entry]
    return _apply(desk, ch.JoinEntries.updating(*pairs), request=None)
