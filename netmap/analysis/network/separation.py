"""What falls apart when one actor or one tie is gone: cut actors, bridges, fragmentation.

One depth-first search answers for every actor (Tarjan's low points with subtree sizes), where
taking them out one by one would need a search for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.compiling import compiled
from netmap.analysis.network.simple import Network

#: from this many actors and ties on, compiling takes less time than it saves
WORTH_COMPILING = 100_000

Integers: TypeAlias = NDArray[np.int64]
#: a list or an array of whole numbers
Numbers: TypeAlias = Any


@dataclass(frozen=True, eq=False)
class Search:
    """A finished depth-first search; all arrays go by actor.

    Attributes
    ----------
    order
        Actors in the order of the search.
    entered
        The place of each actor in that order.
    low
        The smallest place that the subtree below an actor reaches by one tie.
    parent
        The actor above in the tree, -1 for the root of a component.
    size
        Actors in the subtree, its top included.
    cut_off, squares
        Sum, and sum of squares, of the sizes of the pieces below that hang on this actor alone.
    root
        The root of the actor's component.
    """

    order: Integers
    entered: Integers
    low: Integers
    parent: Integers
    size: Integers
    cut_off: Integers
    squares: Integers
    root: Integers


def search_depth_first(
    first: Numbers,
    neighbours: Numbers,
    waiting: Numbers,
    order: Numbers,
    entered: Numbers,
    low: Numbers,
    parent: Numbers,
    size: Numbers,
    cut_off: Numbers,
    squares: Numbers,
    root: Numbers,
) -> None:
    """Search depth first and fill the arrays of a :class:`Search`.

    One function with everything in place, so that it runs on plain lists for small networks and
    compiles for large ones. ``waiting`` comes as a copy of ``first``, ``entered`` and ``parent``
    filled with -1, ``size`` with 1, ``cut_off`` and ``squares`` with 0.
    """
    count = 0
    for top in range(len(entered)):
        if entered[top] >= 0:
            continue
        here = top
        entered[top] = low[top] = count
        order[count] = root[top] = top
        count += 1
        while here >= 0:
            position = waiting[here]
            if position < first[here + 1]:
                waiting[here] = position + 1
                there = neighbours[position]
                if entered[there] < 0:
                    parent[there] = here
                    root[there] = top
                    entered[there] = low[there] = count
                    order[count] = there
                    count += 1
                    here = there
                elif there != parent[here] and entered[there] < low[here]:
                    low[here] = entered[there]
            else:
                above = parent[here]
                if above >= 0:
                    size[above] += size[here]
                    if low[here] < low[above]:
                        low[above] = low[here]
                    if low[here] >= entered[above]:
                        cut_off[above] += size[here]
                        squares[above] += size[here] * size[here]
                here = above


def depth_first(network: Network) -> Search:
    """Search a network depth first, compiled where that pays."""
    count = network.actor_count
    first, neighbours = network.rows
    if count + network.tie_count >= WORTH_COMPILING:
        # the search jumps about in memory: narrow numbers keep more of it near the processor; squares need the width
        narrow = np.int32 if len(neighbours) < np.iinfo(np.int32).max else np.int64
        start = _beginning(count, [*[narrow] * 6, np.int64, narrow])
        rows = first.astype(narrow), neighbours.astype(narrow), first[:-1].astype(narrow)
        compiled(search_depth_first)(*rows, *start)
        return Search(*(array.astype(np.int64, copy=False) for array in start))
    lists = [array.tolist() for array in _beginning(count, [np.int64] * 8)]
    search_depth_first(first.tolist(), neighbours.tolist(), first[:-1].tolist(), *lists)
    return Search(*(np.array(column, dtype=np.int64) for column in lists))


def _beginning(count: int, widths: Sequence[type[np.integer[Any]]]) -> list[NDArray[Any]]:
    """Give the arrays of a search as they are before it: order, entered, low, parent, size, cut off, root, squares."""
    return [np.full(count, value, dtype=width) for value, width in zip((0, -1, 0, -1, 1, 0, 0, 0), widths, strict=True)]


@dataclass(frozen=True, eq=False)
class Separation:
    """What falls apart without whom.

    Attributes
    ----------
    cut_actors
        Indices of the actors without whom their component falls apart, ascending.
    bridges
        Rows (a, b), a < b, of the ties without which it does; ascending.
    component_sizes
        Sizes of the components, largest first.
    fragmentation
        F of the whole network; NaN for fewer than two actors.
    fragmentation_without
        F of what is left without each actor; NaN where fewer than two are left.
    """

    cut_actors: Integers
    bridges: Integers
    component_sizes: Integers
    fragmentation: float
    fragmentation_without: NDArray[np.float64]


def separation(network: Network, *, search: Search | None = None) -> Separation:
    r"""Find cut actors, bridges, and the fragmentation without each actor.

    .. math:: F = 1 - \frac{\sum_k s_k (s_k - 1)}{n (n - 1)}

    with component sizes :math:`s_k`: the share of pairs that cannot reach each other, 0 to 1.

    Parameters
    ----------
    network
        The network.
    search
        Its depth-first search, if there is one already.

    References
    ----------
    Borgatti, S. P. (2006). Identifying sets of key players in a social network. *Computational and
    Mathematical Organization Theory* 12, 21–34.
    Tarjan, R. (1972). Depth-first search and linear graph algorithms. *SIAM Journal on Computing* 1,
    146–160.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> found = separation(network_from_pairs("abc", [("a", "b"), ("b", "c")]))
    >>> found.cut_actors.tolist(), found.bridges.tolist(), found.fragmentation_without.tolist()
    ([1], [[0, 1], [1, 2]], [0.0, 1.0, 0.0])
    """
    found = search or depth_first(network)
    count = network.actor_count
    sizes = found.size[found.parent < 0]
    component = found.size[found.root]
    rest = component - 1 - found.cut_off
    linked = int((sizes * (sizes - 1)).sum())
    linked_without = linked - component * (component - 1) + found.squares - found.cut_off + rest * (rest - 1)
    return Separation(
        cut_actors=_cut_actors(found, rest),
        bridges=_bridges(found),
        component_sizes=np.sort(sizes)[::-1],
        fragmentation=1 - linked / (count * (count - 1)) if count > 1 else float("nan"),
        fragmentation_without=1 - linked_without / ((count - 1) * (count - 2)) if count > 2 else np.full(count, np.nan),
    )


def _cut_actors(search: Search, rest: Integers) -> Integers:
    """Cut actors leave two pieces or more: those that hang on them, and the rest above."""
    hangs = np.flatnonzero(search.parent >= 0)
    above = search.parent[hangs]
    separated = above[search.low[hangs] >= search.entered[above]]
    pieces = np.bincount(separated, minlength=len(rest)) + (rest > 0)
    return np.flatnonzero(pieces > 1)


def _bridges(search: Search) -> Integers:
    hangs = np.flatnonzero(search.parent >= 0)
    above = search.parent[hangs]
    alone = search.low[hangs] > search.entered[above]
    pairs = np.sort(np.stack([above[alone], hangs[alone]], axis=1), axis=1)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
