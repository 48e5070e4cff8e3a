"""What yEd draws: labels, places and colours inside GraphML data, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from netmap.exchange.graphs.safe_xml import children, first_child, hex_colour, local, number
from netmap.exchange.graphs.values import GraphEdge, GraphNode

NAMESPACE = "http://www.yworks.com/xml/graphml"

#: how large a node is drawn that has no size
USUAL_SIZE = 30.0


def node_graphics(data: Any, *, is_group: bool) -> dict[str, Any]:
    """Read label, centre, colour and size from a node's graphics.

    Parameters
    ----------
    data
        The ``<data>`` element whose key has ``yfiles.type="nodegraphics"``.
    is_group
        Groups are as large as what they hold; their size says nothing.
    """
    found: dict[str, Any] = {}
    for shape in _shapes(data):
        box = first_child(shape, "Geometry")
        if box is not None:
            left, top, width, height = (number(box.get(key) or "") for key in ("x", "y", "width", "height"))
            if left is not None and top is not None:
                found |= {"x": float(left + (width or 0) / 2), "y": float(top + (height or 0) / 2)}
            if height is not None and not is_group:
                found["size"] = float(height)
        fill = first_child(shape, "Fill")
        if fill is not None and fill.get("color"):
            found["colour"] = hex_colour(fill.get("color"))
        found["label"] = first_label(shape, "NodeLabel")
        break
    return found


def _shapes(data: Any) -> Iterator[Any]:
    """Iterate over what is drawn; of a folder that opens and closes, what shows comes first."""
    for shape in data:
        realizers = first_child(shape, "Realizers")
        if realizers is None:
            yield shape
        else:
            shown = number(realizers.get("active") or "0")
            faces = list(realizers)
            yield from faces[int(shown or 0) :] or faces


def first_label(shape: Any, kind: str) -> str | None:
    """Give the first label that has text, without the blanks and breaks that yEd leaves around it."""
    for label in children(shape, kind):
        text = (label.text or "").strip()
        if text and label.get("hasText") != "false":
            return text
    return None


def edge_label(data: Any) -> str | None:
    """Read the label from an edge's graphics."""
    for line in data:
        found = first_label(line, "EdgeLabel")
        if found:
            return found
    return None


def _part(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    part = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    part.text = text
    return part


def draw_node(data: Any, node: GraphNode, *, label: str) -> None:
    """Write a node's graphics: a disc with its label below."""
    shape = _part(data, "ShapeNode")
    size = node.size or USUAL_SIZE
    _place(shape, node, size, size)
    _fill(shape, node)
    _part(shape, "BorderStyle", color="#333333", type="line", width="1.0")
    _part(shape, "NodeLabel", label, modelName="sandwich", modelPosition="s", fontSize="12")
    _part(shape, "Shape", type="ellipse")


def draw_group(data: Any, node: GraphNode, *, label: str) -> None:
    """Write the graphics of a node that others are nested in: a box that fits itself around them."""
    realizers = _part(_part(data, "ProxyAutoBoundsNode"), "Realizers", active="0")
    shape = _part(realizers, "GroupNode")
    _place(shape, node, USUAL_SIZE, USUAL_SIZE)
    _fill(shape, node)
    _part(shape, "BorderStyle", color="#333333", type="line", width="1.0")
    _part(shape, "NodeLabel", label, modelName="internal", modelPosition="t", fontSize="14")
    _part(shape, "Shape", type="roundrectangle")
    _part(shape, "State", closed="false")


def _fill(shape: Any, node: GraphNode) -> None:
    _part(
        shape,
        "Fill",
        **({"color": node.colour} if node.colour else {"hasColor": "false"}),
        transparent="false",
    )


def _place(shape: Any, node: GraphNode, width: float, height: float) -> None:
    attributes = {"width": repr(width), "height": repr(height)}
    if node.x is not None and node.y is not None:
        attributes |= {"x": repr(node.x - width / 2), "y": repr(node.y - height / 2)}
    _part(shape, "Geometry", **attributes)


def draw_edge(data: Any, edge: GraphEdge, *, label: str | None) -> None:
    """Write an edge's graphics: a straight line, with an arrow where it has a direction."""
    line = _part(data, "PolyLineEdge")
    _part(line, "LineStyle", color="#666666", type="line", width="1.0")
    _part(line, "Arrows", source="none", target="standard" if edge.directed else "none")
    if label:
        _part(line, "EdgeLabel", label, fontSize="10")


def is_group(node: Any) -> bool:
    """Tell whether a GraphML node is one of yEd's groups or folders."""
    return any(key.endswith("yfiles.foldertype") or key == "yfiles.foldertype" for key in node.attrib) or any(
        local(child) == "graph" for child in node
    )
