"""The demo district: the same bytes each time, invented throughout, something true for every page."""

from __future__ import annotations

import csv
import itertools
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from netmap.analysis.cooperation.agreements import triangles_of
from netmap.analysis.cooperation.chains import chains_of
from netmap.analysis.cooperation.core import core_of
from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.day import Day
from netmap.analysis.gaps import find_gaps
from netmap.exchange.district import read_district
from netmap.model.catalogues import Vocabulary, load_vocabulary
from netmap.model.district import District
from netmap.model.partners import Decision, Meeting
from seeds.demo_generator import district as generator
from tests.support.places import SEEDS

DEMO = SEEDS / "demo"
DEMO_DAY = date(2026, 11, 20)
#: the day on which every kind of finding must be there
SHOWN = date(2026, 11, 21)


@cache
def vocabulary() -> Vocabulary:
    return load_vocabulary()


@cache
def district() -> District:
    return District.of(read_district(DEMO, vocabulary=vocabulary()).records)


@cache
def day(on: date = SHOWN) -> Day:
    return Day(district(), on, vocabulary())


@cache
def minutes() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEMO / "minutes.yaml").read_text(encoding="utf-8"))
    return found


# What the files are


def test_generating_again_gives_the_same_bytes() -> None:
    for name, text in generator.tables().items():
        assert (DEMO / name).read_bytes() == text.encode("utf-8"), f"{name}: python -m seeds.demo_generator"


def test_the_district_reads_without_a_fault_and_with_few_notices() -> None:
    read = read_district(DEMO, vocabulary=vocabulary())
    hours = [n for n in read.notices if n.where.endswith(":opening_hours") and n.where.split(":")[1] != "1"]
    assert [n.where for n in hours] == lines_with_hours_of_another_kind(DEMO / "services.csv")
    quoted = [n for n in read.notices if "'" in str(n.message) or "„" in str(n.message)]
    own_words = [n for n in quoted if n not in hours]
    assert 3 <= len(own_words) <= 8  # a municipality's own words are there to be seen, not everywhere
    told = [int(n.where.split(":")[1]) for n in read.notices if n.where.startswith("demand.csv:")]
    assert told == rows_within_others(DEMO / "demand.csv")
    # beside these: the words of its own, and one column that is a note
    assert len(read.notices) == len(told) + len(own_words) + len(hours) + 1


def lines_with_hours_of_another_kind(path: Path) -> list[str]:
    """Lines of offers whose hours name no day of the week with a time, or more than that."""
    rows = enumerate(csv.DictReader(path.open(encoding="utf-8")), start=2)
    plain = re.compile(r"((Mo|Di|Mi|Do|Fr|Sa|So|täglich|–|, | und | )+ [\d.]+–[\d.]+(, [\d.]+–[\d.]+)*(, )?)+")
    return [
        f"{path.name}:{n}:opening_hours"
        for n, r in rows
        if r["opening_hours"] and not plain.fullmatch(r["opening_hours"])
    ]


def rows_within_others(path: Path) -> list[int]:
    """Lines of demand that another row of the same need contains; of several days the newest counts."""
    areas = {r["id"]: r["parent"] for r in csv.DictReader((DEMO / "areas.csv").open(encoding="utf-8"))}
    newest: dict[tuple[str, ...], int] = {}
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    keys = [tuple(r[c] for c in ("area", "need", "target_group", "language", "requires")) for r in rows]
    for at, (key, row) in enumerate(zip(keys, rows, strict=True)):
        if key not in newest or rows[newest[key]]["on"] < row["on"]:
            newest[key] = at

    def above(area: str) -> list[str]:
        return [area, *above(areas[area])] if area else []

    def contains(outer: tuple[str, ...], inner: tuple[str, ...]) -> bool:
        area, need, *narrower = outer
        fits = all(not o or o == i for o, i in zip(narrower, inner[2:], strict=True))
        return outer != inner and need == inner[1] and area in above(inner[0]) and fits

    # the head is line 1
    return sorted(newest[i] + 2 for i in newest if any(contains(o, i) for o in newest))


def test_counts_of_the_task() -> None:
    d = district()
    assert len(d.organisations) == 60
    assert len(d.services) == 120
    assert len(d.resources) == 40
    assert len(d.places) >= 60
    assert len(d.reports) >= 350
    assert len(d.demand) >= 100
    assert 12 <= len(d.agreements) <= 20
    assert len(d.bodies) == 3
    assert len({step.chain for step in d.chains}) in {4, 5}
    kinds = Counter(area.kind for area in d.areas.values())
    assert kinds["kreis"] == 1
    assert kinds["gemeinde"] >= 6
    assert kinds["sozialraum"] >= 8
    assert kinds["quartier"] >= 2


def test_nothing_reachable_is_real() -> None:
    d = district()
    for organisation in d.organisations.values():
        assert organisation.website is None or organisation.website.endswith(".example")
        assert organisation.email is None or organisation.email.endswith(".example")
        # numbers kept free for films by the Bundesnetzagentur: 030 23125 000–999
        assert organisation.phone is None or re.fullmatch(r"030 23125 \d{3}", organisation.phone)
    assert all(place.postcode is None or place.postcode.startswith("00") for place in d.places.values())
    assert "invented" in (DEMO / "README.md").read_text(encoding="utf-8")


def test_every_reference_between_tables_holds() -> None:
    d = district()
    for resource in d.resources.values():
        assert resource.area in d.areas
        assert resource.place is None or resource.place in d.places
    for report in d.reports:
        assert {report.from_, report.to} <= d.organisations.keys()
        assert report.on < DEMO_DAY


# Shapes


def rings(area: str) -> list[list[tuple[float, float]]]:
    geometry = shapes()[area]["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]


@cache
def shapes() -> dict[str, Any]:
    features = json.loads((DEMO / "areas.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["id"]: feature for feature in features}


def signed_size(ring: list[tuple[float, float]]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in itertools.pairwise(ring)) / 2


def inside(area: str, x: float, y: float) -> bool:
    hits = 0
    for ring in rings(area):
        for (ax, ay), (bx, by) in itertools.pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                hits += 1
    return hits % 2 == 1


def test_every_area_has_a_closed_shape_wound_as_rfc_7946_says() -> None:
    assert shapes().keys() == district().areas.keys()
    for area, feature in shapes().items():
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for outer, *holes in polygons:
            assert outer[0] == outer[-1], area
            assert signed_size(outer) > 0, area  # counter-clockwise
            assert all(signed_size(hole) < 0 for hole in holes), area
        assert feature["properties"]["id"] == area


def test_shapes_of_parts_tile_their_area_without_overlap() -> None:
    for area in district().areas:
        parts = [p.id for p in district().areas.values() if p.parent == area]
        if parts:
            summed = sum(signed_size(ring) for part in parts for ring in rings(part))
            assert summed == pytest.approx(sum(signed_size(ring) for ring in rings(area)), rel=1e-6)


def test_a_point_lies_in_one_lowest_area_and_in_all_above_it() -> None:
    rng = random.Random(7)
    d = district()
    lowest = [a for a in d.areas if not any(p.parent == a for p in d.areas.values())]
    found = 0
    for _ in range(400):
        x, y = 11.9 + rng.uniform(-0.29, 0.29), 53.2 + rng.uniform(-0.17, 0.17)
        within = [area for area in lowest if inside(area, x, y)]
        assert len(within) == inside("00", x, y)
        for area in within:
            found += 1
            above = d.areas[area].parent
            while above:
                assert inside(above, x, y)
                above = d.areas[above].parent
    assert found > 150


def test_coordinates_lie_in_their_area() -> None:
    d = district()
    located: Iterator[tuple[str, str, Any]] = iter(
        [(a.id, a.id, a) for a in d.areas.values()] + [(p.id, p.area, p) for p in d.places.values()]
    )
    known = [(name, area, row) for name, area, row in located if row.lat is not None]
    assert [name for name, area, row in known if not inside(area, row.lon, row.lat)] == []
    assert 60 < len(known) < len(d.areas) + len(d.places)  # some coordinates are unknown


# What the pages have to show


def test_every_kind_of_gap_and_every_certainty_is_there_and_most_cells_are_calm() -> None:
    report = find_gaps(district(), SHOWN, vocabulary())
    seen = Counter((gap.kind, gap.certainty.name.lower()) for gap in report.gaps)
    wanted = {
        (kind, certainty)
        for kind in (
            "absent",
            "unusable",
            "out_of_reach",
            "insufficient",
            "disconnected",
            "expiring",
            "stale",
        )
        for certainty in ("certain", "possible")
    } | {("out_of_reach", "unknown"), ("insufficient", "unknown")}
    assert wanted == seen.keys()
    rows_with = {gap.row for gap in report.gaps}
    assert 0.35 < len(rows_with) / report.rows < 0.65
    assert any(gap.parts for gap in report.gaps)
    assert any(gap.estimated for gap in report.gaps)
    assert any(gap.people[1] < 3 for gap in report.gaps)


def test_findings_differ_between_two_days() -> None:
    def keys(on: date) -> set[tuple[object, ...]]:
        gaps = find_gaps(district(), on, vocabulary()).gaps
        return {gap.key for gap in gaps}

    now, then = keys(SHOWN), keys(date(2026, 4, 1))
    assert len(now - then) >= 5
    assert len(then - now) >= 5
    assert len(now & then) >= 20


def test_no_finding_names_a_protected_place() -> None:
    hidden = {place.name for place in district().places.values() if place.protected}
    assert len(hidden) == 2
    for gap in find_gaps(district(), SHOWN, vocabulary()).gaps:
        assert not any(name in str(reason) for name in hidden for reason in gap.reasons)


def test_pairs_of_every_state_and_level_and_silent_organisations() -> None:
    pairs = pairs_of(day())
    states = Counter(str(pair.state) for pair in pairs.values())
    assert states["confirmed"] > 60
    assert states["contradicted"] >= 15
    assert states["one-sided"] >= 10
    assert {pair.level for pair in pairs.values()} == {0, 1, 2, 3, 4}
    assert any(pair.newest < SHOWN - timedelta(days=730) for pair in pairs.values())
    silent = district().organisations.keys() - {r.from_ for r in district().reports}
    assert 3 <= len(silent) <= 15
    assert {r.scale for r in district().reports} == {"oberhausen", "levels_of_collaboration", "partner"}


def test_the_pair_of_frequent_needs_that_nobody_asked_about() -> None:
    assert ("schuldnerberatung", "suchthilfe") not in pairs_of(day())


def test_the_kuechen_talk_became_an_agency() -> None:
    def level(on: date, other: str) -> int | None:
        pair = pairs_of(day(on)).get(("arbeitsagentur", "jobcenter") if other == "a" else ("jobcenter", "jugendamt"))
        return None if pair is None else pair.level

    days = [date(2024, 11, 10), date(2025, 2, 10), date(2025, 10, 1), date(2026, 3, 1), SHOWN]
    assert [level(d, "a") for d in days] == [1, 2, 2, 3, 4]
    assert [level(d, "j") for d in days] == [0, 1, 2, 3, 3]
    assert district().bodies["g-kuechentalk"].status == "ended"
    assert "jugendberufsagentur" in day().organisations


def test_chains_break_for_every_reason_and_one_holds() -> None:
    chains = chains_of(day())
    assert {b.reason for chain in chains for b in chain.breaks} == {"no_provider", "no_tie", "tie_unknown"}
    assert any(not chain.breaks for chain in chains)


def test_agreements_have_holes_missing_deputies_and_ends_near() -> None:
    running = [a for a in district().agreements.values() if a.until is None or a.until >= SHOWN]
    assert sum(a.coordinator is not None and a.deputy is None for a in running) >= 3
    assert sum(a.coordinator is None for a in running) >= 1
    assert sum(a.until is not None and a.until <= SHOWN + timedelta(days=180) for a in running) >= 4
    points = Counter(point for a in running for point in a.points)
    assert min(points[True], points[False], points[None]) >= 20
    triangles = triangles_of(day())
    assert any(not t.missing_corners and not t.missing_sides for t in triangles)
    assert any(t.missing_corners for t in triangles)


def test_the_core_of_a_production_network_is_whole_somewhere_and_has_holes_elsewhere() -> None:
    missing = {len(check.missing) for check in core_of(day())}
    assert 0 in missing
    assert len(missing) > 1


def test_columns_are_used_in_every_way() -> None:
    services = list(district().services.values())
    assert {s.access for s in services} == {"open", "appointment", "assignment"}
    assert {f for s in services for f in s.features} == {e.code for e in vocabulary()["features"]}
    for name in ("languages", "target_groups", "places", "areas", "legal_bases", "features"):
        filled = sum(bool(getattr(s, name)) for s in services)
        assert 0 < filled < len(services) or name in {"languages", "areas"}, name
    for name in ("capacity", "capacity_sgb2", "free", "wait_days", "until", "verified_on", "conditions"):
        filled = sum(getattr(s, name) is not None for s in services)
        assert 5 < filled < len(services), name
    assert {r.kind for r in district().relations} == set(vocabulary()["relation_kinds"].codes)
    assert {t.mode for t in district().travel} >= {"transit", "walk", "car"}


# Minutes


def test_minutes_are_records_of_three_bodies_whose_members_were_there() -> None:
    members: dict[str, list[Any]] = {}
    for membership in district().members:
        members.setdefault(membership.body, []).append(membership)
    held = Counter()
    for raw in minutes()["meetings"]:
        meeting = Meeting.of_stored({k: v for k, v in raw.items() if k != "reports"} | {"on": str(raw["on"])})
        held[meeting.body] += meeting.status == "ended"
        for organisation in meeting.attendance:
            assert any(
                m.organisation == organisation
                and (m.since is None or m.since <= meeting.on)
                and (m.until is None or meeting.on <= m.until)
                for m in members[meeting.body]
            ), (meeting.id, organisation)
        assert set(meeting.success_factors) <= set(vocabulary()["success_factors"].codes)
        assert set(meeting.obstacles) <= set(vocabulary()["obstacles"].codes)
    assert held.keys() == district().bodies.keys()
    assert min(held.values()) >= 4


def test_reports_of_a_meeting_stand_in_both_files_and_came_from_who_was_there() -> None:
    told = {(r.from_, r.to, str(r.level), str(r.on)) for r in district().reports}
    count = 0
    for meeting in minutes()["meetings"]:
        for line in meeting.get("reports", ()):
            a, b, level = re.fullmatch(r"(\S+) > (\S+): (\d)", line).groups()  # type: ignore[union-attr]
            assert (a, b, level, str(meeting["on"])) in told
            assert a in meeting["attendance"], (meeting["id"], a)
            count += 1
    names = {body.name for body in district().bodies.values()}
    assert count == sum(r.by in names for r in district().reports)


def test_decisions_name_who_and_until_when() -> None:
    meetings = {m["id"]: m for m in minutes()["meetings"]}
    statuses = Counter()
    for raw in minutes()["decisions"]:
        decision = Decision.of_stored(raw | {"until": str(raw["until"])})
        statuses[decision.status] += 1
        assert set(decision.who) <= district().organisations.keys()
        assert decision.until is not None
        assert str(meetings[decision.meeting]["on"]) < str(decision.until)
    assert min(statuses["open"], statuses["done"], statuses["postponed"]) >= 2
