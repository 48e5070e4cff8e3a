"""Three needs at once: released counts, each beside how the providers of its three pairs work together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import streamlit as st

from netmap.analysis.day import Day
from netmap.analysis.needpairs import ProviderPairs
from netmap.messages import plural, text
from netmap.ui.canvas import cell_table
from netmap.usecases.needs import NeedPairs


def draw(found: NeedPairs, day: Day) -> None:
    """Draw the triples that may be told; the most frequent first is no ranking of people or providers."""
    triples = found.released.triples
    if not triples:
        st.info(
            text(
                "No three needs may be shown: too few cases have the same three, or a count could be computed "
                "from the pairs."
            )
        )
        return
    st.markdown(
        plural(
            "{count} combination of three needs can be shown; whether there are others is not told.",
            "{count} combinations of three needs can be shown; whether there are others is not told.",
            count=len(triples),
        )
    )
    cell_table(triple_table(found, day), key="plan-triples", height=620)
    st.caption(
        text(
            "Each column says of one pair of the three how many pairs of different providers work together "
            "(level 1 or more, said by both or one side)."
        )
    )


def triple_table(found: NeedPairs, day: Day) -> dict[str, Any]:
    """Make the table: a row for each triple, its cases, and a cell for each of its three pairs."""
    label = day.vocabulary["needs"].label_of
    providers = {p.needs: p for p in found.providers}
    told = sorted(found.released.triples.items(), key=lambda item: (-item[1], item[0]))
    columns = [("cases", text("Cases")), *((str(k), text("Pair {number}", number=k)) for k in (1, 2, 3))]
    rows, cells = [], []
    for needs, count in told:
        row = "|".join(needs)
        rows.append({"id": row, "name": " + ".join(label(n) for n in needs)})
        cells.append(
            {
                "row": row,
                "column": "cases",
                "tone": "l2",
                "word": plural("{count} case", "{count} cases", count=count),
                "idle": True,
            }
        )
        for number, (a, b) in enumerate(combinations(needs, 2), start=1):
            cells.append({"row": row, "column": str(number), "idle": True, **_pair(a, b, providers, day)})
    return {
        "caption": text("Three needs at once: cases, and how the providers of each pair work together"),
        "corner": text("Needs"),
        "columns": [{"id": ident, "name": name} for ident, name in columns],
        "rows": rows,
        "cells": cells,
        "legend": [{"tone": "warn", "sign": "!", "text": text("no pair of providers works together")}],
        "selected": None,
    }


def _pair(a: str, b: str, providers: Mapping[tuple[str, str], ProviderPairs], day: Day) -> dict[str, Any]:
    label = day.vocabulary["needs"].label_of
    name = f"{label(a)} + {label(b)}"
    pair = providers.get((a, b))
    if pair is None or not pair.provider_pairs:
        return {"tone": "none", "word": name, "lines": [text("no two providers")]}
    alone = pair.connected == 0 and pair.same_provider == 0
    lines = [text("{connected} of {all} provider pairs connected", connected=pair.connected, all=pair.provider_pairs)]
    return {"tone": "warn" if alone else "l1", "sign": "!" if alone else None, "word": name, "lines": lines}
