"""Chains of at most four hops against networkx and rustworkx."""

import networkx as nx
import numpy as np
import pytest
import rustworkx as rx
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.network import chains as module
from netmap.analysis.network.chains import chains_between, count_chains, directed_rows


@st.composite
def relations(draw):
    count = draw(st.integers(1, 8))
    ends = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=3 * count))
    return count, [a for a, _ in pairs], [b for _, b in pairs]


def all_chains(count, sources, targets):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from((a, b) for a, b in zip(sources, targets, strict=True) if a != b)
    return [
        tuple(chain)
        for start in graph
        for end in graph
        if start != end
        for chain in nx.all_simple_paths(graph, start, end, cutoff=4)
    ]


@given(relations())
def test_counts_agree_with_networkx(told):
    expected = all_chains(*told)
    found = count_chains(directed_rows(*told))
    hops = [len(chain) - 1 for chain in expected]
    assert found.by_hops.tolist() == [hops.count(n) for n in (1, 2, 3, 4)]
    starts = [chain[0] for chain in expected]
    assert found.starting.tolist() == [starts.count(v) for v in range(told[0])]
    middles = [actor for chain in expected for actor in chain[1:-1]]
    assert found.through.tolist() == [middles.count(v) for v in range(told[0])]


@given(relations(), st.data())
def test_lists_agree_with_networkx(told, data):
    start, end = (data.draw(st.integers(0, told[0] - 1)) for _ in range(2))
    expected = [chain for chain in all_chains(*told) if chain[0] == start and chain[-1] == end]
    assert list(chains_between(directed_rows(*told), start, end)) == sorted(expected)


def test_a_shorter_limit_is_kept():
    rows = directed_rows(4, [0, 1, 2, 0], [1, 2, 3, 3])
    assert list(chains_between(rows, 0, 3, most_hops=2)) == [(0, 3)]
    assert list(chains_between(rows, 0, 3, most_hops=3)) == [(0, 1, 2, 3), (0, 3)]


@pytest.mark.parametrize("worth_compiling", [0, 10**9], ids=["compiled", "plain"])
def test_a_larger_network_agrees_with_rustworkx(worth_compiling, monkeypatch):
    monkeypatch.setattr(module, "WORTH_COMPILING", worth_compiling)
    rng = np.random.default_rng(5)
    sources, targets = rng.integers(0, 80, 300), rng.integers(0, 80, 300)
    found = count_chains(directed_rows(80, sources, targets))
    graph = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(80))
    graph.add_edges_from_no_data([(int(a), int(b)) for a, b in zip(sources, targets, strict=True) if a != b])
    # rustworkx' cutoff counts actors, not hops
    peer = rx.all_pairs_all_simple_paths(graph, cutoff=5)
    chains = [chain for ends in peer.values() for found_here in ends.values() for chain in found_here]
    assert found.by_hops.tolist() == [sum(len(chain) == hops + 1 for chain in chains) for hops in (1, 2, 3, 4)]
    assert found.through.sum() == sum(len(chain) - 2 for chain in chains)
