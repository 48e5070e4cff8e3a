"""Pairs, chains, triangles and what-if: examples by hand, and a second implementation on plain rows."""

from __future__ import annotations

import math
import random
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from netmap.analysis.cooperation.agreements import triangles_of
from netmap.analysis.cooperation.chains import chains_of
from netmap.analysis.cooperation.report import network_report
from netmap.analysis.cooperation.what_if import what_if
from netmap.analysis.day import Day
from netmap.analysis.gaps import find_gaps
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import Agreement, Area, ChainStep, Demand, Organisation, Relation, Report, Service
from netmap.model.tables import Record
from tests.support import gap_oracle

DAY = date(2026, 11, 20)
ORGS = ("jc", "a", "b", "c", "d")
TYPES = ("debt_counselling", "case_management", "Entgiftung")


def day_of(*records: Record) -> Day:
    return Day(District.of(records), DAY, load_vocabulary())


def orgs(*names: str, **given: Any) -> list[Organisation]:
    return [Organisation(id=n, name=n, kind="jobcenter" if n == "jc" else "counselling_centre", **given) for n in names]


def said(a: str, b: str, level: int, on: str = "2026-05-01", **given: Any) -> Report:
    return Report(from_=a, to=b, level=level, on=date.fromisoformat(on), **given)


def offer(ident: str, org: str, kind: str | None = None, **given: Any) -> Service:
    return Service(id=ident, organisation=org, name=ident, needs=("debt",), service_type=kind, **given)


# by hand


def test_the_newest_report_of_each_side_counts():
    day = day_of(
        *orgs("a", "b", "c", "d"),
        said("a", "b", 3, "2025-01-01"),
        said("a", "b", 1, "2026-01-01"),
        said("a", "b", 4, "2026-11-21"),  # tomorrow
        said("b", "a", 2, "2026-02-01"),
        said("b", "c", 0),
        said("c", "b", 0),
        said("d", "a", 2),
        said("d", "c", 2, scale="partner"),
    )
    report = network_report(day)
    assert [(p.a, p.b, p.state, p.level, p.views, p.newest.isoformat()) for p in report.pairs] == [
        ("a", "b", "contradicted", 1, (1, 2), "2026-02-01"),
        ("a", "d", "one-sided", 2, (None, 2), "2026-05-01"),
        ("b", "c", "confirmed", 0, (0, 0), "2026-05-01"),
    ]
    assert report.pairs_unknown == 3
    assert (report.figures.to_dict()["actors"], report.figures.to_dict()["ties"]) == (4, 2)


def chain(*types: str) -> list[ChainStep]:
    return [ChainStep(chain="k", position=n, service_type=t) for n, t in enumerate(types, start=1)]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([said("a", "b", 1)], []),
        ([said("a", "b", 0)], [(1, "no_tie")]),
        ([said("a", "b", 0), said("b", "a", 2)], [(1, "no_tie")]),
        ([], [(1, "tie_unknown")]),
        ([Relation(from_="b", to="a", kind="refers")], []),
        ([Relation(from_="b", to="a", kind="refers", service="one")], []),
        ([Relation(from_="b", to="a", kind="refers", service="other")], [(1, "tie_unknown")]),
        ([Relation(from_="b", to="a", kind="refers", until=date(2026, 11, 19))], [(1, "tie_unknown")]),
    ],
)
def test_one_joint(records: list[Record], expected: list[tuple[int, str]]):
    day = day_of(
        *orgs("a", "b"),
        offer("one", "a", "debt_counselling"),
        offer("two", "b", "case_management"),
        offer("other", "a", "Schuldnerhilfe"),
        *chain("debt_counselling", "case_management"),
        *records,
    )
    assert [(b.after, b.reason) for b in chains_of(day)[0].breaks] == expected


def test_a_missing_step_breaks_once():
    day = day_of(
        *orgs("a"),
        offer("one", "a", "debt_counselling"),
        *chain("Entgiftung", "debt_counselling", "Nachsorge", "debt_counselling"),
    )
    assert [(b.after, b.reason) for b in chains_of(day)[0].breaks] == [(0, "no_provider"), (2, "no_provider")]


def test_a_triangle_by_hand():
    points = {f"point_{n}": True for n in range(1, 12)} | {"point_3": False}
    day = day_of(
        *orgs("jc", "a", "b"),
        offer("one", "a"),
        Agreement(id="v1", kind="x", parties=("b", "jc", "a"), services=("one",), since=date(2020, 1, 1), **points),
        Agreement(id="v2", kind="x", parties=("b:commissioner", "a:deliverer"), coordinator="Frau K", point_3=True),
        Agreement(id="v3", kind="x", parties=("b", "a"), services=("one",), until=date(2026, 11, 19), point_12=True),
    )
    (found,) = triangles_of(day)
    assert (found.commissioner, found.steerer, found.deliverer) == (("b",), ("jc",), ("a",))
    assert (found.missing_corners, found.missing_sides) == ((), ())
    assert found.agreements == ("v1", "v2")
    assert found.missing_points == ()
    assert found.unknown_points == (12,)
    assert (found.coordinator, found.deputy) == ("Frau K", None)


def test_an_open_triangle_and_child_care():
    day = day_of(
        *orgs("jc", "a"),
        Service(id="kita", organisation="a", name="Kita", needs=("child_care",)),
        Relation(from_="jc", to="a", kind="steers", service="kita"),
        Relation(from_="jc", to="a", kind="commissions"),  # names no service: says nothing of this one
    )
    (found,) = triangles_of(day)
    assert found.missing_corners == ("commissioner",)
    assert found.missing_sides == ("commissioner-steerer", "commissioner-deliverer")
    assert (found.missing_points, found.unknown_points) == ((), ())
    assert set(found.points) == {"unknown"}


def test_what_if_by_hand():
    """Without b, a is no longer referred to, the chain breaks and the network falls apart."""
    records = [
        Area(id="g", name="Stadt", kind="gemeinde"),
        *orgs("jc", "a", "b"),
        offer("one", "a", "debt_counselling", features=("outreach",), areas=("g",), capacity=99, verified_on=DAY),
        offer("two", "b", "case_management"),
        *chain("case_management", "debt_counselling"),
        said("a", "b", 1),
        said("b", "jc", 2),
        Relation(from_="jc", to="b", kind="refers"),
        Relation(from_="b", to="a", kind="refers"),
        Agreement(id="v", kind="x", parties=("b:deliverer",)),
        Agreement(id="w", kind="x", parties=("a:deliverer",)),
        Demand(area="g", need="debt", people_low=5, people_high=9),
    ]
    found = what_if(day_of(*records), ["b"])
    assert [(g.kind, g.certainty.word) for g in found.gaps_new] == [("disconnected", "certain")]
    assert found.chains_broken == ("k",)
    assert found.referral_lost == ("one",)
    assert found.fragmentation == (0.0, 1.0)
    assert found.agreements == ("v",)
    assert found.services_lost == ("two",)
    assert found.agreements_idle == ()


def test_what_if_a_project_ends_by_hand():
    """The organisation stays with its ties; the step of the chain and the need have nobody, an agreement no object."""
    records = [
        Area(id="g", name="Stadt", kind="gemeinde"),
        *orgs("a", "b"),
        offer("project", "a", "debt_counselling", areas=("g",), until=date(2027, 1, 31)),
        offer("lasting", "a", "case_management"),
        *chain("debt_counselling", "case_management"),
        said("a", "b", 1),
        Agreement(id="v", kind="x", parties=("a:deliverer",), services=("project",)),
        Agreement(id="w", kind="x", parties=("a:deliverer",), services=("project", "lasting")),
        Demand(area="g", need="debt", people_low=5, people_high=9),
    ]
    found = what_if(day_of(*records), [], services=["project"])
    assert found.services_lost == ("project",)
    assert found.chains_broken == ("k",)
    assert ("absent", "certain") in [(g.kind, g.certainty.word) for g in found.gaps_new]
    assert found.fragmentation == (0.0, 0.0)
    assert found.agreements == ()
    assert found.agreements_idle == ("v",)


# a second implementation


def random_day(seed: int) -> Day:
    chance = random.Random(seed)

    def dates() -> dict[str, date | None]:
        near = [DAY + timedelta(days=n) for n in (-300, -1, 0, 1, 300)]
        return {
            "since": chance.choice(near) if chance.random() < 0.2 else None,
            "until": chance.choice(near) if chance.random() < 0.2 else None,
        }

    records: list[Record] = [Area(id="g", name="g", kind="gemeinde")]
    for o in ORGS:
        records += orgs(o, until=DAY - timedelta(days=1) if chance.random() < 0.1 else None)
    services = [f"v{n}" for n in range(5)]
    for s in services:
        needs = chance.choice([("debt",), ("child_care", "debt")])
        records.append(
            Service(
                id=s,
                organisation=chance.choice(ORGS),
                name=s,
                needs=needs,
                service_type=chance.choice([None, *TYPES]),
                features=("outreach",),
                areas=("g",),
                **dates(),
            )
        )
    made: dict[str, Record] = {}
    for _ in range(8):
        a, b = chance.sample(ORGS, 2)
        scale = chance.choice(["oberhausen", "oberhausen", "partner"])
        on = DAY + timedelta(days=chance.choice([-800, -30, 0, 1]))
        report = Report(from_=a, to=b, level=chance.choice([0, 0, 1, 2]), on=on, scale=scale)
        made[report.key] = report
    kinds = ("commissions", "steers", "delivers_for", "refers", "feeds_back", "informs")
    for _ in range(8):
        a, b = chance.sample(ORGS, 2)
        relation = Relation(
            from_=a, to=b, kind=chance.choice(kinds), service=chance.choice([None, *services]), **dates()
        )
        made[relation.key] = relation
    for n in range(3):
        roles = ("", "", ":commissioner", ":steerer", ":deliverer")
        parties = tuple(o + chance.choice(roles) for o in chance.sample(ORGS, chance.randint(1, 4)))
        points = {f"point_{k}": chance.choice([True, False, None]) for k in range(1, 13)}
        agreement = Agreement(
            id=f"g{n}",
            kind="x",
            parties=parties,
            services=tuple(chance.sample(services, chance.randint(0, 2))),
            coordinator=chance.choice([None, "K", "L"]),
            deputy=chance.choice([None, "M"]),
            **dates(),
            **points,
        )
        made[agreement.id] = agreement
    for position in range(1, 4):
        made[f"step{position}"] = ChainStep(chain="k", position=position, service_type=chance.choice(TYPES))
    records += [*made.values(), Demand(area="g", need="debt", people_low=5, people_high=9)]
    return day_of(*records)


def plain(day: Day) -> dict[str, Any]:
    names = ("areas", "organisations", "places", "services", "reports", "relations", "agreements", "chains")
    return {t: day.district.rows(t) for t in (*names, "travel", "demand")}


def oracle_pairs(rows: dict[str, Any], scale: str) -> dict[tuple[str, str], tuple[str, int, list[Any], str]]:
    world = gap_oracle.World(rows, DAY, gap_oracle.Around(), generous=False)
    found = {}
    for a, b in combinations(sorted(world.orgs), 2):
        sides = []
        for one, other in ((a, b), (b, a)):
            told = [
                r
                for r in rows["reports"]
                if (r["from"], r["to"], r["scale"]) == (one, other, scale) and r["on"] <= DAY.isoformat()
            ]
            sides.append(max(told, key=lambda r: r["on"]) if told else None)
        levels = [s["level"] for s in sides if s]
        if levels:
            state = "one-sided" if len(levels) == 1 else "confirmed" if levels[0] == levels[1] else "contradicted"
            views = [s["level"] if s else None for s in sides]
            found[a, b] = (state, min(levels), views, max(s["on"] for s in sides if s))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_network_report(seed: int):
    day = random_day(seed)
    rows = plain(day)
    for scale in ("oberhausen", "partner"):
        report, expected = network_report(day, scale=scale), oracle_pairs(rows, scale)
        assert {(p.a, p.b): (p.state, p.level, list(p.views), p.newest.isoformat()) for p in report.pairs} == expected
        n = len(report.actors)
        assert report.pairs_unknown == n * (n - 1) // 2 - len(expected)
        assert report.figures.to_dict()["ties"] == sum(level >= 1 for _, level, _, _ in expected.values())


def oracle_breaks(rows: dict[str, Any]) -> list[tuple[int, str]]:
    world = gap_oracle.World(rows, DAY, gap_oracle.Around(), generous=False)
    pairs = oracle_pairs(rows, "oberhausen")
    steps = sorted(rows["chains"], key=lambda r: r["position"])
    found = []
    for i, step in enumerate(steps):
        here = [s for s in world.services.values() if s["service_type"] == step["service_type"]]
        before = steps[i - 1] if i else None
        if not here:
            found.append((before["position"] if before else 0, "no_provider"))
            continue
        if before is None:
            continue
        there = [s for s in world.services.values() if s["service_type"] == before["service_type"]]
        if not there:
            continue
        ours, theirs = {s["organisation"] for s in here}, {s["organisation"] for s in there}
        named = {None} | {s["id"] for s in here + there}
        joined = bool(ours & theirs)
        levels = [pairs[min(a, b), max(a, b)][1] if (min(a, b), max(a, b)) in pairs else None
                  for a in ours for b in theirs if a != b]  # fmt: skip
        joined |= any(x is not None and x >= 1 for x in levels)
        joined |= any(
            r["kind"] == "refers"
            and r["service"] in named
            and ((r["from"] in ours and r["to"] in theirs) or (r["from"] in theirs and r["to"] in ours))
            for r in world.relations
        )
        if not joined:
            found.append((before["position"], "no_tie" if all(x == 0 for x in levels) else "tie_unknown"))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_chains(seed: int):
    day = random_day(seed)
    (found,) = chains_of(day)
    assert [(b.after, b.reason) for b in found.breaks] == oracle_breaks(plain(day))


def oracle_triangle(rows: dict[str, Any], service: str) -> dict[str, Any]:
    world = gap_oracle.World(rows, DAY, gap_oracle.Around(), generous=False)
    me = world.services[service]
    corner: dict[str, set[str]] = {"commissioner": set(), "steerer": set(), "deliverer": {me["organisation"]}}
    naming = [r for r in world.relations if r["service"] == service]
    for r in naming:
        if r["kind"] == "commissions":
            corner["commissioner"].add(r["from"])
        if r["kind"] == "delivers_for":
            corner["commissioner"].add(r["to"])
        if r["kind"] == "steers":
            corner["steerer"].add(r["from"])
    joins = [{r["from"], r["to"]} for r in naming]
    covering = []
    for g in sorted((g for g in rows["agreements"] if world.runs(g)), key=lambda g: g["id"]):
        parties = [p.partition(":")[::2] for p in g["parties"]]
        if g["services"]:
            covers = service in g["services"]
        else:
            covers = any(role == "deliverer" and o == me["organisation"] for o, role in parties)
        if not covers:
            continue
        covering.append(g)
        there = [(o, role) for o, role in parties if o in world.orgs]
        joins.append({o for o, _ in there})
        delivering = {s["organisation"] for s in rows["services"] if s["id"] in g["services"]}
        for o, role in there:
            if role:
                corner[role].add(o)
            elif world.jobcenter(o):
                corner["steerer"].add(o)
            elif o in delivering:
                if o == me["organisation"]:
                    corner["deliverer"].add(o)
            else:
                corner["commissioner"].add(o)
    sides = []
    for x, y in combinations(("commissioner", "steerer", "deliverer"), 2):
        if not any(a == b or {a, b} <= j for a in corner[x] for b in corner[y] for j in joins or [set()]):
            sides.append(f"{x}-{y}")
    points = {}
    for n in range(1, 13):
        told = {g[f"point_{n}"] for g in covering}
        points[n] = "yes" if True in told else "no" if False in told else "unknown"
    applies = "child_care" not in me["needs"]
    named = sorted((g for g in covering if g["coordinator"]), key=lambda g: (g["since"] or "", g["id"]))
    return {
        "corners": {c: tuple(sorted(o)) for c, o in corner.items()},
        "sides": tuple(sides),
        "agreements": tuple(g["id"] for g in covering),
        "missing": tuple(n for n, p in points.items() if applies and p == "no"),
        "unknown": tuple(n for n, p in points.items() if applies and p == "unknown"),
        "who": (named[-1]["coordinator"], named[-1]["deputy"]) if named else (None, None),
    }


@pytest.mark.parametrize("seed", range(40))
def test_triangles(seed: int):
    day = random_day(seed)
    for t in triangles_of(day):
        assert {
            "corners": {"commissioner": t.commissioner, "steerer": t.steerer, "deliverer": t.deliverer},
            "sides": t.missing_sides,
            "agreements": t.agreements,
            "missing": t.missing_points,
            "unknown": t.unknown_points,
            "who": (t.coordinator, t.deputy),
        } == oracle_triangle(plain(day), t.service)


@pytest.mark.parametrize("seed", range(40))
def test_what_if(seed: int):
    day = random_day(seed)
    gone = random.Random(seed).sample(ORGS, 2)
    found = what_if(day, gone)
    rows = plain(day)
    left = {**rows, "organisations": [o for o in rows["organisations"] if o["id"] not in gone]}
    dead = {s["id"] for s in rows["services"] if s["organisation"] in gone}
    left["services"] = [s for s in rows["services"] if s["id"] not in dead]
    left["relations"] = [r for r in rows["relations"] if r["service"] not in dead]
    left["reports"] = [r for r in rows["reports"] if r["from"] not in gone and r["to"] not in gone]

    def marks(gaps: list[dict[str, Any]]) -> set[tuple[str, str]]:
        return {(g["kind"], g["certainty"]) for g in gaps}  # there is one row of demand

    before, after = marks(gap_oracle.gaps(rows, DAY)), marks(gap_oracle.gaps(left, DAY))
    assert {(g.kind, g.certainty.word) for g in found.gaps_new} == after - before
    assert marks_of(day) == before
    places = {a for a, _ in oracle_breaks(left)} - {a for a, _ in oracle_breaks(rows)}
    assert found.chains_broken == (("k",) if places else ())
    then = gap_oracle.World(rows, DAY, gap_oracle.Around(), generous=False)
    now = gap_oracle.World(left, DAY, gap_oracle.Around(), generous=False)
    lost = [i for i in sorted(now.services) if then.connected(then.services[i]) and not now.connected(now.services[i])]
    assert list(found.referral_lost) == lost
    assert [f for f in found.fragmentation if not math.isnan(f)] == pytest.approx(
        [f for f in (fragmentation(then, rows), fragmentation(now, left)) if f is not None]
    )
    assert list(found.agreements) == sorted(
        g["id"] for g in rows["agreements"] if then.runs(g) and any(p.partition(":")[0] in gone for p in g["parties"])
    )


def marks_of(day: Day) -> set[tuple[str, str]]:
    return {(g.kind, g.certainty.word) for g in find_gaps(day.district, DAY, day.vocabulary).gaps}


def fragmentation(world: gap_oracle.World, rows: dict[str, Any]) -> float | None:
    graph = nx.Graph()
    graph.add_nodes_from(world.orgs)
    graph.add_edges_from(p for p, (_, level, _, _) in oracle_pairs(rows, "oberhausen").items() if level >= 1)
    n = len(graph)
    if n < 2:
        return None
    return 1 - sum(len(c) * (len(c) - 1) for c in nx.connected_components(graph)) / (n * (n - 1))
