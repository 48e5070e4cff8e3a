"""Log, revisions and audit as nodes: ``(:Change)-[:MOVED {revision}]->(:Revision {entity})``, ``(:Audit)``.

A change is its own entry in the audit log; ``(:Audit)`` holds what is no change: reads, refusals.

A revision node is locked before anything else is read, so that two changes of one entity follow each
other, and their ids do too. There is no counter that all writers share.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from operator import attrgetter
from typing import Any

import neo4j

from netmap.model.changes import Receipt, Recorded
from netmap.stores.base import Codec, Seen
from netmap.stores.neo4j.connection import rows
from netmap.stores.plan import Plan, edits_to_json, next_id, recorded, seen_in

_NAMES = ("id", "at", "by", "kind", "why", "request", "undoes")
_CELLS = ", ".join(f"c.{n}" for n in (*_NAMES, "edits"))
#: the conditions of a question without any
EVERYTHING: Mapping[str, Any] = {"entity": None, "by": None, "since": None}
_ID = attrgetter("id")
_MOVED = "COLLECT { MATCH (c)-[m:MOVED]->(r:Revision) RETURN [r.entity, m.revision] }"


def mark_part(name: str) -> str:
    """Give the part of a query that names the last change and how many there are, as a list.

    It moves with every write, in whatever order writes end.
    """
    return (
        "CALL () { MATCH (c:Change) WHERE c.id > '' WITH c.id AS id ORDER BY id DESC LIMIT 1"
        f" RETURN collect(id) AS {name}_id }} CALL () {{ MATCH (c:Change) RETURN count(c) AS {name}_n }}"
        f" WITH *, [{name}_id, {name}_n] AS {name}"
    )


def lock(tx: neo4j.ManagedTransaction, entities: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Lock entities until the transaction ends; give the revision each reaches, and its last change."""
    found = rows(
        tx,
        # the first SET takes the lock, so that what is read behind it is up to date
        "UNWIND $entities AS entity MERGE (r:Revision {entity: entity}) SET r.touched = $now"
        " WITH r SET r.revision = coalesce(r.revision, 0) + 1"
        " RETURN r.entity, r.revision, coalesce(r.latest, '')",
        {"entities": sorted(entities), "now": datetime.now(UTC).isoformat()},
    )
    return {entity: (revision, latest) for entity, revision, latest in found}


def record(
    tx: neo4j.ManagedTransaction, plan: Plan, moved: Mapping[str, tuple[int, str]], change: dict[str, Any]
) -> Receipt:
    """Write a change into the log; it is its own entry in the audit log."""
    at = datetime.now(UTC)
    change_id = next_id(max((latest for _, latest in moved.values()), default=""))
    revisions = {entity: moved[entity][0] for entity in sorted(plan.entities)}
    whole = {**change, "id": change_id, "at": at.isoformat(), "edits": edits_to_json(plan.logged).decode()}
    _create(tx, whole, revisions)
    return Receipt(change_id, at, revisions)


def _create(tx: neo4j.ManagedTransaction, change: Mapping[str, Any], revisions: Mapping[str, int]) -> None:
    tx.run(
        "CREATE (c:Change) SET c = $change"
        " WITH c UNWIND $moved AS moved MATCH (r:Revision {entity: moved[0]}) SET r.latest = $change.id"
        " CREATE (c)-[:MOVED {revision: moved[1]}]->(r)",
        {
            "change": {k: v for k, v in change.items() if v is not None},
            "moved": [[e, r] for e, r in revisions.items()],
        },
    ).consume()


def take_in_changes(tx: neo4j.ManagedTransaction, entries: Sequence[Mapping[str, Any]]) -> None:
    """Take in changes of a dump, in their order."""
    tx.run(
        "UNWIND $entries AS entry CREATE (c:Change) SET c = entry.change"
        " WITH c, entry UNWIND entry.moved AS moved"
        " MERGE (r:Revision {entity: moved[0]})"
        " SET r.revision = CASE WHEN r.revision > moved[1] THEN r.revision ELSE moved[1] END,"
        " r.latest = CASE WHEN r.latest > c.id THEN r.latest ELSE c.id END"
        " CREATE (c)-[:MOVED {revision: moved[1]}]->(r)",
        {
            "entries": [
                {
                    "change": {n: e[n] for n in _NAMES if e[n] is not None}
                    | {"edits": json.dumps(e["edits"], ensure_ascii=False, separators=(",", ":"))},
                    "moved": [[entity, revision] for entity, revision in e["entities"].items()],
                }
                for e in entries
            ]
        },
    ).consume()


def take_in_audit(tx: neo4j.ManagedTransaction, entries: Sequence[Mapping[str, Any]]) -> None:
    """Write entries of the audit log."""
    tx.run(
        "UNWIND $entries AS entry CREATE (a:Audit) SET a = entry",
        {"entries": [{k: v for k, v in e.items() if v is not None} for e in entries]},
    ).consume()


def mark_of(tx: neo4j.ManagedTransaction) -> list[Any]:
    """Give the last change (a list of none or one) and how many there are."""
    found: list[Any] = rows(tx, f"{mark_part('mark')} RETURN mark")[0][0]
    return found


def mark(tx: neo4j.ManagedTransaction) -> str:
    """Give the last change and how many there are (empty if there is none)."""
    last, count = mark_of(tx)
    return f"{last[0]}.{count}" if last else ""


def moment(tx: neo4j.ManagedTransaction) -> str:
    """Give the mark and, behind a point, how often something was mended that was written past netmap, if ever."""
    (last, count), mended = rows(
        tx, f"{mark_part('mark')} OPTIONAL MATCH (s:Store {{id: 'netmap'}}) RETURN mark, coalesce(s.repaired, 0)"
    )[0]
    return (f"{last[0]}.{count}" if last else "") + (f".{mended}" if mended else "")


def revisions(tx: neo4j.ManagedTransaction, entities: Sequence[str]) -> dict[str, int]:
    """Give the revision of entities; 0 for those never written."""
    found = dict(
        rows(
            tx,
            "UNWIND $entities AS entity MATCH (r:Revision {entity: entity}) RETURN entity, r.revision",
            {"entities": list(entities)},
        )
    )
    return {entity: int(found.get(entity, 0)) for entity in entities}


def repeated(tx: neo4j.ManagedTransaction, *, name: str, value: str) -> Receipt | None:
    """Find the change that a request (or an earlier attempt of this one) has made already."""
    found = rows(tx, f"MATCH (c:Change {{{name}: $value}}) RETURN c.id, c.at, {_MOVED}", {"value": value})
    if not found:
        return None
    change_id, at, moved = found[0]
    return Receipt(change_id, datetime.fromisoformat(at), dict(moved), repeated=name == "request")


def read(
    tx: neo4j.ManagedTransaction,
    conditions: Mapping[str, Any],
    *,
    newest_first: bool,
    limit: int | None,
    codec: Codec | None,
) -> list[Recorded]:
    """Read changes that fulfil all conditions (those that are ``None`` are none)."""
    tests = {
        "by": "c.by = $by",
        "since": "c.at >= $since",
        "after": "c.id > $after",
        "ids": "c.id IN $ids",
    }
    where = " AND ".join(["c.id > ''", *(t for n, t in tests.items() if conditions[n] is not None)])
    found = rows(
        tx,
        f"MATCH {_start(conditions)} WHERE {where} WITH c ORDER BY c.id {'DESC' if newest_first else 'ASC'}"
        + ("" if limit is None else " LIMIT $limit")
        + f" RETURN {_CELLS}, {_MOVED}",
        {**conditions, "limit": limit},
    )
    return [recorded(row, row[7], dict(row[8]), codec) for row in found]


def lineage(tx: neo4j.ManagedTransaction, *, entity: str, by: str) -> list[tuple[str, str | None]]:
    """Read which changes of an entity somebody made, and what each takes back; their edits are left alone."""
    found = rows(
        tx,
        f"MATCH {_start({'entity': entity})} WHERE c.id > '' AND c.by = $by WITH c ORDER BY c.id RETURN c.id, c.undoes",
        {"entity": entity, "by": by},
    )
    return [(change_id, undoes) for change_id, undoes in found]


def entries(tx: neo4j.ManagedTransaction) -> list[dict[str, Any]]:
    """Give all changes for a dump, in their order."""
    found = rows(tx, f"MATCH (c:Change) WHERE c.id > '' WITH c ORDER BY c.id RETURN {_CELLS}, {_MOVED}")
    return [
        dict(zip(_NAMES, row, strict=False)) | {"edits": json.loads(row[7]), "entities": dict(sorted(row[8]))}
        for row in found
    ]


def ids(tx: neo4j.ManagedTransaction) -> set[str]:
    """Give which changes there are."""
    return {row[0] for row in rows(tx, "MATCH (c:Change) WHERE c.id > '' RETURN c.id")}


def audit(tx: neo4j.ManagedTransaction, conditions: Mapping[str, Any], *, limit: int | None = None) -> list[Seen]:
    """Read who did what, newest first: changes, and what was noted beside them."""
    written = [
        seen
        for *cells, entities in _newest(tx, "c", _start(conditions), conditions, limit)
        for seen in seen_in(*cells, entities=entities, entity=conditions["entity"])
    ]
    return list(islice(heapq.merge(notes(tx, conditions, limit=limit), written, key=_ID, reverse=True), limit))


def notes(tx: neo4j.ManagedTransaction, conditions: Mapping[str, Any], *, limit: int | None = None) -> list[Seen]:
    """Read what was noted beside the changes, newest first."""
    found = _newest(tx, "a", "(a:Audit)", conditions, limit)
    return [Seen(r[0], datetime.fromisoformat(r[1]), r[2], r[3], r[5], r[4]) for r in found]


def _newest(
    tx: neo4j.ManagedTransaction, name: str, start: str, conditions: Mapping[str, Any], limit: int | None
) -> list[Any]:
    tests = {"by": f"{name}.by = $by", "since": f"{name}.at >= $since"}
    action, entity = f"{name}.kind", "COLLECT { MATCH (c)-[:MOVED]->(r:Revision) RETURN r.entity }"
    if name == "a":
        tests["entity"] = "a.entity = $entity"
        action, entity = "a.action", "a.entity"
    where = " AND ".join([f"{name}.id > ''", *(t for n, t in tests.items() if conditions[n] is not None)])
    return rows(
        tx,
        f"MATCH {start} WHERE {where} WITH {name} ORDER BY {name}.id DESC"
        + ("" if limit is None else " LIMIT $limit")
        + f" RETURN {name}.id, {name}.at, {name}.by, {action}, {name}.why, {entity}",
        {**conditions, "limit": limit},
    )


def _start(conditions: Mapping[str, Any]) -> str:
    return "(:Revision {entity: $entity})<-[:MOVED]-(c:Change)" if conditions["entity"] else "(c:Change)"
