"""Log, revisions and audit in one file: ``changes``, found through ``change_index``; ``audit`` for reads.

A change is its own entry in the audit log; nothing is written twice.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from operator import attrgetter
from typing import Any

from netmap.errors import Fault
from netmap.messages import message
from netmap.model.changes import Receipt, Recorded
from netmap.stores.base import Codec, Seen
from netmap.stores.plan import Plan, edits_to_json, next_id, recorded, revisions_to_json, seen_in, to_json

#: edits of fewer bytes are logged as they are
_SMALL = 1000
_REQUEST = "request:"
_LOG = "SELECT id, at, by, kind, why, request, undoes, edits, entities FROM changes"
_LOGGED = "INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INDEXED = "INSERT INTO change_index VALUES (?, ?, ?)"
_NOTED = "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)"
_NAMES = ("id", "at", "by", "kind", "why", "request", "undoes")
_AUDIT_NAMES = ("id", "at", "by", "action", "entity", "why")
_OF_ENTITY = "id IN (SELECT change FROM change_index WHERE what = ?)"

#: stands in the log while netmap itself writes rows, and is gone before anybody else sees it. It sorts behind every
#: id, so it lies on the page that the change is written to anyway; the triggers ``by_hand_…`` ask for it
_WRITING = "INSERT INTO changes VALUES ('~', '', '', '', NULL, NULL, NULL, x'', '')"
_WRITTEN = "DELETE FROM changes WHERE id = '~'"
#: the mark becomes the entry of what was written: a statement less than taking it away
_BECOMES = f"UPDATE changes SET {', '.join(f'{name} = ?' for name in (*_NAMES, 'edits', 'entities'))} WHERE id = '~'"
#: as long as nobody wrote rows past netmap, this is the id of the last change
_MOMENT = (
    "SELECT coalesce(max(id), '')"
    " || (SELECT CASE sum(number) WHEN 0 THEN '' ELSE '.' || sum(number) END FROM by_hand) FROM changes"
)

Condition = tuple[str, Any]
#: an entry of the audit log: id, at, by, action, entity, why
Note = tuple[str, str, str, str, str, str | None]


def latest(db: sqlite3.Connection) -> str:
    """Give the id of the last change, empty if there was none."""
    return str(db.execute("SELECT coalesce(max(id), '') FROM changes").fetchone()[0])


def moment(db: sqlite3.Connection) -> str:
    """Give the id of the last change and, behind a point, how many rows were written past netmap, if any were."""
    return str(db.execute(_MOMENT).fetchone()[0])


@contextmanager
def own_writing(db: sqlite3.Connection) -> Iterator[None]:
    """Write rows of the partner room as netmap itself, in a transaction: what others write is counted."""
    begin_own_writing(db)
    yield
    db.execute(_WRITTEN)


def begin_own_writing(db: sqlite3.Connection) -> None:
    """Write rows of the partner room as netmap itself from here on, until :func:`record`."""
    db.execute(_WRITING)


def revision(db: sqlite3.Connection, entity: str) -> int:
    """Give the revision of an entity; 0 if it was never written."""
    row = db.execute("SELECT max(number) FROM change_index WHERE what = ?", (entity,)).fetchone()
    return int(row[0] or 0)


def begun(db: sqlite3.Connection, request: str | None) -> tuple[str, Receipt | None]:
    """Give the id of the last change, and what a request has done already."""
    if request is None:
        return latest(db), None
    last, done = db.execute(
        "SELECT coalesce(max(id), ''), (SELECT change FROM change_index WHERE what = ? AND number = 0) FROM changes",
        (_REQUEST + request,),
    ).fetchone()
    return str(last), None if done is None else _receipt(db, done)


def _receipt(db: sqlite3.Connection, change_id: str) -> Receipt:
    row = db.execute("SELECT id, at, entities FROM changes WHERE id = ?", (change_id,)).fetchone()
    return Receipt(row[0], datetime.fromisoformat(row[1]), json.loads(row[2]), repeated=True)


def record(
    db: sqlite3.Connection,
    plan: Plan,
    kind: str,
    *,
    last: str,
    by: str,
    why: str | None,
    request: str | None,
    undoes: str | None,
    own_writing: bool = False,
) -> Receipt:
    """Write a change into the log, behind the last one; whether :func:`begin_own_writing` was called for it."""
    at = datetime.now(UTC)
    change_id = next_id(last)
    revisions = {entity: revision(db, entity) + 1 for entity in sorted(plan.entities)}
    edits = _packed(edits_to_json(plan.logged))
    moved = revisions_to_json(revisions)
    db.execute(
        _BECOMES if own_writing else _LOGGED, (change_id, at.isoformat(), by, kind, why, request, undoes, edits, moved)
    )
    db.executemany(_INDEXED, _index(change_id, revisions, request))
    return Receipt(change_id, at, revisions)


def _index(change_id: str, revisions: Mapping[str, int], request: str | None) -> list[tuple[str, int, str]]:
    found = [(entity, number, change_id) for entity, number in revisions.items()]
    if request is not None:
        found.append((_REQUEST + request, 0, change_id))
    return found


def note(db: sqlite3.Connection, entries: Iterable[Note]) -> None:
    """Write what is no change into the audit log."""
    db.executemany(_NOTED, entries)


def changes(
    db: sqlite3.Connection,
    *,
    entity: str | None,
    by: str | None,
    since: datetime | None,
    after: str | None,
    ids: Sequence[str] | None,
    newest_first: bool,
    limit: int | None,
    codec: Codec | None,
) -> list[Recorded]:
    """Read the log."""
    conditions = _asked(_OF_ENTITY, entity, by, since)
    if after is not None:
        conditions.append(("id > ?", after))
    if ids is not None:
        conditions.append(("id IN (SELECT value FROM json_each(?))", json.dumps(list(ids))))
    sql = _LOG + _where(conditions) + f" ORDER BY id {'DESC' if newest_first else 'ASC'} LIMIT ?"
    rows = db.execute(sql, [*(v for _, v in conditions), -1 if limit is None else limit]).fetchall()
    return [recorded(row, unpacked(row[7]), json.loads(row[8]), codec) for row in rows]


def lineage(db: sqlite3.Connection, *, entity: str, by: str) -> list[tuple[str, str | None]]:
    """Read which changes of an entity somebody made, and what each takes back; their edits are left alone."""
    sql = f"SELECT id, undoes FROM changes WHERE {_OF_ENTITY} AND by = ? ORDER BY id"
    return db.execute(sql, (entity, by)).fetchall()


def audit(
    db: sqlite3.Connection,
    *,
    entity: str | None,
    by: str | None,
    since: datetime | None,
    limit: int | None,
) -> list[Seen]:
    """Read who did what, newest first: changes, and what was noted beside them."""
    noted = _asked("entity = ?", entity, by, since)
    written = _asked(_OF_ENTITY, entity, by, since)
    found = heapq.merge(
        (
            Seen(r[0], datetime.fromisoformat(r[1]), *r[2:])
            for r in db.execute(
                f"SELECT {', '.join(_AUDIT_NAMES)} FROM audit{_where(noted)} ORDER BY id DESC", [v for _, v in noted]
            )
        ),
        (
            seen
            for r in db.execute(
                f"SELECT id, at, by, kind, why, entities FROM changes{_where(written)} ORDER BY id DESC",
                [v for _, v in written],
            )
            for seen in seen_in(*r[:5], entities=json.loads(r[5]), entity=entity)
        ),
        key=attrgetter("id"),
        reverse=True,
    )
    return list(islice(found, limit))


def _asked(of_entity: str, entity: str | None, by: str | None, since: datetime | None) -> list[Condition]:
    stamp = None if since is None else since.astimezone(UTC).isoformat()
    return [c for c in ((of_entity, entity), ("by = ?", by), ("at >= ?", stamp)) if c[1] is not None]


def _where(conditions: Sequence[Condition]) -> str:
    return " WHERE " + " AND ".join(c for c, _ in conditions) if conditions else ""


def dump(db: sqlite3.Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the whole log as it is stored."""
    for row in db.execute(f"{_LOG} ORDER BY id"):
        entry: dict[str, Any] = dict(zip(_NAMES, row, strict=False))
        entry["edits"] = json.loads(unpacked(row[7]))
        entry["entities"] = json.loads(row[8])
        yield "#change", entry
    for row in db.execute(f"SELECT {', '.join(_AUDIT_NAMES)} FROM audit ORDER BY id"):
        yield "#audit", dict(zip(_AUDIT_NAMES, row, strict=True))


def take_in(db: sqlite3.Connection, content: Mapping[str, Any]) -> None:
    """Take in a change of a dump."""
    edits = _packed(to_json(content["edits"]).encode())
    moved = content["entities"]
    db.execute(_LOGGED, (*(content[k] for k in _NAMES), edits, to_json(moved)))
    db.executemany(_INDEXED, _index(content["id"], moved, content["request"]))


def take_in_note(db: sqlite3.Connection, content: Mapping[str, Any]) -> None:
    """Take in a note of a dump."""
    db.execute(_NOTED, tuple(content[name] for name in _AUDIT_NAMES))


def faults(db: sqlite3.Connection) -> Iterable[Fault]:
    """Name the entities and requests whose changes are not all there."""
    gaps = db.execute(
        "SELECT what FROM change_index WHERE what NOT GLOB 'request:*'"
        " GROUP BY what HAVING count(*) <> max(number) OR min(number) <> 1"
        " UNION SELECT what FROM change_index WHERE change NOT IN (SELECT id FROM changes)"
        " UNION SELECT j.key FROM changes c, json_each(c.entities) j WHERE NOT EXISTS"
        " (SELECT 1 FROM change_index i WHERE i.what = j.key AND i.number = j.value AND i.change = c.id)"
    )
    return [Fault(what, message("its revision does not fit the log")) for (what,) in gaps]


def _packed(edits: bytes) -> bytes:
    """Pack edits for the log, unless they are so few that packing takes longer than writing."""
    return edits if len(edits) < _SMALL else zlib.compress(edits, 1)


def unpacked(stored: bytes) -> bytes:
    """Give the JSON of edits as the log keeps them."""
    return stored if stored.startswith(b"[") else zlib.decompress(stored)
