"""Where names and signs stand in a picture of the network: no name on a name, a mark or a sign.

Names choose first, beside their organisation and away from lines. Then each sign moves along its line to a free
place; one that finds none is not drawn: tone and width of the line say the level already.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netmap.exchange.drawing.lettering import lines_within, settings_of, width
from netmap.exchange.network_values import Actor, Line, NetworkPicture

#: radius of an organisation in each size
RADII: Final = (14.0, 17.0, 23.0, 29.0)
TYPE: Final = 16.0
LEADING: Final = 19.0
DIFFERS, UNASKED = "≠", "?"
_ROOM: Final = 9.5
#: the picture grows by these steps until no name lies on another
_GROWTH: Final = (1.0, 1.2, 1.45, 1.75, 2.1, 2.6, 3.2)
#: this share of the signs may go without a place; beyond this growth more may, rather than letters get small
_SIGNS_WITHOUT: Final = 0.04
_WIDE_ENOUGH: Final = 1.45
#: a line this short has no sign; one of this free length has one for each half
_SHORT, _LONG = 34.0, 96.0
_STEP: Final = 5.0


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def overlap(self, other: Box) -> float:
        """Give the area that two rectangles share.

        Examples
        --------
        >>> Box(0, 0, 2, 2).overlap(Box(1, 1, 3, 3)), Box(0, 0, 1, 1).overlap(Box(1, 0, 2, 1))
        (1, 0)
        """
        w = min(self.x1, other.x1) - max(self.x0, other.x0)
        h = min(self.y1, other.y1) - max(self.y0, other.y0)
        return w * h if w > 0 and h > 0 else 0


@dataclass(frozen=True, slots=True)
class Label:
    """A name as it is set: its lines, where it stands, and what room it takes."""

    id: str
    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    box: Box


class Sign(NamedTuple):
    """What stands on a line: a numeral, ≠ or ?, its middle and how far it reaches."""

    x: float
    y: float
    text: str
    reach: float


def around(x: float, y: float, reach: float) -> Box:
    """Give the square around a point."""
    return Box(x - reach, y - reach, x + reach, y + reach)


def arrange(picture: NetworkPicture) -> tuple[NetworkPicture, list[Label]]:
    """Spread the picture as far as its names and signs need it; give it and its names in their places."""
    best: tuple[tuple[float, float], NetworkPicture, list[Label]] | None = None
    for growth in _GROWTH:
        tried = replace(picture, actors=[replace(a, x=a.x * growth, y=a.y * growth) for a in picture.actors])
        labels, names = _place_labels(tried)
        placed, wanted = place_signs(tried, labels)
        without = 1 - len(placed) / wanted if wanted else 0.0
        if best is None or (names, without) < best[0]:
            best = ((names, without), tried, labels)
        if names == 0 and (without <= _SIGNS_WITHOUT or growth >= _WIDE_ENOUGH):
            break
    assert best is not None
    return best[1], best[2]


def _place_labels(picture: NetworkPicture) -> tuple[list[Label], float]:
    """Set each name beside its organisation; give how much lies on names or marks."""
    marks = [around(a.x, a.y, RADII[a.size] + 2) for a in picture.actors]
    strokes, widths = _strokes(picture)
    framed = {member for frame in picture.frames for member in frame.members}
    labels: list[Label] = []
    total = 0.0
    # the crowded ones choose first
    order = sorted(picture.actors, key=lambda a: (-_crowd(a, picture.actors), a.id))
    for actor in order:
        hard = [m for m, other in zip(marks, picture.actors, strict=True) if other.id != actor.id]
        hard += [label.box for label in labels]
        best: tuple[float, float, Label] | None = None
        for n, candidate in enumerate(_candidates(actor, upright=actor.id in framed)):
            cost = sum(candidate.box.overlap(o) for o in hard)
            if best is not None and cost > best[0]:
                continue
            soft = float((_through(strokes, candidate.box) * widths).sum()) + n * 6
            if best is None or (cost, soft) < best[:2]:
                best = (cost, soft, candidate)
        assert best is not None
        total += best[0]
        labels.append(best[2])
    return labels, total


def _strokes(picture: NetworkPicture) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the ends of each line (m × 4), and how much it disturbs a name it runs through."""
    by_id = {a.id: a for a in picture.actors}
    drawn = [line for line in picture.lines if line.a in by_id and line.b in by_id]
    ends = [(by_id[p.a].x, by_id[p.a].y, by_id[p.b].x, by_id[p.b].y) for p in drawn]
    widths = [1.0 + max(p.says_a or 0, p.says_b or 0) * 0.8 for p in drawn]
    return np.array(ends, dtype=np.float64).reshape(-1, 4), np.array(widths, dtype=np.float64)


def _through(strokes: NDArray[np.float64], box: Box) -> NDArray[np.float64]:
    """Give how much of each line runs through a box."""
    ax, ay, bx, by = strokes.T
    low, high = np.zeros(len(strokes)), np.ones(len(strokes))
    for start, along, least, most in ((ax, bx - ax, box.x0, box.x1), (ay, by - ay, box.y0, box.y1)):
        slope = np.where(np.abs(along) < 1e-9, 1e-9, along)
        one, other = (least - start) / slope, (most - start) / slope
        low, high = np.maximum(low, np.minimum(one, other)), np.minimum(high, np.maximum(one, other))
    return np.asarray(np.maximum(0.0, high - low) * np.hypot(bx - ax, by - ay))


def _crowd(actor: Actor, actors: Iterable[Actor]) -> int:
    return sum(abs(a.x - actor.x) < 160 and abs(a.y - actor.y) < 70 for a in actors)


def _candidates(actor: Actor, *, upright: bool) -> Iterator[Label]:
    """Give the ways to set a name: below, above, right, left, and aslant; in two lines, one, or three.

    In a frame names stay above or below: beside they would widen it over its neighbours.
    """
    ways = settings_of(actor.name)
    preferred = lines_within(actor.name, _ROOM)
    settings = [tuple(preferred), *(tuple(w) for w in ways if list(w) != preferred and not upright)]
    gap = RADII[actor.size] + 6
    for lines in settings:
        w = max(width(line) for line in lines) * TYPE
        h = len(lines) * LEADING
        for dx, dy, anchor in (
            (0, gap, "middle"),
            (0, -gap - h, "middle"),
            (gap, -h / 2, "start"),
            (-gap, -h / 2, "end"),
            (gap * 0.75, gap * 0.6, "start"),
            (-gap * 0.75, gap * 0.6, "end"),
            (gap * 0.75, -gap * 0.6 - h, "start"),
            (-gap * 0.75, -gap * 0.6 - h, "end"),
        ):
            if upright and anchor != "middle":
                continue
            x, y = actor.x + dx, actor.y + dy
            left = x - (w / 2 if anchor == "middle" else w if anchor == "end" else 0)
            yield Label(actor.id, lines, x, y, anchor, Box(left - 2, y, left + w + 2, y + h))


# signs


class _Wanted(NamedTuple):
    """A sign that looks for a place: between which distances from the first end, and where best."""

    line: int
    text: str
    low: float
    high: float
    best: float


def place_signs(picture: NetworkPicture, labels: Sequence[Label]) -> tuple[list[Sign], int]:
    """Give the signs that found a place, and how many looked for one.

    What is seen differently chooses first, then what both say alike, then what one side says.
    """
    by_id = {a.id: a for a in picture.actors}
    drawn = [line for line in picture.lines if line.a in by_id and line.b in by_id]
    strokes, _ = _strokes(picture)
    wanted = [w for n, line in enumerate(drawn) for w in _wanted(n, by_id[line.a], by_id[line.b], line)]
    alike = {n for n, line in enumerate(drawn) if line.says_a == line.says_b}
    wanted.sort(key=lambda w: (w.text != DIFFERS, w.line not in alike, w.high - w.low))
    marks = np.array([(a.x, a.y, RADII[a.size]) for a in picture.actors]).reshape(-1, 3)
    names = np.array([label.box for label in labels]).reshape(-1, 4)
    placed: list[Sign] = []
    for want in wanted:
        reach = 12.0 if want.text == DIFFERS else 9.5
        found = _place(want, reach, strokes, marks, names, placed)
        if found is not None:
            placed.append(Sign(*found, want.text, reach))
    return placed, len(wanted)


def _wanted(n: int, a: Actor, b: Actor, line: Line) -> Iterator[_Wanted]:
    length = math.hypot(b.x - a.x, b.y - a.y)
    near, far = RADII[a.size] + 12, length - RADII[b.size] - 12
    if length - RADII[a.size] - RADII[b.size] < _SHORT:
        return
    middle = length / 2
    if line.says_a == line.says_b:
        yield _Wanted(n, UNASKED if line.says_a is None else str(line.says_a), near, far, middle)
        return
    both = line.says_a is not None and line.says_b is not None
    if both:
        yield _Wanted(n, DIFFERS, max(near, middle - 14), min(far, middle + 14), middle)
        if far - near < _LONG - 24:
            return
    # what each side says stands on its own half
    clear = 37.0 if both else 11.0
    if line.says_a is not None:
        yield _Wanted(n, str(line.says_a), near, max(near, middle - clear), (near + middle) / 2)
    if line.says_b is not None:
        yield _Wanted(n, str(line.says_b), min(far, middle + clear), far, (far + middle) / 2)


def _place(
    want: _Wanted,
    reach: float,
    strokes: NDArray[np.float64],
    marks: NDArray[np.float64],
    names: NDArray[np.float64],
    placed: Sequence[Sign],
) -> tuple[float, float] | None:
    """Give the free place nearest to where a sign stands best, off other lines where that can be had."""
    ax, ay, bx, by = strokes[want.line]
    length = math.hypot(bx - ax, by - ay)
    count = 1 + int(max(0.0, want.high - want.low) / _STEP)
    along = np.append(np.linspace(want.low, want.high, count), want.best)
    x, y = ax + (bx - ax) * along / length, ay + (by - ay) * along / length
    free = (np.hypot(x[:, None] - marks[:, 0], y[:, None] - marks[:, 1]) >= marks[:, 2] + reach + 1).all(axis=1)
    if len(names):
        dx = np.maximum(0, np.maximum(names[:, 0] - x[:, None], x[:, None] - names[:, 2]))
        dy = np.maximum(0, np.maximum(names[:, 1] - y[:, None], y[:, None] - names[:, 3]))
        free &= (np.hypot(dx, dy) >= reach + 0.5).all(axis=1)
    if placed:
        taken = np.array([(s.x, s.y, s.reach) for s in placed])
        free &= (np.hypot(x[:, None] - taken[:, 0], y[:, None] - taken[:, 1]) >= taken[:, 2] + reach + 1).all(axis=1)
    if not free.any():
        return None
    others = np.delete(strokes, want.line, axis=0)
    run_x, run_y = others[:, 2] - others[:, 0], others[:, 3] - others[:, 1]
    square = np.maximum(run_x**2 + run_y**2, 1e-9)
    share = np.clip(((x[:, None] - others[:, 0]) * run_x + (y[:, None] - others[:, 1]) * run_y) / square, 0, 1)
    apart = np.hypot(x[:, None] - others[:, 0] - share * run_x, y[:, None] - others[:, 1] - share * run_y)
    crossed = np.maximum(0.0, 1 - apart / (reach + 2)).sum(axis=1)
    cost = np.where(free, crossed * 40 + np.abs(along - want.best) * 0.4, math.inf)
    at = int(np.argmin(cost))
    return float(x[at]), float(y[at])
