"""What the network shows: agreements and overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from netmap.analysis.cooperation.agreements import Triangle, triangles_of
from netmap.analysis.cooperation.overlap import Overlap
from netmap.analysis.day import Day
from netmap.exchange.report import Block, Bullets, Facts, Heading, Paragraph
from netmap.messages import plural, text
from netmap.ui.downloads import DOCX, Paper, give
from netmap.ui.network.printing import print_button
from netmap.ui.network.words import named
from netmap.usecases import agreement_paper, networking
from netmap.usecases.desk import Desk
from netmap.usecases.view_paper import columns_block, headed


def _names(day: Day, organisations: Iterable[str]) -> str:
    return ", ".join(named(day, o) for o in organisations)


def agreements(desk: Desk, day: Day, scale: str) -> None:
    """Draw the twelve points as a matrix, and the triangle of each service."""
    triangles = triangles_of(day)
    agreed = [t for t in triangles if t.agreements]
    counts = (
        (text("Services with an agreement"), f"{len(agreed)} / {len(triangles)}"),
        (text("Agreements ending within 180 days"), str(len(networking.expiring_agreements(desk, day)))),
        (text("Coordinator without a deputy"), str(len(networking.single_points(desk, day)))),
    )
    for column, (title, count) in zip(st.columns(3), counts, strict=True):
        column.metric(title, count)
    print_button(
        desk, day, text("Agreements"), lambda: agreement_blocks(day, triangles, counts), name="vereinbarungen"
    )  # fmt: skip
    st.subheader(text("The twelve points"))
    st.caption(_signs_said())
    st.dataframe(point_columns(day, agreed), hide_index=True, width="stretch")
    with st.expander(text("What the numbers stand for")):
        st.markdown("\n".join(f"{n}. {label}" for n, label in enumerate(_points(day), start=1)))
    _draft(desk, day, triangles)
    st.subheader(text("Open triangles"))
    st.caption(_triangle_said())
    st.dataframe(triangle_columns(day, triangles), hide_index=True, width="stretch", height=340)


def agreement_blocks(day: Day, triangles: Sequence[Triangle], counts: Sequence[tuple[str, str]]) -> list[Block]:
    """Give the view for paper: the points as a matrix with what they stand for, and the open triangles."""
    agreed = [t for t in triangles if t.agreements]
    return [
        Facts(counts),
        Heading(text("The twelve points")),
        Paragraph(_signs_said(), quiet=True),
        columns_block(point_columns(day, agreed), widths=[5, *[0.7] * 12, 3, 3]),
        *headed(text("What the numbers stand for"), [Bullets(_points(day), numbered=True)], level=3),
        Heading(text("Open triangles")),
        Paragraph(_triangle_said(), quiet=True),
        columns_block(triangle_columns(day, triangles), widths=[3, 2, 4]),
    ]


def _signs_said() -> str:
    return text("✓ settled · ✕ not settled · ? unknown · – does not apply (child care)")


def _triangle_said() -> str:
    return text("Commissioner, Jobcenter and provider: which corner or side is not documented.")


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


def triangle_columns(day: Day, triangles: Sequence[Triangle]) -> dict[str, list[str]]:
    """Make the table of the services of which a corner or side is not documented."""
    corner = {"commissioner": text("commissioner"), "steerer": text("Jobcenter"), "deliverer": text("provider")}
    found = [t for t in triangles if t.missing_corners or t.missing_sides]
    return {
        text("Service"): [day.services[t.service].name for t in found],
        text("Missing corners"): [", ".join(corner[c] for c in t.missing_corners) for t in found],
        text("Missing sides"): [
            ", ".join(" – ".join(corner[c] for c in s.split("-")) for s in t.missing_sides) for t in found
        ],
    }


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


def overlap(desk: Desk, day: Day, scale: str) -> None:
    """Describe where several providers offer the same."""
    found = networking.overlaps(desk, day)
    st.markdown(_overlap_said(len(found)))
    if found:
        print_button(desk, day, text("Overlap"), lambda: overlap_blocks(day, found), name="ueberschneidungen")
        st.dataframe(overlap_columns(day, found), hide_index=True, width="stretch", height=460)


def _overlap_said(count: int) -> str:
    return (
        plural(
            "At {count} point several providers offer the same type of service to the same people in the same area.",
            "At {count} points several providers offer the same type of service to the same people in the same area.",
            count=count,
        )
        + " "
        + text("That may be wanted: a choice, a second language, another threshold. Described, not judged.")
    )


def overlap_blocks(day: Day, found: Sequence[Overlap]) -> list[Block]:
    """Give the view for paper."""
    return [Paragraph(_overlap_said(len(found))), columns_block(overlap_columns(day, found), widths=[2, 2, 2, 4, 4])]


def overlap_columns(day: Day, found: Sequence[Overlap]) -> dict[str, list[str]]:
    """Make the table: type, group, area, providers, services; in order of their words, so that nothing ranks."""
    types, groups = day.vocabulary["service_types"], day.vocabulary["target_groups"]

    def words(o: Overlap) -> tuple[str, str, str]:
        group = groups.label_of(o.target_group) if o.target_group else text("everybody")
        return types.label_of(o.service_type), group, day.district.areas[o.area].name

    rows = sorted(found, key=lambda o: tuple(w.casefold() for w in words(o)))
    return {
        text("Type"): [words(o)[0] for o in rows],
        text("For"): [words(o)[1] for o in rows],
        text("Area"): [words(o)[2] for o in rows],
        text("Providers"): [_names(day, o.organisations) for o in rows],
        text("Services"): [", ".join(day.services[i].name for i in o.services) for o in rows],
    }
