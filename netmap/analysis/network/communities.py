"""Groups that work together more than chance would have it."""

from __future__ import annotations

from typing import NamedTuple

from netmap.analysis.network.graph_library import seeded, to_igraph
from netmap.analysis.network.simple import Network

#: about how many actors and ties all runs together may look at
EFFORT = 120_000
FEWEST_RUNS, MOST_RUNS = 4, 100


class Communities(NamedTuple):
    """A division of a network.

    Attributes
    ----------
    groups
        Ids of each group, sorted; the largest group first, equal ones by their ids.
    modularity
        How much more ties run within the groups than chance would have it; NaN without ties.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float


def communities(network: Network, *, seed: int = 1) -> Communities:
    """Find groups with the Leiden algorithm: the best of several runs by modularity.

    The more runs the smaller the network, so that small ones are searched thoroughly. The same
    network gives the same groups, whatever the order its actors and ties came in.

    Parameters
    ----------
    network
        The network.
    seed
        Of the first run; the others follow.

    References
    ----------
    Traag, V. A., Waltman, L. & van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing
    well-connected communities. *Scientific Reports* 9, 5233.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> found = communities(network_from_pairs("abcd", [("a", "b"), ("c", "d")]))
    >>> found.groups, found.modularity
    ((('a', 'b'), ('c', 'd')), 0.5)
    """
    if not network.tie_count:
        return Communities(tuple((actor,) for actor in network.actors), float("nan"))
    graph = to_igraph(network)
    wanted = EFFORT // (network.actor_count + network.tie_count)
    best, best_modularity = None, -1.0
    for run in range(max(FEWEST_RUNS, min(wanted, MOST_RUNS))):
        with seeded(seed + run):
            found = graph.community_leiden(objective_function="modularity", n_iterations=-1)
        if found.modularity > best_modularity + 1e-12:
            best, best_modularity = found, found.modularity
    assert best is not None  # modularity is at least -1/2
    groups = [tuple(network.actors[index] for index in sorted(group)) for group in best]
    return Communities(tuple(sorted(groups, key=lambda group: (-len(group), group))), best_modularity)
