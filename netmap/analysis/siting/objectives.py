"""The four questions: whom so many places cover, how many it takes, how far people go in all or at most."""

from __future__ import annotations

import math

import numpy as np

from netmap.analysis.siting.center import largest_cost, smallest_radius
from netmap.analysis.siting.cover import Cover, smallest_cover
from netmap.analysis.siting.infeasible import refuse_count, refuse_too_few, refuse_unserved
from netmap.analysis.siting.problem import Siting, SitingProblem, answer
from netmap.analysis.siting.proof import cheapest
from netmap.analysis.siting.service import Service, greedy, reduce
from netmap.analysis.siting.solver import Clock
from netmap.analysis.travel import Flags, Real
from netmap.errors import CallError, InfeasibleError
from netmap.messages import N_

OBJECTIVES = ("mclp", "lscp", "p-median", "p-center")
#: seconds after which the best answer so far is given, with its bound
SECONDS = 30.0
#: numbers up to here are exact as floating point
_EXACT = 2.0**53


def site(
    problem: SitingProblem,
    *,
    objective: str,
    count: int | None = None,
    within: float | None = None,
    seconds: float = SECONDS,
) -> Siting:
    """Choose sites by one of the four objectives, named as on the command line.

    Parameters
    ----------
    problem
        Areas, places and ways.
    objective
        ``mclp``, ``lscp``, ``p-median`` or ``p-center``.
    count
        Number of sites, fixed ones included; needed for all but ``lscp``, where it is the most allowed.
    within
        The limit; needed for ``mclp`` and ``lscp``, no condition for the others.
    seconds
        When to stop proving; 0 gives the first answer.

    Raises
    ------
    CallError
        The objective is unknown, or a count or limit is missing or impossible.
    InfeasibleError
        Areas cannot be served, or the count is too small.

    Examples
    --------
    >>> asked = SitingProblem.of({"A": 10, "B": 5, "C": 1}, ["P", "Q"],
    ...     {("A", "P"): 3, ("B", "P"): 9, ("B", "Q"): 2, ("C", "Q"): 4})
    >>> found = site(asked, objective="mclp", count=1, within=5)
    >>> [asked.places[at] for at in found.sites], found.value, found.proven_optimal
    (['P'], 10.0, True)
    """
    if objective not in OBJECTIVES:
        raise CallError(
            N_("'{objective}' is no objective; there are: {known}."),
            objective=objective,
            known=", ".join(OBJECTIVES),
        )
    if objective == "lscp":
        return set_cover(problem, within=_needed_limit(within, objective), at_most=count, seconds=seconds)
    number = _needed_count(problem, count, objective)
    if objective == "mclp":
        limit = _needed_limit(within, objective)
        return max_coverage(problem, count=number, within=limit, seconds=seconds)
    run = p_median if objective == "p-median" else p_center
    return run(problem, count=number, seconds=seconds)


def _needed_limit(within: float | None, objective: str) -> float:
    if within is None:
        raise CallError(N_("{objective} needs a limit: --within."), objective=objective)
    if not (math.isfinite(within) and within >= 0):
        raise CallError(N_("A limit is a finite number that is not negative."))
    return within


def _needed_count(problem: SitingProblem, count: int | None, objective: str) -> int:
    if count is None:
        raise CallError(N_("{objective} needs a number of sites: --count."), objective=objective)
    if count < 0:
        raise CallError(N_("A number of sites cannot be negative."))
    if count > len(problem.places):
        raise CallError(
            N_("{count} sites are asked for, but there are only {places} places to choose from."),
            count=count,
            places=len(problem.places),
        )
    return count


def max_coverage(problem: SitingProblem, *, count: int, within: float, seconds: float = SECONDS) -> Siting:
    """Choose ``count`` places so that most people have one within the limit (MCLP).

    The value is the number of people covered. Exactly ``count`` places are named, also where fewer
    cover as many.

    References
    ----------
    R. Church, C. ReVelle (1974): The maximal covering location problem. Papers of the Regional
    Science Association 32, 101-118.
    """
    refuse_count(problem, count)
    ways = problem.travel.within(within)
    free = np.zeros(len(ways.cost))
    whole = _all_whole(problem.people)
    service = Service.build(ways.area, ways.place, free, problem.people, len(problem.places), count)
    choice = cheapest(service, Clock.of(seconds), fixed=problem.fixed, whole=whole, origin=problem.people_total)
    value = problem.people_within(choice.chosen, within)
    upper = value + (choice.price - choice.bound)
    return answer("mclp", np.flatnonzero(choice.chosen), value, upper, whole=whole)


def set_cover(problem: SitingProblem, *, within: float, at_most: int | None = None, seconds: float = SECONDS) -> Siting:
    """Choose the fewest places so that every area has one within the limit (LSCP).

    The value is the number of sites, fixed ones included. Areas without people count, too.

    References
    ----------
    C. Toregas, R. Swain, C. ReVelle, L. Bergman (1971): The location of emergency service
    facilities. Operations Research 19, 1363-1373.
    """
    if at_most is not None:
        refuse_count(problem, at_most)
    refuse_unserved(problem, within=within)
    ways, clock = problem.travel.within(within), Clock.of(seconds)
    cover = smallest_cover(ways, problem.fixed, clock)
    assert cover.chosen is not None  # every area has a way
    if at_most is not None and cover.chosen.sum() > at_most:
        smaller = Cover(None, cover.bound)
        if cover.bound <= at_most:
            smaller = smallest_cover(ways, problem.fixed, clock, at_most=at_most)
        if smaller.chosen is None:
            _check_decided(smaller, at_most)
            refuse_too_few(problem, count=at_most, within=within, cover=cover)
        cover = Cover(smaller.chosen, cover.bound)
    assert cover.chosen is not None
    sites = np.flatnonzero(cover.chosen)
    return answer("lscp", sites, float(len(sites)), cover.bound, whole=True)


def p_median(problem: SitingProblem, *, count: int, seconds: float = SECONDS) -> Siting:
    """Choose ``count`` places so that people altogether have the shortest ways (p-median).

    The value is the sum of people × cost to the nearest site. Every area must have a way to a site.

    References
    ----------
    S. L. Hakimi (1964): Optimum locations of switching centers and the absolute centers and medians
    of a graph. Operations Research 12, 450-459.
    """
    clock = Clock.of(seconds)
    known = _feasible(problem, count, clock)
    ways, nobody_outside = problem.travel, np.full(len(problem.areas), np.inf)
    weighted = ways.cost * problem.people[ways.area]
    service = Service.build(ways.area, ways.place, weighted, nobody_outside, len(problem.places), count)
    whole = _all_whole(weighted)
    choice = cheapest(service, clock, fixed=problem.fixed, whole=whole, known=known)
    value = _weighted_cost(problem, choice.chosen)
    return answer("p-median", np.flatnonzero(choice.chosen), value, choice.bound, whole=whole)


def p_center(problem: SitingProblem, *, count: int, seconds: float = SECONDS) -> Siting:
    """Choose ``count`` places so that the largest cost to the nearest site is smallest (p-center).

    The value is that cost, over all areas, also those without people. Places that the largest cost
    does not need are chosen so that people altogether have the shortest ways.
    """
    clock = Clock.of(seconds)
    _feasible(problem, count, clock)
    found = smallest_radius(problem.travel, problem.fixed, count, clock)
    assert found.chosen is not None  # a cover of this size was found before
    chosen = _filled(problem, found.chosen, count)
    value = largest_cost(problem.travel, chosen)
    return answer("p-center", np.flatnonzero(chosen), value, found.bound, whole=False)


def _feasible(problem: SitingProblem, count: int, clock: Clock) -> Flags:
    """Find a choice that serves every area, exactly ``count`` places, or say why there is none."""
    refuse_count(problem, count)
    refuse_unserved(problem, within=None)
    ways = problem.travel
    cover = smallest_cover(ways, problem.fixed, clock, at_most=count)
    if cover.chosen is None:
        _check_decided(cover, count)
        smallest = smallest_cover(ways, problem.fixed, clock)
        refuse_too_few(problem, count=count, within=None, cover=smallest)
    assert cover.chosen is not None
    return _filled(problem, cover.chosen, count)


def _check_decided(cover: Cover, count: int) -> None:
    if cover.bound <= count:
        raise InfeasibleError(
            N_("Whether {count} sites can serve every area could not be settled in the time given."),
            count=count,
        )


def _filled(problem: SitingProblem, chosen: Flags, count: int) -> Flags:
    """Add places up to the count, those first that shorten the ways most."""
    ways = problem.travel
    weighted = ways.cost * problem.people[ways.area]
    outside = np.full(len(problem.areas), np.inf)
    service = Service.build(ways.area, ways.place, weighted, outside, len(problem.places), count)
    rest = reduce(service, opened=chosen, closed=np.zeros_like(chosen))
    filled = chosen.copy()
    filled[rest.places[greedy(rest.service)]] = True
    return filled


def _weighted_cost(problem: SitingProblem, chosen: Flags) -> float:
    ways = problem.travel
    nearest = np.full(ways.areas, np.inf)
    kept = chosen[ways.place]
    np.minimum.at(nearest, ways.area[kept], ways.cost[kept])
    return math.fsum(problem.people * nearest)


def _all_whole(values: Real) -> bool:
    return bool((values % 1 == 0).all() and values.sum() < _EXACT)
