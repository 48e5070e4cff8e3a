"""Needs that come together, and whether those who help with them work together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from netmap.analysis.needpairs import ProviderPairs, all_provider_pairs
from netmap.errors import CallError
from netmap.model.partners import DEFAULT_SCALE, SCALES
from netmap.usecases.desk import Desk, needs
from netmap.usecases.gate import ReleasedPairs, released_need_pairs
from netmap.usecases.network import day_at


@dataclass(frozen=True, slots=True)
class NeedPairs:
    """Released counts of need pairs beside the cooperation of their providers, pair by pair."""

    released: ReleasedPairs
    providers: tuple[ProviderPairs, ...]


@needs("planning.release")
def need_pairs(desk: Desk, *, on: date, scale: str = DEFAULT_SCALE) -> NeedPairs:
    """Give every pair of needs with its released count and the cooperation of the providers.

    Raises
    ------
    CallError
        There is no such scale.
    """
    if scale not in SCALES:
        raise CallError("There is no scale '{scale}'; known: {known}.", scale=scale, known=", ".join(SCALES))
    released = released_need_pairs(desk, on=on)
    return NeedPairs(released, all_provider_pairs(day_at(desk, on), released.pairs, scale=scale))
