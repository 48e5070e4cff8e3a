"""Distance-weighted fragmentation: both ways to it, against its definition."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given

from netmap.analysis.network.distances import (
    closeness_by_dominators,
    closeness_by_words,
    distance_fragmentation_without,
)
from netmap.analysis.network.simple import network_from_pairs
from tests.support.networks import florentine, from_networkx, networks, to_networkx


def distance_fragmentation(graph) -> float:
    """The distance form by its definition."""
    count = len(graph)
    if count < 2:
        return float("nan")
    near = sum(
        1 / steps for _, reached in nx.all_pairs_shortest_path_length(graph) for steps in reached.values() if steps
    )
    return 1 - near / (count * (count - 1))


def worth(count: int) -> np.ndarray:
    """Whole numbers that tell sums of distances apart better than 1/d does."""
    return np.array([0, *(7 ** min(d, 12) for d in range(1, count + 1))], dtype=np.int64)


@given(networks())
def test_agrees_with_taking_actors_out_one_by_one(network):
    graph = to_networkx(network)
    expected = [distance_fragmentation(graph.subgraph(set(graph) - {node})) for node in sorted(graph)]
    np.testing.assert_allclose(distance_fragmentation_without(network), expected, atol=1e-12)


@given(networks(most=24))
def test_both_ways_agree_to_the_last_bit(network):
    values = worth(network.actor_count)
    by_words = closeness_by_words(network, values)
    assert by_words is not None
    assert closeness_by_dominators(network, values).tolist() == by_words.tolist()


@pytest.mark.parametrize(
    "graph",
    [
        nx.random_labeled_tree(90, seed=1),
        nx.cycle_graph(61),
        nx.grid_2d_graph(7, 9),
        nx.gnm_random_graph(150, 170, seed=2),
        nx.gnm_random_graph(150, 700, seed=2),
        nx.barbell_graph(12, 15),
        nx.lollipop_graph(10, 40),
        nx.star_graph(70),
        nx.disjoint_union(nx.cycle_graph(9), nx.ladder_graph(11)),
    ],
    ids=["tree", "ring", "grid", "sparse", "dense", "barbell", "lollipop", "star", "pieces"],
)
def test_both_ways_agree_on_larger_shapes(graph):
    network = from_networkx(graph)
    values = worth(network.actor_count)
    by_words = closeness_by_words(network, values)
    assert by_words is not None
    assert closeness_by_dominators(network, values).tolist() == by_words.tolist()


def test_the_plain_way_gives_up_where_it_would_take_too_long():
    network = from_networkx(nx.path_graph(300))
    assert closeness_by_words(network, worth(300), patience_s=0.01) is None


def test_florence_without_the_medici():
    # ANALYSIS.md: distance-weighted 0.674 (15 families)
    network = from_networkx(florentine(with_pucci=False))
    without = dict(zip(network.actors, distance_fragmentation_without(network), strict=True))
    assert without["Medici"] == pytest.approx(0.674, abs=5e-4)


def test_everybody_tied_to_everybody_is_exactly_0_and_nobody_exactly_1():
    assert distance_fragmentation_without(from_networkx(nx.complete_graph(7))).tolist() == [0.0] * 7
    assert distance_fragmentation_without(from_networkx(nx.star_graph(6))).tolist()[0] == 1.0


@pytest.mark.parametrize("count", [0, 1, 2])
def test_nothing_is_defined_where_too_few_are_left(count):
    network = network_from_pairs(["a", "b"][:count], [("a", "b")] if count == 2 else [])
    assert np.isnan(distance_fragmentation_without(network)).tolist() == [True] * count
