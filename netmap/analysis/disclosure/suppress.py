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

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netmap.analysis.disclosure.goals import Breach, Examiner, Goals
from netmap.analysis.disclosure.programs import INFINITE, Deadline, Outcome, OutOfTime, Program
from netmap.analysis.disclosure.tables import Flags, Whole
from netmap.errors import InfeasibleError

#: up to here persons and cells fit into one cost without losing exactness
LARGEST_COST = 10**9


@dataclass(frozen=True, slots=True)
class Question:
    """What the best pattern is asked for.

    Attributes
    ----------
    equations, counts, goals
        The cells and what safe means for each.
    shut
        Cells that must be suppressed.
    open
        Cells that must be published.
    """

    equations: Any
    counts: Whole
    goals: Goals
    shut: Flags
    open: Flags


@dataclass(frozen=True, slots=True)
class Cut:
    """A condition: the weights of suppressed cells add up to 1 at least, if ``cell`` is suppressed."""

    cell: int
    cells: Whole
    weights: NDArray[np.float64]

    def holds(self, suppressed: Flags) -> bool:
        """Whether a pattern meets it."""
        return not suppressed[self.cell] or bool(self.weights[suppressed[self.cells]].sum() >= 1 - 1e-9)


def nothing_is_safe() -> InfeasibleError:
    """Say that what is already published leaves no safe way."""
    return InfeasibleError(
        "These tables cannot be published together with what is already published: "
        "some counts could be computed whatever is withheld now."
    )


def cheapest_pattern(
    question: Question, examiner: Examiner, *, deadline: Deadline, tried: list[Flags]
) -> Flags:
    """Find the safe pattern with the fewest persons suppressed, among these the one with the fewest cells.

    Parameters
    ----------
    question
        The cells, and which must be suppressed or published.
    examiner
        Finds what is not safe.
    deadline
        When to stop.
    tried
        Gets each pattern that was not safe: the last is a good start for a coarser answer.

    Raises
    ------
    InfeasibleError
        No pattern is safe (only where cells are already published).
    OutOfTime
        The best pattern was not found in time.
    """
    master = _Master(question)
    pattern = question.shut
    for costs in _stages(question.counts):
        master.minimise(costs)
        while True:
            pattern = master.solve(deadline)
            breaches = examiner.breaches(pattern, deadline=deadline)
            if not breaches:
                break
            tried.append(pattern)
            for breach in breaches:
                for cut in cuts_of(breach, pattern, question):
                    master.add(cut)
        master.limit(costs, pattern)
    return pattern


def _stages(counts: Whole) -> list[Whole]:
    """Give the costs to minimise one after the other: in one go where the numbers stay small."""
    together: Whole = counts * (len(counts) + 1) + 1
    if together.max(initial=0) <= LARGEST_COST:
        return [together]
    return [counts, np.ones_like(counts)]


class _Master:
    """The yes/no of each cell, then for each equation whether anything in it is suppressed."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._width = len(question.counts)
        lines = question.equations.shape[0]
        entries = question.equations.tocoo()
        size = self._width + lines
        # a line with a suppressed cell has two at least: else its own sum gives it away
        number = len(entries.data)
        rows = np.r_[np.arange(number), np.arange(number), number + entries.row, number + np.arange(lines)]
        columns = np.r_[self._width + entries.row, entries.col, entries.col, self._width + np.arange(lines)]
        values = np.r_[np.ones(number), -np.ones(number), np.ones(number), np.full(lines, -2.0)]
        matrix = sparse.csc_array((values, (rows, columns)), shape=(number + lines, size))
        lower, upper = np.zeros(size), np.ones(size)
        lower[: self._width][question.shut] = 1
        upper[: self._width][question.open] = 0
        self._program = Program(
            matrix,
            row_lower=np.zeros(number + lines),
            row_upper=np.full(number + lines, INFINITE),
            lower=lower,
            upper=upper,
            cost=np.zeros(size),
            whole=np.ones(size, np.bool_),
        )
        for cut in _line_cuts(question):
            self.add(cut)

    def minimise(self, costs: Whole) -> None:
        self._program.set_costs(np.r_[costs.astype(np.float64), np.zeros(self._question.equations.shape[0])])

    def limit(self, costs: Whole, pattern: Flags) -> None:
        """Keep a cost at what a pattern reached; cells that cost more than is left are published."""
        most = int(costs[pattern].sum())
        spare = most - int(costs[self._question.shut].sum())
        for cell in np.flatnonzero((costs > spare) & ~self._question.shut).tolist():
            self._program.set_bounds(cell, 0.0, 0.0)
        used = np.flatnonzero((costs <= spare) | self._question.shut)
        scale = max(1, most)
        self._program.add_row(-(most + 0.5) / scale, used.tolist(), (-costs[used] / scale).tolist())
        self._program.hint(self._with_lines(pattern))

    def _with_lines(self, pattern: Flags) -> NDArray[np.float64]:
        lines = abs(self._question.equations) @ pattern.astype(np.int64) > 0
        return np.r_[pattern, lines].astype(np.float64)

    def add(self, cut: Cut) -> None:
        self._program.add_row(0.0, [*cut.cells.tolist(), cut.cell], [*cut.weights.tolist(), -1.0])

    def solve(self, deadline: Deadline) -> Flags:
        outcome = self._program.run(deadline=deadline)
        if outcome is Outcome.TIME:
            raise OutOfTime
        if outcome is Outcome.INFEASIBLE:
            raise nothing_is_safe()
        return np.asarray(self._program.values[: self._width] > 0.5)


def _line_cuts(question: Question) -> Iterator[Cut]:
    """Say for each cell that must be suppressed what every single line of it needs."""
    by_cell = question.equations.tocsc()
    one = np.ones(1, np.int64)
    for cell in np.flatnonzero(question.shut).tolist():
        lines = by_cell.indices[by_cell.indptr[cell] : by_cell.indptr[cell + 1]]
        for line in lines:
            for sign, amount in ((1, int(question.goals.up[cell])), (-1, int(question.goals.down[cell]))):
                if amount:
                    cut = _cut(cell, sign, amount, np.array([line]), one, question)
                    # all weights 1: the line needs two suppressed cells, which the master knows
                    if cut is not None and (cut.weights < 1).any():
                        yield cut


def cuts_of(breach: Breach, pattern: Flags, question: Question) -> Iterable[Cut]:
    """Turn the proof that a cell is not safe into conditions that its pattern breaks."""
    if question.goals.either[breach.cell]:
        cuts = list(_joined(breach, question))
    else:
        cuts = [
            cut
            for sign, amount, wall in breach.tries
            for rows, factors in wall.sums
            if (cut := _cut(breach.cell, sign, amount, rows, factors, question)) is not None
        ]
    broken = [cut for cut in cuts if not cut.holds(pattern)]
    if broken:
        return broken
    others = np.flatnonzero(~pattern & ~question.open)
    return [Cut(breach.cell, others, np.ones(len(others)))]


def _joined(breach: Breach, question: Question) -> Iterator[Cut]:
    """A cell that may go up or down is helped by whatever helps one of the two: add the conditions up."""
    ways = [
        [
            cut
            for rows, factors in wall.sums
            if (cut := _cut(breach.cell, sign, amount, rows, factors, question)) is not None
        ]
        for sign, amount, wall in breach.tries
    ]
    if len(ways) < 2 or not all(ways):
        return
    for one, other in zip(ways[0], ways[1], strict=False):
        weights = np.zeros(len(question.counts))
        weights[one.cells] += one.weights
        weights[other.cells] += other.weights
        cells = np.flatnonzero(weights)
        yield Cut(breach.cell, cells, np.minimum(weights[cells], 1.0))


def _cut(cell: int, sign: int, amount: int, rows: Whole, factors: Whole, question: Question) -> Cut | None:
    """Turn a sum of equations into a condition.

    The sum ties the shift of the cell to those of other cells: each of them helps by any amount if it
    must rise for that, and by its own count at most if it must fall. If the cell is to shift by
    ``amount``, what the suppressed ones give must add up to that.
    """
    cells, sums = _add_up(question.equations, rows, factors)
    mine = cells == cell
    own = int(sums[mine].sum()) * sign
    if own == 0:
        return None
    ties = sums if own < 0 else -sums
    needed = abs(own) * amount
    gives = np.where(ties > 0, needed, np.minimum(-ties * question.counts[cells], needed))
    gives[mine | question.open[cells]] = 0
    some = np.flatnonzero(gives)
    return Cut(cell, cells[some], gives[some] / needed)


def _add_up(equations: Any, rows: Whole, factors: Whole) -> tuple[Whole, Whole]:
    """Add up equations: the cells that stay in the sum, in order, and their factors."""
    spans = [slice(equations.indptr[row], equations.indptr[row + 1]) for row in rows.tolist()]
    cells = np.concatenate([equations.indices[span] for span in spans])
    terms = np.concatenate([equations.data[s] * f for s, f in zip(spans, factors.tolist(), strict=True)])
    if len(spans) == 1:
        return cells, terms
    order = np.argsort(cells, kind="stable")
    cells, terms = cells[order], terms[order]
    starts = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
    return cells[starts], np.add.reduceat(terms, starts)
