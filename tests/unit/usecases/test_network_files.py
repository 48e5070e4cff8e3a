"""The network as files: what goes out says what the district says, and comes back as it went."""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from netmap.bootstrap import House
from netmap.errors import InputError, PermissionRefused
from netmap.exchange.graphs.gexf_reader import parse_gexf
from netmap.exchange.graphs.graphml_reader import parse_graphml
from netmap.exchange.network_names import RADII, arrange, place_signs
from netmap.exchange.network_svg import description, network_svg
from netmap.exchange.network_values import Actor as Mark
from netmap.exchange.network_values import Line, NetworkPicture
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Area, Organisation, Place, Relation, Report
from netmap.settings import Settings
from netmap.usecases import network_files as out
from netmap.usecases import network_import as into
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.network import day_at
from netmap.usecases.network_picture import Drawn, picture_of
from tests.support.places import FIXTURES

TODAY = date(2026, 11, 20)


def empty(folder: Path) -> House:
    return House(Settings(data=folder), clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = empty(tmp_path / "one")
    made.partners.apply(
        ImportDistrict.adding(
            Area(id="a", name="Auheim", kind="sozialraum"),
            Organisation(id="b", name="=Beratung <Nord> & Süd", kind="association", pillars=("work",)),
            Organisation(id="c", name="Caritas", kind="association", parent="b"),
            Organisation(id="d", name="Diakonie", kind="employment_agency"),
            Place(id="p", name="Zuflucht", area="a", street="Geheimer Weg 7", protected=True),
            Report(from_="b", to="c", level=1, on=date(2026, 5, 1), evidence="Streit", notes={"tension": "Streit"}),
            Report(from_="c", to="b", level=3, on=date(2026, 6, 1)),
            Report(from_="d", to="b", level=0, on=date(2026, 7, 1)),
            Relation(from_="c", to="d", kind="refers", since=date(2024, 1, 1)),
        ),
        by="cli",
    )
    yield made
    made.close()


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house, Actor("coordination", frozenset({Role.COORDINATION})))


def everything(desk: Desk) -> dict[str, bytes]:
    day = day_at(desk, TODAY)
    return {kind: make(desk, day).content for kind, make in out.EXPORTS.items()}


def test_nothing_confidential_is_in_any_file(desk):
    for kind, content in everything(desk).items():
        parts = [content]
        if kind in ("csv", "xlsx"):
            parts = [
                zipfile.ZipFile(io.BytesIO(content)).read(n) for n in zipfile.ZipFile(io.BytesIO(content)).namelist()
            ]
        assert not [p for p in parts if b"Streit" in p or b"Geheimer" in p], kind


def test_only_those_with_the_network_get_it(house):
    stranger = Desk(house, Actor("fm", frozenset({Role.CASE_MANAGEMENT})))
    day = day_at(Desk(house, Actor.cli()), TODAY)
    for make in out.EXPORTS.values():
        with pytest.raises(PermissionRefused):
            make(stranger, day)


def test_the_page_asks_for_nothing_outside_and_runs_no_word_of_anybody(desk):
    page = everything(desk)["html"].decode()
    outside = re.findall(r"(?:src|href|url\()\s*=?\s*[\"']?(?!data:)(https?:|//)[^\"')]*", page)
    assert not outside
    assert "default-src 'none'" in page
    assert "<Nord>" not in page
    assert page.count("<script>") == 1


def test_a_folded_frame_is_one_mark_with_its_number_in_every_picture(desk):
    day = day_at(desk, TODAY)
    folded = Drawn(layers=("refers",), framed=True, folded=("b",))
    picture = picture_of(desk, day, drawn=folded)
    assert [(a.id, a.holds) for a in picture.actors] == [("d", 0), ("folded:b", 2)]
    # what is inside is not drawn; outside, the line of those inside
    assert [(line.a, line.b, line.of) for line in picture.lines] == [("folded:b", "d", ("b", "d"))]
    assert [(r.a, r.b) for r in picture.relations] == [("folded:b", "d")]
    assert picture.frames == []
    drawn = out.as_svg(desk, day, drawn=folded).content.decode()
    assert re.search(r'<rect [^>]*data-id="folded:b"', drawn)
    assert ">2</text>" in drawn
    assert "Caritas" not in drawn
    page = out.as_html(desk, day, drawn=folded).content.decode()
    assert page.count("<tr data-a=") == 1
    assert out.as_pdf(desk, day, drawn=folded).content.startswith(b"%PDF")


def test_each_group_of_kinds_has_an_outline_that_the_legend_names(demo_data):
    house = House(Settings(data=demo_data))
    desk = Desk(house, Actor("coordination", frozenset({Role.COORDINATION})))
    day = day_at(desk, TODAY)
    picture = picture_of(desk, day)
    outline = {a.id: a.shape for a in picture.actors}
    kinds = {i: day.vocabulary["organisation_kinds"][o.kind].text("group") for i, o in day.organisations.items()}
    assert {(kinds[i], shape) for i, shape in outline.items()} == {
        ("public", "square"), ("provider", "circle"), ("civic", "hexagon"), ("economy", "diamond"),
    }  # fmt: skip
    root = etree.fromstring(out.as_svg(desk, day).content)
    house.close()
    drawn = {mark.get("data-id"): etree.QName(mark).localname for mark in root.iterfind(".//*[@class='actor']")}
    element = {"square": "rect", "circle": "circle", "hexagon": "polygon", "diamond": "polygon"}
    assert drawn == {i: element[shape] for i, shape in outline.items()}
    words = {t.text for t in root.iter("{http://www.w3.org/2000/svg}text")}
    assert len(picture.shapes) == 4
    assert {word for _, word in picture.shapes} <= words


def test_a_folded_frame_bears_the_signs_of_those_inside_and_says_whose(desk):
    day = day_at(desk, TODAY)
    open_one = picture_of(desk, day, drawn=Drawn(framed=True, signs="groups"))
    inside = sorted((a.name, a.sign) for a in open_one.actors if a.sign)
    picture = picture_of(desk, day, drawn=Drawn(framed=True, folded=("b",), signs="groups"))
    (mark,) = [a for a in picture.actors if a.holds]
    assert inside
    assert mark.sign == "A"
    assert sorted((name, sign) for sign, name in mark.inside) == inside
    assert all(f"{name} ({mark.name})" in description(picture) for name, _ in inside)
    drawn = out.as_svg(desk, day, drawn=Drawn(framed=True, folded=("b",), signs="groups")).content.decode()
    assert re.search(r'class="sign" data-of="folded:b"[^>]*>A</text>', drawn)


def test_tables_hold_both_views_and_no_formula(desk):
    archive = zipfile.ZipFile(io.BytesIO(everything(desk)["csv"]))
    rows = list(csv.DictReader(io.StringIO(archive.read("pairs.csv").decode())))
    assert [(r["a"], r["b"], r["a_says"], r["b_says"], r["level"], r["state"]) for r in rows] == [
        ("b", "c", "1", "3", "1", "contradicted"),
        ("b", "d", "", "0", "0", "one-sided"),
    ]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(everything(desk)["xlsx"]))
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]


@pytest.mark.parametrize("kind", ["gexf", "graphml"])
def test_other_programs_read_what_goes_out(desk, kind, tmp_path):
    import networkx as nx

    path = tmp_path / f"n.{kind}"
    path.write_bytes(everything(desk)[kind])
    graph = nx.read_gexf(path) if kind == "gexf" else nx.read_graphml(path, force_multigraph=True)
    assert set(graph.nodes) == {"b", "c", "d"}
    assert graph.nodes["c"]["label"] == "Caritas"
    ends = {(e["relation"], e["source_id"], e["target_id"], e.get("level")) for *_, e in graph.edges(data=True)}
    assert ends == {("cooperation", "b", "c", 1), ("cooperation", "b", "d", 0), ("refers", "c", "d", None)}
    others = [e for *_, e in graph.edges(data=True) if e["relation"] == "cooperation"]
    assert {(e["target_id"], e.get("says_source"), e["says_target"], e["on_target"]) for e in others} == {
        ("c", 1, 3, "2026-06-01"),
        ("d", None, 0, "2026-07-01"),
    }


@pytest.mark.parametrize("kind", ["gexf", "graphml"])
def test_an_edge_read_from_its_other_end_still_says_who_leads(house, desk, kind, tmp_path):
    """Networkx gives an undirected edge from whichever end it met first."""
    import networkx as nx

    house.partners.apply(ImportDistrict.adding(Relation(from_="d", to="b", kind="steers")), by="cli")
    path = tmp_path / f"n.{kind}"
    path.write_bytes(everything(desk)[kind])
    graph = nx.read_gexf(path) if kind == "gexf" else nx.read_graphml(path, force_multigraph=True)
    ((one, other, steered),) = [e for e in graph.edges(data=True) if e[2]["relation"] == "steers"]
    assert (one, other) == ("b", "d"), "the ends as networkx gives them are turned round: the columns are needed"
    assert (steered["source_id"], steered["target_id"]) == ("d", "b")


@pytest.mark.parametrize("kind", ["gexf", "graphml", "yed"])
def test_what_goes_out_comes_back_as_it_went(desk, kind, tmp_path):
    other = empty(tmp_path / "two")
    there = Desk(other, Actor("coordination", frozenset({Role.COORDINATION})))
    graph = into.read_network(everything(desk)[kind], name="n.gexf" if kind == "gexf" else "n.graphml")
    columns = into.Columns(on=TODAY, kind="kind", level="level")
    into.take_in(there, into.preview(there, graph, columns))
    mine, theirs = desk.house.district(), other.district()
    assert {(i, o.name, o.parent) for i, o in mine.organisations.items()} == {
        (i, o.name, o.parent) for i, o in theirs.organisations.items()
    }
    assert {(r.from_, r.to, r.level, r.on) for r in mine.reports} == {
        (r.from_, r.to, r.level, r.on) for r in theirs.reports
    }
    assert [(r.from_, r.to, r.kind, r.since) for r in theirs.relations] == [("c", "d", "refers", date(2024, 1, 1))]
    assert len(other.partners.changes()) == 1
    again = into.preview(there, graph, columns)
    assert again.edits == ()
    with pytest.raises(InputError):
        into.take_in(there, again)
    other.close()


def test_a_list_of_edges_becomes_reports_and_says_what_is_lost(desk):
    data = b"source,target,weight\nCaritas,Diakonie,2\nCaritas,Neu,2.5\nNeu,Neu,1\nNeu,Diakonie,7\nNeu,d,4\n"
    found = into.preview(desk, into.read_network(data, name="ties.csv"), into.Columns(on=TODAY, source="Liste"))
    assert [o.name for o in found.new] == ["Neu"]
    assert found.matched == {"Caritas": "c", "Diakonie": "d", "d": "d"}
    assert {(r.from_, r.to, r.level, r.by) for r in found.reports} == {
        ("c", "d", 2, "Liste"),
        ("d", "c", 2, "Liste"),
        ("Neu", "d", 4, "Liste"),
        ("d", "Neu", 4, "Liste"),
    }
    assert len(found.losses) >= 4
    assert desk.house.district().organisations.keys() == {"b", "c", "d"}


DATED = "source;target;Stufe;Datum;Gesagt von\n"


def test_each_row_of_an_edge_list_may_have_its_day_and_who_said_it(desk):
    rows = DATED + "Caritas;Diakonie;2;2025-03-01;Runder Tisch\nCaritas;Diakonie;3;01.04.2026;\nCaritas;b;1;;\n"
    graph = into.read_network(rows.encode(), name="ties.csv")
    assert into.named_as_usual(into.columns_in(graph.edges)) == ("Stufe", "Datum", "Gesagt von")
    columns = into.Columns(on=TODAY, level="Stufe", both=False, source="Liste", day="Datum", by="Gesagt von")
    found = into.preview(desk, graph, columns)
    assert [(r.from_, r.to, r.level, r.on, r.by) for r in found.reports] == [
        ("c", "d", 2, date(2025, 3, 1), "Runder Tisch"),
        ("c", "d", 3, date(2026, 4, 1), "Liste"),
        ("c", "b", 1, TODAY, "Liste"),
    ]
    # without such a column the one day counts for all: the same pair twice is then one report
    for_all = into.preview(desk, graph, into.Columns(on=TODAY, level="Stufe", both=False))
    assert [(r.from_, r.to, r.level, r.on) for r in for_all.reports] == [("c", "d", 3, TODAY), ("c", "b", 1, TODAY)]


def test_every_day_that_cannot_be_read_is_named_with_file_row_and_column(desk):
    rows = DATED + "Caritas;Diakonie;2;2025-02-30;\nCaritas;b;2;2025-03-01;\nb;Diakonie;1;gestern;\n"
    graph = into.read_network(rows.encode(), name="ties.csv")
    with pytest.raises(InputError) as refused:
        into.preview(desk, graph, into.Columns(on=TODAY, level="Stufe", day="Datum"))
    assert [fault.where for fault in refused.value.faults] == ["ties.csv:2:Datum", "ties.csv:4:Datum"]
    assert "gestern" in str(refused.value.faults[1])


def test_edges_without_level_become_relations(desk):
    data = b"source,target\nb,c\n"
    columns = into.Columns(on=TODAY, level=None, relation="informs")
    into.take_in(desk, into.preview(desk, into.read_network(data, name="t.csv"), columns))
    assert ("b", "c", "informs") in {(r.from_, r.to, r.kind) for r in desk.house.district().relations}


def test_taking_over_needs_the_right(house):
    planner = Desk(house, Actor("planner", frozenset({Role.PLANNING})))
    graph = into.read_network(b"source,target\nb,c\n", name="t.csv")
    with pytest.raises(PermissionRefused):
        into.preview(planner, graph, into.Columns(on=TODAY))


@pytest.mark.skipif(FIXTURES is None, reason="the public sample files are not there")
def test_every_sample_is_previewed_or_refused_with_a_reason(desk):
    files = [p for folder in ("gexf", "graphml") for p in sorted((FIXTURES / folder).glob("*")) if p.is_file()]
    assert files
    refused: list[str] = []
    for path in files:
        if path.stat().st_size > 3_000_000:
            continue
        try:
            graph = into.read_network(path.read_bytes(), name=path.name)
        except InputError as error:
            refused.append(str(error))
            continue
        found = into.preview(desk, graph, into.Columns(on=TODAY))
        assert len(found.new) + len(set(found.matched.values())) <= len(graph.nodes)
    assert all(refused)


# the picture


def sample(count: int) -> NetworkPicture:
    marks = [
        Mark(f"o{n}", f"Beratungsstelle Nummer {n}", "#2f629c", (n * 137) % 1400, (n * 89) % 850, 1 + n % 3)
        for n in range(count)
    ]
    lines = [Line(f"o{n}", f"o{(n * 7 + 1) % count}", n % 5, None if n % 3 else n % 4) for n in range(count)]
    return NetworkPicture(
        marks, lines, [(1, "Kooperation"), (2, "Koordination")], [("#2f629c", "Arbeit")], title="<Netz>"
    )


@pytest.mark.parametrize("count", [1, 12, 60])
def test_no_name_lies_on_another_or_on_a_mark(count):
    placed, labels = arrange(sample(count))
    assert len(labels) == count
    for n, one in enumerate(labels):
        for other in labels[n + 1 :]:
            assert one.box.overlap(other.box) == 0
        for mark in placed.actors:
            if mark.id != one.id:
                x = min(max(mark.x, one.box.x0), one.box.x1)
                y = min(max(mark.y, one.box.y0), one.box.y1)
                assert (mark.x - x) ** 2 + (mark.y - y) ** 2 > 12**2


@pytest.mark.parametrize("count", [12, 60])
def test_no_sign_lies_under_a_name_on_a_mark_or_on_another_sign(count):
    placed, labels = arrange(sample(count))
    signs, wanted = place_signs(placed, labels)
    assert 0.8 * wanted < len(signs) <= wanted
    for n, sign in enumerate(signs):
        for label in labels:
            dx = max(0, label.box.x0 - sign.x, sign.x - label.box.x1)
            dy = max(0, label.box.y0 - sign.y, sign.y - label.box.y1)
            assert dx**2 + dy**2 >= sign.reach**2
        for mark in placed.actors:
            assert math.dist((mark.x, mark.y), (sign.x, sign.y)) >= RADII[mark.size] + sign.reach
        for other in signs[n + 1 :]:
            assert math.dist((other.x, other.y), (sign.x, sign.y)) >= sign.reach + other.reach


def test_the_demo_district_prints_as_it_is_laid_out(demo_data):
    """59 organisations: no name on anything, nearly every sign has its place, and nothing had to be spread."""
    house = House(Settings(data=demo_data))
    desk = Desk(house, Actor("coordination", frozenset({Role.COORDINATION})))
    drawn = picture_of(desk, day_at(desk, house.today()))
    house.close()
    placed, labels = arrange(drawn)
    signs, wanted = place_signs(placed, labels)
    assert len(labels) == len(drawn.actors) > 50
    assert len(signs) >= 0.96 * wanted
    assert [(a.x, a.y) for a in placed.actors] == [(a.x, a.y) for a in drawn.actors]
    for one, other in itertools.combinations(labels, 2):
        assert one.box.overlap(other.box) == 0


def test_an_organisation_in_gexf_and_graphml_says_which_outline_it_bears(desk):
    day, files = day_at(desk, TODAY), everything(desk)
    drawn = {actor.id: actor.shape for actor in picture_of(desk, day).actors}
    assert len(set(drawn.values())) > 1
    for graph in (parse_gexf(files["gexf"], name="n.gexf"), parse_graphml(files["graphml"], name="n.graphml")):
        assert {node.id: node.attributes["outline"] for node in graph.nodes} == drawn


def test_layers_and_frames_that_are_on_are_drawn_with_their_words(desk):
    day = day_at(desk, TODAY)
    space = {"s": "http://www.w3.org/2000/svg"}
    bare = etree.fromstring(out.as_svg(desk, day).content)
    assert not bare.findall(".//s:g[@class='relation']", space)
    assert not bare.findall(".//s:rect[@class='frame']", space)
    full = etree.fromstring(out.as_svg(desk, day, drawn=Drawn(layers=("refers", "funds"), framed=True)).content)
    (relation,) = full.findall(".//s:g[@class='relation']", space)
    assert (relation.get("data-a"), relation.get("data-b")) == ("c", "d")
    (frame,) = full.findall(".//s:rect[@class='frame']", space)
    inside = {c.get("data-id"): float(c.get("cx")) for c in full.findall(".//s:circle[@class='actor']", space)}
    left, right = float(frame.get("x")), float(frame.get("x")) + float(frame.get("width"))
    assert left < inside["b"] < right
    assert left < inside["c"] < right
    words = [t.text for t in full.findall(".//s:text", space)]
    assert "vermittelt an" in words  # in the legend; a kind nobody has is not explained
    assert "finanziert" not in words
    assert "=Beratung <Nord> & Süd" in words  # the frame's name in one line
    order = list(full.iter())
    (name,) = full.findall(".//s:text[@class='frame-name']", space)
    assert order.index(frame) < order.index(relation) < order.index(name), "no line runs through the name of a frame"
    for make in (out.as_pdf, out.as_html):
        plain, drawn = make(desk, day), make(desk, day, drawn=Drawn(layers=("refers",), framed=True))
        assert plain.content != drawn.content


def test_each_half_shows_what_that_side_says():
    two = [Mark("a", "A", "#000000", 0, 0), Mark("b", "B", "#000000", 400, 0)]

    def drawn(says_a, says_b):
        root = etree.fromstring(
            network_svg(NetworkPicture(two, [Line("a", "b", says_a, says_b)], []), fonts=False).encode()
        )
        space = {"s": "http://www.w3.org/2000/svg"}
        halves = root.findall(".//s:g[@class='pair']/s:path", space)
        legend = root.findall(".//s:path", space)[2:]
        names = {"A", "B"}
        words = [
            t.text for t in root.findall(".//s:text", space) if t.text not in names and t.get("aria-hidden") is None
        ]
        return [(h.get("stroke"), h.get("stroke-width")) for h in halves], words[:-5], len(legend)

    agreed, signs, _ = drawn(2, 2)
    assert agreed[0] == agreed[1]
    assert signs == ["2"]
    differ, signs, _ = drawn(1, 3)
    assert differ[0] != differ[1]
    assert "≠" in signs
    assert {"1", "3"} <= set(signs)
    silent, signs, _ = drawn(2, None)
    assert silent[1] == ("#c9c3b8", "1.5")
    assert signs == ["2"]
    unasked, signs, _ = drawn(None, None)
    assert unasked[0] == unasked[1] != silent[1]
    assert signs == ["?"]


def test_the_picture_is_one_document_without_any_reference():
    drawn = network_svg(sample(12))
    root = etree.fromstring(drawn.encode())
    assert root.get("role") == "img"
    assert not re.findall(r"(?:href|src)=", drawn)
    assert not re.findall(r"url\((?!data:)", drawn)


@pytest.mark.parametrize(
    ("head", "ends"),
    [
        ("target,source,weight", ("source", "target")),
        ("Nummer;Von;Nach", ("Von", "Nach")),
        ("Wer;Mit wem;Stufe", ("Wer", "Mit wem")),
        ("Nach;Wer", ("Wer", "Nach")),
        ("Wer", ("Wer", None)),
    ],
)
def test_the_ends_of_an_edge_list_are_found_by_name_else_by_place(head, ends):
    columns, *found = into.ends_in(f"{head}\n".encode(), name="list.csv")
    assert columns == tuple(head.replace(",", ";").split(";"))
    assert tuple(found) == ends


def test_an_edge_list_is_read_by_the_columns_one_names():
    rows = b"Nummer;Wer;Mit wem\n1;A;B\n"
    (edge,) = into.read_network(rows, name="list.csv", source="Wer", target="Mit wem").edges
    assert (edge.source, edge.target) == ("A", "B")
    with pytest.raises(InputError):
        into.read_network(rows, name="list.csv")
    assert into.ends_in(b"<gexf/>", name="n.gexf") == ((), None, None)
