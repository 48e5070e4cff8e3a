"""Where to be present: which existing rooms would bring most people of a need within reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.gaps.reach import TravelTimes
from netmap.analysis.gaps.values import Limits
from netmap.analysis.siting import Alternative, Contribution, Siting, SitingProblem, alternatives, contributions, site
from netmap.errors import InputError

#: the choice that stands for a bus with stops
BUS = "bus"
#: objectives that count minutes; the others count who is within the limit
_IN_MINUTES = ("p-median", "p-center")


@dataclass(frozen=True, slots=True)
class Presence:
    """An answer to "where to be present".

    Attributes
    ----------
    problem, found
        What was asked and answered; costs are minutes, or minutes ÷ limit of the area.
    share
        What each site adds on its own.
    others
        The next best answers that differ in one site.
    people, people_total
        People of the need within the limit of a chosen site, and all.
    uncovered
        Areas nobody of which is within the limit of a chosen site.
    estimated
        Whether any way is estimated.
    """

    problem: SitingProblem
    found: Siting
    share: tuple[Contribution, ...]
    others: tuple[Alternative, ...]
    people: int
    people_total: int
    uncovered: tuple[str, ...]
    estimated: bool


def where_to_be(
    day: Day,
    need: str | None,
    *,
    objective: str = "mclp",
    count: int | None = 2,
    candidates: Collection[str] | None = None,
    fixed: Collection[str] = (),
    stops: Sequence[str] = (),
    limits: Limits | None = None,
    seconds: float = 10.0,
) -> Presence:
    """Choose rooms to be present in.

    Parameters
    ----------
    day
        The district on the day.
    need
        People with this need are to be reached; ``None`` = people of all rows.
    objective
        ``mclp`` (most people), ``lscp`` (fewest places for everybody), ``p-median`` (fewest minutes
        altogether), ``p-center`` (shortest longest way).
    count
        How many places; with ``lscp`` at most so many.
    candidates
        The rooms that could be had; default: all places that are not protected.
    fixed
        Rooms that are there in any case.
    stops
        Stops that one bus would serve together, as one more choice.
    limits
        Minutes in town and country.

    Raises
    ------
    InfeasibleError
        Somebody cannot be reached whatever is chosen, or the number is too small.
    InputError
        There is nobody, or no room.
    """
    limits = limits or Limits()
    tree = AreaTree(day.district.areas)
    times = TravelTimes(day, tree, limits)
    people: dict[str, int] = {}
    for row in day.demand:
        if row.people_high > 0 and need in (None, row.need):
            people[row.area] = people.get(row.area, 0) + row.people_high
    every = day.district.places
    rooms = sorted(p for p in (candidates or every) if p in every and not every[p].protected)
    rooms = sorted({*rooms, *fixed, *stops})
    if not people or not rooms:
        raise InputError("There is nobody to be reached, or no room to choose.")
    relative = objective not in _IN_MINUTES
    cost: dict[tuple[str, str], float] = {}
    estimated = False
    for area in people:
        setting = tree.setting(area)
        for room in rooms:
            found = times.minutes(area, room, setting=setting)
            if found is not None:
                estimated |= found.estimated
                cost[area, room] = found.value / limits.minutes(setting) if relative else found.value
    return _answered(people, rooms, fixed, stops, cost, objective, count, relative, estimated, seconds)


def _answered(
    people: Mapping[str, int],
    rooms: Sequence[str],
    fixed: Collection[str],
    stops: Sequence[str],
    cost: dict[tuple[str, str], float],
    objective: str,
    count: int | None,
    relative: bool,
    estimated: bool,
    seconds: float,
) -> Presence:
    choices = list(rooms)
    if stops:
        choices.append(BUS)
        for area in people:
            by_bus = [cost[area, s] for s in stops if (area, s) in cost]
            if by_bus:
                cost[area, BUS] = min(by_bus)
    problem = SitingProblem.of(people, choices, cost, fixed=list(fixed))
    within = 1.0 if relative else None
    found = site(problem, objective=objective, count=count, within=within, seconds=seconds)
    chosen = {problem.places[i] for i in found.sites.tolist()}
    reached = {a for (a, p), c in cost.items() if p in chosen and (not relative or c <= 1)}
    return Presence(
        problem,
        found,
        contributions(problem, found, within=within),
        alternatives(problem, found, within=within),
        sum(n for a, n in people.items() if a in reached),
        sum(people.values()),
        tuple(sorted(set(people) - reached)),
        estimated,
    )
