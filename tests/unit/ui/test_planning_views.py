"""What Planung shows of triples, quarters and several times: withheld is said, never drawn as a number."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from netmap.analysis.day import Day
from netmap.analysis.needpairs import ProviderPairs
from netmap.analysis.needquarters import Quarter
from netmap.messages import speaking
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import Area, Organisation, Service
from netmap.ui.directory_view import missing_words
from netmap.ui.markup import decimal
from netmap.ui.planning import quarters_view, reach_tab, segregation_view, triples_view
from netmap.ui.planning.gapview import Filters, filter_words
from netmap.usecases.case_tables import area_name
from netmap.usecases.gate import ReleasedPairs
from netmap.usecases.needs import NeedPairs
from netmap.usecases.quarters import AreaCounts, ReleasedQuarter

DISTRICT = District.of(
    [
        Area(id="n", name="Nord", kind="sozialraum"),
        Organisation(id="sb", name="Beratung", kind="counselling_centre"),
        Service(id="debts", organisation="sb", name="Schuldnerberatung", needs=("debt",)),
    ]
)
Q3, Q4 = Quarter(2025, 3), Quarter(2025, 4)
QUARTERS = (
    ReleasedQuarter(
        Q3,
        date(2025, 10, 15),
        ("n",),
        {
            "debt": {"*": AreaCounts(9, 6, 3), "n": AreaCounts(None, None, 4)},
            "work": {"*": AreaCounts(None, None, None)},
        },
        {("services", "debts"): {"*": 5}},
        3,
    ),
    ReleasedQuarter(Q4, date(2026, 1, 15), ("n",), {"debt": {"*": AreaCounts(None, None, None)}}, {}, 3),
)


def cells(table: dict) -> dict[tuple[str, str], dict]:
    return {(c["row"], c["column"]): c for c in table["cells"]}


def test_a_quarter_says_cases_and_who_had_help():
    table = quarters_view.need_table(QUARTERS, "*", label=str)
    assert [r["id"] for r in table["rows"]] == ["debt"]  # nothing of work may be told
    told = cells(table)["debt", "2025-Q3"]
    assert (told["word"], told["lines"]) == ("9 Fälle", ["6 mit Hilfe", "3 ohne"])


@pytest.mark.parametrize(
    ("area", "quarter", "lines"), [("*", "2025-Q4", None), ("n", "2025-Q3", ["4 ohne"]), ("n", "2025-Q4", None)]
)
def test_withheld_is_a_word_and_no_number(area: str, quarter: str, lines: list[str] | None):
    told = cells(quarters_view.need_table(QUARTERS, area, label=str))["debt", quarter]
    assert (told["word"], told["text"], told.get("lines")) == ("–", "zurückgehalten", lines)


def test_resources_stand_by_name_with_told_numbers_only():
    table = quarters_view.resource_table(QUARTERS, "*", DISTRICT)
    assert [(r["id"], r["name"]) for r in table["rows"]] == [("services/debts", "Schuldnerberatung (Angebot)")]
    assert {k: c["word"] for k, c in cells(table).items()} == {("services/debts", "2025-Q3"): "5 Fälle"}
    assert quarters_view.resource_table(QUARTERS, "n", DISTRICT)["rows"] == []


@pytest.fixture(scope="module")
def day() -> Day:
    return Day(DISTRICT, date(2026, 11, 20), load_vocabulary())


def test_a_triple_stands_beside_how_the_providers_of_its_pairs_work_together(day: Day):
    released = ReleasedPairs(day.day, 40, {}, 3, 0, (), {("debt", "illness", "work"): 6})
    providers = (ProviderPairs(("debt", "illness"), 0, 1, 0, 0, 1, 0, 0),)
    table = triples_view.triple_table(NeedPairs(released, providers), day)
    told = cells(table)
    row = "debt|illness|work"
    assert told[row, "cases"]["word"] == "6 Fälle"
    assert (told[row, "1"]["tone"], told[row, "1"]["lines"]) == ("warn", ["0 von 1 Anbieterpaaren verbunden"])
    assert told[row, "2"]["lines"] == ["keine zwei Anbieter"]


@pytest.mark.parametrize(
    ("area", "name"), [("*", "alle Gebiete zusammen"), ("-", "Gebiet unbekannt"), ("n", "Nord"), ("gone", "gone")]
)
def test_areas_have_names(area: str, name: str):
    assert area_name(area, DISTRICT) == name


def test_decimals_follow_the_language():
    assert (decimal(0.6667, digits=2), decimal(math.nan, digits=2)) == ("0,67", "nicht bestimmt")
    with speaking("en"):
        assert decimal(0.6667, digits=2) == "0.67"


def test_the_line_leaves_out_what_is_undefined_and_escapes_labels():
    drawn = segregation_view.line([("2019", 0.25), ("<2020>", math.nan), ("2021", 0.3)])
    assert drawn.count("<circle") == 2
    assert "&lt;2020&gt;" in drawn
    assert "0,250" in drawn
    assert "nan" not in drawn


def test_what_takes_long_leaves_nothing_behind_whether_it_ends_or_fails():
    def page():
        import streamlit as st

        from netmap.ui.planning.controls import under_way

        for fails in (False, True):
            try:
                with under_way("Counting …") as progress:
                    progress(0.25, "3/2026")
                    if fails:
                        raise ValueError
                st.write("done")
            except ValueError:
                st.write("failed")

    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    assert [m.value for m in app.markdown] == ["done", "failed"]
    assert list(app.get("progress")) == []


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(), ""),
        (Filters(needs=frozenset({"debt"}), certainties=frozenset({"certain"})), "Schulden, sicher"),
        (Filters(needs=frozenset({"debt", "addiction", "work"}), kinds=frozenset({"absent", "stale"})), " +2"),
    ],
)
def test_the_filter_says_what_is_chosen(filters: Filters, said: str):
    with speaking("de"):
        words = filter_words(filters, load_vocabulary())
    assert words == said if not said.startswith(" ") else words.endswith(said)
    assert words.count(",") <= 3


def test_what_the_map_writes_as_one_number_is_one_colour():
    """Sums of the same shares differ in their last digits; the map once drew 17 light here and dark there."""
    values = [17.1, 17.1 + 1e-12, 17.1 - 1e-12, 46.0, 8.0]
    tones = [reach_tab._tone(v, reach_tab._edges(values)) for v in values]
    assert len({t["tone"] for t in tones[:3]}) == 1
    assert len({t["tone"] for t in tones}) == 3
    assert [t["word"] for t in tones] == ["17", "17", "17", "46", "8"]
    assert reach_tab._tone(0.0, reach_tab._edges(values))["word"] == "kein Zugang"


def test_areas_that_no_map_can_show_are_named() -> None:
    """A hole in the map looked like land without people; what lies below or above a drawn area is shown there."""
    shape = {"type": "Polygon", "coordinates": [[[11, 53], [11.1, 53], [11, 53.1], [11, 53]]]}
    areas = [
        Area(id="k", name="Kreis", kind="kreis", shape=shape),
        Area(id="g", name="Stadt", kind="gemeinde", parent="k", shape=shape),
        Area(id="n", name="Nord", kind="sozialraum", parent="g", shape=shape),
        Area(id="q", name="Quartier", kind="quartier", parent="n"),
        Area(id="s", name="Süd", kind="sozialraum", parent="g"),
        Area(id="i", name="Insel", kind="gemeinde", parent="k"),
    ]
    district = District.of(areas)
    assert missing_words(district, ["k", "g", "n", "q"]) is None
    assert missing_words(district, ["s", "q"]) == "1 Gebiet hat keinen Umriss und fehlt auf der Karte: Süd."
    assert missing_words(district, ["s", "i", "s"]) == (
        "2 Gebiete haben keinen Umriss und fehlen auf der Karte: Insel, Süd."
    )
    bare = District.of([replace(area, shape=None) for area in areas])
    assert missing_words(bare, ["s", "i"]) is None, "without any shape the map says so itself"
