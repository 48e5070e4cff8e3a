"""What stands on the gap report: two days compared, access to a need, where to be present, what if."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.day import Day
from netmap.analysis.gaps import Certainty, Limits, find_gaps, shown_count
from netmap.analysis.gaps.access import need_access
from netmap.analysis.gaps.compare import compare_gaps
from netmap.analysis.gaps.presence import BUS, where_to_be
from netmap.analysis.gaps.trial import Trial, tried
from netmap.errors import InfeasibleError, InputError
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.openinghours import WINDOWS
from netmap.model.partners import Area, Demand, Organisation, Place, Service, Travel
from netmap.model.tables import Record

DAY = date(2026, 11, 20)


def day_of(*records: Record) -> Day:
    return Day(District.of(records), DAY, load_vocabulary())


AREAS = (
    Area(id="k", name="Kreis", kind="kreis", setting="country"),
    *(Area(id=a, name=a, kind="gemeinde", parent="k") for a in "abc"),
)
PLACES = tuple(Place(id=p, name=p, area="a") for p in ("p", "q", "r"))
ORG = Organisation(id="jc", name="Jobcenter", kind="jobcenter")
ROWS = (
    Demand(area="a", need="debt", people_low=10, people_high=100),
    Demand(area="b", need="debt", people_low=10, people_high=300),
    Demand(area="c", need="debt", people_low=10, people_high=50),
)


def minutes(*lines: tuple[str, str, float]) -> list[Travel]:
    return [Travel(area=a, place=p, minutes=m) for a, p, m in lines]


def test_two_step_floating_catchment_by_hand():
    """As the example of netmap.analysis.reach: 20 places for 400 people; nobody gets there from c."""
    service = Service(id="s", organisation="jc", name="s", needs=("debt",), places=("p",), areas=("k",), capacity=20)
    day = day_of(*AREAS, *PLACES, ORG, *ROWS, service, *minutes(("a", "p", 45), ("b", "p", 10), ("c", "p", 46)))
    found = need_access(find_gaps(day.district, DAY, day.vocabulary), day, "debt")
    assert [(r.row.area, r.places, r.services) for r in found.rows] == [("a", 0.05, 1), ("b", 0.05, 1), ("c", 0.0, 0)]
    assert (found.people, found.people_without, found.unknown_capacity) == (450, 50, ())


def test_offers_of_unknown_size_are_counted_not_guessed():
    service = Service(id="s", organisation="jc", name="s", needs=("debt",), areas=("k",), features=("outreach",))
    day = day_of(*AREAS, ORG, *ROWS, service)
    report = find_gaps(day.district, DAY, day.vocabulary)
    found = need_access(report, day, "debt")
    assert (found.people_without, found.unknown_capacity) == (450, ("s",))
    assert need_access(report, day, "debt", with_capacity=False).people_without == 0
    assert need_access(report, day, "debt", with_capacity=False, language="tr").people_without == 450


def test_bands_are_shares_of_the_limit_of_town_and_country():
    """Three bands of 45 minutes: a at 15 (edge, weight 1), b at 16 (0.5), c at 45 (edge, 0.25)."""
    service = Service(id="s", organisation="jc", name="s", needs=("debt",), places=("p",), areas=("k",), capacity=20)
    day = day_of(*AREAS, *PLACES, ORG, *ROWS, service, *minutes(("a", "p", 15), ("b", "p", 16), ("c", "p", 45)))
    report = find_gaps(day.district, DAY, day.vocabulary)
    found = need_access(report, day, "debt", weights=(1, 0.5, 0.25))
    ratio = 20 / (100 + 0.5 * 300 + 0.25 * 50)
    assert [r.places for r in found.rows] == pytest.approx([ratio, 0.5 * ratio, 0.25 * ratio])
    assert sum(r.people * r.places for r in found.rows) == pytest.approx(20)
    towns = day_of(*(replace(a, setting="town") for a in AREAS), *PLACES, ORG, *ROWS, service, *day.district.travel)
    report = find_gaps(towns.district, DAY, day.vocabulary)
    found = need_access(report, towns, "debt", weights=(1, 0.5, 0.25))
    ratio = 20 / (0.5 * 100 + 0.5 * 300)  # 15 and 16 of 30 minutes are both in the second band; c is out of reach
    assert [r.places for r in found.rows] == pytest.approx([0.5 * ratio, 0.5 * ratio, 0])
    with pytest.raises(InputError):
        need_access(report, towns, "debt", weights=(1, -0.5))


def test_who_comes_to_people_is_in_the_nearest_band():
    service = Service(
        id="s", organisation="jc", name="s", needs=("debt",), areas=("k",), features=("outreach",), capacity=9
    )
    day = day_of(*AREAS, ORG, *ROWS, service)
    report = find_gaps(day.district, DAY, day.vocabulary)
    assert need_access(report, day, "debt", weights=(1, 0)).rows == need_access(report, day, "debt").rows


def test_only_what_is_open_counts_and_what_nobody_knows_is_named():
    usual: dict[str, Any] = {"organisation": "jc", "needs": ("debt",), "areas": ("k",), "features": ("remote",)}
    services = [
        Service(id=s, name=s, capacity=10, notes={"opening_hours": hours} if hours else None, **usual)
        for s, hours in (("day", "Mo–Fr 8–16"), ("late", "Do 16–19"), ("ask", "nach Vereinbarung"), ("none", None))
    ]
    day = day_of(*AREAS, ORG, *ROWS, *services)
    report = find_gaps(day.district, DAY, day.vocabulary)
    found = need_access(report, day, "debt", during=WINDOWS["evening"])
    assert [r.services for r in found.rows] == [1, 1, 1]
    assert sum(r.people * r.places for r in found.rows) == pytest.approx(10)
    assert found.unknown_hours == ("ask", "none")
    assert need_access(report, day, "debt", during=WINDOWS["weekend"]).people_without == 450
    assert need_access(report, day, "debt").unknown_hours == ()


WAYS = minutes(("a", "p", 10), ("b", "p", 50), ("b", "q", 20), ("c", "q", 60), ("c", "r", 5), ("a", "r", 44))


@pytest.mark.parametrize(
    ("given", "sites", "people"),
    [
        ({"count": 1}, {"q"}, 300),
        ({"count": 2}, {"q", "r"}, 450),
        ({"count": 1, "fixed": ["p"]}, {"p"}, 100),
        ({"count": 2, "fixed": ["p"]}, {"p", "q"}, 400),
        ({"count": 1, "candidates": ["p", "r"]}, {"r"}, 150),
        ({"count": 1, "candidates": ["p"], "stops": ["q", "r"]}, {BUS}, 450),
        ({"objective": "lscp", "count": None}, {"q", "r"}, 450),
    ],
)
def test_where_to_be_present(given: dict[str, object], sites: set[str], people: int):
    found = where_to_be(day_of(*AREAS, *PLACES, *ROWS, *WAYS), "debt", **given)  # type: ignore[arg-type]
    assert {found.problem.places[i] for i in found.found.sites.tolist()} == sites
    assert (found.people, found.people_total, found.found.proven_optimal) == (people, 450, True)


def test_town_and_country_have_their_own_limits():
    areas = [replace(a, setting="town") if a.id == "b" else a for a in AREAS]
    day = day_of(*areas, *PLACES, *ROWS, *minutes(("a", "p", 40), ("b", "p", 40), ("c", "p", 40)))
    found = where_to_be(day, "debt", count=1)
    assert (found.people, found.uncovered) == (150, ("b",))


def test_a_protected_place_is_never_proposed():
    hidden = [replace(p, protected=True) for p in PLACES]
    with pytest.raises(InputError):
        where_to_be(day_of(*AREAS, *hidden, *ROWS, *WAYS), "debt", count=1)


def test_who_cannot_be_reached_is_counted():
    day = day_of(*AREAS, *PLACES, *ROWS, *minutes(("a", "p", 10)))
    with pytest.raises(InfeasibleError) as caught:
        where_to_be(day, "debt", objective="lscp", count=None)
    assert "350" in str(caught.value)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("pqr"), st.integers(1, 90)), max_size=9))
def test_presence_agrees_with_trying_every_pair(lines: list[tuple[str, str, int]]):
    known = {(a, p): float(m) for a, p, m in lines}
    day = day_of(*AREAS, *PLACES, *ROWS, *minutes(*((a, p, m) for (a, p), m in known.items())))
    people = {"a": 100, "b": 300, "c": 50}

    def covered(chosen: tuple[str, ...]) -> int:
        return sum(n for a, n in people.items() if any(known.get((a, p), 999) <= 45 for p in chosen))

    found = where_to_be(day, "debt", count=2)
    assert found.people == max(covered(c) for c in combinations("pqr", 2))


def test_what_if_and_two_days():
    service = Service(
        id="s", organisation="jc", name="s", needs=("debt",), areas=("k",), features=("remote",), wait_days=30,
        capacity=999, verified_on=DAY,
    )  # fmt: skip
    day = day_of(*AREAS, ORG, *ROWS, service)
    before = find_gaps(day.district, DAY, day.vocabulary)
    assert before.gaps == ()

    def after(trial: Trial) -> list[tuple[str, str]]:
        found = find_gaps(tried(day, trial), DAY, day.vocabulary)
        changes = compare_gaps(before, found)
        assert (changes.closed, changes.still) == ((), ())
        return [(g.row.area, g.kind) for g in changes.opened]

    assert after(Trial(closing=("s",))) == [(a, "absent") for a in "abc"]
    assert after(Trial(waiting=("s",))) == [(a, "insufficient") for a in "abc"]
    assert after(Trial(closing=("s",), opening=(replace(service, id="t"),))) == []
    assert Trial().is_empty


def test_a_gap_that_became_another_is_told_apart_from_one_that_closed():
    """When the only offer, too small, ends, being too small is closed for nobody; what is verified is."""
    small, stale = (
        Service(id=i, organisation="jc", name=i, needs=("debt",), areas=(a,), features=("remote",), capacity=n,
                verified_on=on)
        for i, a, n, on in (("s", "a", 1, DAY), ("t", "b", 999, None))
    )  # fmt: skip
    day = day_of(*AREAS, ORG, *ROWS, small, stale)
    before = find_gaps(day.district, DAY, day.vocabulary)
    trial = Trial(("s", "t"), (), (replace(stale, id="u", verified_on=DAY),))
    changes = compare_gaps(before, find_gaps(tried(day, trial), DAY, day.vocabulary))
    names = [(g.row.area, g.kind, [(o.row.area, o.kind) for o in others]) for g, others in changes.replaced]
    assert names == [("a", "insufficient", [("a", "absent")])]
    assert [(g.row.area, g.kind) for g in changes.gone] == [("b", "stale")]
    assert [(g.row.area, g.kind) for g in changes.opened] == [("a", "absent")]


def test_surer_than_before():
    service = Service(id="s", organisation="jc", name="s", needs=("debt",), areas=("k",), features=("remote",),
                      capacity=20, verified_on=DAY)  # fmt: skip
    day = day_of(*AREAS, ORG, *ROWS, service)
    before = find_gaps(day.district, DAY, day.vocabulary)
    smaller = replace(service, id="t", capacity=9)
    after = find_gaps(tried(day, Trial(("s",), (), (smaller,))), DAY, day.vocabulary, limits=Limits())
    changes = compare_gaps(before, after)
    assert (changes.closed, changes.opened) == ((), ())
    assert {g.certainty for g in before.gaps} == {Certainty.CERTAIN}
    assert changes.surer == ()


def test_one_or_two_people_are_not_told():
    assert [shown_count(n) for n in range(4)] == [0, "0–2", "0–2", 3]
