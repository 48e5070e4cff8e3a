"""Cards for tests: made by hand, or drawn by hypothesis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from netmap.model.cases import Alter, Tie

CASE, CARD = "case", "card"


def alter(ident: str, *, angle: float | None = 10.0, distance: float | None = 50.0, **columns: Any) -> Alter:
    """An entry, tied to the client unless said otherwise, called as its id."""
    given = {"ego_tie": "loose", "entry": ident, "label": ident} | columns
    return Alter(id=ident, case=CASE, card=CARD, angle=angle, distance=distance, **given)


def ties(*pairs: tuple[str, str]) -> list[Tie]:
    """Ties known to exist."""
    return [Tie(case=CASE, card=CARD, a=a, b=b) for a, b in pairs]


def star_card(edges: Iterable[tuple[str, str]], *, ego: str) -> tuple[list[Alter], list[Tie]]:
    """The card of one vertex of a graph: its neighbours, and the ties among these."""
    pairs = list(edges)
    near = sorted({b if a == ego else a for a, b in pairs if ego in (a, b)})
    return [alter(name) for name in near], ties(*((a, b) for a, b in pairs if a in near and b in near))


@st.composite
def cards(draw: st.DrawFn, *, most: int = 12) -> tuple[list[Alter], list[Tie]]:
    """Any card: people, places, dead, far away, without place, tied or not, in every quarter."""
    count = draw(st.integers(0, most))
    alters = [
        alter(
            f"{number}",
            angle=draw(st.one_of(st.none(), st.sampled_from([-180, -90, -45, 0, 45, 90, 135, 180]))),
            distance=draw(st.one_of(st.none(), st.sampled_from([0, 5, 33.32, 33.33, 66.67, 99, 100, 101]))),
            human=draw(st.integers(0, 9)) > 0,
            deceased=draw(st.integers(0, 9)) == 0,
            ego_tie=draw(st.sampled_from([None, "none", "loose", "strong", "strong"])),
        )
        for number in range(count)
    ]
    possible = [(str(a), str(b)) for a in range(count) for b in range(a + 1, count)]
    chosen = draw(st.lists(st.sampled_from(possible), unique=True)) if possible else []
    return alters, ties(*chosen)
