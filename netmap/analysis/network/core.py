"""Core and periphery of a network, exactly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from netmap.analysis.network.simple import Network


class Core(NamedTuple):
    """The core, and who stands at its edge.

    Attributes
    ----------
    actors
        Ids in the core, sorted.
    open
        Ids outside whose degree equals the last one inside: they could as well be in it; sorted.
    """

    actors: tuple[str, ...]
    open: tuple[str, ...]


def core(network: Network) -> Core:
    r"""Find the core of Borgatti and Everett's ideal: all core actors tied, the periphery not.

    The best core is a prefix of the actors by falling degree (equal degrees by id): the smallest
    k that minimises :math:`k (k - 1) - 2 \sum_{i \le k} d_i`.

    Returns
    -------
    Core
        Empty where there are no ties.

    References
    ----------
    Borgatti, S. P. & Everett, M. G. (2000). Models of core/periphery structures. *Social Networks* 21,
    375–395.
    Lip, S. Z. W. (2011). A fast algorithm for the discrete core/periphery bipartitioning problem.
    arXiv:1102.5511.
    Fasino, D. & Rinaldi, F. (2020). A fast and exact greedy algorithm for the core–periphery problem.
    *Symmetry* 12, 94.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> core(network_from_pairs("abcd", [("a", "b"), ("a", "c"), ("a", "d")]))
    Core(actors=('a',), open=())
    """
    degrees = network.degrees
    by_degree = np.argsort(-degrees, kind="stable")
    size = np.arange(network.actor_count + 1)
    misfit = size * (size - 1) - 2 * np.concatenate([[0], np.cumsum(degrees[by_degree])])
    best = int(np.argmin(misfit))
    if best == 0:
        return Core((), ())
    inside, outside = np.sort(by_degree[:best]), np.sort(by_degree[best:])
    edge = degrees[by_degree[best - 1]]
    return Core(
        tuple(network.actors[index] for index in inside),
        tuple(network.actors[index] for index in outside if degrees[index] == edge),
    )
