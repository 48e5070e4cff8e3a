"""A picture and what is said to it, side by side."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def halves(*widths: int) -> list[DeltaGenerator]:
    """Make columns for a picture and what is said to it, once on a page; on a tablet they stand one below the other."""
    return st.container(key="nm-beside").columns(widths, gap="medium")
