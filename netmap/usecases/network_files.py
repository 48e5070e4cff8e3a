"""The partner network as files: pictures, graphs for other programs, tables, one page to pass on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final

from netmap.analysis.cooperation.pairs import CONFIRMED, CONTRADICTED, ONE_SIDED, Pair, actors_of, pairs_of
from netmap.analysis.day import Day
from netmap.exchange.figures import FigureColumn, FigureTable, to_archive, to_workbook
from netmap.exchange.graphs.gexf_writer import to_gexf
from netmap.exchange.graphs.graphml_writer import to_graphml
from netmap.exchange.graphs.values import GraphEdge, GraphFile, GraphNode
from netmap.exchange.network_html import network_html
from netmap.exchange.network_svg import description, network_svg, signs_named
from netmap.exchange.report import Paragraph, Picture, report
from netmap.exchange.typeset import Look
from netmap.messages import N_, text
from netmap.model.partners import DEFAULT_SCALE
from netmap.usecases.arranging import positions
from netmap.usecases.desk import Desk, needs
from netmap.usecases.network_picture import LEVELS_ALONE, Drawn, picture_of, shape_of, sizes_of, tone_of

#: how the two sides of a pair stand to each other
STATES: Final[Mapping[str, str]] = {
    CONFIRMED: N_("both agree"),
    ONE_SIDED: N_("one side has not answered"),
    CONTRADICTED: N_("they see it differently"),
}
GRAPHML: Final = "application/graphml+xml"
COOPERATION: Final = "cooperation"
_DIAMETERS: Final = (0.0, 28.0, 40.0, 56.0)


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to hand out."""

    name: str
    mime: str
    content: bytes


@needs("network.read")
def network_graph(
    desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE, only: Collection[str] | None = None
) -> GraphFile:
    """Give the network of a day as a graph: places, colours, levels from both sides, dates, other relations."""
    actors = [a for a in actors_of(day) if only is None or a in only]
    there = set(actors)
    pairs = [p for p in pairs_of(day, scale=scale).values() if p.a in there and p.b in there]
    places = positions(desk, day, scale=scale)
    sizes = sizes_of(actors, pairs)
    nodes = tuple(_node(day, a, places[a], sizes[a], there) for a in actors)
    edges = [_edge(p, scale) for p in pairs]
    edges += [
        GraphEdge(
            source=r.from_,
            target=r.to,
            kind=r.kind,
            # not every program reads directed and undirected edges in one file
            attributes={
                "direction": "source to target",
                **({"service": r.service} if r.service else {}),
                **_ends(r.from_, r.to, r.kind),
            },
            start=r.since.isoformat() if r.since else None,
            end=r.until.isoformat() if r.until else None,
        )
        for r in day.relations
        if r.from_ in there and r.to in there
    ]
    words = text("Partner network on {day}", day=f"{day.day:%d.%m.%Y}")
    return GraphFile(nodes, tuple(edges), {"description": f"{words} ({scale})"})


def _node(day: Day, actor: str, place: tuple[float, float], size: int, there: Collection[str]) -> GraphNode:
    record = day.organisations[actor]
    # Gephi and yEd draw every mark alike until a column says which outline it bears in the picture
    attributes = {"kind": day.code("organisation_kinds", record.kind), "outline": shape_of(day, actor)}
    if record.pillars:
        attributes["pillars"] = "; ".join(day.code("pillars", p) for p in record.pillars)
    return GraphNode(
        id=actor,
        label=record.name,
        attributes=attributes,
        x=place[0],
        y=place[1],
        colour=tone_of(day, actor),
        size=_DIAMETERS[size],
        parent=record.parent if record.parent in there else None,
    )


def _ends(source: str, target: str, kind: str) -> dict[str, str]:
    """Say in columns, too, what networkx and igraph forget of an undirected edge: which end is which, and its kind."""
    return {"source_id": source, "target_id": target, "relation": kind}


def _edge(pair: Pair, scale: str) -> GraphEdge:
    own: dict[str, str | int] = dict(_ends(pair.a, pair.b, COOPERATION))
    for side, said in (("source", pair.says_a), ("target", pair.says_b)):
        if said is not None:
            own |= {f"says_{side}": said.level, f"on_{side}": said.on.isoformat()}
    return GraphEdge(
        source=pair.a,
        target=pair.b,
        weight=float(pair.level),
        kind=COOPERATION,
        attributes={"level": pair.level, "state": pair.state, "scale": scale, **own},
        start=pair.newest.isoformat(),
    )


@needs("network.read")
def as_svg(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE, drawn: Drawn = LEVELS_ALONE) -> Exported:
    """Give the picture as SVG, with its fonts inside."""
    return _file(day, "svg", "image/svg+xml", network_svg(picture_of(desk, day, scale=scale, drawn=drawn)).encode())


@needs("network.read")
def as_pdf(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE, drawn: Drawn = LEVELS_ALONE) -> Exported:
    """Give the picture on an A3 page, as vectors."""
    picture = picture_of(desk, day, scale=scale, drawn=drawn)
    made = report(
        [
            Picture(network_svg(picture, fonts=False), alt=description(picture)),
            Paragraph(text("What each half of a line shows is what that side says. Unknown is not zero."), quiet=True),
            *(Paragraph(said, quiet=True) for said in signs_named(picture)),
        ],
        title=picture.title,
        footer=picture.title,
        look=Look(paper="a3", landscape=True),
        made_at=desk.house.clock(),
    )
    return _file(day, "pdf", "application/pdf", made)


@needs("network.read")
def as_gexf(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> Exported:
    """Give the network as GEXF, for Gephi."""
    return _file(day, "gexf", "application/gexf+xml", to_gexf(network_graph(desk, day, scale=scale)).data)


@needs("network.read")
def as_graphml(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> Exported:
    """Give the network as GraphML, for igraph, networkx and others: flat, each parent in a column."""
    return _file(day, "graphml", GRAPHML, to_graphml(network_graph(desk, day, scale=scale)).data)


@needs("network.read")
def as_yed(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> Exported:
    """Give the network as GraphML for yEd, with those that belong to others in groups."""
    return _file(day, "yed.graphml", GRAPHML, to_graphml(network_graph(desk, day, scale=scale), grouped=True).data)


@needs("network.read")
def as_csv(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> Exported:
    """Give pairs, organisations and relations as CSV files in a ZIP, with a data dictionary."""
    return _file(day, "zip", "application/zip", to_archive(_tables(desk, day, scale), made_on=desk.house.today()))


@needs("network.read")
def as_xlsx(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> Exported:
    """Give the same tables as a workbook."""
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(day, "xlsx", mime, to_workbook(_tables(desk, day, scale), made_on=desk.house.today()))


@needs("network.read")
def as_html(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE, drawn: Drawn = LEVELS_ALONE) -> Exported:
    """Give picture and table as one page that opens offline and asks for nothing outside."""
    picture = picture_of(desk, day, scale=scale, drawn=drawn)
    pairs = pairs_of(day, scale=scale)
    shown = [pairs[line.of or (line.a, line.b)] for line in picture.lines]
    page = network_html(picture, states=[text(STATES[p.state]) for p in shown], dates=[p.newest for p in shown])
    return _file(day, "html", "text/html", page.encode())


#: the ways that draw the network: they take what is switched on
PICTURES: Final[Mapping[str, Callable[..., Exported]]] = {"pdf": as_pdf, "svg": as_svg, "html": as_html}
#: all ways to take the network along, in the order in which they are offered
EXPORTS: Final[Mapping[str, Callable[..., Exported]]] = {
    **PICTURES,
    "xlsx": as_xlsx,
    "csv": as_csv,
    "gexf": as_gexf,
    "graphml": as_graphml,
    "yed": as_yed,
}


def _file(day: Day, ending: str, mime: str, content: bytes) -> Exported:
    return Exported(f"netzwerk-{day.day:%Y-%m-%d}.{ending}", mime, content)


def _column(name: str, title: str, meaning: str = "") -> FigureColumn:
    return FigureColumn(name, title, meaning)


def _tables(desk: Desk, day: Day, scale: str) -> list[FigureTable]:
    names = {i: o.name for i, o in day.organisations.items()}
    pairs = pairs_of(day, scale=scale).values()
    places = positions(desk, day, scale=scale)
    says = text("The level this side says; empty: it has not said anything, which is not zero.")
    pair_columns = (
        _column("a", text("Id of one side")),
        _column("a_name", text("One side")),
        _column("b", text("Id of the other side")),
        _column("b_name", text("Other side")),
        _column("a_says", text("One side says"), says),
        _column("b_says", text("Other side says"), says),
        _column(
            "level", text("Level"), text("Where both agree, theirs; where they differ, the lower; else the one said.")
        ),
        _column("state", text("State")),
        _column("newest", text("Newest report")),
        _column("scale", text("Scale")),
    )
    organisation_columns = (
        _column("id", text("Id")),
        _column("name", text("Organisation")),
        _column("kind", text("Kind")),
        _column("pillars", text("Pillars")),
        _column("x", text("Place in the picture, to the right")),
        _column("y", text("Place in the picture, downwards")),
    )
    relation_columns = (
        _column("from", text("From")),
        _column("to", text("To")),
        _column("kind", text("Kind")),
        _column("service", text("Service")),
        _column("since", text("Since")),
        _column("until", text("Until")),
    )
    note = text("As of {day}.", day=f"{day.day:%d.%m.%Y}")
    return [
        FigureTable(
            "pairs",
            text("Working together"),
            pair_columns,
            tuple((p.a, names[p.a], p.b, names[p.b], *p.views, p.level, p.state, p.newest, scale) for p in pairs),
            note,
        ),
        FigureTable(
            "organisations",
            text("Organisations"),
            organisation_columns,
            tuple(
                (i, o.name, day.code("organisation_kinds", o.kind), "; ".join(o.pillars), *places[i])
                for i, o in sorted(day.organisations.items())
            ),
            note,
        ),
        FigureTable(
            "relations",
            text("Other relations"),
            relation_columns,
            tuple((r.from_, r.to, r.kind, r.service, r.since, r.until) for r in day.relations),
            note,
        ),
    ]
