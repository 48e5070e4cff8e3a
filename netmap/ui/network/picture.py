"""What the picture shows: actors with colour and place, pairs from both ends; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from netmap.analysis.cooperation.pairs import Pair
from netmap.analysis.day import Day
from netmap.model.partners import Relation
from netmap.usecases.network_picture import LAYER_STYLES, PILLAR_TONES, sizes_of, tone_of

#: names of frames are no ids of organisations
_FRAME = "frame:"


def network_data(
    day: Day,
    actors: Collection[str],
    pairs: Sequence[Pair],
    positions: Mapping[str, tuple[float, float]],
    *,
    selected: Mapping[str, Any] | None,
    highlight: Collection[str] | None,
    unknown: Collection[tuple[str, str]] = (),
    relations: Sequence[Relation] = (),
    frames: Mapping[str, Sequence[str]] | None = None,
    projector: bool = False,
    scale: str,
) -> dict[str, Any]:
    """Make the data of the picture.

    Parameters
    ----------
    unknown
        Pairs of which nobody has said anything, where they are to be shown.
    relations
        Relations other than the level, drawn in layers of their own.
    frames
        The topmost organisation of each frame and who stands in it; ``None``: no frames.
    """
    there = set(actors)
    frame_of = {m: _FRAME + top for top, members in (frames or {}).items() for m in members}
    shown = [p for p in pairs if p.a in there and p.b in there]
    sizes = sizes_of(there, shown)
    return {
        "rev": f"{day.district.revision}:{day.day}:{len(shown)}:{len(unknown)}:{len(relations)}:{frames is not None}:"
        + str(hash(frozenset(there))),
        "actors": [
            {
                "id": a,
                "name": day.organisations[a].name,
                "tone": tone_of(day, a),
                "size": sizes[a],
                "x": positions[a][0] if a in positions else None,
                "y": positions[a][1] if a in positions else None,
                "parent": frame_of.get(a),
                "shape": "circle",
            }
            for a in sorted(there)
        ],
        "pairs": [{"a": p.a, "b": p.b, "says_a": p.views[0], "says_b": p.views[1]} for p in shown]
        + [{"a": a, "b": b, "says_a": None, "says_b": None} for a, b in unknown if a in there and b in there],
        "nests": [{"id": _FRAME + top, "name": _frame_name(day, top)} for top in frames or {}],
        "layers": layers_shown(day, {r.kind for r in relations}),
        "relations": [
            {"a": r.from_, "b": r.to, "kind": r.kind} for r in relations if r.from_ in there and r.to in there
        ],
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


def layers_shown(day: Day, kinds: Collection[str]) -> list[dict[str, Any]]:
    """Give how each kind of relation is drawn, with its word."""
    words = day.vocabulary["relation_kinds"]
    return [
        {"kind": kind, "name": words.label_of(kind), "ink": style.ink, "dash": list(style.dash), "arrow": style.arrow}
        for kind, style in LAYER_STYLES.items()
        if kind in kinds
    ]


def _frame_name(day: Day, top: str) -> str:
    found = day.district.organisations.get(top)
    return found.name if found else top
