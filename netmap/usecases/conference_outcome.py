"""What a conference leaves with: what is open in agreements, who must talk to whom, and what is agreed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from netmap.analysis.cooperation.agreements import triangles_of
from netmap.errors import InputError, NotFound
from netmap.model.changes import Edit, Receipt, SetDecision
from netmap.model.ids import new_id
from netmap.model.partners import DEFAULT_SCALE, Decision, Meeting
from netmap.usecases.conference import meeting, must_run
from netmap.usecases.desk import Desk, needs
from netmap.usecases.network import day_at
from netmap.usecases.networking import Talk, expiring_agreements, single_points, talks

# gaps in agreements, and who must talk to whom


@dataclass(frozen=True, slots=True)
class AgreementGap:
    """Something open in the agreements of those in the room.

    Attributes
    ----------
    kind
        ``expiring``, ``no_deputy``, ``points`` or ``triangle``.
    subject
        Id of the agreement or service.
    detail
        Numbers of the open points, or the missing corners.
    organisations
        Those in the room whom it concerns.
    """

    kind: str
    subject: str
    detail: tuple[str, ...]
    organisations: tuple[str, ...]
    until: date | None = None


@needs("network.read")
def agreement_gaps(desk: Desk, held: Meeting) -> list[AgreementGap]:
    """Give what is open in the agreements of those in the room: ending, without deputy, not settled, no triangle."""
    day = day_at(desk, held.on)
    room = set(held.attendance)

    def in_room(organisations: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(organisations) & room))

    found = []
    for kind, ids in (("expiring", expiring_agreements(desk, day)), ("no_deputy", single_points(desk, day))):
        for i in ids:
            agreement = day.agreements[i]
            concerned = in_room(o for o, _ in agreement.roles)
            if concerned:
                found.append(AgreementGap(kind, i, (), concerned, agreement.until))
    for triangle in triangles_of(day):
        concerned = in_room((*triangle.commissioner, *triangle.steerer, *triangle.deliverer))
        if not concerned or day.services[triangle.service].organisation not in room:
            continue
        if triangle.agreements and triangle.missing_points:
            numbers = tuple(str(n) for n in triangle.missing_points)
            found.append(AgreementGap("points", triangle.service, numbers, concerned))
        if triangle.missing_corners:
            found.append(AgreementGap("triangle", triangle.service, triangle.missing_corners, concerned))
    return found


@needs("network.read")
def talks_here(desk: Desk, held: Meeting, *, scale: str = DEFAULT_SCALE) -> list[Talk]:
    """Give who must talk to whom, where at least one is in the room; both here first, done ones left out."""
    room = set(held.attendance)
    found = [t for t in talks(desk, day_at(desk, held.on), scale=scale) if t.status == "open" and {t.a, t.b} & room]
    return sorted(found, key=lambda t: not {t.a, t.b} <= room)


# what we agree


@needs("network.read")
def decisions(desk: Desk, body: str) -> list[Decision]:
    """List what a body agreed, the newest last."""
    rows = desk.house.partners.load("decisions", only=("body", [body]))["decisions"]
    return sorted((Decision.of_stored(r) for r in rows), key=lambda d: d.id)


@needs("network.read")
def decisions_of(desk: Desk, held: Meeting) -> list[Decision]:
    """List what one meeting agreed and did not take off again, the newest last."""
    return [d for d in decisions(desk, held.body) if d.meeting == held.id and d.status != "dropped"]


@needs("network.edit")
def decide(desk: Desk, meeting_id: str, *, what: str, who: Sequence[str] = (), until: date | None = None) -> Receipt:
    """Note what is agreed: what, who, until when; what a meeting has agreed already is not noted again.

    Returns
    -------
    Receipt
        ``repeated`` if it stood there before, or another browser noted it at the same moment.

    Raises
    ------
    InputError
        Nothing is said, or the meeting has ended.
    """
    held = meeting(desk, meeting_id)
    must_run(held)
    words = " ".join(what.split())
    if not words:
        raise InputError("Please say what is agreed.")
    new = Decision(id=new_id(), body=held.body, meeting=held.id, what=words, who=tuple(who), until=until)
    follows = ""
    while not any(_same(new, d) for d in decisions_of(desk, held)):
        # the store takes a request once, from whichever browser; taken off and agreed anew it follows the former one
        receipt = desk.house.partners.apply(
            SetDecision.adding(new), by=desk.actor.account, request=_request(new, follows)
        )
        if not receipt.repeated:
            return receipt
        follows = receipt.id
    return Receipt("", desk.house.clock(), repeated=True)


def _same(one: Decision, other: Decision) -> bool:
    return _said(one) == _said(other)


def _said(decision: Decision) -> tuple[str, tuple[str, ...], str]:
    until = decision.until.isoformat() if decision.until else ""
    return decision.what.casefold(), tuple(sorted(set(decision.who))), until


def _request(new: Decision, follows: str) -> str:
    said = json.dumps([new.meeting, *_said(new), follows])
    return "decision:" + hashlib.sha256(said.encode()).hexdigest()


@needs("network.edit")
def set_decision(desk: Desk, decision_id: str, *, status: str) -> Receipt | None:
    """Say how a decision stands: ``open``, ``done``, ``postponed`` or ``dropped``.

    Raises
    ------
    NotFound
        There is no such decision.
    """
    rows = desk.house.partners.load("decisions", only=("id", [decision_id]))["decisions"]
    if not rows:
        raise NotFound("There is no such decision.")
    old = Decision.of_stored(rows[0])
    edit = Edit.update(old, replace(old, status=status))
    if not edit.after:
        return None
    return desk.house.partners.apply(SetDecision((edit,)), by=desk.actor.account)
