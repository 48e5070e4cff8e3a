"""Reach of a need: how much of the offers there is for those who can get to them (2SFCA)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netmap.analysis.day import Day
from netmap.analysis.gaps.judge import GapReport, RowKey
from netmap.analysis.gaps.values import row_key
from netmap.analysis.reach import reach
from netmap.analysis.travel import Travel
from netmap.model.partners import Demand


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
        Places there are for one person (2SFCA); 0 where nobody can get anywhere.
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
    """

    need: str
    rows: tuple[RowAccess, ...]
    people: int
    people_without: int
    unknown_capacity: tuple[str, ...]
    estimated: bool


def need_access(
    report: GapReport, day: Day, need: str, *, with_capacity: bool = True, language: str | None = None
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
    """
    wanted = day.code("languages", language) if language else None

    def fits(service: str) -> bool:
        spoken = {day.code("languages", x) for x in day.services[service].languages}
        return wanted is None or wanted in spoken

    keys: list[RowKey] = [k for k in report.checked if k[1] == need]
    checked = {k: report.checked[k] for k in keys}
    within = {k: [s for s in c.reachable if fits(s)] for k, c in checked.items()}
    services = sorted({s for found in within.values() for s in found})
    places = {s: _places(day, s) if with_capacity else 1 for s in services}
    known = [s for s in services if places[s] is not None]
    at = {s: i for i, s in enumerate(known)}
    people = [checked[k].row.people_high for k in keys]
    ways = {(str(i), s): 0.0 for i, k in enumerate(keys) for s in within[k] if s in at}
    travel = Travel.between([str(i) for i in range(len(keys))], known, ways)
    found = reach(people, [float(places[s] or 0) for s in known], travel, within=0)
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
    )


def _places(day: Day, service: str) -> int | None:
    record = day.services[service]
    return record.capacity_sgb2 if record.capacity_sgb2 is not None else record.capacity


def needs_judged(report: GapReport) -> Sequence[str]:
    """Give the needs of which rows were judged, in order."""
    return sorted({k[1] for k in report.checked})
