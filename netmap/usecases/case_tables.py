"""Tables of the report that come from cases: three needs at once, needs and what helps over the quarters."""

from __future__ import annotations

from netmap.analysis.needquarters import NO_AREA
from netmap.exchange.figures import FigureColumn, FigureTable
from netmap.messages import text
from netmap.model.catalogues import Vocabulary
from netmap.model.counts import TOTAL
from netmap.model.district import District
from netmap.usecases.gate import ReleasedPairs
from netmap.usecases.quarters import ReleasedQuarters


def triple_table(released: ReleasedPairs, vocabulary: Vocabulary) -> FigureTable:
    """Give the triples of needs that may be told; whether there are others is not told."""
    label = vocabulary["needs"].label_of
    return FigureTable(
        "need_triples",
        text("Three needs at once"),
        (
            FigureColumn("need_a", text("Need"), text("first need")),
            FigureColumn("need_b", text("and need"), text("second need")),
            FigureColumn("need_c", text("and third need"), text("third need")),
            FigureColumn("cases", text("Cases"), text("cases with all three needs")),
        ),
        tuple((*(label(n) for n in needs), count) for needs, count in sorted(released.triples.items())),
        text("Only what may be told; whether there are other combinations is not told."),
    )


def quarter_table(found: ReleasedQuarters, vocabulary: Vocabulary, district: District) -> FigureTable:
    """Give the needs named for the first time, by quarter and area; rows that tell nothing are left out."""
    label = vocabulary["needs"].label_of
    rows = tuple(
        (str(q.quarter), area_name(area, district), label(need), counts.cases, counts.named, counts.missing)
        for q in found.quarters
        for need, by_area in sorted(q.needs.items())
        for area, counts in sorted(by_area.items())
        if counts.is_told
    )
    return FigureTable(
        "need_quarters",
        text("Needs named for the first time, by quarter"),
        (
            FigureColumn("quarter", text("Quarter"), text("year and quarter")),
            FigureColumn("area", text("Area"), text("name of the Sozialraum, or all areas together")),
            FigureColumn("need", text("Need"), text("what people need")),
            FigureColumn("cases", text("Cases"), text("cases that named it for the first time; empty: withheld")),
            FigureColumn(
                "named", text("with help"), text("of these, with something that helps on a card; empty: withheld")
            ),
            FigureColumn(
                "missing", text("without"), text("of these, with nothing that helps on a card; empty: withheld")
            ),
        ),
        rows,
        " ".join(str(m) for m in found.protocol),
    )


def resource_table(found: ReleasedQuarters, district: District) -> FigureTable:
    """Give what was put on cards for the first time, by quarter and area, where it may be told."""
    rows = tuple(
        (str(q.quarter), area_name(area, district), entry_name(*entry, district), entry[1], count)
        for q in found.quarters
        for entry, by_area in sorted(q.entries.items())
        for area, count in sorted(by_area.items())
    )
    return FigureTable(
        "resources_quarters",
        text("What was put on cards for the first time"),
        (
            FigureColumn("quarter", text("Quarter"), text("year and quarter")),
            FigureColumn("area", text("Area"), text("name of the Sozialraum, or all areas together")),
            FigureColumn("name", text("Name"), text("service, organisation or neighbourhood resource")),
            FigureColumn("id", text("Id"), text("its id in the directory")),
            FigureColumn("cases", text("Cases"), text("cases on whose cards it stood for the first time")),
        ),
        rows,
        text("What is not listed is withheld or nobody: which of both is not told."),
    )


def area_name(area: str, district: District) -> str:
    """Name an area of figures by quarter."""
    if area == TOTAL:
        return text("all areas together")
    if area == NO_AREA:
        return text("area not known")
    return district.areas[area].name if area in district.areas else area


def entry_name(table: str, ident: str, district: District) -> str:
    """Name an entry of the partner room; what has gone since keeps its id."""
    row = getattr(district, table).get(ident)
    return ident if row is None else str(row.name)
