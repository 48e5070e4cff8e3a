"""Minutes from areas to places: partly filled, as such files are; what lacks is estimated by netmap."""
# ruff: noqa: S311 - chance is wanted to be the same each time

from __future__ import annotations

import math
import random

from seeds.demo_generator.areas import AREAS, BY_ID, setting
from seeds.demo_generator.places import PLACES
from seeds.demo_generator.shapes import Point, spot
from seeds.demo_generator.written import SEED, Row

COLUMNS = ("area", "place", "minutes", "mode")

_FROM = (
    "00101", "00102", "00103", "00104", "00105", "00201", "00202", "00301", "00302",
    "004", "00501", "00502", "006", "007",
)  # fmt: skip
_TO = (
    "p-jobcenter", "p-jba", "p-schuldnerberatung", "p-suchthilfe", "p-vhs", "p-migrationsberatung",
    "p-kreishaus", "p-gesundheitsamt", "p-pflegestuetzpunkt", "p-tagesklinik", "p-bildungswerk",
    "p-berufskolleg", "p-fachstelle-wohnen", "p-mgh-sued", "p-familienzentrum", "p-horizont",
    "p-rathaus-lindow", "p-rathaus-moorkamp", "p-buergerhaus-auheim", "p-fachstelle-brettach",
)  # fmt: skip
#: nobody has entered these: a new line, or nobody asked
_UNKNOWN = {("006", "p-vhs"), ("006", "p-schuldnerberatung"), ("00302", "p-gesundheitsamt")}
#: the timetable of the one bus a day, and other things that no distance tells
_TOLD = {
    ("007", "p-jobcenter"): 95, ("007", "p-pflegestuetzpunkt"): 95, ("007", "p-kreishaus"): 95,
    ("00202", "p-pflegestuetzpunkt"): 68, ("00302", "p-jobcenter"): 71, ("00502", "p-migrationsberatung"): 66,
    ("00105", "p-gesundheitsamt"): 34, ("00101", "p-fachstelle-wohnen"): 36,
}  # fmt: skip


def where(place: Row) -> Point:
    """Give the spot of a place; places with the same street and number share it."""
    return spot(place["area"], place["street"])


def travel() -> list[Row]:
    """Give the table: public transport, some ways on foot, some by car."""
    spots = {place["id"]: where(place) for place in PLACES}
    table = []
    for area in _FROM:
        for place in _TO:
            rng = random.Random(f"{SEED}:travel:{area}:{place}")
            away = 1.3 * math.dist((float(BY_ID[area]["x"]), float(BY_ID[area]["y"])), spots[place])
            told = _TOLD.get((area, place))
            if (area, place) in _UNKNOWN or (told is None and (away > 26 or rng.random() < 0.18)):
                continue
            speed = 18 if setting(area) == "town" else 28
            minutes = told or round(7 + away / speed * 60 + rng.uniform(0, 9))
            table.append(_line(area, place, minutes, "transit"))
            if away < 2.2:
                table.append(_line(area, place, max(4, round(away / 4.8 * 60)), "walk"))
            if setting(area) == "country" and rng.random() < 0.4:
                table.append(_line(area, place, round(5 + away / 50 * 60), "car"))
    return table


def _line(area: str, place: str, minutes: int, mode: str) -> Row:
    return {"area": area, "place": place, "minutes": str(minutes), "mode": mode}


assert set(_FROM) <= {area["id"] for area in AREAS}
