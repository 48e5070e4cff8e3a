"""Frames of organisations that belong together: none on another, those that work together near each other."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.network.nesting import CELL_X, CELL_Y, frames_of, nested_layout

SIZES = st.lists(st.integers(1, 9), max_size=14)


def framed(sizes: list[int]) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    groups = [[f"{n}-{m}" for m in range(size)] for n, size in enumerate(sizes)]
    parents = {member: group[0] if member != group[0] else None for group in groups for member in group}
    return list(parents), frames_of(list(parents), parents)


def around(places: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """The room that some of a frame need, each with the place of its name."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs) - CELL_X / 2, min(ys) - CELL_Y / 2, max(xs) + CELL_X / 2, max(ys) + CELL_Y / 2


@given(SIZES, st.data())
def test_no_frame_lies_on_another(sizes, data):
    actors, frames = framed(sizes)
    ends = st.sampled_from(actors) if actors else st.nothing()
    ties = data.draw(st.lists(st.tuples(ends, ends, st.floats(0.1, 4)), max_size=20)) if actors else []
    placed = nested_layout(actors, ties, frames=frames)
    assert set(placed) == set(actors)
    rooms = [around([placed[a] for a in actors if a.startswith(f"{n}-")]) for n, _ in enumerate(sizes)]
    for p, q in itertools.combinations(rooms, 2):
        over = [min(p[k + 2], q[k + 2]) - max(p[k], q[k]) for k in (0, 1)]
        assert min(over) <= 1.0
    assert nested_layout(actors[::-1], ties, frames=frames) == placed


def test_a_district_is_wider_than_high_and_friends_stand_near():
    actors, frames = framed([12, 4, 4, 3, 3, 2, 2, 2, *[1] * 25])
    placed = nested_layout(actors, [("1-0", "2-0", 4.0), ("30-0", "31-0", 4.0)], frames=frames)
    left, top, right, bottom = around(list(placed.values()))
    assert 1.2 < (right - left) / (bottom - top) < 2.4
    # more than half of the room is used
    assert len(actors) * CELL_X * CELL_Y > (right - left) * (bottom - top) / 2
    alone = sorted(
        abs(placed[f"{n}-0"][0] - placed["31-0"][0]) + abs(placed[f"{n}-0"][1] - placed["31-0"][1])
        for n in range(8, 33)
        if n != 31
    )
    friend = abs(placed["30-0"][0] - placed["31-0"][0]) + abs(placed["30-0"][1] - placed["31-0"][1])
    assert friend <= alone[3]
