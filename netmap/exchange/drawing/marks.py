"""The marks: a circle for a person, a rounded square for an agency or place, signs inside and outlines.

Dead: dashed outline, empty, and † behind the name. Contact lost: empty with a stroke through it. Child:
smaller. Care: a heart. Far away: an arrow that leads away. What a sign means also stands as a word at
the name. The signs are those of the screen.
"""

from __future__ import annotations

from netmap.exchange.drawing.geometry import Point, numbers, unit
from netmap.exchange.drawing.lines import Colours
from netmap.exchange.drawing.svg import Svg, joined, number, tag
from netmap.exchange.drawing.view import Entry

_DIAMOND = "M0,-10L10,0L0,10L-10,0Z"


def mark(entry: Entry, at: Point, *, scale: float, colours: Colours) -> Svg:
    """Draw the mark of an entry.

    Parameters
    ----------
    entry
        What is drawn.
    at
        Its middle.
    scale
        1 = the radius of the sketch.
    colours
        The palette.
    """
    tone = colours[entry.sector] if entry.sector else colours["soft"]
    hollow = entry.deceased or entry.lost
    drawn = [_shape(entry, at, scale, fill=colours["sheet"] if hollow else tone, rim=tone if hollow else None)]
    sign = "care" if entry.care else "lost" if entry.lost else "far_away" if entry.far_away else None
    if sign:
        inside = tone if hollow else "#ffffff"
        grown = scale * shrunk(entry)
        how = {"fill": inside} if sign == "care" else {"stroke": inside}
        drawn.append(_sign(str(numbers()["signs"][sign]), at, grown, **how))
    return joined(*drawn)


def shrunk(entry: Entry) -> float:
    """Give how much smaller than others an entry's mark is drawn."""
    return float(numbers()["child_radius"]) / float(numbers()["mark_radius"]) if entry.child else 1.0


def _shape(entry: Entry, at: Point, scale: float, *, fill: str, rim: str | None) -> Svg:
    radius = mark_radius(scale) * shrunk(entry)
    line = 2 * unit() * scale
    look: dict[str, str | float | None] = {
        "fill": fill,
        "stroke": rim or "#ffffff",
        "stroke_width": line,
        "stroke_dasharray": f"{number(line * 1.5)} {number(line * 1.5)}" if entry.deceased else None,
    }
    if entry.field in ("personal", "material"):
        return _sign(_DIAMOND, at, scale, fill=fill)
    if rim:
        radius -= line / 2
    if entry.human:
        return tag("circle", cx=at.x, cy=at.y, r=radius, **look)
    half = radius * 12 / 13
    return tag(
        "rect",
        x=at.x - half,
        y=at.y - half,
        width=half * 2,
        height=half * 2,
        rx=float(numbers()["corner"]) * unit() * scale,
        **look,
    )


def _sign(d: str, at: Point, scale: float, *, fill: str = "none", stroke: str | None = None) -> Svg:
    grown = unit() * scale
    return tag(
        "path",
        d=d,
        transform=f"translate({number(at.x)} {number(at.y)}) scale({number(grown)})",
        fill=fill,
        stroke=stroke,
        stroke_width=1.8 if stroke else None,
        stroke_linecap="round" if stroke else None,
        stroke_linejoin="round" if stroke else None,
    )


def mark_radius(scale: float) -> float:
    """Give the radius of a mark in units."""
    return float(numbers()["mark_radius"]) * unit() * scale


def client(at: Point, word: str, colours: Colours, *, scale: float = 1.0) -> Svg:
    """Draw the client in the middle."""
    radius = float(numbers()["ego_radius"]) * unit() * scale
    size = float(numbers()["label_size"]) * unit() * scale
    return joined(
        tag(
            "circle",
            cx=at.x,
            cy=at.y,
            r=radius,
            fill=colours["ink"],
            stroke="#ffffff",
            stroke_width=2 * unit(),
        ),
        tag(
            "text",
            word,
            x=at.x,
            y=at.y + size * 0.35,
            text_anchor="middle",
            fill="#ffffff",
            font_size=size,
            font_weight=700,
        ),
    )
