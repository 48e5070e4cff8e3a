"""All that the canvas shows as tables: pairs, other relations, organisations; one selection for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from netmap.analysis.cooperation.folding import FOLDED
from netmap.analysis.day import Day
from netmap.messages import text
from netmap.ui.network import selection, side
from netmap.ui.network.folding import folded_now
from netmap.ui.network.shown import Shown
from netmap.usecases.network_signs import NO_SIGNS, Signs

#: selection a row stands for
Chosen = Mapping[str, Any]


def tables(
    day: Day,
    shown: Shown,
    unknown: Sequence[tuple[str, str]],
    *,
    frames: Mapping[str, Sequence[str]],
    signs: Signs = NO_SIGNS,
    scale: str,
) -> None:
    """Draw the tables below the canvas; a row chosen here is chosen there."""
    views = {
        "pairs": text("Pairs ({count})", count=len(shown.pairs) + len(unknown)),
        "relations": text("Other relations ({count})", count=len(shown.relations)),
        "actors": text("Organisations ({count})", count=len(shown.actors)),
    }
    if frames:
        views["frames"] = text("Frames ({count})", count=len(frames))
    st.subheader(text("The same as a table"))
    view = st.segmented_control(
        text("What the table shows"), list(views), default="pairs", format_func=lambda v: views[v],
        key="net_table_view", label_visibility="collapsed", required=True,
    )  # fmt: skip
    if view == "relations":
        columns, rows = _relations(day, shown)
    elif view == "actors":
        columns, rows = actor_columns(day, shown, signs)
    elif view == "frames":
        columns, rows = _frames(day, frames)
    else:
        columns, rows = _pairs(day, shown, unknown)
    if not rows:
        st.caption(text("No row fits the filters."))
        return
    _draw(columns, rows, key=f"net_table_{view}_{scale}_{day.day}_{len(rows)}")


def _draw(columns: Mapping[str, Sequence[Any]], rows: Sequence[Chosen], *, key: str) -> None:
    chosen = selection.selected()
    at = next((n for n, row in enumerate(rows) if chosen and same(row, chosen)), None)
    # a key of its own for each choice: the row chosen in the canvas is marked here
    event = st.dataframe(
        columns,
        hide_index=True,
        width="stretch",
        height=360,
        on_select="rerun",
        selection_mode="single-row",
        # who was never asked has no day; the days stay days, so that they can be put in order
        placeholder="–",
        column_config={text("Newest report"): st.column_config.DateColumn(format="DD.MM.YYYY")},
        selection_default={"selection": {"rows": [] if at is None else [at]}},
        key=f"{key}_{at}",
    )
    picked = event["selection"]["rows"]
    if picked and picked[0] != at and picked[0] < len(rows):
        selection.select(dict(rows[picked[0]]))
        st.rerun()


def same(row: Chosen, chosen: Chosen) -> bool:
    """Whether a row stands for what is chosen; the two sides of a pair in any order.

    Examples
    --------
    >>> same({"kind": "pair", "a": "x", "b": "y"}, {"kind": "pair", "a": "y", "b": "x"})
    True
    """
    if row["kind"] != chosen.get("kind"):
        return False
    if row["kind"] == "actor":
        return bool(row["id"] == chosen["id"])
    return {row["a"], row["b"]} == {chosen["a"], chosen["b"]}


def _pairs(
    day: Day, shown: Shown, unknown: Sequence[tuple[str, str]]
) -> tuple[dict[str, list[Any]], list[dict[str, Any]]]:
    names = {o: r.name for o, r in day.organisations.items()}
    rows: list[tuple[str, str, Any]] = [(p.a, p.b, p) for p in shown.pairs] + [(a, b, None) for a, b in unknown]
    rows.sort(key=lambda r: (names[r[0]].casefold(), names[r[1]].casefold()))

    words = {state: side.state_word(state) for state in {p.state if p else "unknown" for _, _, p in rows}}

    def said(pair: Any, n: int) -> str:
        return "?" if pair is None or pair.views[n] is None else str(pair.views[n])

    return {
        text("Organisation"): [names[a] for a, _, _ in rows],
        text("says"): [said(p, 0) for _, _, p in rows],
        text("Other organisation"): [names[b] for _, b, _ in rows],
        text("says, too"): [said(p, 1) for _, _, p in rows],
        text("State"): [words[p.state if p else "unknown"] for _, _, p in rows],
        text("Newest report"): [p.newest if p else None for _, _, p in rows],
    }, [{"kind": "pair", "a": a, "b": b} for a, b, _ in rows]


def _relations(day: Day, shown: Shown) -> tuple[dict[str, list[Any]], list[dict[str, Any]]]:
    names = {o: r.name for o, r in day.organisations.items()}
    words = day.vocabulary["relation_kinds"]
    rows = sorted(shown.relations, key=lambda r: (names[r.from_].casefold(), names[r.to].casefold(), r.kind))
    return {
        text("From"): [names[r.from_] for r in rows],
        text("Relation"): [words.label_of(r.kind) for r in rows],
        text("To"): [names[r.to] for r in rows],
        text("Service"): [day.services[r.service].name if r.service in day.services else "" for r in rows],
        text("Since"): [f"{r.since:%d.%m.%Y}" if r.since else "–" for r in rows],
        text("Until"): [f"{r.until:%d.%m.%Y}" if r.until else "–" for r in rows],
    }, [{"kind": "pair", "a": r.from_, "b": r.to} for r in rows]


def actor_columns(day: Day, shown: Shown, signs: Signs) -> tuple[dict[str, list[Any]], list[dict[str, Any]]]:
    """Make the table of organisations, in order of their names; with the signs in words where there are any."""
    pillars, kinds = day.vocabulary["pillars"], day.vocabulary["organisation_kinds"]
    ids = sorted(shown.actors, key=lambda a: day.organisations[a].name.casefold())
    ties = Counter(end for p in shown.pairs if p.is_tie for end in (p.a, p.b))
    spoke = {r.from_ for p in shown.pairs for r in (p.says_a, p.says_b) if r}
    every = day.district.organisations
    records = [day.organisations[a] for a in ids]
    return {
        text("Organisation"): [r.name for r in records],
        **({text("In the picture"): [said_of(signs, a) for a in ids]} if signs.legend else {}),
        text("Kind"): [kinds.label_of(r.kind) for r in records],
        text("Pillars"): [", ".join(pillars.label_of(p) for p in r.pillars) for r in records],
        text("Belongs to"): [every[r.parent].name if r.parent in every else "" for r in records],
        text("Works with"): [ties[a] for a in ids],
        text("Has said something"): [text("yes") if a in spoke else text("not yet") for a in ids],
    }, [{"kind": "actor", "id": a} for a in ids]


def said_of(signs: Signs, actor: str) -> str:
    """Say which sign an organisation bears, or nothing."""
    return f"{signs.of[actor]} {signs.words[actor]}" if actor in signs.of else ""


def _frames(day: Day, frames: Mapping[str, Sequence[str]]) -> tuple[dict[str, list[Any]], list[dict[str, Any]]]:
    every = day.district.organisations
    names = {top: every[top].name if top in every else top for top in frames}
    tops = sorted(frames, key=lambda top: names[top].casefold())
    folded = set(folded_now(frames))
    return {
        text("Frame"): [names[top] for top in tops],
        text("Organisations inside"): [len(frames[top]) for top in tops],
        text("Who"): [", ".join(every[m].name for m in frames[top]) for top in tops],
        text("Folded"): [text("yes") if top in folded else text("no") for top in tops],
    }, [{"kind": "actor", "id": FOLDED + top} for top in tops]
