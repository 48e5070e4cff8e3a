"""A safe pattern soon: what is given where the cheapest pattern takes too long to find."""

from __future__ import annotations

import numpy as np
import pytest

from netmap.analysis.disclosure import CountTable
from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Examiner, Goals
from netmap.analysis.disclosure.narrow import Narrower
from netmap.analysis.disclosure.programs import Deadline
from netmap.analysis.disclosure.repair import Repairer
from netmap.analysis.disclosure.tables import gather

WHENEVER = Deadline(None)


def question(seed, shape):
    numbers = np.random.default_rng(seed).negative_binomial(0.8, 0.04, shape)
    table = CountTable(
        "t", ("x", "y", "z")[: len(shape)], {tuple(map(str, a)): int(n) for a, n in np.ndenumerate(numbers)}
    )
    facts = gather([table], threshold=3)
    goals = Goals.of(facts.counts, facts.primary, threshold=3)
    return Question(facts.system.equations, facts.counts, goals, facts.primary, np.zeros(len(facts.counts), np.bool_))


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
