"""What every distance becomes without each actor: compiled loops for large networks.

A network comes as compressed rows: the neighbours of actor ``v`` are
``neighbours[first[v]:first[v + 1]]``. Import this module only where compiling pays; all arrays hold
64-bit numbers, so that each function is compiled once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.compiling import compiled

Row = NDArray[Any]


@compiled
def find_dominators(
    source: int, first: Row, neighbours: Row, distance: Row, dominator: Row, level: Row, queue: Row
) -> int:
    """Search breadth first, and find whom all shortest ways from the source to each actor share.

    ``dominator`` becomes the last such actor on the ways. All parents of an actor are known when
    its turn in the queue comes; its dominator is their nearest common ancestor in the tree of
    dominators. Returns how many actors were reached.
    """
    distance[:] = -1
    distance[source] = 0
    dominator[source] = source
    queue[0] = source
    done, reached = 0, 1
    while done < reached:
        here = queue[done]
        done += 1
        level[here] = 0 if here == source else level[dominator[here]] + 1
        further = distance[here] + 1
        for position in range(first[here], first[here + 1]):
            there = neighbours[position]
            if distance[there] < 0:
                distance[there] = further
                dominator[there] = here
                queue[reached] = there
                reached += 1
            elif distance[there] == further:
                one, other = dominator[there], here
                while one != other:
                    if level[one] >= level[other]:
                        one = dominator[one]
                    else:
                        other = dominator[other]
                dominator[there] = one
    return reached


@compiled
def piece_of(cut: int, actor: int, last: Row, low: Row, child_first: Row, children: Row) -> int:
    """Name the piece an actor is in once ``cut`` is gone: -1 above it, else the child it hangs on."""
    if actor < cut or actor > last[cut]:
        return -1
    left, right = child_first[cut], child_first[cut + 1] - 1
    while left < right:
        middle = (left + right + 1) // 2
        if children[middle] <= actor:
            left = middle
        else:
            right = middle - 1
    child = children[left]
    return -1 if low[child] < cut else child


@compiled
def sum_detours(
    gone: int,
    members: Row,
    member_count: int,
    stamp: int,
    stamps: Row,
    first: Row,
    neighbours: Row,
    distance: Row,
    worth: Row,
    bucket: Row,
    link: Row,
    wave: Row,
) -> int:
    """Sum the worth of the new distances of members whose shortest ways all led over ``gone``.

    Each member has a way left. One beside an outsider can start at the outsider's distance plus
    one: the starts wait in buckets by distance, and a breadth-first wave runs on from them.
    """
    lowest, highest = len(bucket), 0
    for index in range(member_count):
        member = members[index]
        start = len(bucket)
        for position in range(first[member], first[member + 1]):
            there = neighbours[position]
            if there != gone and stamps[there] != stamp:
                start = min(start, distance[there] + 1)
        if start < len(bucket):
            link[member] = bucket[start]
            bucket[start] = member
            lowest, highest = min(lowest, start), max(highest, start)
    total = 0
    spread, settled, length = 0, 0, lowest
    while spread < member_count:
        here = bucket[length]
        while here >= 0:
            if stamps[here] == stamp:
                stamps[here] = 0
                wave[settled] = here
                settled += 1
            here = link[here]
        front = settled
        total += (front - spread) * worth[length]
        for index in range(spread, front):
            here = wave[index]
            for position in range(first[here], first[here + 1]):
                there = neighbours[position]
                if stamps[there] == stamp:
                    stamps[there] = 0
                    wave[settled] = there
                    settled += 1
        spread = front
        length += 1
    bucket[lowest : highest + 1] = -1
    return total


@compiled
def closeness_without(
    start: int,
    stop: int,
    first: Row,
    neighbours: Row,
    last: Row,
    low: Row,
    child_first: Row,
    children: Row,
    worth: Row,
) -> tuple[Row, Row]:
    """Sum what distances are worth from some sources, and how that changes without each actor.

    Actors are numbered in depth-first order. Only pairs whose shortest ways all lead over an
    actor change when it goes; they lie below it in the tree of dominators.

    Returns
    -------
    near, change
        By actor: the worth of its own distances (0 unless it is one of the sources); the change
        that its absence makes to the distances from the sources to the others.
    """
    count = len(first) - 1
    near, change = np.zeros(count, np.int64), np.zeros(count, np.int64)
    distance, dominator = np.empty(count, np.int64), np.empty(count, np.int64)
    level, queue = np.empty(count, np.int64), np.empty(count, np.int64)
    below = np.empty(count, np.int64)
    first_below, next_below = np.empty(count, np.int64), np.empty(count, np.int64)
    members, wave, link = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    bucket = np.full(count + 1, -1, np.int64)
    stamps, stamp = np.zeros(count, np.int64), 0
    for source in range(start, stop):
        reached = find_dominators(source, first, neighbours, distance, dominator, level, queue)
        for index in range(reached):
            below[queue[index]] = 0
            first_below[queue[index]] = -1
        for index in range(reached - 1, 0, -1):
            here = queue[index]
            above = dominator[here]
            own = worth[distance[here]]
            near[source] += own
            change[here] -= below[here]
            below[above] += below[here] + own
            next_below[here] = first_below[above]
            first_below[above] = here
        for index in range(1, reached):
            gone = queue[index]
            if first_below[gone] < 0:
                continue
            stamp += 1
            home = piece_of(gone, source, last, low, child_first, children)
            found = 0
            here = first_below[gone]
            while here >= 0:
                if piece_of(gone, here, last, low, child_first, children) == home:
                    members[found] = here
                    stamps[here] = stamp
                    found += 1
                here = next_below[here]
            index_below = 0
            while index_below < found:
                here = first_below[members[index_below]]
                index_below += 1
                while here >= 0:
                    members[found] = here
                    stamps[here] = stamp
                    found += 1
                    here = next_below[here]
            if found:
                change[gone] += sum_detours(
                    gone,
                    members,
                    found,
                    stamp,
                    stamps,
                    first,
                    neighbours,
                    distance,
                    worth,
                    bucket,
                    link,
                    wave,
                )
    return near, change
