"""What is written is read back the same, by us and by networkx and igraph."""

import io
from dataclasses import replace

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmap.exchange.graphs.gexf_reader import parse_gexf
from netmap.exchange.graphs.gexf_writer import to_gexf
from netmap.exchange.graphs.graphml_reader import parse_graphml
from netmap.exchange.graphs.graphml_writer import to_graphml
from netmap.exchange.graphs.values import GraphEdge, GraphFile, GraphNode

DISTRICT = GraphFile(
    nodes=(
        GraphNode("01", "Jugendamt", {"pillars": ("Kinder", "Gesundheit"), "staff": 12}, 10.0, 20.0, "#1f77b4", 24.0),
        GraphNode("01-a", "ASD <Süd>", {"staff": 4}, 30.5, -7.25, "#ff0000", 12.0, parent="01"),
        GraphNode("02", "Caritas & Co", {"open": True, "share": 0.25}, 0.0, 0.0, "#00ff00", 30.0),
        GraphNode("03", "Verein"),
    ),
    edges=(
        GraphEdge("01", "02", 3.0, False, "cooperation", {"state": "confirmed"}, "2020-03-01", None),
        GraphEdge("02", "01-a", None, True, "refers", {"label": "Fallübergabe"}, "2021-01-01", "2022-12-31"),
    ),
    attributes={"description": "Partner network"},
)
#: networkx refuses files that mix directions
TIES = replace(DISTRICT, edges=tuple(replace(edge, directed=False) for edge in DISTRICT.edges))

texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=8)
names = texts.filter(lambda text: text == text.strip())
numbers = st.floats(-1e6, 1e6).map(lambda value: value + 0.0)
values = st.one_of(st.booleans(), st.integers(-(10**9), 10**9), texts)
titles = st.sampled_from(["kind of place", "level", "note", "Größe"])
days = st.dates().map(lambda day: day.isoformat())


@st.composite
def graphs(draw, *, lists: bool):
    ids = draw(st.lists(texts, unique=True, max_size=5))
    columns = {}
    for title in ("kind of place", "level", "note"):
        columns[title] = draw(st.sampled_from([st.booleans(), st.integers(-(10**9), 10**9), texts]))
    if lists:
        columns["groups"] = st.lists(names, max_size=3).map(tuple)
    attributes = st.fixed_dictionaries({}, optional=columns)
    nodes = [
        GraphNode(
            node_id,
            draw(names),
            draw(attributes),
            *draw(st.one_of(st.tuples(numbers, numbers), st.just((None, None)))),
            colour=draw(st.one_of(st.none(), st.integers(0, 0xFFFFFF).map(lambda n: f"#{n:06x}"))),
            size=draw(st.floats(0.5, 500)),
            parent=draw(st.sampled_from([None, *ids[:place]])),
        )
        for place, node_id in enumerate(ids)
    ]
    edges = draw(
        st.lists(
            st.builds(
                GraphEdge,
                st.sampled_from(ids),
                st.sampled_from(ids),
                st.one_of(st.none(), numbers),
                st.booleans(),
                st.one_of(st.none(), names),
                attributes,
                st.one_of(st.none(), days),
                st.one_of(st.none(), days),
            ),
            max_size=6,
        )
        if ids
        else st.just([])
    )
    return GraphFile(tuple(nodes), tuple(edges))


@given(graphs(lists=True))
@settings(max_examples=80)
def test_gexf_is_read_back_the_same(graph):
    written = to_gexf(graph)
    back = parse_gexf(written.data, name="out.gexf")
    assert (back.nodes, back.edges) == (graph.nodes, graph.edges)
    assert written.losses == back.losses == ()


@given(graphs(lists=False))
@settings(max_examples=80)
def test_graphml_is_read_back_the_same(graph):
    for grouped in (False, True):
        written = to_graphml(graph, grouped=grouped)
        back = parse_graphml(written.data, name="out.graphml")
        own, other = ({node.id: node for node in side.nodes} for side in (graph, back))
        assert own == other  # groups stand before their members, so the order may differ
        assert back.edges == graph.edges
        assert written.losses == back.losses == ()


def test_networkx_reads_the_gexf():
    peer = nx.read_gexf(io.BytesIO(to_gexf(TIES).data), version="1.3")
    assert set(peer) == {"01", "01-a", "02", "03"}
    assert peer.nodes["01-a"]["label"] == "ASD <Süd>"
    assert peer.nodes["01-a"]["viz"]["position"] == {"x": 30.5, "y": 7.25, "z": 0.0}
    assert peer.nodes["01"]["viz"]["color"] == {"r": 31, "g": 119, "b": 180, "a": 1.0}
    assert peer.nodes["02"]["open"] is True
    tie = peer.edges["01", "02"]
    assert (tie["weight"], tie["start"], tie["state"]) == (3.0, "2020-03-01", "confirmed")


def test_networkx_and_igraph_read_the_graphml(tmp_path):
    data = to_graphml(TIES).data
    peer = nx.read_graphml(io.BytesIO(data))
    assert set(peer) == {"01", "01-a", "02", "03"}
    assert peer.nodes["02"]["label"] == "Caritas & Co"
    assert peer.nodes["02"]["g"] == 255
    path = tmp_path / "out.graphml"
    path.write_bytes(data)
    other = igraph.Graph.Read_GraphML(str(path))
    assert sorted(other.vs["id"]) == ["01", "01-a", "02", "03"]
    assert (other.vs.find(id="01")["x"], other.vs.find(id="02")["label"]) == (10.0, "Caritas & Co")
    # who belongs to another organisation keeps its columns
    for inside in (peer.nodes["01-a"], other.vs.find(id="01-a").attributes()):
        assert (inside["label"], inside["x"], inside["parent"]) == ("ASD <Süd>", 30.5, "01")
    assert sorted(other.es["kind"]) == ["cooperation", "refers"]


def test_what_yed_draws_stands_in_the_graphml():
    nodes = {
        node.id: node for node in parse_graphml(_drawn_only(to_graphml(DISTRICT, grouped=True).data), name="x").nodes
    }
    assert nodes["01-a"].label == "ASD <Süd>"
    assert (nodes["01-a"].x, nodes["01-a"].y, nodes["01-a"].size) == (30.5, -7.25, 12.0)
    assert nodes["01-a"].colour == "#ff0000"
    assert nodes["01-a"].parent == "01"
    assert nodes["01"].label == "Jugendamt"


def _drawn_only(data: bytes) -> bytes:
    """Take all data away but yEd's."""
    from lxml import etree

    root = etree.fromstring(data)
    for element in list(root.iter("{*}data")):
        if not element.get("key").endswith("_drawing"):
            element.getparent().remove(element)
    return etree.tostring(root)


def test_dates_make_a_dynamic_gexf_and_other_times_stay_text():
    assert b'mode="dynamic" timeformat="date"' in to_gexf(DISTRICT).data
    vague = GraphFile((GraphNode("a"), GraphNode("b")), (GraphEdge("a", "b", start="Sommer 2020"),))
    data = to_gexf(vague).data
    assert b'timeformat="date"' not in data
    assert parse_gexf(data, name="x").edges[0].start == "Sommer 2020"


def test_a_circle_of_parents_loses_no_node():
    graph = GraphFile((GraphNode("a", parent="b"), GraphNode("b", parent="a"), GraphNode("c", parent="?")))
    back = parse_graphml(to_graphml(graph).data, name="x")
    assert sorted(node.id for node in back.nodes) == ["a", "b", "c"]


@pytest.mark.parametrize("write", [to_gexf, to_graphml])
def test_control_characters_cannot_break_the_file(write):
    graph = GraphFile((GraphNode("a", "b\x00\x0bc", {"n": "\x1f"}),))
    parse = parse_gexf if write is to_gexf else parse_graphml
    assert parse(write(graph).data, name="x").nodes[0].label == "b\ufffd\ufffdc"


@pytest.mark.parametrize(
    ("write", "attributes"),
    [(to_gexf, {"parent": "?"}), (to_graphml, {"x": "left"}), (to_graphml, {"list": ("a", "b")})],
)
def test_what_changes_its_name_or_kind_is_reported(write, attributes):
    graph = GraphFile((GraphNode("a", attributes=attributes),))
    assert len(write(graph).losses) == 1
