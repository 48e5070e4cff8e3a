"""What a committee reads first: need by area with signs, and the gaps with most people behind them in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from netmap.analysis.gaps import KINDS, Certainty, Gap, row_key, shown_people
from netmap.exchange.figures import FigureColumn, FigureTable
from netmap.messages import text
from netmap.usecases.planning_report import PlanningFigures, whom

#: so many rows of demand are told in words
_TOLD: Final = 6


def weight(gap: Gap) -> tuple[int, int]:
    """By what the gaps of one place are put in order: the surest first, then by kind."""
    return -int(gap.certainty), KINDS.index(gap.kind)


def by_cell(gaps: Iterable[Gap]) -> dict[tuple[str, str], list[Gap]]:
    """Put gaps into the cells of the table: need and area."""
    found: dict[tuple[str, str], list[Gap]] = {}
    for gap in gaps:
        found.setdefault((gap.row.need, gap.row.area), []).append(gap)
    return {k: sorted(v, key=weight) for k, v in found.items()}


def known(figures: PlanningFigures) -> list[Gap]:
    """Give the gaps of which something is known: the certain and the possible ones."""
    return [g for g in figures.gaps.gaps if g.certainty is not Certainty.UNKNOWN]


def heaviest(figures: PlanningFigures) -> list[str]:
    """Say the gaps with most people behind them: a sentence for each row of demand, the certain ones first.

    Rows of demand are put in order, by the upper end of their range: neither offers nor people are.
    """
    rows: dict[object, list[Gap]] = {}
    for gap in known(figures):
        rows.setdefault(row_key(gap.row), []).append(gap)
    groups = [sorted(gaps, key=weight) for gaps in rows.values()]

    def order(gaps: list[Gap]) -> tuple[object, ...]:
        low, high = gaps[0].people
        return -int(gaps[0].certainty), -high, -low, row_key(gaps[0].row)

    return [_sentence(gaps, figures) for gaps in sorted(groups, key=order)[:_TOLD]]


def _sentence(gaps: list[Gap], figures: PlanningFigures) -> str:
    day, top = figures.day, gaps[0]
    vocabulary, row = day.vocabulary, top.row
    kinds = [
        f"{vocabulary['gap_kinds'][g.kind].label} ({vocabulary['certainties'][g.certainty.word].label})" for g in gaps
    ]
    return text(
        "{need}, {area}, {whom}: {kinds}. {reasons} Source: {source}, {when}.",
        need=vocabulary["needs"].label_of(row.need),
        area=day.district.areas[row.area].name,
        whom=whom(row, day),
        kinds=", ".join(kinds),
        reasons=" ".join(str(r) for r in top.reasons),
        source=row.source or text("not named"),
        when=f"{row.on:%d.%m.%Y}" if row.on else text("without a date"),
    )


def overview_table(figures: PlanningFigures) -> FigureTable:
    """Make need × area with signs: the gap that weighs most, its people, and the signs of the others."""
    day = figures.day
    needs = day.vocabulary["needs"]
    cells = by_cell(known(figures))
    asked = {(key[1], key[0]) for key in figures.gaps.checked}
    order = {code: at for at, code in enumerate(needs.codes)}
    areas = sorted({area for _, area in asked})
    named = {a: day.district.areas[a].name for a in areas}
    return FigureTable(
        "overview",
        text("Overview: need and area"),
        (
            FigureColumn("need", text("Need"), text("what people need")),
            *(
                FigureColumn(f"area_{a}", named[a], text("{area}: sign of the gap that weighs most", area=named[a]))
                for a in areas
            ),
        ),
        tuple(
            (needs.label_of(n), *(_cell(cells.get((n, a), []), figures, asked=(n, a) in asked) for a in areas))
            for n in sorted({n for n, _ in asked}, key=lambda n: (order.get(n, len(order)), n))
        ),
        text(
            "Sign of the gap that weighs most, the people behind it (from – to), then the signs of further gaps; in "
            "brackets: possible, not certain; –: no finding, which does not mean that all are helped; n. r.: not "
            "recorded, which is not zero."
        ),
    )


def _cell(gaps: list[Gap], figures: PlanningFigures, *, asked: bool) -> str:
    if not gaps:
        return "–" if asked else text("n. r.")
    kinds = figures.day.vocabulary["gap_kinds"]
    top = gaps[0]
    ranges = [shown_people(g.row) for g in gaps if g.kind == top.kind]
    low, high = sum(one for one, _ in ranges), sum(two for _, two in ranges)
    people = f"{low}" if low == high else f"{low}–{high}"
    said = f"{kinds[top.kind].text('symbol')} {people}"
    further = "".join(kinds[k].text("symbol") or "" for k in dict.fromkeys(g.kind for g in gaps) if k != top.kind)
    said = said if top.certainty is Certainty.CERTAIN else f"({said})"
    return f"{said} {further}".strip()
