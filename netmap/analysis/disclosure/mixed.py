"""Attack by linear and whole-number programs, for parts that are no network.

Linear programs come first: what they forbid is forbidden, and what they find in whole numbers is found.
Of several shortest shifts one is mostly whole; only where none is does a whole-number program decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netmap.analysis.disclosure.parts import Wall
from netmap.analysis.disclosure.programs import INFINITE, NEARLY, Outcome, OutOfTime, Program, SolverError
from netmap.analysis.disclosure.tables import Flags, Whole

if TYPE_CHECKING:
    from netmap.analysis.disclosure.parts import Part
    from netmap.analysis.disclosure.programs import Deadline

#: multipliers of a wall are fractions with one of these below the line, or are not used
DENOMINATORS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 18, 20, 24, 30, 36, 48, 60)

#: how many shortest shifts are looked at before a whole-number program has to decide
TRIES = 12
#: how much further than asked a cell is shifted for that
FURTHER = 3


class ProgramMethod:
    """One part as a linear program that is solved again for each question."""

    def __init__(self, part: Part) -> None:
        self._matrix = part.matrix
        self._counts = part.counts
        self._linear = self._program()
        self._short: Program | None = None
        self._endless: Flags | None = None
        self._chance = np.random.default_rng(1)
        #: how far each cell went down and up in any shift found so far
        self._least = np.zeros(len(self._counts), np.int64)
        self._most = np.zeros(len(self._counts), np.int64)

    def _program(self, *, whole: Flags | None = None) -> Program:
        height, width = self._matrix.shape
        return Program(
            self._matrix,
            row_lower=np.zeros(height),
            row_upper=np.zeros(height),
            lower=-self._counts.astype(np.float64),
            upper=np.full(width, INFINITE),
            cost=np.zeros(width),
            whole=whole,
        )

    def push(self, cell: int, *, sign: int, amount: int, deadline: Deadline) -> Whole | Wall:
        """Shift a cell by ``amount``, or tell why not."""
        deadline.check()
        values = self._shortest(cell, by=sign * amount, deadline=deadline)
        if values is None:
            bounds = (-float(min(amount, self._counts[cell])), float(amount))
            values, duals = self._solve(self._linear, cell, sign=sign, bounds=bounds, deadline=deadline)
            if sign * values[cell] < amount - NEARLY:
                return wall_of(duals)
        found = self._whole_near(values, cell, by=sign * amount, deadline=deadline)
        for more in range(1, FURTHER + 1):
            # what cannot be done in whole numbers by just this amount often can by a little more
            if found is None and (sign > 0 or amount + more <= self._counts[cell]):
                found = self._find_whole(cell, by=sign * (amount + more), deadline=deadline)
        if found is None:
            return self._push_whole(cell, sign=sign, amount=amount, deadline=deadline)
        return found

    def _solve(
        self, program: Program, cell: int, *, sign: int, bounds: tuple[float, float], deadline: Deadline
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Shift one cell as far as its bounds allow, and put everything back as it was."""
        program.set_cost(cell, -sign)
        program.set_bounds(cell, *bounds)
        outcome = program.run(deadline=deadline)
        values, duals = program.values, program.duals
        program.set_cost(cell, 0.0)
        program.set_bounds(cell, -float(self._counts[cell]), INFINITE)
        if outcome is Outcome.TIME:
            raise OutOfTime
        if outcome is not Outcome.OPTIMAL:  # the true table is always there
            raise SolverError("The computation failed ({status}).", status=outcome.value)
        return values, duals

    def in_whole(self, values: NDArray[np.float64]) -> Whole | None:
        """Give a solution in whole numbers if it is one, checked exactly."""
        nearest = np.rint(values)
        if np.abs(values - nearest).max(initial=0.0) > NEARLY:
            return None
        found: Whole = nearest.astype(np.int64)
        if (self._matrix @ found).any() or (self._counts + found < 0).any():
            return None
        self._least = np.minimum(self._least, found)
        self._most = np.maximum(self._most, found)
        return found

    def _find_whole(self, cell: int, *, by: int, deadline: Deadline) -> Whole | None:
        """Look for a whole shift of a cell by an amount that fractions allow; ``None``: look harder."""
        values = self._shortest(cell, by=by, deadline=deadline)
        return None if values is None else self._whole_near(values, cell, by=by, deadline=deadline)

    def _whole_near(self, values: NDArray[np.float64], cell: int, *, by: int, deadline: Deadline) -> Whole | None:
        """Look for a whole shift near one that may have fractions.

        The shift that moves least is often whole. Where it is not, what is whole in it is kept, and a
        small whole-number program mends the fractions and their surroundings; or else another one that
        moves about as little is whole.
        """
        found = self.in_whole(values)
        if found is None:
            found = self._mended(values, cell, by=by, deadline=deadline)
        for _ in range(TRIES):
            if found is not None:
                break
            other = self._shortest(cell, by=by, deadline=deadline, anew=True)
            found = None if other is None else self.in_whole(other)
        return found

    def _shortest(self, cell: int, *, by: int, deadline: Deadline, anew: bool = False) -> NDArray[np.float64] | None:
        """Shift a cell by an amount while moving as little as can be.

        Each cell has a column for what it gains and one for what it loses. The costs differ a little, so
        that of several shortest shifts one is chosen and not a mixture; ``anew`` chooses another.
        """
        height, width = self._matrix.shape
        if self._short is None:
            columns = self._matrix.tocsc()
            once = 1.0 + self._chance.uniform(0.0, 0.1, width)
            self._short = Program(
                sparse.hstack([columns, -columns]),
                row_lower=np.zeros(height),
                row_upper=np.zeros(height),
                lower=np.zeros(2 * width),
                upper=np.r_[np.full(width, INFINITE), self._counts.astype(np.float64)],
                cost=np.r_[once, once],
            )
        elif anew:
            self._short.set_all_costs(self._chance.uniform(0.5, 1.5, 2 * width))
        gain, loss = max(by, 0), max(-by, 0)
        self._short.set_bounds(cell, gain, gain)
        self._short.set_bounds(cell + width, loss, loss)
        # another cell's shift is no way to begin: from nothing, the new one is found ten times sooner
        self._short.forget()
        outcome = self._short.run(deadline=deadline)
        values = self._short.values
        self._short.set_bounds(cell, 0.0, INFINITE)
        self._short.set_bounds(cell + width, 0.0, float(self._counts[cell]))
        if outcome is Outcome.TIME:
            raise OutOfTime
        return values[:width] - values[width:] if outcome is Outcome.OPTIMAL else None

    def _mended(self, values: NDArray[np.float64], cell: int, *, by: int, deadline: Deadline) -> Whole | None:
        nearest = np.rint(values)
        broken = np.abs(values - nearest) > NEARLY
        ties = abs(self._matrix)
        free = ties.T @ (ties @ broken.astype(np.int64)) > 0
        program = self._program(whole=np.ones(len(values), np.bool_))
        lower = np.where(free, -self._counts, nearest)
        upper = np.where(free, INFINITE, nearest)
        lower[cell] = upper[cell] = by
        program.set_all_bounds(lower, upper)
        outcome = program.run(deadline=deadline)
        if outcome is Outcome.TIME:
            raise OutOfTime
        return self.in_whole(program.values) if outcome is Outcome.OPTIMAL else None

    def _push_whole(self, cell: int, *, sign: int, amount: int, deadline: Deadline) -> Whole | Wall:
        program = self._program(whole=np.ones(len(self._counts), np.bool_))
        low, high = (amount, INFINITE) if sign > 0 else (-float(self._counts[cell]), -amount)
        program.set_bounds(cell, low, high)
        outcome = program.run(deadline=deadline)
        if outcome is Outcome.TIME:
            raise OutOfTime
        if outcome is Outcome.INFEASIBLE:
            return Wall()
        return self._checked(program.values)

    def _checked(self, values: NDArray[np.float64]) -> Whole:
        found = self.in_whole(values)
        if found is None:
            raise SolverError("The computation failed ({status}).", status="inexact")
        return found

    def reach(self, cell: int, *, sign: int, deadline: Deadline) -> int | None:
        """Tell how far a cell can be shifted; ``None``: without end."""
        if sign > 0 and self._is_endless(cell, deadline):
            return None
        if sign < 0 and self._least[cell] == -self._counts[cell]:
            return int(self._counts[cell])
        deadline.check()
        bounds = (-float(self._counts[cell]), INFINITE)
        values, _ = self._solve(self._linear, cell, sign=sign, bounds=bounds, deadline=deadline)
        most = int(np.floor(sign * values[cell] + NEARLY))
        self.in_whole(values)
        if most == (self._most[cell] if sign > 0 else -self._least[cell]):
            return most
        if self._find_whole(cell, by=sign * most, deadline=deadline) is not None:
            return most
        program = self._program(whole=np.ones(len(self._counts), np.bool_))
        values, _ = self._solve(program, cell, sign=sign, bounds=bounds, deadline=deadline)
        return int(sign * self._checked(values)[cell])

    def _is_endless(self, cell: int, deadline: Deadline) -> bool:
        """Whether nothing bounds a cell from above; all cells are settled by one program.

        A shift that takes nothing from any cell can be repeated for ever, and several of them added:
        one that raises by at least 1 each cell that can be raised so is found by counting these cells.
        """
        if self._endless is None:
            deadline.check()
            width = len(self._counts)
            two: Any = self._matrix.tocsc()[:, np.r_[np.arange(width), np.arange(width)]]
            program = Program(
                two,
                row_lower=np.zeros(two.shape[0]),
                row_upper=np.zeros(two.shape[0]),
                lower=np.zeros(2 * width),
                upper=np.r_[np.ones(width), np.full(width, INFINITE)],
                cost=np.r_[-np.ones(width), np.zeros(width)],
            )
            outcome = program.run(deadline=deadline)
            if outcome is Outcome.TIME:
                raise OutOfTime
            if outcome is not Outcome.OPTIMAL:
                raise SolverError("The computation failed ({status}).", status="endless")
            values = program.values
            self._endless = values[:width] > 0.5
        return bool(self._endless[cell])


def wall_of(duals: NDArray[np.float64]) -> Wall:
    """Read the prices of a linear program's equations as a wall; an empty one if they are no fractions.

    Examples
    --------
    >>> wall_of(np.array([0.5, 0.0, -1.0])).sums
    ((array([0, 2]), array([ 1, -2])),)
    """
    for below in DENOMINATORS:
        factors = np.rint(duals * below)
        if np.abs(duals * below - factors).max(initial=0.0) < NEARLY:
            rows = np.flatnonzero(factors)
            return Wall(((rows, factors[rows].astype(np.int64)),) if len(rows) else ())
    return Wall()
