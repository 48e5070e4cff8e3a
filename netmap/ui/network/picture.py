"""What the picture shows: actors with colour and place, pairs from both ends; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from netmap.analysis.cooperation.folding import FOLDED, lines_between, stands_for
from netmap.analysis.cooperation.pairs import Pair
from netmap.analysis.day import Day
from netmap.model.partners import Relation
from netmap.usecases.network_picture import (
    LAYER_STYLES,
    NO_PILLAR,
    PILLAR_TONES,
    frame_named,
    shape_of,
    shapes_said,
    sizes_of,
    tone_of,
)
from netmap.usecases.network_signs import NO_SIGNS, Signs, inside, inside_said

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
    folded: Collection[str] = (),
    arranged: int = 0,
    signs: Signs = NO_SIGNS,
    near: str | None = None,
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
    folded
        Frames drawn as one mark with the number of those inside.
    arranged
        How often everybody was placed anew: when it moves, an open page takes these places over.
    signs
        What stands on marks; folded frames have their number there, and the signs of those inside.
    near
        The one around whom all others stand, if only these are shown.
    """
    there = set(actors)
    marks = {m: mark for m, mark in stands_for(frames or {}, folded).items() if m in there}
    frame_of = {m: _FRAME + top for top, members in (frames or {}).items() for m in members}
    shown = [p for p in pairs if p.a in there and p.b in there]
    sizes, shapes = sizes_of(there, shown), {a: shape_of(day, a) for a in there}
    lines = [
        {"a": a, "b": b, "says_a": p.views[0], "says_b": p.views[1]} | ({"of": [p.a, p.b]} if marks else {})
        for a, b, p in lines_between(shown, marks)
    ]
    drawn = {frozenset((line["a"], line["b"])) for line in lines} if unknown else set()
    for a, b in unknown:
        ends = frozenset((marks.get(a, a), marks.get(b, b)))
        if {a, b} <= there and len(ends) == 2 and ends not in drawn:
            drawn.add(ends)
            one, other = marks.get(a, a), marks.get(b, b)
            lines.append({"a": one, "b": other, "says_a": None, "says_b": None, "of": [a, b]})
    return {
        "rev": f"{day.district.revision}:{day.day}:{len(shown)}:{len(unknown)}:{len(relations)}:{frames is not None}:"
        f"{'|'.join(sorted(folded))}:{arranged}:{hash(frozenset(there))}:"
        f"{hash(frozenset(signs.of.items()))}",
        "arranged": arranged,
        "framed": frames is not None,
        "actors": [
            {
                "id": a,
                "name": day.organisations[a].name,
                "tone": tone_of(day, a),
                "size": sizes[a],
                "x": positions[a][0] if a in positions else None,
                "y": positions[a][1] if a in positions else None,
                "parent": frame_of.get(a),
                "shape": shapes[a],
            }
            | ({"mark": signs.of.get(a), "mark_said": signs.words.get(a)} if signs.of else {})
            for a in sorted(there)
            if a not in marks
        ]
        + [_folded_mark(day, top, (frames or {})[top], positions, signs) for top in folded],
        "pairs": lines,
        "nests": [{"id": _FRAME + top, "name": frame_named(day, top)} for top in frames or {} if top not in folded],
        "layers": layers_shown(day, {r.kind for r in relations}),
        "relations": [
            {"a": a, "b": b, "kind": kind, "of": list(of)}
            for (a, b, kind), of in {
                (marks.get(r.from_, r.from_), marks.get(r.to, r.to), r.kind): (r.from_, r.to)
                for r in relations
                if r.from_ in there and r.to in there
            }.items()
            if a != b
        ],
        "levels": [
            {"level": entry.whole("value"), "name": entry.label}
            for entry in day.vocabulary.levels(scale)
            if entry.whole("value") > 0
        ],
        "tones": [{"tone": tone, "text": day.vocabulary["pillars"][code].label} for code, tone in PILLAR_TONES.items()],
        "shapes": [
            {"shape": shape, "text": word} for shape, word in shapes_said({shapes[a] for a in there if a not in marks})
        ],
        "marks": [{"sign": sign, "text": meaning} for sign, meaning in signs.legend],
        "selected": _standing(selected, marks),
        "highlight": sorted({marks.get(a, a) for a in highlight}) if highlight is not None else None,
        "near": near,
        "projector": projector,
    }


def _folded_mark(
    day: Day, top: str, members: Sequence[str], positions: Mapping[str, tuple[float, float]], signs: Signs
) -> dict[str, Any]:
    """Give the one mark of a folded frame: in the middle of those inside, with their number and signs."""
    places = [positions[m] for m in members if m in positions]
    sign, bearers = inside(signs, members)
    return {
        "id": FOLDED + top,
        "name": frame_named(day, top),
        "tone": tone_of(day, top) if top in day.organisations else NO_PILLAR,
        "size": 3,
        "x": sum(x for x, _ in places) / len(places) if places else None,
        "y": sum(y for _, y in places) / len(places) if places else None,
        "parent": None,
        "shape": "square",
        "holds": len(members),
    } | ({"mark": sign, "mark_said": inside_said(day, signs, bearers)} if sign else {})


def _standing(selected: Mapping[str, Any] | None, marks: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Give what is chosen as the picture shows it: for what is inside a folded frame, its mark."""
    if selected is None:
        return None
    return {key: marks.get(value, value) if key in ("id", "a", "b") else value for key, value in selected.items()}


def layers_shown(day: Day, kinds: Collection[str]) -> list[dict[str, Any]]:
    """Give how each kind of relation is drawn, with its word."""
    words = day.vocabulary["relation_kinds"]
    return [
        {"kind": kind, "name": words.label_of(kind), "ink": style.ink, "dash": list(style.dash), "arrow": style.arrow}
        for kind, style in LAYER_STYLES.items()
        if kind in kinds
    ]
