"""Detours, services side by side, overlap, functions of the network, who must talk: examples by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from netmap.analysis.cooperation.detours import Detour, Parallel, WayBack, chain_shapes
from netmap.analysis.cooperation.functions import functions_of
from netmap.analysis.cooperation.overlap import overlaps_of
from netmap.analysis.cooperation.talks import REASONS, talks_of
from netmap.analysis.day import Day
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import (
    Agreement,
    Area,
    Body,
    ChainStep,
    Membership,
    Organisation,
    Relation,
    Report,
    Service,
)
from netmap.model.tables import Record

DAY = date(2026, 11, 20)
CHAIN = (
    ChainStep(chain="k", position=1, service_type="debt_counselling"),
    ChainStep(chain="k", position=2, service_type="case_management"),
)


def day_of(*records: Record) -> Day:
    return Day(District.of(records), DAY, load_vocabulary())


def orgs(*names: str) -> list[Organisation]:
    return [Organisation(id=n, name=n, kind="jobcenter" if n == "jc" else "counselling_centre") for n in names]


def tie(a: str, b: str, level: int = 1, on: date = date(2026, 5, 1)) -> list[Report]:
    return [Report(from_=a, to=b, level=level, on=on), Report(from_=b, to=a, level=level, on=on)]


def offer(ident: str, org: str, kind: str | None = None, **given: Any) -> Service:
    return Service(id=ident, organisation=org, name=ident, service_type=kind, **{"needs": ("debt",), **given})


# chains


@pytest.mark.parametrize(
    ("records", "way"),
    [
        (tie("a", "z"), None),  # no break, no detour
        ([], None),  # nobody leads there
        ([*tie("a", "m"), *tie("m", "z")], ("a", "m", "z")),
        ([*tie("a", "m"), *tie("m", "z"), *tie("a", "b"), *tie("b", "z")], ("a", "b", "z")),
        ([*tie("a", "m"), Relation(from_="z", to="m", kind="refers")], ("a", "m", "z")),
        ([*tie("a", "m"), Relation(from_="z", to="m", kind="refers", service="other")], None),
        ([*tie("a", "b"), *tie("b", "m"), *tie("m", "n"), *tie("n", "z")], ("a", "b", "m", "n", "z")),
        ([*tie("a", "b"), *tie("b", "m"), *tie("m", "n"), *tie("n", "o"), *tie("o", "z")], None),  # too far
        ([*tie("a", "m"), *tie("m", "z", 0)], None),  # level 0 leads nowhere
    ],
)
def test_a_detour_is_the_shortest_way_over_others(records: list[Record], way: tuple[str, ...] | None):
    day = day_of(
        *orgs("a", "b", "m", "n", "o", "z"),
        offer("one", "a", "debt_counselling"),
        offer("two", "z", "case_management"),
        offer("other", "m"),
        *CHAIN,
        *records,
    )
    (shape,) = chain_shapes(day)
    assert shape.detours == (() if way is None else (Detour(1, way),))


def test_a_missing_step_has_no_detour_and_several_providers_stand_side_by_side():
    day = day_of(
        *orgs("a", "b"),
        offer("one", "b", "debt_counselling"),
        offer("two", "a", "debt_counselling"),
        offer("three", "a", "debt_counselling"),
        *CHAIN,
    )
    (shape,) = chain_shapes(day)
    assert (shape.detours, shape.ways_back) == ((), ())
    assert shape.parallel == (Parallel(1, ("one", "three", "two"), ("a", "b")),)


def test_a_chain_leads_back_to_whom_it_left():
    types = ("debt_counselling", "case_management", "debt_counselling")
    steps = [ChainStep(chain="k", position=n, service_type=t) for n, t in enumerate(types, 1)]
    here = [*orgs("a", "b"), offer("one", "a", "debt_counselling"), *tie("a", "b"), *steps]
    (shape,) = chain_shapes(day_of(*here, offer("two", "b", "case_management")))
    assert shape.ways_back == (WayBack("a", 1, 3),)
    (shape,) = chain_shapes(day_of(*here, offer("two", "b", "case_management"), offer("four", "a", "case_management")))
    assert shape.ways_back == ()  # one may stay with a


# overlap


def test_services_of_several_meet_in_the_largest_area_they_share():
    day = day_of(
        Area(id="k", name="Kreis", kind="kreis"),
        Area(id="g", name="Stadt", kind="gemeinde", parent="k"),
        Area(id="s", name="Nord", kind="sozialraum", parent="g"),
        *orgs("a", "b", "c"),
        offer("all", "a", "debt_counselling", areas=("k",)),
        offer("town", "b", "debt_counselling", areas=("g",)),
        offer("own", "b", "debt_counselling", areas=("k",), target_groups=("women",)),
        offer("same", "b", "case_management", areas=("k",)),
        offer("same2", "b", "case_management", areas=("s",)),  # one provider twice is no overlap
    )
    assert [(o.service_type, o.target_group, o.area, o.services) for o in overlaps_of(day)] == [
        ("debt_counselling", None, "g", ("all", "town")),
        ("debt_counselling", "women", "g", ("all", "own", "town")),
        ("debt_counselling", "women", "k", ("all", "own")),
    ]


# functions


def proposed(*records: Record, area: str | None = None) -> dict[str, bool]:
    return {f.code: f.proposed for f in functions_of(day_of(*orgs("a", "b", "c"), *records), area=area)}


def agreed(until: date | None) -> Agreement:
    return Agreement(id="v", kind="framework", parties=("a", "b"), until=until)


@pytest.mark.parametrize(
    ("records", "served"),
    [
        ([], set()),
        (tie("a", "b", 0), set()),
        (tie("a", "b", 1), {"information"}),
        ([Relation(from_="a", to="b", kind="informs")], {"information"}),
        ([Relation(from_="a", to="b", kind="co_located")], {"milieu"}),
        (tie("a", "b", 2), {"information", "milieu", "informal_production"}),
        ([*tie("a", "b", 2), agreed(None)], {"information", "milieu"}),
        ([Relation(from_="a", to="b", kind="refers")], {"informal_production"}),
        ([agreed(date(2027, 1, 1))], {"project"}),
        ([agreed(date(2026, 11, 19))], set()),  # over
        ([Report(from_="a", to="b", level=3, on=DAY, scale="partner")], set()),  # another ladder
    ],
)
def test_what_speaks_for_a_function(records: list[Record], served: set[str]):
    assert {code for code, there in proposed(*records).items() if there} == served


@pytest.mark.parametrize(("status", "meets"), [("active", True), (None, True), ("ended", False), ("beendet", False)])
def test_a_body_counts_while_it_meets(status: str | None, meets: bool):
    body = Body(id="r", name="Runde", kind="alliance", status=status)
    members = [Membership(body="r", organisation=o) for o in ("a", "b")]
    assert proposed(body, *members)["milieu"] is meets
    assert proposed(body, members[0])["milieu"] is False


def test_production_takes_both_lasting_agreements_and_chains_that_hold():
    chain = [
        offer("one", "a", "debt_counselling", areas=("g",)),
        offer("two", "b", "case_management"),
        *CHAIN,
        *tie("a", "b"),
        Area(id="g", name="Stadt", kind="gemeinde"),
        Area(id="h", name="Dorf", kind="gemeinde"),
    ]
    assert not proposed(*chain)["production"]
    assert not proposed(agreed(None))["production"]
    assert proposed(*chain, agreed(None))["production"]
    assert not any(proposed(*chain, agreed(None), area="h").values())


# who must talk


def reasons(day: Day, **given: Any) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(t.a, t.b, t.reason, t.about) for t in talks_of(day, **given)]


def test_the_likeliest_pair_mends_a_chain():
    records = [
        *orgs("a", "b", "m", "z"),
        offer("one", "a", "debt_counselling"),
        offer("also", "b", "debt_counselling"),
        offer("two", "z", "case_management"),
        *CHAIN,
    ]
    assert reasons(day_of(*records)) == [("a", "z", "chain", ("k",))]
    assert reasons(day_of(*records, *tie("b", "m"), *tie("z", "m"))) == [("b", "z", "chain", ("k",))]
    assert reasons(day_of(*records, *tie("a", "z"))) == []


@pytest.mark.parametrize(
    ("more", "owed"),
    [
        ([], True),
        ([Relation(from_="a", to="jc", kind="feeds_back")], False),
        ([Relation(from_="a", to="jc", kind="feeds_back", service="two")], True),
        ([Relation(from_="a", to="jc", kind="feeds_back", service="one")], False),
    ],
)
def test_feedback_is_missed_where_it_is_owed(more: list[Record], owed: bool):
    day = day_of(
        *orgs("jc", "a"),
        offer("one", "a", legal_bases=("§ 16a SGB II",)),
        offer("two", "a"),
        offer("kita", "a", needs=("child_care",), legal_bases=("§ 16a SGB II",)),
        Relation(from_="jc", to="a", kind="refers"),
        *more,
    )
    assert reasons(day) == ([("a", "jc", "feedback", ("one",))] if owed else [])


def test_whoever_works_with_nobody_on_the_other_need_must_talk():
    day = day_of(
        *orgs("a", "b", "x", "y"),
        offer("1", "a"),
        offer("2", "b"),
        offer("3", "x", needs=("addiction",)),
        offer("4", "y", needs=("addiction",)),
        *tie("a", "x"),
    )
    assert reasons(day) == []  # nobody said that these needs come together
    together = ("debt", "addiction")
    assert reasons(day, together=[together]) == [
        ("a", "y", "needs", ("addiction", "debt")),
        ("b", "x", "needs", ("addiction", "debt")),
    ]
    both = day_of(*orgs("a"), offer("1", "a"), offer("3", "a", needs=("addiction",)))
    assert reasons(both, together=[together]) == []  # one hand


def test_reasons_come_in_their_order_and_a_pair_once_for_each():
    day = day_of(
        *orgs("a", "b", "m", "n"),
        Report(from_="a", to="b", level=1, on=date(2024, 1, 1)),
        Report(from_="b", to="a", level=2, on=date(2024, 1, 1)),
        *tie("m", "n", on=date(2025, 11, 19)),
        *[Relation(from_=x, to=y, kind="refers") for x in ("a", "b") for y in ("m", "n")],
    )
    found = reasons(day)
    assert found == [("a", "b", "contradicted", ()), ("m", "n", "old", ())]
    assert [REASONS.index(r) for _, _, r, _ in found] == sorted(REASONS.index(r) for _, _, r, _ in found)
    silent = day_of(*orgs("a", "b", "m", "n"), *day.relations)
    assert reasons(silent) == [("a", "b", "unknown", ()), ("m", "n", "unknown", ())]
