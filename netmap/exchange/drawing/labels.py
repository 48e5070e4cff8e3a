"""Where labels stand: beside their marks, never on one another, always in the same place for one card.

Each label has candidates: settings in one to three lines, sixteen directions, seven distances (the
farther ones with a thin leader). Marks, the client, sector names and the frame may not be touched;
lines may be crossed at a price. The cheapest choice without any overlap is sought by descending one
label at a time, and from seeded nudges where labels still collide. If labels collide in a size, or
stray far from their marks, smaller ones are tried: letters are as large as the card allows.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netmap.exchange.drawing.choosing import FORBIDDEN, Floats, as_array, choose, meet
from netmap.exchange.drawing.geometry import Box, Point, printed, sized
from netmap.exchange.drawing.lettering import lines_within, settings_of, width

_DIRECTIONS: Final = tuple(math.tau * n / 16 for n in range(16))
#: distances from the mark in type sizes, beyond the usual gap
_STEPS: Final = (0.0, 0.9, 2.0, 3.4, 5.2, 7.5, 10.5)
#: candidates of each distance that are weighed against other labels
_KEPT: Final = 11
#: candidates of all labels together: every pair of them is compared
_MOST_IN_ALL: Final = 7000
#: candidates whose crossings are weighed at all
_WEIGHED: Final = 120
#: no size is tried in which labels would cover more of the frame than this
_FULL: Final = 0.45
#: letters below this (in units; 6 points on A4) are taken only where larger ones would overlap
_COMFORTABLE: Final = 13.8
#: labels on average this close to their marks need no smaller size
_NEAR_ENOUGH: Final = 9.0
#: letters in the second line of a label, against those of the first
EXTRA_SIZE: Final = 0.78


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A label to be placed: its text, a second smaller text that may be dropped, and its mark."""

    id: str
    text: str
    mark: Point
    radius: float
    extra: str = ""
    to_the_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A placed label: baselines start at ``y``; ``anchor`` is start, middle or end as SVG says it."""

    id: str
    lines: tuple[str, ...]
    extra: tuple[str, ...]
    x: float
    y: float
    anchor: str
    size: float
    box: Box
    leader: tuple[Point, Point] | None


@dataclass(frozen=True, slots=True)
class Lettering:
    """All labels of a picture.

    Attributes
    ----------
    labels
        One for each that was wanted, in the same order.
    overlaps
        How many pairs overlap, or touch what must be kept clear (none, but for hopeless crowds).
    size
        The type size.
    strayed
        How far labels stand off their marks on average, in units.
    """

    labels: tuple[Label, ...]
    overlaps: int
    size: float
    strayed: float = 0.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What labels must keep clear of: the frame's edge, boxes, and, at a price, lines.

    Attributes
    ----------
    frame
        Labels stay inside.
    blocked
        Boxes that no label may touch (each mark is added by itself).
    strokes
        Lines as (from, to, price) where price weighs a crossing of one type size.
    """

    frame: Box
    blocked: Sequence[Box]
    strokes: Sequence[tuple[Point, Point, float]] = ()


def place_labels(wanted: Sequence[Wanted], around: Surroundings, *, size: float, smallest: float) -> Lettering:
    """Place all labels in the largest type between ``size`` and ``smallest`` in which none overlap.

    Parameters
    ----------
    wanted
        The labels; the result keeps their order.
    around
        What they must keep clear of.
    size, smallest
        Type sizes in units of the picture.
    """
    scales = [s for s in printed("label_scale") if s * size >= smallest] or [smallest / size]
    scales = [s for s in scales if _crowding(wanted, around.frame, size * s) < _FULL] or scales[-1:]
    best: Lettering | None = None
    for scale in scales:
        if best is not None and best.overlaps == 0 and size * scale < _COMFORTABLE:
            break
        found = _place(wanted, around, size * scale)
        if best is None or _worth(found, size) < _worth(best, size):
            best = found
        if found.overlaps == 0 and found.strayed <= _NEAR_ENOUGH:
            break
    assert best is not None
    return best


def _worth(found: Lettering, size: float) -> float:
    """Weigh overlaps, then letters that stray from their marks against letters that are small."""
    return 1000.0 * found.overlaps + found.strayed + 5.5 * (size - found.size)


def _crowding(wanted: Sequence[Wanted], frame: Box, size: float) -> float:
    """Give the share of the frame that all labels would cover."""
    covered = sum(width(w.text) for w in wanted) * size * size * float(printed("line_height"))
    return covered / ((frame.x1 - frame.x0) * (frame.y1 - frame.y0))


@dataclass(slots=True)
class _Candidate:
    lines: tuple[str, ...]
    extra: tuple[str, ...]
    direction: float
    step: float
    box: Box
    anchor: str
    price: float


def _place(wanted: Sequence[Wanted], around: Surroundings, size: float) -> Lettering:
    if not wanted:
        return Lettering((), 0, size)
    kept_clear = as_array([*(Box.around(w.mark, w.radius + 2) for w in wanted), *around.blocked])
    most = max(1, min(_KEPT, _MOST_IN_ALL // (len(wanted) * len(_STEPS))))
    every = [
        _priced(_candidates(w, size), np.delete(kept_clear, i, axis=0), around, size, most)
        for i, w in enumerate(wanted)
    ]
    chosen, overlaps = choose(
        [[c.box for c in choices] for choices in every], [[c.price for c in choices] for choices in every]
    )
    labels = tuple(_label(w, choices[k], size) for w, choices, k in zip(wanted, every, chosen, strict=True))
    strayed = sum(c[k].step for c, k in zip(every, chosen, strict=True)) * size / len(wanted)
    return Lettering(labels, overlaps, size, strayed)


def _candidates(w: Wanted, size: float) -> list[_Candidate]:
    high = float(printed("line_height"))
    gap = float(printed("gap")) * size / sized("label_size")
    found = []
    for lines in settings_of(w.text):
        widest = max(width(line) for line in lines)
        for extra in _extras(w.extra, max(widest, 8.0)):
            text_width = size * max([widest, *(width(line) * EXTRA_SIZE for line in extra)])
            text_height = size * high * (len(lines) + EXTRA_SIZE * len(extra))
            own = 0.25 * (len(lines) - 1) + 0.08 * max(0.0, text_width / size - 11)
            own += 1.6 if w.extra and not extra else 0.0
            for direction, step in itertools.product(_DIRECTIONS, _STEPS):
                reach = w.radius + gap + step * size
                found.append(
                    _Candidate(
                        tuple(lines),
                        extra,
                        direction,
                        step,
                        _stand(w.mark, direction, reach, text_width, text_height),
                        _anchor(direction),
                        own + _aside(direction, to_the_left=w.to_the_left) + 1.1 * step,
                    )
                )
    return found


def _extras(extra: str, room: float) -> list[tuple[str, ...]]:
    if not extra:
        return [()]
    return [tuple(lines_within(extra, room / EXTRA_SIZE * 1.25)), ()]


def _lean(part: float) -> float:
    """Give how far a box leans over its tie point: −1 wholly before it, 0 centred, 1 wholly behind it."""
    return max(-1.0, min(1.0, part * 1.5))


def _anchor(direction: float) -> str:
    lean = _lean(math.cos(direction))
    return "start" if lean > 0.9 else "end" if lean < -0.9 else "middle"


def _stand(mark: Point, direction: float, reach: float, wide: float, high: float) -> Box:
    """Give the box of a label that stands off its mark in a direction."""
    x = mark.x + reach * math.cos(direction) + _lean(math.cos(direction)) * wide / 2
    y = mark.y - reach * math.sin(direction) - _lean(math.sin(direction)) * high / 2
    return Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)


def _aside(direction: float, *, to_the_left: bool) -> float:
    """Price a direction: outwards and level is best, above and below are next."""
    along = math.cos(direction) * (-1 if to_the_left else 1)
    return 0.45 * (1 - along) + 0.35 * abs(math.sin(direction))


def _priced(
    candidates: list[_Candidate], others: Floats, around: Surroundings, size: float, most: int
) -> list[_Candidate]:
    """Add the price of what each candidate touches and crosses; keep the cheapest of each distance."""
    boxes = as_array([c.box for c in candidates])
    price = np.array([c.price for c in candidates])
    frame = around.frame
    outside = (boxes[:, 0] < frame.x0) | (boxes[:, 1] < frame.y0) | (boxes[:, 2] > frame.x1) | (boxes[:, 3] > frame.y1)
    touched = meet(boxes, others).sum(axis=1)
    price = price + FORBIDDEN * outside + FORBIDDEN / 4 * touched
    if around.strokes:
        cheap = np.argsort(price, kind="stable")[:_WEIGHED]
        ends = np.array([(a.x, a.y, b.x, b.y) for a, b, _ in around.strokes])
        weights = np.array([weight for _, _, weight in around.strokes])
        near = _near(boxes[cheap], ends)
        price[cheap] += _crossed(boxes[cheap], ends[near]) @ weights[near] / size
        price[np.setdiff1d(np.arange(len(price)), cheap)] += FORBIDDEN
    order = np.argsort(price, kind="stable")
    kept = _varied(candidates, order, price, most)
    for k in kept:
        candidates[k].price = float(price[k])
    return [candidates[k] for k in kept]


def _near(boxes: Floats, ends: Floats) -> NDArray[np.bool_]:
    """Tell which lines can meet any of the boxes at all."""
    found: NDArray[np.bool_] = (
        (np.minimum(ends[:, 0], ends[:, 2]) < boxes[:, 2].max())
        & (np.maximum(ends[:, 0], ends[:, 2]) > boxes[:, 0].min())
        & (np.minimum(ends[:, 1], ends[:, 3]) < boxes[:, 3].max())
        & (np.maximum(ends[:, 1], ends[:, 3]) > boxes[:, 1].min())
    )
    return found


def _varied(candidates: list[_Candidate], order: NDArray[np.int64], price: Floats, most: int) -> list[int]:
    """Keep the cheapest candidates, and of each distance some, so that crowds can spread out."""
    kept: list[int] = []
    held = dict.fromkeys(_STEPS, 0)
    for k in order:
        step = candidates[k].step
        if held[step] < most and (price[k] < FORBIDDEN / 8 or len(kept) < 4):
            held[step] += 1
            kept.append(int(k))
    return kept


def _crossed(boxes: Floats, ends: Floats) -> Floats:
    """Give the length of each line inside each box (Liang and Barsky's clipping)."""
    x, y, u, v = (ends[None, :, k] for k in range(4))
    low = np.zeros((len(boxes), len(ends)))
    high = np.ones_like(low)
    with np.errstate(divide="ignore", invalid="ignore"):
        for start, change, near, far in (
            (x, u - x, boxes[:, None, 0], boxes[:, None, 2]),
            (y, v - y, boxes[:, None, 1], boxes[:, None, 3]),
        ):
            first = (near - start) / change
            last = (far - start) / change
            level = change == 0
            outside = level & ((start < near) | (start > far))
            low = np.maximum(low, np.where(level, 0.0, np.minimum(first, last)))
            high = np.minimum(high, np.where(level, 1.0, np.maximum(first, last)))
            high = np.where(outside, -1.0, high)
    return np.maximum(high - low, 0.0) * np.hypot(u - x, v - y)


def _label(w: Wanted, choice: _Candidate, size: float) -> Label:
    high = float(printed("line_height"))
    box = choice.box
    x = {"start": box.x0, "end": box.x1, "middle": (box.x0 + box.x1) / 2}[choice.anchor]
    return Label(
        id=w.id,
        lines=choice.lines,
        extra=choice.extra,
        x=round(x, 1),
        y=round(box.y0 + size * (high / 2 + 0.35), 1),
        anchor=choice.anchor,
        size=round(size, 2),
        box=box,
        leader=_leader(w, box) if choice.step > 0.5 else None,
    )


def _leader(w: Wanted, box: Box) -> tuple[Point, Point]:
    end = Point(min(max(w.mark.x, box.x0), box.x1), min(max(w.mark.y, box.y0), box.y1))
    return w.mark.towards(end, w.radius + 1), end
