"""What a graph store says where there is no server, or not for us."""

from __future__ import annotations

import re
import socket
import time

import pytest

from netmap.bootstrap import open_store
from netmap.errors import SettingsError, StoreError, StoreUnreachable
from netmap.model.tables import Room
from tests.support.neo4j_server import Neo4jServer


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but it does not listen
        port = taken.getsockname()[1]
        self_timed(f"neo4j://neo4j@127.0.0.1:{port}")
        self_timed(f"bolt://neo4j@127.0.0.1:{port}")


def test_somebody_listens_and_never_answers() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        self_timed(f"neo4j://neo4j@127.0.0.1:{silent.getsockname()[1]}")


def self_timed(uri: str) -> None:
    """Open what cannot be opened; the error names the place and comes within 5 s."""
    started = time.monotonic()
    with pytest.raises(StoreUnreachable, match=re.escape("127.0.0.1")) as caught:
        open_store(uri, Room.PARTNERS, password="secret-word")
    assert time.monotonic() - started <= 5
    assert "secret-word" not in str(caught.value)


@pytest.mark.neo4j
def test_a_wrong_password_is_said_and_not_shown(neo4j_server: Neo4jServer) -> None:
    with pytest.raises(StoreError, match="password") as caught:
        open_store(neo4j_server.uri, Room.PARTNERS, password="wrong-word")
    assert not isinstance(caught.value, StoreUnreachable)
    assert "wrong-word" not in str(caught.value)


@pytest.mark.parametrize("uri", ["neo4j://", "neo4j+x://neo4j@host", "bolt://host:port"])
def test_an_address_that_is_none(uri: str) -> None:
    with pytest.raises((SettingsError, StoreUnreachable)):
        open_store(uri, Room.PARTNERS, password="p")
