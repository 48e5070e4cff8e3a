"""The embedded store keeps the contract."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from netmap.bootstrap import open_store
from netmap.model.tables import TABLES, Room
from netmap.stores.base import Store
from netmap.stores.sqlite.store import SqliteStore
from tests.contract.place import Place
from tests.contract.suite import StoreContract


class SqlitePlace(Place):
    """A file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def make(self, room: Room) -> Store:
        return open_store(f"sqlite:///{self.path}", room)

    def _run(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
        with closing(sqlite3.connect(self.path, isolation_level=None)) as db:
            return list(db.execute(sql, values))

    def content(self) -> str:
        with closing(sqlite3.connect(self.path)) as db:
            dumped = list(db.iterdump())
            logged = db.execute("SELECT edits FROM changes").fetchall() if "changes" in "".join(dumped) else []
        plain = [row[0] if row[0][:1] == b"[" else zlib.decompress(row[0]) for row in logged]
        return "\n".join([*dumped, *(part.decode() for part in plain)])

    def disk(self) -> bytes:
        return b"".join(file.read_bytes() for file in sorted(self.path.parent.glob(f"{self.path.name}*")))

    def _column(self, table: str, column: str) -> tuple[str, str]:
        key = TABLES[table].key
        return f'"{column}"', f'"{key[0]}"' if len(key) == 1 else "_key"

    def peek(self, table: str, key: str, column: str) -> Any:
        name, by = self._column(table, column)
        return self._run(f'SELECT {name} FROM "{table}" WHERE {by} = ?', (key,))[0][0]

    def poke(self, table: str, key: str, column: str, value: Any) -> None:
        name, by = self._column(table, column)
        stored = json.dumps(value) if isinstance(value, list) else value
        self._run(f'UPDATE "{table}" SET {name} = ? WHERE {by} = ?', (stored, key))

    def spoil_structure(self, card: str, structure: bytes) -> None:
        self._run("UPDATE structures SET structure = ? WHERE card = ?", (structure, card))

    def packs(self) -> dict[str, bytes]:
        return dict(self._run('SELECT "table", rows FROM packs'))

    def spoil_pack(self, table: str, pack: bytes) -> None:
        self._run('UPDATE packs SET rows = ? WHERE "table" = ?', (pack, table))

    def version(self) -> int:
        return int(self._run("PRAGMA user_version")[0][0])

    def set_version(self, version: int) -> None:
        self._run(f"PRAGMA user_version = {version:d}")

    def set_layout(self, layout: int) -> None:
        self._run(f"PRAGMA application_id = {layout:d}")

    def lose_change(self, change: str) -> None:
        self._run("DELETE FROM change_index WHERE change = ?", (change,))
        self._run("DELETE FROM changes WHERE id = ?", (change,))

    def put_something_else(self) -> None:
        self._run("CREATE TABLE recipes (name TEXT)")
        self._run("INSERT INTO recipes VALUES ('soup')")


class TestSqliteStore(StoreContract):
    """The suite on a file."""

    store_type = SqliteStore

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        made = SqlitePlace(tmp_path / "room.sqlite")
        yield made
        made.close()
