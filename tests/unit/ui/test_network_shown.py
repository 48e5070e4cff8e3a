"""Picture, table, figures and paper show the same part of the network, and say which; signs name, they never rank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree
from streamlit.testing.v1 import AppTest

from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.cooperation.structure import counted_network, structure_of
from netmap.analysis.day import Day
from netmap.analysis.network.figures import network_figures
from netmap.analysis.network.simple import network_from_pairs
from netmap.bootstrap import House
from netmap.exchange.network_svg import description
from netmap.messages import speaking
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import Membership, Organisation, Relation, Report
from netmap.settings import Settings
from netmap.ui.network.figures import groups_said, whole_said
from netmap.ui.network.picture import network_data
from netmap.ui.network.shown import Choices, filters_said, shown_of
from netmap.ui.network.tables import actor_columns
from netmap.ui.network.values import own_values_said, values_table, whole_values_said
from netmap.usecases import network_files
from netmap.usecases.desk import Actor, Desk
from netmap.usecases.network_picture import Drawn, picture_of
from netmap.usecases.network_signs import CHOICES, counted_said, signs_of, signs_said

DAY = date(2026, 11, 20)
#: two triangles, joined by c – d alone; g hangs on f by a relation, h is alone
TIES = ("ab", "bc", "ca", "cd", "de", "ef", "fd")


@pytest.fixture
def day() -> Day:
    pillar = dict.fromkeys("abc", ("work",)) | dict.fromkeys("def", ("health",))
    return Day(
        District.of(
            [
                *(
                    Organisation(id=i, name=f"Haus {i.upper()}", kind="association", pillars=pillar.get(i, ()))
                    for i in "abcdefgh"
                ),
                *(Report(from_=a, to=b, level=2 if "a" in (a, b) else 1, on=date(2026, 1, 1)) for a, b in TIES),
                Relation(from_="f", to="g", kind="refers"),
                Membership(body="k", organisation="a"),
            ]
        ),
        DAY,
        load_vocabulary(),
    )  # fmt: skip


@pytest.fixture
def found(day):
    return structure_of(counted_network(day.organisations, pairs_of(day).values(), None))


def shown(day: Day, **choices: object):
    return shown_of(day, pairs_of(day).values(), Choices(**choices))  # type: ignore[arg-type]


def test_filters_leave_organisations_and_pairs_out_and_say_so(day):
    assert shown(day).actors == tuple("abcdefgh")
    assert shown(day, pillar="work").actors == ("a", "b", "c")
    assert [(p.a, p.b) for p in shown(day, level=2).pairs] == [("a", "b"), ("a", "c")]
    assert shown(day, layers=("refers",), only=True).actors == ("f", "g")
    with speaking("en"):
        assert filters_said(day, Choices(pillar="work", level=2)) == ["Pillar: Work", "From level: 2"]
        assert filters_said(day, Choices(layers=("refers",), unknown=True)) == []


def test_around_one_organisation_stands_everybody_it_has_a_line_to(day):
    around = shown(day, near="f")
    assert around.actors == ("d", "e", "f")
    assert [(p.a, p.b) for p in around.pairs] == [("d", "e"), ("d", "f"), ("e", "f")]
    assert shown(day, near="f", layers=("refers",)).actors == ("d", "e", "f", "g")
    assert shown(day, near="h").actors == ("h",)


def test_signs_name_cut_points_bridges_groups_and_core(found):
    assert set(signs_of(found, "cut").of) == {"c", "d"}
    assert signs_of(found, "bridges").of == {"c": "⇄", "d": "⇄"}
    groups = signs_of(found, "groups")
    assert [groups.of.get(i) for i in "abcdefgh"] == [*"AAABBB", None, None]
    assert len(groups.legend) == 2
    assert signs_of(found, "core").of
    assert not signs_of(found, "none").of


def test_the_sentence_has_definition_day_and_who_is_left_out(day):
    part = structure_of(counted_network("abcdefh", pairs_of(day).values(), None))
    with speaking("en"):
        said = signs_said(day, part, "cut", layer="levels")
        assert CHOICES["cut"][1] in said
        assert "Counted on 20.11.2026: 7 ties (working together, level 1 or more) among 7 of 8 organisations." in said
        assert "1 of them has no such tie." in said
        assert "The filters leave 1 out." in said
        referring = structure_of(counted_network("fg", (), day.relations))
        assert "1 tie (refers to) among 2 of 8" in counted_said(day, referring, layer="refers")


def test_signs_stand_in_the_picture_and_in_the_table(day, found):
    whole = shown(day)
    signs = signs_of(found, "groups")
    given = {"selected": None, "highlight": None, "scale": "oberhausen"}
    bare = network_data(day, whole.actors, whole.pairs, {}, **given)
    data = network_data(day, whole.actors, whole.pairs, {}, signs=signs, **given)
    assert data["rev"] != bare["rev"]  # an open page takes organisations over when it moves
    assert {a["id"]: a["mark"] for a in data["actors"]}["d"] == "B"
    assert [m["sign"] for m in data["marks"]] == ["A", "B"]
    with speaking("en"):
        columns, rows = actor_columns(day, whole, signs_of(found, "bridges"))
        said = dict(zip((row["id"] for row in rows), columns["In the picture"], strict=True))
        assert said["c"] == "⇄ alone joins group A to B"
        assert said["a"] == ""
        assert "In the picture" not in actor_columns(day, whole, signs_of(found, "none"))[0]


def test_figures_say_pillars_of_groups_and_the_ties_that_alone_hold(day, found):
    with speaking("en"):
        first, second = groups_said(day, found)
        assert first.startswith("A: Haus A, Haus B, Haus C – mostly one pillar, Work (3 Work)")
        assert "Health" in second
        said = " ".join(sentence for sentence, _ in whole_said(day, found))
        assert "These ties alone hold parts together: Haus C – Haus D." in said
        assert "Without such a tie: Haus G, Haus H." in said


def test_values_of_organisations_stand_by_name_and_are_those_of_the_command(day, found):
    figures = network_figures(found.network)
    with speaking("en"):
        table = values_table(day, figures, note="counted so")
        said = dict(own_values_said(figures, "c"))
        alone = " ".join(sentence for sentence, _ in own_values_said(figures, "h"))
        whole = " ".join(sentence for sentence, _ in whole_values_said(figures))
    answer = figures.to_dict()
    public = tuple(answer["table"][0])
    assert tuple(c.name for c in table.columns) == public
    assert all(c.meaning for c in table.columns)
    assert [row[0] for row in table.rows] == [f"Haus {i}" for i in "ABCDEFGH"]
    assert [row[1:] for row in table.rows] == [tuple(row[k] for k in public[1:]) for row in answer["table"]]
    # by hand: c stands on the ways from {a, b} to {d, e, f}, 6 of the 21 pairs of others
    assert "On average 28.6 % of the shortest ways between two others lead through it." in said
    assert "3 ties, of 7 that are possible." in said
    assert "Effective size 2.3 of 3: the less, the more its partners are tied to each other." in said
    # without c: {a, b}, {d, e, f}, g, h: 1 + 3 of 21 pairs are joined; today 15 of 28
    assert "Without it no way would join 81.0 % of the pairs that are left; today it is 46.4 % of all pairs." in said
    assert "0 ties" in alone
    assert "Constraint" not in alone  # undefined, not zero
    assert whole.count("single organisations: 0.24 ") == 2
    assert "No way of ties joins 46.4 % of all pairs." in whole


def test_what_is_undefined_is_no_zero():
    two = network_figures(network_from_pairs("ab", [("a", "b")]))
    with speaking("en"):
        said = whole_values_said(two)
    assert [sentence.split(": ")[1][:1] for sentence, _ in said[:2]] == ["–", "–"]
    assert all("Undefined under three organisations." in definition for _, definition in said[:2])


def test_of_thousands_the_values_are_counted_when_that_is_asked_for(demo_data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("netmap.ui.network.figures.MOST_COUNTED", 20)
    page = AppTest.from_function(_page, args=(str(demo_data),), default_timeout=120).run()
    assert not page.exception
    assert not page.dataframe
    assert not [m for m in page.markdown if "Wie weit kürzeste Wege" in m.value]
    page.button(key="net_count_all").click().run()
    assert not page.exception
    assert page.dataframe[0].value.shape == (59, 8)
    assert [m for m in page.markdown if "Wie weit kürzeste Wege" in m.value]


def _whole_page(data: str) -> None:
    from pathlib import Path

    from netmap.bootstrap import House
    from netmap.messages import speaking
    from netmap.settings import Settings
    from netmap.ui.pages.network import page
    from netmap.usecases.desk import Actor, Desk

    with speaking("de"):
        page(Desk(House(Settings(data=Path(data))), Actor.cli()))


def test_of_thousands_the_page_asks_for_a_part_before_it_draws(demo_data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("netmap.ui.pages.network.MOST_DRAWN", 20)
    page = AppTest.from_function(_whole_page, args=(str(demo_data),), default_timeout=120).run()
    assert not page.exception
    assert "Organisationen passen" in page.info[0].value
    assert page.dataframe  # the table is there
    page.selectbox(key="net_pillar").set_value("health").run()
    assert not page.exception
    assert not [i for i in page.info if "passen" in i.value]
    page.selectbox(key="net_pillar").set_value(None).run()
    # who is searched for stands beside the table, and those around are few enough to be drawn
    page.text_input(key="net_query").set_value("suchthilfe").run()
    assert "Suchthilfe Altstadt" in [s.value for s in page.subheader]
    page.button(key="net_near_button").click().run()
    assert not page.exception
    assert not [i for i in page.info if "passen" in i.value]
    page.button(key="net_near_button").click().run()
    next(b for b in page.button if b.label == "Alle zeichnen").click().run()
    assert not page.exception
    assert not [i for i in page.info if "passen" in i.value]


def test_paper_draws_the_same_signs_and_the_same_part_and_names_who_bears_them(demo_data: Path):
    house = House(Settings(data=demo_data))
    desk = Desk(house, Actor.cli())
    day = Day(house.district(), DAY, house.vocabulary)
    some = tuple(sorted(day.organisations))[:30]
    drawn = picture_of(desk, day, drawn=Drawn(only=some, level=2, signs="cut"))
    part = shown_of(day, pairs_of(day).values(), Choices(level=2))
    pairs = [p for p in part.pairs if p.a in some and p.b in some]
    expected = structure_of(counted_network(some, pairs, None)).cut_actors
    assert expected
    assert tuple(a.id for a in drawn.actors) == some
    assert tuple(a.id for a in drawn.actors if a.sign) == expected
    assert len(drawn.lines) == len(pairs)
    for name in (day.organisations[a].name for a in expected):
        assert name in description(drawn).split("◆")[1]
    root = etree.fromstring(network_files.as_svg(desk, day, drawn=Drawn(signs="groups")).content)
    house.close()
    words = [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words.count("A") > 10  # on the marks and in the legend


def _page(data: str) -> None:
    from datetime import date
    from pathlib import Path

    import streamlit as st

    from netmap.bootstrap import House
    from netmap.messages import speaking
    from netmap.settings import Settings
    from netmap.ui.network.figures import figures
    from netmap.usecases.desk import Actor, Desk
    from netmap.usecases.network import day_at

    desk = Desk(House(Settings(data=Path(data))), Actor.cli())
    with speaking("de"):
        figures(desk, day_at(desk, date(2026, 11, 20)), "oberhausen", st.container())


def test_the_view_of_figures_follows_filters_and_layer(demo_data: Path):
    page = AppTest.from_function(_page, args=(str(demo_data),), default_timeout=120).run()
    assert not page.exception
    whole = page.markdown[0].value
    page.selectbox(key="net_pillar").set_value("work").run()
    part = page.markdown[0].value
    page.selectbox(key="net_counted").set_value("refers").run()
    layer = page.markdown[0].value
    assert not page.exception
    assert len({whole, part, layer}) == 3
    assert "lassen" not in whole
    assert "Die Filter lassen" in part
    assert "vermittelt an" in layer
