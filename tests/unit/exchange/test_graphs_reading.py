"""Network files that are wrong, damaged or hostile, and the ones that are merely odd."""

import time

import pytest

from netmap.errors import CallError, FormatError, InputError
from netmap.exchange.graphs.edge_list import parse_edge_list, parse_node_list
from netmap.exchange.graphs.reading import parse_graph, read_graph
from netmap.exchange.graphs.values import GraphNode
from netmap.messages import speaking

GEXF = "<gexf xmlns='http://gexf.net/1.3'><graph>{}</graph></gexf>"
GRAPHML = "<graphml xmlns='http://graphml.graphdrawing.org/xmlns'>{}</graphml>"


def read(text: str | bytes, name: str = "net.xml"):
    return parse_graph(text.encode() if isinstance(text, str) else text, name=name)


def faults(text: str | bytes, name: str = "net.xml") -> list[str]:
    with pytest.raises(InputError) as caught:
        read(text, name)
    return [fault.where for fault in caught.value.faults]


# Faults are told all at once, with their places


def test_all_faults_of_a_gexf_file():
    nodes = "<nodes>\n<node/>\n<node id='a'/>\n<node id='a'/>\n</nodes>"
    edges = (
        "<edges>\n<edge source='a'/>\n<edge target='a' weight='much'/>\n"
        "<edge source='a' target='a' weight='NaN'/></edges>"
    )
    assert faults(GEXF.format(nodes + edges)) == [
        "net.xml:2:node",
        "net.xml:4:node",
        "net.xml:6:edge@target",
        "net.xml:7:edge@source",
        "net.xml:7:edge@weight",
        "net.xml:8:edge@weight",
    ]


def test_all_faults_of_a_graphml_file():
    key = "<key id='w' for='edge' attr.name='weight' attr.type='double'/>"
    graph = (
        "<graph>\n<node/>\n<node id='a'><graph>\n<node id='a'/></graph></node>\n"
        "<edge source='a'/>\n<edge source='a' target='b'><data key='w'>much</data></edge></graph>"
    )
    assert faults(GRAPHML.format(key + graph)) == [
        "net.xml:2:node",
        "net.xml:4:node",
        "net.xml:5:edge@target",
        "net.xml:6:edge@weight",
    ]


def test_all_faults_of_an_edge_list():
    text = "source;target;weight\n;b;1,5\na;;x\na;b;0,5\n"
    assert faults(text, "ties.csv") == ["ties.csv:2:source", "ties.csv:3:target", "ties.csv:3:weight"]


def test_missing_columns_are_all_named():
    assert faults("from,to\na,b\n", "ties.csv") == ["ties.csv:1:source", "ties.csv:1:target"]
    with pytest.raises(InputError) as caught:
        parse_node_list(b"name\na\n", name="nodes.csv")
    assert [fault.where for fault in caught.value.faults] == ["nodes.csv:1:id"]


def test_empty_ids_in_a_node_list():
    with pytest.raises(InputError) as caught:
        parse_node_list(b"id,label\na,A\n,B\n", name="nodes.csv")
    assert [fault.where for fault in caught.value.faults] == ["nodes.csv:3:id"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "net.graphml"),
        ("", "net.csv"),
        ("   \n", "net.csv"),
        ("not xml at all", "net.gexf"),
        ("<gexf><graph></gexf>", "net.gexf"),
        ("<gexf>\x01</gexf>", "net.gexf"),
        (b"<gexf>\xff\xfe</gexf>", "net.gexf"),
        ("<gexf/>", "net.gexf"),
        ("<graphml/>", "net.graphml"),
        ("<html><body>log in first</body></html>", "net.graphml"),
        ("<!DOCTYPE html><html></html>", "net.csv"),
        (b"\x00\x01\x02\x03", "net.csv"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "net.graphml"),
        (b"PK\x03\x04\x00\x00", "net.xml"),
    ],
)
def test_what_is_no_network_is_refused(text, name):
    with pytest.raises(FormatError) as caught:
        read(text, name)
    assert name in str(caught.value)


def test_damage_is_named_with_line_and_column():
    assert faults("<gexf>\n<graph>\n</gexf>") == ["net.xml:3:8"]


def test_both_files_cannot_come_from_standard_input():
    with pytest.raises(CallError):
        read_graph("-", nodes="-")


# Hostile files

LAUGHS = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        f"<!DOCTYPE gexf [<!ENTITY a0 'ha'>{LAUGHS}]>" + GEXF.format("<nodes><node id='&a11;'/></nodes>"),
        f"<!DOCTYPE gexf [<!ENTITY a0 'ha'>{LAUGHS}]><gexf><meta><creator>&a11;</creator></meta><graph/></gexf>",
        "<!DOCTYPE gexf [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><gexf><meta><x>&f;</x></meta><graph/></gexf>",
        "<!DOCTYPE gexf [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x.dtd'> %p;]><gexf><graph/></gexf>",
        "<!DOCTYPE gexf [<!ENTITY a 'x'>]><gexf><graph/></gexf>",
        "<!DOCTYPE gexf SYSTEM 'http://127.0.0.1:9/x.dtd'><gexf><meta><x>&a;</x></meta><graph/></gexf>",
    ],
    ids=["laughs in an attribute", "laughs", "local file", "parameter entity", "harmless entity", "outer DTD"],
)
def test_entities_are_refused_and_not_expanded(text):
    start = time.perf_counter()
    with pytest.raises(FormatError) as caught:
        read(text)
    assert time.perf_counter() - start < 5
    assert "root:" not in str(caught.value) + str([str(fault) for fault in caught.value.faults])


def test_a_document_type_alone_does_no_harm():
    text = "<!DOCTYPE graphml SYSTEM 'http://127.0.0.1:9/none.dtd'>" + GRAPHML.format("<graph><node id='a'/></graph>")
    assert [node.id for node in read(text).nodes] == ["a"]


def test_endless_nesting_is_refused():
    deep = "<graph><node id='a'>" * 2000
    with pytest.raises(FormatError):
        read(GRAPHML.format(deep))


def test_too_large_files_are_refused(monkeypatch):
    monkeypatch.setattr("netmap.exchange.graphs.safe_xml.MAX_MB", 0)
    with pytest.raises(FormatError):
        read(GEXF.format(""))


# Odd files


def test_the_kind_is_found_by_content_whatever_the_name():
    assert read(GEXF.format("<nodes><node id='1'/></nodes>"), "net.csv").source_format == "gexf"
    assert read(b"\xef\xbb\xbf" + GRAPHML.format("<graph/>").encode(), "-").source_format == "graphml"
    assert read(GEXF.format("").encode("utf-16"), "-").source_format == "gexf"
    assert read("source,target\n", "-").source_format == "csv"


@pytest.mark.parametrize(
    "text", [GEXF.format(""), GRAPHML.format("<graph edgedefault='directed'/>"), "source,target\n"]
)
def test_an_empty_network_is_one(text):
    graph = read(text, "-")
    assert (graph.nodes, graph.edges) == ((), ())


def test_ids_are_kept_letter_by_letter():
    ids = ["007", " a ", "1.0", "Ä&lt;", "true"]
    nodes = "".join(f"<node id='{node_id}'/>" for node_id in ids)
    expected = ["007", " a ", "1.0", "Ä<", "true"]
    assert [node.id for node in read(GEXF.format(f"<nodes>{nodes}</nodes>")).nodes] == expected
    assert [node.id for node in read(GRAPHML.format(f"<graph>{nodes}</graph>")).nodes] == expected


def test_gexf_in_no_namespace_and_with_attvalue_id():
    text = (
        "<gexf><graph><attributes class='node'><attribute id='0' title='level' type='integer'/></attributes>"
        "<nodes><node id='a'><attvalues><attvalue id='0' value='3'/></attvalues></node></nodes></graph></gexf>"
    )
    assert read(text).nodes[0].attributes == {"level": 3}


def test_nested_gexf_nodes_and_pids_have_parents():
    nodes = (
        "<nodes><node id='a'><nodes><node id='b'/></nodes><edges><edge source='a' target='b'/></edges></node>"
        "<node id='c' pid='a'/><node id='d' pid='gone'/></nodes>"
    )
    graph = read(GEXF.format(nodes))
    assert {node.id: node.parent for node in graph.nodes} == {"a": None, "b": "a", "c": "a", "d": None}
    assert len(graph.edges) == 1
    assert [loss.where for loss in graph.losses] == ["net.xml:1:node"]


def test_undeclared_and_mistyped_attributes_stay_as_text():
    text = GEXF.format(
        "<attributes class='node'><attribute id='0' title='n' type='integer'/></attributes>"
        "<nodes><node id='a'><attvalues><attvalue for='0' value='ENCRYPTED'/><attvalue for='9' value='x'/>"
        "</attvalues></node></nodes>"
    )
    graph = read(text)
    assert graph.nodes[0].attributes == {"n": "ENCRYPTED", "9": "x"}
    assert len(graph.losses) == 2


def test_two_columns_of_one_title_stay_two():
    text = GEXF.format(
        "<attributes class='node'><attribute id='0' title='n'/><attribute id='1' title='n'/></attributes>"
        "<nodes><node id='a'><attvalues><attvalue for='0' value='x'/><attvalue for='1' value='y'/>"
        "</attvalues></node></nodes>"
    )
    assert read(text).nodes[0].attributes == {"n": "x", "n (1)": "y"}


def test_times_of_edges():
    edges = (
        "<edge source='a' target='b' start='2020-01-01' endopen='2021-01-01'/>"
        "<edge source='a' target='c'><spells><spell start='2019-01-01' end='2019-06-01'/>"
        "<spell start='2020-01-01'/></spells></edge>"
        "<edge source='b' target='c'><spells><spell start='2020-01-01' end='2020-06-01'/>"
        "<spell start='2019-01-01' end='2019-06-01'/></spells></edge>"
    )
    graph = read(GEXF.format(f"<edges>{edges}</edges>"))
    assert [(edge.start, edge.end) for edge in graph.edges] == [
        ("2020-01-01", "2021-01-01"),
        ("2019-01-01", None),
        ("2019-01-01", "2020-06-01"),
    ]
    with speaking("en"):
        assert "of several times" in str(graph.losses[0])


def test_of_several_graphs_the_first_is_read_and_the_rest_reported():
    graph = read(GRAPHML.format("<graph><node id='a'/></graph><graph><node id='b'/></graph>"))
    assert [node.id for node in graph.nodes] == ["a"]
    assert [loss.where for loss in graph.losses] == ["net.xml:1:graph"]


def test_hyperedges_are_reported():
    graph = read(GRAPHML.format("<graph><node id='a'/><hyperedge><endpoint node='a'/></hyperedge></graph>"))
    assert len(graph.losses) == 1


def test_a_single_edge_can_say_its_direction_in_graphml():
    graph = read(GRAPHML.format("<graph edgedefault='directed'><edge source='a' target='b' directed='false'/></graph>"))
    assert graph.edges[0].directed is False


def test_edge_lists_keep_leading_zeros_and_read_german_numbers():
    graph = read("source;target;weight;note\n007;008;1,5;jour fixe\n008;007;;\n", "ties.csv")
    assert [node.id for node in graph.nodes] == ["007", "008"]
    assert [edge.weight for edge in graph.edges] == [1.5, None]
    assert graph.edges[0].attributes == {"note": "jour fixe"}
    assert any(notice.where == "ties.csv:1:note" for notice in graph.losses)


def test_gephi_writes_its_columns_with_capitals():
    graph = read("Source,Target,Weight\na,b,2\n", "ties.csv")
    assert graph.edges[0].weight == 2.0


def test_columns_can_be_named_by_whoever_brings_them():
    graph = parse_edge_list(b"von,an,stufe\na,b,3\n", name="x.csv", source="von", target="an", weight="stufe")
    assert (graph.edges[0].source, graph.edges[0].target, graph.edges[0].weight) == ("a", "b", 3.0)
    listed = parse_node_list(b"nr,name\n1,Caritas\n", name="y.csv", id="nr", label="name")
    assert listed.nodes == (GraphNode("1", label="Caritas"),)


def test_windows_1252_is_read_and_reported():
    graph = parse_graph("source,target\nKöln,b\n".encode("cp1252"), name="ties.csv")
    assert graph.nodes[0].id == "Köln"
    assert [notice.where for notice in graph.losses] == ["ties.csv"]


def test_a_node_list_adds_nodes_and_names(tmp_path):
    (tmp_path / "ties.csv").write_text("source,target\na,b\n")
    (tmp_path / "nodes.csv").write_text("id,label\nb,Caritas\nc,\nc,\n")
    graph = read_graph(tmp_path / "ties.csv", nodes=tmp_path / "nodes.csv")
    assert [(node.id, node.label) for node in graph.nodes] == [("a", None), ("b", "Caritas"), ("c", None)]
    assert [notice.where for notice in graph.losses] == ["nodes.csv:4:id"]


def test_weights_that_are_declared_as_text_are_numbers_all_the_same():
    key = "<key id='w' for='edge' attr.name='Weight' attr.type='string'/>"
    graph = "<graph><edge source='a' target='b'><data key='w'>2.5</data></edge></graph>"
    assert read(GRAPHML.format(key + graph)).edges[0].weight == 2.5
