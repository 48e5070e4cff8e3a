"""The Ressourcenkarte: four fields of what somebody has; people and places are those of the Netzwerkkarte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from netmap.exchange.drawing.geometry import Box, Point, numbers, palette, printed, sized
from netmap.exchange.drawing.labels import EXTRA_SIZE, Label, Lettering
from netmap.exchange.drawing.legend import items, legend, legend_size
from netmap.exchange.drawing.lettering import line_height, lines_within, width
from netmap.exchange.drawing.lines import Colours, Span, ego_lines, path
from netmap.exchange.drawing.marks import client, mark, mark_radius
from netmap.exchange.drawing.network_svg import Picture, Style, extra_words, lettered, touchable
from netmap.exchange.drawing.svg import Svg, joined, tag
from netmap.exchange.drawing.view import CardView, Entry
from netmap.exchange.drawing.words import FIELDS
from netmap.messages import N_, text

#: what each field asks, as the conversation does
QUESTIONS: Final = {
    "personal": N_("What can I do, what makes me strong?"),
    "social": N_("Who is there for me?"),
    "material": N_("What do I have?"),
    "infrastructural": N_("What is there around me?"),
}
#: the colour of a field: one of the four of the design language
_TONES: Final = {
    "personal": "friends",
    "social": "family",
    "material": "colleagues",
    "infrastructural": "professionals",
}
_GAP: Final = 18.0
_PAD: Final = 34.0
_STUB: Final = 44.0
#: how much of the width the fields on the left take: half, if possible
_SHARES: Final = (0.5, 0.4, 0.6, 0.34, 0.66)
_SCALES: Final = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.54)


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry of a field as it is set: its lines, its small lines, its height."""

    entry: Entry
    lines: tuple[str, ...]
    extra: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Panel:
    """One field: its rows in columns, and the height it needs."""

    field: str
    columns: tuple[tuple[_Row, ...], ...]
    height: float


def fields_picture(view: CardView, style: Style | None = None) -> Picture:
    """Draw the Ressourcenkarte of a card with its legend, in the present language."""
    look = style or Style()
    colours = palette(grey=look.grey)
    side = float(printed("margin"))
    frame = Box(-side + 4, 4, numbers()["size"] + side - 4, numbers()["size"] - 4)
    scale, share, panels = _fitting(view, frame, look)
    upper, lower = _heights(panels, frame)
    first = (frame.x1 - frame.x0 - _GAP) * share
    middle = Point(frame.x0 + first + _GAP / 2, frame.y0 + upper + _GAP / 2)
    drawn, labels = [], []
    for n, panel in enumerate(panels):
        left, top = n % 2 == 0, n < 2
        box = Box(
            frame.x0 if left else frame.x0 + first + _GAP,
            frame.y0 if top else frame.y0 + upper + _GAP,
            frame.x0 + first if left else frame.x1,
            frame.y0 + upper if top else frame.y0 + upper + _GAP + lower,
        )
        part, placed = _panel(panel, box, scale, look, colours)
        drawn.append(part)
        labels.extend(placed)
    bottom = frame.y0 + upper + _GAP + lower + 14
    size = legend_size(look.letters)
    parts = items(view, network=False)
    block, high = legend(parts, left=frame.x0, top=bottom + 8, room=frame.x1 - frame.x0, size=size, colours=colours)
    rule = tag(
        "path",
        d=path([Point(frame.x0, bottom), Point(frame.x1, bottom)]),
        stroke=colours["line"],
        stroke_width=1.4,
    )
    content = joined(*drawn, tag("g", client(middle, text("Me"), colours), class_="client"), rule, block)
    whole = Box(frame.x0 - 4, 0, frame.x1 + 4, bottom + high + 20)
    return Picture(content, whole, Lettering(tuple(labels), 0, sized("label_size") * scale * look.letters))


def _fitting(view: CardView, frame: Box, look: Style) -> tuple[float, float, list[_Panel]]:
    """Give the largest scale in which all fields fit, the share of the left ones, and the fields set so."""
    order = printed("field_order")
    room = frame.x1 - frame.x0 - _GAP
    lowest: tuple[float, float, float, list[_Panel]] | None = None
    for scale in _SCALES:
        for share in _SHARES:
            panels = [
                _set(view, field, room * (share if n % 2 == 0 else 1 - share), scale, look)
                for n, field in enumerate(order)
            ]
            height = sum(_needed(panels)) + _GAP
            if height <= frame.y1 - frame.y0:
                return scale, share, panels
            if lowest is None or height < lowest[0]:
                lowest = (height, scale, share, panels)
    assert lowest is not None
    return lowest[1:]


def _needed(panels: Sequence[_Panel]) -> tuple[float, float]:
    return max(p.height for p in panels[:2]), max(p.height for p in panels[2:])


def _heights(panels: Sequence[_Panel], frame: Box) -> tuple[float, float]:
    """Share the height between the two rows of fields: what each needs, and half of what is left."""
    upper, lower = _needed(panels)
    spare = max(0.0, frame.y1 - frame.y0 - _GAP - upper - lower)
    half = (frame.y1 - frame.y0 - _GAP) / 2
    if upper <= half and lower <= half:
        return half, half
    return upper + spare / 2, lower + spare / 2


def _head_height(look: Style) -> float:
    size = float(printed("sector_size")) * min(look.letters, 1.15)
    return _PAD + size * 2.5


def _set(view: CardView, field: str, wide: float, scale: float, look: Style) -> _Panel:
    entries = [e for e in view.entries if e.field == field]
    best: _Panel | None = None
    for count in (1, 2, 3, 4):
        column = (wide - 2 * _PAD - (count - 1) * _GAP) / count
        rows = [_row(e, column, scale, look) for e in entries]
        if count > 1 and any(_right_edge(row, scale, look) > column for row in rows):
            break  # a word that cannot be broken would reach into the next column
        columns = _columns(rows, count)
        tallest = max((sum(r.height for r in c) for c in columns), default=0.0)
        panel = _Panel(field, columns, _head_height(look) + tallest + _PAD + 14)
        if best is None or panel.height < best.height - 1:
            best = panel
        if len(entries) <= 5 * count:
            break
    assert best is not None
    return best


def _right_edge(row: _Row, scale: float, look: Style) -> float:
    """Give how far to the right an entry reaches from where it begins."""
    size = sized("label_size") * scale * look.letters
    lines = [width(line) * size for line in row.lines] + [width(x) * size * EXTRA_SIZE for x in row.extra]
    return _indent(scale, with_line=row.entry.on_network) + max(lines)


def _columns(rows: Sequence[_Row], count: int) -> tuple[tuple[_Row, ...], ...]:
    """Share rows out to columns of about equal height, keeping their order."""
    target = sum(r.height for r in rows) / count
    columns: list[list[_Row]] = [[]]
    filled = 0.0
    for row in rows:
        if filled + row.height / 2 > target and columns[-1] and len(columns) < count:
            columns.append([])
            filled = 0.0
        columns[-1].append(row)
        filled += row.height
    return tuple(tuple(c) for c in columns)


def _indent(scale: float, *, with_line: bool) -> float:
    """Give where the name begins: behind the line and the mark."""
    return (_STUB * scale if with_line else 0.0) + 2 * mark_radius(scale) + 10 * scale


def _row(entry: Entry, wide: float, scale: float, look: Style) -> _Row:
    size = sized("label_size") * scale * look.letters
    room = (wide - _indent(scale, with_line=entry.on_network)) / size
    lines = lines_within(entry.title, room)
    words = extra_words(entry, supports=True).replace("\n", " · ") if scale > _SCALES[-1] else ""
    extra = lines_within(words, room / EXTRA_SIZE) if words else []
    high = size * line_height() * (len(lines) + EXTRA_SIZE * len(extra)) + size * 0.5
    return _Row(entry, tuple(lines), tuple(extra), max(high, 2 * mark_radius(scale) + size * 0.35))


def _panel(panel: _Panel, box: Box, scale: float, look: Style, colours: Colours) -> tuple[Svg, list[Label]]:
    tone = _TONES[panel.field]
    size = float(printed("sector_size")) * min(look.letters, 1.15)
    drawn = [
        tag(
            "rect",
            x=box.x0,
            y=box.y0,
            width=box.x1 - box.x0,
            height=box.y1 - box.y0,
            rx=16,
            fill=colours[f"{tone}_bg"],
            fill_opacity=numbers()["paper_opacity"],
            stroke=colours["ring"],
            stroke_width=1,
        ),
        tag(
            "text",
            text(FIELDS[panel.field]),
            x=box.x0 + _PAD,
            y=box.y0 + _PAD + size * 0.72,
            font_size=size,
            font_weight=700,
            fill=colours[tone],
        ),
        tag(
            "text",
            text(QUESTIONS[panel.field]),
            x=box.x0 + _PAD,
            y=box.y0 + _PAD + size * 1.75,
            font_size=min(size * 0.74, (box.x1 - box.x0 - 2 * _PAD) / width(text(QUESTIONS[panel.field]))),
            fill=colours["soft"],
        ),
    ]
    labels = []
    count = max(1, len(panel.columns))
    column = (box.x1 - box.x0 - 2 * _PAD - (count - 1) * _GAP) / count
    for n, rows in enumerate(panel.columns):
        x, y = box.x0 + _PAD + n * (column + _GAP), box.y0 + _head_height(look)
        for row in rows:
            part, label = _entry(row, Point(x, y), scale, look, colours)
            drawn.append(part)
            labels.append(label)
            y += row.height
    return tag("g", *drawn, class_="field"), labels


def _entry(row: _Row, corner: Point, scale: float, look: Style, colours: Colours) -> tuple[Svg, Label]:
    """Draw one entry: the line to the client, the mark, the name, the small words."""
    entry = row.entry
    size = sized("label_size") * scale * look.letters
    indent = _indent(scale, with_line=entry.on_network)
    radius = mark_radius(scale)
    at = Point(corner.x + indent - 10 * scale - radius, corner.y + max(radius, size * 0.62))
    top = corner.y + max(0.0, radius - size * 0.62)
    widest = max([width(line) * size for line in row.lines] + [width(x) * size * EXTRA_SIZE for x in row.extra])
    high = size * line_height() * (len(row.lines) + EXTRA_SIZE * len(row.extra))
    label = Label(
        id=str(entry.number),
        lines=row.lines,
        extra=row.extra,
        x=round(corner.x + indent, 1),
        y=round(top + size * (line_height() / 2 + 0.35), 1),
        anchor="start",
        size=round(size, 2),
        box=Box(corner.x + indent, top, corner.x + indent + widest, top + high),
        leader=None,
    )
    pieces = []
    if entry.on_network:
        way = Span(Point(corner.x, at.y), Point(at.x - radius - 2, at.y))
        pieces.append(ego_lines(entry, way, colours, scale=scale))
    pieces += [mark(entry, at, scale=scale, colours=colours), lettered(label, colours)]
    if look.interactive:
        return touchable(entry, at, radius, pieces), label
    return tag("g", *pieces), label
