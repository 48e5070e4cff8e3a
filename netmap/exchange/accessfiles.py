"""The files of reach, siting and segregation: demand, places, ways and small-area counts.

Every fault of all files is told at once. What was treated instead of refused is a notice: numbers
written the German way, ways of others than asked for, areas without any way, areas left out because
their count is not published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netmap.errors import CallError, Fault, FormatError, InputError, NetmapError
from netmap.exchange.tabular import Row, Sheet, Table, parse_number, read_table
from netmap.messages import message

Source = str | Path

#: "nichts vorhanden" in the tables of German statistics offices (DIN 55301): exactly zero
ZERO_SIGNS = frozenset({"-", "\u2013", "\u2014", "\u2212"})
#: "unbekannt, geheim zu halten, nicht sinnvoll, noch nicht da, nicht sicher genug": no number
UNKNOWN_SIGNS = frozenset({".", "..", "...", "\u2026", "x", "X", "/", "*", "\u2022"})

_PLAIN = re.compile(r"\d+(\.\d+)?", re.ASCII)
_BY_POINTS = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_BY_COMMAS = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Demand:
    """Areas by id, with their people."""

    areas: tuple[str, ...]
    people: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Supply:
    """Places by id, with their capacity."""

    places: tuple[str, ...]
    capacity: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sites:
    """Possible places by id; the fixed ones are chosen whatever else is."""

    places: tuple[str, ...]
    fixed: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways between known areas and places, by their positions in demand and supply or sites."""

    area: NDArray[np.intp]
    place: NDArray[np.intp]
    cost: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ReachFiles:
    """What ``netmap reach`` reads."""

    demand: Demand
    supply: Supply
    ways: Ways
    notices: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class SitingFiles:
    """What ``netmap siting`` reads."""

    demand: Demand
    sites: Sites
    ways: Ways
    notices: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """What ``netmap segregation`` reads: areas whose counts are both known.

    ``other`` is the reference or the total, as asked for.
    """

    areas: tuple[str, ...]
    group: NDArray[np.float64]
    other: NDArray[np.float64]
    left_out: tuple[str, ...]
    notices: tuple[Fault, ...]


@dataclass
class _Reading:
    """Several files read as one: errors and faults are kept until all have been looked at."""

    errors: list[NetmapError] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    def open(self, source: Source, *columns: str) -> Sheet | None:
        """Read one file; ``None`` if it is no table or lacks a column."""
        try:
            sheet = Sheet(read_table(source))
        except (CallError, FormatError) as error:
            self.errors.append(error)
            return None
        self.sheets.append(sheet)
        return sheet if sheet.need_columns(*columns) else None

    def refuse_if_faulty(self) -> None:
        """Raise what was found, everything at once; a single error stays as it is."""
        faults = [fault for sheet in self.sheets for fault in sheet.faults]
        if not faults and len(self.errors) == 1:
            raise self.errors[0]
        for error in self.errors:
            faults += error.faults or [Fault("", error.message)]
        if faults:
            raise InputError(
                "The files cannot be used as they are: {count} faults.", count=len(faults), faults=faults
            )

    def notices(self) -> tuple[Fault, ...]:
        """Give what was treated on the way, file by file."""
        return tuple(n for sheet in self.sheets for n in (*sheet.table.notices, *sheet.notices))


class _Numbers:
    """One column of numbers that are not negative, read the way the whole column is written.

    ``1.675`` is one thousand six hundred seventy-five where cells are separated by semicolons and
    every cell with a point looks like that, else a decimal number. How cells were read is said once
    for the column.
    """

    def __init__(self, sheet: Sheet, column: str, *, counts: bool) -> None:
        self.sheet, self.column = sheet, column
        cells = [row.cells[column] for row in sheet.table.rows]
        pointed = [c for c in cells if "." in c and "," not in c and c not in UNKNOWN_SIGNS]
        comma = [c for c in cells if "," in c]
        german = sheet.table.decimal_comma
        self._points = german and bool(pointed) and all(_BY_POINTS.fullmatch(c) for c in pointed)
        self._commas = counts and not german and bool(comma) and all(_BY_COMMAS.fullmatch(c) for c in comma)
        self._odd: list[tuple[Row, str, float]] = []
        self._zeros: list[Row] = []

    def cell(self, row: Row) -> float | None:
        """Read one cell that holds something; a fault is recorded and gives ``None``."""
        value = row.cells[self.column]
        if not self._points and _PLAIN.fullmatch(value) and len(value) < 300:  # beyond: infinite
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
        if thousands or not (self.sheet.table.decimal_comma or _PLAIN.fullmatch(value)):
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


def read_reach_files(demand: Source, supply: Source, travel: Source) -> ReachFiles:
    """Read ``area,people``, ``place,capacity`` and ``area,place,cost``.

    Areas and places come sorted by id. A pair that TRAVEL does not hold, or holds with an empty cost,
    is unreachable; ways of areas or places that the other files do not hold are left out, with a notice.

    Raises
    ------
    InputError
        With all faults of all files: missing columns, empty or negative numbers, an area, a place
        or a pair that stands there twice.
    """
    _check_standard_input(demand, supply, travel)
    reading = _Reading()
    people = reading.open(demand, "area", "people")
    capacity = reading.open(supply, "place", "capacity")
    costs = reading.open(travel, "area", "place", "cost")
    found_people = _amounts(people, "area", "people") if people else {}
    found_capacity = _amounts(capacity, "place", "capacity") if capacity else {}
    lines = _lines(costs) if costs else None
    reading.refuse_if_faulty()
    assert costs is not None
    assert lines is not None
    who = Demand(*_sorted_amounts(found_people))
    where = Supply(*_sorted_amounts(found_capacity))
    ways = _match(costs, lines, who, where.places)
    return ReachFiles(who, where, ways, reading.notices())


def read_siting_files(demand: Source, sites: Source, travel: Source) -> SitingFiles:
    """Read ``area,people``, ``place[,fixed]`` and ``area,place,cost``; see :func:`read_reach_files`.

    Raises
    ------
    InputError
        With all faults of all files; also where DEMAND holds no area.
    """
    _check_standard_input(demand, sites, travel)
    reading = _Reading()
    people = reading.open(demand, "area", "people")
    choice = reading.open(sites, "place")
    costs = reading.open(travel, "area", "place", "cost")
    found_people = _amounts(people, "area", "people") if people else {}
    if people and not people.table.rows:
        people.faults.append(Fault(people.table.name, message("there is no area in this file")))
    found_sites = _fixed(choice) if choice else {}
    lines = _lines(costs) if costs else None
    reading.refuse_if_faulty()
    assert costs is not None
    assert lines is not None
    who = Demand(*_sorted_amounts(found_people))
    places = tuple(sorted(found_sites))
    where = Sites(places, np.array([found_sites[p] for p in places], dtype=np.bool_))
    ways = _match(costs, lines, who, places)
    return SitingFiles(who, where, ways, reading.notices())


def read_group_counts(
    source: Source, *, group: str, reference: str | None = None, total: str | None = None
) -> GroupCounts:
    """Read the counts of a group and of its reference or of everybody, one row for each area.

    The ids stand in the column ``area``; without it the first column that is no count names the
    rows. Empty cells and the signs of statistics offices for "not published" are unknown, not zero:
    such areas are left out, with a notice. A dash is zero.

    Parameters
    ----------
    group
        Column of the group.
    reference, total
        Column of those compared with, or of everybody; one of the two.

    Raises
    ------
    InputError
        With all faults: a missing column, a negative count, a text, an area that stands there
        twice, a group larger than its total.
    """
    other = reference if total is None else total
    assert other is not None
    reading = _Reading()
    sheet = reading.open(source, *dict.fromkeys((group, other)))
    rows = _counted(sheet, group, other, is_total=total is not None) if sheet else []
    reading.refuse_if_faulty()
    known = [r for r in rows if r[1] is not None and r[2] is not None]
    left_out = tuple(name for name, g, o in rows if g is None or o is None)
    if left_out and sheet:
        sheet.notices.append(
            Fault(
                sheet.table.name,
                message(
                    "{count} areas are left out, because a count is unknown (first: {first})",
                    count=len(left_out),
                    first=left_out[0],
                ),
            )
        )
    return GroupCounts(
        tuple(name for name, _, _ in known),
        np.array([g for _, g, _ in known], dtype=np.float64),
        np.array([o for _, _, o in known], dtype=np.float64),
        left_out,
        reading.notices(),
    )


def _check_standard_input(*sources: Source) -> None:
    if sum(str(s) == "-" for s in sources) > 1:
        raise CallError("Only one of the files can come from standard input ('-').")


def _amounts(sheet: Sheet, key: str, column: str) -> dict[str, float]:
    """Read one amount for each id."""
    numbers = _Numbers(sheet, column, counts=True)
    found: dict[str, float] = {}
    seen: dict[str, int] = {}
    for row in sheet.table.rows:
        name = _new_id(sheet, row, key, seen)
        value = row.cells[column]
        if value in UNKNOWN_SIGNS:
            sheet.fault(
                row,
                column,
                "'{value}' means that the number is not published; give an estimate or take the row out",
                value=value,
            )
        elif value:
            number = numbers.cell(row)
            if name is not None and number is not None:
                found[name] = number
        else:
            sheet.fault(row, column, "a value is needed here")
    numbers.tell()
    return found


def _new_id(sheet: Sheet, row: Row, key: str, seen: dict[str, int]) -> str | None:
    """Read an id that must not have stood in an earlier row."""
    name = sheet.text(row, key, needed=True)
    if name is None:
        return None
    if name in seen:
        sheet.fault(row, key, "'{value}' stands here twice (first in row {row})", value=name, row=seen[name])
        return None
    seen[name] = row.number
    return name


def _fixed(sheet: Sheet) -> dict[str, bool]:
    found: dict[str, bool] = {}
    seen: dict[str, int] = {}
    for row in sheet.table.rows:
        name = _new_id(sheet, row, "place", seen)
        fixed = bool(sheet.yes_no(row, "fixed"))
        if name is not None:
            found[name] = fixed
    return found


def _sorted_amounts(found: dict[str, float]) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    names = tuple(sorted(found))
    return names, np.array([found[n] for n in names], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The usable lines of TRAVEL: names by number of first appearance."""

    areas: tuple[str, ...]
    places: tuple[str, ...]
    area: NDArray[np.intp]
    place: NDArray[np.intp]
    cost: NDArray[np.float64]


def _lines(sheet: Sheet) -> _Lines:
    numbers = _Numbers(sheet, "cost", counts=False)
    areas: dict[str, int] = {}
    places: dict[str, int] = {}
    entries: list[tuple[int, int, float, int]] = []
    gaps: list[Row] = []
    for row in sheet.table.rows:
        area, place, cost = row.cells["area"], row.cells["place"], row.cells["cost"]
        if not (area and place):
            sheet.text(row, "area", needed=True)
            sheet.text(row, "place", needed=True)
        if not cost:
            gaps.append(row)
            value = np.inf
        else:
            read = numbers.cell(row)
            value = np.nan if read is None else read
        if area and place:
            at = areas.setdefault(area, len(areas)), places.setdefault(place, len(places))
            entries.append((*at, value, row.number))
    numbers.tell()
    if gaps:
        sheet.notice(
            gaps[0], "cost", "no cost: read as unreachable ({count} lines of this file)", count=len(gaps)
        )
    columns = np.array(entries, dtype=np.float64).reshape(-1, 4).T
    area_at, place_at = columns[0].astype(np.intp), columns[1].astype(np.intp)
    _refuse_pairs_told_twice(sheet, area_at * len(places) + place_at, columns[3].astype(np.intp))
    there = np.isfinite(columns[2])
    return _Lines(tuple(areas), tuple(places), area_at[there], place_at[there], columns[2][there])


def _refuse_pairs_told_twice(sheet: Sheet, pair: NDArray[np.intp], row_number: NDArray[np.intp]) -> None:
    order = np.argsort(pair, kind="stable")
    again = np.flatnonzero(pair[order][1:] == pair[order][:-1]) + 1
    if not len(again):
        return
    rows = {row.number: row for row in sheet.table.rows}
    first = {int(p): int(n) for p, n in zip(pair[::-1], row_number[::-1], strict=True)}
    for at in sorted(order[again]):
        row = rows[int(row_number[at])]
        sheet.fault(
            row,
            "place",
            "the way from '{area}' to '{place}' stands here twice (first in row {row})",
            area=row.cells["area"],
            place=row.cells["place"],
            row=first[int(pair[at])],
        )


def _match(sheet: Sheet, lines: _Lines, demand: Demand, places: Sequence[str]) -> Ways:
    """Keep the ways between what the other files hold, and say what that left out or left alone."""
    area = _positions(lines.areas, demand.areas)[lines.area]
    place = _positions(lines.places, places)[lines.place]
    name = sheet.table.name
    for names, at, told in (
        (lines.areas, area, "{count} lines name areas without demand and are left out (first: '{first}')"),
        (lines.places, place, "{count} lines name places not asked for and are left out (first: '{first}')"),
    ):
        strange = np.flatnonzero(at < 0)
        if len(strange):
            source = lines.area if names is lines.areas else lines.place
            first = names[source[strange[0]]]
            sheet.notices.append(Fault(name, message(told, count=len(strange), first=first)))
    both = (area >= 0) & (place >= 0)
    ways = Ways(area[both], place[both], lines.cost[both])
    if len(both) and not both.any():
        sheet.notices.append(
            Fault(name, message("no line fits the other files: are the ids written alike (leading zeros)?"))
        )
    alone = np.bincount(ways.area, minlength=len(demand.areas)) == 0
    if alone.any():
        without = message(
            "{count} areas with {people} people have no way to any place (first: '{first}')",
            count=int(alone.sum()),
            people=f"{demand.people[alone].sum():.12g}",
            first=demand.areas[int(alone.argmax())],
        )
        sheet.notices.append(Fault(name, without))
    return ways


def _positions(names: Sequence[str], known: Sequence[str]) -> NDArray[np.intp]:
    at = {name: position for position, name in enumerate(known)}
    return np.array([at.get(name, -1) for name in names], dtype=np.intp)


def _counted(
    sheet: Sheet, group: str, other: str, *, is_total: bool
) -> list[tuple[str, float | None, float | None]]:
    key = _id_column(sheet.table, group, other)
    columns = {column: _Numbers(sheet, column, counts=True) for column in dict.fromkeys((group, other))}
    seen: dict[str, int] = {}
    repeated = 0
    rows = []
    for row in sheet.table.rows:
        name = _new_id(sheet, row, "area", seen) if key == "area" else row.cells.get(key, "")
        if key not in ("", "area"):
            repeated += name in seen
            seen.setdefault(name or "", row.number)
        found = {c: _count(row, c, numbers) for c, numbers in columns.items()}
        g, o = found[group], found[other]
        if is_total and g is not None and o is not None and g > o:
            sheet.fault(row, group, "{group} of the group, but only {total} in total", group=g, total=o)
        rows.append((name or str(row.number), g, o))
    for numbers in columns.values():
        numbers.tell()
    if repeated:
        told = message(
            "'{column}' holds the same name in {count} rows; each row counts as an area of its own",
            column=key,
            count=repeated + 1,
        )
        sheet.notices.append(Fault(f"{sheet.table.name}:1:{key}", told))
    return rows


def _count(row: Row, column: str, numbers: _Numbers) -> float | None:
    value = row.cells[column]
    return None if not value or value in UNKNOWN_SIGNS else numbers.cell(row)


def _id_column(table: Table, group: str, other: str) -> str:
    if "area" in table.head and "area" not in (group, other):
        return "area"
    return table.head[0] if table.head[0] not in (group, other) else ""
