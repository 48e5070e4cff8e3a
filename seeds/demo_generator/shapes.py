"""Shapes that tile the Kreis: jittered hexagons, grouped by nearest middle, borders rounded off.

Borders are cut into arcs where three areas meet; each arc is smoothed once and used by both sides
and on every level, so that neighbours share their border exactly.
"""
# ruff: noqa: S311 - chance is wanted to be the same each time

from __future__ import annotations

import json
import math
import random
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise

from seeds.demo_generator.areas import AREAS, BY_ID, ancestors
from seeds.demo_generator.written import SEED

Point = tuple[float, float]
Cell = tuple[int, int]

#: the middle of the Kreis: an invented spot
LAT, LON = 53.2, 11.9
KM_PER_LAT = 111.32
KM_PER_LON = KM_PER_LAT * math.cos(math.radians(LAT))
#: outer radius of a hexagon, km
SIZE = 0.5
_SMOOTHINGS = 2
_TOLERANCE_KM = 0.02


def to_lat_lon(point: Point) -> tuple[float, float]:
    """Turn kilometres east and north of the middle into degrees (latitude, longitude)."""
    return round(LAT + point[1] / KM_PER_LAT, 5), round(LON + point[0] / KM_PER_LON, 5)


def _rng(*key: object) -> random.Random:
    return random.Random(f"{SEED}:{':'.join(map(str, key))}")


def _centre(cell: Cell) -> Point:
    q, r = cell
    return SIZE * math.sqrt(3) * (q + r / 2), SIZE * 1.5 * r


def _corners(cell: Cell) -> list[Cell]:
    """Give the six corners counter-clockwise as whole numbers (a corner has one name for its three cells)."""
    q, r = cell
    # In units of half a width and half a radius every corner lies on whole numbers.
    x, y = 2 * q + r, 3 * r
    return [(x, y - 2), (x + 1, y - 1), (x + 1, y + 1), (x, y + 2), (x - 1, y + 1), (x - 1, y - 1)]


@cache
def _corner_point(corner: Cell) -> Point:
    rng = _rng("corner", *corner)
    reach = 0.28 * SIZE
    return (
        corner[0] * SIZE * math.sqrt(3) / 2 + rng.uniform(-reach, reach),
        corner[1] * SIZE / 2 + rng.uniform(-reach, reach),
    )


def _warp(point: Point) -> Point:
    """Bend the plane a little so that borders are not straight."""
    x, y = point
    return (
        x + 0.9 * math.sin(y / 1.7 + 0.4) + 0.35 * math.sin(y / 0.6 + x / 1.1),
        y + 0.9 * math.sin(x / 1.9 + 1.3) + 0.35 * math.sin(x / 0.7 - y / 1.3),
    )


def _inside(point: Point) -> bool:
    x, y = point
    angle = math.atan2(y, x)
    radius = 17.2 + 1.6 * math.sin(2 * angle + 0.5) + 1.3 * math.sin(3 * angle + 2) + 0.8 * math.sin(7 * angle)
    return math.hypot(x, y) < radius


@cache
def cells() -> dict[Cell, str]:
    """Give every hexagon with the lowest area it belongs to."""
    found: dict[Cell, str] = {}
    for q in range(-60, 61):
        for r in range(-40, 41):
            if _inside(_centre((q, r))):
                found[(q, r)] = _lowest(_warp(_centre((q, r))))
    _join_islands(found)
    return found


def _lowest(point: Point) -> str:
    """Walk down from the Kreis, each time to the part whose middle is nearest."""
    area = "00"
    while parts := [a for a in AREAS if a["parent"] == area]:
        area = min(parts, key=lambda a: math.dist(point, (float(a["x"]), float(a["y"]))))["id"]
    return area


def _neighbours(cell: Cell) -> list[Cell]:
    q, r = cell
    return [(q + 1, r), (q, r + 1), (q - 1, r + 1), (q - 1, r), (q, r - 1), (q + 1, r - 1)]


def _join_islands(found: dict[Cell, str]) -> None:
    """Give parts cut off from their area's largest part to the neighbour around them."""
    for area in sorted(set(found.values())):
        parts = _parts({cell for cell, a in found.items() if a == area})
        for island in parts[1:]:
            around = Counter(
                found[n] for cell in sorted(island) for n in _neighbours(cell) if n in found and n not in island
            )
            if around:
                found.update(dict.fromkeys(island, max(sorted(around), key=around.__getitem__)))
            else:
                for cell in island:
                    del found[cell]


def _parts(members: set[Cell]) -> list[set[Cell]]:
    parts = []
    left = set(members)
    while left:
        part, edge = set(), [min(left)]
        while edge:
            cell = edge.pop()
            if cell in left:
                left.remove(cell)
                part.add(cell)
                edge += _neighbours(cell)
        parts.append(part)
    return sorted(parts, key=lambda p: (-len(p), min(p)))


class _Arc:
    """A border between two junctions, with the lowest area on each side."""

    def __init__(self, corners: list[Cell], left: str | None, right: str | None) -> None:
        self.corners, self.left, self.right = corners, left, right
        self.points = _thin(_smooth([_corner_point(c) for c in corners], closed=corners[0] == corners[-1]))


@cache
def _arcs() -> list[_Arc]:
    owner = {}
    for cell, area in cells().items():
        corners = _corners(cell)
        for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
            owner[(start, end)] = area
    sides = {
        (a, b): (area, owner.get((b, a)))
        for (a, b), area in owner.items()
        if area != owner.get((b, a)) and ((b, a) not in owner or a < b)
    }
    at: dict[Cell, list[Cell]] = defaultdict(list)
    for a, b in sorted(sides):
        at[a].append(b)
        at[b].append(a)
    seen: set[frozenset[Cell]] = set()
    arcs = []
    junctions = sorted(c for c, ends in at.items() if len(ends) != 2)
    for start in [*junctions, *sorted(at)]:
        for step in at[start]:
            if frozenset((start, step)) in seen:
                continue
            arcs.append(_walk(start, step, at, sides, seen))
    return arcs


def _walk(
    start: Cell,
    step: Cell,
    at: dict[Cell, list[Cell]],
    sides: dict[tuple[Cell, Cell], tuple[str, str | None]],
    seen: set[frozenset[Cell]],
) -> _Arc:
    line = [start, step]
    seen.add(frozenset((start, step)))
    while len(at[line[-1]]) == 2 and line[-1] != start:
        following = next(c for c in at[line[-1]] if c != line[-2])
        seen.add(frozenset((line[-1], following)))
        line.append(following)
    if (start, step) in sides:
        left, right = sides[(start, step)]
        return _Arc(line, left, right)
    right_area, left_area = sides[(step, start)]
    return _Arc(line, left_area, right_area)


def _smooth(line: list[Point], *, closed: bool) -> list[Point]:
    """Take the middles of the edges, then cut corners (Chaikin); the ends stay, or the ring stays a ring."""
    middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in pairwise(line)]
    line = [*middles, middles[0]] if closed else [line[0], *middles, line[-1]]
    for _ in range(_SMOOTHINGS):
        cut: list[Point] = []
        for (ax, ay), (bx, by) in pairwise(line):
            cut.append((0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by))
            cut.append((0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by))
        line = [*cut, cut[0]] if closed else [line[0], *cut[1:-1], line[-1]]
    return line


def _thin(line: list[Point]) -> list[Point]:
    """Leave out points that lie within the tolerance of the line (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    if line[0] == line[-1]:
        middle = len(line) // 2
        return _thin(line[: middle + 1])[:-1] + _thin(line[middle:])
    (ax, ay), (bx, by) = line[0], line[-1]
    length = math.dist(line[0], line[-1]) or 1e-9
    offs = [abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length for x, y in line]
    far = max(range(len(line)), key=offs.__getitem__)
    if offs[far] <= _TOLERANCE_KM:
        return [line[0], line[-1]]
    return _thin(line[: far + 1])[:-1] + _thin(line[far:])


def rings(area: str) -> list[list[Point]]:
    """Give the rings of an area in kilometres, the area on their left (outer rings counter-clockwise)."""
    within = {a["id"] for a in AREAS if area in ancestors(a["id"])}
    pieces: dict[Cell, list[list[Point]]] = defaultdict(list)
    ends: dict[int, Cell] = {}
    for arc in _arcs():
        inside = (arc.left in within, arc.right in within)
        if inside == (True, False):
            points, start, end = arc.points, arc.corners[0], arc.corners[-1]
        elif inside == (False, True):
            points, start, end = arc.points[::-1], arc.corners[-1], arc.corners[0]
        else:
            continue
        pieces[start].append(points)
        ends[id(points)] = end
    found = []
    while pieces:
        start = min(pieces)
        ring: list[Point] = []
        at = start
        while not ring or at != start:
            points = pieces[at].pop()
            if not pieces[at]:
                del pieces[at]
            ring += points[:-1]
            at = ends[id(points)]
        found.append([*ring, ring[0]])
    return found


def _area_of(ring: list[Point]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(ring)) / 2


def polygons(area: str) -> list[list[list[Point]]]:
    """Give an area as polygons: an outer ring, then its holes."""
    own = rings(area)
    outer = sorted((r for r in own if _area_of(r) > 0), key=_area_of, reverse=True)
    holes = [r for r in own if _area_of(r) < 0]
    return [[ring, *(holes if ring is outer[0] else [])] for ring in outer]


def geojson() -> str:
    """Give ``areas.geojson``: one feature for each area, longitude before latitude (RFC 7946)."""
    features = []
    for area in AREAS:
        shapes = [
            [[list(reversed(to_lat_lon(point))) for point in ring] for ring in polygon]
            for polygon in polygons(area["id"])
        ]
        geometry = (
            {"type": "Polygon", "coordinates": shapes[0]}
            if len(shapes) == 1
            else {"type": "MultiPolygon", "coordinates": shapes}
        )
        features.append(
            {
                "type": "Feature",
                "id": area["id"],
                "properties": {"id": area["id"], "name": area["name"], "kind": area["kind"]},
                "geometry": geometry,
            }
        )
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def contains(area: str, point: Point) -> bool:
    """Tell whether a point lies in an area (even-odd rule over all rings)."""
    x, y = point
    crossings = 0
    for ring in rings(area):
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossings += 1
    return crossings % 2 == 1


def spot(area: str, *key: object) -> Point:
    """Draw a spot inside an area, not far from its middle, the same for the same key."""
    members = [cell for cell, lowest in cells().items() if area in ancestors(lowest)]
    middle = (float(BY_ID[area]["x"]), float(BY_ID[area]["y"]))
    near = sorted(members, key=lambda c: (math.dist(_centre(c), middle), c))
    near = near[: max(12, len(near) // 4)]
    rng = _rng("spot", area, *key)
    while True:
        x, y = _centre(near[rng.randrange(len(near))])
        point = x + rng.uniform(-0.4, 0.4), y + rng.uniform(-0.4, 0.4)
        if contains(area, point):
            return point
