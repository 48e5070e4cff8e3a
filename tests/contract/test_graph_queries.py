"""The example queries of graph_schema/README.md run, and answer what they promise."""

from __future__ import annotations

import re
from typing import Any

import pytest

from netmap.model.tables import Room
from netmap.stores.neo4j.opening import MIGRATIONS
from netmap.stores.seal import CaseCodec, Keyring, MasterKey
from tests.contract.samples import adding, case, district
from tests.contract.test_neo4j_store import Neo4jPlace
from tests.support.neo4j_server import Neo4jServer

README = (MIGRATIONS / "README.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"```cypher\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.neo4j
def test_the_questions_have_answers(neo4j_server: Neo4jServer, tmp_path: Any) -> None:
    assert len(QUERIES) == 10
    place = Neo4jPlace(neo4j_server)
    store = place.open(Room.PARTNERS)
    store.apply(adding(district()), by="u1")
    found = [neo4j_server.run(query) for query in QUERIES[:9]]
    # by hand from the sample district; the protected place p1 shows nowhere
    assert [(r["service"], r["places"], r["areas"]) for r in found[0]] == [
        ("Schuldnerberatung", ["Laden"], ["Kreis Auheim"]), ("Ohne Ort", [], []),
    ]  # fmt: skip
    assert [r["service"] for r in found[1]] == ["s1"]
    assert [(r["one"], r["level"], r["other"]) for r in found[2]] == [("Jobcenter „Mitte“", 3, 0)]
    assert [(r["scale"], r["level"]) for r in found[3]] == [("oberhausen", 0), ("eigene", -2), ("oberhausen", 3)]
    assert [r["service"] for r in found[4]] == ["Schuldnerberatung"]
    assert found[5] == []
    assert found[6][0]["open_points"] == list(range(2, 13))
    assert sorted(found[6][0]["parties"], key=str) == [
        ["Doppelpunkt\n2. Zeile", None],
        ["Jobcenter „Mitte“", "steerer"],
    ]
    assert found[7] == [
        {
            "organisation": "Beratung & Hilfe e. V.",
            "services": ["Schuldnerberatung"],
            "bodies": [],
            "referred_to_by": 1,
        }
    ]
    assert found[8] == [{"verified": "never", "services": 2}]
    place.close()

    place = Neo4jPlace(neo4j_server)
    keyring = Keyring(tmp_path / "keyring.sqlite", [MasterKey.new()])
    cases = place.open(Room.CASES)
    cases.apply(adding([*case("c1"), *case("c2")]), by="u1", codec=CaseCodec(keyring))
    assert neo4j_server.run(QUERIES[9]) == [{"entries": 3, "cards": 2, "ties": 2}]
    keyring.close()
    place.close()
