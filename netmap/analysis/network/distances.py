"""Distance-weighted fragmentation without each actor: how far apart the others are then."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.separation import Search, depth_first
from netmap.analysis.network.simple import Network, both_ways, compressed_rows
from netmap.analysis.network.threads import in_blocks

#: up to this long an estimate for the plain way is accepted; compiling takes longer
PATIENCE_S = 0.7


def distance_fragmentation_without(network: Network, *, search: Search | None = None) -> NDArray[np.float64]:
    r"""Compute the distance-weighted fragmentation of what is left without each actor.

    .. math:: F_D = 1 - \frac{\sum_{i<j} 1 / d_{ij}}{n (n - 1) / 2}

    where pairs that cannot reach each other add 0: 0 if everybody is tied to everybody, 1 if nobody is.

    Parameters
    ----------
    network
        The network.
    search
        Its depth-first search, if there is one already.

    Returns
    -------
    ndarray
        One value for each actor; NaN where fewer than two actors are left.

    References
    ----------
    Borgatti, S. P. (2006). Identifying sets of key players in a social network. *Computational and
    Mathematical Organization Theory* 12, 21–34.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> distance_fragmentation_without(network_from_pairs("abc", [("a", "b"), ("b", "c")])).tolist()
    [0.0, 1.0, 0.0]
    """
    count = network.actor_count
    if count < 3:
        return np.full(count, np.nan)
    # 1/d as a whole number of tiny units: sums do not depend on their order, and cancel exactly
    unit = 2.0 ** -(62 - (count * count).bit_length())
    worth = np.zeros(count + 1, dtype=np.int64)
    worth[1:] = np.round(1 / (unit * np.arange(1, count + 1)))
    left = closeness_by_words(network, worth, patience_s=PATIENCE_S)
    if left is None:
        left = closeness_by_dominators(network, worth, search=search)
    return 1 - left * unit / ((count - 1) * (count - 2))


def closeness_by_words(
    network: Network, worth: NDArray[np.int64], *, patience_s: float = math.inf
) -> NDArray[np.int64] | None:
    """Sum the worth of all distances left without each actor, 64 sources to a machine word.

    Returns
    -------
    ndarray or None
        Sums over ordered pairs by actor; None if that would take longer than ``patience_s``.
    """
    linked = np.flatnonzero(network.degrees)
    if not len(linked):
        return np.zeros(network.actor_count, dtype=np.int64)
    place = np.zeros(network.actor_count, dtype=np.int64)
    place[linked] = np.arange(len(linked))
    first, neighbours = network.rows
    starts, ends = first[linked], place[neighbours]
    words = -(-len(linked) // 64)
    own = np.zeros((len(linked), words), dtype=np.uint64)
    own[np.arange(len(linked)), np.arange(len(linked)) // 64] = np.uint64(1) << (
        np.arange(len(linked), dtype=np.uint64) % np.uint64(64)
    )
    layer_s = 3e-5 + 3e-9 * len(ends) * words
    total = 0
    for distance, pairs in enumerate(_pairs_by_distance(starts, ends, own), start=1):
        if distance * layer_s * len(linked) > patience_s:
            return None
        total += pairs * int(worth[distance])
    left = np.full(network.actor_count, total, dtype=np.int64)
    for gone in range(len(linked)):
        layers = np.fromiter(_pairs_by_distance(starts, ends, own, gone=gone), dtype=np.int64)
        left[linked[gone]] = layers @ worth[1 : len(layers) + 1]
    return left


def _pairs_by_distance(
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    own: NDArray[np.uint64],
    *,
    gone: int | None = None,
) -> Iterator[int]:
    """Count ordered pairs at distance 1, 2, … as a wave from everybody at once spreads."""
    seen = own.copy()
    if gone is not None:
        seen[gone] = 0
    wave = seen
    while True:
        wave = np.bitwise_or.reduceat(wave[ends], starts, axis=0)
        if gone is not None:
            wave[gone] = 0
        wave &= ~seen
        pairs = int(np.bitwise_count(wave).sum())
        if not pairs:
            return
        yield pairs
        seen |= wave


def closeness_by_dominators(
    network: Network, worth: NDArray[np.int64], *, search: Search | None = None
) -> NDArray[np.int64]:
    """Sum the worth of all distances left without each actor, repairing only those that change.

    One breadth-first search for each source instead of one for each source and absent actor: an
    absence changes only the distances to those whom all shortest ways reach over that actor.
    """
    from netmap.analysis.network.dominators import closeness_without

    found = search or depth_first(network)
    ties = found.entered[network.ties]
    first, neighbours = compressed_rows(network.actor_count, *both_ways(ties))
    low = found.low[found.order]
    last = np.arange(network.actor_count) + found.size[found.order] - 1
    above = found.parent[found.order]
    hangs = np.flatnonzero(above >= 0)
    child_first, children = compressed_rows(network.actor_count, found.entered[above[hangs]], hangs)

    def work(start: int, stop: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        sums: tuple[NDArray[np.int64], NDArray[np.int64]] = closeness_without(
            start, stop, first, neighbours, last, low, child_first, children, worth
        )
        return sums

    near = np.zeros(network.actor_count, dtype=np.int64)
    change = np.zeros(network.actor_count, dtype=np.int64)
    for block_near, block_change in in_blocks(work, network.actor_count):
        near += block_near
        change += block_change
    # without an actor, its own distances are gone in both directions
    left: NDArray[np.int64] = near.sum() - 2 * near + change
    return left[found.entered]
