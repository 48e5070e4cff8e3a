"""Which part of the network is shown: filters, layers of other relations, frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.analysis.cooperation.pairs import Pair, actors_of
from netmap.analysis.day import Day
from netmap.messages import text
from netmap.model.partners import RELATION_KINDS, Relation
from netmap.usecases.network_picture import Drawn

#: choices of the filter *Agreement* that are no kind of agreement
_ANY, _NONE = "any", "none"
#: filters and the value at which each lets everything through
_FILTERS: dict[str, Any] = {
    "net_query": "", "net_area": None, "net_pillar": None, "net_body": None, "net_agreement": None, "net_level": 0
}  # fmt: skip
_KEYS = (*_FILTERS, "net_layers", "net_only", "net_unknown", "net_frames")


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


def filtered(day: Day, pairs: Iterable[Pair], bar: DeltaGenerator) -> Shown:
    """Draw the filters into the bar, what is chosen below it, and give what they leave."""
    with bar:
        query = st.text_input(
            text("Search"), key="net_query", placeholder=text("Name of an organisation"), label_visibility="collapsed",
            icon=":material/search:", width=240,
        )  # fmt: skip
        with st.popover(text("Filters"), icon=":material/filter_alt:"):
            choices = _choices(day)
        with st.popover(text("Lines and frames"), icon=":material/layers:"):
            kinds, only, with_unknown, framed = _layers(day)
    _chips(day, choices)
    area, pillar, body, agreement, level = (choices[key][0] for key in _FILTERS if key != "net_query")
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


def _choices(day: Day) -> dict[str, tuple[Any, str]]:
    """Draw the filters one below the other; give what each is set to, and that in words."""
    areas = {a.id: a.name for a in sorted(day.district.areas.values(), key=lambda a: a.name)}
    pillars = day.vocabulary["pillars"]
    bodies = {b.id: b.name for b in day.district.bodies.values()}
    lists: dict[str, tuple[str, Sequence[Any], Callable[[Any], str]]] = {
        "net_area": (text("Area"), [None, *areas], lambda i: text("whole district") if i is None else areas[i]),
        "net_pillar": (
            text("Pillar"), [None, *pillars.codes], lambda c: text("all") if c is None else pillars.label_of(c)
        ),
        "net_body": (text("Body"), [None, *bodies], lambda c: text("all") if c is None else bodies[c]),
        "net_agreement": (text("Agreement"), _agreement_choices(day), lambda c: _agreement_word(day, c)),
        "net_level": (text("From level"), [0, 1, 2, 3, 4], lambda v: text("all") if v == 0 else str(v)),
    }  # fmt: skip
    found = {}
    for key, (title, options, word) in lists.items():
        chosen = st.selectbox(title, options, format_func=word, key=key)
        found[key] = (chosen, f"{title}: {word(chosen)}")
    return found


def _chips(day: Day, choices: Mapping[str, tuple[Any, str]]) -> None:
    """Say in words which filters and layers are on; a press takes one away."""
    kinds = day.vocabulary["relation_kinds"]
    on = {key: words for key, (value, words) in choices.items() if value != _FILTERS[key]}
    layers = {kind: kinds.label_of(kind) for kind in st.session_state.get("net_layers") or ()}
    switches = {
        key: words
        for key, words in (
            ("net_only", text("only organisations with these relations")),
            ("net_unknown", text("with those not asked yet")),
            ("net_frames", text("framed")),
        )
        if st.session_state.get(key) and (layers or key != "net_only")
    }
    if not (on or layers or switches):
        return
    with st.container(horizontal=True, gap="xsmall"):
        for key, words in [*on.items(), *layers.items(), *switches.items()]:
            st.button(
                words, icon=":material/close:", key=f"{key}_chip", help=text("Take away"), on_click=_take_away,
                args=(key,),
            )  # fmt: skip


def _take_away(key: str) -> None:
    if key in _FILTERS:
        st.session_state[key] = _FILTERS[key]
    elif key in RELATION_KINDS:
        st.session_state["net_layers"] = [k for k in st.session_state["net_layers"] if k != key]
    else:
        st.session_state[key] = False


def drawn_now() -> Drawn:
    """Give which layers and frames are on, also where their switches do not stand on the page."""
    kept = st.session_state
    return Drawn(tuple(kept.get("net_layers") or ()), bool(kept.get("net_frames")), tuple(kept.get("net_folded") or ()))


def keep() -> None:
    """Keep what was chosen while another view of the page shows."""
    for key in _KEYS:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


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
    only = st.toggle(text("Only organisations with these relations"), key="net_only", disabled=not kinds)
    unknown = st.toggle(text("Show who has not been asked yet"), key="net_unknown")
    framed = st.toggle(text("Frame what belongs together"), key="net_frames")
    return set(kinds), only, unknown, framed
