"""Taking over a network from a file: which column is what, a look before, and one step for all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from netmap.errors import Fault, InputError
from netmap.exchange.graphs.edge_list import edge_list_columns
from netmap.exchange.graphs.reading import is_edge_list, parse_graph
from netmap.exchange.graphs.values import GraphEdge, GraphFile, GraphNode, Losses, Value
from netmap.exchange.tabular import day_written
from netmap.messages import message
from netmap.model.changes import Edit, ImportNetwork, Receipt
from netmap.model.district import District
from netmap.model.entries import fold
from netmap.model.partners import DEFAULT_SCALE, RELATION_KINDS, SCALES, Organisation, Relation, Report
from netmap.usecases.desk import Desk, needs
from netmap.usecases.linkanswers import report_edits

#: stands for the weight of an edge among its columns
WEIGHT: Final = "weight"
#: the kind of new organisations of which the file says nothing
USUAL_KIND: Final = "association"
#: what a column is mostly called that says where an edge begins, and where it ends
_FROM: Final = frozenset({"source", "from", "von", "quelle"})
_TO: Final = frozenset({"target", "to", "nach", "an", "ziel"})
#: likewise the column with the level, the day of a report, and who made it
_LEVEL: Final = frozenset({"level", "stufe"})
_DAY: Final = frozenset({"on", "day", "date", "am", "tag", "datum", "gesagt am", "gemeldet am", "berichtet am"})
_BY: Final = frozenset({"by", "gesagt von", "gemeldet von", "berichtet von"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of the file is what.

    Attributes
    ----------
    name, kind
        Columns of the nodes: the organisation's name (``None``: its label), and its kind (``None``: unknown).
    level
        Column of the edges that holds the level (:data:`WEIGHT`: the weight); ``None``: edges are relations.
    relation
        The kind of relation that edges without a level become.
    both
        An edge without direction counts as said by both sides; otherwise by its source only.
    on, scale, source
        When it was said, on which scale, and by whom.
    day, by
        Columns of the edges that say so for each of them; ``on`` and ``source`` count where they are empty.
    """

    on: date
    name: str | None = None
    kind: str | None = None
    level: str | None = WEIGHT
    relation: str = "informs"
    both: bool = True
    scale: str = DEFAULT_SCALE
    source: str = ""
    day: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be taken over, and what of the file would be lost.

    Attributes
    ----------
    matched
        Nodes that are organisations of the district already, with the id of each.
    losses
        What is left out, or was read in a way that is not obvious.
    """

    new: tuple[Organisation, ...]
    matched: Mapping[str, str]
    reports: tuple[Report, ...]
    relations: tuple[Relation, ...]
    losses: tuple[Fault, ...]
    edits: tuple[Edit, ...] = field(repr=False, default=())


def ends_in(data: bytes, *, name: str) -> tuple[tuple[str, ...], str | None, str | None]:
    """Give the columns of a CSV edge list, and the two that by their name, else by their place, hold the ends.

    GraphML and GEXF say themselves where an edge leads: no columns.

    Raises
    ------
    InputError
        It is no table.
    """
    if not is_edge_list(data, name=name):
        return (), None, None
    head = edge_list_columns(data, name=name)
    named = [next((c for c in head if c.strip().casefold() in words), None) for words in (_FROM, _TO)]
    rest = [c for c in head if c not in named]
    start, end = (own or (rest.pop(0) if rest else None) for own in named)
    return head, start, end


def read_network(data: bytes, *, name: str, source: str | None = None, target: str | None = None) -> GraphFile:
    """Read a GraphML, GEXF or CSV file; of CSV, ``source`` and ``target`` are the columns that hold the ends.

    Raises
    ------
    InputError
        It is wrong; all faults at once.
    """
    return parse_graph(data, name=name, source=source or "source", target=target or "target")


def named_as_usual(columns: Iterable[str]) -> tuple[str | None, str | None, str | None]:
    """Give the columns that by their name hold the level, the day and who said it.

    Examples
    --------
    >>> named_as_usual(["Stufe", "Datum", "Notiz"])
    ('Stufe', 'Datum', None)
    """
    there = list(columns)
    level, day, by = (next((c for c in there if c.strip().casefold() in words), None) for words in (_LEVEL, _DAY, _BY))
    return level, day, by


def columns_in(items: Iterable[GraphNode | GraphEdge]) -> list[str]:
    """Give the columns that nodes or edges of a file have."""
    found: dict[str, None] = {}
    for item in items:
        found.update(dict.fromkeys(item.attributes))
    return sorted(found)


@needs("network.edit")
def preview(desk: Desk, graph: GraphFile, columns: Columns) -> Preview:
    """Say what a file would bring; nothing is changed.

    Raises
    ------
    InputError
        The scale or relation is none, or a day of a report cannot be read: all of these at once.
    """
    if columns.scale not in SCALES or columns.relation not in RELATION_KINDS:
        raise InputError("The scale or the kind of relation is not known.")
    return _Reading(desk, graph, columns).preview()


@needs("network.edit")
def take_in(desk: Desk, found: Preview, *, request: str | None = None) -> Receipt:
    """Take over what a preview showed, all of it in one step or nothing.

    Raises
    ------
    InputError
        There is nothing to take over.
    Conflict
        Somebody changed the same meanwhile.
    """
    if not found.edits:
        raise InputError("There is nothing new in this file.")
    return desk.house.partners.apply(
        ImportNetwork(found.edits), by=desk.actor.account, why="import network", request=request
    )


class _Reading:
    """Turns nodes and edges into organisations, reports and relations."""

    def __init__(self, desk: Desk, graph: GraphFile, columns: Columns) -> None:
        self._district: District = desk.house.district()
        self._kinds = desk.house.vocabulary["organisation_kinds"]
        self._graph, self._columns = graph, columns
        self._losses = Losses()
        self._faults: dict[str, Fault] = {}
        self._ids: dict[str, str] = {}

    def preview(self) -> Preview:
        new = self._organisations()
        matched = {n: i for n, i in self._ids.items() if i in self._district.organisations}
        reports, relations = self._edges()
        if self._faults:
            raise InputError(
                "{count} days cannot be read; nothing can be taken over yet.",
                count=len(self._faults),
                faults=list(self._faults.values()),
            )
        known = {r.key for r in self._district.relations}
        relations = [r for r in relations if r.key not in known]
        edits = [Edit.add(o) for o in new] + report_edits(self._district, reports) + [Edit.add(r) for r in relations]
        losses = (*self._graph.losses, *self._losses.report())
        return Preview(tuple(new), matched, tuple(reports), tuple(relations), losses, tuple(edits))

    def _organisations(self) -> list[Organisation]:
        by_name = {fold(o.name): i for i, o in self._district.organisations.items()}
        new: dict[str, Organisation] = {}
        for node in self._graph.nodes:
            name = self._name(node)
            found = node.id if node.id in self._district.organisations else by_name.get(fold(name))
            if found is None:
                made = Organisation(id=self._free_id(node.id, new), name=name, kind=self._kind(node))
                new[made.id] = made
                found = by_name[fold(name)] = made.id
            elif found in new:
                self._losses.add(node.where, message("two nodes have the same name; they become one organisation"))
            self._ids[node.id] = found
        return self._with_parents(new)

    def _with_parents(self, new: dict[str, Organisation]) -> list[Organisation]:
        for node in self._graph.nodes:
            own = self._ids[node.id]
            parent = self._ids.get(node.parent or "")
            if own in new and parent is not None and parent != own:
                new[own] = replace(new[own], parent=parent)
        return list(new.values())

    def _name(self, node: GraphNode) -> str:
        given = node.attributes.get(self._columns.name) if self._columns.name else node.label
        return (str(given).strip() if given is not None else "") or node.id

    def _kind(self, node: GraphNode) -> str:
        given = node.attributes.get(self._columns.kind) if self._columns.kind else None
        if given is None or not str(given).strip():
            self._losses.add(
                node.where,
                message("the file does not say what kind of organisation it is; '{kind}' was set", kind=USUAL_KIND),
            )
            return USUAL_KIND
        return str(given).strip()

    def _free_id(self, wanted: str, new: Mapping[str, Organisation]) -> str:
        made, number = wanted, 2
        while made in new or made in self._district.organisations:
            made, number = f"{wanted}-{number}", number + 1
        return made

    def _edges(self) -> tuple[list[Report], list[Relation]]:
        reports: dict[str, Report] = {}
        relations: dict[str, Relation] = {}
        for edge in self._graph.edges:
            a, b = self._ids[edge.source], self._ids[edge.target]
            if a == b:
                self._losses.add(edge.where, message("an organisation does not work with itself; left out"))
                continue
            if edge.kind in RELATION_KINDS or self._columns.level is None:
                relation = self._relation(edge, a, b)
                relations[relation.key] = relation
                continue
            for report in self._reports(edge, a, b):
                if report.key in reports and reports[report.key].level != report.level:
                    self._losses.add(edge.where, message("the same pair stands here twice; the last one counts"))
                reports[report.key] = report
        return list(reports.values()), list(relations.values())

    def _relation(self, edge: GraphEdge, a: str, b: str) -> Relation:
        kind = edge.kind if edge.kind in RELATION_KINDS else self._columns.relation
        service = edge.attributes.get("service")
        known = str(service) if service in self._district.services else None
        return Relation(
            from_=a,
            to=b,
            kind=str(kind),
            service=known,
            since=self._day(edge, edge.start),
            until=self._day(edge, edge.end),
        )

    def _day(self, edge: GraphEdge, written: str | None) -> date | None:
        if written is None:
            return None
        try:
            return date.fromisoformat(written[:10])
        except ValueError:
            self._losses.add(edge.where, message("'{value}' is no day; left out", value=written))
            return None

    def _reports(self, edge: GraphEdge, a: str, b: str) -> list[Report]:
        said: list[tuple[str, str, int | None, date]]
        own = {side: self._level(edge, edge.attributes.get(f"says_{side}")) for side in ("source", "target")}
        if any(f"says_{side}" in edge.attributes for side in own):
            said = [
                (a, b, own["source"], self._own_day(edge, "source")),
                (b, a, own["target"], self._own_day(edge, "target")),
            ]
        else:
            column = self._columns.level or WEIGHT
            level = self._level(edge, edge.weight if column == WEIGHT else edge.attributes.get(column))
            if level is None:
                self._losses.add(edge.where, message("the edge has no level of the scale; left out"))
                return []
            day = self._said_on(edge)
            said = [(a, b, level, day)]
            if self._columns.both and not edge.directed:
                said.append((b, a, level, day))
        by = edge.attributes.get(self._columns.by) if self._columns.by else None
        source = str(by or "").strip() or self._columns.source or None
        return [
            Report(from_=x, to=y, level=v, on=day, scale=self._columns.scale, by=source)
            for x, y, v, day in said
            if v is not None
        ]

    def _own_day(self, edge: GraphEdge, side: str) -> date:
        """Give the day on which one side said it, as netmap's own files have it."""
        written = edge.attributes.get(f"on_{side}")
        return (self._day(edge, str(written)) if written else None) or self._said_on(edge)

    def _said_on(self, edge: GraphEdge) -> date:
        """Give the day of an edge: of its own column, else since when it holds, else the one for all."""
        column = self._columns.day
        written = str(edge.attributes.get(column) or "").strip() if column else ""
        if not column or not written:
            return self._day(edge, edge.start) or self._columns.on
        found = day_written(written)
        if found is None:
            where = f"{edge.where}:{column}"
            said = message("'{value}' is not a date; write it as 2026-11-20", value=written)
            self._faults[where] = Fault(where, said)
        elif found.isoformat() != written:
            self._losses.add(f"{edge.where}:{column}", message("read as a day: {form}", form="TT.MM.JJJJ"))
        return found or self._columns.on

    def _level(self, edge: GraphEdge, value: Value | None) -> int | None:
        if value is None:
            return None
        low, high = SCALES[self._columns.scale]
        try:
            number = float(str(value).replace(",", "."))
        except ValueError:
            number = float("nan")
        if not number.is_integer():
            self._losses.add(edge.where, message("'{value}' is no whole level; left out", value=value))
            return None
        if not low <= number <= high:
            self._losses.add(edge.where, message("'{value}' is beyond the scale; left out", value=value))
            return None
        return int(number)
