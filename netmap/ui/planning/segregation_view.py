"""Segregation as it is shown: the indices with their meaning, at one time or at several over the same areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Final

import streamlit as st

from netmap.analysis.segregation import Segregation
from netmap.messages import plural, text
from netmap.ui.markup import decimal, plain
from netmap.usecases import published
from netmap.usecases.smallareas import Moment, OverTime, SmallAreas

_WIDTH: Final = 760
_HEIGHT: Final = 240
_SIDE: Final = 60
#: how many notices are shown before the rest is only counted
_MOST_NOTICES: Final = 10


def compared(moment: Moment) -> None:
    """Say which group is compared with whom."""
    reference = moment.reference or text("{total} without {group}", total=moment.total, group=moment.group)
    st.markdown(
        text(
            "Group: **{group}** – compared with: **{reference}**", group=plain(moment.group), reference=plain(reference)
        )
    )


def indices(found: Segregation) -> list[tuple[str, float, str]]:
    """Give each index with its name and what it means."""
    return [
        (
            text("Dissimilarity D"),
            found.dissimilarity,
            text("share of the group that would have to move for the same mix everywhere"),
        ),
        (text("Isolation"), found.isolation, text("share of the own group that its members find in their area")),
        (text("Exposure"), found.exposure, text("share of the others that members of the group find in their area")),
    ]


def totals(found: SmallAreas) -> None:
    """Hold the areas against the totals published with them, shown where they disagree."""
    for column, told in found.totals.items():
        line = f"**{plain(column)}:** {plain(published.said(told))}"
        if told.agree:
            st.caption(line)
        else:
            st.warning(line)


def cautions(found: SmallAreas) -> None:
    """Say what the numbers do not bear, and who is left out."""
    if not found.adds_up:
        st.warning(text("These numbers do not add up exactly: the indices are approximate, and no sums are shown."))
    if found.left_out:
        st.markdown(
            plural(
                "{count} area without published numbers is left out: {areas}",
                "{count} areas without published numbers are left out: {areas}",
                count=len(found.left_out),
                areas=plain(", ".join(found.left_out)),
            )
        )


def notices(found: SmallAreas) -> None:
    """Say how the file was read."""
    for notice in found.notices[:_MOST_NOTICES]:
        st.caption(plain(str(notice)))
    rest = len(found.notices) - _MOST_NOTICES
    if rest > 0:
        st.caption(plural("… and {count} more notice", "… and {count} more notices", rest))


def over_time(found: OverTime, moments: Sequence[Moment]) -> None:
    """Draw the indices of several times: the picture and the table say the same."""
    compared(moments[0])
    first, last = found.moments[0], found.moments[-1]
    st.markdown(
        text(
            "Dissimilarity D over the same {count} areas: {first} ({first_time}) → {last} ({last_time}).",
            count=len(found.common_areas),
            first=decimal(first.common.dissimilarity, digits=3),
            first_time=plain(first.label),
            last=decimal(last.common.dissimilarity, digits=3),
            last_time=plain(last.label),
        )
    )
    st.image(
        line([(m.label, m.common.dissimilarity) for m in found.moments]),
        alt=text("Dissimilarity D at {count} times; the table below says the same.", count=len(found.moments)),
        width=_WIDTH,
    )
    st.dataframe(rows(found), hide_index=True, width="stretch")
    st.markdown("\n".join(f"- {plain(said)}" for said in above(found)))
    if found.not_common:
        st.markdown(
            plural(
                "{count} area is not known at every time and left out of the comparison: {areas}",
                "{count} areas are not known at every time and left out of the comparison: {areas}",
                count=len(found.not_common),
                areas=plain(", ".join(found.not_common)),
            )
        )
    for moment in found.moments:
        notices(moment.areas)
    if not all(m.areas.adds_up for m in found.moments):
        st.warning(text("These numbers do not add up exactly: the indices are approximate, and no sums are shown."))
    st.caption(
        text(
            "D is the share of the group that would have to move for the same mix everywhere. Only the same areas "
            "can be compared; all areas of a year stand beside it. Small changes may be the offices' rounding."
        )
    )


def rows(found: OverTime) -> list[dict[str, str | int]]:
    """Give the table: one row for each time."""
    return [
        {
            text("Time"): m.label,
            **{title: decimal(value, digits=3) for title, value, _ in indices(m.common)},
            text("D over all areas of that time"): decimal(m.areas.found.dissimilarity, digits=3),
            text("Areas from 20 % on"): len(m.areas.above),
        }
        for m in found.moments
    ]


def above(found: OverTime) -> list[str]:
    """Name the areas with a fifth of the group or more, time by time, the largest share first."""
    return [
        text(
            "Areas from 20 % on, {time}: {areas}",
            time=m.label,
            areas=", ".join(
                f"{a.area} ({decimal(100 * a.share, digits=0)} %)" for a in m.areas.above if a.share is not None
            )
            or text("none"),
        )
        for m in found.moments
    ]


def line(points: Sequence[tuple[str, float]]) -> str:
    """Draw dissimilarity over time as a small picture; the table beside it says the same in words."""
    known = [v for _, v in points if not math.isnan(v)]
    top = max(0.1, math.ceil(10 * max(known, default=0.1)) / 10)
    step = (_WIDTH - 2 * _SIDE) / max(1, len(points) - 1)
    places = [
        (_SIDE + k * step, _HEIGHT - 40 - (_HEIGHT - 80) * value / top, label, value)
        for k, (label, value) in enumerate(points)
    ]
    drawn = [(x, y, label, value) for x, y, label, value in places if not math.isnan(value)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y, *_ in drawn)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#0b6468"/>'
        f'<text x="{x:.1f}" y="{y - 12:.1f}" text-anchor="middle" font-size="15" fill="#1c2530">'
        f"{escape(decimal(value, digits=3))}</text>"
        for x, y, _, value in drawn
    )
    names = "".join(
        f'<text x="{x:.1f}" y="{_HEIGHT - 12}" text-anchor="middle" font-size="15" fill="#55606e">'
        f"{escape(label)}</text>"
        for x, _, label, _ in places
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="Atkinson Hyperlegible Next, sans-serif">'
        f'<line x1="{_SIDE - 20}" x2="{_WIDTH - _SIDE + 20}" y1="{_HEIGHT - 40}" y2="{_HEIGHT - 40}" stroke="#dcd7cd"/>'
        f'<polyline points="{path}" fill="none" stroke="#0b6468" stroke-width="3"/>{marks}{names}</svg>'
    )
