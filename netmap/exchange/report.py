"""Reports made of blocks: what pages and commands hand over to have a paper set from it.

A report is a list of blocks; :func:`report` turns it into an accessible PDF in the house style.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeAlias

from netmap.exchange.typeset import Look, has_letters, printable, template, typeset


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title: level 2 or 3."""

    kind: ClassVar = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``quiet`` sets it smaller and softer (definitions, sources)."""

    kind: ClassVar = "paragraph"
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What must not be overlooked, in a box."""

    kind: ClassVar = "remark"
    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without order, or with numbers; short items may stand in several ``columns``, read one after the other."""

    items: Sequence[str]
    numbered: bool = False
    columns: int = 1

    @property
    def kind(self) -> str:
        """Which of the two lists it is."""
        return "numbered" if self.numbered else "bullets"


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a word and what it stands for."""

    kind: ClassVar = "facts"
    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header row repeats on each page.

    Attributes
    ----------
    head, rows
        The header cells and the body, all text.
    align
        ``left``, ``right`` or ``center`` for each column; all left if not given.
    widths
        The share of each column; ``None`` = as wide as its widest cell.
    caption
        Stands above the table.
    small
        In smaller type, for tables of many short cells.
    """

    kind: ClassVar = "table"
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    align: Sequence[str] | None = None
    widths: Sequence[float | None] | None = None
    caption: str | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG document with the words that stand for it.

    Attributes
    ----------
    width, height
        The share of the text width it has, and that of the page which it takes at most.
    floats
        Stands at the foot of the first page with room for it; the text goes on meanwhile and fills the pages.
        On paper that is written on it follows the text.
    """

    kind: ClassVar = "picture"
    svg: str
    alt: str
    caption: str | None = None
    width: float = 1.0
    height: float = 0.9
    floats: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Pictures beside each other, to be compared; on paper that is written on they follow each other."""

    kind: ClassVar = "beside"
    pictures: Sequence[Picture]


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings of level 2 with the pages on which they stand."""

    kind: ClassVar = "contents"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""

    kind: ClassVar = "page_break"


Block: TypeAlias = Heading | Paragraph | Remark | Bullets | Facts | Table | Picture | Beside | Contents | PageBreak


def report(
    blocks: Sequence[Block],
    *,
    title: str,
    subtitle: str | None = None,
    footer: str = "",
    look: Look | None = None,
    made_at: datetime | None = None,
) -> bytes:
    """Make an accessible PDF of blocks; arguments as in :func:`netmap.exchange.typeset.typeset`.

    Examples
    --------
    >>> blocks = [Heading("Who works with whom"), Table(["from", "to"], [["A", "B"]])]
    >>> report(blocks, title="Partner network")[:5]
    b'%PDF-'
    """
    pictures: dict[str, str] = {}
    return typeset(
        template("report"),
        {"blocks": [_plain(block, pictures) for block in blocks if not _is_empty_heading(block)]},
        title=title,
        subtitle=subtitle,
        footer=footer,
        look=look,
        pictures=pictures,
        made_at=made_at,
    )


def _is_empty_heading(block: Block) -> bool:
    """Tell what PDF/UA refuses: a heading in which nothing can be seen."""
    return isinstance(block, Heading) and not has_letters(printable(block.text))


def _plain(block: Block, pictures: dict[str, str]) -> Mapping[str, Any]:
    if isinstance(block, Picture):
        name = f"picture {len(pictures) + 1}"
        pictures[name] = block.svg
        return {
            "kind": block.kind,
            "name": name,
            "alt": block.alt,
            "caption": block.caption,
            "width": block.width,
            "height": block.height,
            "floats": block.floats,
        }
    if isinstance(block, Beside):
        return {"kind": block.kind, "pictures": [_plain(picture, pictures) for picture in block.pictures]}
    fields = {f.name: getattr(block, f.name) for f in dataclasses.fields(block)}
    if isinstance(block, Table):
        # typst needs a word where nothing is given
        fields["widths"] = fields["widths"] or "auto"
        fields["align"] = fields["align"] or "auto"
    return {"kind": block.kind, **fields}
