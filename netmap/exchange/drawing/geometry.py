"""Where things stand in the picture of a card, in units of its square of 1000.

The numbers and colours lie in one file that the browser's drawing surface can read as well, so that
paper and screen show the same picture.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from netmap.exchange.look import SHARED, numbers, palette, printed

__all__ = [
    "Box",
    "Point",
    "centre",
    "letter_widths",
    "mark_scale",
    "numbers",
    "palette",
    "place",
    "printed",
    "ring_of",
    "sized",
    "unit",
]

_WIDTHS: Final = SHARED / "widths.json"


@cache
def letter_widths() -> Mapping[str, Mapping[str, int]]:
    """Give the advance width of each letter by type weight, in thousandths of the type size."""
    found = json.loads(_WIDTHS.read_text(encoding="utf-8"))
    return {
        weight: {letter: int(width) for width, letters in by_width.items() for letter in letters}
        for weight, by_width in found.items()
    }


def unit() -> float:
    """Give the units of one pixel of the sketch: line widths and letters are kept in its pixels."""
    return float(numbers()["rim"]) / 297


def sized(name: str) -> float:
    """Give a length of the sketch (``mark_radius``, ``label_size`` …) in units."""
    return float(numbers()[name]) * unit()


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the picture; y grows downwards."""

    x: float
    y: float

    def towards(self, other: Point, distance: float) -> Point:
        """Give the place that far on the way to another one."""
        length = self.away(other) or 1.0
        share = distance / length
        return Point(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)

    def away(self, other: Point) -> float:
        """Give the distance to another place."""
        return math.hypot(other.x - self.x, other.y - self.y)


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle."""

    x0: float
    y0: float
    x1: float
    y1: float

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes share more than an edge.

        Examples
        --------
        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 1, 1).meets(Box(1, 0, 2, 1))
        (True, False)
        """
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def within(self, other: Box) -> bool:
        """Tell whether this box lies wholly inside another one."""
        return self.x0 >= other.x0 and self.y0 >= other.y0 and self.x1 <= other.x1 and self.y1 <= other.y1

    @classmethod
    def around(cls, centre: Point, half_width: float, half_height: float | None = None) -> Box:
        """Give the box around a place."""
        h = half_width if half_height is None else half_height
        return cls(centre.x - half_width, centre.y - h, centre.x + half_width, centre.y + h)


def centre() -> Point:
    """Give the place of the client."""
    middle = float(numbers()["centre"])
    return Point(middle, middle)


def place(angle: float, distance: float) -> Point:
    """Give the place of an entry in the Netzwerkkarte.

    Parameters
    ----------
    angle
        Degrees, counter-clockwise from the right.
    distance
        0 (at the client) to 100 (the outer ring); what is farther out is drawn just outside of it.

    Examples
    --------
    >>> place(0, 100), place(90, 50)
    (Point(x=940.0, y=500.0), Point(x=500.0, y=280.0))
    """
    reach = numbers()["radius"] * min(max(distance, 0.0), printed("outside")) / 100
    turn = math.radians(angle)
    middle = centre()
    return Point(round(middle.x + reach * math.cos(turn), 2), round(middle.y - reach * math.sin(turn), 2))


def ring_of(distance: float) -> int:
    """Give the ring of a distance: 0 near, 1 familiar, 2 further away, 3 outside the outer ring.

    Examples
    --------
    >>> [ring_of(d) for d in (0, 33.32, 33.33, 66.67, 100, 101)]
    [0, 0, 1, 2, 2, 3]
    """
    first, second, third = (ring["until"] for ring in numbers()["rings"])
    if distance < first:
        return 0
    if distance < second:
        return 1
    return 2 if distance <= third else 3


def mark_scale(count: int) -> float:
    """Give how large marks are drawn, by how many there are."""
    return next(float(scale) for up_to, scale in printed("mark_scale") if count <= up_to)
