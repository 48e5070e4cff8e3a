"""What this network is for: which of five functions it serves, from what is recorded, as a proposal.

The five functions are those of the catalogue ``network_functions``. What is counted as a ground for
each is netmap's own reading of their descriptions, to be discussed, not a finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from netmap.analysis.cooperation.chains import TIE_UNKNOWN, chains_of
from netmap.analysis.cooperation.pairs import CONFIRMED, ONE_SIDED, actors_of, pairs_of, unknown_count
from netmap.analysis.day import Day
from netmap.model.partners import DEFAULT_SCALE

INFORMATION, MILIEU, PROJECT = "information", "milieu", "project"
INFORMAL_PRODUCTION, PRODUCTION = "informal_production", "production"
#: bodies in one of these states no longer meet
NOT_MEETING: Final = frozenset({"paused", "ended"})
#: from Koordination on, people commit themselves to common plans
COORDINATION: Final = 2


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that is recorded, and how often."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class NetworkFunction:
    """One of the five functions.

    Attributes
    ----------
    code
        As in the catalogue ``network_functions``.
    proposed
        Whether what is recorded speaks for it: any ground does; for the production network it takes
        both, lasting agreements and chains that hold.
    grounds
        What was counted, also where it is 0.
    unknown
        What is not recorded and could change the proposal, counted likewise.
    """

    code: str
    proposed: bool
    grounds: tuple[Ground, ...]
    unknown: tuple[Ground, ...] = ()


def functions_of(day: Day, *, area: str | None = None) -> tuple[NetworkFunction, ...]:
    """Propose which of the five functions the network (of an area) serves, in the catalogue's order.

    Counted among running organisations, on the Oberhausen ladder:

    - information: ties (level 1 or more); relations ``informs``
    - milieu: bodies that meet (neither paused nor ended) with at least two members; joint trainings and
      shared buildings; pairs that confirm each other at level 2 or more
    - project: agreements, relations other than ``refers`` and services that have a last day
    - informal production: pairs that refer, or work together at level 2 or more, and that no agreement in
      force joins
    - production: agreements without a last day that join at least two; chains without a break

    Unknown are: pairs of which nobody reported; pairs at level 2 or more of which one side has not answered;
    bodies that meet with fewer than two known members; agreements and services without a last day (lasting, or
    nobody wrote it down); referrals between pairs of which nobody reported; chains with a joint that nobody knows.
    """
    actors = frozenset(actors_of(day, area=area))
    counted: dict[str, tuple[Ground, ...]] = {
        INFORMATION: tuple(_information(day, actors)),
        MILIEU: tuple(_milieu(day, actors)),
        PROJECT: tuple(_project(day, actors)),
        INFORMAL_PRODUCTION: tuple(_informal(day, actors)),
        PRODUCTION: tuple(_production(day, actors)),
    }
    open_questions = _unknown(day, actors)
    return tuple(
        NetworkFunction(
            code,
            (all if code == PRODUCTION else any)(g.count for g in counted[code]),
            counted[code],
            open_questions[code],
        )
        for code in (e.code for e in day.vocabulary["network_functions"])
        if code in counted
    )


def _information(day: Day, actors: frozenset[str]) -> Iterator[Ground]:
    pairs = pairs_of(day, scale=DEFAULT_SCALE).values()
    yield Ground("ties", sum(p.is_tie and {p.a, p.b} <= actors for p in pairs))
    yield Ground("informs", len(_related(day, actors, "informs")))


def _meeting(day: Day, actors: frozenset[str]) -> list[int]:
    """Give how many members are known of each body that meets."""
    members: dict[str, set[str]] = {}
    for member in day.members:
        if member.organisation in actors:
            members.setdefault(member.body, set()).add(member.organisation)
    return [
        len(members.get(b.id, ()))
        for b in day.district.bodies.values()
        if b.status is None or day.code("body_statuses", b.status) not in NOT_MEETING
    ]


def _milieu(day: Day, actors: frozenset[str]) -> Iterator[Ground]:
    yield Ground("bodies", sum(known > 1 for known in _meeting(day, actors)))
    yield Ground("side_by_side", len(_related(day, actors, "joint_training", "co_located")))
    pairs = pairs_of(day, scale=DEFAULT_SCALE).values()
    trusting = [p for p in pairs if p.state == CONFIRMED and p.level >= COORDINATION and {p.a, p.b} <= actors]
    yield Ground("confirmed_coordination", len(trusting))


def _project(day: Day, actors: frozenset[str]) -> Iterator[Ground]:
    ending = [a for a in day.agreements.values() if a.until is not None]
    yield Ground("ending_agreements", sum(len({o for o, _ in a.roles} & actors) > 1 for a in ending))
    related = (r for r in day.relations if r.until is not None and r.kind != "refers")
    yield Ground("ending_relations", sum({r.from_, r.to} <= actors for r in related))
    services = (s for s in day.services.values() if s.until is not None)
    yield Ground("ending_services", sum(s.organisation in actors for s in services))


def _informal(day: Day, actors: frozenset[str]) -> Iterator[Ground]:
    agreed = {
        pair
        for a in day.agreements.values()
        for pair in combinations(sorted({o for o, _ in a.roles if o in day.organisations}), 2)
    }
    refers = _related(day, actors, "refers")
    yield Ground("referrals_without_agreement", len(refers - agreed))
    pairs = pairs_of(day, scale=DEFAULT_SCALE).values()
    close = {(p.a, p.b) for p in pairs if p.level >= COORDINATION and {p.a, p.b} <= actors}
    yield Ground("coordination_without_agreement", len(close - agreed))


def _production(day: Day, actors: frozenset[str]) -> Iterator[Ground]:
    lasting = [a for a in day.agreements.values() if a.until is None]
    yield Ground("lasting_agreements", sum(len({o for o, _ in a.roles} & actors) > 1 for a in lasting))
    holding = [c for c in chains_of(day) if len(c.steps) > 1 and not c.breaks]
    standing = ([{day.services[i].organisation for i in s.services} for s in c.steps] for c in holding)
    yield Ground("holding_chains", sum(all(not actors.isdisjoint(s) for s in steps) for steps in standing))


def _unknown(day: Day, actors: frozenset[str]) -> dict[str, tuple[Ground, ...]]:
    """Count what nobody knows, for each function."""
    known = {k: p for k, p in pairs_of(day, scale=DEFAULT_SCALE).items() if set(k) <= actors}
    unanswered = sum(p.state == ONE_SIDED and p.level >= COORDINATION for p in known.values())
    lasting = Ground(
        "agreements_without_end",
        sum(a.until is None and len({o for o, _ in a.roles} & actors) > 1 for a in day.agreements.values()),
    )
    chains = [c for c in chains_of(day) if any(b.reason == TIE_UNKNOWN for b in c.breaks)]
    return {
        INFORMATION: (Ground("unknown_pairs", unknown_count(actors, len(known))),),
        MILIEU: (
            Ground("unanswered_coordination", unanswered),
            Ground("bodies_without_members", sum(count < 2 for count in _meeting(day, actors))),
        ),
        PROJECT: (
            lasting,
            Ground(
                "services_without_end",
                sum(s.until is None and s.organisation in actors for s in day.services.values()),
            ),
        ),
        INFORMAL_PRODUCTION: (
            Ground("referrals_unreported", len(_related(day, actors, "refers") - known.keys())),
            Ground("unknown_pairs", unknown_count(actors, len(known))),
        ),
        PRODUCTION: (lasting, Ground("chains_unknown", len(chains))),
    }


def _related(day: Day, actors: frozenset[str], *kinds: str) -> set[tuple[str, str]]:
    """Give the pairs that a relation of some kinds joins."""
    return {
        (min(r.from_, r.to), max(r.from_, r.to))
        for r in day.relations
        if r.kind in kinds and {r.from_, r.to} <= actors and r.from_ != r.to
    }
