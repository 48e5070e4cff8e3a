"""What falls apart: against one removal after another, and against published values."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from netmap.analysis.network import separation as module
from netmap.analysis.network.separation import depth_first, separation
from netmap.analysis.network.simple import network_from_indices, network_from_pairs
from tests.support.networks import florentine, from_networkx, networks, to_networkx


def fragmentation(graph) -> float:
    """F by its definition."""
    count = len(graph)
    if count < 2:
        return float("nan")
    linked = sum(len(part) * (len(part) - 1) for part in nx.connected_components(graph))
    return 1 - linked / (count * (count - 1))


def without_each(graph, measure) -> list[float]:
    """Take the actors out one by one and measure what is left."""
    return [measure(graph.subgraph(set(graph) - {node})) for node in sorted(graph)]


@given(networks())
def test_agrees_with_taking_actors_out_one_by_one(network):
    graph = to_networkx(network)
    found = separation(network)
    np.testing.assert_allclose(found.fragmentation, fragmentation(graph), atol=1e-12)
    np.testing.assert_allclose(found.fragmentation_without, without_each(graph, fragmentation), atol=1e-12)


@given(networks())
def test_agrees_with_networkx(network):
    graph = to_networkx(network)
    found = separation(network)
    assert found.cut_actors.tolist() == sorted(nx.articulation_points(graph))
    assert found.bridges.tolist() == sorted(sorted(tie) for tie in nx.bridges(graph))
    assert found.component_sizes.tolist() == sorted(map(len, nx.connected_components(graph)), reverse=True)


@pytest.mark.parametrize(
    "graph",
    [nx.random_labeled_tree(60, seed=3), nx.gnm_random_graph(80, 90, seed=4), nx.cycle_graph(30)],
    ids=["tree", "sparse", "ring"],
)
def test_the_compiled_search_finds_the_same(graph, monkeypatch):
    network = from_networkx(graph)
    plain = depth_first(network)
    monkeypatch.setattr(module, "WORTH_COMPILING", 0)
    machine = depth_first(network)
    for name in vars(plain):
        assert getattr(plain, name).tolist() == getattr(machine, name).tolist(), name


def test_a_long_chain_does_not_exhaust_the_stack():
    found = separation(from_networkx(nx.path_graph(5000)))
    assert len(found.cut_actors) == 4998
    assert len(found.bridges) == 4999


def test_florence_without_the_medici():
    # ANALYSIS.md: F without Medici 0.385 (15 families)
    graph = florentine(with_pucci=False)
    network = from_networkx(graph)
    without = dict(zip(network.actors, separation(network).fragmentation_without, strict=True))
    assert without["Medici"] == pytest.approx(0.385, abs=5e-4)


def test_krackhardts_kite():
    # Borgatti (2006): the top of degree (3) is no key player, the top of betweenness (7) is
    network = from_networkx(nx.krackhardt_kite_graph())
    without = dict(zip(network.actors, separation(network).fragmentation_without, strict=True))
    assert without["0003"] == 0
    assert without["0007"] == pytest.approx(0.389, abs=5e-4)


def test_nothing_is_defined_where_too_few_are_left():
    assert np.isnan(separation(network_from_pairs([], [])).fragmentation)
    assert np.isnan(separation(network_from_pairs(["a"], [])).fragmentation)
    two = separation(network_from_pairs([], [("a", "b")]))
    assert two.fragmentation == 0
    assert np.isnan(two.fragmentation_without).all()
    assert two.bridges.tolist() == [[0, 1]]
    assert two.cut_actors.tolist() == []


def test_squares_of_large_pieces_do_not_overflow():
    count = 120_001  # a path: its middle leaves two pieces of 60,000, whose squares need more than 32 bits
    path = network_from_indices([f"{n:06d}" for n in range(count)], range(count - 1), range(1, count))
    found = separation(path)
    half = count // 2
    assert found.fragmentation_without[half] == 1 - 2 * half * (half - 1) / ((count - 1) * (count - 2))
    assert found.fragmentation_without[0] == 0
    assert len(found.cut_actors) == count - 2
