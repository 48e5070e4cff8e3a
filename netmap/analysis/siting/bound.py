"""How good the best choice can be at most: Lagrangian bound of cheapest service.

Each area gets a price it is willing to pay (its multiplier). Given these, places no longer compete,
and the best ``count`` of them are found by sorting: no choice is cheaper than that. The prices are
then raised where nobody serves, lowered where several do. Places that cannot be part of a cheaper
choice than the one known are closed, those that every cheaper choice needs are opened.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netmap.analysis.siting.service import Service, greedy, improve
from netmap.analysis.siting.solver import Clock
from netmap.analysis.travel import Flags, Real, Whole, totals

#: rounds after which the prices' own choice is tried, and the ways that matter are sought again
REFRESH = 25
#: rounds without a better bound after which steps become shorter
PATIENCE = 20
#: how much of the last direction is kept: more steps in the same direction, fewer to and fro
MOMENTUM = 0.8


@dataclass(slots=True)
class Ascent:
    """What the search for a bound has come to.

    Attributes
    ----------
    chosen, price
        The best choice known, and what it costs.
    bound
        No choice is cheaper.
    opened, closed
        Places that every choice, or no choice, that is cheaper than ``price`` by ``step`` has.
    """

    chosen: Flags
    price: float
    bound: float
    opened: Flags
    closed: Flags


def start(service: Service, clock: Clock, known: Flags | None = None) -> Ascent:
    """Begin with the greedy choice, improved by swaps, or with a known one if that is better."""
    chosen = improve(service, greedy(service), clock)
    if known is not None and service.price(known) < service.price(chosen):
        chosen = improve(service, known, clock)
    none = np.zeros(service.places, dtype=np.bool_)
    return Ascent(chosen, service.price(chosen), -np.inf, none, none.copy())


def climb(service: Service, ascent: Ascent, clock: Clock, *, step: float, rounds: int = 600) -> None:
    """Raise the bound by subgradient steps, and keep better choices that turn up.

    Parameters
    ----------
    service
        What is to be served.
    ascent
        Where to begin; it is changed.
    clock
        When to stop.
    step
        A choice counts as better only if it is cheaper by at least this.
    rounds
        How many steps to try.

    References
    ----------
    M. L. Fisher (1981): The Lagrangian relaxation method for solving integer programming problems.
    Management Science 27, 1-18. P. M. Camerini, L. Fratta, F. Maffioli (1975): On improving relaxation
    methods by modified gradient techniques. Mathematical Programming Studies 3, 26-34.
    """
    if service.count >= service.places or service.count == 0 or not len(service.cost):
        # there is no choice
        price = service.price(ascent.chosen)
        ascent.bound = min(ascent.price, price)
        ascent.price = ascent.bound
        return
    willing = _first_prices(service, ascent)
    best, pace, idle, highest = willing, 1.5, 0, -np.inf
    heading = np.zeros_like(willing)
    for number in range(rounds):
        if number % REFRESH == 0:
            near = _near(service, willing)
            best = np.minimum(best, near.cap)
        reduced = np.minimum(near.cost - np.repeat(willing, near.length), 0.0)
        worth = totals(reduced, by=near.place, count=service.places)
        order = np.argsort(worth, kind="stable")
        selected = np.zeros(service.places, dtype=np.bool_)
        selected[order[: service.count]] = True
        bound = float(willing.sum() + worth[selected].sum()) + service.constant
        if bound > highest:
            better = bound > highest + 1e-7 * abs(ascent.price)
            highest, best, idle = bound, willing, 0 if better else idle + 1
            _note(service, ascent, bound, worth, order, step)
        else:
            idle += 1
        if number % REFRESH == REFRESH - 1:
            _try_choice(service, ascent, selected, clock)
        if ascent.price - ascent.bound < step or pace < 1e-3 or clock.over:
            break
        if idle >= PATIENCE:
            pace, idle, willing, heading = pace / 1.6, 0, best, np.zeros_like(willing)
            continue
        served = np.bincount(near.area[selected[near.place] & (reduced < 0)], minlength=len(willing))
        heading = 1.0 - served + MOMENTUM * heading
        slope = heading.copy()
        slope[((willing >= near.cap) & (slope > 0)) | ((willing <= 0) & (slope < 0))] = 0.0
        steepness = float(slope @ slope)
        if steepness == 0:
            break
        move = pace * max(ascent.price - bound, step) / steepness
        willing = np.clip(willing + move * slope, 0.0, near.cap)


@dataclass(frozen=True, slots=True)
class _Near:
    """The ways that matter as long as no area is willing to pay more than its cap."""

    area: Whole
    place: Whole
    cost: Real
    length: Whole
    cap: Real


def _near(service: Service, willing: Real) -> _Near:
    """Keep the ways that are not much dearer than what their area is willing to pay now."""
    cap = np.minimum(service.outside, 1.25 * willing + 0.1 * willing.mean() + 1e-9)
    kept = np.flatnonzero(service.cost < np.repeat(cap, np.diff(service.first)))
    area = service.area.take(kept)
    length = np.bincount(area, minlength=len(cap))
    return _Near(area, service.place.take(kept), service.cost.take(kept), length, cap)


def _first_prices(service: Service, ascent: Ascent) -> Real:
    """Begin between the price paid in the known choice and the next one."""
    price, _, second = service.two_cheapest(ascent.chosen)
    # who must be served is not willing to pay more than the dearest way costs
    dearest = np.zeros(len(service.outside))
    np.maximum.at(dearest, service.area, service.cost)
    highest = np.where(np.isfinite(service.outside), service.outside, dearest)
    price, second = np.minimum(price, highest), np.minimum(second, highest)
    crowd = 1.0 + service.count / service.places * np.diff(service.first)
    prices: Real = price + (second - price) / crowd
    return prices


def _note(service: Service, ascent: Ascent, bound: float, worth: Real, order: Whole, step: float) -> None:
    """Keep the bound, and what it says about single places."""
    ascent.bound = max(ascent.bound, min(bound, ascent.price))
    limit = ascent.price - step + 1e-9 * abs(ascent.price)
    last_in, first_out = worth[order[service.count - 1]], worth[order[service.count]]
    taken = order[: service.count]
    left = order[service.count :]
    ascent.closed[left[bound - last_in + worth[left] > limit]] = True
    ascent.opened[taken[bound - worth[taken] + first_out > limit]] = True


def _try_choice(service: Service, ascent: Ascent, selected: Flags, clock: Clock) -> None:
    """Improve the choice that the prices suggest, and keep it if it is the best so far."""
    selected = improve(service, selected, clock)
    price = service.price(selected)
    if price < ascent.price:
        ascent.price, ascent.chosen = price, selected
