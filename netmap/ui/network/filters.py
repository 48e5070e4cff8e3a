"""The filters, layers and signs of the network, drawn above it and said below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.analysis.day import Day
from netmap.messages import text
from netmap.model.partners import RELATION_KINDS
from netmap.ui.network import selection
from netmap.ui.network.shown import ANY, FILTERS, KEPT, WITHOUT, agreement_word
from netmap.usecases.network_signs import CHOICES, LEVELS, NONE, layer_named


def drawn(day: Day, bar: DeltaGenerator, *, picture: bool = True) -> None:
    """Draw the filters into the bar and what is chosen below it.

    Parameters
    ----------
    picture
        With what concerns the picture alone: the search, lines and frames, signs.
    """
    with bar:
        if picture:
            st.text_input(
                text("Search"), key="net_query", placeholder=text("Name of an organisation"),
                label_visibility="collapsed", icon=":material/search:", width=218,
                on_change=_choose_found, args=(day,),
            )  # fmt: skip
        with st.popover(text("Filters"), icon=":material/filter_alt:"):
            choices = _choices(day)
        if picture:
            with st.popover(text("Lines and frames"), icon=":material/layers:"):
                _layers(day)
            with st.popover(text("Show in the picture"), icon=":material/interests:"):
                _signs(day)
    _chips(day, choices, picture=picture)


def _choose_found(day: Day) -> None:
    """Choose what was searched for, if it is one organisation: what is known of it stands beside the picture."""
    found = one_found(day, st.session_state.get("net_query") or "")
    if found:
        selection.select({"kind": "actor", "id": found})


def one_found(day: Day, query: str) -> str | None:
    """Give the organisation that is meant: the only one with these letters in its name, or just of this name."""
    word = query.casefold().strip()
    names = {o: record.name.casefold() for o, record in day.organisations.items()}
    some = [o for o, name in names.items() if word in name] if word else []
    same = [o for o in some if names[o] == word]
    return next((found[0] for found in (some, same) if len(found) == 1), None)


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
        "net_agreement": (text("Agreement"), _agreement_choices(day), lambda c: agreement_word(day, c)),
        "net_level": (text("From level"), [0, 1, 2, 3, 4], lambda v: text("all") if v == 0 else str(v)),
    }  # fmt: skip
    found = {}
    for key, (title, options, word) in lists.items():
        chosen = st.selectbox(title, options, format_func=word, key=key)
        found[key] = (chosen, f"{title}: {word(chosen)}")
    return found


def _chips(day: Day, choices: Mapping[str, tuple[Any, str]], *, picture: bool) -> None:
    """Say in words which filters, layers and signs are on; a press takes one away."""
    kept = st.session_state
    kinds = day.vocabulary["relation_kinds"]
    on = {key: words for key, (value, words) in choices.items() if value != FILTERS[key]}
    if kept.get("net_near") in day.organisations:
        on["net_near"] = text("Only around: {name}", name=day.organisations[kept["net_near"]].name)
    layers = {kind: kinds.label_of(kind) for kind in kept.get("net_layers") or ()}
    switches = {
        key: words
        for key, words in (
            ("net_only", text("only organisations with these relations")),
            ("net_unknown", text("with those not asked yet")),
            ("net_frames", text("framed")),
        )
        if kept.get(key) and (layers or key != "net_only")
    }
    if not picture:  # what is only drawn leaves nobody out; the layers do where only their organisations count
        layers = layers if "net_only" in switches else {}
        switches = {key: words for key, words in switches.items() if key == "net_only"}
    elif (signs := kept.get("net_signs") or NONE) != NONE:
        switches["net_signs"] = text(CHOICES[signs][0])
    if not (on or layers or switches):
        return
    with st.container(horizontal=True, gap="xsmall"):
        for key, words in [*on.items(), *layers.items(), *switches.items()]:
            st.button(
                words, icon=":material/close:", key=f"{key}_chip", help=text("Take away"), on_click=_take_away,
                args=(key,),
            )  # fmt: skip


def _take_away(key: str) -> None:
    if key in FILTERS:
        st.session_state[key] = FILTERS[key]
    elif key in RELATION_KINDS:
        st.session_state["net_layers"] = [k for k in st.session_state["net_layers"] if k != key]
    elif key == "net_signs":
        st.session_state[key] = NONE
    elif key == "net_near":
        st.session_state[key] = None
    else:
        st.session_state[key] = False


def keep() -> None:
    """Keep what was chosen while another view of the page shows."""
    for key in KEPT:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def _agreement_choices(day: Day) -> Sequence[str | None]:
    kinds = sorted({day.code("agreement_kinds", a.kind) for a in day.agreements.values()})
    return [None, ANY, WITHOUT, *kinds]


def _layers(day: Day) -> None:
    words = day.vocabulary["relation_kinds"]
    kinds = st.pills(
        text("Show other relations, too"), kinds_there(day), selection_mode="multi", format_func=words.label_of,
        key="net_layers",
    )  # fmt: skip
    st.toggle(text("Only organisations with these relations"), key="net_only", disabled=not kinds)
    st.toggle(text("Show who has not been asked yet"), key="net_unknown")
    st.toggle(text("Frame what belongs together"), key="net_frames")


def _signs(day: Day) -> None:
    st.radio(
        text("Signs on the marks"), list(CHOICES), format_func=lambda c: text(CHOICES[c][0]),
        captions=[text(definition) if definition else "" for _, definition in CHOICES.values()], key="net_signs",
    )  # fmt: skip
    counted(day)


def counted(day: Day) -> None:
    """Draw the choice of what counts as a tie for signs and figures."""
    st.selectbox(
        text("What counts as a tie"), [LEVELS, *kinds_there(day)], format_func=lambda layer: layer_named(day, layer),
        key="net_counted",
    )  # fmt: skip


def kinds_there(day: Day) -> list[str]:
    """Give the kinds of relation that occur, in the order of the vocabulary."""
    there = {r.kind for r in day.relations}
    return [kind for kind in RELATION_KINDS if kind in there]
