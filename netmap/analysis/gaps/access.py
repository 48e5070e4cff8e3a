"""Reach of a need: how much of the offers there is for those who can get to them (2SFCA, E2SFCA)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.gaps.judge import GapReport, RowKey
from netmap.analysis.gaps.values import Checked, row_key
from netmap.analysis.reach import reach
from netmap.analysis.travel import Travel
from netmap.model.openinghours import OPENING_HOURS, Window, is_open_in, parse_hours
from netmap.model.partners import Demand

#: weights of three bands, each a third of the limit: with 30 minutes those of 10, 20 and 30 (Luo & Qi 2009)
BAND_WEIGHTS: Final = (1.0, 0.68, 0.22)


@dataclass(frozen=True, slots=True)
class RowAccess:
    """Access of one row of demand.

    Attributes
    ----------
    people
        The high figure of its range.
    services
        How many usable offers are within the limit.
    places
        Places there are for one person (2SFCA, with bands E2SFCA); 0 where nobody can get anywhere.
    """

    row: Demand
    people: int
    services: int
    places: float


@dataclass(frozen=True, slots=True)
class NeedAccess:
    """Access to the offers for one need.

    Attributes
    ----------
    rows
        In order of area.
    people, people_without
        All, and those of rows with access 0 (also those who reach only offers without places).
    unknown_capacity
        Offers within reach of somebody of which nobody knows how many places they have: not counted.
    estimated
        Whether any way is estimated.
    unknown_hours
        Offers within reach of somebody of which nobody knows whether they are open then: not counted.
    """

    need: str
    rows: tuple[RowAccess, ...]
    people: int
    people_without: int
    unknown_capacity: tuple[str, ...]
    estimated: bool
    unknown_hours: tuple[str, ...] = ()


def need_access(
    report: GapReport,
    day: Day,
    need: str,
    *,
    with_capacity: bool = True,
    language: str | None = None,
    during: Window | None = None,
    weights: Sequence[float] = (),
) -> NeedAccess:
    """Compute the access of every row of a need on the ways the gap report judged by.

    Town and country keep their own limits: what is within reach of a row is what the report says.

    Parameters
    ----------
    report
        The gaps of the day; its limits and ways are used.
    day
        The same day.
    need
        A need.
    with_capacity
        Count places (2SFCA); otherwise every offer counts as one.
    language
        Only offers in this language.
    during
        Only offers that are open at some time of it; where nobody knows, they are not counted, but named.
    weights
        One for each band of equal width, the nearest first (E2SFCA); the last band ends at the limit of
        the row's area, so town and country have their own. Whoever comes or is reached from afar
        (outreach, remote) is in the nearest. Without weights every way within the limit counts the same.

    Raises
    ------
    InputError
        A weight is negative or no number.
    """
    wanted = day.code("languages", language) if language else None

    def fits(service: str) -> bool:
        spoken = {day.code("languages", x) for x in day.services[service].languages}
        return wanted is None or wanted in spoken

    keys: list[RowKey] = [k for k in report.checked if k[1] == need]
    checked = {k: report.checked[k] for k in keys}
    within = {k: [s for s in c.reachable if fits(s)] for k, c in checked.items()}
    unsure = _unknown_hours(day, within, during)
    within = {k: [s for s in found if _is_open(day, s, during)] for k, found in within.items()}
    services = sorted({s for found in within.values() for s in found})
    places = {s: _places(day, s) if with_capacity else 1 for s in services}
    known = [s for s in services if places[s] is not None]
    at = {s: i for i, s in enumerate(known)}
    people = [checked[k].row.people_high for k in keys]
    shares = _Shares(report, day)
    ways = {(str(i), s): shares.of(checked[k], s) for i, k in enumerate(keys) for s in within[k] if s in at}
    travel = Travel.between([str(i) for i in range(len(keys))], known, ways)
    bands = [(n + 1) / len(weights) for n in range(len(weights))]
    capacity = [float(places[s] or 0) for s in known]
    found = reach(people, capacity, travel, within=1, bands=bands, weights=weights)
    rows = [
        RowAccess(checked[k].row, n, len(within[k]), float(a))
        for k, n, a in zip(keys, people, found.access.tolist(), strict=True)
    ]
    return NeedAccess(
        need,
        tuple(sorted(rows, key=lambda r: row_key(r.row))),
        sum(people),
        int(found.people_without_access),
        tuple(s for s in services if places[s] is None),
        any(s in c.estimated for c in checked.values() for s in c.usable),
        unsure,
    )


class _Shares:
    """How far an offer is, as a share of the limit of the area."""

    def __init__(self, report: GapReport, day: Day) -> None:
        self._limits = report.limits
        self._tree = AreaTree(day.district.areas)

    def of(self, checked: Checked, service: str) -> float:
        """Give minutes ÷ limit; 0 where the offer comes to people."""
        minutes = checked.minutes.get(service)
        if minutes is None:
            return 0.0
        return minutes / self._limits.minutes(self._tree.setting(checked.row.area))


def _is_open(day: Day, service: str, during: Window | None) -> bool:
    hours = parse_hours((day.services[service].notes or {}).get(OPENING_HOURS))
    return during is None or (hours is not None and is_open_in(hours, during))


def _unknown_hours(day: Day, within: Mapping[RowKey, Sequence[str]], during: Window | None) -> tuple[str, ...]:
    if during is None:
        return ()
    some = sorted({s for found in within.values() for s in found})
    return tuple(s for s in some if parse_hours((day.services[s].notes or {}).get(OPENING_HOURS)) is None)


def _places(day: Day, service: str) -> int | None:
    record = day.services[service]
    return record.capacity_sgb2 if record.capacity_sgb2 is not None else record.capacity


def needs_judged(report: GapReport) -> Sequence[str]:
    """Give the needs of which rows were judged, in order."""
    return sorted({k[1] for k in report.checked})
