"""Betweenness for large networks: sixteen breadth-first searches in lockstep.

Each actor holds one number for each of sixteen sources, side by side, so that one pass over the
ties serves all sixteen and the processor adds up whole vectors (Brandes' algorithm, pulling).
Distances are 8-bit numbers: the caller sees to it that no search goes deeper than 120.
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
    open_lanes: Row,
    earliest: Row,
    latest: Row,
) -> int:
    """Search from the sources set up; count the shortest ways to everybody. Returns the depth."""
    count = len(first) - 1
    total = np.empty(LANES)
    depth = 0
    while True:
        reached = 0
        further = np.int8(depth + 1)
        for here in range(count):
            if open_lanes[here] == 0:
                if further <= latest[here] + 2:  # both fronts still hold what was new two steps ago
                    for lane in range(LANES):
                        next_front[here, lane] = 0.0
                continue
            for lane in range(LANES):
                total[lane] = 0.0
            for position in range(first[here], first[here + 1]):
                there = neighbours[position]
                for lane in range(LANES):
                    total[lane] += front[there, lane]
            found = 0
            for lane in range(LANES):
                new = (distance[here, lane] < 0) & (total[lane] > 0.0)
                arrived = total[lane] if new else 0.0
                next_front[here, lane] = arrived
                ways[here, lane] += arrived
                distance[here, lane] = further if new else distance[here, lane]
                found += new
            if found:
                open_lanes[here] -= found
                reached += found
                earliest[here] = min(earliest[here], further)
                latest[here] = further
        if reached == 0:
            return depth
        depth += 1
        front, next_front = next_front, front


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
) -> None:
    """Hand the pairs' shares back from the farthest to the nearest; ``passed`` sums them up."""
    count = len(first) - 1
    total = np.empty(LANES)
    for step in range(depth, 1, -1):
        for here in range(count):
            if earliest[here] <= step <= latest[here]:
                for lane in range(LANES):
                    there_yet = distance[here, lane] == step
                    divisor = ways[here, lane] if there_yet else 1.0
                    share[here, lane] = (1.0 + passed[here, lane]) / divisor if there_yet else 0.0
            elif step == earliest[here] - 1:
                for lane in range(LANES):
                    share[here, lane] = 0.0
        for here in range(count):
            if earliest[here] <= step - 1 <= latest[here]:
                for lane in range(LANES):
                    total[lane] = 0.0
                for position in range(first[here], first[here + 1]):
                    there = neighbours[position]
                    for lane in range(LANES):
                        total[lane] += share[there, lane]
                for lane in range(LANES):
                    if distance[here, lane] == step - 1:
                        passed[here, lane] = ways[here, lane] * total[lane]


@compiled
def passed_over(start: int, stop: int, first: Row, neighbours: Row) -> Row:
    """Sum over the sources of some batches what leads over each actor; both directions of a pair count."""
    count = len(first) - 1
    result = np.zeros(count)
    distance = np.empty((count, LANES), np.int8)
    ways, front, next_front = np.empty((count, LANES)), np.empty((count, LANES)), np.empty((count, LANES))
    passed = np.empty((count, LANES))
    open_lanes = np.empty(count, np.int8)
    earliest, latest = np.empty(count, np.int8), np.empty(count, np.int8)
    for batch in range(start, stop):
        source = batch * LANES
        used = min(LANES, count - source)
        distance[:, :used] = -1
        distance[:, used:] = NEVER
        ways[:], front[:], next_front[:], passed[:] = 0.0, 0.0, 0.0, 0.0
        open_lanes[:], earliest[:], latest[:] = used, NEVER, 0
        for lane in range(used):
            distance[source + lane, lane] = 0
            ways[source + lane, lane] = 1.0
            front[source + lane, lane] = 1.0
            open_lanes[source + lane] -= 1
        depth = spread(first, neighbours, distance, ways, front, next_front, open_lanes, earliest, latest)
        front[:] = 0.0
        collect(depth, first, neighbours, distance, ways, front, passed, earliest, latest)
        for here in range(count):
            for lane in range(LANES):
                result[here] += passed[here, lane]
    return result
