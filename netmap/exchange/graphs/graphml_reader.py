"""GraphML as yEd, igraph, networkx, Gephi and people write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from netmap.errors import FormatError
from netmap.exchange.graphs import yed
from netmap.exchange.graphs.collecting import Collector
from netmap.exchange.graphs.safe_xml import children, first_child, hex_colour, number, parse_xml, rgb_colour
from netmap.exchange.graphs.typed import read_value
from netmap.exchange.graphs.values import GraphEdge, GraphFile, GraphNode, Value
from netmap.messages import message


@dataclass(frozen=True)
class _Key:
    """A column: what its values are called, of which type, and which part of yEd's drawing it holds."""

    title: str
    kind: str
    default: Value | None
    drawing: str | None


def parse_graphml(data: bytes, *, name: str) -> GraphFile:
    """Read a GraphML document; of several graphs the first.

    Nodes nested in others keep them as parents, as do those that name one in a column ``parent``. Names
    come from yEd's labels, or else from a column ``label`` or ``name``; the id stays what it is.

    Raises
    ------
    FormatError
        It is no XML, no GraphML, or holds no graph.
    InputError
        Nodes without id or with the same, edges without ends, weights that are no numbers: all at once.

    Examples
    --------
    >>> text = b'<graphml><graph edgedefault="undirected"><node id="01"/></graph></graphml>'
    >>> parse_graphml(text, name="a.graphml").nodes[0].id
    '01'
    """
    return read_graphml_tree(parse_xml(data, name=name), name=name)


def read_graphml_tree(root: Any, *, name: str) -> GraphFile:
    """Read a parsed GraphML document; see :func:`parse_graphml`."""
    graphs = list(children(root, "graph"))
    if not graphs:
        raise FormatError("{name} holds no <graph>.", name=name)
    reader = _Reader(name, root)
    for other in graphs[1:]:
        reader.lose(other, message("the file holds several graphs; only the first is read"))
    return reader.read(graphs[0])


class _Reader(Collector):
    def __init__(self, name: str, root: Any) -> None:
        super().__init__(name)
        self.keys = {key.get("id"): _read_key(key) for key in children(root, "key")}
        self.defaults = {
            group: {
                key.title: key.default
                for element in children(root, "key")
                if element.get("for", "all") in (group, "all")
                and (key := self.keys[element.get("id")]).default is not None
            }
            for group in ("node", "edge", "graph")
        }

    def read(self, graph: Any) -> GraphFile:
        attributes = self._values(graph, "graph")
        self._read_level(graph, parent=None)
        for node_id, node in self.nodes.items():
            self.nodes[node_id] = self._with_named_parent(node)
        return self.finish("graphml", attributes)

    def _with_named_parent(self, node: GraphNode) -> GraphNode:
        """Take the parent from a column of that name where it names a node and none is drawn around it."""
        title = _find(node.attributes, "parent")
        if node.parent is not None or title is None or (named := str(node.attributes[title])) not in self.nodes:
            return node
        return replace(node, parent=named, attributes={k: v for k, v in node.attributes.items() if k != title})

    def _read_level(self, graph: Any, *, parent: str | None) -> None:
        directed = graph.get("edgedefault") == "directed"
        for node in children(graph, "node"):
            self._read_node(node, parent=parent)
        for edge in children(graph, "edge"):
            self._read_edge(edge, directed=directed)
        for hyperedge in children(graph, "hyperedge"):
            self.lose(hyperedge, message("ties of more than two ends are not read"))

    def _read_node(self, element: Any, *, parent: str | None) -> None:
        node_id = self.new_id(element)
        if node_id is not None:
            look: dict[str, Any] = {}
            for data in self._drawings(element, "nodegraphics"):
                look |= yed.node_graphics(data, is_group=yed.is_group(element))
            attributes = self._values(element, "node")
            look |= _take_look(attributes)
            self.nodes[node_id] = GraphNode(
                id=node_id,
                label=_take_name(attributes, drawn=look.pop("label", None)),
                attributes=attributes,
                parent=parent,
                where=self.where(element),
                **look,
            )
        for graph in children(element, "graph"):
            self._read_level(graph, parent=node_id)

    def _read_edge(self, element: Any, *, directed: bool) -> None:
        ends = self.ends(element)
        attributes = self._values(element, "edge")
        weight = self._take_weight(attributes, element)
        for data in self._drawings(element, "edgegraphics"):
            label = yed.edge_label(data)
            if label:
                attributes.setdefault("label", label)
        own = element.get("directed")
        if ends is not None:
            self.edges.append(
                GraphEdge(
                    *ends,
                    weight=weight,
                    directed=directed if own is None else bool(own == "true"),
                    kind=_take_text(attributes, "kind"),
                    attributes=attributes,
                    start=_take_text(attributes, "start"),
                    end=_take_text(attributes, "end"),
                    where=self.where(element),
                )
            )

    def _take_weight(self, attributes: dict[str, Value], element: Any) -> float | None:
        title = _find(attributes, "weight")
        if title is None:
            return None
        value = attributes.pop(title)
        weight = number(str(value))
        if weight is None:
            self.wrong_number(element, title, value)
        return None if weight is None else float(weight)

    def _drawings(self, element: Any, kind: str) -> Iterator[Any]:
        for data in children(element, "data"):
            key = self.keys.get(data.get("key"))
            if key is not None and key.drawing == kind:
                yield data

    def _values(self, element: Any, group: str) -> dict[str, Value]:
        values = dict(self.defaults[group])
        for data in children(element, "data"):
            key_id = data.get("key") or ""
            if key_id not in self.keys:
                self.undeclared(data, key_id)
            key = self.keys.get(key_id, _Key(key_id, "string", None, None))
            if key.drawing is None and (text := _content(data, key.kind)) is not None:
                values[key.title] = self.value(data, text, title=key.title, kind=key.kind)
        return values


def _read_key(element: Any) -> _Key:
    key_id = element.get("id") or ""
    kind = element.get("attr.type") or "string"
    default = first_child(element, "default")
    text = None if default is None else _content(default, kind)
    return _Key(
        title=element.get("attr.name") or key_id,
        kind=kind,
        default=None if text is None else read_value(text, kind),
        drawing=element.get("yfiles.type"),
    )


def _content(element: Any, kind: str) -> str | None:
    """Give the text of a value; yEd writes empty elements for what was never filled in."""
    if element.text is None:
        return None
    return str(element.text) if kind == "string" else str(element.text).strip()


def _find(attributes: Mapping[str, Value], *titles: str) -> str | None:
    """Find a column by its title in any case, the first wanted title first."""
    return next((own for title in titles for own in attributes if own.lower() == title), None)


def _take_text(attributes: dict[str, Value], title: str) -> str | None:
    found = _find(attributes, title)
    return None if found is None else str(attributes.pop(found))


def _take_name(attributes: dict[str, Value], *, drawn: str | None) -> str | None:
    """Find the name: a column ``label``, else what is drawn on the node, else a column ``name``."""
    name = _take_text(attributes, "label") or drawn or _take_text(attributes, "name") or ""
    return name.strip() or None


def _take_look(attributes: dict[str, Value]) -> dict[str, Any]:
    """Take place, size and colour out of plain columns, as Gephi names them."""
    look: dict[str, Any] = {}
    for title in ("x", "y", "size"):
        value = attributes.get(title)
        if isinstance(value, int | float) and not isinstance(value, bool):
            look[title] = float(value)
            del attributes[title]
    shades = [attributes.get(shade) for shade in "rgb"]
    colour = rgb_colour(*(None if shade is None else str(shade) for shade in shades))
    if colour is not None:
        for shade in "rgb":
            del attributes[shade]
    named = _find(attributes, "colour", "color")
    if colour is None and named is not None and (colour := hex_colour(str(attributes[named]))) is not None:
        del attributes[named]
    return look if colour is None else {**look, "colour": colour}
