"""The release gate: nothing small leaves, nothing can be subtracted, and no key is needed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from netmap.bootstrap import House
from netmap.errors import PermissionRefused
from netmap.model.cases import Case, Need
from netmap.model.changes import OpenCase, SetNeed
from netmap.model.tables import TABLES, Room
from netmap.settings import load_settings
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.gate import released_need_pairs
from netmap.usecases.needs import need_pairs
from netmap.usecases.quarters import AreaCounts, ReleasedQuarter, released_quarters
from tests.support.app import run_netmap

DAY = date(2026, 11, 20)
PLANNER = Actor("p", frozenset({Role.PLANNING}))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    house = House(load_settings({}, data=str(tmp_path)), clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
    yield Desk(house, PLANNER)
    house.close()


def add_case(desk: Desk, ident: str, *needs: str, since: date = date(2026, 1, 1)) -> None:
    """A case without anything to seal: no key is there, and none is needed."""
    store = desk.house.cases
    store.apply(OpenCase.adding(Case(id=ident, opened_on=since)), by="test")
    for code in needs:
        store.apply(SetNeed.adding(Need(id=f"{ident}-{code}", case=ident, need=code, since=since)), by="test")


def test_what_is_small_is_withheld_zero_too(desk: Desk):
    for i in range(5):
        add_case(desk, f"a{i}", "debt", "work")
    for i in range(2):
        add_case(desk, f"b{i}", "debt", "illness")
    for i in range(3):
        add_case(desk, f"c{i}", "mobility")
    found = released_need_pairs(desk, on=DAY)
    assert found.cases == 10
    assert found.pairs["debt", "work"] == 5
    assert found.pairs["debt", "illness"] is None
    assert found.pairs["addiction", "debt"] is None
    assert [n for n in found.pairs.values() if n is not None] == [5]


def test_a_pair_that_all_but_one_have_is_withheld(desk: Desk):
    for i in range(5):
        add_case(desk, f"a{i}", "debt", "work")
    add_case(desk, "b", "debt")
    assert released_need_pairs(desk, on=DAY).pairs["debt", "work"] is None


def test_fewer_than_three_cases_show_nothing(desk: Desk):
    add_case(desk, "a", "debt", "work")
    found = released_need_pairs(desk, on=DAY)
    assert found.cases is None
    assert set(found.pairs.values()) == {None}


def test_two_days_cannot_be_subtracted_to_a_person(desk: Desk):
    for i in range(8):
        add_case(desk, f"a{i}", "debt", "work")
        add_case(desk, f"b{i}", "illness", "work")
    before = released_need_pairs(desk, on=date(2026, 6, 30))
    add_case(desk, "new", "debt", "work", since=date(2026, 9, 1))
    for i in range(3):
        add_case(desk, f"n{i}", "illness", "work", since=date(2026, 9, 1))
    after = released_need_pairs(desk, on=DAY)
    assert (before.pairs["debt", "work"], after.pairs["debt", "work"]) == (8, None)
    assert (before.pairs["illness", "work"], after.pairs["illness", "work"]) == (8, 11)
    assert after.earlier == 1


def test_a_case_entered_later_cannot_be_told_by_asking_again(desk: Desk):
    for i in range(8):
        add_case(desk, f"a{i}", "debt", "work")
    assert released_need_pairs(desk, on=DAY).pairs["debt", "work"] == 8
    assert released_need_pairs(desk, on=DAY).pairs["debt", "work"] == 8
    add_case(desk, "late", "debt", "work")
    assert released_need_pairs(desk, on=DAY).pairs["debt", "work"] is None


def test_what_is_remembered_is_only_what_was_shown(desk: Desk):
    for i in range(4):
        add_case(desk, f"a{i}", "debt", "work")
    add_case(desk, "b", "debt", "illness")
    add_case(desk, "c", "illness")
    add_case(desk, "d", "illness")
    released_need_pairs(desk, on=DAY)
    rows = desk.house.partners.load("publications")["publications"]
    assert len(rows) == 1
    shown = rows[0]["figures"]["pairs"]
    assert {k for k, n in shown.items() if n is not None} == {"debt|work"}


def test_only_planners_receive_figures(desk: Desk):
    with pytest.raises(PermissionRefused):
        need_pairs(Desk(desk.house, Actor("c", frozenset({Role.COORDINATION}))), on=DAY)


def every(quarter: ReleasedQuarter) -> list[AreaCounts]:
    return [counts for rows in quarter.needs.values() for counts in rows.values()]


def test_planners_need_no_key_and_read_no_sealed_value(demo_data: Path):
    """The key and the keyring are gone; the figures are the same, and sealed columns stay shut."""
    whole = json.loads(
        run_netmap("needs", "pairs", "--as-of", "2026-11-20", "--data", str(demo_data), "--format", "json").stdout
    )
    bare = demo_data.with_name("bare")
    shutil.copytree(demo_data, bare)
    for path in bare.iterdir():
        if path.name.split(".")[0] in ("netmap", "keyring"):
            path.unlink()
    house = House(load_settings({}, data=str(bare)))
    try:
        found = need_pairs(Desk(house, PLANNER), on=DAY)
        assert {p: found.released.pairs[p] for p in found.released.pairs} == {
            tuple(p["needs"]): p["cases"] for p in whole["pairs"]
        }
        assert any(c.is_told for q in released_quarters(Desk(house, PLANNER), on=DAY).quarters for c in every(q))
        assert not {"codec", "keyring"} & set(vars(house))
        assert not house.settings.key_path.exists()
        sealed = 0
        for spec in TABLES.values():
            if spec.room is Room.CASES:
                for row in house.cases.load(spec.name)[spec.name]:
                    for column in spec.columns:
                        if column.sealed:
                            sealed += 1
                            assert row[column.name] is None
        assert sealed > 1000
    finally:
        house.close()
