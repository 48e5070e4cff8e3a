"""Killed in the middle of writing: what was acknowledged is there, nothing is there by half."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from netmap.bootstrap import open_store
from netmap.errors import StoreUnreachable
from netmap.model.tables import Room
from netmap.stores.base import Store
from tests.contract.samples import adding
from tests.contract.suite_rows import org
from tests.support.neo4j_server import OwnNeo4j
from tests.support.places import ROOT

SQLITE_TRIALS = 40
NEO4J_TRIALS = 5


@dataclass
class Writer:
    """A program that writes; what was acknowledged stands in its file."""

    process: int
    file: Path

    def kill(self) -> None:
        """End it at once, and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        wait_for(lambda: not Path(f"/proc/{self.process}").exists())

    def acknowledged(self) -> list[int]:
        """Read which writes were acknowledged (a last line may be cut off)."""
        lines = self.file.read_text().splitlines(keepends=True)
        return [int(line) for line in lines[1:] if line.endswith("\n")]


def wait_for(ready: Callable[[], bool], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.002)


Start = Callable[[str, int, str], Writer]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start writers: ``start(uri, first_number, password)``."""
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.contract.crashing"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdin
    assert program.stdout
    stdin, stdout = program.stdin, program.stdout

    def begin(uri: str, first: int, password: str = "") -> Writer:
        file = tmp_path / f"acknowledged-{first}"
        print(uri, first, file, password, file=stdin, flush=True)
        writer = Writer(int(stdout.readline()), file)
        wait_for(file.exists)
        return writer

    yield begin  # type: ignore[misc]
    stdin.close()
    program.wait(30)
    stdout.close()


def check(store: Store, numbers: list[int]) -> None:
    """Compare the whole store with what was acknowledged."""
    rows = store.load("organisations", "reports")
    names = {r["id"] for r in rows["organisations"]}
    whole = {int(name[1:-1]) for name in names if name.endswith("a")}
    assert set(numbers) <= whole, f"lost: {sorted(set(numbers) - whole)}"
    assert names == {f"o{n}{part}" for n in whole for part in "ab"}
    assert {r["from"] for r in rows["reports"]} == {f"o{n}a" for n in whole}
    # the log and its effect stand or fall together
    assert {e.request for e in store.changes(by="writer")} == {f"q{n}" for n in whole}
    assert store.verify() == []


def test_a_killed_writer_loses_nothing_in_a_file(tmp_path: Path, start: Start) -> None:
    chance = random.Random(7)
    uri = f"sqlite:///{tmp_path / 'room.sqlite'}"
    said: list[int] = []
    trials = 0
    while trials < SQLITE_TRIALS:
        writers = [start(uri, 1000 * (trials + n), "") for n in range(4)]
        for writer in writers:
            time.sleep(chance.uniform(0.001, 0.02))
            writer.kill()
            trials += 1
            said += writer.acknowledged()
            # opened again at once, while the others go on writing
            store = open_store(uri, Room.PARTNERS)
            there = {r["id"] for r in store.load("organisations")["organisations"]}
            assert {f"o{n}{part}" for n in said for part in "ab"} <= there
            store.close()
        if trials % 20 == 0:
            store = open_store(uri, Room.PARTNERS)
            check(store, said)
            store.close()
    assert len(said) > SQLITE_TRIALS


@pytest.mark.neo4j
@pytest.mark.timeout(900)  # a server starts six times; on a busy machine each takes a while
def test_a_killed_server_loses_nothing_and_comes_back(mortal_neo4j: OwnNeo4j, start: Start) -> None:
    chance = random.Random(7)
    server = mortal_neo4j
    said: list[int] = []
    store = open_store(server.uri, Room.PARTNERS, password=server.password)
    first = 0
    check_that_it_hangs(store, server)
    for trial in range(NEO4J_TRIALS):
        writer = start(server.uri, first, server.password)
        wait_for(lambda: bool(writer.acknowledged()))  # noqa: B023 - called at once
        time.sleep(chance.uniform(0.0, 0.5))
        server.kill()
        writer.kill()
        said += writer.acknowledged()
        if trial == 0:
            check_that_it_is_gone(store, server)
        server.start()
        # the same store as before: it came back by itself
        there = {r["id"] for r in store.load("organisations")["organisations"]}
        assert {f"o{n}{part}" for n in said for part in "ab"} <= there
        first = 1000 * (trial + 1)
    check(store, said)
    store.close()
    assert len(said) >= NEO4J_TRIALS


def check_that_it_is_gone(store: Store, server: OwnNeo4j) -> None:
    """Every way to use it says so, with the address and in time."""
    works = [
        lambda: store.load("organisations"),
        lambda: store.apply(adding([org(id="y")]), by="u1"),
        store.latest,
        lambda: store.note(by="u1", action="a", entity="e"),
        lambda: open_store(server.uri, Room.PARTNERS, password=server.password),
    ]
    for work in works:
        started = time.monotonic()
        with pytest.raises(StoreUnreachable, match=re.escape("127.0.0.1")):
            work()
        assert time.monotonic() - started <= 5


def states_of(process: int) -> set[str]:
    """The states of all threads of a process, as the kernel writes them: T is stopped."""
    told = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/stat")]
    return {line.rpartition(")")[2].split()[0] for line in told}


def check_that_it_hangs(store: Store, server: OwnNeo4j) -> None:
    """A server that takes connections and says nothing is as good as gone, until it goes on."""
    assert server.process
    time.sleep(1.1)  # as long as a person thinks
    server.process.send_signal(signal.SIGSTOP)
    wait_for(lambda: states_of(server.process.pid) == {"T"})  # the signal reaches one thread after the other
    started = time.monotonic()
    try:
        with pytest.raises(StoreUnreachable):
            store.latest()
        assert time.monotonic() - started <= 5
    finally:
        server.process.send_signal(signal.SIGCONT)
    assert store.latest() == ""
