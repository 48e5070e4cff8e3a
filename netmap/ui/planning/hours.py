"""At what time of the week an offer must be open, and whom to ask where nobody can tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.analysis.day import Day
from netmap.messages import plural, text
from netmap.model.openinghours import DAY, OPENING_HOURS, WINDOWS, Window
from netmap.ui.markup import plain
from netmap.ui.planning import whyview

#: what is chosen to say days and times oneself
_OWN = "own"
#: the time of day with which that begins
_USUAL = (16 * 60, 18 * 60)
#: times of day to choose from, in minutes
_STEPS = range(0, DAY + 1, 30)


def chosen(place: DeltaGenerator) -> Window | None:
    """Let the planner choose a time of the week; ``None``: any."""
    during = place.selectbox(
        text("Open at this time"), [None, *WINDOWS, _OWN], format_func=lambda w: _times()[w], key="plan_reach_open"
    )
    if during is None:
        return None
    return _own() if during == _OWN else WINDOWS[during]


def _own() -> Window | None:
    names = _weekdays()
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
    days = row.pills(
        text("Days"), range(7), selection_mode="multi", default=range(5), format_func=names.__getitem__,
        key="plan_reach_days",
    )  # fmt: skip
    # two lists, not a slider: a time on a slider is read aloud as its microseconds
    start, end = (
        row.selectbox(said, _STEPS, index=_STEPS.index(usual), format_func=_clock, key=f"plan_reach_{end}", width=130)
        for said, usual, end in ((text("open from"), _USUAL[0], "from"), (text("until"), _USUAL[1], "until"))
    )
    if not days or start is None or end is None or start >= end:
        st.info(text("Choose at least one day, and an end after the beginning; until then any time counts."))
        return None
    return Window(tuple(sorted(days)), start, end)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _times() -> Mapping[str | None, str]:
    return {
        None: text("any"),
        "morning": text("weekdays 8–12"),
        "afternoon": text("weekdays 13–17"),
        "evening": text("weekdays 17–21"),
        "weekend": text("at the weekend"),
        _OWN: text("days and time of my own"),
    }


def _weekdays() -> Sequence[str]:
    return text("Mo Tu We Th Fr Sa Su").split()


def whom_to_ask(services: Sequence[str], day: Day) -> None:
    """List offers whose hours cannot be read, with what is written there and whom to ask."""
    if not services:
        return
    title = plural(
        "{count} offer whose hours are not known: what is written there, and whom to ask",
        "{count} offers whose hours are not known: what is written there, and whom to ask",
        count=len(services),
    )
    with st.expander(title):
        st.markdown("\n\n".join(line(service, day) for service in services))


def line(service: str, day: Day) -> str:
    """Say of one offer what is written about its hours, and whom to ask."""
    record = day.services[service]
    said = (record.notes or {}).get(OPENING_HOURS)
    written = text("written there: “{words}”", words=said) if said else text("no hours given")
    return f"**{plain(record.name)}** · {plain(written)} · {plain(whyview.ask_whom(service, day))}"
