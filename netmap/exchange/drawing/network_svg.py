"""The Netzwerkkarte: the client in the middle, rings for closeness, quarters for the parts of life."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from netmap.exchange.drawing.geometry import (
    Box,
    Point,
    centre,
    mark_scale,
    numbers,
    palette,
    printed,
    sized,
    unit,
)
from netmap.exchange.drawing.labels import EXTRA_SIZE, Label, Lettering, Surroundings, Wanted, place_labels
from netmap.exchange.drawing.layout import positions
from netmap.exchange.drawing.legend import items, legend, legend_size
from netmap.exchange.drawing.lettering import line_height, lines_within, width
from netmap.exchange.drawing.lines import (
    Colours,
    Span,
    barred,
    bow,
    curve_points,
    ego_lines,
    path,
    thread,
)
from netmap.exchange.drawing.marks import client, mark, mark_radius, shrunk
from netmap.exchange.drawing.placing import Stroke, crosses
from netmap.exchange.drawing.svg import Svg, joined, number, tag
from netmap.exchange.drawing.view import CardView, Entry
from netmap.exchange.drawing.words import RINGS, SECTORS
from netmap.messages import text

#: smaller letters than these help nobody, even where labels overlap
_SMALLEST: Final = 9.0
#: with more curves than these, labels no longer try to avoid them
_MOST_WEIGHED: Final = 250
#: with more marks, small words stand in the list only
_MOST_WITH_EXTRAS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a picture is drawn.

    Attributes
    ----------
    grey
        Without colour.
    large
        Larger letters.
    unknown_ties
        Also draw which entries are known not to know each other.
    interactive
        With names for scripts and the focus (the HTML page).
    supports
        Also write which help comes and goes under each name.
    """

    grey: bool = False
    large: bool = False
    unknown_ties: bool = False
    interactive: bool = False
    supports: bool = False

    @property
    def letters(self) -> float:
        """How much larger than usual letters are."""
        return 1.3 if self.large else 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture: its pieces, its view box, and how its labels came out."""

    content: Svg
    box: Box
    lettering: Lettering

    @property
    def shape(self) -> float:
        """Width by height."""
        return (self.box.x1 - self.box.x0) / (self.box.y1 - self.box.y0)


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands where, before any letter is placed."""

    entries: tuple[Entry, ...]
    at: tuple[Point, ...]
    scale: float
    curves: tuple[tuple[int, int, str, bool, tuple[Point, Point, Point]], ...]


def network_picture(view: CardView, style: Style | None = None) -> Picture:
    """Draw the Netzwerkkarte of a card with its legend, in the present language."""
    look = style or Style()
    colours = palette(grey=look.grey)
    scene = _scene(view, look)
    side = float(printed("margin"))
    frame = Box(-side + 4, 4, numbers()["size"] + side - 4, numbers()["size"] - 4)
    rings = _ring_words(scene, look, colours)
    sectors = _sector_words(frame, look, colours)
    lettering = _letters(scene, frame, [b for _, b in (*rings, *sectors)], look)
    legend_part, bottom = _below(view, frame, look, colours)
    content = joined(
        tag("g", _ground(colours), class_="ground", aria_hidden="true"),
        tag("g", *(s for s, _ in sectors), class_="sectors"),
        tag(
            "g",
            *_threads(scene, look, colours),
            class_="threads",
            aria_hidden="true",
            opacity=_faintness(len(scene.curves)),
        ),
        tag("g", *_ego_lines(scene, look, colours), class_="ties", aria_hidden="true"),
        tag("g", *(s for s, _ in rings), class_="rings", aria_hidden="true"),
        tag("g", client(centre(), text("Me"), colours), class_="client"),
        _marks(scene, lettering, look, colours),
        legend_part,
    )
    return Picture(content, Box(frame.x0 - 4, 0, frame.x1 + 4, bottom), lettering)


def _scene(view: CardView, look: Style) -> Scene:
    entries = tuple(e for e in view.entries if e.placed)
    scale = mark_scale(len(entries))
    at = tuple(positions(entries, radius=mark_radius(scale)))
    index = {e.number: n for n, e in enumerate(entries)}
    curves = tuple(
        (index[t.a], index[t.b], t.state, t.conflict, bow(at[index[t.a]], at[index[t.b]], centre()))
        for t in view.threads
        if t.a in index and t.b in index and (t.state == "known" or look.unknown_ties)
    )
    return Scene(entries, at, scale, curves)


def _ground(colours: Colours) -> Svg:
    """Draw the tinted quarters and the rings."""
    middle, rim = centre(), float(numbers()["rim"])
    drawn = []
    for sector in numbers()["sectors"]:
        a, b = (math.radians(sector[k]) for k in ("from", "to"))
        start = Point(middle.x + rim * math.cos(a), middle.y - rim * math.sin(a))
        end = Point(middle.x + rim * math.cos(b), middle.y - rim * math.sin(b))
        d = (
            f"M{number(middle.x)},{number(middle.y)}L{number(start.x)},{number(start.y)}"
            f"A{number(rim)},{number(rim)} 0 0 0 {number(end.x)},{number(end.y)}Z"
        )
        drawn.append(tag("path", d=d, fill=colours[f"{sector['code']}_bg"], opacity=numbers()["paper_opacity"]))
    for ring in numbers()["rings"]:
        radius = float(numbers()["radius"]) * ring["until"] / 100
        for colour, line in ((colours["sheet"], 3.6), (colours["ring"], 1.5)):
            drawn.append(
                tag(
                    "circle",
                    cx=middle.x,
                    cy=middle.y,
                    r=radius,
                    fill="none",
                    stroke=colour,
                    stroke_width=line,
                )
            )
    drawn.append(tag("circle", cx=middle.x, cy=middle.y, r=rim, fill="none", stroke=colours["ring"], stroke_width=0.8))
    return joined(*drawn)


def _ring_words(scene: Scene, look: Style, colours: Colours) -> list[tuple[Svg, Box]]:
    """Write each ring's word just inside of it, beside the axis where the fewest marks and lines are in the way."""
    size, middle = float(printed("ring_size")) * look.letters, centre()
    strokes = _strokes(scene)
    ends = np.array([(s.a.x, s.a.y, s.b.x, s.b.y) for s in strokes]).reshape(-1, 4)
    prices = np.array([s.price for s in strokes])
    marks = [Box.around(p, mark_radius(scene.scale) + 3 * unit()) for p in scene.at]
    found = []
    for n, ring in enumerate(numbers()["rings"]):
        word = text(RINGS[n])
        wide, high = width(word) * size, size * 1.1
        reach = float(numbers()["radius"]) * ring["until"] / 100
        corners = [
            (middle.x + (7 if right else -7 - wide), middle.y + (5 - reach if upper else reach - 5 - high))
            for upper in (True, False)
            for right in (True, False)
        ]
        met = crosses(ends, np.array([(x, y, wide, high) for x, y in corners])) @ prices
        boxes = [Box(x, y, x + wide, y + high) for x, y in corners]
        costs = [4 * sum(b.meets(m) for m in marks) + met[k] / 4 for k, b in enumerate(boxes)]
        box = boxes[costs.index(min(costs))]
        written = tag(
            "text",
            word,
            x=box.x0,
            y=box.y0 + size * 0.85,
            font_size=size,
            fill=colours["soft"],
            stroke=colours["sheet"],
            stroke_width=4.5,
            stroke_linejoin="round",
            paint_order="stroke",
        )
        found.append((written, box))
    return found


def _sector_words(frame: Box, look: Style, colours: Colours) -> list[tuple[Svg, Box]]:
    size = float(printed("sector_size")) * min(look.letters, 1.15)
    found = []
    for code, word in SECTORS.items():
        left = code in ("friends", "colleagues")
        top = code in ("family", "friends")
        lines = lines_within(text(word), 13, weight=700)
        wide = max(width(line, weight=700) for line in lines) * size
        high = size * line_height() * len(lines)
        x = frame.x0 + 6 if left else frame.x1 - 6
        y0 = frame.y0 + 4 if top else frame.y1 - 4 - high
        spans = [tag("tspan", line, x=x, y=y0 + size * (0.95 + n * line_height())) for n, line in enumerate(lines)]
        written = tag(
            "text",
            *spans,
            text_anchor="start" if left else "end",
            font_size=size,
            font_weight=700,
            fill=colours[code],
        )
        found.append((written, Box(x if left else x - wide, y0, x + wide if left else x, y0 + high)))
    return found


def _letters(scene: Scene, frame: Box, words: Sequence[Box], look: Style) -> Lettering:
    middle = centre()
    extras = len(scene.entries) <= _MOST_WITH_EXTRAS
    wanted = [
        Wanted(
            id=str(n),
            text=e.title,
            mark=p,
            radius=mark_radius(scene.scale),
            extra=extra_words(e, supports=look.supports) if extras or look.supports else "",
            to_the_left=p.x < middle.x,
        )
        for n, (e, p) in enumerate(zip(scene.entries, scene.at, strict=True))
    ]
    blocked = [*words, Box.around(middle, sized("ego_radius") + 2)]
    return place_labels(
        wanted,
        Surroundings(frame, blocked, _strokes(scene)),
        size=sized("label_size") * look.letters,
        smallest=_SMALLEST,
    )


def _strokes(scene: Scene) -> list[Stroke]:
    """Give the lines that names and words should not lie on."""
    thread_price = float(numbers()["line_prices"]["thread"])
    found = [
        Stroke(centre(), p, stroke_price(e), n)
        for n, (e, p) in enumerate(zip(scene.entries, scene.at, strict=True))
        if stroke_price(e)
    ]
    for *_, curve in scene.curves[:_MOST_WEIGHED]:
        found.extend(Stroke(a, b, thread_price) for a, b in itertools.pairwise(curve_points(curve, parts=4)))
    return found


def stroke_price(entry: Entry) -> float:
    """Give what it costs a name to lie on the line of an entry."""
    found: Mapping[str, float] = numbers()["line_prices"]
    kinds = [entry.ego_tie or "", "burden" if entry.burden else "", "conflict" if entry.conflict else ""]
    return max((found[kind] for kind in kinds if kind in found), default=0.0)


def extra_words(entry: Entry, *, supports: bool) -> str:
    """Give the small words under a name: what the signs mean, and if asked which help comes from there and goes."""
    told = [", ".join(entry.remarks())]
    if supports:
        told += [
            f"→ {entry.receives_words()}" if entry.receives else "",
            f"← {entry.gives_words()}" if entry.gives else "",
        ]
    return "\n".join(part for part in told if part)


def _threads(scene: Scene, look: Style, colours: Colours) -> list[Svg]:
    drawn = []
    for a, b, state, conflict, curve in scene.curves:
        ends = (scene.entries[a].number, scene.entries[b].number)
        names = {"data_ends": f"{ends[0]} {ends[1]}", "class_": "thread"} if look.interactive else {}
        if state == "known":
            drawn.append(thread(curve, colours, conflict=conflict, **names))
        else:
            drawn.append(barred(scene.at[a], scene.at[b], colours, **names))
    return drawn


def _faintness(count: int) -> float | None:
    """Give how strongly curves are drawn: the more there are, the less each one counts."""
    return None if count <= 20 else max(0.45, 1 - (count - 20) / 100)


def _ego_lines(scene: Scene, look: Style, colours: Colours) -> list[Svg]:
    middle = centre()
    radius = mark_radius(scene.scale)
    drawn = []
    for entry, at in zip(scene.entries, scene.at, strict=True):
        way = Span(middle, at).shortened(sized("ego_radius") + 2 * unit(), radius * shrunk(entry) + unit())
        if way.length < 3:
            continue
        lines = ego_lines(entry, way, colours, scale=max(0.68, scene.scale))
        if lines:
            names = {"class_": "tie", "data_entry": str(entry.number)} if look.interactive else {}
            drawn.append(tag("g", lines, **names) if names else lines)
    return drawn


def _marks(scene: Scene, lettering: Lettering, look: Style, colours: Colours) -> Svg:
    drawn = []
    radius = mark_radius(scene.scale)
    for entry, at, label in zip(scene.entries, scene.at, lettering.labels, strict=True):
        pieces = [
            *([_leader(label, colours)] if label.leader else []),
            mark(entry, at, scale=scene.scale, colours=colours),
            lettered(label, colours),
        ]
        drawn.append(touchable(entry, at, radius, pieces) if look.interactive else tag("g", *pieces))
    return tag("g", *drawn, class_="marks")


def touchable(entry: Entry, at: Point, radius: float, pieces: Sequence[Svg]) -> Svg:
    """Wrap an entry's pieces so that a page's script finds it; the page adds its role and words."""
    halo = tag("circle", cx=at.x, cy=at.y, r=radius + 7, fill="none", class_="halo")
    return tag("g", halo, *pieces, class_="mark", data_entry=str(entry.number))


def _leader(label: Label, colours: Colours) -> Svg:
    assert label.leader is not None
    return tag("path", d=path(label.leader), fill="none", stroke=colours["soft"], stroke_width=0.7 * unit())


def lettered(label: Label, colours: Colours) -> Svg:
    """Write a placed label with a white edge, so that it stays readable on lines."""
    small = label.size * EXTRA_SIZE
    spans = []
    y = label.y
    for line in label.lines:
        spans.append(tag("tspan", line, x=label.x, y=y))
        y += label.size * line_height()
    y -= label.size * line_height() - small * line_height() - (label.size - small) * 0.2
    for line in label.extra:
        spans.append(tag("tspan", line, x=label.x, y=y, font_size=small, fill=colours["soft"]))
        y += small * line_height()
    return tag(
        "text",
        *spans,
        text_anchor=None if label.anchor == "start" else label.anchor,
        font_size=label.size,
        fill=colours["ink"],
        stroke=colours["sheet"],
        stroke_width=max(2.5, printed("halo") * label.size / sized("label_size")),
        stroke_linejoin="round",
        paint_order="stroke",
    )


def _below(view: CardView, frame: Box, look: Style, colours: Colours) -> tuple[Svg, float]:
    """Write what has no place yet, and the legend."""
    size = legend_size(look.letters)
    y = float(numbers()["size"]) + 6
    drawn = []
    waiting = [e.title for e in view.entries if e.on_network and not e.placed]
    if waiting:
        sentence = text("Without a place yet: {names}", names=", ".join(waiting))
        for line in lines_within(sentence, (frame.x1 - frame.x0) / size):
            y += size * line_height()
            drawn.append(tag("text", line, x=frame.x0 + 6, y=y, font_size=size, fill=colours["ink"]))
        y += size * 0.6
    drawn.append(
        tag("path", d=path([Point(frame.x0, y), Point(frame.x1, y)]), stroke=colours["line"], stroke_width=1.4)
    )
    parts = items(view, network=True, unknown_ties=look.unknown_ties)
    block, high = legend(parts, left=frame.x0, top=y + 8, room=frame.x1 - frame.x0, size=size, colours=colours)
    return joined(*drawn, block), y + high + 12
