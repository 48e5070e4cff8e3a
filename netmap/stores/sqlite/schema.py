"""The SQL form of the tables, and the numbered migrations that bring a file to it.

A committed migration stays as it is, because stores were made with it. When records change, the next one brings
the difference: ``python -m tools.schema`` says which tables no longer are what the records give, and a test holds
the migrated schema against them.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from netmap.model.stored import Reader, StoredRow, row_type
from netmap.model.tables import TABLES, Column, Kind, Room, Row, TableSpec, tables_of

MIGRATIONS = Path(__file__).parent / "migrations"

_FORM = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
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

#: the tables that every store keeps beside the records. A change is one row, which is also its entry in
#: the audit log, and one row of the index for each thing by which it is sought (an entity, or
#: ``request:…`` with the number 0): every further tree would be one more page that each edit writes.
#: A person's entries are sought rarely, and by a scan. ``audit`` holds what is no change: reads, refusals.
LOG_SQL = """\
CREATE TABLE changes (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  kind TEXT NOT NULL,
  why TEXT,
  request TEXT,
  undoes TEXT,
  edits BLOB NOT NULL,
  entities TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE change_index (
  what TEXT NOT NULL,
  number INTEGER NOT NULL,
  change TEXT NOT NULL,
  PRIMARY KEY (what, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  action TEXT NOT NULL,
  entity TEXT NOT NULL,
  why TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_entity ON audit(entity, id);
"""


def quoted(name: str) -> str:
    """Quote a column or table (some public names are words of SQL)."""
    return '"' + name.replace('"', '""') + '"'


def packed(spec: TableSpec) -> bool:
    """Tell whether rows keep all their cells once more as JSON, which loads twice as fast.

    The partner room is loaded as a whole, and often. SQLite itself writes the JSON, so the two never
    differ; tables with fractions are left out, because it would round them.
    """
    return spec.room is Room.PARTNERS and all(col.kind is not Kind.NUMBER for col in spec.columns)


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
    if packed(spec):
        cells = ", ".join(map(quoted, spec.names))
        lines.append(f"_row TEXT GENERATED ALWAYS AS (json_array({cells})) STORED")
    body = ",\n  ".join(lines)
    # kept in the order of the keys, as it is loaded
    kind = "STRICT, WITHOUT ROWID" if packed(spec) else "STRICT"
    statements = [f"CREATE TABLE {quoted(spec.name)} (\n  {body}\n) {kind};"]
    statements += [
        f"CREATE INDEX {quoted(f'{spec.name}_{col.name}')} ON {quoted(spec.name)}({quoted(col.name)});"
        for col in spec.columns
        if col.refers and col.kind is Kind.TEXT
    ]
    return "\n".join(statements) + "\n"


def room_sql(room: Room) -> str:
    """Give the statements that make a whole room."""
    return LOG_SQL + "".join(table_sql(spec) for spec in tables_of(room))


def unlike_records(room: Room) -> list[str]:
    """Give what a file reached by the migrations has in another form than the records of the room give.

    Returns
    -------
    The statements that the records give, for whoever writes the next migration; none where all fit.
    """
    with closing(sqlite3.connect(":memory:")) as reached, closing(sqlite3.connect(":memory:")) as given:
        for _, sql in migrations(room):
            reached.executescript(sql)
        given.executescript(room_sql(room))
        there = {tuple(row) for row in reached.execute(_FORM)}
        return [sql for name, sql in given.execute(_FORM) if (name, sql) not in there]


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


@cache
def maker(table: str) -> type[StoredRow]:
    """Give what makes rows of a table from what SQLite gives back."""
    spec = TABLES[table]
    readers: dict[str, Reader] = {}
    for col in spec.columns:
        if not col.sealed and col.kind in _READERS:
            readers[col.name] = _READERS[col.kind]
    return row_type(spec, readers)


def _texts(cell: Any) -> list[str]:
    return json.loads(cell) if cell else []


def _notes(cell: Any) -> Any:
    return json.loads(cell) if cell else None


def _yes_no(cell: Any) -> bool | None:
    return None if cell is None else bool(cell)


_READERS: dict[Kind, Reader] = {Kind.TEXTS: _texts, Kind.NOTES: _notes, Kind.YES_NO: _yes_no}


@dataclass(frozen=True, slots=True)
class Sentences:
    """The statements of a table, put together once.

    Attributes
    ----------
    select
        Reads whole rows; a condition may follow.
    loads
        Gives all rows as one JSON text, with ``{where}`` for a condition; empty where it cannot.
    order
        Behind it: in the order of the keys.
    one
        Reads the row with a key.
    insert, delete
        Write a row, and take one out.
    """

    select: str
    loads: str
    order: str
    one: str
    insert: str
    delete: str


@cache
def sentences(table: str) -> Sentences:
    """Give the statements of a table."""
    spec = TABLES[table]
    name, key = quoted(table), key_column(spec)
    columns = ", ".join(map(quoted, spec.names))
    written = columns if len(spec.key) == 1 else f"_key, {columns}"
    marks = ",".join("?" * (written.count(",") + 1))
    return Sentences(
        select=f"SELECT {columns} FROM {name}",
        loads=f"SELECT group_concat(_row) FROM (SELECT _row FROM {name}{{where}} ORDER BY {key})"
        if packed(spec)
        else "",
        order=f" ORDER BY {key}",
        one=f"SELECT {columns} FROM {name} WHERE {key} = ?",
        insert=f"INSERT INTO {name} ({written}) VALUES ({marks})",
        delete=f"DELETE FROM {name} WHERE {key} = ?",
    )


@cache
def update(table: str, columns: tuple[str, ...]) -> str:
    """Give the statement that changes some columns of a row."""
    sets = ", ".join(f"{quoted(c)} = ?" for c in columns)
    return f"UPDATE {quoted(table)} SET {sets} WHERE {key_column(TABLES[table])} = ?"


def to_cells(spec: TableSpec, key: str, row: Row) -> list[Any]:
    """Turn a stored row into the values of its INSERT statement."""
    cells = [to_sql(col, row.get(col.name)) for col in spec.columns]
    return cells if len(spec.key) == 1 else [key, *cells]
