"""All figures of a partner network at once, as ``netmap network figures`` and the reports show them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.betweenness import betweenness
from netmap.analysis.network.communities import Communities, communities
from netmap.analysis.network.core import Core, core
from netmap.analysis.network.distances import distance_fragmentation_without
from netmap.analysis.network.positions import constraint, effective_size, k_core
from netmap.analysis.network.separation import Separation, depth_first, separation
from netmap.analysis.network.simple import Network

Floats = NDArray[np.float64]


def density(network: Network) -> float:
    """Compute the share of pairs that have a tie, 0 to 1; NaN for fewer than two actors.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> density(network_from_pairs("abc", [("a", "b")]))
    0.3333333333333333
    """
    count = network.actor_count
    return 2 * network.tie_count / (count * (count - 1)) if count > 1 else math.nan


def degree_centralisation(network: Network) -> float:
    r"""Compute Freeman's degree centralisation, 0 (all alike) to 1 (a star); NaN under three actors.

    .. math:: \frac{\sum_i (\max_j d_j - d_i)}{(n - 1)(n - 2)}

    References
    ----------
    Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. *Social Networks* 1,
    215–239.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> degree_centralisation(network_from_pairs("abc", [("a", "b"), ("b", "c")]))
    1.0
    """
    count = network.actor_count
    if count < 3:
        return math.nan
    degrees = network.degrees
    return float((degrees.max() - degrees).sum() / ((count - 1) * (count - 2)))


def betweenness_centralisation(normalised: Floats) -> float:
    r"""Compute Freeman's betweenness centralisation, 0 (all alike) to 1 (a star); NaN under three actors.

    .. math:: \frac{\sum_i (\max_j b_j - b_i)}{n - 1}

    Parameters
    ----------
    normalised
        Normalised betweenness of each actor.

    References
    ----------
    Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. *Social Networks* 1,
    215–239.

    Examples
    --------
    >>> betweenness_centralisation(np.array([0.0, 1.0, 0.0]))
    1.0
    """
    if len(normalised) < 3:
        return math.nan
    return float((normalised.max() - normalised).sum() / (len(normalised) - 1))


@dataclass(frozen=True, eq=False)
class NetworkFigures:
    """The figures of a network; what is undefined is NaN here and ``None`` in :meth:`to_dict`.

    Attributes
    ----------
    network
        The network they belong to: show its actors and ties with every figure.
    density, degree_centralisation, betweenness_centralisation
        Of the whole.
    separation
        Components, cut actors, bridges, fragmentation.
    core, communities
        Its parts.
    betweenness, constraint, effective_size, k_core, distance_fragmentation_without
        By actor, in the order of ``network.actors``.
    """

    network: Network
    density: float
    degree_centralisation: float
    betweenness_centralisation: float
    separation: Separation
    core: Core
    communities: Communities
    betweenness: Floats
    constraint: Floats
    effective_size: Floats
    k_core: NDArray[np.int64]
    distance_fragmentation_without: Floats

    def to_dict(self) -> dict[str, Any]:
        """Give the figures with the public keys, in their order, made of plain Python values.

        Examples
        --------
        >>> from netmap.analysis.network.simple import network_from_pairs
        >>> answer = network_figures(network_from_pairs("ab", [("a", "b")])).to_dict()
        >>> answer["ties"], answer["density"], answer["degree_centralisation"], answer["bridges"]
        (1, 1.0, None, [['a', 'b']])
        """
        actors, parts = self.network.actors, self.separation
        return {
            "actors": self.network.actor_count,
            "ties": self.network.tie_count,
            "density": _plain(self.density),
            "degree_centralisation": _plain(self.degree_centralisation),
            "betweenness_centralisation": _plain(self.betweenness_centralisation),
            "components": parts.component_sizes.tolist(),
            "fragmentation": _plain(parts.fragmentation),
            "core": list(self.core.actors),
            "core_open": list(self.core.open),
            "communities": [list(group) for group in self.communities.groups],
            "modularity": _plain(self.communities.modularity),
            "cut_actors": [actors[index] for index in parts.cut_actors],
            "bridges": [[actors[a], actors[b]] for a, b in parts.bridges],
            "table": self._rows(),
        }

    def _rows(self) -> list[dict[str, Any]]:
        columns = {
            "actor": self.network.actors,
            "degree": self.network.degrees,
            "betweenness": self.betweenness,
            "constraint": self.constraint,
            "effective_size": self.effective_size,
            "k_core": self.k_core,
            "fragmentation_without": self.separation.fragmentation_without,
            "distance_fragmentation_without": self.distance_fragmentation_without,
        }
        plain = [
            [_plain(value) for value in (column.tolist() if isinstance(column, np.ndarray) else column)]
            for column in columns.values()
        ]
        return [dict(zip(columns, row, strict=True)) for row in zip(*plain, strict=True)]


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def network_figures(network: Network) -> NetworkFigures:
    """Compute all figures of a network.

    Definitions stand with the functions that compute them. A network of 2,000 actors and 10,000
    ties takes about two seconds, and three more where the kernels are not yet compiled.

    Parameters
    ----------
    network
        From :func:`netmap.analysis.network.simple.network_from_pairs` or ``network_from_indices``.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> figures = network_figures(network_from_pairs("abcd", [("a", "b"), ("b", "c")]))
    >>> round(figures.density, 4), figures.core.actors, figures.separation.component_sizes.tolist()
    (0.3333, ('b',), [3, 1])
    """
    search = depth_first(network)
    between = betweenness(network)
    return NetworkFigures(
        network=network,
        density=density(network),
        degree_centralisation=degree_centralisation(network),
        betweenness_centralisation=betweenness_centralisation(between),
        separation=separation(network, search=search),
        core=core(network),
        communities=communities(network),
        betweenness=between,
        constraint=constraint(network),
        effective_size=effective_size(network),
        k_core=k_core(network),
        distance_fragmentation_without=distance_fragmentation_without(network, search=search),
    )
