"""Showing what went wrong, in the reader's words; a conflict with both versions; waiting for a store that is away."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import streamlit as st
from streamlit.errors import StreamlitAPIException

from netmap.errors import NetmapError, StoreUnreachable
from netmap.messages import text
from netmap.stores.base import Conflict
from netmap.ui.labels import column_label
from netmap.ui.markup import plain

log = logging.getLogger(__name__)

_MOST = 20
#: a page whose store is away asks for it again after so many seconds
AGAIN_S: Final = 2.0
_AWAY = "store_away"


def show_error(error: NetmapError, *, waits: str = "") -> None:
    """Show an error with every fault; where a store is away, with what comes next."""
    lines = [f"**{plain(error.heading)}**", plain(str(error))]
    if isinstance(error, Conflict):
        faults = [
            text(
                "{column}: there now “{now}”, yours “{wanted}”",
                column=column_label(d.column) if d.column else d.table,
                now="–" if d.now in (None, [], "") else d.now,
                wanted="–" if d.wanted in (None, [], "") else d.wanted,
            )
            for d in error.differences
        ]
    else:
        faults = [str(fault) for fault in error.faults]
    told = [f"- {plain(fault)}" for fault in faults[:_MOST]]
    if len(faults) > _MOST:
        told.append(text("… and {count} more", count=len(faults) - _MOST))
    shown = "\n\n".join(lines) + "\n\n" + "\n".join(told)
    if isinstance(error, StoreUnreachable):
        st.warning(f"{shown}\n\n{waits or text('What you have typed stays. Please try again in a moment.')}")
    else:
        st.error(shown)


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show what goes wrong inside, where it happens; needed in dialogs, which run on their own."""
    try:
        yield
    except NetmapError as error:
        show_error(error)


@contextmanager
def waiting_for_store() -> Iterator[None]:
    """Where the store does not answer, say so and try again; what stands on the page meanwhile stays there.

    A run that ends for another run takes nothing off the page and forgets no field, unlike one that ends
    with a message: what somebody has typed is still there when the store is back. The message has a place
    of its own ahead of all that, so that it takes no field's place either.
    """
    place = st.empty()
    try:
        yield
    except StoreUnreachable as error:
        log.warning("%s: %s", error.kind, type(error).__name__)
        with place.container(key="nm-away"):
            patience = text(
                "netmap asks again every few seconds and goes on by itself: please leave this page open. "
                "What you have typed stays. If it lasts for minutes, tell your administration."
            )
            show_error(error, waits=patience)
        st.session_state[_AWAY] = True
        time.sleep(AGAIN_S)
        with suppress(StreamlitAPIException):  # the whole page is being drawn, no part of it alone
            st.rerun(scope="fragment")
        st.rerun()


def welcome_back() -> None:
    """Say once that the store is back, and what to look at; the message stays until it is closed."""
    if st.session_state.pop(_AWAY, False):
        st.toast(
            text("The store answers again. Please look whether your last entry is there."),
            icon=":material/check:",
            duration="infinite",
        )


def tell_unforeseen(error: Exception) -> bool:
    """Show, in the reader's language, what nobody caught: in a dialog, in a part that runs alone, in a callback.

    Streamlit's own words for it are English and lead to pages outside.
    """
    if isinstance(error, NetmapError):
        log.warning("%s: %s", error.kind, type(error).__name__)
        show_error(error)
    else:
        title = text("Something went wrong that netmap did not foresee")
        told = text("Nothing of it was kept. Please load the page again; the administration finds more in the log.")
        st.error(f"**{title}**\n\n{told}")
    return True


class QuietAboutOurs(logging.Filter):
    """Keeps errors of ours out of Streamlit's log: their sentences may hold names, and are told on the page."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record may be written."""
        return not (record.exc_info and isinstance(record.exc_info[1], NetmapError))
