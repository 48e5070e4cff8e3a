"""What a page sends to a browser, read from a run without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def sent(block: Any) -> Iterator[str]:
    """Give all that a run sends to the browser, drawings and tables too."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from sent(child)
        if getattr(child, "proto", None) is not None:
            yield str(child.proto)
