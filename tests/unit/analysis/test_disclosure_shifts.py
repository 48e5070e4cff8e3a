"""Many shifts at once answer what each one alone would."""

from __future__ import annotations

import numpy as np
import pytest

from netmap.analysis.disclosure.parts import Shift
from netmap.analysis.disclosure.shifts import Shifts, that_hold
from netmap.analysis.disclosure.tables import CountTable, build_system

CELLS = [("a",), ("b",), ("c",)]


def shift(cells, amounts):
    return Shift(np.array(cells, np.int64), np.array(amounts, np.int64))


def as_lists(shifts):
    return [(s.cells.tolist(), s.amounts.tolist()) for s in shifts]


def line():
    """One line of 2 + 5 + 4 = 11; the cells are numbered total, a, b, c."""
    system = build_system([(CountTable("t", ("x",), {}), CELLS)])
    counts = {(): 11, (("x", "a"),): 2, (("x", "b"),): 5, (("x", "c"),): 4}
    return system.equations, np.array([counts[cell] for cell in system.cells])


def test_shifts_leave_a_total_and_no_count_below_0():
    equations, counts = line()
    given = [
        shift([1, 2], [2, -2]),
        shift([1, 2], [-3, 3]),  # 2 - 3 is below 0
        shift([1, 2], [1, 1]),  # the total does not rise along
        shift([0, 1, 3], [2, 1, 1]),
    ]
    assert as_lists(that_hold(given, equations, counts)) == [([1, 2], [2, -2]), ([0, 1, 3], [2, 1, 1])]


def test_told_cells_do_not_move():
    equations, counts = line()
    given = [shift([1, 2], [2, -2]), shift([0, 1], [1, 1])]
    untold = np.array([False, True, True, True])
    assert as_lists(that_hold(given, equations, counts, untold)) == [([1, 2], [2, -2])]
    assert as_lists(that_hold([], equations, counts)) == []


@pytest.mark.parametrize("seed", range(5))
def test_those_that_a_pattern_allows_are_the_same_one_by_one(seed):
    chance = np.random.default_rng(seed)
    given = [
        shift(chance.choice(9, size, replace=False), chance.integers(1, 4, size))
        for size in chance.integers(0, 4, 40).tolist()
    ]
    known = Shifts()
    for number, one in enumerate(given):
        known.add(one)
        if number % 7 == 0:  # asked in between, too
            known.within(np.ones(9, np.bool_))
    pattern = chance.random(9) < 0.7
    expected = [s for s in given if len(s.cells) and pattern[s.cells].all()]
    assert expected
    assert as_lists(known.each_within(pattern)) == as_lists(expected)
    together = known.within(pattern)
    assert together.cells.tolist() == [cell for s in expected for cell in s.cells.tolist()]
    assert together.amounts.tolist() == [amount for s in expected for amount in s.amounts.tolist()]
