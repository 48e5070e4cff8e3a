"""Organisations in frames: those that belong to the same one stand together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

#: room for one organisation with its name, and between frames
CELL_X, CELL_Y, BETWEEN = 190.0, 130.0, 70.0
#: how much wider than high the picture is wished
WIDE = 1.7


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
    sizes = {g: _size(len(inside)) for g, inside in members.items()}
    placed: dict[str, tuple[float, float]] = {}
    for g, (x, y) in _packed(sizes, weights).items():
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


def _packed(
    sizes: Mapping[str, tuple[float, float]], weights: Mapping[tuple[str, str], float]
) -> dict[str, tuple[float, float]]:
    """Lay frames edge to edge, the largest first, each near the middle and those it works with."""
    degree = dict.fromkeys(sizes, 0.0)
    for (a, b), weight in weights.items():
        degree[a] += weight
        degree[b] += weight
    order = sorted(sizes, key=lambda g: (-sizes[g][0] * sizes[g][1], -degree[g], g))
    points = np.zeros((len(order), 2))
    extents = np.array([sizes[g] for g in order]).reshape(-1, 2)
    ties = np.array([[weights.get((min(g, h), max(g, h)), 0.0) for h in order] for g in order])
    for n in range(1, len(order)):
        there, half = points[:n], (extents[:n] + extents[n]) / 2
        # beside or in line with each that is placed
        xs, ys = (
            np.unique(np.concatenate([there[:, k] - half[:, k], there[:, k], there[:, k] + half[:, k]])) for k in (0, 1)
        )
        spots = np.stack(np.meshgrid(xs, ys, indexing="ij"), axis=-1).reshape(-1, 2)
        apart = np.abs(spots[:, None, :] - there[None, :, :])
        spots = spots[~(apart < half - 0.5).all(axis=2).any(axis=1)]
        cost = np.hypot(spots[:, 0] / WIDE, spots[:, 1])
        if (pull := ties[n, :n]).any():
            away = spots[:, None, :] - there[None, :, :]
            cost = cost + (np.hypot(away[..., 0] / WIDE, away[..., 1]) @ pull) / pull.sum()
        points[n] = spots[np.argmin(np.round(cost, 6))]
    middle = (points - extents / 2).min(axis=0, initial=np.inf), (points + extents / 2).max(axis=0, initial=-np.inf)
    points = points - (middle[0] + middle[1]) / 2 if len(order) else points
    return {g: (float(x), float(y)) for g, (x, y) in zip(order, points, strict=True)}
