"""Published parts and totals: the worked example as printed, and the same routine for imported figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netmap.analysis.sums import PartsAndTotal
from netmap.messages import speaking
from netmap.usecases import published, smallareas
from netmap.usecases.desk import Desk, Role
from tests.support.houses import desk_as, house_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with house_in(tmp_path) as house:
        yield desk_as(house, Role.PLANNING)


def measured(desk: Desk, *rows: str, semantics: str = "exact") -> smallareas.SmallAreas:
    data = "\n".join(["area;sgb2;alle", *rows]).encode()
    return smallareas.small_areas(desk, name="z.csv", data=data, group="sgb2", total="alle", semantics=semantics)


def test_the_example_of_oberhausen_is_computed():
    found = published.entitled_in_oberhausen()
    assert (found.total, found.sum, found.missing) == (19_967, 19_960, 7)
    with speaking("de"):
        said = published.said(found)
    assert "4.850 + 9.240 + 5.870 = 19.960" in said
    assert "19.967" in said
    assert "7" in said.rpartition("fehlen")[2]


def test_parts_that_exceed_their_total_are_said_so():
    with speaking("de"):
        assert "2 zu viel" in published.said(PartsAndTotal({"a": 7.0, "b": 5.0}, 10.0))


def test_a_total_row_is_no_area_and_is_held_against_the_areas(desk: Desk):
    found = measured(desk, "01;10;100", "02;30;100", "Insgesamt;43;200")
    assert found.totals["sgb2"].missing == 3
    assert found.totals["alle"].agree
    alone = measured(desk, "01;10;100", "02;30;100")
    assert found.found.areas == alone.found.areas == 2
    assert found.found.dissimilarity == alone.found.dissimilarity == 0.3125
    assert alone.totals == {}


def test_what_does_not_add_up_by_nature_is_not_held_against_its_total(desk: Desk):
    assert measured(desk, "01;10;100", "02;30;100", "Insgesamt;45;200", semantics="rounded_5").totals == {}
    assert measured(desk, "01;.;100", "02;30;100", "Insgesamt;45;200").totals == {}
