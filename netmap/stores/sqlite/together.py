"""What several threads write at the same time goes to the disk in one transaction.

Each has to be on the disk before whoever wrote it goes on. Where a hundred people come in the morning, the
disk would be asked a hundred times, one after the other; so whoever's turn it is writes for all who wait.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class _Entry(Generic[T]):
    __slots__ = ("content", "written")

    def __init__(self, content: T) -> None:
        self.content = content
        self.written = False


class Together(Generic[T]):
    """Writes entries, those of one moment at once.

    Parameters
    ----------
    write
        Writes some entries durably, all or nothing.
    """

    def __init__(self, write: Callable[[Sequence[T]], None]) -> None:
        self._write = write
        self._turn = threading.Lock()
        self._door = threading.Lock()
        self._waiting: list[_Entry[T]] = []

    def add(self, content: T) -> None:
        """Write an entry; it is on the disk when this returns.

        An error met for several is only raised where it was met: the others try by themselves.
        """
        mine = _Entry(content)
        with self._door:
            self._waiting.append(mine)
        with self._turn:
            if mine.written:
                return
            with self._door:
                together, self._waiting = self._waiting, []
            if mine not in together:  # it was tried with others, and failed
                together.append(mine)
            self._write([entry.content for entry in together])
            for entry in together:
                entry.written = True
