"""The way to one Neo4j database: sessions, what is tried again, every driver error in our words."""

from __future__ import annotations

import contextlib
import logging
import math
import random
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConfigurationError,
    ConnectionAcquisitionTimeoutError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from netmap.errors import SettingsError, StoreError, StoreReadOnly, StoreUnreachable
from netmap.stores.neo4j.watch import PROBE_SECONDS, Watch

# what it has to say reaches people as errors of ours, and not beside them
logging.getLogger("neo4j").addHandler(logging.NullHandler())

T = TypeVar("T")
Work = Callable[[neo4j.ManagedTransaction], T]

#: an answer or a clear error comes within 5 s: these three add up to less
CONNECT_SECONDS = 1.5
ACQUIRE_SECONDS = 2.5
GONE_SECONDS = 1.5
#: a connection that rested longer is asked first whether somebody is there
IDLE_SECONDS = 1.0
#: as long as writers may stand in each other's way, as with the embedded store
BUSY_SECONDS = 20.0
#: more writers of one process than this queue here instead of holding connections and locks of the server
WRITERS = 8
#: two rows of one key at once: the second try sees the first one's row
_CONSTRAINT_TRIES = 4


class Sessions:
    """Sessions with one database; what is written through it is seen by what is read through it.

    Parameters
    ----------
    uri
        ``neo4j://USER@HOST:7687``, perhaps with the name of a database as its path.
    password
        The password.

    Raises
    ------
    SettingsError
        The URI is no address of a Neo4j server.
    """

    def __init__(self, uri: str, password: str) -> None:
        parts = urlsplit(uri)
        try:
            address = f"{parts.hostname}:{parts.port or 7687}"
            if parts.hostname and ":" in parts.hostname:
                address = f"[{parts.hostname}]:{parts.port or 7687}"
            user = parts.username or "neo4j"
            self.uri = f"{parts.scheme}://{user}@{address}{parts.path.rstrip('/')}"
            self._database: str | None = parts.path.strip("/") or None
            self._greeting = (f"{parts.scheme}://{address}", (user, password))
            self._driver = neo4j.GraphDatabase.driver(
                self._greeting[0],
                auth=self._greeting[1],
                connection_timeout=CONNECT_SECONDS,
                connection_acquisition_timeout=ACQUIRE_SECONDS,
                # a server that came back, or hangs, is noticed before a query is sent
                liveness_check_timeout=IDLE_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
        except (ConfigurationError, ValueError) as exc:
            raise SettingsError("There is no store for '{uri}'.", uri=uri.rpartition("@")[2]) from exc
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        self._watch = Watch(self._greets_a_newcomer, self._end_connections)
        self._turn = threading.Semaphore(WRITERS)
        self._gone_at = -math.inf

    def name_database(self) -> None:
        """Ask once for the database's name: sessions that know it start faster."""
        if self._database is None:
            self._database = self.read(lambda tx: str(tx.run("CALL db.info() YIELD name").single(True)[0]))

    def server(self) -> str:
        """Give what the server calls itself, e.g. ``Neo4j/5.26.31``."""
        return self._tried(lambda session: str(session.run("RETURN 1").consume().server.agent))

    def read(self, work: Work[T]) -> T:
        """Read in one transaction."""
        return self._tried(lambda session: _in_transaction(session, work), access=neo4j.READ_ACCESS, writes=False)

    def write(self, work: Work[T]) -> T:
        """Write all or nothing; ``work`` may be called again where others stood in the way."""
        came = time.monotonic()
        with self._turn:
            if self._gone_at > came:  # found out by those before, while this one waited
                raise self._does_not_answer(writes=False)
            return self._tried(lambda session: _in_transaction(session, work), writes=True)

    def run(self, statement: str) -> None:
        """Run one statement outside a transaction (schema, and work in batches)."""
        self._tried(lambda session: session.run(statement).consume())

    def _tried(
        self,
        work: Callable[[neo4j.Session], T],
        *,
        access: str = neo4j.WRITE_ACCESS,
        writes: bool = False,
    ) -> T:
        started = time.monotonic()
        constraints = 0
        while True:
            try:
                with (
                    self._watch.waiting(),
                    self._driver.session(
                        database=self._database, default_access_mode=access, bookmark_manager=self._bookmarks
                    ) as session,
                ):
                    return work(session)
            except ConstraintError as exc:
                constraints += 1
                if constraints >= _CONSTRAINT_TRIES:
                    raise self._translated(exc, writes=writes) from exc
            except (DriverError, Neo4jError, OSError) as exc:
                patience = GONE_SECONDS if _gone(exc) else BUSY_SECONDS
                if not _again(exc) or time.monotonic() - started > patience:
                    raise self._translated(exc, writes=writes) from exc
            time.sleep(random.uniform(0.005, 0.1))  # noqa: S311 - only so that two do not meet again

    def _greets_a_newcomer(self) -> bool:
        address, auth = self._greeting
        try:
            with neo4j.GraphDatabase.driver(
                address,
                auth=auth,
                connection_timeout=PROBE_SECONDS,
                connection_acquisition_timeout=PROBE_SECONDS,
                telemetry_disabled=True,
            ) as newcomer:
                newcomer.verify_connectivity()
        except Neo4jError:
            return True  # whatever it says, it speaks
        except (DriverError, OSError):
            return False
        return True

    def _end_connections(self) -> None:
        # the driver has no word for this: a reader in another thread wakes only when its socket is shut down.
        # It is not closed here: its number could be given to another file while the reader still holds it
        pool: Any = self._driver._pool
        with pool.lock:
            sockets = [c.socket._socket for held in pool.connections.values() for c in held]
        for one in sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(one, socket.SHUT_RDWR)

    def _translated(self, exc: Exception, *, writes: bool) -> StoreError:
        code = str(getattr(exc, "code", "") or "")
        if isinstance(exc, AuthError):
            return StoreError("{uri} refused the user or the password.", uri=self.uri)
        if _gone(exc):
            self._gone_at = time.monotonic()
            return self._does_not_answer(writes=writes)
        if "ReadOnly" in code:
            return StoreReadOnly("{uri} may only be read. Nothing was changed.", uri=self.uri)
        if "MemoryPool" in code or "OutOfMemory" in code:
            return StoreError("{uri} has not enough memory for this. Nothing was changed.", uri=self.uri)
        # the driver's own sentence may hold names: only the code leaves the store
        return StoreError("{path}: {reason}. Nothing was changed.", path=self.uri, reason=code or type(exc).__name__)

    def _does_not_answer(self, *, writes: bool) -> StoreUnreachable:
        if writes:
            return StoreUnreachable(
                "{uri} does not answer: check that the Neo4j server runs and can be reached. Look whether "
                "the last entry is there before you make it again.",
                uri=self.uri,
            )
        return StoreUnreachable(
            "{uri} does not answer: check that the Neo4j server runs and can be reached.", uri=self.uri
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._driver.close()


def _in_transaction(session: neo4j.Session, work: Work[T]) -> T:
    # the driver's own retries wait a second and cannot tell "busy" from "gone": we retry ourselves
    with session.begin_transaction() as tx:
        found = work(tx)  # type: ignore[arg-type]
        tx.commit()
        return found


def _gone(exc: Exception) -> bool:
    if isinstance(exc, (ServiceUnavailable, SessionExpired, ConnectionAcquisitionTimeoutError, OSError)):
        return True
    code = str(getattr(exc, "code", "") or "")
    return code.endswith(("DatabaseUnavailable", "DatabaseNotFound"))


def _again(exc: Exception) -> bool:
    if isinstance(exc, (DriverError, Neo4jError)) and exc.is_retryable():
        return True
    # what a row refers to went away between two statements: the next try says so in our words
    return _gone(exc) or str(getattr(exc, "code", "")).endswith(("EntityNotFound", "ConstraintViolation"))


def rows(tx: neo4j.ManagedTransaction, query: str, parameters: dict[str, Any] | None = None) -> list[Any]:
    """Run a query and give its rows as lists of cells."""
    return [record.values() for record in tx.run(query, parameters or {})]
