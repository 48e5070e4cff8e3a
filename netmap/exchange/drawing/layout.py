"""Where the marks stand: where the card says, moved a little where two would cover each other.

A mark never leaves its sector or its ring for this, so the picture keeps saying what the card says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from netmap.exchange.drawing.geometry import Point, centre, numbers, place, printed, unit
from netmap.exchange.drawing.view import Entry

_ROUNDS = 120
_PAIRS = 1_500_000
#: a mark that gives way stays so far from a sector's border that it is not read as belonging to both
_MARGIN_DEG = 2.0
#: one that nobody covers stays where it was put, if only on its own side of the border
_HAIR_DEG = 0.2


def positions(entries: Sequence[Entry], *, radius: float) -> list[Point]:
    """Give the place of each placed entry, no two marks covering each other where there is room.

    Parameters
    ----------
    entries
        Placed entries, in reading order.
    radius
        Radius of the marks.
    """
    at = [place(e.angle or 0.0, e.distance or 0.0) for e in entries]
    bounds = [_bounds(e, radius) for e in entries]
    at = [_held(p, b, _HAIR_DEG) for p, b in zip(at, bounds, strict=True)]
    apart = 2 * radius + 4
    # hopelessly full cards get fewer rounds: every pair is looked at in each
    for _ in range(min(_ROUNDS, 1 + _PAIRS // max(1, len(at)) ** 2)):
        pushes = _pushes(at, apart)
        if not pushes:
            break
        for n, (x, y) in pushes.items():
            at[n] = _held(Point(at[n].x + x, at[n].y + y), bounds[n])
    return [Point(round(p.x, 2), round(p.y, 2)) for p in at]


def _pushes(at: Sequence[Point], apart: float) -> dict[int, tuple[float, float]]:
    """Give how far each mark that is too close to another should move, half of the way each."""
    moves: dict[int, tuple[float, float]] = {}
    for a in range(len(at)):
        for b in range(a + 1, len(at)):
            dx, dy = at[b].x - at[a].x, at[b].y - at[a].y
            if abs(dx) >= apart or abs(dy) >= apart:
                continue
            distance = math.hypot(dx, dy)
            if distance >= apart - 0.5:
                continue
            if distance < 1e-6:  # one on the other: apart in a direction that their order gives
                turn = 2.399963 * (a + b + 1)
                dx, dy, distance = math.cos(turn), math.sin(turn), 1.0
                gap = apart / 2
            else:
                gap = (apart - distance) / 2
            x, y = dx / distance * gap, dy / distance * gap
            moves[a] = (moves.get(a, (0.0, 0.0))[0] - x, moves.get(a, (0.0, 0.0))[1] - y)
            moves[b] = (moves.get(b, (0.0, 0.0))[0] + x, moves.get(b, (0.0, 0.0))[1] + y)
    return moves


def _bounds(entry: Entry, radius: float) -> tuple[float, float, float | None]:
    """Give the least and greatest distance from the middle, and the middle angle of the sector."""
    full = float(numbers()["radius"])
    rings = [0.0, *(full * r["until"] / 100 for r in numbers()["rings"]), full * printed("outside") / 100]
    ring = entry.ring or 0
    least = max(rings[ring] + 1, float(numbers()["ego_radius"]) * unit() + radius + 4)
    most = max(rings[ring + 1] - 1, least)
    middle = {"family": 45.0, "friends": 135.0, "colleagues": 225.0, "professionals": 315.0}.get(entry.sector or "")
    return least, most, middle


def _held(at: Point, bounds: tuple[float, float, float | None], margin: float = _MARGIN_DEG) -> Point:
    least, most, middle_angle = bounds
    origin = centre()
    dx, dy = at.x - origin.x, origin.y - at.y
    distance = min(max(math.hypot(dx, dy), least), most)
    angle = math.degrees(math.atan2(dy, dx))
    if middle_angle is not None:
        off = (angle - middle_angle + 180) % 360 - 180
        reach = 45 - margin
        angle = middle_angle + min(max(off, -reach), reach)
    turn = math.radians(angle)
    # rounded in each step: where many stand close together, a last bit would send screen and paper two ways
    return Point(_round(origin.x + distance * math.cos(turn)), _round(origin.y - distance * math.sin(turn)))


def _round(value: float) -> float:
    return math.floor(value * 1000 + 0.5) / 1000
