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
from netmap.model import partners as p
from netmap.model.tables import TABLES, Room
from netmap.stores.base import Store
from netmap.stores.packs import LARGE
from netmap.stores.sqlite.packs import Moment, keep_packs
from netmap.stores.sqlite.store import SqliteStore
from tests.contract.place import Place
from tests.contract.samples import adding
from tests.contract.suite import StoreContract
from tests.contract.suite_packs import loaded, org


class SqlitePlace(Place):
    """A file."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def make(self, room: Room) -> Store:
        return open_store(f"sqlite:///{self.path}", room)

    def run(self, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
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
        return self.run(f'SELECT {name} FROM "{table}" WHERE {by} = ?', (key,))[0][0]

    def poke(self, table: str, key: str, column: str, value: Any) -> None:
        name, by = self._column(table, column)
        stored = json.dumps(value) if isinstance(value, list) else value
        self.run(f'UPDATE "{table}" SET {name} = ? WHERE {by} = ?', (stored, key))

    def remove(self, table: str, key: str) -> None:
        self.run(f'DELETE FROM "{table}" WHERE {self._column(table, "")[1]} = ?', (key,))

    def spoil_structure(self, card: str, structure: bytes) -> None:
        self.run("UPDATE structures SET structure = ? WHERE card = ?", (structure, card))

    def packs(self) -> dict[str, bytes]:
        return dict(self.run('SELECT "table", rows FROM packs'))

    def spoil_pack(self, table: str, pack: bytes) -> None:
        self.run('UPDATE packs SET rows = ? WHERE "table" = ?', (pack, table))

    def version(self) -> int:
        return int(self.run("PRAGMA user_version")[0][0])

    def set_version(self, version: int) -> None:
        self.run(f"PRAGMA user_version = {version:d}")

    def set_layout(self, layout: int) -> None:
        self.run(f"PRAGMA application_id = {layout:d}")

    def lose_change(self, change: str) -> None:
        self.run("DELETE FROM change_index WHERE change = ?", (change,))
        self.run("DELETE FROM changes WHERE id = ?", (change,))

    def put_something_else(self) -> None:
        self.run("CREATE TABLE recipes (name TEXT)")
        self.run("INSERT INTO recipes VALUES ('soup')")


class TestSqliteStore(StoreContract):
    """The suite on a file."""

    store_type = SqliteStore

    def test_what_was_written_past_netmap_is_seen_at_once(self, packed: SqliteStore, place: Place) -> None:
        kept, before = place.packs(), packed.latest()
        place.poke("organisations", "o00003", "name", "Von Hand")
        assert packed.latest() != before
        assert loaded(packed)["organisations"][3]["name"] == "Von Hand"
        assert place.packs()["organisations"] != kept["organisations"]
        assert place.packs()["reports"] == kept["reports"]
        assert packed.verify() == []
        assert packed.repair() == []

    def test_what_netmap_writes_itself_is_not_counted_as_such(self, packed: SqliteStore, place: SqlitePlace) -> None:
        change = adding([org(LARGE + 1)])
        receipt = packed.apply(change, by="u1")
        packed.apply(change.inverse(), by="u1", undoes=receipt.id)
        assert packed.latest() == packed.changes(newest_first=True, limit=1)[0].id
        dumped = list(packed.dump())
        packed.wipe()
        packed.restore(dumped)
        assert {number for (number,) in place.run("SELECT number FROM by_hand")} == {0}

    def test_rows_read_before_somebody_wrote_past_netmap_are_not_kept(
        self, packed: SqliteStore, place: SqlitePlace
    ) -> None:
        spec = p.Organisation.TABLE
        with closing(sqlite3.connect(place.path)) as db:
            seen = Moment.now(db)
        rows = packed.load("organisations")["organisations"]
        place.poke("organisations", "o00003", "name", "Von Hand")
        loaded(packed)
        with closing(sqlite3.connect(place.path)) as db, db:
            keep_packs(db, {spec: rows}, read_at=seen)  # type: ignore[dict-item]
        assert loaded(packed)["organisations"][3]["name"] == "Von Hand"

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Place]:
        made = SqlitePlace(tmp_path / "room.sqlite")
        yield made
        made.close()
