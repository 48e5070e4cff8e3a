"""The audit: everything that a reader of published tables can compute about what they withhold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from scipy import sparse

from netmap.analysis.disclosure.attack import WHENEVER, Attacker
from netmap.analysis.disclosure.programs import INFINITE, NEARLY, Deadline, Outcome, OutOfTime, Program, SolverError
from netmap.analysis.disclosure.tables import Cell, Flags, System, Whole, build_system, cell_of, describe
from netmap.errors import Fault, InputError
from netmap.messages import message
from netmap.model.counts import Key, PublishedTable

#: the range of each withheld cell; ``None`` where there was no time to compute it
Ranges: TypeAlias = dict[Cell, tuple[int, int | None] | None]
#: how long to look for the shortest list of totals that contradict each other
SECONDS_TO_NAME = 5.0


@dataclass(frozen=True, slots=True)
class CellRange:
    """What a reader can compute about one suppressed cell.

    Attributes
    ----------
    key
        The value of each dimension of the table, ``*`` for a total.
    low, high
        The lowest and the highest count that agree with everything published; ``None``: no highest.
    exact
        Whether they were computed. Where there was no time for that, they are 0 and ``None``: what the range
        is not wider than.
    """

    key: Mapping[str, str]
    low: int
    high: int | None
    exact: bool = field(default=True, repr=False)

    def is_safe(self, *, threshold: int) -> bool:
        """Whether the range leaves open what the audit asks for.

        Examples
        --------
        >>> CellRange({"area": "01"}, 0, 5).is_safe(threshold=3)
        True
        >>> CellRange({"area": "01"}, 4, 4).is_safe(threshold=3)
        False
        """
        return self.high is None or (self.high >= threshold and self.high != self.low)


@dataclass(frozen=True, slots=True)
class Audit:
    """The answer of an audit.

    Attributes
    ----------
    passed
        Whether no suppressed cell is a single number and each reaches the threshold, as far as that is proven:
        :func:`audit` does not pass a cell that there was no time for.
    cells
        The range of each suppressed cell: table by table, keys in order of code points.
    """

    passed: bool
    cells: tuple[CellRange, ...]

    @property
    def unknown(self) -> int:
        """Of how many cells the exact range is not known for want of time."""
        return sum(not cell.exact for cell in self.cells)


def audit(tables: Sequence[PublishedTable], *, threshold: int = 3, time_limit_s: float | None = None) -> Audit:
    """Compute what readers of published tables can know about each suppressed cell.

    Tables share every cell with the same values in their common dimensions. Combinations of values
    that are not listed count 0, as in :func:`~netmap.analysis.disclosure.protect`; totals that
    are not listed were not published, but hold. It cannot be known which cells were small; so the audit
    asks of each that it is no single number and reaches the threshold. The ranges are exact for whole
    counts from 0.

    Parameters
    ----------
    tables
        What is published, together.
    threshold
        Counts below it are small.
    time_limit_s
        Stop after so many seconds (``None``: never). Cells that were not computed by then are not exact,
        and the audit has not passed: nothing is known of them.

    Raises
    ------
    InputError
        The tables contradict themselves or each other; the faults say where.

    Examples
    --------
    >>> table = PublishedTable("t", ("area",), {("01",): None, ("02",): 5, ("*",): 6})
    >>> audit([table])
    Audit(passed=False, cells=(CellRange(key={'area': '01'}, low=1, high=1),))
    """
    deadline = Deadline(time_limit_s)
    reading = Reading.of(tables)
    try:
        ranges = reading.ranges(reading.any_table(deadline=deadline), deadline=deadline)
    except OutOfTime:
        ranges = {cell: None for _, _, cell in suppressed_cells(tables)}
    found = judge(tables, ranges, threshold=threshold)
    return replace(found, passed=found.passed and not found.unknown)


@dataclass(frozen=True)
class Reading:
    """Published tables put together: what is known of each cell.

    Attributes
    ----------
    tables
        The tables.
    system
        Their cells and equations.
    told
        The counts that are published; 0 elsewhere.
    unknown
        The cells of which no count is published.
    """

    tables: Sequence[PublishedTable]
    system: System
    told: Whole
    unknown: Flags

    @classmethod
    def of(cls, tables: Sequence[PublishedTable]) -> Reading:
        """Put tables together.

        Raises
        ------
        InputError
            A count is below 0, or tables tell different counts of one cell.
        """
        system = build_system((table, table.cells) for table in tables)
        told = np.zeros(len(system.cells), np.int64)
        unknown = np.ones(len(system.cells), np.bool_)
        first: dict[int, str] = {}
        faults: list[Fault] = []
        for table in tables:
            for key, count in sorted(table.cells.items()):
                if count is None:
                    continue
                number = system.index[cell_of(table, key)]
                if count < 0:
                    fault = message("a count below 0 is not possible: {value}", value=count)
                    faults.append(Fault(table.where(key), fault))
                elif unknown[number]:
                    told[number], unknown[number], first[number] = count, False, table.where(key)
                elif told[number] != count:
                    fault = message(
                        "{cell} counts {count} here, but {other} says {theirs}",
                        cell=describe(table.dimensions, key),
                        count=count,
                        other=first[number],
                        theirs=int(told[number]),
                    )
                    faults.append(Fault(table.where(key), fault))
        _refuse(faults)
        return cls(tables, system, told, unknown)

    def any_table(self, *, deadline: Deadline = WHENEVER) -> Whole:
        """Give some counts of all cells that agree with everything published.

        Raises
        ------
        OutOfTime
            None were found by the deadline.
        InputError
            There are none: totals contradict.
        """
        _refuse([*self._sums_that_fail()])
        found = self._solve(whole=False, deadline=deadline)
        if found is None:
            found = self._solve(whole=True, deadline=deadline)
        if found is None:
            _refuse([*self._totals_that_cannot_be()])
            raise SolverError("The computation failed ({status}).", status="inexact")
        return found

    def _solve(self, *, whole: bool, deadline: Deadline) -> Whole | None:
        unknown = np.flatnonzero(self.unknown)
        result = self.told.copy()
        if not len(unknown):
            return result
        matrix = self.system.equations.tocsc()[:, unknown]
        owed = -(self.system.equations @ self.told).astype(np.float64)
        program = Program(
            matrix,
            row_lower=owed,
            row_upper=owed,
            lower=np.zeros(len(unknown)),
            upper=np.full(len(unknown), INFINITE),
            cost=np.zeros(len(unknown)),
            whole=np.ones(len(unknown), np.bool_) if whole else None,
        )
        outcome = program.run(deadline=deadline)
        if outcome is Outcome.TIME:
            raise OutOfTime
        if outcome is not Outcome.OPTIMAL:
            return None
        result[unknown] = np.rint(program.values).astype(np.int64)
        if (self.system.equations @ result).any() or (result < 0).any():
            return None
        return result

    def _sums_that_fail(self) -> Iterator[Fault]:
        """Contradictions that a single sum shows."""
        equations = self.system.equations
        signs, told, unknown = equations.data, self.told[equations.indices], self.unknown[equations.indices]
        for row in range(equations.shape[0]):
            span = slice(equations.indptr[row], equations.indptr[row + 1])
            is_part = signs[span] > 0
            total = int(equations.indices[span][~is_part][0])
            below = int(told[span][is_part].sum())
            hidden = bool(unknown[span][is_part].any())
            if self.unknown[total] or below == self.told[total] or (hidden and below < self.told[total]):
                continue
            yield Fault(
                self._where(total),
                message(
                    "this total is {total}, but the cells under it add up to {sum} or more"
                    if hidden
                    else "this total is {total}, but the cells under it add up to {sum}",
                    total=int(self.told[total]),
                    sum=below,
                ),
            )

    def _totals_that_cannot_be(self) -> Iterator[Fault]:
        """Contradictions that only several sums together show: the fewest people to move name them."""
        unknown = np.flatnonzero(self.unknown)
        height, width = self.system.equations.shape[0], len(unknown)
        owed = -(self.system.equations @ self.told).astype(np.float64)
        matrix = self.system.equations.tocsc()[:, unknown]
        is_count = np.arange(width + 2 * height) < width
        for whole in (is_count, None):
            program = Program(
                sparse.hstack([matrix, sparse.eye_array(height), -sparse.eye_array(height)]),
                row_lower=owed,
                row_upper=owed,
                lower=np.zeros(len(is_count)),
                upper=np.full(len(is_count), INFINITE),
                cost=(~is_count).astype(np.float64),
                whole=whole,
            )
            if program.run(deadline=Deadline(SECONDS_TO_NAME)) is Outcome.OPTIMAL:
                missing = program.values[width:].reshape(2, height).sum(axis=0)
                for row in np.flatnonzero(missing > NEARLY).tolist():
                    yield Fault(self._where(self._total_of(row)), message("no counts from 0 add up to this total"))
                return

    def _total_of(self, row: int) -> int:
        equations = self.system.equations
        span = slice(equations.indptr[row], equations.indptr[row + 1])
        return int(equations.indices[span][equations.data[span] < 0][0])

    def _where(self, number: int) -> str:
        """Say where a cell is listed; if it is not, where one that it is the total of."""
        cell = self.system.cells[number]
        for exactly in (True, False):
            for table in self.tables:
                for key in table.cells:
                    named = cell_of(table, key)
                    if named == cell if exactly else set(cell) <= set(named):
                        return table.where(key)
        return self.tables[0].name

    def unlike(self, counts: Whole) -> bool:
        """Whether counts do not agree with what is published: a number told, or a total."""
        known = ~self.unknown
        return bool((counts[known] != self.told[known]).any() or (self.system.equations @ counts).any())

    def ranges(self, counts: Whole, *, deadline: Deadline = WHENEVER) -> Ranges:
        """Compute the range of each suppressed cell, given counts that agree with everything published.

        Parameters
        ----------
        counts
            The counts.
        deadline
            When to stop; cells that are not computed by then have ``None``.
        """
        only_zeros = not self.told.any()
        if only_zeros and counts[self.unknown].all():
            return {cell: (0, None) if self.unknown[self.system.index[cell]] else (0, 0)
                    for _, _, cell in suppressed_cells(self.tables)}  # fmt: skip
        attacker = Attacker(self.system.equations, counts, self.unknown)
        empty = attacker.look_for_empty(deadline=deadline)
        found: Ranges = {}
        for _, _, cell in suppressed_cells(self.tables):
            if cell in found:
                continue
            number = self.system.index[cell]
            if not self.unknown[number]:
                found[cell] = int(self.told[number]), int(self.told[number])
                continue
            if only_zeros and counts[number]:
                found[cell] = 0, None  # every multiple of these counts agrees with zeros, too
                continue
            try:
                found[cell] = attacker.range_of(number, lowest=0 if empty[number] else None, deadline=deadline)
            except OutOfTime:
                found[cell] = None
        return found


def suppressed_cells(tables: Sequence[PublishedTable]) -> Iterator[tuple[PublishedTable, Key, Cell]]:
    """Go through the suppressed cells; tables of the same dimensions list each once."""
    seen: set[tuple[frozenset[str], Cell]] = set()
    for table in tables:
        for key, count in sorted(table.cells.items()):
            cell = cell_of(table, key)
            mark = (frozenset(table.dimensions), cell)
            if count is None and mark not in seen:
                seen.add(mark)
                yield table, key, cell


def judge(tables: Sequence[PublishedTable], ranges: Ranges, *, threshold: int) -> Audit:
    """Give the audit of tables from the ranges of their suppressed cells."""
    cells = tuple(
        CellRange(dict(zip(table.dimensions, key, strict=True)), *(ranges[cell] or (0, None, False)))
        for table, key, cell in suppressed_cells(tables)
    )
    return Audit(all(cell.is_safe(threshold=threshold) for cell in cells), cells)


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise InputError("The tables contradict themselves: no counts agree with everything in them.", faults=faults)
