"""The figures of the network, in sentences, for the part and the ties that are chosen; never a ranking."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.cooperation.structure import Structure, along_pillars, pillars_in
from netmap.analysis.day import Day
from netmap.analysis.network.figures import NetworkFigures
from netmap.exchange.report import Block, Bullets, Paragraph
from netmap.messages import plural, text
from netmap.ui.markup import decimal, plain
from netmap.ui.network import filters, values
from netmap.ui.network.printing import print_button
from netmap.ui.network.shown import Choices, choices_now, filters_said, shown_of, structure_shown
from netmap.ui.network.words import named
from netmap.usecases.desk import Desk
from netmap.usecases.network_signs import counted_said, figures_in, letters, signs_of
from netmap.usecases.view_paper import headed

#: of more organisations than these the ways between all pairs are counted when that is asked for
MOST_COUNTED: Final = 3_000


def figures(desk: Desk, day: Day, scale: str, bar: DeltaGenerator) -> None:
    """Draw the view: what is counted, and what it says."""
    filters.drawn(day, bar, picture=False)
    with st.container(width=420):
        filters.counted(day)
    choices = choices_now(day)
    found = structure_shown(desk, day, shown_of(day, pairs_of(day, scale=scale).values(), choices), choices.counted)
    counted = _counted(desk, day, found)
    print_button(
        desk, day, text("Figures"), lambda: figures_blocks(day, found, choices, counted), name="kennzahlen",
        mark=(scale, choices, counted is None),
    )  # fmt: skip
    note = counted_said(day, found, layer=choices.counted)
    st.markdown(plain(note))
    for sentence, definition in [*whole_said(day, found), *(values.whole_values_said(counted) if counted else [])]:
        st.markdown(f"- {plain(sentence)}", help=definition)
    st.markdown(f"**{text('Groups that work together more among themselves')}**")
    for sentence in groups_said(day, found):
        st.markdown(f"- {plain(sentence)}")
    st.caption(plain(" ".join(pillars_said(day, found))))
    if counted:
        values.draw(desk, day, counted, note=note, mark=(scale, choices))
    else:
        st.button(
            text("Count ways and values of each organisation, too (takes minutes)"), key="net_count_all",
            on_click=lambda: st.session_state.update(net_counted_all=found.network.actor_count),
        )  # fmt: skip


def _counted(desk: Desk, day: Day, found: Structure) -> NetworkFigures | None:
    """Give what needs every way in the network; of thousands only where it was asked for."""
    many = found.network.actor_count
    if many > MOST_COUNTED and st.session_state.get("net_counted_all") != many:
        return None
    with st.spinner(text("Counting …")):
        return figures_in(desk, day, found)


def figures_blocks(day: Day, found: Structure, choices: Choices, counted: NetworkFigures | None) -> list[Block]:
    """Give the view for paper: each sentence with its definition behind it."""
    part, note = filters_said(day, choices), counted_said(day, found, layer=choices.counted)
    said = [*whole_said(day, found), *(values.whole_values_said(counted) if counted else [])]
    blocks: list[Block] = [
        Paragraph(note),
        *([Paragraph(" · ".join(part), quiet=True)] if part else []),
        Bullets([f"{sentence} ({definition})" for sentence, definition in said]),
        *headed(text("Groups that work together more among themselves"), [Bullets(groups_said(day, found))]),
        Paragraph(" ".join(pillars_said(day, found)), quiet=True),
    ]
    return [*blocks, *values.blocks(values.values_table(day, counted, note=note))] if counted else blocks


def whole_said(day: Day, found: Structure) -> list[tuple[str, str]]:
    """Say what holds for all that is counted; each sentence with its definition."""
    said = [
        (
            text("{share} of all possible pairs have such a tie.", share=_percent(found.density)),
            text("Density: ties ÷ possible pairs."),
        ),
        (
            plural("The network is in {count} piece.", "The network is in {count} pieces.", count=len(found.components))
            + (" " + text("Organisations in each: {sizes}.", sizes=_sizes(found)) if len(found.components) > 1 else ""),
            text("Components: organisations that a chain of ties joins."),
        ),
        (
            text(
                "If one of these were missing, others would lose contact: {names}.",
                names=_names(day, found.cut_actors),
            ),
            text("Cut points: without them the network falls into more pieces."),
        ),
        (
            text(
                "These ties alone hold parts together: {pairs}.",
                pairs="; ".join(f"{named(day, a)} – {named(day, b)}" for a, b in found.bridges) or "–",
            ),
            text("Bridges: without such a tie the network falls into more pieces."),
        ),
        (
            text("These work together most closely as one block: {names}.", names=_names(day, found.core)),
            text("Core after Borgatti and Everett, exact; named in order of id."),
        ),
    ]
    if found.core_open:
        said.append(
            (
                text(
                    "With as many ties as the last one in the core, but outside: {names}.",
                    names=_names(day, found.core_open),
                ),
                text("They could as well stand in the core: where ties are equal the order of ids decides."),
            )
        )
    joining = signs_of(found, "bridges").words
    if joining:
        said.append(
            (
                text(
                    "Through these alone a group works with another one: {names}.",
                    names=", ".join(f"{named(day, actor)} ({words})" for actor, words in joining.items()),
                ),
                text("Bridge organisations: only through them does their group have ties to another group."),
            )
        )
    if found.alone:
        said.append(
            (
                text("Without such a tie: {names}.", names=_names(day, found.alone)),
                text("Unknown is not zero: perhaps nobody has asked them yet."),
            )
        )
    return said


def groups_said(day: Day, found: Structure) -> list[str]:
    """Say of each group who is in it, and in which pillars these stand."""
    said = []
    for n, group in enumerate(found.groups):
        rows = pillars_in(day, group)
        code, most = max(((c, count) for c, count in rows if c is not None), key=lambda r: r[1], default=(None, 0))
        words = ", ".join(f"{count} {_pillar(day, c)}" for c, count in rows)
        follows = (
            text("mostly one pillar, {pillar}", pillar=_pillar(day, code))
            if 2 * most > len(group)
            else text("across the pillars")
        )
        said.append(f"{letters(n)}: {_names(day, group)} – {follows} ({words})")
    return said or ["–"]


def pillars_said(day: Day, found: Structure) -> list[str]:
    """Say how groups were found, and whether ties follow the pillars."""
    said = [
        text(
            "Groups: best of several seeded Leiden runs, modularity {value}.",
            value=decimal(found.modularity, digits=2),
        )
    ]
    alike = along_pillars(day, found.network)
    if alike.ties:
        said.append(
            text(
                "Of {ties} ties whose two sides have a pillar, {alike} run within one pillar; by chance it would be "
                "about {expected}. What counts is the pillar named first, that of the colour.",
                ties=alike.ties,
                alike=alike.alike,
                expected=decimal(alike.expected, digits=0),
            )
        )
    return said


def _pillar(day: Day, code: str | None) -> str:
    return text("without a pillar") if code is None else day.vocabulary["pillars"].label_of(code)


def _names(day: Day, organisations: Iterable[str]) -> str:
    return ", ".join(named(day, o) for o in organisations) or "–"


def _sizes(found: Structure) -> str:
    """Say how many stand in each piece, the largest first; many of one size once, with their number."""
    often = Counter(found.components)
    return ", ".join(f"{size}" if n == 1 else f"{n} × {size}" for size, n in often.items())


def _percent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.0f} %"
