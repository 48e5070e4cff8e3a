"""Small-area figures at one time and at several: read in memory, compared over the same areas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from netmap.bootstrap import House
from netmap.errors import CallError, InputError, PermissionRefused
from netmap.settings import load_settings
from netmap.ui.planning import segregation_view
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.smallareas import Moment, small_areas, small_areas_over_time

EARLIER = b"area,poor,all\n01,10,20\n02,0,20\n03,10,20\n"
#: 03 is no longer published; 04 is new
LATER = b"area;arm;alle\n01;8;20\n02;2;20\n03;.;20\n04;30;40\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    house = House(load_settings({}, data=str(tmp_path)))
    yield Desk(house, Actor("p", frozenset({Role.PLANNING})))
    house.close()


def moments(later: bytes = LATER) -> list[Moment]:
    return [
        Moment("2025", "later.csv", later, "arm", total="alle"),
        Moment("2019", "earlier.csv", EARLIER, "poor", total="all"),
    ]


def test_times_in_order_and_over_the_same_areas(desk: Desk):
    found = small_areas_over_time(desk, moments())
    assert [m.label for m in found.moments] == ["2019", "2025"]
    assert (found.common_areas, found.not_common) == (("01", "02"), ("03", "04"))
    earlier, later = found.moments
    # 2019 over 01 and 02: 10 and 0 of 10, others 10 and 20 of 30: (2/3 + 2/3) / 2
    assert earlier.common.dissimilarity == pytest.approx(2 / 3)
    # 2025: 8 and 2 of 10, others 12 and 18 of 30: (0.4 + 0.4) / 2
    assert later.common.dissimilarity == pytest.approx(0.4)
    assert earlier.areas.found.areas == 3
    # over all areas of 2025: 8, 2, 30 of 40; 12, 18, 10 of 40
    assert later.areas.found.dissimilarity == pytest.approx((4 / 40 + 16 / 40 + 20 / 40) / 2)
    assert later.areas.left_out == ("03",)


def test_the_areas_from_a_fifth_on_are_named_for_each_time(desk: Desk):
    data = b"area,poor_19,poor_25,all\n01,10,3,20\n02,4,19,20\n03,3,0,20\n"
    told = [Moment(y, "both.csv", data, f"poor_{y[2:]}", total="all") for y in ("2019", "2025")]
    assert segregation_view.above(small_areas_over_time(desk, told)) == [
        "Gebiete ab 20 %, 2019: 01 (50 %), 02 (20 %)",
        "Gebiete ab 20 %, 2025: 02 (95 %)",
    ]


def test_columns_of_one_file_are_times_as_well(desk: Desk):
    data = b"area,poor_19,poor_25,all\n01,10,8,20\n02,0,2,20\n"
    told = [Moment(y, "both.csv", data, f"poor_{y[2:]}", total="all") for y in ("2019", "2025")]
    found = small_areas_over_time(desk, told)
    assert [m.common.dissimilarity for m in found.moments] == [m.areas.found.dissimilarity for m in found.moments]
    assert [round(m.common.dissimilarity, 6) for m in found.moments] == [round(2 / 3, 6), 0.4]


def test_faults_of_all_files_at_once_each_with_its_file(desk: Desk):
    bad = moments(b"area;arm;alle\n01;-1;20\n02;viele;20\n")
    bad.append(Moment("2026", "last.csv", b"area,poor\n01,1\n", "poor", total="all"))
    with pytest.raises(InputError) as caught:
        small_areas_over_time(desk, bad)
    where = [f.where for f in caught.value.faults]
    assert {w.split(":")[0] for w in where} == {"later.csv", "last.csv"}
    assert {w.split(":")[1] for w in where if w.startswith("later")} == {"2", "3"}


def test_the_folder_between_shows_nowhere(desk: Desk):
    with pytest.raises(InputError) as caught:
        small_areas(desk, name="x.csv", data=b"area,g,t\n1,5,4\n", group="g", total="t")
    assert [f.where for f in caught.value.faults] == ["x.csv:2:g"]
    found = small_areas(desk, name="x.csv", data=LATER, group="arm", total="alle")
    assert all(n.where.startswith("x.csv") for n in found.notices)
    assert found.notices


def test_refused(desk: Desk):
    with pytest.raises(CallError):
        small_areas_over_time(desk, [*moments(), moments()[0]])
    with pytest.raises(CallError):
        small_areas_over_time(desk, moments(b"area;arm;alle\nNord;1;20\n"))
    with pytest.raises(PermissionRefused):
        small_areas_over_time(Desk(desk.house, Actor("c", frozenset({Role.COORDINATION}))), moments())


def test_totals_are_named_at_each_time_and_on_the_page(desk: Desk):
    with_totals = [
        Moment("2024", "earlier.csv", EARLIER + b"Insgesamt,20,60\nSumme,.,60\n", "poor", total="all"),
        Moment("2025", "later.csv", LATER, "arm", total="alle"),
    ]
    found = small_areas_over_time(desk, with_totals)
    assert [found.moments[0].common.areas, found.moments[1].common.areas] == [2, 2]

    def page(found, moments):
        from netmap.ui.planning import segregation_view

        segregation_view.over_time(found, moments)

    app = AppTest.from_function(page, args=(found, with_totals), default_timeout=60).run()
    assert not app.exception
    told = [c.value for c in app.caption if c.value.startswith("earlier.csv")]
    # "Summe" is also what a total is called
    assert ["Insgesamt" in t for t in told] == [True, False]
