"""From a good choice to the best one: shrink the question by bounds, let HiGHS settle the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netmap.analysis.siting.bound import Ascent, climb, start
from netmap.analysis.siting.service import Service, reduce
from netmap.analysis.siting.solver import Clock, Program, solve
from netmap.analysis.travel import Flags, Whole


@dataclass(frozen=True, slots=True)
class Choice:
    """The best choice found, what it costs, and what no choice costs less than."""

    chosen: Flags
    price: float
    bound: float


def cheapest(
    service: Service,
    clock: Clock,
    *,
    fixed: Flags,
    whole: bool,
    known: Flags | None = None,
    origin: float = 0.0,
) -> Choice:
    """Find the cheapest choice, and prove it as far as the time reaches.

    Parameters
    ----------
    service
        What is to be served; some choice must be able to serve all that must be served.
    clock
        When to stop.
    fixed
        Places that are chosen in any case, at most as many as are chosen.
    whole
        All prices are whole numbers: a better choice is better by 1 or more.
    known
        A choice that serves all that must be served, where not every choice does.
    origin
        The price from which the value of a choice is counted: a better choice must be better by a
        part of that value.
    """
    current = reduce(service, opened=fixed, closed=np.zeros_like(fixed))
    places, small, forced = current.places, current.service, fixed
    ascent = start(small, clock, None if known is None else known[places])
    best = Choice(_back(ascent.chosen, places, forced), ascent.price, -np.inf)
    sure = -np.inf  # holds for all choices, also those that are left out later
    while True:
        step = _step(best.price, whole=whole, origin=origin)
        climb(small, ascent, clock, step=step)
        best = _better(best, ascent, places, forced, bound=max(best.bound, ascent.bound))
        if small is current.service:
            sure = best.bound
        # what was left out on the way is not better by a step
        proven = Choice(best.chosen, best.price, best.price if whole else max(sure, best.price - step))
        if best.price - best.bound < step or _nothing_better(ascent, small.count):
            return proven
        decided = ascent.opened | ascent.closed
        if clock.over or decided.sum() < 0.1 * small.places:
            return _settle(small, places, forced, best, clock, step=0.0 if whole else step)
        smaller = reduce(small, opened=ascent.opened, closed=ascent.closed)
        forced = forced.copy()
        forced[places[ascent.opened]] = True
        small, places = smaller.service, places[smaller.places]
        ascent = start(small, clock)
        best = _better(best, ascent, places, forced, bound=best.bound)
        ascent.price = best.price


def _step(price: float, *, whole: bool, origin: float) -> float:
    """Say by how much a choice must be better to count as better."""
    return 1.0 - 1e-6 if whole else max(1e-10 * abs(price - origin), 1e-15 * abs(price), 1e-300)


def _nothing_better(ascent: Ascent, count: int) -> bool:
    """Say whether no choice has all that a better one must have, and nothing that it cannot have."""
    contradiction = bool((ascent.opened & ascent.closed).any())
    return contradiction or ascent.opened.sum() > count or (~ascent.closed).sum() < count


def _back(chosen: Flags, places: Whole, forced: Flags) -> Flags:
    """Translate a choice among the remaining places into one among all."""
    found = forced.copy()
    found[places[chosen]] = True
    return found


def _better(best: Choice, ascent: Ascent, places: Whole, forced: Flags, *, bound: float) -> Choice:
    if ascent.price < best.price:
        return Choice(_back(ascent.chosen, places, forced), ascent.price, bound)
    return Choice(best.chosen, best.price, bound)


def _settle(small: Service, places: Whole, forced: Flags, best: Choice, clock: Clock, *, step: float) -> Choice:
    """Let HiGHS find the best of what is left."""
    if clock.over:
        return best
    program, scale, base = compact(small)
    solution = solve(program, clock)
    bound = max(best.bound, min(best.price - step, solution.bound * scale + base))
    if solution.infeasible:
        bound = max(best.bound, best.price - step)
    if solution.point is not None:
        chosen = solution.point[: small.places] > 0.5
        price = small.price(chosen)
        if chosen.sum() == small.count and price < best.price:
            best = Choice(_back(chosen, places, forced), price, bound)
    return Choice(best.chosen, best.price, min(bound, best.price))


def compact(service: Service) -> tuple[Program, float, float]:
    """Write a service as a mixed-integer program; give it, the scale of its prices, what is paid anyway.

    For each area and each level of its costs, z says that nothing up to this level is chosen; the
    area then pays the difference to the next level.

    References
    ----------
    S. Elloumi (2010): A tighter formulation of the p-median problem. Journal of Combinatorial
    Optimization 19, 69-83.
    """
    starts = np.ones(len(service.cost), dtype=np.bool_)
    starts[1:] = (service.area[1:] != service.area[:-1]) | (service.cost[1:] != service.cost[:-1])
    level = np.cumsum(starts) - 1
    levels = int(level[-1]) + 1 if len(level) else 0
    level_area, level_cost = service.area[starts], service.cost[starts]
    first = np.ones(levels, dtype=np.bool_)
    first[1:] = level_area[1:] != level_area[:-1]
    last = np.append(first[1:], True) if levels else first
    following = np.append(level_cost[1:], 0.0) if levels else level_cost
    dearer = np.where(last, service.outside[level_area], following) - level_cost
    has_z = np.isfinite(dearer)
    z_at = service.places + np.cumsum(has_z) - 1
    scale = max(1.0, float(dearer[has_z].max(initial=1.0)) / 1e3)
    rows = np.arange(levels)
    goes_on = rows[~first]
    entries = [
        (level, service.place, np.ones(len(level))),
        (rows[has_z], z_at[has_z], np.ones(int(has_z.sum()))),
        (goes_on, z_at[goes_on - 1], -np.ones(len(goes_on))),
        (np.full(service.places, levels), np.arange(service.places), np.ones(service.places)),
    ]
    cost = np.concatenate((np.zeros(service.places), dearer[has_z] / scale))
    whole = np.zeros(len(cost), dtype=np.bool_)
    whole[: service.places] = True
    low = np.append(first.astype(np.float64), service.count)
    high = np.append(np.full(levels, np.inf), service.count)
    program = Program(
        cost,
        whole,
        np.concatenate([e[0] for e in entries]),
        np.concatenate([e[1] for e in entries]),
        np.concatenate([e[2] for e in entries]),
        low,
        high,
    )
    return program, scale, float(level_cost[first].sum()) + service.constant
