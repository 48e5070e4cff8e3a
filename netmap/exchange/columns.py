"""Columns of numbers as statistics offices and people write them.

How a number is written is a property of its column, not of a single cell: ``1.675`` alone could be
read two ways.
"""

from __future__ import annotations

import re

from netmap.exchange.numbers import parse_number
from netmap.exchange.tabular import Row, Sheet

#: "nichts vorhanden" in the tables of German statistics offices (DIN 55301): exactly zero
ZERO_SIGNS = frozenset({"-", "\u2013", "\u2014", "\u2212"})
#: "unbekannt, geheim zu halten, nicht sinnvoll, noch nicht da, nicht sicher genug": no number
UNKNOWN_SIGNS = frozenset({".", "..", "...", "\u2026", "x", "X", "/", "*", "\u2022"})

_PLAIN = re.compile(r"\d+(\.\d+)?", re.ASCII)
_BY_POINTS = re.compile(r"[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_BY_COMMAS = re.compile(r"[1-9]\d{0,2}(,\d{3})+", re.ASCII)


class NumberColumn:
    """One column of numbers that are not negative, read the way the whole column is written.

    ``1.675`` is one thousand six hundred seventy-five where cells are separated by semicolons, every
    cell with a point looks like that, and the column counts something or has decimal commas as well;
    else it is a decimal number. How cells were read is said once for the column.
    """

    def __init__(self, sheet: Sheet, column: str, *, counts: bool) -> None:
        self.sheet, self.column = sheet, column
        cells = [row.cells[column] for row in sheet.table.rows]
        pointed = [c for c in cells if "." in c and "," not in c and c not in UNKNOWN_SIGNS]
        comma = [c for c in cells if "," in c]
        german = sheet.table.decimal_comma
        grouped = bool(pointed) and all(_BY_POINTS.fullmatch(c) for c in pointed)
        self._points = german and grouped and (counts or bool(comma))
        self._doubtful = german and grouped and not self._points
        self._commas = counts and not german and bool(comma) and all(_BY_COMMAS.fullmatch(c) for c in comma)
        self._odd: list[tuple[Row, str, float]] = []
        self._zeros: list[Row] = []

    def cell(self, row: Row) -> float | None:
        """Read one cell that holds something; a fault is recorded and gives ``None``."""
        value = row.cells[self.column]
        if not (self._points or self._doubtful) and _PLAIN.fullmatch(value) and len(value) < 300:  # beyond: infinite
            return float(value)
        if value in ZERO_SIGNS:
            self._zeros.append(row)
            return 0.0
        thousands = self._commas if "," in value else self._points
        try:
            number = parse_number(value, decimal_comma=self.sheet.table.decimal_comma, whole=thousands)
        except ValueError:
            self.sheet.fault(row, self.column, "'{value}' is not a number", value=value)
            return None
        if number < 0:
            self.sheet.fault(row, self.column, "{value} is negative; that cannot be", value=value)
            return None
        pointed = "." in value and (self._points or self._doubtful)
        if pointed or not (self.sheet.table.decimal_comma or _PLAIN.fullmatch(value)):
            self._odd.append((row, value, number))
        return number

    def tell(self) -> None:
        """Leave the notices of the column."""
        if self._odd:
            row, value, number = self._odd[0]
            self.sheet.notice(
                row,
                self.column,
                "'{value}' read as {number} ({count} cells of this column are written like that)",
                value=value,
                number=f"{number:.12g}",
                count=len(self._odd),
            )
        if self._zeros:
            self.sheet.notice(
                self._zeros[0],
                self.column,
                "a dash is read as zero ({count} cells of this column)",
                count=len(self._zeros),
            )
