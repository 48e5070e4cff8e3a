"""The partner network of a day as a picture for paper and files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from netmap.analysis.cooperation.folding import FOLDED, lines_between, stands_for
from netmap.analysis.cooperation.pairs import Pair, actors_of, pairs_of
from netmap.analysis.day import Day
from netmap.analysis.network.nesting import frames_of
from netmap.exchange.network_values import Actor, Frame, Layer, Line, NetworkPicture, Relation
from netmap.messages import N_, text
from netmap.model.partners import DEFAULT_SCALE
from netmap.usecases.arranging import framed_positions, positions
from netmap.usecases.desk import Desk, needs
from netmap.usecases.network_signs import LEVELS, NO_SIGNS, NONE, Signs, found_in, inside, signs_of, signs_said

#: the colour of each pillar; its word stands in the legend
PILLAR_TONES: Final[Mapping[str, str]] = {
    "work": "#2f629c",
    "social_integration": "#744a91",
    "children": "#a8441f",
    "qualification": "#2c7346",
    "health": "#8a6a00",
}
NO_PILLAR: Final = "#55606e"


#: the outline of each group of kinds, with the word that stands in the legend
KIND_SHAPES: Final[Mapping[str, tuple[str, str]]] = {
    "public": ("square", N_("administration, public office")),
    "provider": ("circle", N_("provider, service, school")),
    "civic": ("hexagon", N_("club, parish, volunteers")),
    "economy": ("diamond", N_("economy, housing")),
}
#: for kinds that no catalogue knows
OTHER_SHAPE: Final = "circle"


@dataclass(frozen=True, slots=True)
class LayerStyle:
    """How a kind of relation is drawn: colour, dashes, and whether it has a direction."""

    ink: str
    dash: tuple[float, ...]
    arrow: bool = True


#: each kind has a line of its own; the word stands beside it, so that colour is never alone
LAYER_STYLES: Final[Mapping[str, LayerStyle]] = {
    "commissions": LayerStyle("#8a3d00", (14, 4)),
    "steers": LayerStyle("#8a3d00", (3, 3)),
    "delivers_for": LayerStyle("#8a3d00", (14, 4, 3, 4)),
    "funds": LayerStyle("#6b5200", (9, 3)),
    "refers": LayerStyle("#5b2f86", ()),
    "feeds_back": LayerStyle("#5b2f86", (6, 4)),
    "informs": LayerStyle("#5b2f86", (2, 4)),
    "owns": LayerStyle("#343c46", (20, 4)),
    "co_located": LayerStyle("#1f4f8f", (10, 5), arrow=False),
    "joint_concept": LayerStyle("#1f4f8f", (4, 4), arrow=False),
    "joint_training": LayerStyle("#1f4f8f", (10, 4, 2, 4), arrow=False),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is switched on beside the levels: kinds of other relations, frames around who belongs together.

    Attributes
    ----------
    folded
        The topmost organisations of the frames that are drawn as one mark.
    only
        These organisations alone; ``None``: all.
    level
        Pairs from this level on.
    signs, counted
        What is shown on the marks, and what counts as a tie for that.
    """

    layers: tuple[str, ...] = ()
    framed: bool = False
    folded: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    level: int = 0
    signs: str = NONE
    counted: str = LEVELS


LEVELS_ALONE: Final = Drawn()


def tone_of(day: Day, organisation: str) -> str:
    """Give the colour of an organisation: that of its first pillar."""
    for pillar in day.organisations[organisation].pillars:
        tone = PILLAR_TONES.get(day.code("pillars", pillar))
        if tone:
            return tone
    return NO_PILLAR


def shape_of(day: Day, organisation: str) -> str:
    """Give the outline of an organisation: that of the group its kind belongs to."""
    kinds = day.vocabulary["organisation_kinds"]
    code = kinds.code_of(day.organisations[organisation].kind)
    return KIND_SHAPES.get((kinds[code].text("group") if code else None) or "", (OTHER_SHAPE, ""))[0]


def shapes_said(shapes: Collection[str]) -> list[tuple[str, str]]:
    """Give the outlines that occur, each with its word."""
    return [(shape, text(word)) for shape, word in KIND_SHAPES.values() if shape in shapes]


def sizes_of(actors: Collection[str], pairs: Collection[Pair]) -> dict[str, int]:
    """Give how large each organisation is drawn: by how many it works with, in three sizes."""
    degree = dict.fromkeys(actors, 0)
    for pair in pairs:
        if pair.is_tie and pair.a in degree and pair.b in degree:
            degree[pair.a] += 1
            degree[pair.b] += 1
    return {a: 3 if d >= 12 else 2 if d >= 5 else 1 for a, d in degree.items()}


@needs("network.read")
def picture_of(
    desk: Desk,
    day: Day,
    *,
    scale: str = DEFAULT_SCALE,
    only: Collection[str] | None = None,
    unknown: Collection[tuple[str, str]] = (),
    highlight: Collection[str] = (),
    title: str = "",
    drawn: Drawn = LEVELS_ALONE,
) -> NetworkPicture:
    """Give the network of a day as it is drawn on paper, in the places it has on the screen.

    Parameters
    ----------
    only
        These organisations alone.
    unknown
        Pairs of whom nobody has said anything, where they are to be shown.
    drawn
        Layers and frames that are on.
    """
    asked = [frozenset(some) for some in (only, drawn.only) if some is not None]
    actors = [a for a in actors_of(day) if all(a in some for some in asked)]
    there = set(actors)
    pairs = [p for p in pairs_of(day, scale=scale).values() if p.a in there and p.b in there and p.level >= drawn.level]
    signs, said = NO_SIGNS, ""
    if drawn.signs != NONE:
        found = found_in(desk, day, actors=actors, pairs=pairs, counted=drawn.counted)
        signs, said = signs_of(found, drawn.signs), signs_said(day, found, drawn.signs, layer=drawn.counted)
    frames: dict[str, tuple[str, ...]] = {}
    if drawn.framed:
        frames = frames_of(actors, {i: o.parent for i, o in day.district.organisations.items()})
        places = framed_positions(desk, day, frames=frames, actors=actors, scale=scale)
    else:
        places = positions(desk, day, scale=scale)
    marks = stands_for(frames, drawn.folded)
    folded = [top for top in frames if top in drawn.folded]
    relations = list(
        dict.fromkeys(
            Relation(marks.get(r.from_, r.from_), marks.get(r.to, r.to), r.kind)
            for r in day.relations
            if r.kind in drawn.layers and r.from_ in there and r.to in there
        )
    )
    relations = [r for r in relations if r.a != r.b]
    kinds = {r.kind for r in relations}
    words = day.vocabulary["relation_kinds"]
    sizes = sizes_of(actors, pairs)
    lines = [Line(a, b, *p.views, of=(p.a, p.b)) for a, b, p in lines_between(pairs, marks)]
    drawn_between = {frozenset((line.a, line.b)) for line in lines}
    for a, b in unknown:
        one, other = marks.get(a, a), marks.get(b, b)
        if {a, b} <= there and one != other and frozenset((one, other)) not in drawn_between:
            drawn_between.add(frozenset((one, other)))
            lines.append(Line(one, other, None, None))
    return NetworkPicture(
        actors=[
            Actor(
                a,
                day.organisations[a].name,
                tone_of(day, a),
                *places[a],
                size=sizes[a],
                sign=signs.of.get(a, ""),
                shape=shape_of(day, a),
            )
            for a in actors
            if a not in marks
        ]
        + [_folded(day, top, {m: places[m] for m in frames[top]}, signs) for top in folded],
        lines=lines,
        levels=[(e.whole("value"), e.label) for e in day.vocabulary.levels(scale) if e.whole("value") > 0],
        tones=[(tone, day.vocabulary["pillars"][code].label) for code, tone in PILLAR_TONES.items()],
        shapes=shapes_said({shape_of(day, a) for a in actors if a not in marks}),
        title=title or text("Partner network on {day}", day=f"{day.day:%d.%m.%Y}"),
        highlight=frozenset(highlight),
        layers=[Layer(k, words.label_of(k), s.ink, s.dash, s.arrow) for k, s in LAYER_STYLES.items() if k in kinds],
        relations=relations,
        frames=[Frame(frame_named(day, top), members) for top, members in frames.items() if top not in folded],
        signs=signs.legend,
        signs_said=said,
    )


def _folded(day: Day, top: str, places: Mapping[str, tuple[float, float]], signs: Signs) -> Actor:
    """Give the one mark of a folded frame: in the middle of those inside, with their number and signs."""
    x, y = (sum(axis) / len(places) for axis in zip(*places.values(), strict=True))
    sign, bearers = inside(signs, places)
    tone = tone_of(day, top) if top in day.organisations else NO_PILLAR
    return Actor(
        FOLDED + top, frame_named(day, top), tone, x, y, size=3, holds=len(places), sign=sign,
        inside=tuple((signs.of[b], day.organisations[b].name) for b in bearers),
    )  # fmt: skip


def frame_named(day: Day, top: str) -> str:
    """Give the name of a frame: that of its topmost organisation, also of one that has ended."""
    found = day.district.organisations.get(top)
    return found.name if found else top
