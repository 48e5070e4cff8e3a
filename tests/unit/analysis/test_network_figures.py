"""All figures of a network: published values, other libraries, and what must not change them."""

import json
import math

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmap.analysis.network.communities import communities
from netmap.analysis.network.core import core
from netmap.analysis.network.figures import network_figures
from netmap.analysis.network.simple import network_from_pairs
from tests.support.networks import borgatti, florentine, from_networkx, networks, to_networkx

KEYS = [
    "actors",
    "ties",
    "density",
    "degree_centralisation",
    "betweenness_centralisation",
    "components",
    "fragmentation",
    "core",
    "core_open",
    "communities",
    "modularity",
    "cut_actors",
    "bridges",
    "table",
]
COLUMNS = [
    "actor",
    "degree",
    "betweenness",
    "constraint",
    "effective_size",
    "k_core",
    "fragmentation_without",
    "distance_fragmentation_without",
]


def figures(graph) -> dict:
    return network_figures(from_networkx(graph)).to_dict()


def row(answer: dict, actor: str) -> dict:
    return next(line for line in answer["table"] if line["actor"] == actor)


# Published values


@pytest.mark.parametrize(
    ("with_pucci", "density", "degree", "betweenness"),
    [(False, 0.1905, 0.2747, 0.4368), (True, 0.1667, 0.2667, 0.3835)],
    ids=["15 families", "16 with the isolate Pucci"],
)
def test_florentine_families(with_pucci, density, degree, betweenness):
    # ANALYSIS.md, after Wasserman & Faust (1994)
    answer = figures(florentine(with_pucci=with_pucci))
    assert answer["density"] == pytest.approx(density, abs=5e-5)
    assert answer["degree_centralisation"] == pytest.approx(degree, abs=5e-5)
    assert answer["betweenness_centralisation"] == pytest.approx(betweenness, abs=5e-5)
    assert answer["core"] == ["Guadagni", "Medici", "Strozzi"]
    assert answer["core_open"] == []
    assert row(answer, "Medici")["constraint"] == pytest.approx(0.2099, abs=5e-5)
    assert answer["components"] == ([15, 1] if with_pucci else [15])


@pytest.mark.parametrize(
    ("actor", "effective_size", "constraint"), [("G", 4.67, 0.400), ("A", 2.50, 0.595), ("C", 1, 1)]
)
def test_borgattis_structural_holes(actor, effective_size, constraint):
    # Borgatti (1997), Connections 20(1), 35-38
    line = row(figures(borgatti()), actor)
    assert line["effective_size"] == pytest.approx(effective_size, abs=5e-3)
    assert line["constraint"] == pytest.approx(constraint, abs=5e-4)


def test_krackhardts_kite():
    answer = figures(nx.krackhardt_kite_graph())
    tops = {
        column: max(answer["table"], key=lambda line: line[column])["actor"] for column in ("degree", "betweenness")
    }
    assert tops == {"degree": "0003", "betweenness": "0007"}
    assert row(answer, "0003")["fragmentation_without"] == 0
    assert row(answer, "0007")["fragmentation_without"] == pytest.approx(0.389, abs=5e-4)
    assert answer["cut_actors"] == ["0007", "0008"]
    assert answer["bridges"] == [["0007", "0008"], ["0008", "0009"]]


# The shape of the answer


def test_keys_stand_in_their_order_and_are_plain():
    answer = figures(florentine(with_pucci=True))
    assert list(answer) == KEYS
    assert [list(line) for line in answer["table"]] == [COLUMNS] * 16
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    actors = [line["actor"] for line in answer["table"]]
    assert actors == sorted(actors)
    isolate = row(answer, "Pucci")
    assert (isolate["constraint"], isolate["effective_size"]) == (None, None)
    assert (isolate["degree"], isolate["k_core"], isolate["betweenness"]) == (0, 0, 0.0)


def test_an_empty_network():
    answer = network_figures(network_from_pairs([], [])).to_dict()
    lists = ("components", "core", "core_open", "communities", "cut_actors", "bridges", "table")
    assert answer == {**dict.fromkeys(KEYS), "actors": 0, "ties": 0, **{key: [] for key in lists}}


def test_one_actor():
    answer = network_figures(network_from_pairs(["7"], [])).to_dict()
    assert answer["components"] == [1]
    assert answer["communities"] == [["7"]]
    assert answer["density"] is None
    assert answer["fragmentation"] is None
    assert answer["modularity"] is None
    assert answer["table"] == [
        {
            **dict.fromkeys(COLUMNS),
            "actor": "7",
            "degree": 0,
            "k_core": 0,
        }
    ]


def test_two_actors():
    answer = network_figures(network_from_pairs([], [("a", "b")])).to_dict()
    assert (answer["density"], answer["fragmentation"], answer["modularity"]) == (1.0, 0.0, 0.0)
    assert answer["degree_centralisation"] is None
    assert answer["betweenness_centralisation"] is None
    # k = 1 and k = 2 both miss by 2: the smaller one, and the other actor could as well be in it
    assert (answer["core"], answer["core_open"]) == (["a"], ["b"])
    assert row(answer, "a") == {
        "actor": "a",
        "degree": 1,
        "betweenness": None,
        "constraint": 1.0,
        "effective_size": 1.0,
        "k_core": 1,
        "fragmentation_without": None,
        "distance_fragmentation_without": None,
    }


def test_three_without_ties():
    answer = network_figures(network_from_pairs("abc", [])).to_dict()
    assert (answer["density"], answer["fragmentation"], answer["degree_centralisation"]) == (0, 1, 0)
    assert (answer["core"], answer["core_open"], answer["modularity"]) == ([], [], None)
    assert answer["communities"] == [["a"], ["b"], ["c"]]
    assert answer["betweenness_centralisation"] == 0
    assert {line["fragmentation_without"] for line in answer["table"]} == {1.0}


# Other libraries


@given(networks())
@settings(max_examples=60)
def test_agrees_with_networkx_and_igraph(network):
    graph = to_networkx(network)
    answer = network_figures(network).to_dict()
    peer = igraph.Graph(n=network.actor_count, edges=network.ties.tolist())
    constraint = nx.constraint(graph) if graph else {}
    # not its fast path, which is wrong for some graphs
    effective_size = nx.effective_size(graph, nodes=list(graph)) if graph else {}
    coreness = nx.core_number(graph)
    for index, line in enumerate(answer["table"]):
        assert line["degree"] == graph.degree(index)
        assert line["k_core"] == coreness[index]
        for key, expected in (("constraint", constraint[index]), ("effective_size", effective_size[index])):
            if math.isnan(expected):
                assert line[key] is None
            else:
                assert line[key] == pytest.approx(expected, abs=1e-12)
    if network.actor_count > 1:
        assert answer["density"] == pytest.approx(nx.density(graph))
        assert answer["density"] == pytest.approx(peer.density())
    if network.actor_count > 2:
        degrees = peer.degree()
        star = (len(degrees) - 1) * (len(degrees) - 2)
        assert answer["degree_centralisation"] == pytest.approx(sum(max(degrees) - d for d in degrees) / star)


def best_core(network) -> tuple[float, int]:
    """Borgatti and Everett's misfit over every set of actors: the least, and the smallest set with it."""
    ties = {tuple(tie) for tie in network.ties.tolist()}
    count = network.actor_count
    results = []
    for bits in range(2**count):
        inside = [v for v in range(count) if bits >> v & 1]
        missing = sum((a, b) not in ties for i, a in enumerate(inside) for b in inside[i + 1 :])
        outside = sum(a not in inside and b not in inside for a, b in ties)
        results.append((missing + outside, len(inside)))
    return min(results)


@given(networks(most=8))
@settings(max_examples=40)
def test_no_set_of_actors_fits_better_than_the_core(network):
    found = core(network)
    inside = {network.actors.index(actor) for actor in found.actors}
    ties = network.ties.tolist()
    missing = len(inside) * (len(inside) - 1) / 2 - sum(a in inside and b in inside for a, b in ties)
    outside = sum(a not in inside and b not in inside for a, b in ties)
    assert (missing + outside, len(inside)) == best_core(network)


def test_equals_at_the_edge_of_the_core_are_named():
    # a ring of four and a tail: degrees b 3, a c d 2, e 1
    network = network_from_pairs([], [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("b", "e")])
    found = core(network)
    assert found.actors == ("a", "b")
    assert found.open == ("c", "d")


@pytest.mark.parametrize(
    ("graph", "least"),
    [
        (nx.karate_club_graph(), 0.4197),  # the known optimum, 0.4197896 (unweighted)
        (nx.connected_caveman_graph(6, 7), 0.76),
        (florentine(with_pucci=False), 0.3987),
    ],
    ids=["karate club", "caves", "Florence"],
)
def test_communities_are_as_good_as_any_run(graph, least):
    network = from_networkx(graph)
    found = communities(network)
    groups = [{network.actors.index(actor) for actor in group} for group in found.groups]
    peer = to_networkx(network)
    assert found.modularity == pytest.approx(nx.community.modularity(peer, groups))
    louvain = max(
        nx.community.modularity(peer, nx.community.louvain_communities(peer, weight=None, seed=seed))
        for seed in range(5)
    )
    assert found.modularity >= max(louvain - 1e-9, least)


def test_communities_stand_in_a_fixed_order():
    pairs = [(a, b) for part in ("cde", "abf", "xyzw") for a in part for b in part if a < b]
    found = communities(network_from_pairs(["q"], pairs))
    assert found.groups == (("w", "x", "y", "z"), ("a", "b", "f"), ("c", "d", "e"), ("q",))


# What must not change the figures


@given(networks(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_the_file_changes_nothing(network, chance):
    pairs = [(network.actors[a], network.actors[b]) for a, b in network.ties]
    told = [pair[::-1] if chance.random() < 0.5 else pair for pair in pairs]
    chance.shuffle(told)
    actors = list(network.actors)
    chance.shuffle(actors)
    shuffled = network_figures(network_from_pairs(actors, [*told, *told[:2]])).to_dict()
    assert shuffled == network_figures(network).to_dict()


@given(networks(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_new_names_change_only_the_names(network, chance):
    names = [f"n{index:02d}" for index in range(network.actor_count)]
    chance.shuffle(names)
    renamed = dict(zip(network.actors, names, strict=True))
    pairs = [(network.actors[a], network.actors[b]) for a, b in network.ties]
    before = network_figures(network).to_dict()
    after = network_figures(network_from_pairs(names, [(renamed[a], renamed[b]) for a, b in pairs])).to_dict()
    for key in ("density", "degree_centralisation", "components", "fragmentation"):
        assert after[key] == before[key]
    assert after["cut_actors"] == sorted(renamed[actor] for actor in before["cut_actors"])
    assert after["bridges"] == sorted(sorted(renamed[end] for end in tie) for tie in before["bridges"])
    assert len(after["core"]) == len(before["core"])
    for line in before["table"]:
        twin = row(after, renamed[line["actor"]])
        for column in COLUMNS[1:]:
            assert twin[column] == pytest.approx(line[column], abs=1e-12), column


@given(networks())
@settings(max_examples=40)
def test_an_isolate_changes_what_depends_on_the_number_of_actors(network):
    pairs = [(network.actors[a], network.actors[b]) for a, b in network.ties]
    before = network_figures(network).to_dict()
    after = network_figures(network_from_pairs([*network.actors, "~"], pairs)).to_dict()
    count = network.actor_count
    assert after["components"] == [*before["components"], 1]
    for key in ("core", "core_open", "cut_actors", "bridges"):
        assert after[key] == before[key]
    if count > 1:
        assert after["density"] == pytest.approx(before["density"] * (count - 1) / (count + 1))
        linked = (1 - before["fragmentation"]) * count * (count - 1)
        assert 1 - after["fragmentation"] == pytest.approx(linked / (count * (count + 1)))
    for line in before["table"]:
        twin = row(after, line["actor"])
        for column in ("degree", "constraint", "effective_size", "k_core"):
            assert twin[column] == line[column]
        if count > 2:
            assert twin["betweenness"] == pytest.approx(line["betweenness"] * (count - 2) / count)


def test_large_networks_take_the_compiled_ways_to_the_same_figures(monkeypatch):
    from netmap.analysis.network import betweenness, distances, separation

    network = from_networkx(nx.gnm_random_graph(120, 260, seed=8))
    plain = network_figures(network).to_dict()
    monkeypatch.setattr(betweenness, "WORTH_COMPILING", 0)
    monkeypatch.setattr(separation, "WORTH_COMPILING", 0)
    monkeypatch.setattr(distances, "PATIENCE_S", 0.0)
    machine = network_figures(network).to_dict()
    for mine, other in zip(plain["table"], machine["table"], strict=True):
        assert mine.pop("betweenness") == pytest.approx(other.pop("betweenness"))
        assert mine == other
    assert np.isclose(plain.pop("betweenness_centralisation"), machine.pop("betweenness_centralisation"))
    assert plain == machine
