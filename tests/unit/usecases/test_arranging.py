"""Everybody is placed anew, and the way back is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netmap.bootstrap import House
from netmap.errors import PermissionRefused
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Organisation, Report
from netmap.settings import Settings
from netmap.usecases import arranging
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.network import day_at

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    house = House(Settings(data=tmp_path), clock=lambda: NOW)
    house.partners.apply(
        ImportDistrict.adding(
            *(Organisation(id=i, name=f"Haus {i.upper()}", kind="association") for i in "abcd"),
            Report(from_="a", to="b", level=2, on=NOW.date()),
            Report(from_="b", to="c", level=1, on=NOW.date()),
        ),
        by="cli",
    )
    yield Desk(house, Actor("coordination", frozenset({Role.COORDINATION})))
    house.close()


def test_all_are_placed_anew_and_the_old_places_come_back(desk: Desk) -> None:
    day = day_at(desk, NOW.date())
    fresh = arranging.positions(desk, day)
    assert not arranging.has_earlier(desk)
    arranging.move(desk, "a", -4000.0, 5000.0)
    by_hand = arranging.positions(desk, day)
    assert by_hand["a"] == (-4000.0, 5000.0)

    arranging.arrange(desk, day)
    assert arranging.positions(desk, day) == fresh
    assert arranging.has_earlier(desk)
    assert arranging.arranged(desk) == 1

    # moved once more by hand, and still there is a way back, and one forth
    arranging.move(desk, "b", 1.0, 2.0)
    corrected = arranging.positions(desk, day)
    arranging.arrange_back(desk)
    assert arranging.positions(desk, day) == by_hand
    arranging.arrange_back(desk)
    assert arranging.positions(desk, day) == corrected
    assert arranging.arranged(desk) == 3  # an open page takes the places over each time


def test_where_most_are_new_what_is_shown_first_is_shown_again_and_hands_are_respected(desk: Desk) -> None:
    arranging.positions(desk, day_at(desk, NOW.date()))
    arranging.move(desk, "a", -4000.0, 5000.0)
    many = [Organisation(id=f"n{n}", name=f"Neu {n}", kind="association") for n in range(9)]
    desk.house.partners.apply(ImportDistrict.adding(*many), by="cli")
    day = day_at(desk, NOW.date())
    shown = arranging.positions(desk, day)
    assert shown["a"] == (-4000.0, 5000.0)
    assert arranging.positions(desk, day) == shown


def test_only_who_may_work_on_the_network_arranges_it(desk: Desk) -> None:
    planner = Desk(desk.house, Actor("planner", frozenset({Role.PLANNING})))
    day = day_at(desk, NOW.date())
    for act in (lambda: arranging.arrange(planner, day), lambda: arranging.arrange_back(planner)):
        with pytest.raises(PermissionRefused):
            act()
