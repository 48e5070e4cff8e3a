"""How a step came to be what it is, from the log of its case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from netmap.errors import PermissionRefused
from netmap.model.cases import Step
from netmap.stores.base import Conflict
from netmap.usecases import cases
from netmap.usecases.desk import Desk, Role
from netmap.usecases.steps import step_changes
from tests.support.houses import desk_as, house_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with house_in(tmp_path) as house:
        yield desk_as(house, Role.CASE_MANAGEMENT)


def agreed(desk: Desk) -> Step:
    case = cases.begin_case(desk, name="Erika Probe")
    step = Step(id="s1", case=case.id, who="client", what="Antrag stellen", until=date(2026, 5, 1))
    cases.put(desk, case.id, step)
    return step


def test_each_change_is_told_and_one_taken_back_is_not(desk: Desk) -> None:
    step = agreed(desk)
    assert step_changes(desk, step.case) == ()
    later = replace(step, until=date(2026, 6, 1), who="other", who_text="Bruder Karl")
    cases.put(desk, step.case, later, old=step)
    (change,) = step_changes(desk, step.case)
    assert (change.step, change.by) == ("s1", desk.actor.account)
    assert change.before == {"until": "2026-05-01", "who": "client", "who_text": None}
    assert change.after == {"until": "2026-06-01", "who": "other", "who_text": "Bruder Karl"}
    cases.undo_in_case(desk, step.case)
    assert cases.open_case(desk, step.case).steps == (step,)
    assert step_changes(desk, step.case) == ()
    cases.undo_in_case(desk, step.case, redo=True)
    assert cases.open_case(desk, step.case).steps == (later,)
    assert [one.after for one in step_changes(desk, step.case)] == [change.after]
    cases.undo_in_case(desk, step.case)
    assert step_changes(desk, step.case) == ()


def test_two_people_do_not_overwrite_one_another(desk: Desk) -> None:
    step = agreed(desk)
    cases.put(desk, step.case, replace(step, until=date(2026, 6, 1)), old=step)
    with pytest.raises(Conflict):
        cases.put(desk, step.case, replace(step, until=date(2026, 7, 1)), old=step)
    cases.put(desk, step.case, replace(step, what="Antrag ausfüllen"), old=step)
    (now,) = cases.open_case(desk, step.case).steps
    assert (now.what, now.until) == ("Antrag ausfüllen", date(2026, 6, 1))


def test_only_who_holds_the_case_reads_it(desk: Desk) -> None:
    step = agreed(desk)
    with pytest.raises(PermissionRefused):
        step_changes(desk_as(desk.house, Role.CASE_MANAGEMENT, account="jemand.anders"), step.case)
