"""Before a conference: what will be on the wall if all members come, and whom to invite besides."""

from __future__ import annotations

from dataclasses import dataclass

from netmap.errors import NotFound
from netmap.model.ids import new_id
from netmap.model.partners import DEFAULT_SCALE, Decision, Meeting
from netmap.usecases.conference import RUNNING, CoreSeat, Question, core_seats, questions
from netmap.usecases.conference_outcome import AgreementGap, agreement_gaps, decisions, talks_here
from netmap.usecases.desk import Desk, needs
from netmap.usecases.network import day_at
from netmap.usecases.networking import Talk


@dataclass(frozen=True, slots=True)
class Ahead:
    """What waits for a body.

    Attributes
    ----------
    members
        Those who run today, by name.
    missing
        Members of the core for whom none of them stands; ``absent`` of each names whom one could invite.
    questions, gaps, talks
        What its five steps will ask if all come.
    open
        What earlier meetings agreed and nobody has done yet, the next day first.
    """

    members: tuple[str, ...]
    missing: tuple[CoreSeat, ...]
    questions: tuple[Question, ...]
    gaps: tuple[AgreementGap, ...]
    talks: tuple[Talk, ...]
    open: tuple[Decision, ...]


@needs("network.read")
def ahead(desk: Desk, body: str, *, scale: str = DEFAULT_SCALE) -> Ahead:
    """Say what waits for a body today; nothing is kept.

    Raises
    ------
    NotFound
        There is no such body.
    """
    if body not in desk.house.district().bodies:
        raise NotFound("There is no body '{id}'.", id=body)
    today = desk.house.today()
    day = day_at(desk, today)
    members = {m.organisation for m in day.members if m.body == body and m.organisation in day.organisations}
    by_name = sorted(members, key=lambda o: (day.organisations[o].name.casefold(), o))
    # a meeting that is in no store: the steps are asked what they would show
    all_come = Meeting(id=new_id(), body=body, on=today, status=RUNNING, attendance=tuple(sorted(members)))
    waiting = [d for d in decisions(desk, body) if d.status == "open"]
    return Ahead(
        members=tuple(by_name),
        missing=tuple(seat for seat in core_seats(desk, all_come) if not seat.here),
        questions=tuple(q for q in questions(desk, all_come, scale=scale) if not q.asked),
        gaps=tuple(agreement_gaps(desk, all_come)),
        talks=tuple(talks_here(desk, all_come, scale=scale)),
        open=tuple(sorted(waiting, key=lambda d: (d.until is None, d.until or today, d.id))),
    )
