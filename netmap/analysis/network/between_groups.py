"""How groups of a network hang together: who alone leads from one to another, and whether ties stay among alike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from netmap.analysis.network.simple import Network


def only_ways(network: Network, groups: Sequence[Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """Find the actors through whom alone their group has ties to another group.

    Parameters
    ----------
    network
        The network.
    groups
        A division of its actors; who stands in none is left out, and so are groups of one.

    Returns
    -------
    dict
        By actor, in order of ids: the groups (by their place) that its own reaches through it alone.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> two = network_from_pairs("abcd", [("a", "b"), ("c", "d"), ("a", "c"), ("a", "d")])
    >>> only_ways(two, [("a", "b"), ("c", "d")])
    {'a': (1,)}
    """
    group_of = {actor: n for n, members in enumerate(groups) if len(members) > 1 for actor in members}
    through: dict[tuple[int, int], set[str]] = defaultdict(set)
    for a, b in network.ties.tolist():
        for one, other in ((network.actors[a], network.actors[b]), (network.actors[b], network.actors[a])):
            here, there = group_of.get(one), group_of.get(other)
            if here is not None and there is not None and here != there:
                through[here, there].add(one)
    found: dict[str, list[int]] = defaultdict(list)
    for (_, there), actors in sorted(through.items()):
        if len(actors) == 1:
            found[next(iter(actors))].append(there)
    return {actor: tuple(found[actor]) for actor in sorted(found)}


class AmongAlike(NamedTuple):
    """How many ties join two of the same kind.

    Attributes
    ----------
    ties
        Ties both ends of which have a kind.
    alike
        Those whose ends have the same one.
    expected
        How many of them there would be by chance, with as many ties for each kind; 0 without ties.
    """

    ties: int
    alike: int
    expected: float


def among_alike(network: Network, kinds: Mapping[str, str]) -> AmongAlike:
    r"""Count the ties among actors of the same kind, and how many chance would give.

    .. math:: E = \frac{1}{4m} \sum_k d_k^2

    with the :math:`m` ties whose ends both have a kind and the number :math:`d_k` of their ends of kind
    :math:`k`.

    Parameters
    ----------
    network
        The network.
    kinds
        The kind of each actor that has one.

    References
    ----------
    Newman, M. E. J. (2003). Mixing patterns in networks. *Physical Review E* 67, 026126.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> two = network_from_pairs("abcd", [("a", "b"), ("c", "d"), ("b", "c")])
    >>> among_alike(two, {"a": "x", "b": "x", "c": "y", "d": "y"})
    AmongAlike(ties=3, alike=2, expected=1.5)
    """
    named = [(kinds.get(network.actors[a]), kinds.get(network.actors[b])) for a, b in network.ties.tolist()]
    pairs = [(one, other) for one, other in named if one is not None and other is not None]
    ends = Counter(kind for pair in pairs for kind in pair)
    expected = sum(count**2 for count in ends.values()) / (4 * len(pairs)) if pairs else 0.0
    return AmongAlike(len(pairs), sum(one == other for one, other in pairs), expected)
