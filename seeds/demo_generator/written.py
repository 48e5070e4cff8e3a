"""Tables written by hand: columns between bars, ``-`` for an empty cell, and how they become CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = dict[str, str]

#: the day the demo shows; every date is laid out around it
DEMO_DAY = "2026-11-20"
SEED = 20261120


def rows(text: str) -> list[Row]:
    r"""Read a table: the first line names the columns.

    Examples
    --------
    >>> rows("id | name\n01 | Nord | \n02 | -")
    [{'id': '01', 'name': 'Nord'}, {'id': '02', 'name': ''}]
    """
    lines = [line for line in text.strip().splitlines() if line.strip() and not line.startswith("#")]
    head = [cell.strip() for cell in lines[0].split("|")]
    found = []
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) < len(head) or any(cells[len(head) :]):
            raise ValueError(f"{len(cells)} cells for {len(head)} columns: {line}")
        found.append({name: "" if cell == "-" else cell for name, cell in zip(head, cells, strict=False)})
    return found


def to_csv(columns: Sequence[str], table: Iterable[Mapping[str, str]]) -> str:
    """Give the CSV text of a table; every row must know its columns and no others."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(columns), lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def write(folder: Path, name: str, text: str) -> None:
    """Write one file, the same bytes on every system."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
