"""Suppressed cells that have to do with each other, and what can be found out about them.

Any other table that agrees with all that is published is a *shift* of the true one: whole amounts added
to suppressed cells that cancel out in every equation. What no shift can do is proven by a *wall*:
equations that, added up, leave the cell no room. Cells that no equation of suppressed cells joins are
independent: they form *parts*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from netmap.analysis.disclosure.tables import Flags, Whole


@dataclass(frozen=True, slots=True)
class Shift:
    """Whole amounts to add to some cells; every equation still holds."""

    cells: Whole
    amounts: Whole


@dataclass(frozen=True, slots=True)
class Wall:
    """Why a cell cannot be shifted far enough.

    Attributes
    ----------
    sums
        Ways to add up equations (their numbers, a whole multiplier for each), each a proof of its own;
        none if only the whole numbers stand in the way, for which no such proof exists.
    """

    sums: tuple[tuple[Whole, Whole], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Suppressed cells that equations join, with these equations.

    Attributes
    ----------
    cells, equations
        Their numbers in the whole system.
    matrix
        The equations, cut down to these cells.
    counts
        The true counts of the cells (of any table that agrees with what is published).
    """

    cells: Whole
    equations: Whole
    matrix: Any
    counts: Whole


def parts_of(equations: Any, counts: Whole, suppressed: Flags) -> Iterator[Part]:
    """Split suppressed cells into parts that have nothing to do with each other."""
    chosen = np.flatnonzero(suppressed)
    narrowed = equations.tocsc()[:, chosen].tocsr()
    labels = _labels(narrowed.indptr.tolist(), narrowed.indices.tolist(), len(chosen))
    columns = narrowed.tocsc()
    for label in np.unique(labels).tolist():
        cells = np.flatnonzero(labels == label)
        matrix = columns[:, cells].tocsr()
        rows = np.flatnonzero(np.diff(matrix.indptr))
        yield Part(chosen[cells], rows, matrix[rows], counts[chosen[cells]])


def _labels(starts: list[int], cells: list[int], number: int) -> Whole:
    """Give cells that stand in one equation the same label, and so on."""
    head = list(range(number))

    def find(cell: int) -> int:
        while head[cell] != cell:
            head[cell] = cell = head[head[cell]]
        return cell

    for start, end in pairwise(starts):
        for cell in cells[start + 1 : end]:
            head[find(cell)] = find(cells[start])
    return np.array([find(cell) for cell in range(number)], np.int64)
