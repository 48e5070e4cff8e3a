"""The files of reach and siting: demand, places, and the ways between them.

Every fault of all files is told at once. What was treated instead of refused is a notice: numbers
written the German way, ways of others than asked for, areas without any way, columns of the travel file
that are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netmap.errors import Fault
from netmap.exchange.columns import UNKNOWN_SIGNS, NumberColumn
from netmap.exchange.filesets import FileSet, Source, new_id
from netmap.exchange.tabular import Row, Sheet
from netmap.messages import N_, Message, message

#: the columns of TRAVEL; a means of travel, say, is not asked for: a cost is a cost
TRAVEL: Final = ("area", "place", "cost")


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
    reading = FileSet.of(demand, supply, travel)
    people = reading.open(demand, "area", "people")
    capacity = reading.open(supply, "place", "capacity")
    costs = reading.open(travel, *TRAVEL)
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
    reading = FileSet.of(demand, sites, travel)
    people = reading.open(demand, "area", "people")
    choice = reading.open(sites, "place")
    costs = reading.open(travel, *TRAVEL)
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


def _amounts(sheet: Sheet, key: str, column: str) -> dict[str, float]:
    """Read one amount for each id."""
    numbers = NumberColumn(sheet, column, counts=True)
    found: dict[str, float] = {}
    seen: dict[str, int] = {}
    for row in sheet.table.rows:
        name = new_id(sheet, row, key, seen)
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


def _fixed(sheet: Sheet) -> dict[str, bool]:
    found: dict[str, bool] = {}
    seen: dict[str, int] = {}
    for row in sheet.table.rows:
        name = new_id(sheet, row, "place", seen)
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
    for column in sheet.table.head:
        if column not in TRAVEL:
            where = f"{sheet.table.name}:1:{column}"
            sheet.notices.append(Fault(where, message("column not read: each line counts, whatever stands there")))
    numbers = NumberColumn(sheet, "cost", counts=False)
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
        sheet.notice(gaps[0], "cost", "no cost: read as unreachable ({count} lines of this file)", count=len(gaps))
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
    more = ", ".join(column for column in sheet.table.head if column not in TRAVEL)
    twice = N_("the way from '{area}' to '{place}' stands here twice (first in row {row})")
    if more:
        # a line for each means of travel, say: the file is right, but not for this
        twice = N_(
            "the way from '{area}' to '{place}' stands here twice (first in row {row}); "
            "columns that are not read do not tell them apart: {columns}"
        )
    for at in sorted(order[again]):
        row = rows[int(row_number[at])]
        sheet.fault(
            row,
            "place",
            twice,
            area=row.cells["area"],
            place=row.cells["place"],
            row=first[int(pair[at])],
            columns=more,
        )


def _match(sheet: Sheet, lines: _Lines, demand: Demand, places: Sequence[str]) -> Ways:
    """Keep the ways between what the other files hold, and say what that left out or left alone."""
    area = _positions(lines.areas, demand.areas)[lines.area]
    place = _positions(lines.places, places)[lines.place]
    name = sheet.table.name
    no_demand = N_("{count} lines name areas that have no demand and are left out (first: {first})")
    no_place = N_("{count} lines name places that are not asked for and are left out (first: {first})")
    for names, of_line, at, told in (
        (lines.areas, lines.area, area, no_demand),
        (lines.places, lines.place, place, no_place),
    ):
        outside = np.flatnonzero(at < 0)
        if len(outside):
            first = names[of_line[outside[0]]]
            sheet.notices.append(Fault(name, Message(told, {"count": len(outside), "first": first})))
    both = (area >= 0) & (place >= 0)
    ways = Ways(area[both], place[both], lines.cost[both])
    if len(both) and not both.any():
        sheet.notices.append(
            Fault(name, message("no line fits the other files: are the ids written alike (leading zeros)?"))
        )
    alone = np.bincount(ways.area, minlength=len(demand.areas)) == 0
    if alone.any():
        without = message(
            "{count} areas with {people} people have no way to any place (first: {first})",
            count=int(alone.sum()),
            people=f"{demand.people[alone].sum():.12g}",
            first=demand.areas[int(alone.argmax())],
        )
        sheet.notices.append(Fault(name, without))
    return ways


def _positions(names: Sequence[str], known: Sequence[str]) -> NDArray[np.intp]:
    at = {name: position for position, name in enumerate(known)}
    return np.array([at.get(name, -1) for name in names], dtype=np.intp)
