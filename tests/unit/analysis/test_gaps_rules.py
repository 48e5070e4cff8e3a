"""Each kind of gap on an example made by hand, and a gap that vanishes with the service that was missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from netmap.analysis.gaps import GapReport, Limits, find_gaps
from netmap.messages import speaking
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import Area, Demand, Organisation, Place, Relation, Service, Travel
from netmap.model.tables import Record
from tests.unit.analysis.test_gaps_oracle import small_district

DAY = date(2026, 11, 20)
AREAS: tuple[Record, ...] = (
    Area(id="k", name="Kreis", kind="kreis"),
    Area(id="g", name="Stadt", kind="gemeinde", parent="k", setting="town"),
    Area(id="n", name="Nord", kind="sozialraum", parent="g"),
    Area(id="s", name="Süd", kind="sozialraum", parent="g"),
)
ORGANISATIONS = (
    Organisation(id="jc", name="Jobcenter", kind="jobcenter"),
    Organisation(id="sb", name="Schuldnerberatung", kind="counselling_centre"),
)
PLACE = Place(id="p", name="Haus", area="n")
NEAR = Travel(area="n", place="p", minutes=10)
WAY = Relation(from_="jc", to="sb", kind="refers")
BACK = Relation(from_="sb", to="jc", kind="feeds_back")
GOOD = Service(id="a", organisation="sb", name="Beratung", needs=("debt",), places=("p",), capacity=99, verified_on=DAY)
ROW = Demand(area="n", need="debt", people_low=10, people_high=20)


def judge(*records: Record, limits: Limits | None = None) -> GapReport:
    return find_gaps(District.of([*AREAS, *ORGANISATIONS, *records]), DAY, load_vocabulary(), limits=limits)


def kinds(*records: Record) -> list[tuple[str, str]]:
    return [(g.kind, g.certainty.word) for g in judge(*records).gaps]


def test_no_finding_where_all_is_well():
    assert kinds(PLACE, NEAR, WAY, BACK, GOOD, ROW) == []


@pytest.mark.parametrize(
    ("change", "row", "expected"),
    [
        ({"needs": ("work",)}, {}, [("absent", "certain")]),
        ({"areas": ("s",)}, {}, [("absent", "certain")]),
        ({"areas": ("n",)}, {"area": "g"}, [("absent", "possible")]),
        ({"target_groups": ("families",)}, {"target_group": "seniors"}, [("absent", "certain")]),
        ({"features": ("voluntary",)}, {"requires": ("anonymous",)}, [("unusable", "certain")]),
        ({"places": ()}, {}, [("absent", "certain")]),
        ({"places": (), "areas": ("n",)}, {}, [("out_of_reach", "unknown")]),
        ({"capacity": 9}, {}, [("insufficient", "certain")]),
        ({"capacity": 19}, {}, [("insufficient", "possible")]),
        ({"capacity": None}, {}, [("insufficient", "unknown")]),
        ({"capacity": 99, "capacity_sgb2": 9}, {}, [("insufficient", "certain")]),
        ({"wait_days": 42}, {}, []),
        ({"wait_days": 43}, {}, [("insufficient", "certain")]),
        ({"free": 0}, {}, [("insufficient", "possible")]),
        ({"capacity": 9}, {"people_low": 0}, [("insufficient", "possible")]),
        ({"until": date(2027, 5, 18)}, {}, [("expiring", "certain")]),
        ({"until": date(2027, 5, 19)}, {}, []),  # 180 days later it is still there
        ({"verified_on": date(2025, 11, 20)}, {}, []),
        ({"verified_on": date(2025, 11, 19)}, {}, [("stale", "certain")]),
        ({"verified_on": date(2026, 11, 21)}, {}, [("stale", "certain")]),
        ({"target_groups": ("families",), "wait_days": 99}, {}, [("insufficient", "possible")]),
        ({"languages": ()}, {"language": "tr"}, []),
        ({"languages": (), "wait_days": 99}, {"language": "tr"}, [("insufficient", "possible")]),
        ({}, {"people_high": 0, "people_low": 0}, []),
    ],
)
def test_one_service_one_row(change: dict[str, Any], row: dict[str, Any], expected: list[tuple[str, str]]):
    inside = Travel(area="g", place="p", minutes=10)
    assert kinds(PLACE, NEAR, inside, WAY, BACK, replace(GOOD, **change), replace(ROW, **row)) == expected


def test_group_and_language_are_one_step():
    """Who does not speak the language is no candidate, also where the group might have fitted."""
    row = replace(ROW, language="de")
    families = replace(GOOD, target_groups=("families",), languages=("ar",))
    assert kinds(PLACE, NEAR, WAY, families, row) == [("absent", "certain")]
    # one is perhaps by its group, the other by its language: both are candidates, and both ways lead there
    by_group = replace(GOOD, target_groups=("families",), languages=("de",), free=0)
    by_language = replace(GOOD, id="b", free=0)
    (gap,) = judge(PLACE, NEAR, WAY, by_group, by_language, row).gaps
    assert (gap.kind, gap.certainty.word, gap.services) == ("insufficient", "possible", ("a", "b"))


def test_a_label_and_its_code_are_one_row():
    old = replace(ROW, target_group="Familien", language="Deutsch", on=date(2026, 1, 1))
    new = replace(old, target_group="families", language="de", people_low=0, people_high=0, on=date(2026, 2, 1))
    assert judge(old).rows == 1
    assert judge(old, new).rows == 0


def test_a_mode_that_no_line_has_is_said():
    with speaking("en"):
        (warning,) = map(str, judge(PLACE, NEAR, limits=Limits(mode="tram")).warnings)
    assert "'tram'" in warning


def test_too_far_by_a_minute():
    assert kinds(PLACE, replace(NEAR, minutes=30), WAY, GOOD, ROW) == []
    assert kinds(PLACE, replace(NEAR, minutes=31), WAY, GOOD, ROW) == [("out_of_reach", "certain")]


def test_nobody_leads_there():
    assert kinds(PLACE, NEAR, GOOD, ROW) == [("disconnected", "certain")]
    assert kinds(PLACE, NEAR, replace(GOOD, access="open"), ROW) == [("disconnected", "possible")]


def test_owed_feedback():
    owing = replace(GOOD, legal_bases=("§16a Nr. 2 SGB II",))
    assert kinds(PLACE, NEAR, WAY, owing, ROW) == [("disconnected", "possible")]
    assert kinds(PLACE, NEAR, WAY, BACK, owing, ROW) == []
    assert kinds(PLACE, NEAR, WAY, replace(owing, features=("anonymous",)), ROW) == []
    child = {"need": "child_care"}
    assert kinds(PLACE, NEAR, WAY, replace(owing, needs=("child_care",)), replace(ROW, **child)) == []


def test_two_rows_share_one_service():
    """20 places for 15 and 15: somebody goes short, and either could be the one."""
    both = [replace(ROW, people_low=15), replace(ROW, area="s", people_low=15)]
    there = Travel(area="s", place="p", minutes=10)
    report = judge(PLACE, NEAR, there, WAY, replace(GOOD, capacity=20), *both)
    assert [(g.row.area, g.kind, g.certainty.word) for g in report.gaps] == [
        ("n", "insufficient", "certain"),
        ("s", "insufficient", "certain"),
    ]
    with speaking("en"):
        said = "These offers do not suffice, and others depend on them, too: Beratung."
        assert said in [str(r) for r in report.gaps[0].reasons]


def test_few_people_are_not_told_exactly():
    (gap,) = judge(replace(ROW, people_low=1, people_high=2)).gaps
    assert gap.people == (0, 2)
    with speaking("en"):
        assert "0 to 2 people." in [str(r) for r in gap.reasons]


def test_a_protected_place_is_never_named():
    house = replace(PLACE, name="Haus Zuflucht", protected=True)
    service = replace(GOOD, name="Frauenhaus Haus Zuflucht", wait_days=99)
    (gap,) = judge(house, NEAR, WAY, service, ROW).gaps
    said = " ".join(str(r) for r in gap.reasons)
    assert "Zuflucht" not in said
    assert gap.services == ("a",)


@pytest.mark.parametrize("seed", range(30))
def test_a_gap_vanishes_when_the_missing_service_is_added(seed: int):
    """An outreach offer of the Jobcenter for everybody, everywhere, large enough, checked today."""
    district = small_district(seed)
    features = ("barrier_free", "anonymous", "outreach", "remote", "voluntary", "child_care", "low_threshold")
    wanted = [
        Service(
            id=f"new-{need}",
            organisation="jc",
            name="neu",
            needs=(need,),
            languages=("de", "tr"),
            areas=("k",),
            features=features,
            capacity=10_000,
            free=9,
            wait_days=0,
            access="open",
            verified_on=DAY,
        )
        for need in ("debt", "child_care")
    ]
    open_ended = [replace(r, until=None) if isinstance(r, Organisation) else r for r in district.records()]
    found = find_gaps(District.of([*open_ended, *wanted]), DAY, load_vocabulary()).gaps
    # feedback that another offer owes stays owed
    assert [g for g in found if g.kind != "disconnected"] == []
