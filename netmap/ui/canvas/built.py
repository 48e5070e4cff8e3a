"""Where the scripts and style sheets of the drawn components are fetched from."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from netmap.ui.theme import fingerprint

BUILD: Final = Path(__file__).parent / "frontend" / "build"
#: where Streamlit serves what components bring
COMPONENTS: Final = "/_stcore/bidi-components"


@cache
def built(file: str) -> str:
    """Name a file of the build with what it holds: what was fetched, and compiled, once is kept by the browser."""
    return f"{file}?{fingerprint(BUILD / file)}"


def component_address(name: str, kind: str) -> str:
    """Give the address of a component's script (``js``) or style sheet (``css``)."""
    return f"{COMPONENTS}/netmap.{name}/{built(f'{name}.{kind}')}"
