"""A safe pattern soon: what is given where the cheapest pattern takes too long to find."""

from __future__ import annotations

import numpy as np
import pytest

from netmap.analysis.disclosure import CountTable
from netmap.analysis.disclosure.cubes import Cubes, grids_of
from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Examiner, Goals
from netmap.analysis.disclosure.narrow import Narrower
from netmap.analysis.disclosure.programs import Deadline, OutOfTime
from netmap.analysis.disclosure.repair import Repairer
from netmap.analysis.disclosure.suppress import Master, Search
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


def test_without_time_neither_a_model_nor_a_cube_is_begun():
    asked = question(1, (5, 4, 3))
    with pytest.raises(OutOfTime):
        Master(asked, Deadline(0.0))
    with pytest.raises(OutOfTime):
        Cubes(asked).hide(Deadline(0.0))


class LooksForEver(Examiner):
    """Finds what is not safe only where most of a minute is left for it."""

    given = None

    def breaches(self, suppressed, *, deadline, first_only=False):
        self.given = self.given or deadline.left
        if deadline.left is not None and deadline.left < 30:
            raise OutOfTime
        return super().breaches(suppressed, deadline=deadline, first_only=first_only)


def test_a_first_look_that_takes_too_long_is_left_for_a_safe_pattern():
    asked = question(2, (5, 4, 3))
    slow = LooksForEver(asked.equations, asked.counts, asked.goals)
    best = Search(asked, slow).run(Deadline(60.0))
    assert slow.given <= 6.0  # a tenth
    assert np.array_equal(best, Search(asked, examiner(asked)).run(WHENEVER))


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


def test_a_small_total_that_two_tables_share_hides_in_the_same_rectangle_of_both():
    one = CountTable("one", ("x", "y"), {("a", "p"): 2, ("a", "q"): 0, ("b", "p"): 7, ("b", "q"): 8})
    other = CountTable("other", ("x", "z"), {("a", "u"): 2, ("a", "v"): 0, ("b", "u"): 4, ("b", "v"): 11})
    asked = asked_of(one, other)
    cubes = Cubes(asked)
    pattern, shifts = cubes.hide(WHENEVER)
    left = open_after(asked, pattern, shifts).cells.tolist()
    assert sorted(asked.counts[left].tolist()) == [2, 2, 2]  # (a, *), and those below it who are the same two
    pattern, more = cubes.hide_across(left, WHENEVER)
    assert open_after(asked, pattern, [*shifts, *more]).number == 0
    # the two of a go to b and come from there, at p in the one table and at u in the other: 26 people beside
    # them; among their totals they would need 9 + 6 + 17 + 17
    assert sorted(asked.counts[pattern].tolist()) == [2, 2, 2, 4, 7, 15]


def cuts_of_three(seed, *, people, dims):
    """The same people by three features, in as many tables as there are names for them."""
    chance = np.random.default_rng(seed)
    everybody = {name: chance.integers(0, 3, people).tolist() for name in "abcd"}
    tables = []
    for names in dims:
        counts = {}
        for person in zip(*(everybody[name] for name in names), strict=True):
            key = tuple(map(str, person))
            counts[key] = counts.get(key, 0) + 1
        tables.append(CountTable("-".join(names), tuple(names), counts))
    return tables


@pytest.mark.parametrize(("dims", "people"), [(("abc", "abd"), 30), (("ab", "bc"), 8), (("abc", "ab"), 30)])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_has_no_cube_in_its_own_table_has_one_across(seed, dims, people):
    asked = asked_of(*cuts_of_three(seed, people=people, dims=dims))
    cubes = Cubes(asked)
    pattern, shifts = cubes.hide(WHENEVER)
    left = open_after(asked, pattern, shifts).cells.tolist()
    assert left
    pattern, more = cubes.hide_across(left, WHENEVER)
    assert open_after(asked, pattern, [*shifts, *more]).number == 0


@pytest.mark.parametrize("dims", [("ab", "bc", "ac"), ("abc", "abd", "acd"), ("a", "b")])
def test_tables_in_a_ring_are_safe_too_where_no_cube_fits_all(dims):
    asked = asked_of(*cuts_of_three(1, people=30, dims=dims))
    cubes = Cubes(asked)
    pattern, shifts = cubes.hide(WHENEVER)
    left = open_after(asked, pattern, shifts).cells.tolist()
    wider, more = cubes.hide_across(left, WHENEVER)
    open_after(asked, wider, [*shifts, *more])  # each shift holds
    found = Repairer(asked, examiner(asked)).at_once(WHENEVER)
    assert examiner(asked).breaches(found, deadline=WHENEVER) == []


def test_linked_tables_have_a_safe_pattern_though_looking_takes_for_ever():
    asked = asked_of(*cuts_of_three(0, people=30, dims=("abc", "abd")))

    class Slow(Examiner):
        """Knows what shifts that it was given show, and finds no other in time."""

        def breaches(self, suppressed, *, deadline, first_only=False):
            if self.open_goals(suppressed).number:
                raise OutOfTime
            return []

    found = Repairer(asked, Slow(asked.equations, asked.counts, asked.goals)).at_once(WHENEVER)
    assert not found.all()
    assert examiner(asked).breaches(found, deadline=WHENEVER) == []
