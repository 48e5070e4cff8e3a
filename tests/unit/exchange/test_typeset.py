"""Accessible pages from data: PDF/UA-1, embedded fonts, and no text that ever runs as markup."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from netmap.errors import CallError, NetmapError
from netmap.exchange.report import (
    Bullets,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Remark,
    Table,
    report,
)
from netmap.exchange.typeset import Look, page_count, printable, rasterise, typeset
from netmap.messages import speaking

START = '#import "house.typ": *\n#show: house\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><text x="2" y="12">Kern</text></svg>'


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def structure(reader: PdfReader) -> list[DictionaryObject]:
    """All structure elements in order."""
    found = []

    def walk(node):
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def fonts(reader: PdfReader) -> dict[str, bool]:
    """Each font's name, and whether its letters are in the file."""
    found = {}
    for page in reader.pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"]
            found[str(descendant["/BaseFont"])] = any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
    return found


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


BLOCKS = [
    Paragraph("Alle Organisationen am Stichtag."),
    Heading("Wer mit wem"),
    Table(
        ["von", "nach", "Stufe"],
        [["A", "Beratungsstelle", "2"]] * 60,
        align=["left", "left", "right"],
        widths=[1, 2, None],
        caption="Alle Paare",
    ),
    Remark("Unbekannt ist nicht null."),
    Bullets(["eins", "zwei"]),
    Bullets(["erstens"], numbered=True),
    Facts([("Dichte", "0,18")]),
    Picture(SVG, "Ein Kern", "Der Kern", width=0.4),
    PageBreak(),
    Paragraph("Quelle: eigene Angaben", quiet=True),
]


@pytest.fixture(scope="module")
def reader():
    return read(report(BLOCKS, title="Partnernetzwerk", subtitle="20.11.2026", footer="Partnernetzwerk"))


def test_the_report_says_that_it_is_accessible(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF object, not Python's True
    assert root["/Lang"].split("-")[0] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert reader.metadata.title == "Partnernetzwerk"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_headings_tables_lists_and_pictures_are_tagged(reader):
    kinds = [str(node["/S"]) for node in structure(reader)]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 1
    assert kinds.count("/TH") == 3
    assert kinds.count("/TD") == 180
    assert kinds.count("/LI") >= 3
    alternatives = [str(node["/Alt"]) for node in structure(reader) if "/Alt" in node]
    assert "Ein Kern" in alternatives


def test_all_fonts_are_inside(reader):
    found = fonts(reader)
    assert any("AtkinsonHyperlegibleNext" in name for name in found)
    assert all(found.values())


def test_each_page_says_which_it_is(reader):
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == 3
    assert all(f"Seite {n} von 3" in page for n, page in enumerate(pages, 1))
    assert all(page.count("Stufe") == 1 for page in pages[:2])  # the head of the table repeats


def test_pages_are_counted_as_a_reader_counts_them():
    for times in (1, 3, 40):
        pdf = report([Paragraph("Wort " * 400)] * times, title="x")
        assert page_count(pdf) == len(read(pdf).pages)


@pytest.mark.parametrize(
    ("look", "size"),
    [
        (Look(), (210, 297)),
        (Look(landscape=True), (297, 210)),
        (Look(paper="a3"), (297, 420)),
        (Look(paper="a3", landscape=True), (420, 297)),
    ],
)
def test_papers(look, size):
    box = read(report([Paragraph("x")], title="x", look=look)).pages[0].mediabox
    assert [round(float(v) / 72 * 25.4) for v in (box.width, box.height)] == list(size)


def test_an_unknown_paper_is_refused():
    with pytest.raises(CallError, match="a4 oder a3"):
        Look(paper="a5")


def test_english_pages():
    with speaking("en"):
        found = read(report([Paragraph("x")], title="x"))
    assert "Page 1 of 1" in text_of(found)
    assert found.trailer["/Root"]["/Lang"] == "en"


def test_the_moment_is_the_one_given():
    when = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    first, second = (report([Paragraph("x")], title="x", made_at=when) for _ in range(2))
    assert first == second
    assert read(first).metadata.creation_date == when


def test_large_type_is_half_as_large_again():
    def sizes(look):
        found = []
        page = read(report([Paragraph("Wort")], title="x", look=look)).pages[0]
        page.extract_text(visitor_text=lambda t, _c, tm, _f, size: found.append((t, size * abs(tm[0]))))
        return next(size for t, size in found if "Wort" in t)

    assert sizes(Look(large=True)) == pytest.approx(sizes(Look()) * 1.5, rel=0.02)


def test_a_picture_without_words_is_refused():
    with pytest.raises(NetmapError):
        typeset(START + '#picture("x", none)', {}, title="x", pictures={"x": SVG})


# --- what people typed is never markup ------------------------------------------------------------

MARKUP = (
    '#panic("x")',
    '#read("/etc/passwd")',
    '"] #image("/etc/hostname")',
    "*fett* _kursiv_ = Titel",
    "$ x^2 $ `code` @anker <anker>",
    "\\u{1F600} \\ // /* */ [x] {y}",
    '#sys.inputs #eval("1+1")',
    "https://example.invalid/x",
)


@pytest.mark.parametrize("typed", MARKUP)
def test_typed_text_is_shown_as_it_is(typed):
    blocks = [Paragraph(typed), Heading(typed), Table([typed], [[typed]]), Facts([(typed, typed)]), Remark(typed)]
    found = read(report(blocks, title=typed, subtitle=typed, footer=typed))
    flat = "".join(text_of(found).split())
    assert flat.count("".join(typed.split())) >= 8
    assert found.metadata.title == typed
    links = [a for page in found.pages for a in page.get("/Annots", [])]
    assert links == []


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_can_be_set(typed):
    blocks = [Paragraph(typed), Heading(typed), Table([typed], [[typed]]), Picture(SVG, f"Bild {typed}")]
    assert report(blocks, title=typed)[:5] == b"%PDF-"


# --- letters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Şükrü", "Wałęsa", "Привіт", "سلام", "ሰላም", "שלום", "გამარჯობა", "≠ ≤ → ✓ ☐"])
def test_names_of_many_scripts_are_printed(name):
    assert printable(name) == name
    found = read(report([Paragraph(name)], title="x"))
    assert all(fonts(found).values())
    assert "□" not in text_of(found)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("漢字", "□□"), ("a\u202eb", "ab"), ("x\x00\x1by", "xy"), ("\ue000", "□"), ("u\u0308", "ü"), ("한", "□")],
)
def test_what_cannot_be_printed_is_replaced_visibly(typed, shown):
    assert printable({"a": [typed]}) == {"a": [shown]}


def test_letters_that_fail_only_together_do_not_stop_a_page():
    assert report([Paragraph("漢\u0301 x\u20dd ع\u0308")], title="x")[:5] == b"%PDF-"


def test_png_pages():
    made = rasterise(START + "= #data.a\n#pagebreak()\nx", {"a": "Titel"}, title="x", ppi=50)
    assert [page[:8] for page in made] == [b"\x89PNG\r\n\x1a\n"] * 2


@pytest.mark.parametrize("lines", range(38, 50, 2))
def test_a_title_stands_with_the_first_row_of_its_table(lines):
    """Wherever the page ends: the title and the note under it never stay behind on the page before."""
    blocks = [
        Bullets(["Zeile"] * lines), Heading("Titel"), Paragraph("Anmerkung", quiet=True), Table(["a"], [["Erste"]] * 3)
    ]  # fmt: skip
    (page,) = (p for p in read(report(blocks, title="T")).pages if "Titel" in p.extract_text())
    assert "Anmerkung" in page.extract_text()
    assert "Erste" in page.extract_text()


def test_a_row_of_several_sentences_stays_on_one_page():
    reasons = [[f"Anfang{i}x " + "Die Wegezeiten sind geschätzt. " * 10 + f"Ende{i}x", "1"] for i in range(40)]
    pages = [p.extract_text() for p in read(report([Table(["Grund", "n"], reasons, widths=[1, 1])], title="T")).pages]
    assert len(pages) > 2
    for text in pages:
        assert re.findall(r"Anfang(\d+)x", text) == re.findall(r"Ende(\d+)x", text)
