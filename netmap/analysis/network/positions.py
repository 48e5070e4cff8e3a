"""What an actor's own ties tell: structural holes and k-cores."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.graph_library import to_igraph
from netmap.analysis.network.simple import Network


def constraint(network: Network) -> NDArray[np.float64]:
    r"""Compute Burt's constraint of each actor.

    .. math:: c_i = \sum_{j \in N(i)} \left(p_{ij} + \sum_{q} p_{iq} p_{qj}\right)^2

    with :math:`p_{ij}` = 1 / degree of i. High where an actor's partners work with each other, too.

    Returns
    -------
    ndarray
        One value for each actor, above 0; NaN for isolates.

    References
    ----------
    Burt, R. S. (2004). Structural holes and good ideas. *American Journal of Sociology* 110, 349–399.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> constraint(network_from_pairs("abc", [("a", "b"), ("b", "c")])).tolist()
    [1.0, 0.5, 1.0]
    """
    return np.array(to_igraph(network).constraint(), dtype=np.float64).reshape(-1)


def effective_size(network: Network) -> NDArray[np.float64]:
    r"""Compute Burt's effective size of each actor's network, after Borgatti: :math:`n - 2t/n`.

    With n partners and t ties among them: partners minus the mean number of ties that they have
    to the other partners.

    Returns
    -------
    ndarray
        One value for each actor, from 1 to its degree; NaN for isolates.

    References
    ----------
    Borgatti, S. P. (1997). Structural holes: unpacking Burt's redundancy measures. *Connections* 20, 35–38.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> effective_size(network_from_pairs("abcd", [("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")])).tolist()
    [2.3333333333333335, 1.0, 1.0, 1.0]
    """
    degrees = network.degrees
    pairs = degrees * (degrees - 1) / 2
    closed = np.array(to_igraph(network).transitivity_local_undirected(mode="zero"), dtype=np.float64)
    triangles = np.rint(closed * pairs)
    with np.errstate(invalid="ignore"):
        return np.where(degrees > 0, degrees - 2 * triangles / degrees, np.nan)


def k_core(network: Network) -> NDArray[np.int64]:
    """Compute the core number: the largest k so that the actor is in a part where all have k ties within.

    References
    ----------
    Seidman, S. B. (1983). Network structure and minimum degree. *Social Networks* 5, 269–287.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> k_core(network_from_pairs("abcd", [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d")])).tolist()
    [2, 2, 2, 1]
    """
    return np.array(to_igraph(network).coreness(), dtype=np.int64)
