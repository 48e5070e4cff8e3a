"""The map of areas for paper: the same data as the one on the screen, as an SVG document."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

Project: TypeAlias = Callable[[Sequence[float]], tuple[float, float]]

#: fill of each tone, light enough for dark letters
TONES: Mapping[str, str] = {
    "none": "#f1efe9",
    "soft": "#c9c3b8",
    "l1": "#cfe4e3",
    "l2": "#97c4c2",
    "l3": "#6fb0af",
    "l4": "#4f9b9a",
    "warn": "#f6cf99",
    "stop": "#eda9b3",
    "petrol": "#97c4c2",
}
_WIDTH = 900.0
_LEGEND_ROW = 24.0


def map_svg(data: Mapping[str, Any]) -> str:
    """Draw areas with their names, words, tones and hatching, and a legend below.

    Parameters
    ----------
    data
        ``areas`` and ``legend`` as the component of the page takes them.

    Examples
    --------
    >>> square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    >>> area = {"id": "a", "name": "Nord", "geometry": square, "tone": "stop", "hatched": True}
    >>> "Nord" in map_svg({"areas": [area], "legend": []})
    True
    """
    areas = [a for a in data["areas"] if a.get("geometry")]
    if not areas:
        return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>'
    project, height = _projection(areas)
    legend = list(data["legend"])
    whole = height + 16 + _LEGEND_ROW * math.ceil(len(legend) / 3)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {whole:.0f}" '
        f'font-family="Atkinson Hyperlegible Next" font-size="15">',
        "<defs>",
        *(_hatch(name, tone) for name, tone in TONES.items()),
        "</defs>",
    ]
    for area in areas:
        path = " ".join(_path(ring, project) for ring in _rings(area["geometry"]))
        parts.append(f'<path d="{path}" fill="{_fill(area)}" fill-rule="evenodd" stroke="#55606e" stroke-width="1.2"/>')
    for area in areas:
        x, y = _middle(area["geometry"], project)
        parts.append(_label(x, y, str(area["name"]), str(area.get("word") or "")))
    for i, entry in enumerate(legend):
        x, y = (i % 3) * _WIDTH / 3, height + 16 + (i // 3) * _LEGEND_ROW
        parts.append(
            f'<rect x="{x:.0f}" y="{y:.0f}" width="22" height="15" fill="{_fill(entry)}" stroke="#55606e"/>'
            f'<text x="{x + 28:.0f}" y="{y + 13:.0f}">{html.escape(str(entry["text"]))}</text>'
        )
    return "".join([*parts, "</svg>"])


def _hatch(name: str, tone: str) -> str:
    return (
        f'<pattern id="hatch-{name}" width="9" height="9" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="9" height="9" fill="#fff"/>'
        f'<rect width="5" height="9" fill="{tone}"/></pattern>'
    )


def _fill(entry: Mapping[str, Any]) -> str:
    tone = str(entry.get("tone") or "none")
    return f"url(#hatch-{tone})" if entry.get("hatched") and tone in TONES else TONES.get(tone, TONES["none"])


def _rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _projection(areas: Sequence[Mapping[str, Any]]) -> tuple[Project, float]:
    points = [p for a in areas for ring in _rings(a["geometry"]) for p in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = _WIDTH / max((east - west) * narrow, 1e-9)
    scale = min(scale, 1.1 * _WIDTH / max(north - south, 1e-9))
    left = (_WIDTH - (east - west) * narrow * scale) / 2

    def project(point: Sequence[float]) -> tuple[float, float]:
        return left + (point[0] - west) * narrow * scale, (north - point[1]) * scale

    return project, (north - south) * scale


def _path(ring: Sequence[Sequence[float]], project: Project) -> str:
    return "M" + "L".join("{:.1f} {:.1f}".format(*project(p)) for p in ring) + "Z"


def _middle(geometry: Mapping[str, Any], project: Project) -> tuple[float, float]:
    ring = max(_rings(geometry), key=len)
    points = [project(p) for p in ring]
    twice = x = y = 0.0
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        cross = ax * by - bx * ay
        twice, x, y = twice + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not twice:
        return points[0]
    return x / (3 * twice), y / (3 * twice)


def _label(x: float, y: float, name: str, word: str) -> str:
    halo = 'text-anchor="middle" stroke="#fff" stroke-width="3.5" stroke-linejoin="round"'
    told = ""
    for dy, said, weight in ((0.0, name, 600), (17.0, word, 400)):
        if said:
            place = f'x="{x:.1f}" y="{y + dy:.1f}" font-weight="{weight}"'
            shown = html.escape(said)
            told += f'<text {place} {halo}>{shown}</text><text {place} text-anchor="middle">{shown}</text>'
    return told
