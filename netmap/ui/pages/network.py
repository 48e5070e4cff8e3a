"""Netzwerk: who works with whom, how far, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.analysis.cooperation.pairs import Pair, pairs_of, unknown_count
from netmap.analysis.day import Day
from netmap.analysis.network.nesting import frames_of
from netmap.messages import text
from netmap.ui.canvas import partner_network
from netmap.ui.conference import conference, held
from netmap.ui.halves import halves
from netmap.ui.links_view import links
from netmap.ui.markup import plain
from netmap.ui.network import (
    agreements,
    chains,
    core,
    edit,
    figures,
    filters,
    findings,
    folding,
    moment,
    picture,
    selection,
    side,
    tables,
    talks,
    values,
    what_if,
)
from netmap.ui.network.shown import choices_now, shown_of, structure_shown
from netmap.ui.network_files_view import files
from netmap.ui.problems import errors_shown
from netmap.usecases import arranging, networking
from netmap.usecases.desk import Desk
from netmap.usecases.network import day_at
from netmap.usecases.network_signs import NO_SIGNS, NONE, signs_of, signs_said

#: so many organisations are drawn without asking; more take long, and nobody could tell them apart
MOST_DRAWN: Final = 5_000


def page(desk: Desk) -> None:
    """Draw the page."""
    if st.session_state.get("net_conference"):
        if not held.is_on() and st.button(text("Back to the network"), icon=":material/arrow_back:", type="tertiary"):
            st.session_state.pop("net_conference")
            st.rerun()
        conference(desk)
        return
    _head(desk)
    filters.keep()
    tabs: dict[str, Callable[[Desk, Day, str], None]] = {
        text("Who must talk"): talks.talks,
        text("Service chains"): chains.chains,
        text("Agreements"): agreements.agreements,
        text("Core"): core.core,
        text("What if"): what_if.what_if,
        text("Overlap"): findings.overlap,
        text("Figures"): lambda desk, day, scale: figures.figures(desk, day, scale, bar),
    }
    tabs[text("Paper and files")] = files
    if desk.actor.may("network.link"):
        tabs[text("Partner links")] = lambda desk, day, scale: links(desk)
    first = text("Picture")
    chosen = st.segmented_control(
        text("View"), [first, *tabs], default=first, key="net_tab", label_visibility="collapsed"
    )
    # all of it in one row at 1280 pixels: the picture begins higher
    bar = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    on, scale = moment.moment(desk, bar)
    day = day_at(desk, on)
    if chosen in tabs:
        tabs[chosen](desk, day, scale)
    else:
        _picture(desk, day, scale, bar)


def _head(desk: Desk) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(text("Who works with whom"), width="stretch")
        if not desk.actor.may("network.edit"):
            return
        moment.steps(desk)
        if st.button(text("Hold a conference"), type="primary"):
            st.session_state["net_conference"] = True
            st.rerun()


def _picture(desk: Desk, day: Day, scale: str, bar: DeltaGenerator) -> None:
    pairs = pairs_of(day, scale=scale)
    filters.drawn(day, bar)
    choices = choices_now(day)
    shown = shown_of(day, pairs.values(), choices)
    if not shown.actors:
        st.info(text("Nothing fits. Choose another day or fewer filters, or import a district."))
        return
    if len(shown.actors) > MOST_DRAWN and not st.session_state.get("net_draw_all"):
        # whoever is searched for, or chosen in the table, stands beside it, with the way to those around alone
        table, beside = halves(13, 5)
        with table:
            _too_many(len(shown.actors))
            tables.tables(day, shown, [], frames={}, scale=scale)
        with beside, st.container(border=True):
            _beside(desk, day, shown.actors, pairs, {}, scale)
        return
    there = set(shown.actors)
    asking = networking.worth_asking(day, scale=scale) if shown.with_unknown else []
    unknown = [(a, b) for a, b, reason in asking if reason == "unknown" and {a, b} <= there]
    with st.spinner(text("Placing everybody …")):  # shows only where it takes a while: when most are new
        places, frames = arranging.positions(desk, day, scale=scale), None
    if shown.framed:
        frames = frames_of(shown.actors, {i: o.parent for i, o in day.district.organisations.items()})
        places = arranging.framed_positions(desk, day, frames=frames, actors=shown.actors, scale=scale)
    folded = folding.folded_now(frames)
    signs, found = NO_SIGNS, None
    if choices.signs != NONE:
        found = structure_shown(desk, day, shown, choices.counted)
        signs = signs_of(found, choices.signs)
    canvas, beside = halves(13, 5)
    with canvas:
        partner_network(
            picture.network_data(
                day,
                shown.actors,
                shown.pairs,
                places,
                selected=selection.selected(),
                highlight=shown.highlight,
                unknown=unknown,
                relations=shown.relations,
                frames=frames,
                folded=folded,
                arranged=arranging.arranged(desk),
                signs=signs,
                near=choices.near,
                scale=scale,
            ),
            key="net-picture",
            height=800,
            on_select=selection.select,
            on_move=_mover(desk),
            on_fold=folding.heard,
            on_whole=lambda _: selection.focus(None),
        )
        st.caption(
            text(
                "{pairs} pairs are known, {unknown} are unknown among {actors} organisations (on {day}).",
                pairs=len(shown.pairs),
                unknown=unknown_count(shown.actors, len(shown.pairs)),
                actors=len(shown.actors),
                day=f"{day.day:%d.%m.%Y}",
            )
        )
        if found is not None:
            st.markdown(plain(signs_said(day, found, choices.signs, layer=choices.counted)))
        if not shown.framed and desk.actor.may("network.edit"):
            _arranging(desk, day, scale)
        if folded:
            st.caption(text("A folded frame shows, to each other organisation, the furthest line of those inside."))
        moment.happened(desk, day.day, scale)
    with beside, st.container(border=True):
        chosen = _beside(desk, day, shown.actors, pairs, frames or {}, scale)
        if chosen in shown.actors:
            values.own(
                desk, day, lambda: structure_shown(desk, day, shown, choices.counted), chosen, layer=choices.counted
            )
    tables.tables(day, shown, unknown, frames=frames or {}, signs=signs, scale=scale)


def _too_many(count: int) -> None:
    """Ask for a part before thousands are drawn; all can be drawn, too."""
    st.info(
        text(
            "{count} organisations fit. So many take long to draw, and hardly one can be told from another: choose an "
            "area, a pillar or a body under Filters, or search for one and show only those around it.",
            count=count,
        )
    )
    if st.button(text("Draw all of them")):
        st.session_state["net_draw_all"] = True
        st.rerun()


def _arranging(desk: Desk, day: Day, scale: str) -> None:
    """Offer to place everybody anew, and the way back."""
    with st.container(horizontal=True, gap="small"):
        st.button(
            text("Arrange anew"), key="net_arrange", icon=":material/auto_awesome_mosaic:", type="tertiary",
            help=text("Places everybody anew, also who was moved by hand."),
            on_click=arranging.arrange, args=(desk, day), kwargs={"scale": scale},
        )  # fmt: skip
        if arranging.has_earlier(desk):
            st.button(
                text("Back to the arrangement before"), key="net_arrange_back", icon=":material/undo:",
                type="tertiary", on_click=arranging.arrange_back, args=(desk,),
            )  # fmt: skip


def _mover(desk: Desk) -> Callable[..., None] | None:
    if not desk.actor.may("network.edit"):
        return None

    def moved(event: dict[str, object]) -> None:
        with errors_shown():
            arranging.move(desk, str(event["id"]), float(str(event["x"])), float(str(event["y"])))

    return moved


def _beside(
    desk: Desk,
    day: Day,
    actors: tuple[str, ...],
    pairs: Mapping[tuple[str, str], Pair],
    frames: dict[str, tuple[str, ...]],
    scale: str,
) -> str | None:
    """Draw what is chosen; give the organisation, if it is one."""
    chosen = selection.selected()
    top = folding.frame_in(chosen, frames)
    if top is not None:
        side.frame(day, top, frames[top])
    elif chosen and chosen["kind"] == "actor" and chosen["id"] in day.organisations:
        side.organisation(desk, day, chosen["id"], pairs, scale=scale)
        return str(chosen["id"])
    elif chosen and chosen["kind"] == "pair" and {chosen["a"], chosen["b"]} <= set(day.organisations):
        a, b = sorted((chosen["a"], chosen["b"]))
        side.pair(desk, day, a, b, pairs, scale=scale)
    else:
        side.nothing_chosen(day, actors, pairs)
        edit.new_organisation(desk, day)
    return None
