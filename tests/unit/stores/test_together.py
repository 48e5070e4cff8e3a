"""Entries that wait for one another's disk are written in one go; an error stays with whoever met it."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import pytest

from netmap.stores.sqlite.together import Together


class Disk:
    """A disk that stands still until it is let go, and refuses some entries."""

    def __init__(self, refused: str = "") -> None:
        self.refused = refused
        self.goes = threading.Event()
        self.begun = threading.Event()
        self.written: list[list[str]] = []

    def write(self, entries: Sequence[str]) -> None:
        self.begun.set()
        self.goes.wait(20)
        if any(entry == self.refused for entry in entries):
            raise OSError(self.refused)
        self.written.append(list(entries))


def meet(disk: Disk, names: str) -> dict[str, object]:
    """Write the first entry, and the others while the disk stands still; give what became of each."""
    together: Together[str] = Together(disk.write)
    ended: dict[str, object] = {}

    def add(name: str) -> None:
        try:
            together.add(name)
            ended[name] = name in [entry for part in disk.written for entry in part]
        except OSError as error:
            ended[name] = error

    threads = [threading.Thread(target=add, args=[name]) for name in names]
    threads[0].start()
    assert disk.begun.wait(20)
    for thread in threads[1:]:
        thread.start()
    until = time.monotonic() + 20
    while len(together._waiting) < len(names) - 1:
        assert time.monotonic() < until
        time.sleep(0.001)
    assert ended == {}
    disk.goes.set()
    for thread in threads:
        thread.join(20)
    assert together._waiting == []
    return ended


def test_who_waits_is_written_with_the_next() -> None:
    disk = Disk()
    assert meet(disk, "abcdef") == dict.fromkeys("abcdef", True)
    assert disk.written[0] == ["a"]
    assert sorted(disk.written[1]) == list("bcdef")
    assert len(disk.written) == 2


@pytest.mark.parametrize("refused", ["a", "d"])
def test_an_error_takes_nobody_along(refused: str) -> None:
    disk = Disk(refused)
    ended = meet(disk, "abcdef")
    failed = {name for name, what in ended.items() if isinstance(what, OSError)}
    # whose turn it was hears of it, and whoever brought it; all others are written once
    assert refused in failed
    assert len(failed) <= 2
    told = [entry for part in disk.written for entry in part]
    assert sorted(told) == sorted(set("abcdef") - failed)
    assert all(ended[name] is True for name in told)
