"""A service chain as swim lanes: a column for each step, a row for each organisation, and where it breaks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from netmap.exchange.drawing.lettering import lines_within
from netmap.exchange.drawing.svg import Svg, joined, number, sheet, tag
from netmap.messages import text

_INK, _SOFT, _PAPER, _LINE, _PETROL, _PETROL_SOFT = "#1c2530", "#55606e", "#faf8f4", "#dcd7cd", "#0b6468", "#e3f0ef"
_STOP, _STOP_BG, _WARN = "#a3132c", "#fbe6e9", "#9a4a00"
_LANE_NAMES: Final = 230.0
_COLUMN: Final = 230.0
_HEAD: Final = 74.0
_LANE: Final = 62.0
_TYPE: Final = 15.0
_LEADING: Final = 18.0


@dataclass(frozen=True, slots=True)
class LaneStep:
    """A step: its words, and the services in it by the organisation that offers them."""

    title: str
    offers: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Lanes:
    """A chain to draw.

    Attributes
    ----------
    breaks
        After which step (0 = before the first) it breaks, and why, in words; ``sure`` says whether that is known.
    """

    title: str
    steps: Sequence[LaneStep]
    breaks: Mapping[int, tuple[str, bool]]


def lanes_svg(chain: Lanes, *, fonts: bool = True) -> str:
    """Draw a chain; one organisation stands in one lane through all its steps.

    Examples
    --------
    >>> steps = [LaneStep("Beratung", {"Caritas": ["Schuldner"]}), LaneStep("Arbeit", {})]
    >>> drawn = lanes_svg(Lanes("Kette", steps, {1: ("niemand bietet das an", True)}), fonts=False)
    >>> "niemand bietet" in drawn, drawn.count('class="offer"')
    (True, 1)
    """
    who = list(dict.fromkeys(o for step in chain.steps for o in step.offers)) or [text("nobody")]
    row = {organisation: n for n, organisation in enumerate(who)}
    w = _LANE_NAMES + _COLUMN * max(1, len(chain.steps)) + 20
    h = _HEAD + _LANE * len(who) + 44
    parts: list[Svg] = [_lane(name, n, w) for name, n in row.items()]
    parts += [_column(step, n) for n, step in enumerate(chain.steps)]
    parts += [_joints(chain, n, row) for n in range(len(chain.steps) - 1)]
    parts += [
        _offer(services, n, row[organisation])
        for n, step in enumerate(chain.steps)
        for organisation, services in step.offers.items()
    ]
    parts += [_break(after, why, sure, chain, h) for after, (why, sure) in sorted(chain.breaks.items())]
    content = joined(*parts)
    return sheet(content, w=w, h=h, paper=_PAPER, title=chain.title, says=described(chain), fonts=fonts)


def described(chain: Lanes) -> str:
    """Say a chain in words: step after step, who offers it, and where it breaks."""
    said = []
    if 0 in chain.breaks:
        said.append(f"✕ {chain.breaks[0][0]}")
    for n, step in enumerate(chain.steps, start=1):
        said.append(f"{n} {step.title}: {', '.join(step.offers) or text('nobody')}")
        if n in chain.breaks:
            said.append(f"✕ {chain.breaks[n][0]}")
    return "; ".join(said)


def _x(step: int) -> float:
    return _LANE_NAMES + _COLUMN * step


def _y(lane: int) -> float:
    return _HEAD + _LANE * lane


def _lane(name: str, n: int, w: float) -> Svg:
    band = tag("rect", x=0, y=_y(n), width=w, height=_LANE, fill="#ffffff" if n % 2 == 0 else _PAPER)
    rule = tag("path", d=f"M0,{number(_y(n))}H{number(w)}", stroke=_LINE, stroke_width=1)
    return joined(band, rule, _words(name, 14, _y(n) + _LANE / 2, across=_LANE_NAMES - 24, weight=600))


def _column(step: LaneStep, n: int) -> Svg:
    return _words(f"{n + 1} · {step.title}", _x(n) + 12, _HEAD / 2, across=_COLUMN - 60, weight=700, ink=_PETROL)


def _offer(services: Sequence[str], n: int, lane: int) -> Svg:
    x, y = _x(n) + 8, _y(lane) + 6
    box = tag(
        "rect", x=x, y=y, width=_COLUMN - 56, height=_LANE - 12, rx=8, fill=_PETROL_SOFT, stroke=_PETROL, class_="offer"
    )
    more = f" (+{len(services) - 1})" if len(services) > 1 else ""
    words = _words(services[0] + more, x + 10, y + (_LANE - 12) / 2, across=_COLUMN - 76, size=13.5)
    return joined(box, words)


def _joints(chain: Lanes, n: int, row: Mapping[str, int]) -> Svg:
    """Join each organisation's box with those of the next step, unless the chain breaks between them."""
    if n + 1 in chain.breaks:
        return joined()
    here, there = chain.steps[n].offers, chain.steps[n + 1].offers
    x0, x1 = _x(n) + _COLUMN - 48, _x(n + 1) + 8
    lines = []
    for a in here:
        for b in there:
            ya, yb = _y(row[a]) + _LANE / 2, _y(row[b]) + _LANE / 2
            bend = number((x0 + x1) / 2)
            lines.append(
                tag(
                    "path",
                    d=f"M{number(x0)},{number(ya)}C{bend},{number(ya)} {bend},{number(yb)} {number(x1)},{number(yb)}",
                    fill="none",
                    stroke=_PETROL if a == b else "#4f9999",
                    stroke_width=3 if a == b else 1.5,
                )
            )
    return joined(*lines)


def _break(after: int, why: str, sure: bool, chain: Lanes, h: float) -> Svg:
    x = _LANE_NAMES - 4 if after == 0 else _x(after) - 20
    ink = _STOP if sure else _WARN
    rule = tag(
        "path", d=f"M{number(x)},{number(_HEAD - 12)}V{number(h - 34)}", stroke=ink, stroke_width=3,
        stroke_dasharray=None if sure else "3 6",
    )  # fmt: skip
    sign = tag("circle", cx=x, cy=_HEAD - 22, r=12, fill=_STOP_BG if sure else "#fdf0dd", stroke=ink, stroke_width=2)
    mark = tag(
        "text", "✕" if sure else "?", x=x, y=_HEAD - 16.5, font_size=16, font_weight=700, text_anchor="middle", fill=ink
    )
    anchor = "end" if after >= len(chain.steps) - 1 and after else "start"
    words = tag(
        "text", why, x=x + (14 if anchor == "start" else 0), y=h - 14, font_size=14, font_weight=600,
        text_anchor=anchor, fill=ink,
    )  # fmt: skip
    return joined(rule, sign, mark, words)


def _words(
    words: str, x: float, middle: float, *, across: float, size: float = _TYPE, weight: int = 400, ink: str = _INK
) -> Svg:
    lines = list(lines_within(words, across / size))[:3]
    top = middle - (len(lines) - 1) * _LEADING / 2 + size * 0.35
    return joined(
        *(
            tag("text", line, x=x, y=top + n * _LEADING, font_size=size, font_weight=weight, fill=ink)
            for n, line in enumerate(lines)
        )
    )
