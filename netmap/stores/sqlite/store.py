"""One room in an SQLite file: the default for one desk, durable with every commit."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from netmap.errors import Fault, InputError, StoreError
from netmap.messages import message
from netmap.model.changes import Change, Receipt, Recorded
from netmap.model.ids import new_id
from netmap.model.tables import TABLES, Kind, Room, Row, TableSpec, tables_of
from netmap.stores.base import Codec, Seen, case_of, decode_row
from netmap.stores.plan import (
    Plan,
    RowId,
    check_stored,
    edits_from_json,
    edits_to_json,
    missing_fault,
    plan_change,
    used_fault,
)
from netmap.stores.sqlite.connection import Connections
from netmap.stores.sqlite.schema import converted, from_sql, key_column, quoted, to_sql

_MANY = 500


class SqliteStore:
    """A room in a file (see :class:`netmap.stores.base.Store` for what each method does).

    Parameters
    ----------
    path
        The file.
    room
        Which room it holds.
    """

    def __init__(self, path: Path, room: Room) -> None:
        self.room = room
        self.path = path
        self._connections = Connections(path, room)

    @property
    def uri(self) -> str:
        """Where it is."""
        return f"sqlite:///{self.path}"

    # reading

    def load(
        self,
        *tables: str,
        only: tuple[str, Sequence[str]] | None = None,
        codec: Codec | None = None,
    ) -> dict[str, list[Row]]:
        """Load plain rows by table, in the order of their keys, all from one moment."""
        with self._connections.reading() as db:
            return {name: self._load(db, TABLES[name], only, codec) for name in tables}

    def _load(
        self,
        db: sqlite3.Connection,
        spec: TableSpec,
        only: tuple[str, Sequence[str]] | None,
        codec: Codec | None,
    ) -> list[Row]:
        where, values = "", []
        if only is not None and only[0] in spec.names:
            marks = ",".join("?" * len(only[1]))
            where, values = f" WHERE {quoted(only[0])} IN ({marks})", list(only[1])
        names = spec.names
        columns = ", ".join(map(quoted, names))
        cursor = db.execute(
            f"SELECT {columns} FROM {quoted(spec.name)}{where} ORDER BY {key_column(spec)}",
            values,
        )
        rows: list[Row] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return _finish(spec, rows, codec)

    def changes(
        self,
        *,
        entity: str | None = None,
        by: str | None = None,
        since: datetime | None = None,
        after: str | None = None,
        ids: Sequence[str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        codec: Codec | None = None,
    ) -> list[Recorded]:
        """Read the log of changes."""
        conditions: list[tuple[str, Any]] = []
        if entity is not None:
            conditions.append(("id IN (SELECT change FROM change_entities WHERE entity = ?)", entity))
        if by is not None:
            conditions.append(("by = ?", by))
        if since is not None:
            conditions.append(("at >= ?", since.astimezone(UTC).isoformat()))
        if after is not None:
            conditions.append(("id > ?", after))
        if ids is not None:
            conditions.append(("id IN (SELECT value FROM json_each(?))", json.dumps(list(ids))))
        sql = (
            "SELECT id, at, by, kind, why, request, undoes, edits FROM changes"
            + _where(conditions)
            + f" ORDER BY id {'DESC' if newest_first else 'ASC'} LIMIT ?"
        )
        with self._connections.reading() as db:
            rows = db.execute(sql, [*(v for _, v in conditions), -1 if limit is None else limit]).fetchall()
            moved: dict[str, dict[str, int]] = {row[0]: {} for row in rows}
            for change, name, revision in db.execute(
                "SELECT change, entity, revision FROM change_entities"
                " WHERE change IN (SELECT value FROM json_each(?))",
                (json.dumps(list(moved)),),
            ):
                moved[change][name] = revision
        return [
            Recorded(
                id=row[0],
                at=datetime.fromisoformat(row[1]),
                by=row[2],
                kind=row[3],
                why=row[4],
                request=row[5],
                undoes=row[6],
                edits=edits_from_json(zlib.decompress(row[7]), moved[row[0]], codec),
                entities=moved[row[0]],
            )
            for row in rows
        ]

    def latest(self) -> str:
        """Give the id of the last change."""
        with self._connections.reading() as db:
            return str(db.execute("SELECT coalesce(max(id), '') FROM changes").fetchone()[0])

    def revisions(self, entities: Iterable[str]) -> dict[str, int]:
        """Give the revision of entities; 0 for those never written."""
        with self._connections.reading() as db:
            return {e: _revision(db, e) for e in entities}

    def audit(
        self,
        *,
        entity: str | None = None,
        by: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[Seen]:
        """Read the audit log, newest first."""
        conditions: list[tuple[str, Any]] = []
        if entity is not None:
            conditions.append(("entity = ?", entity))
        if by is not None:
            conditions.append(("by = ?", by))
        if since is not None:
            conditions.append(("at >= ?", since.astimezone(UTC).isoformat()))
        sql = (
            f"SELECT id, at, by, action, entity, why FROM audit{_where(conditions)} ORDER BY id DESC LIMIT ?"
        )
        with self._connections.reading() as db:
            rows = db.execute(sql, [*(v for _, v in conditions), -1 if limit is None else limit]).fetchall()
        return [Seen(r[0], datetime.fromisoformat(r[1]), *r[2:]) for r in rows]

    def counts(self) -> dict[str, int]:
        """Count the rows of each table."""
        with self._connections.reading() as db:
            return {
                s.name: db.execute(f"SELECT count(*) FROM {quoted(s.name)}").fetchone()[0]
                for s in tables_of(self.room)
            }

    # writing

    def apply(
        self,
        change: Change,
        *,
        by: str,
        why: str | None = None,
        request: str | None = None,
        undoes: str | None = None,
        codec: Codec | None = None,
    ) -> Receipt:
        """Apply a change with its log entry in one transaction, or nothing at all."""
        with self._connections.writing() as db:
            if request is not None:
                done = self._repeated(db, request)
                if done is not None:
                    return done
            if not change.edits:
                return Receipt("", datetime.now(UTC))
            plan = plan_change(change, self._current(db, change), codec=codec)
            self._write(db, plan)
            self._check_references(db, plan)
            return self._record(db, plan, change.kind, by=by, why=why, request=request, undoes=undoes)

    def housekeep(self, change: Change) -> None:
        """Apply edits without log and revisions; ``before`` is not compared."""
        with self._connections.writing() as db:
            for edit in change.edits:
                spec = TABLES[edit.table]
                if edit.after is None:
                    db.execute(f"DELETE FROM {quoted(spec.name)} WHERE {key_column(spec)} = ?", (edit.key,))
                elif edit.before is None:
                    self._put(db, spec, [(edit.key, edit.after)], replace=True)
                else:
                    sets = ", ".join(f"{quoted(c)} = ?" for c in edit.after)
                    values = [to_sql(spec.column(c), v) for c, v in edit.after.items()]
                    db.execute(
                        f"UPDATE {quoted(spec.name)} SET {sets} WHERE {key_column(spec)} = ?",
                        [*values, edit.key],
                    )

    def note(self, *, by: str, action: str, entity: str, why: str | None = None) -> None:
        """Write an entry into the audit log."""
        with self._connections.writing() as db:
            now = datetime.now(UTC).isoformat()
            db.execute(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", (new_id(), now, by, action, entity, why)
            )

    def _repeated(self, db: sqlite3.Connection, request: str) -> Receipt | None:
        row = db.execute("SELECT id, at FROM changes WHERE request = ?", (request,)).fetchone()
        if row is None:
            return None
        moved = db.execute("SELECT entity, revision FROM change_entities WHERE change = ?", (row[0],))
        return Receipt(row[0], datetime.fromisoformat(row[1]), dict(moved), repeated=True)

    def _current(self, db: sqlite3.Connection, change: Change) -> dict[RowId, Row]:
        keys: dict[str, set[str]] = {}
        for edit in change.edits:
            keys.setdefault(edit.table, set()).add(edit.key)
        found: dict[RowId, Row] = {}
        for name, wanted in keys.items():
            spec = TABLES[name]
            columns = ", ".join(map(quoted, spec.names))
            ordered = sorted(wanted)
            for start in range(0, len(ordered), _MANY):
                part = ordered[start : start + _MANY]
                marks = ",".join("?" * len(part))
                rows: list[Row] = [
                    dict(zip(spec.names, row, strict=True))
                    for row in db.execute(
                        f"SELECT {columns} FROM {quoted(name)} WHERE {key_column(spec)} IN ({marks})",
                        part,
                    )
                ]
                for row in _stored(spec, rows):
                    found[(name, spec.key_of(row))] = row
        return found

    def _write(self, db: sqlite3.Connection, plan: Plan) -> None:
        added: dict[str, list[tuple[str, Row]]] = {}
        for (name, key), row in plan.rows.items():
            spec = TABLES[name]
            if row is None:
                db.execute(f"DELETE FROM {quoted(name)} WHERE {key_column(spec)} = ?", (key,))
            else:
                added.setdefault(name, []).append((key, row))
        for name, rows in added.items():
            self._put(db, TABLES[name], rows, replace=any((name, k) in plan.existed for k, _ in rows))

    def _put(
        self, db: sqlite3.Connection, spec: TableSpec, rows: Iterable[tuple[str, Row]], *, replace: bool
    ) -> None:
        names = list(spec.names) if len(spec.key) == 1 else ["_key", *spec.names]
        marks = ",".join("?" * len(names))
        columns = ", ".join(map(quoted, names))
        sql = f"INSERT INTO {quoted(spec.name)} ({columns}) VALUES ({marks})"
        if replace:  # an upsert, not REPLACE: deleting a row would break what refers to it
            sets = ", ".join(f"{quoted(c)} = excluded.{quoted(c)}" for c in spec.names)
            sql += f" ON CONFLICT ({key_column(spec)}) DO UPDATE SET {sets}"
        cols = spec.columns
        keyed = len(spec.key) > 1
        db.executemany(
            sql,
            (([key] if keyed else []) + [to_sql(c, row.get(c.name)) for c in cols] for key, row in rows),
        )

    def _check_references(self, db: sqlite3.Connection, plan: Plan) -> None:
        faults = []
        for table, key in sorted(plan.needs):
            spec = TABLES[table]
            if not db.execute(
                f"SELECT 1 FROM {quoted(table)} WHERE {key_column(spec)} = ?", (key,)
            ).fetchone():
                faults.append(missing_fault(table, key))
        gone: dict[str, list[str]] = {}
        for table, key in sorted(plan.gone):
            gone.setdefault(table, []).append(key)
        for table, keys in gone.items():
            faults += self._still_used(db, table, keys)
        if faults:
            raise InputError(
                "Something refers to an entry that is not there; nothing was changed.", faults=faults
            )

    def _still_used(self, db: sqlite3.Connection, table: str, keys: Sequence[str]) -> list[Fault]:
        faults = []
        wanted = json.dumps(list(keys))
        for spec in tables_of(self.room):
            for col in spec.columns:
                if col.refers != table:
                    continue
                name, column, key = quoted(spec.name), quoted(col.name), key_column(spec)
                source = f"{name}, json_each({name}.{column}) AS j" if col.kind is Kind.TEXTS else name
                value = "j.value" if col.kind is Kind.TEXTS else f"{name}.{column}"
                rows = db.execute(
                    f"SELECT {value}, {name}.{key} FROM {source}"
                    f" WHERE {value} IN (SELECT value FROM json_each(?)) LIMIT 20",
                    (wanted,),
                )
                faults += [used_fault(table, used, f"{spec.name}/{by}") for used, by in rows]
        return faults

    def _record(
        self,
        db: sqlite3.Connection,
        plan: Plan,
        kind: str,
        *,
        by: str,
        why: str | None,
        request: str | None,
        undoes: str | None,
    ) -> Receipt:
        at = datetime.now(UTC)
        last = db.execute("SELECT coalesce(max(id), '') FROM changes").fetchone()[0]
        change_id = new_id()
        if change_id <= last:  # another process, or a clock that went back: stay in order
            change_id = last + "0"
        db.execute(
            "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                change_id,
                at.isoformat(),
                by,
                kind,
                why,
                request,
                undoes,
                zlib.compress(edits_to_json(plan.logged), 1),
            ),
        )
        revisions = {e: _revision(db, e) + 1 for e in sorted(plan.entities)}
        db.executemany(
            "INSERT INTO change_entities VALUES (?, ?, ?)", [(e, r, change_id) for e, r in revisions.items()]
        )
        seen = list(revisions) if len(revisions) <= _MANY else ["district"]
        db.executemany(
            "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)",
            [(new_id(), at.isoformat(), by, kind, e, why) for e in seen],
        )
        return Receipt(change_id, at, revisions)

    # care

    def verify(self) -> list[Fault]:
        """Look for anything that cannot be right, and name it."""
        faults: list[Fault] = []
        with self._connections.reading() as db:
            for (line,) in db.execute("PRAGMA integrity_check"):
                if line != "ok":
                    faults.append(Fault(str(self.path), line))
            for table, _, refers, _ in db.execute("PRAGMA foreign_key_check"):
                faults.append(
                    Fault(table, message("refers to an entry of {table} that is not there", table=refers))
                )
            for spec in tables_of(self.room):
                rows = self._load(db, spec, None, None)
                known = {
                    c.name: self._ids(db, c.refers) for c in spec.columns if c.refers and c.kind is Kind.TEXTS
                }
                for row in rows:
                    faults += check_stored(spec, row)
                    for name, ids in known.items():
                        faults += [
                            Fault(f"{spec.name}/{spec.key_of(row)}/{name}", message("there is no such entry"))
                            for i in row[name]
                            if i not in ids
                        ]
        return faults

    def _ids(self, db: sqlite3.Connection, table: str | None) -> set[str]:
        return {row[0] for row in db.execute(f"SELECT id FROM {quoted(str(table))}")}

    def dump(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give everything as it is stored, all from one moment."""
        with self._connections.reading() as db:
            for spec in tables_of(self.room):
                columns = ", ".join(map(quoted, spec.names))
                for row in db.execute(
                    f"SELECT {columns} FROM {quoted(spec.name)} ORDER BY {key_column(spec)}"
                ):
                    stored = dict(zip(spec.names, row, strict=True))
                    yield spec.name, dict(_stored(spec, [stored])[0])
            for row in db.execute(
                "SELECT id, at, by, kind, why, request, undoes, edits FROM changes ORDER BY id"
            ):
                names = ("id", "at", "by", "kind", "why", "request", "undoes")
                entry: dict[str, Any] = dict(zip(names, row, strict=False))
                entry["edits"] = json.loads(zlib.decompress(row[7]))
                entry["entities"] = dict(
                    db.execute("SELECT entity, revision FROM change_entities WHERE change = ?", (row[0],))
                )
                yield "#change", entry
            for row in db.execute("SELECT id, at, by, action, entity, why FROM audit ORDER BY id"):
                yield "#audit", dict(zip(("id", "at", "by", "action", "entity", "why"), row, strict=True))

    def restore(self, parts: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Take in what ``dump`` gave, in one go, into an empty store."""
        with self._connections.writing() as db:
            if any(
                db.execute(f"SELECT 1 FROM {quoted(t)} LIMIT 1").fetchone()
                for t in ("changes", "audit", *(s.name for s in tables_of(self.room)))
            ):
                raise StoreError(
                    "{uri} is not empty; a backup is restored only into an empty place.", uri=self.uri
                )
            for kind, content in parts:
                self._take_in(db, kind, content)

    def _take_in(self, db: sqlite3.Connection, kind: str, content: Mapping[str, Any]) -> None:
        if kind == "#change":
            db.execute(
                "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(content[k] for k in ("id", "at", "by", "kind", "why", "request", "undoes")),
                    zlib.compress(json.dumps(content["edits"], ensure_ascii=False).encode(), 1),
                ),
            )
            db.executemany(
                "INSERT INTO change_entities VALUES (?, ?, ?)",
                [(e, r, content["id"]) for e, r in content["entities"].items()],
            )
        elif kind == "#audit":
            db.execute(
                "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)",
                tuple(content[k] for k in ("id", "at", "by", "action", "entity", "why")),
            )
        else:
            spec = TABLES[kind]
            self._put(db, spec, [(spec.key_of(content), content)], replace=False)

    def wipe(self) -> None:
        """Take out everything in one go."""
        with self._connections.writing() as db:
            for name in (*(s.name for s in tables_of(self.room)), "change_entities", "changes", "audit"):
                db.execute(f"DELETE FROM {quoted(name)}")

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()


def _where(conditions: Sequence[tuple[str, Any]]) -> str:
    return " WHERE " + " AND ".join(c for c, _ in conditions) if conditions else ""


def _revision(db: sqlite3.Connection, entity: str) -> int:
    row = db.execute("SELECT max(revision) FROM change_entities WHERE entity = ?", (entity,)).fetchone()
    return int(row[0] or 0)


def _stored(spec: TableSpec, rows: list[Row]) -> list[Row]:
    for _, name, kind in converted(spec):
        for row in rows:
            row[name] = from_sql(kind, row[name])  # type: ignore[index]
    return rows


def _finish(spec: TableSpec, rows: list[Row], codec: Codec | None) -> list[Row]:
    rows = _stored(spec, rows)
    if spec.room is Room.CASES and any(c.sealed for c in spec.columns):
        return [decode_row(spec, r, key=spec.key_of(r), case=case_of(spec, r), codec=codec) for r in rows]
    return rows
