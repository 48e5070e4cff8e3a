"""GEXF of any version, in any namespace, as Gephi, networkx, igraph and people write it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from netmap.errors import FormatError
from netmap.exchange.graphs.collecting import Collector
from netmap.exchange.graphs.safe_xml import children, first_child, hex_colour, local, number, parse_xml, rgb_colour
from netmap.exchange.graphs.typed import read_value
from netmap.exchange.graphs.values import Attributes, GraphEdge, GraphFile, GraphNode, Value
from netmap.messages import message

#: id and title of the column that a node's parent is written to, since GEXF 1.3 nests no nodes
PARENT = "parent"


@dataclass(frozen=True)
class _Column:
    title: str
    kind: str
    default: Value | None


def parse_gexf(data: bytes, *, name: str) -> GraphFile:
    """Read a GEXF document.

    Elements are found by their local names. What an ``attvalue`` does not say, the ``default`` of
    its column does. Each edge has its own direction.

    Raises
    ------
    FormatError
        It is no XML, no GEXF, or holds no graph.
    InputError
        Nodes without id or with the same, edges without ends, weights that are no numbers: all at once.

    Examples
    --------
    >>> text = b'<gexf><graph><nodes><node id="01" label="Jobcenter"/></nodes></graph></gexf>'
    >>> parse_gexf(text, name="a.gexf").nodes[0].id
    '01'
    """
    return read_gexf_tree(parse_xml(data, name=name), name=name)


def read_gexf_tree(root: Any, *, name: str) -> GraphFile:
    """Read a parsed GEXF document; see :func:`parse_gexf`."""
    graph = first_child(root, "graph")
    if graph is None:
        raise FormatError("{name} holds no <graph>.", name=name)
    return _Reader(name, graph).read(root)


class _Reader(Collector):
    def __init__(self, name: str, graph: Any) -> None:
        super().__init__(name)
        self.graph = graph
        self.directed = bool(graph.get("defaultedgetype") == "directed")
        self.columns: dict[str, dict[str, _Column]] = {"node": {}, "edge": {}}

    def read(self, root: Any) -> GraphFile:
        for declared in children(self.graph, "attributes"):
            self._read_columns(declared)
        self._read_level(self.graph, parent=None)
        return self.finish("gexf", _meta(root), settle=self._with_parent)

    def _read_columns(self, declared: Any) -> None:
        columns = self.columns.setdefault(declared.get("class") or "node", {})
        for attribute in children(declared, "attribute"):
            key = attribute.get("id") or attribute.get("title") or ""
            title = attribute.get("title") or key
            if any(column.title == title for column in columns.values()):
                title = f"{title} ({key})"  # two columns of one title stay two
            kind = attribute.get("type") or "string"
            default = first_child(attribute, "default")
            columns[key] = _Column(
                title=title,
                kind=kind,
                default=None if default is None else read_value((default.text or "").strip(), kind),
            )

    def _read_level(self, element: Any, *, parent: str | None) -> None:
        for group in children(element, "nodes"):
            for node in children(group, "node"):
                self._read_node(node, parent=parent)
        for group in children(element, "edges"):
            for edge in children(group, "edge"):
                self._read_edge(edge)

    def _read_node(self, element: Any, *, parent: str | None) -> None:
        node_id = self.new_id(element)
        if node_id is not None:
            self.nodes[node_id] = GraphNode(
                id=node_id,
                label=element.get("label") or None,
                attributes={**self._values(element, "node"), **_times(element)},
                parent=element.get("pid") or parent,
                where=self.where(element),
                **self._look(element),
            )
            if first_child(element, "spells") is not None:
                self.lose(element, message("the times when the node was there are not kept"))
        self._read_level(element, parent=node_id)

    def _look(self, element: Any) -> dict[str, Any]:
        look: dict[str, Any] = {}
        for part in children(element, "color", "position", "size", "shape"):
            if local(part) == "color":
                look["colour"] = _colour(part)
            elif local(part) == "position":
                across, up = (number(part.get(axis) or "") for axis in "xy")
                if across is not None and up is not None:
                    look |= {"x": float(across), "y": 0.0 - up}  # their y grows upwards
            elif local(part) == "size":
                size = number(part.get("value") or "")
                look["size"] = None if size is None else float(size)
            else:
                self.lose(part, message("the shape is not kept"))
        return look

    def _read_edge(self, element: Any) -> None:
        ends = self.ends(element)
        weight = self._weight(element)
        attributes = self._values(element, "edge")
        written = {key: str(attributes.pop(key)) for key in ("start", "end") if key in attributes}
        times = written | _times(element) | self._spells(element)
        if element.get("label"):
            attributes["label"] = element.get("label")
        for part in children(element, "color", "thickness", "shape"):
            self.lose(part, message("how an edge is drawn is not kept"))
        if ends is not None:
            self.edges.append(
                GraphEdge(
                    *ends,
                    weight=weight,
                    directed=self._is_directed(element),
                    kind=element.get("kind") or None,
                    attributes=attributes,
                    start=times.get("start"),
                    end=times.get("end"),
                    where=self.where(element),
                )
            )

    def _weight(self, element: Any) -> float | None:
        text = element.get("weight")
        if text is None:
            return None
        weight = number(text)
        if weight is None:
            self.wrong_number(element, "weight", text)
        return None if weight is None else float(weight)

    def _is_directed(self, element: Any) -> bool:
        kind = element.get("type")
        if kind is None:
            return self.directed
        if kind not in ("directed", "undirected", "mutual"):
            self.lose(element, message("'{kind}' is no known type of edge; the usual one is taken", kind=kind))
            return self.directed
        return bool(kind == "directed")

    def _spells(self, element: Any) -> dict[str, str]:
        """Read several times as one, from the first start to the last end; an open one stays open."""
        found = [_times(spell) for spells in children(element, "spells") for spell in children(spells, "spell")]
        if len(found) > 1:
            self.lose(element, message("of several times, the first start and the last end are kept"))
        whole: dict[str, str] = {}
        for limit, choose in (("start", min), ("end", max)):
            if found and all(limit in spell for spell in found):
                whole[limit] = choose(spell[limit] for spell in found)
        return whole

    def _values(self, element: Any, group: str) -> dict[str, Value]:
        columns = self.columns[group]
        values = {column.title: column.default for column in columns.values() if column.default is not None}
        seen: set[str] = set()
        for attvalue in _attvalues(element):
            key = attvalue.get("for") or attvalue.get("id") or ""
            if key not in columns:
                self.undeclared(attvalue, key)
            column = columns.get(key, _Column(key, "string", None))
            if key in seen:
                what = message("of several values of '{title}' over time, the last is kept", title=column.title)
                self.lose(attvalue, what)
            seen.add(key)
            text = str(attvalue.get("value") or attvalue.text or "")
            values[column.title] = self.value(attvalue, text, title=column.title, kind=column.kind)
        return values

    def _with_parent(self, node: GraphNode) -> GraphNode:
        """Resolve the parent; a column of that name counts where it names a node."""
        named = node.attributes.get(PARENT)
        if node.parent is None and PARENT in self.columns["node"] and isinstance(named, str) and named in self.nodes:
            rest: Attributes = {key: value for key, value in node.attributes.items() if key != PARENT}
            return replace(node, parent=named, attributes=rest)
        if node.parent is not None and node.parent not in self.nodes:
            self.losses.add(node.where, message("the parent '{parent}' is no node of the file", parent=node.parent))
            return replace(node, parent=None)
        return node


def _attvalues(element: Any) -> Iterator[Any]:
    for group in children(element, "attvalues"):
        yield from children(group, "attvalue")


def _colour(element: Any) -> str | None:
    if element.get("hex"):
        return hex_colour(element.get("hex"))
    return rgb_colour(element.get("r"), element.get("g"), element.get("b"))


def _times(element: Any) -> dict[str, str]:
    """Read from when to when; an open limit is taken like a closed one, a point in time as both."""
    point = element.get("timestamp")
    start = element.get("start") or element.get("startopen") or point
    end = element.get("end") or element.get("endopen") or point
    return {key: value for key, value in (("start", start), ("end", end)) if value}


def _meta(root: Any) -> dict[str, Value]:
    meta = first_child(root, "meta")
    if meta is None:
        return {}
    told = {local(part).lower(): (part.text or "").strip() for part in meta}
    return {key: value for key, value in told.items() if value}
