"""Tables that were published before: what they tell binds what may be told now.

Readers keep the earlier tables and put them beside the new ones. So the cells of both form one system:
what is told stays told, what is withheld stays withheld, and the new tables may not narrow what the
earlier ones leave open, as far as a safe cell needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from netmap.analysis.disclosure.attack import WHENEVER
from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Goals
from netmap.analysis.disclosure.programs import Deadline, OutOfTime
from netmap.analysis.disclosure.publication import CellRange, Reading
from netmap.analysis.disclosure.suppress import nothing_is_safe
from netmap.analysis.disclosure.tables import Cell, Facts, Flags, Whole, cell_of
from netmap.errors import Fault, InputError
from netmap.messages import message
from netmap.model.counts import TOTAL, CountTable, Key, PublishedTable


def with_earlier(
    facts: Facts,
    tables: Sequence[CountTable],
    released: Sequence[PublishedTable],
    *,
    threshold: int,
    deadline: Deadline = WHENEVER,
) -> Question:
    """Ask for the best pattern of new tables beside those that were published before.

    Parameters
    ----------
    facts
        The cells of all tables.
    tables, released
        The new tables and the earlier ones.
    threshold
        Counts below it are small.
    deadline
        When to stop: what readers can compute from the earlier tables must be known in full, or nothing is asked.

    Raises
    ------
    OutOfTime
        It was not known in full by then.
    InputError
        The earlier tables contradict each other, or the new ones.
    InfeasibleError
        A cell that must not be told was told already.
    """
    reading = Reading.of(released)
    place = np.array([facts.system.index[cell] for cell in reading.system.cells], np.int64)
    told = np.zeros(len(facts.counts), np.bool_)
    told[place] = ~reading.unknown
    _refuse_other_counts(facts, reading)
    told |= _told_as_nothing(facts, tables)
    if (told & facts.primary).any():
        raise nothing_is_safe()
    counts = _completed(facts, reading, place, told, deadline)
    before = {}
    for cell, known in reading.ranges(reading.any_table(deadline=deadline), deadline=deadline).items():
        if known is None:
            raise OutOfTime
        before[cell] = known
    goals = _goals(facts, counts, before, threshold=threshold)
    shut = facts.primary | ~facts.own
    shut[[facts.system.index[cell] for cell in before]] = True
    return Question(facts.system.equations, counts, goals, shut & ~told, told)


def untold(
    facts: Facts, tables: Sequence[CountTable], keys: Sequence[Sequence[Key]], released: Sequence[PublishedTable]
) -> tuple[PublishedTable, ...]:
    """Give the new tables without a number that was not told before: beside the earlier ones they tell nothing.

    Also withheld is what no row of theirs names, for an earlier table may have withheld it.
    """
    reading = Reading.of(released)
    told = {
        cell: int(count)
        for cell, count, unknown in zip(reading.system.cells, reading.told, reading.unknown, strict=True)
        if not unknown
    }
    found = []
    for table, own in zip(tables, keys, strict=True):
        within, known = set(table.within), {*table.dimensions, *dict(table.within)}
        others = (
            tuple(dict(cell).get(dimension, TOTAL) for dimension in table.dimensions)
            for cell in facts.system.cells
            if within <= set(cell) and dict(cell).keys() <= known
        )
        cells = {key: told.get(cell_of(table, key)) for key in sorted({*own, *others})}
        found.append(PublishedTable(table.name, table.dimensions, cells, within=table.within))
    return tuple(found)


def _refuse_other_counts(facts: Facts, reading: Reading) -> None:
    faults = [
        Fault(
            table.where(key),
            message(
                "{count} was published here, but the new tables count {new}: these are not the same cases",
                count=count,
                new=int(facts.counts[number]),
            ),
        )
        for table in reading.tables
        for key, count in sorted(table.cells.items())
        if count is not None
        and facts.counted[number := facts.system.index[cell_of(table, key)]]
        and facts.counts[number] != count
    ]
    if faults:
        raise InputError("The new tables disagree with what is already published.", faults=faults)


def _told_as_nothing(facts: Facts, tables: Sequence[CountTable]) -> Flags:
    """Mark cells of other tables that the new ones publish as 0 because no row names them."""
    spaces = [(set(table.within), {*table.dimensions, *dict(table.within)}) for table in tables]
    return np.array(
        [
            not own and any(within <= set(cell) and dict(cell).keys() <= known for within, known in spaces)
            for cell, own in zip(facts.system.cells, facts.own.tolist(), strict=True)
        ],
        np.bool_,
    )


def _completed(facts: Facts, reading: Reading, place: Whole, told: Flags, deadline: Deadline) -> Whole:
    """Give counts of all cells that agree with the new tables and with everything published."""
    counts = facts.counts.copy()
    counts[place] = np.where(facts.counted[place], counts[place], reading.told)
    return Reading(reading.tables, facts.system, counts, ~(facts.counted | told)).any_table(deadline=deadline)


def _goals(facts: Facts, counts: Whole, before: Mapping[Cell, tuple[int, int | None]], *, threshold: int) -> Goals:
    """Say what safe means: for cells withheld before, what readers could not rule out until now."""
    goals = Goals.of(counts, facts.primary, threshold=threshold)
    unasked = ~facts.own & ~facts.primary
    goals.up[unasked], goals.down[unasked], goals.either[unasked] = 0, 0, False
    for cell, (low, high) in before.items():
        number = facts.system.index[cell]
        if facts.primary[number]:
            continue
        count = int(counts[number])
        is_wide = low == 0 and (high is None or high >= threshold)
        is_safe = CellRange({}, low, high).is_safe(threshold=threshold)
        goals.up[number] = max(threshold - count, 0) if is_safe else 0
        goals.down[number] = count if is_wide else 0
        goals.either[number] = is_safe and not is_wide and count >= threshold
    return goals
