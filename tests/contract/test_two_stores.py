"""A district and its cases go from the file to the graph and back, and nothing is different."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netmap.exchange.district.write import write_district
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.tables import Room
from netmap.stores.base import Store
from netmap.stores.seal import CaseCodec, Keyring, MasterKey
from netmap.stores.sqlite.store import SqliteStore
from tests.contract.samples import adding, case, district, everything, removing
from tests.contract.suite_rows import org
from tests.contract.test_graph_queries import QUERIES
from tests.contract.test_neo4j_store import Neo4jPlace
from tests.support.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j


def exported(store: Store, folder: Path) -> dict[str, bytes]:
    write_district(folder, District(store.load(*PUBLIC_TABLES)))
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_a_district_there_and_back(tmp_path: Path, neo4j_server: Neo4jServer) -> None:
    first, last = (SqliteStore(tmp_path / f"{n}.sqlite", Room.PARTNERS) for n in "ab")
    place = Neo4jPlace(neo4j_server)
    between = place.open(Room.PARTNERS)
    first.apply(adding(district()), by="u1", why="w", request="q1")
    first.apply(adding([org(id="brief")]), by="u2")
    first.apply(removing([org(id="brief")]), by="u2")
    first.note(by="u1", action="export", entity="district")

    between.restore(first.dump())
    last.restore(between.dump())

    assert list(between.dump()) == list(first.dump())
    assert list(last.dump()) == list(first.dump())
    assert exported(first, tmp_path / "one") == exported(between, tmp_path / "two")
    assert exported(first, tmp_path / "one") == exported(last, tmp_path / "three")
    assert between.verify() == last.verify() == []
    assert between.changes() == first.changes() == last.changes()
    assert between.apply(adding([org()]), by="u1", request="q1").repeated  # requests are known there, too
    for store in (first, last):
        store.close()
    place.close()


def test_cases_there_and_back_stay_sealed(tmp_path: Path, neo4j_server: Neo4jServer) -> None:
    keyring = Keyring(tmp_path / "keyring.sqlite", [MasterKey.new()])
    codec: Any = CaseCodec(keyring)
    first, last = (SqliteStore(tmp_path / f"{n}.sqlite", Room.CASES) for n in "ab")
    place = Neo4jPlace(neo4j_server)
    between = place.open(Room.CASES)
    first.apply(adding([*case("c1"), *case("c2")]), by="u1", codec=codec)
    between.restore(first.dump())
    last.restore(between.dump())
    assert list(last.dump()) == list(between.dump()) == list(first.dump())
    assert everything(between, codec=codec) == everything(first, codec=codec)
    for store in (first, last, keyring):
        store.close()
    place.close()


def test_the_whole_demo_there_and_back(tmp_path: Path, demo_data: Path, neo4j_server: Neo4jServer) -> None:
    """All of the demo: 60 organisations with two years of reports, 150 cases with their cards."""
    for room in Room:
        first = SqliteStore(demo_data / f"{room.value}.sqlite", room)
        last = SqliteStore(tmp_path / f"{room.value}.sqlite", room)
        place = Neo4jPlace(neo4j_server)
        between = place.open(room)
        between.restore(first.dump())
        last.restore(between.dump())
        assert list(last.dump()) == list(first.dump())
        assert between.counts() == first.counts()
        assert sum(first.counts().values()) > 1000
        assert between.verify() == last.verify() == []
        if room is Room.PARTNERS:
            assert exported(between, tmp_path / "one") == exported(first, tmp_path / "two")
            for query in QUERIES[:9]:
                neo4j_server.run(query)
            assert len(neo4j_server.run(QUERIES[2])) > 5  # contradictions are part of the demo
        for store in (first, last):
            store.close()
        place.close()
