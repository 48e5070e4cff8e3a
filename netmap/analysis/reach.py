"""Reach: how much supply there is for those who can get to it (floating catchments).

Two-step floating catchment area (2SFCA) and its enhanced form with distance bands (E2SFCA).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from netmap.analysis.travel import Real, Travel, Whole, amounts, totals
from netmap.errors import Fault, InputError
from netmap.messages import N_, message

#: ways that are looked at together
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Reach:
    """What areas reach, and who reaches the places.

    Attributes
    ----------
    people
        People of each area, as given.
    access
        Supply for one person, per area; 0 where nothing is in reach.
    people_in_reach
        Heads within the limit, per place.
    ratio
        Supply for one (weighted) person in reach, per place; NaN where nobody is.
    """

    people: Real
    access: Real
    people_in_reach: Real
    ratio: Real

    @property
    def people_without_access(self) -> float:
        """People of all areas with access 0, also those who reach only places without capacity."""
        return float(self.people[self.access == 0].sum())


def check_bands(bands: Sequence[float], weights: Sequence[float]) -> list[Fault]:
    """Find what is wrong with distance bands and their weights.

    Examples
    --------
    >>> check_bands([10, 20], [1, 0.5])
    []
    >>> len(check_bands([20, 10], [1]))
    2
    """
    faults = []
    if len(bands) != len(weights):
        faults.append(
            Fault(
                "weights",
                message(
                    "{bands} bands need as many weights, but there are {weights}",
                    bands=len(bands),
                    weights=len(weights),
                ),
            )
        )
    if any(not np.isfinite(b) or b < 0 for b in bands):
        faults.append(Fault("bands", message("a band ends at a finite number that is not negative")))
    if any(later <= earlier for earlier, later in pairwise(bands)):
        faults.append(Fault("bands", message("bands must ascend")))
    if any(not np.isfinite(w) or w < 0 for w in weights):
        faults.append(Fault("weights", message("a weight is a finite number that is not negative")))
    return faults


def reach(
    people: Sequence[float] | Real,
    capacity: Sequence[float] | Real,
    travel: Travel,
    *,
    within: float,
    bands: Sequence[float] = (),
    weights: Sequence[float] = (),
) -> Reach:
    r"""Compute the two-step floating catchment area, with bands the enhanced form.

    Step one gives each place its ratio :math:`R_j = S_j / \sum_i w_{ij} P_i`, step two each area
    its access :math:`A_i = \sum_j w_{ij} R_j`, both over the ways within the limit. Without bands
    every weight is 1. Where each place with supply has (weighted) people in reach,
    :math:`\sum_i P_i A_i = \sum_j S_j`.

    Parameters
    ----------
    people
        People of each area.
    capacity
        Supply of each place.
    travel
        The ways; a missing pair is unreachable.
    within
        In reach is what costs at most this much (the edge counts).
    bands
        Upper edges of the bands, ascending, edges included. A way weighs what the first band says
        whose edge is not below its cost; what is within the limit, but beyond the last band, weighs 0.
    weights
        One weight for each band.

    Raises
    ------
    InputError
        Negative people or capacities, sizes that differ, bands and weights that do not fit.

    References
    ----------
    W. Luo, F. Wang (2003): Measures of spatial accessibility to health care in a GIS environment.
    Environment and Planning B 30, 865-884. W. Luo, Y. Qi (2009): An enhanced two-step floating
    catchment area (E2SFCA) method. Health & Place 15, 1100-1107.

    Examples
    --------
    Two areas share one place; nobody gets from C to it.

    >>> ways = Travel.between("ABC", "P", {("A", "P"): 10, ("B", "P"): 30})
    >>> found = reach([100, 300, 50], [20], ways, within=30)
    >>> found.access.tolist(), found.people_without_access
    ([0.05, 0.05, 0.0], 50.0)
    """
    heads, supply = amounts(people, what=N_("people")), amounts(capacity, what=N_("capacity"))
    if len(heads) != travel.areas or len(supply) != travel.places:
        raise InputError(N_("People, capacities and ways differ in their number of areas or places."))
    faults = check_bands(bands, weights) if len(bands) or len(weights) else []
    if faults:
        raise InputError(N_("Bands and weights do not fit."), faults=faults)
    weight_of = _weighing(bands, weights)
    at_place, demand = np.zeros(travel.places), np.zeros(travel.places)
    for area, place, weight in _in_reach(travel, within, weight_of):
        coming = heads.take(area)
        at_place += totals(coming, by=place, count=travel.places)
        if weight is not None:
            demand += totals(coming * weight, by=place, count=travel.places)
    if weight_of is None:
        demand = at_place
    ratio = np.full(travel.places, np.nan)
    np.divide(supply, demand, out=ratio, where=demand > 0)
    offered = np.nan_to_num(ratio)
    access = np.zeros(travel.areas)
    for area, place, weight in _in_reach(travel, within, weight_of):
        given = offered.take(place)
        if weight is not None:
            given *= weight
        lowest = area.min()  # files are mostly in order of areas: a block then has few of them
        sums = totals(given, by=area - lowest, count=0)
        access[lowest : lowest + len(sums)] += sums
    return Reach(people=heads, access=access, people_in_reach=at_place, ratio=ratio)


def _weighing(bands: Sequence[float], weights: Sequence[float]) -> Callable[[Real], Real] | None:
    if not len(bands):
        return None
    edges, graded = np.asarray(bands, dtype=np.float64), np.append(np.asarray(weights, dtype=np.float64), 0.0)
    return lambda cost: graded.take(np.searchsorted(edges, cost))


def _in_reach(
    travel: Travel, within: float, weight_of: Callable[[Real], Real] | None
) -> Iterator[tuple[Whole, Whole, Real | None]]:
    """Give the ways within the limit, with their weights, in blocks that stay in the processor's cache."""
    for begin in range(0, len(travel.cost), BLOCK):
        block = slice(begin, begin + BLOCK)
        cost = travel.cost[block]
        inside = np.flatnonzero(cost <= within)  # positions: much faster to take by than flags
        if len(inside):
            weight = None if weight_of is None else weight_of(cost.take(inside))
            yield travel.area[block].take(inside), travel.place[block].take(inside), weight
