"""Cuts: conditions that every safe pattern meets, learnt from cells that are not safe.

A wall (equations added up) ties the shift of a cell to the shifts of others. The cell can shift by the
amount it must only if suppressed cells give as much: any amount where they must rise for it, their own
count at most where they must fall. That is a linear condition on the pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.disclosure.goals import Breach, Goals
from netmap.analysis.disclosure.mixed import wall_of
from netmap.analysis.disclosure.parts import Wall
from netmap.analysis.disclosure.programs import NEARLY, Deadline, Outcome, OutOfTime, Program
from netmap.analysis.disclosure.tables import Flags, Whole

#: what cells that are published could give, so that walls stand where few and dear ones do
HARDLY = 1e-4


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table as an array with an axis for each dimension.

    Attributes
    ----------
    numbers
        The number of each cell in the system; -1 for those that no cube of this table alone may use.
    every
        The same with the cells that other tables share; -1 where no row is.
    dimensions, labels
        The name of each axis, and what stands at each of its places.
    totals
        The place of the total on each axis.
    """

    numbers: Whole
    every: Whole
    dimensions: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    totals: tuple[int, ...]


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
    grids
        The tables, where they are known.
    """

    equations: Any
    counts: Whole
    goals: Goals
    shut: Flags
    open: Flags
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A condition: the weights of suppressed cells add up to 1 at least, if ``cell`` is suppressed."""

    cell: int
    cells: Whole
    weights: NDArray[np.float64]

    def holds(self, suppressed: Flags) -> bool:
        """Whether a pattern meets it."""
        return not suppressed[self.cell] or bool(self.weights[suppressed[self.cells]].sum() >= 1 - 1e-9)


def line_cuts(question: Question) -> Iterator[Cut]:
    """Say for each cell that must be suppressed what every single line of it needs."""
    cells = np.flatnonzero(question.shut)
    one = np.ones(1, np.int64)
    for sign, amounts in ((1, question.goals.up), (-1, question.goals.down)):
        for amount in np.unique(amounts[cells]).tolist():
            if not amount:
                continue
            asked = np.flatnonzero(question.shut & (amounts == amount))
            for cell, line in _pinched(question, asked, sign=sign, amount=amount):
                cut = _cut(cell, sign, amount, (np.array([line]), one), question)
                # all weights 1: that a line needs two suppressed cells is known without it
                if cut is not None and (cut.weights < 1).any():
                    yield cut


def _pinched(question: Question, asked: Whole, *, sign: int, amount: int) -> Iterator[tuple[int, int]]:
    """Give the cells and lines where another cell, which would have to fall, counts less than the amount."""
    equations, counts = question.equations, question.counts
    few = (counts > 0) & (counts < amount) & ~question.open
    lines = np.repeat(np.arange(equations.shape[0]), np.diff(equations.indptr))
    held = {
        side: np.bincount(
            lines, weights=few[equations.indices] & (equations.data == side), minlength=equations.shape[0]
        )
        for side in (1, -1)
    }
    by_cell = equations.tocsc()
    for cell in asked.tolist():
        for at in range(by_cell.indptr[cell], by_cell.indptr[cell + 1]):
            line, side = int(by_cell.indices[at]), int(by_cell.data[at])
            # a cell that rises is on the side of those that must fall for it, and does not count itself
            if held[side * sign][line] > (sign > 0 and bool(few[cell])):
                yield cell, line


def cuts_of(breach: Breach, pattern: Flags, question: Question) -> list[Cut]:
    """Turn the proof that a cell is not safe into conditions that its pattern breaks.

    Where there is no proof but that no whole numbers do, the condition is to suppress something else, too.
    """
    broken = [cut for cut in _proven(breach, question) if not cut.holds(pattern)]
    if broken:
        return broken
    others = np.flatnonzero(~pattern & ~question.open)
    return [Cut(breach.cell, others, np.ones(len(others)))]


def _proven(breach: Breach, question: Question) -> Iterator[Cut]:
    ways = [
        [cut for proof in wall.sums if (cut := _cut(breach.cell, sign, amount, proof, question)) is not None]
        for sign, amount, wall in breach.tries
    ]
    if not question.goals.either[breach.cell]:
        for cuts in ways:
            yield from cuts
    elif len(ways) == 2:
        # a cell that may go up or down is helped by whatever helps one of the two: add them up
        for one, other in zip(*ways, strict=False):
            weights = np.zeros(len(question.counts))
            weights[one.cells] += one.weights
            weights[other.cells] += other.weights
            cells = np.flatnonzero(weights)
            yield Cut(breach.cell, cells, np.minimum(weights[cells], 1.0))


def _cut(cell: int, sign: int, amount: int, proof: tuple[Whole, Whole], question: Question) -> Cut | None:
    cells, sums = _add_up(question.equations, *proof)
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
    """Add up equations: the cells that they touch, in order, and their factors in the sum."""
    spans = [slice(equations.indptr[row], equations.indptr[row + 1]) for row in rows.tolist()]
    cells = np.concatenate([equations.indices[span] for span in spans])
    terms = np.concatenate([equations.data[s] * f for s, f in zip(spans, factors.tolist(), strict=True)])
    if len(spans) == 1:
        return cells, terms
    order = np.argsort(cells, kind="stable")
    cells, terms = cells[order], terms[order]
    starts = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]])
    return cells[starts], np.add.reduceat(terms, starts)


class Sharpener:
    """Finds sharper walls around a breach: such that stand although all cheap cells were suppressed, too.

    The cut of such a wall asks for one of the dear cells, so it says more than that of the first wall.
    """

    def __init__(self, question: Question, costs: Whole) -> None:
        self._question = question
        allowed = np.flatnonzero(~question.open)
        self._by_cost = allowed[np.argsort(costs[allowed], kind="stable")]
        size = len(question.counts)
        height = question.equations.shape[0]
        self._program = Program(
            question.equations,
            row_lower=np.zeros(height),
            row_upper=np.zeros(height),
            lower=np.zeros(size),
            upper=np.zeros(size),
            cost=np.zeros(size),
        )

    def sharpen(self, breach: Breach, pattern: Flags, deadline: Deadline) -> Breach:
        """Give the same breach with sharper walls."""
        tries = tuple(
            (sign, amount, self._wall(breach.cell, sign, amount, pattern, deadline)) for sign, amount, _ in breach.tries
        )
        return Breach(breach.cell, tries)

    def _wall(self, cell: int, sign: int, amount: int, pattern: Flags, deadline: Deadline) -> Wall:
        def stands(number: int) -> bool:
            widened = pattern.astype(np.float64)
            widened[self._by_cost[:number]] = 1.0
            value, _ = self._push(cell, sign, amount, widened, deadline)
            return value < amount - NEARLY

        if not stands(0):
            return Wall()
        low, high = 0, len(self._by_cost) + 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if stands(middle) else (low, middle)
        widened = np.where(self._question.open, 0.0, HARDLY)
        widened[pattern] = 1.0
        widened[self._by_cost[:low]] = 1.0
        return wall_of(self._push(cell, sign, amount, widened, deadline)[1])

    def _push(
        self, cell: int, sign: int, amount: int, share: NDArray[np.float64], deadline: Deadline
    ) -> tuple[float, NDArray[np.float64]]:
        """Shift a cell where each cell may rise and fall by a share of what matters."""
        lower = -np.minimum(self._question.counts, amount) * share
        upper = amount * share
        lower[cell], upper[cell] = -amount, amount
        self._program.set_all_bounds(lower, upper)
        self._program.set_cost(cell, -sign)
        outcome = self._program.run(deadline=deadline)
        values, duals = self._program.values, self._program.duals
        self._program.set_cost(cell, 0.0)
        if outcome is not Outcome.OPTIMAL:
            raise OutOfTime
        return sign * float(values[cell]), duals
