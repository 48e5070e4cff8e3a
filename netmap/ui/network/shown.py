"""Which part of the network is shown: what is chosen above it, and what that leaves; pure but for the session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from netmap.analysis.cooperation.pairs import Pair, actors_of, pairs_of
from netmap.analysis.cooperation.structure import Structure
from netmap.analysis.day import Day
from netmap.messages import text
from netmap.model.partners import RELATION_KINDS, Relation
from netmap.usecases import network_signs
from netmap.usecases.desk import Desk
from netmap.usecases.network_picture import Drawn

#: choices of the filter *Agreement* that are no kind of agreement
ANY, WITHOUT = "any", "none"
#: filters and the value at which each lets everything through
FILTERS: Final[Mapping[str, Any]] = {
    "net_query": "", "net_area": None, "net_pillar": None, "net_body": None, "net_agreement": None, "net_level": 0
}  # fmt: skip
#: what is kept while another view of the page shows
KEPT: Final = (
    *FILTERS, "net_layers", "net_only", "net_unknown", "net_frames", "net_signs", "net_counted", "net_near",
    "net_own_values",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen above the picture.

    Attributes
    ----------
    layers
        Kinds of relation that are switched on.
    only
        Only organisations with one of these.
    signs, counted
        What is shown on the marks, and what counts as a tie for that.
    near
        Only this organisation and everybody it has a line to.
    """

    query: str = ""
    area: str | None = None
    pillar: str | None = None
    body: str | None = None
    agreement: str | None = None
    level: int = 0
    layers: tuple[str, ...] = ()
    only: bool = False
    unknown: bool = False
    frames: bool = False
    signs: str = network_signs.NONE
    counted: str = network_signs.LEVELS
    near: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the filters leave; canvas, table, figures and paper show the same.

    Attributes
    ----------
    pairs
        Known pairs of whom both sides are shown.
    relations
        Relations of the layers that are on, where both sides are shown.
    highlight
        What the search found; ``None``: nothing is searched for.
    with_unknown, framed
        Whether pairs nobody was asked about, and frames, are wanted.
    """

    actors: tuple[str, ...]
    pairs: tuple[Pair, ...]
    relations: tuple[Relation, ...]
    highlight: frozenset[str] | None
    with_unknown: bool
    framed: bool


def choices_now(day: Day) -> Choices:
    """Give what this session has chosen, as far as the day knows it; also where the switches do not stand."""
    kept = st.session_state
    areas, bodies = day.district.areas, day.district.bodies
    return Choices(
        query=kept.get("net_query") or "",
        area=a if (a := kept.get("net_area")) in areas else None,
        pillar=kept.get("net_pillar"),
        body=b if (b := kept.get("net_body")) in bodies else None,
        agreement=kept.get("net_agreement"),
        level=kept.get("net_level") or 0,
        layers=tuple(kept.get("net_layers") or ()),
        only=bool(kept.get("net_only")),
        unknown=bool(kept.get("net_unknown")),
        frames=bool(kept.get("net_frames")),
        signs=str(s) if (s := kept.get("net_signs")) in network_signs.CHOICES else network_signs.NONE,
        counted=str(c) if (c := kept.get("net_counted")) in RELATION_KINDS else network_signs.LEVELS,
        near=n if (n := kept.get("net_near")) in day.organisations else None,
    )


def shown_of(day: Day, pairs: Iterable[Pair], choices: Choices) -> Shown:
    """Give what the choices leave."""
    actors = set(actors_of(day, area=choices.area))
    if choices.pillar:
        actors = {a for a in actors if choices.pillar in {day.code("pillars", p) for p in day.organisations[a].pillars}}
    if choices.body:
        actors &= {m.organisation for m in day.members if m.body == choices.body}
    if choices.agreement:
        actors = with_agreement(day, actors, choices.agreement)
    there = [p for p in pairs if p.level >= choices.level]
    relations = [r for r in day.relations if r.kind in choices.layers and r.from_ in actors and r.to in actors]
    if choices.only and choices.layers:
        actors &= {end for r in relations for end in (r.from_, r.to)}
    if choices.near:
        ends = [{p.a, p.b} for p in there] + [{r.from_, r.to} for r in relations]
        actors &= {choices.near}.union(*(pair for pair in ends if choices.near in pair))
        relations = [r for r in relations if r.from_ in actors and r.to in actors]
    word = choices.query.casefold().strip()
    found = frozenset(a for a in actors if word in day.organisations[a].name.casefold()) if word else None
    return Shown(
        tuple(sorted(actors)),
        tuple(p for p in there if p.a in actors and p.b in actors),
        tuple(relations),
        found,
        choices.unknown,
        choices.frames,
    )


def with_agreement(day: Day, actors: Iterable[str], choice: str) -> set[str]:
    """Give those that are a party of an agreement in force (``any``, ``none``, or a kind)."""
    parties = {
        organisation
        for a in day.agreements.values()
        if choice in (ANY, WITHOUT) or day.code("agreement_kinds", a.kind) == choice
        for organisation, _ in a.roles
    }
    return {a for a in actors if (a in parties) is not (choice == WITHOUT)}


def structure_shown(desk: Desk, day: Day, shown: Shown, counted: str) -> Structure:
    """Give what stands out in what is shown, by the ties that are counted."""
    return network_signs.found_in(desk, day, actors=shown.actors, pairs=shown.pairs, counted=counted)


def drawn_now(day: Day, *, scale: str) -> Drawn:
    """Give what a written picture draws: what the picture on the page shows, also where its switches do not stand."""
    choices = choices_now(day)
    filtered = bool(filters_said(day, choices))
    shown = shown_of(day, pairs_of(day, scale=scale).values(), choices) if filtered else None
    return Drawn(
        layers=choices.layers,
        framed=choices.frames,
        folded=tuple(st.session_state.get("net_folded") or ()),
        only=shown.actors if shown else None,
        level=choices.level,
        signs=choices.signs,
        counted=choices.counted,
    )


def filters_said(day: Day, choices: Choices) -> list[str]:
    """Say which filters leave organisations or pairs out."""
    pillars = day.vocabulary["pillars"]
    said = {
        text("Area"): day.district.areas[choices.area].name if choices.area else None,
        text("Pillar"): pillars.label_of(choices.pillar) if choices.pillar else None,
        text("Body"): day.district.bodies[choices.body].name if choices.body else None,
        text("Agreement"): agreement_word(day, choices.agreement) if choices.agreement else None,
        text("From level"): str(choices.level) if choices.level else None,
        text("Only around"): day.organisations[choices.near].name if choices.near else None,
    }
    lines = [f"{title}: {word}" for title, word in said.items() if word]
    if choices.only and choices.layers:
        kinds = day.vocabulary["relation_kinds"]
        lines.append(
            f"{text('only organisations with these relations')}: {', '.join(map(kinds.label_of, choices.layers))}"
        )
    return lines


def agreement_word(day: Day, choice: str | None) -> str:
    """Say a choice of the filter *Agreement*."""
    if choice is None:
        return text("all")
    own = {ANY: text("with an agreement"), WITHOUT: text("without any")}
    return own.get(choice) or day.vocabulary["agreement_kinds"].label_of(choice)
