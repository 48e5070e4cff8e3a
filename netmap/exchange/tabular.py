"""Tables as they really come: CSV with comma or semicolon, UTF-8 or Windows-1252, German numbers.

Reading never stops at the first fault: a :class:`Table` hands out cells, a :class:`Sheet` of typed
getters collects every fault and every notice with file, row and column; the head is row 1.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from netmap.errors import CallError, Fault, FormatError, InputError, reason_of
from netmap.exchange.numbers import parse_number
from netmap.messages import message

MAX_BYTES = 200 * 1024 * 1024

_GERMAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
#: control characters but tab and newline; Excel leaves vertical tabs in cells of several lines
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_YES = {"yes": True, "no": False}
#: how people write it elsewhere
_MEANT = {
    **dict.fromkeys(("yes", "ja", "j", "y", "x", "1", "wahr", "true"), "yes"),
    **dict.fromkeys(("no", "nein", "n", "-", "0", "falsch", "false"), "no"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the file line it starts on, and its cells by column (outer spaces removed)."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read: nothing interpreted yet.

    Attributes
    ----------
    name
        How faults name the file.
    head
        The columns in file order.
    rows
        The rows that hold anything.
    decimal_comma
        Whether the file writes numbers the German way (semicolon between cells).
    notices
        What was treated on the way: encoding, separators.
    faults
        Rows longer than the head; a :class:`Sheet` of the table begins with them, to go on and find the others.
    """

    name: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    decimal_comma: bool = False
    notices: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_bytes(source: str | Path) -> tuple[str, bytes]:
    """Read a file, or standard input for ``-``, and give its name and its bytes.

    Raises
    ------
    CallError
        There is no such file, or it cannot be opened.
    FormatError
        It is larger than 200 MB.
    """
    if str(source) == "-":
        return "-", sys.stdin.buffer.read()
    path = Path(source)
    try:
        if path.is_dir():
            raise CallError("{path} is a folder; a file is needed.", path=path)
        if path.stat().st_size > MAX_BYTES:
            raise FormatError("{path} is larger than 200 MB.", path=path)
        return path.name, path.read_bytes()
    except OSError as exc:
        raise CallError(
            "{path} cannot be opened ({reason}). Check the path and its permissions.",
            path=path,
            reason=reason_of(exc),
        ) from exc


def decode(name: str, data: bytes) -> tuple[str, tuple[Fault, ...]]:
    """Turn bytes into text: UTF-8 with or without BOM, else Windows-1252 (reported).

    Raises
    ------
    FormatError
        The bytes are no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").lstrip("\ufeff"), (Fault(name, message("read as UTF-16")),)
        except UnicodeDecodeError as exc:
            raise FormatError("{name} is not a text file.", name=name) from exc
    if b"\x00" in data:
        raise FormatError("{name} is not a text file.", name=name)
    try:
        return data.decode("utf-8").lstrip("\ufeff"), ()
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), (Fault(name, message("read as Windows-1252")),)


def read_table(source: str | Path, *, name: str | None = None) -> Table:
    """Read a CSV file (``-``: standard input).

    Raises
    ------
    FormatError
        No head, columns without or with the same name; all faults at once.
    """
    own, data = read_bytes(source)
    return parse_table(data, name=name or own)


def parse_table(data: bytes, *, name: str) -> Table:
    """Read a CSV table from bytes; see :func:`read_table`."""
    text, notices = decode(name, data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=lambda s: (first.count(s), -",;\t".index(s)))
    if separator != ",":
        notices += (Fault(name, message("cells separated by {separator}", separator=repr(separator))),)
    return _lay_out(name, _records(name, text, separator), separator == ";", notices)


def _records(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as exc:
        raise FormatError(
            "{name} is not a proper table.",
            name=name,
            faults=[Fault(f"{name}:{line}", str(exc))],
        ) from exc


def table_from_records(
    name: str, records: Iterable[tuple[int, Sequence[str]]], *, decimal_comma: bool = False
) -> Table:
    """Build a table from records that another reader (a workbook) delivers."""
    return _lay_out(name, ((n, list(r)) for n, r in records), decimal_comma, ())


def _lay_out(
    name: str, records: Iterator[tuple[int, list[str]]], decimal_comma: bool, notices: tuple[Fault, ...]
) -> Table:
    head: tuple[str, ...] = ()
    rows: list[Row] = []
    faults: list[Fault] = []
    too_long: list[Fault] = []
    for number, record in records:
        cells = [_tidy(c) for c in record]
        if not any(cells):
            continue
        if not head:
            while cells and not cells[-1]:
                cells.pop()
            head = tuple(cells)
            faults += _head_faults(name, number, head)
            continue
        if any(cells[len(head) :]):
            too_long.append(Fault(f"{name}:{number}", message("more cells than the head has columns")))
        padded = cells[: len(head)] + [""] * (len(head) - len(cells))
        rows.append(Row(number, dict(zip(head, padded, strict=True))))
    if not head:
        raise FormatError("{name} is empty: a head with the names of the columns is needed.", name=name)
    if faults:
        raise FormatError("{name} is not a proper table.", name=name, faults=faults)
    return Table(name, head, tuple(rows), decimal_comma, notices, tuple(too_long))


def _tidy(cell: str) -> str:
    """Leave out outer spaces and what no file format carries unchanged: line ends, control characters."""
    if cell.isprintable():
        return cell.strip()
    return _CONTROLS.sub(" ", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _head_faults(name: str, number: int, head: tuple[str, ...]) -> list[Fault]:
    faults = []
    for position, column in enumerate(head, start=1):
        if not column:
            faults.append(Fault(f"{name}:{number}", message("column {position} has no name", position=position)))
        elif column in head[: position - 1]:
            faults.append(Fault(f"{name}:{number}:{column}", message("the column stands here twice")))
    return faults


@dataclass
class Sheet:
    r"""Typed access to a table that collects every fault and notice instead of stopping.

    Examples
    --------
    >>> table = parse_table(b"area,people\n01,12\n02,x\n", name="demand.csv")
    >>> sheet = Sheet(table)
    >>> [sheet.whole(row, "people") for row in table.rows]
    [12, None]
    >>> [str(f.where) for f in sheet.faults]
    ['demand.csv:3:people']
    """

    table: Table
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.faults.extend(self.table.faults)

    def where(self, row: Row, column: str) -> str:
        """Name a cell as faults do: ``file:row:column``."""
        return f"{self.table.name}:{row.number}:{column}"

    def fault(self, row: Row, column: str, msgid: str, /, **params: object) -> None:
        """Record what is wrong with a cell."""
        self.faults.append(Fault(self.where(row, column), message(msgid, **params)))

    def notice(self, row: Row, column: str, msgid: str, /, **params: object) -> None:
        """Record how a cell was read where that is not obvious."""
        self.notices.append(Fault(self.where(row, column), message(msgid, **params)))

    def need_columns(self, *columns: str) -> bool:
        """Check that columns are there; each missing one is a fault. True if all are."""
        missing = [c for c in columns if c not in self.table.head]
        for column in missing:
            near = get_close_matches(column, self.table.head, n=1)
            self.faults.append(
                Fault(
                    f"{self.table.name}:1:{column}",
                    message("the column is missing; is it '{near}'?", near=near[0])
                    if near
                    else message("the column is missing"),
                )
            )
        return not missing

    def text(self, row: Row, column: str, *, needed: bool = False) -> str | None:
        """Give a cell as text; empty is unknown (``None``), a fault if it is needed."""
        value = row.cells.get(column, "")
        if value:
            return value
        if needed:
            self.fault(row, column, "a value is needed here")
        return None

    def texts(self, row: Row, column: str, *, needed: bool = False) -> tuple[str, ...]:
        """Give a cell as a list: parts between semicolons, spaces around them do not count."""
        value = self.text(row, column, needed=needed)
        return tuple(p for p in (part.strip() for part in value.split(";")) if p) if value else ()

    def number(
        self,
        row: Row,
        column: str,
        *,
        needed: bool = False,
        low: float | None = None,
        high: float | None = None,
    ) -> float | None:
        """Give a cell as a finite number, within bounds where they are given."""
        return self._number(row, column, needed=needed, low=low, high=high, whole=False)

    def whole(
        self, row: Row, column: str, *, needed: bool = False, low: int | None = None, high: int | None = None
    ) -> int | None:
        """Give a cell as a whole number, within bounds where they are given."""
        value = self._number(row, column, needed=needed, low=low, high=high, whole=True)
        return None if value is None else int(value)

    def _number(
        self, row: Row, column: str, *, needed: bool, low: float | None, high: float | None, whole: bool
    ) -> float | None:
        value = self.text(row, column, needed=needed)
        if value is None:
            return None
        try:
            number = parse_number(value, decimal_comma=self.table.decimal_comma, whole=whole)
        except ValueError:
            self.fault(row, column, "'{value}' is not a number", value=value)
            return None
        if whole and number != int(number):
            self.fault(row, column, "'{value}' is not a whole number", value=value)
            return None
        if low == 0 and number < 0:
            self.fault(row, column, "{value} is negative; that cannot be", value=value)
            return None
        if (low is not None and number < low) or (high is not None and number > high):
            self.fault(
                row,
                column,
                "{value} is outside what is possible here ({low} to {high})",
                value=value,
                low="" if low is None else low,
                high="" if high is None else high,
            )
            return None
        if not re.fullmatch(r"[+-]?\d*\.?\d+", value) or (whole and "." in value):
            self.notice(row, column, "'{value}' read as {number}", value=value, number=f"{number:.15g}")
        return number

    def day(self, row: Row, column: str, *, needed: bool = False) -> date | None:
        """Give a cell as a date: ISO, or ``TT.MM.JJJJ`` (reported)."""
        value = self.text(row, column, needed=needed)
        if value is None:
            return None
        found = day_written(value)
        if found is None:
            self.fault(row, column, "'{value}' is not a date; write it as 2026-11-20", value=value)
        elif found.isoformat() != value:
            self.notice(row, column, "'{value}' read as {number}", value=value, number=found.isoformat())
        return found

    def yes_no(self, row: Row, column: str) -> bool | None:
        """Give a yes/no cell: ``yes``, ``no`` or nothing (unknown)."""
        value = self.text(row, column)
        if value is None:
            return None
        if value not in _YES:
            meant = _MEANT.get(value.casefold())
            if meant:
                self.fault(row, column, "'{value}' is neither 'yes' nor 'no'; is it '{near}'?", value=value, near=meant)
            else:
                self.fault(row, column, "'{value}' is neither 'yes' nor 'no'", value=value)
        return _YES.get(value)

    def choice(self, row: Row, column: str, allowed: Iterable[str], *, needed: bool = False) -> str | None:
        """Give a cell that holds one word of a closed list; others are a fault with the nearest known."""
        value = self.text(row, column, needed=needed)
        return value if value is None or self.check_word(row, column, value, allowed) else None

    def check_word(self, row: Row, column: str, value: str, allowed: Iterable[str]) -> bool:
        """Check one word against a closed list."""
        known = list(allowed)
        if value in known:
            return True
        near = get_close_matches(value, known, n=3, cutoff=0.4) or known[:8]
        self.fault(row, column, "'{value}' is not known here; known: {known}", value=value, known=", ".join(near))
        return False

    def refuse_if_faulty(self) -> None:
        """Stop here if anything was wrong.

        Raises
        ------
        InputError
            With all faults.
        """
        refuse_if_faulty(self.faults, name=self.table.name)


def day_written(value: str) -> date | None:
    """Read a day as people write it: ISO or ``TT.MM.JJJJ``; ``None`` if it is none.

    Examples
    --------
    >>> day_written("2026-11-20") == day_written("20.11.2026"), day_written("31.02.2026")
    (True, None)
    """
    german = _GERMAN_DATE.fullmatch(value)
    try:
        if german:
            day, month, year = (int(g) for g in german.groups())
            return date(year, month, day)
        return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) else None
    except ValueError:
        return None


def refuse_if_faulty(faults: Sequence[Fault], *, name: str) -> None:
    """Raise one error with all faults, if there are any.

    Raises
    ------
    InputError
        With all faults.
    """
    if faults:
        raise InputError("{name} was not read: {count} faults.", name=name, count=len(faults), faults=faults)
