"""What can be referred to: the ids of every table, and which one was meant by a word that is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Final

from netmap.exchange.tabular import Sheet
from netmap.messages import Message, message

#: looking for similar words takes long: after so many, faults come without a proposal
_PROPOSALS: Final = 200


class Known:
    """Ids by table, as the files and the rows that stay give them.

    Parameters
    ----------
    there
        The rows that stay (when merging), by table.
    broken
        Tables whose rows could not be read: whatever refers to them is not complained about again.
    """

    def __init__(self, there: Mapping[str, Iterable[Mapping[str, Any]]], *, broken: Collection[str]) -> None:
        self._ids: dict[str, set[str]] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._broken = set(broken)
        self._found: dict[tuple[str, str], str | None] = {}
        for name, rows in there.items():
            for row in rows:
                if "id" in row:
                    self._take(name, row["id"], row.get("name"))

    def _take(self, table: str, id_: str, name: str | None) -> None:
        self._ids.setdefault(table, set()).add(id_)
        if name:
            self._names.setdefault(table, {}).setdefault(name.casefold(), id_)

    def add(self, table: str, ids: Mapping[int, str], sheet: Sheet) -> None:
        """Add the ids of a table, by the numbers of its rows."""
        for row in sheet.table.rows:
            if ids.get(row.number):
                self._take(table, ids[row.number], row.cells.get("name"))
        if not {"id", "name"} & set(sheet.table.head):
            self._broken.add(table)

    def ids(self, table: str) -> set[str]:
        """Give the ids of a table."""
        return self._ids.get(table, set())

    def has(self, table: str, word: str) -> bool:
        """Tell whether a table has that id, or nobody can tell because it could not be read."""
        return word in self._ids.get(table, ()) or table in self._broken

    def complaint(self, table: str, word: str) -> Message:
        """Say that a word is no id of a table, and which one may be meant."""
        key = (table, word)
        if key not in self._found:
            self._found[key] = self._nearest(table, word) if len(self._found) < _PROPOSALS else None
        near = self._found[key]
        if near is None:
            return message("'{id}' is not in {table}", id=word, table=table)
        return message("'{id}' is not in {table}; is it '{near}'?", id=word, table=table, near=near)

    def _nearest(self, table: str, word: str) -> str | None:
        """Give the id with a lost zero, a name behind it (``03 Nordstadt``), the name alone, or a slip."""
        ids = self.ids(table)
        named = self._names.get(table, {}).get(word.casefold())
        if named is not None:
            return named
        for said in (word, word.split()[0]):
            for near in sorted(ids):
                if said.lstrip("0").casefold() == near.lstrip("0").casefold():
                    return near
        return next(iter(get_close_matches(word, sorted(ids), n=1)), None)
