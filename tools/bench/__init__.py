"""Benchmarks: ratios against peers, measured in one run on one machine.

Each module of this package with a function ``run`` is a benchmark; ``run`` yields
:class:`Measurement`. They are no tests: nothing fails because a machine is slow.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One figure, alone or beside a peer's.

    Attributes
    ----------
    what
        What was measured, in a few words.
    ours, unit
        Our figure.
    peer, peer_name
        The figure of whoever we compare with, measured in the same run; the ratio is ours ÷ peer.
    at_most, at_least
        What the ratio (without a peer: our figure) should keep to.
    """

    what: str
    ours: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's."""
        return self.ours / self.peer if self.peer else None

    @property
    def kept(self) -> bool | None:
        """Whether the aim is reached; ``None`` without an aim."""
        judged = self.ours if self.ratio is None else self.ratio
        if self.at_most is None and self.at_least is None:
            return None
        return (self.at_most is None or judged <= self.at_most) and (self.at_least is None or judged >= self.at_least)


def median_seconds(work: Callable[[], object], *, times: int = 5, warm: int = 1) -> float:
    """Give the median of several runs in seconds, after some that do not count."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)
