"""Planung: where help does not arrive, how sure that is, and what would change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from netmap.analysis.gaps import Limits
from netmap.messages import text
from netmap.ui.planning import (
    controls,
    gaps_tab,
    pairs_tab,
    presence_tab,
    reach_tab,
    report_tab,
    segregation_tab,
    trial_tab,
)
from netmap.usecases.desk import Desk


def page(desk: Desk) -> None:
    """Draw the page."""
    st.title(text("Where help does not arrive"))
    titles = {
        "gaps": text("Gaps"),
        "pairs": text("Needs that come together"),
        "reach": text("Reach"),
        "presence": text("Where to be present"),
        "segregation": text("Segregation"),
        "trial": text("What if"),
        "report": text("Report"),
    }
    draw: dict[str, Callable[[Desk, date, Limits], None]] = {
        "gaps": gaps_tab.draw,
        "pairs": pairs_tab.draw,
        "reach": reach_tab.draw,
        "presence": presence_tab.draw,
        "segregation": segregation_tab.draw,
        "trial": trial_tab.draw,
        "report": report_tab.draw,
    }
    chosen = st.segmented_control(
        text("Question"),
        list(titles),
        default="gaps",
        format_func=lambda t: titles[t],
        key="plan_tab",
        label_visibility="collapsed",
        required=True,
    )
    on, limits = controls.moment(desk)
    draw[chosen or "gaps"](desk, on, limits)
