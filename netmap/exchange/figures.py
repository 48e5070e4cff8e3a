"""Tables of figures for people and programs: a workbook, or CSV files with a data dictionary."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from netmap.messages import text

Value: TypeAlias = "str | int | float | date | None"

#: how wide a column of a sheet is at least and at most, in letters
_NARROW, _WIDE = 8, 60


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column: its name in files, its title for people, and what it means."""

    name: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of figures with the words that belong to it.

    Attributes
    ----------
    name
        Name of the file or sheet.
    title, note
        What it shows; what must be known to read it.
    """

    name: str
    title: str
    columns: tuple[FigureColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""


def to_workbook(tables: Sequence[FigureTable], *, made_on: date) -> bytes:
    """Write tables as a workbook: one sheet each, and one that explains every column."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in tables:
        _fill(book, table.name, [[c.title for c in table.columns], *table.rows])
    _fill(book, text("Explanations"), _dictionary(tables, made_on))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(book: Any, name: str, lines: Sequence[Sequence[Value]]) -> None:
    """Write a sheet that can be read as it opens: columns wide enough, the head in sight, ready to filter."""
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name[:31])
    for at, column in enumerate(zip(*lines, strict=True), start=1):
        longest = max(len(str(v)) for v in column if v is not None)
        sheet.column_dimensions[get_column_letter(at)].width = min(max(longest + 2, _NARROW), _WIDE)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(lines[0]))}{len(lines)}"
    for number, line in enumerate(lines):
        sheet.append([_cell(sheet, v, head=not number) for v in line])


def _cell(sheet: Any, value: Value, *, head: bool) -> Any:
    """Write text as text, what looks like a formula too, and in as many lines as it needs."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        cell.font = Font(bold=True)
    return cell


def to_archive(tables: Sequence[FigureTable], *, made_on: date) -> bytes:
    """Write tables as CSV files (UTF-8, comma) with a data dictionary, packed as ZIP."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            head = [c.name for c in table.columns]
            archive.writestr(f"{table.name}.csv", _csv([head, *table.rows]))
        archive.writestr("data_dictionary.csv", _csv(_dictionary(tables, made_on)))
    return stream.getvalue()


def _csv(rows: Sequence[Sequence[Value]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in rows:
        writer.writerow(["" if v is None else _guarded(v) for v in row])
    return stream.getvalue()


def _guarded(value: Value) -> Value:
    # a spreadsheet that opens the file must not take a text for a formula
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def _dictionary(tables: Sequence[FigureTable], made_on: date) -> list[list[Value]]:
    rows: list[list[Value]] = [["table", "column", "title", "meaning"]]
    for table in tables:
        rows.append([table.name, "", table.title, table.note])
        rows += [[table.name, c.name, c.title, c.meaning] for c in table.columns]
    rows.append(["", "", text("Made on"), made_on.isoformat()])
    return rows
