"""Why something is a gap: what was checked, why each offer fell out, what is unknown and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netmap.analysis.day import Day
from netmap.analysis.gaps import Checked, Gap
from netmap.analysis.gaps.reasons import STEPS, names_of
from netmap.messages import plural, text


@dataclass(frozen=True, slots=True)
class Step:
    """One offer that was checked: its name, what became of it, and whom to ask where something is open."""

    name: str
    said: str
    ask: str | None = None


def what_helps(kind: str) -> str:
    """Say what would help against a kind of gap."""
    return {
        "absent": text("An offer that serves the area, for the people meant here."),
        "unusable": text("An offer here that has what is asked for: barrier-free, anonymous, voluntary."),
        "out_of_reach": text("A presence nearer by, a stop of the bus, or an offer that comes to the people."),
        "insufficient": text("More places, shorter waiting, or an offer that takes some of those who share this one."),
        "disconnected": text("An agreed way there and back: who refers, and how the Jobcenter hears of it."),
        "expiring": text("A decision on what comes after, before it ends."),
        "stale": text("A call: are the entries of these offers still right?"),
    }[kind]


def steps_of(checked: Checked, day: Day) -> tuple[list[Step], int]:
    """Give what was checked for a row, the nearest to helping first, and how many serve elsewhere."""
    elsewhere = 0
    order = {"reach": 1, "reach_unknown": 1, "features": 2, "features_perhaps": 2}
    found = [(0, s, _step(s, text("is within reach"), checked, day)) for s in checked.reachable]
    for service, why in checked.dropped.items():
        if why == "area":
            elsewhere += 1
            continue
        found.append((order.get(why, 3), service, _step(service, text(STEPS[why]), checked, day, why=why)))
    return [step for _, _, step in sorted(found, key=lambda f: f[:2])], elsewhere


def _step(service: str, said: str, checked: Checked, day: Day, *, why: str = "") -> Step:
    parts = [said]
    minutes = checked.minutes.get(service)
    if minutes is not None:
        parts.append(text("{minutes} minutes", minutes=round(minutes)))
    if service in checked.estimated:
        parts.append(text("estimated"))
    if service in checked.perhaps:
        parts.append(text("perhaps: something is not stated"))
    if service in checked.shared:
        parts.append(text("others depend on it, too"))
    is_open = why == "reach_unknown" or service in checked.perhaps
    return Step(names_of([service], day), " · ".join(parts), ask_whom(service, day) if is_open else None)


def ask_whom(service: str, day: Day) -> str:
    """Say whom to ask about an offer."""
    provider = day.district.organisations[day.district.services[service].organisation]
    ways = [w for w in (provider.phone, provider.email) if w]
    return text("Ask: {who}", who=" · ".join([provider.name, *ways]))


def competing(gap: Gap, rows: Sequence[Checked], day: Day) -> list[str]:
    """Say who shares the services of a gap: other rows of the same need that reach them."""
    told = []
    for checked in rows:
        row = checked.row
        if row is gap.row or row.need != gap.row.need:
            continue
        both = sorted(set(gap.services) & set(checked.reachable))
        if both:
            area = day.district.areas[row.area].name
            told.append(text("{area}: {names}", area=area, names=names_of(both, day)))
    return list(dict.fromkeys(told))


def strain_of(gap_services: Sequence[str], day: Day) -> dict[str, str]:
    """Say demand's counterparts of some offers: supply and strain, side by side, never one score."""
    services = [day.district.services[s] for s in gap_services]
    known = [c for s in services if (c := s.capacity_sgb2 if s.capacity_sgb2 is not None else s.capacity) is not None]
    waits = [s.wait_days for s in services if s.wait_days is not None]
    free = [s.free for s in services if s.free is not None]
    unknown = text("unknown")
    return {
        text("Supply"): (
            plural("{count} place", "{count} places", count=sum(known))
            + (text(", {count} offers unknown", count=len(services) - len(known)) if len(known) < len(services) else "")
            if known
            else unknown
        ),
        text("Free now"): str(sum(free)) if free else unknown,
        text("Waiting time"): _days(waits) if waits else unknown,
    }


def _days(waits: Sequence[int]) -> str:
    low, high = min(waits), max(waits)
    if low == high:
        return plural("{count} day", "{count} days", count=low)
    return text("{low} to {high} days", low=low, high=high)
