"""Networks for tests: known ones, arbitrary ones, and the way to other libraries."""

from __future__ import annotations

from typing import Any

import networkx as nx
from hypothesis import strategies as st

from netmap.analysis.network.simple import Network, network_from_pairs


def from_networkx(graph: Any) -> Network:
    """Take over a networkx graph; node names become text, numbers with leading zeros."""
    names = {node: f"{node:04d}" if isinstance(node, int) else str(node) for node in graph}
    return network_from_pairs(names.values(), [(names[a], names[b]) for a, b in graph.edges])


def to_networkx(network: Network) -> Any:
    """Give a network to networkx, actors by their index."""
    graph = nx.Graph()
    graph.add_nodes_from(range(network.actor_count))
    graph.add_edges_from(network.ties.tolist())
    return graph


@st.composite
def networks(draw: st.DrawFn, *, most: int = 14) -> Network:
    """Draw a network of up to ``most`` actors, often in pieces."""
    count = draw(st.integers(0, most))
    ends = st.integers(0, max(count - 1, 0))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=2 * count)) if count else []
    names = [f"{index:02d}" for index in range(count)]
    return network_from_pairs(names, [(names[a], names[b]) for a, b in pairs])


def florentine(*, with_pucci: bool) -> Any:
    """Padgett's marriages among Florentine families, the isolate Pucci in or out."""
    graph = nx.florentine_families_graph()
    if with_pucci:
        graph.add_node("Pucci")
    return graph


def borgatti() -> Any:
    """The example of Borgatti (1997), Structural holes: unpacking Burt's redundancy measures."""
    return nx.Graph(["AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC"])
