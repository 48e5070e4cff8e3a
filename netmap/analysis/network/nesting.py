"""Organisations in frames: those that belong to the same one stand together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from netmap.analysis.network.layout import layout

#: room for one organisation with its name, and between frames
CELL_X, CELL_Y, BETWEEN = 190.0, 120.0, 70.0


def frames_of(actors: Sequence[str], parents: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Give who stands in a frame together: the topmost organisation, and all below it.

    Parameters
    ----------
    parents
        To whom each organisation belongs; chains are followed, also over those not among the actors.

    Examples
    --------
    >>> frames_of(["amt", "kreis", "team", "verein"], {"amt": "kreis", "team": "amt", "verein": None, "kreis": None})
    {'kreis': ('kreis', 'amt', 'team')}
    """
    inside: dict[str, list[str]] = {}
    for actor in sorted(actors):
        top, seen = actor, {actor}
        while (parent := parents.get(top)) and parent not in seen:
            top = parent
            seen.add(top)
        inside.setdefault(top, []).append(actor)
    return {
        top: tuple(sorted(members, key=lambda m: (m != top, m)))
        for top, members in sorted(inside.items())
        if len(members) > 1
    }


def nested_layout(
    actors: Sequence[str], ties: Sequence[tuple[str, str, float]], *, frames: Mapping[str, Sequence[str]]
) -> dict[str, tuple[float, float]]:
    """Place frames so that those that work together stand near each other, and organisations in rows inside.

    Returns
    -------
    dict
        x and y of each actor; no frame lies on another.

    Examples
    --------
    >>> placed = nested_layout(["a", "b", "c"], [("a", "c", 1.0)], frames={"a": ("a", "b")})
    >>> placed["b"][0] - placed["a"][0], placed["b"][1] == placed["a"][1]
    (190.0, True)
    """
    frame_of = {member: top for top, members in frames.items() for member in members}
    group = {a: frame_of.get(a, a) for a in sorted(set(actors))}
    weights: dict[tuple[str, str], float] = {}
    for a, b, weight in ties:
        if a in group and b in group and group[a] != group[b]:
            pair = (min(group[a], group[b]), max(group[a], group[b]))
            weights[pair] = weights.get(pair, 0.0) + weight
    members = {g: list(frames.get(g, [g])) for g in sorted(set(group.values()))}
    middles = layout(list(members), [(a, b, w) for (a, b), w in weights.items()])
    sizes = {g: _size(len(inside)) for g, inside in members.items()}
    placed: dict[str, tuple[float, float]] = {}
    for g, (x, y) in _apart(middles, sizes).items():
        across = _across(len(members[g]))
        rows = math.ceil(len(members[g]) / across)
        for n, member in enumerate(members[g]):
            dx, dy = n % across - (across - 1) / 2, n // across - (rows - 1) / 2
            placed[member] = (round(x + dx * CELL_X, 1), round(y + dy * CELL_Y, 1))
    return placed


def _across(count: int) -> int:
    return math.ceil(math.sqrt(count))


def _size(count: int) -> tuple[float, float]:
    across = _across(count)
    frame = BETWEEN if count > 1 else 0.0
    return across * CELL_X + frame, math.ceil(count / across) * CELL_Y + frame


def _apart(
    middles: Mapping[str, tuple[float, float]], sizes: Mapping[str, tuple[float, float]], *, rounds: int = 800
) -> dict[str, tuple[float, float]]:
    """Push frames apart until none lies on another."""
    ids = sorted(middles)
    points = {i: list(middles[i]) for i in ids}
    for _ in range(rounds):
        moved = False
        for n, i in enumerate(ids):
            for j in ids[:n]:
                dx, dy = points[i][0] - points[j][0], points[i][1] - points[j][1]
                over = [(sizes[i][k] + sizes[j][k]) / 2 - abs(d) for k, d in enumerate((dx, dy))]
                if min(over) <= 0.5:
                    continue
                moved = True
                axis = 0 if over[0] < over[1] else 1
                push = over[axis] / 2 * (1.0 if (dx, dy)[axis] >= 0 else -1.0)
                points[i][axis] += push
                points[j][axis] -= push
        if not moved:
            break
    return {i: (x, y) for i, (x, y) in points.items()}
