"""What if organisations, or a coordinator, were not there: what would be lost, and the picture before and after."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import streamlit as st

from netmap.analysis.cooperation.chains import chains_of
from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.cooperation.what_if import WhatIf
from netmap.analysis.day import Day
from netmap.analysis.gaps import Certainty, Gap
from netmap.exchange.network_svg import description, network_svg
from netmap.exchange.network_values import NetworkPicture
from netmap.exchange.report import Beside, Block, Bullets, Facts, Paragraph, Picture
from netmap.messages import text
from netmap.ui.canvas import cell_table
from netmap.ui.markup import decimal, plain
from netmap.ui.network.printing import print_button
from netmap.ui.network.words import listed, named
from netmap.usecases import network
from netmap.usecases.chain_paper import lanes_of
from netmap.usecases.desk import Desk
from netmap.usecases.network_picture import picture_of
from netmap.usecases.view_paper import cell_blocks, headed

#: a picture of more organisations cannot be read beside another one
_MOST_DRAWN = 150


def what_if(desk: Desk, day: Day, scale: str) -> None:
    """Draw what would be lost."""
    row = st.columns([3, 3, 2], gap="large")
    ids = sorted(day.organisations, key=lambda i: day.organisations[i].name.casefold())
    gone = row[0].multiselect(
        text("What if these were not there?"), ids, format_func=lambda i: day.organisations[i].name, key="net_gone"
    )
    offers = row[1].multiselect(
        text("Or these projects and services?"), services_of(day), format_func=lambda s: service_named(day, s),
        key="net_gone_services",
        help=text("A project is a service with a last day; those with one come first, the next to end at the top."),
    )  # fmt: skip
    people = sorted({a.coordinator for a in day.agreements.values() if a.coordinator}, key=str.casefold)
    leaving = row[2].multiselect(
        text("Or these coordinators?"), people, key="net_gone_coordinators",
        help=text("As they are named in agreements in force."),
    )  # fmt: skip
    if not gone and not offers and not leaving:
        st.info(text("Choose one or more organisations to see which services, chains and ways would be lost."))
        return
    found = None
    if gone or offers:
        with st.spinner(text("Counting …")):
            found = network.without(desk, gone, services=offers, on=day.day, scale=scale)
    print_button(
        desk, day, text("What if"), lambda: lost_blocks(desk, day, found, leaving, scale=scale),
        name="was-waere-wenn", mark=(tuple(gone), tuple(offers), tuple(leaving), scale),
    )  # fmt: skip
    if leaving:
        _coordinators(day, leaving)
    if found:
        _figures(found)
        _lists(day, found, scale)
        _gaps(day, found)
    _pictures(_drawn(desk, day, found, leaving, scale), bool(found))


def services_of(day: Day) -> list[str]:
    """Give the running services: those with a last day by this day, then all others by name."""

    def order(ident: str) -> tuple[bool, str, str]:
        service = day.services[ident]
        return service.until is None, service.until.isoformat() if service.until else "", service.name.casefold()

    return sorted(day.services, key=order)


def service_named(day: Day, ident: str) -> str:
    """Give a service with its provider, and its last day where there is one."""
    service = day.services[ident]
    title = f"{service.name} ({named(day, service.organisation)})"
    return f"{title} · {text('until {day}', day=f'{service.until:%d.%m.%Y}')}" if service.until else title


def _coordinators(day: Day, leaving: Sequence[str]) -> None:
    st.subheader(text("What these coordinators hold together"))
    st.markdown("\n".join(f"- {plain(said)}" for said in coordination_said(day, leaving)))


def coordination_said(day: Day, leaving: Collection[str]) -> list[str]:
    """Say of each agreement that would lose its coordinator who would step in, and for which services."""
    said = []
    for ident, agreement in sorted(day.agreements.items()):
        if agreement.coordinator not in leaving:
            continue
        services = listed([day.services[s].name for s in agreement.services if s in day.services])
        title = agreement_named(day, ident)
        if services:
            title = text("{agreement}, for {services}", agreement=title, services=services)
        if agreement.deputy and agreement.deputy not in leaving:
            said.append(text("{agreement}: {deputy} would step in.", agreement=title, deputy=agreement.deputy))
        else:
            said.append(text("{agreement}: nobody is named who would step in.", agreement=title))
    return said


def agreement_named(day: Day, ident: str) -> str:
    """Give an agreement as its kind and parties."""
    agreement = day.agreements[ident]
    kind = day.vocabulary["agreement_kinds"].label_of(agreement.kind)
    return f"{kind} ({listed([named(day, o) for o, _ in agreement.roles], most=3)})"


def _counts(found: WhatIf) -> tuple[tuple[str, int], ...]:
    return (
        (text("Services that go"), len(found.services_lost)),
        (text("Needs × areas with a new gap"), len({(g.row.need, g.row.area) for g in found.gaps_new})),
        (text("Chains that break"), len(found.chains_broken)),
        (text("Referral ways that go"), len(found.referral_lost)),
        (text("Agreements that lose a party"), len(found.agreements)),
    )


def _figures(found: WhatIf) -> None:
    counts = _counts(found)
    for column, (title, count) in zip(st.columns(len(counts)), counts, strict=True):
        column.metric(title, count)
    st.caption(_fragments_said(found))


def _fragments_said(found: WhatIf) -> str:
    before, after = found.fragmentation
    return text(
        "Fragmentation (share of pairs that no path joins): {before} before, {after} after.",
        before=decimal(before, digits=2),
        after=decimal(after, digits=2),
    )


def lost_lists(day: Day, found: WhatIf, *, scale: str) -> list[tuple[str, list[str]]]:
    """Say what would be lost, each kind with its title."""
    lists = [
        (text("Services that go"), [day.services[s].name for s in found.services_lost]),
        (text("Chains that break"), chains_said(found, scale=scale)),
        (text("Services without a referral way"), [day.services[s].name for s in found.referral_lost]),
        (text("Agreements that lose a party"), [agreement_named(day, a) for a in found.agreements]),
    ]
    if found.agreements_idle:
        lists.append(
            (text("Agreements without any service left"), [agreement_named(day, a) for a in found.agreements_idle])
        )
    return lists


def _lists(day: Day, found: WhatIf, scale: str) -> None:
    lists = lost_lists(day, found, scale=scale)
    for column, (title, lines) in zip(st.columns(len(lists), gap="medium"), lists, strict=True):
        with column:
            st.markdown(f"**{title}**")
            st.markdown("\n".join(f"- {plain(line)}" for line in lines) or text("none"))


def chains_said(found: WhatIf, *, scale: str) -> list[str]:
    """Say of each chain that would break newly where, and why."""
    before = {c.id: {b.after for b in c.breaks} for c in chains_of(found.before, scale=scale)}
    said = []
    for chain in chains_of(found.after, scale=scale):
        place = {s.position: n for n, s in enumerate(chain.steps, start=1)}
        new = {place.get(b.after, 0) for b in chain.breaks if b.after not in before[chain.id]}
        lanes = lanes_of(found.after, chain)
        for after in sorted(new):
            why = lanes.breaks[after][0]
            where = (
                text(
                    "between {first} and {second}", first=lanes.steps[after - 1].title, second=lanes.steps[after].title
                )
                if 0 < after < len(lanes.steps)
                else text("at the beginning, {step}", step=lanes.steps[0].title)
            )
            said.append(f"{lanes.title}: {where} – {why}")
    return said


def _gaps(day: Day, found: WhatIf) -> None:
    st.subheader(text("Needs that would lose help"))
    if not found.gaps_new:
        st.markdown(text("No new gap, as far as need and offers are recorded."))
        return
    cell_table(gap_table(day, found.gaps_new), key="net-gone-gaps", height=480)


def gap_table(day: Day, gaps: Sequence[Gap]) -> dict[str, Any]:
    """Make the table of new gaps: a row for each need, a column for each area."""
    by_cell: dict[tuple[str, str], list[Gap]] = defaultdict(list)
    for gap in gaps:
        by_cell[gap.row.need, gap.row.area].append(gap)
    needs, kinds, areas = day.vocabulary["needs"], day.vocabulary["gap_kinds"], day.district.areas
    rows = sorted({n for n, _ in by_cell}, key=lambda n: needs.label_of(n).casefold())
    columns = sorted({a for _, a in by_cell}, key=lambda a: areas[a].name.casefold())
    cells = []
    for need in rows:
        for area in columns:
            here = by_cell.get((need, area), [])
            cell: dict[str, Any] = {"row": need, "column": area, "idle": True}
            if here:
                certain = any(g.certainty is Certainty.CERTAIN for g in here)
                low, high = min(g.people[0] for g in here), max(g.people[1] for g in here)
                words = list(dict.fromkeys(kinds.label_of(g.kind) for g in here))
                cell |= {
                    "tone": "stop" if certain else "warn",
                    "hatched": not certain,
                    "word": words[0],
                    "lines": [*words[1:], text("{low} to {high} people", low=low, high=high)],
                }
            else:
                cell |= {"tone": "blank", "word": "–", "text": text("no new gap")}
            cells.append(cell)
    return {
        "caption": text("New gaps, by need and area"),
        "corner": text("Need"),
        "columns": [{"id": a, "name": areas[a].name} for a in columns],
        "rows": [{"id": n, "name": needs.label_of(n)} for n in rows],
        "cells": cells,
        "legend": [
            {"tone": "stop", "text": day.vocabulary["certainties"].label_of("certain")},
            {"tone": "warn", "hatched": True, "text": text("possible, or nobody knows")},
        ],
        "selected": None,
    }


def lost_blocks(desk: Desk, day: Day, found: WhatIf | None, leaving: Sequence[str], *, scale: str) -> list[Block]:
    """Give the view for paper: what is assumed, what would be lost, and the picture before and after."""
    blocks: list[Block] = []
    if leaving:
        blocks += headed(text("What these coordinators hold together"), [Bullets(coordination_said(day, leaving))])
    if found is None:
        return [*blocks, *_picture_blocks(_drawn(desk, day, None, leaving, scale), lost=False)]
    own = [s for s in found.services_lost if day.services[s].organisation not in found.without]
    blocks += headed(
        text("What if these were not there?"),
        [Bullets([*(named(day, o) for o in found.without), *(service_named(day, s) for s in own)])],
    )
    blocks += [Facts([(title, str(count)) for title, count in _counts(found)]), Paragraph(_fragments_said(found))]
    for title, lines in lost_lists(day, found, scale=scale):
        blocks += headed(title, [Bullets(lines) if lines else Paragraph(text("none"))], level=3)
    gaps = (
        list(cell_blocks(gap_table(day, found.gaps_new)))
        if found.gaps_new
        else [Paragraph(text("No new gap, as far as need and offers are recorded."))]
    )
    blocks += headed(text("Needs that would lose help"), gaps)
    return [*blocks, *_picture_blocks(_drawn(desk, day, found, leaving, scale), lost=True)]


def _picture_blocks(drawn: Sequence[NetworkPicture], *, lost: bool) -> list[Block]:
    pictures = [Picture(network_svg(p, fonts=False), alt=description(p), caption=p.title) for p in drawn]
    # the pictures follow their heading at once: a page break does not part the two
    shown: list[Block] = [Beside(pictures)] if len(pictures) > 1 else [*pictures]
    return headed(_pictures_title(lost), [*shown, Paragraph(_pictures_said(drawn, lost), quiet=True)])


def _pictures_title(lost: bool) -> str:
    return text("Before and after") if lost else text("Who hangs on these coordinators")


def _pictures_said(drawn: Sequence[NetworkPicture], lost: bool) -> str:
    if not drawn:
        return _too_many()
    if lost:
        return text("Those chosen, and everybody they work with or are related to.")
    return text(
        "Marked: the parties of these agreements, with everybody they work with or are related to. The lines stay: "
        "what would be missing is who looks after them."
    )


def _too_many() -> str:
    return text("Too many organisations around them to be drawn readably beside each other.")


def _drawn(desk: Desk, day: Day, found: WhatIf | None, leaving: Collection[str], scale: str) -> list[NetworkPicture]:
    """Give the picture before and after; nothing where too many stand around those that go.

    Where coordinators alone leave no line goes: one picture marks the parties of their agreements.
    """
    if found is None:
        parties = coordinated(day, leaving)
        around = neighbours(day, parties, scale=scale)
        if len(around) > _MOST_DRAWN:
            return []
        title = text("Held together by {names}", names=listed(sorted(leaving, key=str.casefold)))
        return [picture_of(desk, day, scale=scale, only=around, highlight=parties, title=title)]
    marked = {found.before.services[s].organisation for s in found.services_lost} | set(found.without)
    around = neighbours(found.before, marked, scale=scale)
    if len(around) > _MOST_DRAWN:
        return []
    sides = ((text("Before"), found.before, marked), (text("After"), found.after, marked - set(found.without)))
    return [picture_of(desk, day, scale=scale, only=around, highlight=some, title=title) for title, day, some in sides]


def coordinated(day: Day, leaving: Collection[str]) -> frozenset[str]:
    """Give the running parties of the agreements in force that these people coordinate."""
    parties = {o for a in day.agreements.values() if a.coordinator in leaving for o, _ in a.roles}
    return frozenset(parties & set(day.organisations))


def _pictures(pictures: Sequence[NetworkPicture], lost: bool) -> None:
    st.subheader(_pictures_title(lost))
    st.caption(_pictures_said(pictures, lost))
    for column, drawn in zip(st.columns(2, gap="medium"), pictures, strict=False):  # one picture, or two
        title = drawn.title
        source = base64.b64encode(network_svg(drawn).encode()).decode()
        with column:
            st.markdown(f"**{title}**")
            st.html(
                f'<img src="data:image/svg+xml;base64,{source}" alt="{title}: {plain(description(drawn))}" '
                f'style="width:100%;height:auto;border:1px solid #dcd7cd;border-radius:10px">'
            )


def neighbours(day: Day, organisations: Collection[str], *, scale: str) -> frozenset[str]:
    """Give some organisations with everybody they work with or are related to."""
    chosen = set(organisations)
    ends = [(p.a, p.b) for p in pairs_of(day, scale=scale).values() if p.is_tie]
    ends += [(r.from_, r.to) for r in day.relations]
    return frozenset(chosen | {o for pair in ends if chosen & set(pair) for o in pair if o in day.organisations})
