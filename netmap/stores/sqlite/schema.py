"""The SQL form of the tables, and the numbered migrations that bring a file to it.

The statements of the first migration are written by ``python -m tools.schema`` from the records and
committed; a test holds the migrated schema against the records.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from netmap.model.tables import Column, Kind, Room, TableSpec, tables_of

MIGRATIONS = Path(__file__).parent / "migrations"

_TYPES = {
    Kind.TEXT: "TEXT",
    Kind.TEXTS: "TEXT",
    Kind.WHOLE: "INTEGER",
    Kind.NUMBER: "REAL",
    Kind.YES_NO: "INTEGER",
    Kind.DAY: "TEXT",
    Kind.MOMENT: "TEXT",
    Kind.NOTES: "TEXT",
}

#: the tables that every store keeps beside the records
LOG_SQL = """\
CREATE TABLE changes (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL,
  why TEXT,
  request TEXT UNIQUE,
  undoes TEXT,
  edits BLOB NOT NULL
) STRICT;
CREATE INDEX changes_by ON changes(by, id);
CREATE TABLE change_entities (
  entity TEXT NOT NULL,
  revision INTEGER NOT NULL,
  change TEXT NOT NULL REFERENCES changes(id),
  PRIMARY KEY (entity, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_entities_change ON change_entities(change);
CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  why TEXT
) STRICT;
CREATE INDEX audit_entity ON audit(entity, id);
CREATE INDEX audit_by ON audit(by, id);
"""


def quoted(name: str) -> str:
    """Quote a column or table (some public names are words of SQL)."""
    return '"' + name.replace('"', '""') + '"'


def table_sql(spec: TableSpec) -> str:
    """Give the statements that make a table with its keys, references and indexes."""
    lines = []
    if len(spec.key) > 1:
        lines.append("_key TEXT PRIMARY KEY")
    for col in spec.columns:
        line = f"{quoted(col.name)} {'TEXT' if col.sealed else _TYPES[col.kind]}"
        if spec.key == (col.name,):
            line += " PRIMARY KEY"
        elif col.needed and col.kind is not Kind.TEXTS:
            line += " NOT NULL"
        if col.refers and col.kind is Kind.TEXT:
            line += f" REFERENCES {quoted(col.refers)}(id) DEFERRABLE INITIALLY DEFERRED"
        lines.append(line)
    body = ",\n  ".join(lines)
    statements = [f"CREATE TABLE {quoted(spec.name)} (\n  {body}\n) STRICT;"]
    statements += [
        f"CREATE INDEX {quoted(f'{spec.name}_{col.name}')} ON {quoted(spec.name)}({quoted(col.name)});"
        for col in spec.columns
        if col.refers and col.kind is Kind.TEXT
    ]
    return "\n".join(statements) + "\n"


def room_sql(room: Room) -> str:
    """Give the statements that make a whole room."""
    return LOG_SQL + "".join(table_sql(spec) for spec in tables_of(room))


def key_column(spec: TableSpec) -> str:
    """Give the (quoted) column that identifies a row."""
    return quoted(spec.key[0]) if len(spec.key) == 1 else "_key"


def migrations(room: Room) -> list[tuple[int, str]]:
    """Give the numbered migrations of a room in order."""
    return [
        (int(path.stem.rsplit("_", 1)[1]), path.read_text(encoding="utf-8"))
        for path in sorted(MIGRATIONS.glob(f"{room.value}_*.sql"))
    ]


def to_sql(col: Column, value: Any) -> Any:
    """Turn a stored value into what SQLite keeps."""
    if value is None:
        return None
    if col.sealed:
        return value
    if col.kind in (Kind.TEXTS, Kind.NOTES):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None
    if col.kind is Kind.YES_NO:
        return int(value)
    return value


def converted(spec: TableSpec) -> list[tuple[int, str, Kind]]:
    """Give the columns (position, name, kind) whose stored form is not what SQLite gives back."""
    return [
        (i, col.name, col.kind)
        for i, col in enumerate(spec.columns)
        if not col.sealed and col.kind in (Kind.TEXTS, Kind.NOTES, Kind.YES_NO)
    ]


def from_sql(kind: Kind, value: Any) -> Any:
    """Turn what SQLite keeps into a stored value."""
    if kind is Kind.TEXTS:
        return json.loads(value) if value else []
    if value is None:
        return None
    return bool(value) if kind is Kind.YES_NO else json.loads(value)
