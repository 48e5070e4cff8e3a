"""Betweenness for large networks: sixteen breadth-first searches in lockstep.

Each actor holds one number for each of sixteen sources, side by side, so that one pass over the
ties serves all sixteen and the processor adds up whole vectors (Brandes' algorithm, pulling).
Distances are 8-bit numbers: the caller sees to it that no search goes deeper than 120.

The loops run over ``lanes``, a number that the compiler does not know: it unrolls loops of a known
length, and then no longer sees that they are sums of vectors (half again as slow).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.compiling import compiled

Row = NDArray[Any]

LANES = 16
#: beyond any distance; also that of a lane without a source, which so never takes part
NEVER = 127


@compiled
def spread(
    first: Row,
    neighbours: Row,
    distance: Row,
    ways: Row,
    front: Row,
    next_front: Row,
    is_front: Row,
    is_next: Row,
    open_lanes: Row,
    earliest: Row,
    latest: Row,
) -> int:
    """Search from the sources set up; count the shortest ways to everybody. Returns the depth.

    Rows of a front count only where its marks say so; most need not be looked at.
    """
    count, lanes = len(first) - 1, ways.shape[1]
    total = np.empty(lanes)
    depth = 0
    while True:
        reached = 0
        further = np.int8(depth + 1)
        for here in range(count):
            is_next[here] = False
            if open_lanes[here] == 0:
                continue
            touched = False
            for position in range(first[here], first[here + 1]):
                there = neighbours[position]
                if is_front[there]:
                    if not touched:
                        touched = True
                        for lane in range(lanes):
                            total[lane] = 0.0
                    for lane in range(lanes):
                        total[lane] += front[there, lane]
            if not touched:
                continue
            found = 0
            for lane in range(lanes):
                new = (distance[here, lane] < 0) & (total[lane] > 0.0)
                next_front[here, lane] = total[lane] if new else 0.0
                ways[here, lane] = total[lane] if new else ways[here, lane]
                distance[here, lane] = further if new else distance[here, lane]
                found += new
            if found:
                is_next[here] = True
                open_lanes[here] -= found
                reached += found
                earliest[here] = min(earliest[here], further)
                latest[here] = further
        if reached == 0:
            return depth
        depth += 1
        front, next_front = next_front, front
        is_front, is_next = is_next, is_front


@compiled
def collect(
    depth: int,
    first: Row,
    neighbours: Row,
    distance: Row,
    ways: Row,
    share: Row,
    passed: Row,
    earliest: Row,
    latest: Row,
    result: Row,
) -> None:
    """Hand the pairs' shares back from the farthest to the nearest, and add them to the result.

    ``passed`` is what leads over an actor to those behind it; behind the farthest there is nobody.
    """
    count, lanes = len(first) - 1, ways.shape[1]
    total = np.empty(lanes)
    for step in range(depth, 1, -1):
        behind = 0.0 if step == depth else 1.0
        for here in range(count):
            if earliest[here] <= step <= latest[here]:
                for lane in range(lanes):
                    arrived = distance[here, lane] == step
                    divisor = ways[here, lane] if arrived else 1.0
                    share[here, lane] = (1.0 + behind * passed[here, lane]) / divisor if arrived else 0.0
        for here in range(count):
            if earliest[here] <= step - 1 <= latest[here]:
                for lane in range(lanes):
                    total[lane] = 0.0
                for position in range(first[here], first[here + 1]):
                    there = neighbours[position]
                    if earliest[there] <= step <= latest[there]:
                        for lane in range(lanes):
                            total[lane] += share[there, lane]
                for lane in range(lanes):
                    arrived = distance[here, lane] == step - 1
                    over = ways[here, lane] * total[lane]
                    passed[here, lane] = over if arrived else passed[here, lane]
                    result[here, lane] += over if arrived else 0.0


@compiled
def passed_over(start: int, stop: int, first: Row, neighbours: Row, lanes: int) -> Row:
    """Sum over the sources of some batches what leads over each actor; both directions of a pair count."""
    count = len(first) - 1
    result = np.zeros((count, lanes))
    distance = np.empty((count, lanes), np.int8)
    ways, passed = np.zeros((count, lanes)), np.zeros((count, lanes))
    front, next_front = np.zeros((count, lanes)), np.zeros((count, lanes))
    is_front, is_next = np.empty(count, np.bool_), np.empty(count, np.bool_)
    open_lanes = np.empty(count, np.int8)
    earliest, latest = np.empty(count, np.int8), np.empty(count, np.int8)
    for batch in range(start, stop):
        source = batch * lanes
        used = min(lanes, count - source)
        distance[:, :used] = -1
        distance[:, used:] = NEVER
        is_front[:], open_lanes[:], earliest[:], latest[:] = False, used, NEVER, 0
        front[source : source + used] = 0.0
        for lane in range(used):
            distance[source + lane, lane] = 0
            ways[source + lane, lane] = 1.0
            front[source + lane, lane] = 1.0
            is_front[source + lane] = True
            open_lanes[source + lane] -= 1
        depth = spread(
            first, neighbours, distance, ways, front, next_front, is_front, is_next, open_lanes, earliest, latest
        )
        collect(depth, first, neighbours, distance, ways, front, passed, earliest, latest, result)
    summed: Row = result.sum(axis=1)
    return summed
