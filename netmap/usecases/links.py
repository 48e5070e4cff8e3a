"""Partner links: one organisation checks its entry and says how far it works with others, without an account.

A link is an address with 256 random bits; the store holds only their hash, so that whoever reads the store
cannot make a link, and nobody can make one up. It ends on its day, can be revoked at any time, and stands for
one organisation.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from netmap.analysis.cooperation.acquaintances import NEAR, acquaintances
from netmap.analysis.day import Day
from netmap.bootstrap import House
from netmap.errors import InputError, NotFound, RefusedError
from netmap.exchange.district.write import without_protected
from netmap.messages import speaking, text
from netmap.model.changes import Change, Edit, GiveAnswer, Receipt, SetLink, TakeAnswer
from netmap.model.ids import new_id
from netmap.model.partners import DEFAULT_SCALE, Link, Organisation, PartnerAnswer, Service
from netmap.stores.base import Conflict
from netmap.usecases import linkanswers
from netmap.usecases.desk import Desk, needs
from netmap.usecases.linkanswers import Given

#: where the partners' pages begin
PATH: Final = "/partner/"
_LONGEST_DAYS: Final = 365
_TOUCH_AFTER: Final = timedelta(seconds=60)
_TRIES: Final = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A new link; its address is known only now."""

    link: Link
    path: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What the pages behind a link need.

    Attributes
    ----------
    services
        The organisation's running services.
    known
        Organisations it may know, those first with whom it has most to do: a report, a relation, common partners
        in referrals; then who shares an area or a body.
    near
        So many of them have to do with it by more than a shared area or body.
    others
        All other running organisations, by name.
    said
        What it said of each so far: level and day (its own words only).
    waiting
        What it answered by this link and nobody has taken over yet, by part.
    today
        What it answered by this link today and was taken over: levels and strangers.
    """

    link: Link
    organisation: Organisation
    services: tuple[Service, ...]
    known: tuple[Organisation, ...]
    near: int
    others: tuple[Organisation, ...]
    said: Mapping[str, tuple[int, date]]
    waiting: Mapping[str, Mapping[str, Any]]
    today: Mapping[str, Any]


# the coordinator's side


@needs("network.link")
def make_link(desk: Desk, organisation: str, *, days: int = 30, directly: bool = False) -> Made:
    """Make a link for an organisation.

    Parameters
    ----------
    days
        How long it may be used.
    directly
        Answers count at once; otherwise they wait until somebody takes them over.

    Raises
    ------
    NotFound
        There is no such organisation.
    InputError
        The time is none.
    """
    if organisation not in desk.house.district().organisations:
        raise NotFound("There is no organisation '{id}'.", id=organisation)
    if not 1 <= days <= _LONGEST_DAYS:
        raise InputError("A link lasts from 1 to {most} days.", most=_LONGEST_DAYS)
    token = secrets.token_urlsafe(32)
    link = Link(
        id=_id_of(token),
        organisation=organisation,
        expires_at=desk.house.clock() + timedelta(days=days),
        made_by=desk.actor.account,
        directly=directly,
    )
    desk.house.partners.apply(SetLink.adding(link), by=desk.actor.account)
    return Made(link, PATH + token)


@needs("network.link")
def links(desk: Desk) -> list[Link]:
    """List all links, the newest end first."""
    found = [Link.of_stored(r) for r in desk.house.partners.load("links")["links"]]
    return sorted(found, key=lambda k: (k.expires_at, k.id), reverse=True)


@needs("network.link")
def revoke_link(desk: Desk, link_id: str) -> Receipt | None:
    """Take a link back; it counts at once (``None``: it was revoked before).

    Raises
    ------
    NotFound
        There is no such link.
    """
    old = _stored(desk.house, link_id)
    if old is None:
        raise NotFound("There is no such link.")
    if old.revoked_at is not None:
        return None
    change = SetLink.updating((old, replace(old, revoked_at=desk.house.clock())))
    return desk.house.partners.apply(change, by=desk.actor.account)


def mail_text(name: str, address: str, *, until: date, language: str) -> str:
    """Give the text of an e-mail that brings a link, to be copied by hand."""
    with speaking(language):
        paragraphs = [
            text("Good day,"),
            text(
                "we are updating the network of our district and would like to know how {name} sees it. "
                "It takes about five minutes, works on a phone and needs no account:",
                name=name,
            ),
            address + ("" if language == "de" else "?lang=en"),
            text(
                "Please check your own entry and say how far you work with the organisations you know. "
                '"We do not know them" is an answer, too. You can come back until {day}.',
                day=f"{until:%d.%m.%Y}",
            ),
            text("The link is meant for {name} only. Please pass it on within your house only.", name=name),
            text("Thank you very much!"),
        ]
    return "\n\n".join(paragraphs) + "\n"


@needs("network.link")
def answers(desk: Desk, *, status: str = "waiting") -> list[PartnerAnswer]:
    """List what partners answered: what waits, or what was taken over or declined; the newest first."""
    rows = desk.house.partners.load("answers", only=("status", [status]))["answers"]
    return sorted((PartnerAnswer.of_stored(r) for r in rows), key=lambda a: (a.at, a.id), reverse=True)


@needs("network.link")
def take_answer(desk: Desk, answer_id: str) -> Receipt:
    """Take an answer over: reports, contact data and services change, in one step.

    Raises
    ------
    NotFound
        There is no such answer, or it does not wait any more.
    Conflict
        Somebody changed the same data since the partner saw it.
    """
    answer = _waiting(desk.house, answer_id)
    on = answer.at.astimezone().date()
    edits = linkanswers.edits_of(answer, desk.house.district(), on=on)
    done = Edit.update(answer, replace(answer, status="taken"))
    return desk.house.partners.apply(TakeAnswer((*edits, done)), by=desk.actor.account)


@needs("network.link")
def decline_answer(desk: Desk, answer_id: str) -> Receipt:
    """Leave an answer aside; it is kept.

    Raises
    ------
    NotFound
        There is no such answer, or it does not wait any more.
    """
    answer = _waiting(desk.house, answer_id)
    change = GiveAnswer.updating((answer, replace(answer, status="declined")))
    return desk.house.partners.apply(change, by=desk.actor.account)


def _waiting(house: House, answer_id: str) -> PartnerAnswer:
    rows = house.partners.load("answers", only=("id", [answer_id]))["answers"]
    if not rows or rows[0]["status"] != "waiting":
        raise NotFound("This answer does not wait any more.")
    return PartnerAnswer.of_stored(rows[0])


# the partner's side


def open_link(house: House, token: str) -> Opened:
    """Give what the pages behind a link need.

    Raises
    ------
    NotFound
        There is no such link.
    RefusedError
        It has ended or was revoked, or the organisation has ended.
    """
    link = _in_force(house, token)
    day = _shown_day(house)
    own = day.organisations.get(link.organisation)
    if own is None:
        raise RefusedError("This organisation is no longer in the directory.")
    met = acquaintances(day, own.id)
    ordered = sorted(day.organisations.values(), key=lambda o: (o.name.casefold(), o.id))
    said = {
        to: (report.level, report.on)
        for (side, to), report in day.newest_reports(scale=DEFAULT_SCALE).items()
        if side == own.id
    }
    given = _answers_of(house, link)
    return Opened(
        link=link,
        organisation=own,
        services=tuple(
            sorted((s for s in day.services.values() if s.organisation == own.id), key=lambda s: (s.name, s.id))
        ),
        known=tuple(sorted((o for o in ordered if o.id in met), key=lambda o: met[o.id])),
        near=sum(how <= NEAR for how in met.values()),
        others=tuple(o for o in ordered if o.id not in met and o.id != own.id),
        said=said,
        waiting={a.about: a.content or {} for a in given if a.status == "waiting"},
        today=linkanswers.standing(reversed(given), said, on=house.today()),
    )


def _shown_day(house: House) -> Day:
    """Give today as partners may see it: made once for all who open their links until something changes."""
    whole, today, vocabulary = house.district(), house.today(), house.vocabulary
    return whole.derived(
        "partners' day",
        (today, vocabulary),
        lambda: Day(without_protected(whole, names=True), today, vocabulary),
    )


def answer(house: House, token: str, given: Given, *, request: str | None = None) -> Receipt:
    """Keep what an organisation answers; the same answer sent again changes nothing.

    Answers of one part that still wait are put together, so that each part waits once for each link.

    Returns
    -------
    Receipt
        ``repeated`` if this had been said before.

    Raises
    ------
    NotFound, RefusedError
        The link is none, or not in force.
    InputError
        Something cannot be right; nothing was kept.
    """
    for tried in range(1, _TRIES + 1):
        try:
            return _answer(house, token, given, request)
        except Conflict:
            # the same link answers in two places at once: look again at what is there now
            if tried == _TRIES:
                raise
    raise AssertionError


def _answer(house: House, token: str, given: Given, request: str | None) -> Receipt:
    link = _in_force(house, token)
    district = house.district()
    linkanswers.check(given, district, link.organisation)
    part = linkanswers.about(given)
    earlier = next((a for a in _answers_of(house, link) if a.about == part and a.status != "declined"), None)
    waiting = earlier if earlier is not None and earlier.status == "waiting" else None
    content = linkanswers.content_of(given, district, link.organisation)
    content = linkanswers.merged(waiting.content if waiting else None, content, part=part)
    now = house.clock()
    new = PartnerAnswer(
        id=waiting.id if waiting else new_id(),
        link=link.id,
        organisation=link.organisation,
        at=now,
        about=part,
        content=content,
        status="taken" if link.directly else "waiting",
    )
    edits = linkanswers.edits_of(new, district, on=house.today())
    if linkanswers.is_empty(content) or _said_before(content, earlier, changes=bool(edits)):
        return Receipt("", now, repeated=True)
    kept = Edit.update(waiting, new) if waiting else Edit.add(new)
    change: Change = TakeAnswer((*edits, kept)) if link.directly else GiveAnswer((kept,))
    request = request or _request(link, part, content, earlier)
    return house.partners.apply(change, by=f"link:{link.id[:16]}", request=request)


def _said_before(content: Mapping[str, Any], earlier: PartnerAnswer | None, *, changes: bool) -> bool:
    """Tell whether an answer says nothing new: it waits just so, or it was taken over and would change nothing."""
    if earlier is None:
        return False
    if earlier.status == "waiting":
        return earlier.content == content
    return not changes and (earlier.content or {}).get("note") == content.get("note")


def _request(link: Link, part: str, content: Mapping[str, Any], earlier: PartnerAnswer | None) -> str:
    """Name what is sent by what it says and what it follows: a second sending is recognised."""
    follows = (earlier.id, earlier.at.isoformat()) if earlier else None
    said = json.dumps([link.id, part, content, follows], sort_keys=True, default=str)
    return "link:" + hashlib.sha256(said.encode()).hexdigest()


def _answers_of(house: House, link: Link) -> list[PartnerAnswer]:
    """Give the answers of a link, the newest first."""
    rows = house.partners.load("answers", only=("link", [link.id]))["answers"]
    return sorted((PartnerAnswer.of_stored(r) for r in rows), key=lambda a: (a.at, a.id), reverse=True)


def _in_force(house: House, token: str) -> Link:
    link = _stored(house, _id_of(token))
    if link is None:
        raise NotFound("This link is not known. Please check that you have copied all of it.")
    now = house.clock()
    if link.revoked_at is not None:
        raise RefusedError("This link was taken back. Please ask the network coordination for a new one.")
    if link.expires_at <= now:
        raise RefusedError("This link has ended. Please ask the network coordination for a new one.")
    _touch(house, link, now)
    return link


def _touch(house: House, link: Link, now: datetime) -> None:
    if link.last_used_at is None or now - link.last_used_at > _TOUCH_AFTER:
        house.partners.housekeep(Change((Edit.update(link, replace(link, last_used_at=now)),)))


def _stored(house: House, link_id: str) -> Link | None:
    rows = house.partners.load("links", only=("id", [link_id]))["links"]
    return Link.of_stored(rows[0]) if rows else None


def _id_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
