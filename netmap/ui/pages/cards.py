"""Page of the app."""

from __future__ import annotations

import streamlit as st

from netmap.usecases.desk import Desk


def page(desk: Desk) -> None:
    """Draw the page."""
    st.title("cards")
