"""How the partner network came about: the days on which something changed, and what changed between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from netmap.usecases.desk import Desk, needs

#: so many stops fit a slider that a hand can still aim at
_STOPS = 48


@dataclass(frozen=True, slots=True)
class Happened:
    """What changed after one day up to another.

    Attributes
    ----------
    reports
        How many reports were made.
    relations
        (from, to, kind) of relations that began.
    ended
        (from, to, kind) of relations that ended.
    agreements, agreements_ended
        Agreements that came into force, or whose last day passed.
    bodies_begun, bodies_ended
        Bodies that got their first members, bodies all of whose members left.
    """

    reports: int
    relations: tuple[tuple[str, str, str], ...]
    ended: tuple[tuple[str, str, str], ...]
    agreements: tuple[str, ...]
    agreements_ended: tuple[str, ...]
    bodies_begun: tuple[str, ...]
    bodies_ended: tuple[str, ...]


@needs("network.read")
def stops(desk: Desk, *, scale: str) -> list[date]:
    """Give the days a slider stops at: every day with reports, or the first of months where these are many; today last.

    Relations, agreements and memberships count, too, from the first report on.
    """
    district = desk.house.district()
    today = desk.house.today()
    reported = {r.on for r in district.reports if r.scale == scale and r.on <= today}
    if not reported:
        return [today]
    first = min(reported)
    days = set(reported)
    spans = [(r.since, r.until) for r in district.relations] + [(m.since, m.until) for m in district.members]
    spans += [(a.since, a.until) for a in district.agreements.values()]
    for since, until in spans:
        days |= {d for d in (since, until and until + timedelta(days=1)) if d and first <= d <= today}
    ordered = sorted(days | {today})
    if len(ordered) <= _STOPS:
        return ordered
    months = sorted({d.replace(day=1) for d in ordered})
    step = -(-len(months) // _STOPS)
    return sorted({first, *(m for m in months[::step] if m > first), today})


@needs("network.read")
def happened(desk: Desk, *, after: date, up_to: date, scale: str) -> Happened:
    """Say what changed after a day, up to and with another."""
    district = desk.house.district()

    def within(day: date | None) -> bool:
        return day is not None and after < day <= up_to

    def gone(until: date | None) -> bool:
        return until is not None and within(until + timedelta(days=1))

    begun, ended = set(), set()
    for body in district.bodies:
        mine = [m for m in district.members if m.body == body]
        starts = [m.since for m in mine if m.since]
        if starts and within(min(starts)):
            begun.add(body)
        if mine and all(m.until for m in mine) and gone(max(m.until for m in mine if m.until)):
            ended.add(body)
    return Happened(
        reports=sum(1 for r in district.reports if r.scale == scale and within(r.on)),
        relations=tuple(sorted((r.from_, r.to, r.kind) for r in district.relations if within(r.since))),
        ended=tuple(sorted((r.from_, r.to, r.kind) for r in district.relations if gone(r.until))),
        agreements=tuple(sorted(a.id for a in district.agreements.values() if within(a.since))),
        agreements_ended=tuple(sorted(a.id for a in district.agreements.values() if gone(a.until))),
        bodies_begun=tuple(sorted(begun)),
        bodies_ended=tuple(sorted(ended)),
    )
