"""What the network shows: where several offer the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from netmap.analysis.cooperation.overlap import Overlap
from netmap.analysis.day import Day
from netmap.exchange.report import Block, Paragraph
from netmap.messages import plural, text
from netmap.ui.network.printing import print_button
from netmap.ui.network.words import named
from netmap.usecases import networking
from netmap.usecases.desk import Desk
from netmap.usecases.view_paper import columns_block


def _names(day: Day, organisations: Iterable[str]) -> str:
    return ", ".join(named(day, o) for o in organisations)


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
