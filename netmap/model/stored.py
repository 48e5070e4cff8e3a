"""Rows as a store gives them, and records made of them by the ten thousand.

A table is kept column by column. Rows are made when they are looked at; records are made column
by column, which takes a tenth of the time that it takes row by row.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, ClassVar, TypeVar, overload

from netmap.model.tables import Column, Kind, Record, Row, TableSpec, from_plain
from netmap.model.undisturbed import undisturbed

R = TypeVar("R", bound=Record)

Reader = Callable[[Any], Any]


class StoredRow(Mapping[str, Any]):
    """One row over the cells a driver gave; a cell is turned into its plain value when it is read.

    Subclasses are made by :func:`row_type`, one for each table and store.
    """

    __slots__ = ("_cells",)
    _columns: ClassVar[Mapping[str, tuple[int, Reader | None]]] = {}

    def __init__(self, cells: Sequence[Any]) -> None:
        self._cells = cells

    def __getitem__(self, name: str) -> Any:
        place, read = self._columns[name]
        value = self._cells[place]
        return value if read is None else read(value)

    def get(self, name: str, default: Any = None) -> Any:
        """Give the value of a column, or ``default`` where the table has no such column."""
        found = self._columns.get(name)
        if found is None:
            return default
        value = self._cells[found[0]]
        return value if found[1] is None else found[1](value)

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __eq__(self, other: object) -> bool:
        # the same cells are the same row; other cells may still say the same
        return (type(other) is type(self) and other._cells == self._cells) or super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)  # the types are made at run time; a plain dict says the same


class LaidOver(Mapping[str, Any]):
    """A row with some of its columns changed; nothing of the others is read before it is asked for.

    Examples
    --------
    >>> row = LaidOver({"id": "a", "phone": "1"}, {"phone": "2"})
    >>> row["phone"], row["id"], dict(row) == {"id": "a", "phone": "2"}
    ('2', 'a', True)
    """

    __slots__ = ("_changed", "_row")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, row: Row, changed: Row) -> None:
        # a row changed again and again lies once over the one that was there, however often
        again: Any = row if row.__class__ is LaidOver else None
        self._row: Row = again._row if again is not None else row
        self._changed: Row = {**again._changed, **changed} if again is not None else changed

    def __getitem__(self, name: str) -> Any:
        return self._changed[name] if name in self._changed else self._row[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Give the value of a column, or ``default`` where the row has no such column."""
        return self._changed[name] if name in self._changed else self._row.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._changed or name in self._row

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._row, *self._changed)))

    def __len__(self) -> int:
        return len(dict.fromkeys((*self._row, *self._changed)))


def row_type(spec: TableSpec, readers: Mapping[str, Reader]) -> type[StoredRow]:
    """Make the row type of a table.

    Parameters
    ----------
    spec
        The table; cells come in the order of its columns.
    readers
        For columns whose cells are not yet plain: what turns them into plain values.

    Examples
    --------
    >>> from netmap.model.partners import Code
    >>> make = row_type(Code.TABLE, {"notes": lambda cell: cell and {"seen": cell}})
    >>> row = make(("needs", "work", "Arbeit", None))
    >>> row["code"], row == {"list": "needs", "code": "work", "label": "Arbeit", "notes": None}
    ('work', True)
    """
    columns = {name: (place, readers.get(name)) for place, name in enumerate(spec.names)}
    return type(
        f"{spec.record.__name__}Row",
        (StoredRow,),
        {"__slots__": (), "_columns": columns},
    )


class Rows(Sequence[Row]):
    """All rows of one table, column by column; a row is made when it is looked at.

    Parameters
    ----------
    kind
        The row type, as :func:`row_type` makes it.
    columns
        The cells of each column, in the order of the table's columns, all of one length.
    """

    __slots__ = ("_columns", "_kind")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, kind: type[StoredRow], columns: Sequence[Sequence[Any]]) -> None:
        self._kind = kind
        self._columns = columns

    @classmethod
    def of_cells(cls, kind: type[StoredRow], cells: Sequence[Sequence[Any]]) -> Rows:
        """Make them of the cells of each row; cells beyond the table's columns are left out."""
        width = len(kind._columns)
        return cls(kind, list(zip(*cells, strict=True))[:width] if cells else [()] * width)

    @property
    def columns(self) -> Sequence[Sequence[Any]]:
        """The cells of each column, as the store keeps them."""
        return self._columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Row]:
        return map(self._kind, zip(*self._columns, strict=True))

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Row | Rows:
        if isinstance(place, slice):
            return Rows(self._kind, [column[place] for column in self._columns])
        return self._kind([column[place] for column in self._columns])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows) and self._kind is other._kind:
            return all(map(_alike, self._columns, other._columns))
        if isinstance(other, (list, Rows)):
            return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))
        return NotImplemented

    def __repr__(self) -> str:
        return repr(list(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)

    def values(self, col: Column) -> Sequence[Any]:
        """Give what the records hold in a column."""
        place, read = self._kind._columns[col.name]
        cells = self._columns[place]
        if read is None:
            return record_values(col.kind, cells)
        if col.kind is Kind.NOTES:  # may be changed by whoever reads them: each row has its own
            return [read(cell) for cell in cells]
        if cells and col.kind is Kind.TEXTS and not any(isinstance(cell, list) for cell in cells):
            known = {cell: tuple(read(cell)) for cell in set(cells)}
            return list(map(known.__getitem__, cells))
        return record_values(col.kind, list(map(read, cells)))


def _alike(a: Sequence[Any], b: Sequence[Any]) -> bool:
    return list(a) == list(b)  # a column may be a list here and a tuple there


def record_values(kind: Kind, plain: Sequence[Any]) -> Sequence[Any]:
    """Turn plain values of one column into what records hold; one day that many rows name is read once."""
    if kind in (Kind.DAY, Kind.MOMENT):
        known = {value: from_plain(kind, value) for value in set(plain)}
        return list(map(known.__getitem__, plain))
    if kind in (Kind.TEXTS, Kind.NUMBER):
        return [from_plain(kind, value) for value in plain]
    return plain


def records_of(record: type[R], rows: Sequence[Row]) -> tuple[R, ...]:
    """Make the records of rows that a store checked when they were written (no second check).

    Examples
    --------
    >>> from netmap.model.partners import Code
    >>> one = Code(list="needs", code="work", label="Arbeit")
    >>> records_of(Code, [one.to_row()]) == (one,)
    True
    """
    with undisturbed():
        made = tuple(map(object.__new__, repeat(record, len(rows))))
        for col in record.TABLE.columns:
            if isinstance(rows, Rows):
                values = rows.values(col)
            else:
                values = record_values(col.kind, [row.get(col.name) for row in rows])
            put = getattr(record, col.field).__set__  # records are frozen, their slots are not
            deque(map(put, made, values), maxlen=0)
    return made
