"""The choice of label places: each label has some, no two chosen ones may overlap, cheap ones are best."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netmap.exchange.drawing.geometry import Box

Floats = NDArray[np.float64]

_SEED: Final = 4
_NUDGES: Final = 14
#: with more labels than these in each other's way, a smaller size is tried at once
_HOPELESS: Final = 8
_ROUNDS: Final = 25
#: labels keep this much air
_AIR: Final = 1.5
#: price of touching what must not be touched, and of two labels that overlap
FORBIDDEN: Final = 1000.0
_OVERLAP: Final = 100.0


def as_array(boxes: Sequence[Box]) -> Floats:
    """Give boxes as rows of x0, y0, x1, y1."""
    return np.array([(b.x0, b.y0, b.x1, b.y1) for b in boxes], dtype=float).reshape(-1, 4)


def meet(a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Tell which boxes of one array share more than an edge with which of another."""
    found: NDArray[np.bool_] = (
        (a[:, None, 0] < b[None, :, 2])
        & (b[None, :, 0] < a[:, None, 2])
        & (a[:, None, 1] < b[None, :, 3])
        & (b[None, :, 1] < a[:, None, 3])
    )
    return found


def choose(boxes: Sequence[Sequence[Box]], costs: Sequence[Sequence[float]]) -> tuple[list[int], int]:
    """Choose one place for each label so that prices are low and no two chosen boxes overlap.

    Parameters
    ----------
    boxes, costs
        For each label the boxes it may take, and what each of them costs; from `FORBIDDEN` / 8 on it
        touches what must be kept clear.

    Returns
    -------
    tuple
        For each label the place it takes, and how many clashes are left (pairs that overlap, and labels
        that touch what they must not).
    """
    starts = np.cumsum([0, *(len(c) for c in costs)])
    spans = [slice(int(a), int(b)) for a, b in itertools.pairwise(starts)]
    prices = np.array([cost for some in costs for cost in some])
    meets = _meetings(boxes, spans)
    best = _descend(_greedy(spans, prices, meets), spans, prices, meets)
    chance = random.Random(_SEED)  # noqa: S311 - the same nudges for the same card
    for _ in range(_NUDGES):
        stuck = _colliding(best, meets)
        if not stuck or len(stuck) > _HOPELESS:
            break
        nudged = _descend(_nudged(best, stuck, spans, chance), spans, prices, meets)
        if _total(nudged, prices, meets) < _total(best, prices, meets):
            best = nudged
    clashes = int(meets[np.ix_(best, best)].sum()) // 2
    touching = int((prices[best] >= FORBIDDEN / 8).sum())
    return [int(k) - s.start for k, s in zip(best, spans, strict=True)], clashes + touching


def _meetings(boxes: Sequence[Sequence[Box]], spans: list[slice]) -> NDArray[np.bool_]:
    """Tell which places of different labels overlap, with a little air around each."""
    aired = as_array([box for some in boxes for box in some])
    aired[:, :2] -= _AIR
    aired[:, 2:] += _AIR
    meets = meet(aired, aired)
    for span in spans:
        meets[span, span] = False
    return meets


def _nudged(
    chosen: NDArray[np.int64], stuck: list[int], spans: list[slice], chance: random.Random
) -> NDArray[np.int64]:
    """Send the colliding labels, and some others to make room, to places picked by chance."""
    nudged = chosen.copy()
    others = [k for k in range(len(spans)) if chance.random() < 0.15]
    for i in sorted({*stuck, *others}):
        nudged[i] = spans[i].start + chance.randrange(spans[i].stop - spans[i].start)
    return nudged


def _greedy(spans: list[slice], prices: Floats, meets: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give each label its best place, those with the fewest cheap places first."""
    chosen = np.full(len(spans), -1)
    taken = np.zeros(len(prices))
    for i in sorted(range(len(spans)), key=lambda i: (spans[i].stop - spans[i].start, i)):
        chosen[i] = spans[i].start + int(np.argmin(prices[spans[i]] + _OVERLAP * taken[spans[i]]))
        taken += meets[chosen[i]]
    return chosen


def _descend(
    chosen: NDArray[np.int64], spans: list[slice], prices: Floats, meets: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Move one label after the other to its best place until nothing changes."""
    chosen = chosen.copy()
    taken = meets[chosen].sum(axis=0).astype(float)
    for _ in range(_ROUNDS):
        moved = False
        for i, span in enumerate(spans):
            own = meets[chosen[i]]
            costs = prices[span] + _OVERLAP * (taken[span] - own[span])
            best = span.start + int(np.argmin(costs))
            if costs[best - span.start] < costs[chosen[i] - span.start] - 1e-9:
                taken += meets[best].astype(float) - own
                chosen[i] = best
                moved = True
        if not moved:
            break
    return chosen


def _colliding(chosen: NDArray[np.int64], meets: NDArray[np.bool_]) -> list[int]:
    return [int(i) for i in np.flatnonzero(meets[np.ix_(chosen, chosen)].any(axis=1))]


def _total(chosen: NDArray[np.int64], prices: Floats, meets: NDArray[np.bool_]) -> float:
    return float(prices[chosen].sum() + _OVERLAP * meets[np.ix_(chosen, chosen)].sum() / 2)
