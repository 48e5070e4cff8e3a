"""Publish again what a safe pattern does not need."""

from __future__ import annotations

from typing import Any

import numpy as np

from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Examiner, OpenGoals
from netmap.analysis.disclosure.programs import INFINITE, NEARLY, Deadline, Outcome, OutOfTime, Program
from netmap.analysis.disclosure.tables import Flags


class Narrower:
    """Publishes cells of a safe pattern one by one, as long as the others stay safe without them.

    One linear program is asked all questions: it forbids what fractions forbid, and what it allows in
    whole numbers is allowed. The examiner decides what is left.

    Parameters
    ----------
    question
        The cells, and which must be suppressed or published.
    examiner
        Knows the shifts found so far.
    pattern
        A safe pattern.
    """

    def __init__(self, question: Question, examiner: Examiner, pattern: Flags) -> None:
        self._question = question
        self._examiner = examiner
        self._pattern = pattern.copy()
        self._cells = np.flatnonzero(pattern)
        self._place = np.full(len(pattern), -1)
        self._place[self._cells] = np.arange(len(self._cells))
        self._counts = question.counts[self._cells].astype(np.float64)
        matrix: Any = question.equations.tocsc()[:, self._cells]
        self._program = Program(
            matrix,
            row_lower=np.zeros(matrix.shape[0]),
            row_upper=np.zeros(matrix.shape[0]),
            lower=-self._counts,
            upper=np.full(len(self._cells), INFINITE),
            cost=np.zeros(len(self._cells)),
        )

    def run(self, deadline: Deadline) -> Flags:
        """Publish what can be, the largest counts first, until time is up."""
        counts = self._question.counts
        spare = np.flatnonzero(self._pattern & ~self._question.shut)
        for cell in spare[np.argsort(-counts[spare], kind="stable")].tolist():
            try:
                self._spare(cell, deadline)
            except OutOfTime:
                self._pattern[cell] = True
                break
        return self._pattern

    def _spare(self, cell: int, deadline: Deadline) -> None:
        """Publish a cell if the others are safe without it."""
        deadline.check()
        place = int(self._place[cell])
        self._pattern[cell] = False
        self._program.set_bounds(place, 0.0, 0.0)
        if not self._is_safe(deadline):
            self._pattern[cell] = True
            self._program.set_bounds(place, -self._counts[place], INFINITE)

    def _is_safe(self, deadline: Deadline) -> bool:
        open_goals = self._examiner.open_goals(self._pattern)
        is_proven = True
        for cell in open_goals.cells.tolist():
            if not open_goals.any_of(cell):
                continue  # a shift found for another cell met it
            tried = [self._push(cell, sign, amount, open_goals, deadline) for sign, amount in open_goals.of(cell)]
            is_met = any if self._question.goals.either[cell] else all
            if not is_met(value is not False for value in tried):
                return False
            is_proven &= is_met(value is True for value in tried)
        return is_proven or not self._examiner.breaches(self._pattern, deadline=deadline, first_only=True)

    def _push(self, cell: int, sign: int, amount: int, open_goals: OpenGoals, deadline: Deadline) -> bool | None:
        """Tell whether a cell can be shifted by an amount; ``None`` if only by fractions."""
        if not open_goals.stands(cell, sign):
            return True
        place = int(self._place[cell])
        self._program.set_cost(place, -sign)
        self._program.set_bounds(place, -float(min(amount, self._counts[place])), float(amount))
        outcome = self._program.run(deadline=deadline)
        values = self._program.values
        self._program.set_cost(place, 0.0)
        self._program.set_bounds(place, -self._counts[place], INFINITE)
        if outcome is not Outcome.OPTIMAL:
            raise OutOfTime
        if sign * values[place] < amount - NEARLY:
            return False
        return True if self._examiner.keep_if_whole(self._cells, values, open_goals) else None
