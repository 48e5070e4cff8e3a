"""Run a compiled loop over blocks of its range, one thread for each processor."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not every system tells
        return os.cpu_count() or 1


def in_blocks(work: Callable[[int, int], Result], count: int, *, blocks: int | None = None) -> list[Result]:
    """Call ``work(start, stop)`` for blocks that cover ``range(count)``; results in their order.

    Parameters
    ----------
    work
        Lets go of the interpreter lock, or nothing is won.
    count
        Length of the range.
    blocks
        How many; by default one for each processor.

    Examples
    --------
    >>> in_blocks(lambda start, stop: (start, stop), 5, blocks=2)
    [(0, 2), (2, 5)]
    """
    number = max(1, min(count, blocks or processors()))
    edges = [count * block // number for block in range(number + 1)]
    if number == 1:
        return [work(0, count)]
    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(work, edges[:-1], edges[1:]))
