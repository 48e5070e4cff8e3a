"""The partner network as one HTML file: it opens offline, asks for nothing outside, and can be clicked through.

Style, script, fonts and picture stand inside; a content security policy allows exactly these, by their hash, and
no request at all. Without script the picture and the table are still there.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

from netmap.exchange.drawing.svg import font_faces
from netmap.exchange.network_svg import description, network_svg
from netmap.exchange.network_values import Line, NetworkPicture
from netmap.messages import language, text

_HERE: Final = Path(__file__).parent


def network_html(picture: NetworkPicture, *, states: Sequence[str], dates: Sequence[date | None]) -> str:
    """Give the network as an HTML document of its own.

    Parameters
    ----------
    picture
        What is drawn.
    states, dates
        For each line of the picture the word for how its sides agree, and the day of the newest report.

    Examples
    --------
    >>> from netmap.exchange.network_values import Actor
    >>> two = [Actor("a", "Amt", "#2f629c", 0, 0), Actor("b", "Beratung", "#744a91", 300, 0)]
    >>> page = network_html(NetworkPicture(two, [Line("a", "b", 2, 2)], []), states=["gleich"], dates=[None])
    >>> "http" in page.replace("http://www.w3.org", "").replace("http-equiv", "")
    False
    """
    sheet = (_HERE / "network.css").read_text(encoding="utf-8")
    script = (_HERE / "network.js").read_text(encoding="utf-8")
    names = {a.id: a.name for a in picture.actors}
    rows = "".join(_row(line, names, state, on) for line, state, on in zip(picture.lines, states, dates, strict=True))
    body = (
        f"<header><h1>{escape(picture.title)}</h1><p>{escape(description(picture))}</p>"
        f'<label>{text("Organisation")} <select id="who"><option value="">{text("all")}</option>{_options(names)}'
        f"</select></label></header><main>{network_svg(picture, fonts=False)}"
        f"<table><caption>{text('The same as a table')}</caption><thead><tr>{_head()}</tr></thead>"
        f"<tbody>{rows}</tbody></table></main>"
    )
    fonts = font_faces(body)
    sheet = fonts + sheet
    policy = (
        f"default-src 'none'; style-src '{_hash(sheet)}'; script-src '{_hash(script)}'; "
        "font-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        f'<!doctype html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">'
        f"<title>{escape(picture.title)}</title><style>{sheet}</style></head>"
        f"<body>{body}<script>{script}</script></body></html>\n"
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode("ascii")


def _options(names: dict[str, str]) -> str:
    ordered = sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
    return "".join(f'<option value="{escape(i)}">{escape(name)}</option>' for i, name in ordered)


def _head() -> str:
    titles = (
        text("Organisation"),
        text("says"),
        text("Other organisation"),
        text("says, too"),
        text("State"),
        text("Newest report"),
    )
    return "".join(f'<th scope="col">{title}</th>' for title in titles)


def _row(line: Line, names: dict[str, str], state: str, on: date | None) -> str:
    cells = (
        _says(line.says_a),
        escape(names.get(line.b, line.b)),
        _says(line.says_b),
        escape(state),
        f"{on:%d.%m.%Y}" if on else "–",
    )
    rest = "".join(f"<td>{cell}</td>" for cell in cells)
    return (
        f'<tr data-a="{escape(line.a)}" data-b="{escape(line.b)}">'
        f'<th scope="row">{escape(names.get(line.a, line.a))}</th>{rest}</tr>'
    )


def _says(level: int | None) -> str:
    return "?" if level is None else str(level)
