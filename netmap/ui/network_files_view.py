"""The partner network as files: take it along, or take one over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from netmap.analysis.day import Day
from netmap.errors import Fault, NetmapError
from netmap.exchange.graphs.values import GraphFile
from netmap.messages import plural, text
from netmap.model.partners import RELATION_KINDS
from netmap.ui.downloads import Paper, offer
from netmap.ui.markup import plain
from netmap.ui.network.shown import choices_now, drawn_now, filters_said
from netmap.ui.problems import errors_shown
from netmap.usecases import network_import as use
from netmap.usecases.desk import Desk
from netmap.usecases.network_files import EXPORTS, PICTURES
from netmap.usecases.network_import import WEIGHT, Columns, Preview
from netmap.usecases.network_picture import Drawn
from netmap.usecases.network_signs import CHOICES, NONE

_MOST_FAULTS = 30
#: of files that do not end on their kind
_ENDINGS = {"csv": "zip", "yed": "yed.graphml"}


def files(desk: Desk, day: Day, scale: str) -> None:
    """Draw the view."""
    take, bring = st.columns(2, gap="large")
    with take:
        _exports(desk, day, scale)
    with bring:
        if desk.actor.may("network.edit"):
            _import(desk, scale)


def _exports(desk: Desk, day: Day, scale: str) -> None:
    st.subheader(text("Take the network along"))
    st.caption(
        text(
            "As it stands on {day}; without protected addresses, notes on quality or tension.",
            day=f"{day.day:%d.%m.%Y}",
        )
    )
    drawn = drawn_now(day, scale=scale)
    kinds = day.vocabulary["relation_kinds"]
    on = [kinds.label_of(kind) for kind in drawn.layers] + ([text("frames")] if drawn.framed else [])
    on += [text(CHOICES[drawn.signs][0])] if drawn.signs != NONE else []
    left = filters_said(day, choices_now(day))
    if on:
        st.caption(text("PDF, SVG and HTML also draw what is switched on in the picture: {what}.", what=", ".join(on)))
    if left:
        st.caption(text("PDF, SVG and HTML show the same part as the picture: {what}.", what=", ".join(left)))
    words = {
        "pdf": (text("To print"), "PDF"),
        "svg": (text("Picture"), "SVG"),
        "html": (text("One page that opens offline"), "HTML"),
        "xlsx": (text("Workbook"), "XLSX"),
        "csv": (text("Tables"), "CSV"),
        "gexf": (text("For Gephi"), "GEXF"),
        "graphml": (text("For igraph, networkx and others"), "GraphML"),
        "yed": (text("For yEd, with groups"), "yEd"),
    }
    for kind, (what, ending) in words.items():
        row = st.columns([6, 3], vertical_alignment="center")
        row[0].markdown(what)
        offer(
            Paper(
                text("Save {kind}", kind=ending),
                f"netzwerk-{day.day:%Y-%m-%d}.{_ENDINGS.get(kind, kind)}",
                None,
                _maker(desk, day, scale, kind, drawn),
                (scale, day.day, day.district.revision, drawn),
                f"netfile_{kind}",
            ),
            text("Make {kind}", kind=ending),
            row[1],
            width="stretch",
        )


def _maker(desk: Desk, day: Day, scale: str, kind: str, drawn: Drawn) -> Callable[[], bytes]:
    """Give what makes a file when it is asked for."""
    more = {"drawn": drawn} if kind in PICTURES else {}
    return lambda: EXPORTS[kind](desk, day, scale=scale, **more).content


def _import(desk: Desk, scale: str) -> None:
    st.subheader(text("Take a network over"))
    st.caption(text("GraphML, GEXF, or a CSV list of edges: you say which column is what."))
    given = st.file_uploader(text("File"), type=["graphml", "gexf", "xml", "csv"], key="netfile_given")
    if given is None:
        return
    try:
        data = given.getvalue()
        source, target = _ends(data, given.name)
        graph = use.read_network(data, name=given.name, source=source, target=target)
        columns = _columns(desk, graph, scale)
        found = use.preview(desk, graph, columns)
    except NetmapError as error:
        st.error(str(error))
        _faults(error.faults)
        return
    _preview(found)
    st.button(
        text("Take all of it over"),
        type="primary",
        disabled=not found.edits,
        key="netfile_take",
        on_click=_take,
        args=(desk, found),
    )


def _take(desk: Desk, found: Preview) -> None:
    with errors_shown():
        use.take_in(desk, found)
        st.toast(text("Taken over in one step."))


def _ends(data: bytes, name: str) -> tuple[str | None, str | None]:
    """Ask which columns of an edge list hold the ends; they come filled in where the head says it."""
    head, start, end = use.ends_in(data, name=name)
    if len(head) < 2:
        return start, end
    row = st.columns(2)
    source = row[0].selectbox(
        text("An edge begins at"), head, index=head.index(start) if start else 0, key=f"netfile_from_{head}"
    )
    others = [column for column in head if column != source]
    target = row[1].selectbox(
        text("and leads to"), others, index=others.index(end) if end in others else 0, key=f"netfile_to_{head}_{source}"
    )
    return source, target


def _columns(desk: Desk, graph: GraphFile, scale: str) -> Columns:
    nodes, edges = use.columns_in(graph.nodes), use.columns_in(graph.edges)
    label, nothing = text("the label of the node"), text("the file does not say")
    name = _choice(text("Name of the organisation"), [None, *nodes], label, "name")
    kind = _choice(
        text("Kind of organisation"), [None, *nodes], nothing, "kind", start="kind" if "kind" in nodes else None
    )
    usual_level, usual_day, usual_by = use.named_as_usual(edges)
    options = [WEIGHT, *edges, None]
    level = _choice(
        text("Level"),
        options,
        text("no level: edges are relations"),
        "level",
        start=usual_level or WEIGHT,
        weight=text("the weight of the edge"),
    )
    relation = "informs"
    if level is None:
        kinds = desk.house.vocabulary["relation_kinds"]
        relation = st.selectbox(
            text("Which relation"), RELATION_KINDS, format_func=kinds.label_of, key="netfile_relation"
        )
    both = st.toggle(text("Edges without direction count for both sides"), value=True, key="netfile_both")
    for_all = text("one for all")
    day = by = None
    if level is not None and edges:
        row = st.columns(2)
        with row[0]:
            day = _choice(text("Day of the report"), [None, *edges], for_all, "day", start=usual_day)
        with row[1]:
            by = _choice(text("Who said it"), [None, *edges], for_all, "by", start=usual_by)
    on = st.date_input(
        text("Said on, where a row names no day") if day else text("Said on"),
        value=desk.house.today(),
        format="DD.MM.YYYY",
        key="netfile_on",
    )
    source = st.text_input(
        text("Source, where a row names nobody") if by else text("Source"),
        value=text("import from a file"),
        key="netfile_source",
    )
    return Columns(
        on=on if isinstance(on, date) else desk.house.today(),
        name=name,
        kind=kind,
        level=level,
        relation=relation or "informs",
        both=both,
        scale=scale,
        source=source,
        day=day,
        by=by,
    )


def _choice(
    title: str, options: Sequence[str | None], none: str, key: str, *, start: str | None = None, weight: str = ""
) -> str | None:
    found: Any = st.selectbox(
        title,
        options,
        index=options.index(start) if start in options else 0,
        format_func=lambda o: none if o is None else weight if o == WEIGHT and weight else o,
        key=f"netfile_{key}_{options}",
    )
    return None if found is None else str(found)


def _preview(found: Preview) -> None:
    st.markdown(
        "\n".join(
            f"- {line}"
            for line in (
                plural("{count} new organisation", "{count} new organisations", count=len(found.new)),
                plural("{count} is there already", "{count} are there already", count=len(found.matched)),
                plural("{count} report", "{count} reports", count=len(found.reports)),
                plural("{count} relation", "{count} relations", count=len(found.relations)),
            )
        )
    )
    if found.new:
        with st.expander(text("New organisations")):
            st.markdown("\n".join(f"- {plain(o.name)}" for o in found.new[:200]))
    if found.losses:
        with st.expander(
            text("What is lost or read in a special way ({count})", count=len(found.losses)), expanded=True
        ):
            _faults(found.losses)


def _faults(faults: Sequence[Fault]) -> None:
    if faults:
        st.markdown("\n".join(f"- {plain(str(f))}" for f in faults[:_MOST_FAULTS]))
    if len(faults) > _MOST_FAULTS:
        st.caption(text("… and {count} more", count=len(faults) - _MOST_FAULTS))
