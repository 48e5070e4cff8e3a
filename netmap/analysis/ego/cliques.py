"""Groups in which everybody knows everybody (maximal cliques)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

#: how far the search goes, in looks at a vertex; real cards need a few hundred
MAX_LOOKS = 300_000


def members(bits: int) -> Iterator[int]:
    """Give the numbers of the bits that are set, in order.

    Examples
    --------
    >>> list(members(0b10110))
    [1, 2, 4]
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def maximal_cliques(neighbours: Sequence[int], *, smallest: int = 3) -> tuple[tuple[int, ...], ...] | None:
    """List the maximal cliques of a graph.

    Parameters
    ----------
    neighbours
        For each vertex its neighbours as the bits of a whole number.
    smallest
        Leave out cliques with fewer members (2 or more).

    Returns
    -------
    tuple or None
        Members ascending, cliques in order of their members; ``None`` if the search takes more than
        ``MAX_LOOKS`` looks at a vertex (a graph can have 3^(n/3) maximal cliques).

    References
    ----------
    E. Tomita, A. Tanaka, H. Takahashi (2006): The worst-case time complexity for generating all
    maximal cliques. Theoretical Computer Science 363 (1), 28–42.

    Examples
    --------
    >>> maximal_cliques([0b0110, 0b1101, 0b1011, 0b0110])
    ((0, 1, 2), (1, 2, 3))
    """
    everybody = sum(1 << v for v, near in enumerate(neighbours) if near.bit_count() >= smallest - 1)
    waiting = [(0, everybody, 0)]
    found: list[tuple[int, ...]] = []
    looks = 0
    while waiting:
        chosen, candidates, excluded = waiting.pop()
        if not candidates:
            if not excluded and chosen.bit_count() >= smallest:
                found.append(tuple(members(chosen)))
            continue
        if chosen.bit_count() + candidates.bit_count() < smallest:
            continue
        looks += (candidates | excluded).bit_count()
        if looks > MAX_LOOKS:
            return None
        pivot = max(members(candidates | excluded), key=lambda v: (candidates & neighbours[v]).bit_count())
        for vertex in members(candidates & ~neighbours[pivot]):
            near = neighbours[vertex]
            waiting.append((chosen | 1 << vertex, candidates & near, excluded & near))
            candidates ^= 1 << vertex
            excluded |= 1 << vertex
    return tuple(sorted(found))
