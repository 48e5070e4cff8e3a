"""What a reader can compute: the exact range of every suppressed cell.

The reader knows every published cell, every equation, and that counts are whole and not below 0. Any
other table that agrees with all of it is a *shift* of the true one: whole amounts added to suppressed
cells that cancel out in every equation. What no shift can do is proven by a *wall*: equations that,
added up, leave the cell no room.

Cells that no equation of suppressed cells joins are independent, so each connected part is attacked
on its own: by maximum flows where its equations are a network (always so in tables of two
dimensions), else by linear programs and, where these meet fractions, by whole-number programs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from netmap.analysis.disclosure.programs import Deadline
from netmap.analysis.disclosure.tables import Flags, Whole

#: no limit on time
WHENEVER = Deadline(None)


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


class Method(Protocol):
    """A way to attack one part; cells are numbered within the part."""

    def push(self, cell: int, *, sign: int, amount: int, deadline: Deadline) -> Whole | Wall:
        """Shift a cell by at least ``amount`` (1 or -1 is the ``sign``), or prove that nothing can."""
        ...

    def reach(self, cell: int, *, sign: int, deadline: Deadline) -> int | None:
        """Tell how far a cell can be shifted; ``None``: without end."""
        ...


@dataclass(frozen=True)
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
    _method: list[Method] = field(default_factory=list)

    @property
    def method(self) -> Method:
        """The fastest way to attack this part that is exact."""
        if not self._method:
            from netmap.analysis.disclosure.flows import FlowMethod
            from netmap.analysis.disclosure.mixed import ProgramMethod

            self._method.append(FlowMethod.of(self) or ProgramMethod(self))
        return self._method[0]


def parts_of(equations: Any, counts: Whole, suppressed: Flags) -> Iterator[Part]:
    """Split suppressed cells into parts that have nothing to do with each other."""
    chosen = np.flatnonzero(suppressed)
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


class Attacker:
    """A reader of one publication, trying to compute what is withheld.

    Parameters
    ----------
    equations
        The equations of all cells (:class:`~netmap.analysis.disclosure.tables.System`).
    counts
        The true counts, or any others that agree with all that is published.
    suppressed
        The cells that are withheld.

    Examples
    --------
    One line of 1 + 4 + 7 = 12 in which the 1 and the 4 are withheld:

    >>> from netmap.analysis.disclosure.tables import build_system
    >>> system = build_system([(("area",), [("01",), ("02",), ("03",)])])
    >>> attacker = Attacker(
    ...     system.equations, np.array([12, 1, 4, 7]), np.array([False, True, True, False])
    ... )
    >>> attacker.range_of(1), attacker.range_of(2)
    ((0, 5), (0, 5))
    """

    def __init__(self, equations: Any, counts: Whole, suppressed: Flags) -> None:
        self._counts = counts
        self._home: dict[int, tuple[Part, int]] = {}
        self.parts = list(parts_of(equations, counts, suppressed))
        for part in self.parts:
            for place, cell in enumerate(part.cells.tolist()):
                self._home[cell] = (part, place)

    def push(self, cell: int, *, sign: int, amount: int, deadline: Deadline = WHENEVER) -> Shift | Wall:
        """Look for a table that agrees with everything published but has a cell higher or lower.

        Parameters
        ----------
        cell
            The number of a suppressed cell.
        sign
            1 to look for a higher count, -1 for a lower one.
        amount
            By how much at least.
        deadline
            When to stop (raises :class:`~netmap.analysis.disclosure.programs.OutOfTime`).

        Returns
        -------
        Shift or Wall
            What leads to that table, or the proof that there is none.
        """
        part, place = self._home[cell]
        if sign < 0 and amount > part.counts[place]:
            return Wall()
        found = part.method.push(place, sign=sign, amount=amount, deadline=deadline)
        if isinstance(found, Wall):
            return Wall(tuple((part.equations[rows], factors) for rows, factors in found.sums))
        moved = np.flatnonzero(found)
        return Shift(part.cells[moved], found[moved])

    def range_of(
        self, cell: int, *, lowest: int | None = None, deadline: Deadline = WHENEVER
    ) -> tuple[int, int | None]:
        """Give the lowest and the highest count that a suppressed cell can have; ``None``: no highest.

        Parameters
        ----------
        cell
            The number of a suppressed cell.
        lowest
            The lowest count, where it is known already.
        deadline
            When to stop (raises :class:`~netmap.analysis.disclosure.programs.OutOfTime`).
        """
        part, place = self._home[cell]
        count = int(part.counts[place])
        up = part.method.reach(place, sign=1, deadline=deadline)
        if lowest is None:
            down = part.method.reach(place, sign=-1, deadline=deadline)
            lowest = count - (down or 0)
        return lowest, None if up is None else count + up
