"""What is chosen in the network: picture, table and side share it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st


def select(event: Mapping[str, Any]) -> None:
    """Remember what is chosen."""
    st.session_state["net_selected"] = None if event.get("kind") == "none" else dict(event)


def focus(organisation: str | None) -> None:
    """Show only an organisation with everybody it has a line to, or all again."""
    st.session_state["net_near"] = organisation
    if organisation is not None:
        # what was searched for is found; the search would keep those around it pale
        st.session_state["net_query"] = ""


def focused() -> str | None:
    """Give around whom the picture shows everybody, if it does."""
    found: str | None = st.session_state.get("net_near")
    return found


def selected() -> dict[str, Any] | None:
    """Give what is chosen."""
    found: dict[str, Any] | None = st.session_state.get("net_selected")
    return found
