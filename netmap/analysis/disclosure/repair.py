"""A safe pattern soon, not the cheapest: for when the best one takes too long.

Soonest is a cube for each cell that must be suppressed. Cheaper it gets with a few shifts that do for all
cells at once, or with the cheapest shift for each cell that is not safe, as far as there is time; the cells
that these shifts touch are suppressed too. At the end, what turned out not to be needed is published again.
If there is no time at all, everything is suppressed: then nothing bounds any cell.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from netmap.analysis.disclosure.bridges import Bridges
from netmap.analysis.disclosure.cubes import Cubes
from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Breach, Examiner
from netmap.analysis.disclosure.narrow import Narrower
from netmap.analysis.disclosure.programs import Deadline, OutOfTime
from netmap.analysis.disclosure.tables import Flags

#: how many cells of each line are looked at first, the cheapest ones
CHEAPEST = 12
#: the share of the time for finding out what has to be helped, before cheaper ways than cubes are sought
LOOKING_SHARE = 0.4
#: the share of the time for finding out which cells of linked tables are safe without cubes across them
ALONE_SHARE = 0.5
#: how often all cells that are not safe are helped at once, before each is looked at alone
ROUNDS = 4


class Repairer:
    """Makes patterns safe.

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

    def repair(self, start: Flags, deadline: Deadline) -> Flags:
        """Find a safe pattern that suppresses few people.

        Parameters
        ----------
        start
            A pattern to begin with.
        deadline
            When to stop searching and suppress everything.
        """
        try:
            pattern = self._widen(start | self._question.shut, deadline)
        except OutOfTime:
            return ~self._question.open
        return self._narrowed(pattern, deadline)

    def first(self, deadline: Deadline) -> Flags:
        """Find a safe pattern that does not fail for want of time, unless there is next to none.

        One is made as quickly as can be; cheaper ones, for all cells at once and cell by cell, if a part of
        the time is enough for them. What the best one does not need is published again in the rest.

        Parameters
        ----------
        deadline
            When to stop searching.
        """
        pattern = self.at_once(deadline)
        counts = self._question.counts
        try:
            breaches = self._examiner.breaches(self._question.shut, deadline=deadline.part(LOOKING_SHARE))
        except OutOfTime:
            return self._narrowed(pattern, deadline)
        for share, way in ((0.3, self._together), (0.4, self._widen)):
            try:
                better = way(self._question.shut.copy(), deadline.part(share), breaches)
            except OutOfTime:
                continue
            if counts[better].sum() < counts[pattern].sum():
                pattern = better
        return self._narrowed(pattern, deadline)

    def at_once(self, deadline: Deadline) -> Flags:
        """Make a pattern safe as quickly as can be; everything is suppressed if even that takes too long."""
        try:
            cubes = Cubes(self._question)
            pattern, shifts = cubes.hide(deadline)
            self._examiner.keep_those_that_hold(shifts)
            if len(self._question.grids) > 1:
                return self._in_linked_tables(cubes, pattern, deadline)
            return self._together(pattern, deadline)
        except OutOfTime:
            return ~self._question.open

    def _in_linked_tables(self, cubes: Cubes, pattern: Flags, deadline: Deadline) -> Flags:
        """Make a pattern safe in which cells have no cube in their own table alone.

        Most of them are safe in it all the same, which takes time to find out; else they get cubes that are
        the same in several tables, which cost more people.
        """
        try:
            return self._together(pattern, deadline.part(ALONE_SHARE))
        except OutOfTime:
            open_cells = self._examiner.open_goals(pattern).cells.tolist()
            pattern, shifts = cubes.hide_across(open_cells, deadline)
            self._examiner.keep_those_that_hold(shifts)
            return self._together(pattern, deadline)

    def _narrowed(self, pattern: Flags, deadline: Deadline) -> Flags:
        """Publish again what is not needed, where there is time to begin with it."""
        return pattern if deadline.passed else Narrower(self._question, self._examiner, pattern).run(deadline)

    def _together(self, pattern: Flags, deadline: Deadline, first: list[Breach] | None = None) -> Flags:
        """Help all cells that are not safe at once; which these are at first may be known already."""
        bridges: Bridges | None = None
        for number in range(ROUNDS):
            known = first if number == 0 else None
            breaches = self._examiner.breaches(pattern, deadline=deadline) if known is None else known
            if not breaches:
                return pattern
            deadline.check()
            bridges = bridges or Bridges(self._question, pattern | self._cheap_ones())
            for cells, amounts in bridges.at_once(breaches, pattern, deadline):
                pattern[cells] = True
                self._examiner.keep_if_whole(cells, amounts, self._examiner.open_goals(pattern))
        return ~self._question.open

    def _widen(self, pattern: Flags, deadline: Deadline, first: list[Breach] | None = None) -> Flags:
        """Help the cells that are not safe one by one; which these are at first may be known already."""
        deadline.check()
        bridges = Bridges(self._question, pattern | self._cheap_ones())
        breaches = self._examiner.breaches(pattern, deadline=deadline) if first is None else first
        while breaches:
            before = int(pattern.sum())
            for breach in breaches:
                found = bridges.cheapest(breach, pattern, deadline)
                if found is None:
                    bridges = Bridges(self._question, ~self._question.open)
                    found = bridges.cheapest(breach, pattern, deadline)
                pattern = pattern if found is None else pattern | found
            if int(pattern.sum()) == before:
                # only whole numbers stand in the way: open all lines through the cells
                pattern = pattern | self._neighbours(breaches)
            if int(pattern.sum()) == before:
                return ~self._question.open
            breaches = self._examiner.breaches(pattern, deadline=deadline)
        return pattern

    def _cheap_ones(self) -> Flags:
        """Mark the cheapest cells of each line, and its total."""
        equations, counts = self._question.equations, self._question.counts
        marks = np.zeros(len(counts), np.bool_)
        for start, end in pairwise(equations.indptr.tolist()):
            cells = equations.indices[start:end]
            marks[cells[np.argsort(counts[cells], kind="stable")[:CHEAPEST]]] = True
            told = cells[counts[cells] > 0]
            marks[told[np.argsort(counts[told], kind="stable")[:CHEAPEST]]] = True
            marks[cells[equations.data[start:end] < 0]] = True
        return marks & ~self._question.open

    def _neighbours(self, breaches: list[Breach]) -> Flags:
        marks = np.zeros(len(self._question.counts), np.int64)
        marks[[breach.cell for breach in breaches]] = 1
        ties = abs(self._question.equations)
        return np.asarray(ties.T @ (ties @ marks) > 0) & ~self._question.open
