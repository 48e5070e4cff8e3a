"""Commands of this group."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netmap.cli import Commands


def register(commands: Commands) -> None:
    """Add the commands."""
