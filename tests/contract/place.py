"""What a backend supplies to the contract suite: a place for a store, and hands to meddle with it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from netmap.model.tables import Room
from netmap.stores.base import Store


class Place(ABC):
    """Where one store at a time may be; everything here goes round the store's own code."""

    def __init__(self) -> None:
        self._opened: list[Store] = []

    def open(self, room: Room) -> Store:
        """Open the store as bootstrap does."""
        store = self.make(room)
        self._opened.append(store)
        return store

    def close(self) -> None:
        """Close every store that was opened here."""
        while self._opened:
            self._opened.pop().close()

    @abstractmethod
    def make(self, room: Room) -> Store:
        """Make the store."""

    @abstractmethod
    def content(self) -> str:
        """Give everything that lies there, as text."""

    def disk(self) -> bytes:
        """Give the very bytes, journals included, where the place is ours to read."""
        return b""

    @abstractmethod
    def peek(self, table: str, key: str, column: str) -> Any:
        """Read one stored value."""

    @abstractmethod
    def poke(self, table: str, key: str, column: str, value: Any) -> None:
        """Overwrite one stored value."""

    @abstractmethod
    def remove(self, table: str, key: str) -> None:
        """Take a stored row away to which nothing refers."""

    @abstractmethod
    def spoil_structure(self, card: str, structure: bytes) -> None:
        """Overwrite what is kept of a card for counting."""

    @abstractmethod
    def packs(self) -> dict[str, bytes]:
        """Give what is kept packed of large tables, by table."""

    @abstractmethod
    def spoil_pack(self, table: str, pack: bytes) -> None:
        """Overwrite what is kept packed of a table."""

    @abstractmethod
    def version(self) -> int:
        """Which version is written into it."""

    @abstractmethod
    def set_version(self, version: int) -> None:
        """Pretend that another netmap wrote it."""

    @abstractmethod
    def set_layout(self, layout: int) -> None:
        """Pretend that its version was reached by other migrations."""

    @abstractmethod
    def lose_change(self, change: str) -> None:
        """Take a change out of the log, with all that points to it."""

    @abstractmethod
    def put_something_else(self) -> None:
        """Put there what is no netmap store."""
