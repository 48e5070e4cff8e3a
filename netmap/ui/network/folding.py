"""Which frames this session has folded to one mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from netmap.analysis.cooperation.folding import FOLDED


def folded_now(frames: Mapping[str, Sequence[str]] | None) -> tuple[str, ...]:
    """Give the frames that this session has folded."""
    return tuple(top for top in frames or {} if top in st.session_state.get("net_folded", ()))


def fold(top: str, folded: bool) -> None:
    """Fold a frame, or open it; kept in the session."""
    kept: set[str] = set(st.session_state.get("net_folded", ()))
    st.session_state["net_folded"] = sorted(kept | {top} if folded else kept - {top})


def heard(event: Mapping[str, Any]) -> None:
    """Fold or open what the picture says."""
    fold(str(event["id"]).split(":", 1)[1], bool(event["folded"]))


def frame_in(chosen: Mapping[str, Any] | None, frames: Mapping[str, Sequence[str]]) -> str | None:
    """Give the frame that is chosen, if it is one.

    Examples
    --------
    >>> frame_in({"kind": "actor", "id": "folded:kreis"}, {"kreis": ("kreis", "amt")})
    'kreis'
    >>> frame_in({"kind": "actor", "id": "kreis"}, {"kreis": ("kreis", "amt")}) is None
    True
    """
    found = str(chosen["id"]) if chosen and chosen["kind"] == "actor" else ""
    top = found.removeprefix(FOLDED)
    return top if found.startswith(FOLDED) and top in frames else None
