"""The partner network on paper: the picture of the screen as one SVG, with its legend, no name on another.

Each half of a line shows what that side says: tone, width and numeral of the level; ≠ where the two differ; thin
and grey where a side has not answered; dots and a question mark where nobody was asked. Everything survives
being printed in grey.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from netmap.exchange.drawing.lettering import lines_within, settings_of, width
from netmap.exchange.drawing.svg import Svg, joined, number, sheet, tag
from netmap.messages import text


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation: its place in the picture, its colour, and how large it is drawn (1 to 3)."""

    id: str
    name: str
    tone: str
    x: float
    y: float
    size: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """What each side of a pair says; ``None`` = has not answered, both ``None`` = nobody was asked."""

    a: str
    b: str
    says_a: int | None
    says_b: int | None


@dataclass(frozen=True, slots=True)
class NetworkPicture:
    """All that stands in the picture.

    Attributes
    ----------
    levels
        Number and name of each level above 0.
    tones
        Colour and word of each pillar.
    title, description
        For those who do not see it.
    """

    actors: Sequence[Actor]
    lines: Sequence[Line]
    levels: Sequence[tuple[int, str]]
    tones: Sequence[tuple[str, str]] = ()
    title: str = ""
    description: str = ""
    highlight: frozenset[str] = field(default_factory=frozenset)


class _Style(NamedTuple):
    ink: str
    width: float
    dash: str | None = None


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
_RADII: Final = (14.0, 17.0, 23.0, 29.0)
_TYPE: Final = 16.0
_LEADING: Final = 19.0
_ROOM: Final = 9.5
_MARGIN: Final = 24.0
#: the picture grows by these steps until no name lies on another
_GROWTH: Final = (1.0, 1.2, 1.45, 1.75, 2.1, 2.6, 3.2)
#: numerals may lie under this share of the names; beyond this growth they may, rather than letters get small
_SIGNS_UNDER_NAMES: Final = 0.04
_WIDE_ENOUGH: Final = 1.45


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
    by_id = {a.id: a for a in placed.actors}
    lines = [_line(by_id, line) for line in placed.lines if line.a in by_id and line.b in by_id]
    badges = [_badges(by_id, line) for line in placed.lines if line.a in by_id and line.b in by_id]
    marks = [_mark(a, chosen=a.id in picture.highlight) for a in placed.actors]
    box = _bounds(placed, labels)
    legend, height = _legend(picture, box)
    box = Box(box.x0, box.y0, box.x1, box.y1 + height)
    content = joined(
        *lines, *badges, *marks, *(_name(label, label.id in picture.highlight) for label in labels), legend
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
    return text(
        "{actors} organisations; {pairs} pairs are known, {differ} of them see it differently.",
        actors=len(picture.actors),
        pairs=len(known),
        differ=len(differ),
    )


# where names stand


def arrange(picture: NetworkPicture) -> tuple[NetworkPicture, list[Label]]:
    """Spread the picture as far as its names need it; give it and its names in their places."""
    best: tuple[tuple[float, float], NetworkPicture, list[Label]] | None = None
    for growth in _GROWTH:
        tried = replace(picture, actors=[replace(a, x=a.x * growth, y=a.y * growth) for a in picture.actors])
        labels, names, signs = _place_labels(tried)
        if best is None or (names, signs) < best[0]:
            best = ((names, signs), tried, labels)
        taken = sum((b.x1 - b.x0) * (b.y1 - b.y0) for b in (label.box for label in labels))
        if names == 0 and (signs <= _SIGNS_UNDER_NAMES * taken or growth >= _WIDE_ENOUGH):
            break
    assert best is not None
    return best[1], best[2]


def _place_labels(picture: NetworkPicture) -> tuple[list[Label], float, float]:
    """Set each name beside its organisation; give how much lies on names or marks, and how much on numerals."""
    marks = [_around(a.x, a.y, _RADII[a.size] + 2) for a in picture.actors]
    by_id = {a.id: a for a in picture.actors}
    badges = [
        _around(x, y, 11)
        for line in picture.lines
        if line.a in by_id and line.b in by_id
        for x, y, _ in _badge_places(by_id[line.a], by_id[line.b], line)
    ]
    labels: list[Label] = []
    total = signs = 0.0
    # the crowded ones choose first
    order = sorted(picture.actors, key=lambda a: (-_crowd(a, picture.actors), a.id))
    for actor in order:
        hard = [m for m, other in zip(marks, picture.actors, strict=True) if other.id != actor.id]
        hard += [label.box for label in labels]
        best: tuple[float, float, Label] | None = None
        for n, candidate in enumerate(_candidates(actor)):
            cost = sum(candidate.box.overlap(o) for o in hard)
            soft = sum(candidate.box.overlap(o) for o in badges) + n * 4
            if best is None or (cost, soft) < best[:2]:
                best = (cost, soft, candidate)
            if cost == 0 and soft == 0:
                break
        assert best is not None
        total += best[0]
        signs += sum(best[2].box.overlap(o) for o in badges)
        labels.append(best[2])
    return labels, total, signs


def _crowd(actor: Actor, actors: Iterable[Actor]) -> int:
    return sum(abs(a.x - actor.x) < 160 and abs(a.y - actor.y) < 70 for a in actors)


def _candidates(actor: Actor) -> Iterator[Label]:
    """Give the ways to set a name: below, above, right, left, and aslant; in two lines, one, or three."""
    ways = settings_of(actor.name)
    preferred = lines_within(actor.name, _ROOM)
    settings = [tuple(preferred), *(tuple(w) for w in ways if list(w) != preferred)]
    gap = _RADII[actor.size] + 6
    for lines in settings:
        w = max(width(line) for line in lines) * _TYPE
        h = len(lines) * _LEADING
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
            x, y = actor.x + dx, actor.y + dy
            left = x - (w / 2 if anchor == "middle" else w if anchor == "end" else 0)
            yield Label(actor.id, lines, x, y, anchor, Box(left - 2, y, left + w + 2, y + h))


def _around(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, x + reach, y + reach)


def _bounds(picture: NetworkPicture, labels: Sequence[Label]) -> Box:
    boxes = [label.box for label in labels] + [_around(a.x, a.y, _RADII[a.size]) for a in picture.actors]
    boxes = boxes or [Box(0, 0, 600, 100)]
    return Box(
        min(b.x0 for b in boxes) - _MARGIN,
        min(b.y0 for b in boxes) - _MARGIN,
        max(b.x1 for b in boxes) + _MARGIN,
        max(b.y1 for b in boxes) + _MARGIN,
    )


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


def _badge_places(a: Actor, b: Actor, line: Line) -> list[tuple[float, float, str]]:
    """Give where numerals and signs stand on a line; none where it is too short."""
    length = math.hypot(b.x - a.x, b.y - a.y)
    free = length - _RADII[a.size] - _RADII[b.size]
    if free < 34:
        return []

    def at(share: float) -> tuple[float, float]:
        return a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share

    if line.says_a is None and line.says_b is None:
        return [(*at(0.5), "?")]
    if line.says_a == line.says_b:
        return [(*at(0.5), str(line.says_a))]
    found: list[tuple[float, float, str]] = []
    if None not in (line.says_a, line.says_b):
        found.append((*at(0.5), "≠"))
    if free > 96 or None in (line.says_a, line.says_b):
        if line.says_a is not None:
            found.append((*at(_quarter(_RADII[a.size], length)), str(line.says_a)))
        if line.says_b is not None:
            found.append((*at(1 - _quarter(_RADII[b.size], length)), str(line.says_b)))
    return found


def _quarter(radius: float, length: float) -> float:
    return (radius + (length / 2 - radius) * 0.5) / length


def _badges(by_id: dict[str, Actor], line: Line) -> Svg:
    return joined(*(_badge(x, y, sign) for x, y, sign in _badge_places(by_id[line.a], by_id[line.b], line)))


def _badge(x: float, y: float, sign: str) -> Svg:
    if sign == "?":
        return _words(x, y + 5, "?", size=15, ink=_SOFT, weight=700, anchor="middle", halo=True)
    if sign == "≠":
        disc = tag("circle", cx=x, cy=y, r=12, fill=_WARN_BG, stroke=_WARN, stroke_width=2)
        return joined(disc, _words(x, y + 5.5, sign, size=17, ink=_WARN, weight=700, anchor="middle"))
    ink = _LEVELS[min(int(sign), len(_LEVELS) - 1)].ink
    disc = tag("circle", cx=x, cy=y, r=9.5, fill="#ffffff", stroke=ink, stroke_width=1.5)
    return joined(disc, _words(x, y + 4.7, sign, size=13.5, ink="#07484b", weight=700, anchor="middle"))


def _mark(actor: Actor, *, chosen: bool) -> Svg:
    return tag(
        "circle",
        cx=actor.x,
        cy=actor.y,
        r=_RADII[actor.size],
        class_="actor",
        data_id=actor.id,
        fill=actor.tone,
        stroke=_FOCUS if chosen else "#ffffff",
        stroke_width=5 if chosen else 3,
    )


def _name(label: Label, bold: bool) -> Svg:
    return joined(
        *(
            _words(
                label.x,
                label.y + _LEADING * (n + 0.78),
                line,
                size=_TYPE,
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
) -> Svg:
    # a halo is a text of its own below: not every program knows the order of painting
    common: dict[str, str | float] = {"x": x, "y": y, "font_size": size, "font_weight": weight, "text_anchor": anchor}
    below = (
        [tag("text", words, **common, fill="none", stroke=_PAPER, stroke_width=4, aria_hidden="true")] if halo else []
    )
    return joined(*below, tag("text", words, **common, fill=ink))


# the legend


def _legend(picture: NetworkPicture, box: Box) -> tuple[Svg, float]:
    """Draw what the signs mean, in rows as wide as the picture; give it and its height."""
    entries: list[tuple[str, object, str]] = [
        *(("line", _LEVELS[min(n, len(_LEVELS) - 1)], f"{n} {name}") for n, name in picture.levels),
        ("line", _LEVELS[0], text("0 no contact")),
        ("sign", "≠", text("see it differently")),
        ("line", _SILENT, text("no answer")),
        ("line", _UNASKED, text("nobody asked yet")),
        *(("disc", tone, word) for tone, word in picture.tones),
    ]
    parts: list[Svg] = []
    x, y = box.x0 + _MARGIN, box.y1 + 8.0
    for kind, sign, words in entries:
        needed = 44 + width(words) * 15 + 22
        if x + needed > box.x1 and x > box.x0 + _MARGIN:
            x, y = box.x0 + _MARGIN, y + 26
        parts.append(_sign(kind, sign, x, y))
        parts.append(_words(x + 42, y + 5, words, size=15, ink=_INK))
        x += needed
    return joined(*parts), y + 26 - box.y1


def _sign(kind: str, sign: object, x: float, y: float) -> Svg:
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
    if kind == "sign":
        return _words(x + 17, y + 6, str(sign), size=18, ink=_WARN, weight=700, anchor="middle")
    return tag("circle", cx=x + 26, cy=y, r=8, fill=str(sign))
