"""One room in an SQLite file: the default for one desk, durable with every commit."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from netmap.errors import Fault, StoreError, StoreReadOnly, StoreUnreachable
from netmap.messages import message
from netmap.model.changes import Change, Receipt, Recorded
from netmap.model.ids import new_id
from netmap.model.stored import Rows
from netmap.model.tables import TABLES, Kind, Room, Row, TableSpec, tables_of
from netmap.model.undisturbed import undisturbed
from netmap.stores.base import Codec, Seen, finish_rows
from netmap.stores.packs import LARGE, kept_packed
from netmap.stores.plan import (
    Plan,
    RowId,
    check_stored,
    missing_fault,
    plan_change,
    plan_housekeeping,
    refuse_broken,
    touched,
    used_fault,
)
from netmap.stores.sqlite import log
from netmap.stores.sqlite.connection import Connections
from netmap.stores.sqlite.packs import Moment, forget_packs, keep_packs, pack_faults, read_packs
from netmap.stores.sqlite.schema import key_column, maker, migrations, quoted, sentences, to_cells, to_sql, update
from netmap.stores.sqlite.structures import forget_structures, read_parts, read_structures, structure_faults
from netmap.stores.sqlite.together import Together

#: no more keys than this in one question
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
        self._keeps = True
        self._notes = Together(self._write_notes)

    @property
    def uri(self) -> str:
        """Where it is."""
        return f"sqlite:///{self.path}"

    @property
    def schema(self) -> int:
        """The version of its schema."""
        return migrations(self.room)[-1][0]

    # reading

    def load(
        self,
        *tables: str,
        only: tuple[str, Sequence[str]] | None = None,
        codec: Codec | None = None,
    ) -> dict[str, Sequence[Row]]:
        """Load plain rows by table, in the order of their keys, all from one moment."""
        large: dict[TableSpec, Rows] = {}
        # some rows of one table are one statement
        moment = self._connections.looking if only is not None and len(tables) == 1 else self._connections.reading
        with moment() as db, undisturbed():
            packable = [spec for spec in map(TABLES.__getitem__, tables) if only is None and kept_packed(spec)]
            found: dict[str, Sequence[Row]] = {**read_packs(db, packable)} if packable else {}
            for name in tables:
                if name not in found:
                    found[name] = rows = self._load(db, TABLES[name], only, codec)
                    if TABLES[name] in packable and len(rows) >= LARGE and isinstance(rows, Rows):
                        large[TABLES[name]] = rows
            read_at = Moment.now(db) if large else None
        if read_at is not None and self._keeps:
            self._keep(large, read_at)
        return {name: found[name] for name in tables}

    def _keep(self, tables: Mapping[TableSpec, Rows], read_at: Moment) -> None:
        try:
            self._connections.write_if_free(lambda db: keep_packs(db, tables, read_at=read_at))
        except StoreReadOnly:
            self._keeps = False  # it loads all the same, only not as fast
        except StoreUnreachable:
            pass  # somebody writes: the next one who loads keeps them

    def _load(
        self,
        db: sqlite3.Connection,
        spec: TableSpec,
        only: tuple[str, Sequence[str]] | None,
        codec: Codec | None,
    ) -> Sequence[Row]:
        where, values = "", []
        if only is not None and only[0] in spec.names:
            marks = ",".join("?" * len(only[1]))
            where, values = f" WHERE {quoted(only[0])} IN ({marks})", list(only[1])
        said = sentences(spec.name)
        if said.loads:
            text = db.execute(said.loads.format(where=where), values).fetchone()[0]
            cells = json.loads(f"[{text or ''}]")
        else:
            cells = db.execute(said.select + where + said.order, values).fetchall()
        return finish_rows(spec, Rows.of_cells(maker(spec.name), cells), codec)

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
        with self._connections.reading() as db:
            return log.changes(
                db,
                entity=entity,
                by=by,
                since=since,
                after=after,
                ids=ids,
                newest_first=newest_first,
                limit=limit,
                codec=codec,
            )

    def lineage(self, *, entity: str, by: str) -> list[tuple[str, str | None]]:
        """Give somebody's changes of an entity, and what each takes back."""
        with self._connections.reading() as db:
            return log.lineage(db, entity=entity, by=by)

    def latest(self) -> str:
        """Give the id of the last change; behind a point how many rows were written past netmap, if any were."""
        with self._connections.looking() as db:
            return log.moment(db) if self.room is Room.PARTNERS else log.latest(db)

    def revisions(self, entities: Iterable[str]) -> dict[str, int]:
        """Give the revision of entities; 0 for those never written."""
        with self._connections.reading() as db:
            return {e: log.revision(db, e) for e in entities}

    def audit(
        self,
        *,
        entity: str | None = None,
        by: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[Seen]:
        """Read the audit log, newest first."""
        with self._connections.reading() as db:
            return log.audit(db, entity=entity, by=by, since=since, limit=limit)

    def counts(self) -> dict[str, int]:
        """Count the rows of each table."""
        with self._connections.reading() as db:
            return {
                s.name: db.execute(f"SELECT count(*) FROM {quoted(s.name)}").fetchone()[0] for s in tables_of(self.room)
            }

    def structures(self) -> list[tuple[str, bytes]]:
        """Give each card's packed structure by its id, in order."""
        return read_structures(self._connections) if self.room is Room.CASES else []

    def structure_parts(self) -> Iterator[tuple[list[str], bytes]]:
        """Give all structures end to end, part by part, with the cards they belong to."""
        return read_parts(self._connections) if self.room is Room.CASES else iter(())

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
            last, done = log.begun(db, request)
            if done is not None:
                return done
            if not change.edits:
                return Receipt("", datetime.now(UTC))
            before = self._current(db, change)
            plan = plan_change(change, before, codec=codec)
            counted = any(kept_packed(TABLES[table]) for table, _ in plan.rows)
            if counted:
                log.begin_own_writing(db)
            self._write(db, plan, before)
            return log.record(
                db, plan, change.kind, last=last, by=by, why=why, request=request, undoes=undoes, own_writing=counted
            )

    def housekeep(self, change: Change) -> None:
        """Apply edits without log and revisions; ``before`` is not compared."""
        with self._connections.writing() as db:
            before = self._current(db, change)
            self._write(db, plan_housekeeping(change, before), before)

    def note(self, *, by: str, action: str, entity: str, why: str | None = None) -> None:
        """Write an entry into the audit log."""
        self._notes.add((new_id(), datetime.now(UTC).isoformat(), by, action, entity, why))

    def _write_notes(self, entries: Sequence[log.Note]) -> None:
        with self._connections.writing() as db:
            log.note(db, entries)

    def _current(self, db: sqlite3.Connection, change: Change) -> dict[RowId, Row]:
        if len(change.edits) == 1:  # as most
            edit = change.edits[0]
            cells = db.execute(sentences(edit.table).one, (edit.key,)).fetchone()
            return {} if cells is None else {(edit.table, edit.key): maker(edit.table)(cells)}
        found: dict[RowId, Row] = {}
        for table, keys in touched(change).items():
            spec, said, make = TABLES[table], sentences(table), maker(table)
            for start in range(0, len(keys), _MANY):
                part = keys[start : start + _MANY]
                if len(part) == 1:
                    rows = db.execute(said.one, part).fetchall()
                else:
                    marks = ",".join("?" * len(part))
                    rows = db.execute(f"{said.select} WHERE {key_column(spec)} IN ({marks})", part).fetchall()
                for cells in rows:
                    row = make(cells)
                    found[(table, spec.key_of(row))] = row
        return found

    def _write(self, db: sqlite3.Connection, plan: Plan, before: Mapping[RowId, Row]) -> None:
        added: dict[str, list[list[Any]]] = {}
        for (table, key), row in plan.rows.items():
            spec = TABLES[table]
            if row is None:
                db.execute(sentences(table).delete, (key,))
            elif (table, key) in plan.existed:
                self._update(db, spec, key, before[(table, key)], row, plan.columns[(table, key)])
            else:
                added.setdefault(table, []).append(to_cells(spec, key, row))
        for table, rows in added.items():
            db.executemany(sentences(table).insert, rows)
        if plan.needs or plan.gone:
            self._check_references(db, plan)

    def _update(
        self, db: sqlite3.Connection, spec: TableSpec, key: str, old: Row, new: Row, named: Iterable[str]
    ) -> None:
        # only what differs: an index whose columns stay is not written
        names = tuple([name for name in named if old[name] != new.get(name)])
        if names:
            values = [to_sql(spec.by_name[name], new.get(name)) for name in names]
            db.execute(update(spec.name, names), (*values, key))

    def _check_references(self, db: sqlite3.Connection, plan: Plan) -> None:
        wanted: dict[str, list[str]] = {}
        for table, key in sorted(plan.needs):
            wanted.setdefault(table, []).append(key)
        faults = []
        for table, keys in wanted.items():
            there = {
                row[0]
                for row in db.execute(
                    f"SELECT id FROM {quoted(table)} WHERE id IN (SELECT value FROM json_each(?))",
                    (json.dumps(keys),),
                )
            }
            faults += [missing_fault(table, key) for key in keys if key not in there]
        gone: dict[str, list[str]] = {}
        for table, key in sorted(plan.gone):
            gone.setdefault(table, []).append(key)
        for table, keys in gone.items():
            faults += self._still_used(db, table, keys)
        refuse_broken(faults)

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

    # care

    def verify(self) -> list[Fault]:
        """Look for anything that cannot be right, and name it."""
        faults: list[Fault] = []
        with self._connections.reading() as db:
            for (line,) in db.execute("PRAGMA integrity_check"):
                if line != "ok":
                    faults.append(Fault(str(self.path), line))
            for table, _, refers, _ in db.execute("PRAGMA foreign_key_check"):
                faults.append(Fault(table, message("refers to an entry of {table} that is not there", table=refers)))
            for spec in tables_of(self.room):
                rows = self._load(db, spec, None, None)
                if kept_packed(spec):
                    faults += pack_faults(db, spec, rows)
                known = {c.name: self._ids(db, c.refers) for c in spec.columns if c.refers and c.kind is Kind.TEXTS}
                for row in rows:
                    faults += check_stored(spec, row)
                    for name, ids in known.items():
                        faults += [
                            Fault(f"{spec.name}/{spec.key_of(row)}/{name}", message("there is no such entry"))
                            for i in row[name]
                            if i not in ids
                        ]
            faults += log.faults(db)
            if self.room is Room.CASES:
                faults += structure_faults(db)
        return faults

    def _ids(self, db: sqlite3.Connection, table: str | None) -> set[str]:
        return {row[0] for row in db.execute(f"SELECT id FROM {quoted(str(table))}")}

    def repair(self) -> list[Fault]:
        """Make anew what is kept beside the entries and does not fit them; give what it was."""
        with self._connections.writing() as db:
            if self.room is Room.CASES:
                found = list(structure_faults(db))
                forget_structures(db, found)
                return found
            found = []
            for spec in filter(kept_packed, tables_of(self.room)):
                found += pack_faults(db, spec, self._load(db, spec, None, None))
            forget_packs(db, found)
            return found

    def dump(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give everything as it is stored, all from one moment."""
        with self._connections.reading() as db:
            for spec in tables_of(self.room):
                said, make = sentences(spec.name), maker(spec.name)
                for cells in db.execute(said.select + said.order):
                    yield spec.name, dict(make(cells))
            yield from log.dump(db)

    def restore(self, parts: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Take in what ``dump`` gave, in one go, into an empty store."""
        with self._connections.writing() as db:
            if any(
                db.execute(f"SELECT 1 FROM {quoted(t)} LIMIT 1").fetchone()
                for t in ("changes", "audit", *(s.name for s in tables_of(self.room)))
            ):
                raise StoreError("{uri} is not empty; a backup is restored only into an empty place.", uri=self.uri)
            with log.own_writing(db):
                for kind, content in parts:
                    self._take_in(db, kind, content)

    def _take_in(self, db: sqlite3.Connection, kind: str, content: Mapping[str, Any]) -> None:
        if kind == "#change":
            log.take_in(db, content)
        elif kind == "#audit":
            log.take_in_note(db, content)
        else:
            spec = TABLES[kind]
            db.execute(sentences(kind).insert, to_cells(spec, spec.key_of(content), content))

    def wipe(self) -> None:
        """Take out everything in one go."""
        with self._connections.writing() as db:
            with log.own_writing(db):
                for spec in tables_of(self.room):
                    db.execute(f"DELETE FROM {quoted(spec.name)}")
            for name in ("change_index", "changes", "audit"):
                db.execute(f"DELETE FROM {name}")
            if self.room is Room.PARTNERS:
                db.execute("DELETE FROM packs")
                db.execute("UPDATE by_hand SET number = 0")

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()
