"""Which part of the network is shown: filters, layers of other relations, frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st

from netmap.analysis.cooperation.pairs import Pair, actors_of
from netmap.analysis.day import Day
from netmap.messages import text
from netmap.model.partners import RELATION_KINDS, Relation

#: choices of the filter *Agreement* that are no kind of agreement
_ANY, _NONE = "any", "none"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the filters leave; canvas, table and figures show the same.

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


def filtered(day: Day, pairs: Iterable[Pair]) -> Shown:
    """Draw the filters and give what they leave."""
    row = st.columns([4, 3, 3, 3, 3, 2], vertical_alignment="bottom")
    query = row[0].text_input(text("Search"), key="net_query", placeholder=text("Name of an organisation"))
    areas = {a.id: a.name for a in sorted(day.district.areas.values(), key=lambda a: a.name)}
    area = row[1].selectbox(
        text("Area"), [None, *areas], format_func=lambda i: text("whole district") if i is None else areas[i],
        key="net_area",
    )  # fmt: skip
    pillars = day.vocabulary["pillars"]
    pillar = row[2].selectbox(
        text("Pillar"), [None, *pillars.codes], format_func=lambda c: text("all") if c is None else pillars.label_of(c),
        key="net_pillar",
    )  # fmt: skip
    bodies = {b.id: b.name for b in day.district.bodies.values()}
    body = row[3].selectbox(
        text("Body"), [None, *bodies], format_func=lambda c: text("all") if c is None else bodies[c], key="net_body"
    )
    agreement = row[4].selectbox(
        text("Agreement"), _agreement_choices(day), format_func=lambda c: _agreement_word(day, c), key="net_agreement"
    )
    level = row[5].selectbox(
        text("From level"), [0, 1, 2, 3, 4], format_func=lambda v: text("all") if v == 0 else str(v), key="net_level"
    )
    kinds, only, with_unknown, framed = _layers(day)
    actors = set(actors_of(day, area=area))
    if pillar:
        actors &= {a for a in actors if pillar in {day.code("pillars", p) for p in day.organisations[a].pillars}}
    if body:
        actors &= {m.organisation for m in day.members if m.body == body}
    if agreement:
        actors = with_agreement(day, actors, agreement)
    relations = [r for r in day.relations if r.kind in kinds and r.from_ in actors and r.to in actors]
    if only and kinds:
        actors &= {end for r in relations for end in (r.from_, r.to)}
    shown = tuple(p for p in pairs if p.a in actors and p.b in actors and p.level >= level)
    word = query.casefold().strip()
    found = frozenset(a for a in actors if word in day.organisations[a].name.casefold()) if word else None
    return Shown(tuple(sorted(actors)), shown, tuple(relations), found, with_unknown, framed)


def with_agreement(day: Day, actors: Iterable[str], choice: str) -> set[str]:
    """Give those that are a party of an agreement in force (``any``, ``none``, or a kind)."""
    parties = {
        organisation
        for a in day.agreements.values()
        if choice in (_ANY, _NONE) or day.code("agreement_kinds", a.kind) == choice
        for organisation, _ in a.roles
    }
    return {a for a in actors if (a in parties) is not (choice == _NONE)}


def _agreement_choices(day: Day) -> Sequence[str | None]:
    kinds = sorted({day.code("agreement_kinds", a.kind) for a in day.agreements.values()})
    return [None, _ANY, _NONE, *kinds]


def _agreement_word(day: Day, choice: str | None) -> str:
    if choice is None:
        return text("all")
    own = {_ANY: text("with an agreement"), _NONE: text("without any")}
    return own.get(choice) or day.vocabulary["agreement_kinds"].label_of(choice)


def _layers(day: Day) -> tuple[set[str], bool, bool, bool]:
    words = day.vocabulary["relation_kinds"]
    there = [k for k in RELATION_KINDS if any(r.kind == k for r in day.relations)]
    kinds = st.pills(
        text("Show other relations, too"), there, selection_mode="multi", format_func=words.label_of, key="net_layers"
    )
    with st.container(horizontal=True):
        only = st.toggle(text("Only organisations with these relations"), key="net_only", disabled=not kinds)
        unknown = st.toggle(text("Show who has not been asked yet"), key="net_unknown")
        framed = st.toggle(text("Frame what belongs together"), key="net_frames")
    return set(kinds), only, unknown, framed
