"""A safe pattern soon, not the cheapest: for when the best one takes too long.

Starting from what must be suppressed, each cell that is not safe gets the cheapest shift that makes it
so, and the cells that this shift touches are suppressed too. At the end, what turned out not to be
needed is published again. If even that takes too long, everything is suppressed: then nothing bounds
any cell.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from scipy import sparse

from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Breach, Examiner
from netmap.analysis.disclosure.programs import INFINITE, NEARLY, Deadline, Outcome, OutOfTime, Program
from netmap.analysis.disclosure.tables import Flags, Whole

#: how many cells of each line are looked at first, the cheapest ones
CHEAPEST = 12


class Repairer:
    """Makes patterns safe.

    Parameters
    ----------
    question
        The cells, and which must be suppressed or published.
    examiner
        Finds what is not safe.
    """

    def __init__(self, question: Question, examiner: Examiner) -> None:
        self._question = question
        self._examiner = examiner

    def repair(self, start: Flags, deadline: Deadline) -> Flags:
        """Find a safe pattern that suppresses few people.

        Parameters
        ----------
        start
            A pattern to begin with.
        deadline
            When to stop searching and suppress everything.
        """
        try:
            pattern = self._widen(start | self._question.shut, deadline)
        except OutOfTime:
            return ~self._question.open
        return self._narrow(pattern, deadline)

    def _widen(self, pattern: Flags, deadline: Deadline) -> Flags:
        bridges = _Bridges(self._question, pattern | self._cheap_ones())
        while breaches := self._examiner.breaches(pattern, deadline=deadline):
            before = int(pattern.sum())
            for breach in breaches:
                found = bridges.cheapest(breach, pattern, deadline)
                if found is None:
                    bridges = _Bridges(self._question, ~self._question.open)
                    found = bridges.cheapest(breach, pattern, deadline)
                pattern = pattern if found is None else pattern | found
            if int(pattern.sum()) == before:
                # only whole numbers stand in the way: open all lines through the cells
                pattern = pattern | self._neighbours(breaches)
            if int(pattern.sum()) == before:
                return ~self._question.open
        return pattern

    def _cheap_ones(self) -> Flags:
        """Mark the cheapest cells of each line, and its total."""
        equations, counts = self._question.equations, self._question.counts
        marks = np.zeros(len(counts), np.bool_)
        for start, end in pairwise(equations.indptr.tolist()):
            cells = equations.indices[start:end]
            marks[cells[np.argsort(counts[cells], kind="stable")[:CHEAPEST]]] = True
            told = cells[counts[cells] > 0]
            marks[told[np.argsort(counts[told], kind="stable")[:CHEAPEST]]] = True
            marks[cells[equations.data[start:end] < 0]] = True
        return marks & ~self._question.open

    def _neighbours(self, breaches: list[Breach]) -> Flags:
        marks = np.zeros(len(self._question.counts), np.int64)
        marks[[breach.cell for breach in breaches]] = 1
        ties = abs(self._question.equations)
        return np.asarray(ties.T @ (ties @ marks) > 0) & ~self._question.open

    def _narrow(self, pattern: Flags, deadline: Deadline) -> Flags:
        """Publish again, the largest counts first, what the others are safe without."""
        counts = self._question.counts
        spare = np.flatnonzero(pattern & ~self._question.shut)
        for cell in spare[np.argsort(-counts[spare], kind="stable")].tolist():
            without = pattern.copy()
            without[cell] = False
            try:
                if not self._examiner.breaches(without, deadline=deadline, first_only=True):
                    pattern = without
            except OutOfTime:
                break
        return pattern


class _Bridges:
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
        self._width = width
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
