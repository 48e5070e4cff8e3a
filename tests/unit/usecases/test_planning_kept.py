"""What is worked out of a district is worked out once, and never outlives the district it came from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from netmap.analysis.gaps import Limits
from netmap.analysis.gaps.trial import Trial
from netmap.model.changes import ImportDistrict, SetService
from netmap.model.district import KEPT, District
from netmap.model.partners import Demand, Service, Travel
from netmap.usecases import planning
from netmap.usecases.desk import Desk, Role
from netmap.usecases.network import day_at
from tests.support.houses import NOW, desk_as, fill, house_in

DAY = NOW.date()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with house_in(tmp_path) as house:
        fill(house)
        rows = [
            Demand(area="nord", need="debt", people_low=5, people_high=9),
            Demand(area="nord", need="work", people_low=4, people_high=6),
        ]
        house.partners.apply(ImportDistrict.adding(*rows), by="test")
        yield desk_as(house, Role.PLANNING)


def kinds(report) -> set[tuple[str, str]]:
    return {(g.row.need, g.kind) for g in report.gaps}


def test_an_unchanged_district_is_judged_once(desk: Desk):
    first = planning.gaps_of(desk, on=DAY)
    assert planning.gaps_of(desk, on=DAY) is first
    assert day_at(desk, DAY) is day_at(desk, DAY)


def test_another_day_or_limit_is_another_answer(desk: Desk):
    first = planning.gaps_of(desk, on=DAY)
    assert planning.gaps_of(desk, on=DAY, town_limit=1) is not first
    assert planning.gaps_of(desk, on=DAY, town_limit=1).limits.town == 1
    assert planning.gaps_of(desk, on=DAY + timedelta(days=1)).as_of == DAY + timedelta(days=1)
    assert planning.gaps_of(desk, on=DAY, area="g").rows == 2
    assert planning.gaps_of(desk, on=DAY, area="nord") is not planning.gaps_of(desk, on=DAY, area="g")


def test_means_of_travel_are_those_of_the_travel_file_and_a_word_of_its_own_can_be_asked_for(desk: Desk):
    assert planning.modes_of(desk) == {}
    assert "Rufbus" in str(planning.gaps_of(desk, on=DAY, mode="Rufbus").warnings)
    lines = [Travel(area="nord", place="bh", minutes=99, mode=mode) for mode in ("Rufbus", "zu Fuß", None)]
    desk.house.partners.apply(ImportDistrict.adding(*lines), by="test")
    assert planning.modes_of(desk) == {"Rufbus": "Rufbus", "walk": "zu Fuß"}
    assert ("debt", "out_of_reach") in kinds(planning.gaps_of(desk, on=DAY, mode="Rufbus"))
    assert "Rufbus, walk" in str(planning.gaps_of(desk, on=DAY, mode="Seilbahn").warnings[0])


def test_a_changed_offer_is_judged_anew_also_for_who_asked_before(desk: Desk):
    assert ("work", "absent") in kinds(planning.gaps_of(desk, on=DAY))
    helps = Service(id="arbeit", organisation="jc", name="Arbeit", needs=("work",), places=("bh",), capacity=9)
    desk.house.partners.apply(ImportDistrict.adding(helps), by="test")
    assert ("work", "absent") not in kinds(planning.gaps_of(desk, on=DAY))
    few = dataclasses.replace(helps, capacity=1)
    desk.house.partners.apply(SetService.updating((helps, few)), by="test")
    assert ("work", "insufficient") in kinds(planning.gaps_of(desk, on=DAY))
    assert planning.access_to(desk, "work", on=DAY, limits=Limits()).rows[0].places == pytest.approx(1 / 6)


def test_a_note_leaves_the_district_as_it_is(desk: Desk):
    first = planning.gaps_of(desk, on=DAY)
    before = desk.house.district().revision
    planning.note_gap(desk, planning.subject_of(first.gaps[0]), kind="note", text="Gesehen")
    assert planning.gaps_of(desk, on=DAY) is first
    # but whoever holds a file by its revision is told that something was written
    assert desk.house.district().revision != before


def test_each_trial_has_its_own_answer(desk: Desk):
    limits = Limits()
    _, closed, changes = planning.what_would_be(desk, Trial(closing=("schulden",)), on=DAY, limits=limits)
    assert ("debt", "absent") in kinds(closed)
    assert {(g.row.need, g.kind) for g in changes.opened} == {("debt", "absent")}
    helps = Service(id="new", organisation="jc", name="Neu", needs=("work",), places=("bh",), capacity=9)
    _, opened, _ = planning.what_would_be(desk, Trial(opening=(helps,)), on=DAY, limits=limits)
    more = dataclasses.replace(helps, needs=("addiction",))
    _, other, _ = planning.what_would_be(desk, Trial(opening=(more,)), on=DAY, limits=limits)
    assert ("work", "absent") not in kinds(opened)
    assert ("work", "absent") in kinds(other)
    again = planning.what_would_be(desk, Trial(closing=("schulden",)), on=DAY, limits=limits)[1]
    assert again is closed


def test_only_the_last_answers_are_kept():
    made: list[int] = []

    def ask(district: District, key: int) -> int:
        return district.derived("square", key, lambda: made.append(key) or key * key)

    here = District({})
    for key in range(KEPT + 1):
        assert ask(here, key) == key * key
    ask(here, KEPT)
    ask(here, 1)
    assert made == list(range(KEPT + 1))
    ask(here, 0)  # the first one was let go
    assert made == [*range(KEPT + 1), 0]
    ask(District({}), 1)  # another district knows nothing of it
    assert made == [*range(KEPT + 1), 0, 1]
