"""``netmap card draw``: the card as printed for the client, without a store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netmap.cli.output import Answer
from netmap.errors import CallError
from netmap.messages import LANGUAGES, N_, language, speaking, text

if TYPE_CHECKING:
    import argparse

    from netmap.cli import Commands
    from netmap.exchange.cardfile import CardFile, CardVersion
    from netmap.exchange.drawing.view import CardView

ENDINGS = (".pdf", ".svg", ".png", ".html")


def register(commands: Commands) -> None:
    """Add the command."""
    draw = commands.add("card", "draw", run=run_draw, summary=N_("draw a card as PDF, SVG, PNG or HTML"))
    draw.add_argument("file", metavar="FILE", help=N_("easyNWK (JSON or 1.5) or netmap card file; - reads stdin"))
    draw.add_argument("--out", metavar="X.pdf", required=True, help=N_("file to write: .pdf, .svg, .png or .html"))
    draw.add_argument("--version", metavar="LABEL", help=N_("label, id or day of a version (default: the last)"))
    draw.add_argument(
        "--view",
        choices=("network", "fields"),
        default="network",
        help=N_("Netzwerkkarte (default) or four fields"),
    )
    draw.add_argument("--paper", choices=("a4", "a3"), default="a4", help=N_("paper of a PDF, size of a PNG"))
    draw.add_argument("--grey", action="store_true", help=N_("without colour"))
    draw.add_argument("--large", action="store_true", help=N_("large type"))
    draw.add_argument("--language", choices=LANGUAGES, help=N_("language of the page (default: the program's)"))
    draw.add_argument("--pseudonyms", action="store_true", help=N_("roles or initials instead of names"))
    draw.add_argument("--unknown-ties", action="store_true", help=N_("also draw who is known not to know each other"))


def run_draw(arguments: argparse.Namespace) -> Answer:
    """Answer ``netmap card draw FILE --out X``.

    Raises
    ------
    CallError
        The ending is unknown, the version is not in the file, or the place cannot be written to.
    """
    out = Path(arguments.out)
    if out.suffix.lower() not in ENDINGS:
        raise CallError(
            "The ending of {out} is unknown; a card is drawn as {endings}.",
            out=out.name,
            endings=", ".join(ENDINGS),
        )
    from netmap.exchange.atomic import write_whole
    from netmap.exchange.cardfile import read_card_file

    file = read_card_file(arguments.file)
    version = _version(file, arguments)
    if not arguments.pseudonyms:  # a loss may quote what the file says
        for loss in file.losses:
            print(str(loss), file=sys.stderr)
    with speaking(arguments.language or language()):
        content, pages = _drawn(version, arguments, out.suffix.lower())
    written = write_whole(out, content)
    data = {"out": str(arguments.out), "format": out.suffix[1:].lower(), "pages": pages, "bytes": written}
    return Answer(data, lambda: text("{out} written: {format}, {pages} page(s), {bytes} bytes.", **data))


def _version(file: CardFile, arguments: argparse.Namespace) -> CardVersion:
    from netmap.exchange.cardfile import find_version

    if arguments.version is None:
        return file.versions[-1]
    found = find_version(file.versions, arguments.version)
    if len(found) == 1:
        return found[0]
    if found:
        raise CallError(
            "{count} versions are called {label}; name one by its id: {ids}.",
            count=len(found),
            label=arguments.version,
            ids=", ".join(v.id for v in found),
        )
    raise CallError(
        "There is no version {label} in {file}; there are: {labels}.",
        label=arguments.version,
        file=Path(arguments.file).name,
        labels=", ".join((not arguments.pseudonyms and v.label) or v.id for v in file.versions),
    )


def _drawn(version: CardVersion, arguments: argparse.Namespace, ending: str) -> tuple[bytes, int]:
    """Give the drawn card and its number of pages."""
    from netmap.exchange.drawing import card_html, card_pdf, card_png, svg_document, view_of
    from netmap.exchange.drawing.network_svg import Style
    from netmap.exchange.typeset import Look, page_count

    view: CardView = view_of(version.card, version.alters, version.ties, pseudonyms=arguments.pseudonyms)
    kind: str = arguments.view
    look = Look(paper=arguments.paper, grey=arguments.grey, large=arguments.large)
    ties: bool = arguments.unknown_ties
    style = Style(grey=arguments.grey, large=arguments.large, unknown_ties=ties)
    if ending == ".pdf":
        pdf = card_pdf(view, kind=kind, look=look, unknown_ties=ties)
        return pdf, page_count(pdf)
    if ending == ".png":
        return card_png(view, kind=kind, look=look, unknown_ties=ties), 1
    if ending == ".svg":
        return svg_document(view, kind=kind, style=style).encode(), 1
    return card_html(view, kind=kind, style=style).encode(), 1
