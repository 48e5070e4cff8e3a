"""A server that stops in the middle of its work is found out; one that only works long is let work."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from netmap.bootstrap import open_store
from netmap.errors import StoreUnreachable
from netmap.model.tables import Room
from netmap.stores.base import Store
from netmap.stores.neo4j.connection import Sessions, rows
from netmap.stores.neo4j.watch import PROBE_SECONDS, QUIET_SECONDS
from tests.contract.samples import adding
from tests.contract.suite_rows import org
from tests.support.neo4j_server import OwnNeo4j

#: far below the two minutes that the server lets a driver wait in silence
FOUND_OUT_SECONDS = 40

_COUNTING = "UNWIND range(1, $many) AS n WITH n WHERE n % 7 = 3 RETURN count(n)"


@pytest.fixture
def server(mortal_neo4j: OwnNeo4j) -> OwnNeo4j:
    """A server that these tests may freeze."""
    return mortal_neo4j


@pytest.fixture
def sessions(server: OwnNeo4j) -> Iterator[Sessions]:
    made = Sessions(server.uri, server.password)
    yield made
    made.close()


@pytest.mark.neo4j
@pytest.mark.timeout(300)
def test_a_server_that_freezes_in_the_middle_of_a_query(server: OwnNeo4j, sessions: Sessions) -> None:
    waiting = Waiting(lambda: sessions.read(lambda tx: rows(tx, _COUNTING, {"many": 10**12})))
    wait_for(lambda: running(server))
    freeze(server)
    try:
        waiting.ended_unreachable()
    finally:
        thaw(server)
    assert sessions.read(lambda tx: rows(tx, "RETURN 1")) == [[1]]


@pytest.mark.neo4j
@pytest.mark.timeout(300)
def test_a_server_that_freezes_right_after_its_last_use(server: OwnNeo4j) -> None:
    with_store = open_store(server.uri, Room.PARTNERS, password=server.password)
    try:
        ways(with_store, server)
    finally:
        with_store.close()


def ways(store: Store, server: OwnNeo4j) -> None:
    """Freeze it within the second in which connections are taken as good, for every way of use."""
    for number, way in enumerate(
        (
            lambda: store.load("organisations"),
            lambda: store.apply(adding([org(id="frozen")]), by="u1"),
            store.latest,
            lambda: store.note(by="u1", action="a", entity="e"),
        )
    ):
        store.apply(adding([org(id=f"o{number}")]), by="u1")
        freeze(server)
        try:
            Waiting(way).ended_unreachable()
        finally:
            thaw(server)
        assert f"o{number}" in {r["id"] for r in store.load("organisations")["organisations"]}


@pytest.mark.neo4j
@pytest.mark.timeout(300)
def test_a_query_may_take_long_where_the_server_is_well(server: OwnNeo4j, sessions: Sessions) -> None:
    # it waits for what another one holds: as long as one likes, and no processor is kept busy by it
    sessions.write(lambda tx: rows(tx, "CREATE (:Held {n: 0})"))
    adding_one = "MATCH (held:Held) SET held.n = held.n + 1 RETURN held.n"
    with server.driver() as driver, driver.session() as another, ThreadPoolExecutor(1) as apart:
        holding = another.begin_transaction()
        holding.run(adding_one).consume()
        asked = apart.submit(sessions.write, lambda tx: rows(tx, adding_one))
        time.sleep(2 * (QUIET_SECONDS + PROBE_SECONDS))
        assert not asked.done()
        holding.commit()
        assert asked.result(60) == [[2]]


class Waiting:
    """A piece of work in a thread of its own, and how it ended."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._error: Exception | None = None
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # noqa: BLE001 - it is looked at by whoever waits
            self._error = error

    def ended_unreachable(self) -> None:
        """Fail where it still waits, or ended with anything but the error that names what to do."""
        self._thread.join(FOUND_OUT_SECONDS)
        assert not self._thread.is_alive(), "still waiting for a server that hangs"
        assert isinstance(self._error, StoreUnreachable), self._error


def running(server: OwnNeo4j) -> bool:
    """Whether the long query has begun."""
    shown = server.run("SHOW TRANSACTIONS YIELD currentQuery RETURN currentQuery AS query")
    return any(str(row["query"]).startswith("UNWIND range") for row in shown)


def freeze(server: OwnNeo4j) -> None:
    """Stop every thread of it, as a machine that hangs does."""
    assert server.process
    server.process.send_signal(signal.SIGSTOP)
    tasks = Path(f"/proc/{server.process.pid}/task")
    wait_for(lambda: all((t / "stat").read_text().rpartition(")")[2].split()[0] == "T" for t in tasks.iterdir()))


def thaw(server: OwnNeo4j) -> None:
    """Let it go on, and wait until it answers."""
    assert server.process
    server.process.send_signal(signal.SIGCONT)
    wait_for(server.answers)


def wait_for(ready: Callable[[], bool]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
