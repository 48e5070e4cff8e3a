"""Frames folded to one mark: what stands for whom, and which line is drawn for several.

Between a folded frame and another organisation the furthest of the pairs inside is drawn, as its two sides see it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from netmap.analysis.cooperation.pairs import Pair

#: marks that stand for a frame are no organisations
FOLDED: Final = "folded:"


def stands_for(frames: Mapping[str, Sequence[str]], folded: Collection[str]) -> dict[str, str]:
    """Give the mark that stands for each organisation inside a folded frame.

    Examples
    --------
    >>> stands_for({"kreis": ("kreis", "amt"), "stadt": ("stadt", "bad")}, ["kreis"])
    {'kreis': 'folded:kreis', 'amt': 'folded:kreis'}
    """
    return {member: FOLDED + top for top in folded if top in frames for member in frames[top]}


def lines_between(pairs: Iterable[Pair], marks: Mapping[str, str]) -> Iterator[tuple[str, str, Pair]]:
    """Give one pair for each two marks, and the marks on its two sides; what is inside one mark is not drawn."""
    ordered = sorted(pairs, key=lambda p: (-p.level, -p.newest.toordinal(), p.a, p.b))
    if not marks:  # each pair is one line, and there may be ten thousand
        yield from ((pair.a, pair.b, pair) for pair in ordered)
        return
    best: dict[frozenset[str], tuple[str, str, Pair]] = {}
    for pair in ordered:
        a, b = marks.get(pair.a, pair.a), marks.get(pair.b, pair.b)
        if a != b:
            best.setdefault(frozenset((a, b)), (a, b, pair))
    yield from best.values()
