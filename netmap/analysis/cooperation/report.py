"""The partner network of a day: its pairs, what is unknown, and the figures of its ties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netmap.analysis.cooperation.pairs import Pair, actors_of, pairs_of, unknown_count
from netmap.analysis.day import Day
from netmap.analysis.network.figures import NetworkFigures, network_figures
from netmap.analysis.network.simple import Network, network_from_pairs
from netmap.model.partners import DEFAULT_SCALE


@dataclass(frozen=True, slots=True)
class NetworkReport:
    """The cooperation of a day.

    Attributes
    ----------
    actors
        Every organisation running on the day (of the area asked for).
    pairs
        Pairs of which somebody reported, in order.
    pairs_unknown
        How many pairs nobody reported on.
    """

    as_of: date
    scale: str
    actors: tuple[str, ...]
    pairs: tuple[Pair, ...]
    pairs_unknown: int
    figures: NetworkFigures


def tie_network(day: Day, *, scale: str = DEFAULT_SCALE, area: str | None = None) -> Network:
    """Give the ties (pairs at level 1 or more) among the actors of a day."""
    actors = actors_of(day, area=area)
    there = set(actors)
    pairs = pairs_of(day, scale=scale).values()
    return network_from_pairs(actors, [(p.a, p.b) for p in pairs if p.is_tie and {p.a, p.b} <= there])


def network_report(day: Day, *, scale: str = DEFAULT_SCALE, area: str | None = None) -> NetworkReport:
    """Give the partner network of a day with its figures."""
    actors = actors_of(day, area=area)
    there = set(actors)
    pairs = tuple(p for p in pairs_of(day, scale=scale).values() if p.a in there and p.b in there)
    ties = network_from_pairs(actors, [(p.a, p.b) for p in pairs if p.is_tie])
    return NetworkReport(day.day, scale, actors, pairs, unknown_count(actors, len(pairs)), network_figures(ties))
