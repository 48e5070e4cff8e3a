"""Where organisations stand in the picture: computed once, stable between visits, corrected by hand."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.graph_library import igraph, seeded
from netmap.analysis.network.untangle import untangle

#: the picture's size in its own units; a wall is wider than it is high
WIDTH, HEIGHT = 1500.0, 940.0
#: up to so many actors the slower layout, which needs no touching up, is used
_SMALL = 300
#: up to so many every line is led past the names of others; beyond it takes too long
_CALM = 90
#: of more each has a square of this side on average, in a picture so many times as wide as it is high
_ROOM, _SHAPE = 170.0, 1.6
#: how much more than a tie alone each level of it draws together
_PULL = 0.5


def layout(
    actors: Sequence[str],
    ties: Sequence[tuple[str, str, float]],
    *,
    known: Mapping[str, tuple[float, float]] | None = None,
    seed: int = 7,
) -> dict[str, tuple[float, float]]:
    """Place actors so that those who work together stand together.

    Parameters
    ----------
    actors
        Ids; the result does not depend on their order.
    ties
        Pairs with a weight above 0.
    known
        Actors that have a place already keep it; new ones are set beside those they work with.
    seed
        Of the chance with which the first layout begins.

    Returns
    -------
    dict
        x and y of each actor; some dozens within :data:`WIDTH` × :data:`HEIGHT`, more need more room.

    Examples
    --------
    >>> placed = layout(["a", "b", "c"], [("a", "b", 1.0)])
    >>> sorted(placed), layout(["c", "b", "a"], [("a", "b", 1.0)]) == placed
    (['a', 'b', 'c'], True)
    """
    ids = sorted(set(actors))
    place = dict(known or {})
    missing = [i for i in ids if i not in place]
    if not missing:
        return {i: place[i] for i in ids}
    if len(missing) < len(ids) * 0.5:
        return _beside(ids, ties, place)
    index = {a: n for n, a in enumerate(ids)}
    edges = [(index[a], index[b], w) for a, b, w in ties if a in index and b in index and a != b]
    graph = igraph().Graph(n=len(ids), edges=[(a, b) for a, b, _ in edges])
    graph.es["weight"] = [w for _, _, w in edges]
    found = _coordinates(graph, seed)
    if 2 < len(ids) <= _CALM:
        found = _calm(tuple(found), tuple(sorted(edges)), seed)
    return dict(zip(ids, _scaled(found), strict=True))


def _coordinates(graph: Any, seed: int) -> list[tuple[float, float]]:
    with seeded(seed):
        if graph.vcount() <= _SMALL:
            parts = graph.connected_components()
            big: list[int] = max(parts, key=len, default=[])
            inside = graph.induced_subgraph(big)
            found = inside.layout_kamada_kawai(seed=inside.layout_circle(), maxiter=6000)
            places = dict(zip(big, _spread([(float(x), float(y)) for x, y in found]), strict=True))
            return _with_others(graph.vcount(), places)
        return _packed(graph)


def _packed(graph: Any) -> list[tuple[float, float]]:
    """Give each piece the room its organisations need, the largest on top, all others in rows below it."""
    parts = sorted(graph.connected_components(), key=lambda part: (-len(part), part[0]))
    wide = _ROOM * math.sqrt(_SHAPE * graph.vcount())
    places: dict[int, tuple[float, float]] = {}
    x = y = row = 0.0
    for part in parts:
        w, h = _ROOM * math.sqrt(_SHAPE * len(part)), _ROOM * math.sqrt(len(part) / _SHAPE)
        if x and x + w > wide:
            x, y, row = 0.0, y + row + _ROOM, 0.0
        inside = graph.induced_subgraph(part)
        found = np.array(inside.layout_fruchterman_reingold(weights="weight", niter=400).coords)
        for n, (across, down) in zip(part, _evened(found) * (w, h), strict=True):
            places[n] = (x + float(across), y + float(down))
        x, row = x + w + _ROOM, max(row, h)
    return [places[n] for n in range(graph.vcount())]


def _evened(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Bring places into a square of side 1, the crowd in the middle apart: halfway to as many in every strip."""
    count = len(found)
    low, high = found.min(axis=0), found.max(axis=0)
    straight = (found - low) / np.maximum(high - low, 1e-9)
    ranks = np.argsort(np.argsort(found, axis=0, kind="stable"), axis=0, kind="stable")
    even: NDArray[np.float64] = (straight + (ranks + 0.5) / count) / 2
    return even


@lru_cache(maxsize=16)
def _calm(
    found: tuple[tuple[float, float], ...], edges: tuple[tuple[int, int, float], ...], seed: int
) -> list[tuple[float, float]]:
    """Fill the picture evenly, and lead the lines past the names; places of frames are asked for at every drawing."""
    strength: dict[tuple[int, int], float] = {}
    for a, b, weight in edges:
        pair = (min(a, b), max(a, b))
        strength[pair] = max(strength.get(pair, 0.0), weight)
    pairs = sorted(strength)
    places = np.array(found)
    low, high = places.min(axis=0), places.max(axis=0)
    size = np.array((WIDTH, HEIGHT)) * max(1.0, (len(found) / 60) ** 0.5)
    places = (places - low) / np.maximum(high - low, 1e-9) * size
    calm = untangle(
        places,
        np.array(pairs, dtype=np.int64).reshape(-1, 2),
        np.array([1 + _PULL * strength[p] for p in pairs]),
        size=(float(size[0]), float(size[1])),
        seed=seed,
    )
    return [(float(x), float(y)) for x, y in calm]


def _with_others(count: int, places: dict[int, tuple[float, float]]) -> list[tuple[float, float]]:
    """Set those without any tie to the big part in rows below it."""
    xs = [x for x, _ in places.values()] or [0.0]
    ys = [y for _, y in places.values()] or [0.0]
    low, high, bottom = min(xs), max(*xs, min(xs) + 1.0), max(ys)
    step = max((high - low) / 10, 0.1)
    row = max((bottom - min(ys)) / 9, 0.1)
    others = [n for n in range(count) if n not in places]
    for position, n in enumerate(others):
        places[n] = (low + step * (position % 11), bottom + row * (1.2 + position // 11))
    return [places[n] for n in range(count)]


def _spread(found: list[tuple[float, float]], *, rounds: int = 400) -> list[tuple[float, float]]:
    """Push apart what stands too close for its name to be read."""
    n = len(found)
    if n < 2:
        return found
    xs, ys = [x for x, _ in found], [y for _, y in found]
    width, height = max(xs) - min(xs) or 1.0, max(ys) - min(ys) or 1.0
    points = [[(x - min(xs)) / width * WIDTH, (y - min(ys)) / height * HEIGHT] for x, y in found]
    need_x, need_y = 140.0, 78.0
    for _ in range(rounds):
        moved = False
        for i in range(n):
            for j in range(i):
                dx, dy = points[i][0] - points[j][0], points[i][1] - points[j][1]
                over_x, over_y = need_x - abs(dx), need_y - abs(dy)
                if over_x <= 0 or over_y <= 0:
                    continue
                moved = True
                axis, over, way = (0, over_x, dx) if over_x / need_x < over_y / need_y else (1, over_y, dy)
                push = over / 2 * (1.0 if way >= 0 else -1.0)
                points[i][axis] += push
                points[j][axis] -= push
        if not moved:
            break
    return [(x, y) for x, y in points]


def _scaled(found: list[tuple[float, float]]) -> list[tuple[float, float]]:
    if not found:
        return []
    xs, ys = [x for x, _ in found], [y for _, y in found]
    left, top = min(xs), min(ys)
    width, height = max(xs) - left, max(ys) - top
    factor = min(WIDTH / width if width else math.inf, HEIGHT / height if height else math.inf)
    # many have their room already
    factor = 1.0 if math.isinf(factor) or len(found) > _SMALL else max(factor, 1.0)
    return [(round((x - left) * factor, 1), round((y - top) * factor, 1)) for x, y in found]


def _beside(
    ids: Sequence[str], ties: Sequence[tuple[str, str, float]], place: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    near: dict[str, list[str]] = {}
    for a, b, _ in ties:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    for number, actor in enumerate(i for i in ids if i not in place):
        friends = [place[f] for f in sorted(near.get(actor, ())) if f in place]
        angle = 2.4 * number
        if friends:
            x = sum(f[0] for f in friends) / len(friends) + 90 * math.cos(angle)
            y = sum(f[1] for f in friends) / len(friends) + 90 * math.sin(angle)
        else:
            x, y = 60.0 + 130 * (number % 11), HEIGHT + 70 + 70 * (number // 11)
        place[actor] = (round(x, 1), round(y, 1))
    return {i: place[i] for i in ids}
