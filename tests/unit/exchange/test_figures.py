"""Tables of figures out: workbook, CSV with data dictionary, and the map for paper."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from datetime import date

from openpyxl import load_workbook

from netmap.exchange.figures import FigureColumn, FigureTable, to_archive, to_workbook
from netmap.exchange.mapsvg import map_svg

DAY = date(2026, 11, 20)
TABLE = FigureTable(
    "gaps",
    "Lücken",
    (FigureColumn("area", "Gebiet", "Name"), FigureColumn("cases", "Fälle", "leer: zurückgehalten")),
    (("=HYPERLINK(1)", 4), ("00101", None), ("Süd", 0)),
    "Hinweis",
)


def test_the_workbook_keeps_text_text_and_withheld_empty():
    book = load_workbook(io.BytesIO(to_workbook([TABLE], made_on=DAY)))
    rows = [[c.value for c in row] for row in book["gaps"].iter_rows()]
    assert rows == [["Gebiet", "Fälle"], ["=HYPERLINK(1)", 4], ["00101", None], ["Süd", 0]]
    assert book["gaps"]["A2"].data_type == "s"
    told = [c.value for row in book.worksheets[-1].iter_rows() for c in row]
    assert {"leer: zurückgehalten", "Hinweis", "2026-11-20"} <= set(told)


def test_a_sheet_can_be_read_as_it_opens():
    """The head stays in sight and filters; columns are as wide as their text, long ones break lines."""
    long = FigureTable("gaps", "Lücken", TABLE.columns, (("Die Wegezeiten sind geschätzt. " * 9, 4),))
    short, wide = (load_workbook(io.BytesIO(to_workbook([t], made_on=DAY)))["gaps"] for t in (TABLE, long))
    assert (short.freeze_panes, short.auto_filter.ref) == ("A2", "A1:B4")
    widths = [[s.column_dimensions[c].width for c in "AB"] for s in (short, wide)]
    assert widths == [[len("=HYPERLINK(1)") + 2, 8], [60, 8]]
    assert wide["A2"].alignment.wrap_text
    assert short["A1"].font.bold
    assert not short["A2"].font.bold


def test_the_archive_explains_every_column():
    archive = zipfile.ZipFile(io.BytesIO(to_archive([TABLE], made_on=DAY)))
    assert archive.namelist() == ["gaps.csv", "data_dictionary.csv"]
    rows = list(csv.reader(io.StringIO(archive.read("gaps.csv").decode())))
    assert rows == [["area", "cases"], ["'=HYPERLINK(1)", "4"], ["00101", ""], ["Süd", "0"]]
    words = list(csv.reader(io.StringIO(archive.read("data_dictionary.csv").decode())))
    assert ["gaps", "cases", "Fälle", "leer: zurückgehalten"] in words


def test_the_map_is_a_drawing_with_names_words_and_hatching():
    west = {"type": "Polygon", "coordinates": [[[11, 53], [11.1, 53], [11.1, 53.1], [11, 53.1], [11, 53]]]}
    east = {"type": "MultiPolygon", "coordinates": [[[[11.1, 53], [11.2, 53], [11.2, 53.1], [11.1, 53.1], [11.1, 53]]]]}
    drawn = map_svg(
        {
            "areas": [
                {
                    "id": "w",
                    "name": "West & Nord",
                    "geometry": west,
                    "tone": "stop",
                    "hatched": True,
                    "word": "✕ fehlt",
                },
                {"id": "e", "name": "Ost", "geometry": east, "tone": "none"},
                {"id": "x", "name": "ohne Form", "geometry": None},
            ],
            "legend": [{"tone": "stop", "text": "fehlt"}],
        }
    )
    root = ET.fromstring(drawn)
    texts = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"West & Nord", "✕ fehlt", "Ost", "fehlt"} <= set(texts)
    paths = list(root.iter("{http://www.w3.org/2000/svg}path"))
    assert [p.get("fill") for p in paths] == ["url(#hatch-stop)", "#f1efe9"]
    assert map_svg({"areas": [], "legend": []}).startswith("<svg")
