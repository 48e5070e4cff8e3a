"""The conference: a body meets, says how far its members work together, and agrees what to do.

What is said is kept as dated reports with the body as their source; the meeting itself is a record, so that a
second browser sees the same meeting. Nothing in here reads a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from netmap.analysis.cooperation.core import core_of
from netmap.analysis.cooperation.pairs import Pair, pairs_of
from netmap.analysis.day import Day
from netmap.analysis.network.layout import layout
from netmap.errors import InputError, NotFound
from netmap.model.changes import HoldMeeting, Receipt
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.ids import new_id
from netmap.model.partners import DEFAULT_SCALE, SCALES, Body, Meeting, Report
from netmap.stores.base import Conflict
from netmap.usecases.desk import Desk, needs
from netmap.usecases.linkanswers import report_edits
from netmap.usecases.network import day_at
from netmap.usecases.networking import worth_asking

RUNNING: Final = "running"
ENDED: Final = "ended"
_TRIES: Final = 5


# the meeting


@needs("network.edit")
def begin_meeting(desk: Desk, body: str, *, on: date | None = None) -> Meeting:
    """Begin a meeting of a body, or go on with the one that runs.

    Raises
    ------
    NotFound
        There is no such body.
    """
    if body not in desk.house.district().bodies:
        raise NotFound("There is no body '{id}'.", id=body)
    going = next((m for m in meetings(desk, body=body) if m.status == RUNNING), None)
    if going is not None:
        return going
    new = Meeting(id=new_id(), body=body, on=on or desk.house.today(), status=RUNNING)
    desk.house.partners.apply(HoldMeeting.adding(new), by=desk.actor.account)
    return new


@needs("network.read")
def meetings(desk: Desk, *, body: str | None = None) -> list[Meeting]:
    """List meetings, the newest first."""
    only = ("body", [body]) if body is not None else None
    found = [Meeting.of_stored(r) for r in desk.house.partners.load("meetings", only=only)["meetings"]]
    return sorted(found, key=lambda m: (m.on, m.id), reverse=True)


@needs("network.read")
def meeting(desk: Desk, meeting_id: str) -> Meeting:
    """Give one meeting.

    Raises
    ------
    NotFound
        There is none.
    """
    rows = desk.house.partners.load("meetings", only=("id", [meeting_id]))["meetings"]
    if not rows:
        raise NotFound("There is no such meeting.")
    return Meeting.of_stored(rows[0])


@needs("network.read")
def body_of(desk: Desk, held: Meeting) -> Body:
    """Give the body that meets."""
    return desk.house.district().bodies[held.body]


@needs("network.edit")
def attend(desk: Desk, meeting_id: str, organisation: str, *, here: bool = True) -> Receipt | None:
    """Note that an organisation is here (or is not).

    Raises
    ------
    NotFound
        There is no such meeting or organisation.
    InputError
        The meeting has ended.
    """
    if organisation not in desk.house.district().organisations:
        raise NotFound("There is no organisation '{id}'.", id=organisation)

    def attending(held: Meeting) -> dict[str, object]:
        others = [o for o in held.attendance if o != organisation]
        return {"attendance": tuple(sorted([*others, organisation] if here else others))}

    return _change(desk, meeting_id, attending)


@needs("network.edit")
def tick(desk: Desk, meeting_id: str, checklist: str, code: str, *, on: bool = True) -> Receipt | None:
    """Note whether a word of a checklist (``success_factors``, ``obstacles``) applies.

    Raises
    ------
    InputError
        There is no such checklist or word, or the meeting has ended.
    """
    if checklist not in ("success_factors", "obstacles"):
        raise InputError("There is no checklist '{name}'.", name=checklist)
    known = desk.house.vocabulary[checklist]
    if code not in known:
        raise InputError("A word of the checklist is not known.")

    def ticked(held: Meeting) -> dict[str, object]:
        chosen = set(getattr(held, checklist)) - {code} | ({code} if on else set())
        return {checklist: tuple(c for c in known.codes if c in chosen)}

    return _change(desk, meeting_id, ticked)


@needs("network.edit")
def end_meeting(desk: Desk, meeting_id: str, *, words: str | None = None) -> Meeting:
    """End a meeting; ``words`` are added to its minutes, also to what another browser ended it with.

    Raises
    ------
    NotFound
        There is no such meeting.
    """
    said = (words or "").strip()

    def ending(held: Meeting) -> dict[str, object]:
        there = [held.minutes] if held.minutes else []
        return {"status": ENDED, "minutes": "\n".join(dict.fromkeys([*there, *([said] if said else [])])) or None}

    _change(desk, meeting_id, ending, ended=True)
    return meeting(desk, meeting_id)


def must_run(held: Meeting) -> None:
    """Refuse what is said after the end of a meeting: its minutes are made.

    Raises
    ------
    InputError
        It has ended.
    """
    if held.status == ENDED:
        raise InputError("This meeting has ended.")


def _change(
    desk: Desk, meeting_id: str, values: Callable[[Meeting], Mapping[str, object]], *, ended: bool = False
) -> Receipt | None:
    """Change a meeting as it is now; where two browsers tick at the same moment, both count."""
    for tried in range(1, _TRIES + 1):
        held = meeting(desk, meeting_id)
        if not ended:
            must_run(held)
        change = HoldMeeting.updating((held, replace(held, **values(held))))  # type: ignore[arg-type]
        if not change.edits:
            return None
        try:
            return desk.house.partners.apply(change, by=desk.actor.account)
        except Conflict:
            if tried == _TRIES:
                raise
    raise AssertionError


# the network as it was and as it becomes


def said_here(held: Meeting, district: District) -> list[Report]:
    """Give the reports of a meeting: made on its day with its body as their source."""
    source = district.bodies[held.body].name
    return [r for r in district.reports if r.by == source and r.on == held.on]


@needs("network.read")
def day_of(desk: Desk, held: Meeting) -> Day:
    """Give the network on the day of a meeting, with what was said in it."""
    return day_at(desk, held.on)


@needs("network.read")
def before(desk: Desk, held: Meeting) -> Day:
    """Give the network as it was when a meeting began: without what was said in it."""
    now = day_at(desk, held.on)
    keys = {r.key for r in said_here(held, now.district)}
    rows = {name: now.district.rows(name) for name in PUBLIC_TABLES}
    spec = Report.TABLE
    rows["reports"] = [r for r in rows["reports"] if spec.key_of(r) not in keys]
    return Day(District(rows, revision=f"{now.district.revision}:before"), held.on, now.vocabulary)


# who is here


@dataclass(frozen=True, slots=True)
class CoreSeat:
    """A member of the core of the production network, as far as it is in the room.

    Attributes
    ----------
    here, absent
        Organisations that stand for it: in the room, or not.
    """

    code: str
    here: tuple[str, ...]
    absent: tuple[str, ...]


@needs("network.read")
def core_seats(desk: Desk, held: Meeting) -> list[CoreSeat]:
    """Say for each member of the core whether somebody who stands for it is in the room."""
    day = day_at(desk, held.on)
    standing: dict[str, set[str]] = {entry.code: set() for entry in day.vocabulary["core_members"]}
    for check in core_of(day, area=body_of(desk, held).area):
        for member in check.members:
            standing[member.code] |= set(member.organisations)
    room = set(held.attendance)
    return [CoreSeat(c, tuple(sorted(found & room)), tuple(sorted(found - room))) for c, found in standing.items()]


@needs("network.read")
def invited(desk: Desk, held: Meeting) -> list[str]:
    """Give the members of the body, by name; those who came without being one stand after them."""
    day = day_at(desk, held.on)
    members = {m.organisation for m in day.members if m.body == held.body}
    guests = set(held.attendance) - members

    def by_name(ids: Iterable[str]) -> list[str]:
        names = {i: o.name.casefold() for i, o in day.district.organisations.items()}
        return sorted(ids, key=lambda i: (names.get(i, ""), i))

    return [*by_name(members), *by_name(guests)]


@needs("network.read")
def wall_positions(desk: Desk, held: Meeting, *, scale: str = DEFAULT_SCALE) -> dict[str, tuple[float, float]]:
    """Give where those invited stand on the wall: a layout of their own, close enough that names can be large.

    It is worked out from the network as it was before the meeting, so that nobody moves while it grows; guests are
    set beside those they work with.
    """
    day = before(desk, held)
    ties = [(p.a, p.b, float(p.level)) for p in pairs_of(day, scale=scale).values() if p.is_tie]
    everybody = [o for o in invited(desk, held) if o in day.organisations]
    members = {m.organisation for m in day.members if m.body == held.body}
    seats = layout([o for o in everybody if o in members], ties)
    placed = layout(everybody, ties, known=seats)
    closer = min(1.0, max(0.5, (len(everybody) / 45) ** 0.5))
    return {o: (x * closer, y * closer) for o, (x, y) in placed.items()}


# the pairs worth asking


@dataclass(frozen=True, slots=True)
class Question:
    """A pair worth asking.

    Attributes
    ----------
    reason
        ``contradicted``, ``unknown`` or ``old``.
    pair
        What they said before the meeting (``None``: nobody was asked).
    now
        What they say after it was asked.
    """

    a: str
    b: str
    reason: str
    pair: Pair | None
    now: Pair | None
    asked: bool

    @property
    def key(self) -> tuple[str, str]:
        """Both ids."""
        return self.a, self.b


@needs("network.read")
def questions(desk: Desk, held: Meeting, *, scale: str = DEFAULT_SCALE) -> list[Question]:
    """Give the pairs worth asking of whom both are in the room; those asked in this meeting stay in their place.

    The order is that of the network as it was when the meeting began, so that it is the same for everybody.
    """
    day, old = day_at(desk, held.on), before(desk, held)
    room = set(held.attendance)
    said, was = pairs_of(day, scale=scale), pairs_of(old, scale=scale)
    asked = {tuple(sorted((r.from_, r.to))) for r in said_here(held, day.district) if r.scale == scale}
    wanted = [(a, b, reason) for a, b, reason in worth_asking(old, scale=scale) if {a, b} <= room]
    known = {(a, b) for a, b, _ in wanted}
    # whoever was asked beside the list stands after it
    wanted += [(a, b, "unknown") for a, b in sorted(asked - known)]
    return [Question(a, b, reason, was.get((a, b)), said.get((a, b)), (a, b) in asked) for a, b, reason in wanted]


@needs("network.read")
def pair_of(desk: Desk, held: Meeting, a: str, b: str, *, scale: str = DEFAULT_SCALE) -> Pair | None:
    """Give what both sides of any pair say now (``None``: nobody was asked)."""
    return pairs_of(day_at(desk, held.on), scale=scale).get((min(a, b), max(a, b)))


@needs("network.edit")
def agree(
    desk: Desk,
    meeting_id: str,
    *,
    a: str,
    b: str,
    says_a: int | None,
    says_b: int | None,
    scale: str = DEFAULT_SCALE,
    request: str | None = None,
) -> Receipt:
    """Note what both sides of a pair say in the room, in one step.

    Parameters
    ----------
    says_a, says_b
        The level each side says; ``None``: this side says nothing today.
    request
        Makes a second sending harmless.

    Raises
    ------
    InputError
        Both sides are the same or silent, or a level is not on the scale.
    """
    low, high = SCALES.get(scale, (0, -1))
    levels = [v for v in (says_a, says_b) if v is not None]
    if a == b or not levels or not all(low <= v <= high for v in levels):
        raise InputError("A pair has two sides, and at least one says a level of the scale.")
    held = meeting(desk, meeting_id)
    must_run(held)
    source = body_of(desk, held).name
    new = [
        Report(from_=one, to=other, level=level, on=held.on, by=source, scale=scale)
        for one, other, level in ((a, b, says_a), (b, a, says_b))
        if level is not None
    ]
    edits = report_edits(desk.house.district(), new)
    if not edits:
        return Receipt("", desk.house.clock(), repeated=True)
    return desk.house.partners.apply(HoldMeeting(tuple(edits)), by=desk.actor.account, request=request)


@needs("network.read")
def names_of(desk: Desk) -> Mapping[str, str]:
    """Give the name of each organisation, also of those that have ended."""
    return {i: o.name for i, o in desk.house.district().organisations.items()}


@needs("network.read")
def revision(desk: Desk) -> str:
    """Give what moves whenever anybody changes anything, for a second browser."""
    return desk.house.partners.latest()
