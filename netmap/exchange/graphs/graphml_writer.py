"""GraphML that yEd draws as it is meant, and that igraph, networkx and Gephi read, too."""

from __future__ import annotations

from typing import Any

from lxml import etree

from netmap.exchange.graphs import yed
from netmap.exchange.graphs.columns import Column, cells, columns_of
from netmap.exchange.graphs.safe_xml import to_bytes, writable
from netmap.exchange.graphs.typed import common_type, write_value
from netmap.exchange.graphs.values import (
    GraphEdge,
    GraphFile,
    GraphNode,
    Losses,
    Value,
    WrittenGraph,
    children_of,
)
from netmap.messages import message

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

#: plain columns beside yEd's drawing, named as Gephi and others look for them
NODE_COLUMNS = {
    "label": "string",
    "x": "double",
    "y": "double",
    "size": "double",
    "r": "int",
    "g": "int",
    "b": "int",
}
EDGE_COLUMNS = {"weight": "double", "kind": "string", "start": "string", "end": "string"}
#: the column that names a node's parent, as GEXF has it
PARENT = "parent"


def to_graphml(graph: GraphFile, *, grouped: bool = False) -> WrittenGraph:
    """Write a network as GraphML.

    Places, colours, sizes and labels stand there twice: as yEd draws them, and as plain columns.
    A node without a label is drawn with its id.

    Parameters
    ----------
    grouped
        Nodes with others nested in them become groups of yEd. igraph and networkx read no column of a node inside
        a group, and igraph loses one without edges; so the usual file is flat and names each parent in a column.

    Examples
    --------
    >>> written = to_graphml(GraphFile(nodes=(GraphNode("01", label="Jobcenter"),)))
    >>> b'<node id="01">' in written.data
    True
    """
    return _Writer(graph, grouped=grouped).write()


class _Writer:
    def __init__(self, graph: GraphFile, *, grouped: bool) -> None:
        self.graph = graph
        self.losses = Losses()
        family = children_of(graph.nodes)
        self.family: dict[str | None, list[GraphNode]] = family if grouped else {None: list(graph.nodes)}
        self.named_parents = {
            node.id: parent for parent, nodes in family.items() for node in nodes if parent and not grouped
        }
        reserved = {*NODE_COLUMNS, PARENT, "name", "colour", "color"}
        self.node_columns = columns_of(graph.nodes, prefix="n", reserved=reserved - {"name"}, losses=self.losses)
        self.edge_columns = columns_of(graph.edges, prefix="e", reserved=EDGE_COLUMNS, losses=self.losses)

        for column in (*self.node_columns, *self.edge_columns):
            if column.kind == "liststring":
                self.losses.add("", message("GraphML knows no lists; '{title}' is one text", title=column.title))

    def write(self) -> WrittenGraph:
        root = etree.Element(f"{{{NAMESPACE}}}graphml", nsmap={None: NAMESPACE, "y": yed.NAMESPACE})
        for title, kind in NODE_COLUMNS.items():
            _declare(root, "node", Column(f"node_{title}", title, title, kind))
        if self.named_parents:
            _declare(root, "node", Column(f"node_{PARENT}", PARENT, PARENT, "string"))
        for title, kind in EDGE_COLUMNS.items():
            _declare(root, "edge", Column(f"edge_{title}", title, title, kind))
        for column in self.node_columns:
            _declare(root, "node", column)
        for column in self.edge_columns:
            _declare(root, "edge", column)
        whole = [
            (Column(f"g{index}", title, writable(title), common_type([value])), value)
            for index, (title, value) in enumerate(sorted(self.graph.attributes.items()))
        ]
        for column, _ in whole:
            _declare(root, "graph", column)
        for group in ("node", "edge"):
            _add(root, "key", **{"id": f"{group}_drawing", "for": group, "yfiles.type": f"{group}graphics"})
        directed = any(edge.directed for edge in self.graph.edges)
        graph = _add(root, "graph", id="G", edgedefault="directed" if directed else "undirected")
        for column, value in whole:
            _data(graph, column.id, value)
        self._write_nodes(graph, None)
        for index, edge in enumerate(self.graph.edges):
            self._write_edge(graph, edge, index, directed=directed)
        return WrittenGraph(to_bytes(root), self.losses.report())

    def _write_nodes(self, graph: Any, parent: str | None) -> None:
        for node in self.family.get(parent, []):
            is_group = node.id in self.family
            element = _add(graph, "node", id=writable(node.id))
            if is_group:
                element.set("yfiles.foldertype", "group")
            # the drawing first: networkx takes places from both, and the later ones count
            draw = yed.draw_group if is_group else yed.draw_node
            draw(_data(element, "node_drawing"), node, label=writable(node.label or node.id))
            self._write_node_data(element, node)
            if is_group:
                inner = _add(element, "graph", id=f"{writable(node.id)}:", edgedefault=graph.get("edgedefault"))
                self._write_nodes(inner, node.id)

    def _write_node_data(self, element: Any, node: GraphNode) -> None:
        plain: dict[str, Value | None] = {"label": node.label, "x": node.x, "y": node.y, "size": node.size}
        plain[PARENT] = self.named_parents.get(node.id)
        if node.colour is not None:
            plain |= {shade: int(node.colour[place : place + 2], 16) for shade, place in (("r", 1), ("g", 3), ("b", 5))}
        for title, value in plain.items():
            if value is not None:
                _data(element, f"node_{title}", value)
        for column, text in cells(node.attributes, self.node_columns):
            _data(element, column.id, text)

    def _write_edge(self, graph: Any, edge: GraphEdge, index: int, *, directed: bool) -> None:
        element = _add(graph, "edge", id=f"e{index}", source=writable(edge.source), target=writable(edge.target))
        if edge.directed != directed:
            element.set("directed", "true" if edge.directed else "false")
        for title in EDGE_COLUMNS:
            value = getattr(edge, title)
            if value is not None:
                _data(element, f"edge_{title}", value)
        for column, text in cells(edge.attributes, self.edge_columns):
            _data(element, column.id, text)
        label = edge.attributes.get("label")
        yed.draw_edge(_data(element, "edge_drawing"), edge, label=None if label is None else writable(str(label)))


def _add(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)


def _declare(root: Any, group: str, column: Column) -> None:
    kind = "string" if column.kind == "liststring" else column.kind
    _add(root, "key", **{"id": column.id, "for": group, "attr.name": column.title, "attr.type": kind})


def _data(element: Any, key: str, value: Value | None = None) -> Any:
    data = _add(element, "data", key=key)
    if value is not None:
        data.text = writable(write_value(value))
    return data
