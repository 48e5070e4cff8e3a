"""The card as one HTML file: it opens offline, asks for nothing outside, and can be clicked through.

Style, script and fonts stand inside; a content security policy allows exactly these (by their hash)
and no request at all, so that the file stays silent wherever it is opened.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from netmap.exchange.drawing.describe import (
    card_title,
    entries_count,
    kind_word,
    ring_word,
    sentences_of,
    spoken,
    tie_words,
)
from netmap.exchange.drawing.documents import picture_of
from netmap.exchange.drawing.network_svg import Picture, Style
from netmap.exchange.drawing.svg import FONT_STACK, Svg, font_faces, number, tag
from netmap.exchange.drawing.view import CardView
from netmap.exchange.drawing.words import FIELDS, SECTORS, day
from netmap.messages import N_, language, text

_HERE: Final = Path(__file__).parent
_RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ps", "ur"})


def element(name: str, *children: Svg | str, **attributes: str | bool | None) -> Svg:
    """Write an HTML element that is always closed; attributes that are ``True`` stand alone.

    Examples
    --------
    >>> element("p", "a & b", hidden=True)
    '<p hidden="">a &amp; b</p>'
    """
    plain = {k: "" if v is True else v for k, v in attributes.items() if v is not False}
    written = tag(name, *children, **plain)
    return Svg(written[:-2] + f"></{name}>") if written.endswith("/>") and not children else written


def card_html(view: CardView, *, kind: str = "network", style: Style | None = None) -> str:
    """Give a card as an HTML page of its own, in the present language.

    Parameters
    ----------
    view
        The card.
    kind
        What is shown first: ``network`` or ``fields``.
    style
        Grey, large type, unknown ties.
    """
    look = style or Style()
    drawn = Style(grey=look.grey, large=look.large, unknown_ties=look.unknown_ties, interactive=True)
    views = [
        _drawing(view, "network", drawn),
        _drawing(view, "fields", drawn),
        element("section", element("div", _table(view), class_="scroll"), class_="view", id="view-list"),
    ]
    body = "".join([_header(view), element("main", element("div", *views), _details(view))])
    sheet = font_faces(body) + (_HERE / "card.css").read_text(encoding="utf-8")
    script = (_HERE / "card.js").read_text(encoding="utf-8")
    classes = " ".join(name for name, on in (("grey", look.grey), ("large", look.large)) if on)
    head = "".join(
        [
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(sheet, script)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="robots" content="noindex">',
            element("title", _title(view)),
            f"<style>{sheet}</style>",
        ]
    )
    direction = ' dir="rtl"' if language() in _RIGHT_TO_LEFT else ""
    opening = f'<html lang="{language()}"{direction} class="{classes}" data-view="{kind}">'
    return f"<!doctype html>\n{opening}<head>{head}</head><body>{body}<script>{script}</script></body></html>\n"


def _policy(sheet: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(sheet)}'; script-src '{_hash(script)}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode("ascii")


def _title(view: CardView) -> str:
    return text("{name} of {day}", name=text(N_("My card")), day=day(view.on)) if view.on else text("My card")


def _header(view: CardView) -> Svg:
    parts = [day(view.on)] if view.on else []
    parts += [view.label] if view.label else []
    parts.append(entries_count(len(view.entries)))
    names = (
        ("network", card_title(network=True)),
        ("fields", card_title(network=False)),
        ("list", text(N_("List"))),
    )
    buttons = [element("button", word, type="button", data_view=name, aria_pressed="false") for name, word in names]
    return element(
        "header",
        element("h1", text("My card")),
        element("p", " · ".join(parts)),
        element("nav", *buttons, aria_label=text(N_("View"))),
    )


def _drawing(view: CardView, kind: str, style: Style) -> Svg:
    picture = picture_of(view, kind=kind, style=style)
    network = kind == "network"
    box = picture.box
    svg = tag(
        "svg",
        _with_words(picture, view),
        viewBox=" ".join(number(v) for v in (box.x0, box.y0, box.x1 - box.x0, box.y1 - box.y0)),
        font_family=FONT_STACK,
        role="group",
        aria_label=f"{card_title(network=network)}: {text('arrow keys move from entry to entry')}",
        class_="net" if network else "four",
        direction="ltr",
    )
    return element("section", svg, class_="view", id=f"view-{kind}")


def _with_words(picture: Picture, view: CardView) -> Svg:
    """Give each mark its role, its words and its place in the order of the keyboard."""
    first = True

    def dressed(found: re.Match[str]) -> str:
        nonlocal first
        entry = view.entries[int(found[1])]
        names = tag(
            "g",
            class_="mark",
            data_entry=found[1],
            role="button",
            tabindex=0 if first else -1,
            aria_pressed="false",
            aria_label=spoken(view, entry),
        )
        first = False
        return f"{names[:-2]}>"

    return Svg(re.sub(r'<g class="mark" data-entry="(\d+)">', dressed, picture.content))


def _details(view: CardView) -> Svg:
    articles = []
    for entry in view.entries:
        pairs: list[Svg] = []
        for word, value in sentences_of(view, entry):
            pairs += [element("dt", word), element("dd", value)]
        articles.append(
            element("article", element("h2", entry.title), element("dl", *pairs), data_entry=str(entry.number))
        )
    hint = element("p", text(N_("Choose an entry to read more about it.")), class_="hint")
    return element("aside", hint, *articles, aria_live="polite", aria_label=text(N_("Details")))


def _table(view: CardView) -> Svg:
    head = (
        N_("Entry"),
        N_("Role or kind"),
        N_("Where"),
        N_("Tie to me"),
        N_("gives me"),
        N_("I give"),
        N_("Signs"),
    )
    rows = []
    for e in view.entries:
        where = text(SECTORS[e.sector]) if e.sector else text(FIELDS[e.field])
        cells = (
            e.role or kind_word(e),
            ", ".join(part for part in (where, ring_word(e)) if part),
            (tie_words(e) or text("unknown")) if e.on_network else "–",
            e.receives_words() or "–",
            e.gives_words() or "–",
            ", ".join(e.remarks()) or "–",
        )
        rows.append(_row(e.title, cells))
    return element(
        "table",
        element("caption", text(N_("Entries"))),
        element("thead", element("tr", *(element("th", text(h), scope="col") for h in head))),
        element("tbody", *rows),
    )


def _row(name: str, cells: Sequence[str]) -> Svg:
    return element("tr", element("th", name, scope="row"), *(element("td", cell) for cell in cells))
