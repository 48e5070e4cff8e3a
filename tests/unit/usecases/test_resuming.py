"""Where somebody is among the cards: kept with their sign-in, sealed, gone with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmap.bootstrap import House
from netmap.model.changes import Change, Edit
from netmap.usecases.accounts import accounts_of, begin_session, session_of, sign_out, token_id
from netmap.usecases.desk import Role
from netmap.usecases.resuming import Place, keep_place, kept_place
from tests.support.houses import add_account, house_in

PLACE = Place("01CASE7777", "01CARD8888", "compare", hidden=True)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as made:
        add_account(made, "sabine.kern", Role.CASE_MANAGEMENT)
        yield made


def begun(house: House) -> str:
    return begin_session(house, accounts_of(house)["sabine.kern"])


def test_it_is_there_for_the_same_sign_in_only(house: House) -> None:
    mine, other = begun(house), begun(house)
    assert kept_place(house, mine) is None
    keep_place(house, mine, PLACE)
    keep_place(house, other, Place())
    assert kept_place(house, mine) == PLACE
    assert kept_place(house, other) == Place()
    assert session_of(house, mine) is not None


def test_the_store_cannot_read_it_and_writes_no_log(house: House) -> None:
    mine = begun(house)
    before = house.partners.latest()
    keep_place(house, mine, PLACE)
    (row,) = house.partners.load("sessions")["sessions"]
    assert PLACE.case
    assert not any(PLACE.case in str(value) or "hidden" in str(value) for value in row.values())
    assert house.partners.latest() == before


def test_it_goes_with_the_sign_in(house: House) -> None:
    mine = begun(house)
    keep_place(house, mine, PLACE)
    sign_out(house, mine)
    keep_place(house, mine, PLACE)
    assert kept_place(house, mine) is None
    assert not house.partners.load("sessions")["sessions"]


def test_a_row_under_another_token_opens_nothing(house: House) -> None:
    mine, other = begun(house), begun(house)
    keep_place(house, mine, PLACE)
    rows = {row["id"]: row for row in house.partners.load("sessions")["sessions"]}
    moved = {"place": rows[token_id(mine)]["place"]}
    house.partners.housekeep(Change((Edit("sessions", token_id(other), {"place": None}, moved),)))
    assert kept_place(house, other) is None
