"""How a service chain runs beyond its breaks: detours over others, ways back, services side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from netmap.analysis.cooperation.chains import Chain, Step, chains_of
from netmap.analysis.cooperation.pairs import Pair, pairs_of
from netmap.analysis.day import Day
from netmap.model.partners import DEFAULT_SCALE

#: over more organisations than this nobody is led
MOST_BETWEEN: Final = 3


@dataclass(frozen=True, slots=True)
class Detour:
    """Two steps that no provider joins directly, and the shortest way over others.

    Attributes
    ----------
    after
        The position of the first of the two steps.
    way
        Organisations from one of the first step to one of the second, those between included; of
        several shortest ways the first in order of ids.
    """

    after: int
    way: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayBack:
    """A chain that leads back to an organisation it has left: who stands alone in two steps, but not between.

    Attributes
    ----------
    leaves, returns
        Positions of the two steps.
    """

    organisation: str
    leaves: int
    returns: int


@dataclass(frozen=True, slots=True)
class Parallel:
    """A step that several organisations offer side by side: a choice, or work done twice."""

    position: int
    services: tuple[str, ...]
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChainShape:
    """What there is to see of a chain beside its breaks; none of it is a fault."""

    chain: str
    detours: tuple[Detour, ...]
    ways_back: tuple[WayBack, ...]
    parallel: tuple[Parallel, ...]


def chain_shapes(day: Day, *, scale: str = DEFAULT_SCALE) -> tuple[ChainShape, ...]:
    """Give detours, ways back and parallel services of all chains, in the order of the chains.

    A detour stands where a chain breaks between two steps that have services: the shortest way from one
    to the other over at most three other organisations, along ties (level 1 or more) and ``refers`` in
    force, either way, naming no service or one of the two steps, as at the joints of a chain.
    """
    pairs = pairs_of(day, scale=scale)
    return tuple(_shape(day, chain, pairs) for chain in chains_of(day, scale=scale))


def _shape(day: Day, chain: Chain, pairs: Mapping[tuple[str, str], Pair]) -> ChainShape:
    broken = {b.after for b in chain.breaks}
    detours = []
    for first, second in pairwise(chain.steps):
        if first.services and second.services and first.position in broken:
            beside = _beside(day, pairs, first, second)
            way = _shortest(beside, providers(day, first), providers(day, second))
            if way:
                detours.append(Detour(first.position, way))
    sides = (Parallel(s.position, s.services, tuple(sorted(providers(day, s)))) for s in chain.steps)
    return ChainShape(
        chain.id,
        tuple(detours),
        tuple(_ways_back(day, chain)),
        tuple(p for p in sides if len(p.organisations) > 1),
    )


def providers(day: Day, step: Step) -> frozenset[str]:
    """Give the organisations that stand in a step."""
    return frozenset(day.services[s].organisation for s in step.services)


def _beside(
    day: Day, pairs: Mapping[tuple[str, str], Pair], first: Step, second: Step
) -> Mapping[str, Collection[str]]:
    """Give whom one can be sent on to from whom, between two steps."""
    named = {None, *first.services, *second.services}
    beside: dict[str, set[str]] = defaultdict(set)
    told = [(p.a, p.b) for p in pairs.values() if p.is_tie]
    told += [(r.from_, r.to) for r in day.relations if r.kind == "refers" and r.service in named]
    for a, b in told:
        beside[a].add(b)
        beside[b].add(a)
    return beside


def _shortest(
    beside: Mapping[str, Collection[str]], starts: Collection[str], ends: Collection[str]
) -> tuple[str, ...] | None:
    """Find the shortest way over others, of equal ones the first in order of ids; ``None`` if it is too long."""
    front: list[tuple[str, ...]] = [(s,) for s in sorted(starts)]
    seen = set(starts)
    for _ in range(MOST_BETWEEN + 1):
        longer: dict[str, tuple[str, ...]] = {}
        for way in front:
            for there in sorted(beside.get(way[-1], ())):
                if there not in seen and there not in longer:
                    longer[there] = (*way, there)
        arrived = [way for end, way in longer.items() if end in ends]
        if arrived:
            return min(arrived)
        seen |= set(longer)
        front = sorted(longer.values())
    return None


def _ways_back(day: Day, chain: Chain) -> list[WayBack]:
    found = []
    last: dict[str, int] = {}
    standing = [providers(day, step) for step in chain.steps]
    for number, here in enumerate(standing):
        if len(here) == 1:
            (alone,) = here
            left = last.get(alone)
            between = standing[left + 1 : number] if left is not None else []
            if left is not None and between and not any(alone in s for s in between):
                found.append(WayBack(alone, chain.steps[left].position, chain.steps[number].position))
            last[alone] = number
    return found
