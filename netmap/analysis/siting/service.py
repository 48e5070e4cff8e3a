"""Cheapest service: choose places so that areas are served as cheaply as can be.

One form for two questions. Each area pays for its cheapest chosen place, or its ``outside`` price:

- p-median: a way costs people × cost, and there is no outside (infinite);
- MCLP: a way within the limit costs nothing, and outside costs the people who are then not covered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netmap.analysis.siting.solver import Clock
from netmap.analysis.travel import Flags, Real, Whole, totals


@dataclass(frozen=True)
class Service:
    """Choose ``count`` of the places; ways are sorted by area, then cost, then place.

    Attributes
    ----------
    area, place, cost
        The ways that are cheaper than the outside price of their area.
    outside
        What an area pays when none of its ways leads to a chosen place; infinite: not allowed.
    places, count
        How many places there are, and how many are chosen.
    constant
        What is paid whatever is chosen.
    """

    area: Whole
    place: Whole
    cost: Real
    outside: Real
    places: int
    count: int
    constant: float = 0.0

    @classmethod
    def build(cls, area: Whole, place: Whole, cost: Real, outside: Real, places: int, count: int) -> Service:
        """Sort the ways, and drop those that nobody would take."""
        useful = cost < outside[area]
        area, place, cost = area[useful], place[useful], cost[useful]
        order = np.lexsort((place, cost, area))
        return cls(area[order], place[order], cost[order], outside, places, count)

    @cached_property
    def first(self) -> Whole:
        """Where the ways of each area begin, and the end of the last."""
        return np.concatenate(([0], np.cumsum(np.bincount(self.area, minlength=len(self.outside)))))

    @cached_property
    def _by_place(self) -> tuple[Whole, Whole]:
        order = np.argsort(self.place, kind="stable")
        counts = np.bincount(self.place, minlength=self.places)
        return order, np.concatenate(([0], np.cumsum(counts)))

    @cached_property
    def priced_outside(self) -> Real:
        """Outside prices where "not allowed" is only dearer than everything together."""
        return np.where(np.isfinite(self.outside), self.outside, 2 * self.everything)

    @cached_property
    def everything(self) -> float:
        """More than any choice that serves all can cost, less than one that does not."""
        return float(self.cost.sum()) + float(self.outside[np.isfinite(self.outside)].sum()) + 1.0

    @property
    def limit(self) -> float:
        """Sums of prices from here on are of choices that do not serve all that must be served."""
        return self.constant + 1.5 * self.everything

    def ways_of_place(self, place: int) -> Whole:
        """Positions of the ways to one place."""
        order, first = self._by_place
        return order[first[place] : first[place + 1]]

    def ways_of_areas(self, areas: Whole) -> Whole:
        """Positions of the ways of some areas."""
        begin = self.first[areas]
        length = self.first[areas + 1] - begin
        skipped = np.concatenate(([0], np.cumsum(length)[:-1])) if len(areas) else length
        return np.repeat(begin - skipped, length) + np.arange(int(length.sum()))

    def two_cheapest(self, chosen: Flags) -> tuple[Real, Whole, Real]:
        """Give each area's cheapest price, the place it comes from (-1: outside), and the next price."""
        open_ways = np.flatnonzero(chosen[self.place])
        area = self.area[open_ways]
        leads = np.ones(len(area), dtype=np.bool_)
        leads[1:] = area[1:] != area[:-1]
        follows = np.zeros(len(area), dtype=np.bool_)
        follows[1:] = leads[:-1] & ~leads[1:]
        price, place, second = (
            self.priced_outside.copy(),
            np.full(len(self.outside), -1),
            self.priced_outside.copy(),
        )
        price[area[leads]] = self.cost[open_ways[leads]]
        place[area[leads]] = self.place[open_ways[leads]]
        second[area[follows]] = self.cost[open_ways[follows]]
        return price, place, second

    def price(self, chosen: Flags) -> float:
        """Give what a choice costs altogether; infinite where an area that must be served is not."""
        price = float(self.two_cheapest(chosen)[0].sum()) + self.constant
        return price if price < self.limit else float("inf")


def greedy(service: Service) -> Flags:
    """Choose one place after the other, each time the one that saves most (the first of equals)."""
    chosen = np.zeros(service.places, dtype=np.bool_)
    price = service.priced_outside.copy()
    saved = totals(price[service.area] - service.cost, by=service.place, count=service.places)
    for _ in range(min(service.count, service.places)):
        best = int(saved.argmax())
        chosen[best] = True
        saved[best] = -np.inf
        ways = service.ways_of_place(best)
        ways = ways[service.cost[ways] < price[service.area[ways]]]
        changed = service.area[ways]
        affected = service.ways_of_areas(changed)
        of_area, cost = service.area[affected], service.cost[affected]
        before = np.maximum(price[of_area] - cost, 0)
        price[changed] = service.cost[ways]
        after = np.maximum(price[of_area] - cost, 0)
        saved -= totals(before - after, by=service.place[affected], count=service.places)
    return chosen


def improve(service: Service, chosen: Flags, clock: Clock) -> Flags:
    """Swap one chosen place for another as long as that saves anything, the best swap first.

    References
    ----------
    M. G. C. Resende, R. F. Werneck (2007): A fast swap-based local search procedure for location
    problems. Annals of Operations Research 150, 205-230.
    """
    chosen = chosen.copy()
    least = 1e-9 * float(service.two_cheapest(chosen)[0].sum())
    while chosen.any() and not chosen.all() and not clock.over:
        savings, sites = swap_savings(service, chosen)
        into, out = divmod(int(savings.argmax()), len(sites))
        if savings[into, out] <= least:
            break
        chosen[sites[out]], chosen[into] = False, True
    return chosen


def swap_savings(service: Service, chosen: Flags) -> tuple[Real, Whole]:
    """Give what each swap saves: a row for each place, a column for each chosen one (the second value)."""
    price, place, second = service.two_cheapest(chosen)
    sites = np.flatnonzero(chosen)
    column = np.full(service.places, -1)
    column[sites] = np.arange(len(sites))
    served = place >= 0
    lost = totals((second - price)[served], by=column[place[served]], count=len(sites))
    useful = np.flatnonzero((service.cost < second[service.area]) & ~chosen[service.place])
    area, cost, new = service.area[useful], service.cost[useful], service.place[useful]
    gain = totals(np.maximum(price[area] - cost, 0), by=new, count=service.places)
    kept = place[area] >= 0
    area, cost, new = area[kept], cost[kept], new[kept]
    cell = new * len(sites) + column[place[area]]
    softened = second[area] - np.maximum(cost, price[area])
    extra = totals(softened, by=cell, count=service.places * len(sites))
    savings = gain[:, None] - lost[None, :] + extra.reshape(service.places, len(sites))
    savings[chosen] = -np.inf
    return savings, sites


@dataclass(frozen=True, slots=True)
class Reduction:
    """A smaller service, and which place of the larger each of its places is."""

    service: Service
    places: Whole


def reduce(service: Service, *, opened: Flags, closed: Flags) -> Reduction:
    """Decide some places, and merge areas that then depend on the same places in the same way."""
    free = np.flatnonzero(~(opened | closed))
    at = np.full(service.places, -1)
    at[free] = np.arange(len(free))
    outside = service.outside.copy()
    ways_open = opened[service.place]
    np.minimum.at(outside, service.area[ways_open], service.cost[ways_open])
    kept = (at[service.place] >= 0) & (service.cost < outside[service.area])
    area, place, cost = service.area[kept], at[service.place[kept]], service.cost[kept]
    merged, constant = _merge(area, place, cost, outside, len(free), service.count - int(opened.sum()))
    return Reduction(
        Service(
            merged.area,
            merged.place,
            merged.cost,
            merged.outside,
            merged.places,
            merged.count,
            service.constant + constant,
        ),
        free,
    )


def _merge(area: Whole, place: Whole, cost: Real, outside: Real, places: int, count: int) -> tuple[Service, float]:
    """Merge areas whose ways all cost the same and lead to the same places; drop those without ways.

    Such an area pays that cost in any case, and the rest of its outside price if none is chosen:
    the rests of all areas with the same places add up.
    """
    length = np.bincount(area, minlength=len(outside))
    first = np.concatenate(([0], np.cumsum(length)))
    alone = length == 0
    constant = float(outside[alone].sum())
    some = np.flatnonzero(~alone)
    cheapest, dearest = cost[first[some]], cost[first[some + 1] - 1]
    flat = some[cheapest == dearest]
    constant += float(cost[first[flat]].sum())
    group: dict[bytes, int] = {}
    price: list[float] = []
    keep: list[int] = []
    target = np.full(len(outside), -1)
    for at in flat.tolist():
        key = place[first[at] : first[at + 1]].tobytes()
        number = group.setdefault(key, len(group))
        if number == len(price):
            price.append(0.0)
            keep.append(at)
            target[at] = number
        price[number] += outside[at] - cost[first[at]]
    steep = some[cheapest != dearest]
    target[steep] = len(price) + np.arange(len(steep))
    flat_areas = np.zeros(len(outside), dtype=np.bool_)
    flat_areas[keep] = True
    used = target[area] >= 0
    value = np.where(flat_areas[area[used]], 0.0, cost[used])
    prices = np.concatenate((np.array(price), outside[steep]))
    return Service.build(target[area[used]], place[used], value, prices, places, count), constant
