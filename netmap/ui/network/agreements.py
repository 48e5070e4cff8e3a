"""Agreements: each with its parties and what it leaves open, the twelve points, and the triangle of each service."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from netmap.analysis.cooperation.agreements import CORNERS, SIDES, Triangle, triangles_of
from netmap.analysis.day import Day
from netmap.exchange.report import Block, Bullets, Facts, Heading, Paragraph
from netmap.messages import plural, text
from netmap.ui.downloads import DOCX, Paper, give
from netmap.ui.markup import plain
from netmap.ui.network.printing import print_button
from netmap.ui.network.words import named
from netmap.usecases import agreement_paper, networking
from netmap.usecases.desk import Desk
from netmap.usecases.view_paper import columns_block, headed


def agreements(desk: Desk, day: Day, scale: str) -> None:
    """Draw the agreements, the twelve points as a matrix, and the triangle of each service."""
    triangles = sorted(triangles_of(day), key=lambda t: day.services[t.service].name.casefold())
    agreed = [t for t in triangles if t.agreements]
    ending, alone = networking.expiring_agreements(desk, day), networking.single_points(desk, day)
    counts = (
        (text("Services with an agreement"), f"{len(agreed)} / {len(triangles)}"),
        (text("Agreements ending within 180 days"), str(len(ending))),
        (text("Coordinator without a deputy"), str(len(alone))),
    )
    for column, (title, count) in zip(st.columns(3), counts, strict=True):
        column.metric(title, count)
    table = agreement_columns(day, ending=ending, alone=alone)
    print_button(
        desk, day, text("Agreements"), lambda: agreement_blocks(day, triangles, counts, table), name="vereinbarungen"
    )  # fmt: skip
    st.subheader(text("Agreements in force"))
    st.caption(_order_said())
    days = st.column_config.DateColumn(format="DD.MM.YYYY")
    st.dataframe(
        table, hide_index=True, width="stretch", placeholder="–", key="net_agreements",
        column_config={text("Since"): days, text("Until"): days},
    )  # fmt: skip
    st.subheader(text("The twelve points"))
    st.caption(_signs_said())
    st.dataframe(point_columns(day, agreed), hide_index=True, width="stretch", key="net_points")
    with st.expander(text("What the numbers stand for")):
        st.markdown("\n".join(f"{n}. {label}" for n, label in enumerate(_points(day), start=1)))
    _draft(desk, day, triangles)
    st.subheader(text("Triangles"))
    st.caption(_triangle_said())
    st.dataframe(triangle_columns(day, triangles), hide_index=True, width="stretch", height=340, key="net_triangles")
    if alone_said := lonely_said(day, triangles):
        st.markdown(plain(alone_said))


def agreement_blocks(
    day: Day, triangles: Sequence[Triangle], counts: Sequence[tuple[str, str]], table: Mapping[str, Sequence[Any]]
) -> list[Block]:
    """Give the view for paper: the agreements, the points with what they stand for, and the triangles."""
    agreed = [t for t in triangles if t.agreements]
    lonely = lonely_said(day, triangles)
    written = {title: [f"{v:%d.%m.%Y}" if isinstance(v, date) else v for v in cells] for title, cells in table.items()}
    return [
        Facts(counts),
        Heading(text("Agreements in force")),
        Paragraph(_order_said(), quiet=True),
        columns_block(written, widths=[3, 2.2, 3, 4, 4, 2, 2, 3, 3, 2.2]),
        Heading(text("The twelve points")),
        Paragraph(_signs_said(), quiet=True),
        columns_block(point_columns(day, agreed), widths=[5, *[0.7] * 12, 3, 3]),
        *headed(text("What the numbers stand for"), [Bullets(_points(day), numbered=True)], level=3),
        Heading(text("Triangles")),
        Paragraph(_triangle_said(), quiet=True),
        columns_block(triangle_columns(day, triangles), widths=[3, 3, 3, 3, 2, 2, 2]),
        *([Paragraph(lonely)] if lonely else []),
    ]


def agreement_columns(day: Day, *, ending: Collection[str], alone: Collection[str]) -> dict[str, list[Any]]:
    """Make the table of the agreements in force: the next to end first, those without a last day after them."""
    kinds = day.vocabulary["agreement_kinds"]
    rows = sorted(
        day.agreements.items(),
        key=lambda row: (row[1].until or date.max, kinds.label_of(row[1].kind).casefold(), row[0]),
    )
    remarks = [
        [*([text("ends within 180 days")] if i in ending else []), *([text("no deputy")] if i in alone else [])]
        for i, _ in rows
    ]
    return {
        text("Agreement"): [kinds.label_of(a.kind) for _, a in rows],
        text("Until"): [a.until for _, a in rows],
        text("To watch"): [", ".join(remark) for remark in remarks],
        text("Parties"): [", ".join(named(day, o) for o, _ in a.roles) for _, a in rows],
        text("Services"): [", ".join(day.services[s].name for s in a.services if s in day.services) for _, a in rows],
        text("Points not settled"): [_numbers(day, i, False) for i, _ in rows],
        text("Points unknown"): [_numbers(day, i, None) for i, _ in rows],
        text("Coordinator"): [a.coordinator or "–" for _, a in rows],
        text("Deputy"): [a.deputy or "–" for _, a in rows],
        text("Since"): [a.since for _, a in rows],
    }


def _numbers(day: Day, ident: str, state: bool | None) -> str:
    """Give the numbers of the points that an agreement leaves in a state; none where it is on child care alone."""
    agreement = day.agreements[ident]
    covered = [day.services[s] for s in agreement.services if s in day.services]
    if covered and all("child_care" in service.needs for service in covered):
        return "–"
    return ", ".join(str(n) for n, settled in enumerate(agreement.points, start=1) if settled is state)


def _order_said() -> str:
    return text("The next to end first. The numbers are those of the twelve points below.")


def _signs_said() -> str:
    return text("✓ settled · ✕ not settled · ? unknown · – does not apply (child care)")


def _triangle_said() -> str:
    return text("✓ documented · ✕ not documented: by a relation that names the service, or by an agreement in force.")


def _points(day: Day) -> list[str]:
    points = day.vocabulary["agreement_points"]
    return [points.label_of(code) for code in points.codes]


def point_columns(day: Day, agreed: Sequence[Triangle]) -> dict[str, list[str]]:
    """Make the matrix: a row for each service with an agreement, a column for each point."""
    return {
        text("Service"): [day.services[t.service].name for t in agreed],
        **{f"{n}": [_point(day, t, n) for t in agreed] for n in range(1, 13)},
        text("Coordinator"): [t.coordinator or "–" for t in agreed],
        text("Deputy"): [t.deputy or "–" for t in agreed],
    }


def _corners_said() -> dict[str, str]:
    return {"commissioner": text("Commissioner"), "steerer": text("Jobcenter"), "deliverer": text("Provider")}


def _lonely(triangle: Triangle) -> bool:
    """Whether nothing is documented but who delivers."""
    return not triangle.commissioner and not triangle.steerer


def triangle_columns(day: Day, triangles: Sequence[Triangle]) -> dict[str, list[str]]:
    """Make the table of those of which more is documented than one corner: who stands where, which side holds."""
    corner = _corners_said()
    found = [t for t in triangles if not _lonely(t)]
    return {
        text("Service"): [day.services[t.service].name for t in found],
        **{corner[c]: [", ".join(named(day, o) for o in getattr(t, c)) or "✕" for t in found] for c in CORNERS},
        **{
            f"{corner[a]} – {corner[b]}": ["✕" if f"{a}-{b}" in t.missing_sides else "✓" for t in found]
            for a, b in SIDES
        },
    }


def lonely_said(day: Day, triangles: Sequence[Triangle]) -> str:
    """Name the services of which nothing is documented but who delivers; empty if there are none."""
    names = [day.services[t.service].name for t in triangles if _lonely(t)]
    if not names:
        return ""
    said = plural(
        "Of {count} service only the provider is documented, no commissioner and no Jobcenter:",
        "Of {count} services only the provider is documented, no commissioner and no Jobcenter:",
        count=len(names),
    )
    return f"{said} {', '.join(names)}"


def _draft(desk: Desk, day: Day, triangles: Sequence[Triangle]) -> None:
    """Offer what is open for one service, to take into the negotiation."""
    st.subheader(text("Open points of an agreement"))
    row = st.columns([6, 3], vertical_alignment="bottom")
    ids = sorted((t.service for t in triangles), key=lambda s: day.services[s].name.casefold())
    service = row[0].selectbox(
        text("Service to negotiate"), ids, index=None, format_func=lambda s: day.services[s].name, key="net_draft"
    )
    if service:
        give(
            Paper(
                text("Checklist to take along (DOCX)"),
                f"{day.day:%Y-%m-%d}-{service}.docx",
                DOCX,
                lambda: agreement_paper.checklist_docx(desk, day, service),
                (service, day.day, day.district.revision),
                "net_draft_docx",
            ),
            row[1],
            width="stretch",
        )


def _point(day: Day, triangle: Triangle, number: int) -> str:
    if "child_care" in day.services[triangle.service].needs:
        return "–"
    return {"yes": "✓", "no": "✕", "unknown": "?"}[triangle.points[number - 1]]
