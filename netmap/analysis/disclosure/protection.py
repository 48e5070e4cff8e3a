"""Protected tables: small counts withheld, and as little else as makes them safe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from netmap.analysis.disclosure.attack import WHENEVER
from netmap.analysis.disclosure.cubes import grids_of
from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.earlier import untold, with_earlier
from netmap.analysis.disclosure.goals import Examiner, Goals, OpenGoals
from netmap.analysis.disclosure.parts import Shift
from netmap.analysis.disclosure.programs import Deadline, OutOfTime, Stopwatch
from netmap.analysis.disclosure.publication import Audit, Ranges, Reading, judge, suppressed_cells
from netmap.analysis.disclosure.shifts import that_hold
from netmap.analysis.disclosure.suppress import Search, nothing_is_safe
from netmap.analysis.disclosure.tables import Cell, Facts, Flags, Whole, all_keys, cell_of, gather
from netmap.errors import InputError
from netmap.model.counts import CountTable, Key, PublishedTable

#: no table is protected for less (DOMAIN.md § 4)
LOWEST_THRESHOLD = 3
#: the shares of the time given by which the search for the best pattern ends, and that for a good one;
#: the rest is for the audit
BEST_SHARE = 0.5
#: what putting the answer together takes, measured in what it took to gather the cells
PUTTING_TOGETHER = 2.0
#: the share in which earlier tables have to be understood
EARLIER_SHARE = 0.4
GOOD_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class Protected:
    """Tables that may leave, with the protocol of how they were protected.

    Attributes
    ----------
    tables
        What may be published: every combination and total of each table.
    suppressed, cells
        Number of suppressed cells and of all cells; a cell that tables share counts once.
    persons_suppressed
        Sum of the counts of all suppressed cells, totals too. For the protocol, not for readers.
    proven_optimal
        Whether it is proven that no safe pattern suppresses fewer persons, or as many in fewer cells.
    audit
        What readers can compute.
    nothing_new
        Whether whole tables are withheld: there was no time to know what the earlier ones leave open, so no
        number leaves that was not told by these. The ranges are not known either.
    """

    tables: tuple[PublishedTable, ...]
    suppressed: int
    cells: int
    persons_suppressed: int
    proven_optimal: bool
    audit: Audit
    nothing_new: bool = False


def check_threshold(threshold: int) -> None:
    """Refuse a threshold under three.

    Raises
    ------
    InputError
        It is.
    """
    if threshold < LOWEST_THRESHOLD:
        raise InputError(
            "The threshold is {threshold}; it can be raised but not be below {lowest}.",
            threshold=threshold,
            lowest=LOWEST_THRESHOLD,
        )


def protect(
    tables: Sequence[CountTable],
    *,
    threshold: int = 3,
    time_limit_s: float | None = 60.0,
    released: Sequence[PublishedTable] = (),
    unpublished: Sequence[CountTable] = (),
) -> Protected:
    """Withhold small counts and as few others as make them safe.

    *Primary* are the cells with 0 < count < threshold, and those with fewer than three contributors
    where a table names them. Whole counts from 0 that agree with everything published leave each
    primary cell a range from 0 to at least the threshold, and every other suppressed cell one that
    reaches the threshold and is no single number. Among all safe patterns the one with the fewest
    persons suppressed is chosen (every suppressed cell counts, totals too, shared cells once), then the
    fewest cells. Combinations that no row names count 0 and are published.

    What is about to leave is then audited as a reader would see it.

    Parameters
    ----------
    tables
        Exact counts; tables share every cell with the same values in their common dimensions.
    threshold
        Counts below it are small; at least 3.
    time_limit_s
        When the best pattern is not found by then, a safe coarser one is given and
        ``proven_optimal`` is false. Where the audit cannot compute every range by then, each cell is
        shown to be safe by whole tables that agree with everything published, and the audit says of which
        cells it does not know the exact range.
    released
        Tables already published of the same cases. What they tell stays told and what they withhold
        stays withheld, and the new tables may not narrow what they leave open: a withheld cell that
        could be anything from 0 to the threshold still can, any other still meets the audit. What they
        leave open has to be known before anything is added: where a part of the time is not enough for
        that, whole tables are withheld (``nothing_new``).
    unpublished
        Exact counts that nobody is given, but whose primary cells must not be narrowed either: those who
        came or left between two quarters, say. They tie tables together that share no cell.

    Raises
    ------
    InputError
        The threshold is too low, counts are negative, or tables disagree.
    InfeasibleError
        What is already published leaves no safe way.

    Examples
    --------
    >>> table = CountTable("t", ("area",), {("01",): 1, ("02",): 4, ("03",): 9})
    >>> protect([table]).tables[0].cells
    {('*',): 14, ('01',): None, ('02',): None, ('03',): 9}
    """
    check_threshold(threshold)
    deadline, begun = Deadline(time_limit_s), Stopwatch()
    keys = [all_keys(table.counts, width=len(table.dimensions)) for table in tables]
    facts = gather(tables, threshold=threshold, earlier=released, unpublished=unpublished)
    # whatever is computed has to be put together at the end, and large tables take their time for that
    deadline = deadline.before(PUTTING_TOGETHER * begun.seconds)
    try:
        question = _question(facts, tables, released, threshold=threshold, deadline=deadline.part(EARLIER_SHARE))
    except OutOfTime:
        return _nothing_new(tables, keys, facts, released, threshold=threshold)
    question = replace(question, grids=grids_of(tables, keys, facts.system.index))
    best_by, good_by = deadline.part(BEST_SHARE), deadline.part(GOOD_SHARE)
    examiner = Examiner(question.equations, question.counts, question.goals)
    pattern, proven = _choose(question, examiner, best_by=best_by, deadline=good_by)
    beside = [*released, *(_never_told(table, facts) for table in unpublished)]
    attack = Attack(facts, question, examiner)
    coarsest = ~question.open
    if not beside and bool((pattern == coarsest).all()):
        pattern = _multiples(question, pattern)
    leaving = _leaving(tables, keys, facts, pattern)
    ranges = attack.ranges([*leaving, *beside], pattern, deadline)
    if ranges is None and beside and deadline.passed:
        return _nothing_new(tables, keys, facts, released, threshold=threshold)
    if ranges is None:
        # never seen; if it ever is, the coarsest table is the answer, and it is audited just the same
        pattern, proven = coarsest, False
        leaving = _leaving(tables, keys, facts, pattern)
        ranges = attack.ranges([*leaving, *beside], pattern, Deadline(None))
        if ranges is None:
            raise nothing_is_safe()
    withheld = pattern & facts.own
    return Protected(
        tables=leaving,
        suppressed=int(withheld.sum()),
        cells=len({cell_of(t, key) for t, own in zip(tables, keys, strict=True) for key in own}),
        persons_suppressed=int(facts.counts[withheld].sum()),
        proven_optimal=proven,
        audit=judge(leaving, ranges, threshold=threshold),
    )


def _question(
    facts: Facts,
    tables: Sequence[CountTable],
    released: Sequence[PublishedTable],
    *,
    threshold: int,
    deadline: Deadline = WHENEVER,
) -> Question:
    if not facts.own.all() or released:
        return with_earlier(facts, tables, released, threshold=threshold, deadline=deadline)
    goals = Goals.of(facts.counts, facts.primary, threshold=threshold)
    nothing = np.zeros(len(facts.counts), np.bool_)
    return Question(facts.system.equations, facts.counts, goals, facts.primary, nothing)


def _nothing_new(
    tables: Sequence[CountTable],
    keys: Sequence[Sequence[Key]],
    facts: Facts,
    released: Sequence[PublishedTable],
    *,
    threshold: int,
) -> Protected:
    """Withhold whole tables: without time to know what the earlier ones leave open, nothing may be added to them."""
    leaving = untold(facts, tables, keys, released)
    withheld = {cell: facts.counts[facts.system.index[cell]] for _, _, cell in suppressed_cells(leaving)
                if cell in facts.system.index}  # fmt: skip
    unknown: Ranges = {cell: None for _, _, cell in suppressed_cells(leaving)}
    return Protected(
        tables=leaving,
        suppressed=len(unknown),
        cells=len({cell_of(t, key) for t in leaving for key in t.cells}),
        persons_suppressed=int(sum(withheld.values())),
        proven_optimal=False,
        audit=judge(leaving, unknown, threshold=threshold),
        nothing_new=True,
    )


def _choose(question: Question, examiner: Examiner, *, best_by: Deadline, deadline: Deadline) -> tuple[Flags, bool]:
    """Give the best pattern, or in want of time a coarser one; and whether it is the best."""
    search = Search(question, examiner)
    try:
        return search.run(best_by), True
    except OutOfTime:
        return search.settle(deadline), False


def _multiples(question: Question, pattern: Flags) -> Flags:
    """Publish the zeros of a pattern that withholds everything, where none of them has to be withheld.

    Then no other number is told, and every multiple of the true table agrees with what is: each withheld
    count can be anything from 0, and that is known without any time.
    """
    if (question.shut & (question.counts == 0)).any():
        return pattern
    return pattern & (question.counts > 0)


def _leaving(
    tables: Sequence[CountTable], keys: Sequence[Sequence[Key]], facts: Facts, pattern: Flags
) -> tuple[PublishedTable, ...]:
    def shown(cell: Cell) -> int | None:
        number = facts.system.index.get(cell)
        if number is None or not facts.own[number]:
            return 0
        return None if pattern[number] else int(facts.counts[number])

    return tuple(
        PublishedTable(
            table.name,
            table.dimensions,
            {key: shown(cell_of(table, key)) for key in own},
            within=table.within,
        )
        for table, own in zip(tables, keys, strict=True)
    )


def _never_told(table: CountTable, facts: Facts) -> PublishedTable:
    """Give an unpublished table as readers have it: they know what it would count, and no number."""
    listed = {
        key: None
        for key in all_keys(table.counts, width=len(table.dimensions))
        if cell_of(table, key) in facts.system.index
    }
    return PublishedTable(table.name, table.dimensions, listed, within=table.within)


class Attack:
    """The attacker's audit of what is about to leave, from nothing but what is published.

    Parameters
    ----------
    facts, question
        The cells, and what is asked of each. The true counts are only the place from which the ranges are
        measured.
    examiner
        Knows other whole tables: where there is no time to compute a range, they show what it holds.
    """

    def __init__(self, facts: Facts, question: Question, examiner: Examiner) -> None:
        self._facts, self._question, self._examiner = facts, question, examiner

    def ranges(self, published: Sequence[PublishedTable], pattern: Flags, deadline: Deadline) -> Ranges | None:
        """Compute what readers can, as far as there is time; ``None`` if not every cell is safe."""
        reading = Reading.of(published)
        place = self._facts.system.index
        counts = [int(self._question.counts[place[c]]) if c in place else 0 for c in reading.system.cells]
        found = reading.ranges(np.array(counts, np.int64), deadline=deadline)
        asked = {cell: int(place[cell]) for cell in found if pattern[place[cell]]}
        unknown: list[int] = []
        for cell, number in asked.items():
            known = found[cell]
            if known is None:
                unknown.append(number)
            elif not self._is_met(number, known):
                return None
        if unknown:
            open_goals = self._not_shown(reading, pattern, np.array(counts, np.int64))
            if any(open_goals.any_of(number) for number in unknown):
                return None
        return found

    def _is_met(self, number: int, known: tuple[int, int | None]) -> bool:
        """Check a range against what is asked of the cell."""
        (low, high), goals = known, self._question.goals
        count = int(self._question.counts[number])
        if low > count - goals.down[number] or (high is not None and high < count + goals.up[number]):
            return False
        return not (goals.either[number] and low == high)

    def _not_shown(self, reading: Reading, pattern: Flags, counts: Whole) -> OpenGoals:
        """Give what no other whole table shows; each is held against what readers know, all of it, once more."""
        place = np.array([reading.system.index[cell] for cell in self._facts.system.cells], np.int64)
        open_goals = OpenGoals(self._question.goals, pattern)
        if (counts < 0).any() or reading.unlike(counts):
            return open_goals
        shifts = self._examiner.shifts_of(pattern)
        there = [Shift(place[shift.cells], shift.amounts) for shift in shifts]
        back = np.full(len(counts), -1)
        back[place] = np.arange(len(place))
        for shift in that_hold(there, reading.system.equations, counts, reading.unknown):
            open_goals.strike(Shift(back[shift.cells], shift.amounts))
        return open_goals
