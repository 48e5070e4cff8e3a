"""The port of a store: what both rooms ask of SQLite and of Neo4j, and nothing more.

One store is one room. Nothing in here knows SQL or Cypher; nothing outside the stores does either.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from netmap.errors import ConflictError, Fault, StoreVersionError
from netmap.messages import N_, message
from netmap.model.changes import Change, Difference, Receipt, Recorded
from netmap.model.tables import TABLES, Column, Room, Row, TableSpec

Rows = Mapping[str, Sequence[Row]]


class Codec(Protocol):
    """Seals and opens the columns that identify somebody; bound to case, table, row and column."""

    def seal(self, value: Any, *, case: str, table: str, key: str, column: str) -> str:
        """Turn a plain value into its sealed text."""
        ...

    def open(self, sealed: str, *, case: str, table: str, key: str, column: str) -> Any:
        """Turn a sealed text into its plain value.

        Raises
        ------
        SealError
            The key does not fit, the text is damaged, or it stands where it does not belong.
        """
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """An entry of the audit log: who did what to which entity, when and why; ids only.

    A change of several entities gives several entries with the id of the change.
    """

    id: str
    at: datetime
    by: str
    action: str
    entity: str
    why: str | None = None


class Conflict(ConflictError):  # noqa: N818 - what the caller handles is the conflict itself
    """A change was made on a version that is no longer there; ``differences`` holds both."""

    def __init__(self, differences: Iterable[Difference]) -> None:
        self.differences = tuple(differences)
        faults = [Fault(f"{d.table}/{d.key}/{d.column}", message(N_("changed meanwhile"))) for d in self.differences]
        super().__init__(
            "Somebody else changed this since you opened it. Nothing was overwritten: look at both versions.",
            faults=faults,
        )


class Store(Protocol):
    """One room's store."""

    room: Room

    @property
    def uri(self) -> str:
        """Where it is, without any password."""
        ...

    @property
    def schema(self) -> int:
        """The version of its schema: opening brings a store to the newest one."""
        ...

    def load(
        self,
        *tables: str,
        only: tuple[str, Sequence[str]] | None = None,
        codec: Codec | None = None,
    ) -> dict[str, Sequence[Row]]:
        """Load plain rows by table, in the order of their keys, all from one moment.

        Parameters
        ----------
        *tables
            The tables wanted.
        only
            A column and the values it may have there (tables without the column are loaded whole).
        codec
            Opens sealed columns; without one they are ``None``.
        """
        ...

    def apply(
        self,
        change: Change,
        *,
        by: str,
        why: str | None = None,
        request: str | None = None,
        undoes: str | None = None,
        codec: Codec | None = None,
    ) -> Receipt:
        """Apply a change with its log entry in one transaction, or nothing at all.

        Raises
        ------
        Conflict
            A row is no longer what the change saw.
        InputError
            A row would not be right, or something else still refers to it.
        StoreError
            The store could not do it; it is as it was before.
        """
        ...

    def housekeep(self, change: Change) -> None:
        """Apply edits without log and revisions (sessions, positions); ``before`` is not compared."""
        ...

    def changes(
        self,
        *,
        entity: str | None = None,
        by: str | None = None,
        since: datetime | None = None,
        after: str | None = None,
        ids: Sequence[str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        codec: Codec | None = None,
    ) -> list[Recorded]:
        """Read the log of changes; without a codec sealed columns of its edits are ``None``."""
        ...

    def lineage(self, *, entity: str, by: str) -> list[tuple[str, str | None]]:
        """Give somebody's changes of an entity, oldest first: each with the one that it takes back."""
        ...

    def latest(self) -> str:
        """Give the id of the last change (empty if there was none); moves with every write.

        Where changes are written side by side, their number may follow the id behind a point.
        """
        ...

    def revisions(self, entities: Iterable[str]) -> dict[str, int]:
        """Give the revision of entities; 0 for those never written."""
        ...

    def note(self, *, by: str, action: str, entity: str, why: str | None = None) -> None:
        """Write an entry into the audit log (a read, a refusal, an export)."""
        ...

    def audit(
        self,
        *,
        entity: str | None = None,
        by: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[Seen]:
        """Read the audit log, newest first: every write, and every read that was noted."""
        ...

    def counts(self) -> dict[str, int]:
        """Count the rows of each table."""
        ...

    def structures(self) -> list[tuple[str, bytes]]:
        """Give each card's structure by its id, in order, packed as by :func:`netmap.model.packed.pack_card`.

        Entries are in the order of their ids. What was packed before is kept with the card until something
        changes that it depends on; no key is needed. The partner room has no cards.

        Raises
        ------
        FormatError
            A card has more entries than can be counted.
        """
        ...

    def structure_parts(self) -> Iterator[tuple[list[str], bytes]]:
        """Give the structures for counting them all: the ids of some cards and their structures end to end, in parts.

        Raises
        ------
        FormatError
            A card has more entries than can be counted.
        """
        ...

    def verify(self) -> list[Fault]:
        """Look for anything that cannot be right, and name it."""
        ...

    def repair(self) -> list[Fault]:
        """Make anew what is kept beside the entries and does not fit them; give what it was.

        Entries stay as they are. Whoever wrote them past netmap is heard from then on.
        """
        ...

    def dump(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give everything as it is stored (sealed stays sealed), all from one moment: (kind, content)."""
        ...

    def restore(self, parts: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Take in what :meth:`dump` gave, in one go, into an empty store.

        Raises
        ------
        StoreError
            The store is not empty.
        """
        ...

    def wipe(self) -> None:
        """Take out everything in one go (only to take back a restore that could not be finished)."""
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


def mark_of(steps: Iterable[tuple[int, str]], version: int) -> int:
    """Give a number that tells by which migrations a store came to a version.

    A migration that was committed is not rewritten. Where it was all the same, a store made before has
    another number, and is refused in words instead of failing at some column.

    Examples
    --------
    >>> mark_of([(1, "CREATE"), (2, "ALTER")], 1) == mark_of([(1, "CREATE")], 1)
    True
    """
    return zlib.crc32("\0".join(text for number, text in steps if number <= version).encode()) >> 1


def check_version(where: object, steps: Sequence[tuple[int, str]], *, version: int, layout: int | None) -> None:
    """Refuse a store whose version or layout this netmap does not know.

    Parameters
    ----------
    where
        The store.
    steps
        The numbered migrations this netmap knows.
    version, layout
        What the store says it has reached (0 = it is empty), and its :func:`mark_of`.

    Raises
    ------
    StoreVersionError
        It does not fit.
    """
    newest = steps[-1][0]
    if version > newest:
        raise StoreVersionError(
            "{path} was written by a newer netmap (schema {version}; this one knows {newest}). "
            "Use that version or restore an older backup; nothing was changed.",
            path=where,
            version=version,
            newest=newest,
        )
    if version and layout != mark_of(steps, version):
        raise StoreVersionError(
            "{path} has a layout that no released netmap knows: it was made by a version under development. "
            "Make a new store; nothing was changed.",
            path=where,
        )


def case_of(spec: TableSpec, row: Row) -> str:
    """Give the case a row of the case room belongs to."""
    return str(row["id"] if spec.name == "cases" else row["case"])


def finish_rows(spec: TableSpec, rows: Sequence[Row], codec: Codec | None) -> Sequence[Row]:
    """Open the sealed columns of loaded rows, where the table has any."""
    if spec.room is Room.CASES and any(c.sealed for c in spec.columns):
        return [decode_row(spec, r, key=spec.key_of(r), case=case_of(spec, r), codec=codec) for r in rows]
    return rows


@cache
def _sealed(table: str) -> tuple[Column, ...]:
    return tuple(col for col in TABLES[table].columns if col.sealed)


def encode_row(spec: TableSpec, row: Row, *, key: str, case: str, codec: Codec | None) -> dict[str, Any]:
    """Seal the columns that have to be sealed; the rest stays plain.

    Raises
    ------
    ValueError
        Something would have to be sealed and there is no codec.
    """
    stored = dict(row)
    for col in _sealed(spec.name) if spec.room is Room.CASES else ():
        value = row.get(col.name)
        if value is not None:
            if codec is None:
                raise ValueError(f"{spec.name}.{col.name} can only be stored sealed")
            stored[col.name] = codec.seal(value, case=case, table=spec.name, key=key, column=col.name)
    return stored


def decode_row(spec: TableSpec, row: Row, *, key: str, case: str, codec: Codec | None) -> dict[str, Any]:
    """Open sealed columns; without a codec they are ``None``."""
    plain = dict(row)
    for col in spec.columns:
        value = plain.get(col.name)
        if col.sealed and value is not None:
            plain[col.name] = (
                None if codec is None else codec.open(value, case=case, table=spec.name, key=key, column=col.name)
            )
    return plain
