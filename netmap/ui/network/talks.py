"""Who must talk to whom: one list, each row with its reason; done, postponed and opened again by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.cooperation.talks import REASONS
from netmap.analysis.day import Day
from netmap.exchange.report import Block, Paragraph
from netmap.messages import plural, text
from netmap.ui.markup import plain
from netmap.ui.network import selection
from netmap.ui.network.printing import print_button
from netmap.ui.network.words import named, reason_said
from netmap.ui.problems import errors_shown
from netmap.usecases import networking
from netmap.usecases.desk import Desk
from netmap.usecases.networking import Talk
from netmap.usecases.view_paper import columns_block

#: so many rows are drawn at once
_MOST = 30
#: when a postponed one comes back
_LATER = timedelta(days=91)


def talks(desk: Desk, day: Day, scale: str) -> None:
    """Draw the list."""
    found = networking.talks(desk, day, scale=scale)
    still = [t for t in found if t.status == "open"]
    st.markdown(
        plural("{count} row is open.", "{count} rows are open.", count=len(still))
        + " "
        + text("In the order of reasons, not of importance.")
    )
    if len(found) > len(still) and st.toggle(text("Show done and postponed ones, too"), key="net_talks_all"):
        still = found
    if not still:
        st.success(text("Nobody has to be brought together at the moment."))
        return
    shown = _of_reason(still)
    print_button(
        desk, day, text("Who must talk"), lambda: talks_blocks(day, shown, scale=scale), name="wer-reden-sollte",
        mark=(scale, tuple(shown)),
    )  # fmt: skip
    most = int(st.session_state.get("net_talks_most", _MOST))
    pairs = pairs_of(day, scale=scale)
    for talk in shown[:most]:
        with st.container(border=True):
            row = st.columns([9, 2, 2, 2], vertical_alignment="center")
            row[0].markdown(
                f"**{plain(named(day, talk.a))} – {plain(named(day, talk.b))}**{status_said(talk)}  \n"
                + plain(reason_said(day, talk, pairs))
            )
            row[1].button(
                text("Look"), key=f"net_look_{talk.subject}", on_click=_look, args=(talk.a, talk.b), width="stretch"
            )
            if desk.actor.may("network.edit"):
                _marks(desk, talk, row[2:])
    if len(shown) > most:
        st.button(
            text("Show {count} more", count=min(_MOST, len(shown) - most)),
            on_click=lambda: st.session_state.update(net_talks_most=most + _MOST),
            key="net_talks_more",
        )


def talks_blocks(day: Day, found: Sequence[Talk], *, scale: str) -> list[Block]:
    """Give the list for paper: who with whom, why, and how it stands."""
    pairs = pairs_of(day, scale=scale)
    columns = {
        text("Organisation"): [named(day, t.a) for t in found],
        text("Other organisation"): [named(day, t.b) for t in found],
        text("Reason"): [reason_said(day, t, pairs) for t in found],
        text("State"): [status_said(t).removeprefix(" · ") or text("open") for t in found],
    }
    return [
        Paragraph(text("In the order of reasons, not of importance.")),
        columns_block(columns, widths=[3, 3, 7, 2]),
    ]


def status_said(talk: Talk) -> str:
    """Give what stands behind the names: nothing, *done*, or until when it is postponed."""
    if talk.status == "done":
        return f" · {text('done')}"
    if talk.status == "postponed" and talk.look_again_on:
        return " · " + text("postponed until {day}", day=f"{talk.look_again_on:%d.%m.%Y}")
    return f" · {text('postponed')}" if talk.status == "postponed" else ""


def _of_reason(found: Sequence[Talk]) -> Sequence[Talk]:
    """Let one reason be chosen, each with how many rows it has."""
    words = {
        "contradicted": text("seen differently"),
        "chain": text("break in a chain"),
        "feedback": text("no feedback"),
        "needs": text("needs that come together"),
        "unknown": text("never reported"),
        "old": text("older than a year"),
    }
    count = Counter(t.reason for t in found)
    there = [r for r in REASONS if count[r]]
    chosen = st.pills(
        text("Reason"), there, format_func=lambda r: f"{words[r]} ({count[r]})", key="net_talks_reason",
        label_visibility="collapsed",
    )  # fmt: skip
    return [t for t in found if t.reason == chosen] if chosen in there else found


def _look(a: str, b: str) -> None:
    selection.select({"kind": "pair", "a": a, "b": b})
    st.session_state["net_tab"] = text("Picture")


def _marks(desk: Desk, talk: Talk, row: Sequence[st.delta_generator.DeltaGenerator]) -> None:
    key = talk.subject
    if talk.status == "open":
        until = desk.house.today() + _LATER
        row[0].button(text("Done"), key=f"net_done_{key}", on_click=_mark, args=(desk, key, "done"), width="stretch")
        row[1].button(
            text("In 3 months"), key=f"net_later_{key}", width="stretch",
            on_click=_mark, args=(desk, key, "postponed", until),
        )  # fmt: skip
    else:
        row[1].button(
            text("Open again"), key=f"net_again_{key}", on_click=_mark, args=(desk, key, "note"), width="stretch"
        )


def _mark(desk: Desk, subject: str, status: str, until: date | None = None) -> None:
    with errors_shown():
        networking.mark_talk(desk, subject, status, until=until)
