"""Whole SVG documents: a picture with its title, its words and its own fonts."""

from __future__ import annotations

from netmap.exchange.drawing.describe import alternative, heading, spoken
from netmap.exchange.drawing.fields_svg import fields_picture
from netmap.exchange.drawing.geometry import palette
from netmap.exchange.drawing.network_svg import Picture, Style, network_picture
from netmap.exchange.drawing.svg import FONT_STACK, Svg, font_faces, number, tag
from netmap.exchange.drawing.view import CardView
from netmap.messages import language

#: width of a picture file in CSS pixels
_WIDTH_PX = 1160
VIEWS = ("network", "fields")


def picture_of(view: CardView, *, kind: str = "network", style: Style | None = None) -> Picture:
    """Draw one of the two views of a card: ``network`` or ``fields``."""
    return network_picture(view, style) if kind == "network" else fields_picture(view, style)


def svg_document(
    view: CardView,
    *,
    kind: str = "network",
    style: Style | None = None,
    fonts: bool = True,
    title: bool = True,
) -> str:
    """Give a card's picture as an SVG document of its own, without any reference to the outside.

    Parameters
    ----------
    view
        The card.
    kind
        ``network`` or ``fields``.
    style
        Grey, large letters, unknown ties.
    fonts
        Carry the fonts inside (not needed where typst sets it).
    title
        With title, description and a white ground, for a file that stands alone.
    """
    look = style or Style()
    picture = picture_of(view, kind=kind, style=look)
    return svg_of(picture, view, kind=kind, style=look, fonts=fonts, title=title)


def svg_of(picture: Picture, view: CardView, *, kind: str, style: Style, fonts: bool, title: bool) -> str:
    """Wrap a drawn picture into a document."""
    box = picture.box
    network = kind == "network"
    parts: list[Svg] = []
    if title:
        parts.append(tag("title", heading(view, network=network), id="t"))
        parts.append(tag("desc", _description(view, network=network), id="d"))
    if fonts:
        parts.append(tag("style", font_faces(picture.content)))
    if title:
        sheet = palette(grey=style.grey)["sheet"]
        parts.append(tag("rect", x=box.x0, y=box.y0, width=box.x1 - box.x0, height=box.y1 - box.y0, fill=sheet))
    return tag(
        "svg",
        *parts,
        picture.content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=" ".join(number(v) for v in (box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0)),
        width=_WIDTH_PX,
        height=round(_WIDTH_PX / picture.shape),
        font_family=FONT_STACK,
        lang=language(),
        role="img" if title else None,
        aria_labelledby="t d" if title else None,
    )


def _description(view: CardView, *, network: bool) -> str:
    shown = [e for e in view.entries if e.on_network or not network]
    return " ".join([alternative(view, network=network), *(spoken(view, e) for e in shown)])
