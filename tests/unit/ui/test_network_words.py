"""What the page Netzwerk says of chains, functions, talks, what if and overlap: sentences, never scores."""

from __future__ import annotations

from datetime import date

import pytest

from netmap.analysis.cooperation.chains import chains_of
from netmap.analysis.cooperation.core import core_of
from netmap.analysis.cooperation.detours import chain_shapes
from netmap.analysis.cooperation.functions import Ground, functions_of
from netmap.analysis.cooperation.overlap import overlaps_of
from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.cooperation.what_if import what_if as losses
from netmap.analysis.day import Day
from netmap.messages import message, speaking
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import (
    Agreement,
    Area,
    ChainStep,
    Demand,
    Organisation,
    Relation,
    Report,
    Service,
)
from netmap.model.tables import Record
from netmap.ui.network.core import core_table, function_said
from netmap.ui.network.findings import overlap_columns
from netmap.ui.network.talks import status_said
from netmap.ui.network.what_if import chains_said, coordination_said, gap_table, neighbours
from netmap.ui.network.words import ground_said, listed, reason_said, shape_sentences
from netmap.usecases.networking import Talk

DAY = date(2026, 11, 20)
DEBT, CASE, HOME = "debt_counselling", "case_management", "housing_help"


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


def day_of(*records: Record) -> Day:
    return Day(District.of(list(records)), DAY, load_vocabulary())


def organisation(ident: str, kind: str = "counselling_centre") -> Organisation:
    return Organisation(id=ident, name=ident.upper(), kind=kind)


def service(ident: str, by: str, kind: str, **more: object) -> Service:
    needs = more.pop("needs", ())
    return Service(id=ident, organisation=by, name=f"S-{ident}", service_type=kind, needs=needs, **more)  # type: ignore[arg-type]


def steps(*kinds: str) -> list[Record]:
    return [ChainStep(chain="k", position=n, service_type=kind, name="Chain") for n, kind in enumerate(kinds, start=1)]


def tie(a: str, b: str, level: int = 1, other: int | None = None) -> list[Record]:
    return [
        Report(from_=a, to=b, level=level, on=DAY),
        Report(from_=b, to=a, level=level if other is None else other, on=DAY),
    ]


def said_of_chain(day: Day) -> list[str]:
    return shape_sentences(day, chains_of(day)[0], chain_shapes(day)[0])


def talk(reason: str, *about: str, a: str = "a", b: str = "b", **more: object) -> Talk:
    return Talk(a, b, reason, message("general"), "s", about=about, **more)  # type: ignore[arg-type]


def test_a_detour_names_everybody_on_the_way():
    day = day_of(
        *(organisation(i) for i in "abc"),
        service("1", "a", DEBT), service("2", "b", CASE), *steps(DEBT, CASE), *tie("a", "c"), *tie("b", "c"),
    )  # fmt: skip
    (said,) = said_of_chain(day)
    assert "A → C → B" in said
    assert said.startswith("Detour from 1 · ")


def test_a_way_back_and_services_side_by_side_are_told_in_the_order_of_steps():
    day = day_of(
        *(organisation(i) for i in "abc"),
        service("1", "a", DEBT), service("2", "b", CASE), service("3", "c", CASE),
        *steps(DEBT, CASE, DEBT), *tie("a", "b"),
    )  # fmt: skip
    back, beside = said_of_chain(day)
    assert back.startswith("Way back: after 1 · ")
    assert "leads to A again" in back
    assert beside.startswith("Side by side at 2 · ")
    assert "B, C" in beside


def test_a_chain_that_simply_holds_has_nothing_to_tell():
    day = day_of(
        organisation("a"), organisation("b"), service("1", "a", DEBT), service("2", "b", CASE),
        *steps(DEBT, CASE), *tie("a", "b"),
    )  # fmt: skip
    assert said_of_chain(day) == []


def test_every_ground_that_is_counted_has_words():
    day = day_of(organisation("a"))
    counted = [g for f in functions_of(day) for g in (*f.grounds, *f.unknown)]
    assert len({ground_said(Ground(g.code, 7)) for g in counted}) == len({g.code for g in counted})
    assert all(ground_said(Ground(g.code, 7)).startswith("7 ") for g in counted)


def test_a_function_says_what_speaks_for_it_and_what_nobody_knows():
    day = day_of(*(organisation(i) for i in "abc"), *tie("a", "b"))
    said = function_said(day, functions_of(day)[0])
    assert "something speaks for it" in said
    assert "Speaks for it: 1 pair works together." in said
    assert "2 pairs of which nobody has said anything" in said


def test_half_of_what_a_production_network_takes_is_only_a_part():
    day = day_of(organisation("a"), organisation("b"), Agreement(id="v", kind="framework", parties=("a", "b")))
    production = next(f for f in functions_of(day) if f.code == "production")
    said = function_said(day, production)
    assert "only a part speaks for it" in said
    assert "0 service chains without a break" in said
    assert "lasting, or not written down?" in said


def test_what_is_unknown_is_counted_for_each_function():
    day = day_of(
        *(organisation(i) for i in "abc"),
        Report(from_="a", to="b", level=2, on=DAY),
        Relation(from_="a", to="c", kind="refers"),
        service("1", "a", DEBT), service("2", "c", CASE), service("3", "b", HOME, until=date(2027, 1, 1)),
        *steps(DEBT, HOME, CASE),
    )  # fmt: skip
    unknown = {f.code: {g.code: g.count for g in f.unknown} for f in functions_of(day)}
    assert unknown["information"] == {"unknown_pairs": 2}
    assert unknown["milieu"] == {"unanswered_coordination": 1, "bodies_without_members": 0}
    assert unknown["project"] == {"agreements_without_end": 0, "services_without_end": 2}
    assert unknown["informal_production"] == {"referrals_unreported": 1, "unknown_pairs": 2}
    assert unknown["production"] == {"agreements_without_end": 0, "chains_unknown": 1}


def test_two_that_differ_are_quoted():
    day = day_of(organisation("a"), organisation("b"), *tie("a", "b", 1, other=3))
    said = reason_said(day, talk("contradicted"), pairs_of(day, scale="oberhausen"))
    assert "A says 1 (" in said
    assert "B says 3 (" in said


def test_needs_that_come_together_are_named_with_who_helps_with_which():
    day = day_of(
        organisation("a"), organisation("b"),
        service("1", "a", DEBT, needs=("debt",)), service("2", "b", CASE, needs=("addiction",)),
    )  # fmt: skip
    label = day.vocabulary["needs"].label_of
    said = reason_said(day, talk("needs", "addiction", "debt"), {})
    assert f"B helps with {label('addiction')}, A with {label('debt')};" in said


def test_other_reasons_name_what_they_are_about():
    day = day_of(
        organisation("a", "jobcenter"), organisation("b"), organisation("c"), organisation("d"),
        service("1", "b", DEBT), *steps(DEBT),
        Relation(from_="a", to="c", kind="refers"), Relation(from_="b", to="c", kind="refers"),
        Relation(from_="a", to="d", kind="refers"),
        Report(from_="a", to="b", level=1, on=date(2024, 3, 12)),
    )  # fmt: skip
    pairs = pairs_of(day, scale="oberhausen")
    assert "Chain" in reason_said(day, talk("chain", "k"), pairs)
    assert "A refers to B" in reason_said(day, talk("feedback", "1"), pairs)
    assert "S-1" in reason_said(day, talk("feedback", "1"), pairs)
    assert "from C;" in reason_said(day, talk("unknown"), pairs)
    assert "12.03.2024" in reason_said(day, talk("old"), pairs)
    assert reason_said(day, talk("contradicted", a="a", b="d"), pairs) == "general"  # nothing more is known


def test_a_postponed_talk_says_until_when():
    assert status_said(talk("old")) == ""
    assert status_said(talk("old", status="done")) == " · done"
    later = talk("old", status="postponed", look_again_on=date(2027, 2, 1))
    assert status_said(later) == " · postponed until 01.02.2027"


def test_of_a_coordinator_who_goes_the_deputy_or_nobody_is_named():
    day = day_of(
        organisation("a"), organisation("b"), service("1", "a", DEBT),
        Agreement(id="v1", kind="framework", parties=("a", "b"), coordinator="P", deputy="Q", services=("1",)),
        Agreement(id="v2", kind="framework", parties=("a", "b"), coordinator="P"),
        Agreement(id="v3", kind="framework", parties=("a", "b"), coordinator="R"),
    )  # fmt: skip
    first, second = coordination_said(day, ["P"])
    assert "S-1" in first
    assert "Q would step in" in first
    assert "nobody is named who would step in" in second
    assert "nobody is named" in coordination_said(day, ["P", "Q"])[0]


def test_what_is_lost_is_told_where():
    day = day_of(
        Area(id="n", name="North", kind="sozialraum"),
        organisation("a"), organisation("b"), organisation("c"),
        service("1", "a", DEBT, needs=("debt",), areas=("n",)), service("2", "b", CASE), *steps(DEBT, CASE),
        *tie("a", "b"), Demand(area="n", need="debt", people_low=10, people_high=20),
    )  # fmt: skip
    found = losses(day, ["a"])
    (chain,) = chains_said(found, scale="oberhausen")
    assert chain.startswith("Chain: at the beginning, ")
    table = gap_table(day, found.gaps_new)
    assert [(c["row"], c["column"]) for c in table["cells"]] == [("debt", "n")]
    assert "10 to 20 people" in table["cells"][0]["lines"]
    assert neighbours(day, ["a"], scale="oberhausen") == {"a", "b"}


def test_the_core_says_nobody_recorded_rather_than_nobody():
    day = day_of(
        Area(id="n", name="North", kind="sozialraum"), organisation("a", "jobcenter"),
        service("1", "a", "benefits", areas=("n",)),
    )  # fmt: skip
    cells = {c["row"]: c for c in core_table(day, core_of(day))["cells"]}
    assert cells["community_work"]["word"] == "nobody is recorded"
    assert cells["jobcenter"]["word"] == "there"
    assert cells["jobcenter"]["text"].startswith("Not recorded: ")


def test_overlap_is_in_the_order_of_words_and_names_the_services():
    day = day_of(
        Area(id="n", name="North", kind="sozialraum"), organisation("b"), organisation("a"),
        service("1", "b", DEBT, areas=("n",)), service("2", "a", DEBT, areas=("n",)),
    )  # fmt: skip
    columns = overlap_columns(day, overlaps_of(day))
    assert columns["Providers"] == ["A, B"]
    assert columns["Services"] == ["S-1, S-2"]
    assert columns["For"] == ["everybody"]


def test_of_many_names_the_rest_is_counted():
    assert listed(["a", "b", "c"], most=3) == "a, b, c"
    assert listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"
