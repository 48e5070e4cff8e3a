"""Suppressed cells that have to do with each other, and what can be found out about them.

Any other table that agrees with all that is published is a *shift* of the true one: whole amounts added
to suppressed cells that cancel out in every equation. What no shift can do is proven by a *wall*:
equations that, added up, leave the cell no room. Cells that no equation of suppressed cells joins are
independent: they form *parts*.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

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
    if not len(chosen):
        return
    narrowed = equations.tocsc()[:, chosen].tocsr()
    touched = np.flatnonzero(np.diff(narrowed.indptr))
    narrowed = narrowed[touched]
    bipartite = sparse.block_array([[None, narrowed.T], [narrowed, None]])
    number, labels = connected_components(bipartite, directed=False)
    of_cells, of_equations = labels[: len(chosen)], labels[len(chosen) :]
    columns = narrowed.tocsc()
    for label in range(number):
        cells = np.flatnonzero(of_cells == label)
        rows = np.flatnonzero(of_equations == label)
        matrix = columns[:, cells].tocsr()[rows]
        yield Part(chosen[cells], touched[rows], matrix, counts[chosen[cells]])
