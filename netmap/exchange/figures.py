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
        sheet = book.create_sheet(table.name[:31])
        sheet.append([_safe(sheet, c.title) for c in table.columns])
        for row in table.rows:
            sheet.append([_safe(sheet, v) for v in row])
    sheet = book.create_sheet(text("Explanations")[:31])
    for line in _dictionary(tables, made_on):
        sheet.append([_safe(sheet, v) for v in line])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _safe(sheet: Any, value: Value) -> Any:
    """Write text as text: what looks like a formula is none."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
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
