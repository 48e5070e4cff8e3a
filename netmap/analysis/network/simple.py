"""A partner network as the figures see it: undirected, simple, actors in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netmap.errors import InputError

#: compressed rows: where the neighbours of each actor begin, and all neighbours
Rows: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, eq=False)
class Network:
    """Actors and the ties among them.

    Build one with :func:`network_from_pairs` or :func:`network_from_indices`; both put it in order.

    Attributes
    ----------
    actors
        Ids, sorted by code point; isolates are among them.
    ties
        Rows (a, b) of indices into ``actors``, a < b, ascending, each pair once.
    self_ties
        Ids of the actors that were told to be tied to themselves; these ties are left out.
    repeated
        How many ties were told more than once, or from both ends, and counted once.

    Examples
    --------
    >>> network = network_from_pairs(["02", "01", "03"], [("02", "01"), ("01", "02"), ("03", "03")])
    >>> network.actors, network.ties.tolist(), network.self_ties, network.repeated
    (('01', '02', '03'), [[0, 1]], ('03',), 1)
    """

    actors: tuple[str, ...]
    ties: NDArray[np.int64]
    self_ties: tuple[str, ...] = ()
    repeated: int = 0

    @property
    def actor_count(self) -> int:
        """Number of actors, isolates included."""
        return len(self.actors)

    @property
    def tie_count(self) -> int:
        """Number of ties."""
        return len(self.ties)

    @cached_property
    def degrees(self) -> NDArray[np.int64]:
        """Number of ties of each actor."""
        return np.bincount(self.ties.ravel(), minlength=self.actor_count)

    @cached_property
    def rows(self) -> Rows:
        """The network as compressed rows: ``first`` and ``neighbours``, each tie in both directions."""
        return compressed_rows(self.actor_count, *both_ways(self.ties))

    def without(self, ids: Iterable[str]) -> Network:
        """Take actors out, with all their ties.

        Examples
        --------
        >>> network_from_pairs("abc", [("a", "b"), ("b", "c")]).without(["b"]).actors
        ('a', 'c')
        """
        gone = frozenset(ids)
        stays = np.array([actor not in gone for actor in self.actors], dtype=bool)
        place = np.cumsum(stays) - 1
        kept = stays[self.ties].all(axis=1)
        actors = tuple(actor for actor in self.actors if actor not in gone)
        return Network(actors, place[self.ties[kept]])


def both_ways(ties: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give sources and targets of ties read in both directions.

    Examples
    --------
    >>> [ends.tolist() for ends in both_ways(np.array([[0, 1], [0, 2]]))]
    [[0, 0, 1, 2], [1, 2, 0, 0]]
    """
    return np.concatenate([ties[:, 0], ties[:, 1]]), np.concatenate([ties[:, 1], ties[:, 0]])


def compressed_rows(count: int, sources: NDArray[np.int64], targets: NDArray[np.int64]) -> Rows:
    """Lay out directed ties by source: the targets of ``v`` are ``targets[first[v]:first[v + 1]]``.

    They ascend.

    Examples
    --------
    >>> first, targets = compressed_rows(3, np.array([2, 0, 2]), np.array([1, 1, 0]))
    >>> first.tolist(), targets.tolist()
    ([0, 1, 1, 3], [1, 0, 1])
    """
    order = np.lexsort((targets, sources))
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(sources, minlength=count), out=first[1:])
    return first, targets[order]


def network_from_pairs(actors: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Network:
    """Build a network from ids and pairs of ids; ends that are no actor yet become one.

    Examples
    --------
    >>> network_from_pairs([], [("b", "a")]).actors
    ('a', 'b')
    """
    told = list(pairs)
    ids = sorted({*actors, *(end for pair in told for end in pair)})
    place = {actor: index for index, actor in enumerate(ids)}
    ends = np.array([(place[a], place[b]) for a, b in told], dtype=np.int64).reshape(-1, 2)
    return _simplified(tuple(ids), ends)


def network_from_indices(actors: Sequence[str], sources: ArrayLike, targets: ArrayLike) -> Network:
    """Build a network from ids and the ends of ties as indices into them.

    Parameters
    ----------
    actors
        Ids, each once, in any order.
    sources, targets
        One entry for each tie; direction, repetition and order do not matter.

    Raises
    ------
    InputError
        An id stands twice, an index is outside the actors, or the ends differ in number.

    Examples
    --------
    >>> network_from_indices(["b", "a", "c"], [0, 1], [1, 0]).ties.tolist()
    [[0, 1]]
    """
    if len(set(actors)) != len(actors):
        raise InputError("The list of actors names some of them twice.")
    ends = np.stack([np.asarray(sources, dtype=np.int64), np.asarray(targets, dtype=np.int64)], axis=1)
    if ends.size and (ends.min() < 0 or ends.max() >= len(actors)):
        raise InputError("A tie names an actor that is not in the list.")
    order = sorted(range(len(actors)), key=actors.__getitem__)
    place = np.empty(len(actors), dtype=np.int64)
    place[order] = np.arange(len(actors))
    return _simplified(tuple(actors[index] for index in order), place[ends])


def _simplified(actors: tuple[str, ...], ends: NDArray[np.int64]) -> Network:
    with_itself = ends[:, 0] == ends[:, 1]
    told = np.sort(ends[~with_itself], axis=1)
    ties = np.unique(told, axis=0)
    selves = tuple(actors[index] for index in np.unique(ends[with_itself, 0]))
    return Network(actors, ties, selves, len(told) - len(ties))
