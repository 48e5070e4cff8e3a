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
    Management Science 27, 1-18.
    """
    if service.count >= service.places or service.count == 0 or not len(service.cost):
        # there is no choice
        price = service.price(ascent.chosen)
        ascent.bound = min(ascent.price, price)
        ascent.price = ascent.bound
        return
    length = np.diff(service.first)
    cap = service.outside
    willing = _first_prices(service, ascent)
    best, pace, idle = willing, 1.5, 0
    highest = -np.inf
    for number in range(rounds):
        reduced = np.minimum(service.cost - np.repeat(willing, length), 0.0)
        worth = totals(reduced, by=service.place, count=service.places)
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
        _try_choice(service, ascent, selected, clock, swap=number % 25 == 24)
        if ascent.price - ascent.bound < step or pace < 1e-3 or clock.over:
            break
        if idle >= 20:
            pace, idle, willing = pace / 1.6, 0, best
            continue
        served = selected[service.place] & (reduced < 0)
        slope = 1.0 - np.bincount(service.area[served], minlength=len(cap))
        slope[((willing >= cap) & (slope > 0)) | ((willing <= 0) & (slope < 0))] = 0.0
        steepness = float(slope @ slope)
        if steepness == 0:
            break
        move = pace * max(ascent.price - bound, step) / steepness
        willing = np.clip(willing + move * slope, 0.0, cap)


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


def _try_choice(service: Service, ascent: Ascent, selected: Flags, clock: Clock, *, swap: bool) -> None:
    """Keep the choice that the prices suggest if it is the best so far, now and then after swaps."""
    price = service.price(selected)
    if swap or price < ascent.price:
        selected = improve(service, selected, clock)
        price = service.price(selected)
    if price < ascent.price:
        ascent.price, ascent.chosen = price, selected
