"""Pairs of needs go from planners to coordinators without a number; what was postponed comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from netmap.bootstrap import House
from netmap.cli import main
from netmap.errors import PermissionRefused, RefusedError
from netmap.model.cases import Case, Need
from netmap.model.changes import ImportDistrict, OpenCase, SetNeed
from netmap.model.partners import Agreement, ChainStep, Organisation, Report, Service
from netmap.settings import load_settings
from netmap.usecases import needs as use
from netmap.usecases import networking
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.network import day_at

DAY = date(2026, 11, 20)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(load_settings({}, data=str(tmp_path)), clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
    made.partners.apply(
        ImportDistrict.adding(
            Organisation(id="a", name="A", kind="counselling_centre"),
            Organisation(id="b", name="B", kind="counselling_centre"),
            Service(id="one", organisation="a", name="one", needs=("debt",), service_type="debt_counselling"),
            Service(id="two", organisation="b", name="two", needs=("work",), service_type="case_management"),
            Report(from_="a", to="b", level=0, on=date(2026, 10, 1)),
            Agreement(
                id="v", kind="framework", parties=("a:deliverer",), services=("one",), point_2=True, point_10=False
            ),
            ChainStep(chain="k", position=1, service_type="debt_counselling"),
            ChainStep(chain="k", position=2, service_type="Entgiftung"),
        ),
        by="test",
    )
    for n in range(3):
        made.cases.apply(OpenCase.adding(Case(id=f"c{n}", opened_on=date(2026, 1, 1))), by="test")
        for code in ("debt", "work") if n else ("debt", "work", "illness"):
            row = Need(id=f"c{n}-{code}", case=f"c{n}", need=code, since=date(2026, 1, 1))
            made.cases.apply(SetNeed.adding(row), by="test")
    yield made
    made.close()


def desk(house: House, role: Role) -> Desk:
    return Desk(house, Actor(role.value, frozenset({role})))


def listed(house: House, on: date = DAY) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    room = desk(house, Role.COORDINATION)
    return [(t.a, t.b, t.reason, t.about, t.status) for t in networking.talks(room, day_at(room, on))]


def test_a_released_pair_goes_to_the_coordinators_and_can_be_taken_back(house: House):
    planner = desk(house, Role.PLANNING)
    found = use.need_pairs(planner, on=DAY)
    assert listed(house) == []
    use.hand_over(planner, found, ("work", "debt"), text=" Fällt in jedem Quartal auf. ")
    assert listed(house) == [("a", "b", "needs", ("debt", "work"), "open")]
    assert use.handed_over_pairs(desk(house, Role.COORDINATION)) == (("debt", "work"),)
    assert [r["text"] for r in house.partners.load("remarks")["remarks"]] == ["Fällt in jedem Quartal auf."]
    use.take_back_pair(planner, ("debt", "work"))
    assert listed(house) == []


def test_a_withheld_pair_is_not_handed_over(house: House):
    planner = desk(house, Role.PLANNING)
    found = use.need_pairs(planner, on=DAY)
    with pytest.raises(RefusedError):
        use.hand_over(planner, found, ("debt", "illness"))  # one case
    assert house.partners.load("remarks")["remarks"] == []


def test_coordinators_hand_nothing_over(house: House):
    found = use.need_pairs(desk(house, Role.PLANNING), on=DAY)
    with pytest.raises(PermissionRefused):
        use.hand_over(desk(house, Role.COORDINATION), found, ("debt", "work"))


def test_what_was_postponed_comes_back_on_its_day(house: House):
    use.hand_over(desk(house, Role.PLANNING), use.need_pairs(desk(house, Role.PLANNING), on=DAY), ("debt", "work"))
    room = desk(house, Role.COORDINATION)
    (talk,) = networking.talks(room, day_at(room, DAY))
    networking.mark_talk(room, talk.subject, "postponed", until=date(2026, 11, 21))
    assert [row[-1] for row in listed(house)] == ["postponed"]
    networking.mark_talk(room, talk.subject, "postponed", until=DAY)
    assert [row[-1] for row in listed(house)] == ["open"]


@pytest.fixture
def answer(house: House, capsys: pytest.CaptureFixture[str]):
    def ask(*words: str) -> tuple[int, dict]:
        status = main([*words, "--data", str(house.settings.data), "--as-of", "2026-11-20", "--format", "json"])
        return status, json.loads(capsys.readouterr().out)

    return ask


def test_points_are_called_as_their_keys(answer):
    _, found = answer("agreements")
    one, two = found["services"]
    assert [p for p, said in one["points"].items() if said == "no"] == one["missing_points"] == ["10"]
    assert [p for p, said in one["points"].items() if said == "unknown"] == one["unknown_points"]
    assert two["unknown_points"] == [str(n) for n in range(1, 13)]


def test_the_core_says_what_speaks_for_each_function(answer):
    _, found = answer("network", "core")
    assert found["as_of"] == "2026-11-20"
    assert [f["function"] for f in found["functions"]] == [
        "information", "milieu", "project", "informal_production", "production",
    ]  # fmt: skip
    assert found["functions"][0] == {"function": "information", "proposed": False, "grounds": {"ties": 0, "informs": 0}}


def test_the_shape_of_a_chain_stands_beside_it(answer):
    _, found = answer("network", "chains")
    assert found["chains"][0]["breaks"] == [{"after": 1, "reason": "no_provider"}]
    assert found["shapes"] == [{"chain": "k", "detours": [], "ways_back": [], "parallel": []}]


@pytest.mark.parametrize(
    "words",
    [
        ("network", "what-if"),
        ("network", "what-if", "--without", "nobody"),
        ("network", "what-if", "--without-service", "nothing"),
        ("network", "report", "--area", "nowhere"),
        ("network", "report", "--scale", "ladder"),
        ("network", "chains", "--scale", "ladder"),
        ("network", "core", "--area", "nowhere"),
        ("agreements", "--scale", "ladder"),
        ("needs", "pairs", "--scale", "ladder"),
        ("network", "core", "--scale", "ladder"),
    ],
)
def test_what_is_not_there_is_a_wrong_call(answer, words: tuple[str, ...]):
    status, found = answer(*words)
    assert status == 2
    assert found["error"]["kind"] == "call"
