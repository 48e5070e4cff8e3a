"""Shifts over cells that are not suppressed yet: what must be suppressed too, so that a cell becomes safe."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Breach
from netmap.analysis.disclosure.programs import INFINITE, NEARLY, Deadline, Outcome, OutOfTime, Program
from netmap.analysis.disclosure.tables import Flags, Whole

#: how often a shift of many cells is sought anew so that it moves fewer of them
TRIES = 3
#: a move that counts as none when that is done
LITTLE = 0.1


class Bridges:
    """Finds the cheapest shift for a cell over some of the cells that may be suppressed.

    Each cell can rise and fall; moving a cell that is not suppressed yet costs its persons for each unit,
    as an estimate of what suppressing it will cost.
    """

    def __init__(self, question: Question, over: Flags) -> None:
        self._cells = np.flatnonzero(over)
        self._place = np.full(len(question.counts), -1)
        self._place[self._cells] = np.arange(len(self._cells))
        self._counts = question.counts[self._cells].astype(np.float64)
        matrix: Any = question.equations.tocsc()[:, self._cells]
        height, width = matrix.shape
        self._width, self._matrix = width, matrix
        self._program = Program(
            sparse.hstack([matrix, -matrix]),
            row_lower=np.zeros(height),
            row_upper=np.zeros(height),
            lower=np.zeros(2 * width),
            upper=np.r_[np.full(width, INFINITE), self._counts],
            cost=np.zeros(2 * width),
        )

    def cheapest(self, breach: Breach, pattern: Flags, deadline: Deadline) -> Flags | None:
        """Give the cells that the cheapest shift of any of the tries touches; ``None``: there is none here."""
        best: tuple[float, Whole] | None = None
        place = int(self._place[breach.cell])
        for sign, amount, _ in breach.tries if place >= 0 else ():
            found = self._shift(place, sign, amount, pattern, deadline)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
        if best is None:
            return None
        touched = np.zeros(len(pattern), np.bool_)
        touched[self._cells[best[1]]] = True
        return touched

    def _shift(
        self, place: int, sign: int, amount: int, pattern: Flags, deadline: Deadline
    ) -> tuple[float, Whole] | None:
        price = np.where(pattern[self._cells], 1e-3, (self._counts + 1) / amount)
        self._program.set_all_costs(np.r_[price, price])
        forth, back = (place, place + self._width) if sign > 0 else (place + self._width, place)
        self._program.set_bounds(forth, float(amount), float(amount))
        self._program.set_bounds(back, 0.0, 0.0)
        outcome = self._program.run(deadline=deadline)
        values, cost = self._program.values, self._program.objective
        self._program.set_bounds(place, 0.0, INFINITE)
        self._program.set_bounds(place + self._width, 0.0, float(self._counts[place]))
        if outcome is Outcome.TIME:
            raise OutOfTime
        if outcome is not Outcome.OPTIMAL:
            return None
        moved = values[: self._width] - values[self._width :]
        return cost, np.flatnonzero(np.abs(moved) > NEARLY)

    def at_once(
        self, breaches: Sequence[Breach], pattern: Flags, deadline: Deadline
    ) -> Iterator[tuple[Whole, NDArray[np.float64]]]:
        """Give two shifts, cells and amounts, that do for all the cells what they must, where there are such.

        In the first about half of them rise and the others fall, so that they balance each other as far as
        they can; in the second it is the other way round.
        """
        tries = {
            place: {sign: amount for sign, amount, _ in breach.tries}
            for breach in breaches
            if (place := int(self._place[breach.cell])) >= 0
        }
        signs = self._balanced(list(tries))
        for way in (1, -1):
            asked = [(place, sign * way, tries[place].get(sign * way, 0)) for place, sign in signs.items()]
            amounts = self._moved([one for one in asked if one[2]], pattern, deadline)
            if amounts is not None:
                touched = np.flatnonzero(np.abs(amounts) > NEARLY)
                yield self._cells[touched], amounts[touched]

    def _balanced(self, places: Sequence[int]) -> dict[int, int]:
        """Let each cell rise or fall so that no line has much more of the one than of the other."""
        columns = self._matrix
        sums = np.zeros(columns.shape[0], np.int64)
        signs: dict[int, int] = {}
        for place in places:
            span = slice(columns.indptr[place], columns.indptr[place + 1])
            rows, factors = columns.indices[span], columns.data[span]
            signs[place] = -1 if int((sums[rows] * factors).sum()) > 0 else 1
            sums[rows] += signs[place] * factors
        return signs

    def _moved(
        self, asked: Sequence[tuple[int, int, int]], pattern: Flags, deadline: Deadline
    ) -> NDArray[np.float64] | None:
        """Shift many cells at once; each try makes dearer what moved only a little, so that few cells move."""
        lower, upper = np.zeros(2 * self._width), np.r_[np.full(self._width, INFINITE), self._counts]
        for place, sign, amount in asked:
            forth, back = (place, place + self._width) if sign > 0 else (place + self._width, place)
            lower[forth], upper[back] = amount, 0.0
        self._program.set_all_bounds(lower, upper)
        price = each = np.where(pattern[self._cells], 1e-3, self._counts + 1.0)
        amounts: NDArray[np.float64] | None = None
        for _ in range(TRIES):
            self._program.set_all_costs(np.r_[each, each])
            outcome = self._program.run(deadline=deadline)
            if outcome is Outcome.TIME:
                raise OutOfTime
            if outcome is not Outcome.OPTIMAL:
                break
            values = self._program.values
            amounts = values[: self._width] - values[self._width :]
            each = price / (np.abs(amounts) + LITTLE)
        self._program.set_all_bounds(np.zeros(2 * self._width), np.r_[np.full(self._width, INFINITE), self._counts])
        return amounts
