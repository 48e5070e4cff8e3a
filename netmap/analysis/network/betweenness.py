"""Who stands on the shortest ways between others."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.graph_library import to_igraph
from netmap.analysis.network.separation import depth_first
from netmap.analysis.network.simple import Network, both_ways, compressed_rows
from netmap.analysis.network.threads import in_blocks

#: from this many actors on, compiling takes less time than it saves
WORTH_COMPILING = 6_000
#: the deepest search that the lanes' small distances hold
DEEPEST = 120


def betweenness(network: Network) -> NDArray[np.float64]:
    r"""Compute the normalised betweenness of each actor.

    .. math:: b_v = \frac{2}{(n - 1)(n - 2)} \sum_{s < t} \frac{\sigma_{st}(v)}{\sigma_{st}}

    with the numbers of shortest ways :math:`\sigma_{st}` and of those over v: the share of pairs
    that v stands between, 0 to 1.

    Returns
    -------
    ndarray
        One value for each actor; NaN under three actors.

    References
    ----------
    Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. *Social Networks* 1,
    215–239.
    Brandes, U. (2001). A faster algorithm for betweenness centrality. *Journal of Mathematical Sociology* 25,
    163–177.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> betweenness(network_from_pairs("abc", [("a", "b"), ("b", "c")])).tolist()
    [0.0, 1.0, 0.0]
    """
    count = network.actor_count
    if count < 3:
        return np.full(count, np.nan)
    graph = to_igraph(network)
    if count >= WORTH_COMPILING and deepest_search(graph) <= DEEPEST:
        passed = betweenness_in_lanes(network)
    else:
        passed = np.array(graph.betweenness(directed=False), dtype=np.float64)
    return passed * 2 / ((count - 1) * (count - 2))


def deepest_search(graph: Any) -> int:
    """Bound the depth of every breadth-first search: twice that of one in each component.

    Small components are bounded by their size alone.
    """
    large = [part for part in graph.connected_components() if len(part) > DEEPEST]
    return max((2 * int(graph.eccentricity(part[0])) for part in large), default=DEEPEST)


def betweenness_in_lanes(network: Network) -> NDArray[np.float64]:
    """Count exactly, sixteen sources side by side in each processor's vector lanes; not normalised."""
    from netmap.analysis.network.lanes import LANES, passed_over

    # numbered depth first, neighbours lie near each other in memory, and so do the sources of a batch
    place = depth_first(network).entered
    ends = place[network.ties]
    first, neighbours = compressed_rows(network.actor_count, *both_ways(ends))
    batches = -(-network.actor_count // LANES)

    def work(start: int, stop: int) -> NDArray[np.float64]:
        passed: NDArray[np.float64] = passed_over(start, stop, first, neighbours, LANES)
        return passed

    total = np.zeros(network.actor_count)
    for part in in_blocks(work, batches):
        total += part
    return total[place] / 2
