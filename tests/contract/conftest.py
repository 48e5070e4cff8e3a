"""These tests read messages in English, the language of the code."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netmap.messages import speaking


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Say everything in English."""
    with speaking("en"):
        yield
