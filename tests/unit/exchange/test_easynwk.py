"""Files of easyNWK: all six shapes and their quirks (FORMATS.md; facts of the reader of easyNWK 2.7)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from netmap.errors import FormatError
from netmap.exchange.cardfile import CardFile, CardVersion, parse_card_file, read_card_file
from netmap.messages import speaking
from tests.support.places import fixture_path


def person(ident: Any, **columns: Any) -> dict[str, Any]:
    """An entry as easyNWK 2.7 writes it."""
    given = {"name": f"P{ident}", "role": "", "human": True, "currentGender": "nicht festgelegt", "age": ""}
    given |= {"note": "", "deceased": False, "edgeType": 1, "angle": 10, "distance": 50}
    return {"id": ident} | given | columns


def one_map(*people: dict[str, Any], connections: Any = (), **more: Any) -> dict[str, Any]:
    return {"ego": {"name": "Ich"}, "alteri": list(people), "connections": list(connections)} | more


def parsed(document: Any, *, bom: bool = False) -> CardFile:
    text = document if isinstance(document, str) else json.dumps(document)
    return parse_card_file((b"\xef\xbb\xbf" if bom else b"") + text.encode(), name="karte.json")


def only(document: Any) -> CardVersion:
    (version,) = parsed(document).versions
    return version


def faults(document: Any) -> dict[str, str]:
    with pytest.raises(FormatError) as caught, speaking("en"):
        parsed(document)
    with speaking("en"):
        return {fault.where: str(fault.message) for fault in caught.value.faults}


def losses(file: CardFile) -> dict[str, str]:
    with speaking("en"):
        return {loss.where.removeprefix("karte.json:"): str(loss.message) for loss in file.losses}


# --- the shapes ------------------------------------------------------------------------------------


def test_shape_1_relations_and_edge_weight() -> None:
    file = read_card_file(fixture_path("easynwk", "rosa_2020-12-16.json"))
    (version,) = file.versions
    assert (file.source_format, version.label, version.date) == ("easynwk", None, None)
    assert len(version.alters) == 7
    assert version.alters[0].id == "8e8881f3-5ce4-43d9-a288-44ebfdef9966"
    assert {a.ego_tie for a in version.alters} == {"none"}
    assert ["edgeWeight" in str(loss.message) for loss in file.losses] == [True]


def test_shape_2_connections_and_edge_weight_without_human() -> None:
    (version,) = read_card_file(fixture_path("easynwk", "rosa_2021-08-19.json")).versions
    assert [(t.a, t.b) for t in version.ties] == [("1", "4"), ("1", "2"), ("1", "6")]
    by_label = {a.label: a for a in version.alters}
    assert not by_label["Strolchi"].human  # its gender is "kein Mensch"
    assert by_label["Strolchi"].gender is None
    assert by_label["Maria"].human
    # a name stays what it was, also where "+" may have meant somebody who died
    assert not by_label["+Hubert"].deceased


def test_shapes_3_and_4_edge_type_as_number_and_as_text() -> None:
    (version,) = read_card_file(fixture_path("easynwk", "rosa_2021-12-01.json")).versions
    by_label = {a.label: a for a in version.alters}
    assert by_label["Josefine"].ego_tie == "none"  # "0"
    assert (by_label["Maria"].ego_tie, by_label["Lara"].ego_tie) == ("loose", "strong")
    assert by_label["Hubert"].deceased
    assert by_label["Hubert"].distance == 103
    assert by_label["Ewald"].extra == {"roleDefault": True, "genderDefault": True, "edgeTypeByUser": -1}


def test_shape_5_versions_with_bom() -> None:
    file = read_card_file(fixture_path("easynwk", "rosa_demo.json"))
    (version,) = file.versions
    assert (version.id, version.label, version.date) == ("1", "Erstgespräch", date(2024, 2, 26))
    assert version.card.ego == {
        "name": "Rosa Braunsteigl-Müller",
        "age": "45",
        "gender": "weiblich",
        "note": "lorem ipsum",
    }
    assert file.losses == ()


def test_shape_6_text_of_version_1_5() -> None:
    file = read_card_file(fixture_path("easynwk", "own_easynwk15.nwk"))
    (version,) = file.versions
    assert (file.source_format, version.id, version.label) == ("easynwk-1.5", "1", None)
    assert version.date == date(2012, 2, 3)
    sister, father, neighbour = version.alters
    assert (sister.label, sister.gender, sister.role_text, sister.note) == (
        "Schwester",
        "weiblich",
        "Schw",
        "ruft an",
    )
    assert (sister.ego_tie, father.ego_tie, neighbour.ego_tie) == ("strong", "loose", "none")
    assert (father.label, father.deceased) == ("Vater", True)
    # x = 0.75, y = 0.7: to the right and down, by hand
    assert neighbour.angle == pytest.approx(-38.6598, abs=1e-4)
    assert neighbour.distance == pytest.approx(64.0312, abs=1e-4)
    assert (father.angle, father.distance) == (pytest.approx(90), pytest.approx(40))
    assert [(t.a, t.b) for t in version.ties] == [("1", "2")]
    assert version.card.ego == {"name": "Eva Muster", "age": "41"}


def test_what_was_deleted_in_version_1_5_does_not_come_back() -> None:
    file = read_card_file(fixture_path("easynwk", "own_easynwk15.nwk"))
    assert "4" not in {a.id for a in file.versions[0].alters}
    assert not any("gelöscht" in str(loss.message).split() for loss in file.losses if "N" in loss.where)
    assert [loss.where for loss in file.losses] == ["own_easynwk15.nwk:6"]


# --- quirks ----------------------------------------------------------------------------------------


def test_several_versions_keep_their_order_and_their_ids() -> None:
    document = {
        "versions": [
            {"id": 2, "title": "Später", "date": "2024-05-01", "nwk": one_map(person(1))},
            {"id": 1, "title": "", "date": "", "nwk": one_map(person(1), person(2))},
            {"id": 3, "nwk": one_map()},
        ],
        "currentVersion": 2,
    }
    file = parsed(document, bom=True)
    assert [(v.id, v.label, v.date) for v in file.versions] == [
        ("2", "Später", date(2024, 5, 1)),
        ("1", None, None),
        ("3", None, None),
    ]
    assert [len(v.alters) for v in file.versions] == [1, 2, 0]
    assert file.losses == ()


def test_numbers_and_texts_are_the_same_id() -> None:
    version = only(one_map(person(1), person("2"), person(3.0), connections=[{"id1": "1", "id2": 2.0}]))
    assert [a.id for a in version.alters] == ["1", "2", "3"]
    assert [(t.a, t.b) for t in version.ties] == [("1", "2")]


@pytest.mark.parametrize(
    ("given", "tie", "lost"),
    [
        ({"edgeType": 0}, "none", False),
        ({"edgeType": 1}, "loose", False),
        ({"edgeType": 2}, "strong", False),
        ({"edgeType": "2"}, "strong", False),
        ({"edgeType": None, "edgeWeight": 1}, "loose", False),
        ({"edgeType": 1, "edgeWeight": 0}, "loose", False),
        ({"edgeType": None}, None, True),
        ({"edgeType": 3}, "strong", True),
        ({"edgeType": -1}, "none", True),
        ({"edgeType": 0.5}, "none", True),
    ],
)
def test_the_tie_to_the_client(given: dict[str, Any], tie: str | None, lost: bool) -> None:
    file = parsed(one_map(person(1, **given)))
    assert file.versions[0].alters[0].ego_tie == tie
    assert bool(file.losses) == lost


def test_support_of_easynwk_2_7_has_kind_and_direction() -> None:
    version = only(
        one_map(
            person(
                1,
                supportEmotional=1,
                supportInstrumental="2",
                supportInformational=3,
                supportSocial=0,
                supportLinking=2,
                conflict=True,
                emoji="🐕",
            )
        )
    )
    (found,) = version.alters
    assert found.supports == (
        "emotional:given",
        "practical:received",
        "informational:both",
        "bridging:received",
    )
    assert (found.conflict, found.extra) == (True, {"emoji": "🐕"})


@pytest.mark.parametrize(
    ("angle", "read"),
    [(-180, -180), (180, 180), (180.5, -179.5), (270, -90), (-181, 179), (540, -180), (0, 0)],
)
def test_angles_beyond_a_turn_are_turned_back(angle: float, read: float) -> None:
    file = parsed(one_map(person(1, angle=angle)))
    assert file.versions[0].alters[0].angle == read
    assert bool(file.losses) == (angle != read)


def test_a_distance_below_zero_is_not_placed() -> None:
    file = parsed(one_map(person(1, distance=-3)))
    assert file.versions[0].alters[0].distance == 0
    assert list(losses(file)) == ["$.alteri[0].distance"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2024-02-26T10:00:00.000Z", date(2024, 2, 26)),
        ("26.2.2024", date(2024, 2, 26)),
        ("2024-02-30", None),
        ("gestern", None),
        (17, None),
    ],
)
def test_days(given: Any, read: date | None) -> None:
    file = parsed({"versions": [{"id": 1, "date": given, "nwk": one_map()}]})
    assert file.versions[0].date == read
    assert bool(file.losses) == (read is None)


def test_ties_that_cannot_be_carried_are_told_with_their_place() -> None:
    connections = [
        {"id1": 1, "id2": 2},
        {"id1": 2, "id2": 1},
        {"id1": 1, "id2": 1},
        {"id1": 1, "id2": 99},
    ]
    file = parsed(one_map(person(1), person(2), connections=connections))
    assert [(t.a, t.b) for t in file.versions[0].ties] == [("1", "2")]
    assert losses(file) == {
        "$.connections[1]": "the tie between 1 and 2 is told twice",
        "$.connections[2]": "the tie leads from 1 to itself",
        "$.connections[3]": "the tie leads to 99, which is not on the map",
    }


def test_what_nobody_knows_is_kept_beside_the_entry_or_reported() -> None:
    file = parsed(one_map(person(1, hobby={"a": [1]}, deep=[[[[[[1]]]]]]), wetter="schön"))
    assert file.versions[0].alters[0].extra == {"hobby": {"a": [1]}}
    assert set(losses(file)) == {"$.wetter", "$.alteri[0].deep"}


def test_several_versions_of_1_5_share_their_people() -> None:
    text = "F;1;1.1.2010\nF;2;1.2.2011\nN;1;Anna\nN;2;Bert\nP;1;1;0,6;0,5;1\nP;2;1;.7;.5;2\nP;2;2;.5;.6;1\nL;2;1;2\n"
    first, second = parse_card_file(text.encode(), name="alt.nwk").versions
    assert [a.label for a in first.alters] == ["Anna"]
    assert [(a.label, a.distance) for a in second.alters] == [
        ("Anna", pytest.approx(40)),
        ("Bert", pytest.approx(20)),
    ]
    assert (len(first.ties), len(second.ties)) == (0, 1)
    assert (first.date, second.date) == (date(2010, 1, 1), date(2011, 2, 1))


def test_1_5_in_windows_1252_is_recognised_and_reported() -> None:
    file = parse_card_file("E;Jürgen;50\r\nN;1;Käthe\r\nP;1;1;.6;.5;1\r\n".encode("cp1252"), name="alt.nwk")
    assert file.versions[0].alters[0].label == "Käthe"
    assert [loss.where for loss in file.losses] == ["alt.nwk"]


def test_1_5_without_version_lines_takes_the_versions_of_the_places() -> None:
    file = parse_card_file(b"N;1;Anna\nP;4;1;.6;.5;1\nP;7;1;.6;.5;1\n", name="alt.nwk")
    assert [v.id for v in file.versions] == ["4", "7"]


# --- what is refused -------------------------------------------------------------------------------


def test_all_faults_at_once_each_with_its_path() -> None:
    document = {
        "versions": [
            {"id": 1, "nwk": one_map(person(1, angle="weit"), person(1), person(None, human="ja"))},
            {"id": 2, "nwk": {"ego": {}, "connections": {}}},
            {"id": True, "nwk": one_map("x", connections=[{"id1": 1}])},  # type: ignore[arg-type]
        ]
    }
    assert faults(document) == {
        "karte.json:$.versions[0].nwk.alteri[0].angle": "weit is not a number",
        "karte.json:$.versions[0].nwk.alteri[1].id": "the id 1 stands here twice",
        "karte.json:$.versions[0].nwk.alteri[2].id": "an id is needed here",
        "karte.json:$.versions[0].nwk.alteri[2].human": "ja is neither true nor false",
        "karte.json:$.versions[1].nwk.alteri": "the list of entries is missing",
        "karte.json:$.versions[1].nwk.connections": "a list is needed here",
        "karte.json:$.versions[2].id": "true is not an id",
        "karte.json:$.versions[2].nwk.alteri[0]": "an object in braces is needed here",
        "karte.json:$.versions[2].nwk.connections[0].id2": "an id is needed here",
    }


def test_faults_of_lines_name_the_line() -> None:
    with pytest.raises(FormatError) as caught:
        parse_card_file(b"E;Eva\nN;eins;Anna\nP;1;1;links;.5;1\nquatsch\nL;1\n", name="alt.nwk")
    assert {fault.where for fault in caught.value.faults} == {
        "alt.nwk:2",
        "alt.nwk:3",
        "alt.nwk:4",
        "alt.nwk:5",
    }


@pytest.mark.parametrize(
    "document",
    ["", "[]", "null", "{}", '{"versions": []}', '{"versions": 1}', '{"alteri": [', '{"alteri": [NaN]}', "\x00"],
)
def test_what_is_no_map_is_refused(document: str) -> None:
    with pytest.raises(FormatError):
        parsed(document)


def test_a_map_larger_than_a_card_is_refused() -> None:
    assert "1001 entries" in faults(one_map(*({"id": n} for n in range(1001))))["karte.json"]
