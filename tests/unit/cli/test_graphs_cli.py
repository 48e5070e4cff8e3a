"""``netmap network figures`` as scripts call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import igraph
import networkx as nx
import pytest

from netmap.analysis.network.figures import network_figures
from netmap.analysis.network.simple import network_from_pairs
from netmap.cli import main
from tests.support.places import ROOT, fixture_path

FLORENCE = "".join(f"{a},{b}\n" for a, b in nx.florentine_families_graph().edges)


@pytest.fixture
def call(capsys, monkeypatch):
    """Run the command in this process: status, stdout, stderr."""
    monkeypatch.setenv("NETMAP_LANGUAGE", "en")

    def run(*words: str) -> tuple[int, str, str]:
        status = main(["network", "figures", *words])
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def florence(tmp_path: Path) -> str:
    path = tmp_path / "ties.csv"
    path.write_text("source,target\n" + FLORENCE)
    return str(path)


def run_python(code: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-c", code]
    return subprocess.run(words, input=typed, capture_output=True, env=environment, check=False)


def test_json_is_one_document_with_the_figures(call, florence):
    status, out, err = call(florence, "--format", "json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    expected = network_figures(network_from_pairs([], nx.florentine_families_graph().edges)).to_dict()
    assert answer == expected
    assert list(answer) == list(expected)


def test_a_node_list_adds_isolates(call, florence, tmp_path):
    (tmp_path / "nodes.csv").write_text("id\nPucci\nMedici\n")
    _, out, _ = call(florence, "--nodes", str(tmp_path / "nodes.csv"), "--format", "json")
    answer = json.loads(out)
    assert answer["actors"] == 16
    assert answer["density"] == pytest.approx(20 / 120)
    assert answer["components"] == [15, 1]


def test_self_ties_and_repeated_ties_are_told_on_stderr_only(call, tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("source,target,weight\n01,02,3\n02,01,\n03,03,1\n")
    status, out, err = call(str(path), "--format", "json")
    assert status == 0
    answer = json.loads(out)
    assert (answer["actors"], answer["ties"]) == (3, 1)
    assert [line["actor"] for line in answer["table"]] == ["01", "02", "03"]
    assert "ties.csv:4: the tie of '03' with itself is left out" in err
    assert "1 tie was told twice" in err


def test_weights_change_nothing(call, tmp_path):
    plain, weighted = tmp_path / "a.csv", tmp_path / "b.csv"
    plain.write_text("source,target\na,b\nb,c\n")
    weighted.write_text("source;target;weight\na;b;0,5\nb;c;900\n")
    assert call(str(plain), "--format", "json")[1] == call(str(weighted), "--format", "json")[1]


def test_the_actor_is_the_id_of_the_file(call):
    _, out, _ = call(str(fixture_path("graphml", "own_igraph.graphml")), "--format", "json")
    answer = json.loads(out)
    assert answer["actors"] == 16
    assert answer["table"][0]["actor"] == "n0"


def test_pairs_that_come_twice_are_one(call):
    # 2,345 edges over 2,148 pairs (SOURCES.md)
    _, out, err = call(str(fixture_path("gexf", "celegans_v1.1.gexf")), "--format", "json")
    answer = json.loads(out)
    assert (answer["actors"], answer["ties"]) == (306, 2148)
    assert "197 ties" in err


def test_the_table_shows_everything(call, florence):
    status, out, _ = call(florence)
    assert status == 0
    assert "15 actors, 20 ties" in out
    for words in ("0.1905", "Guadagni, Medici, Strozzi", "0.2099", "Acciaiuoli – Medici"):
        assert words in out
    assert len([line for line in out.splitlines() if line.startswith("Albizzi ")]) == 1


def test_one_tie_is_one(call, tmp_path, monkeypatch):
    (tmp_path / "one.csv").write_text("source,target\na,b\n")
    _, out, _ = call(str(tmp_path / "one.csv"))
    assert "2 actors, 1 tie between them, " in out
    monkeypatch.setenv("NETMAP_LANGUAGE", "de")
    assert "2 Akteure, 1 Beziehung, " in call(str(tmp_path / "one.csv"))[1]


def test_the_table_names_actors_that_have_a_label(call):
    _, out, _ = call(str(fixture_path("graphml", "own_igraph.graphml")))
    assert any(line.split()[:2] == ["n0", "Jobcenter"] for line in out.splitlines())


def test_faults_are_answered_in_json(call, tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text("source,target,weight\n,b,much\n")
    status, out, err = call(str(path), "--format", "json")
    assert status == 2
    error = json.loads(out)["error"]
    assert error["kind"] == "input"
    assert [fault["where"] for fault in error["faults"]] == ["ties.csv:2:source", "ties.csv:2:weight"]
    assert "ties.csv:2:weight" in err


@pytest.mark.parametrize("words", [["missing.csv"], ["-", "--nodes", "-"], ["."]])
def test_wrong_calls(call, words):
    status, out, err = call(*words)
    assert status == 2
    assert out == ""
    assert err


@pytest.mark.parametrize("text", ["source,target\n", "<gexf><graph/></gexf>", "<graphml><graph/></graphml>"])
def test_nobody_is_a_network_too(text):
    code = "import sys; from netmap.cli import main; sys.exit(main(['network', 'figures', '-', '--format', 'json']))"
    ran = run_python(code, text.encode())
    assert (ran.returncode, ran.stderr) == (0, b"")
    answer = json.loads(ran.stdout)
    assert answer["actors"] == answer["ties"] == 0
    assert answer["density"] is None
    assert answer["table"] == []


def test_a_small_network_does_without_compiling(florence):
    """Importing numba would take longer than everything else together."""
    code = (
        "import sys; from netmap.cli import main; "
        f"status = main(['network', 'figures', {florence!r}, '--format', 'json']); "
        "sys.exit(status or 10 * ('numba' in sys.modules) + 20 * ('matplotlib' in sys.modules))"
    )
    ran = run_python(code)
    assert ran.returncode == 0, ran.stderr


def test_a_large_district_is_answered(call, tmp_path):
    """2,000 actors and 10,000 ties, by the compiled ways."""
    graph = nx.watts_strogatz_graph(2000, 10, 0.2, seed=11)
    path = tmp_path / "large.csv"
    path.write_text("source,target\n" + "".join(f"{a:04d},{b:04d}\n" for a, b in graph.edges))
    status, out, _ = call(str(path), "--format", "json")
    assert status == 0
    answer = json.loads(out)
    assert (answer["actors"], answer["ties"]) == (2000, 10000)
    gone = answer["table"][1234]
    left = igraph.Graph.from_networkx(graph.subgraph(set(graph) - {int(gone["actor"])}))
    near = sum(1 / steps for reached in left.distances() for steps in reached if steps)
    assert gone["distance_fragmentation_without"] == pytest.approx(1 - near / (1999 * 1998), abs=1e-11)


def test_everything_wrong_in_both_files_is_said_at_once(call, tmp_path):
    ties, nodes = tmp_path / "ties.csv", tmp_path / "nodes.csv"
    ties.write_text("source,target\na,b,c\nd\n,x\ne,f,,\n")
    nodes.write_text("name\nq\n")
    status, out, _ = call(str(ties), "--nodes", str(nodes), "--format", "json")
    assert status == 2
    assert [fault["where"] for fault in json.loads(out)["error"]["faults"]] == [
        "ties.csv:2",
        "ties.csv:3:target",
        "ties.csv:4:source",
        "nodes.csv:1:id",
    ]
    nodes.write_text("id\nq\n")
    assert len(json.loads(call(str(ties), "--nodes", str(nodes), "--format", "json")[1])["error"]["faults"]) == 3
