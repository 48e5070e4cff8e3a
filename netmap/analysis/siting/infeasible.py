"""When there is no answer: who stays without a place, and what would help."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from netmap.analysis.siting.center import largest_cost, smallest_radius
from netmap.analysis.siting.cover import Cover
from netmap.analysis.siting.problem import SitingProblem, served
from netmap.analysis.siting.proof import cheapest
from netmap.analysis.siting.service import Service
from netmap.analysis.siting.solver import Clock
from netmap.analysis.travel import Flags, Real, Travel
from netmap.errors import Fault, InfeasibleError
from netmap.messages import N_, Message, message

#: seconds spent on saying what would help
ADVICE_SECONDS = 5.0
#: areas named one by one
AREAS_LISTED = 50


def plain(number: float) -> str:
    """Write a number without grouping, unrounded, whole numbers without a point.

    Examples
    --------
    >>> plain(1234.0), plain(0.1)
    ('1234', '0.1')
    """
    return str(int(number)) if number == int(number) else repr(float(number))


def refuse_unserved(problem: SitingProblem, *, within: float | None) -> None:
    """Refuse where areas have no place within the limit, or none at all.

    Raises
    ------
    InfeasibleError
        Says how many areas and people, and by which limit they could be served.
    """
    nearest = problem.travel.nearest()
    limit = math.inf if within is None else within
    alone = ~(nearest <= limit)
    if not alone.any():
        return
    none = np.isnan(nearest)
    params = {
        "areas": int(alone.sum()),
        "all": len(problem.areas),
        "people": plain(problem.people[alone].sum()),
    }
    faults = _listed(_fault(problem, at, nearest[at]) for at in np.flatnonzero(alone).tolist())
    if within is None:
        raise InfeasibleError(
            N_(
                "{areas} of {all} areas ({people} people) cannot be served by any site: "
                "there is no way to one. Add ways, or take these areas out."
            ),
            faults=faults,
            **params,
        )
    raise InfeasibleError(
        N_("{areas} of {all} areas ({people} people) have no site within {within}. {advice}"),
        faults=faults,
        within=plain(within),
        advice=_limit_advice(problem, nearest, alone, none),
        **params,
    )


def _limit_advice(problem: SitingProblem, nearest: Real, alone: Flags, none: Flags) -> Message:
    if none[alone].all():  # no limit helps them, and all others are within this one
        return message("They have no way to any site: add ways or sites.")
    needed = plain(float(np.nanmax(nearest)))
    if none.any():
        return message(
            "A limit of {needed} would serve all but {areas} areas ({people} people), which have no way to any site.",
            needed=needed,
            areas=int(none.sum()),
            people=plain(problem.people[none].sum()),
        )
    return message("With a limit of {needed} each of them has one.", needed=needed)


def _fault(problem: SitingProblem, at: int, nearest: float) -> Fault:
    people = plain(problem.people[at])
    if math.isnan(nearest):
        return Fault(problem.areas[at], message("{people} people, no way to any site", people=people))
    told = message("{people} people, the nearest site at {cost}", people=people, cost=plain(nearest))
    return Fault(problem.areas[at], told)


def _unserved(problem: SitingProblem, at: int) -> Fault:
    told = message("{people} people stay without a site", people=plain(problem.people[at]))
    return Fault(problem.areas[at], told)


def _listed(faults: Iterable[Fault]) -> list[Fault]:
    """List the first areas by id, and how many more there are."""
    found = list(faults)
    rest = len(found) - AREAS_LISTED
    if rest <= 0:
        return found
    return [*found[:AREAS_LISTED], Fault("…", message("and {count} more areas", count=rest))]


def refuse_count(problem: SitingProblem, count: int) -> None:
    """Refuse a count that does not even hold the fixed places.

    Raises
    ------
    InfeasibleError
        Says how many places are fixed, and for whom nothing can be proposed.
    """
    fixed = int(problem.fixed.sum())
    if count >= max(1, fixed):
        return
    raise InfeasibleError(
        N_(
            "{count} sites are too few: {fixed} places are fixed and count, and one is needed at least. "
            "Nothing can be proposed for {areas} areas ({people} people); "
            "ask for {needed} sites or more."
        ),
        count=count,
        fixed=fixed,
        needed=max(1, fixed),
        areas=len(problem.areas),
        people=plain(problem.people_total),
    )


def refuse_too_few(problem: SitingProblem, *, count: int, within: float | None, cover: Cover) -> None:
    """Refuse a count that cannot serve every area, though enough places could.

    Raises
    ------
    InfeasibleError
        Says how many areas and people stay without a site at best, how many sites would do, and by
        which limit this count would.
    """
    clock = Clock.of(ADVICE_SECONDS)
    ways = problem.travel if within is None else problem.travel.within(within)
    left = ~_most_served(problem, ways, count, clock)
    advice = [_count_advice(cover)]
    if within is not None:
        found = smallest_radius(problem.travel, problem.fixed, count, clock).chosen
        if found is not None:
            limit = largest_cost(problem.travel, found)
            advice.append(message("With a limit of {limit} {count} sites would do.", limit=plain(limit), count=count))
    raise InfeasibleError(
        N_(
            "{count} sites are too few: with the best choice {areas} of {all} areas ({people} people) "
            "stay without a site{limit}. {advice}"
        ),
        count=count,
        areas=int(left.sum()),
        all=len(problem.areas),
        people=plain(problem.people[left].sum()),
        limit="" if within is None else message(" within {within}", within=plain(within)),
        advice=_Sentences(advice),
        faults=_listed(_unserved(problem, at) for at in np.flatnonzero(left).tolist()),
    )


def _count_advice(cover: Cover) -> Message:
    if cover.chosen is None:
        return message("At least {bound} sites are needed.", bound=plain(cover.bound))
    if cover.chosen.sum() == cover.bound:
        return message("{needed} sites are needed.", needed=int(cover.chosen.sum()))
    return message("{needed} sites would do.", needed=int(cover.chosen.sum()))


class _Sentences:
    """Several sentences that are spoken in the reader's language."""

    def __init__(self, parts: list[Message]) -> None:
        self._parts = parts

    def __str__(self) -> str:
        return " ".join(str(part) for part in self._parts)


def _most_served(problem: SitingProblem, ways: Travel, count: int, clock: Clock) -> Flags:
    """Serve as many people as so many sites can, and of equal answers as many areas."""
    weight = problem.people * (len(problem.areas) + 1.0) + 1.0
    service = Service.build(ways.area, ways.place, np.zeros(len(ways.cost)), weight, len(problem.places), count)
    choice = cheapest(service, clock, fixed=problem.fixed, whole=bool((weight % 1 == 0).all()))
    return served(ways, choice.chosen)
