"""What the network shows: talks, chains, agreements, the core, what if, overlap, figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import streamlit as st

from netmap.analysis.cooperation.agreements import Triangle, triangles_of
from netmap.analysis.cooperation.core import core_of
from netmap.analysis.cooperation.report import network_report
from netmap.analysis.day import Day
from netmap.messages import plural, text
from netmap.ui.markup import plain
from netmap.ui.network import selection
from netmap.usecases import agreement_paper, network, networking
from netmap.usecases.desk import Desk


def _name(day: Day, organisation: str) -> str:
    found = day.district.organisations.get(organisation)
    return found.name if found else organisation


def _names(day: Day, organisations: Any) -> str:
    return ", ".join(_name(day, o) for o in organisations)


def talks(desk: Desk, day: Day, scale: str) -> None:
    """Draw who must talk to whom, each with the reason."""
    found = networking.talks(desk, day, scale=scale)
    still = [t for t in found if t.status == "open"]
    st.markdown(
        plural("{count} pair should talk.", "{count} pairs should talk.", count=len(still))
        + " "
        + text("In the order of reasons, not of importance.")
    )
    show_all = st.toggle(text("Show done and postponed ones, too"), key="net_talks_all")
    for talk in (found if show_all else still)[:60]:
        with st.container(border=True):
            row = st.columns([8, 2, 2, 2], vertical_alignment="center")
            status = {"done": text("done"), "postponed": text("postponed")}.get(talk.status, "")
            row[0].markdown(f"**{plain(_name(day, talk.a))} – {plain(_name(day, talk.b))}**  \n{talk.text} {status}")
            if row[1].button(text("Look"), key=f"net_look_{talk.subject}"):
                selection.select({"kind": "pair", "a": talk.a, "b": talk.b})
                st.session_state["net_tab"] = text("Picture")
                st.rerun()
            if desk.actor.may("network.edit") and talk.status == "open":
                if row[2].button(text("Done"), key=f"net_done_{talk.subject}"):
                    networking.mark_talk(desk, talk.subject, "done")
                    st.rerun()
                if row[3].button(text("In 3 months"), key=f"net_later_{talk.subject}"):
                    until = desk.house.today() + timedelta(days=91)
                    networking.mark_talk(desk, talk.subject, "postponed", until=until)
                    st.rerun()
            elif desk.actor.may("network.edit") and row[3].button(text("Open again"), key=f"net_again_{talk.subject}"):
                networking.mark_talk(desk, talk.subject, "note")
                st.rerun()
    if not still:
        st.success(text("Nobody has to be brought together at the moment."))


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
        row[1].download_button(
            text("Checklist to take along (DOCX)"),
            data=lambda: agreement_paper.checklist_docx(desk, day, service),
            file_name=f"{day.day:%Y-%m-%d}-{service}.docx",
            mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            key=f"net_draft_docx_{service}",
            on_click="ignore",
            width="stretch",
        )


def _point(day: Day, triangle: Triangle, number: int) -> str:
    if "child_care" in day.services[triangle.service].needs:
        return "–"
    return {"yes": "✓", "no": "✕", "unknown": "?"}[triangle.points[number - 1]]


def core(desk: Desk, day: Day, scale: str) -> None:
    """Draw the completeness check, Sozialraum by Sozialraum."""
    members = day.vocabulary["core_members"]
    found = core_of(day)
    st.caption(text("Who should not be missing in a production network, as far as is recorded."))
    st.dataframe(
        {
            text("Area"): [day.district.areas[c.area].name for c in found],
            **{
                members[m.code].label: [
                    "✓" if next(x for x in c.members if x.code == m.code).there else text("missing") for c in found
                ]
                for m in (found[0].members if found else ())
            },
        },
        hide_index=True,
        width="stretch",
    )


def what_if(desk: Desk, day: Day, scale: str) -> None:
    """Draw what would be lost if organisations vanished."""
    ids = sorted(day.organisations, key=lambda i: day.organisations[i].name)
    gone = st.multiselect(
        text("What if these were not there?"), ids, format_func=lambda i: day.organisations[i].name, key="net_gone"
    )
    if not gone:
        st.info(text("Choose one or more organisations to see which services, chains and ways would be lost."))
        return
    with st.spinner(text("Counting …")):
        found = network.without(desk, gone, on=day.day, scale=scale)
    needs = day.vocabulary["needs"]
    kinds = day.vocabulary["gap_kinds"]
    row = st.columns(4)
    row[0].metric(text("Services that go"), len(found.services_lost))
    row[1].metric(text("New gaps"), len(found.gaps_new))
    row[2].metric(text("Chains that break"), len(found.chains_broken))
    row[3].metric(text("Agreements that lose a party"), len(found.agreements))
    before, after = found.fragmentation
    st.caption(
        text(
            "Fragmentation (share of pairs that no path joins): {before} before, {after} after.",
            before=_share(before),
            after=_share(after),
        )
    )
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(text("Needs that would lose help"))
        for gap in found.gaps_new[:30]:
            low, high = gap.people
            st.markdown(
                f"- **{needs.label_of(gap.row.need)} · {plain(day.district.areas[gap.row.area].name)}**: "
                f"{kinds.label_of(gap.kind)} ({low}–{high})"
            )
    with right:
        st.subheader(text("Services without a referral way"))
        st.markdown("\n".join(f"- {plain(day.services[s].name)}" for s in found.referral_lost) or "–")
        st.subheader(text("Services that go"))
        st.markdown("\n".join(f"- {plain(day.services[s].name)}" for s in found.services_lost) or "–")


def _share(value: float) -> str:
    return "–" if value != value else f"{value:.2f}".replace(".", ",")


def overlap(desk: Desk, day: Day, scale: str) -> None:
    """Describe where several providers offer the same."""
    found = networking.overlaps(desk, day)
    st.caption(text("The same type of service for the same people in the same area; described, not judged."))
    types, groups = day.vocabulary["service_types"], day.vocabulary["target_groups"]
    st.dataframe(
        {
            text("Type"): [types.label_of(o.service_type) for o in found],
            text("For"): [groups.label_of(o.target_group) if o.target_group else text("everybody") for o in found],
            text("Area"): [day.district.areas[o.area].name for o in found],
            text("Providers"): [_names(day, o.organisations) for o in found],
        },
        hide_index=True,
        width="stretch",
        height=460,
    )


def figures(desk: Desk, day: Day, scale: str) -> None:
    """Say in sentences what holds the network together; no ranking."""
    found = network_report(day, scale=scale).figures.to_dict()
    actors, ties = found["actors"], found["ties"]
    st.caption(
        text(
            "Counted on {ties} ties (level 1 or more) among all {actors} organisations running on {day}.",
            ties=ties,
            actors=actors,
            day=f"{day.day:%d.%m.%Y}",
        )
    )
    said = [
        (
            text("{share} of all possible pairs work together.", share=_percent(found["density"])),
            text("Density: ties ÷ possible pairs; unknown pairs count as no tie here."),
        ),
        (
            plural(
                "The network is in {count} piece.", "The network is in {count} pieces.", count=len(found["components"])
            ),
            text("Components: organisations that a chain of ties joins."),
        ),
        (
            text(
                "If one of these were missing, others would lose contact: {names}.",
                names=_names(day, found["cut_actors"]) or "–",
            ),
            text("Cut points: without them the network falls into more pieces."),
        ),
        (
            text("These work together most closely as one block: {names}.", names=_names(day, found["core"]) or "–"),
            text("Core after Borgatti and Everett, exact; named in order of id."),
        ),
    ]
    for sentence, definition in said:
        st.markdown(f"- {plain(sentence)}", help=definition)
    st.markdown(f"**{text('Groups that work together more among themselves')}**")
    for group in found["communities"]:
        if len(group) > 1:
            st.markdown(f"- {plain(_names(day, group))}")
    st.caption(
        text(
            "Groups: best of several seeded Leiden runs, modularity {value}.", value=_share(found["modularity"] or 0.0)
        )
    )


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"
