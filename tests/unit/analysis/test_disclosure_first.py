"""A safe pattern soon: what is given where the cheapest pattern takes too long to find."""

from __future__ import annotations

import numpy as np
import pytest

from netmap.analysis.disclosure import CountTable
from netmap.analysis.disclosure.cubes import Cubes, grids_of
from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Examiner, Goals
from netmap.analysis.disclosure.narrow import Narrower
from netmap.analysis.disclosure.programs import Deadline
from netmap.analysis.disclosure.repair import Repairer
from netmap.analysis.disclosure.tables import all_keys, gather

WHENEVER = Deadline(None)


def question(seed, shape):
    numbers = np.random.default_rng(seed).negative_binomial(0.8, 0.04, shape)
    table = CountTable(
        "t", ("x", "y", "z")[: len(shape)], {tuple(map(str, a)): int(n) for a, n in np.ndenumerate(numbers)}
    )
    return asked_of(table)


def asked_of(*tables):
    facts = gather(tables, threshold=3)
    goals = Goals.of(facts.counts, facts.primary, threshold=3)
    keys = [all_keys(table.counts, width=len(table.dimensions)) for table in tables]
    return Question(
        facts.system.equations,
        facts.counts,
        goals,
        facts.primary,
        np.zeros(len(facts.counts), np.bool_),
        grids_of(tables, keys, facts.system.index),
    )


def examiner(asked):
    return Examiner(asked.equations, asked.counts, asked.goals)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(8, 6), (5, 4, 3)])
def test_the_first_pattern_is_safe_and_no_withholding_of_everything(seed, shape):
    asked = question(seed, shape)
    pattern = Repairer(asked, examiner(asked)).first(WHENEVER)
    assert pattern[asked.shut].all()
    # a second examiner, who has seen none of the shifts on which the first relied
    assert examiner(asked).breaches(pattern, deadline=WHENEVER) == []
    assert asked.counts[pattern].sum() < asked.counts.sum() / 4


@pytest.mark.parametrize("seed", range(3))
def test_all_cells_at_once_lead_to_a_safe_pattern(seed):
    asked = question(seed, (5, 4, 3))
    pattern = Repairer(asked, examiner(asked)).at_once(WHENEVER)
    assert examiner(asked).breaches(pattern, deadline=WHENEVER) == []
    assert not pattern.all()


@pytest.mark.parametrize("seed", range(3))
def test_what_is_published_again_is_what_examining_every_step_publishes(seed):
    asked = question(seed, (5, 4, 3))
    wide = ~asked.open
    expected = wide.copy()
    spare = np.flatnonzero(~asked.shut)
    for cell in spare[np.argsort(-asked.counts[spare], kind="stable")]:
        without = expected.copy()
        without[cell] = False
        if not examiner(asked).breaches(without, deadline=WHENEVER, first_only=True):
            expected = without
    assert np.array_equal(Narrower(asked, examiner(asked), wide).run(WHENEVER), expected)


def test_without_time_nothing_unsafe_is_given():
    asked = question(1, (5, 4, 3))
    assert Repairer(asked, examiner(asked)).first(Deadline(0.0)).all()


# Cubes


def open_after(asked, pattern, shifts):
    """What no shift shows, each of them checked by adding up."""
    known = examiner(asked)
    for shift in shifts:
        moved = np.zeros(len(asked.counts), np.int64)
        moved[shift.cells] = shift.amounts
        assert not (asked.equations @ moved).any()
        assert (asked.counts + moved >= 0).all()
        assert pattern[shift.cells].all()
        known.keep(shift, known.open_goals(pattern))
    return known.open_goals(pattern)


@pytest.mark.parametrize("shape", [(9,), (7, 6), (6, 5, 4)])
def test_every_small_count_hides_in_a_cube_and_is_safe_there(shape):
    asked = question(2, shape)
    pattern, shifts = Cubes(asked).hide(WHENEVER)
    assert asked.shut.any()
    assert open_after(asked, pattern, shifts).number == 0
    # the best pattern of the largest of these withholds 229 people
    assert asked.counts[pattern].sum() < asked.counts.sum() / 10


def test_two_persons_alone_hide_among_their_totals():
    asked = asked_of(CountTable("t", ("x", "y"), {("a", "a"): 2, ("b", "b"): 0}))
    pattern, shifts = Cubes(asked).hide(WHENEVER)
    assert open_after(asked, pattern, shifts).number == 0


def test_cubes_leave_cells_that_two_tables_share_alone():
    one = CountTable("one", ("x", "y"), {("a", "p"): 2, ("a", "q"): 9, ("b", "p"): 7, ("b", "q"): 8})
    other = CountTable("other", ("x", "z"), {("a", "u"): 6, ("a", "v"): 5, ("b", "u"): 4, ("b", "v"): 11})
    asked = asked_of(one, other)
    pattern, shifts = Cubes(asked).hide(WHENEVER)
    assert open_after(asked, pattern, shifts).number == 0
    assert sorted(asked.counts[pattern].tolist()) == [2, 7, 8, 9]
