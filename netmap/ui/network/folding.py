"""Frames folded to one mark: what stands for whom, and which line is drawn for several; pure but for the session.

Between a folded frame and another organisation the furthest of the pairs inside is drawn, as its two sides see it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import streamlit as st

from netmap.analysis.cooperation.pairs import Pair

#: marks that stand for a frame are no organisations
FOLDED = "folded:"


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


def stands_for(frames: Mapping[str, Sequence[str]], folded: Collection[str]) -> dict[str, str]:
    """Give the mark that stands for each organisation inside a folded frame.

    Examples
    --------
    >>> stands_for({"kreis": ("kreis", "amt"), "stadt": ("stadt", "bad")}, ["kreis"])
    {'kreis': 'folded:kreis', 'amt': 'folded:kreis'}
    """
    return {member: FOLDED + top for top in folded for member in frames[top]}


def lines_between(pairs: Iterable[Pair], marks: Mapping[str, str]) -> Iterator[tuple[str, str, Pair]]:
    """Give one pair for each two marks, and the marks on its two sides; what is inside one mark is not drawn."""
    best: dict[frozenset[str], tuple[str, str, Pair]] = {}
    for pair in sorted(pairs, key=lambda p: (-p.level, -p.newest.toordinal(), p.a, p.b)):
        a, b = marks.get(pair.a, pair.a), marks.get(pair.b, pair.b)
        if a != b:
            best.setdefault(frozenset((a, b)), (a, b, pair))
    yield from best.values()
