"""Gaps as the table and the map show them; pure, so that it is tested without the app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from netmap.analysis.areas import AreaTree
from netmap.analysis.gaps import KINDS, Certainty, Gap, GapReport, shown_people
from netmap.messages import plural, text
from netmap.model.catalogues import Vocabulary
from netmap.model.district import District
from netmap.model.partners import Demand
from netmap.ui.directory_view import drawn_areas
from netmap.usecases.planning_overview import by_cell, weight

#: colour of a kind; sign and word stand beside it
TONES: Final[Mapping[str, str]] = {
    "absent": "stop",
    "unusable": "warn",
    "out_of_reach": "warn",
    "insufficient": "warn",
    "disconnected": "petrol",
    "expiring": "petrol",
    "stale": "soft",
}
#: the map has its own, stronger tones
_MAP_TONES: Final[Mapping[str, str]] = {"stop": "stop", "warn": "warn", "petrol": "l2", "soft": "soft"}


#: the certainties that are shown before anybody chose; those of which nothing is known stand beside as a number
SHOWN_AT_FIRST: Final = ("certain", "possible")
#: how many chosen words are said; more are counted
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the gaps is shown; empty = everything."""

    needs: frozenset[str] = frozenset()
    group: str | None = None
    language: str | None = None
    kinds: frozenset[str] = frozenset()
    certainties: frozenset[str] = field(default_factory=lambda: frozenset(SHOWN_AT_FIRST))

    def has_row(self, row: Demand) -> bool:
        """Tell whether a row of demand is shown."""
        return (
            (not self.needs or row.need in self.needs)
            and (self.group is None or row.target_group == self.group)
            and (self.language is None or row.language == self.language)
        )

    def has(self, gap: Gap) -> bool:
        """Tell whether a gap is shown."""
        return (
            self.has_row(gap.row)
            and (not self.kinds or gap.kind in self.kinds)
            and gap.certainty.word in self.certainties
        )


def filter_words(filters: Filters, vocabulary: Vocabulary) -> str:
    """Say what is chosen, nothing where everything is shown."""
    parts = [
        *(("needs", n) for n in sorted(filters.needs)),
        *(("target_groups", g) for g in [filters.group] if g),
        *(("languages", g) for g in [filters.language] if g),
        *(("gap_kinds", k) for k in KINDS if k in filters.kinds),
        *(("certainties", c) for c in SHOWN_AT_FIRST if filters.certainties != set(SHOWN_AT_FIRST)
          and c in filters.certainties),
    ]  # fmt: skip
    words = [vocabulary[name].label_of(code) for name, code in parts]
    rest = len(words) - _MOST_WORDS
    return ", ".join([*words[:_MOST_WORDS], *([f"+{rest}"] if rest > 0 else [])])


def shown(report: GapReport, filters: Filters) -> list[Gap]:
    """Give the gaps that pass, in their order."""
    return [g for g in report.gaps if filters.has(g)]


def unknown_count(report: GapReport, filters: Filters) -> int:
    """Count the gaps of which it is unknown whether they are any, whether shown or not."""
    return sum(g.certainty is Certainty.UNKNOWN and filters.has_row(g.row) for g in report.gaps)


def people_of(rows: Iterable[Demand]) -> tuple[int, int]:
    """Add the ranges of rows up as they are shown; rows count different people."""
    ranges = [shown_people(r) for r in rows]
    return sum(low for low, _ in ranges), sum(high for _, high in ranges)


def range_words(people: tuple[int, int]) -> str:
    """Say a range of people."""
    low, high = people
    return (
        plural("{count} person", "{count} people", count=high)
        if low == high
        else text("{low}–{high} people", low=low, high=high)
    )


def table_data(
    report: GapReport,
    filters: Filters,
    district: District,
    vocabulary: Vocabulary,
    *,
    selected: tuple[str, str] | None,
    noted: frozenset[tuple[str, str]] = frozenset(),
) -> dict[str, Any]:
    """Make the need × area table: each cell its surest gap, people, certainty, and how many more."""
    judged = [c.row for c in report.checked.values() if filters.has_row(c.row)]
    cells = by_cell(shown(report, filters))
    asked: dict[tuple[str, str], list[Demand]] = {}
    for row in judged:
        asked.setdefault((row.need, row.area), []).append(row)
    needs = vocabulary["needs"]
    order = {code: i for i, code in enumerate(needs.codes)}
    rows = sorted({n for n, _ in asked}, key=lambda n: (order.get(n, len(order)), n))
    columns = sorted({a for _, a in asked})
    return {
        "caption": text("Gaps in provision by need and area"),
        "corner": text("Need"),
        "columns": [{"id": a, "name": district.areas[a].name} for a in columns],
        "rows": [{"id": n, "name": needs.label_of(n)} for n in rows],
        "cells": [_cell(key, cells.get(key, []), asked[key], vocabulary, noted=key in noted) for key in sorted(asked)]
        + [
            {"row": n, "column": a, "tone": "blank", "word": text("not recorded"), "idle": True}
            for n in rows
            for a in columns
            if (n, a) not in asked
        ],
        "legend": legend(vocabulary),
        "selected": {"row": selected[0], "column": selected[1]} if selected else None,
    }


def _cell(
    key: tuple[str, str], gaps: Sequence[Gap], rows: Sequence[Demand], vocabulary: Vocabulary, *, noted: bool
) -> dict[str, Any]:
    need, area = key
    cell: dict[str, Any] = {"row": need, "column": area}
    if not gaps:
        return {**cell, "tone": "none", "word": text("no finding"), "lines": [text("noted")] if noted else []}
    top = gaps[0]
    same = [g for g in gaps if g.kind == top.kind]
    entry = vocabulary["gap_kinds"][top.kind]
    line = range_words(people_of(g.row for g in same))
    if top.certainty is not Certainty.CERTAIN:
        line += f" · {vocabulary['certainties'][top.certainty.word].label}"
    others = list(dict.fromkeys(vocabulary["gap_kinds"][g.kind].label for g in gaps if g.kind != top.kind))
    lines = [line]
    if others:
        lines.append(text("also: {kinds}", kinds=", ".join(others)))
    if noted:
        lines.append(text("noted"))
    return {
        **cell,
        "tone": TONES[top.kind],
        "hatched": top.certainty is not Certainty.CERTAIN,
        "sign": entry.text("symbol") or "",
        "word": entry.label,
        "lines": lines,
    }


def legend(vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """Explain signs and hatching."""
    found: list[dict[str, Any]] = [
        {
            "tone": TONES[k],
            "sign": vocabulary["gap_kinds"][k].text("symbol") or "",
            "text": vocabulary["gap_kinds"][k].label,
        }
        for k in KINDS
    ]
    found.append({"tone": "warn", "hatched": True, "text": text("hatched: possible or unknown")})
    found.append({"tone": "none", "text": text("no finding – which does not mean that all are helped")})
    return found


def map_data(
    report: GapReport,
    filters: Filters,
    district: District,
    vocabulary: Vocabulary,
    *,
    selected: str | None,
) -> dict[str, Any]:
    """Make the map: each area with the gap that weighs most, also of the areas above it."""
    tree = AreaTree(district.areas)
    gaps = shown(report, filters)
    areas = []
    for area in sorted(drawn_areas(district), key=lambda a: str(a.id)):
        here = sorted(
            (g for g in gaps if g.row.area in tree.above[area.id] or area.id in tree.above[g.row.area]), key=weight
        )
        judged = any(r[0] in tree.above[area.id] or area.id in tree.above[r[0]] for r in report.checked)
        areas.append(
            {"id": area.id, "name": area.name, "geometry": area.shape, **_shape(here, vocabulary, judged=judged)}
        )
    kinds = vocabulary["gap_kinds"]
    return {
        "areas": areas,
        "points": [],
        "legend": [{"tone": _MAP_TONES[TONES[k]], "text": f"{kinds[k].text('symbol')} {kinds[k].label}"} for k in KINDS]
        + [{"tone": "warn", "hatched": True, "text": text("hatched: possible or unknown")}],
        "selected": {"kind": "area", "id": selected} if selected else None,
        "title": text("Gaps in provision by area"),
    }


def _shape(gaps: Sequence[Gap], vocabulary: Vocabulary, *, judged: bool) -> dict[str, Any]:
    if not gaps:
        return {"tone": "none", "word": text("no finding") if judged else text("not recorded")}
    top = gaps[0]
    entry = vocabulary["gap_kinds"][top.kind]
    needs = list(dict.fromkeys(vocabulary["needs"].label_of(g.row.need) for g in gaps))
    return {
        "tone": _MAP_TONES[TONES[top.kind]],
        "hatched": top.certainty is not Certainty.CERTAIN,
        "word": f"{entry.text('symbol')} {entry.label}",
        "text": plural("{count} gap", "{count} gaps", count=len(gaps)) + ": " + ", ".join(needs),
    }


def row_title(row: Demand, vocabulary: Vocabulary) -> str:
    """Say whom a row of demand is about, beyond need and area."""
    parts = []
    if row.target_group:
        parts.append(vocabulary["target_groups"].label_of(row.target_group))
    if row.language:
        parts.append(vocabulary["languages"].label_of(row.language))
    parts += [vocabulary["features"].label_of(f) for f in row.requires]
    return ", ".join(parts) or text("everybody")
