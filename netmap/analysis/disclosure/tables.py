"""Cells, totals and the equations that tie them together, over one table or several linked ones.

A *cell* is named by the values that it stands for, totals left out: ``(("area", "01"),)`` is the
total of area 01 in whatever table it stands, so tables that share it share the very same cell. The
grand total is ``()``. Every total equals the sum of the cells below it, once for each dimension that
it is a total of: these *equations* are what a reader can compute with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from netmap.errors import Fault, InputError
from netmap.messages import message
from netmap.model.counts import TOTAL, CountTable, Key, PublishedTable

Cell: TypeAlias = tuple[tuple[str, str], ...]
AnyTable: TypeAlias = CountTable | PublishedTable
Flags: TypeAlias = NDArray[np.bool_]
Whole: TypeAlias = NDArray[np.int64]

#: a household or provider figure below this gives its cell away (DOMAIN.md § 4), whatever the threshold
FEWEST_CONTRIBUTORS = 3
#: above this, the list of all combinations is no table that anybody publishes
MOST_CELLS = 1_000_000


def cell_of(table: AnyTable, key: Key) -> Cell:
    """Name the cell that a key of a table stands for.

    Examples
    --------
    >>> table = CountTable("t", ("need", "area"), {})
    >>> cell_of(table, ("debt", "01")), cell_of(table, ("*", "01"))
    ((('area', '01'), ('need', 'debt')), (('area', '01'),))
    """
    # asked for each cell many times: the dimensions are put in order once
    named = [(d, value) for d, place in _in_order(table.dimensions) if (value := key[place]) != TOTAL]
    return tuple(sorted([*table.within, *named]) if table.within else named)


@lru_cache(maxsize=256)
def _in_order(dimensions: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((d, place) for place, d in enumerate(dimensions)))


def with_totals(key: Key) -> Iterator[Key]:
    """Give a key and every total above it.

    Examples
    --------
    >>> list(with_totals(("01", "debt")))
    [('01', 'debt'), ('01', '*'), ('*', 'debt'), ('*', '*')]
    """
    return product(*((value, TOTAL) if value != TOTAL else (TOTAL,) for value in key))


def all_keys(keys: Iterable[Key], *, width: int) -> list[Key]:
    """Give all combinations of the values that occur, and every total, in order of code points.

    The total's ``*`` is sorted like any other value.

    Raises
    ------
    InputError
        There are more than a million.

    Examples
    --------
    >>> all_keys([("01", "b"), ("02", "b")], width=2)
    [('*', '*'), ('*', 'b'), ('01', '*'), ('01', 'b'), ('02', '*'), ('02', 'b')]
    """
    values: list[set[str]] = [{TOTAL} for _ in range(width)]
    for key in keys:
        for seen, value in zip(values, key, strict=True):
            seen.add(value)
    size = 1
    for seen in values:
        size *= len(seen)
    if size > MOST_CELLS:
        raise InputError(
            "All combinations of the values and their totals would be {count} cells, more than {most}. "
            "Use fewer dimensions or coarser values.",
            count=size,
            most=MOST_CELLS,
        )
    return list(product(*(sorted(seen) for seen in values)))


@dataclass(frozen=True, slots=True)
class System:
    """The cells that can be anything but 0, and the equations between them.

    Attributes
    ----------
    cells
        The cells in a fixed order; arrays about cells follow it.
    index
        The place of each cell in that order.
    equations
        One row for each equation, 1 at the parts and -1 at their total; each row adds up to 0.
    """

    cells: tuple[Cell, ...]
    index: Mapping[Cell, int]
    equations: Any


def build_system(tables: Iterable[tuple[AnyTable, Iterable[Key]]]) -> System:
    """Set up the cells and equations of tables and the keys that count in each.

    Whatever no listed key belongs to counts 0 and is left out.

    Examples
    --------
    >>> system = build_system([(CountTable("t", ("area",), {}), [("01",), ("02",)])])
    >>> system.cells
    ((), (('area', '01'),), (('area', '02'),))
    >>> system.equations.toarray()
    array([[-1,  1,  1]])
    """
    index: dict[Cell, int] = {}
    equations: dict[tuple[int, tuple[int, ...]], None] = {}
    for table, listed in tables:
        parts: dict[tuple[Key, int], list[int]] = {}
        for key in sorted({total for named in listed for total in with_totals(named)}):
            number = index.setdefault(cell_of(table, key), len(index))
            for position, value in enumerate(key):
                total = (*key[:position], TOTAL, *key[position + 1 :])
                below = parts.setdefault((total, position), [])
                if value != TOTAL:
                    below.append(number)
        for (total, _), below in parts.items():
            equations[index[cell_of(table, total)], tuple(sorted(below))] = None
    return System(tuple(index), index, _matrix(equations, len(index)))


def _matrix(equations: Iterable[tuple[int, tuple[int, ...]]], width: int) -> Any:
    rows: list[int] = []
    columns: list[int] = []
    signs: list[int] = []
    height = 0
    for total, parts in equations:
        rows += [height] * (len(parts) + 1)
        columns += [*parts, total]
        signs += [1] * len(parts) + [-1]
        height += 1
    return sparse.csr_array((np.array(signs, np.int64), (rows, columns)), shape=(height, width))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about linked tables before anything is withheld.

    Attributes
    ----------
    system
        Cells and equations.
    counts
        The count of each cell; 0 for cells of earlier tables alone.
    own
        The cells of the tables that are to be published.
    counted
        The cells whose count is known: these, and those of unpublished tables.
    primary
        The cells that must not be told for their own sake.
    """

    system: System
    counts: Whole
    own: Flags
    counted: Flags
    primary: Flags


def gather(
    tables: Sequence[CountTable],
    *,
    threshold: int,
    earlier: Sequence[PublishedTable] = (),
    unpublished: Sequence[CountTable] = (),
) -> Facts:
    """Put linked tables together: their cells, counts, and which of them are too small to tell.

    A cell is primary if 0 < count < threshold, or if fewer than three contributors are named for it;
    contributors of a total are the sum over its rows. Both rules ask only about cells that a row of
    every table which has that combination belongs to: the others are published as 0.

    Parameters
    ----------
    tables
        Exact counts.
    threshold
        Counts below it are small.
    earlier
        Published tables whose cells and equations belong to the system, too.
    unpublished
        Exact counts that nobody is given, but that must not be computed either.

    Raises
    ------
    InputError
        A table has no dimension, a count is negative, or tables disagree about a cell that they share;
        all faults at once.
    """
    both = (*tables, *unpublished)
    _refuse_impossible(both)
    _refuse_disagreement(both)
    named = _told_by_all(tables) + [_reckoned_with(table, both) for table in unpublished]
    listed = list(zip(both, named, strict=True))
    system = build_system([*listed, *((table, table.cells) for table in earlier)])
    size = len(system.cells)
    counts, primary = np.zeros(size, np.int64), np.zeros(size, np.bool_)
    own, counted = np.zeros(size, np.bool_), np.zeros(size, np.bool_)
    for number, (table, keys) in enumerate(listed):
        sums = _sums(system, table, keys, table.counts)
        places = np.fromiter(sums, np.int64, len(sums))
        counts[places] = list(sums.values())
        counted[places] = True
        if number < len(tables):
            own[places] = True
        if table.contributors is not None:
            behind = _sums(system, table, [key for key in keys if key in table.counts], table.contributors)
            primary[[place for place, amount in behind.items() if amount < FEWEST_CONTRIBUTORS]] = True
    primary |= (counts > 0) & (counts < threshold)
    return Facts(system, counts, own, counted, primary)


def _refuse_impossible(tables: Sequence[CountTable]) -> None:
    faults = [
        Fault(table.where(key), message("a count below 0 is not possible: {value}", value=count))
        for table in tables
        for key, count in sorted(table.counts.items())
        if count < 0
    ]
    faults += [
        Fault(table.name, message("a table needs at least one column beside the count"))
        for table in tables
        if not table.dimensions
    ]
    if faults:
        raise InputError("The counts cannot be right.", faults=faults)


def _shared(one: CountTable, other: CountTable) -> tuple[str, ...] | None:
    """Name the dimensions that two tables have in common; ``None`` if they share no cell."""
    ours, theirs = ({*t.dimensions, *dict(t.within)} for t in (one, other))
    if not (dict(one.within).keys() <= theirs and dict(other.within).keys() <= ours):
        return None
    return tuple(sorted(ours & theirs))


def _places(
    table: CountTable, keys: Iterable[Key], dimensions: Sequence[str], other: CountTable
) -> Iterator[tuple[Key, Key]]:
    """Give the keys that lie within another table's cases, each with its values in some dimensions."""
    for key in keys:
        values = {**dict(table.within), **dict(zip(table.dimensions, key, strict=True))}
        if all(values[dimension] == value for dimension, value in other.within):
            yield key, tuple(values[dimension] for dimension in dimensions)


def _refuse_disagreement(tables: Sequence[CountTable]) -> None:
    """Compare each pair of tables on the finest cells that they share: the totals above follow."""
    faults: list[Fault] = []
    for one, other in combinations(tables, 2):
        shared = _shared(one, other)
        if shared is None:
            continue
        ours, theirs = _sums_by_place(one, shared, other), _sums_by_place(other, shared, one)
        for place in sorted(ours.keys() | theirs.keys()):
            our_count, our_where = ours.get(place, (0, ""))
            their_count, their_where = theirs.get(place, (0, ""))
            if our_count != their_count:
                told = message(
                    "{cell} counts {theirs} in {other} but {ours} in {one}",
                    cell=describe(shared, place),
                    theirs=their_count,
                    other=other.name,
                    ours=our_count,
                    one=one.name,
                )
                faults.append(Fault(their_where or our_where, told))
    if faults:
        raise InputError("The tables disagree about cells that they share; nothing was protected.", faults=faults)


def _sums_by_place(table: CountTable, dimensions: Sequence[str], other: CountTable) -> dict[Key, tuple[int, str]]:
    """Sum counts by their values in some dimensions; give with each where its first row stands."""
    sums: dict[Key, tuple[int, str]] = {}
    for key, place in _places(table, table.counts, dimensions, other):
        count, where = sums.get(place, (0, table.where(key)))
        sums[place] = count + table.counts[key], where
    return sums


def describe(dimensions: Sequence[str], key: Key) -> str:
    """Name a cell for people.

    Examples
    --------
    >>> describe(("area", "need"), ("01", "*"))
    'area=01, need=*'
    """
    return ", ".join(f"{d}={v}" for d, v in zip(dimensions, key, strict=True)) or TOTAL


def _told_by_all(tables: Sequence[CountTable]) -> list[list[Key]]:
    """Give the rows of each table, but those (of count 0) under a combination that another does not name.

    That other table publishes the combination as 0, so there is nothing left to withhold. What is
    left out may leave a third table's combination without a row, so it goes on until all agree.
    """
    named = [sorted(table.counts) for table in tables]
    settled = False
    while not settled:
        settled = True
        for i, j in combinations(range(len(tables)), 2):
            shared = _shared(tables[i], tables[j])
            if shared is None:
                continue
            ways = ((i, tables[j]), (j, tables[i]))
            places = [dict(_places(tables[k], named[k], shared, other)) for k, other in ways]
            both = {*places[0].values()} & {*places[1].values()}
            for (k, _), mine in zip(ways, places, strict=True):
                kept = [key for key in named[k] if key not in mine or mine[key] in both]
                settled &= len(kept) == len(named[k])
                named[k] = kept
    return named


def _reckoned_with(table: CountTable, tables: Sequence[CountTable]) -> list[Key]:
    """Give all combinations of an unpublished table: readers are not told which of them are empty."""
    values: dict[str, set[str]] = {dimension: set() for dimension in table.dimensions}
    for other in tables:
        for dimension, value in other.within:
            values.get(dimension, set()).add(value)
        for position, dimension in enumerate(other.dimensions):
            if dimension in values:
                values[dimension] |= {key[position] for key in other.counts}
    for key in table.counts:
        for dimension, value in zip(table.dimensions, key, strict=True):
            values[dimension].add(value)
    return list(product(*(sorted(values[dimension]) for dimension in table.dimensions)))


def _sums(system: System, table: CountTable, keys: Sequence[Key], amounts: Mapping[Key, int]) -> dict[int, int]:
    """Sum amounts into the cells of a table and all its totals."""
    sums: dict[int, int] = {}
    for key in keys:
        amount = amounts.get(key, 0)
        for above in with_totals(key):
            number = system.index[cell_of(table, above)]
            sums[number] = sums.get(number, 0) + amount
    return sums
