"""Cover every area with as few places as can be (set cover)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netmap.analysis.siting.solver import Clock, Program, solve
from netmap.analysis.travel import Flags, Travel, Whole


@dataclass(frozen=True, slots=True)
class Cover:
    """Places that together cover everything.

    Attributes
    ----------
    chosen
        The places, the fixed ones among them; ``None`` if no cover was found.
    bound
        No cover has fewer places; infinite where there is none (of the size asked for).
    """

    chosen: Flags | None
    bound: float


def smallest_cover(ways: Travel, fixed: Flags, clock: Clock, *, at_most: int | None = None) -> Cover:
    """Find the smallest set of places such that each area has a way to one of them.

    Parameters
    ----------
    ways
        Who covers whom: the ways within the limit. Every area has one.
    fixed
        Places that are in the set in any case.
    clock
        When to stop; a cover is found all the same.
    at_most
        Only whether a cover of this size exists is asked: any such cover will do.
    """
    core = _Core.of(ways, fixed)
    forced = core.shrink()
    taken = forced | core.flags(core.greedy())
    least = float(forced.sum()) + core.apart()
    if at_most is not None and least > at_most:
        return Cover(None, float("inf"))
    if least == taken.sum() or (at_most is not None and taken.sum() <= at_most):
        return Cover(taken, least)
    return _settle(core, forced, taken, least, clock, at_most)


def _settle(core: _Core, forced: Flags, taken: Flags, least: float, clock: Clock, at_most: int | None) -> Cover:
    known = float(forced.sum())
    room = None if at_most is None else at_most - int(known)
    program, places = core.program(room)
    start = np.isin(places, np.flatnonzero(taken)).astype(np.float64) if room is None else None
    solution = solve(program, clock, target=None if room is None else float(room), start=start)
    if solution.infeasible:
        return Cover(None, float("inf"))
    bound = max(least, float(np.ceil(solution.bound - 1e-6)) + known)
    if solution.point is not None:
        found = forced.copy()
        found[places[solution.point > 0.5]] = True
        if found.sum() < taken.sum():
            taken = found
    if at_most is not None and taken.sum() > at_most:
        return Cover(None, bound)
    return Cover(taken, min(bound, float(taken.sum())))


@dataclass
class _Core:
    """What is left to decide: rows are areas, columns places, each as the bits of one integer."""

    rows: dict[int, int]
    columns: dict[int, int]
    places: int
    forced: Flags

    @classmethod
    def of(cls, ways: Travel, fixed: Flags) -> _Core:
        covered = np.zeros(ways.areas, dtype=np.bool_)
        covered[ways.area[fixed[ways.place]]] = True
        kept = ~covered[ways.area]
        table = np.zeros((ways.areas, ways.places), dtype=np.bool_)
        table[ways.area[kept], ways.place[kept]] = True
        rows = {at: _bits(table[at]) for at in np.flatnonzero(~covered).tolist()}
        columns = {at: _bits(table[:, at]) for at in range(ways.places) if table[:, at].any()}
        return cls(rows, columns, ways.places, fixed.copy())

    def shrink(self) -> Flags:
        """Drop what does not matter until nothing changes, and give the places that must be in.

        An area that can be covered by more places than another takes care of itself; a place that
        covers no more than another is not needed; the only place of an area must be in.
        """
        changed = True
        while changed and self.rows:
            changed = self._drop_rows() | self._drop_columns() | self._take_only_places()
        return self.forced

    def _drop_rows(self) -> bool:
        before = len(self.rows)
        for row in sorted(self.rows, key=lambda r: (self.rows[r].bit_count(), r)):
            if row not in self.rows:
                continue
            wider = -1
            for place in _ones(self.rows[row]):
                wider &= self.columns[place]
            self._remove_rows(wider & ~(1 << row))
        return len(self.rows) < before

    def _drop_columns(self) -> bool:
        before = len(self.columns)
        for place in sorted(self.columns, key=lambda p: (self.columns[p].bit_count(), -p)):
            larger = -1
            for row in _ones(self.columns[place]):
                larger &= self.rows[row]
            if larger & ~(1 << place):
                self._remove_columns([place])
        return len(self.columns) < before

    def _take_only_places(self) -> bool:
        only = [r for r, places in self.rows.items() if places.bit_count() == 1]
        for row in only:
            if row in self.rows:
                place = self.rows[row].bit_length() - 1
                self.forced[place] = True
                self._remove_rows(self.columns[place])
        return bool(only)

    def _remove_rows(self, gone: int) -> None:
        for row in _ones(gone):
            mark = ~(1 << row)
            for place in _ones(self.rows.pop(row)):
                self.columns[place] &= mark
                if not self.columns[place]:
                    del self.columns[place]

    def _remove_columns(self, gone: list[int]) -> None:
        for place in gone:
            mark = ~(1 << place)
            for row in _ones(self.columns.pop(place)):
                self.rows[row] &= mark

    def greedy(self) -> list[int]:
        """Take the place that covers most, again and again, then drop those that turn out needless."""
        left = 0
        for row in self.rows:
            left |= 1 << row
        whole, taken = left, []
        while left:
            best = max(self.columns, key=lambda p: ((self.columns[p] & left).bit_count(), -p))
            taken.append(best)
            left &= ~self.columns[best]
        for place in reversed(taken.copy()):
            others = 0
            for other in taken:
                others |= self.columns[other] if other != place else 0
            if others & whole == whole:
                taken.remove(place)
        return taken

    def apart(self) -> int:
        """Count areas that share no place with each other: each needs a place of its own."""
        used = count = 0
        for row in sorted(self.rows, key=lambda r: (self.rows[r].bit_count(), r)):
            if not self.rows[row] & used:
                used |= self.rows[row]
                count += 1
        return count

    def flags(self, places: list[int]) -> Flags:
        found = np.zeros(self.places, dtype=np.bool_)
        found[places] = True
        return found

    def program(self, room: int | None) -> tuple[Program, Whole]:
        """Write what is left for HiGHS; ``room`` is how many places may be taken at most."""
        places = np.array(sorted(self.columns), dtype=np.intp)
        at = {place: number for number, place in enumerate(places.tolist())}
        pairs = [(n, at[p]) for n, row in enumerate(self.rows.values()) for p in _ones(row)]
        low, high = np.ones(len(self.rows)), np.full(len(self.rows), np.inf)
        if room is not None:
            pairs += [(len(self.rows), p) for p in range(len(places))]
            low, high = np.append(low, 0.0), np.append(high, float(room))
        row, column = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        ones = np.ones(len(places))
        return Program(ones, ones > 0, row, column, np.ones(len(row)), low, high), places


def _bits(flags: Flags) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _ones(bits: int) -> list[int]:
    """Give the positions of the ones, ascending."""
    data = np.frombuffer(bits.to_bytes((bits.bit_length() + 7) // 8, "little"), dtype=np.uint8)
    found: list[int] = np.flatnonzero(np.unpackbits(data, bitorder="little")).tolist()
    return found
