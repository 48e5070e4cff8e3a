"""Tables described once: the frozen records name their columns, every store and file follows them.

A record is a frozen dataclass whose fields are made with :func:`column`. From it a
:class:`TableSpec` tells stores which columns there are and of what kind, importers what is needed
and which words are allowed, and the case room what has to be sealed.

A *row* is the plain form of a record, the same for both stores and the change log: a mapping from
column to ``str``, ``int``, ``float``, ``bool``, a list of ``str``, a mapping, or ``None`` (unknown).
Days and moments are ISO text.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Self, TypeAlias, Union, get_args, get_origin, get_type_hints

from netmap.errors import Fault, InputError
from netmap.messages import N_, message

Value: TypeAlias = "str | int | float | bool | list[str] | dict[str, Any] | None"
Row: TypeAlias = Mapping[str, Any]

#: stands between the parts of a key that is made of several columns
KEY_SEPARATOR = "\x1f"


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "texts"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    DAY = "day"
    MOMENT = "moment"
    NOTES = "notes"


class Room(StrEnum):
    """The two rooms; no query ever spans both."""

    PARTNERS = "partners"
    CASES = "cases"


_KINDS: dict[Any, Kind] = {
    str: Kind.TEXT,
    int: Kind.WHOLE,
    float: Kind.NUMBER,
    bool: Kind.YES_NO,
    date: Kind.DAY,
    datetime: Kind.MOMENT,
}


def column(
    *,
    name: str | None = None,
    default: Any = MISSING,
    sealed: bool = False,
    words: str | None = None,
    choice: tuple[str, ...] | None = None,
    refers: str | None = None,
    low: float | None = None,
    high: float | None = None,
    own: bool = False,
    secret: bool = False,
) -> Any:
    """Describe one column of a record.

    Parameters
    ----------
    name
        The public name where it is no Python name (``from``).
    default
        Without one the column is needed; empty text is refused there.
    sealed
        Identifies somebody: stored only sealed (case room).
    words
        The catalogue whose codes and labels are recognised here; other words are kept.
    choice
        A closed list: other words are refused.
    refers
        The table whose ids stand here.
    low, high
        Bounds of a number.
    own
        netmap's own column: not part of the public district files.
    secret
        Never written to the change log (a password's hash).
    """
    return dataclasses.field(
        default=default,
        metadata={
            "name": name,
            "sealed": sealed,
            "words": words,
            "choice": choice,
            "refers": refers,
            "low": low,
            "high": high,
            "own": own,
            "secret": secret,
        },
    )


@dataclass(frozen=True, slots=True)
class Column:
    """One column: see :func:`column`; ``field`` is the record's attribute, ``name`` the public name."""

    name: str
    field: str
    kind: Kind
    needed: bool
    sealed: bool = False
    words: str | None = None
    choice: tuple[str, ...] | None = None
    refers: str | None = None
    low: float | None = None
    high: float | None = None
    own: bool = False
    secret: bool = False

    def fault(self, value: Any) -> str | None:
        """Say in English (a msgid with ``{value}``) what is wrong with a plain value, or ``None``."""
        if value is None or value == "" or value == []:
            return N_("a value is needed here") if self.needed and value != [] else None
        return _FAULTS[self.kind](self, value)


def _is_text(value: Any) -> bool:
    """Tell whether a value is text that every store and file can hold."""
    if not isinstance(value, str) or "\0" in value:
        return False
    return value.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in value)


def _text_fault(col: Column, value: Any) -> str | None:
    if not _is_text(value):
        return N_("'{value}' is not text")
    if col.choice is not None and value not in col.choice:
        return N_("'{value}' is not one of the allowed words")
    return None


def _texts_fault(col: Column, value: Any) -> str | None:
    if not isinstance(value, list) or not all(map(_is_text, value)):
        return N_("'{value}' is not a list of words")
    if col.choice is not None and any(v not in col.choice for v in value):
        return N_("'{value}' is not one of the allowed words")
    return None


#: beyond it a whole number is no longer exact in every store and file
_LARGEST = 2**53


def _number_fault(col: Column, value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return N_("'{value}' is not a number")
    if col.kind is Kind.WHOLE and not isinstance(value, int):
        return N_("'{value}' is not a whole number")
    if isinstance(value, int) and abs(value) > _LARGEST:
        return N_("'{value}' is outside what is possible here")
    if abs(value) == float("inf"):
        return N_("'{value}' is not a number")
    if (col.low is not None and value < col.low) or (col.high is not None and value > col.high):
        return N_("'{value}' is outside what is possible here")
    return None


def _yes_no_fault(col: Column, value: Any) -> str | None:
    return None if isinstance(value, bool) else N_("'{value}' is neither 'yes' nor 'no'")


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day_fault(col: Column, value: Any) -> str | None:
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            date.fromisoformat(value)
            return None
    except ValueError:
        pass
    return N_("'{value}' is not a date; write it as 2026-11-20")


def _moment_fault(col: Column, value: Any) -> str | None:
    try:
        if isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None:
            return None
    except ValueError:
        pass
    return N_("'{value}' is not a moment in time")


def _notes_fault(col: Column, value: Any) -> str | None:
    return None if isinstance(value, dict) else N_("'{value}' is not a set of notes")


_FAULTS: dict[Kind, Callable[[Column, Any], str | None]] = {
    Kind.TEXT: _text_fault,
    Kind.TEXTS: _texts_fault,
    Kind.WHOLE: _number_fault,
    Kind.NUMBER: _number_fault,
    Kind.YES_NO: _yes_no_fault,
    Kind.DAY: _day_fault,
    Kind.MOMENT: _moment_fault,
    Kind.NOTES: _notes_fault,
}


def _kind(annotation: Any) -> Kind:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        return _kind(next(a for a in get_args(annotation) if a is not type(None)))
    if origin is tuple:
        return Kind.TEXTS
    if origin is not None:
        return Kind.NOTES
    return _KINDS[annotation]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: its name, record, columns, key, room, and which entity a row belongs to.

    Attributes
    ----------
    name
        Plural noun; also the name of the public file.
    key
        Public names of the columns that identify a row.
    entity
        Pattern of the entity whose revision a change of the row moves, e.g. ``case:{case}``;
        ``pair:{a}|{b}`` orders its two ends.
    by_name
        The columns by their public names.
    names
        The public names of all columns, in order.
    """

    name: str
    record: type[Record]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    room: Room
    entity: str
    public: bool
    by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)
    names: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look up once what every edit asks for."""
        object.__setattr__(self, "by_name", {c.name: c for c in self.columns})
        object.__setattr__(self, "names", tuple(self.by_name))

    def column(self, name: str) -> Column:
        """Give the column of that public name (``KeyError`` if there is none)."""
        return self.by_name[name]

    @property
    def entity_columns(self) -> frozenset[str]:
        """The columns that tell to which entity a row belongs."""
        return _entity_columns(self.entity)

    def key_of(self, row: Row) -> str:
        """Give the one text that identifies a row in its table."""
        if len(self.key) == 1:
            return str(row[self.key[0]])
        return KEY_SEPARATOR.join("" if row.get(k) is None else _key_part(row[k]) for k in self.key)

    def entity_of(self, row: Row) -> str:
        """Give the entity (``organisation:…``, ``pair:…|…``, ``case:…``) whose revision the row moves."""
        if self.entity.startswith("pair:"):
            a, b = sorted((str(row["from"]), str(row["to"])))
            return f"pair:{a}|{b}"
        prefix, column = _one_column(self.entity)
        if column:
            return f"{prefix}{row.get(column)}"
        return self.entity.format_map({k: row.get(k) for k in self.entity_columns})

    def check(self, row: Row, *, where: str = "") -> list[Fault]:
        """Name everything that is wrong with a whole row."""
        prefix = where or f"{self.name}/{self._safe_key(row)}"
        faults = [
            Fault(f"{prefix}/{name}", message("the column is unknown")) for name in row if name not in self.by_name
        ]
        for col in self.columns:
            problem = col.fault(row.get(col.name))
            if problem:
                shown = "…" if col.sealed or col.secret else row.get(col.name)
                faults.append(Fault(f"{prefix}/{col.name}", message(problem, value=shown)))
        return faults

    def _safe_key(self, row: Row) -> str:
        return "/".join(str(row.get(k, "?")) for k in self.key)


@cache
def _entity_columns(pattern: str) -> frozenset[str]:
    if pattern.startswith("pair:"):
        return frozenset(("from", "to"))
    return frozenset(re.findall(r"\{(\w+)\}", pattern))


@cache
def _one_column(pattern: str) -> tuple[str, str]:
    """Give what stands before the one column of a pattern, and the column; two empty texts for others."""
    found = re.fullmatch(r"([^{}]*)\{(\w+)\}", pattern)
    return (found[1], found[2]) if found else ("", "")


def _key_part(value: Any) -> str:
    return ";".join(sorted(value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class Record:
    """What all records share: they are checked when made, and know their plain form."""

    TABLE: ClassVar[TableSpec]

    def __post_init__(self) -> None:
        """Refuse a record that could not be stored.

        Raises
        ------
        InputError
            With every fault, table, key and column.
        """
        faults = self.TABLE.check(self.to_row())
        if faults:
            raise InputError("{table}: the entry is not complete or not right.", table=self.TABLE.name, faults=faults)

    @property
    def key(self) -> str:
        """The one text that identifies this record in its table."""
        return self.TABLE.key_of(self.to_row())

    @property
    def entity(self) -> str:
        """The entity whose revision a change of this record moves."""
        return self.TABLE.entity_of(self.to_row())

    def to_row(self) -> dict[str, Any]:
        """Give the plain form: every column, unknown ones as ``None`` (lists empty)."""
        return {c.name: to_plain(getattr(self, c.field)) for c in self.TABLE.columns}

    @classmethod
    def from_row(cls, row: Row) -> Self:
        """Make the record of a plain row; columns it lacks are unknown."""
        return cls(**{c.field: from_plain(c.kind, row.get(c.name)) for c in cls.TABLE.columns})

    @classmethod
    def of_stored(cls, row: Row) -> Self:
        """Make the record of a row that a store checked when it was written (no second check)."""
        made = object.__new__(cls)
        put = object.__setattr__
        for c in cls.TABLE.columns:
            put(made, c.field, from_plain(c.kind, row.get(c.name)))
        return made


def to_plain(value: Any) -> Any:
    """Turn a record's value into its plain form."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return value


def from_plain(kind: Kind, value: Any) -> Any:
    """Turn a plain value into what the record holds."""
    if kind is Kind.TEXTS:
        return tuple(value or ())
    if value is None or kind is Kind.TEXT:
        return value
    if kind is Kind.DAY:
        return date.fromisoformat(value)
    if kind is Kind.MOMENT:
        return datetime.fromisoformat(value)
    if kind is Kind.NUMBER:
        return float(value)
    return value


def table(
    name: str, *, key: str | tuple[str, ...] = "id", room: Room, entity: str, public: bool = True
) -> Callable[[type[Any]], type[Any]]:
    """Make a frozen dataclass a record of a table (used as a decorator above ``@dataclass``)."""

    def describe(cls: type[Any]) -> type[Any]:
        hints = get_type_hints(cls)
        columns = []
        for f in dataclasses.fields(cls):
            meta = dict(f.metadata)
            public_name = meta.pop("name", None) or f.name
            columns.append(
                Column(
                    name=public_name,
                    field=f.name,
                    kind=_kind(hints[f.name]),
                    needed=f.default is MISSING and f.default_factory is MISSING,
                    **meta,
                )
            )
        cls.TABLE = TableSpec(
            name=name,
            record=cls,
            columns=tuple(columns),
            key=(key,) if isinstance(key, str) else key,
            room=room,
            entity=entity,
            public=public,
        )
        TABLES[name] = cls.TABLE
        return cls

    return describe


#: every table of both rooms by name, in an order in which what is referred to comes first
TABLES: dict[str, TableSpec] = {}


def tables_of(room: Room) -> tuple[TableSpec, ...]:
    """Give the tables of a room, what is referred to first."""
    return tuple(spec for spec in TABLES.values() if spec.room is room)
