"""Groups that work together more than chance would have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from netmap.analysis.network.graph_library import seeded, to_igraph
from netmap.analysis.network.simple import Network

#: about how many actors and ties the first runs together may look at
EFFORT = 200_000
FEWEST_RUNS, MOST_RUNS = 6, 100
#: so many rounds show whether a run is worth going on with; so many of them go on
FIRST_ROUNDS, BEST_RUNS = 5, 2


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
    """Find groups with the Leiden algorithm: the best of several seeded runs by modularity.

    The more runs the smaller the network, so that small ones are searched thoroughly; the best
    after some rounds go on until nothing changes. The same network gives the same groups, whatever
    the order its actors and ties came in.

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
    runs = max(FEWEST_RUNS, min(EFFORT // (network.actor_count + network.tie_count), MOST_RUNS))
    tried = [_leiden(graph, seed=seed + run, rounds=FIRST_ROUNDS) for run in range(runs)]
    # equal values differ by rounding from one machine to the next: then the earlier run
    tried.sort(key=lambda found: -round(found.modularity, 12))
    finished = [
        _leiden(graph, seed=seed + run, rounds=-1, start=found.membership)
        for run, found in enumerate(tried[:BEST_RUNS])
    ]
    best = max(finished, key=lambda found: round(found.modularity, 12))
    groups = [tuple(network.actors[index] for index in sorted(group)) for group in best]
    return Communities(tuple(sorted(groups, key=lambda group: (-len(group), group))), float(best.modularity))


def _leiden(graph: Any, *, seed: int, rounds: int, start: Sequence[int] | None = None) -> Any:
    with seeded(seed):
        return graph.community_leiden(objective_function="modularity", n_iterations=rounds, initial_membership=start)
