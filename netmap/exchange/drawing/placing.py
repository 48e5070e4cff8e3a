"""Where names stand: the one rule of screen and paper.

``card/placing.ts`` in the browser's sources is the same algorithm, and a test holds both to the same
places. Whatever could differ by a last bit between the two is rounded: directions to six digits,
prices to three. Each name has candidates (settings of its text, distances from its mark, sixteen
directions); those in the densest surroundings choose first, each takes the cheapest, then every name
looks again until nothing moves. Where two names still collide, one may push the other to another place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netmap.exchange.drawing.geometry import Box, Point, numbers

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ROUNDS: Final = 8
_SWEEPS: Final = 4
#: the cheapest candidates of a colliding name for which another may have to move
_PUSHING: Final = 48
_COS: Final = tuple(round(math.cos(math.tau * n / 16), 6) for n in range(16))
_SIN: Final = tuple(round(math.sin(math.tau * n / 16), 6) for n in range(16))
_SIDES: Final = tuple(1 if c > 0.3 else -1 if c < -0.3 else 0 for c in _COS)
#: so many distances are tried in all sixteen directions, the farther ones in eight
_CLOSE_BY: Final = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to set a name: how wide and high it is, and what it costs to take it."""

    w: float
    h: float
    price: float


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark whose name is to be placed; ``outward`` is 1 where the name best stands to its right, else -1."""

    id: str
    x: float
    y: float
    r: float
    outward: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line that names should not lie on; ``owner`` is the number of the mark it leads to, or -1."""

    a: Point
    b: Point
    price: float
    owner: int = -1


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a name stands: which of its shapes, how far off, on which side, and its leader line."""

    shape: int
    gap: float
    side: int
    box: Box
    leader: tuple[Point, Point] | None


def prices() -> Mapping[str, Any]:
    """Give the distances and prices of the rule."""
    found: Mapping[str, Any] = numbers()["labels"]
    return found


def place_names(
    spots: Sequence[Spot], *, frame: Box, blocked: Sequence[Box], strokes: Sequence[Stroke], unit: float
) -> tuple[list[Placed], int]:
    """Place names and count those that still collide.

    Parameters
    ----------
    spots
        The marks with their names' shapes.
    frame
        Names stay inside.
    blocked
        What no name may touch (each mark is added by itself).
    strokes
        Lines that names should not lie on.
    unit
        The length of one pixel of the sketch.

    Returns
    -------
    tuple
        The places in the order of the marks, and how many names overlap another or touch what they must not.
    """
    if not spots:
        return [], 0
    search = _Search(spots, frame, blocked, strokes, unit)
    search.descend()
    search.push()
    return [search.placed(i) for i in range(len(spots))], search.clashes()


def _round(value: Floats) -> Floats:
    return np.floor(value * 1000 + 0.5) / 1000


class _Search:
    """The candidates of all names, and those that are chosen."""

    def __init__(
        self, spots: Sequence[Spot], frame: Box, blocked: Sequence[Box], strokes: Sequence[Stroke], unit: float
    ) -> None:
        self.spots, self.unit, self.rule = spots, unit, prices()
        self.stands = [
            (float(gap), turn)
            for k, gap in enumerate(self.rule["gaps"])
            for turn in range(0, 16, 1 if k < _CLOSE_BY else 2)
        ]
        self.air = self.rule["air"] * unit
        self.marks = np.array([(s.x - s.r - unit, s.y - s.r - unit, 2 * s.r + 2 * unit) for s in spots])
        self.boxes = [self._boxes(s) for s in spots]
        self.leaders = [self._leaders(s, boxes) for s, boxes in zip(spots, self.boxes, strict=True)]
        self.static = [self._static(i, frame, blocked, strokes) for i in range(len(spots))]
        self.chosen = np.full(len(spots), -1)
        self.order = sorted(range(len(spots)), key=lambda i: (-self._crowd(i), spots[i].id))

    # --- candidates: every array below has one row for each -------------------------------------

    def _boxes(self, s: Spot) -> Floats:
        """Give x, y, width and height of each candidate: shape by shape, distance by distance."""
        u, found = self.unit, []
        for shape in s.shapes:
            w, h = shape.w, shape.h
            for gap, turn in self.stands:
                reach, cos, sin, side = s.r + gap * u, _COS[turn], _SIN[turn], _SIDES[turn]
                x = s.x + cos * reach + (0.0 if side == 1 else -w if side == -1 else -w / 2)
                if abs(sin) < 0.3:
                    lift = -h / 2
                elif sin < 0:
                    lift = -h * (1 if side == 0 else 0.75)
                else:
                    lift = 0.0 if side == 0 else -h * 0.25
                found.append((x, s.y + sin * reach + lift, w, h))
        return np.array(found)

    def _leaders(self, s: Spot, boxes: Floats) -> Floats:
        """Give the line from each mark's edge to each candidate."""
        x, y, w, h = boxes.T
        u = self.unit
        bx = np.maximum(x, np.minimum(s.x, x + w))
        by = np.maximum(y + 3 * u, np.minimum(s.y, y + h - 3 * u))
        dx, dy = bx - s.x, by - s.y
        length = np.sqrt(dx * dx + dy * dy)
        length = np.where(length == 0, 1.0, length)
        reach = s.r + 2 * u
        return np.stack([s.x + dx / length * reach, s.y + dy / length * reach, bx, by], axis=1)

    def _led(self) -> Flags:
        """Tell which distances need a leader line, for one shape."""
        found: Flags = np.array([gap > self.rule["leader_from"] for gap, _ in self.stands])
        return found

    def _base(self, s: Spot) -> Floats:
        rule = self.rule
        aside = [
            0.0 if _SIDES[turn] == s.outward else rule["above_or_below"] if _SIDES[turn] == 0 else rule["other_side"]
            for _, turn in self.stands
        ]
        one = np.array(
            [
                gap * rule["gap_price"] + (a + abs(_SIN[t]) * rule["slant"])
                for (gap, t), a in zip(self.stands, aside, strict=True)
            ]
        )
        return np.concatenate([one + shape.price for shape in s.shapes])

    def _static(self, i: int, frame: Box, blocked: Sequence[Box], strokes: Sequence[Stroke]) -> Floats:
        """Give the price of each candidate but for other names."""
        s, boxes, rule = self.spots[i], self.boxes[i], self.rule
        x, y, w, h = boxes.T
        over = np.maximum(0, frame.x0 - x) + np.maximum(0, x + w - frame.x1)
        over = over + np.maximum(0, frame.y0 - y) + np.maximum(0, y + h - frame.y1)
        hit = np.where(over > 0, 1 + over / (100 * self.unit), 0.0)
        others = np.delete(self.marks, i, axis=0)
        hit += self._overlaps(boxes, others[:, [0, 1, 2, 2]]).sum(axis=1)
        if blocked:
            kept = np.array([(b.x0, b.y0, b.x1 - b.x0, b.y1 - b.y0) for b in blocked])
            hit += self._overlaps(boxes, kept).sum(axis=1)
        price: Floats = self._base(s) + rule["forbidden"] * hit
        if strokes:
            ends = np.array([(t.a.x, t.a.y, t.b.x, t.b.y) for t in strokes])
            cost = np.array([rule["own_line"] if t.owner == i else t.price for t in strokes], dtype=float)
            near = _near(boxes, ends)
            price += crosses(ends[near], boxes) @ cost[near]
        # a name close to another mark may be taken for that one's
        by = rule["beside"] * self.unit
        close = np.stack([x - by, y - by, w + 2 * by, h + 2 * by], axis=1)
        price += rule["beside_mark"] * (self._overlaps(close, others[:, [0, 1, 2, 2]]) > 0).sum(axis=1)
        led = np.tile(self._led(), len(s.shapes))
        if led.any() and len(others):
            run = crosses(self.leaders[i][led], others[:, [0, 1, 2, 2]])
            price[led] += rule["leader_over_mark"] * run.sum(axis=0)
        return price

    def _overlaps(self, a: Floats, b: Floats) -> Floats:
        """Give 0 where boxes are apart, else 1 and a little more the more they overlap."""
        ax, ay, aw, ah = (a[:, None, k] for k in range(4))
        bx, by, bw, bh = (b[None, :, k] for k in range(4))
        w = np.minimum(ax + aw, bx + bw) - np.maximum(ax, bx) + self.air
        h = np.minimum(ay + ah, by + bh) - np.maximum(ay, by) + self.air
        found: Floats = np.where((w > 0) & (h > 0), 1 + (w * h) / (aw * ah + self.unit), 0.0)
        return found

    # --- choosing -------------------------------------------------------------------------------

    def _crowd(self, i: int) -> int:
        s, u = self.spots[i], self.unit
        wide = s.shapes[0].w
        return sum(abs(o.x - s.x) < (wide + o.shapes[0].w) / 2 + 40 * u and abs(o.y - s.y) < 60 * u for o in self.spots)

    def _totals(self, i: int, without: int = -1) -> Floats:
        """Give the price of each candidate among the names that stand (but for one)."""
        total = self.static[i]
        standing = [k for k in range(len(self.spots)) if k not in (i, without) and self.chosen[k] >= 0]
        if standing:
            names = np.array([self.boxes[k][self.chosen[k]] for k in standing])
            total = total + self.rule["forbidden"] * self._overlaps(self.boxes[i], names).sum(axis=1)
            led = np.tile(self._led(), len(self.spots[i].shapes))
            run = crosses(self.leaders[i][led], names).sum(axis=0)
            total[led] += self.rule["leader_over_name"] * run
        return _round(total)

    def descend(self) -> None:
        """Let one name after the other take its cheapest place, until nothing moves."""
        for _ in range(_ROUNDS):
            moved = False
            for i in self.order:
                best = int(np.argmin(self._totals(i)))
                moved = moved or best != self.chosen[i]
                self.chosen[i] = best
            if not moved:
                break

    def push(self) -> None:
        """Let names that collide push one other name away, where both then stand free."""
        for _ in range(_SWEEPS):
            stuck = [i for i in self.order if self._collides(i)]
            moved = [i for i in stuck if self._pushed(i)]
            if not moved:
                break

    def _pushed(self, i: int) -> bool:
        """Move a colliding name to where only one other stands in its way, and that one elsewhere."""
        if not self._collides(i):
            return False
        half, old = self.rule["forbidden"] / 2, int(self.chosen[i])
        static = _round(self.static[i])
        cheap = [int(c) for c in np.argsort(static, kind="stable")[:_PUSHING] if static[c] < half]
        best: tuple[float, int, int, int] | None = None
        for c in cheap:
            hits = self._hits(i, c)
            if len(hits) != 1:
                continue
            j, held = hits[0], int(self.chosen[hits[0]])
            self.chosen[i] = c
            totals = self._totals(j)
            place = int(np.argmin(totals))
            if totals[place] < half:
                joint = float(_round(np.array([static[c] + totals[place]]))[0])
                if best is None or joint < best[0]:
                    best = (joint, c, j, place)
            self.chosen[i], self.chosen[j] = old, held
        if best is None:
            return False
        _, self.chosen[i], j, self.chosen[j] = best
        return True

    def _hits(self, i: int, candidate: int) -> list[int]:
        """Give the names that a candidate would overlap."""
        others = [k for k in range(len(self.spots)) if k != i]
        if not others:
            return []
        names = np.array([self.boxes[k][self.chosen[k]] for k in others])
        met = self._overlaps(self.boxes[i][candidate][None, :], names)[0] > 0
        return [k for k, hit in zip(others, met, strict=True) if hit]

    def _collides(self, i: int) -> bool:
        return bool(self._hits(i, int(self.chosen[i])))

    def clashes(self) -> int:
        """Count the names that overlap another or touch what they must not."""
        half = self.rule["forbidden"] / 2
        return sum(self._collides(i) or bool(self.static[i][self.chosen[i]] >= half) for i in range(len(self.spots)))

    def placed(self, i: int) -> Placed:
        """Give where a name stands."""
        c = int(self.chosen[i])
        x, y, w, h = (float(v) for v in self.boxes[i][c])
        shape, rest = divmod(c, len(self.stands))
        gap, turn = self.stands[rest]
        ax, ay, bx, by = (float(v) for v in self.leaders[i][c])
        # so short a line as that of a name right beside its mark would be read as a hyphen
        doubtful = gap > self.rule["gaps"][0] and self._nearer_to_another(i, self.boxes[i][c])
        led = doubtful or gap > self.rule["leader_from"]
        leader = (Point(ax, ay), Point(bx, by)) if led else None
        return Placed(shape, gap, _SIDES[turn], Box(x, y, x + w, y + h), leader)

    def _nearer_to_another(self, i: int, box: Floats) -> bool:
        """Tell whether a name stands nearer to another mark than to its own: then a line says whose it is."""
        x, y, w, h = (float(v) for v in box)

        def apart(s: Spot) -> float:
            dx = max(x - s.x, 0.0, s.x - x - w)
            dy = max(y - s.y, 0.0, s.y - y - h)
            return float(_round(np.sqrt(dx * dx + dy * dy) - s.r))

        own = apart(self.spots[i])
        return any(n != i and apart(s) < own for n, s in enumerate(self.spots))


def _near(boxes: Floats, ends: Floats) -> Flags:
    """Tell which lines can meet any of the boxes at all."""
    x0, y0 = boxes[:, 0].min(), boxes[:, 1].min()
    x1, y1 = (boxes[:, 0] + boxes[:, 2]).max(), (boxes[:, 1] + boxes[:, 3]).max()
    found: Flags = (
        (np.minimum(ends[:, 0], ends[:, 2]) <= x1)
        & (np.maximum(ends[:, 0], ends[:, 2]) >= x0)
        & (np.minimum(ends[:, 1], ends[:, 3]) <= y1)
        & (np.maximum(ends[:, 1], ends[:, 3]) >= y0)
    )
    return found


def crosses(lines: Floats, boxes: Floats) -> Flags:
    """Tell which boxes (x, y, width, height) each line touches; boxes are rows of the result, lines its columns.

    Where both lengths differ in meaning (leaders against marks), sum over the axis that is asked for.
    """
    ax, ay, bx, by = (lines[None, :, k] for k in range(4))
    x, y = boxes[:, None, 0], boxes[:, None, 1]
    right, bottom = x + boxes[:, None, 2], y + boxes[:, None, 3]
    apart = ((ax < x) & (bx < x)) | ((ax > right) & (bx > right))
    apart |= ((ay < y) & (by < y)) | ((ay > bottom) & (by > bottom))
    dx, dy = bx - ax, by - ay
    first = (x - ax) * dy - (y - ay) * dx > 0
    found: Flags = ~apart & (
        ((right - ax) * dy - (y - ay) * dx > 0) ^ first
        | (((x - ax) * dy - (bottom - ay) * dx > 0) ^ first)
        | (((right - ax) * dy - (bottom - ay) * dx > 0) ^ first)
    )
    return found
