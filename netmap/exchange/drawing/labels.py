"""The letters of a picture: how each name may be set, and in which size all of them find room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from netmap.exchange.drawing.geometry import Box, Point, numbers, printed
from netmap.exchange.drawing.lettering import lines_within, settings_of, width
from netmap.exchange.drawing.placing import Placed, Shape, Spot, Stroke, place_names, prices

#: no size is tried in which labels would cover more of the frame than this
_FULL: Final = 0.45
#: letters below this (in units; 6 points on A4) are taken only where larger ones would overlap
_COMFORTABLE: Final = 13.8
#: labels on average this far from their marks (in pixels of the sketch) need no smaller size
_NEAR_ENOUGH: Final = 14.0
#: letters in the second line of a label, against those of the first
EXTRA_SIZE: Final = float(numbers()["note_size"]) / float(numbers()["label_size"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A label to be placed: its text, a second smaller text that may be dropped, and its mark."""

    id: str
    text: str
    mark: Point
    radius: float
    extra: str = ""
    to_the_left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A placed label: baselines start at ``y``; ``anchor`` is start, middle or end as SVG says it."""

    id: str
    lines: tuple[str, ...]
    extra: tuple[str, ...]
    x: float
    y: float
    anchor: str
    size: float
    box: Box
    leader: tuple[Point, Point] | None


@dataclass(frozen=True, slots=True)
class Lettering:
    """All labels of a picture.

    Attributes
    ----------
    labels
        One for each that was wanted, in the same order.
    overlaps
        How many overlap another, or touch what must be kept clear (none, but for hopeless crowds).
    size
        The type size.
    strayed
        How far labels stand off their marks on average, in pixels of the sketch.
    """

    labels: tuple[Label, ...]
    overlaps: int
    size: float
    strayed: float = 0.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What labels must keep clear of: the frame's edge, boxes, and, at a price, lines."""

    frame: Box
    blocked: Sequence[Box]
    strokes: Sequence[Stroke] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to set a label, in units of its type size."""

    lines: tuple[str, ...]
    extra: tuple[str, ...]
    width: float
    height: float
    price: float


def place_labels(wanted: Sequence[Wanted], around: Surroundings, *, size: float, smallest: float) -> Lettering:
    """Place all labels in the largest type between ``size`` and ``smallest`` in which none overlap.

    Parameters
    ----------
    wanted
        The labels; the result keeps their order.
    around
        What they must keep clear of.
    size, smallest
        Type sizes in units of the picture.
    """
    start = next(scale for up_to, scale in printed("label_start") if len(wanted) <= up_to)
    scales = [s for s in printed("label_scale") if s <= start and s * size >= smallest] or [smallest / size]
    scales = [s for s in scales if _crowding(wanted, around.frame, size * s) < _FULL] or scales[-1:]
    best: Lettering | None = None
    for scale in scales:
        if best is not None and best.overlaps == 0 and size * scale < _COMFORTABLE:
            break
        found = _place(wanted, around, size * scale)
        if best is None or _worth(found, size) < _worth(best, size):
            best = found
        if found.overlaps == 0 and found.strayed <= _NEAR_ENOUGH:
            break
    assert best is not None
    return best


def _worth(found: Lettering, size: float) -> float:
    """Weigh overlaps, then letters that stray from their marks against letters that are small."""
    return 1000.0 * found.overlaps + found.strayed + 5.5 * (size - found.size)


def _crowding(wanted: Sequence[Wanted], frame: Box, size: float) -> float:
    """Give the share of the frame that all labels would cover."""
    covered = sum(width(w.text) for w in wanted) * size * size * float(printed("line_height"))
    return covered / ((frame.x1 - frame.x0) * (frame.y1 - frame.y0))


def settings_for(text: str, extra: str) -> list[Setting]:
    """Give the ways to set a label: in one to three lines, with its small text and at a price without.

    Examples
    --------
    >>> [way.lines for way in settings_for("Kita Regenbogen", "")]
    [('Kita Regenbogen',), ('Kita', 'Regenbogen')]
    """
    high, rule = float(printed("line_height")), prices()
    found = []
    for lines in settings_of(text):
        widest = max(width(line) for line in lines)
        for small in _extras(extra, max(widest, 8.0)):
            wide = max([widest, *(width(line) * EXTRA_SIZE for line in small)])
            price = rule["more_lines"] * (len(lines) - 1) + rule["wide"] * max(0.0, wide - rule["wide_from"])
            price += rule["untold"] if extra and not small else 0
            found.append(Setting(tuple(lines), small, wide, high * (len(lines) + EXTRA_SIZE * len(small)), price))
    return found


def _extras(extra: str, room: float) -> list[tuple[str, ...]]:
    if not extra:
        return [()]
    told = [line for part in extra.split("\n") for line in lines_within(part, room / EXTRA_SIZE * 1.25)]
    return [tuple(told), ()]


def _place(wanted: Sequence[Wanted], around: Surroundings, size: float) -> Lettering:
    if not wanted:
        return Lettering((), 0, size)
    pixel = size / float(numbers()["label_size"])
    ways = [settings_for(w.text, w.extra) for w in wanted]
    spots = [
        Spot(
            w.id,
            w.mark.x,
            w.mark.y,
            w.radius,
            -1 if w.to_the_left else 1,
            tuple(Shape(way.width * size, way.height * size, way.price) for way in settings),
        )
        for w, settings in zip(wanted, ways, strict=True)
    ]
    placed, overlaps = place_names(
        spots, frame=around.frame, blocked=around.blocked, strokes=around.strokes, unit=pixel
    )
    labels = tuple(_label(w, settings[p.shape], p, size) for w, settings, p in zip(wanted, ways, placed, strict=True))
    return Lettering(labels, overlaps, size, sum(p.gap for p in placed) / len(placed))


def _label(w: Wanted, setting: Setting, placed: Placed, size: float) -> Label:
    high = float(printed("line_height"))
    box = placed.box
    anchor = {1: "start", 0: "middle", -1: "end"}[placed.side]
    x = {"start": box.x0, "end": box.x1, "middle": (box.x0 + box.x1) / 2}[anchor]
    return Label(
        id=w.id,
        lines=setting.lines,
        extra=setting.extra,
        x=round(x, 1),
        y=round(box.y0 + size * (high / 2 + 0.35), 1),
        anchor=anchor,
        size=round(size, 2),
        box=box,
        leader=placed.leader,
    )
