"""Many shifts at once: kept end to end in a few arrays, so that asking all of them costs what asking one does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy import sparse

from netmap.analysis.disclosure.parts import Shift
from netmap.analysis.disclosure.tables import Flags, Whole


class Shifts:
    """Shifts of the true table in the order in which they were found.

    Examples
    --------
    >>> shifts = Shifts()
    >>> shifts.add(Shift(np.array([0, 1]), np.array([2, -2])))
    >>> shifts.add(Shift(np.array([1, 2]), np.array([1, -1])))
    >>> shifts.within(np.array([False, True, True]))
    Shift(cells=array([1, 2]), amounts=array([ 1, -1]))
    """

    def __init__(self) -> None:
        self._cells = np.zeros(0, np.int64)
        self._amounts = np.zeros(0, np.int64)
        self._starts = np.zeros(0, np.int64)
        self._new: list[Shift] = []

    def add(self, shift: Shift) -> None:
        """Keep one more; a shift of nothing is none."""
        if len(shift.cells):
            self._new.append(shift)

    def within(self, suppressed: Flags) -> Shift:
        """Give the cells and amounts of all shifts that touch suppressed cells only, one shift after the other."""
        entries = self._allowed(suppressed)
        return Shift(self._cells[entries], self._amounts[entries])

    def each_within(self, suppressed: Flags) -> list[Shift]:
        """Give the same shifts one by one."""
        entries = self._allowed(suppressed)
        firsts = np.zeros(len(self._cells), np.bool_)
        firsts[self._starts] = True
        cuts = np.flatnonzero(firsts[entries])[1:]
        parts = zip(np.split(self._cells[entries], cuts), np.split(self._amounts[entries], cuts), strict=True)
        return [Shift(cells, amounts) for cells, amounts in parts if len(cells)]

    def _allowed(self, suppressed: Flags) -> Flags:
        """Mark the entries of the shifts that touch suppressed cells only."""
        self._gather()
        if not len(self._starts):
            return np.zeros(0, np.bool_)
        whole = np.logical_and.reduceat(suppressed[self._cells], self._starts)
        return np.repeat(whole, np.diff(np.r_[self._starts, len(self._cells)]))

    def _gather(self) -> None:
        if not self._new:
            return
        lengths = np.array([len(shift.cells) for shift in self._new], np.int64)
        starts = len(self._cells) + np.cumsum(lengths) - lengths
        self._cells = np.concatenate([self._cells, *(shift.cells for shift in self._new)])
        self._amounts = np.concatenate([self._amounts, *(shift.amounts for shift in self._new)])
        self._starts = np.concatenate([self._starts, starts])
        self._new = []


def that_hold(shifts: Sequence[Shift], equations: Any, counts: Whole, movable: Flags | None = None) -> Iterable[Shift]:
    """Give the shifts that lead from counts to other whole counts from 0: every equation still holds.

    Parameters
    ----------
    shifts
        Cells, each at most once in a shift, and amounts.
    equations, counts
        All cells.
    movable
        The cells that may move; all, if not given.
    """
    if not shifts:
        return ()
    lengths = [len(shift.cells) for shift in shifts]
    cells = np.concatenate([shift.cells for shift in shifts])
    amounts = np.concatenate([shift.amounts for shift in shifts])
    owners = np.repeat(np.arange(len(shifts)), lengths)
    spoilt = counts[cells] + amounts < 0
    if movable is not None:
        spoilt |= ~movable[cells]
    holds = np.ones(len(shifts), np.bool_)
    holds[owners[spoilt]] = False
    moves = sparse.csc_array((amounts, cells, np.r_[0, np.cumsum(lengths)]), shape=(len(counts), len(shifts)))
    # what moves nothing in a sum may be kept as a 0 in it: only the others spoil the shift
    sums: Any = (equations @ moves).tocoo()
    holds[sums.col[sums.data != 0]] = False
    return (shift for shift, fits in zip(shifts, holds.tolist(), strict=True) if fits)
