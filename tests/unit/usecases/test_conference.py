"""A conference: what is said becomes dated reports of the body, in an order that stays; nothing of any case."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier

import grimp
import pytest
from docx import Document
from pypdf import PdfReader

from netmap.bootstrap import House
from netmap.errors import InputError, NotFound, PermissionRefused
from netmap.messages import speaking
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Agreement, Area, Body, Membership, Organisation, Relation, Report, Service
from netmap.settings import Settings
from netmap.usecases import conference as use
from netmap.usecases import conference_outcome as outcome
from netmap.usecases.conference_ahead import ahead
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.minutes import minutes_docx, minutes_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
SECRET = "man streitet sich seit Jahren"


class NoCases(House):
    """A house whose case room must not be touched."""

    @property
    def cases(self):  # type: ignore[override]
        raise AssertionError("the conference asked for the case room")

    @property
    def codec(self):  # type: ignore[override]
        raise AssertionError("the conference asked for the key of the cases")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = NoCases(Settings(data=tmp_path), clock=lambda: NOW)
    made.partners.apply(
        ImportDistrict.adding(
            Area(id="a", name="Auheim", kind="sozialraum"),
            Organisation(id="jc", name="Jobcenter", kind="jobcenter"),
            *(Organisation(id=i, name=f"Haus {i.upper()}", kind="association") for i in "bcdx"),
            Service(id="s", organisation="b", name="Beratung", needs=("debt",), areas=("a",)),
            Body(id="k", name="Konferenz Auheim", kind="neighbourhood_conference", area="a"),
            *(Membership(body="k", organisation=i) for i in ("jc", "b", "c", "d")),
            # contradicted; old; fresh and agreed
            Report(from_="b", to="c", level=1, on=date(2026, 5, 1), evidence=SECRET, notes={"tension": SECRET}),
            Report(from_="c", to="b", level=3, on=date(2026, 5, 1)),
            Report(from_="b", to="d", level=2, on=date(2025, 1, 10)),
            Report(from_="d", to="b", level=2, on=date(2025, 1, 10)),
            Report(from_="jc", to="b", level=2, on=date(2026, 11, 1)),
            Report(from_="b", to="jc", level=2, on=date(2026, 11, 1)),
            # c and d refer to the same two partners, and nobody has said how they cooperate
            *(Relation(from_=i, to=to, kind="refers") for i in ("c", "d") for to in ("jc", "x")),
            Agreement(
                id="v",
                kind="framework_agreement",
                parties=("jc:steerer", "b:deliverer"),
                services=("s",),
                until=date(2026, 12, 31),
                coordinator="N. N.",
                point_3=False,
            ),
        ),
        by="cli",
    )
    yield made
    made.close()


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house, Actor("coordination", frozenset({Role.COORDINATION})))


@pytest.fixture
def held(desk: Desk):
    begun = use.begin_meeting(desk, "k")
    for organisation in ("jc", "b", "c", "d"):
        use.attend(desk, begun.id, organisation)
    return use.meeting(desk, begun.id)


def test_a_second_browser_joins_the_meeting_that_runs(desk, held):
    assert use.begin_meeting(desk, "k").id == held.id
    use.end_meeting(desk, held.id)
    assert use.begin_meeting(desk, "k").id != held.id


def test_two_browsers_that_tick_at_the_same_moment_both_count(desk):
    begun = use.begin_meeting(desk, "k")
    codes = list(desk.house.vocabulary["obstacles"].codes)[:4]
    acts = [lambda o=o: use.attend(desk, begun.id, o) for o in ("jc", "b", "c", "d")]
    acts += [lambda c=c: use.tick(desk, begun.id, "obstacles", c) for c in codes]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda act: act(), acts))
    held = use.meeting(desk, begun.id)
    assert set(held.attendance) == {"jc", "b", "c", "d"}
    assert set(held.obstacles) == set(codes)


def test_only_the_coordination_holds_a_meeting(house, held):
    planner = Desk(house, Actor("planner", frozenset({Role.PLANNING})))
    case_manager = Desk(house, Actor("fm", frozenset({Role.CASE_MANAGEMENT})))
    for refused in (planner, case_manager):
        for act in (
            lambda d: use.begin_meeting(d, "k"),
            lambda d: use.attend(d, held.id, "b"),
            lambda d: use.agree(d, held.id, a="b", b="c", says_a=1, says_b=1),
            lambda d: outcome.decide(d, held.id, what="x"),
            lambda d: use.end_meeting(d, held.id),
            lambda d: use.tick(d, held.id, "obstacles", "trust"),
        ):
            with pytest.raises(PermissionRefused):
                act(refused)


def test_the_core_is_checked_against_the_room(desk, held):
    seats = {s.code: s for s in use.core_seats(desk, held)}
    # the Jobcenter offers no service here, so that nobody stands for it in the Sozialraum
    assert all(not s.here for s in seats.values())
    assert set(seats) == set(desk.house.vocabulary["core_members"].codes)


def test_pairs_are_asked_in_the_order_of_reasons(desk, held):
    assert [(q.a, q.b, q.reason) for q in use.questions(desk, held)] == [
        ("b", "c", "contradicted"),
        ("c", "d", "unknown"),
        ("b", "d", "old"),
    ]


def test_who_is_not_in_the_room_is_not_asked(desk, held):
    use.attend(desk, held.id, "c", here=False)
    assert [q.key for q in use.questions(desk, use.meeting(desk, held.id))] == [("b", "d")]


def test_an_answer_counts_for_both_sides_with_the_body_as_source(desk, held):
    use.agree(desk, held.id, a="b", b="c", says_a=2, says_b=2)
    said = {(r.from_, r.to): r for r in desk.house.district().reports if r.on == TODAY}
    assert {k: (r.level, r.by) for k, r in said.items()} == {
        ("b", "c"): (2, "Konferenz Auheim"),
        ("c", "b"): (2, "Konferenz Auheim"),
    }
    one = desk.house.partners.changes(newest_first=True, limit=1)[0]
    assert (one.kind, len(one.edits)) == ("HoldMeeting", 2)


def test_the_order_stays_while_the_network_grows(desk, held):
    before = [q.key for q in use.questions(desk, held)]
    use.agree(desk, held.id, a="c", b="d", says_a=0, says_b=1)
    after = use.questions(desk, held)
    assert [q.key for q in after] == before
    assert [q.asked for q in after] == [False, True, False]
    asked = after[1]
    assert asked.pair is None
    assert asked.now is not None
    assert asked.now.views == (0, 1)


def test_one_side_may_stay_silent_and_saying_it_again_changes_nothing(desk, held):
    use.agree(desk, held.id, a="b", b="c", says_a=None, says_b=2)
    assert use.pair_of(desk, held, "c", "b").views == (1, 2)
    assert use.agree(desk, held.id, a="b", b="c", says_a=None, says_b=2).repeated


def test_a_request_sent_twice_counts_once(desk, held):
    first = use.agree(desk, held.id, a="b", b="c", says_a=1, says_b=1, request="r1")
    use.agree(desk, held.id, a="b", b="c", says_a=2, says_b=2)
    assert use.agree(desk, held.id, a="b", b="c", says_a=1, says_b=1, request="r1").repeated
    assert not first.repeated
    assert use.pair_of(desk, held, "b", "c").views == (2, 2)


@pytest.mark.parametrize(
    "said",
    [
        {"a": "b", "b": "b", "says_a": 1, "says_b": 1},
        {"a": "b", "b": "c", "says_a": None, "says_b": None},
        {"a": "b", "b": "c", "says_a": 5, "says_b": 1},
        {"a": "b", "b": "c", "says_a": -1, "says_b": None},
        {"a": "b", "b": "c", "says_a": 1, "says_b": 1, "scale": "mine"},
    ],
)
def test_what_is_no_answer_is_refused(desk, held, said):
    with pytest.raises(InputError):
        use.agree(desk, held.id, **said)


def test_after_the_end_nothing_more_is_said(desk, held):
    use.end_meeting(desk, held.id, words=" Gut. ")
    assert use.meeting(desk, held.id).minutes == "Gut."
    for late in (
        lambda: use.agree(desk, held.id, a="b", b="c", says_a=1, says_b=1),
        lambda: outcome.decide(desk, held.id, what="Zu spät"),
        lambda: use.attend(desk, held.id, "x"),
        lambda: use.tick(desk, held.id, "obstacles", "turnover"),
    ):
        with pytest.raises(InputError, match="beendet"):
            late()
    # another browser ends it, too: the sentence of the first stays
    assert use.end_meeting(desk, held.id).minutes == "Gut."
    assert use.end_meeting(desk, held.id, words="Gut.").minutes == "Gut."
    assert use.end_meeting(desk, held.id, words="Auch gut.").minutes == "Gut.\nAuch gut."


def test_before_is_the_network_without_this_meeting(desk, held):
    use.agree(desk, held.id, a="c", b="d", says_a=1, says_b=1)
    from netmap.analysis.cooperation.pairs import pairs_of

    assert ("c", "d") in pairs_of(use.day_of(desk, held))
    assert ("c", "d") not in pairs_of(use.before(desk, held))
    assert pairs_of(use.before(desk, held))["b", "c"].views == (1, 3)


def test_gaps_in_agreements_of_those_in_the_room(desk, held):
    found = {g.kind: g for g in outcome.agreement_gaps(desk, held)}
    assert set(found) == {"expiring", "no_deputy", "points", "triangle"}
    assert found["expiring"].until == date(2026, 12, 31)
    assert found["points"].detail == ("3",)
    assert found["triangle"].detail == ("commissioner",)
    for organisation in ("jc", "b"):
        use.attend(desk, held.id, organisation, here=False)
    assert outcome.agreement_gaps(desk, use.meeting(desk, held.id)) == []


def test_talks_name_those_in_the_room_first(desk, held):
    use.attend(desk, held.id, "c", here=False)
    room = {"jc", "b", "d"}
    both = [{t.a, t.b} <= room for t in outcome.talks_here(desk, use.meeting(desk, held.id))]
    assert both == sorted(both, reverse=True)
    assert both


def test_before_a_meeting_one_sees_what_will_be_on_the_wall(desk, house):
    last = use.begin_meeting(desk, "k")
    outcome.decide(desk, last.id, what="Später", until=date(2027, 3, 1))
    outcome.decide(desk, last.id, what="Zuerst", until=date(2026, 12, 1))
    outcome.decide(desk, last.id, what="Getan")
    outcome.set_decision(desk, outcome.decisions(desk, "k")[-1].id, status="done")
    use.end_meeting(desk, last.id)
    written = len(house.partners.changes())
    found = ahead(desk, "k")
    assert found.members == ("b", "c", "d", "jc")
    assert [(q.a, q.b, q.reason) for q in found.questions] == [
        ("b", "c", "contradicted"),
        ("c", "d", "unknown"),
        ("b", "d", "old"),
    ]
    assert {g.kind for g in found.gaps} == {"expiring", "no_deputy", "points", "triangle"}
    assert found.talks
    assert [d.what for d in found.open] == ["Zuerst", "Später"]
    # nothing is kept, and the wall shows the same once all have come
    assert len(house.partners.changes()) == written
    begun = use.begin_meeting(desk, "k")
    for organisation in found.members:
        use.attend(desk, begun.id, organisation)
    begun = use.meeting(desk, begun.id)
    assert tuple(use.questions(desk, begun)) == found.questions
    assert tuple(outcome.agreement_gaps(desk, begun)) == found.gaps
    assert tuple(outcome.talks_here(desk, begun)) == found.talks
    with pytest.raises(NotFound):
        ahead(desk, "none")


def test_what_was_agreed_and_how_it_stands(desk, held):
    outcome.decide(desk, held.id, what="Sprechstunde", who=["b", "jc"], until=date(2027, 1, 31))
    (made,) = outcome.decisions(desk, "k")
    assert (made.what, made.who, made.until, made.meeting) == ("Sprechstunde", ("b", "jc"), date(2027, 1, 31), held.id)
    outcome.set_decision(desk, made.id, status="done")
    assert outcome.decisions(desk, "k")[0].status == "done"
    with pytest.raises(InputError):
        outcome.decide(desk, held.id, what="  ")
    with pytest.raises(InputError):
        outcome.set_decision(desk, made.id, status="forgotten")
    with pytest.raises(NotFound):
        outcome.set_decision(desk, "none", status="done")


def test_the_same_agreement_is_noted_once(desk, held):
    agreed = {"what": "Sprechstunde im  Haus", "who": ["b", "jc"], "until": date(2027, 1, 31)}
    assert not outcome.decide(desk, held.id, **agreed).repeated
    assert outcome.decide(desk, held.id, what=" sprechstunde im Haus ", who=["jc", "b"], until=agreed["until"]).repeated
    assert [d.what for d in outcome.decisions_of(desk, held)] == ["Sprechstunde im Haus"]
    # somebody else, or another day, is something else
    assert not outcome.decide(desk, held.id, what=agreed["what"], who=["c"], until=agreed["until"]).repeated
    assert not outcome.decide(desk, held.id, what=agreed["what"], who=agreed["who"]).repeated


def test_two_browsers_that_note_the_same_at_one_moment_note_it_once(desk, held):
    together = Barrier(6)

    def note(_: int) -> bool:
        together.wait()
        return outcome.decide(desk, held.id, what="Sprechstunde", who=["b"], until=date(2027, 1, 31)).repeated

    with ThreadPoolExecutor(6) as pool:
        repeated = list(pool.map(note, range(6)))
    assert sorted(repeated) == [False] + [True] * 5
    assert len(outcome.decisions_of(desk, held)) == 1


def test_what_was_taken_off_can_be_agreed_anew(desk, held):
    for _ in range(3):
        assert not outcome.decide(desk, held.id, what="Sprechstunde").repeated
        (made,) = outcome.decisions_of(desk, held)
        outcome.set_decision(desk, made.id, status="dropped")
        assert outcome.decisions_of(desk, held) == []


def test_checklists_hold_words_of_the_catalogue_only(desk, held):
    use.tick(desk, held.id, "success_factors", "trust")
    assert use.meeting(desk, held.id).success_factors == ("trust",)
    with pytest.raises(InputError):
        use.tick(desk, held.id, "success_factors", "luck")
    with pytest.raises(InputError):
        use.tick(desk, held.id, "notes", "trust")


def test_the_minutes_hold_what_was_said_and_no_confidential_word(desk, held):
    use.agree(desk, held.id, a="b", b="c", says_a=2, says_b=2)
    outcome.decide(desk, held.id, what="Gemeinsame Sprechstunde", who=["b"])
    use.tick(desk, held.id, "obstacles", "turnover")
    use.end_meeting(desk, held.id)
    document = Document(io.BytesIO(minutes_docx(desk, held.id)))
    words = [p.text for p in document.paragraphs]
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    assert "Jobcenter" in words
    assert "Gemeinsame Sprechstunde" in cells
    assert "1 | 3" in cells
    assert "2 | 2" in cells
    assert len(document.inline_shapes) == 2
    assert all(s._inline.docPr.get("descr") for s in document.inline_shapes)
    assert SECRET not in "".join(words + cells)
    pdf = minutes_pdf(desk, held.id)
    assert pdf.startswith(b"%PDF")
    assert re.search(rb"/StructTreeRoot", pdf)


def test_the_minutes_fill_their_pages_and_begin_with_what_counts(desk, held):
    for number in range(12):
        outcome.decide(desk, held.id, what=f"Abmachung {number}", who=["b", "jc"])
    use.agree(desk, held.id, a="b", b="c", says_a=2, says_b=2)
    use.end_meeting(desk, held.id, words="Ein Satz dazu.")
    with speaking("de"):
        pdf, word = minutes_pdf(desk, held.id), minutes_docx(desk, held.id)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    # text goes on above the pictures, which leave no half page of nothing behind
    assert "Wer da war" in pages[0]
    assert "Das Netzwerk vor der Sitzung" in pages[0]
    assert "Was wir abgemacht haben" in pages[1]
    assert "Das Netzwerk nach der Sitzung" in pages[1]
    assert "Wie weit wir zusammenarbeiten" in pages[2]
    assert len(pages) == 3
    document = Document(io.BytesIO(word))
    # in Word text comes first; captions, heads of tables and rows stay with what they belong to
    said = [p.text for p in document.paragraphs]
    assert said.index("Das Netzwerk vor der Sitzung") > said.index("Ein Satz dazu.")
    pictures = [p for p in document.paragraphs if p._p.xpath(".//w:drawing")]
    assert [p.paragraph_format.keep_with_next for p in pictures] == [True, True]
    heads = [t.rows[0].cells[0].paragraphs[0] for t in document.tables if t.rows[0]._tr.xpath("./w:trPr/w:tblHeader")]
    assert heads
    assert all(p.paragraph_format.keep_with_next for p in heads)
    assert [s._sectPr.xpath("string(./w:cols/@w:num)") for s in document.sections] == ["", "2", "1"]


def test_names_on_the_wall_stay_where_they_are_while_pairs_are_asked(desk, held):
    before = use.wall_positions(desk, held)
    use.agree(desk, held.id, a="c", b="d", says_a=4, says_b=4)
    assert use.wall_positions(desk, held) == before
    assert set(before) == {"jc", "b", "c", "d"}


def test_no_module_of_the_conference_knows_a_case():
    graph = grimp.build_graph("netmap")
    forbidden = {
        m for m in graph.modules if m.startswith(("netmap.usecases.case", "netmap.ui.cards", "netmap.usecases.drawing"))
    }
    assert forbidden
    for part in [m for m in graph.modules if m.startswith("netmap.ui.conference")] + [
        "netmap.usecases.conference",
        "netmap.usecases.conference_ahead",
        "netmap.usecases.minutes",
        "netmap.ui.partner",
    ]:
        reached = graph.find_upstream_modules(part)
        assert not reached & forbidden, part
