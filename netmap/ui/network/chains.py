"""Service chains: drawn as swim lanes, with their breaks; steps are added, moved and taken out here."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import streamlit as st

from netmap.analysis.cooperation.chains import Chain, chains_of
from netmap.analysis.day import Day
from netmap.exchange.chain_svg import described, lanes_svg
from netmap.messages import plural, text
from netmap.ui.downloads import PDF, Paper, offer
from netmap.ui.markup import plain
from netmap.ui.network.words import shape_sentences
from netmap.ui.problems import errors_shown
from netmap.usecases import chain_paper, chainwork, network
from netmap.usecases.desk import Desk


def chains(desk: Desk, day: Day, scale: str) -> None:
    """Draw all chains of the day."""
    found = chains_of(day, scale=scale)
    shapes = {s.chain: s for s in network.shapes(desk, on=day.day, scale=scale)} if found else {}
    said = {chain.id: [_state_said(chain), *shape_sentences(day, chain, shapes[chain.id])] for chain in found}
    if not found:
        st.info(text("No service chain is drawn yet. Begin one below, or import chains.csv."))
    else:
        offer(
            Paper(
                text("Save the chains (PDF)"),
                f"{day.day:%Y-%m-%d}-ketten.pdf",
                PDF,
                lambda: chain_paper.chains_pdf(desk, day, scale=scale, said=said),
                (scale, day.day, day.district.revision),
                "net_chains_pdf",
            ),
            text("Print all chains (PDF)"),
        )
    for chain in found:
        _chain(desk, day, chain, said[chain.id])
    if desk.actor.may("network.edit"):
        _begin(desk, day)


def _state_said(chain: Chain) -> str:
    if not chain.breaks:
        return text("The chain holds, as far as is recorded.")
    return plural("{count} break", "{count} breaks", count=len(chain.breaks))


def _chain(desk: Desk, day: Day, chain: Chain, said: Sequence[str]) -> None:
    st.subheader(plain(chain.name or chain.id))
    st.caption(said[0])
    lanes = chain_paper.lanes_of(day, chain)
    drawn = base64.b64encode(lanes_svg(lanes).encode()).decode()
    st.html(
        f'<div style="overflow-x:auto"><img src="data:image/svg+xml;base64,{drawn}" alt="{plain(described(lanes))}" '
        f'style="max-width:none;height:auto;border:1px solid #dcd7cd;border-radius:10px"></div>'
    )
    if len(said) > 1:
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in said[1:]))
    if desk.actor.may("network.edit"):
        with st.expander(text("Change the steps")):
            _steps(desk, day, chain)


def _steps(desk: Desk, day: Day, chain: Chain) -> None:
    words = day.vocabulary["service_types"]
    order = [step.service_type for step in chain.steps]
    last = len(order) - 1
    for n, kind in enumerate(order):
        row = st.columns([8, 1, 1, 1], vertical_alignment="center")
        row[0].markdown(f"**{n + 1}** · {plain(words.label_of(kind))}")
        name = words.label_of(kind)
        moves = (
            (row[1], "↑", text("{step}: one earlier", step=name), "up", n == 0, _moved(order, n, n - 1)),
            (row[2], "↓", text("{step}: one later", step=name), "down", n == last, _moved(order, n, n + 1)),
            (row[3], "✕", text("{step}: take it out", step=name), "out", False, order[:n] + order[n + 1 :]),
        )
        for place, sign, says, key, off, wanted in moves:
            place.button(
                sign, help=says, key=f"net_step_{key}_{chain.id}_{n}", disabled=off, width="stretch",
                on_click=_set, args=(desk, chain.id, wanted),
            )  # fmt: skip
    row = st.columns([8, 3], vertical_alignment="bottom")
    new = row[0].selectbox(
        text("Add a step"),
        _types(day),
        index=None,
        format_func=words.label_of,
        key=f"net_step_new_{chain.id}_{len(order)}",
    )
    row[1].button(
        text("Add"), key=f"net_step_add_{chain.id}", disabled=new is None, width="stretch",
        on_click=_set, args=(desk, chain.id, [*order, new]),
    )  # fmt: skip


def _moved(order: list[str], start: int, end: int) -> list[str]:
    found = list(order)
    if 0 <= end < len(found):
        found[start], found[end] = found[end], found[start]
    return found


def _set(desk: Desk, chain: str, order: list[str]) -> None:
    with errors_shown():
        chainwork.set_steps(desk, chain, order)


def _types(day: Day) -> list[str]:
    """Give the types of service of the catalogue, and those the municipality uses beside it."""
    words = day.vocabulary["service_types"]
    used = {day.code("service_types", s.service_type) for s in day.services.values() if s.service_type}
    return sorted({*words.codes, *used}, key=lambda c: words.label_of(c).casefold())


def _begin(desk: Desk, day: Day) -> None:
    with st.expander(text("Draw a new chain")), st.form("net_chain_new", clear_on_submit=True, border=False):
        name = st.text_input(text("What the chain is for"), placeholder=text("Out of debt into work"))
        first = st.selectbox(
            text("First step"), _types(day), index=None, format_func=day.vocabulary["service_types"].label_of
        )
        if st.form_submit_button(text("Begin"), type="primary"):
            if name.strip() and first:
                chainwork.draw_chain(desk, name=name, service_type=first)
                st.rerun()
            st.error(text("Please give a name and a first step."))
