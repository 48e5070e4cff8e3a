"""What the card's surface sends and is answered: typed edits, checked as they come in. Pure.

The sentences and shapes are written down in ``PROTOCOL.md`` beside this file. Whatever comes from a browser
is doubted: a batch is taken apart whole or refused whole, with every fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from netmap.errors import Fault, InputError
from netmap.messages import message
from netmap.model.cases import DIRECTIONS, SUPPORT_KINDS, TIE_STATES, Alter
from netmap.model.tables import Row

#: the columns of an entry that a hand can set on the card
EDITABLE: Final = (
    "label", "role", "role_text", "human", "field", "angle", "distance", "ego_tie", "supports", "burden",
    "conflict", "care", "child", "far_away", "lost", "deceased", "partner_table", "partner_id",
)  # fmt: skip
#: the columns that say where an entry stands
PLACE: Final = ("angle", "distance", "field")
LONGEST_TEXT: Final = 200
LARGEST_BATCH: Final = 200

_ID: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")
_SUPPORTS: Final = frozenset(f"{kind}:{way}" for kind in SUPPORT_KINDS for way in DIRECTIONS)


@dataclass(frozen=True, slots=True)
class AddEntry:
    """A new entry; its id was made in the browser, so that later edits can name it before it is saved."""

    id: str
    alter: str
    values: Row


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """An entry stands elsewhere: angle, distance, field; ``before`` is what the person saw."""

    id: str
    alter: str
    values: Row
    before: Row


@dataclass(frozen=True, slots=True)
class SetEntry:
    """Something else about an entry changed; ``before`` is what the person saw."""

    id: str
    alter: str
    values: Row
    before: Row


@dataclass(frozen=True, slots=True)
class DeleteEntry:
    """An entry was taken off the card; ``before`` holds no sealed column."""

    id: str
    alter: str
    before: Row


@dataclass(frozen=True, slots=True)
class SetTie:
    """Whether two entries know each other; a state of ``None`` is unknown again. ``a`` < ``b``."""

    id: str
    a: str
    b: str
    state: str | None
    conflict: bool
    before_state: str | None
    before_conflict: bool


@dataclass(frozen=True, slots=True)
class Undo:
    """The person's last change on this card is taken back."""

    id: str


@dataclass(frozen=True, slots=True)
class Redo:
    """What was taken back last is done again."""

    id: str


Edit: TypeAlias = "AddEntry | MoveEntry | SetEntry | DeleteEntry | SetTie | Undo | Redo"


@dataclass(frozen=True, slots=True)
class Batch:
    """Edits of one card in the order in which they were made.

    Attributes
    ----------
    holds
        The mark of the words that the page has already; without it they are sent.
    """

    seq: int
    card: str
    edits: tuple[Edit, ...]
    holds: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's word on one edit, by the edit's id.

    Attributes
    ----------
    reason
        Why it was refused, for the person, in their language.
    """

    id: str
    ok: bool = True
    reason: str | None = None

    def to_data(self) -> dict[str, Any]:
        """Give it as the browser reads it."""
        return {"id": self.id, "ok": self.ok, "reason": self.reason}


def parse_edits(payload: object) -> Batch:
    """Take a batch apart as the browser sent it.

    Parameters
    ----------
    payload
        ``{"seq", "card", "edits": [...], "holds"}``.

    Raises
    ------
    InputError
        With every fault, by its place in the batch; text typed by hand is never repeated in it.

    Examples
    --------
    >>> batch = parse_edits({"seq": 1, "card": "c", "edits": [{"id": "0" * 26, "op": "undo"}]})
    >>> batch.edits
    (Undo(id='00000000000000000000000000'),)
    """
    faults: list[Fault] = []
    outer = payload if isinstance(payload, Mapping) else {}
    seq, card, edits = outer.get("seq"), outer.get("card"), outer.get("edits")
    if not _whole(seq) or not isinstance(card, str) or not card:
        faults.append(Fault("edits", message("the batch has no number or names no card")))
    if not isinstance(edits, list) or len(edits) > LARGEST_BATCH:
        faults.append(Fault("edits", message("the batch is not a list of edits, or too long")))
        edits = []
    parsed = [_edit(edit, f"edits[{n}]", faults) for n, edit in enumerate(edits)]
    if faults:
        raise InputError("The card sent something that cannot be read.", faults=faults)
    holds = outer.get("holds")
    return Batch(
        seq=int(seq or 0),
        card=str(card),
        edits=tuple(e for e in parsed if e is not None),
        holds=holds if isinstance(holds, str) else None,
    )


def moved_on(before: Row, values: Row, now: Row) -> tuple[str, ...]:
    """Name the columns somebody else changed since: neither as the person saw them nor as they want them.

    Parameters
    ----------
    before
        What the edit found.
    values
        What the edit wants; empty for a deletion.
    now
        The row as it is stored.

    Examples
    --------
    >>> moved_on({"burden": False}, {"burden": True}, {"burden": True})
    ()
    >>> moved_on({"distance": 20.0}, {"distance": 50.0}, {"distance": 80.0})
    ('distance',)
    """
    return tuple(
        name
        for name, found in before.items()
        if not _same(now.get(name), found) and not (name in values and _same(now.get(name), values[name]))
    )


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, (list, tuple)) or isinstance(b, (list, tuple)):
        return sorted(a or ()) == sorted(b or ())
    return bool(a == b)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _edit(edit: object, where: str, faults: list[Fault]) -> Edit | None:
    if not isinstance(edit, Mapping):
        faults.append(Fault(where, message("this is no edit")))
        return None
    before = len(faults)
    op = edit.get("op")
    read = _READERS.get(op) if isinstance(op, str) else None
    _check_id(edit, "id", where, faults)
    if read is None:
        faults.append(Fault(f"{where}.op", message("the kind of edit is unknown")))
        return None
    found = read(edit, where, faults)
    return found if len(faults) == before else None


def _check_id(edit: Mapping[str, Any], name: str, where: str, faults: list[Fault], *, own: bool = True) -> str:
    value = edit.get(name)
    good = isinstance(value, str) and (_ID.fullmatch(value) if own else 0 < len(value) <= LONGEST_TEXT)
    if not good:
        faults.append(Fault(f"{where}.{name}", message("this is no id")))
    return str(value)


def _add(edit: Mapping[str, Any], where: str, faults: list[Fault]) -> Edit:
    alter = _check_id(edit, "alter", where, faults)
    values = _values(edit.get("values"), f"{where}.values", faults)
    if not any(values.get(name) for name in ("label", "role", "role_text", "partner_id")):
        faults.append(Fault(f"{where}.values", message("the entry has neither a name nor a role")))
    return AddEntry(str(edit.get("id")), alter, values)


def _move(edit: Mapping[str, Any], where: str, faults: list[Fault]) -> Edit:
    alter, values, before = _change(edit, where, faults)
    if set(values) - set(PLACE):
        faults.append(Fault(f"{where}.values", message("a move changes the place only")))
    return MoveEntry(str(edit.get("id")), alter, values, before)


def _set(edit: Mapping[str, Any], where: str, faults: list[Fault]) -> Edit:
    alter, values, before = _change(edit, where, faults)
    return SetEntry(str(edit.get("id")), alter, values, before)


def _change(edit: Mapping[str, Any], where: str, faults: list[Fault]) -> tuple[str, Row, Row]:
    alter = _check_id(edit, "alter", where, faults, own=False)
    values = _values(edit.get("values"), f"{where}.values", faults)
    before = _values(edit.get("before"), f"{where}.before", faults)
    if not values or set(values) != set(before):
        faults.append(Fault(where, message("an edit says for each column what it found and what it wants")))
    return alter, values, before


def _delete(edit: Mapping[str, Any], where: str, faults: list[Fault]) -> Edit:
    alter = _check_id(edit, "alter", where, faults, own=False)
    return DeleteEntry(str(edit.get("id")), alter, _values(edit.get("before"), f"{where}.before", faults))


def _tie(edit: Mapping[str, Any], where: str, faults: list[Fault]) -> Edit:
    a = _check_id(edit, "a", where, faults, own=False)
    b = _check_id(edit, "b", where, faults, own=False)
    if a >= b:
        faults.append(Fault(where, message("a tie joins two different entries, the smaller id first")))
    state, conflict = _tie_values(edit.get("values"), f"{where}.values", faults)
    before_state, before_conflict = _tie_values(edit.get("before"), f"{where}.before", faults)
    return SetTie(str(edit.get("id")), a, b, state, conflict, before_state, before_conflict)


def _tie_values(given: object, where: str, faults: list[Fault]) -> tuple[str | None, bool]:
    values = given if isinstance(given, Mapping) else {}
    state, conflict = values.get("state"), values.get("conflict", False)
    if (
        "state" not in values
        or (state is not None and state not in TIE_STATES)
        or not isinstance(conflict, bool)
        or (conflict and state != "known")
    ):
        faults.append(Fault(where, message("a tie is known, none or unknown; conflict needs one that is known")))
    return (state if isinstance(state, str) else None), conflict is True


def _values(given: object, where: str, faults: list[Fault]) -> Row:
    """Check columns against the table they belong to; numbers become what the table holds."""
    if not isinstance(given, Mapping):
        faults.append(Fault(where, message("the values are missing")))
        return {}
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if name not in EDITABLE:
            faults.append(Fault(f"{where}.{str(name)[:40]}", message("this column cannot be changed on the card")))
            continue
        problem = _problem(name, value)
        if problem:
            faults.append(Fault(f"{where}.{name}", problem))
        checked[name] = float(value) if _whole(value) and name in ("angle", "distance") else value
    if ("angle" in checked) != ("distance" in checked) or (checked.get("angle") is None) != (
        checked.get("distance") is None
    ):
        faults.append(Fault(where, message("angle and distance belong together")))
    return checked


def _problem(name: str, value: Any) -> Any:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return message("the text is too long")
    column = Alter.TABLE.column(name)
    if value is None and column.kind.value == "yes_no":
        return message("a value is needed here")
    fault = column.fault(value)
    if fault:
        return message(fault, value="…")
    if name == "supports" and not (isinstance(value, list) and set(value) <= _SUPPORTS):
        return message("this kind of help is unknown")
    return None


def _undo(edit: Mapping[str, Any], _where: str, _faults: list[Fault]) -> Edit:
    return Undo(str(edit.get("id")))


def _redo(edit: Mapping[str, Any], _where: str, _faults: list[Fault]) -> Edit:
    return Redo(str(edit.get("id")))


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], str, list[Fault]], Edit]]] = {
    "add": _add,
    "move": _move,
    "set": _set,
    "delete": _delete,
    "tie": _tie,
    "undo": _undo,
    "redo": _redo,
}
