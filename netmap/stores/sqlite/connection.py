"""Connections to one SQLite file, lent to whoever reads or writes; every driver error said in our words."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from netmap.errors import (
    InputError,
    StoreDamaged,
    StoreError,
    StoreReadOnly,
    StoreUnreachable,
)
from netmap.model.tables import Room
from netmap.stores.base import check_version, mark_of
from netmap.stores.sqlite.schema import migrations

BUSY_SECONDS = 20
#: so many stay open for the next who reads or writes
IDLE_CONNECTIONS = 8


def translate(exc: sqlite3.Error, path: Path) -> StoreError | InputError:
    """Give the error of ours that says what a driver error means."""
    code = getattr(exc, "sqlite_errorname", "") or ""
    if code.startswith("SQLITE_FULL") or code.startswith("SQLITE_IOERR"):
        return StoreReadOnly(
            "{path} could not be written: no space left, or the disk reports a fault. Nothing was changed.",
            path=path,
        )
    if code.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return StoreReadOnly("{path} may only be read: check its permissions. Nothing was changed.", path=path)
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreDamaged("{path} is damaged or no netmap store: restore a backup.", path=path)
    if code.startswith("SQLITE_CANTOPEN"):
        return StoreUnreachable("{path} cannot be opened: check the path and its permissions.", path=path)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreUnreachable("{path} is busy: another program holds it. Nothing was changed.", path=path)
    return StoreError("{path}: {reason}. Nothing was changed.", path=path, reason=str(exc))


class Connections:
    """The connections of one room's file.

    Parameters
    ----------
    path
        The file; it is made if its folder is there or can be made.
    room
        Which room's tables it holds.
    """

    def __init__(self, path: Path, room: Room) -> None:
        self.path = path
        self.room = room
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._lock = threading.Lock()
        #: writers of one process queue here instead of polling the file
        self._writer = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # nothing for those who are neither the owner nor of the group, whatever the umask says
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o660))
        except OSError as exc:
            raise StoreUnreachable("{path} cannot be opened: check the path and its permissions.", path=path) from exc
        self._migrate()

    def _open(self, *, patience: float | None = None) -> sqlite3.Connection:
        try:
            made = sqlite3.connect(
                self.path,
                isolation_level=None,
                timeout=BUSY_SECONDS if patience is None else patience,
                check_same_thread=False,
            )
            made.execute("PRAGMA journal_mode=WAL")
            made.execute("PRAGMA synchronous=FULL")
            made.execute("PRAGMA foreign_keys=ON")
            made.execute("PRAGMA cache_size=-32768")
            # a short log is soon written over from its start, which the disk confirms faster than growth
            made.execute("PRAGMA wal_autocheckpoint=256")
        except sqlite3.Error as exc:
            raise translate(exc, self.path) from exc
        return made

    def _lend(self) -> sqlite3.Connection:
        """Lend a connection: threads come and go by the hundred, connections do not."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        return connection or self._open()

    def _take_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            kept = not self._closed and len(self._idle) < IDLE_CONNECTIONS
            if kept:
                self._idle.append(connection)
        if not kept:
            connection.close()

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        connection = self._lend()
        try:
            yield connection
        finally:
            self._take_back(connection)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Read several things from one moment."""
        with self._lent() as connection:
            try:
                connection.execute("BEGIN")
                try:
                    yield connection
                finally:
                    if connection.in_transaction:
                        connection.execute("ROLLBACK")
            except sqlite3.Error as exc:
                raise translate(exc, self.path) from exc

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """Read with one statement: it is a moment of its own, without asking for one and giving it back.

        Each step to the database lets other threads run and has to wait for them: with a hundred people
        at work that is what a reading costs.
        """
        with self._lent() as connection:
            try:
                yield connection
            except sqlite3.Error as exc:
                raise translate(exc, self.path) from exc

    def writing(self) -> Writing:
        """Write all or nothing: what is in here is one transaction."""
        return Writing(self)

    def write_if_free(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Write what can wait, all or nothing; whoever writes already is not waited for.

        Raises
        ------
        StoreUnreachable
            Somebody writes already.
        """
        with closing(self._open(patience=0)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                work(connection)
                connection.execute("COMMIT")
            except sqlite3.Error as exc:
                raise translate(exc, self.path) from exc

    def _migrate(self) -> None:
        steps = migrations(self.room)
        newest = steps[-1][0]
        with self.reading() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            layout = connection.execute("PRAGMA application_id").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            known = not tables or self._is_ours(connection)
        if not known:
            raise StoreDamaged("{path} is no netmap store of this room ({room}).", path=self.path, room=self.room)
        check_version(self.path, steps, version=version, layout=layout)
        if version == newest:
            return
        with self.writing() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            for number, sql in steps:
                if number > version:
                    for statement in sql.split(";\n"):
                        if statement.strip():
                            connection.execute(statement)
                    connection.execute(
                        "CREATE TABLE IF NOT EXISTS migrations "
                        "(number INTEGER PRIMARY KEY, room TEXT NOT NULL, at TEXT NOT NULL) STRICT"
                    )
                    connection.execute(
                        "INSERT INTO migrations VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))",
                        (number, self.room.value),
                    )
                    connection.execute(f"PRAGMA user_version = {number:d}")
                    connection.execute(f"PRAGMA application_id = {mark_of(steps, number):d}")

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        there = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone()
        if not there:
            return False
        room = connection.execute("SELECT room FROM migrations LIMIT 1").fetchone()
        return room is not None and room[0] == self.room.value

    def close(self) -> None:
        """Close all connections; one that is lent goes when it comes back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


class Writing:
    """One transaction of whoever writes; no generator, because every edit waits for its steps."""

    __slots__ = ("_among", "_connection")

    def __init__(self, among: Connections) -> None:
        self._among = among

    def __enter__(self) -> sqlite3.Connection:
        among = self._among
        among._writer.acquire()
        try:
            self._connection = connection = among._lend()
        except BaseException:
            among._writer.release()
            raise
        try:
            connection.execute("BEGIN IMMEDIATE")
        except BaseException as exc:
            self._end(exc)
            raise
        return connection

    def __exit__(self, kind: object, exc: BaseException | None, trace: object) -> None:
        self._end(exc)

    def _end(self, exc: BaseException | None) -> None:
        """Commit, or take everything back after an error; say a driver's error in our words."""
        among, connection = self._among, self._connection
        try:
            try:
                if exc is None:
                    connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
        except sqlite3.Error as failed:
            raise translate(failed, among.path) from failed
        finally:
            among._take_back(connection)
            among._writer.release()
        if isinstance(exc, sqlite3.Error):
            raise translate(exc, among.path) from exc
