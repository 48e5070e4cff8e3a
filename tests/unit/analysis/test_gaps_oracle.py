"""The gap rules against a second implementation by brute force (tests/support/gap_oracle.py)."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from netmap.analysis.gaps import Limits, find_gaps
from netmap.cli.gapdata import gap_dict
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import Area, Demand, Organisation, Place, Relation, Service, Travel
from tests.support import gap_oracle

DAY = date(2026, 11, 20)
FEATURES = ("barrier_free", "anonymous", "outreach", "remote", "voluntary")
GROUPS = ("single_parents", "young_adults")


def some(chance: random.Random, options: tuple[str, ...], share: float) -> tuple[str, ...]:
    return tuple(o for o in options if chance.random() < share)


def days(chance: random.Random) -> dict[str, date | None]:
    """Mostly no dates; else such as begin, end or both around the day and the horizon."""

    def near() -> date:
        return DAY + timedelta(days=chance.choice([-400, -1, 0, 1, 90, 179, 180, 181, 400]))

    return {
        "since": near() if chance.random() < 0.2 else None,
        "until": near() if chance.random() < 0.35 else None,
    }


def coordinates(chance: random.Random) -> dict[str, float | None]:
    if chance.random() < 0.2:
        return {"lat": None, "lon": None}
    return {"lat": 53 + chance.random() * 0.2, "lon": 11 + chance.random() * 0.3}


def rectangle(chance: random.Random) -> dict[str, Any]:
    x, y = 11 + chance.random() * 0.2, 53 + chance.random() * 0.1
    return {"type": "Polygon", "coordinates": [[[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]]}


def small_district(seed: int) -> District:
    """A district of nine areas, in which every word of the rules can matter."""
    chance = random.Random(seed)
    nesting = {
        "k": ("kreis", None),
        "g1": ("gemeinde", "k"),
        "g2": ("gemeinde", "k"),
        "s1": ("sozialraum", "g1"),
        "s2": ("sozialraum", "g1"),
        "s3": ("sozialraum", "g2"),
        "s4": ("sozialraum", "k"),
        "q1": ("quartier", "s1"),
        "q2": ("quartier", "s1"),
    }
    records: list[Any] = [
        Area(
            id=i,
            name=i,
            kind=kind,
            parent=parent,
            setting=chance.choice(["town", "country", None]),
            shape=rectangle(chance) if chance.random() < 0.4 else None,
            **coordinates(chance),
        )
        for i, (kind, parent) in nesting.items()
    ]
    areas = tuple(nesting)
    organisations = ("jc", "o1", "o2", "o3")
    records += [
        Organisation(
            id=i,
            name=i,
            kind="jobcenter" if i == "jc" else "counselling_centre",
            until=days(chance)["until"] if chance.random() < 0.3 else None,
        )
        for i in organisations
    ]
    places = tuple(f"p{n}" for n in range(5))
    records += [
        Place(
            id=p,
            name=p,
            area=chance.choice(areas),
            barrier_free=chance.choice([True, False, None]),
            **coordinates(chance),
        )
        for p in places
    ]
    services = tuple(f"v{n}" for n in range(chance.randint(3, 8)))
    for service in services:
        records.append(
            Service(
                id=service,
                organisation=chance.choice(organisations),
                name=service,
                needs=some(chance, ("debt", "child_care"), 0.7) or ("debt",),
                target_groups=some(chance, GROUPS, 0.25),
                languages=chance.choice([(), ("de",), ("de", "tr")]),
                places=some(chance, places, 0.3),
                areas=some(chance, areas, 0.2) if chance.random() < 0.6 else (),
                features=some(chance, FEATURES, 0.2),
                access=chance.choice(["open", "appointment", "assignment", None]),
                capacity=chance.choice([None, 0, 5, 20]),
                capacity_sgb2=chance.choice([None, None, 3, 12]),
                free=chance.choice([None, 0, 0, 2]),
                wait_days=chance.choice([None, 42, 43, 90]),
                legal_bases=chance.choice([(), ("§ 16a Nr. 2 SGB II",), ("§16 a SGB II",), ("§ 67 SGB XII",)]),
                verified_on=chance.choice([None, DAY, DAY - timedelta(days=365), DAY - timedelta(days=366)]),
                **days(chance),
            )
        )
    for _ in range(chance.randint(1, 8)):
        one, other = chance.sample(organisations, 2)
        records.append(
            Relation(
                from_=one,
                to=other,
                kind=chance.choice(["refers", "refers", "feeds_back"]),
                service=chance.choice([None, None, *services]),
                **days(chance),
            )
        )
    for area in areas:
        for place in places:
            for mode in ("transit", "car", None):
                if chance.random() < 0.15:
                    minutes = chance.choice([10, 29, 30, 31, 45, 46, 80])
                    records.append(Travel(area=area, place=place, minutes=minutes, mode=mode))
    records += demand(chance, areas)
    return District.of(records)


def demand(chance: random.Random, areas: tuple[str, ...]) -> list[Demand]:
    made = {}
    for _ in range(chance.randint(2, 9)):
        low = chance.choice([0, 1, 2, 4, 9])
        row = Demand(
            area=chance.choice(areas),
            need=chance.choice(["debt", "debt", "child_care"]),
            people_low=low,
            people_high=low + chance.choice([0, 1, 6]),
            target_group=chance.choice([None, None, *GROUPS]),
            language=chance.choice([None, None, "de", "tr"]),
            requires=some(chance, FEATURES, 0.15) if chance.random() < 0.6 else (),
            on=chance.choice([None, DAY, DAY - timedelta(days=30), DAY + timedelta(days=1)]),
        )
        made[row.key] = row
    return list(made.values())


def plain(district: District) -> dict[str, Any]:
    tables = ("areas", "organisations", "places", "services", "relations", "travel", "demand")
    return {t: district.rows(t) for t in tables}


def of_engine(district: District, limits: Limits | None = None, *, area: str | None = None) -> list[dict[str, Any]]:
    report = find_gaps(district, DAY, load_vocabulary(), limits=limits, area=area)
    found = [gap_dict(g) for g in report.gaps]
    for gap in found:
        gap["requires"] = sorted(gap["requires"])
        assert gap.pop("reason")
    return found


@pytest.mark.parametrize("block", range(8))
def test_engine_and_oracle_agree(block: int):
    for seed in range(block * 75, block * 75 + 75):
        district = small_district(seed)
        mode = random.Random(seed).choice([None, None, "transit", "car"])
        limits, around = Limits(mode=mode), gap_oracle.Around(mode=mode)
        if seed % 5 == 0:
            limits, around = Limits(town=20, country=80, mode=mode), gap_oracle.Around(20, 80, mode)
        assert of_engine(district, limits) == gap_oracle.gaps(plain(district), DAY, around), f"seed {seed}"


def test_the_districts_show_every_kind_in_every_certainty():
    """The comparison above is worth something only if everything occurs."""
    seen: Counter[tuple[str, str]] = Counter()
    parts = estimated = 0
    for seed in range(300):
        for gap in of_engine(small_district(seed)):
            seen[gap["kind"], gap["certainty"]] += 1
            parts += bool(gap["parts"])
            estimated += gap["estimated"]
    possible = {(k, c) for k in gap_oracle.ORDER for c in ("certain", "possible")}
    assert set(seen) == possible | {("insufficient", "unknown"), ("out_of_reach", "unknown")}
    assert min(parts, estimated, *seen.values()) >= 5


def test_an_area_shows_the_rows_in_it_as_judged_with_all():
    for seed in range(40):
        district = small_district(seed)
        inside = {"g1", "s1", "s2", "q1", "q2"}
        assert of_engine(district, area="g1") == [g for g in of_engine(district) if g["area"] in inside]
