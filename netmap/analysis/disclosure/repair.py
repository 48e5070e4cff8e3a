"""A safe pattern soon, not the cheapest: for when the best one takes too long.

Starting from what must be suppressed, each cell that is not safe gets the cheapest shift that makes it
so, and the cells that this shift touches are suppressed too. Where that takes too long, a few shifts do
for all cells at once. At the end, what turned out not to be needed is published again. If there is no
time at all, everything is suppressed: then nothing bounds any cell.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from netmap.analysis.disclosure.bridges import Bridges
from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Breach, Examiner
from netmap.analysis.disclosure.narrow import Narrower
from netmap.analysis.disclosure.programs import Deadline, OutOfTime
from netmap.analysis.disclosure.tables import Flags

#: how many cells of each line are looked at first, the cheapest ones
CHEAPEST = 12
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
        return Narrower(self._question, self._examiner, pattern).run(deadline)

    def first(self, deadline: Deadline) -> Flags:
        """Find a safe pattern that does not fail for want of time, unless there is next to none.

        One is made as quickly as can be, all cells at once; a better one, cell by cell, if half of the time
        is enough for it. What that one does not need is published again in the rest.

        Parameters
        ----------
        deadline
            When to stop searching.
        """
        pattern = self.at_once(deadline)
        counts = self._question.counts
        try:
            better = self._widen(self._question.shut, deadline.part(0.5))
        except OutOfTime:
            better = pattern
        if counts[better].sum() < counts[pattern].sum():
            pattern = better
        return Narrower(self._question, self._examiner, pattern).run(deadline)

    def at_once(self, deadline: Deadline) -> Flags:
        """Make a pattern safe as quickly as can be; everything is suppressed if even that takes too long."""
        pattern = self._question.shut.copy()
        bridges = Bridges(self._question, pattern | self._cheap_ones())
        try:
            for _ in range(ROUNDS):
                breaches = self._examiner.breaches(pattern, deadline=deadline)
                if not breaches:
                    return pattern
                for cells, amounts in bridges.at_once(breaches, pattern, deadline):
                    pattern[cells] = True
                    self._examiner.keep_if_whole(cells, amounts, self._examiner.open_goals(pattern))
        except OutOfTime:
            pass
        return ~self._question.open

    def _widen(self, pattern: Flags, deadline: Deadline) -> Flags:
        bridges = Bridges(self._question, pattern | self._cheap_ones())
        while breaches := self._examiner.breaches(pattern, deadline=deadline):
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
