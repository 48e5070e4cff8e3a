"""The contract of a store, whatever lies behind it; a backend supplies only ``store_type`` and ``place``.

A suite proves what it ran: every store a test gets is checked to be of exactly ``store_type``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from netmap.model.tables import Room
from netmap.stores.base import Store
from netmap.stores.seal import CaseCodec, Keyring, MasterKey
from tests.contract.place import Place
from tests.contract.suite_care import CareContract, SealingContract, TogetherContract
from tests.contract.suite_log import LogContract
from tests.contract.suite_packs import PacksContract
from tests.contract.suite_rows import RowsContract
from tests.contract.suite_structures import StructuresContract


class StoreContract(
    RowsContract, LogContract, SealingContract, CareContract, StructuresContract, PacksContract, TogetherContract
):
    """All that is asked of a store."""

    store_type: ClassVar[type]

    @pytest.fixture
    def partners(self, place: Place) -> Store:
        """An empty partner room."""
        return self._opened(place, Room.PARTNERS)

    @pytest.fixture
    def cases(self, place: Place) -> Store:
        """An empty case room."""
        return self._opened(place, Room.CASES)

    def _opened(self, place: Place, room: Room) -> Store:
        store = place.open(room)
        assert type(store) is self.store_type
        assert store.room is room
        assert not any(store.counts().values())
        return store

    @pytest.fixture
    def keyring(self, tmp_path: Path) -> Iterator[Keyring]:
        """Keys of cases."""
        ring = Keyring(tmp_path / "keyring.sqlite", [MasterKey.new()])
        yield ring
        ring.close()

    @pytest.fixture
    def codec(self, keyring: Keyring) -> CaseCodec:
        """Seals and opens with those keys."""
        return CaseCodec(keyring)
