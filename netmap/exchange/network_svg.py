"""The partner network on paper: the picture of the screen as one SVG, with its legend, no name on another.

Each half of a line shows what that side says: tone, width and numeral of the level; ≠ where the two differ; thin
and grey where a side has not answered; dots and a question mark where nobody was asked. Other relations run beside
these lines with dashes and a word of their own; frames hold who belongs together. Everything survives being
printed in grey.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from netmap.exchange.drawing.lettering import width
from netmap.exchange.drawing.svg import Svg, joined, number, sheet, tag
from netmap.exchange.network_names import (
    DIFFERS,
    LEADING,
    RADII,
    TYPE,
    UNASKED,
    Box,
    Label,
    Sign,
    around,
    arrange,
    place_signs,
)
from netmap.exchange.network_values import Actor, Frame, Layer, Line, NetworkPicture, Relation
from netmap.messages import text


class _Style(NamedTuple):
    ink: str
    width: float
    dash: str | None = None


class _Shape(NamedTuple):
    shape: str


class _Badge(NamedTuple):
    sign: str


#: corners of a mark of radius 1; a little larger than the circle, so that its area is about the same
_CORNERS: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0)),
    "hexagon": ((1.08, 0), (0.54, 0.94), (-0.54, 0.94), (-1.08, 0), (-0.54, -0.94), (0.54, -0.94)),
}
#: by what a side says: the same signs as on the screen
_LEVELS: Final = (
    _Style("#55606e", 1.6, "7 5"),
    _Style("#8fbfbd", 2.5),
    _Style("#4f9999", 4.0),
    _Style("#1d7374", 6.0),
    _Style("#07484b", 8.0),
    _Style("#052f31", 10.0),
)
_SILENT: Final = _Style("#c9c3b8", 1.5)
_UNASKED: Final = _Style("#9a948a", 2.0, "0.1 8")
_INK, _SOFT, _PAPER, _FOCUS, _WARN, _WARN_BG = "#1c2530", "#55606e", "#faf8f4", "#e08a00", "#9a4a00", "#fdf0dd"
_FRAME: Final = "#8b8577"
_MARGIN: Final = 24.0
#: other relations run so far beside the middle line, and beside each other
_APART: Final = 9.0
#: with more lines their words would cover the picture: then the legend says them
_MOST_WORDS: Final = 40
_FRAME_ROOM: Final = 14.0


def network_svg(picture: NetworkPicture, *, fonts: bool = True) -> str:
    """Draw the network as an SVG document without any reference to the outside.

    Parameters
    ----------
    picture
        What stands in it.
    fonts
        Carry the fonts inside (not needed where typst sets it).

    Examples
    --------
    >>> two = [Actor("a", "Amt", "#2f629c", 0, 0), Actor("b", "Beratung", "#744a91", 300, 0)]
    >>> drawn = network_svg(NetworkPicture(two, [Line("a", "b", 2, 2)], [(2, "Koordination")]), fonts=False)
    >>> drawn.count("<circle"), "Beratung" in drawn
    (3, True)
    """
    placed, labels = arrange(picture)
    signs, wanted = place_signs(placed, labels)
    by_id = {a.id: a for a in placed.actors}
    frames = [(frame, _frame_box(frame, by_id, labels)) for frame in placed.frames if set(frame.members) & set(by_id)]
    box = _bounds(placed, labels, [b for _, b in frames])
    legend, height = _legend(picture, box, without=wanted - len(signs))
    box = Box(box.x0, box.y0, box.x1, box.y1 + height)
    content = joined(
        *(_frame(frame, around_it) for frame, around_it in frames),
        *(_line(by_id, line) for line in placed.lines if line.a in by_id and line.b in by_id),
        *_relations(by_id, placed),
        *(_sign(sign) for sign in signs),
        *(_frame_name(frame, around_it) for frame, around_it in frames),
        *(_mark(a, chosen=a.id in picture.highlight) for a in placed.actors),
        *(_name(label, label.id in picture.highlight) for label in labels),
        legend,
    )
    w, h = box.x1 - box.x0, box.y1 - box.y0
    return sheet(
        content,
        x=box.x0,
        y=box.y0,
        w=w,
        h=h,
        paper=_PAPER,
        title=picture.title or text("Partner network"),
        says=picture.description or description(picture),
        fonts=fonts,
    )


def description(picture: NetworkPicture) -> str:
    """Say in words how much is drawn."""
    known = [p for p in picture.lines if p.says_a is not None or p.says_b is not None]
    differ = [p for p in known if None not in (p.says_a, p.says_b) and p.says_a != p.says_b]
    said = text(
        "{actors} organisations; {pairs} pairs are known, {differ} of them see it differently.",
        actors=len(picture.actors),
        pairs=len(known),
        differ=len(differ),
    )
    return " ".join([said, *signs_named(picture)])


def signs_named(picture: NetworkPicture) -> list[str]:
    """Say what the signs on marks were found in, and of each who bears it."""
    if not picture.signs:
        return []
    found = []
    for sign, meaning in picture.signs:
        bearers = [a.name for a in picture.actors if a.sign == sign and not a.holds]
        bearers += [f"{name} ({a.name})" for a in picture.actors for one, name in a.inside if one == sign]
        names = sorted(bearers, key=str.casefold)
        found.append(f"{sign} {meaning}: {', '.join(names) or '–'}.")
    return [picture.signs_said, *found]


def _bounds(picture: NetworkPicture, labels: Sequence[Label], frames: Sequence[Box]) -> Box:
    boxes = [label.box for label in labels] + [around(a.x, a.y, RADII[a.size]) for a in picture.actors]
    boxes = [*boxes, *frames] or [Box(0, 0, 600, 100)]
    return Box(
        min(b.x0 for b in boxes) - _MARGIN,
        min(b.y0 for b in boxes) - _MARGIN,
        max(b.x1 for b in boxes) + _MARGIN,
        max(b.y1 for b in boxes) + _MARGIN,
    )


# frames


def _frame_box(frame: Frame, by_id: dict[str, Actor], labels: Sequence[Label]) -> Box:
    """Give the rectangle around the members with their names, with room for the name of the frame."""
    inside = set(frame.members)
    boxes = [label.box for label in labels if label.id in inside]
    boxes += [around(a.x, a.y, RADII[a.size]) for a in by_id.values() if a.id in inside]
    return Box(
        min(b.x0 for b in boxes) - _FRAME_ROOM,
        min(b.y0 for b in boxes) - _FRAME_ROOM - LEADING,
        max(b.x1 for b in boxes) + _FRAME_ROOM,
        max(b.y1 for b in boxes) + _FRAME_ROOM,
    )


def _frame(frame: Frame, box: Box) -> Svg:
    """Draw the rectangle of a frame, below everything."""
    return tag(
        "rect",
        x=box.x0,
        y=box.y0,
        width=box.x1 - box.x0,
        height=box.y1 - box.y0,
        rx=10,
        class_="frame",
        fill=_FRAME,
        fill_opacity=0.08,
        stroke=_FRAME,
        stroke_width=1.5,
    )


def _frame_name(frame: Frame, box: Box) -> Svg:
    """Draw the name of a frame, above the lines that run through it."""
    x, y = (box.x0 + box.x1) / 2, box.y0 + LEADING
    return _words(x, y, frame.name, size=TYPE, ink=_INK, weight=700, anchor="middle", halo=True, class_="frame-name")


# other relations


def _relations(by_id: dict[str, Actor], picture: NetworkPicture) -> Iterator[Svg]:
    layers = {layer.kind: layer for layer in picture.layers}
    drawn = [r for r in picture.relations if r.kind in layers and r.a in by_id and r.b in by_id]
    lanes: dict[tuple[str, str], int] = {}
    for relation in drawn:
        ends = (relation.a, relation.b)
        lanes[ends] = lanes.get(ends, 0) + 1
        yield _relation(by_id, relation, layers[relation.kind], lanes[ends], worded=len(drawn) <= _MOST_WORDS)


def _relation(by_id: dict[str, Actor], relation: Relation, layer: Layer, lane: int, *, worded: bool) -> Svg:
    """Draw a relation beside the line of the level, with its arrow and its word."""
    a, b = by_id[relation.a], by_id[relation.b]
    length = math.hypot(b.x - a.x, b.y - a.y) or 1.0
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    px, py = -uy * _APART * lane, ux * _APART * lane
    ax, ay = a.x + ux * RADII[a.size] + px, a.y + uy * RADII[a.size] + py
    bx, by = b.x - ux * (RADII[b.size] + 4) + px, b.y - uy * (RADII[b.size] + 4) + py
    stroke = _stroke(layer, f"M{number(ax)},{number(ay)}L{number(bx)},{number(by)}")
    parts = [stroke, *([_arrow(bx, by, ux, uy, layer.ink)] if layer.arrow else [])]
    if worded and length - RADII[a.size] - RADII[b.size] > width(layer.name) * 13 + 24:
        turn = math.degrees(math.atan2(uy, ux))
        turn = turn - 180 if turn > 90 else turn + 180 if turn < -90 else turn
        at = f"rotate({number(turn)} {number((ax + bx) / 2)} {number((ay + by) / 2)})"
        word = _words(
            (ax + bx) / 2, (ay + by) / 2 + 4.5, layer.name, size=13, ink=layer.ink, weight=700, anchor="middle",
            halo=True,
        )  # fmt: skip
        parts.append(tag("g", word, transform=at))
    return tag("g", *parts, class_="relation", data_a=relation.a, data_b=relation.b)


def _stroke(layer: Layer, d: str) -> Svg:
    dash = " ".join(number(n) for n in layer.dash) or None
    return tag("path", d=d, stroke=layer.ink, stroke_width=2, stroke_dasharray=dash, fill="none")


def _arrow(x: float, y: float, ux: float, uy: float, ink: str) -> Svg:
    corners = [(x, y), *((x - ux * 10 - uy * side, y - uy * 10 + ux * side) for side in (4.5, -4.5))]
    return tag("path", d="M" + "L".join(f"{number(i)},{number(j)}" for i, j in corners) + "Z", fill=ink)


# signs


def _style(line: Line, says: int | None) -> _Style:
    if line.says_a is None and line.says_b is None:
        return _UNASKED
    return _SILENT if says is None else _LEVELS[min(says, len(_LEVELS) - 1)]


def _line(by_id: dict[str, Actor], line: Line) -> Svg:
    a, b = by_id[line.a], by_id[line.b]
    mx, my = (a.x + b.x) / 2, (a.y + b.y) / 2
    halves = [_half(_style(line, says), end, mx, my) for end, says in ((a, line.says_a), (b, line.says_b))]
    return tag("g", *halves, class_="pair", data_a=line.a, data_b=line.b)


def _half(style: _Style, end: Actor, mx: float, my: float) -> Svg:
    return tag(
        "path",
        d=f"M{number(end.x)},{number(end.y)}L{number(mx)},{number(my)}",
        stroke=style.ink,
        stroke_width=style.width,
        stroke_dasharray=style.dash,
        stroke_linecap="round" if style is _UNASKED else None,
        fill="none",
    )


def _sign(sign: Sign) -> Svg:
    x, y = sign.x, sign.y
    if sign.text == UNASKED:
        return _words(x, y + 5, UNASKED, size=15, ink=_SOFT, weight=700, anchor="middle", halo=True)
    if sign.text == DIFFERS:
        disc = tag("circle", cx=x, cy=y, r=sign.reach, fill=_WARN_BG, stroke=_WARN, stroke_width=2)
        return joined(disc, _words(x, y + 5.5, DIFFERS, size=17, ink=_WARN, weight=700, anchor="middle"))
    ink = _LEVELS[min(int(sign.text), len(_LEVELS) - 1)].ink
    disc = tag("circle", cx=x, cy=y, r=sign.reach, fill="#ffffff", stroke=ink, stroke_width=1.5)
    return joined(disc, _words(x, y + 4.7, sign.text, size=13.5, ink="#07484b", weight=700, anchor="middle"))


def _mark(actor: Actor, *, chosen: bool) -> Svg:
    edge, thick = (_FOCUS, 5) if chosen else ("#ffffff", 3)
    r = RADII[actor.size]
    if not actor.holds:
        drawn = _outline(
            actor.shape, actor.x, actor.y, r, class_="actor", data_id=actor.id, fill=actor.tone, stroke=edge,
            stroke_width=thick,
        )  # fmt: skip
        return joined(drawn, _sign_on(actor, r)) if actor.sign else drawn
    # a folded frame: a square with the number of those inside
    square = tag(
        "rect", x=actor.x - r, y=actor.y - r, width=2 * r, height=2 * r, rx=7, class_="actor", data_id=actor.id,
        fill=actor.tone, stroke=edge, stroke_width=thick,
    )  # fmt: skip
    down = -2 if actor.sign else 7
    number_inside = _words(
        actor.x, actor.y + down, str(actor.holds), size=20, ink="#ffffff", weight=700, anchor="middle"
    )
    if not actor.sign:
        return joined(square, number_inside)
    below = _words(
        actor.x, actor.y + 18, actor.sign, size=17, ink="#ffffff", weight=700, anchor="middle", class_="sign",
        data_of=actor.id,
    )  # fmt: skip
    return joined(square, number_inside, below)


def _outline(shape: str, x: float, y: float, r: float, **look: str | float) -> Svg:
    if shape == "square":
        side = 0.9 * r  # as large to the eye as the circle
        return tag("rect", x=x - side, y=y - side, width=2 * side, height=2 * side, rx=r / 4, **look)
    if shape in _CORNERS:
        points = " ".join(f"{number(x + r * dx)},{number(y + r * dy)}" for dx, dy in _CORNERS[shape])
        return tag("polygon", points=points, stroke_linejoin="round", **look)
    return tag("circle", cx=x, cy=y, r=r, **look)


def _sign_on(actor: Actor, r: float) -> Svg:
    size = r * (1.2, 1.0, 0.8)[min(len(actor.sign), 3) - 1]
    return _words(
        actor.x, actor.y + size * 0.35, actor.sign, size=size, ink="#ffffff", weight=700, anchor="middle",
        class_="sign", data_of=actor.id,
    )  # fmt: skip


def _name(label: Label, bold: bool) -> Svg:
    return joined(
        *(
            _words(
                label.x,
                label.y + LEADING * (n + 0.78),
                line,
                size=TYPE,
                ink=_INK,
                weight=700 if bold else 400,
                anchor=label.anchor,
                halo=True,
            )
            for n, line in enumerate(label.lines)
        )
    )


def _words(
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    ink: str,
    weight: int = 400,
    anchor: str = "start",
    halo: bool = False,
    **more: str,
) -> Svg:
    # a halo is a text of its own below: not every program knows the order of painting
    common: dict[str, str | float] = {"x": x, "y": y, "font_size": size, "font_weight": weight, "text_anchor": anchor}
    below = (
        [tag("text", words, **common, fill="none", stroke=_PAPER, stroke_width=4, aria_hidden="true")] if halo else []
    )
    return joined(*below, tag("text", words, **common, fill=ink, **more))


# the legend


def _legend(picture: NetworkPicture, box: Box, *, without: int = 0) -> tuple[Svg, float]:
    """Draw what the signs mean, in rows as wide as the picture; give it and its height."""
    entries: list[tuple[object, str]] = [
        *((_LEVELS[min(n, len(_LEVELS) - 1)], f"{n} {name}") for n, name in picture.levels),
        (_LEVELS[0], text("0 no contact")),
        (DIFFERS, text("see it differently")),
        (_SILENT, text("no answer")),
        (_UNASKED, text("nobody asked yet")),
        *((layer, layer.name) for layer in picture.layers),
        *((_Badge(sign), meaning) for sign, meaning in picture.signs),
        *((_Shape(shape), word) for shape, word in picture.shapes),
        *picture.tones,
    ]
    if without:
        entries.append((None, text("where a numeral has no room, tone and width say the level")))
    parts: list[Svg] = []
    x, y = box.x0 + _MARGIN, box.y1 + 8.0
    for sign, words in entries:
        needed = 44 + width(words) * 15 + 22
        if x + needed > box.x1 and x > box.x0 + _MARGIN:
            x, y = box.x0 + _MARGIN, y + 26
        if sign is not None:
            parts.append(_legend_sign(sign, x, y))
        parts.append(_words(x + (42 if sign is not None else 0), y + 5, words, size=15, ink=_INK))
        x += needed
    return joined(*parts), y + 26 - box.y1


def _legend_sign(sign: object, x: float, y: float) -> Svg:
    if isinstance(sign, _Style):
        return tag(
            "path",
            d=f"M{number(x)},{number(y)}h34",
            stroke=sign.ink,
            stroke_width=sign.width,
            stroke_dasharray=sign.dash,
            stroke_linecap="round" if sign is _UNASKED else None,
            fill="none",
        )
    if isinstance(sign, Layer):
        end = [_arrow(x + 36, y, 1, 0, sign.ink)] if sign.arrow else []
        return joined(_stroke(sign, f"M{number(x)},{number(y)}h34"), *end)
    if isinstance(sign, _Badge):
        disc = tag("circle", cx=x + 22, cy=y, r=12, fill=_SOFT)
        return joined(disc, _words(x + 22, y + 5, sign.sign, size=14, ink="#ffffff", weight=700, anchor="middle"))
    if isinstance(sign, _Shape):
        return _outline(sign.shape, x + 26, y, 8, fill="#ffffff", stroke=_SOFT, stroke_width=2)
    if sign == DIFFERS:
        return _words(x + 17, y + 6, DIFFERS, size=18, ink=_WARN, weight=700, anchor="middle")
    return tag("circle", cx=x + 26, cy=y, r=8, fill=str(sign))
