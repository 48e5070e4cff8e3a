"""SVG written element by element: every text and attribute is escaped here and nowhere else."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import netmap
from netmap.exchange.drawing.geometry import letter_widths
from netmap.messages import language

FONT_STACK: Final = "Atkinson Hyperlegible Next, system-ui, sans-serif"
_WEB_FONTS: Final = Path(netmap.__file__).parent / "ui" / "static" / "fonts"


class Svg(str):
    """A piece of SVG that is safe to stand in a document as it is."""

    __slots__ = ()


def tag(name: str, *children: Svg | str, **attributes: str | float | bool | None) -> Svg:
    """Write one element; plain text is escaped, ``None`` leaves an attribute out.

    Examples
    --------
    >>> tag("text", "a < b", x=1.50, text_anchor="end", hidden=None)
    '<text x="1.5" text-anchor="end">a &lt; b</text>'
    >>> tag("g", tag("circle", r=2), class_="mark")
    '<g class="mark"><circle r="2"/></g>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(child if isinstance(child, Svg) else escape(_allowed(child)) for child in children)
    return Svg(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def joined(*parts: Svg) -> Svg:
    """Put pieces one after the other."""
    return Svg("".join(parts))


def sheet(
    content: Svg, *, x: float = 0, y: float = 0, w: float, h: float, paper: str, title: str, says: str, fonts: bool
) -> Svg:
    """Write a whole drawing on paper of one colour, named and told for those who do not see it.

    Parameters
    ----------
    x, y, w, h
        The part of the plane that is shown.
    fonts
        Carry along the letters that are used, for programs that do not have them.

    Examples
    --------
    >>> drawn = sheet(tag("g"), w=10, h=5, paper="#fff", title="Netz", says="nichts", fonts=False)
    >>> 'viewBox="0 0 10 5"' in drawn, "<desc" in drawn
    (True, True)
    """
    return tag(
        "svg",
        tag("title", title, id="t"),
        tag("desc", says, id="d"),
        *([tag("style", font_faces(content))] if fonts else []),
        tag("rect", x=x, y=y, width=w, height=h, fill=paper),
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(number(v) for v in (x, y, w, h)),
        width=round(w),
        height=round(h),
        font_family=FONT_STACK,
        lang=language(),
        role="img",
        aria_labelledby="t d",
    )


def number(value: float) -> str:
    """Write a number with at most two decimals.

    Examples
    --------
    >>> number(2.0), number(1 / 3), number(-0.001)
    ('2', '0.33', '0')
    """
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _attribute(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number(value)
    return escape(_allowed(value), {'"': "&quot;"})


def _allowed(value: str) -> str:
    """Drop what XML does not allow (controls, halves of letters, the two non-characters)."""
    return "".join(
        c for c in value if (c in "\t\n\r" or c >= " ") and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
    )


def font_faces(shown: str) -> Svg:
    """Give the style rules that carry the fonts inside the document, as far as its letters need them."""
    needs_extended = any(c in letter_widths()["400"] and ord(c) > 0xFF for c in shown)
    subsets = ("latin", "latin-ext") if needs_extended else ("latin",)
    return Svg("".join(_face(subset, weight) for weight in (400, 700) for subset in subsets))


def _face(subset: str, weight: int) -> str:
    return (
        f'@font-face{{font-family:"Atkinson Hyperlegible Next";font-weight:{weight};'
        f"src:url(data:font/woff2;base64,{_font(subset, weight)}) format('woff2')"
        f"{_RANGES[subset]}}}"
    )


#: which letters each subset holds, so that a browser does not ask the wrong one
_RANGES: Final = {
    "latin": "",
    "latin-ext": ";unicode-range:U+0100-02BA,U+02C7,U+02D8-02DD,U+0300-0329,U+1E00-1EFF,U+2020,U+20A0-20C0",
}


@cache
def _font(subset: str, weight: int) -> str:
    path = _WEB_FONTS / f"atkinson-hyperlegible-next-{subset}-{weight}-normal.woff2"
    return base64.b64encode(path.read_bytes()).decode("ascii")
