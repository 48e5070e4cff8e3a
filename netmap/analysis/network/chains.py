"""Chains of referral: who can pass a client on to whom, over at most four steps.

A chain is a directed simple path of one to four hops: nobody stands in it twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netmap.analysis.network.compiling import compiled
from netmap.analysis.network.simple import Rows, compressed_rows
from netmap.analysis.network.threads import in_blocks

#: longest chain, in hops
MOST_HOPS = 4
#: from this many walks on, compiling takes less time than it saves
WORTH_COMPILING = 300_000

#: a list or an array of whole numbers
Numbers: TypeAlias = Any


def directed_rows(count: int, sources: ArrayLike, targets: ArrayLike) -> Rows:
    """Lay out directed relations as compressed rows, each pair once, nobody to themselves.

    Examples
    --------
    >>> first, targets = directed_rows(3, [0, 0, 1, 2], [1, 1, 2, 2])
    >>> first.tolist(), targets.tolist()
    ([0, 1, 2, 2], [1, 2])
    """
    pairs = np.stack([np.asarray(sources, dtype=np.int64), np.asarray(targets, dtype=np.int64)], axis=1)
    pairs = np.unique(pairs[pairs[:, 0] != pairs[:, 1]], axis=0)
    return compressed_rows(count, pairs[:, 0], pairs[:, 1])


def chains_between(rows: Rows, start: int, end: int, *, most_hops: int = MOST_HOPS) -> Iterator[tuple[int, ...]]:
    """List the chains from one actor to another, in the order of their indices.

    Parameters
    ----------
    rows
        The relations as :func:`directed_rows` gives them.
    start, end
        Indices of two different actors.
    most_hops
        Longest chain wanted.

    Examples
    --------
    >>> rows = directed_rows(4, [0, 0, 1, 2], [1, 3, 3, 3])
    >>> list(chains_between(rows, 0, 3))
    [(0, 1, 3), (0, 3)]
    """
    first, targets = rows
    hops_left = _hops_to(rows, end)

    def longer(chain: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        here = chain[-1]
        if here == end:
            yield chain
            return
        for there in targets[first[here] : first[here + 1]].tolist():
            if there not in chain and len(chain) + hops_left[there] <= most_hops:
                yield from longer((*chain, there))

    if hops_left[start] <= most_hops and start != end:
        yield from longer((start,))


def _hops_to(rows: Rows, end: int) -> list[int]:
    """Count the hops from each actor to the end; far more than any chain has where there is no way."""
    first, targets = rows
    count = len(first) - 1
    sources = np.repeat(np.arange(count), np.diff(first))
    hops = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
    hops[end] = 0
    for step in range(1, MOST_HOPS + 1):
        reaching = sources[hops[targets] == step - 1]
        hops[reaching] = np.minimum(hops[reaching], step)
    return hops.tolist()


@dataclass(frozen=True, eq=False)
class ChainCounts:
    """How many chains there are.

    Attributes
    ----------
    by_hops
        Chains of one, two, three and four hops.
    starting
        By actor: chains that start there.
    through
        By actor: chains that it stands in the middle of; they break without it.
    """

    by_hops: NDArray[np.int64]
    starting: NDArray[np.int64]
    through: NDArray[np.int64]


def count_chains(rows: Rows) -> ChainCounts:
    """Count all chains of one to four hops.

    Examples
    --------
    >>> counts = count_chains(directed_rows(3, [0, 1], [1, 2]))
    >>> counts.by_hops.tolist(), counts.through.tolist()
    ([2, 1, 0, 0], [0, 1, 0])
    """
    first, targets = rows
    count = len(first) - 1
    sources = np.repeat(np.arange(count), np.diff(first))
    returned = np.isin(sources * count + targets, targets * count + sources)
    relations = (*rows, *compressed_rows(count, targets, sources), returned)
    if walks(rows, hops=MOST_HOPS - 1) < WORTH_COMPILING:
        scratch = [[-1] * count, [-1] * count]
        tallies = [[0] * MOST_HOPS, [0] * count, [0] * count]
        tally_chains(0, count, *(column.tolist() for column in relations), *scratch, *tallies)
        return ChainCounts(*(np.array(tally, dtype=np.int64) for tally in tallies))

    def work(start: int, stop: int) -> tuple[NDArray[np.int64], ...]:
        own = tuple(np.zeros(length, dtype=np.int64) for length in (MOST_HOPS, count, count))
        compiled(tally_chains)(start, stop, *relations, np.full(count, -1), np.full(count, -1), *own)
        return own

    parts = in_blocks(work, count)
    return ChainCounts(*(np.sum(column, axis=0) for column in zip(*parts, strict=True)))


def walks(rows: Rows, *, hops: int) -> float:
    """Count the walks of one to some hops, a quick upper bound of the chains.

    Examples
    --------
    >>> walks(directed_rows(2, [0, 1], [1, 0]), hops=3)
    6.0
    """
    first, targets = rows
    sources = np.repeat(np.arange(len(first) - 1), np.diff(first))
    ways: NDArray[np.float64] = np.ones(len(first) - 1)
    total = 0.0
    for _ in range(hops):
        ways = np.bincount(sources, weights=ways[targets], minlength=len(ways)).astype(np.float64)
        total += float(ways.sum())
    return total


def tally_chains(
    start: int,
    stop: int,
    first: Numbers,
    targets: Numbers,
    first_source: Numbers,
    sources: Numbers,
    returned: Numbers,
    back_to_a: Numbers,
    back_to_b: Numbers,
    by_hops: Numbers,
    starting: Numbers,
    through: Numbers,
) -> None:
    """Visit the chains a, b, c, d from some actors and add them up, with the fourth hop counted at d.

    Of d's targets, those do not count that lead back to a, b or c: ``back_to_a`` and ``back_to_b``
    mark who does, ``returned`` tells it of each relation. Runs on plain lists and compiles for
    large networks; marks come filled with -1, tallies with 0.
    """
    stamp = 0
    for a in range(start, stop):
        before = by_hops[0] + by_hops[1] + by_hops[2] + by_hops[3]
        by_hops[0] += first[a + 1] - first[a]
        for place in range(first_source[a], first_source[a + 1]):
            back_to_a[sources[place]] = a
        for place_b in range(first[a], first[a + 1]):
            b = targets[place_b]
            stamp += 1
            for place in range(first_source[b], first_source[b + 1]):
                back_to_b[sources[place]] = stamp
            over_b = 0
            for place_c in range(first[b], first[b + 1]):
                c = targets[place_c]
                if c == a:
                    continue
                by_hops[1] += 1
                over_c = 0
                for place_d in range(first[c], first[c + 1]):
                    d = targets[place_d]
                    if d == a or d == b:  # noqa: SIM109 - tuples of mixed widths do not compile
                        continue
                    by_hops[2] += 1
                    last = first[d + 1] - first[d]
                    last -= (back_to_a[d] == a) + (back_to_b[d] == stamp) + returned[place_d]
                    by_hops[3] += last
                    through[d] += last
                    over_c += 1 + last
                through[c] += over_c
                over_b += 1 + over_c
            through[b] += over_b
        starting[a] += by_hops[0] + by_hops[1] + by_hops[2] + by_hops[3] - before
