"""Demand: how many people need what where, always a range with source and day."""
# ruff: noqa: S311 - chance is wanted to be the same each time

from __future__ import annotations

import random

from seeds.demo_generator.written import SEED, Row, rows

COLUMNS = (
    "area",
    "need",
    "people_low",
    "people_high",
    "target_group",
    "language",
    "requires",
    "source",
    "on",
)

#: rows without target group, language or required features: area by need, lowest–highest
_MATRIX = rows("""
need | 00101 | 00102 | 00103 | 00104 | 00105 | 002 | 003 | 004 | 005 | 006 | 007
debt | 50-80 | 30-55 | 60-90 | 25-50 | - | 30-80 | 20-40 | 10-60 | 5-7 | 10-20 | 5-15
addiction | 20-40 | 10-18 | 10-20 | 8-15 | - | 8-20 | 40-60 | 12-20 | 10-30 | 5-12 | 0-2
child_care | 150-240 | 15-25 | 60-90 | 40-60 | 10-20 | 12-20 | 20-40 | 10-40 | 25-34 | - | -
language | 40-90 | 20-40 | 60-110 | 20-40 | 5-15 | 15-30 | 10-30 | 8-20 | 6-12 | 2-6 | -
homelessness | 20-35 | 15-25 | 12-20 | 10-20 | 4-9 | 3-6 | 4-10 | 3-8 | 4-8 | - | -
mobility | - | - | - | - | - | 20-30 | 30-60 | 12-20 | 10-18 | 6-12 | 4-8
care_of_relatives | 10-18 | 6-12 | 8-14 | 12-20 | 3-6 | 20-30 | 10-18 | 8-14 | 6-12 | 4-8 | 3-7
isolation | 25-60 | 20-30 | 20-35 | 10-20 | 5-10 | 20-40 | 15-30 | 10-30 | 10-20 | - | 8-16
work | 400-520 | 180-240 | 380-460 | 240-300 | 60-90 | 150-210 | 120-160 | 90-130 | 100-140 | 50-80 | 30-50
qualification | 60-110 | 30-50 | 50-90 | 30-60 | 5-15 | 20-40 | 15-40 | 10-25 | 12-30 | 5-15 | -
illness | 20-35 | 15-25 | 20-30 | 15-25 | 5-8 | 10-16 | 8-15 | 8-12 | 8-14 | 5-9 | 3-6
everyday_life | 50-80 | 20-40 | 50-70 | 25-45 | 6-14 | 20-30 | 15-30 | 12-24 | 10-20 | 5-12 | -
residence_status | 15-25 | 10-20 | 30-50 | 10-20 | - | 10-16 | 6-14 | 4-9 | 3-9 | - | -
poverty | 120-180 | 60-90 | 140-190 | 80-110 | - | 40-60 | 30-50 | 20-38 | 30-45 | 12-20 | 8-14
digital | 10-20 | 5-15 | - | 8-20 | - | - | 8-20 | - | - | - | -
""")

_SPECIAL = rows("""
area | need | people_low | people_high | target_group | language | requires | source | on
00101 | child_care | 12 | 18 | single_parents | - | - | Hochrechnung aus Fallbedarfen, geschützt | 2026-10-15
00101 | language | 25 | 40 | immigrants | ar | child_care | Integrationszentrum, Wartelisten | 2026-09-30
00103 | addiction | 6 | 10 | - | ru | - | Hochrechnung aus Fallbedarfen, geschützt | 2026-10-15
00103 | addiction | 6 | 12 | - | - | barrier_free | Beobachtung Stadtteilbüro Hafen | 2026-06-22
00103 | debt | 15 | 25 | - | bg | - | Beobachtung Stadtteilbüro Hafen | 2026-06-22
00103 | qualification | 25 | 45 | young_people | - | - | Jugendberufsagentur, Anmeldungen | 2026-10-19
00104 | homelessness | 4 | 9 | - | - | barrier_free | Fachstelle Wohnen, Anfragen | 2026-08-11
00104 | care_of_relatives | 12 | 20 | carers | - | - | Pflegestützpunkt, Anfragen | 2026-04-02
00104 | illness | 5 | 11 | - | gsg | barrier_free | Teilhabeberatung, Anfragen | 2026-09-03
00102 | everyday_life | 6 | 10 | women | - | anonymous | Frauenberatung, Anfragen | 2026-09-29
003 | addiction | 8 | 14 | women | - | - | Fachstelle Brettach, Anfragen | 2025-10-06
003 | isolation | 15 | 30 | older_people | - | - | Gemeinde Auheim, Schätzung | 2025-09-01
003 | language | 8 | 15 | refugees | ti | - | Integrationszentrum, Wartelisten | 2026-09-30
002 | residence_status | 5 | 9 | - | uk | - | Migrationsberatung, Anfragen | 2026-09-03
002 | addiction | 2 | 5 | - | - | barrier_free | Hochrechnung aus Fallbedarfen, geschützt | 2026-10-15
002 | child_care | 3 | 6 | - | - | barrier_free | Kita-Bedarfsplan 2026 | 2026-08-31
004 | homelessness | 1 | 2 | women | - | - | Frauenberatung, Anfragen | 2026-09-29
007 | isolation | 0 | 6 | older_people | - | - | Planungskonferenz, Schätzung | 2026-05-27
00105 | language | 0 | 4 | - | - | child_care | Beobachtung Familienzentrum Lindenhof | 2026-09-30
00202 | everyday_life | 4 | 8 | families | - | outreach | ASD Land, Schätzung | 2025-08-20
00302 | mobility | 6 | 12 | young_people | - | - | Planungskonferenz, Schätzung | 2026-05-27
00502 | isolation | 3 | 9 | older_people | - | - | Planungskonferenz, Schätzung | 2026-05-27
""")

_SOURCES = {
    "work": "SGB-II-Statistik nach Gebieten",
    "poverty": "SGB-II-Statistik nach Gebieten",
    "child_care": "Elternbefragung des Jugendamtes",
    "care_of_relatives": "Planungskonferenz, Schätzung",
    "mobility": "Planungskonferenz, Schätzung",
}
_COUNTED = "Hochrechnung aus Fallbedarfen, geschützt"
#: needs whose figures of the year before are kept beside the new ones
_WITH_HISTORY = ("debt", "addiction", "language", "homelessness")


def demand() -> list[Row]:
    """Give the table: this year's rows, and last year's for some needs."""
    table = []
    for line in _MATRIX:
        need = line["need"]
        for area, told in line.items():
            if area == "need" or not told:
                continue
            low, high = (int(n) for n in told.split("-"))
            source = _SOURCES.get(need, _COUNTED)
            table.append(_row(area, need, low, high, source, "2026-05-27" if "Planung" in source else "2026-10-15"))
            if need in _WITH_HISTORY:
                factor = random.Random(f"{SEED}:demand:{area}:{need}").uniform(0.7, 1.15)
                table.append(_row(area, need, round(low * factor), round(high * factor), source, "2025-10-15"))
    return sorted(
        [*table, *_SPECIAL],
        key=lambda r: (r["area"], r["need"], r["target_group"], r["language"], r["requires"], r["on"]),
    )


def _row(area: str, need: str, low: int, high: int, source: str, on: str) -> Row:
    return dict(zip(COLUMNS, (area, need, str(low), str(high), "", "", "", source, on), strict=True))
