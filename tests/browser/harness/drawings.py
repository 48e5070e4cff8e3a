"""A map and a partner network to look at and to click on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import streamlit as st

from netmap.ui.canvas import area_map, partner_network

TONES = ("#2f629c", "#2c7346", "#a8441f", "#744a91", "#8a6a00")


def _square(column: int, row: int, *, backwards: bool) -> dict[str, Any]:
    lon, lat = 8 + column * 0.1, 51 + row * 0.06
    ring = [[lon, lat], [lon + 0.1, lat], [lon + 0.1, lat + 0.06], [lon, lat + 0.06], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring[::-1] if backwards else ring]}


def show_map(asked: Mapping[str, str]) -> None:
    """Areas in a grid, every other ring turned the wrong way, and places."""
    side = int(asked.get("side", "4"))
    words = ("fehlt", "zu weit", "kein Befund")
    areas = [
        {
            "id": f"a{n}",
            "name": f"Gebiet {n}",
            "geometry": _square(n % side, n // side, backwards=n % 2 == 0),
            "tone": ("stop", "warn", "none")[n % 3],
            "hatched": n % 4 == 1,
            "word": words[n % 3],
            "text": "20 bis 60 Menschen" if n % 3 < 2 else "",
        }
        for n in range(side * side)
    ]
    points = [
        {
            "id": f"p{n}",
            "name": f"Ort {n}",
            "lat": 51.02 + n * 0.03 % (side * 0.06),
            "lon": 8.03 + n * 0.07 % (side * 0.1),
        }
        for n in range(int(asked.get("points", "6")))
    ]
    chosen = st.session_state.get("chosen")
    area_map(
        {
            "areas": areas,
            "points": points,
            "legend": [
                {"tone": "stop", "text": "fehlt"},
                {"tone": "warn", "text": "zu weit"},
                {"tone": "warn", "hatched": True, "text": "möglich"},
                {"tone": "none", "text": "kein Befund"},
                {"tone": "petrol", "shape": "square", "text": "Ort"},
            ],
            "selected": chosen,
            "title": "Gebiete und Orte",
        },
        key="map",
        on_select=lambda selection: st.session_state.update(chosen=dict(selection)),
    )
    st.write("gewählt:", str(chosen))


def show_network(asked: Mapping[str, str]) -> None:
    """Organisations with pairs of every state."""
    count = int(asked.get("n", "14"))
    ties = int(asked.get("ties", "18"))
    radius = 90 * math.sqrt(count)
    actors = [
        {
            "id": f"o{n}",
            "name": f"Beratungsstelle {n}",
            "tone": TONES[n % len(TONES)],
            "size": 1 + (n % 7 == 0) + (n % 14 == 0),
            "x": radius * math.sqrt((n + 1) / count) * math.cos(n * 2.4),
            "y": radius * 0.62 * math.sqrt((n + 1) / count) * math.sin(n * 2.4),
        }
        for n in range(count)
    ]
    says = [(3, 3), (2, 1), (None, 2), (None, None), (4, 4), (1, 1), (0, 0), (3, 1), (2, 2)]
    pairs = []
    for n in range(ties):
        a, b = n % count, (n * 5 + 1 + n // count) % count
        if a != b:
            says_a, says_b = says[n % len(says)]
            pairs.append({"a": f"o{a}", "b": f"o{b}", "says_a": says_a, "says_b": says_b})
    chosen = st.session_state.get("chosen")
    partner_network(
        {
            "rev": 1,
            "actors": actors,
            "pairs": pairs,
            "levels": [
                {"level": 1, "name": "Kooperation"},
                {"level": 2, "name": "Koordination"},
                {"level": 3, "name": "Zusammenarbeit"},
                {"level": 4, "name": "Integration"},
            ],
            "selected": chosen,
        },
        key="network",
        on_select=lambda selection: st.session_state.update(chosen=dict(selection)),
        on_move=lambda place: st.session_state.update(moved=dict(place)),
    )
    st.write("gewählt:", str(chosen))
    st.write("verschoben:", str(st.session_state.get("moved")))
