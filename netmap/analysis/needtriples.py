"""Three needs in one case: which counts may stand beside those of the pairs.

Whoever knows in how many cases two needs and in how many all three occur knows by subtraction in how
many the third is missing. So a triple is told only if everything that follows from it is large enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.needpairs import NeedCounts, PackedNeeds

Pair: TypeAlias = tuple[str, str]
Triple: TypeAlias = tuple[str, str, str]


def pairs_in(triple: Triple) -> tuple[Pair, Pair, Pair]:
    """Give the three pairs of a triple, in order.

    Examples
    --------
    >>> pairs_in(("addiction", "debt", "work"))
    (('addiction', 'debt'), ('addiction', 'work'), ('debt', 'work'))
    """
    a, b, c = triple
    return (a, b), (a, c), (b, c)


def tellable_triples(
    counts: NeedCounts, shown: Mapping[Pair, int | None], *, threshold: int
) -> Iterator[tuple[Triple, int]]:
    """Give the triples that may be told beside the pairs shown, in order.

    With a triple of count t, readers know of each of its pairs (count p) that p - t cases have the two
    needs without the third, and that N - p1 - p2 - p3 + 2t cases have at most one of the three. All
    of these must reach the threshold, zeros not excepted; so all three pairs must be shown.

    Parameters
    ----------
    counts
        With triples.
    shown
        The pairs that readers are given; ``None`` is withheld.
    threshold
        Counts below it are small.

    Examples
    --------
    >>> two = {("a", "b"): 9, ("a", "c"): 8, ("b", "c"): 7}
    >>> counts = NeedCounts(30, {}, two, {("a", "b", "c"): 4})
    >>> list(tellable_triples(counts, two, threshold=3))
    [(('a', 'b', 'c'), 4)]
    >>> list(tellable_triples(counts, {**two, ("b", "c"): None}, threshold=3))
    []
    """
    for triple, n in sorted(counts.triples.items()):
        if n < threshold:
            continue
        given = [shown.get(pair) for pair in pairs_in(triple)]
        beside = [p for p in given if p is not None]
        if len(beside) == len(given) and all(
            part >= threshold for part in (*(p - n for p in beside), counts.cases - sum(beside) + 2 * n)
        ):
            yield triple, n


def lowest_triple(pairs: Mapping[Pair, int | None], triple: Triple, *, cases: int) -> int:
    """Give the lowest count of a triple that agrees with the pairs shown and the number of cases.

    Examples
    --------
    >>> lowest_triple({("a", "b"): 9, ("a", "c"): 8, ("b", "c"): None}, ("a", "b", "c"), cases=12)
    5
    >>> lowest_triple({("a", "b"): 9, ("a", "c"): 8, ("b", "c"): 7}, ("a", "b", "c"), cases=30)
    0
    """
    given = [n for pair in pairs_in(triple) if (n := pairs.get(pair)) is not None]
    lowest = max((a + b - cases for a, b in combinations(given, 2)), default=0)
    if len(given) == len(triple):
        lowest = max(lowest, -((cases - sum(given)) // 2))  # at most one of the three: never below 0
    return max(lowest, 0)


@dataclass(frozen=True, slots=True)
class Changes:
    """The cases whose needs are others than they were: bit masks as in :class:`PackedNeeds`."""

    codes: tuple[str, ...]
    then: NDArray[np.uint64]
    now: NDArray[np.uint64]

    @classmethod
    def between(cls, then: PackedNeeds, now: PackedNeeds) -> Changes:
        """Compare two days of the same rows."""
        if then.codes != now.codes or then.ids != now.ids:
            raise ValueError("both days must be packed from the same rows")
        other = np.flatnonzero(then.masks != now.masks)
        return cls(now.codes, then.masks.take(other), now.masks.take(other))

    def by_part(self, triple: Triple) -> tuple[int, ...]:
        """Count the cases that came to and left each part that a told triple makes known.

        The parts are the triple itself, each of its pairs without the third need, and the cases with
        at most one of the three; for each those that came, then those that left.

        Examples
        --------
        >>> then = PackedNeeds(("a", "b", "c"), np.array([7, 3, 1], dtype=np.uint64), ("1", "2", "3"))
        >>> now = PackedNeeds(("a", "b", "c"), np.array([7, 7, 3], dtype=np.uint64), ("1", "2", "3"))
        >>> Changes.between(then, now).by_part(("a", "b", "c"))
        (1, 0, 1, 1, 0, 0, 0, 0, 0, 1)
        """
        before, after = (_parts(masks, self.codes, triple) for masks in (self.then, self.now))
        found: list[int] = []
        for part in range(1, 6):
            found.append(int(((after == part) & (before != part)).sum()))
            found.append(int(((before == part) & (after != part)).sum()))
        return tuple(found)


def _parts(masks: NDArray[np.uint64], codes: Sequence[str], triple: Triple) -> NDArray[np.int8]:
    """Give each case its part: 1 all three, 2 to 4 two of them, 5 at most one; 0 without open need."""
    a, b, c = (np.uint64(1 << codes.index(need)) for need in triple)
    among = masks & (a | b | c)
    found = np.where(masks == 0, 0, 5).astype(np.int8)
    for part, mix in enumerate((a | b | c, a | b, a | c, b | c), start=1):
        found[among == mix] = part
    return found
