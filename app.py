"""The app's entry point: page configuration, then :func:`netmap.ui.main.main`."""

import streamlit as st

st.set_page_config(page_title="netmap", layout="wide", initial_sidebar_state="collapsed")

from netmap.ui.main import main  # noqa: E402 - the page has to be configured first

main()
