"""Small-area counts of a group and of those it is compared with, for measures of segregation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netmap.errors import Fault
from netmap.exchange.columns import UNKNOWN_SIGNS, NumberColumn
from netmap.exchange.filesets import FileSet, Source, new_id
from netmap.exchange.tabular import Row, Sheet, Table
from netmap.messages import message


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """What ``netmap segregation`` reads: areas whose counts are both known.

    ``other`` is the reference or the total, as asked for; ``name`` names the file.
    """

    areas: tuple[str, ...]
    group: NDArray[np.float64]
    other: NDArray[np.float64]
    left_out: tuple[str, ...]
    notices: tuple[Fault, ...]
    name: str = ""


def read_group_counts(
    source: Source,
    *,
    group: str,
    reference: str | None = None,
    total: str | None = None,
    is_sum: Callable[[str], bool] | None = None,
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
    is_sum
        Which rows sum up the others: they are not counted as areas left out.

    Raises
    ------
    InputError
        With all faults: a missing column, a negative count, a text, an area that stands there
        twice, a group larger than its total.
    """
    other = reference if total is None else total
    assert other is not None
    reading = FileSet.of(source)
    sheet = reading.open(source, *dict.fromkeys((group, other)))
    rows = _counted(sheet, group, other, is_total=total is not None) if sheet else []
    reading.refuse_if_faulty()
    known = [r for r in rows if r[1] is not None and r[2] is not None]
    left_out = tuple(name for name, g, o in rows if g is None or o is None)
    areas = [name for name in left_out if is_sum is None or not is_sum(name)]
    if areas and sheet:
        sheet.notices.append(
            Fault(
                sheet.table.name,
                message(
                    "{count} areas are left out, because a count is unknown (first: {first})",
                    count=len(areas),
                    first=areas[0],
                ),
            )
        )
    return GroupCounts(
        tuple(name for name, _, _ in known),
        np.array([g for _, g, _ in known], dtype=np.float64),
        np.array([o for _, _, o in known], dtype=np.float64),
        left_out,
        reading.notices(),
        sheet.table.name if sheet else "",
    )


def _counted(sheet: Sheet, group: str, other: str, *, is_total: bool) -> list[tuple[str, float | None, float | None]]:
    key = _id_column(sheet.table, group, other)
    columns = {column: NumberColumn(sheet, column, counts=True) for column in dict.fromkeys((group, other))}
    seen: dict[str, int] = {}
    repeated = 0
    rows = []
    for row in sheet.table.rows:
        name = new_id(sheet, row, "area", seen) if key == "area" else row.cells.get(key, "")
        if key not in ("", "area"):
            repeated += name in seen
            seen.setdefault(name or "", row.number)
        found = {c: _count(row, c, numbers) for c, numbers in columns.items()}
        g, o = found[group], found[other]
        if is_total and g is not None and o is not None and g > o:
            sheet.fault(
                row,
                group,
                "{group} of the group, but only {total} in total",
                group=row.cells[group],
                total=row.cells[other],
            )
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


def _count(row: Row, column: str, numbers: NumberColumn) -> float | None:
    value = row.cells[column]
    return None if not value or value in UNKNOWN_SIGNS else numbers.cell(row)


def _id_column(table: Table, group: str, other: str) -> str:
    if "area" in table.head and "area" not in (group, other):
        return "area"
    return table.head[0] if table.head[0] not in (group, other) else ""
