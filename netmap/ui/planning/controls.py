"""What stands above every tab: the day and the limits, adjustable and always in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netmap.analysis.gaps import Limits
from netmap.messages import text
from netmap.usecases.desk import Desk
from netmap.usecases.planning import limits_of, modes_of

#: pixels of the line of limits: beside the button where there is room, below it on a tablet
_BESIDE = 720


def moment(desk: Desk) -> tuple[date, Limits]:
    """Draw day and limits, and give them."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    on = row.date_input(text("As of"), value=desk.house.today(), format="DD.MM.YYYY", key="plan_on", width=160)
    usual = limits_of(desk)
    with row.popover(text("Limits"), icon=":material/tune:"):
        town = st.number_input(text("Minutes in town"), 1, 600, int(usual.town), key="plan_town")
        country = st.number_input(text("Minutes in the country"), 1, 600, int(usual.country), key="plan_country")
        modes = modes_of(desk)
        mode = st.selectbox(
            text("Ways"),
            [None, *modes],
            format_func=lambda m: text("the fastest without a car") if m is None else modes[m],
            key="plan_mode",
        )
        wait = st.number_input(text("Waiting too long: more days than"), 0, 999, usual.wait_days, key="plan_wait")
        ahead = st.number_input(text("Ends soon: days ahead"), 1, 1999, usual.expiring_days, key="plan_ahead")
        stale = st.number_input(text("No longer verified after days"), 1, 1999, usual.stale_days, key="plan_stale")
    limits = limits_of(
        desk, town=town, country=country, mode=mode, wait_days=wait, expiring_days=ahead, stale_days=stale
    )
    row.caption(limit_words(limits, mode=None if mode is None else modes[mode]), width=_BESIDE)
    return (on if isinstance(on, date) else desk.house.today()), limits


def limit_words(limits: Limits, *, mode: str | None = None) -> str:
    """Say the limits in one line."""
    return text(
        "{town} minutes in town, {country} in the country ({mode}); waiting over {wait} days; "
        "ends within {ahead} days; verified in the last {stale} days",
        town=round(limits.town),
        country=round(limits.country),
        mode=mode or limits.mode or text("fastest way without a car"),
        wait=limits.wait_days,
        ahead=limits.expiring_days,
        stale=limits.stale_days,
    )


def _advance(bar: DeltaGenerator, fraction: float, said: str) -> None:
    bar.progress(fraction, said)


@contextmanager
def under_way(said: str) -> Iterator[Callable[[float, str], None]]:
    """Show that something takes a while and how far it is; what is under way may be named."""
    place = st.empty()
    bar = place.progress(0.0, said)
    try:
        yield lambda fraction, what: _advance(bar, fraction, f"{said} {what}".strip())
    finally:
        place.empty()
