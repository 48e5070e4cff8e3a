"""What is there for a need: what answers it comes before what only touches it."""

from __future__ import annotations

from pathlib import Path

import pytest

from netmap.model.changes import ImportDistrict
from netmap.model.partners import Place, Resource, Service
from netmap.usecases import cases
from netmap.usecases.desk import Role
from netmap.usecases.helping import offers_for
from tests.support.houses import desk_as, fill, house_in

THERE = [
    Resource(id="a", name="Alter Spielplatz", kind="meeting_place", area="nord", needs=("child_care", "isolation")),
    Resource(id="l", name="Leihgroßeltern", kind="volunteer", area="nord", needs=("child_care",)),
    Resource(id="n", name="Nähstube", kind="volunteer", area="nord", needs=("isolation", "child_care")),
    Service(
        id="b", organisation="jc", name="Beratung für Frauen", needs=("work", "child_care"),
        service_type="job_coaching", places=("bh",),
    ),
    Service(
        id="k", organisation="jc", name="Kita Nord", needs=("everyday_life", "child_care"), service_type="day_care",
        places=("rat",),
    ),
    Place(id="fern", name="Fern", area="k", lat=54.5, lon=12.5),
    Service(id="w", organisation="jc", name="Weit", needs=("child_care",), service_type="day_care", places=("fern",)),
]  # fmt: skip


@pytest.mark.parametrize("area", ["nord", None])
def test_what_answers_a_need_stands_before_what_only_touches_it(tmp_path: Path, area: str | None) -> None:
    with house_in(tmp_path) as house:
        fill(house)
        house.partners.apply(ImportDistrict.adding(*THERE), by="test")
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        case = cases.begin_case(desk, name="Erika Probe", area=area)
        offers = offers_for(desk, cases.open_case(desk, case.id), "child_care", on=house.today())
        assert {o.record.id: o.answers for o in offers} == {
            **{"l": True, "k": True, "w": True},
            **{"a": False, "n": False, "b": False},
        }
        near = [o.answers for o in offers if o.record.id != "w"]
        assert near == [True, True, False, False, False]
        # what nobody can get to is no answer for today
        assert area is None or offers[-1].record.id == "w"
        # where somebody is alone, a playground is an answer
        alone = offers_for(desk, cases.open_case(desk, case.id), "isolation", on=house.today())
        assert next(o for o in alone if o.record.id == "a").answers
