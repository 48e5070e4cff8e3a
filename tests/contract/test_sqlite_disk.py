"""A file that cannot be written: full disk, no permission, damage. The error says it, the rest stays."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from netmap.errors import StoreDamaged, StoreError, StoreReadOnly, StoreUnreachable
from netmap.model.tables import Room
from netmap.stores.sqlite.store import SqliteStore
from tests.contract.samples import adding, district, everything
from tests.contract.suite_rows import org


@contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    """As on a full disk: the system refuses to let any file of this process grow."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "room.sqlite", Room.PARTNERS)
    store.apply(adding(district()), by="u1")
    before = everything(store), store.latest(), store.audit()
    much = [org(id=f"x{n}", name=f"{n}" * 2000) for n in range(400)]
    journal = tmp_path / "room.sqlite-wal"
    with no_file_grows_beyond(journal.stat().st_size + 200_000):
        with pytest.raises(StoreReadOnly, match="space"):
            store.apply(adding(much), by="u1")
        assert (everything(store), store.latest(), store.audit()) == before
    # as soon as there is room again, all goes on
    store.apply(adding(much), by="u1")
    assert store.counts()["organisations"] == len(before[0]["organisations"]) + 400
    assert store.verify() == []
    store.close()


@pytest.mark.may_skip
def test_a_small_disk_that_is_really_full(tmp_path: Path) -> None:
    """The same on a file system of one megabyte, where the system lets us mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not allowed here; the test above proves the same")
    try:
        store = SqliteStore(disk / "room.sqlite", Room.PARTNERS)
        store.apply(adding([org()]), by="u1")
        with pytest.raises(StoreReadOnly, match="space"):
            fill(store)
        kept = {r["id"] for r in store.load("organisations")["organisations"]}
        assert kept == {e.edits[0].key for e in store.changes()}
        assert store.verify() == []
        store.close()
        again = SqliteStore(disk / "room.sqlite", Room.PARTNERS)
        assert {r["id"] for r in again.load("organisations")["organisations"]} == kept
        again.close()
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def fill(store: SqliteStore) -> None:
    for n in range(1000):
        store.apply(adding([org(id=f"y{n}", name="y" * 20_000)]), by="u1", request=f"q{n}")


_READ_ONLY = """
import os, sys
from pathlib import Path
from tests.contract.samples import adding
from tests.contract.suite_rows import org
from netmap.errors import StoreError
from netmap.messages import set_language
from netmap.model.tables import Room
from netmap.stores.sqlite.store import SqliteStore
set_language("en")
str(StoreError("The store does not answer"))  # loads what a message needs, while it may be read
if os.getuid() == 0:
    os.setuid(65534)  # root may write everywhere: become nobody
try:
    store = SqliteStore(Path(sys.argv[1]), Room.PARTNERS)
    print(len(store.load("organisations")["organisations"]), flush=True)
    store.apply(adding([org(id="new")]), by="u1")
except StoreError as exc:
    print(type(exc).__name__, exc)
"""


def test_a_file_that_may_only_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "room.sqlite"
    store = SqliteStore(path, Room.PARTNERS)
    store.apply(adding([org()]), by="u1")
    content = list(store.dump())
    store.close()
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    path.chmod(0o444)
    folder.chmod(0o555)
    answer = subprocess.run(
        [sys.executable, "-c", _READ_ONLY, str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    folder.chmod(0o755)
    path.chmod(0o644)
    assert answer.stdout, answer.stderr
    kind, _, said = answer.stdout.strip().splitlines()[-1].partition(" ")
    assert kind in ("StoreReadOnly", "StoreUnreachable"), answer.stdout + answer.stderr
    assert str(path) in said
    assert "permissions" in said
    store = SqliteStore(path, Room.PARTNERS)
    assert list(store.dump()) == content
    store.close()


def test_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnreachable, match="cannot be opened"):
        SqliteStore(tmp_path / "file" / "room.sqlite", Room.PARTNERS)
    with pytest.raises(StoreError):
        SqliteStore(tmp_path, Room.PARTNERS)


@pytest.mark.parametrize("rubbish", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "room.sqlite"
    path.write_bytes(rubbish)
    with pytest.raises(StoreDamaged, match="backup"):
        SqliteStore(path, Room.PARTNERS)
    assert path.read_bytes() == rubbish


def test_damage_in_the_middle_is_found(tmp_path: Path) -> None:
    path = tmp_path / "room.sqlite"
    store = SqliteStore(path, Room.PARTNERS)
    store.apply(adding([org(id=f"x{n}", name="n" * 300) for n in range(300)]), by="u1")
    store.close()
    data = bytearray(path.read_bytes())
    at = data.index(b"n" * 300) // 4096 * 4096
    data[at : at + 4096] = b"\xa5" * 4096
    path.write_bytes(data)
    store = SqliteStore(path, Room.PARTNERS)
    with pytest.raises(StoreDamaged, match="backup"):
        store.load("organisations")
    assert said_by(store)
    store.close()


def said_by(store: SqliteStore) -> list[str]:
    """Give what a check says, whether as faults or as an error."""
    try:
        return [str(fault) for fault in store.verify()]
    except StoreDamaged as exc:
        return [str(exc)]


def test_threads_that_come_and_go_leave_no_open_files(tmp_path: Path) -> None:
    """A page's run is a thread of its own; what each left open would sooner or later be one too many."""
    store = SqliteStore(tmp_path / "room.sqlite", Room.PARTNERS)

    def held() -> int:
        links = [os.path.realpath(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")]
        return sum(link.startswith(str(tmp_path)) for link in links)

    store.load("organisations")
    before = held()
    for n in range(40):
        thread = threading.Thread(target=lambda n=n: store.apply(adding([org(id=f"x{n}")]), by="u1"))
        thread.start()
        thread.join()
    assert len(store.load("organisations")["organisations"]) == 40
    assert held() == before
    store.close()
    assert held() == 0
