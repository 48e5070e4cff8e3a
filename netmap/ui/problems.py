"""Showing what went wrong, in the reader's words; a conflict with both versions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from netmap.errors import NetmapError
from netmap.messages import text
from netmap.stores.base import Conflict
from netmap.ui.markup import plain

_MOST = 20


def show_error(error: NetmapError) -> None:
    """Show an error with every fault."""
    lines = [f"**{plain(error.heading)}**", plain(str(error))]
    if isinstance(error, Conflict):
        faults = [
            text(
                "{column}: there now “{now}”, yours “{wanted}”",
                column=d.column or d.table,
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
    st.error("\n\n".join(lines) + "\n\n" + "\n".join(told))


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show what goes wrong inside, where it happens; needed in dialogs, which run on their own."""
    try:
        yield
    except NetmapError as error:
        show_error(error)
