"""One room in a Neo4j database: for a department, and for those who want to ask the graph itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, TypeVar

import neo4j

from netmap.errors import ConflictError, Fault, InputError, StoreError, StoreReadOnly
from netmap.model.changes import Change, Receipt, Recorded
from netmap.model.ids import new_id
from netmap.model.stored import Rows
from netmap.model.tables import TABLES, Room, Row, TableSpec, tables_of
from netmap.model.undisturbed import undisturbed
from netmap.stores.base import Codec, Seen, finish_rows
from netmap.stores.neo4j import log, writing
from netmap.stores.neo4j.checking import faults_of
from netmap.stores.neo4j.connection import Sessions, rows
from netmap.stores.neo4j.graph import SHAPES, Node, maker, pattern
from netmap.stores.neo4j.loading import collected, loaded
from netmap.stores.neo4j.opening import migrations, open_graph
from netmap.stores.neo4j.packs import Mark, keep_packs
from netmap.stores.neo4j.repairing import repair
from netmap.stores.neo4j.structures import forget_structures, read_structures
from netmap.stores.packs import LARGE, kept_packed
from netmap.stores.plan import Plan, RowId, entities_of, plan_change, plan_housekeeping, touched

#: rows written by one statement when a dump is taken in
_BATCH = 2_000
#: how long a load looks for a moment that it can tell from the log
LOAD_SECONDS = 10.0
#: how long a dump looks for a moment in which nobody writes
DUMP_SECONDS = 30.0

T = TypeVar("T")


class _Done(Exception):  # noqa: N818 - no error: it takes the transaction back
    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt


class Neo4jStore:
    """A room in a database (see :class:`netmap.stores.base.Store` for what each method does).

    Parameters
    ----------
    uri
        ``neo4j://USER@HOST:7687``, without a password.
    room
        Which room it holds.
    password
        The password.

    Raises
    ------
    StoreError
        The server does not answer, or the graph is not this room's, or is newer.
    """

    def __init__(self, uri: str, room: Room, *, password: str) -> None:
        self.room = room
        self._sessions = Sessions(uri, password)
        self._keeps = True
        try:
            open_graph(self._sessions, room)
        except BaseException:
            self._sessions.close()
            raise

    @property
    def uri(self) -> str:
        """Where it is, without any password."""
        return self._sessions.uri

    @property
    def schema(self) -> int:
        """The version of its schema."""
        return migrations(self.room)[-1][0]

    # reading

    def load(
        self,
        *tables: str,
        only: tuple[str, Sequence[str]] | None = None,
        codec: Codec | None = None,
    ) -> dict[str, Sequence[Row]]:
        """Load plain rows by table, in the order of their keys, all from one moment.

        Raises
        ------
        StoreError
            People wrote so much all the while that no moment could be read.
        """
        wanted = [TABLES[name] for name in tables]
        if not wanted:
            return {}
        packable = [spec for spec in wanted if only is None and kept_packed(spec)]
        with undisturbed():
            found = self._at_one_moment(lambda tx: loaded(tx, wanted, packable, only), LOAD_SECONDS)
        made = found.tables
        large = {spec: made[spec] for spec in found.unpacked if spec in packable and len(made[spec]) >= LARGE}
        if large and found.mark is not None and self._keeps:
            self._keep(large, found.mark)
        return {spec.name: finish_rows(spec, made[spec], codec) for spec in wanted}

    def _at_one_moment(self, look: Callable[[neo4j.ManagedTransaction], T | None], seconds: float) -> T:
        until = time.monotonic() + seconds
        while (found := self._sessions.read(look)) is None:
            if time.monotonic() > until:
                raise StoreError(
                    "People write into {uri} without a pause: its state at one moment could not be read. "
                    "Try again at a quieter time.",
                    uri=self.uri,
                )
        return found

    def _keep(self, tables: Mapping[TableSpec, Rows], mark: Mark) -> None:
        try:
            self._sessions.write(lambda tx: keep_packs(tx, tables, mark))
        except StoreReadOnly:
            self._keeps = False  # it loads all the same, only not as fast
        except StoreError:
            pass  # what was loaded is right; who needs the server next hears what is wrong with it

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
        """Read the log of changes."""
        conditions = {
            "entity": entity,
            "by": by,
            "since": since and since.astimezone(UTC).isoformat(),
            "after": after,
            "ids": None if ids is None else list(ids),
        }
        return self._sessions.read(
            lambda tx: log.read(tx, conditions, newest_first=newest_first, limit=limit, codec=codec)
        )

    def lineage(self, *, entity: str, by: str) -> list[tuple[str, str | None]]:
        """Give somebody's changes of an entity, and what each takes back."""
        return self._sessions.read(lambda tx: log.lineage(tx, entity=entity, by=by))

    def latest(self) -> str:
        """Give the id of the last change and how many there are.

        Changes of different entities are written side by side, so the one with the highest id need
        not be the one that ended last; the number tells that there is something new even then. Behind a
        second point: how often something was mended that had been written past netmap, if ever.
        """
        return self._sessions.read(log.moment)

    def revisions(self, entities: Iterable[str]) -> dict[str, int]:
        """Give the revision of entities; 0 for those never written."""
        wanted = list(entities)
        return self._sessions.read(lambda tx: log.revisions(tx, wanted))

    def audit(
        self,
        *,
        entity: str | None = None,
        by: str | None = None,
        since: datetime | None = None,
        limit: int | None = None,
    ) -> list[Seen]:
        """Read the audit log, newest first."""
        conditions = {"entity": entity, "by": by, "since": since and since.astimezone(UTC).isoformat()}
        return self._sessions.read(lambda tx: log.audit(tx, conditions, limit=limit))

    def counts(self) -> dict[str, int]:
        """Count the rows of each table."""
        specs = tables_of(self.room)
        parts = " ".join(f"CALL () {{ MATCH {pattern(s.name)} RETURN count(r) AS n{i} }}" for i, s in enumerate(specs))
        names = ", ".join(f"n{i}" for i in range(len(specs)))
        found = self._sessions.read(lambda tx: rows(tx, f"{parts} RETURN {names}"))[0]
        return {spec.name: int(n) for spec, n in zip(specs, found, strict=True)}

    def structures(self) -> list[tuple[str, bytes]]:
        """Give each card's packed structure by its id, in order."""
        return read_structures(self._sessions) if self.room is Room.CASES else []

    def structure_parts(self) -> Iterator[tuple[list[str], bytes]]:
        """Give all structures end to end, with the cards they belong to."""
        if found := self.structures():
            yield [card for card, _ in found], b"".join(structure for _, structure in found)

    # writing

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
        """Apply a change with its log entry in one transaction, or nothing at all."""
        # tells a second try whether the first one came through after all
        attempt = new_id()
        entry = {
            "by": by, "kind": change.kind, "why": why, "request": request, "undoes": undoes,
            "attempt": attempt,
        }  # fmt: skip
        tries = 0

        def work(tx: neo4j.ManagedTransaction) -> Receipt:
            nonlocal tries
            tries += 1
            if tries > 1 and (mine := log.repeated(tx, name="attempt", value=attempt)):
                return mine
            if request is not None and (done := log.repeated(tx, name="request", value=request)):
                return done
            if not change.edits:
                return Receipt("", datetime.now(UTC))
            try:
                moved, plan, before = _planned(tx, change, codec)
                writing.write(tx, plan, before)
                forget_structures(tx, plan, before)
            except (ConflictError, InputError):
                # the same request may have come through while this one waited for it
                if request is not None and (done := log.repeated(tx, name="request", value=request)):
                    raise _Done(done) from None
                raise
            return log.record(tx, plan, moved, entry)

        try:
            return self._sessions.write(work)
        except _Done as exc:
            return exc.receipt

    def housekeep(self, change: Change) -> None:
        """Apply edits without log and revisions; ``before`` is not compared."""

        def work(tx: neo4j.ManagedTransaction) -> None:
            before = writing.current(tx, touched(change))
            plan = plan_housekeeping(change, before)
            writing.write(tx, plan, before)
            forget_structures(tx, plan, before)

        self._sessions.write(work)

    def note(self, *, by: str, action: str, entity: str, why: str | None = None) -> None:
        """Write an entry into the audit log."""
        entry = {
            "id": new_id(), "at": datetime.now(UTC).isoformat(), "by": by, "action": action,
            "entity": entity, "why": why,
        }  # fmt: skip
        self._sessions.write(lambda tx: log.take_in_audit(tx, [entry]))

    # care

    def verify(self) -> list[Fault]:
        """Look for anything that cannot be right, and name it."""
        return self._sessions.read(lambda tx: faults_of(tx, self.room))

    def repair(self) -> list[Fault]:
        """Make anew what is kept beside the entries and does not fit them; give what it was."""
        return self._sessions.write(lambda tx: repair(tx, self.room))

    def dump(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give everything as it is stored, all from one moment.

        Raises
        ------
        StoreError
            People wrote all the while: no two looks in a row found the room as it was.
        """
        specs = tables_of(self.room)

        def work(tx: neo4j.ManagedTransaction) -> tuple[Any, ...] | None:
            start = log.mark(tx)
            (tables, *_), known = collected(tx, specs, None), log.ids(tx)
            if log.mark(tx) != start:
                return None
            # a change stays as it was written: what came later is told from what the rows hold
            return tables, [e for e in log.entries(tx) if e["id"] in known], log.notes(tx, log.EVERYTHING)

        tables, changes, seen = self._at_one_moment(work, DUMP_SECONDS)
        for spec, part in zip(specs, tables, strict=True):
            for row in part:
                yield spec.name, dict(maker(spec.name)(row))
        for entry in changes:
            yield "#change", entry
        for s in reversed(seen):
            yield (
                "#audit",
                {"id": s.id, "at": s.at.isoformat(), "by": s.by, "action": s.action, "entity": s.entity}
                | {"why": s.why},
            )

    def restore(self, parts: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Take in what ``dump`` gave, in one go, into an empty store."""
        everything = list(parts)
        self._sessions.write(lambda tx: _take_in(tx, self.uri, everything))

    def wipe(self) -> None:
        """Take out everything, in batches: a store may hold more than one transaction can."""
        self._sessions.run(
            "MATCH (n) WHERE NOT n:Store AND NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
        )
        self._sessions.run("MATCH (s:Store) REMOVE s.repaired")

    def close(self) -> None:
        """Let go of the server."""
        self._sessions.close()


def _planned(
    tx: neo4j.ManagedTransaction, change: Change, codec: Codec | None
) -> tuple[dict[str, tuple[int, str]], Plan, Mapping[RowId, Row]]:
    """Hold the entities of a change, then read what it touches and plan."""
    keys = touched(change)
    wanted = entities_of(change, {})
    before: Mapping[RowId, Row] = {}
    if wanted is None:  # only the rows themselves tell to which entity they belong
        before = writing.current(tx, keys)
        wanted = entities_of(change, before) or set()
    moved = log.lock(tx, wanted)
    before = writing.current(tx, keys)
    plan = plan_change(change, before, codec=codec)
    late = plan.entities - moved.keys()
    if late:
        moved |= log.lock(tx, late)
    return moved, plan, before


def _take_in(tx: neo4j.ManagedTransaction, uri: str, parts: Sequence[tuple[str, dict[str, Any]]]) -> None:
    if rows(tx, "MATCH (n) WHERE NOT n:Store AND NOT n:Migration RETURN 1 LIMIT 1"):
        raise StoreError("{uri} is not empty; a backup is restored only into an empty place.", uri=uri)
    for kind, group in groupby(parts, key=lambda part: part[0]):
        content = [c for _, c in group]
        batches = [content[i : i + _BATCH] for i in range(0, len(content), _BATCH)]
        for batch in batches:
            if kind == "#change":
                log.take_in_changes(tx, batch)
            elif kind == "#audit":
                log.take_in_audit(tx, batch)
            else:
                spec = TABLES[kind]
                keyed: writing.Keyed = [(spec.key_of(row), row) for row in batch]
                if isinstance(SHAPES[kind], Node):
                    writing.put_nodes(tx, spec, keyed)
                else:
                    writing.put_ties(tx, spec, keyed)
        shape = SHAPES.get(kind)
        for link in shape.links if isinstance(shape, Node) else ():
            # only now: rows may refer to rows of their own table
            writing.put_links(tx, TABLES[kind], link, ((TABLES[kind].key_of(r), r) for r in content))
