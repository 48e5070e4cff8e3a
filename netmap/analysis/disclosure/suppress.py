"""The cheapest safe pattern: a whole-number program that learns from each pattern that is not safe.

The *master* chooses a pattern: one yes/no for each cell, fewest persons first, then fewest cells. It
starts with what every safe pattern must satisfy line by line and is told more only as needed: each time
the examiner finds a cell that is not safe, the walls that stand around it become cuts, conditions that
every safe pattern meets and this one does not. The first pattern without a breach is the best of all,
because the master never knew more than the truth.

References
----------
M. Fischetti, J. J. Salazar (1999): Models and algorithms for the 2-dimensional cell suppression problem
in statistical disclosure control. Mathematical Programming 84, 283-312.
"""

from __future__ import annotations

from itertools import count

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netmap.analysis.disclosure.cuts import Cut, Question, Sharpener, cuts_of, line_cuts
from netmap.analysis.disclosure.goals import Breach, Examiner
from netmap.analysis.disclosure.programs import INFINITE, Deadline, Outcome, OutOfTime, Program
from netmap.analysis.disclosure.repair import Repairer
from netmap.analysis.disclosure.tables import Flags, Whole
from netmap.errors import InfeasibleError

#: with more cells than this, even to ask for the best pattern takes long: a safe one is made before that
LARGE = 10_000
#: up to here persons and cells fit into one cost without losing exactness
LARGEST_COST = 10**9
#: rounds after which a table is a hard one: then sharper cuts, and safe patterns on the way, pay
EASY_ROUNDS = 4
#: on hard tables, in every how many rounds the pattern is made safe to know how good it can be
ROUNDS_BETWEEN = 3
#: the share of the time that is left which the first answers may take, before a safe pattern is made
FIRST_SHARE = 0.1


def nothing_is_safe() -> InfeasibleError:
    """Say that what is already published leaves no safe way."""
    return InfeasibleError(
        "These tables cannot be published together with what is already published: "
        "some counts could be computed whatever is withheld now."
    )


class Search:
    """The search for the safe pattern with the fewest persons, among these with the fewest cells.

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
        self._repairer = Repairer(question, examiner)
        #: the best safe pattern known, and the last one that was not safe
        self.best: Flags | None = None
        self.last = question.shut

    def run(self, deadline: Deadline) -> Flags:
        """Find the best pattern.

        On a hard table a safe pattern is made before the search goes on: should time run out, there is an
        answer, and what costs more than it need not be looked at.

        Raises
        ------
        InfeasibleError
            No pattern is safe (only where cells are already published).
        OutOfTime
            It was not found in time; the attributes hold what was.
        """
        if len(self._question.counts) > LARGE:
            self._consider(self._repairer.first(deadline))
        master = Master(self._question, deadline)
        pattern = self._question.shut
        for costs in _stages(self._question.counts):
            pattern = self._cheapest(master, costs, deadline)
            self._consider(pattern)
            master.limit(costs, pattern)
        return pattern

    def settle(self, deadline: Deadline) -> Flags:
        """Give a safe pattern soon: the best known, or one made from the last."""
        if self.best is None or self.best.sum() == (~self._question.open).sum():
            self._consider(self._repairer.at_once(deadline))
        self._consider(self._repairer.repair(self.last, deadline))
        assert self.best is not None
        return self.best

    def _cheapest(self, master: Master, costs: Whole, deadline: Deadline) -> Flags:
        """Find the safe pattern of least cost."""
        master.minimise(costs)
        sharpener = Sharpener(self._question, costs)
        first = deadline.part(FIRST_SHARE)
        for number in count(1):
            if self.best is None and (first.passed or number > EASY_ROUNDS):
                self._consider(self._repairer.first(deadline))
            pattern, bound, is_best = master.solve(first if self.best is None else deadline, start=self.best)
            if not is_best:
                if not deadline.passed and self.best is None:
                    continue
                self.last = pattern
                raise OutOfTime
            if self.best is not None and int(costs[self.best].sum()) < bound + 1 - 1e-6:
                return self.best
            self.last = pattern
            try:
                breaches = self._examiner.breaches(pattern, deadline=first if self.best is None else deadline)
            except OutOfTime:
                if deadline.passed or self.best is not None:
                    raise
                continue  # looking for what is not safe may take all the time there is, with no safe pattern at hand
            if not breaches:
                return pattern
            is_hard = number > EASY_ROUNDS
            for breach in breaches:
                self._learn(master, breach, pattern, sharpener if is_hard else None, deadline)
            if is_hard and number % ROUNDS_BETWEEN == 0:
                self._consider(self._repairer.repair(pattern, deadline))
        raise AssertionError  # pragma: no cover - count() never ends

    def _learn(
        self, master: Master, breach: Breach, pattern: Flags, sharpener: Sharpener | None, deadline: Deadline
    ) -> None:
        for cut in cuts_of(breach, pattern, self._question):
            master.add(cut)
        if sharpener is not None:
            for cut in cuts_of(sharpener.sharpen(breach, pattern, deadline), pattern, self._question):
                master.add(cut)

    def _consider(self, pattern: Flags) -> None:
        def rank(of: Flags) -> tuple[int, int]:
            return int(self._question.counts[of].sum()), int(of.sum())

        if self.best is None or rank(pattern) < rank(self.best):
            self.best = pattern


def _stages(counts: Whole) -> list[Whole]:
    """Give the costs to minimise one after the other: in one go where the numbers stay small."""
    together: Whole = counts * (len(counts) + 1) + 1
    if together.max(initial=0) <= LARGEST_COST:
        return [together]
    return [counts, np.ones_like(counts)]


class Master:
    """The yes/no of each cell, then for each equation whether anything in it is suppressed.

    Parameters
    ----------
    question
        The cells, and which must be suppressed or published.
    deadline
        When to stop setting it up (raises :class:`~netmap.analysis.disclosure.programs.OutOfTime`).
    """

    def __init__(self, question: Question, deadline: Deadline) -> None:
        deadline.check()
        self._question = question
        self._width = len(question.counts)
        lines = question.equations.shape[0]
        size = self._width + lines
        entries = question.equations.tocoo()
        number = len(entries.data)
        # a line with a suppressed cell has two at least: else its own sum gives it away
        rows = np.r_[np.arange(number), np.arange(number), number + entries.row, number + np.arange(lines)]
        columns = np.r_[self._width + entries.row, entries.col, entries.col, self._width + np.arange(lines)]
        values = np.r_[np.ones(number), -np.ones(number), np.ones(number), np.full(lines, -2.0)]
        lower, upper = np.zeros(size), np.ones(size)
        lower[: self._width][question.shut] = 1
        upper[: self._width][question.open] = 0
        self._program = Program(
            sparse.csc_array((values, (rows, columns)), shape=(number + lines, size)),
            row_lower=np.zeros(number + lines),
            row_upper=np.full(number + lines, INFINITE),
            lower=lower,
            upper=upper,
            cost=np.zeros(size),
            whole=np.arange(size) < self._width,
        )
        rows_of_cuts = []
        for cut in line_cuts(question):
            deadline.check()
            rows_of_cuts.append(_row(cut))
        self._program.add_rows(rows_of_cuts)

    def minimise(self, costs: Whole) -> None:
        """Say what a suppressed cell costs."""
        self._program.set_all_costs(np.r_[costs, np.zeros(self._question.equations.shape[0])])

    def limit(self, costs: Whole, pattern: Flags) -> None:
        """Keep a cost at what a pattern reached; cells that cost more than is left are published."""
        most = int(costs[pattern].sum())
        spare = most - int(costs[self._question.shut].sum())
        for cell in np.flatnonzero((costs > spare) & ~self._question.shut).tolist():
            self._program.set_bounds(cell, 0.0, 0.0)
        used = np.flatnonzero((costs <= spare) & ~self._question.shut)
        scale = max(1, spare)
        self._program.add_row(-(spare + 0.5) / scale, used.tolist(), (-costs[used] / scale).tolist())

    def add(self, cut: Cut) -> None:
        """Learn a condition."""
        self._program.add_row(0.0, *_row(cut))

    def solve(self, deadline: Deadline, *, start: Flags | None = None) -> tuple[Flags, float, bool]:
        """Give the cheapest pattern that meets all conditions, and a cost that none is below.

        The third value tells whether it is the cheapest, or only the best until time ran out.

        Parameters
        ----------
        deadline
            When to stop (raises :class:`~netmap.analysis.disclosure.programs.OutOfTime`).
        start
            A pattern that is known to meet them.
        """
        if start is not None:
            self._program.hint(self._with_lines(start))
        outcome = self._program.run(deadline=deadline)
        if outcome is Outcome.INFEASIBLE:
            raise nothing_is_safe()
        values = self._program.values
        if not len(values):
            return self._question.shut, 0.0, False
        return np.asarray(values[: self._width] > 0.5), self._program.bound, outcome is Outcome.OPTIMAL

    def _with_lines(self, pattern: Flags) -> NDArray[np.float64]:
        lines = abs(self._question.equations) @ pattern.astype(np.int64) > 0
        return np.concatenate([pattern, lines]).astype(np.float64)


def _row(cut: Cut) -> tuple[list[int], list[float]]:
    return [*cut.cells.tolist(), cut.cell], [*cut.weights.tolist(), -1.0]
