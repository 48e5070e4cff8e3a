"""The tab of needs that come together: released pairs with their providers, triples, and quarters over time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.day import Day
from netmap.analysis.gaps import Limits
from netmap.analysis.needpairs import ProviderPairs
from netmap.messages import plural, text
from netmap.ui.canvas import cell_table
from netmap.ui.halves import halves
from netmap.ui.markup import plain
from netmap.ui.planning import quarters_view, triples_view
from netmap.ui.problems import errors_shown
from netmap.usecases.desk import Desk
from netmap.usecases.needs import NeedPairs, hand_over, handed_over_pairs, need_pairs, take_back_pair
from netmap.usecases.network import day_at

_PAIR = "plan_pair"
_HELD = "plan_pairs_held"


def draw(desk: Desk, on: date, limits: Limits) -> None:
    """Draw the tab."""
    del limits  # pairs know no minutes
    views = {"pairs": text("Pairs"), "triples": text("Three at once"), "quarters": text("Over the quarters")}
    view = st.segmented_control(
        text("View"),
        list(views),
        default="pairs",
        format_func=lambda v: views[v],
        key="plan_together",
        label_visibility="collapsed",
        required=True,
    )
    if view == "quarters":
        quarters_view.draw(desk, on)
    else:
        _together(desk, on, triples=view == "triples")


def _together(desk: Desk, on: date, *, triples: bool) -> None:
    day = day_at(desk, on)
    found = _found(desk, on)
    if found.released.cases is None:
        st.info(
            text(
                "Fewer than {threshold} cases have open needs: nothing can be shown.",
                threshold=found.released.threshold,
            )
        )
        return
    if triples:
        triples_view.draw(found, day)
    else:
        _pairs(desk, found, day)
    with st.expander(text("How these figures were protected")):
        st.markdown("\n".join(f"- {plain(str(m))}" for m in found.released.protocol))


def _pairs(desk: Desk, found: NeedPairs, day: Day) -> None:
    st.markdown(
        text(
            "{cases} cases with open needs. {shown} pairs of needs can be shown; the others stay withheld.",
            cases=found.released.cases,
            shown=sum(n is not None for n in found.released.pairs.values()),
        )
    )
    picture, beside = halves(17, 7)
    with picture:
        cell_table(pair_table(found, day, selected=_chosen()), key="plan-pairs", height=680, on_select=_on_cell)
    with beside, st.container(border=True):
        _detail(desk, found, day)


def _found(desk: Desk, on: date) -> NeedPairs:
    """Ask the gate anew only when cases or partners changed."""
    mark = (on, desk.house.cases.latest(), desk.house.district().revision, desk.house.settings.threshold)
    held = st.session_state.get(_HELD)
    if held is None or held[0] != mark:
        made = need_pairs(desk, on=on)
        # the release itself is written down: what counts is the state after it
        mark = (on, desk.house.cases.latest(), desk.house.district().revision, desk.house.settings.threshold)
        held = st.session_state[_HELD] = (mark, made)
    found = held[1]
    assert isinstance(found, NeedPairs)
    return found


def _chosen() -> tuple[str, str] | None:
    return st.session_state.get(_PAIR)


def _on_cell(event: Mapping[str, Any]) -> None:
    a, b = sorted((str(event["row"]), str(event["column"])))
    st.session_state[_PAIR] = (a, b)


def pair_table(found: NeedPairs, day: Day, *, selected: tuple[str, str] | None) -> dict[str, Any]:
    """Make the matrix: each pair once, in the half below the diagonal; withheld is said, never drawn as 0."""
    needs = sorted({n for p in found.released.pairs for n in p})
    label = day.vocabulary["needs"].label_of
    most = max((n for n in found.released.pairs.values() if n is not None), default=1)
    cells = [_cell(p, found.released.pairs[p.needs], most) for p in found.providers]
    return {
        "caption": text("Needs that come together: cases with both, and how their providers work together"),
        "corner": text("Need"),
        "columns": [{"id": n, "name": label(n)} for n in needs[:-1]],
        "rows": [{"id": n, "name": label(n)} for n in needs[1:]],
        "cells": cells,
        "legend": [
            {"tone": "l3", "text": text("many cases")},
            {"tone": "l1", "text": text("few cases")},
            {"tone": "blank", "sign": "–", "text": text("withheld: too few, or computable from the rest")},
            {"tone": "warn", "sign": "!", "text": text("no pair of providers works together")},
        ],
        "selected": {"row": selected[1], "column": selected[0]} if selected else None,
    }


def _cell(pair: ProviderPairs, cases: int | None, most: int) -> dict[str, Any]:
    a, b = pair.needs
    cell: dict[str, Any] = {"row": b, "column": a}
    if cases is None:
        return {**cell, "tone": "blank", "word": "–", "text": text("withheld")}
    alone = pair.provider_pairs > 0 and pair.connected == 0 and pair.same_provider == 0
    tone = "l3" if 3 * cases > 2 * most else "l2" if 3 * cases > most else "l1"
    lines = [
        text("{connected} of {all} provider pairs connected", connected=pair.connected, all=pair.provider_pairs)
        if pair.provider_pairs
        else text("no two providers")
    ]
    return {
        **cell,
        "tone": "warn" if alone else tone,
        "sign": "!" if alone else None,
        "word": plural("{count} case", "{count} cases", count=cases),
        "lines": lines,
    }


def _detail(desk: Desk, found: NeedPairs, day: Day) -> None:
    chosen = _chosen()
    pair = next((p for p in found.providers if p.needs == chosen), None)
    if pair is None:
        st.info(text("Choose a pair to see who would have to work together."))
        return
    label = day.vocabulary["needs"].label_of
    st.subheader(plain(f"{label(pair.needs[0])} + {label(pair.needs[1])}"))
    cases = found.released.pairs[pair.needs]
    st.markdown(
        plural("{count} case", "{count} cases", count=cases)
        if cases is not None
        else text("The number of cases is withheld.")
    )
    st.markdown(
        "\n".join(
            f"- {line}"
            for line in (
                plural(
                    "{count} organisation offers both", "{count} organisations offer both", count=pair.same_provider
                ),
                text("{count} pairs of different providers", count=pair.provider_pairs),
                text("{count} connected", count=pair.connected),
                text("{count} contradicted: the two sides see it differently", count=pair.contradicted),
                text("{count} without cooperation", count=pair.zero),
                text("{count} unknown: nobody was asked – that is not zero", count=pair.unknown),
                text("{count} last reported more than two years ago", count=pair.older_than_two_years),
            )
        )
    )
    _to_talk(pair, day)
    if cases is not None and desk.actor.may("planning.edit"):
        _hand_over(desk, found, pair.needs)


def _hand_over(desk: Desk, found: NeedPairs, pair: tuple[str, str]) -> None:
    """Let planners put a pair on the coordinators' list, and take it off again; no count goes along."""
    if pair in handed_over_pairs(desk):
        st.markdown(text("This pair stands on the coordinators' list of who must talk."))
        if st.button(text("Take it off the list"), key="plan_pair_back"):
            with errors_shown():
                take_back_pair(desk, pair)
                st.rerun()
        return
    if st.button(text("Hand over to the coordinators"), type="primary", key="plan_pair_over"):
        with errors_shown():
            hand_over(desk, found, pair)
            st.rerun()
    st.caption(text("They read which two needs it is, never how many cases."))


def _to_talk(pair: ProviderPairs, day: Day) -> None:
    known = pairs_of(day)
    names = day.district.organisations
    open_ = [p for p in pair.pairs if p not in known or known[p].state == "contradicted" or known[p].level == 0]
    if not open_:
        return
    st.markdown(f"**{text('Who should talk')}**")

    def reason(p: tuple[str, str]) -> str:
        if p not in known:
            return text("nobody asked")
        return text("they see it differently") if known[p].state == "contradicted" else text("no cooperation")

    told = sorted(open_, key=lambda p: (p not in known, p))[:12]
    st.markdown("\n".join(f"- {plain(names[a].name)} – {plain(names[b].name)}: {reason((a, b))}" for a, b in told))
    if len(open_) > len(told):
        st.caption(text("… and {count} more", count=len(open_) - len(told)))
    st.markdown("".join(("[", text("To the list of who must talk"), "](netzwerk)")))
