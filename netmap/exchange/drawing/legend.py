"""The legend: always there, on the screen and on paper, in the marks and lines of the picture itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Final

from netmap.exchange.drawing.geometry import Point, numbers, unit
from netmap.exchange.drawing.lettering import width
from netmap.exchange.drawing.lines import Colours, Span, barred, bow, ego_lines, open_line, thread
from netmap.exchange.drawing.marks import mark, mark_radius
from netmap.exchange.drawing.svg import Svg, joined, tag
from netmap.exchange.drawing.view import CardView, Entry
from netmap.exchange.drawing.words import CARE, CHILD, DIED, FAR_AWAY, LOST
from netmap.messages import N_, text

_SCALE: Final = 0.72
_LINE_WIDTH: Final = 46.0

#: an entry of no card, to draw signs with
SAMPLE: Final = Entry(
    number=0,
    name="",
    role=None,
    note=None,
    human=True,
    field="social",
    angle=None,
    distance=None,
    sector=None,
    ring=None,
    ego_tie=None,
    receives=(),
    gives=(),
    burden=False,
    conflict=False,
    care=None,
    child=False,
    far_away=False,
    lost=False,
    deceased=False,
)

Draw = Callable[[Point, Colours], Svg]


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One sign with its word; ``room`` is the width of the sign."""

    draw: Draw
    word: str
    room: float


def _mark_item(word: str, **values: object) -> Item:
    sample = dataclasses.replace(SAMPLE, **values)  # type: ignore[arg-type]

    def draw(at: Point, colours: Colours) -> Svg:
        return mark(sample, Point(at.x + mark_radius(_SCALE), at.y), scale=_SCALE, colours=colours)

    return Item(draw, word, 2 * mark_radius(_SCALE))


def _line_item(word: str, **values: object) -> Item:
    sample = dataclasses.replace(SAMPLE, **values)  # type: ignore[arg-type]

    def draw(at: Point, colours: Colours) -> Svg:
        return ego_lines(sample, Span(at, Point(at.x + _LINE_WIDTH, at.y)), colours)

    return Item(draw, word, _LINE_WIDTH)


def _help_item(word: str, **values: object) -> Item:
    """Show a line with the client at its beginning: where the arrow points, there help arrives."""
    sample = dataclasses.replace(SAMPLE, ego_tie="loose", **values)  # type: ignore[arg-type]
    reach = mark_radius(_SCALE) * 0.7

    def draw(at: Point, colours: Colours) -> Svg:
        way = Span(Point(at.x + 2 * reach + 1, at.y), Point(at.x + 2 * reach + _LINE_WIDTH * 0.8, at.y))
        client = tag("circle", cx=at.x + reach, cy=at.y, r=reach, fill=colours["ink"])
        return joined(client, ego_lines(sample, way, colours))

    return Item(draw, word, 2 * reach + _LINE_WIDTH * 0.8)


def _thread_item(word: str, *, known: bool) -> Item:
    def draw(at: Point, colours: Colours) -> Svg:
        a, b = Point(at.x, at.y + 5), Point(at.x + _LINE_WIDTH, at.y + 5)
        if not known:
            return barred(Point(a.x, at.y), Point(b.x, at.y), colours)
        return thread(bow(a, b, Point(at.x, at.y + 500)), colours, conflict=False)

    return Item(draw, word, _LINE_WIDTH)


def items(view: CardView, *, network: bool, unknown_ties: bool = False) -> list[Item]:
    """Give what the legend explains: the basic signs always, rarer ones where the card has them."""
    shown = [e for e in view.entries if e.on_network or not network]
    found = [
        _mark_item(text(N_("person"))),
        _mark_item(text(N_("agency, place")), human=False),
        _line_item(text("carries"), ego_tie="strong"),
        _line_item(text("loose"), ego_tie="loose"),
        _line_item(text(N_("burdens me")), burden=True),
        _line_item(text(N_("conflict")), conflict=True),
    ]
    if network:
        found += _network_items(view, shown, unknown_ties=unknown_ties)
    elif any(e.field in ("personal", "material") for e in shown):
        found.append(_mark_item(text(N_("something of mine")), field="personal"))
    rarer = (
        ("ego_tie", "none", _line_item(text("no tie"), ego_tie="none")),
        ("child", True, _mark_item(text(CHILD), child=True)),
        ("far_away", True, _mark_item(text(FAR_AWAY), far_away=True)),
        ("lost", True, _mark_item(text(LOST), lost=True)),
        ("deceased", True, _mark_item(f"{text(DIED)} †", deceased=True)),
    )
    if any(e.care in CARE for e in shown):
        found.append(_mark_item(text(N_("Care")), care="given"))
    found.extend(item for name, value, item in rarer if any(getattr(e, name) == value for e in shown))
    return found


def _network_items(view: CardView, shown: Sequence[Entry], *, unknown_ties: bool) -> list[Item]:
    found = [_thread_item(text(N_("know each other")), known=True)]
    if unknown_ties and any(t.state == "none" for t in view.threads):
        found.append(_thread_item(text(N_("do not know each other")), known=False))
    if any(e.receives for e in shown):
        found.append(_help_item(text(N_("helps me")), receives=("practical",)))
    if any(e.gives for e in shown):
        found.append(_help_item(text(N_("I help")), gives=("practical",)))
    if any((e.receives or e.gives) and e.ego_tie is None and not e.burden and not e.conflict for e in shown):
        found.append(_open_item())
    return found


def _open_item() -> Item:
    def draw(at: Point, colours: Colours) -> Svg:
        return open_line(Span(at, Point(at.x + _LINE_WIDTH, at.y)), colours)

    return Item(draw, text(N_("tie not asked yet")), _LINE_WIDTH)


def legend(
    parts: Sequence[Item], *, left: float, top: float, room: float, size: float, colours: Colours
) -> tuple[Svg, float]:
    """Lay the legend out in centred rows and return it with its height.

    Parameters
    ----------
    parts
        Signs and words.
    left, top, room
        Where it begins and how wide it may be.
    size
        Type size of the words.
    colours
        The palette.
    """
    space, beside = size * 1.3, size * 0.45
    rows: list[list[tuple[Item, float]]] = [[]]
    filled = 0.0
    for part in parts:
        wide = part.room + beside + width(part.word) * size
        if rows[-1] and filled + space + wide > room:
            rows.append([])
            filled = 0.0
        filled += (space if rows[-1] else 0.0) + wide
        rows[-1].append((part, wide))
    rows = _balanced(rows, room, space)
    drawn = []
    row_height = max(size * 1.75, 2 * mark_radius(_SCALE) + 8)
    for n, row in enumerate(rows):
        x = left + (room - sum(w for _, w in row) - space * (len(row) - 1)) / 2
        y = top + row_height * (n + 0.5)
        for part, wide in row:
            drawn.append(part.draw(Point(x, y), colours))
            drawn.append(
                tag(
                    "text",
                    part.word,
                    x=x + part.room + beside,
                    y=y + size * 0.35,
                    font_size=size,
                    fill=colours["ink"],
                )
            )
            x += wide + space
    return tag("g", *drawn, class_="legend"), row_height * len(rows)


def _balanced(rows: list[list[tuple[Item, float]]], room: float, space: float) -> list[list[tuple[Item, float]]]:
    """Share the items out so that the last row is not left nearly empty."""
    every = [part for row in rows for part in row]
    count = len(rows)
    if count < 2:
        return rows
    target = (sum(w for _, w in every) + space * len(every)) / count
    shared: list[list[tuple[Item, float]]] = [[]]
    filled = 0.0
    for part in every:
        wide = part[1] + space
        full = filled + wide - space > room
        if shared[-1] and (full or (filled + wide / 2 > target and len(shared) < count)):
            shared.append([])
            filled = 0.0
        shared[-1].append(part)
        filled += wide
    return shared if len(shared) == count else rows


def legend_size(scale: float = 1.0) -> float:
    """Give the type size of the legend."""
    return float(numbers()["label_size"]) * unit() * 0.92 * scale
