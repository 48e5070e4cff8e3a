"""The one door to igraph: quick to open, and its chance repeatable."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from netmap.analysis.network.simple import Network

_chance = threading.RLock()


@cache
def igraph() -> Any:
    """Import igraph, without the plotting library that it would pull in where that is installed.

    Matplotlib alone takes longer to import than the figures of a district take to compute, and
    netmap draws nothing with it. Hidden only while nobody else could be importing it.
    """
    hide = "matplotlib" not in sys.modules and threading.active_count() == 1
    if hide:
        sys.modules["matplotlib"] = None  # type: ignore[assignment]
    try:
        import igraph
    finally:
        if hide:
            del sys.modules["matplotlib"]
    return igraph


def to_igraph(network: Network) -> Any:
    """Give the network as an igraph graph; vertices and edges keep their order.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> to_igraph(network_from_pairs("abc", [("a", "b")])).degree()
    [1, 1, 0]
    """
    return igraph().Graph(n=network.actor_count, edges=network.ties.tolist())


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let igraph draw repeatable random numbers; one thread at a time, for its source is global.

    Examples
    --------
    >>> def layout():
    ...     with seeded(7):
    ...         return to_igraph_example().layout_fruchterman_reingold().coords
    >>> def to_igraph_example():
    ...     return igraph().Graph.Ring(5)
    >>> layout() == layout()
    True
    """
    with _chance:
        igraph().set_random_number_generator(random.Random(seed))  # noqa: S311 - no secret is drawn
        try:
            yield
        finally:
            igraph().set_random_number_generator(random)
