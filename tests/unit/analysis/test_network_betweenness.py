"""Betweenness in lanes against networkx; where the lanes are too small, igraph counts."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from netmap.analysis.network import betweenness as module
from netmap.analysis.network.betweenness import (
    DEEPEST,
    betweenness,
    betweenness_in_lanes,
    deepest_search,
)
from netmap.analysis.network.graph_library import to_igraph
from tests.support.networks import from_networkx, networks, to_networkx


@given(networks(most=20))
def test_agrees_with_networkx(network):
    expected = nx.betweenness_centrality(to_networkx(network))
    found = betweenness(network)
    if network.actor_count < 3:
        assert np.isnan(found).all()
    else:
        np.testing.assert_allclose(found, [expected[v] for v in range(network.actor_count)], atol=1e-12)


@pytest.mark.parametrize(
    "graph",
    [
        nx.gnm_random_graph(70, 200, seed=1),
        nx.gnm_random_graph(50, 40, seed=2),
        nx.path_graph(118),
        nx.star_graph(33),
        nx.empty_graph(20),
        nx.path_graph(2),
        nx.hypercube_graph(6),
    ],
    ids=["dense", "pieces", "path", "star", "no ties", "two", "cube"],
)
def test_lanes_agree_with_networkx(graph):
    network = from_networkx(nx.convert_node_labels_to_integers(graph))
    expected = nx.betweenness_centrality(to_networkx(network), normalized=False)
    found = betweenness_in_lanes(network)
    np.testing.assert_allclose(found, [expected[v] for v in range(len(graph))], rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize(
    "graph",
    [
        nx.path_graph(DEEPEST + 30),
        nx.cycle_graph(3 * DEEPEST),
        nx.disjoint_union(nx.star_graph(300), nx.path_graph(400)),
    ],
    ids=["path", "ring", "star and path"],
)
def test_the_depth_is_never_underrated(graph):
    truth = max(nx.diameter(graph.subgraph(part)) for part in nx.connected_components(graph))
    assert deepest_search(to_igraph(from_networkx(graph))) >= truth


@pytest.mark.parametrize("length", [100, 400], ids=["lanes", "too deep for lanes"])
def test_large_networks_are_counted_right_whichever_way(length, monkeypatch):
    monkeypatch.setattr(module, "WORTH_COMPILING", 10)
    network = from_networkx(nx.path_graph(length))
    places = np.arange(length)
    # on a path everybody stands between those on the left and those on the right
    expected = places * (length - 1 - places) * 2 / ((length - 1) * (length - 2))
    np.testing.assert_allclose(betweenness(network), expected)
