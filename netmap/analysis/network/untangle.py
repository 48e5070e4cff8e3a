"""A layout made calm: lines keep away from names, cross seldom, and every organisation has room for its name.

Organisations are taken one after the other; each tries some places and keeps the one at which the picture costs
least. Chance is seeded: the same network gives the same picture.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

#: room of an organisation with its name below it: to each side, above and below its middle
ROOM_X, ROOM_UP, ROOM_DOWN = 82.0, 30.0, 62.0
#: lines that pass nearer to the middle of that room than this disturb it
_CLEAR_X, _CLEAR_Y = 92.0, 50.0
#: what it costs: a shared room, a line through a room, a crossing, a line's length, a line too short for its numeral
_SHARED, _THROUGH, _CROSSING, _LENGTH, _SHORT = 60.0, 7.0, 1.1, 0.010, 6.0
_SHORTEST: Final = 125.0
_TRIES: Final = 14

Array = NDArray[np.float64]


def untangle(
    places: Array,
    ends: NDArray[np.int64],
    weights: Array,
    *,
    size: tuple[float, float],
    rounds: int = 24,
    seed: int = 7,
) -> Array:
    """Move organisations to calmer places.

    Parameters
    ----------
    places
        x and y of each organisation (n × 2).
    ends
        The two organisations of each line (m × 2), as rows of `places`.
    weights
        How strongly each line draws its ends together (m).
    size
        Width and height of the picture; nobody leaves it.

    Returns
    -------
    numpy.ndarray
        The new places (n × 2).

    Examples
    --------
    >>> three = np.array([[0.0, 0.0], [300.0, 0.0], [600.0, 0.0]])
    >>> calm = untangle(three, np.array([[0, 2]]), np.ones(1), size=(600.0, 400.0))
    >>> bool(cost_of(calm, np.array([[0, 2]]), np.ones(1)) < cost_of(three, np.array([[0, 2]]), np.ones(1)))
    True
    """
    chance = np.random.default_rng(seed)
    points = np.array(places, dtype=np.float64)
    own = [np.flatnonzero((ends == i).any(axis=1)) for i in range(len(points))]
    limits = np.array(size)
    for turn in range(rounds):
        reach = max(limits) * 0.28 * (1 - turn / rounds) ** 2 + 6.0
        for i in chance.permutation(len(points)):
            steps = chance.normal(size=(_TRIES, 2)) * reach
            steps[0] = 0.0
            tried = np.clip(points[i] + steps, 0.0, limits)
            points[i] = tried[int(np.argmin(_costs(points, i, tried, ends, weights, own[i])))]
    return points


def cost_of(places: Array, ends: NDArray[np.int64], weights: Array) -> float:
    """Give what a picture costs; what two organisations share counts for both."""
    return float(
        sum(
            _costs(places, i, places[i : i + 1], ends, weights, np.flatnonzero((ends == i).any(axis=1)))[0]
            for i in range(len(places))
        )
    )


def _costs(
    points: Array, i: int, tried: Array, ends: NDArray[np.int64], weights: Array, own: NDArray[np.int64]
) -> Array:
    """Give what each tried place of one organisation costs."""
    others = np.delete(np.arange(len(points)), i)
    rest = np.delete(np.arange(len(ends)), own)
    away = tried[:, None, :] - points[others][None, :, :]
    over_x = np.maximum(0.0, 1 - np.abs(away[..., 0]) / (2 * ROOM_X))
    over_y = np.maximum(0.0, 1 - np.abs(away[..., 1]) / (ROOM_UP + ROOM_DOWN))
    cost: Array = _SHARED * (np.sqrt(over_x * over_y)).sum(axis=1)
    # lines of others through the own room
    a, b = points[ends[rest, 0]], points[ends[rest, 1]]
    cost += _THROUGH * _disturbs(_middle(tried)[:, None, :], a[None], b[None]).sum(axis=1)
    if not len(own):
        return cost
    far = points[np.where(ends[own, 0] == i, ends[own, 1], ends[own, 0])]
    start = tried[:, None, :]
    lengths = np.hypot(*np.moveaxis(start - far[None], -1, 0))
    cost += (_LENGTH * weights[own] * lengths).sum(axis=1)
    cost += _SHORT * np.maximum(0.0, 1 - lengths / _SHORTEST).sum(axis=1)
    # own lines through the rooms of others
    rooms = _middle(points[others])
    through = _disturbs(rooms[None, None], start[:, :, None, :], far[None, :, None, :])
    through[:, np.arange(len(far)), :] *= ~(np.abs(rooms[None] - _middle(far)[:, None]).sum(axis=-1) < 1e-9)
    cost += _THROUGH * through.sum(axis=(1, 2))
    if len(rest):
        cost += _CROSSING * _crossings(start, far[None], a, b).sum(axis=(1, 2))
    return cost


def _middle(points: Array) -> Array:
    """Give the middle of the room of each organisation, in units in which a room is round."""
    return np.asarray((points + np.array((0.0, (ROOM_DOWN - ROOM_UP) / 2))) / (_CLEAR_X, _CLEAR_Y))


def _disturbs(rooms: Array, a: Array, b: Array) -> Array:
    """Give how far a line reaches into a room: 0 beside it, 1 through its middle."""
    a, b = a / (_CLEAR_X, _CLEAR_Y), b / (_CLEAR_X, _CLEAR_Y)
    d = b - a
    share = ((rooms - a) * d).sum(axis=-1) / np.maximum((d * d).sum(axis=-1), 1e-9)
    nearest = a + np.clip(share, 0.0, 1.0)[..., None] * d
    return np.asarray(np.maximum(0.0, 1 - np.sqrt(((rooms - nearest) ** 2).sum(axis=-1))))


def _crossings(start: Array, far: Array, a: Array, b: Array) -> NDArray[np.bool_]:
    """Whether the lines from each tried place cross the other lines (tries × own × others)."""
    p, q = start[:, :, None, :], far[:, :, None, :]
    c, d = a[None, None], b[None, None]

    def side(u: Array, v: Array, w: Array) -> Array:
        return np.asarray(
            (v[..., 0] - u[..., 0]) * (w[..., 1] - u[..., 1]) - (v[..., 1] - u[..., 1]) * (w[..., 0] - u[..., 0])
        )

    return np.asarray((side(p, q, c) * side(p, q, d) < -1e-6) & (side(c, d, p) * side(c, d, q) < -1e-6))
