"""The tree of areas: what lies in what, where its middle is, town or country."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from netmap.model.partners import Area

EARTH_RADIUS_KM = 6371.0


class AreaTree:
    """Areas by id, with their ancestors and parts.

    Examples
    --------
    >>> tree = AreaTree({a.id: a for a in (
    ...     Area(id="k", name="Kreis", kind="kreis", setting="country"),
    ...     Area(id="g", name="Gemeinde", kind="gemeinde", parent="k"),
    ...     Area(id="s", name="Nord", kind="sozialraum", parent="g"))})
    >>> tree.above["s"], tree.leaves["k"], tree.setting("s"), tree.gemeinde("s")
    (('s', 'g', 'k'), ('s',), 'country', 'g')
    """

    def __init__(self, areas: Mapping[str, Area]) -> None:
        self.areas = areas
        self._centres: dict[str, tuple[float, float] | None] = {}

    @cached_property
    def above(self) -> dict[str, tuple[str, ...]]:
        """Each area with all above it, itself first."""
        found = {}
        for area in self.areas:
            chain = [area]
            while (parent := self.areas[chain[-1]].parent) and parent in self.areas and parent not in chain:
                chain.append(parent)
            found[area] = tuple(chain)
        return found

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The areas directly below each, in order of id."""
        below: dict[str, list[str]] = {a: [] for a in self.areas}
        for area in sorted(self.areas):
            parent = self.areas[area].parent
            if parent in below:
                below[parent].append(area)
        return {a: tuple(b) for a, b in below.items()}

    @cached_property
    def leaves(self) -> dict[str, tuple[str, ...]]:
        """The lowest areas in each (an area without parts is its own)."""
        found: dict[str, list[str]] = {a: [] for a in self.areas}
        for area in sorted(self.areas):
            if not self.children[area]:
                for above in self.above[area]:
                    found[above].append(area)
        return {a: tuple(b) for a, b in found.items()}

    @cached_property
    def inside(self) -> dict[str, tuple[str, ...]]:
        """The areas below each, without itself, at any depth, in order of id."""
        found: dict[str, list[str]] = {a: [] for a in self.areas}
        for area in sorted(self.areas):
            for above in self.above[area][1:]:
                found[above].append(area)
        return {a: tuple(b) for a, b in found.items()}

    def within(self, area: str) -> frozenset[str]:
        """Give an area and all that lies in it."""
        return frozenset(a for a, above in self.above.items() if area in above)

    @property
    def roots(self) -> tuple[str, ...]:
        """The topmost areas."""
        return tuple(a for a in sorted(self.areas) if len(self.above[a]) == 1)

    def setting(self, area: str) -> str:
        """Give ``town`` or ``country``: the area's own, else the nearest parent's, else town."""
        for above in self.above[area]:
            found = self.areas[above].setting
            if found:
                return found
        return "town"

    def gemeinde(self, area: str) -> str:
        """Give the nearest Gemeinde at or above an area, else the topmost area."""
        for above in self.above[area]:
            if self.areas[above].kind == "gemeinde":
                return above
        return self.above[area][-1]

    def centre(self, area: str) -> tuple[float, float] | None:
        """Give latitude and longitude of an area: its own, else its shape's centroid, else ``None``."""
        if area not in self._centres:
            record = self.areas[area]
            if record.lat is not None and record.lon is not None:
                self._centres[area] = (record.lat, record.lon)
            else:
                self._centres[area] = centroid(record.shape) if record.shape else None
        return self._centres[area]


def centroid(geometry: Mapping[str, Any]) -> tuple[float, float] | None:
    """Give latitude and longitude of the centroid of a GeoJSON polygon; holes count as holes.

    Examples
    --------
    >>> centroid({"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]]})
    (1.0, 1.0)
    """
    coordinates: Any = geometry.get("coordinates") or []
    polygons: Any = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    area = x = y = 0.0
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            a, cx, cy = _ring(ring)
            sign = 1.0 if number == 0 else -1.0
            area += sign * a
            x += sign * a * cx
            y += sign * a * cy
    if area > 0:
        return y / area, x / area
    points = [p for polygon in polygons for ring in polygon for p in ring]
    if not points:
        return None
    return sum(p[1] for p in points) / len(points), sum(p[0] for p in points) / len(points)


def _ring(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    twice = x = y = 0.0
    x0, y0 = ring[0][0], ring[0][1]  # near the origin the sums lose no digits
    for p, q in zip(ring, [*ring[1:], ring[0]], strict=True):
        px, py, qx, qy = p[0] - x0, p[1] - y0, q[0] - x0, q[1] - y0
        cross = px * qy - qx * py
        twice += cross
        x += (px + qx) * cross
        y += (py + qy) * cross
    if twice == 0:
        return 0.0, 0.0, 0.0
    return abs(twice) / 2, x0 + x / (3 * twice), y0 + y / (3 * twice)


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Give the distance of two points (latitude, longitude in degrees) on the globe in kilometres.

    References
    ----------
    Haversine formula on a sphere of 6,371 km.

    Examples
    --------
    >>> round(great_circle_km((0, 0), (0, 1)), 2)
    111.19
    """
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def inside(tree: AreaTree, area: str | None, areas: Iterable[str]) -> bool:
    """Tell whether any of some areas is an area or lies in it, or it lies in one of them."""
    return area is None or any(a in tree.above and (area in tree.above[a] or a in tree.above[area]) for a in areas)
