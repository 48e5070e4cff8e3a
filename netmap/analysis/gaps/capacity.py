"""Who goes short: the maximum flow from services to rows of demand, capacity counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

UNLIMITED: Final = None
#: whatever names a service, by itself or within a need
Service = TypeVar("Service", str, tuple[str, str])


def rows_short(
    people: Sequence[int], pairs: Sequence[Sequence[Service]], capacity: Mapping[Service, int | None]
) -> frozenset[int]:
    """Give the rows that go short in at least one maximum flow.

    Parameters
    ----------
    people
        People of each row.
    pairs
        The services within reach of each row.
    capacity
        People each service can help at one time; ``None`` = unlimited.

    Returns
    -------
    frozenset of int
        Positions of the rows on the sink side of the minimum cut nearest to the rows; empty if
        everybody can be helped.

    References
    ----------
    Ford & Fulkerson (1956); a row can be left short exactly if the sink can be reached from it in
    the residual network of a maximum flow.

    Examples
    --------
    >>> sorted(rows_short([5, 5, 2], [["a"], ["a", "b"], ["c"]], {"a": 6, "b": 2, "c": 9}))
    [0, 1]
    """
    # whoever reaches an unlimited service never goes short, and leaves the others to the rest
    bound = [r for r, row in enumerate(pairs) if people[r] and not any(capacity[s] is UNLIMITED for s in row)]
    if len(bound) < len(people):
        short = rows_short([people[r] for r in bound], [pairs[r] for r in bound], capacity)
        return frozenset(bound[n] for n in short)
    total = sum(people)
    if total == 0:
        return frozenset()
    services = sorted({s for row in pairs for s in row})
    number = {s: i for i, s in enumerate(services)}
    source, first_row = len(services), len(services) + 1
    sink = first_row + len(people)
    heads, tails, sizes = [], [], []
    for service, i in number.items():
        limit = capacity[service] or 0
        heads.append(source)
        tails.append(i)
        sizes.append(min(limit, total))
    for r, row in enumerate(pairs):
        for service in row:
            heads.append(number[service])
            tails.append(first_row + r)
            sizes.append(people[r])
        heads.append(first_row + r)
        tails.append(sink)
        sizes.append(people[r])
    graph = csr_array(
        (np.asarray(sizes, dtype=np.int32), (np.asarray(heads), np.asarray(tails))),
        shape=(sink + 1, sink + 1),
    )
    found = maximum_flow(graph, source, sink)
    if found.flow_value == total:
        return frozenset()
    # a service can always pass on more to a row it reaches: those edges are never the bottleneck
    rest = (graph - found.flow).tocoo()
    open_ = rest.data > 0
    all_heads, all_tails = np.asarray(heads), np.asarray(tails)
    forward = all_heads < source  # from services, hence to rows
    back_heads = np.concatenate([rest.row[open_], all_heads[forward]])
    back_tails = np.concatenate([rest.col[open_], all_tails[forward]])
    residual_reversed = csr_array(
        (np.ones(len(back_heads), dtype=np.int8), (back_tails, back_heads)), shape=graph.shape
    )
    reached = breadth_first_order(residual_reversed, sink, return_predecessors=False)
    return frozenset(int(n) - first_row for n in reached if first_row <= n < sink)
