"""The blocks of a report as a Word document: the same content as the PDF, to be worked on further."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from netmap.exchange.report import (
    Beside,
    Block,
    Bullets,
    Contents,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Remark,
    Table,
)
from netmap.exchange.typeset import printable, rasterise, template
from netmap.messages import language

if TYPE_CHECKING:
    from docx.document import Document

_FONT: Final = "Atkinson Hyperlegible Next"
#: the width of the text on A4, and of a picture in it
_TEXT_CM: Final = 16.5
_PPI: Final = 170
_SOFT: Final = (0x55, 0x60, 0x6E)
_PETROL: Final = (0x0B, 0x64, 0x68)


def report_docx(
    blocks: Sequence[Block], *, title: str, subtitle: str | None = None, made_at: datetime | None = None
) -> bytes:
    """Make a Word document of blocks, with real headings, repeating table heads and words for each picture.

    Examples
    --------
    >>> report_docx([Heading("Who is here"), Bullets(["Jobcenter"])], title="Minutes")[:2]
    b'PK'
    """
    from docx import Document

    document = Document()
    _dress(document, title, made_at)
    document.add_heading(_clean(title), level=0)
    if subtitle:
        document.add_paragraph(_clean(subtitle), style="Subtitle")
    for block in sorted(blocks, key=_floats):
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _floats(block: Block) -> bool:
    return isinstance(block, Picture) and block.floats


def _clean(value: str) -> str:
    """Drop what a document cannot hold."""
    return "".join(
        c for c in value if c in "\n\t" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )


def _dress(document: Document, title: str, made_at: datetime | None) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document.core_properties.title = _clean(title)[:255]
    document.core_properties.author = "netmap"
    document.core_properties.language = "de-DE" if language() == "de" else "en-GB"
    if made_at is not None:
        document.core_properties.created = made_at.replace(tzinfo=None)
        document.core_properties.modified = made_at.replace(tzinfo=None)
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.25)
        section.top_margin = section.bottom_margin = Cm(2)
    styles: Any = document.styles
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"):
        font = styles[name].font
        font.name = _FONT
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), _FONT)
        if name != "Normal":
            font.color.rgb = RGBColor(*_PETROL)
    styles["Normal"].font.size = Pt(11)
    styles["Title"].font.size = Pt(22)
    speech = styles["Normal"].element.get_or_add_rPr()
    lang = speech.makeelement(qn("w:lang"), {qn("w:val"): "de-DE" if language() == "de" else "en-GB"})
    speech.append(lang)


def _add(document: Document, block: Block) -> None:
    from docx.shared import RGBColor

    match block:
        case Heading():
            if block.text.strip():
                document.add_heading(_clean(block.text), level=block.level - 1)
        case Paragraph():
            run = document.add_paragraph().add_run(_clean(block.text))
            if block.quiet:
                run.font.color.rgb = RGBColor(*_SOFT)
        case Remark():
            document.add_paragraph().add_run(_clean(block.text)).bold = True
        case Bullets():
            _list(document, block)
        case Facts():
            _table(document, None, block.pairs, columns=2)
        case Table():
            if block.caption:
                _caption(document, block.caption).paragraph_format.keep_with_next = True
            _table(document, block.head, block.rows, columns=len(block.head))
        case Picture():
            _picture(document, block)
        case Beside():
            for picture in block.pictures:
                _picture(document, picture)
        case Contents():
            pass  # Word makes one itself, from the headings, with the pages of its own
        case PageBreak():
            document.add_page_break()  # type: ignore[no-untyped-call]


def _list(document: Document, block: Bullets) -> None:
    if block.columns > 1:
        _section(document)
    for item in block.items:
        paragraph = document.add_paragraph(_clean(item), style="List Number" if block.numbered else "List Bullet")
        paragraph.paragraph_format.space_after = 0
    if block.columns > 1:
        # the text before it and after it has one column
        _columns(document.sections[-1], block.columns)
        _columns(_section(document), 1)


def _section(document: Document) -> Any:
    """Begin a part on the same page; it ends with the last paragraph, not with an empty one of its own."""
    from docx.enum.section import WD_SECTION

    made = document.add_section(WD_SECTION.CONTINUOUS)
    empty: Any = document.paragraphs[-1]._p
    last = empty.getprevious()
    if last is not None and last.tag == empty.tag:
        last.get_or_add_pPr().append(empty.pPr.sectPr)
        empty.getparent().remove(empty)
    return made


def _columns(section: Any, count: int) -> None:
    from docx.oxml.ns import qn

    (columns,) = section._sectPr.xpath("./w:cols")
    columns.set(qn("w:num"), str(count))


def _caption(document: Document, words: str) -> Any:
    paragraph = document.add_paragraph(_clean(words))
    paragraph.runs[0].italic = True
    return paragraph


def _table(document: Document, head: Sequence[str] | None, rows: Sequence[Sequence[str]], *, columns: int) -> None:
    from docx.oxml.ns import qn

    table: Any = document.add_table(rows=0 if head is None else 1, cols=columns)
    table.style = "Table Grid"
    if head is not None:
        for cell, words in zip(table.rows[0].cells, head, strict=True):
            cell.paragraphs[0].add_run(_clean(words)).bold = True
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        # the head repeats on each page, and programs that read aloud know it as one
        properties = table.rows[0]._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in rows:
        added = table.add_row()
        whole = added._tr.get_or_add_trPr()
        whole.append(whole.makeelement(qn("w:cantSplit"), {}))
        cells = added.cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = _clean(words)
    document.add_paragraph()


def _picture(document: Document, block: Picture) -> None:
    from docx.shared import Cm

    png = rasterise(
        template("picture"),
        {"width": _TEXT_CM * 10 * block.width, "margin": 0, "alt": printable(block.alt)},
        title=block.alt,
        pictures={"card": block.svg},
        ppi=_PPI,
    )[0]
    shape = document.add_picture(io.BytesIO(png), width=Cm(_TEXT_CM * block.width))
    properties = shape._inline.docPr
    properties.set("descr", _clean(block.alt))
    properties.set("title", _clean(block.caption or block.alt)[:120])
    if block.caption:
        document.paragraphs[-1].paragraph_format.keep_with_next = True
        _caption(document, block.caption)
