"""Read a network from a file of any known kind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from netmap.errors import CallError, Fault, FormatError, InputError
from netmap.exchange.graphs.edge_list import parse_edge_list, parse_node_list
from netmap.exchange.graphs.gexf_reader import read_gexf_tree
from netmap.exchange.graphs.graphml_reader import read_graphml_tree
from netmap.exchange.graphs.safe_xml import local, parse_xml
from netmap.exchange.graphs.values import GraphFile, GraphNode
from netmap.exchange.tabular import read_bytes

#: endings of names that promise XML
XML_ENDINGS = (".graphml", ".gexf", ".xml")


def read_graph(source: str | Path, *, nodes: str | Path | None = None) -> GraphFile:
    """Read a network from a file, or from standard input for ``-``.

    Parameters
    ----------
    source
        GraphML, GEXF, or CSV with columns ``source``, ``target`` and perhaps ``weight``.
    nodes
        A CSV file with a column ``id`` that adds nodes.

    Raises
    ------
    CallError
        A file cannot be opened, or both are standard input.
    InputError
        A file is wrong; all its faults at once.
    """
    if nodes is not None and str(source) == str(nodes) == "-":
        raise CallError("Only one of the files can come from standard input.")
    name, data = read_bytes(source)
    if nodes is None:
        return parse_graph(data, name=name)
    more_name, more = read_bytes(nodes)
    try:
        graph = parse_graph(data, name=name)
    except InputError as error:
        _raise_with_those_of_nodes(error, more, graph_name=name, nodes_name=more_name)
    return with_nodes(graph, parse_node_list(more, name=more_name))


def _raise_with_those_of_nodes(error: InputError, nodes: bytes, *, graph_name: str, nodes_name: str) -> NoReturn:
    """Refuse a wrong network together with what is wrong with its list of nodes, too."""
    try:
        parse_node_list(nodes, name=nodes_name)
    except InputError as other:
        faults = [
            fault
            for name, wrong in ((graph_name, error), (nodes_name, other))
            for fault in wrong.faults or (Fault(name, wrong.message),)
        ]
        raise InputError(
            "The files cannot be used as they are: {count} faults.", count=len(faults), faults=faults
        ) from error
    raise error


def is_edge_list(data: bytes, *, name: str) -> bool:
    r"""Whether it is read as a CSV edge list, not as XML.

    Examples
    --------
    >>> is_edge_list(b"Von;Nach\nA;B\n", name="ties.csv"), is_edge_list(b"<gexf/>", name="ties.csv")
    (True, False)
    """
    return not (name.lower().endswith(XML_ENDINGS) or _starts_like_xml(data))


def parse_graph(data: bytes, *, name: str, source: str = "source", target: str = "target") -> GraphFile:
    r"""Read a network from bytes: by its root element where it is XML, else as an edge list.

    Parameters
    ----------
    source, target
        The columns of an edge list that hold the ends.

    Raises
    ------
    InputError
        It is wrong; all faults at once.

    Examples
    --------
    >>> parse_graph(b"source;target;weight\na;b;1,5\n", name="ties.csv").edges[0].weight
    1.5
    """
    if is_edge_list(data, name=name):
        return parse_edge_list(data, name=name, source=source, target=target)
    root = parse_xml(data, name=name)
    if local(root) == "graphml":
        return read_graphml_tree(root, name=name)
    if local(root) == "gexf":
        return read_gexf_tree(root, name=name)
    raise FormatError(
        "{name} is neither GraphML nor GEXF: its first element is <{element}>.",
        name=name,
        element=local(root),
    )


def _starts_like_xml(data: bytes) -> bool:
    head = data[:1000]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "utf-8-sig", errors="ignore")
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def with_nodes(graph: GraphFile, listed: GraphFile) -> GraphFile:
    r"""Add the nodes of a list; nodes that are there already get what the list knows more of them.

    Examples
    --------
    >>> graph = parse_graph(b"source,target\na,b\n", name="ties.csv")
    >>> listed = parse_node_list(b"id,label\nb,Caritas\nc,\n", name="nodes.csv")
    >>> [(node.id, node.label) for node in with_nodes(graph, listed).nodes]
    [('a', None), ('b', 'Caritas'), ('c', None)]
    """
    known: dict[str, GraphNode] = {node.id: node for node in graph.nodes}
    for node in listed.nodes:
        own = known.setdefault(node.id, node)
        known[node.id] = replace(own, label=own.label or node.label, attributes={**node.attributes, **own.attributes})
    return replace(graph, nodes=tuple(known.values()), losses=(*graph.losses, *listed.losses))
