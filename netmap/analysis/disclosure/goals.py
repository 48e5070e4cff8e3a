"""When a suppressed cell is safe, and which cells of a pattern are not.

Safe means that readers cannot narrow a cell too far. Said with shifts of the true table: a primary cell
must be able to fall to 0 and to rise to the threshold; any other suppressed cell must be able to reach
the threshold and to be something else than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.disclosure.attack import Attacker
from netmap.analysis.disclosure.parts import Shift, Wall
from netmap.analysis.disclosure.programs import NEARLY, Deadline, Outcome, Program
from netmap.analysis.disclosure.shifts import Shifts, that_hold
from netmap.analysis.disclosure.tables import Flags, Whole

#: random looks for shifts that settle many cells at once, before each cell is asked for alone
LOOKS = 6
#: below this many open questions, asking one by one is quicker
FEW = 8


@dataclass(frozen=True, slots=True)
class Goals:
    """How far each cell must be able to shift if it is suppressed.

    Attributes
    ----------
    up, down
        By how much at least; 0 asks nothing.
    either
        Cells for which any shift at all, up or down, is enough.
    """

    up: Whole
    down: Whole
    either: Flags

    @classmethod
    def of(cls, counts: Whole, primary: Flags, *, threshold: int) -> Goals:
        """Say what safe means for each cell.

        Examples
        --------
        A primary 1, and a 7 and a 0 that may only be suppressed for their sake:

        >>> goals = Goals.of(np.array([1, 7, 0]), np.array([True, False, False]), threshold=3)
        >>> goals.up.tolist(), goals.down.tolist(), goals.either.tolist()
        ([2, 0, 3], [1, 0, 0], [False, True, False])
        """
        up = np.maximum(threshold - counts, 0)
        return cls(up, np.where(primary, counts, 0), ~primary & (up == 0))


@dataclass(frozen=True, slots=True)
class Breach:
    """A suppressed cell that is not safe, with every shift tried for it and the proof that it failed."""

    cell: int
    tries: tuple[tuple[int, int, Wall], ...]


class Examiner:
    """Finds the cells of a suppression pattern that are not safe.

    Shifts found once are kept: they hold for every pattern that suppresses all cells they touch.
    """

    def __init__(self, equations: Any, counts: Whole, goals: Goals) -> None:
        self._equations = equations
        self._counts = counts
        self._goals = goals
        self._shifts = Shifts()
        self._random = np.random.default_rng(1)

    def breaches(self, suppressed: Flags, *, deadline: Deadline, first_only: bool = False) -> list[Breach]:
        """Give the cells that are not safe under a pattern, in the order of cells.

        Parameters
        ----------
        suppressed
            The pattern.
        deadline
            When to stop (raises :class:`~netmap.analysis.disclosure.programs.OutOfTime`).
        first_only
            Stop at the first, for those who only want to know whether there is one.
        """
        attacker = Attacker(self._equations, self._counts, suppressed)
        open_goals = self.open_goals(suppressed)
        self._look_around(attacker, suppressed, open_goals, deadline)
        found: list[Breach] = []
        for cell in np.flatnonzero(suppressed).tolist():
            tries = self._try(attacker, cell, open_goals, deadline)
            if tries:
                found.append(Breach(cell, tries))
                if first_only:
                    break
        return found

    def shifts_of(self, suppressed: Flags) -> Sequence[Shift]:
        """Give the shifts found so far that a pattern allows."""
        return self._shifts.each_within(suppressed)

    def open_goals(self, suppressed: Flags) -> OpenGoals:
        """Give the goals of a pattern that no shift found so far meets."""
        open_goals = OpenGoals(self._goals, suppressed)
        open_goals.strike(self._shifts.within(suppressed))
        return open_goals

    def keep(self, shift: Shift, open_goals: OpenGoals) -> None:
        """Remember a shift, and strike the goals that it meets."""
        self._shifts.add(shift)
        open_goals.strike(shift)

    def keep_those_that_hold(self, shifts: Sequence[Shift]) -> None:
        """Remember shifts that were only put together, checked exactly."""
        for shift in that_hold(shifts, self._equations, self._counts):
            self._shifts.add(shift)

    def keep_if_whole(self, cells: Whole, values: NDArray[np.float64], open_goals: OpenGoals) -> bool:
        """Remember computed amounts as a shift; false if they are none in whole numbers, checked exactly."""
        amounts = np.rint(values).astype(np.int64)
        if np.abs(values - amounts).max(initial=0.0) > NEARLY:
            return False
        everywhere = np.zeros(len(self._counts), np.int64)
        everywhere[cells] = amounts
        if (self._equations @ everywhere).any() or (self._counts + everywhere < 0).any():
            return False
        moved = np.flatnonzero(amounts)
        self.keep(Shift(cells[moved], amounts[moved]), open_goals)
        return True

    def _try(
        self, attacker: Attacker, cell: int, open_goals: OpenGoals, deadline: Deadline
    ) -> tuple[tuple[int, int, Wall], ...]:
        """Settle what one cell still has to show; give what failed."""
        failed: list[tuple[int, int, Wall]] = []
        for sign, amount in open_goals.of(cell):
            if not open_goals.stands(cell, sign):
                continue
            found = attacker.push(cell, sign=sign, amount=amount, deadline=deadline)
            if isinstance(found, Wall):
                failed.append((sign, amount, found))
            else:
                self.keep(found, open_goals)
        return tuple(failed) if open_goals.any_of(cell) else ()

    def _look_around(self, attacker: Attacker, suppressed: Flags, open_goals: OpenGoals, deadline: Deadline) -> None:
        """Push many cells at once in random directions, within what their goals ask for."""
        cells = np.flatnonzero(suppressed)
        if open_goals.number <= FEW:
            return
        reach = np.maximum(self._goals.up[cells], 1).astype(np.float64)
        depth = np.maximum(self._goals.down[cells], np.minimum(self._counts[cells], reach)).astype(np.float64)
        matrix = self._equations.tocsc()[:, cells]
        zeros = np.zeros(matrix.shape[0])
        program = Program(
            matrix,
            row_lower=zeros,
            row_upper=zeros,
            lower=-depth,
            upper=np.maximum(reach, depth),
            cost=np.zeros(len(cells)),
        )
        place = np.full(len(suppressed), -1)
        place[cells] = np.arange(len(cells))
        for look in range(LOOKS):
            before = open_goals.number
            if look % 2 == 0:
                costs = self._random.uniform(0.5, 1.5, len(cells)) * self._random.choice((-1.0, 1.0), len(cells))
            else:
                costs = -costs
            program.set_all_costs(costs * (0.1 + open_goals.weights(cells)))
            if program.run(deadline=deadline) is not Outcome.OPTIMAL:
                return
            values = program.values
            for part in attacker.parts:
                self.keep_if_whole(part.cells, values[place[part.cells]], open_goals)
            if open_goals.number <= FEW or open_goals.number > 0.9 * before:
                return


class OpenGoals:
    """The goals that no shift has met yet.

    Parameters
    ----------
    goals
        What safe means for each cell.
    suppressed
        The pattern: only its cells have goals.
    """

    def __init__(self, goals: Goals, suppressed: Flags) -> None:
        self._up = np.where(suppressed, goals.up, 0)
        self._down = np.where(suppressed, goals.down, 0)
        self._either = goals.either & suppressed

    def strike(self, shift: Shift) -> None:
        """Take off what a shift meets, or what each of several put one after the other does."""
        cells, amounts = shift.cells, shift.amounts
        self._up[cells[amounts >= self._up[cells]]] = 0
        self._down[cells[-amounts >= self._down[cells]]] = 0
        self._either[cells[amounts != 0]] = False

    @property
    def number(self) -> int:
        """How many are open."""
        return int((self._up > 0).sum() + (self._down > 0).sum() + self._either.sum())

    @property
    def cells(self) -> Whole:
        """The cells with an open goal, in order."""
        return np.flatnonzero((self._up > 0) | (self._down > 0) | self._either)

    def weights(self, cells: Whole) -> Any:
        """Give 1 for each cell with an open goal, 0 for the others."""
        return ((self._up[cells] > 0) | (self._down[cells] > 0) | self._either[cells]).astype(np.float64)

    def any_of(self, cell: int) -> bool:
        """Whether a cell has an open goal."""
        return bool(self._up[cell] or self._down[cell] or self._either[cell])

    def of(self, cell: int) -> Sequence[tuple[int, int]]:
        """Say what is to be tried for a cell: signs and amounts."""
        if self._either[cell]:
            return (1, 1), (-1, 1)
        asked = ((1, int(self._up[cell])), (-1, int(self._down[cell])))
        return [(sign, amount) for sign, amount in asked if amount]

    def stands(self, cell: int, sign: int) -> bool:
        """Whether that still has to be tried: another shift may have met it meanwhile."""
        return bool(self._either[cell] or (self._up[cell] if sign > 0 else self._down[cell]))
