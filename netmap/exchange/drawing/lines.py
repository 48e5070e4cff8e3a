"""The lines between marks: ties that carry or are loose, burden, conflict, care, acquaintance."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netmap.exchange.drawing.geometry import Point, numbers, unit
from netmap.exchange.drawing.svg import Svg, joined, number, tag
from netmap.exchange.drawing.view import Entry

Colours = Mapping[str, str]


def style(kind: str) -> Mapping[str, Any]:
    """Give the shared numbers of a line."""
    found: Mapping[str, Any] = numbers()["lines"][kind]
    return found


@dataclass(frozen=True, slots=True)
class Span:
    """The way from one mark's edge to another's, with a side-step for lines beside it."""

    a: Point
    b: Point

    @property
    def length(self) -> float:
        """How long it is."""
        return self.a.away(self.b)

    def at(self, along: float, aside: float = 0.0) -> Point:
        """Give the place so far along from the start and so far to the right of the way."""
        length = self.length or 1.0
        ux, uy = (self.b.x - self.a.x) / length, (self.b.y - self.a.y) / length
        return Point(self.a.x + ux * along - uy * aside, self.a.y + uy * along + ux * aside)

    def shortened(self, at_start: float, at_end: float) -> Span:
        """Give the part that leaves room for the marks at both ends."""
        return Span(self.at(at_start), self.at(self.length - at_end))

    def part(self, start: float, end: float) -> Span:
        """Give the part between two lengths along the way."""
        return Span(self.at(start), self.at(end))


def path(points: Sequence[Point]) -> str:
    """Write a polyline as path data."""
    return "M" + "L".join(f"{number(p.x)},{number(p.y)}" for p in points)


def zigzag(way: Span, *, scale: float = 1.0) -> list[Point]:
    """Give the corners of the line of conflict."""
    look = style("conflict")
    teeth = max(4, round(way.length / (look["step"] * unit() * scale)))
    swing = look["swing"] * unit() * scale / 2
    corners = []
    for n in range(teeth + 1):
        side = 0.0 if n in (0, teeth) else swing if n % 2 else -swing
        corners.append(way.at(way.length * n / teeth, side))
    return corners


def ego_lines(entry: Entry, way: Span, colours: Colours, *, scale: float = 1.0) -> Svg:
    """Draw everything between the client and one entry on one line.

    The tie begins at the client, what weighs lies on the half towards the entry. Arrow heads show where
    help arrives: at the client, at the entry. Where help flows and the tie was not asked, the line is broken.

    Parameters
    ----------
    entry
        Whose lines.
    way
        From the client's edge to the mark's.
    colours
        The palette.
    scale
        How large the marks are drawn.
    """
    fit = unit() * scale * min(1.0, way.length / (style("head")["both_fit"] * unit() * scale))
    long = style("head")["long"] * fit
    drawn = []
    if entry.receives:
        drawn.append(arrow_head(way, at_end=False, colour=colours["ink"], fit=fit))
    if entry.gives:
        drawn.append(arrow_head(way, at_end=True, colour=colours["ink"], fit=fit))
    # the line ends inside the head, so that its tip stays sharp
    start = long * 0.7 if entry.receives else 0.0
    end = way.length - long * 0.7 if entry.gives else way.length
    tie = entry.ego_tie if entry.ego_tie in ("strong", "loose") else None
    weighs = [kind for kind, holds in (("burden", entry.burden), ("conflict", entry.conflict)) if holds]
    turn = end
    if weighs:
        turn = start + (end - start) * float(numbers()["lines"]["troubled_from"]) if tie else start
    if tie:
        drawn.append(_stroke(tie, way.part(start, turn), colours, scale, lost=entry.lost))
    share = (end - turn) / len(weighs) if weighs else 0.0
    drawn += [
        _stroke(kind, way.part(turn + share * n, turn + share * (n + 1)), colours, scale)
        for n, kind in enumerate(weighs)
    ]
    if not tie and not weighs and entry.ego_tie is None and (entry.receives or entry.gives):
        drawn.append(open_line(way.part(start, end), colours, scale=scale))
    if entry.ego_tie == "none" and not entry.deceased:
        drawn.append(_no_tie(way, colours, scale))
    return joined(*drawn)


def _stroke(kind: str, way: Span, colours: Colours, scale: float, *, lost: bool = False) -> Svg:
    look = style(kind)
    width = look["width"] * unit() * scale
    if kind == "conflict":
        return tag(
            "path",
            d=path(zigzag(way, scale=scale)),
            fill="none",
            stroke=colours["stop"],
            stroke_width=width,
            stroke_linejoin="round",
        )
    dashes = style("lost")["dash"] if lost else look.get("dash")
    dash = " ".join(number(d * unit() * scale) for d in dashes) if dashes else None
    return tag(
        "path",
        d=path([way.a, way.b]),
        fill="none",
        stroke=colours[{"burden": "warn", "open": "soft"}.get(kind, "ink")],
        stroke_width=width,
        stroke_dasharray=dash,
        stroke_linecap="round" if kind == "burden" else None,
    )


def open_line(way: Span, colours: Colours, *, scale: float = 1.0) -> Svg:
    """Draw the line to somebody whose tie to the client was not asked yet."""
    return _stroke("open", way, colours, scale)


def arrow_head(way: Span, *, at_end: bool, colour: str, fit: float) -> Svg:
    """Draw the arrow of help: it points to whom it is given."""
    long, half = style("head")["long"] * fit, style("head")["half"] * fit
    tip, base = (way.length, way.length - long) if at_end else (0.0, long)
    corners = [way.at(tip), way.at(base, half), way.at(base, -half)]
    return tag("path", d=path(corners) + "Z", fill=colour)


def _no_tie(way: Span, colours: Colours, scale: float) -> Svg:
    look = style("none")
    reach, bar = 14 * unit() * scale, 6 * unit() * scale
    start = way.length - reach
    corners = path([way.at(start), way.at(way.length)]) + path([way.at(start, -bar), way.at(start, bar)])
    return tag("path", d=corners, fill="none", stroke=colours["soft"], stroke_width=look["width"] * unit() * scale)


def bow(a: Point, b: Point, middle: Point) -> tuple[Point, Point, Point]:
    """Give start, control point and end of the thin curve of an acquaintance, led around the middle."""
    look = style("acquainted")
    way = Span(a, b)
    reach = min(60 * unit(), way.length * look["bend"]) * 2
    half = way.length / 2
    outer = max((way.at(half, reach), way.at(half, -reach)), key=lambda p: (round(p.away(middle), 3), p.x))
    return a, outer, b


def curve_points(curve: tuple[Point, Point, Point], *, parts: int = 8) -> list[Point]:
    """Give points along a quadratic curve."""
    a, c, b = curve
    found = []
    for n in range(parts + 1):
        t = n / parts
        u = 1 - t
        found.append(Point(u * u * a.x + 2 * u * t * c.x + t * t * b.x, u * u * a.y + 2 * u * t * c.y + t * t * b.y))
    return found


def thread(curve: tuple[Point, Point, Point], colours: Colours, *, conflict: bool, **names: str) -> Svg:
    """Draw two entries that know each other; conflict between them as a small zigzag."""
    if conflict:
        points = curve_points(curve, parts=max(6, round(curve[0].away(curve[2]) / (9 * unit()))))
        swing = style("conflict")["swing"] * unit() * 0.32
        corners = [points[0]]
        for n, (p, q) in enumerate(itertools.pairwise(points[1:])):
            corners.append(Span(p, q).at(0, swing if n % 2 else -swing))
        d = path([*corners, points[-1]])
    else:
        a, c, b = curve
        d = f"M{number(a.x)},{number(a.y)}Q{number(c.x)},{number(c.y)} {number(b.x)},{number(b.y)}"
    return tag(
        "path",
        d=d,
        fill="none",
        stroke=colours["stop" if conflict else "thread"],
        stroke_width=style("acquainted")["width"] * unit(),
        stroke_linejoin="round",
        **names,
    )


def barred(a: Point, b: Point, colours: Colours, **names: str) -> Svg:
    """Draw two entries that do not know each other: a broken line with a bar across."""
    way = Span(a, b)
    half, bar = way.length / 2, 6 * unit()
    d = path([a, b]) + path([way.at(half, -bar), way.at(half, bar)])
    return tag(
        "path",
        d=d,
        fill="none",
        stroke=colours["thread"],
        stroke_width=style("acquainted")["width"] * unit(),
        stroke_dasharray=f"{number(4 * unit())} {number(4 * unit())}",
        **names,
    )
