"""Attack by maximum flows: exact and fast where the equations form a network.

If every suppressed cell stands in at most two equations, once with each sign (after turning the signs
of some equations), equations are nodes and cells are arcs; a shift is a circulation. Arcs can carry any
amount forward and at most their count backward. All such circulations are made of whole cycles, so
maximum flows give whole-number ranges, and minimum cuts give the walls.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from netmap.analysis.disclosure.parts import Wall
from netmap.analysis.disclosure.tables import Whole
from netmap.analysis.network.graph_library import igraph

if TYPE_CHECKING:
    from netmap.analysis.disclosure.parts import Part
    from netmap.analysis.disclosure.programs import Deadline

#: flows are computed in floating point, exact up to here
MOST_FLOW = 2**50


class FlowMethod:
    """One part as a network of flows; made by :meth:`of`.

    The graph has an arc forward for each cell, then an arc back for each, then one from the source to
    each node.
    """

    def __init__(self, part: Part, signs: Whole, tails: list[int], heads: list[int]) -> None:
        self._counts = part.counts
        self._signs = signs
        self._tails, self._heads = tails, heads
        self._plenty = int(self._counts.sum()) + 1
        ground = len(signs)
        self._source = ground + 1
        forward = list(zip(tails, heads, strict=True))
        backward = list(zip(heads, tails, strict=True))
        inlets = [(self._source, node) for node in range(self._source)]
        self._graph = igraph().Graph(n=ground + 2, edges=forward + backward + inlets, directed=True)
        # nothing bounds a cell from above if its arc lies on a directed cycle
        ahead = igraph().Graph(n=ground + 2, edges=forward, directed=True)
        self._circles: list[int] = ahead.connected_components(mode="strong").membership

    @classmethod
    def of(cls, part: Part) -> Self | None:
        """Read a part as a network; ``None`` if it is none, or its counts are too large for one."""
        columns = part.matrix.tocsc()
        degrees = np.diff(columns.indptr)
        if degrees.max() > 2 or int(part.counts.sum()) >= MOST_FLOW:
            return None
        signs = _turn_signs(part.matrix, columns)
        if signs is None:
            return None
        # a cell that stands in one equation only leads to the ground
        tails = np.full(columns.shape[1], len(signs))
        heads = tails.copy()
        cells = np.repeat(np.arange(columns.shape[1]), degrees)
        outward = columns.data * signs[columns.indices] > 0
        tails[cells[outward]] = columns.indices[outward]
        heads[cells[~outward]] = columns.indices[~outward]
        return cls(part, signs, tails.tolist(), heads.tolist())

    def _capacities(self, cell: int, *, most: int) -> list[int]:
        """Give what each arc can carry, up to ``most``, around a cell but not through it."""
        backward = np.minimum(self._counts, most).tolist()
        result: list[int] = [most] * len(backward) + backward + [0] * self._source
        result[cell] = result[len(backward) + cell] = 0
        return result

    def _ends(self, cell: int, sign: int) -> tuple[int, int]:
        start, end = self._heads[cell], self._tails[cell]
        return (start, end) if sign > 0 else (end, start)

    def push(self, cell: int, *, sign: int, amount: int, deadline: Deadline) -> Whole | Wall:
        """Shift a cell by ``amount``, or give the two minimum cuts that forbid it."""
        deadline.check()
        start, end = self._ends(cell, sign)
        capacities = self._capacities(cell, most=amount)
        capacities[2 * len(self._counts) + start] = amount
        result = self._graph.maxflow(self._source, end, capacities)
        flow = np.rint(result.flow).astype(np.int64)
        width = len(self._counts)
        if round(result.value) < amount:
            return Wall(tuple(self._cuts(np.array(capacities) - flow, flow, end)))
        shift: Whole = flow[:width] - flow[width : 2 * width]
        shift[cell] = sign * amount
        return shift

    def _cuts(self, left: Whole, flow: Whole, end: int) -> Iterable[tuple[Whole, Whole]]:
        """Give the cut nearest to the source, and the one nearest to the end."""
        edges = self._graph.get_edgelist()
        forth: list[list[int]] = [[] for _ in range(self._source + 1)]
        back: list[list[int]] = [[] for _ in range(self._source + 1)]
        for (tail, head), more, less in zip(edges, left.tolist(), flow.tolist(), strict=True):
            if more:
                forth[tail].append(head)
                back[head].append(tail)
            if less:
                forth[head].append(tail)
                back[tail].append(head)
        yield self._wall(_reached(forth, self._source))
        yield self._wall(1 - _reached(back, end))

    def _wall(self, side: Whole) -> tuple[Whole, Whole]:
        nodes = len(self._signs)
        factors = self._signs * (side[:nodes] - side[nodes])
        rows = np.flatnonzero(factors)
        return rows, factors[rows]

    def reach(self, cell: int, *, sign: int, deadline: Deadline) -> int | None:
        """Tell how far a cell can be shifted; ``None``: without end."""
        deadline.check()
        start, end = self._ends(cell, sign)
        if sign > 0 and self._circles[start] == self._circles[end]:
            return None
        most = self._plenty if sign > 0 else int(self._counts[cell])
        if not most:
            return 0
        value = self._graph.maxflow_value(start, end, self._capacities(cell, most=most))
        return int(min(round(value), most))


def _reached(ways: list[list[int]], start: int) -> Whole:
    seen = np.zeros(len(ways), np.int64)
    seen[start] = 1
    stack = [start]
    while stack:
        for node in ways[stack.pop()]:
            if not seen[node]:
                seen[node] = 1
                stack.append(node)
    return seen


def _turn_signs(rows: Any, columns: Any) -> Whole | None:
    """Turn equations so that every cell leaves one and enters another; ``None`` if that cannot be."""
    signs = [0] * rows.shape[0]
    neighbours: list[list[tuple[int, int]]] = [[] for _ in signs]
    for cell in np.flatnonzero(np.diff(columns.indptr) == 2).tolist():
        at = columns.indptr[cell]
        one, other = columns.indices[at : at + 2].tolist()
        turn = -int(columns.data[at] * columns.data[at + 1])
        neighbours[one].append((other, turn))
        neighbours[other].append((one, turn))
    for first in range(len(signs)):
        if signs[first]:
            continue
        signs[first] = 1
        queue = deque([first])
        while queue:
            row = queue.popleft()
            for other, turn in neighbours[row]:
                if not signs[other]:
                    signs[other] = turn * signs[row]
                    queue.append(other)
                elif signs[other] != turn * signs[row]:
                    return None
    return np.array(signs, np.int64)
