"""Every public sample file is read, also those that networkx refuses, or refused with the reason."""

import networkx as nx
import pytest

from netmap.exchange.graphs.reading import read_graph
from tests.support.places import FIXTURES, fixture_path

#: nodes and edges as fixtures/*/SOURCES.md counts them; ends that were never declared included
COUNTS = {
    "celegans_v1.1.gexf": (306, 2345),
    "data.gexf": (4, 5),
    "edge_viz.gexf": (2, 1),
    "lesmiserables_gephi-0.9_v1.3.gexf": (77, 254),
    "liststring.gexf": (4, 5),
    "minimal.gexf": (2, 1),
    "mixed.gexf": (3, 3),
    "own_networkx.gexf": (15, 24),
    "v1_3.gexf": (2, 1),
    "attributes.graphml": (6, 7),
    "miserables.graphml": (77, 254),
    "missing_nodes.graphml": (51, 37),
    "multigraph.graphml": (6, 9),
    "own_igraph.graphml": (16, 28),
    "yed-3.19_groups.graphml": (8, 3),
    "yed-3.20_small.graphml": (9, 11),
}
FILES = sorted(path for kind in ("gexf", "graphml") for path in (FIXTURES / kind).glob(f"*.{kind}"))


def sample(name: str):
    return read_graph(fixture_path(name.rsplit(".", 1)[1], name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_read(path):
    graph = read_graph(path)
    assert (len(graph.nodes), len(graph.edges)) == COUNTS[path.name]
    assert {end for edge in graph.edges for end in (edge.source, edge.target)} <= {n.id for n in graph.nodes}


def test_no_sample_is_missing():
    fixture_path("gexf"), fixture_path("graphml")
    assert {path.name for path in FILES} == set(COUNTS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_networkx_finds_the_same_ids_and_pairs_where_it_reads_the_file(path):
    try:
        peer = nx.read_gexf(path) if path.suffix == ".gexf" else nx.read_graphml(path)
    except (nx.NetworkXError, KeyError):
        return  # four of the samples; ours must read them, see above
    graph = read_graph(path)
    assert {node.id for node in graph.nodes} == set(peer)
    own = {frozenset((edge.source, edge.target)) for edge in graph.edges}
    assert own == {frozenset(pair) for pair in peer.edges()}


def test_gephi():
    graph = sample("lesmiserables_gephi-0.9_v1.3.gexf")
    first = graph.nodes[0]
    assert (first.id, first.label, first.colour, first.size) == ("11", "Valjean", "#f55b5b", 100.0)
    assert (first.x, first.y) == (-87.93029, -6.8120565)  # downwards; the file counts upwards
    assert first.attributes == {"Modularity Class": 1}
    assert graph.losses == ()


def test_a_missing_value_is_the_default_of_its_column():
    frog = {node.label: node.attributes["frog"] for node in sample("data.gexf").nodes}
    assert frog == {"Gephi": True, "Webatlas": True, "RTGI": True, "BarabasiLab": False}


def test_lists_in_all_their_spellings():
    suzy = sample("v1_3.gexf").nodes[0]
    assert suzy.attributes == {
        "pipe": ("a", "b", "c"),
        "comma": ("a", "b", "c"),
        "raw": ("a", "b", "c"),
        "single": ("a", "'b'", "c"),
        "double": ("a", "b", "c"),
        "mixed": ("a", "b", "c"),
        "booleans": (True, False, False),
        "numbers": (1, 1.5, 2),
    }
    assert sample("v1_3.gexf").edges[0].kind == "likes"
    assert sample("liststring.gexf").nodes[0].attributes["types"] == ("cooking", "money")


def test_each_edge_has_its_own_direction():
    assert [edge.directed for edge in sample("mixed.gexf").edges] == [True, True, False]
    assert sample("mixed.gexf").edges[1].weight == 4.56
    assert sample("mixed.gexf").edges[1].attributes == {"label": "Nice edge"}


def test_what_is_drawn_on_an_edge_is_reported_as_lost():
    assert [fault.where for fault in sample("edge_viz.gexf").losses] == ["edge_viz.gexf:34:color"]


def test_ids_stay_ids_where_labels_are_other_numbers():
    first = sample("celegans_v1.1.gexf").nodes[0]
    assert (first.id, first.label) == ("0", "1")


def test_yed_labels_are_stripped_and_places_are_centres():
    graph = sample("yed-3.20_small.graphml")
    assert graph.nodes[2].label == "hello world"
    first = graph.nodes[0]
    assert (first.label, first.colour) == ("4", "#ffcc00")
    assert (first.x, first.y) == (924.6630859375 + 108.673828125 / 2, 514 + 232 / 2)


def test_yed_groups_keep_their_labels_and_members():
    nodes = {node.id: node for node in sample("yed-3.19_groups.graphml").nodes}
    assert nodes["n0"].label == "ability"
    assert {node_id: node.parent for node_id, node in nodes.items() if node.parent} == {
        "n0::n0": "n0",
        "n0::n1": "n0",
    }
    assert [nodes[key].label for key in ("n0::n0", "n0::n1")] == ["idle", "active"]


def test_igraph_names_are_labels_and_whole_numbers_stay_whole():
    graph = sample("own_igraph.graphml")
    assert (graph.nodes[0].id, graph.nodes[0].label) == ("n0", "Jobcenter")
    assert graph.nodes[0].attributes == {"kind": "jobcenter", "members": 1, "core": True}
    assert graph.edges[0].attributes == {"level": 1}
    assert isinstance(graph.edges[0].attributes["level"], int)
    assert graph.attributes == {"title": "Musterstadt & Umland"}


def test_ends_that_were_never_declared_are_added_and_reported():
    graph = sample("missing_nodes.graphml")
    assert graph.nodes[0].attributes["modification"] == "add"
    (loss,) = graph.losses
    assert loss.where == "missing_nodes.graphml:20:edge"
    assert "36" in str(loss)


def test_parallel_edges_stay_apart_in_the_file():
    weights = [edge.weight for edge in sample("multigraph.graphml").edges]
    assert weights == [1.0, 1.0, 2.0, None, None, None, None, 1.1, 7.5]
