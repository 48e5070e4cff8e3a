"""The core of the production network, Sozialraum by Sozialraum, and what the network is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from netmap.analysis.cooperation.core import CoreCheck, CoreMember
from netmap.analysis.cooperation.functions import NetworkFunction
from netmap.analysis.day import Day
from netmap.exchange.report import Block, Bullets, Heading, Paragraph
from netmap.messages import plural, text
from netmap.ui.canvas import cell_table
from netmap.ui.markup import plain
from netmap.ui.network.printing import print_button
from netmap.ui.network.words import ground_said, listed, named
from netmap.usecases import network
from netmap.usecases.desk import Desk
from netmap.usecases.view_paper import cell_blocks, headed


def core(desk: Desk, day: Day, scale: str) -> None:
    """Draw the completeness check, and beside it the functions as a proposal."""
    found = network.core(desk, on=day.day)
    print_button(
        desk, day, text("Core"), lambda: core_blocks(desk, day, found, area=st.session_state.get("net_functions_area")),
        name="kern", mark=st.session_state.get("net_functions_area"),
    )  # fmt: skip
    left, right = st.columns([11, 8], gap="large")
    with left:
        st.subheader(text("Who should not be missing in a production network"))
        if not found:
            st.info(text("No Sozialraum is recorded yet."))
        else:
            st.caption(text("As far as is recorded. Choose a cell to see who stands for it."))
            cell_table(core_table(day, found, chosen=_chosen()), key="net-core", height=640, on_select=_choose)
            _member(day, found)
    with right:
        _functions(desk, day)


def core_blocks(desk: Desk, day: Day, found: tuple[CoreCheck, ...], *, area: str | None) -> list[Block]:
    """Give the view for paper: who of the core is there, and what the network is for, as a proposal."""
    blocks: list[Block] = [Heading(text("Who should not be missing in a production network"))]
    blocks += cell_blocks(core_table(day, found)) if found else [Paragraph(text("No Sozialraum is recorded yet."))]
    blocks += [
        Heading(text("What is this network for? – a proposal to discuss")),
        Paragraph(day.district.areas[area].name if area else text("whole district"), quiet=True),
    ]
    for function in network.functions(desk, on=day.day, area=area):
        title, *lines = function_lines(day, function)
        blocks += headed(title, [Bullets(lines)], level=3)
    return blocks


def _chosen() -> dict[str, Any] | None:
    return st.session_state.get("net_core_cell")


def _choose(event: Mapping[str, Any]) -> None:
    st.session_state["net_core_cell"] = {"row": event["row"], "column": event["column"]}


def core_table(day: Day, found: tuple[CoreCheck, ...], *, chosen: dict[str, Any] | None = None) -> dict[str, Any]:
    """Make the table: a row for each member of the core, a column for each Sozialraum."""
    members, tasks = day.vocabulary["core_members"], day.vocabulary["core_functions"]
    cells = []
    for check in found:
        for member in check.members:
            lacking = [tasks.label_of(f) for f in member.missing_functions]
            cells.append({"row": member.code, "column": check.area, **_cell(member, lacking)})
    return {
        "caption": text("Who of the core is there, Sozialraum by Sozialraum"),
        "corner": text("Member of the core"),
        "columns": [{"id": c.area, "name": day.district.areas[c.area].name} for c in found],
        "rows": [{"id": m.code, "name": members.label_of(m.code)} for m in (found[0].members if found else ())],
        "cells": cells,
        "legend": [
            {"tone": "l2", "sign": "✓", "text": text("there")},
            {"tone": "l1", "sign": "✓", "text": text("there, but tasks are not recorded")},
            {"tone": "warn", "sign": "?", "text": text("nobody is recorded")},
        ],
        "selected": chosen,
    }


def _cell(member: CoreMember, lacking: list[str]) -> dict[str, Any]:
    if not member.there:
        return {"tone": "warn", "sign": "?", "word": text("nobody is recorded")}
    if lacking:
        return {
            "tone": "l1",
            "sign": "✓",
            "word": text("there"),
            "lines": [plural("{count} task open", "{count} tasks open", count=len(lacking))],
            "text": text("Not recorded: {tasks}", tasks=", ".join(lacking)),
        }
    return {"tone": "l2", "sign": "✓", "word": text("there")}


def _member(day: Day, found: tuple[CoreCheck, ...]) -> None:
    chosen = _chosen() or {}
    check = next((c for c in found if c.area == chosen.get("column")), None)
    member = next((m for m in check.members if m.code == chosen.get("row")), None) if check else None
    if check is None or member is None:
        return
    tasks = day.vocabulary["core_functions"]
    with st.container(border=True):
        title = day.vocabulary["core_members"].label_of(member.code)
        st.markdown(f"**{plain(title)} · {plain(day.district.areas[check.area].name)}**")
        if not member.there:
            st.markdown(text("Nobody who stands for it is recorded here. That does not say that nobody is there."))
            return
        for organisation in member.organisations:
            services = [day.services[s].name for s in member.services if day.services[s].organisation == organisation]
            st.markdown(f"- {plain(named(day, organisation))}: {plain(listed(services))}")
        if member.missing_functions:
            lacking = ", ".join(tasks.label_of(f) for f in member.missing_functions)
            st.markdown(plain(text("Not recorded: {tasks}", tasks=lacking)))


def _functions(desk: Desk, day: Day) -> None:
    st.subheader(text("What is this network for? – a proposal to discuss"))
    areas = {a.id: a.name for a in sorted(day.district.areas.values(), key=lambda a: a.name.casefold())}
    area = st.selectbox(
        text("For which area"), [None, *areas],
        format_func=lambda i: text("whole district") if i is None else areas[i], key="net_functions_area",
    )  # fmt: skip
    st.caption(
        text(
            "One network may serve several purposes, and none is better than another. Counted on {day}; netmap's own "
            "reading – you know better.",
            day=f"{day.day:%d.%m.%Y}",
        )
    )
    for function in network.functions(desk, on=day.day, area=area):
        with st.container(border=True):
            st.markdown(function_said(day, function))


def function_said(day: Day, function: NetworkFunction) -> str:
    """Say of one function, as Markdown: the question, what speaks for it, what is not known."""
    title, question, *lines = function_lines(day, function)
    label, _, proposal = title.partition(" · ")
    # the lines hold counts and words of ours alone
    return "  \n".join([f"**{plain(label)}** · {proposal}", f"*{plain(question)}*", *lines])


def function_lines(day: Day, function: NetworkFunction) -> list[str]:
    """Say of one function, line by line: what it is and is proposed, the question, the grounds, what is not known."""
    entry = next(e for e in day.vocabulary["network_functions"] if e.code == function.code)
    speaks = [ground_said(g) for g in function.grounds if g.count]
    unknown = [ground_said(g) for g in function.unknown if g.count]
    absent = [ground_said(g) for g in function.grounds if not g.count]
    proposal = text("something speaks for it") if function.proposed else text("nothing recorded speaks for it yet")
    if speaks and not function.proposed:
        proposal = text("only a part speaks for it")
    lines = [f"{entry.label} · {proposal}", str(entry.said("question"))]
    if speaks:
        lines.append(f"{text('Speaks for it')}: {'; '.join(speaks)}.")
    if absent and not function.proposed:
        lines.append(f"{text('Recorded so far')}: {'; '.join(absent)}.")
    if unknown:
        lines.append(f"{text('Not known')}: {' · '.join(unknown)}")
    return lines
