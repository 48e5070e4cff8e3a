"""The gap report of a large district: 600 rows of demand, 2,000 services, 400 organisations."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from netmap.analysis.gaps import find_gaps
from netmap.bootstrap import House
from netmap.model.catalogues import load_vocabulary
from netmap.model.changes import ImportDistrict
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.partners import FEATURES, NEEDS, Area, Demand, Organisation, Place, Relation, Service, Travel
from netmap.settings import load_settings
from tools.bench import Measurement, median_seconds

DAY = date(2026, 11, 20)
GROUPS = ("single_parents", "young_adults", "families")


def large_district(*, rows: int = 600, services: int = 2_000, organisations: int = 400, seed: int = 1) -> District:
    """Make a district of that size: 60 Sozialräume in 12 Gemeinden."""
    chance = random.Random(seed)

    def some(options: tuple[str, ...], share: float) -> tuple[str, ...]:
        return tuple(o for o in options if chance.random() < share)

    records: list[Any] = [Area(id="00", name="Kreis", kind="kreis", setting="country")]
    spaces = []
    for g in range(12):
        lat, lon = 53 + 0.1 * (g // 4), 11 + 0.15 * (g % 4)
        setting = "town" if g < 4 else "country"
        records.append(Area(id=f"g{g:02}", name=f"Gemeinde {g}", kind="gemeinde", parent="00", setting=setting))
        for s in range(5):
            spaces.append(f"s{g:02}{s}")
            records.append(
                Area(
                    id=spaces[-1],
                    name=spaces[-1],
                    kind="sozialraum",
                    parent=f"g{g:02}",
                    lat=lat + 0.02 * s,
                    lon=lon,
                )
            )
    orgs = [f"o{n:03}" for n in range(organisations)]
    records += [
        Organisation(id=o, name=o, kind="jobcenter" if n < 2 else "counselling_centre") for n, o in enumerate(orgs)
    ]
    places = [f"p{n:03}" for n in range(300)]
    records += [
        Place(
            id=p,
            name=p,
            area=chance.choice(spaces),
            lat=53 + chance.random() * 0.3,
            lon=11 + chance.random() * 0.6,
            barrier_free=chance.choice([True, False, None]),
        )
        for p in places
    ]
    for n in range(services):
        records.append(
            Service(
                id=f"v{n:04}",
                organisation=chance.choice(orgs),
                name=f"Angebot {n}",
                needs=tuple(sorted(set(chance.choices(NEEDS, k=chance.choice([1, 1, 2]))))),
                target_groups=some(GROUPS, 0.15),
                languages=chance.choice([(), ("de",), ("de", "tr"), ("de", "ar")]),
                places=(chance.choice(places),) if chance.random() < 0.9 else (),
                areas=tuple(chance.sample(spaces, 4)) if chance.random() < 0.4 else (),
                features=some(FEATURES, 0.15),
                capacity=chance.choice([None, 5, 15, 40]),
                wait_days=chance.choice([None, 10, 60]),
                until=DAY + timedelta(days=90) if chance.random() < 0.15 else None,
                legal_bases=chance.choice([(), ("§ 16a Nr. 2 SGB II",)]),
                verified_on=DAY - timedelta(days=chance.randint(1, 600)),
            )
        )
    made: dict[str, Demand] = {}
    while len(made) < rows:
        low = chance.randint(0, 40)
        row = Demand(
            area=chance.choice([*spaces, *spaces, "g00", "g05", "00"]),
            need=chance.choice(NEEDS),
            people_low=low,
            people_high=low + chance.randint(1, 40),
            target_group=chance.choice([None, None, *GROUPS]),
            language=chance.choice([None, None, "tr"]),
            requires=some(("barrier_free", "voluntary"), 0.15),
            on=DAY,
        )
        made[row.key] = row
    records += made.values()
    pairs = {tuple(chance.sample(orgs, 2)) for _ in range(900)}
    records += [Relation(from_=a, to=b, kind=chance.choice(["refers", "feeds_back"])) for a, b in sorted(pairs)]
    records += [
        Travel(area=a, place=p, minutes=chance.randint(5, 80), mode="transit")
        for a in spaces
        for p in places
        if chance.random() < 0.3
    ]
    return District.of(records)


def run() -> Iterator[Measurement]:
    """Judge it from a SQLite store, and judge twice as much to see that it grows linearly."""
    vocabulary = load_vocabulary()
    with tempfile.TemporaryDirectory() as folder:
        house = House(load_settings({}, data=str(Path(folder))))
        small = large_district()
        house.partners.apply(ImportDistrict.adding(*small.records()), by="bench")

        def fresh() -> None:
            district = District(house.partners.load(*PUBLIC_TABLES))
            find_gaps(district, DAY, vocabulary)

        stored = house.district()
        yield Measurement(
            what="gap report, 600 rows × 2,000 services × 400 organisations",
            ours=median_seconds(lambda: find_gaps(stored, DAY, vocabulary), times=3),
            unit="s",
            at_most=0.5,
        )
        yield Measurement(what="the same, read from SQLite first", ours=median_seconds(fresh, times=3), unit="s")
        house.close()
    double = large_district(rows=1_200, services=4_000, organisations=800)
    yield Measurement(
        what="twice as many of each ÷ once (rows × services: 4)",
        ours=median_seconds(lambda: find_gaps(double, DAY, vocabulary), times=3),
        unit="s",
        peer=median_seconds(lambda: find_gaps(small, DAY, vocabulary), times=3),
        peer_name="once",
        at_most=4.5,
    )
