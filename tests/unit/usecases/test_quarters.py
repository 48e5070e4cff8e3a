"""Needs and what helps by Sozialraum and quarter: counted by hand, protected, released once, never subtractable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.disclosure import PublishedTable, audit
from netmap.analysis.needquarters import CaseRows, Namings, Quarter, last_quarters
from netmap.bootstrap import House
from netmap.errors import CallError, PermissionRefused
from netmap.model.cases import Alter, Card, Case, Need
from netmap.model.catalogues import load_vocabulary
from netmap.model.changes import ImportDistrict, OpenCase, SetNeed
from netmap.model.district import District
from netmap.model.partners import Area, Organisation, Publication, Resource, Service
from netmap.settings import load_settings
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.quarters import SETTLING, AreaCounts, _remember, _tables, released_quarters

TODAY = date(2026, 11, 20)
Q3, Q2 = Quarter(2026, 3), Quarter(2026, 2)
AUGUST, MAY = date(2026, 8, 3), date(2026, 5, 4)

DISTRICT = (
    Area(id="g", name="Stadt", kind="gemeinde"),
    Area(id="n", name="Nord", kind="sozialraum", parent="g"),
    Area(id="s", name="Süd", kind="sozialraum", parent="g"),
    Area(id="q", name="Hafen", kind="quartier", parent="n"),
    Organisation(id="sb", name="Beratung", kind="counselling_centre"),
    Service(id="debts", organisation="sb", name="Schuldnerberatung", needs=("debt",), areas=("g",)),
    Service(id="old", organisation="sb", name="Alt", needs=("work",), until=date(2026, 6, 30)),
    Resource(id="club", name="Verein", kind="club", area="n", needs=("isolation",)),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with_it = new_desk(tmp_path)
    yield with_it
    with_it.house.close()


def new_desk(folder: Path) -> Desk:
    house = House(load_settings({}, data=str(folder)), clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
    house.partners.apply(ImportDistrict.adding(*DISTRICT), by="test")
    return Desk(house, Actor("p", frozenset({Role.PLANNING})))


def add_cases(
    desk: Desk,
    name: str,
    count: int,
    need: str,
    *,
    area: str | None = "n",
    on: date = AUGUST,
    entry: tuple[str, str] | None = None,
) -> None:
    """Cases that name a need on a day, with or without an entry of the partner side on a card of that day."""
    for i in range(count):
        case = Case(id=f"{name}{i}", opened_on=on, area=area)
        made: list[Any] = [Need(id=f"{case.id}-n", case=case.id, need=need, since=on)]
        if entry is not None:
            made.append(Card(id=f"{case.id}.1", case=case.id, on=on))
            made.append(
                Alter(
                    id=f"{case.id}.1.a",
                    case=case.id,
                    card=f"{case.id}.1",
                    entry="a",
                    partner_table=entry[0],
                    partner_id=entry[1],
                )
            )
        desk.house.cases.apply(OpenCase.adding(case, *made), by="test")


def last(desk: Desk) -> Any:
    return released_quarters(desk, on=TODAY, count=1).quarters[0]


def test_what_is_counted(desk: Desk):
    add_cases(desk, "a", 5, "debt", area="n", entry=("services", "debts"))
    add_cases(desk, "b", 4, "debt", area="q", entry=("organisations", "sb"))  # the quartier lies in Nord
    add_cases(desk, "c", 7, "debt", area="s", entry=("services", "elsewhere"))
    add_cases(desk, "d", 6, "debt", area="s", entry=("resources", "club"))  # there for another need
    add_cases(desk, "e", 3, "debt", area="s", on=MAY)  # named before: not in this quarter
    found = last(desk)
    assert found.quarter == Q3
    assert found.areas == ("-", "g", "n", "s")
    # nobody of Nord is without help, nobody of Süd has any: neither 0 may be told, nor be computed
    assert found.needs["debt"]["*"] == AreaCounts(22, 9, 13)
    for area in ("n", "s"):
        row = found.needs["debt"][area]
        assert [row.cases, row.named, row.missing].count(None) >= 2
    assert found.entries["services", "debts"] == {"*": 5}


def test_a_need_named_again_counts_in_its_first_quarter_only(desk: Desk):
    add_cases(desk, "a", 4, "debt", on=MAY)
    add_cases(desk, "b", 5, "debt", area="s", on=MAY, entry=("services", "debts"))
    for i in range(4):
        again = Need(id=f"a{i}-again", case=f"a{i}", need="debt", since=AUGUST)
        desk.house.cases.apply(SetNeed.adding(again), by="test")
    second, third = released_quarters(desk, on=TODAY, count=2).quarters
    assert (second.quarter, second.needs["debt"]["*"].cases) == (Q2, 9)
    assert (third.quarter, third.needs["debt"]["*"].cases) == (Q3, None)


def test_a_service_that_has_ended_is_no_help_and_a_later_card_neither():
    areas = AreaTree({a.id: a for a in DISTRICT if isinstance(a, Area)})
    rows = CaseRows(
        cases=[{"id": c, "area": "n"} for c in ("x", "y", "z")],
        needs=[{"case": c, "need": n, "since": "2026-08-03"} for c, n in (("x", "work"), ("y", "debt"), ("z", "debt"))],
        cards=[
            {"id": "x.1", "on": "2026-08-03"},
            {"id": "y.1", "on": "2026-10-01"},
            {"id": "z.1", "on": "2026-05-04"},
        ],
        alters=[
            {"case": "x", "card": "x.1", "partner_table": "services", "partner_id": "old"},
            {"case": "y", "card": "y.1", "partner_table": "services", "partner_id": "debts"},
            {"case": "z", "card": "z.1", "partner_table": "services", "partner_id": "debts"},
        ],
    )
    found = Namings(rows, areas).need_tables(Q3, _day(Q3), needs=["debt", "work"])
    tables = {dict(t.within)["need"]: t for t in found}
    assert {k: n for k, n in tables["work"].counts.items() if n} == {("n", "missing"): 1}
    assert {k: n for k, n in tables["debt"].counts.items() if n} == {("n", "named"): 1, ("n", "missing"): 1}


def _day(quarter: Quarter) -> Day:
    return Day(District.of(DISTRICT), quarter.last, load_vocabulary())


def test_the_running_quarter_and_one_just_over_are_not_released(desk: Desk):
    def asked(on: date) -> list[str]:
        return [str(q.quarter) for q in released_quarters(desk, on=on, count=2).quarters]

    assert asked(date(2026, 10, 14)) == ["2026-Q1", "2026-Q2"]
    assert asked(date(2026, 10, 15)) == ["2026-Q2", "2026-Q3"]
    assert asked(date(2030, 1, 1)) == ["2026-Q2", "2026-Q3"]  # today is 20 November


def test_a_released_quarter_stays_whoever_comes_or_goes(desk: Desk):
    add_cases(desk, "a", 6, "debt", entry=("services", "debts"))
    add_cases(desk, "b", 6, "debt", area="s")
    before = last(desk)
    add_cases(desk, "late", 1, "debt", entry=("services", "debts"))
    add_cases(desk, "more", 20, "debt", area="s")
    assert last(desk) == before
    assert len(desk.house.partners.load("publications")["publications"]) == 1


def test_two_quarters_are_not_subtractable_to_one_case(tmp_path: Path):
    """One case more in the later quarter: no number of any release is another than without it."""

    def shown(folder: str, more: int) -> list[Any]:
        desk = new_desk(tmp_path / folder)
        add_cases(desk, "a", 6, "debt", on=MAY)
        add_cases(desk, "x", more, "debt", on=AUGUST)
        found = [released_quarters(desk, on=on, count=2).quarters for on in (date(2026, 7, 20), TODAY)]
        desk.house.close()
        return found

    assert shown("none", 0) == shown("one", 1) == shown("two", 2)
    assert shown("three", 3) != shown("again", 0)


@pytest.mark.parametrize("rare", [0, 1, 2])
def test_what_was_ever_released_stands_the_audit_together(tmp_path: Path, rare: int):
    desk = new_desk(tmp_path)
    for on in (MAY, AUGUST):
        add_cases(desk, f"n{on}", 7, "debt", area="n", on=on, entry=("services", "debts"))
        add_cases(desk, f"r{on}", rare, "debt", area="n", on=on)
        add_cases(desk, f"s{on}", 5, "debt", area="s", on=on, entry=("services", "debts"))
        add_cases(desk, f"t{on}", 5, "debt", area="s", on=on)
        add_cases(desk, f"u{on}", rare, "work", area=None, on=on)
        released_quarters(desk, on=date(on.year, on.month + 3, 28), count=1)
    found = released_quarters(desk, on=TODAY, count=2)
    rows = desk.house.partners.load("publications")["publications"]
    tables: list[PublishedTable] = []
    for row in rows:
        tables += _tables(Publication.of_stored(row))
    read = audit(tables)
    assert read.passed
    for quarter in found.quarters:
        shown = quarter.needs["debt"]["n"]
        assert shown.missing is None
        withheld = [c for c in read.cells if dict(c.key) == {"area": "n", "help": "missing"}]
        assert withheld
        assert all(c.low == 0 and (c.high is None or c.high >= 3) for c in withheld)
    numbers = [n for t in tables for n in t.cells.values() if n is not None]
    assert numbers
    assert min(numbers) >= 3
    desk.house.close()


def test_one_case_leaves_no_trace_in_what_is_kept_and_logged(tmp_path: Path):
    def left(folder: str, rare: int) -> str:
        desk = new_desk(tmp_path / folder)
        add_cases(desk, "a", 8, "debt", entry=("services", "debts"))
        add_cases(desk, "b", rare, "isolation", entry=("resources", "club"))
        add_cases(desk, "c", rare, "work", area="q")
        add_cases(desk, "d", rare, "debt", area="s", on=MAY, entry=("organisations", "sb"))
        shown = released_quarters(desk, on=TODAY, count=3)
        kept = [p["figures"] for p in desk.house.partners.load("publications")["publications"]]
        logged = [
            [(e.table, {k: v for k, v in (e.after or {}).items() if k != "at"}) for e in c.edits]
            for c in desk.house.partners.changes()
        ]
        desk.house.close()
        return repr(shown) + json.dumps(kept) + repr(logged)

    assert left("none", 0) == left("one", 1) == left("two", 2)
    assert left("three", 3) != left("other", 0)


def test_only_planners_receive_quarters_and_only_so_many(desk: Desk):
    with pytest.raises(PermissionRefused):
        released_quarters(Desk(desk.house, Actor("c", frozenset({Role.CASE_MANAGEMENT}))), on=TODAY)
    with pytest.raises(CallError):
        released_quarters(desk, on=TODAY, count=0)


def test_who_comes_second_takes_what_the_first_released(desk: Desk):
    add_cases(desk, "a", 6, "debt")
    first = last(desk)
    other = PublishedTable("t", ("area",), {("*",): 99}, within=(("entry", "services/debts"), ("quarter", "2026-Q3")))
    _remember(desk, Q3, [other], threshold=3)  # as if both had counted at the same moment
    assert last(desk) == first


def test_quarters():
    assert [str(q) for q in last_quarters(date(2026, 1, 14), settling=SETTLING, count=1)] == ["2025-Q3"]
    assert Quarter(2026, 1).first == date(2026, 1, 1)
    assert Quarter(2028, 1).last == date(2028, 3, 31)
    assert Quarter.parse("2025-Q4").after() == Quarter(2026, 1)


def test_the_first_count_tells_how_far_it_is_and_the_next_has_nothing_to_tell(desk: Desk):
    told: list[tuple[float, str]] = []

    def progress(fraction: float, what: str) -> None:
        told.append((fraction, what))

    add_cases(desk, "a", 5, "debt")
    found = released_quarters(desk, on=TODAY, count=3, progress=progress)
    assert [what for _, what in told] == [*(str(q.quarter) for q in found.quarters), "", ""]
    assert [round(fraction, 2) for fraction, _ in told] == [0, 0.25, 0.5, 0.75, 1]
    told.clear()
    released_quarters(desk, on=TODAY, count=3, progress=progress)
    assert told == []
