"""The partner network as it is drawn: organisations, lines from both ends, other relations, frames; values only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """An organisation, or a folded frame that `holds` some: place, colour, and how large it is drawn (1 to 3).

    `shape` is its outline: circle, square, hexagon or diamond. `sign` is what stands on its mark; `inside` names sign
    and name of those in a folded frame who bear one.
    """

    id: str
    name: str
    tone: str
    x: float
    y: float
    size: int = 1
    holds: int = 0
    sign: str = ""
    inside: tuple[tuple[str, str], ...] = ()
    shape: str = "circle"


@dataclass(frozen=True, slots=True)
class Line:
    """What each side of a pair says; ``None`` = has not answered, both ``None`` = nobody was asked.

    `of` names whose line it is, where it is drawn at the mark of a folded frame.
    """

    a: str
    b: str
    says_a: int | None
    says_b: int | None
    of: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """A kind of relation other than the level: its word and its line."""

    kind: str
    name: str
    ink: str
    dash: tuple[float, ...] = ()
    arrow: bool = True


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of a kind, from one organisation to another."""

    a: str
    b: str
    kind: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Organisations that belong to the same one, framed together."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkPicture:
    """All that stands in the picture.

    Attributes
    ----------
    levels
        Number and name of each level above 0.
    tones, shapes
        Colour and word of each pillar; outline and word of each group of kinds.
    layers, relations
        Kinds of other relations that are switched on, and the relations of these kinds.
    frames
        Who stands together in a frame.
    signs, signs_said
        What the signs on marks mean, in words each and as one sentence.
    title, description
        For those who do not see it.
    """

    actors: Sequence[Actor]
    lines: Sequence[Line]
    levels: Sequence[tuple[int, str]]
    tones: Sequence[tuple[str, str]] = ()
    shapes: Sequence[tuple[str, str]] = ()
    title: str = ""
    description: str = ""
    highlight: frozenset[str] = field(default_factory=frozenset)
    layers: Sequence[Layer] = ()
    relations: Sequence[Relation] = ()
    frames: Sequence[Frame] = ()
    signs: Sequence[tuple[str, str]] = ()
    signs_said: str = ""
