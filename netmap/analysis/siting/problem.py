"""What is asked: areas with people, possible places, ways between them; and what is answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from netmap.analysis.travel import Flags, Real, Travel, Whole, amounts
from netmap.errors import InputError
from netmap.messages import N_

#: relative gap below which an answer counts as the best there is
RELATIVE_GAP = 1e-6


@dataclass(frozen=True)
class SitingProblem:
    """Areas with people, places to choose from, and the ways between them.

    Attributes
    ----------
    areas, places
        Ids. Where answers are equally good, earlier places are taken: sort them for answers that
        do not depend on the order of a file.
    people
        People of each area.
    fixed
        Places that are among the sites whatever else is chosen; they count.
    travel
        The ways; a missing pair is unreachable.
    """

    areas: tuple[str, ...]
    people: Real
    places: tuple[str, ...]
    fixed: Flags
    travel: Travel = field(repr=False)

    def __post_init__(self) -> None:
        amounts(self.people, what=N_("people"))
        if not (len(self.areas) == len(self.people) == self.travel.areas):
            raise InputError(N_("People, capacities and ways differ in their number of areas or places."))
        if not (len(self.places) == len(self.fixed) == self.travel.places):
            raise InputError(N_("People, capacities and ways differ in their number of areas or places."))

    @classmethod
    def of(
        cls,
        demand: Mapping[str, float],
        places: Sequence[str],
        cost: Mapping[tuple[str, str], float],
        *,
        fixed: Sequence[str] = (),
    ) -> SitingProblem:
        """Build a problem from plain values, areas and places sorted by id.

        Examples
        --------
        >>> asked = SitingProblem.of({"A": 10, "B": 5}, ["Q", "P"], {("A", "P"): 3}, fixed=["Q"])
        >>> asked.places, asked.fixed.tolist()
        (('P', 'Q'), [False, True])
        """
        areas, names = tuple(sorted(demand)), tuple(sorted(places))
        return cls(
            areas,
            np.array([demand[a] for a in areas], dtype=np.float64),
            names,
            np.array([p in set(fixed) for p in names], dtype=np.bool_),
            Travel.between(areas, names, cost),
        )

    @cached_property
    def people_total(self) -> float:
        """Everybody."""
        return float(self.people.sum())

    def people_within(self, chosen: Flags, limit: float) -> float:
        """Count the people who have one of the chosen places within the limit."""
        return float(self.people[served(self.travel.within(limit), chosen)].sum())


def served(ways: Travel, chosen: Flags) -> Flags:
    """Say which areas have a way to one of the chosen places."""
    found = np.zeros(ways.areas, dtype=np.bool_)
    found[ways.area[chosen[ways.place]]] = True
    return found


@dataclass(frozen=True, slots=True)
class Siting:
    """An answer: the sites, what they are worth, and how far from the best they can be at most.

    Attributes
    ----------
    objective
        ``mclp``, ``lscp``, ``p-median`` or ``p-center``.
    sites
        Positions of the chosen places, ascending.
    value
        People covered, number of sites, people × cost, or largest cost.
    bound
        No choice is better than this: not above it for ``mclp``, not below it for the others.
    proven_optimal
        Value and bound are at most 1e-6 of the value apart, or less than 1 where only whole
        numbers can be values.
    """

    objective: str
    sites: Whole
    value: float
    bound: float
    proven_optimal: bool

    def chosen(self, problem: SitingProblem) -> Flags:
        """Say of each place whether it is among the sites."""
        flags = np.zeros(len(problem.places), dtype=np.bool_)
        flags[self.sites] = True
        return flags


def answer(objective: str, sites: Whole, value: float, bound: float, *, whole: bool) -> Siting:
    """Put an answer together: tighten the bound to whole numbers, and judge the gap."""
    upper = objective == "mclp"
    if whole:
        slack = 1e-9 * max(1.0, abs(value))
        bound = float(np.floor(bound + slack) if upper else np.ceil(bound - slack))
    bound = max(bound, value) if upper else min(bound, value)
    proven = abs(bound - value) <= RELATIVE_GAP * abs(value)
    return Siting(objective, np.sort(sites), value, bound, bool(proven))
