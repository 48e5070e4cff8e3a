"""A view of the network on paper: what stands on the screen as sentences, tables and pictures, on the same day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from netmap.analysis.day import Day
from netmap.exchange.report import Block, Heading, Paragraph, Table, report
from netmap.exchange.typeset import Look
from netmap.messages import text
from netmap.usecases.desk import Desk, needs

#: so many columns of cells with words stand beside each other on a page
MOST_COLUMNS: Final = 7


@needs("network.read")
def view_pdf(desk: Desk, day: Day, title: str, blocks: Sequence[Block]) -> bytes:
    """Print a view, with its day in title and footer."""
    title = text("{view} on {day}", view=title, day=f"{day.day:%d.%m.%Y}")
    closing = Paragraph(
        text("As far as is recorded. Unknown is not zero, and a higher level is not better."), quiet=True
    )
    return report(
        [*blocks, closing],
        title=title,
        footer=title,
        look=Look(paper="a4", landscape=True),
        made_at=desk.house.clock(),
    )


def columns_block(columns: Mapping[str, Sequence[Any]], *, widths: Sequence[float | None] | None = None) -> Block:
    """Give the columns of a table on the screen as a table on paper; without rows it says so.

    Examples
    --------
    >>> columns_block({"from": ["A"], "to": ["B"]}).rows
    [['A', 'B']]
    """
    rows = [[_cell(value) for value in row] for row in zip(*columns.values(), strict=True)]
    if not rows:
        return Paragraph(text("none"))
    return Table(head=list(columns), rows=rows, widths=widths)


def _cell(value: Any) -> str:
    return "–" if value is None or value == "" else str(value)


def cell_blocks(data: Mapping[str, Any]) -> Iterator[Block]:
    """Give a table of cells (see ``PROTOCOL.md``) as tables on paper, a few columns each, all in words.

    Examples
    --------
    >>> names = [{"id": "x", "name": "X"}]
    >>> cells = [{"row": "x", "column": "x", "sign": "✓", "word": "there", "lines": ["1 task open"]}]
    >>> next(cell_blocks({"corner": "Member", "rows": names, "columns": names, "cells": cells})).rows
    [['X', '✓ there; 1 task open']]
    """
    said = {(cell["row"], cell["column"]): _words(cell) for cell in data["cells"]}
    columns = data["columns"]
    for begin in range(0, len(columns), MOST_COLUMNS):
        some = columns[begin : begin + MOST_COLUMNS]
        yield Table(
            head=[data["corner"], *(column["name"] for column in some)],
            rows=[[row["name"], *(said.get((row["id"], c["id"]), "–") for c in some)] for row in data["rows"]],
            widths=[1.0] * (len(some) + 1),
        )


def _words(cell: Mapping[str, Any]) -> str:
    # what is heard tells more than the count that is drawn
    more = [cell["text"]] if cell.get("text") else list(cell.get("lines", ()))
    first = " ".join(part for part in (cell.get("sign"), cell.get("word")) if part and part != "–")
    return "; ".join(part for part in (first, *more) if part) or "–"


def headed(title: str, blocks: Sequence[Block], *, level: int = 2) -> list[Block]:
    """Give blocks with their heading, which no page break parts from them."""
    return [Heading(title, level=level), *blocks]
