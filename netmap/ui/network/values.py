"""The values of single organisations: a table in order of names, and sentences for one. They never rank."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import streamlit as st

from netmap.analysis.cooperation.structure import Structure
from netmap.analysis.day import Day
from netmap.analysis.network.figures import NetworkFigures
from netmap.exchange.figures import FigureColumn, FigureTable, to_workbook
from netmap.exchange.report import Block, Bullets
from netmap.messages import plural, text
from netmap.ui.downloads import Paper, offer
from netmap.ui.markup import decimal, plain
from netmap.ui.network.words import named
from netmap.usecases.desk import Desk
from netmap.usecases.network_signs import counted_said, figures_in
from netmap.usecases.view_paper import columns_block, headed

#: columns of whole numbers; all others are shares or measures with decimals
_WHOLE = ("degree", "k_core")


def columns() -> tuple[FigureColumn, ...]:
    """Give what each column of the table is called, for programs and for people, and what it means."""
    return (
        FigureColumn("actor", text("Organisation"), text("In order of names; a place in the table says nothing.")),
        FigureColumn("degree", text("Ties"), text("How many others it has a tie to.")),
        FigureColumn(
            "betweenness",
            text("On ways between others"),
            text(
                "Betweenness, normalised: on what share of the shortest ways between two others it stands, on average "
                "over all pairs of others, 0 to 1."
            ),
        ),
        FigureColumn(
            "constraint",
            text("Constraint"),
            text(
                "Constraint after Burt: how far its ties all lead to the same circle. Near 0: to many who are not tied "
                "to each other. Undefined without ties."
            ),
        ),
        FigureColumn(
            "effective_size",
            text("Effective size"),
            text(
                "Effective size after Burt: its ties, less the mean number of ties that its partners have among "
                "themselves. Undefined without ties."
            ),
        ),
        FigureColumn(
            "k_core",
            text("k-core"),
            text("The largest k for which it stands in a part where everybody has at least k ties within that part."),
        ),
        FigureColumn(
            "fragmentation_without",
            text("Parted without it"),
            text("Fragmentation of what is left without it: share of the pairs that no way joins, 0 to 1."),
        ),
        FigureColumn(
            "distance_fragmentation_without",
            text("Parted without it, with distance"),
            text(
                "The same, where longer ways count as partly parted: 1 less the mean of 1 ÷ distance over the pairs "
                "that are left."
            ),
        ),
    )


def values_table(day: Day, figures: NetworkFigures, *, note: str) -> FigureTable:
    """Make the table, in order of names; what is undefined is empty.

    Parameters
    ----------
    note
        What was counted: day, ties, organisations and who is left out.
    """
    head = columns()
    found = sorted(figures.to_dict()["table"], key=lambda row: (named(day, row["actor"]).casefold(), row["actor"]))
    rows = tuple((named(day, row["actor"]), *(row[c.name] for c in head[1:])) for row in found)
    return FigureTable("organisations", text("Values of each organisation"), head, rows, note)


def draw(desk: Desk, day: Day, figures: NetworkFigures, *, note: str, mark: object) -> None:
    """Draw the table, and offer it as a workbook with what its columns mean."""
    table = values_table(day, figures, note=note)
    st.markdown(f"**{plain(table.title)}**")
    st.caption(
        text(
            "In order of names. No value is good or bad by itself: who stands on many ways holds much together, and "
            "much hangs on them."
        )
    )
    st.dataframe(
        {c.title: [row[n] for row in table.rows] for n, c in enumerate(table.columns)},
        hide_index=True,
        width="stretch",
        height=420,
        placeholder="–",
        column_config={
            c.title: st.column_config.NumberColumn(format="%d" if c.name in _WHOLE else "localized", help=c.meaning)
            for c in table.columns[1:]
        },
        key="net_values_table",
    )
    offer(
        Paper(
            text("Save these values (XLSX)"), f"{day.day:%Y-%m-%d}-werte.xlsx", None,
            lambda: to_workbook([table], made_on=desk.house.today()),
            (day.day, day.district.revision, mark), "net_values_xlsx",
        ),
        text("These values as a workbook (XLSX)"),
        icon=":material/table_view:",
    )  # fmt: skip


def own(desk: Desk, day: Day, found: Callable[[], Structure], actor: str, *, layer: str) -> None:
    """Offer the values of one organisation, among those shown; counted when they are asked for."""
    if not st.toggle(text("Its values in the network"), key="net_own_values"):
        return
    with st.spinner(text("Counting …")):
        structure = found()
        figures = figures_in(desk, day, structure)
    for sentence, definition in own_values_said(figures, actor):
        st.markdown(f"- {plain(sentence)}", help=definition)
    st.caption(plain(counted_said(day, structure, layer=layer)))


def on_paper(table: FigureTable) -> dict[str, list[str]]:
    """Give the table in words for paper."""

    def written(name: str, value: object) -> str:
        if value is None:
            return "–"
        return decimal(value, digits=3) if isinstance(value, float) and name not in _WHOLE else str(value)

    return {c.title: [written(c.name, row[n]) for row in table.rows] for n, c in enumerate(table.columns)}


def blocks(table: FigureTable) -> list[Block]:
    """Give the table for paper, with what its columns mean."""
    return headed(
        table.title,
        [
            columns_block(on_paper(table), widths=[4, *[1.3] * (len(table.columns) - 1)]),
            Bullets([f"{c.title}: {c.meaning}" for c in table.columns]),
        ],
    )


def whole_values_said(figures: NetworkFigures) -> list[tuple[str, str]]:
    """Say how far the whole network hangs on single organisations; each sentence with its definition."""
    few = text("Undefined under three organisations.")
    said = []
    sentences: Sequence[tuple[float, Callable[[str], str], str]] = (
        (
            figures.degree_centralisation,
            lambda value: text(
                "How far ties run together at single organisations: {value} (0: all have equally many, 1: all ties end "
                "at one).",
                value=value,
            ),
            text("Degree centralisation (Freeman): Σ (most ties − own ties) ÷ ((n − 1)(n − 2))."),
        ),
        (
            figures.betweenness_centralisation,
            lambda value: text(
                "How far shortest ways run through single organisations: {value} (0: through all alike, 1: all through "
                "one).",
                value=value,
            ),
            text("Betweenness centralisation (Freeman): Σ (largest − own normalised betweenness) ÷ (n − 1)."),
        ),
    )
    for value, sentence, definition in sentences:
        undefined = math.isnan(value)
        said.append(
            (
                sentence("–" if undefined else decimal(value, digits=2)),
                f"{definition} {few}" if undefined else definition,
            )
        )
    said.append(
        (
            text(
                "No way of ties joins {share} of all pairs.",
                share=_share(figures.separation.fragmentation),
            ),
            text("Fragmentation: pairs that no way joins ÷ all pairs; 0: one piece, 100 %: no ties."),
        )
    )
    return said


def own_values_said(figures: NetworkFigures, actor: str) -> list[tuple[str, str]]:
    """Say the values of one organisation; each sentence with its definition."""
    at = figures.network.actors.index(actor)
    degree = int(figures.network.degrees[at])
    meaning = {c.name: c.meaning for c in columns()}
    said = [
        (
            plural(
                "{count} tie, of {all} that are possible.",
                "{count} ties, of {all} that are possible.",
                count=degree,
                all=figures.network.actor_count - 1,
            ),
            meaning["degree"],
        ),
        (
            text(
                "On average {share} of the shortest ways between two others lead through it.",
                share=_share(float(figures.betweenness[at])),
            ),
            meaning["betweenness"],
        ),
    ]
    if degree:
        said += [
            (
                text(
                    "Effective size {size} of {count}: the less, the more its partners are tied to each other.",
                    size=decimal(float(figures.effective_size[at]), digits=1),
                    count=degree,
                ),
                meaning["effective_size"],
            ),
            (
                text("Constraint {value}.", value=decimal(float(figures.constraint[at]), digits=2)),
                meaning["constraint"],
            ),
            (
                plural(
                    "It stands in a part where everybody has at least {count} tie within that part.",
                    "It stands in a part where everybody has at least {count} ties within that part.",
                    count=int(figures.k_core[at]),
                ),
                meaning["k_core"],
            ),
        ]
    said.append(
        (
            text(
                "Without it no way would join {share} of the pairs that are left; today it is {now} of all pairs.",
                share=_share(float(figures.separation.fragmentation_without[at])),
                now=_share(figures.separation.fragmentation),
            ),
            meaning["fragmentation_without"],
        )
    )
    said.append(
        (
            text(
                "The same with distance counted: {value} without it.",
                value=decimal(float(figures.distance_fragmentation_without[at]), digits=2),
            ),
            meaning["distance_fragmentation_without"],
        )
    )
    return said


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{decimal(100 * value, digits=1)} %"
