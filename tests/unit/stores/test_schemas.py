"""The committed migrations and drawings against the records they come from."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from netmap.model.tables import TABLES, Kind, Room, TableSpec, tables_of
from netmap.stores.neo4j import drawing, graph, opening
from netmap.stores.packs import kept_packed
from netmap.stores.sqlite import connection, schema
from netmap.stores.sqlite.store import SqliteStore

_TYPES = {Kind.WHOLE: "INTEGER", Kind.YES_NO: "INTEGER", Kind.NUMBER: "REAL"}


@pytest.mark.parametrize("room", Room)
def test_the_migrated_file_has_exactly_the_columns_of_the_records(room: Room, tmp_path: Path) -> None:
    SqliteStore(tmp_path / "room.sqlite", room).close()
    with closing(sqlite3.connect(tmp_path / "room.sqlite")) as db:
        there = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        beside = {"changes", "change_index", "audit", "migrations"} | ({"structures", "packs", "by_hand"} & there)
        assert ("structures" in there) == (room is Room.CASES)
        assert ("packs" in there) == ("by_hand" in there) == (room is Room.PARTNERS)
        assert there == {spec.name for spec in tables_of(room)} | beside
        for spec in tables_of(room):
            strict = db.execute("SELECT strict FROM pragma_table_list(?)", (spec.name,)).fetchone()[0]
            assert strict == 1
            info = {row[1]: row for row in db.execute(f'PRAGMA table_info("{spec.name}")')}
            assert list(info) == (["_key"] if len(spec.key) > 1 else []) + list(spec.names)
            assert [name for name, row in info.items() if row[5]] == [spec.key[0] if len(spec.key) == 1 else "_key"]
            for col in spec.columns:
                wanted = "TEXT" if col.sealed else _TYPES.get(col.kind, "TEXT")
                assert info[col.name][2] == wanted, f"{spec.name}.{col.name}"
            assert references(db, spec) == {
                (c.name, c.refers) for c in spec.columns if c.refers and c.kind is Kind.TEXT
            }
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(schema.migrations(room))
        assert [r[0] for r in db.execute("SELECT number FROM migrations")] == [n for n, _ in schema.migrations(room)]


def test_whatever_is_written_past_netmap_is_counted_for_every_table_that_is_kept_packed(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "room.sqlite", Room.PARTNERS).close()
    kept = {spec.name for spec in tables_of(Room.PARTNERS) if kept_packed(spec)}
    with closing(sqlite3.connect(tmp_path / "room.sqlite")) as db:
        assert {row[0] for row in db.execute('SELECT "table" FROM by_hand')} == kept
        found = db.execute("SELECT tbl_name, sql FROM sqlite_schema WHERE type = 'trigger'")
        watched = {(table, re.search(r"AFTER (\w+) ON", sql).group(1)) for table, sql in found}  # type: ignore[union-attr]
    assert watched == {(table, event) for table in kept for event in ("INSERT", "UPDATE", "DELETE")}


def references(db: sqlite3.Connection, spec: TableSpec) -> set[tuple[str, str]]:
    return {(row[3], row[2]) for row in db.execute(f'PRAGMA foreign_key_list("{spec.name}")')}


@pytest.mark.parametrize("room", Room)
def test_what_is_committed_is_what_the_records_give(room: Room) -> None:
    """``python -m tools.schema`` draws both, and says what a migration still has to bring."""
    assert schema.unlike_records(room) == []
    assert opening.migrations(room)[0][1] == graph.schema_cypher(room)
    readme = (opening.MIGRATIONS / "README.md").read_text(encoding="utf-8")
    assert drawing.with_drawings(readme) == readme
    assert drawing.mermaid(room) in readme


def test_a_column_that_no_migration_brings_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    early = schema.migrations(Room.PARTNERS)[:2]
    monkeypatch.setattr(schema, "migrations", lambda _room: early)
    assert [re.search(r'"(\w+)"', sql).group(1) for sql in schema.unlike_records(Room.PARTNERS)] == ["sessions"]  # type: ignore[union-attr]


def test_a_file_of_an_earlier_netmap_is_brought_to_this_one_and_keeps_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = schema.migrations(Room.PARTNERS)[:2]
    with monkeypatch.context() as then:
        then.setattr(connection, "migrations", lambda _room: early)
        SqliteStore(tmp_path / "room.sqlite", Room.PARTNERS).close()
    with closing(sqlite3.connect(tmp_path / "room.sqlite")) as db, db:
        db.execute("INSERT INTO areas (id, name, kind) VALUES ('a', 'Auental', 'district')")
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
    store = SqliteStore(tmp_path / "room.sqlite", Room.PARTNERS)
    assert [row["name"] for row in store.load("areas")["areas"]] == ["Auental"]
    assert list(store.load("sessions")["sessions"]) == []
    store.close()
    with closing(sqlite3.connect(tmp_path / "room.sqlite")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(schema.migrations(Room.PARTNERS)),)


def test_every_table_has_a_shape_and_no_two_share_one() -> None:
    assert set(graph.SHAPES) == set(TABLES)
    for room in Room:
        shapes = [graph.SHAPES[spec.name] for spec in tables_of(room)]
        labels = [s.label for s in shapes if isinstance(s, graph.Node)]
        types = [t for s in shapes if isinstance(s, graph.Tie) for t in s.types]
        links = [link.type for s in shapes if isinstance(s, graph.Node) for link in s.links]
        assert len(labels) == len(set(labels))
        assert len(types) == len(set(types))
        assert not set(types) & set(links)


def test_lists_that_refer_are_always_drawn() -> None:
    """Whether something is still used is asked along relationships; a list has no other way."""
    for spec in TABLES.values():
        for col in spec.columns:
            if col.refers and col.kind is Kind.TEXTS:
                assert col.name in graph.linked(spec), f"{spec.name}.{col.name}"
            if col.refers:
                assert TABLES[col.refers].room is spec.room
                assert isinstance(graph.SHAPES[col.refers], graph.Node)


def test_every_key_of_a_graph_is_unique_by_constraint() -> None:
    for room in Room:
        cypher = graph.schema_cypher(room)
        for spec in tables_of(room):
            shape = graph.SHAPES[spec.name]
            key = graph.key_property(spec)
            for pattern in (
                [f"(r:{shape.label})"] if isinstance(shape, graph.Node) else [f"()-[r:{t}]-()" for t in shape.types]
            ):
                assert re.search(rf"FOR {re.escape(pattern)} REQUIRE r\.`{key}` IS UNIQUE", cypher), pattern


def test_the_key_of_a_relation_tells_its_type() -> None:
    tie = graph.SHAPES["relations"]
    assert isinstance(tie, graph.Tie)
    assert graph.tie_type(tie, "a\x1fb\x1ffeeds_back\x1f\x1f") == "FEEDS_BACK"
    assert graph.tie_type(tie, "a\x1fb\x1fhugs\x1f\x1f") is None
    assert graph.tie_type(tie, "a") is None
