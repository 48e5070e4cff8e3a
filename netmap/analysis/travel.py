"""Ways from areas to places, as arrays: what reach and siting count on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from netmap.errors import InputError
from netmap.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Whole = NDArray[np.intp]
Real = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Travel:
    """The cost of each way that exists; a pair that is not there is unreachable.

    Attributes
    ----------
    area, place
        Positions of the ends, one entry for each pair; no pair stands here twice.
    cost
        Minutes, metres or money: any cost that is not negative.
    areas, places
        How many areas and places there are, with and without ways.

    Examples
    --------
    >>> ways = Travel.between(["A", "B"], ["P"], {("A", "P"): 7.0})
    >>> ways.cost.tolist(), ways.areas, ways.places
    ([7.0], 2, 1)
    """

    area: Whole
    place: Whole
    cost: Real
    areas: int
    places: int

    def __post_init__(self) -> None:
        if not len(self.area) == len(self.place) == len(self.cost):
            raise InputError(N_("Areas, places and costs of the ways differ in number."))
        if len(self.cost) and not (self.cost.min() >= 0 and np.isfinite(self.cost.max())):
            raise InputError(N_("A way cannot have a negative or an infinite cost."))

    @classmethod
    def between(cls, areas: Sequence[str], places: Sequence[str], cost: Mapping[tuple[str, str], float]) -> Travel:
        """Build the ways from costs by (area, place); pairs of others are left out."""
        area_at = {name: at for at, name in enumerate(areas)}
        place_at = {name: at for at, name in enumerate(places)}
        known = [(area_at[a], place_at[p], value) for (a, p), value in cost.items() if a in area_at and p in place_at]
        return cls(
            np.array([a for a, _, _ in known], dtype=np.intp),
            np.array([p for _, p, _ in known], dtype=np.intp),
            np.array([value for _, _, value in known], dtype=np.float64),
            len(areas),
            len(places),
        )

    def within(self, limit: float) -> Travel:
        """Keep the ways that cost at most ``limit`` (the edge counts)."""
        inside = np.flatnonzero(self.cost <= limit)  # positions: much faster to take by than flags
        if len(inside) == len(self.cost):
            return self
        return Travel(
            self.area.take(inside),
            self.place.take(inside),
            self.cost.take(inside),
            self.areas,
            self.places,
        )

    def joined(self, stops: Mapping[int, Iterable[int]]) -> Travel:
        """Let places take the ways of others: a bus reaches whoever one of its stops reaches.

        Parameters
        ----------
        stops
            For a place (the bus) the places that are its stops; each area goes to its nearest one.
            The stops stay places of their own.
        """
        area, place, cost = [self.area], [self.place], [self.cost]
        for bus, its_stops in stops.items():
            ways = np.isin(self.place, [bus, *its_stops])
            nearest = np.full(self.areas, np.inf)
            np.minimum.at(nearest, self.area[ways], self.cost[ways])
            reached = np.flatnonzero(np.isfinite(nearest))
            own = place[0] != bus
            area[0], place[0], cost[0] = area[0][own], place[0][own], cost[0][own]
            area.append(reached)
            place.append(np.full(len(reached), bus, dtype=np.intp))
            cost.append(nearest[reached])
        return Travel(np.concatenate(area), np.concatenate(place), np.concatenate(cost), self.areas, self.places)

    def per_area(self) -> Whole:
        """Count the ways of each area, that is the places it has a way to."""
        return np.bincount(self.area, minlength=self.areas)

    def nearest(self) -> Real:
        """Give the cost of the cheapest way of each area; NaN where there is none."""
        found = np.full(self.areas, np.inf)
        np.minimum.at(found, self.area, self.cost)
        found[np.isinf(found)] = np.nan
        return found


def totals(values: Real, *, by: Whole, count: int) -> Real:
    """Add values up by position; a position without values is 0.

    Examples
    --------
    >>> totals(np.array([1.0, 2.0, 4.0]), by=np.array([0, 2, 0]), count=3).tolist()
    [5.0, 0.0, 2.0]
    """
    sums: Real = np.bincount(by, weights=values, minlength=count).astype(np.float64, copy=False)
    return sums


def amounts(values: Sequence[float] | Real, *, what: str) -> Real:
    """Give people, capacities or counts as an array, refusing what cannot be one.

    Parameters
    ----------
    values
        Finite and not negative.
    what
        How an error names them (a msgid).

    Raises
    ------
    InputError
        A value is negative, infinite or no number.

    Examples
    --------
    >>> amounts([3, 0.5], what="people").tolist()
    [3.0, 0.5]
    """
    array = np.asarray(values, dtype=np.float64)
    if not (np.isfinite(array) & (array >= 0)).all():
        raise InputError(N_("{what}: a number is negative, infinite or missing."), what=Message(what))
    return array
