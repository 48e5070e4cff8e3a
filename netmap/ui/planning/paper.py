"""The report on paper: blocks of the report made of the figures, with the map."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from netmap.analysis.gaps import KINDS, Certainty
from netmap.exchange.figures import FigureTable, Value
from netmap.exchange.mapsvg import map_svg
from netmap.exchange.report import (
    Block,
    Bullets,
    Contents,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Remark,
    Table,
    report,
)
from netmap.exchange.typeset import Look
from netmap.messages import text
from netmap.model.counts import TOTAL
from netmap.ui.directory_view import missing_words
from netmap.ui.planning.controls import limit_words
from netmap.ui.planning.gapview import Filters, map_data
from netmap.usecases import published
from netmap.usecases.case_tables import area_name
from netmap.usecases.planning_overview import heaviest, overview_table
from netmap.usecases.planning_report import PlanningFigures, figure_tables, remark_words, subject_words, summary

#: what of a table goes on paper; the rest stands in the workbook
_ON_PAPER = {
    "gaps": (
        ("area", "need", "whom", "people_low", "people_high", "kind", "certainty", "reason", "source", "on"),
        (2, 2, 2, None, None, 2, None, 7, 2, None),
    ),
    "reach": (("need", "people", "people_without_access", "offers_unknown", "estimated"), (4, 2, 2, 2, 2)),
    "need_pairs": (
        ("need_a", "need_b", "cases", "provider_pairs", "connected", "contradicted", "unknown", "zero"),
        (4, 4, None, 2, 2, 2, 2, 2),
    ),
    "need_triples": (("need_a", "need_b", "need_c", "cases"), (3, 3, 3, None)),
    "need_quarters": (("quarter", "need", "cases", "named", "missing"), (2, 4, 2, 2, 2)),
}
#: the line between the two ends of a range
_RANGE = re.compile(r"(?<=\d)–(?=\d)")
#: so many areas stand beside each other in the overview
_ACROSS = 14
#: so many quarters stand on paper, all areas together; the rest is in the workbook
_QUARTERS = 4


def pdf(figures: PlanningFigures) -> bytes:
    """Set the report as an accessible PDF."""
    return report(
        blocks_of(figures),
        title=text("Where help does not arrive: {district}", district=figures.title),
        subtitle=text("Report for the district committee, as of {day}", day=f"{figures.on:%d.%m.%Y}"),
        footer=text("protected figures only · netmap"),
        look=Look(landscape=True),
    )


def blocks_of(figures: PlanningFigures) -> list[Block]:
    """Put the report together."""
    tables = {t.name: t for t in figure_tables(figures)}
    shown = Filters(certainties=frozenset({"certain", "possible"}))
    as_of = text("As of {day}.", day=f"{figures.on:%d.%m.%Y}")
    told = heaviest(figures)
    blocks: list[Block] = [
        Contents(),
        Heading(text("In short")),
        Bullets(summary(figures)),
        Heading(text("Gaps with most people behind them")),
        Paragraph(
            text(
                "Certain ones first, then by the upper end of the range. This is no order of offers or of people, nor "
                "of urgency. All gaps stand in the annex."
            ),
            quiet=True,
        ),
        Bullets(told) if told else Paragraph(text("none")),
        PageBreak(),
        *_overview(overview_table(figures), figures, as_of),
        Heading(text("Map")),
        _map(figures, shown),
        Heading(text("Reach by need")),
        Paragraph(f"{as_of} {tables['reach'].note}", quiet=True),
        _paper(tables["reach"]),
        Heading(text("Needs that come together")),
        Paragraph(f"{as_of} {text('Only pairs whose number may be shown; all others are withheld.')}", quiet=True),
        _paper(_without_withheld(tables["need_pairs"])),
        Heading(tables["need_triples"].title),
        Paragraph(f"{as_of} {tables['need_triples'].note}", quiet=True),
        _paper(tables["need_triples"]),
        Heading(tables["need_quarters"].title),
        Paragraph(text("All areas together; a dash is withheld. Sozialräume stand in the tables."), quiet=True),
        _paper(_last_quarters(tables["need_quarters"], figures)),
        *_remarks(figures),
        *_method(figures),
        PageBreak(),
        Heading(text("Annex: all gaps in provision")),
        Paragraph(f"{as_of} {tables['gaps'].note}", quiet=True),
        _paper(tables["gaps"], small=True),
        Heading(text("Annex: what the columns mean")),
        _meanings(tables),
    ]
    return blocks


def _overview(table: FigureTable, figures: PlanningFigures, as_of: str) -> list[Block]:
    """Set need × area, so many areas beside each other as a page has room for, with the signs explained."""
    kinds = figures.day.vocabulary["gap_kinds"]
    signs = " · ".join(f"{kinds[k].text('symbol')} {kinds[k].label}" for k in KINDS)
    blocks: list[Block] = [
        Heading(table.title),
        Paragraph(f"{as_of} {signs}.", quiet=True),
        Paragraph(table.note, quiet=True),
    ]
    count = len(table.columns) - 1
    across = -(-count // max(1, -(-count // _ACROSS))) if count else 1
    for first in range(1, count + 1, across):
        at = [0, *range(first, min(first + across, count + 1))]
        blocks.append(
            Table(
                [table.columns[i].title for i in at],
                # a range stays in one line
                [[_RANGE.sub("\u2060–\u2060", _said(row[i])) for i in at] for row in table.rows],
                widths=[None, *[1.0] * (len(at) - 1)],
                small=True,
            )
        )
    return blocks


def _meanings(tables: Mapping[str, FigureTable]) -> Block:
    rows = [
        [tables[name].title, column.title, column.meaning]
        for name, (on_paper, _) in _ON_PAPER.items()
        for column in tables[name].columns
        if column.name in on_paper
    ]
    return Table([text("Table"), text("Column"), text("Meaning")], rows, widths=[3, 2, 6], small=True)


def _map(figures: PlanningFigures, shown: Filters) -> Block:
    data = map_data(figures.gaps, shown, figures.day.district, figures.day.vocabulary, selected=None)
    if not data["areas"]:
        return Paragraph(text("There is no map: no area has a shape."))
    alt = "; ".join(f"{a['name']}: {a.get('word', '')}" for a in data["areas"])
    said = [text("The gap that weighs most in each area; hatched: possible")]
    if missing := missing_words(figures.day.district, [row[0] for row in figures.gaps.checked]):
        said.append(missing)
    return Picture(map_svg(data), alt, caption=". ".join(said), width=0.62)


def _without_withheld(table: FigureTable) -> FigureTable:
    at = [c.name for c in table.columns].index("cases")
    rows = tuple(r for r in table.rows if r[at] is not None)
    return FigureTable(table.name, table.title, table.columns, rows, table.note)


def _last_quarters(table: FigureTable, figures: PlanningFigures) -> FigureTable:
    last = {str(q.quarter) for q in figures.quarters.quarters[-_QUARTERS:]}
    everywhere = area_name(TOTAL, figures.day.district)
    rows = tuple(r for r in table.rows if r[0] in last and r[1] == everywhere)
    return FigureTable(table.name, table.title, table.columns, rows, table.note)


def _paper(table: FigureTable, *, small: bool = False) -> Block:
    names, widths = _ON_PAPER[table.name]
    at = [[c.name for c in table.columns].index(n) for n in names]
    if not table.rows:
        return Paragraph(text("none"))
    numbers = [all(isinstance(r[i], int) or r[i] is None for r in table.rows) for i in at]
    return Table(
        [table.columns[i].title for i in at],
        [[_said(r[i]) for i in at] for r in table.rows],
        align=["right" if n else "left" for n in numbers],
        widths=widths,
        small=small,
    )


def _said(value: Value) -> str:
    if value is None:
        return "–"
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)


def _remarks(figures: PlanningFigures) -> list[Block]:
    rows = [
        [subject_words(subject, figures.day), remark_words(r), r.by, f"{r.at.astimezone():%d.%m.%Y}"]
        for subject, remarks in sorted(figures.remarks.items())
        for r in remarks
    ]
    if not rows:
        return []
    head = [text("Gap"), text("Remark"), text("Who"), text("When")]
    return [Heading(text("What planners added")), Table(head, rows, widths=[4, 6, 2, None])]


def _method(figures: PlanningFigures) -> list[Block]:
    vocabulary, mode = figures.day.vocabulary, figures.gaps.limits.mode
    sources = sorted(
        {
            (c.row.source or text("not named"), f"{c.row.on:%d.%m.%Y}" if c.row.on else text("without a date"))
            for c in figures.gaps.checked.values()
        }
    )
    district = figures.day.district
    left = [
        text(
            "{count} combinations of need and area without any figure: unknown, not zero.", count=figures.not_recorded
        ),
        text(
            "{count} gaps of which it is unknown whether they are any are not in the map.",
            count=figures.count(certainty=Certainty.UNKNOWN),
        ),
        text("People whom nobody counted: without contact to any office, without a recorded need."),
        text("Offers of which nobody knows the places count as unlimited for certain gaps, as none for unknown ones."),
        text("Protected places appear nowhere."),
        *(str(w) for w in figures.gaps.warnings),
    ]
    wrong = [
        text(
            "{area}, {need}: {low} to {high} for the whole, but {parts_low} to {parts_high} for its parts together.",
            area=district.areas[d.area].name,
            need=vocabulary["needs"].label_of(d.need),
            low=d.whole[0],
            high=d.whole[1],
            parts_low=d.parts[0],
            parts_high=d.parts[1],
        )
        for d in figures.disagreements
    ]
    example = published.entitled_in_oberhausen()
    wrong.append(
        text(
            "That published figures disagree is usual. An example, people entitled in Oberhausen (advisory board of "
            "the Jobcenter, 29 April 2015): {said} Such differences are shown, not evened out.",
            said=published.said(example),
        )
    )
    kinds = [f"{k.label}: {k.description}" for k in vocabulary["gap_kinds"]]
    sure = [f"{c.label}: {c.description}" for c in vocabulary["certainties"]]
    return [
        Heading(text("Method and definitions")),
        Paragraph(limit_words(figures.gaps.limits, mode=mode and vocabulary["travel_modes"].label_of(mode))),
        Paragraph(
            text(
                "Each row of demand – area, need, target group, language, what is needed – is held against the offers "
                "of the day: who serves the area, fits, is usable, within reach, large enough, connected, there to "
                "stay, verified. Need is a range from a negotiation, never a number of its own."
            )
        ),
        Bullets(kinds),
        Bullets(sure),
        Heading(text("Sources and dates")),
        Bullets([f"{source}, {when}" for source, when in sources]),
        Heading(text("Who is left out")),
        Bullets(left),
        Heading(text("Where figures disagree")),
        Bullets(wrong),
        Heading(text("Protocol of disclosure control")),
        Bullets(list(dict.fromkeys(str(m) for m in (*figures.pairs.released.protocol, *figures.quarters.protocol)))),
        Remark(text("Figures from cases come from structures only: no key was used, no name was read.")),
    ]
