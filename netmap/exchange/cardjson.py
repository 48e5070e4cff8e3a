"""netmap's own card file: JSON that holds every column of a card, its entries, ties and words.

The file follows the records of the case room: a column has its name and its plain form, and stands
there only if it says more than its default. What identifies the case (``case``, ``card``) is left
out. ``graph_schema/card.schema.json`` is the published description, made by :func:`card_schema`.

The conversion is exact: reading what was written gives the same records, and writing what was read
the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from netmap.exchange.cardfindings import Findings, is_shallow, shown
from netmap.exchange.cardvalues import (
    FILE_CASE,
    MAX_ALL_TIES,
    MAX_ALTERS,
    MAX_VERSIONS,
    UNDATED,
    CardFile,
    CardVersion,
)
from netmap.messages import N_, message
from netmap.model.cases import DIRECTIONS, SUPPORT_KINDS, Alter, Card, Tie, Words
from netmap.model.tables import Column, Kind, Record

#: the key that tells our files, and the version of the format
MARK: Final = "netmap_card"
VERSION: Final = 1

_PARTS: Final[Mapping[str, type[Record]]] = {"alters": Alter, "ties": Tie, "words": Words}
_SUPPORTS: Final = tuple(f"{kind}:{direction}" for kind in SUPPORT_KINDS for direction in DIRECTIONS)
#: the file's own bounds, narrower than those of the columns
#: larger whole numbers have no place in a column of numbers
_LARGEST: Final = sys.float_info.max
_BOUNDS: Final = {("alters", "angle"): (-180.0, 360.0)}


def _columns(record: type[Record]) -> tuple[Column, ...]:
    return tuple(c for c in record.TABLE.columns if c.name not in ("case", "card"))


def _file_name(column: Column) -> str:
    return "date" if column.name == "on" else column.name


# --- writing ---------------------------------------------------------------------------------------


def write_card(file: CardFile) -> bytes:
    """Write a card file in netmap's own format.

    Parameters
    ----------
    file
        The cards, sealed columns opened by whoever may.

    Examples
    --------
    >>> from datetime import date
    >>> card = Card(id="1", case="-", on=date(2026, 11, 20), label="Erstgespräch")
    >>> print(write_card(CardFile(source_format="netmap", versions=(CardVersion(card=card),))).decode())
    {
     "netmap_card": 1,
     "versions": [
      {
       "id": "1",
       "date": "2026-11-20",
       "label": "Erstgespräch",
       "alters": [],
       "ties": []
      }
     ]
    }
    """
    document = {MARK: VERSION, "versions": [_write_version(version) for version in file.versions]}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode("utf-8")


def _write_version(version: CardVersion) -> dict[str, Any]:
    written = _write_record(version.card)
    if version.date is None:
        written["date"] = None
    for name in _PARTS:
        records: Sequence[Record] = getattr(version, name)
        if records or name != "words":
            written[name] = [_write_record(record) for record in records]
    return written


def _write_record(record: Record) -> dict[str, Any]:
    row, silent = record.to_row(), _defaults(type(record))
    return {
        _file_name(c): row[c.name]
        for c in _columns(type(record))
        if c.needed or (row[c.name] != silent[c.name] and row[c.name] != [])
    }


def _defaults(record: type[Record]) -> dict[str, Any]:
    fields = {f.name: f.default for f in record.__dataclass_fields__.values()}
    return {c.name: fields[c.field] for c in record.TABLE.columns}


# --- reading ---------------------------------------------------------------------------------------


def read_card(document: Mapping[str, Any], *, name: str) -> CardFile:
    """Read a card file in netmap's own format from its JSON document.

    Raises
    ------
    FormatError
        It is damaged, or written by a newer netmap; with every fault and its JSON path.
    """
    findings = Findings(name)
    given = document.get(MARK)
    if given != VERSION or isinstance(given, bool):
        what = message("of version {given}; this netmap reads version {known}", given=shown(given), known=VERSION)
        raise findings.refusal(f"$.{MARK}", what)
    findings.note_unknown(document, "$", known=(MARK, "versions"))
    listed = findings.rows(document.get("versions"), "$.versions")
    if not listed and not findings.faults:
        raise findings.refusal("$.versions", message("the list of versions is empty"))
    _refuse_if_too_large(listed, findings)
    versions: list[CardVersion] = []
    for number, value in enumerate(listed):
        where = f"$.versions[{number}]"
        given_version = findings.mapping(value, where)
        version = None if given_version is None else _read_version(given_version, findings, where)
        if version is not None:
            if version.id in {v.id for v in versions}:
                findings.wrong(f"{where}.id", message("the id {id} stands here twice", id=version.id))
            versions.append(version)
    findings.refuse_if_faulty()
    return CardFile(source_format="netmap", versions=tuple(versions), losses=tuple(findings.losses))


def _refuse_if_too_large(versions: Sequence[Any], findings: Findings) -> None:
    def lengths(*parts: str) -> list[int]:
        lists = (version.get(part) for version in versions if isinstance(version, dict) for part in parts)
        return [len(value) for value in lists if isinstance(value, list)]

    findings.refuse_if_too_large(versions=len(versions), alters=lengths("alters"), ties=sum(lengths("ties", "words")))


def _read_version(given: Mapping[str, Any], findings: Findings, where: str) -> CardVersion | None:
    card_names = [_file_name(c) for c in _columns(Card)]
    findings.note_unknown(given, where, known=(*card_names, *_PARTS))
    row = _read_row(Card, given, findings, where)
    parts: dict[str, list[dict[str, Any]]] = {}
    for name, record in _PARTS.items():
        parts[name] = []
        for number, value in enumerate(findings.rows(given.get(name), f"{where}.{name}")):
            place = f"{where}.{name}[{number}]"
            mapping = findings.mapping(value, place)
            if mapping is not None:
                findings.note_unknown(mapping, place, known=[_file_name(c) for c in _columns(record)])
                parts[name].append(_read_row(record, mapping, findings, place) | {"card": row["id"]})
    _check_ids(parts["alters"], findings, f"{where}.alters")
    _check_ties(parts["ties"], {alter["id"] for alter in parts["alters"]}, findings, f"{where}.ties")
    _check_once(parts["words"], "question", findings, f"{where}.words")
    if findings.faults:
        return None
    return CardVersion(
        card=Card.of_stored(row),
        alters=tuple(Alter.of_stored(alter) for alter in parts["alters"]),
        ties=tuple(Tie.of_stored(tie) for tie in parts["ties"]),
        words=tuple(Words.of_stored(words) for words in parts["words"]),
    )


def _read_row(record: type[Record], given: Mapping[str, Any], findings: Findings, where: str) -> dict[str, Any]:
    """Read the columns of a record; each wrong one is a fault at its path."""
    silent = _defaults(record)
    row: dict[str, Any] = {"case": FILE_CASE}
    for column in _columns(record):
        name = _file_name(column)
        value = given.get(name)
        if value is None:
            value = UNDATED.isoformat() if record is Card and name == "date" else None
        if value is None and not column.needed:
            row[column.name] = [] if column.kind is Kind.TEXTS else silent[column.name]
            continue
        problem = _list_fault(column, value) or column.fault(value) or _further_fault(record, column, value)
        if problem:
            secret = column.sealed or not isinstance(value, (str, int, float))
            findings.wrong(f"{where}.{name}", message(problem, value="…" if secret else shown(value)))
        row[column.name] = value
    return row


def _list_fault(column: Column, value: Any) -> str | None:
    """Refuse a list where none belongs; an empty one would pass for unknown."""
    if isinstance(value, list) and column.kind is not Kind.TEXTS:
        return N_("a list does not belong here")
    return None


def _further_fault(record: type[Record], column: Column, value: Any) -> str | None:
    if record is Alter and column.name == "supports" and not set(value) <= set(_SUPPORTS):
        return "'{value}' is not one of the allowed words"
    if column.kind is Kind.NOTES and not is_shallow(value):
        return N_("this is nested too deeply")
    if column.kind is Kind.NUMBER and abs(value) > _LARGEST:
        return "'{value}' is outside what is possible here"
    low, high = _BOUNDS.get((record.TABLE.name, column.name), (None, None))
    if low is not None and high is not None and not low <= value <= high:
        return "'{value}' is outside what is possible here"
    return None


def _check_ids(alters: Iterable[Mapping[str, Any]], findings: Findings, where: str) -> None:
    rows = list(alters)
    for name in ("id", "entry"):
        _check_once(rows, name, findings, where)


def _check_once(rows: Iterable[Mapping[str, Any]], name: str, findings: Findings, where: str) -> None:
    seen = set()
    for number, row in enumerate(rows):
        value = row.get(name)
        if not isinstance(value, str):
            continue
        if value in seen:
            findings.wrong(f"{where}[{number}].{name}", message("the id {id} stands here twice", id=shown(value)))
        seen.add(value)


def _check_ties(ties: Iterable[Mapping[str, Any]], alters: set[Any], findings: Findings, where: str) -> None:
    seen = set()
    for number, tie in enumerate(ties):
        ends = tie["a"], tie["b"]
        place = f"{where}[{number}]"
        if not all(isinstance(end, str) for end in ends):
            continue
        for end in ends:
            if end not in alters:
                findings.wrong(place, message("the tie leads to {id}, which is not on the map", id=shown(end)))
        if ends[0] == ends[1]:
            findings.wrong(place, message("the tie leads from {id} to itself", id=shown(ends[0])))
        if frozenset(ends) in seen:
            findings.wrong(
                place,
                message("the tie between {a} and {b} is told twice", a=shown(ends[0]), b=shown(ends[1])),
            )
        seen.add(frozenset(ends))


# --- the schema ------------------------------------------------------------------------------------


def card_schema() -> dict[str, Any]:
    """Describe the format as a JSON Schema (draft 2020-12), from the records."""
    version = _record_schema(Card)
    version["properties"]["date"] = {
        "description": "Day of the card; null if unknown.",
        "type": ["string", "null"],
        "format": "date",
    }
    for name in _PARTS:
        version["properties"][name] = {
            "type": "array",
            "items": {"$ref": f"#/$defs/{name}"},
            "maxItems": MAX_ALTERS if name == "alters" else MAX_ALL_TIES,
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:netmap:card:1",
        "title": "netmap card file",
        "description": (
            "Versions of one client's card, each with its entries and the ties among them. Positions: "
            "distance 0 (at the client) to 100 (outer horizon) and beyond; angle in degrees, "
            "counter-clockwise from the right. Columns that are missing have their default; a pair "
            "without a tie is unknown, not unconnected."
        ),
        "type": "object",
        "required": [MARK, "versions"],
        "properties": {
            MARK: {"const": VERSION},
            "versions": {"type": "array", "minItems": 1, "maxItems": MAX_VERSIONS, "items": version},
        },
        "$defs": {name: _record_schema(record) for name, record in _PARTS.items()},
    }


def _record_schema(record: type[Record]) -> dict[str, Any]:
    silent = _defaults(record)
    return {
        "type": "object",
        "required": [c.name for c in _columns(record) if c.needed and c.name != "on"],
        "properties": {_file_name(c): _column_schema(record, c, silent[c.name]) for c in _columns(record)},
    }


_TYPES: Final = {
    Kind.TEXT: "string",
    Kind.DAY: "string",
    Kind.MOMENT: "string",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "number",
    Kind.YES_NO: "boolean",
    Kind.NOTES: "object",
    Kind.TEXTS: "array",
}


def _column_schema(record: type[Record], column: Column, silent: Any) -> dict[str, Any]:
    kind = _TYPES[column.kind]
    found: dict[str, Any] = {"type": kind if column.needed else [kind, "null"]}
    if column.needed and kind == "string":
        found["minLength"] = 1
    if column.choice:
        found["enum"] = list(column.choice) if column.needed else [*column.choice, None]
    low, high = _BOUNDS.get((record.TABLE.name, column.name), (column.low, column.high))
    if low is not None:
        found["minimum"] = low
    if high is not None:
        found["maximum"] = high
    if kind == "array":
        found["items"] = {"enum": list(_SUPPORTS)} if column.name == "supports" else {"type": "string"}
    if not column.needed and silent not in (None, ()):
        found["default"] = silent
    return found
