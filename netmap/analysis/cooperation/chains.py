"""Service chains (Dienstleistungsketten): which step lacks a provider, which joint lacks a tie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netmap.analysis.cooperation.pairs import Pair, pairs_of
from netmap.analysis.day import Day
from netmap.model.partners import DEFAULT_SCALE

NO_PROVIDER, NO_TIE, TIE_UNKNOWN = "no_provider", "no_tie", "tie_unknown"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its position, the type of service, and the running services of that type."""

    position: int
    service_type: str
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain breaks: after the step at a position (0 = at the start), and why."""

    after: int
    reason: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain with its steps and breaks."""

    id: str
    name: str | None
    steps: tuple[Step, ...]
    breaks: tuple[Break, ...]


def chains_of(day: Day, *, scale: str = DEFAULT_SCALE) -> tuple[Chain, ...]:
    """Give all chains of a district as they stand on a day."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for service in sorted(day.services):
        kind = day.services[service].service_type
        if kind:
            by_type[day.code("service_types", kind)].append(service)
    rows = defaultdict(list)
    for row in day.district.chains:
        rows[row.chain].append(row)
    pairs = pairs_of(day, scale=scale)
    found = []
    for chain in sorted(rows):
        ordered = sorted(rows[chain], key=lambda r: (r.position, r.service_type))
        steps = tuple(
            Step(r.position, r.service_type, tuple(by_type[day.code("service_types", r.service_type)])) for r in ordered
        )
        name = next((r.name for r in ordered if r.name), None)
        found.append(Chain(chain, name, steps, tuple(_breaks(day, steps, pairs))))
    return tuple(found)


def _breaks(day: Day, steps: Sequence[Step], pairs: Mapping[tuple[str, str], Pair]) -> list[Break]:
    found = []
    before: Step | None = None
    for step in steps:
        after = before.position if before is not None else 0
        if not step.services:
            found.append(Break(after, NO_PROVIDER))
        elif before is not None and before.services:
            reason = _joint(day, before, step, pairs)
            if reason is not None:
                found.append(Break(after, reason))
        before = step
    return found


def _joint(day: Day, first: Step, second: Step, pairs: Mapping[tuple[str, str], Pair]) -> str | None:
    ours = {day.services[s].organisation for s in first.services}
    theirs = {day.services[s].organisation for s in second.services}
    if ours & theirs:
        return None
    wanted = {(min(a, b), max(a, b)) for a in ours for b in theirs}
    if any(p in pairs and pairs[p].is_tie for p in wanted):
        return None
    named = {None, *first.services, *second.services}
    for relation in day.relations:
        ends = (min(relation.from_, relation.to), max(relation.from_, relation.to))
        if relation.kind == "refers" and relation.service in named and ends in wanted:
            return None
    return NO_TIE if all(p in pairs for p in wanted) else TIE_UNKNOWN
