"""What a reader can compute: the exact range of every suppressed cell.

The reader knows every published cell, every equation, and that counts are whole and not below 0. Each
connected part of the suppressed cells is attacked on its own: by maximum flows where its equations are
a network (always so in tables of two dimensions), else by linear programs and, where these meet
fractions, by whole-number programs.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from netmap.analysis.disclosure.flows import FlowMethod
from netmap.analysis.disclosure.mixed import ProgramMethod
from netmap.analysis.disclosure.parts import Part, Shift, Wall, parts_of
from netmap.analysis.disclosure.programs import INFINITE, NEARLY, Deadline, Outcome, Program
from netmap.analysis.disclosure.tables import Flags, Whole

#: looks for cells that can be 0, before each cell is asked for alone
LOOKS = 4
#: no limit on time
WHENEVER = Deadline(None)


class Method(Protocol):
    """A way to attack one part; cells are numbered within the part."""

    def push(self, cell: int, *, sign: int, amount: int, deadline: Deadline) -> Whole | Wall:
        """Shift a cell by at least ``amount`` (1 or -1 is the ``sign``), or prove that nothing can."""
        ...

    def reach(self, cell: int, *, sign: int, deadline: Deadline) -> int | None:
        """Tell how far a cell can be shifted; ``None``: without end."""
        ...


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

    >>> from netmap.analysis.disclosure.tables import CountTable, build_system
    >>> system = build_system([(CountTable("t", ("area",), {}), [("01",), ("02",), ("03",)])])
    >>> attacker = Attacker(
    ...     system.equations, np.array([12, 1, 4, 7]), np.array([False, True, True, False])
    ... )
    >>> attacker.range_of(1), attacker.range_of(2)
    ((0, 5), (0, 5))
    """

    def __init__(self, equations: Any, counts: Whole, suppressed: Flags) -> None:
        self._size = len(counts)
        self.parts = list(parts_of(equations, counts, suppressed))
        self._methods: dict[int, Method] = {}
        self._home: dict[int, tuple[int, int]] = {}
        for number, part in enumerate(self.parts):
            for place, cell in enumerate(part.cells.tolist()):
                self._home[cell] = (number, place)

    def _find(self, cell: int) -> tuple[Part, Method, int]:
        """Give the part of a cell, the fastest exact way to attack it, and its place in there."""
        number, place = self._home[cell]
        part = self.parts[number]
        if number not in self._methods:
            self._methods[number] = FlowMethod.of(part) or ProgramMethod(part)
        return part, self._methods[number], place

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
        part, method, place = self._find(cell)
        if sign < 0 and amount > part.counts[place]:
            return Wall()
        found = method.push(place, sign=sign, amount=amount, deadline=deadline)
        if isinstance(found, Wall):
            return Wall(tuple((part.equations[rows], factors) for rows, factors in found.sums))
        moved = np.flatnonzero(found)
        return Shift(part.cells[moved], found[moved])

    def look_for_empty(self, *, deadline: Deadline = WHENEVER) -> Flags:
        """Mark cells that can be 0, as many as a few looks find by a deadline; what is not marked is open.

        Looking once for the table with the fewest people, and for some that favour one cell over another,
        spares a search of its own for most cells.
        """
        marks: Flags = np.zeros(self._size, np.bool_)
        chance = np.random.default_rng(1)
        for part in self.parts:
            height, width = part.matrix.shape
            program = Program(
                part.matrix,
                row_lower=np.zeros(height),
                row_upper=np.zeros(height),
                lower=-part.counts.astype(np.float64),
                upper=np.full(width, INFINITE),
                cost=np.ones(width),
            )
            for _ in range(LOOKS):
                if program.run(deadline=deadline) is not Outcome.OPTIMAL:
                    break
                empty = part.counts + np.rint(program.values) == 0
                if np.abs(program.values - np.rint(program.values)).max(initial=0.0) <= NEARLY:
                    marks[part.cells[empty]] = True
                if marks[part.cells].all():
                    break
                program.set_all_costs(np.where(marks[part.cells], 0.0, chance.uniform(0.5, 1.5, width)))
        return marks

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
        part, method, place = self._find(cell)
        count = int(part.counts[place])
        up = method.reach(place, sign=1, deadline=deadline)
        if lowest is None:
            down = method.reach(place, sign=-1, deadline=deadline)
            lowest = count - (down or 0)
        return lowest, None if up is None else count + up
