"""What each site adds on its own, and what else would be nearly as good."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from netmap.analysis.siting.problem import Siting, SitingProblem
from netmap.analysis.siting.service import Service, swap_savings
from netmap.analysis.travel import Flags, Real, Travel, Whole
from netmap.errors import CallError
from netmap.messages import N_


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one site is worth in an answer.

    Attributes
    ----------
    place
        Its position.
    fixed
        Whether it was chosen in any case.
    people_nearest
        People who have no chosen site nearer (the first of equals).
    people_within
        People who have it within the limit; NaN without a limit.
    people_only_here
        People who have it, and no other chosen site, within the limit; without a limit: who have no
        way to another chosen site.
    added
        By how much the value would be worse without it: fewer people covered, more people × cost, a
        larger cost; infinite if areas then had no site. For ``lscp`` the people who would have none.
    """

    place: int
    fixed: bool
    people_nearest: float
    people_within: float
    people_only_here: float
    added: float


@dataclass(frozen=True, slots=True)
class Alternative:
    """An answer that differs in one site: ``into`` instead of ``out``, and its value."""

    out: int
    into: int
    value: float


def contributions(problem: SitingProblem, found: Siting, *, within: float | None = None) -> tuple[Contribution, ...]:
    """Say for each site of an answer what it adds, in the order of the sites.

    Parameters
    ----------
    problem, found
        What was asked and answered.
    within
        The limit; needed for ``mclp`` and ``lscp``.

    Examples
    --------
    >>> from netmap.analysis.siting import max_coverage
    >>> asked = SitingProblem.of({"A": 10, "B": 5}, ["P", "Q"],
    ...     {("A", "P"): 1, ("B", "P"): 2, ("B", "Q"): 1})
    >>> both = max_coverage(asked, count=2, within=3)
    >>> [(c.people_within, c.people_only_here) for c in contributions(asked, both, within=3)]
    [(15.0, 10.0), (5.0, 0.0)]
    """
    _check_limit(found, within)
    costs = _costs(problem.travel, found.sites)
    first, second = _two_smallest(costs)
    near = np.where(np.isfinite(first), costs.argmin(axis=0), -1)
    reached = np.isfinite(costs) if within is None else costs <= within
    only = reached & (reached.sum(axis=0) == 1)
    covering = found.objective in ("mclp", "lscp")
    told = []
    for row, place in enumerate(found.sites.tolist()):
        alone = float(problem.people[only[row]].sum())
        told.append(
            Contribution(
                place=place,
                fixed=bool(problem.fixed[place]),
                people_nearest=float(problem.people[near == row].sum()),
                people_within=math.nan if within is None else float(problem.people[reached[row]].sum()),
                people_only_here=alone,
                added=alone if covering else _value(problem, found, near == row, first, second) - found.value,
            )
        )
    return tuple(told)


def alternatives(
    problem: SitingProblem, found: Siting, *, within: float | None = None, how_many: int = 3
) -> tuple[Alternative, ...]:
    """Give the best answers that differ from this one in a single site that is not fixed.

    They are the next best of their kind, not of all: an answer that differs in several sites may lie
    between. For ``lscp`` these are the other answers of the same size.

    Parameters
    ----------
    problem, found
        What was asked and answered.
    within
        The limit; needed for ``mclp`` and ``lscp``.
    how_many
        How many to give at most.
    """
    _check_limit(found, within)
    if not len(found.sites):
        return ()
    chosen = found.chosen(problem)
    values = _swapped(problem, found, chosen, within)
    values[chosen, :] = np.nan
    values[:, problem.fixed[found.sites]] = np.nan
    into, out = np.nonzero(np.isfinite(values))
    worth = values[into, out]
    order = np.lexsort((into, out, -worth if found.objective == "mclp" else worth))[:how_many]
    return tuple(Alternative(int(found.sites[out[at]]), int(into[at]), float(worth[at])) for at in order.tolist())


def _check_limit(found: Siting, within: float | None) -> None:
    if within is None and found.objective in ("mclp", "lscp"):
        raise CallError(N_("{objective} needs a limit: --within."), objective=found.objective)


def _swapped(problem: SitingProblem, found: Siting, chosen: Flags, within: float | None) -> Real:
    """Give the value after each swap: a row for each place that comes, a column for each that goes."""
    if found.objective in ("mclp", "p-median"):
        service = _service(problem, found, within)
        savings, _ = swap_savings(service, chosen)
        price: Real = service.price(chosen) - savings
        if found.objective == "p-median":
            return np.where(price < service.limit, price, np.nan)
        return problem.people_total - price
    ways = problem.travel if within is None or found.objective == "p-center" else problem.travel.within(within)
    first, second = _two_smallest(_costs(ways, found.sites))
    near = _costs(ways, found.sites).argmin(axis=0)
    links = np.zeros((ways.areas, ways.places), dtype=np.bool_)
    links[ways.area, ways.place] = True
    columns = [
        _largest_after(ways, links, np.where(near == column, second, first)) for column in range(len(found.sites))
    ]
    values = np.stack(columns, axis=1)
    if found.objective == "lscp":
        values = np.where(np.isfinite(values), found.value, np.nan)
    return values


def _service(problem: SitingProblem, found: Siting, within: float | None) -> Service:
    ways, places, count = problem.travel, len(problem.places), len(found.sites)
    if found.objective == "mclp":
        assert within is not None
        ways = ways.within(within)
        return Service.build(ways.area, ways.place, np.zeros(len(ways.cost)), problem.people, places, count)
    weighted = ways.cost * problem.people[ways.area]
    return Service.build(ways.area, ways.place, weighted, np.full(len(problem.areas), np.inf), places, count)


def _largest_after(ways: Travel, links: Flags, without: Real) -> Real:
    """Give for each place that comes the largest cost that is then left; infinite if one has none."""
    largest = np.zeros(ways.places)
    np.maximum.at(largest, ways.place, np.minimum(without[ways.area], ways.cost))
    if not links.all():
        order = np.argsort(-without, kind="stable")
        apart = ~links[order]
        unlinked = np.where(apart.any(axis=0), without[order][apart.argmax(axis=0)], 0.0)
        largest = np.maximum(largest, unlinked)
    return largest


def _costs(ways: Travel, sites: Whole) -> Real:
    """Give the costs to some sites, a row for each; infinite where there is no way."""
    row = np.full(ways.places, -1)
    row[sites] = np.arange(len(sites))
    kept = row[ways.place] >= 0
    costs = np.full((len(sites), ways.areas), np.inf)
    costs[row[ways.place[kept]], ways.area[kept]] = ways.cost[kept]
    return costs


def _two_smallest(costs: Real) -> tuple[Real, Real]:
    padded = np.vstack((costs, np.full((2, costs.shape[1]), np.inf)))
    smallest = np.partition(padded, 1, axis=0)
    return smallest[0], smallest[1]


def _value(problem: SitingProblem, found: Siting, lost: Flags, first: Real, second: Real) -> float:
    """Give the value of a p-median or p-center answer when some areas lose their nearest site."""
    left = np.where(lost, second, first)
    if not np.isfinite(left).all():
        return math.inf
    return math.fsum(problem.people * left) if found.objective == "p-median" else float(left.max(initial=0.0))
