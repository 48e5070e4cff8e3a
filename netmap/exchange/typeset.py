"""Pages for paper: a template of ours and data go in, an accessible PDF or a PNG comes out.

What people typed reaches the page as data (one JSON document that the template reads), never as
markup: no text can run as typst code, whatever stands in it. Nothing is written to disk on the way.
Every PDF is PDF/UA-1: tagged, with language and title, fonts embedded, a picture without words refused.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from netmap.errors import CallError, NetmapError
from netmap.exchange.look import palette
from netmap.messages import language, text

if TYPE_CHECKING:
    import typst

FONT_DIR: Final = Path(__file__).parent / "drawing" / "fonts"
_TEMPLATE_DIR: Final = Path(__file__).parent / "typst"
PAPERS: Final = ("a4", "a3")
#: stands for a letter that none of the bundled fonts can show
NO_GLYPH: Final = "□"

#: the family of all text, and those that step in for letters it lacks
FONT_FAMILIES: Final = (
    "Atkinson Hyperlegible Next",
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Ethiopic",
    "Noto Sans Georgian",
    "Noto Sans Math",
    "Noto Sans Symbols 2",
)
_PAGE_TREE: Final = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
_PROBE: Final = (
    '#set document(title: "x")\n#let all = json("data.json")\n'
    "#set text(font: all.fonts)\n#for c in all.letters [#c \\ ]"
)
#: direction overrides could make a line read differently from what it says
_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: scripts without capitals that the fonts hold
_SCRIPTS: Final = ("ARABIC", "ETHIOPIC", "HEBREW", "GEORGIAN", "FEMININE", "MASCULINE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a page looks: its paper, and whether it is grey or in large type.

    Attributes
    ----------
    paper
        ``a4`` or ``a3``.
    landscape
        Turned by a quarter.
    grey
        Without any colour, for black-and-white printers.
    large
        Half as large again, for people who read with difficulty.
    """

    paper: str = "a4"
    landscape: bool = False
    grey: bool = False
    large: bool = False

    def __post_init__(self) -> None:
        if self.paper not in PAPERS:
            raise CallError("The paper {paper} is unknown: a4 or a3.", paper=self.paper)

    @property
    def type_size_pt(self) -> float:
        """The size of running text in points."""
        return (13.0 if self.paper == "a3" else 10.5) * (1.5 if self.large else 1.0)


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    subtitle: str | None = None,
    footer: str = "",
    look: Look | None = None,
    pictures: Mapping[str, str] | None = None,
    made_at: datetime | None = None,
) -> bytes:
    r"""Make an accessible PDF (PDF/UA-1) from a template and data.

    Parameters
    ----------
    template
        Typst source of ours; begins with ``#import "house.typ": *`` and ``#show: house``.
    data
        What the template reads as ``data``: anything that JSON knows.
    title, subtitle, footer
        The document's title (also its metadata), a line below it, the left part of each page's foot.
    look
        Paper, grey, large type.
    pictures
        SVG documents by name; the template shows them with ``picture(name, alt)``.
    made_at
        The moment written into the file; now if not given.

    Returns
    -------
    bytes
        The PDF in the present language (see ``netmap.messages.speaking``).

    Raises
    ------
    NetmapError
        If the page cannot be set.

    Examples
    --------
    >>> source = '#import "house.typ": *\n#show: house\n= #data.hello'
    >>> typeset(source, {"hello": "#panic() *no markup*"}, title="Greeting")[:5]
    b'%PDF-'
    """
    files = _files(template, data, title, subtitle, footer, look or Look(), pictures or {})
    moment = (made_at or datetime.now(tz=UTC)).astimezone(UTC).replace(microsecond=0)
    made = _compile(files, output="pdf", made_at=moment, ppi=None)
    return made[0]


def rasterise(
    template: str,
    data: Mapping[str, Any],
    *,
    title: str,
    look: Look | None = None,
    pictures: Mapping[str, str] | None = None,
    ppi: float = 200,
) -> list[bytes]:
    """Make PNG pictures, one for each page; arguments as in :func:`typeset`, ``ppi`` in dots per inch."""
    files = _files(template, data, title, None, "", look or Look(), pictures or {})
    return _compile(files, output="png", made_at=None, ppi=ppi)


def _files(
    template: str,
    data: Mapping[str, Any],
    title: str,
    subtitle: str | None,
    footer: str,
    look: Look,
    pictures: Mapping[str, str],
) -> dict[str, bytes]:
    document = {
        "title": title if has_letters(printable(title)) else "netmap",
        "subtitle": subtitle,
        "footer": footer,
        "data": data,
        "pictures": dict(pictures),
        "fonts": FONT_FAMILIES,
        "words": {"page_of": text("Page {page} of {pages}", page="{page}", pages="{pages}")},
        "look": {
            "paper": look.paper,
            "landscape": look.landscape,
            "size": look.type_size_pt,
            "margin": 18 if look.paper == "a3" else 13,
            "language": language(),
            "colours": palette(grey=look.grey),
        },
    }
    return {
        "main.typ": template.encode(),
        "house.typ": (_TEMPLATE_DIR / "house.typ").read_bytes(),
        "data.json": _as_json(printable(document)),
    }


def has_letters(value: str) -> bool:
    """Tell whether anything of a text can be seen: PDF/UA allows no empty title."""
    return any(unicodedata.category(c)[0] in "LNPS" for c in value)


def page_count(pdf: bytes) -> int:
    """Count the pages of a PDF made here: the largest ``/Count`` of its page trees."""
    return max((int(n) for n in _PAGE_TREE.findall(pdf)), default=1)


def template(name: str) -> str:
    """Give the source of a template that lies beside the house style.

    Examples
    --------
    >>> '#show: house' in template("report")
    True
    """
    return (_TEMPLATE_DIR / f"{name}.typ").read_text(encoding="utf-8")


def _compile(files: dict[str, bytes], *, output: str, made_at: datetime | None, ppi: float | None) -> list[bytes]:
    import typst

    try:
        return _run(files, output, made_at, ppi)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise NetmapError("The page could not be set.") from error
    # letters that can be shown one by one may still fail together (marks on a foreign base letter)
    document = _plain_letters(json.loads(files["data.json"]))
    try:
        return _run({**files, "data.json": _as_json(document)}, output, made_at, ppi)
    except typst.TypstError as error:
        raise NetmapError("The page could not be set.") from error


def _run(files: dict[str, bytes], output: str, made_at: datetime | None, ppi: float | None) -> list[bytes]:
    import typst

    compiler: Any = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    standards = ["ua-1"] if output == "pdf" else []
    made = compiler.compile(files, format=output, ppi=ppi, pdf_standards=standards, timestamp=made_at)
    return list(made) if isinstance(made, list) else [made]


def _as_json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_DIR)])


def printable(value: Any) -> Any:
    r"""Replace what cannot be printed in every text of a structure: controls go, unknown letters become □.

    Examples
    --------
    >>> printable({"name": "Ewa\x00\u202e Wałęsa", "on": [1, None]})
    {'name': 'Ewa Wałęsa', 'on': [1, None]}
    """
    clean = _map_texts(value, _without_controls)
    _learn({letter for found in _texts(clean) for letter in found})
    return _map_texts(clean, lambda found: "".join(c if _known[c] else NO_GLYPH for c in found))


def _without_controls(value: str) -> str:
    composed = unicodedata.normalize("NFC", value.encode("utf-8", "replace").decode("utf-8"))
    return "".join(
        " " if c in "\t\r\u2028\u2029" else c
        for c in composed
        if c in "\n\t\r" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _OVERRIDES)
    )


#: letters the fonts can show (True) or not (False); printable ASCII is known to be there
_known: dict[str, bool] = {chr(code): True for code in range(32, 127)} | {"\n": True, " ": True}


def _learn(letters: set[str]) -> None:
    unknown = sorted(c for c in letters if c not in _known)
    for c in unknown:
        category = unicodedata.category(c)
        if category in ("Mn", "Mc", "Me", "Cf"):
            _known[c] = True  # never stands alone: judged with its base letter when the page is set
        elif category in ("Co", "Cn") or (category == "Lo" and not unicodedata.name(c, "").startswith(_SCRIPTS)):
            _known[c] = False  # tens of thousands of signs that need not be tried one by one
    _probe([c for c in unknown if c not in _known])


def _probe(letters: list[str]) -> None:
    """Ask typst itself which letters the fonts hold, halving where some are missing."""
    if not letters:
        return
    if _shows(letters):
        _known.update(dict.fromkeys(letters, True))
    elif len(letters) == 1:
        _known[letters[0]] = False
    else:
        middle = len(letters) // 2
        _probe(letters[:middle])
        _probe(letters[middle:])


def _shows(letters: list[str]) -> bool:
    import typst

    probe = _as_json({"fonts": FONT_FAMILIES, "letters": letters})
    try:
        _run({"main.typ": _PROBE.encode(), "data.json": probe}, "pdf", None, None)
    except typst.TypstError:
        return False
    return True


def _plain_letters(value: Any) -> Any:
    def plain(found: str) -> str:
        return "".join(
            c for c in unicodedata.normalize("NFC", found) if unicodedata.category(c) not in ("Mn", "Mc", "Me", "Cf")
        )

    return _map_texts(value, plain)


def _map_texts(value: Any, change: Any) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {str(k): _map_texts(v, change) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_map_texts(v, change) for v in value]
    return value


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from _texts(held)
