"""The network as the figures see it: in order, simple, undirected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.network.simple import network_from_indices, network_from_pairs
from netmap.errors import InputError
from tests.support.networks import networks


def test_ties_told_twice_or_from_both_ends_are_one():
    network = network_from_pairs([], [("a", "b"), ("a", "b"), ("b", "a"), ("c", "b")])
    assert network.ties.tolist() == [[0, 1], [1, 2]]
    assert network.repeated == 2


def test_self_ties_are_left_out_and_named_once():
    network = network_from_pairs(["x"], [("b", "b"), ("b", "b"), ("a", "a")])
    assert network.self_ties == ("a", "b")
    assert network.tie_count == 0
    assert network.actors == ("a", "b", "x")


def test_ids_are_text_sorted_by_code_point():
    network = network_from_pairs(["b", "B", "ä", "10", "9", "010"], [])
    assert network.actors == ("010", "10", "9", "B", "b", "ä")


def test_indices_and_pairs_build_the_same():
    ids = ["z", "a", "m"]
    by_index = network_from_indices(ids, [0, 1, 2], [1, 0, 2])
    by_pair = network_from_pairs(ids, [("z", "a"), ("a", "z"), ("m", "m")])
    assert by_index.actors == by_pair.actors == ("a", "m", "z")
    assert by_index.ties.tolist() == by_pair.ties.tolist() == [[0, 2]]
    assert by_index.self_ties == by_pair.self_ties == ("m",)


def test_an_empty_list_of_ties_is_a_network():
    assert network_from_indices(["a"], [], []).tie_count == 0


@pytest.mark.parametrize(
    ("actors", "sources", "targets"), [(["a", "a"], [], []), (["a"], [0], [1]), (["a"], [-1], [0])]
)
def test_wrong_lists_are_refused(actors, sources, targets):
    with pytest.raises(InputError):
        network_from_indices(actors, sources, targets)


@given(networks(), st.data())
def test_taking_actors_out_equals_building_without_them(network, data):
    gone = set(data.draw(st.lists(st.sampled_from(network.actors)))) if network.actors else set()
    pairs = [(network.actors[a], network.actors[b]) for a, b in network.ties]
    built = network_from_pairs(
        [actor for actor in network.actors if actor not in gone],
        [pair for pair in pairs if not gone & set(pair)],
    )
    left = network.without(gone)
    assert left.actors == built.actors
    assert left.ties.tolist() == built.ties.tolist()


@given(networks())
def test_rows_hold_each_tie_in_both_directions(network):
    first, neighbours = network.rows
    told = {(v, w) for v in range(network.actor_count) for w in neighbours[first[v] : first[v + 1]].tolist()}
    assert told == {pair for a, b in network.ties.tolist() for pair in ((a, b), (b, a))}
