"""GEXF 1.3 as Gephi opens it: attributes, places, colours, sizes, times."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from netmap.exchange.graphs.columns import Column, cells, columns_of
from netmap.exchange.graphs.gexf_reader import PARENT
from netmap.exchange.graphs.safe_xml import to_bytes, writable
from netmap.exchange.graphs.values import GraphEdge, GraphFile, GraphNode, Losses, WrittenGraph
from netmap.messages import message

NAMESPACE = "http://gexf.net/1.3"
VIZ = "http://gexf.net/1.3/viz"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def to_gexf(graph: GraphFile) -> WrittenGraph:
    """Write a network as GEXF 1.3.

    Times become times where all of them are days (2026-11-20), and text otherwise. A parent is
    written as a column, for GEXF 1.3 nests no nodes.

    Examples
    --------
    >>> written = to_gexf(GraphFile(nodes=(GraphNode("01", label="Jobcenter"),)))
    >>> b'<node id="01" label="Jobcenter"/>' in written.data
    True
    """
    return _Writer(graph).write()


class _Writer:
    def __init__(self, graph: GraphFile) -> None:
        self.graph = graph
        self.losses = Losses()
        times = [limit for edge in graph.edges for limit in (edge.start, edge.end) if limit is not None]
        self.dated = bool(times) and all(_DAY.fullmatch(limit) for limit in times)
        self.node_columns = columns_of(graph.nodes, prefix="n", reserved=[PARENT], losses=self.losses)
        self.edge_columns = columns_of(graph.edges, prefix="e", reserved=["start", "end"], losses=self.losses)

    def write(self) -> WrittenGraph:
        root = etree.Element(f"{{{NAMESPACE}}}gexf", {"version": "1.3"}, nsmap={None: NAMESPACE, "viz": VIZ})
        self._write_meta(_add(root, "meta"))
        times = {"mode": "dynamic", "timeformat": "date"} if self.dated else {"mode": "static"}
        directed = any(edge.directed for edge in self.graph.edges)
        graph = _add(root, "graph", defaultedgetype="directed" if directed else "undirected", **times)
        nests = any(node.parent for node in self.graph.nodes)
        parent = [Column(PARENT, PARENT, PARENT, "string")] if nests else []
        _declare(graph, "node", [*self.node_columns, *parent])
        text_times = [] if self.dated else self._text_times()
        _declare(graph, "edge", [*self.edge_columns, *text_times])
        nodes = _add(graph, "nodes")
        for node in self.graph.nodes:
            self._write_node(nodes, node)
        edges = _add(graph, "edges")
        for index, edge in enumerate(self.graph.edges):
            self._write_edge(edges, edge, index, directed=directed)
        return WrittenGraph(to_bytes(root), self.losses.report())

    def _text_times(self) -> list[Column]:
        return [
            Column(limit, limit, limit, "string")
            for limit in ("start", "end")
            if any(getattr(edge, limit) is not None for edge in self.graph.edges)
        ]

    def _write_meta(self, meta: Any) -> None:
        _add(meta, "creator").text = "netmap"
        for title in ("description", "keywords"):
            if title in self.graph.attributes:
                _add(meta, title).text = writable(str(self.graph.attributes[title]))
        for title in self.graph.attributes.keys() - {"creator", "description", "keywords"}:
            self.losses.add("", message("GEXF has no place for '{title}' of the network as a whole", title=title))

    def _write_node(self, nodes: Any, node: GraphNode) -> None:
        element = _add(nodes, "node", id=writable(node.id))
        if node.label is not None:
            element.set("label", writable(node.label))
        values = [(column.id, text) for column, text in cells(node.attributes, self.node_columns)]
        if node.parent is not None:
            values.append((PARENT, writable(node.parent)))
        _write_values(element, values)
        if node.colour is not None:
            red, green, blue = (str(int(node.colour[place : place + 2], 16)) for place in (1, 3, 5))
            _add(element, "color", VIZ, r=red, g=green, b=blue)
        if node.x is not None and node.y is not None:
            _add(element, "position", VIZ, x=repr(node.x), y=repr(0.0 - node.y), z="0.0")  # its y grows upwards
        if node.size is not None:
            _add(element, "size", VIZ, value=repr(node.size))

    def _write_edge(self, edges: Any, edge: GraphEdge, index: int, *, directed: bool) -> None:
        element = _add(edges, "edge", id=str(index), source=writable(edge.source), target=writable(edge.target))
        if edge.directed != directed:
            element.set("type", "directed" if edge.directed else "undirected")
        if edge.weight is not None:
            element.set("weight", repr(edge.weight))
        if edge.kind is not None:
            element.set("kind", writable(edge.kind))
        times = {limit: text for limit in ("start", "end") if (text := getattr(edge, limit)) is not None}
        values = [(column.id, text) for column, text in cells(edge.attributes, self.edge_columns)]
        if self.dated:
            element.attrib.update(times)
        else:
            values += [(limit, writable(text)) for limit, text in times.items()]
        _write_values(element, values)


def _add(parent: Any, name: str, namespace: str = NAMESPACE, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)


def _declare(graph: Any, group: str, columns: Iterable[Column]) -> None:
    declared = list(columns)
    if declared:
        attributes = _add(graph, "attributes", **{"class": group, "mode": "static"})
        for column in declared:
            _add(attributes, "attribute", id=column.id, title=column.title, type=column.kind)


def _write_values(element: Any, values: list[tuple[str, str]]) -> None:
    if values:
        attvalues = _add(element, "attvalues")
        for column, text in values:
            _add(attvalues, "attvalue", **{"for": column, "value": text})
