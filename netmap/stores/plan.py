"""What a change means for the rows that are there: shared by all stores, so that they agree.

A store reads the rows a change touches, asks :func:`plan_change`, and writes what the plan says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from netmap.errors import Fault, InputError
from netmap.messages import N_, message
from netmap.model.changes import Change, Difference, Edit, Recorded
from netmap.model.ids import new_id
from netmap.model.stored import LaidOver
from netmap.model.tables import KEY_SEPARATOR, TABLES, Column, Kind, Room, Row, TableSpec
from netmap.stores.base import Codec, Conflict, Seen, case_of, decode_row, encode_row

RowId = tuple[str, str]

#: JSON as short as it can be; one encoder for all, because making one takes longer than using it
to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
#: so few edits are written without it
_FEW = 3
#: a text as JSON
quoted = json.encoder.encode_basestring

#: a change of more entities than this is shown as one entry of the audit log
MANY = 500


@dataclass(slots=True)
class Plan:
    """What to write.

    Attributes
    ----------
    rows
        Each touched row in stored form (sealed), ``None`` = to be removed.
    existed
        The touched rows that were there before.
    columns
        Which columns of a row that stays its edits name, in order; all others are as they were.
    entities
        Whose revisions move.
    logged
        The edits as the log keeps them: sealed stays sealed, secrets are left out.
    needs
        Rows that have to be there afterwards because something refers to them.
    gone
        Rows that are removed: nothing may refer to them any more.
    """

    rows: dict[RowId, Row | None] = field(default_factory=dict)
    existed: set[RowId] = field(default_factory=set)
    columns: dict[RowId, dict[str, None]] = field(default_factory=dict)
    entities: set[str] = field(default_factory=set)
    logged: list[Edit] = field(default_factory=list)
    needs: set[RowId] = field(default_factory=set)
    gone: set[RowId] = field(default_factory=set)


def same(a: Any, b: Any) -> bool:
    """Tell whether two plain values are the same; an empty list is as unknown as ``None``.

    Examples
    --------
    >>> same([], None), same(0, None), same(1, 1.0)
    (True, False, True)
    """
    if a == b:
        return True
    return (a is None or a == [] or a == {}) and (b is None or b == [] or b == {})


def plan_change(change: Change, current: Mapping[RowId, Row], *, codec: Codec | None) -> Plan:
    """Work out what a change does to the rows as they are stored now.

    Parameters
    ----------
    change
        The change.
    current
        The stored rows it touches (sealed columns still sealed), by table and key.
    codec
        Needed where sealed columns are compared or written.

    Raises
    ------
    Conflict
        Rows or columns are no longer what the change saw; all of them are named.
    InputError
        A row would not be right.
    """
    plan = Plan()
    differences: list[Difference] = []
    faults: list[Fault] = []
    for edit in change.edits:
        spec = TABLES[edit.table]
        where = (edit.table, edit.key)
        if where in plan.rows:
            now = plan.rows[where]
        else:
            now = current.get(where)
            if now is not None:
                plan.existed.add(where)
        found = _differences(spec, edit, now, codec)
        if found:
            differences += found
            continue
        problems = _faults(spec, edit, now)
        if problems:
            faults += problems
            continue
        plan.rows[where] = _after(plan, spec, edit, now, codec)
        _note_columns(plan, where, spec, edit)
    if differences:
        raise Conflict(differences)
    if faults:
        raise InputError("The entry is not complete or not right; nothing was changed.", faults=faults)
    _settle(plan)
    return plan


def _differences(spec: TableSpec, edit: Edit, now: Row | None, codec: Codec | None) -> list[Difference]:
    if edit.before is None:
        if now is None:
            return []
        return [Difference(edit.table, edit.key, "", None, "there", "added")]
    if now is None:
        return [Difference(edit.table, edit.key, "", "there", None, edit.after)]
    found = []
    for name, seen in edit.before.items():
        if name not in now:
            continue  # a fault, not a conflict
        col = spec.by_name[name]
        value = now[name]
        if col.secret or (col.own and edit.after is None):
            continue
        if col.sealed and value is not None:
            if codec is None:
                if edit.after is None:
                    continue  # a row may be removed by somebody who cannot read it
                raise ValueError(f"{spec.name}.{name} can only be compared with a key")
            value = codec.open(value, case=case_of(spec, now), table=spec.name, key=edit.key, column=name)
        if value != seen and not same(value, seen):
            wanted = None if edit.after is None else edit.after.get(name)
            found.append(Difference(edit.table, edit.key, name, seen, value, wanted))
    return found


def _faults(spec: TableSpec, edit: Edit, now: Row | None) -> list[Fault]:
    if edit.after is None:
        return []
    if edit.before is None:
        faults = spec.check(edit.after)
        if not faults and spec.key_of(edit.after) != edit.key:
            faults.append(Fault(f"{spec.name}/{edit.key}", message("the key does not belong to the entry")))
        return faults
    faults = []
    for name, value in edit.after.items():
        col = spec.by_name.get(name)
        if col is None:
            faults.append(Fault(f"{spec.name}/{edit.key}/{name}", message("the column is unknown")))
            continue
        problem = col.fault(value)
        if name in spec.key and not same(value, (now or {}).get(name)):
            problem = N_("what identifies an entry cannot be changed")
        if problem:
            shown = "…" if col.sealed or col.secret else value
            faults.append(Fault(f"{spec.name}/{edit.key}/{name}", message(problem, value=shown)))
    return faults


def _after(plan: Plan, spec: TableSpec, edit: Edit, now: Row | None, codec: Codec | None) -> Row | None:
    whole = edit.after if edit.before is None else now
    assert whole is not None
    case = case_of(spec, whole) if spec.room is Room.CASES else ""
    plan.entities.add(spec.entity_of(whole))
    before = None if edit.before is None or now is None else {n: now.get(n) for n in edit.before}
    if edit.after is None:
        plan.logged.append(Edit(edit.table, edit.key, _loggable(spec, before), None))
        return None
    stored = encode_row(spec, edit.after, key=edit.key, case=case, codec=codec)
    plan.logged.append(Edit(edit.table, edit.key, _loggable(spec, before), _loggable(spec, stored)))
    _note_references(plan, spec, edit.after)
    return dict.fromkeys(spec.names) | stored if now is None else LaidOver(now, stored)


def _note_columns(plan: Plan, where: RowId, spec: TableSpec, edit: Edit) -> None:
    """Note the columns that an edit may change: those it names, or all where a row comes or goes."""
    named = dict.fromkeys(spec.names if edit.before is None or edit.after is None else edit.after)
    if where in plan.columns:
        plan.columns[where].update(named)
    else:
        plan.columns[where] = named


def _loggable(spec: TableSpec, row: Row | None) -> Row | None:
    if row is None or not _with_secrets(spec.name):
        return row
    return {n: v for n, v in row.items() if not spec.column(n).secret}


@cache
def _with_secrets(table: str) -> bool:
    return any(col.secret for col in TABLES[table].columns)


@cache
def _referring(table: str) -> tuple[Column, ...]:
    return tuple(col for col in TABLES[table].columns if col.refers is not None)


def _note_references(plan: Plan, spec: TableSpec, row: Row) -> None:
    for col in _referring(spec.name):
        value = row.get(col.name)
        if not value:
            continue
        ids = value if col.kind is Kind.TEXTS else [value]
        plan.needs.update((str(col.refers), str(i)) for i in ids)


def touched(change: Change) -> dict[str, list[str]]:
    """Give the keys of the rows a change touches, by table."""
    keys: dict[str, dict[str, None]] = {}
    for edit in change.edits:
        keys.setdefault(edit.table, {})[edit.key] = None
    return {table: sorted(found) for table, found in keys.items()}


def entities_of(change: Change, current: Mapping[RowId, Row]) -> set[str] | None:
    """Tell whose revisions a change moves, as far as its edits and the rows given tell.

    Returns
    -------
    set or None
        ``None``: rows have to be read first. Rows that are not there at all move nothing.
    """
    found: set[str] = set()
    for edit in change.edits:
        spec = TABLES[edit.table]
        row = edit.after if edit.before is None else current.get((edit.table, edit.key))
        if row is None:
            if current:
                continue
            parts = edit.key.split(KEY_SEPARATOR)
            row = dict(zip(spec.key, parts, strict=False))
            if len(parts) != len(spec.key) or not spec.entity_columns <= row.keys():
                return None
        found.add(spec.entity_of(row))
    return found


def plan_housekeeping(change: Change, current: Mapping[RowId, Row]) -> Plan:
    """Plan edits that are neither compared nor logged; what is not there is neither changed nor removed.

    Raises
    ------
    ValueError
        A table of the district: nothing of it changes without an entry in the log, from which those
        who keep its rows learn what moved.
    """
    plan = Plan()
    for edit in change.edits:
        spec = TABLES[edit.table]
        if spec.public:
            raise ValueError(f"{edit.table} are changed with an entry in the log")
        where = (edit.table, edit.key)
        now = plan.rows[where] if where in plan.rows else current.get(where)
        if where in current:
            plan.existed.add(where)
        _note_columns(plan, where, spec, edit)
        if edit.after is None:
            if now is not None:
                plan.rows[where] = None
        elif edit.before is None:
            plan.rows[where] = {**dict.fromkeys(spec.names), **edit.after}
            _note_references(plan, spec, edit.after)
        elif now is not None:
            plan.rows[where] = {**now, **edit.after}
            _note_references(plan, spec, edit.after)
    _settle(plan)
    return plan


def _settle(plan: Plan) -> None:
    for where, row in plan.rows.items():
        if row is None:
            plan.gone.add(where)
        else:
            plan.needs.discard(where)


def refuse_broken(faults: Sequence[Fault]) -> None:
    """Refuse a change after which something would refer to what is not there.

    Raises
    ------
    InputError
        There are such faults.
    """
    if faults:
        raise InputError("Something refers to an entry that is not there; nothing was changed.", faults=faults)


def next_id(last: str) -> str:
    """Make the id of a change that sorts after the last one, whatever the clocks say.

    Examples
    --------
    >>> next_id("zzz")
    'zzz0'
    """
    made = new_id()
    return made if made > last else last + "0"


def seen_in(
    change_id: str, at: str, by: str, kind: str, why: str | None, *, entities: Iterable[str], entity: str | None
) -> list[Seen]:
    """Give a change as the audit log shows it: one entry for each entity, or for the one asked for.

    A change of very many entities is shown as one of the whole district.
    """
    shown = [entity] if entity is not None else sorted(entities, reverse=True)
    if len(shown) > MANY:
        shown = ["district"]
    moment = datetime.fromisoformat(at)
    return [Seen(change_id, moment, by, kind, e, why) for e in shown]


def recorded(row: Sequence[Any], edits: bytes | str, entities: Mapping[str, int], codec: Codec | None) -> Recorded:
    """Make an entry of the log from its stored form: id, at, by, kind, why, request, undoes."""
    return Recorded(
        id=row[0],
        at=datetime.fromisoformat(row[1]),
        by=row[2],
        kind=row[3],
        why=row[4],
        request=row[5],
        undoes=row[6],
        edits=edits_from_json(edits, entities, codec),
        entities=entities,
    )


def missing_fault(table: str, key: str) -> Fault:
    """Say that something refers to a row that is not there."""
    return Fault(f"{table}/{key}", message("there is no such entry"))


def used_fault(table: str, key: str, by: str) -> Fault:
    """Say that a row cannot be removed while something refers to it."""
    return Fault(f"{table}/{key}", message("still used by {by}", by=by))


def check_stored(spec: TableSpec, row: Row) -> list[Fault]:
    """Check a stored row whose sealed columns are out of sight."""
    sealed = {c.name for c in spec.columns if c.sealed or c.secret}
    return [f for f in spec.check(row) if f.where.rsplit("/", 1)[-1] not in sealed]


def revisions_to_json(revisions: Mapping[str, int]) -> str:
    """Write revisions for the log; they are few words, for which making ready to write takes longest.

    Examples
    --------
    >>> revisions_to_json({"case:a": 3, "pair:ä|b": 1}) == to_json({"case:a": 3, "pair:ä|b": 1})
    True
    """
    return "{" + ",".join([f"{quoted(entity)}:{number:d}" for entity, number in revisions.items()]) + "}"


def edits_to_json(edits: Sequence[Edit]) -> bytes:
    """Write edits for the log.

    Examples
    --------
    >>> edits_to_json([Edit("areas", "ä", {"name": None, "population": 3, "shape": []}, None)]).decode()
    '[["areas","ä",{"name":null,"population":3,"shape":[]},null]]'
    """
    if len(edits) > _FEW:
        return to_json([[e.table, e.key, e.before, e.after] for e in edits]).encode()
    # cell by cell: making the encoder ready takes longer than writing a few texts
    return (
        "[" + ",".join([f"[{quoted(e.table)},{quoted(e.key)},{_json(e.before)},{_json(e.after)}]" for e in edits]) + "]"
    ).encode()


def _json(row: Row | None) -> str:
    if row is None:
        return "null"
    return (
        "{"
        + ",".join(
            [
                f"{quoted(name)}:{quoted(v) if v.__class__ is str else 'null' if v is None else to_json(v)}"
                for name, v in row.items()
            ]
        )
        + "}"
    )


def edits_from_json(data: bytes | str, entities: Mapping[str, int], codec: Codec | None) -> tuple[Edit, ...]:
    """Read edits from the log; sealed columns are opened, or ``None`` without a codec."""
    case = next((e.removeprefix("case:") for e in entities if e.startswith("case:")), "")
    edits = []
    for table, key, before, after in json.loads(data):
        spec = TABLES[table]
        pair = [
            None
            if row is None
            else decode_row(spec, row, key=key, case=case, codec=codec)
            if spec.room is Room.CASES
            else row
            for row in (before, after)
        ]
        edits.append(Edit(table, key, pair[0], pair[1]))
    return tuple(edits)
