"""A safe pattern in whole numbers at once: every small count gets a cube of cells to hide among.

Take two values of each dimension, one of them the cell's own: the combinations are the corners of a
cube (in two dimensions, of a rectangle). A shift that goes up at the cell, down at its neighbours, up at
theirs and so on leaves every total as it is. A total can be a corner like any value; it moves along with
the cells below it. So every cell has a cube, that of all its totals, and fractions never arise; a small
total whose people are in several cells has those of these cells. This costs more than the best pattern,
but takes next to no time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product
from typing import Any

import numpy as np

from netmap.analysis.disclosure.cuts import Grid, Question
from netmap.analysis.disclosure.parts import Shift
from netmap.analysis.disclosure.programs import Deadline
from netmap.analysis.disclosure.sharedcubes import SharedCubes
from netmap.analysis.disclosure.tables import Cell, Flags, Whole, cell_of
from netmap.model.counts import TOTAL, CountTable, Key

#: about how many cubes of a cell are looked at
MOST_CUBES = 4_000
#: the same when there is little time
FEW_CUBES = 60
#: the same for cells that tables share
SHARED_CUBES = 30
#: the share of the time for choosing among many
LOOKING_SHARE = 0.4
#: how often the cube of each cell is chosen, from the second time on knowing those of all others
ROUNDS = 3


def grids_of(
    tables: Sequence[CountTable], keys: Sequence[Sequence[Key]], index: Mapping[Cell, int]
) -> tuple[Grid, ...]:
    """Lay out tables: cells that two tables share are told apart, for their cubes have to fit in both.

    Parameters
    ----------
    tables, keys
        The tables, and all combinations and totals of each in order.
    index
        The numbers of the cells.
    """
    numbers = [
        np.array([index.get(cell_of(table, key), -1) for key in own], np.int64)
        for table, own in zip(tables, keys, strict=True)
    ]
    seen = np.bincount(np.concatenate([n[n >= 0] for n in numbers]), minlength=len(index))
    result = []
    for table, own, mine in zip(tables, keys, numbers, strict=True):
        axes = [sorted(set(values)) for values in zip(*own, strict=True)]
        alone = np.where((mine >= 0) & (seen[mine] == 1), mine, -1)
        shape = [len(a) for a in axes]
        labels = tuple(tuple(a) for a in axes)
        totals = tuple(a.index(TOTAL) for a in axes)
        result.append(Grid(alone.reshape(shape), mine.reshape(shape), tuple(table.dimensions), labels, totals))
    return tuple(result)


class Cubes:
    """Hides cells in cubes, as cheaply as it can be seen one by one.

    Parameters
    ----------
    question
        The cells, and which must be suppressed or published.
    """

    def __init__(self, question: Question) -> None:
        self._question, self._grids = question, question.grids
        self._counts, self._goals = question.counts, question.goals
        self._shut, self._open = question.shut, question.open
        #: in how many cubes each cell is
        self._uses = np.zeros(len(question.counts), np.int64)

    def hide(self, deadline: Deadline) -> tuple[Flags, list[Shift]]:
        """Give a pattern, and the shifts that show that it is safe; cells that have no cube stay as they are.

        Parameters
        ----------
        deadline
            When to stop choosing (raises :class:`~netmap.analysis.disclosure.programs.OutOfTime` if not every
            cell has its cubes by then). Where it comes near, fewer cubes are looked at for each cell.
        """
        deadline.check()
        homes = list(self._homes())
        soon = deadline.part(LOOKING_SHARE)
        chosen: dict[int, list[Shift]] = {}
        for number in range(ROUNDS):
            for cell, at, place in homes:
                if number and soon.passed:
                    break
                deadline.check()
                for shift in chosen.get(cell, ()):
                    self._uses[shift.cells] -= 1
                most = FEW_CUBES if soon.passed else MOST_CUBES
                grid = self._grids[at]
                chosen[cell] = self._cheapest(cell, grid, place, most) or self._spread(cell, grid, place)
                for shift in chosen[cell]:
                    self._uses[shift.cells] += 1
        return self._suppressed, list(chain.from_iterable(chosen.values()))

    def hide_across(self, cells: Sequence[int], deadline: Deadline) -> tuple[Flags, list[Shift]]:
        """Hide more cells, now in cubes that are the same in several tables.

        Parameters
        ----------
        cells
            Those that are not safe in the pattern so far.
        deadline
            When to stop (raises :class:`~netmap.analysis.disclosure.programs.OutOfTime`).
        """
        homes = {cell: (at, place) for cell, at, place in self._homes()}
        soon = deadline.part(LOOKING_SHARE)
        shared = SharedCubes(self._question)
        result: list[Shift] = []
        for cell in cells:
            deadline.check()
            up, down = self._amounts(cell)
            most = 1 if soon.passed else SHARED_CUBES
            if cell in homes:
                found = shared.across(*homes[cell], up=up, down=down, most=most, suppressed=self._suppressed)
            else:
                found = shared.cheapest(cell, up=up, down=down, most=most, suppressed=self._suppressed)
            for shift in found:
                self._uses[shift.cells] += 1
            result += found
        return self._suppressed, result

    @property
    def _suppressed(self) -> Flags:
        return self._shut | (self._uses > 0)

    def _amounts(self, cell: int) -> tuple[int, int]:
        """Say by how much the cell must be able to rise and fall; where either is enough, it rises."""
        up = int(self._goals.up[cell])
        return (up or int(self._goals.either[cell])), int(self._goals.down[cell])

    def _homes(self) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """Give each cell that must be hidden with its place in its table."""
        for at, grid in enumerate(self._grids):
            known = grid.numbers >= 0
            asked = np.zeros_like(known)
            asked[known] = self._shut[grid.numbers[known]]
            for place in zip(*np.nonzero(asked), strict=True):
                home = tuple(int(index) for index in place)
                yield int(grid.numbers[home]), at, home

    def _cheapest(self, cell: int, grid: Grid, place: tuple[int, ...], most: int) -> list[Shift]:
        """Give the shifts up and down of the cheapest of some cubes; none if there is no cube."""
        up, down = self._amounts(cell)
        if not up and not down:
            return []
        axes = [self._others(grid, place, axis, most) for axis in range(len(place))]
        cost: Any = 0.0
        cubes = [(corner, *_corner(grid, place, axes, corner)) for corner in product((False, True), repeat=len(place))]
        for _, numbers, signs in cubes:
            counts, goal = self._counts[numbers], self._goals.up[numbers]
            suppressed = self._shut[numbers] | (self._uses[numbers] > 0)
            risen, fallen = np.where(signs > 0, up, down), np.where(signs > 0, down, up)
            fits = (numbers >= 0) & ~self._open[numbers] & (counts >= fallen) & (suppressed | (risen >= goal))
            cost = cost + np.where(fits, np.where(suppressed, 0.0, counts + 1e-3), np.inf)
        best = int(np.argmin(cost))
        if not np.isfinite(cost.flat[best]):
            return []
        at = np.unravel_index(best, cost.shape)
        corners: list[int] = []
        ways: list[int] = []
        for corner, numbers, signs in cubes:
            here = tuple(int(a) if turned else 0 for a, turned in zip(at, corner, strict=True))
            corners.append(int(numbers[here]))
            ways.append(int(signs[here]))
        return [Shift(np.array(corners), np.array(ways) * amount) for amount in (up, -down) if amount]

    def _spread(self, cell: int, grid: Grid, place: tuple[int, ...]) -> list[Shift]:
        """Give the shifts of a small total whose people are in several cells: a cube for each of these.

        The cubes all turn to the totals, where there is room for them together.
        """
        up, down = self._amounts(cell)
        inner = tuple(
            slice(None) if own == total else slice(own, own + 1) for own, total in zip(place, grid.totals, strict=True)
        )
        below = grid.numbers[inner]
        leaves = [
            tuple(int(at) if own == total else own for at, own, total in zip(where, place, grid.totals, strict=True))
            for where in zip(*np.nonzero((below >= 0) & (self._counts[below] > 0)), strict=True)
        ]
        leaves = [leaf for leaf in leaves if not any(at == total for at, total in zip(leaf, grid.totals, strict=True))]
        if not leaves or not down:
            return []
        falls: dict[int, int] = {}
        for leaf in leaves:
            for corner in product(*zip(leaf, grid.totals, strict=True)):
                number = int(grid.numbers[corner])
                falls[number] = falls.get(number, 0) - int(self._counts[grid.numbers[leaf]])
        rise = [int(grid.numbers[corner]) for corner in product(*zip(leaves[0], grid.totals, strict=True))]
        touched = np.array([*falls], np.int64)
        if (touched < 0).any() or self._open[touched].any():
            return []
        shifts = [Shift(touched, np.array([*falls.values()], np.int64))]
        return [*shifts, Shift(np.array(rise), np.full(len(rise), up))] if up else shifts

    def _others(self, grid: Grid, place: tuple[int, ...], axis: int, most: int) -> tuple[Whole, Whole]:
        """Give the other places on an axis that are looked at, and how the sign turns on the way there."""
        size, own, total = grid.numbers.shape[axis], place[axis], grid.totals[axis]
        enough = max(2, int(most ** (1 / len(place))))
        near = (own + np.arange(1, size)) % size
        # a small total has its people in few of the cells below it: all are looked at
        others = near if own == total else np.unique(np.r_[near[:enough], near[near == total]])
        return others, np.where((others == total) | (own == total), 1, -1)


def _corner(
    grid: Grid, place: tuple[int, ...], axes: Sequence[tuple[Whole, Whole]], corner: tuple[bool, ...]
) -> tuple[Whole, Whole]:
    """Give one corner of every cube: its cells, and its signs; axes on which it does not turn have length 1."""
    index = [
        others if turned else np.array([own]) for (others, _), own, turned in zip(axes, place, corner, strict=True)
    ]
    signs: Whole = np.ones([1] * len(place), np.int64)
    for axis, ((_, turns), turned) in enumerate(zip(axes, corner, strict=True)):
        if turned:
            signs = signs * turns.reshape([-1 if a == axis else 1 for a in range(len(place))])
    return grid.numbers[np.ix_(*index)], signs
