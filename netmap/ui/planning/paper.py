"""The report on paper: blocks of the report made of the figures, with the map."""

from __future__ import annotations

from netmap.analysis.gaps import Certainty
from netmap.exchange.figures import FigureTable, Value
from netmap.exchange.mapsvg import map_svg
from netmap.exchange.report import Block, Bullets, Heading, Paragraph, Picture, Remark, Table, report
from netmap.exchange.typeset import Look
from netmap.messages import text
from netmap.model.counts import TOTAL
from netmap.ui.planning.controls import limit_words
from netmap.ui.planning.gapview import Filters, map_data
from netmap.usecases import published
from netmap.usecases.case_tables import area_name
from netmap.usecases.planning_report import PlanningFigures, figure_tables, remark_words, subject_words, summary

#: what of a table goes on paper; the rest stands in the workbook
_ON_PAPER = {
    "gaps": (
        ("area", "need", "whom", "people_low", "people_high", "kind", "certainty", "reason"),
        (2, 2, 2, None, None, 2, None, 6),
    ),
    "reach": (("need", "people", "people_without_access", "offers_unknown", "estimated"), (4, 2, 2, 2, 2)),
    "need_pairs": (
        ("need_a", "need_b", "cases", "provider_pairs", "connected", "contradicted", "unknown", "zero"),
        (4, 4, None, 2, 2, 2, 2, 2),
    ),
    "need_triples": (("need_a", "need_b", "need_c", "cases"), (3, 3, 3, None)),
    "need_quarters": (("quarter", "need", "cases", "named", "missing"), (2, 4, 2, 2, 2)),
}
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
    blocks: list[Block] = [
        Heading(text("In short")),
        Bullets(summary(figures)),
        Heading(text("Map")),
        _map(figures, shown),
        Heading(text("Gaps in provision")),
        Paragraph(tables["gaps"].note, quiet=True),
        _paper(tables["gaps"]),
        Heading(text("Reach by need")),
        Paragraph(tables["reach"].note, quiet=True),
        _paper(tables["reach"]),
        Heading(text("Needs that come together")),
        Paragraph(text("Only pairs whose number may be shown; all others are withheld."), quiet=True),
        _paper(_without_withheld(tables["need_pairs"])),
        Heading(tables["need_triples"].title),
        Paragraph(tables["need_triples"].note, quiet=True),
        _paper(tables["need_triples"]),
        Heading(tables["need_quarters"].title),
        Paragraph(text("All areas together; a dash is withheld. Sozialräume stand in the tables."), quiet=True),
        _paper(_last_quarters(tables["need_quarters"], figures)),
        *_remarks(figures),
        *_method(figures),
    ]
    return blocks


def _map(figures: PlanningFigures, shown: Filters) -> Block:
    data = map_data(figures.gaps, shown, figures.day.district, figures.day.vocabulary, selected=None)
    if not data["areas"]:
        return Paragraph(text("There is no map: no area has a shape."))
    alt = "; ".join(f"{a['name']}: {a.get('word', '')}" for a in data["areas"])
    return Picture(
        map_svg(data), alt, caption=text("The gap that weighs most in each area; hatched: possible"), width=0.62
    )


def _without_withheld(table: FigureTable) -> FigureTable:
    at = [c.name for c in table.columns].index("cases")
    rows = tuple(r for r in table.rows if r[at] is not None)
    return FigureTable(table.name, table.title, table.columns, rows, table.note)


def _last_quarters(table: FigureTable, figures: PlanningFigures) -> FigureTable:
    last = {str(q.quarter) for q in figures.quarters.quarters[-_QUARTERS:]}
    everywhere = area_name(TOTAL, figures.day.district)
    rows = tuple(r for r in table.rows if r[0] in last and r[1] == everywhere)
    return FigureTable(table.name, table.title, table.columns, rows, table.note)


def _paper(table: FigureTable) -> Block:
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
    )


def _said(value: Value) -> str:
    return "–" if value is None else str(value)


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
