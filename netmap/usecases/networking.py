"""Working on the partner network: reporting, relations, undo, and who must talk to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from netmap.analysis.cooperation.overlap import Overlap, overlaps_of
from netmap.analysis.cooperation.talks import TalkReason, talks_of
from netmap.analysis.cooperation.talks import worth_asking as worth_asking  # the conference asks from the same list
from netmap.analysis.day import Day
from netmap.errors import InputError
from netmap.messages import N_, Message, message
from netmap.model import changes as ch
from netmap.model.changes import Receipt, Recorded
from netmap.model.ids import new_id
from netmap.model.partners import DEFAULT_SCALE, RELATION_KINDS, SCALES, Relation, Remark, Report
from netmap.model.tables import Room
from netmap.usecases.desk import Desk, needs
from netmap.usecases.undo import Steps, steps_of, take_back


@needs("network.edit")
def report_level(
    desk: Desk,
    *,
    side: str,
    other: str,
    level: int,
    on: date,
    scale: str = DEFAULT_SCALE,
    evidence: str | None = None,
    by: str | None = None,
) -> Receipt:
    """Note how far one side says it works with the other; said twice on a day, the last counts.

    Raises
    ------
    InputError
        The level is none of the scale, or both sides are the same.
    """
    low, high = SCALES[scale]
    if not low <= level <= high:
        raise InputError("{level} is no level of the scale {scale}.", level=level, scale=scale)
    if side == other:
        raise InputError("A cooperation has two sides.")
    new = Report(from_=side, to=other, level=level, on=on, scale=scale, evidence=evidence, by=by or desk.actor.account)
    old = next((r for r in desk.house.district().reports if r.key == new.key), None)
    change = ch.ReportCooperation.adding(new) if old is None else ch.CorrectReport.updating((old, new))
    if not change.edits:
        return Receipt("", desk.house.clock())
    return desk.house.partners.apply(change, by=desk.actor.account)


@needs("network.edit")
def withdraw(desk: Desk, report: Report) -> Receipt:
    """Withdraw a report."""
    return desk.house.partners.apply(ch.WithdrawReport.removing(report), by=desk.actor.account)


@needs("network.edit")
def add_relation(
    desk: Desk, *, side: str, other: str, kind: str, since: date | None = None, service: str | None = None
) -> Receipt:
    """Note a relation other than the level.

    Raises
    ------
    InputError
        There is no such kind, or both sides are the same.
    """
    if kind not in RELATION_KINDS or side == other:
        raise InputError("A relation has a kind and two sides.")
    relation = Relation(from_=side, to=other, kind=kind, since=since, service=service)
    return desk.house.partners.apply(ch.AddRelation.adding(relation), by=desk.actor.account)


@needs("network.edit")
def remove_relation(desk: Desk, relation: Relation) -> Receipt:
    """Take a relation away."""
    return desk.house.partners.apply(ch.RemoveRelation.removing(relation), by=desk.actor.account)


#: what one works on in the network; undo looks at these alone
_KINDS: Final = frozenset(
    {
        "ReportCooperation",
        "CorrectReport",
        "WithdrawReport",
        "AddRelation",
        "RemoveRelation",
        "SetRelation",
        "AddOrganisation",
        "RemoveOrganisation",
        "SetChain",
        "AddRemark",
        "RemoveRemark",
        "ImportNetwork",
    }
)


def _own(desk: Desk) -> Steps:
    log: list[Recorded] = desk.house.partners.changes(by=desk.actor.account)
    return steps_of((c.id, c.undoes) for c in log if c.kind in _KINDS)


@needs("network.edit")
def network_steps(desk: Desk) -> Steps:
    """Give what the actor can undo and redo in the network."""
    return _own(desk)


@needs("network.edit")
def undo_in_network(desk: Desk, *, redo: bool = False) -> Receipt | None:
    """Take back one's last change of the network (or bring it back).

    Raises
    ------
    Conflict
        Somebody changed the same thing since.
    """
    steps = _own(desk)
    side = steps.redo if redo else steps.undo
    return take_back(desk, side[-1], room=Room.PARTNERS).receipt if side else None


# who must talk to whom


@dataclass(frozen=True, slots=True)
class Talk:
    """Two organisations that should talk, and why.

    Attributes
    ----------
    subject
        Stable key under which remarks are kept.
    status
        ``open``, ``done`` or ``postponed``; open again when the day to look again has come.
    about
        What the reason is about: chains, services or the two needs; see :class:`TalkReason`.
    """

    a: str
    b: str
    reason: str
    text: Message
    subject: str
    status: str = "open"
    look_again_on: date | None = None
    about: tuple[str, ...] = ()


#: under which subjects planners hand pairs of needs over
NEEDS_SUBJECT: Final = "needs:"
REASONS: Final[Mapping[str, str]] = {
    "contradicted": N_("they see their cooperation differently"),
    "chain": N_("a service chain breaks between them"),
    "feedback": N_("one refers, the other gives no feedback"),
    "needs": N_("their clients' needs often come together, and one of them works with nobody who helps with the other"),
    "unknown": N_("both refer to the same partners, and nobody has said how they cooperate"),
    "old": N_("the last report is older than a year"),
}


@needs("network.read")
def talks(desk: Desk, day: Day, *, scale: str = DEFAULT_SCALE) -> list[Talk]:
    """Give who must talk to whom, each with its reason; done and postponed ones are marked."""
    remarks = remarks_on(desk)
    found = talks_of(day, scale=scale, together=handed_over(remarks))
    return [_talk(t, remarks, desk.house.today()) for t in found]


def handed_over(remarks: Mapping[str, Remark]) -> list[tuple[str, str]]:
    """Give the pairs of needs that planners handed over (see :func:`netmap.usecases.needs.hand_over`)."""
    pairs = (s.removeprefix(NEEDS_SUBJECT).partition("|") for s, r in remarks.items() if is_handed_over(s, r))
    return sorted((a, b) for a, _, b in pairs)


def is_handed_over(subject: str, remark: Remark) -> bool:
    """Tell whether the newest remark on a subject hands a pair of needs over."""
    return subject.startswith(NEEDS_SUBJECT) and remark.kind == "note"


@needs("network.read")
def remarks_on(desk: Desk) -> Mapping[str, Remark]:
    """Give the newest remark on each subject."""
    rows = desk.house.partners.load("remarks")["remarks"]
    newest: dict[str, Remark] = {}
    for remark in sorted((Remark.of_stored(r) for r in rows), key=lambda r: (r.at, r.id)):
        newest[remark.subject] = remark
    return newest


def _talk(found: TalkReason, remarks: Mapping[str, Remark], today: date) -> Talk:
    subject = f"talk:{found.reason}:{found.a}|{found.b}"
    remark = remarks.get(subject)
    status = remark.kind if remark is not None and remark.kind in ("done", "postponed") else "open"
    again = remark.look_again_on if remark else None
    if status == "postponed" and again is not None and again <= today:
        status = "open"  # the day to look again has come
    return Talk(found.a, found.b, found.reason, message(REASONS[found.reason]), subject, status, again, found.about)


@needs("network.edit")
def mark_talk(desk: Desk, subject: str, status: str, *, text: str | None = None, until: date | None = None) -> Receipt:
    """Mark a talk as done, or postpone it; kept with who and when.

    Raises
    ------
    InputError
        The status is unknown.
    """
    if status not in ("done", "postponed", "note"):
        raise InputError("'{status}' is no status of a talk.", status=status)
    remark = Remark(
        id=new_id(),
        subject=subject,
        kind=status,
        text=text,
        look_again_on=until,
        by=desk.actor.account,
        at=desk.house.clock(),
    )
    return desk.house.partners.apply(ch.AddRemark.adding(remark), by=desk.actor.account)


# overlap and agreements


@needs("network.read")
def overlaps(desk: Desk, day: Day) -> list[Overlap]:
    """Describe where several providers offer the same; neither judged nor ranked."""
    return list(overlaps_of(day))


@needs("network.read")
def expiring_agreements(desk: Desk, day: Day, *, days: int = 180) -> list[str]:
    """Give the agreements in force that end within so many days."""
    last = day.day + timedelta(days=days)
    return [i for i, a in sorted(day.agreements.items()) if a.until is not None and a.until <= last]


@needs("network.read")
def single_points(desk: Desk, day: Day) -> list[str]:
    """Give the agreements that name a coordinator but no deputy."""
    return [i for i, a in sorted(day.agreements.items()) if a.coordinator and not a.deputy]
