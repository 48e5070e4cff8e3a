"""What the network shows: agreements and overlap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from netmap.analysis.cooperation.agreements import Triangle, triangles_of
from netmap.analysis.cooperation.overlap import Overlap
from netmap.analysis.day import Day
from netmap.messages import plural, text
from netmap.ui.downloads import DOCX, Paper, give
from netmap.ui.network.words import named
from netmap.usecases import agreement_paper, networking
from netmap.usecases.desk import Desk


def _names(day: Day, organisations: Iterable[str]) -> str:
    return ", ".join(named(day, o) for o in organisations)


def agreements(desk: Desk, day: Day, scale: str) -> None:
    """Draw the twelve points as a matrix, and the triangle of each service."""
    triangles = triangles_of(day)
    agreed = [t for t in triangles if t.agreements]
    row = st.columns(3)
    expiring = networking.expiring_agreements(desk, day)
    single = networking.single_points(desk, day)
    row[0].metric(text("Services with an agreement"), f"{len(agreed)} / {len(triangles)}")
    row[1].metric(text("Agreements ending within 180 days"), len(expiring))
    row[2].metric(text("Coordinator without a deputy"), len(single))
    points = day.vocabulary["agreement_points"]
    st.subheader(text("The twelve points"))
    st.caption(text("✓ settled · ✕ not settled · ? unknown · – does not apply (child care)"))
    codes = points.codes
    st.dataframe(
        {
            text("Service"): [day.services[t.service].name for t in agreed],
            **{f"{n}": [_point(day, t, n) for t in agreed] for n in range(1, 13)},
            text("Coordinator"): [t.coordinator or "–" for t in agreed],
            text("Deputy"): [t.deputy or "–" for t in agreed],
        },
        hide_index=True,
        width="stretch",
    )
    with st.expander(text("What the numbers stand for")):
        st.markdown("\n".join(f"{n}. {points.label_of(c)}" for n, c in enumerate(codes, start=1)))
    _draft(desk, day, triangles)
    st.subheader(text("Open triangles"))
    st.caption(text("Commissioner, Jobcenter and provider: which corner or side is not documented."))
    open_ones = [t for t in triangles if t.missing_corners or t.missing_sides]
    corner = {
        "commissioner": text("commissioner"),
        "steerer": text("Jobcenter"),
        "deliverer": text("provider"),
    }
    st.dataframe(
        {
            text("Service"): [day.services[t.service].name for t in open_ones],
            text("Missing corners"): [", ".join(corner[c] for c in t.missing_corners) for t in open_ones],
            text("Missing sides"): [
                ", ".join(" – ".join(corner[c] for c in s.split("-")) for s in t.missing_sides) for t in open_ones
            ],
        },
        hide_index=True,
        width="stretch",
        height=340,
    )


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
    st.markdown(
        plural(
            "At {count} point several providers offer the same type of service to the same people in the same area.",
            "At {count} points several providers offer the same type of service to the same people in the same area.",
            count=len(found),
        )
        + " "
        + text("That may be wanted: a choice, a second language, another threshold. Described, not judged.")
    )
    if found:
        st.dataframe(overlap_columns(day, found), hide_index=True, width="stretch", height=460)


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
