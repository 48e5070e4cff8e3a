"""Rows as a store gives them: cheap to make by the ten thousand, read like any mapping."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from netmap.model.tables import Row, TableSpec

Reader = Callable[[Any], Any]


class StoredRow(Mapping[str, Any]):
    """One row over the cells a driver gave; a cell is turned into its plain value when it is read.

    Subclasses are made by :func:`row_type`, one for each table and store.
    """

    __slots__ = ("_cells",)
    _columns: ClassVar[Mapping[str, tuple[int, Reader | None]]] = {}
    _read: ClassVar[tuple[tuple[str, Reader], ...]] = ()

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

    def __or__(self, other: Mapping[str, Any]) -> dict[str, Any]:
        # quicker than column by column: only few columns need reading
        found = dict(zip(self._columns, self._cells, strict=False))
        for name, read in self._read:
            found[name] = read(found[name])
        found.update(other)
        return found

    def __repr__(self) -> str:
        return repr(dict(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)  # the types are made at run time; a plain dict says the same


def row_type(spec: TableSpec, readers: Mapping[str, Reader]) -> Callable[[Sequence[Any]], Row]:
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
        {"__slots__": (), "_columns": columns, "_read": tuple(readers.items())},
    )


_undisturbed = 0
_turn = threading.Lock()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back the garbage collector while ten thousand rows are made: none of them is garbage.

    It would look through all of them again and again, which takes a quarter of the time.
    """
    global _undisturbed  # noqa: PLW0603 - several threads may load at once; the last one ends it
    with _turn:
        if _undisturbed == 0 and not gc.isenabled():
            held = False
        else:
            held = True
            _undisturbed += 1
            gc.disable()
    try:
        yield
    finally:
        if held:
            with _turn:
                _undisturbed -= 1
                if _undisturbed == 0:
                    gc.enable()


def rows_of(make: Callable[[Sequence[Any]], Row], cells: Iterable[Sequence[Any]]) -> list[Row]:
    """Make many rows."""
    return list(map(make, cells))
