"""However a network file is damaged, it is read or refused; it never breaks the program."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from netmap.errors import InputError
from netmap.exchange.graphs.gexf_writer import to_gexf
from netmap.exchange.graphs.graphml_writer import to_graphml
from netmap.exchange.graphs.reading import parse_graph
from netmap.exchange.graphs.values import GraphEdge, GraphFile, GraphNode

DISTRICT = GraphFile(
    (
        GraphNode("01", "Jugendamt", {"level": 3, "groups": ("a", "b")}, 1.0, 2.0, "#336699", 9.0),
        GraphNode("02", "ASD", {"level": 1, "open": True}, parent="01"),
    ),
    (GraphEdge("01", "02", 2.0, True, "refers", {"note": "x"}, "2020-01-01", "2021-01-01"),),
    {"description": "ours"},
)
DOCUMENTS = [etree.fromstring(write(DISTRICT).data) for write in (to_gexf, to_graphml)]
ODD = ["", " ", "x", "NaN", "1e999", "-3", "undirected", "#12", "9" * 30, "a|b", "[", '["a', "nodegraphics", "01"]


@st.composite
def damaged(draw) -> bytes:
    root = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    elements = list(root.iter("*"))
    for _ in range(draw(st.integers(1, 6))):
        element = draw(st.sampled_from(elements))
        what = draw(st.sampled_from(["attribute", "no attribute", "text", "gone", "twice", "name"]))
        if what in ("attribute", "no attribute") and element.attrib:
            name = draw(st.sampled_from(sorted(element.attrib)))
            if what == "attribute":
                element.set(name, draw(st.sampled_from(ODD)))
            else:
                del element.attrib[name]
        elif what == "text":
            element.text = draw(st.sampled_from(ODD))
        elif what == "gone" and element.getparent() is not None:
            element.getparent().remove(element)
        elif what == "twice":
            draw(st.sampled_from(elements)).append(copy.deepcopy(element))
        elif what == "name":
            element.tag = draw(st.sampled_from(elements)).tag
    data: bytes = etree.tostring(root)
    return data


def read(data: bytes, *, name: str) -> GraphFile | InputError:
    """Read, or give the reason why not; anything else breaks the test."""
    try:
        return parse_graph(data, name=name)
    except InputError as error:
        return error


@given(damaged())
@settings(max_examples=200)
def test_it_is_read_or_refused_and_what_is_read_can_be_written(data):
    graph = read(data, name="net.xml")
    if isinstance(graph, InputError):
        assert str(graph)
        assert all(fault.where.startswith("net.xml:") for fault in graph.faults)
        return
    for write in (to_gexf, to_graphml):
        back = parse_graph(write(graph).data, name="back.xml")
        assert {node.id for node in back.nodes} == {node.id for node in graph.nodes}
        assert len(back.edges) == len(graph.edges)


@given(
    st.lists(st.sampled_from([*"abc,;\n\t\"'1.", "source", "target", "weight", "id", "\r\n", "\x00", "ä"]), max_size=40)
)
@settings(max_examples=200)
def test_tables_are_read_or_refused(parts):
    graph = read("".join(["source,target,weight\n", *parts]).encode(), name="ties.csv")
    if isinstance(graph, InputError):
        assert str(graph)
        return
    assert {end for edge in graph.edges for end in (edge.source, edge.target)} == {n.id for n in graph.nodes}
