"""What the picture shows: actors with colour and place, pairs from both ends; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from netmap.analysis.cooperation.pairs import Pair
from netmap.analysis.day import Day
from netmap.usecases.network_picture import PILLAR_TONES, sizes_of, tone_of


def network_data(
    day: Day,
    actors: Collection[str],
    pairs: Sequence[Pair],
    positions: Mapping[str, tuple[float, float]],
    *,
    selected: Mapping[str, Any] | None,
    highlight: Collection[str] | None,
    unknown: Collection[tuple[str, str]] = (),
    projector: bool = False,
    scale: str,
) -> dict[str, Any]:
    """Make the data of the picture.

    Parameters
    ----------
    unknown
        Pairs of which nobody has said anything, where they are to be shown.
    """
    there = set(actors)
    shown = [p for p in pairs if p.a in there and p.b in there]
    sizes = sizes_of(there, shown)
    return {
        "rev": f"{day.district.revision}:{day.day}:{len(there)}:{len(shown)}",
        "actors": [
            {
                "id": a,
                "name": day.organisations[a].name,
                "tone": tone_of(day, a),
                "size": sizes[a],
                "x": positions[a][0] if a in positions else None,
                "y": positions[a][1] if a in positions else None,
                "parent": None,
                "shape": "circle",
            }
            for a in sorted(there)
        ],
        "pairs": [{"a": p.a, "b": p.b, "says_a": p.views[0], "says_b": p.views[1]} for p in shown]
        + [{"a": a, "b": b, "says_a": None, "says_b": None} for a, b in unknown if a in there and b in there],
        "levels": [
            {"level": entry.whole("value"), "name": entry.label}
            for entry in day.vocabulary.levels(scale)
            if entry.whole("value") > 0
        ],
        "tones": [{"tone": tone, "text": day.vocabulary["pillars"][code].label} for code, tone in PILLAR_TONES.items()],
        "selected": selected,
        "highlight": sorted(highlight) if highlight is not None else None,
        "projector": projector,
    }
