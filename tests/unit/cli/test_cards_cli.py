"""``netmap card figures`` and ``card compare`` as a script calls them.

Two dozen maps in easyNWK's shapes are made here, and what the commands say of them is held to the
definitions of CONTRACT.md § 3, written down a second time below, straight on the file's own values.
"""

from __future__ import annotations

import io
import json
import math
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from netmap.cli import main
from tests.support.app import run_netmap
from tests.support.places import fixture_path

Run = Callable[..., tuple[int, Any, str]]

GROUPS = ["all", "family", "friends", "colleagues", "professionals"]
KEYS = [
    "size",
    "connectable",
    "ties",
    "closeness_mean",
    "closeness_sd",
    "density",
    "degree_mean",
    "degree_sd",
    "degree_max",
    "stars",
    "isolated",
    "no_ego_tie",
    "horizons",
    "horizons_connectable",
]


@pytest.fixture
def netmap(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; gives exit status, what stdout holds, what stderr says."""
    monkeypatch.setenv("NETMAP_LANGUAGE", "en")

    def run(*words: object) -> tuple[int, Any, str]:
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, json.loads(out) if "json" in words else out, err

    return run


# --- the demo map ----------------------------------------------------------------------------------


def test_the_demo_map_to_the_letter(netmap: Run) -> None:
    status, answer, said = netmap("card", "figures", fixture_path("easynwk", "rosa_demo.json"), "--format", "json")
    assert (status, said) == (0, "")
    assert (answer["source_format"], answer["losses"]) == ("easynwk", [])
    (version,) = answer["versions"]
    assert list(version) == ["label", "date", "figures", "cliques", "structure"]
    assert (version["label"], version["date"]) == ("Erstgespräch", "2024-02-26")
    assert list(version["figures"]) == GROUPS
    assert all(list(figures) == KEYS for figures in version["figures"].values())
    # closeness 7, 5, 4, 3, 1, 8, 4 … of the seven: 32/7; ANALYSIS.md rounds to 4.5714, 2.3212 and so on
    assert version["figures"]["all"] == {
        "size": 7,
        "connectable": 8,
        "ties": 5,
        "closeness_mean": pytest.approx(32 / 7),
        "closeness_sd": pytest.approx(2.3212, abs=5e-5),
        "density": pytest.approx(5 / 28),
        "degree_mean": 1.25,
        "degree_sd": pytest.approx(1.2990, abs=5e-5),
        "degree_max": 4,
        "stars": ["Maria"],
        "isolated": ["Dr. Maier", "Max", "Susi"],
        "no_ego_tie": ["Josefine"],
        "horizons": [2, 2, 3],
        "horizons_connectable": [2, 2, 4],
    }
    assert version["figures"]["family"]["density"] == pytest.approx(4 / 6)
    assert version["figures"]["friends"]["density"] is None
    assert version["figures"]["colleagues"]["stars"] == ["Max", "Susi"]
    assert version["cliques"] == [["Ewald", "Josefine", "Maria"]]
    structure = version["structure"]
    assert (structure["components"], structure["betweenness"]) == (4, 16.5)
    assert structure["effective_size"] == pytest.approx(7 - 2 * 3 / 7)
    assert structure["brokers"] == [
        {"label": name, "brokerage": 3 if name == "Maria" else 0}
        for name in ("Dr. Maier", "Ewald", "Lara", "Maria", "Max", "Richard", "Susi")
    ]


def test_the_table_is_for_people(netmap: Run) -> None:
    status, shown, _ = netmap("card", "figures", fixture_path("easynwk", "own_easynwk15.nwk"))
    assert status == 0
    assert "2012-02-03" in shown
    assert "gelöscht" not in shown
    assert "own_easynwk15.nwk:6" in shown


def test_standard_input_is_read(netmap: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    data = fixture_path("easynwk", "rosa_demo.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    status, answer, _ = netmap("card", "figures", "-", "--format", "json")
    assert (status, answer["versions"][0]["figures"]["all"]["size"]) == (0, 7)


def test_a_small_file_needs_no_compiler() -> None:
    # one call must not wait for numba, on a fresh machine least of all
    code = (
        "import sys; from netmap.cli import main; "
        f"main(['card', 'figures', {str(fixture_path('easynwk', 'rosa_demo.json'))!r}, '--format', 'json']); "
        "sys.exit(bool({'numba', 'numpy', 'networkx', 'pandas', 'streamlit'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


# --- two dozen other maps --------------------------------------------------------------------------


def some_map(chance: random.Random, *, count: int, ids: list[Any], shape: int) -> dict[str, Any]:
    """A map with every quirk: borders, people beyond the rim, dead, dogs, same labels, ties to anybody."""
    people = []
    for ident in ids[:count]:
        entry = {
            "id": ident,
            "name": chance.choice(["Anna", "Bert", "Çem", "Ärztin", "Zoe", "anna", f"P{ident}"]),
            "role": "",
            "age": "",
            "note": "",
            "currentGender": chance.choice(["weiblich", "männlich", "nicht festgelegt"]),
            "angle": chance.choice([-180, -90, 0, 90, 180, chance.uniform(-180, 180)]),
            "distance": chance.choice([0, 33.33, 66.67, 100, 100.1, *(chance.uniform(1, 110) for _ in range(9))]),
        }
        tie = chance.choice([0, 1, 1, 1, 2])
        if shape < 2:
            entry |= {"edgeWeight": tie}
            if chance.random() < 0.1:
                entry["currentGender"] = "kein Mensch"
        else:
            entry |= {"edgeType": str(tie) if chance.random() < 0.2 else tie, "edgeTypeByUser": -1}
            entry |= {"human": chance.random() > 0.1, "deceased": chance.random() < 0.1}
        people.append(entry)
    density = chance.choice([0, 0.1, 0.3, 0.8])
    ends = [(a, b) for i, a in enumerate(ids[:count]) for b in ids[:i] if chance.random() < density]
    ties = [{"id1": a, "id2": b} for a, b in ends]
    return {"ego": {"name": "Ich"}, "alteri": people, ("relations" if shape == 0 else "connections"): ties}


def some_file(seed: int) -> dict[str, Any]:
    """One map, or two or three versions of it; ids are numbers or texts, some entries come and go."""
    chance = random.Random(seed)
    shape = seed % 4
    ids: list[Any] = [f"id-{n}" for n in range(200)] if seed % 5 == 0 else list(range(1, 201))
    if shape < 3:
        return some_map(chance, count=chance.choice([0, 1, 2, 7, 12, 25, 80]), ids=ids, shape=shape)
    versions = []
    for number in range(chance.choice([2, 3])):
        known = chance.sample(ids[:20], 20)
        nwk = some_map(chance, count=chance.choice([5, 10, 15]), ids=known, shape=3)
        title = chance.choice(["", f"Gespräch {number}"])
        versions.append({"id": 10 - number, "title": title, "date": f"2024-0{number + 1}-01", "nwk": nwk})
    return {"versions": versions, "currentVersion": 10}


def sector(entry: dict[str, Any]) -> str | None:
    if entry["distance"] <= 0:
        return None
    angle = entry["angle"]
    return GROUPS[1 if 0 <= angle < 90 else 2 if angle >= 90 else 3 if angle < -90 else 4]


def tied(entry: dict[str, Any]) -> int:
    return int(entry["edgeType"] if "edgeType" in entry else entry["edgeWeight"])


def closeness(entry: dict[str, Any]) -> int:
    return max(9 - math.floor(9 * entry["distance"] / 100), 0)


class Expected:
    """CONTRACT.md § 3 and ANALYSIS.md, a second time and as plainly as they are written."""

    def __init__(self, nwk: dict[str, Any]) -> None:
        self.people = {str(p["id"]): p for p in nwk["alteri"]}
        self.graph = nx.Graph()
        self.graph.add_nodes_from(self.people)
        self.graph.add_edges_from((str(t["id1"]), str(t["id2"])) for t in nwk.get("connections", nwk.get("relations")))
        self.connectable = {
            i
            for i, p in self.people.items()
            if p.get("human", p["currentGender"] != "kein Mensch")
            and not p.get("deceased", False)
            and 0 < p["distance"] <= 100
        }
        self.connected = {i for i in self.connectable if tied(self.people[i]) >= 1}

    def labels(self, ids: Iterable[str]) -> list[str]:
        return sorted(self.people[i]["name"] for i in ids)

    def horizons(self, ids: Iterable[str]) -> list[int]:
        distances = [self.people[i]["distance"] for i in ids]
        near, middle = sum(d < 33.33 for d in distances), sum(33.33 <= d < 66.67 for d in distances)
        return [near, middle, len(distances) - near - middle]

    def group(self, name: str) -> dict[str, Any]:
        def within(ids: set[str]) -> list[str]:
            return [i for i in ids if name == "all" or sector(self.people[i]) == name]

        people, contacts = within(self.connectable), within(self.connected)
        graph = self.graph.subgraph(people)
        ring = [closeness(self.people[i]) for i in contacts]
        degrees = dict(graph.degree)
        values = list(degrees.values())
        count = len(people)
        return {
            "size": len(contacts),
            "connectable": count,
            "ties": graph.number_of_edges(),
            "closeness_mean": statistics.fmean(ring) if ring else None,
            "closeness_sd": statistics.pstdev(ring) if ring else None,
            "density": 2 * graph.number_of_edges() / (count * (count - 1)) if count > 1 else None,
            "degree_mean": statistics.fmean(values) if values else None,
            "degree_sd": statistics.pstdev(values) if values else None,
            "degree_max": max(values, default=None),
            "stars": self.labels(i for i in people if degrees[i] == max(values)),
            "isolated": self.labels(i for i in contacts if not set(self.graph[i]) & self.connectable),
            "no_ego_tie": self.labels(set(people) - set(contacts)),
            "horizons": self.horizons(contacts),
            "horizons_connectable": self.horizons(people),
        }

    def cliques(self) -> list[list[str]]:
        return sorted(self.labels(c) for c in nx.find_cliques(self.graph) if len(c) >= 3)

    def structure(self) -> dict[str, Any]:
        graph = self.graph.subgraph(self.connected)
        n = len(graph)
        names = ("components", "effective_size", "efficiency", "constraint", "hierarchy", "betweenness", "brokers")
        if n == 0:
            return dict.fromkeys(names)
        part = {j: (1 / n + sum(1 / (n * (graph.degree(q) + 1)) for q in graph[j])) ** 2 for j in graph}
        total = sum(part.values())
        shares = [c * n / total for c in part.values()]
        around = nx.Graph(graph)
        around.add_edges_from(("", i) for i in graph)
        between = nx.betweenness_centrality(graph, normalized=False)
        brokers = [{"label": self.people[i]["name"], "brokerage": between[i]} for i in graph]
        size = n - 2 * graph.number_of_edges() / n
        hierarchy = None if n == 1 else sum(s * math.log(s) for s in shares) / (n * math.log(n))
        values = (
            nx.number_connected_components(graph),
            size,
            size / n,
            total,
            hierarchy,
            nx.betweenness_centrality(around, normalized=False)[""],
            sorted(brokers, key=lambda b: (b["label"], b["brokerage"])),
        )
        return dict(zip(names, values, strict=True))


def assert_close(found: Any, expected: Any, where: str = "") -> None:
    """The same, numbers within 1e-9, and None never a number."""
    if isinstance(expected, dict):
        assert list(found) == list(expected), where
        for key, value in expected.items():
            assert_close(found[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for number, value in enumerate(expected):
            assert_close(found[number], value, f"{where}[{number}]")
    elif isinstance(expected, float):
        assert found is not None, where
        assert found == pytest.approx(expected, abs=1e-9), where
    else:
        assert found == expected, where


def versions_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    if "versions" in document:
        return list(document["versions"])
    return [{"title": "", "date": None, "nwk": document}]


@pytest.mark.parametrize("seed", range(28))
def test_other_maps_to_the_letter(netmap: Run, tmp_path: Path, seed: int) -> None:
    document = some_file(seed)
    path = tmp_path / "karte.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8-sig" if seed % 3 else "utf-8")
    status, answer, _ = netmap("card", "figures", path, "--format", "json")
    assert status == 0
    versions = versions_of(document)
    assert len(answer["versions"]) == len(versions)
    for found, version in zip(answer["versions"], versions, strict=True):
        expected = Expected(version["nwk"])
        assert found["label"] == (version["title"] or None)
        assert found["date"] == version["date"]
        assert_close(found["figures"], {name: expected.group(name) for name in GROUPS})
        assert found["cliques"] == expected.cliques()
        assert_close(found["structure"], expected.structure())


# --- comparisons -----------------------------------------------------------------------------------


def expected_comparison(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    old, new = Expected(before["nwk"]), Expected(after["nwk"])
    both = [i for i in old.people if i in new.people]
    told = [(new.people[i]["name"], old.people[i], new.people[i]) for i in both]
    places = [(label, [closeness(a), closeness(b)], [sector(a), sector(b)]) for label, a, b in told]
    lost = {frozenset(e) for e in old.graph.edges} - {frozenset(e) for e in new.graph.edges}
    gained = {frozenset(e) for e in new.graph.edges} - {frozenset(e) for e in old.graph.edges}
    figures = {name: {key: [old.group(name)[key], new.group(name)[key]] for key in KEYS} for name in GROUPS}
    return {
        "from": before["title"] or None,
        "to": after["title"] or None,
        "came": new.labels(set(new.people) - set(old.people)),
        "left": old.labels(set(old.people) - set(new.people)),
        "moved": [
            {"label": label, "closeness": c, "sector": s}
            for label, c, s in sorted(places, key=lambda row: row[0])
            if c[0] != c[1] or s[0] != s[1]
        ],
        "ties_gained": sorted(new.labels(pair) for pair in gained),
        "ties_lost": sorted(old.labels(pair) for pair in lost),
        "support_changed": [],
        "ego_tie_changed": [
            {"label": label, "tie": [tied(a), tied(b)]}
            for label, a, b in sorted(told, key=lambda row: row[0])
            if tied(a) != tied(b)
        ],
        "figures": figures,
    }


def unordered(rows: list[dict[str, Any]]) -> list[str]:
    """Rows of the same label may stand in any order."""
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


@pytest.mark.parametrize("seed", range(3, 100, 8))
def test_comparisons_to_the_letter(netmap: Run, tmp_path: Path, seed: int) -> None:
    document = some_file(seed)
    path = tmp_path / "karte.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    status, found, _ = netmap("card", "compare", path, "--format", "json")
    expected = expected_comparison(document["versions"][0], document["versions"][-1])
    assert status == 0
    assert list(found) == list(expected)
    for name in ("moved", "ego_tie_changed"):
        assert [row["label"] for row in found[name]] == [row["label"] for row in expected[name]]
        assert unordered(found.pop(name)) == unordered(expected.pop(name))
    assert_close(found, expected)


def person(ident: int, **columns: Any) -> dict[str, Any]:
    given = {"id": ident, "name": f"P{ident}", "human": True, "edgeType": 1, "angle": 10, "distance": 50}
    return given | columns


def write(tmp_path: Path, *versions: tuple[Any, Any, list[dict[str, Any]]]) -> Path:
    path = tmp_path / "verlauf.json"
    listed = [
        {"id": ident, "title": title, "nwk": {"alteri": people, "connections": []}} for ident, title, people in versions
    ]
    path.write_text(json.dumps({"versions": listed}), encoding="utf-8")
    return path


def test_support_and_tie_changes(netmap: Run, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        (1, "A", [person(1, supportSocial=1), person(2, edgeType=2)]),
        (2, "B", [person(1, supportSocial=3, supportLinking=2), person(2, edgeType=0)]),
    )
    _, found, _ = netmap("card", "compare", path, "--format", "json")
    assert found["support_changed"] == [
        {"label": "P1", "support": {"social": ["given", "both"], "bridging": [None, "received"]}}
    ]
    assert found["ego_tie_changed"] == [{"label": "P2", "tie": [2, 0]}]


def test_versions_are_chosen_by_label_or_id(netmap: Run, tmp_path: Path) -> None:
    path = write(tmp_path, (7, "A", [person(1)]), (8, "B", []), (9, "B", [person(1), person(2)]))
    assert netmap("card", "compare", path, "--format", "json")[1]["came"] == ["P2"]
    assert netmap("card", "compare", path, "--from", "A", "--to", "8", "--format", "json")[1]["left"] == ["P1"]
    back = netmap("card", "compare", path, "--from", "9", "--to", "A", "--format", "json")[1]
    assert (back["from"], back["to"], back["left"]) == ("B", "A", ["P2"])
    same = netmap("card", "compare", path, "--from", "A", "--to", "A", "--format", "json")[1]
    assert not any(same[key] for key in ("came", "left", "moved", "ties_gained", "ties_lost"))


def test_a_label_that_is_not_there_or_stands_twice_is_refused(netmap: Run, tmp_path: Path) -> None:
    path = write(tmp_path, (7, "A", []), (8, "B", []), (9, "B", []))
    for name, hint in (("C", "B (id 9)"), ("B", "2 versions")):
        status, answer, said = netmap("card", "compare", path, "--to", name, "--format", "json")
        assert (status, answer["error"]["kind"]) == (2, "call")
        assert hint in answer["error"]["message"]
        assert hint in said


def test_a_single_version_has_nothing_to_compare_with(netmap: Run) -> None:
    status, answer, _ = netmap("card", "compare", fixture_path("easynwk", "rosa_demo.json"), "--format", "json")
    assert (status, answer["error"]["kind"]) == (2, "call")


def test_the_comparison_is_told_in_sentences(netmap: Run, tmp_path: Path) -> None:
    path = write(tmp_path, (1, "A", [person(1, distance=90)]), (2, "B", [person(1, distance=20), person(2)]))
    status, shown, _ = netmap("card", "compare", path)
    assert status == 0
    assert "P2 has joined." in shown
    assert "P1 has come nearer." in shown


# --- what is wrong ---------------------------------------------------------------------------------


def test_faults_are_listed_with_their_json_path(netmap: Run, tmp_path: Path) -> None:
    path = tmp_path / "karte.json"
    document = {"alteri": [person(1, angle="weit"), person(1)], "connections": 3}
    path.write_text(json.dumps(document), encoding="utf-8")
    status, answer, said = netmap("card", "figures", path, "--format", "json")
    assert (status, answer["error"]["kind"]) == (2, "format")
    assert [fault["where"] for fault in answer["error"]["faults"]] == [
        "karte.json:$.alteri[0].angle",
        "karte.json:$.alteri[1].id",
        "karte.json:$.connections",
    ]
    assert "weit is not a number" in said


def test_a_missing_file_is_said_to_be_missing(netmap: Run, tmp_path: Path) -> None:
    status, answer, _ = netmap("card", "figures", tmp_path / "fehlt.json", "--format", "json")
    assert (status, answer["error"]["kind"]) == (2, "call")


def test_more_groups_than_can_be_listed_leave_the_rest_of_the_figures(netmap: Run, tmp_path: Path) -> None:
    # 60 people in threes who do not know each other: 3^20 cliques
    people = [person(n) for n in range(60)]
    ties = [{"id1": a, "id2": b} for a in range(60) for b in range(a) if a // 3 != b // 3]
    path = tmp_path / "karte.json"
    path.write_text(json.dumps({"alteri": people, "connections": ties}), encoding="utf-8")
    status, answer, said = netmap("card", "figures", path, "--format", "json")
    assert status == 0
    assert answer["versions"][0]["cliques"] is None
    assert answer["versions"][0]["figures"]["all"]["ties"] == len(ties)
    assert "too many groups" in said
    assert "too many groups" in answer["losses"][0]["what"]


def test_the_program_itself_answers_one_document(tmp_path: Path) -> None:
    answer = run_netmap("card", "figures", str(fixture_path("easynwk", "rosa_2021-08-19.json")), "--format", "json")
    assert answer.returncode == 0
    (version,) = json.loads(answer.stdout)["versions"]
    assert (version["label"], version["date"]) == (None, None)
    assert version["structure"] == dict.fromkeys(version["structure"])
    assert version["figures"]["all"]["connectable"] == 6
