"""The graph store keeps the contract."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from netmap.bootstrap import open_store
from netmap.errors import StoreError
from netmap.model.changes import SetOrganisation
from netmap.model.partners import Area
from netmap.model.tables import TABLES, Room
from netmap.stores.base import Store, mark_of
from netmap.stores.neo4j import graph, opening
from netmap.stores.neo4j import store as store_module
from netmap.stores.neo4j.opening import migrations
from netmap.stores.neo4j.store import Neo4jStore
from netmap.stores.packs import LARGE
from tests.contract.place import Place
from tests.contract.samples import adding
from tests.contract.suite import StoreContract
from tests.contract.suite_rows import org
from tests.support.neo4j_server import Neo4jServer

#: constraints that were there once a room had been opened on a server
_prepared: dict[tuple[str, Room], set[str]] = {}


class Neo4jPlace(Place):
    """A server with one database, emptied before; constraints of earlier tests may stay."""

    def __init__(self, server: Neo4jServer) -> None:
        super().__init__()
        self.server = server
        server.empty(schema=False)

    def make(self, room: Room) -> Store:
        self._spare_the_schema(room)
        store = open_store(self.server.uri, room, password=self.server.password)
        _prepared[(self.server.uri, room)] = self._constraints()
        return store

    def _constraints(self) -> set[str]:
        return {row["name"] for row in self.server.run("SHOW CONSTRAINTS YIELD name")}

    def _spare_the_schema(self, room: Room) -> None:
        """Leave the mark of a migrated graph where this server has the room's constraints already."""
        made = _prepared.get((self.server.uri, room))
        if made and made <= self._constraints() and not self.server.run("MATCH (n) RETURN 1 LIMIT 1"):
            steps = migrations(room)
            self.server.run(
                "CREATE (:Store {id: 'netmap', room: $room, version: $number, layout: $layout})"
                "-[:MIGRATED]->(:Migration {number: $number, room: $room})",
                {"room": room.value, "number": steps[-1][0], "layout": mark_of(steps, steps[-1][0])},
            )

    def content(self) -> str:
        nodes = self.server.run("MATCH (n) RETURN labels(n) AS l, properties(n) AS p")
        ties = self.server.run("MATCH ()-[r]->() RETURN type(r) AS t, properties(r) AS p")
        return "\n".join(
            sorted(json.dumps(row, ensure_ascii=False, sort_keys=True, default=repr) for row in nodes + ties)
        )

    def _match(self, table: str) -> str:
        spec = TABLES[table]
        return f"MATCH {graph.pattern(table)} WHERE r.`{graph.key_property(spec)}` = $key"

    def peek(self, table: str, key: str, column: str) -> Any:
        return self.server.run(f"{self._match(table)} RETURN r.`{column}` AS v", {"key": key})[0]["v"]

    def poke(self, table: str, key: str, column: str, value: Any) -> None:
        self.server.run(f"{self._match(table)} SET r.`{column}` = $v", {"key": key, "v": value})

    def remove(self, table: str, key: str) -> None:
        self.server.run(f"{self._match(table)} DELETE r", {"key": key})

    def spoil_structure(self, card: str, structure: bytes) -> None:
        values = {"card": card, "structure": structure}
        self.server.run("MATCH (c:Card {id: $card}) SET c._structure = $structure", values)

    def packs(self) -> dict[str, bytes]:
        found = self.server.run("MATCH (p:Pack) RETURN p.table AS table, p.rows AS rows")
        return {row["table"]: bytes(row["rows"]) for row in found}

    def spoil_pack(self, table: str, pack: bytes) -> None:
        self.server.run("MATCH (p:Pack {table: $table}) SET p.rows = $pack", {"table": table, "pack": pack})

    def version(self) -> int:
        return int(self.server.run("MATCH (s:Store) RETURN s.version AS v")[0]["v"])

    def set_version(self, version: int) -> None:
        self.server.run("MATCH (s:Store) SET s.version = $version", {"version": version})

    def set_layout(self, layout: int) -> None:
        self.server.run("MATCH (s:Store) SET s.layout = $layout", {"layout": layout})

    def lose_change(self, change: str) -> None:
        self.server.run("MATCH (c:Change {id: $id}) DETACH DELETE c", {"id": change})

    def put_something_else(self) -> None:
        self.server.run("CREATE (:Recipe {name: 'soup'})")


@pytest.mark.neo4j
class TestNeo4jStore(StoreContract):
    """The suite on a server."""

    store_type = Neo4jStore

    @pytest.fixture
    def place(self, neo4j_server: Neo4jServer) -> Iterator[Place]:
        made = Neo4jPlace(neo4j_server)
        yield made
        made.close()


@pytest.mark.neo4j
def test_a_graph_of_an_earlier_netmap_is_brought_to_this_one_and_keeps_what_it_holds(
    empty_neo4j: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(opening, "migrations", lambda room: migrations(room)[:2])
        store = open_store(empty_neo4j.uri, Room.PARTNERS, password=empty_neo4j.password)
        store.apply(adding([Area(id="a", name="Auental", kind="gemeinde")]), by="u1")
        store.close()
    # as a sign-in was kept before it knew a place
    empty_neo4j.run('CREATE (:SignIn {id: \'s\', account: \'u1\', _row: \'["s","u1","",""]\'})')
    assert empty_neo4j.run("MATCH (s:Store) RETURN s.version AS v") == [{"v": 2}]
    store = open_store(empty_neo4j.uri, Room.PARTNERS, password=empty_neo4j.password)
    assert [row["name"] for row in store.load("areas")["areas"]] == ["Auental"]
    assert list(store.load("sessions")["sessions"]) == []
    assert store.verify() == []
    store.close()
    assert empty_neo4j.run("MATCH (s:Store) RETURN s.version AS v") == [{"v": len(migrations(Room.PARTNERS))}]


class Crowded:
    """A transaction beside which others write: after each of its statements that ``when`` picks."""

    def __init__(self, tx: Any, when: Callable[[str], bool], write: Callable[[], object]) -> None:
        self._tx, self._when, self._write = tx, when, write

    def run(self, query: str, parameters: dict[str, Any]) -> list[Any]:
        found = list(self._tx.run(query, parameters))
        if self._when(query):
            self._write()
        return found


class BesideWriters:
    """A store, and others who write into it between the statements of a reading."""

    @pytest.fixture
    def store(self, neo4j_server: Neo4jServer) -> Iterator[Neo4jStore]:
        place = Neo4jPlace(neo4j_server)
        made = place.make(Room.PARTNERS)
        assert isinstance(made, Neo4jStore)
        made.apply(adding([org()]), by="u1")
        yield made
        made.close()
        place.close()

    def beside(self, store: Neo4jStore, when: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch) -> None:
        read, number = store._sessions.read, iter(range(10_000))

        def write() -> None:
            n = next(number)
            store.apply(adding([org(id=f"w{n}"), Area(id=f"w{n}", name="A", kind="gemeinde")]), by="u2")

        def crowded(work: Callable[[Any], Any]) -> Any:
            return read(lambda tx: work(Crowded(tx, when, write)))

        monkeypatch.setattr(store._sessions, "read", crowded)


@pytest.mark.neo4j
class TestDumpBesideWriters(BesideWriters):
    """A server gives no picture of one moment: a dump finds one, or says that it did not."""

    def test_nobody_pauses(self, store: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store_module, "DUMP_SECONDS", 0.0)
        self.beside(store, lambda _: True, monkeypatch)
        with pytest.raises(StoreError, match="without a pause"):
            next(store.dump())

    def test_a_pause_is_found_and_what_comes_behind_it_stays_out(
        self, store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        busy = iter([True] * 9)
        # first all the time, then only while the log is read
        self.beside(store, lambda query: next(busy, False) or "c.edits" in query, monkeypatch)
        rows: dict[str, list[dict[str, Any]]] = {}
        for kind, content in store.dump():
            rows.setdefault(kind, []).append(content)
        assert next(busy, None) is None, "nobody wrote meanwhile"
        assert len(store.changes()) > len(rows["#change"]), "nobody wrote behind it"
        told = {key for c in rows["#change"] for _, key, *_ in c["edits"]}
        assert {row["id"] for row in rows["organisations"]} == told


@pytest.mark.neo4j
class TestLoadBesideWriters(BesideWriters):
    """A load tells one moment: what moved meanwhile is read again, and where that has no end, it says so."""

    TABLES = ("organisations", "areas")

    @pytest.fixture
    def packed(self, store: Neo4jStore) -> Neo4jStore:
        for start in range(0, LARGE, LARGE // 2):
            store.apply(adding([org(id=f"p{n:04}") for n in range(start, start + LARGE // 2)]), by="u1")
        store.load(*self.TABLES)
        return store

    def test_nobody_pauses(self, packed: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store_module, "LOAD_SECONDS", 0.0)
        self.beside(packed, lambda _: True, monkeypatch)
        with pytest.raises(StoreError, match="without a pause"):
            packed.load(*self.TABLES)

    def test_what_moved_meanwhile_is_laid_over(self, packed: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whichever of its statements somebody writes behind, a load tells of both tables as of one change."""
        busy: list[bool] = []
        self.beside(packed, lambda _: bool(busy) and busy.pop(0), monkeypatch)
        for pattern in itertools.product((True, False), repeat=5):
            busy[:] = pattern
            found = packed.load(*self.TABLES)
            told = {table: [row["id"] for row in rows] for table, rows in found.items()}
            assert told["areas"] == [i for i in told["organisations"] if i.startswith("w")], pattern
            assert told["organisations"] == sorted(told["organisations"])
            assert len(told["organisations"]) == 1 + LARGE + len(told["areas"])
        assert len(told["areas"]) > 31, "hardly anybody wrote"

    @pytest.mark.parametrize("only", [None, ("kind", ["a"])])
    def test_somebody_writes_all_the_while(self, store: Neo4jStore, only: Any) -> None:
        """The first and the last of many always change together, and no load tells them apart."""
        ends = org(id="a", kind="a"), org(id="z", kind="a")
        store.apply(adding([ends[0], *(org(id=f"m{n:04}", kind="a") for n in range(LARGE - 100)), ends[1]]), by="u1")
        done, written = threading.Event(), [ends]

        def write() -> None:
            while not done.is_set():
                n, seen = len(written), written[-1]
                new = replace(seen[0], phone=str(n), kind="ab"[n % 2]), replace(seen[1], phone=str(n), kind="ab"[n % 2])
                store.apply(SetOrganisation.updating(*zip(seen, new, strict=True)), by="u2")
                written.append(new)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            loads = []
            while len(loads) < 25 or len(written) < 40:
                loads.append(store.load("organisations", only=only)["organisations"])
                assert writer.is_alive()
        finally:
            done.set()
            writer.join()
        for rows in loads:
            told = {row["id"]: row["phone"] for row in rows}
            assert told.get("a") == told.get("z")
            assert len(told) >= LARGE - 100
