"""Partner links: who gets in, what is kept, what it changes, and what a second sending does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from netmap.bootstrap import House
from netmap.errors import InputError, NotFound, PermissionRefused, RefusedError
from netmap.model.changes import ImportDistrict
from netmap.model.partners import (
    Area,
    Body,
    Membership,
    Organisation,
    Place,
    Relation,
    Report,
    Service,
)
from netmap.settings import Settings
from netmap.stores.base import Conflict
from netmap.usecases import links
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.linkanswers import CooperationAnswer, EntryAnswer, ServiceAnswer

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def house(tmp_path: Path, clock: Clock) -> Iterator[House]:
    made = House(Settings(data=tmp_path), clock=clock)
    made.partners.apply(
        ImportDistrict.adding(
            Area(id="a", name="Auheim", kind="sozialraum"),
            *(Organisation(id=i, name=f"Haus {i}", kind="association") for i in "bcdef"),
            Organisation(id="own", name="Beratung Nord", kind="association", phone="040 1"),
            Place(id="p", name="Zuflucht", area="a", street="Geheimer Weg 7", protected=True),
            Service(id="s", organisation="own", name="Sprechstunde", needs=("debt",), places=("p",), free=3),
            Service(id="s2", organisation="b", name="Andere", needs=("debt",)),
            Body(id="k", name="Konferenz", kind="conference", area="a"),
            Membership(body="k", organisation="own"),
            Membership(body="k", organisation="b"),
            Relation(from_="c", to="own", kind="refers"),
            Report(from_="d", to="own", level=3, on=date(2026, 1, 5), by="d"),
        ),
        by="cli",
    )
    yield made
    made.close()


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house, Actor("coordination", frozenset({Role.COORDINATION})))


def made(desk: Desk, **options) -> tuple[links.Made, str]:
    link = links.make_link(desk, "own", **options)
    return link, link.path.removeprefix("/partner/")


def reports(house: House) -> dict[tuple[str, str], tuple[int, str | None]]:
    return {(r.from_, r.to): (r.level, r.by) for r in house.district().reports if r.from_ == "own"}


# who gets in


def test_the_store_holds_no_link_that_opens(desk, house):
    _, token = made(desk)
    assert len(token) >= 43
    everything = repr(list(house.partners.dump())) + repr(house.partners.changes())
    assert token not in everything


def test_a_forged_link_opens_nothing(desk, house):
    link, token = made(desk)
    for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), link.link.id, "", "x" * 5000, token + "A"):
        with pytest.raises(NotFound):
            links.open_link(house, forged)
        with pytest.raises(NotFound):
            links.answer(house, forged, CooperationAnswer({"b": 2}))


def test_an_expired_link_is_refused_from_its_last_moment_on(desk, house, clock):
    _, token = made(desk, days=7)
    clock.now = NOW + timedelta(days=7, seconds=-1)
    assert links.open_link(house, token).organisation.id == "own"
    clock.now = NOW + timedelta(days=7)
    with pytest.raises(RefusedError):
        links.open_link(house, token)
    with pytest.raises(RefusedError):
        links.answer(house, token, CooperationAnswer({"b": 2}))
    assert reports(house) == {}
    assert not links.answers(desk)


def test_a_revoked_link_is_refused_at_once_and_others_stay(desk, house):
    one, token = made(desk)
    _, other = made(desk)
    assert links.revoke_link(desk, one.link.id) is not None
    assert links.revoke_link(desk, one.link.id) is None
    with pytest.raises(RefusedError):
        links.answer(house, token, CooperationAnswer({"b": 2}))
    assert links.open_link(house, other).organisation.id == "own"


def test_links_are_for_the_coordination_alone(house):
    for role in set(Role) - {Role.COORDINATION}:
        desk = Desk(house, Actor("somebody", frozenset({role})))
        for act in (
            lambda d: links.make_link(d, "own"),
            links.links,
            links.answers,
            lambda d: links.take_answer(d, "x"),
            lambda d: links.decline_answer(d, "x"),
            lambda d: links.revoke_link(d, "x"),
        ):
            with pytest.raises(PermissionRefused):
                act(desk)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_link_lasts_some_days_but_not_for_ever(desk, days):
    with pytest.raises(InputError):
        links.make_link(desk, "own", days=days)


# what it shows


def test_those_it_may_know_come_first_and_nothing_of_what_others_say(desk, house):
    _, token = made(desk)
    opened = links.open_link(house, token)
    # a report, then a referral, then the same body
    assert [o.id for o in opened.known] == ["d", "c", "b"]
    assert opened.near == 2
    assert [o.id for o in opened.others] == ["e", "f"]
    assert [s.id for s in opened.services] == ["s"]
    assert opened.said == {}


def test_common_referrals_are_nearer_than_a_common_area_and_that_than_a_body(desk, house):
    house.partners.apply(
        ImportDistrict.adding(
            Area(id="g", name="Gemeinde", kind="gemeinde"),
            *(Organisation(id=i, name=f"Haus {i}", kind="association") for i in "uvwxyz"),
            *(Relation(from_=i, to=to, kind="refers") for i in ("own", "z") for to in ("u", "v")),
            # a common partner alone may be chance
            Relation(from_="y", to="u", kind="refers"),
            Service(id="s3", organisation="x", name="Dort", needs=("debt",), areas=("a",)),
            Service(id="s4", organisation="b", name="Auch dort", needs=("debt",), areas=("a",)),
            Service(id="s5", organisation="own", name="Hier", needs=("debt",), areas=("a", "g")),
            # the whole Gemeinde is no neighbourhood
            Service(id="s6", organisation="w", name="Überall", needs=("debt",), areas=("g",)),
            Membership(body="k", organisation="e"),
        ),
        by="cli",
    )
    opened = links.open_link(house, made(desk)[1])
    assert [o.id for o in opened.known] == ["d", "c", "u", "v", "z", "b", "x", "e"]
    assert opened.near == 5


def test_the_order_stays_while_one_answers(desk, house):
    _, token = made(desk, directly=True)
    before = [o.id for o in links.open_link(house, token).known]
    links.answer(house, token, CooperationAnswer({before[-1]: 3, "e": 1}))
    after = links.open_link(house, token)
    assert reports(house)[("own", before[-1])][0] == 3
    assert [o.id for o in after.known] == before
    assert set(after.said) == {before[-1], "e"}


def test_no_protected_address_leaves_the_house(desk, house):
    _, token = made(desk)
    assert "Geheimer Weg" not in repr(links.open_link(house, token))
    assert links.open_link(house, token).services[0].places == ()


# what is kept, and what becomes of it


def test_answers_wait_until_they_are_taken_over(desk, house):
    _, token = made(desk)
    links.answer(house, token, CooperationAnswer({"b": 2, "c": None}))
    assert reports(house) == {}
    (waiting,) = links.answers(desk)
    links.take_answer(desk, waiting.id)
    assert reports(house) == {("own", "b"): (2, "own"), ("own", "c"): (0, "own")}
    assert [a.status for a in links.answers(desk, status="taken")] == ["taken"]
    with pytest.raises(NotFound):
        links.take_answer(desk, waiting.id)


def test_not_knowing_somebody_is_an_answer_and_leaving_out_is_none(desk, house):
    _, token = made(desk, directly=True)
    links.answer(house, token, CooperationAnswer({"c": None}))
    (report,) = [r for r in house.district().reports if r.from_ == "own"]
    assert report.to == "c"
    assert report.level == 0
    assert report.evidence
    assert ("own", "b") not in reports(house)


def test_declined_answers_change_nothing_and_are_kept(desk, house):
    _, token = made(desk)
    links.answer(house, token, CooperationAnswer({"b": 4}))
    links.decline_answer(desk, links.answers(desk)[0].id)
    assert reports(house) == {}
    assert not links.answers(desk)
    assert len(links.answers(desk, status="declined")) == 1


def test_a_later_answer_adds_to_the_one_that_waits(desk, house):
    _, token = made(desk)
    links.answer(house, token, CooperationAnswer({"b": 1, "c": 2}))
    links.answer(house, token, CooperationAnswer({"b": None, "d": 3}))
    links.answer(house, token, CooperationAnswer({"b": 4}))
    (waiting,) = links.answers(desk)
    assert waiting.content == {"scale": "oberhausen", "levels": {"b": 4, "c": 2, "d": 3}, "strangers": []}


@pytest.mark.parametrize("directly", [False, True])
def test_the_same_answer_again_changes_nothing(desk, house, directly):
    _, token = made(desk, directly=directly)
    for given in (
        CooperationAnswer({"b": 2, "c": None}),
        EntryAnswer(contact={"phone": "040 2"}, confirmed=True, services={"s": ServiceAnswer(values={"free": 0})}),
    ):
        assert not links.answer(house, token, given).repeated
        before = house.partners.latest()
        for _ in range(3):
            assert links.answer(house, token, given).repeated
        assert house.partners.latest() == before


def test_back_and_forth_ends_with_what_was_said_last(desk, house):
    _, token = made(desk, directly=True)
    for level in (1, 3, 1):
        links.answer(house, token, CooperationAnswer({"b": level}))
    assert reports(house) == {("own", "b"): (1, "own")}


def test_what_was_taken_over_today_is_there_when_one_looks_again(desk, house, clock):
    _, token = made(desk, directly=True)
    _, other = made(desk, directly=True)
    links.answer(house, token, CooperationAnswer({"b": 3, "c": 2, "e": None}))
    links.answer(house, token, CooperationAnswer({"c": None, "e": 1}))
    links.answer(house, token, EntryAnswer(contact={"phone": "040 2"}))
    assert links.open_link(house, token).today == {"levels": {"b": 3, "e": 1}, "strangers": ["c"]}
    # said by another link, it is the last word: neither shows what is no longer so
    links.answer(house, other, CooperationAnswer({"b": 0}))
    assert links.open_link(house, token).today == {"levels": {"e": 1}, "strangers": ["c"]}
    assert links.open_link(house, other).today == {"levels": {"b": 0}, "strangers": []}
    clock.now = NOW + timedelta(days=1)
    assert links.open_link(house, token).today == {"levels": {}, "strangers": []}


def test_what_waited_and_was_taken_over_today_is_there_too(desk, house):
    _, token = made(desk)
    links.answer(house, token, CooperationAnswer({"b": 3, "c": 1}))
    links.take_answer(desk, links.answers(desk)[0].id)
    links.answer(house, token, CooperationAnswer({"c": 2}))
    opened = links.open_link(house, token)
    assert opened.today["levels"] == {"b": 3, "c": 1}
    assert opened.waiting["cooperation"]["levels"] == {"c": 2}


def test_the_own_entry_changes_only_where_something_was_said(desk, house):
    _, token = made(desk)
    given = EntryAnswer(
        contact={"phone": "040 99", "email": None},
        confirmed=True,
        services={"s": ServiceAnswer(confirmed=True, values={"free": 0, "wait_days": 14})},
    )
    links.answer(house, token, given)
    links.take_answer(desk, links.answers(desk)[0].id)
    own, service = house.district().organisations["own"], house.district().services["s"]
    assert (own.phone, own.email, own.verified_on) == ("040 99", None, date(2026, 11, 20))
    assert (service.free, service.wait_days, service.verified_on) == (0, 14, date(2026, 11, 20))
    assert service.places == ("p",)


def test_a_service_that_is_gone_ends(desk, house):
    _, token = made(desk, directly=True)
    links.answer(house, token, EntryAnswer(services={"s": ServiceAnswer(ended=True)}))
    assert house.district().services["s"].until == date(2026, 11, 20)


def test_what_somebody_changed_meanwhile_is_not_overwritten(desk, house):
    from dataclasses import replace

    from netmap.usecases import directory

    _, token = made(desk)
    links.answer(house, token, EntryAnswer(contact={"phone": "040 99"}))
    old = house.district().organisations["own"]
    directory.save(desk, replace(old, phone="040 55"), old=old)
    with pytest.raises(Conflict):
        links.take_answer(desk, links.answers(desk)[0].id)
    assert house.district().organisations["own"].phone == "040 55"
    assert len(links.answers(desk)) == 1


@pytest.mark.parametrize(
    "given",
    [
        CooperationAnswer({"b": 5}),
        CooperationAnswer({"b": -1}),
        CooperationAnswer({"own": 2}),
        CooperationAnswer({"nobody": 2}),
        CooperationAnswer({"b": 2}, scale="mine"),
        EntryAnswer(contact={"name": "Anders"}),
        EntryAnswer(contact={"email": "kein Postfach"}),
        EntryAnswer(contact={"website": "javascript:alert(1)"}),
        EntryAnswer(services={"s2": ServiceAnswer(ended=True)}),
        EntryAnswer(services={"s": ServiceAnswer(values={"capacity": 3})}),
        EntryAnswer(services={"s": ServiceAnswer(values={"free": -1})}),
        EntryAnswer(note="x" * 1001),
    ],
)
def test_what_cannot_be_right_is_refused_whole(desk, house, given):
    _, token = made(desk, directly=True)
    before = house.partners.latest()
    with pytest.raises(InputError):
        links.answer(house, token, given)
    assert house.partners.latest() == before


def test_every_answer_stands_in_the_log_under_its_link(desk, house):
    link, token = made(desk)
    links.answer(house, token, CooperationAnswer({"b": 2}))
    last = house.partners.changes(newest_first=True, limit=1)[0]
    assert last.kind == "GiveAnswer"
    assert last.by == f"link:{link.link.id[:16]}"
    assert any(s.by == last.by for s in house.partners.audit())


@pytest.mark.parametrize(("language", "word"), [("de", "Guten Tag"), ("en", "Good day")])
def test_the_mail_holds_the_address_and_the_day(language, word):
    mail = links.mail_text(
        "Beratung Nord", "https://netz.example/partner/abc", until=date(2026, 12, 20), language=language
    )
    assert mail.startswith(word)
    assert "https://netz.example/partner/abc" in mail
    assert "20.12.2026" in mail
    assert not re.search(r"[{}]", mail)
