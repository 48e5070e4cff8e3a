"""Planung: where help does not arrive, how sure that is, and what would change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from netmap.analysis.gaps import Limits
from netmap.messages import text
from netmap.ui.planning import controls, gaps_tab
from netmap.usecases.desk import Desk


def page(desk: Desk) -> None:
    """Draw the page."""
    st.title(text("Where help does not arrive"))
    tabs: dict[str, Callable[[Desk, date, Limits], None]] = {
        text("Gaps"): gaps_tab.draw,
    }
    chosen = st.segmented_control(
        text("Question"), list(tabs), default=next(iter(tabs)), key="plan_tab", label_visibility="collapsed"
    )
    on, limits = controls.moment(desk)
    tabs[chosen or next(iter(tabs))](desk, on, limits)
