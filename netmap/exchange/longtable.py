"""Long tables of counts: one row for each combination of values, as statistics offices exchange them.

``area,need,count`` and, where households or providers behind the count are known, ``contributors``. The
count is the column ``count``, else the last one (other than ``contributors``); every other column is a
dimension, and its values are text as written: ``01`` is not ``1``. Published tables have rows for
totals, with ``*`` in the dimensions that are taken together, and an empty count where it is withheld.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from netmap.errors import Fault
from netmap.exchange.filesets import FileSet, Source
from netmap.exchange.numbers import parse_number
from netmap.exchange.tabular import Row, Sheet
from netmap.messages import message
from netmap.model.counts import TOTAL, CountTable, Key, PublishedTable

COUNT = "count"
CONTRIBUTORS = "contributors"
#: more people than there are; larger counts are a slip, and could not be computed with exactly
MOST_PEOPLE = 10_000_000_000


@dataclass(frozen=True, slots=True)
class CountFiles:
    """What ``netmap table protect`` reads."""

    tables: tuple[CountTable, ...]
    notices: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """What ``netmap table audit`` reads."""

    tables: tuple[PublishedTable, ...]
    notices: tuple[Fault, ...]


def read_counts(*sources: Source) -> CountFiles:
    """Read tables of exact counts.

    Raises
    ------
    InputError
        With all faults of all files: a count that is negative, broken, text or missing, a combination
        that stands there twice, an empty value, a total (they are computed, not read).
    """
    reading = FileSet.of(*sources)
    layouts = [_Layout.of(reading.open(source)) for source in sources]
    tables = [layout.exact() for layout in layouts if layout is not None]
    reading.refuse_if_faulty()
    return CountFiles(tuple(tables), reading.notices())


def read_published(*sources: Source) -> PublishedFiles:
    """Read tables as published: totals written ``*``, withheld counts empty.

    Raises
    ------
    InputError
        With all faults of all files: a count that is negative, broken or text, a combination that
        stands there twice, an empty value.
    """
    reading = FileSet.of(*sources)
    layouts = [_Layout.of(reading.open(source)) for source in sources]
    tables = [layout.published() for layout in layouts if layout is not None]
    reading.refuse_if_faulty()
    return PublishedFiles(tuple(tables), reading.notices())


def write_published(table: PublishedTable) -> str:
    """Write a published table as CSV that :func:`read_published` reads.

    Examples
    --------
    >>> table = PublishedTable("t", ("area",), {("*",): 7, ("01",): None})
    >>> print(write_published(table), end="")
    area,count
    *,7
    01,
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.dimensions, COUNT])
    writer.writerows([*key, "" if count is None else count] for key, count in sorted(table.cells.items()))
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which column is what."""

    sheet: Sheet
    dimensions: tuple[str, ...]
    count: str
    contributors: str | None

    @classmethod
    def of(cls, sheet: Sheet | None) -> _Layout | None:
        """Find the columns; ``None`` if the file has none to find (its fault is recorded)."""
        if sheet is None:
            return None
        head = sheet.table.head
        others = [column for column in head if column != CONTRIBUTORS]
        count = COUNT if COUNT in others else others[-1] if others else None
        dimensions = tuple(column for column in others if column != count)
        if count is None or not dimensions:
            told = message("a table needs at least one column beside the count")
            sheet.faults.append(Fault(f"{sheet.table.name}:1", told))
            return None
        if not sheet.table.rows:
            sheet.faults.append(Fault(sheet.table.name, message("there is no row in this file")))
        return cls(sheet, dimensions, count, CONTRIBUTORS if CONTRIBUTORS in head else None)

    def exact(self) -> CountTable:
        """Read the rows as exact counts."""
        counts: dict[Key, int] = {}
        contributors: dict[Key, int] = {}
        origins: dict[Key, str] = {}
        for row, key in self._keyed(totals=False):
            count = self._number(row, self.count, needed=True)
            behind = self._number(row, self.contributors, needed=True) if self.contributors else 0
            if key is not None and count is not None and behind is not None:
                counts[key], contributors[key] = count, behind
                origins[key] = self.sheet.where(row, self.count)
        name = self.sheet.table.name
        if (everybody := sum(counts.values())) > MOST_PEOPLE:
            told = message("together these are {value}, more than there are people", value=everybody)
            self.sheet.faults.append(Fault(name, told))
        return CountTable(name, self.dimensions, counts, contributors if self.contributors else None, origins)

    def published(self) -> PublishedTable:
        """Read the rows as published."""
        cells: dict[Key, int | None] = {}
        origins: dict[Key, str] = {}
        for row, key in self._keyed(totals=True):
            count = self._number(row, self.count, needed=False)
            if key is not None:
                cells[key] = count
                origins[key] = self.sheet.where(row, self.count)
        return PublishedTable(self.sheet.table.name, self.dimensions, cells, origins)

    def _keyed(self, *, totals: bool) -> Sequence[tuple[Row, Key | None]]:
        """Give the rows with their combinations; ``None`` where something is wrong with one."""
        seen: dict[Key, int] = {}
        rows: list[tuple[Row, Key | None]] = []
        for row in self.sheet.table.rows:
            values = [self.sheet.text(row, column, needed=True) for column in self.dimensions]
            key = None if None in values else tuple(value or "" for value in values)
            if not totals:
                for column, value in zip(self.dimensions, values, strict=True):
                    if value == TOTAL:
                        self.sheet.fault(
                            row, column, "'*' stands for a total; totals are computed here, take these rows out"
                        )
                        key = None
            if key in seen:
                told = message("the same combination stands in row {row} already", row=seen[key])
                self.sheet.faults.append(Fault(f"{self.sheet.table.name}:{row.number}", told))
                key = None
            if key is not None:
                seen[key] = row.number
            rows.append((row, key))
        return rows

    def _number(self, row: Row, column: str, *, needed: bool) -> int | None:
        value = self.sheet.text(row, column, needed=needed)
        if value is None:
            return None
        german = self.sheet.table.decimal_comma
        try:
            # between commas, 1.675 is a broken number; only between semicolons is it a thousand and more
            number = parse_number(value, decimal_comma=german, whole=german or "," in value)
        except ValueError:
            self.sheet.fault(row, column, "'{value}' is not a number", value=value)
            return None
        if number < 0:
            self.sheet.fault(row, column, "{value} is negative; that cannot be", value=value)
        elif number != int(number):
            self.sheet.fault(row, column, "'{value}' is not a whole number", value=value)
        elif number > MOST_PEOPLE:
            self.sheet.fault(row, column, "{value} is more than there are people", value=value)
        else:
            if not value.isdecimal():
                told = "'{value}' read as {number}"
                self.sheet.notice(row, column, told, value=value, number=int(number))
            return int(number)
        return None
