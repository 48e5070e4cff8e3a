"""Netzwerk: who works with whom, how far, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from netmap.analysis.cooperation.pairs import Pair, actors_of, pairs_of, unknown_count
from netmap.analysis.day import Day
from netmap.messages import text
from netmap.model.partners import SCALES
from netmap.ui.canvas import partner_network
from netmap.ui.conference import conference, held
from netmap.ui.links_view import links
from netmap.ui.network import findings, picture, side
from netmap.ui.network_files_view import files
from netmap.usecases import networking
from netmap.usecases.desk import Desk
from netmap.usecases.network import day_at


def page(desk: Desk) -> None:
    """Draw the page."""
    if st.session_state.get("net_conference"):
        if not held.is_on() and st.button(text("Back to the network"), icon=":material/arrow_back:", type="tertiary"):
            st.session_state.pop("net_conference")
            st.rerun()
        conference(desk)
        return
    _head(desk)
    tabs: dict[str, Callable[[Desk, Day, str], None]] = {
        text("Picture"): _picture,
        text("Who must talk"): findings.talks,
        text("Service chains"): findings.chains,
        text("Agreements"): findings.agreements,
        text("Core"): findings.core,
        text("What if"): findings.what_if,
        text("Overlap"): findings.overlap,
        text("Figures"): findings.figures,
    }
    tabs[text("Paper and files")] = files
    if desk.actor.may("network.link"):
        tabs[text("Partner links")] = lambda desk, day, scale: links(desk)
    on, scale = _moment(desk)
    day = day_at(desk, on)
    chosen = st.segmented_control(
        text("View"), list(tabs), default=next(iter(tabs)), key="net_tab", label_visibility="collapsed"
    )
    tabs[chosen or next(iter(tabs))](desk, day, scale)


def _head(desk: Desk) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(text("Who works with whom"), width="stretch")
        if desk.actor.may("network.edit") and st.button(text("Hold a conference"), type="primary"):
            st.session_state["net_conference"] = True
            st.rerun()


def _moment(desk: Desk) -> tuple[date, str]:
    row = st.columns([2, 2, 5, 1, 1], vertical_alignment="bottom")
    on = row[0].date_input(text("As of"), value=desk.house.today(), format="DD.MM.YYYY", key="net_on")
    scales = desk.house.vocabulary["scales"]
    scale = row[1].selectbox(text("Scale"), list(SCALES), format_func=scales.label_of, key="net_scale")
    if desk.actor.may("network.edit"):
        steps = networking.network_steps(desk)
        if row[3].button(text("Undo"), disabled=not steps.undo, key="net_undo"):
            networking.undo_in_network(desk)
            st.rerun()
        if row[4].button(text("Redo"), disabled=not steps.redo, key="net_redo"):
            networking.undo_in_network(desk, redo=True)
            st.rerun()
    return (on if isinstance(on, date) else desk.house.today()), scale


def _picture(desk: Desk, day: Day, scale: str) -> None:
    pairs = pairs_of(day, scale=scale)
    filtered = _filtered(desk, day, pairs)
    if filtered is None:
        st.info(text("No organisation is running on this day. Choose another day, or import a district."))
        return
    actors, shown, highlight, with_unknown = filtered
    canvas, beside = st.columns([13, 5], gap="medium")
    chosen = side.selected()
    with canvas:
        unknown = (
            [(a, b) for a, b, reason in networking.worth_asking(day, scale=scale) if reason == "unknown"]
            if with_unknown
            else []
        )
        partner_network(
            picture.network_data(
                day,
                actors,
                shown,
                networking.positions(desk, day, scale=scale),
                selected=chosen,
                highlight=highlight,
                unknown=unknown,
                scale=scale,
            ),
            key="net-picture",
            height=800,
            on_select=side.select,
            on_move=_mover(desk),
        )
        st.caption(
            text(
                "{pairs} pairs are known, {unknown} are unknown among {actors} organisations (on {day}).",
                pairs=len(shown),
                unknown=unknown_count(actors, len(shown)),
                actors=len(actors),
                day=f"{day.day:%d.%m.%Y}",
            )
        )
    with beside, st.container(border=True):
        _beside(desk, day, actors, pairs, scale)
    _table(day, shown, scale)


def _mover(desk: Desk) -> Callable[..., None] | None:
    if not desk.actor.may("network.edit"):
        return None

    def moved(event: dict[str, object]) -> None:
        networking.move(desk, str(event["id"]), float(str(event["x"])), float(str(event["y"])))

    return moved


def _beside(desk: Desk, day: Day, actors: tuple[str, ...], pairs: dict[tuple[str, str], Pair], scale: str) -> None:
    chosen = side.selected()
    if chosen and chosen["kind"] == "actor" and chosen["id"] in day.organisations:
        side.organisation(desk, day, chosen["id"], pairs)
    elif chosen and chosen["kind"] == "pair" and {chosen["a"], chosen["b"]} <= set(day.organisations):
        a, b = sorted((chosen["a"], chosen["b"]))
        side.pair(desk, day, a, b, pairs, scale=scale)
    else:
        side.nothing_chosen(day, actors, pairs)


def _filtered(
    desk: Desk, day: Day, pairs: dict[tuple[str, str], Pair]
) -> tuple[tuple[str, ...], list[Pair], set[str] | None, bool] | None:
    row = st.columns([3, 2, 2, 2, 2], vertical_alignment="bottom")
    query = row[0].text_input(text("Search"), key="net_query", placeholder=text("Name of an organisation"))
    areas = {a.id: a.name for a in sorted(day.district.areas.values(), key=lambda a: a.name)}
    area = row[1].selectbox(
        text("Area"),
        [None, *areas],
        format_func=lambda i: text("whole district") if i is None else areas[i],
        key="net_area",
    )
    pillars = day.vocabulary["pillars"]
    pillar = row[2].selectbox(
        text("Pillar"),
        [None, *pillars.codes],
        format_func=lambda c: text("all") if c is None else pillars.label_of(c),
        key="net_pillar",
    )
    bodies = {b.id: b.name for b in day.district.bodies.values()}
    body = row[3].selectbox(
        text("Body"),
        [None, *bodies],
        format_func=lambda c: text("all") if c is None else bodies[c],
        key="net_body",
    )
    level = row[4].selectbox(
        text("From level"), [0, 1, 2, 3, 4], format_func=lambda v: text("all") if v == 0 else str(v), key="net_level"
    )
    with_unknown = st.toggle(text("Show who has not been asked yet"), key="net_unknown")
    actors = actors_of(day, area=area)
    if pillar:
        actors = tuple(a for a in actors if pillar in {day.code("pillars", p) for p in day.organisations[a].pillars})
    if body:
        inside = {m.organisation for m in day.members if m.body == body}
        actors = tuple(a for a in actors if a in inside)
    if not actors:
        return None
    there = set(actors)
    shown = [p for p in pairs.values() if p.a in there and p.b in there and p.level >= level]
    highlight: set[str] | None = None
    if query.strip():
        word = query.casefold().strip()
        highlight = {a for a in actors if word in day.organisations[a].name.casefold()}
    return actors, shown, highlight, with_unknown


def _table(day: Day, shown: list[Pair], scale: str) -> None:
    """Draw the same pairs as a table; one selection for both."""
    st.subheader(text("The same as a table"))
    if not shown:
        st.caption(text("No pair fits the filters."))
        return
    names = {o: r.name for o, r in day.organisations.items()}
    ordered = sorted(shown, key=lambda p: (names[p.a].casefold(), names[p.b].casefold()))
    event = st.dataframe(
        {
            text("Organisation"): [names[p.a] for p in ordered],
            text("says"): ["?" if p.views[0] is None else str(p.views[0]) for p in ordered],
            text("Other organisation"): [names[p.b] for p in ordered],
            text("says, too"): ["?" if p.views[1] is None else str(p.views[1]) for p in ordered],
            text("State"): [side.state_word(p.state) for p in ordered],
            text("Newest report"): [p.newest for p in ordered],
        },
        hide_index=True,
        width="stretch",
        height=360,
        on_select="rerun",
        selection_mode="single-row",
        key=f"net_table_{scale}",
    )
    rows = event["selection"]["rows"] if event else []
    if rows and st.session_state.get("net_table_row") != rows[0]:
        st.session_state["net_table_row"] = rows[0]
        pair = ordered[rows[0]]
        side.select({"kind": "pair", "a": pair.a, "b": pair.b})
        st.rerun()
