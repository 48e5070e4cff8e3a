"""What is known about one card: plain values, the same from either way of computing them.

People are given by position: 0 is the first entry of the card as it was handed in. Undefined is NaN;
where a value is a whole number or a list, ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Positions = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Figures of the whole card or of one sector.

    Attributes
    ----------
    size
        Connected entries.
    connectable
        Connectable entries, tied to the client or not.
    ties
        Ties among the connectable ones, both ends in the group.
    closeness_mean, closeness_sd
        Mean and population standard deviation of closeness (0–9) over the connected ones.
    density
        ties / (n(n−1)/2) over the n connectable ones; undefined below two.
    degree_mean, degree_sd, degree_max
        Ties of each connectable one within the group.
    stars
        All connectable ones with the most ties, also where that is none at all.
    isolated
        Connected, and without tie to any connectable one, of whatever sector.
    no_ego_tie
        Connectable, and without a known tie to the client.
    horizons, horizons_connectable
        How many of the connected (connectable) ones stand near, in the middle, far.
    """

    size: int
    connectable: int
    ties: int
    closeness_mean: float
    closeness_sd: float
    density: float
    degree_mean: float
    degree_sd: float
    degree_max: int | None
    stars: Positions
    isolated: Positions
    no_ego_tie: Positions
    horizons: tuple[int, int, int]
    horizons_connectable: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Structure:
    """How the client is placed among the connected entries and the ties among them.

    Attributes
    ----------
    components
        Parts that are left without the client.
    effective_size, efficiency
        Burt: n − 2m/n for n contacts with m ties among them; the same divided by n.
    constraint, hierarchy
        Burt: how much the contacts close in on the client, and how much that hangs on a few.
        Hierarchy is undefined for a single contact.
    betweenness
        Of the client: pairs of contacts without tie, each divided among all who join them.
    brokerage
        By position: betweenness of each contact when the client is away, unnormalised.
    blau, iqv, shannon
        How evenly the contacts are spread over the four sectors.

    References
    ----------
    R. S. Burt (1992): Structural Holes. S. P. Borgatti (1997): Structural holes: unpacking Burt's
    redundancy measures. Connections 20 (1), 35–38.
    """

    components: int
    effective_size: float
    efficiency: float
    constraint: float
    hierarchy: float
    betweenness: float
    brokerage: tuple[tuple[int, float], ...]
    blau: float
    iqv: float
    shannon: float


@dataclass(frozen=True, slots=True)
class CardFigures:
    """Everything that is computed for one card.

    Attributes
    ----------
    groups
        By name: ``all``, ``family``, ``friends``, ``colleagues``, ``professionals``.
    structure
        ``None`` where nobody is connected.
    cliques
        Maximal groups of three or more who are all tied to each other, over all entries;
        ``None`` where there are too many to list.
    bridges
        Ties between connectable entries of different sectors.
    bridge_persons
        The ends of these.
    external_internal
        (ties between sectors − ties within) / all, over the connectable ones.
    """

    groups: Mapping[str, GroupFigures]
    structure: Structure | None
    cliques: tuple[Positions, ...] | None
    bridges: tuple[tuple[int, int], ...]
    bridge_persons: Positions
    external_internal: float
