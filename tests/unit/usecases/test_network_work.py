"""Chains are drawn and taken back; the history tells what changed; open points are those not settled."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document

from netmap.analysis.cooperation.chains import chains_of
from netmap.bootstrap import House
from netmap.errors import InputError, NotFound
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Agreement, Area, Body, Membership, Organisation, Relation, Report, Service
from netmap.settings import Settings
from netmap.ui.network.shown import with_agreement
from netmap.usecases import agreement_paper, chain_paper, chainwork, history, networking
from netmap.usecases.desk import Actor, Desk
from netmap.usecases.network import day_at

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SCALE = "oberhausen"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    house = House(Settings(data=tmp_path), clock=lambda: NOW)
    house.partners.apply(
        ImportDistrict.adding(
            Area(id="a", name="Auheim", kind="sozialraum"),
            Organisation(id="jc", name="Jobcenter", kind="jobcenter"),
            *(Organisation(id=i, name=f"Haus {i.upper()}", kind="association") for i in "bcd"),
            Service(id="s", organisation="b", name="Beratung", needs=("debt",), areas=("a",), service_type="Beratung"),
            Service(id="k", organisation="c", name="Kita", needs=("child_care",), areas=("a",), service_type="Kita"),
            Service(id="t", organisation="c", name="Training", needs=("work",), areas=("a",), service_type="Training"),
            Agreement(
                id="v", kind="statute", parties=("jc", "b"), services=("s",), since=date(2025, 3, 1),
                until=date(2026, 2, 28), point_1=True,
            ),
            Agreement(
                id="w", kind="framework", parties=("jc:steerer", "b"), services=("s", "k"), since=date(2026, 3, 1),
                point_1=True, point_2=False, coordinator="Frau K.",
            ),
            Body(id="g", name="Küchen-Talk", kind="alliance"),
            Membership(body="g", organisation="b", since=date(2025, 2, 1), until=date(2026, 2, 28)),
            Report(from_="b", to="c", level=1, on=date(2025, 1, 1)),
            Report(from_="b", to="c", level=3, on=date(2026, 3, 1)),
            Relation(from_="jc", to="b", kind="refers", since=date(2026, 3, 1)),
            Relation(from_="jc", to="c", kind="funds", since=date(2025, 2, 1), until=date(2026, 2, 28)),
        ),
        by="cli",
    )  # fmt: skip
    yield Desk(house, Actor.cli())
    house.close()


def types_of(desk: Desk, chain: str) -> list[str]:
    steps = sorted((s for s in desk.house.district().chains if s.chain == chain), key=lambda s: s.position)
    assert [s.position for s in steps] == list(range(1, len(steps) + 1))
    assert {s.name for s in steps} <= {"Aus Schulden in Arbeit"}
    return [s.service_type for s in steps]


def test_a_chain_is_drawn_moved_shortened_and_every_step_is_undone(desk: Desk) -> None:
    chain = chainwork.draw_chain(desk, name=" Aus Schulden in Arbeit ", service_type="Beratung")
    chainwork.set_steps(desk, chain, ["Beratung", "Training", "Kita"])
    chainwork.set_steps(desk, chain, ["Training", "Beratung", "Kita"])
    # the same type twice in one chain is a step of its own
    chainwork.set_steps(desk, chain, ["Training", "Beratung", "Training"])
    assert types_of(desk, chain) == ["Training", "Beratung", "Training"]
    assert chainwork.set_steps(desk, chain, ["Training", "Beratung", "Training"]) is None
    chainwork.set_steps(desk, chain, [])
    assert types_of(desk, chain) == []
    seen = []
    for _ in range(4):
        networking.undo_in_network(desk)
        seen.append(types_of(desk, chain))
    assert seen == [
        ["Training", "Beratung", "Training"],
        ["Training", "Beratung", "Kita"],
        ["Beratung", "Training", "Kita"],
        ["Beratung"],
    ]
    networking.undo_in_network(desk, redo=True)
    assert types_of(desk, chain) == ["Beratung", "Training", "Kita"]


def test_a_chain_without_name_or_one_that_is_not_there_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError):
        chainwork.draw_chain(desk, name=" ", service_type="Beratung")
    with pytest.raises(InputError):
        chainwork.set_steps(desk, "gibt-es-nicht", ["Beratung"])


def test_lanes_show_who_offers_each_step_and_where_it_breaks(desk: Desk) -> None:
    chain = chainwork.draw_chain(desk, name="Aus Schulden in Arbeit", service_type="Beratung")
    chainwork.set_steps(desk, chain, ["Beratung", "Training", "Nichts davon"])
    day = day_at(desk, TODAY)
    lanes = chain_paper.lanes_of(day, chains_of(day, scale=SCALE)[0])
    assert [dict(step.offers) for step in lanes.steps] == [{"Haus B": ["Beratung"]}, {"Haus C": ["Training"]}, {}]
    assert set(lanes.breaks) == {2}
    assert lanes.breaks[2][1] is True
    assert chain_paper.chains_pdf(desk, day, scale=SCALE).startswith(b"%PDF-")


def test_the_history_stops_where_something_changed_and_tells_it(desk: Desk) -> None:
    assert history.stops(desk, scale=SCALE) == [
        date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1), date(2026, 3, 1), TODAY,
    ]  # fmt: skip
    told = history.happened(desk, after=date(2025, 3, 1), up_to=date(2026, 3, 1), scale=SCALE)
    assert told.reports == 1
    assert told.relations == (("jc", "b", "refers"),)
    assert told.ended == (("jc", "c", "funds"),)
    assert told.agreements == ("w",)
    assert told.agreements_ended == ("v",)
    assert told.bodies_ended == ("g",)
    assert told.bodies_begun == ()
    assert history.stops(desk, scale="partner") == [TODAY]


def test_open_points_are_those_not_settled_and_child_care_has_none(desk: Desk) -> None:
    day = day_at(desk, TODAY)
    document = Document(io.BytesIO(agreement_paper.checklist_docx(desk, day, "s")))
    rows = [[c.text for c in row.cells] for row in document.tables[-1].rows][1:]
    assert [row[0] for row in rows] == [f"☐ {n}" for n in range(2, 13)]
    assert rows[0][2] != rows[1][2]
    words = "\n".join(p.text for p in document.paragraphs) + "\n".join(
        c.text for t in document.tables for row in t.rows for c in row.cells
    )
    assert "Frau K." in words
    kita = Document(io.BytesIO(agreement_paper.checklist_docx(desk, day, "k")))
    assert not [c for t in kita.tables for row in t.rows for c in row.cells if c.text.startswith("☐ 1")]
    with pytest.raises(NotFound):
        agreement_paper.checklist_docx(desk, day, "nicht")


def test_the_filter_by_agreement_looks_at_those_in_force(desk: Desk) -> None:
    everybody = {"jc", "b", "c", "d"}
    now, then = day_at(desk, TODAY), day_at(desk, date(2025, 1, 1))
    assert with_agreement(now, everybody, "any") == {"jc", "b"}
    assert with_agreement(now, everybody, "none") == {"c", "d"}
    assert with_agreement(now, everybody, "framework") == {"jc", "b"}
    assert with_agreement(now, everybody, "statute") == set()
    assert with_agreement(then, everybody, "any") == set()
