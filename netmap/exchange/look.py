"""The numbers and colours that paper and screen share, so that both show the same picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import netmap

#: where the files lie that paper and screen both read
SHARED: Final = Path(netmap.__file__).parent / "ui" / "canvas" / "frontend" / "src"


@cache
def numbers() -> Mapping[str, Any]:
    """Give the numbers that paper and screen share."""
    found: dict[str, Any] = json.loads((SHARED / "drawing.json").read_text(encoding="utf-8"))
    return found


def printed(name: str) -> Any:
    """Give a number that only print needs."""
    return numbers()["print"][name]


def palette(*, grey: bool) -> Mapping[str, str]:
    """Give the colours by name, or their greys."""
    found: Mapping[str, str] = printed("grey" if grey else "colour")
    return found
