"""p-center: the smallest limit within which so many places cover everybody."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netmap.analysis.siting.cover import smallest_cover
from netmap.analysis.siting.solver import Clock
from netmap.analysis.travel import Flags, Real, Travel


@dataclass(frozen=True, slots=True)
class Radius:
    """Places that cover every area within a limit, and the limit that no choice is below.

    ``chosen`` is ``None`` where no choice was found; ``bound`` is infinite where there is none.
    """

    chosen: Flags | None
    bound: float


def smallest_radius(ways: Travel, fixed: Flags, count: int, clock: Clock) -> Radius:
    """Search the costs that occur for the smallest one that ``count`` places can keep to.

    Parameters
    ----------
    ways
        All ways; every area has at least one.
    fixed
        Places that are chosen in any case, at most ``count``.
    count
        How many places are chosen at most.
    clock
        When to stop; what is known then is a valid bound.

    References
    ----------
    E. Minieka (1970): The m-center problem. SIAM Review 12, 138-139.
    """
    costs = np.unique(ways.cost)
    nearest = ways.nearest()
    if not len(nearest):
        return Radius(fixed.copy(), 0.0)
    refuted = int(np.searchsorted(costs, nearest.max())) - 1
    best = smallest_cover(ways, fixed, clock, at_most=count)
    if best.chosen is None:
        return Radius(None, best.bound if np.isinf(best.bound) else float(costs[refuted + 1]))
    chosen, reached = best.chosen, _at(costs, ways, best.chosen)
    while reached - refuted > 1:
        middle = (refuted + reached) // 2
        cover = smallest_cover(ways.within(costs[middle]), fixed, clock, at_most=count)
        if cover.chosen is not None:
            chosen, reached = cover.chosen, _at(costs, ways, cover.chosen)
        elif np.isinf(cover.bound):
            refuted = middle
        else:
            break  # the time is up
    return Radius(chosen, float(costs[refuted + 1]))


def largest_cost(ways: Travel, chosen: Flags) -> float:
    """Give the largest cost from an area to its nearest chosen place; infinite if one has none."""
    nearest = np.full(ways.areas, np.inf)
    to_chosen = chosen[ways.place]
    np.minimum.at(nearest, ways.area[to_chosen], ways.cost[to_chosen])
    return float(nearest.max(initial=0.0))


def _at(costs: Real, ways: Travel, chosen: Flags) -> int:
    return int(np.searchsorted(costs, largest_cost(ways, chosen)))
