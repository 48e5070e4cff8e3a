"""How the tables look as a graph: which are nodes, which are relationships, and what joins them.

Every row keeps all its columns as properties, so that it loads back as it was. Beside them, columns
that refer to something are drawn as relationships (*links*), so that the graph can be asked the
questions of the field. Links are made from the columns and never the other way round.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from netmap.model.partners import RELATION_KINDS, split_party
from netmap.model.stored import Reader, StoredRow, row_type
from netmap.model.tables import KEY_SEPARATOR, TABLES, Column, Kind, Room, Row, TableSpec, tables_of

#: the key of rows that have no id of their own
KEY: Final = "_key"
#: all columns of a row and its key once more, as JSON: a server reads one property far faster than ten
ROW: Final = "_row"


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship drawn from a column.

    Attributes
    ----------
    type
        The relationship's type.
    target
        The table the column refers to.
    inward
        It points from what is referred to, to the row.
    parties
        The column holds ``ORG:role``; the role is kept on the relationship.
    """

    column: str
    type: str
    target: str
    inward: bool = False
    parties: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A table whose rows are nodes."""

    label: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """A table whose rows are relationships: from (table, column), to (table, column).

    Attributes
    ----------
    types
        The relationship types; several where a column of the key chooses among them.
    chosen_by
        Position of that column in the key.
    """

    types: tuple[str, ...]
    start: tuple[str, str]
    end: tuple[str, str]
    chosen_by: int | None = None


SHAPES: Final[Mapping[str, Node | Tie]] = {
    "codes": Node("Code"),
    "areas": Node("Area", (Link("parent", "PART_OF", "areas"),)),
    "organisations": Node("Organisation", (Link("parent", "PART_OF", "organisations"),)),
    "places": Node("Place", (Link("area", "IN", "areas"),)),
    "services": Node(
        "Service",
        (
            Link("organisation", "OFFERS", "organisations", inward=True),
            Link("places", "AT", "places"),
            Link("areas", "SERVES", "areas"),
        ),
    ),
    "resources": Node("Resource", (Link("area", "IN", "areas"), Link("place", "AT", "places"))),
    "reports": Tie(("REPORTS",), ("organisations", "from"), ("organisations", "to")),
    "relations": Tie(tuple(k.upper() for k in RELATION_KINDS), ("organisations", "from"), ("organisations", "to"), 2),
    "agreements": Node(
        "Agreement",
        (Link("parties", "PARTY", "organisations", parties=True), Link("services", "COVERS", "services")),
    ),
    "demand": Node("Demand", (Link("area", "IN", "areas"),)),
    "chains": Node("ChainStep"),
    "travel": Tie(("REACHES",), ("areas", "area"), ("places", "place")),
    "bodies": Node("Body", (Link("area", "FOR", "areas"),)),
    "members": Tie(("MEMBER_OF",), ("organisations", "organisation"), ("bodies", "body")),
    "meetings": Node(
        "Meeting",
        (Link("body", "OF", "bodies"), Link("attendance", "ATTENDED", "organisations", inward=True)),
    ),
    "decisions": Node(
        "Decision",
        (
            Link("body", "OF", "bodies"),
            Link("meeting", "TAKEN_IN", "meetings"),
            Link("who", "CARRIES_OUT", "organisations", inward=True),
        ),
    ),
    "remarks": Node("Remark"),
    "publications": Node("Publication"),
    "links": Node("PartnerLink", (Link("organisation", "FOR", "organisations"),)),
    "answers": Node(
        "PartnerAnswer",
        (Link("link", "GIVEN_BY", "links"), Link("organisation", "FROM", "organisations")),
    ),
    "positions": Node("Position"),
    "accounts": Node("Account"),
    "sessions": Node("SignIn", (Link("account", "OF", "accounts"),)),
    "cases": Node("Case"),
    "cards": Node("Card", (Link("case", "HAS_CARD", "cases", inward=True),)),
    "alters": Node("Alter", (Link("card", "SHOWS", "cards", inward=True),)),
    "ties": Tie(("TIE",), ("alters", "a"), ("alters", "b")),
    "words": Node("Words", (Link("card", "HAS_WORDS", "cards", inward=True),)),
    "needs": Node("Need", (Link("case", "HAS_NEED", "cases", inward=True),)),
    "steps": Node("Step", (Link("case", "HAS_STEP", "cases", inward=True), Link("card", "AGREED_ON", "cards"))),
    "contacts": Node("Contact", (Link("case", "HAS_CONTACT", "cases", inward=True),)),
    "referrals": Node("Referral", (Link("case", "HAS_REFERRAL", "cases", inward=True),)),
    "feedback": Node(
        "Feedback",
        (Link("case", "HAS_FEEDBACK", "cases", inward=True), Link("referral", "ANSWERS", "referrals")),
    ),
    "releases": Node("Release", (Link("case", "HAS_RELEASE", "cases", inward=True),)),
    "conferences": Node("CaseConference", (Link("case", "HAS_CONFERENCE", "cases", inward=True),)),
}


def quoted(name: str) -> str:
    """Quote a name (some public names are words of Cypher)."""
    return "`" + name.replace("`", "``") + "`"


def node(table: str) -> Node:
    """Give the shape of a table whose rows are nodes."""
    shape = SHAPES[table]
    assert isinstance(shape, Node)
    return shape


def key_property(spec: TableSpec) -> str:
    """Give the property that identifies a row."""
    return spec.key[0] if len(spec.key) == 1 else KEY


def tie_type(tie: Tie, key: str) -> str | None:
    """Give the type of the relationship with that key; ``None`` if no row could have it."""
    if tie.chosen_by is None:
        return tie.types[0]
    parts = key.split(KEY_SEPARATOR)
    chosen = parts[tie.chosen_by].upper() if len(parts) > tie.chosen_by else ""
    return chosen if chosen in tie.types else None


def pattern(table: str, *, types: tuple[str, ...] | None = None) -> str:
    """Give the pattern that matches the rows of a table as ``r``."""
    shape = SHAPES[table]
    if isinstance(shape, Node):
        return f"(r:{shape.label})"
    return f"()-[r:{'|'.join(types or shape.types)}]->()"


def linked(spec: TableSpec) -> frozenset[str]:
    """Give the columns of a table that are drawn as relationships (or end one)."""
    shape = SHAPES[spec.name]
    if isinstance(shape, Node):
        return frozenset(link.column for link in shape.links)
    return frozenset((shape.start[1], shape.end[1]))


def targets(link: Link, row: Row) -> list[dict[str, Any]]:
    """Give what a row's column refers to: id, and the role where there is one."""
    value = row.get(link.column)
    if not value:
        return []
    if link.parties:
        return [{"id": organisation, "role": role} for organisation, role in map(split_party, value)]
    ids = value if isinstance(value, list) else [value]
    return [{"id": i, "role": None} for i in dict.fromkeys(ids)]


# values


def to_property(col: Column, value: Any) -> Any:
    """Turn a stored value into what a property holds (``None``: no property)."""
    if value is None or col.sealed:
        return value
    if col.kind is Kind.NOTES:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None
    if col.kind is Kind.TEXTS:
        return list(value) or None
    return float(value) if col.kind is Kind.NUMBER else value


def packed(spec: TableSpec) -> bool:
    """Tell whether rows carry all their columns once more in one property, for loading.

    The partner room is loaded as a whole, and often; cases are loaded one by one.
    """
    return spec.room is Room.PARTNERS


def to_properties(spec: TableSpec, key: str, row: Row) -> dict[str, Any]:
    """Turn a stored row into the properties of its node or relationship."""
    found = {col.name: to_property(col, row.get(col.name)) for col in spec.columns}
    if len(spec.key) > 1:
        found[KEY] = key
    if packed(spec):
        found[ROW] = to_packed(spec, key, row)
    return {name: value for name, value in found.items() if value is not None}


def to_packed(spec: TableSpec, key: str, row: Row) -> str:
    """Write a row's cells and its key as JSON."""
    plain = []
    for col in spec.columns:
        value = to_property(col, row.get(col.name))
        plain.append(row[col.name] if value is not None and col.kind is Kind.NOTES else value)
    return json.dumps([*plain, key], ensure_ascii=False, separators=(",", ":"))


def cells(spec: TableSpec, *, each: bool = False) -> str:
    """Give the Cypher expression of a row's cells, its key last (``each``: column by column)."""
    if packed(spec) and not each:
        return f"r.{ROW}"
    names = [*spec.names, key_property(spec)]
    return "[" + ", ".join(f"r.{quoted(n)}" for n in names) + "]"


def unpacked(spec: TableSpec, found: list[Any]) -> list[list[Any]]:
    """Turn what :func:`cells` gave for many rows into lists of cells."""
    if packed(spec):
        return json.loads(f"[{','.join(found)}]") if found else []
    return found


def _texts(cell: Any) -> list[str]:
    return list(cell or ())


def _notes(cell: Any) -> Any:
    return json.loads(cell) if isinstance(cell, str) else cell


@cache
def maker(table: str) -> type[StoredRow]:
    """Give what makes rows of a table from lists of cells."""
    spec = TABLES[table]
    readers: dict[str, Reader] = {}
    for col in spec.columns:
        if not col.sealed and col.kind is Kind.TEXTS:
            readers[col.name] = _texts
        elif not col.sealed and col.kind is Kind.NOTES:
            readers[col.name] = _notes
    return row_type(spec, readers)


# schema


def schema_cypher(room: Room) -> str:
    """Give the constraints and indexes of a room: the first migration, as it is committed."""
    lines = [_LOG_CYPHER.rstrip("\n")]
    for spec in tables_of(room):
        shape = SHAPES[spec.name]
        key = quoted(key_property(spec))
        if isinstance(shape, Node):
            lines.append(
                f"CREATE CONSTRAINT {spec.name}_key IF NOT EXISTS\n  FOR (r:{shape.label}) REQUIRE r.{key} IS UNIQUE;"
            )
            lines += [
                f"CREATE INDEX {spec.name}_{c} IF NOT EXISTS\n  FOR (r:{shape.label}) ON (r.{quoted(c)});"
                for c in _indexed(spec)
            ]
            continue
        for type_ in shape.types:
            name = spec.name if len(shape.types) == 1 else f"{spec.name}_{type_.lower()}"
            lines.append(
                f"CREATE CONSTRAINT {name}_key IF NOT EXISTS\n  FOR ()-[r:{type_}]-() REQUIRE r.{key} IS UNIQUE;"
            )
            lines += [
                f"CREATE INDEX {name}_{c} IF NOT EXISTS\n  FOR ()-[r:{type_}]-() ON (r.{quoted(c)});"
                for c in _indexed(spec)
            ]
    return "\n".join(lines) + "\n"


def _indexed(spec: TableSpec) -> list[str]:
    """Columns by which rows are loaded: the case and the card they belong to."""
    return [c.name for c in spec.columns if c.refers in ("cases", "cards")]


_LOG_CYPHER = """\
CREATE CONSTRAINT store_id IF NOT EXISTS
  FOR (s:Store) REQUIRE s.id IS UNIQUE;
CREATE CONSTRAINT migration_number IF NOT EXISTS
  FOR (m:Migration) REQUIRE m.number IS UNIQUE;
CREATE CONSTRAINT change_id IF NOT EXISTS
  FOR (c:Change) REQUIRE c.id IS UNIQUE;
CREATE CONSTRAINT change_request IF NOT EXISTS
  FOR (c:Change) REQUIRE c.request IS UNIQUE;
CREATE CONSTRAINT change_attempt IF NOT EXISTS
  FOR (c:Change) REQUIRE c.attempt IS UNIQUE;
CREATE INDEX change_by IF NOT EXISTS
  FOR (c:Change) ON (c.by);
CREATE CONSTRAINT revision_entity IF NOT EXISTS
  FOR (r:Revision) REQUIRE r.entity IS UNIQUE;
CREATE CONSTRAINT audit_id IF NOT EXISTS
  FOR (a:Audit) REQUIRE a.id IS UNIQUE;
CREATE INDEX audit_entity IF NOT EXISTS
  FOR (a:Audit) ON (a.entity);
CREATE INDEX audit_by IF NOT EXISTS
  FOR (a:Audit) ON (a.by);
"""
