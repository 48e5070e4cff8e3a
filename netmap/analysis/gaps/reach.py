"""Minutes from areas to places: from the travel file where it has a line, else estimated and said so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from netmap.analysis.areas import AreaTree, great_circle_km
from netmap.analysis.day import Day
from netmap.analysis.gaps.values import Limits
from netmap.messages import Message, message
from netmap.model.partners import Service

#: longer than the straight line by this much
DETOUR: Final = 1.3
SPEED_KMH: Final = {"town": 15.0, "country": 30.0}
MIN_MINUTES: Final = 10.0


@dataclass(frozen=True, slots=True)
class Minutes:
    """How long it takes, and whether that is an estimate."""

    value: float
    estimated: bool


class Within(Enum):
    """Whether something is within reach."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether a service is within reach of a row, how long it takes, and whether an estimate decides."""

    within: Within
    minutes: float | None = None
    by_estimate: bool = False


def travel_modes(day: Day) -> tuple[str, ...]:
    """List the means of travel that the lines of the travel file name: codes, and the district's own words."""
    return tuple(sorted({day.code("travel_modes", line.mode) for line in day.district.travel if line.mode}))


def modes_said(day: Day, asked: str) -> Message:
    """Say which means of travel the lines of the travel file name, and which one may be meant."""
    modes = travel_modes(day)
    words = day.vocabulary["travel_modes"]
    meant = None if words.code_of(asked) else words.recognise(asked)
    if not modes:
        return message("No travel line names any.")
    if meant is not None and meant.code in modes:
        return message("The travel lines have: {modes}. Is {meant} meant?", modes=", ".join(modes), meant=meant.code)
    return message("The travel lines have: {modes}.", modes=", ".join(modes))


class TravelTimes:
    """Minutes between areas and places of a district on a day."""

    def __init__(self, day: Day, tree: AreaTree, limits: Limits) -> None:
        self._day = day
        self._tree = tree
        self._places = day.district.places
        self._lines: dict[tuple[str, str], float] = {}
        self._cache: dict[tuple[str, str, str], Minutes | None] = {}
        wanted = limits.mode and day.code("travel_modes", limits.mode)
        for line in day.district.travel:
            mode = day.code("travel_modes", line.mode) if line.mode else None
            if (mode != wanted) if wanted else (mode == "car"):
                continue
            pair = (line.area, line.place)
            self._lines[pair] = min(line.minutes, self._lines.get(pair, line.minutes))

    @property
    def has_lines(self) -> bool:
        """Whether any line of the travel file counts."""
        return bool(self._lines)

    def minutes(self, area: str, place: str, *, setting: str) -> Minutes | None:
        """Give the minutes from an area to a place; ``None`` where nobody knows.

        Parameters
        ----------
        area, place
            Ids.
        setting
            ``town`` or ``country``: at which speed an estimate is made.
        """
        key = (area, place, setting)
        if key not in self._cache:
            self._cache[key] = self._find(area, place, setting)
        return self._cache[key]

    def _find(self, area: str, place: str, setting: str) -> Minutes | None:
        line = self._lines.get((area, place))
        if line is not None:
            return Minutes(line, False)
        below = [self._lines.get((part, place)) for part in self._tree.children[area]]
        known = [b for b in below if b is not None]
        if below and len(known) == len(below):
            return Minutes(max(known), False)
        here, there = self._tree.centre(area), self._places[place]
        if here is None or there.lat is None or there.lon is None:
            return None
        distance_km = DETOUR * great_circle_km(here, (there.lat, there.lon))
        return Minutes(max(MIN_MINUTES, distance_km / SPEED_KMH[setting] * 60), True)

    def reached(
        self,
        service: Service,
        areas: tuple[str, ...],
        *,
        setting: str,
        limit: float,
        places: tuple[str, ...],
        mobile: bool,
    ) -> Reached:
        """Tell whether a service is within reach from areas (from all of them: the slowest counts).

        Parameters
        ----------
        service
            The service.
        areas
            Where people start: the row's area, or the lowest areas the service serves in it.
        setting, limit
            Of the row's area.
        places
            The places that count.
        mobile
            Whether outreach or remote counts.
        """
        if mobile and ("outreach" in service.features or "remote" in service.features):
            return Reached(Within.YES)
        sure: list[float] = []
        guessed: list[float] = []
        unknown = not places
        out_by_estimate = False
        for place in places:
            times = [self.minutes(a, place, setting=setting) for a in areas]
            known = [t for t in times if t is not None]
            slowest = max((t.value for t in known), default=0.0)
            if slowest > limit:
                # a line of the file that is too long decides on its own
                out_by_estimate |= all(t.estimated for t in known if t.value > limit)
            elif len(known) < len(times):
                unknown = True
            elif any(t.estimated for t in known):
                guessed.append(slowest)
            else:
                sure.append(slowest)
        if sure:
            return Reached(Within.YES, min(sure + guessed))
        if guessed:
            return Reached(Within.YES, min(guessed), by_estimate=True)
        if unknown:
            return Reached(Within.UNKNOWN, by_estimate=out_by_estimate)
        return Reached(Within.NO, by_estimate=out_by_estimate)
