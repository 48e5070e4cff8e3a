"""The case room: cards that clients draw with their Fallmanager (protected).

The structure (ids, sector, closeness, ties, codes) is readable for counting; every column marked
``sealed`` can identify somebody and is stored only sealed under the key of its case.

Geometry of a card, as practitioners know it: ``distance`` 0–100 from the client in the middle,
``angle`` in degrees, counter-clockwise from the right as in mathematics, in (−180, 180].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from netmap.model.tables import Record, Room, column, table

#: the four sectors of the Netzwerkkarte, by angle
SECTORS: Final = ("family", "friends", "colleagues", "professionals")
#: the four fields of the Ressourcenkarte
FIELDS: Final = ("personal", "social", "material", "infrastructural")
SUPPORT_KINDS: Final = ("emotional", "practical", "informational", "social", "financial", "bridging")
DIRECTIONS: Final = ("given", "received", "both")
#: the tie between the client and an entry; not set = unknown
EGO_TIES: Final = ("none", "loose", "strong")
TIE_STATES: Final = ("known", "none")
PHASES: Final = ("recognised", "planned", "contacted", "active", "done")
ROUTES: Final = ("assignment", "own_initiative", "other_agency")
OUTCOMES: Final = ("initiated", "arrived", "broken_off", "completed")
#: the only four things a provider may feed back
FEEDBACK_ITEMS: Final = ("appointments", "sub_goals", "planned_help", "end_and_result")
STEP_ACTORS: Final = ("client", "case_manager", "other")
QUESTIONS: Final = tuple(f"question_{n}" for n in range(1, 8))
PARTNER_TABLES: Final = ("organisations", "services", "resources", "places")

_C = Room.CASES


@table("cases", room=_C, entity="case:{id}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Record):
    """A case: exactly one Fallmanager holds it; the area is the client's Sozialraum."""

    id: str = column()
    number: str | None = column(default=None, sealed=True)
    name: str | None = column(default=None, sealed=True)
    contact: str | None = column(default=None, sealed=True)
    case_manager: str | None = column(default=None)
    area: str | None = column(default=None)
    languages: tuple[str, ...] = column(default=())
    opened_on: date = column()
    closed_on: date | None = column(default=None)


@table("cards", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Record):
    """One dated snapshot of a case."""

    id: str = column()
    case: str = column(refers="cases")
    on: date = column()
    label: str | None = column(default=None, sealed=True)
    client_note: str | None = column(default=None, sealed=True)
    source: str | None = column(default=None)
    made_by: str | None = column(default=None)
    ego: Mapping[str, Any] | None = column(default=None, own=True, sealed=True)


@table("alters", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Alter(Record):
    """One entry of a card: a person, a place or agency, or something of one's own.

    ``entry`` is the same over all snapshots of a case. Entries of the fields ``personal`` and
    ``material`` have no place on the Netzwerkkarte (``distance`` and ``angle`` are unknown).
    """

    id: str = column()
    case: str = column(refers="cases")
    card: str = column(refers="cards")
    entry: str = column()
    label: str | None = column(default=None, sealed=True)
    #: a code of the catalogue ``alter_roles``; what was typed by hand is ``role_text``
    role: str | None = column(default=None)
    role_text: str | None = column(default=None, sealed=True)
    human: bool = column(default=True)
    field: str = column(default="social", choice=FIELDS)
    angle: float | None = column(default=None, low=-180, high=360)
    distance: float | None = column(default=None, low=0)
    ego_tie: str | None = column(default=None, choice=EGO_TIES)
    #: ``kind:direction`` of each support, seen from the client
    supports: tuple[str, ...] = column(default=())
    burden: bool = column(default=False)
    conflict: bool = column(default=False)
    care: str | None = column(default=None, choice=DIRECTIONS)
    child: bool = column(default=False)
    far_away: bool = column(default=False)
    lost: bool = column(default=False)
    deceased: bool = column(default=False)
    age: str | None = column(default=None, sealed=True)
    gender: str | None = column(default=None, sealed=True)
    note: str | None = column(default=None, sealed=True)
    partner_table: str | None = column(default=None, choice=PARTNER_TABLES)
    partner_id: str | None = column(default=None)
    #: what another program's file said that netmap has no word for
    extra: Mapping[str, Any] | None = column(default=None, sealed=True)


@table("ties", key=("card", "a", "b"), room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(Record):
    """Two entries of a card know each other, or are known not to; a pair without a row is unknown."""

    case: str = column(refers="cases")
    card: str = column(refers="cards")
    a: str = column(refers="alters")
    b: str = column(refers="alters")
    state: str = column(default="known", choice=TIE_STATES)
    conflict: bool = column(default=False)


@table("words", key=("card", "question"), room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Record):
    """What the client said to one of the seven questions, in the client's own words."""

    case: str = column(refers="cases")
    card: str = column(refers="cards")
    question: str = column(choice=QUESTIONS)
    text: str | None = column(default=None, sealed=True)


@table("needs", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Record):
    """A need of the client with priority (1 is first), phase and the day it was said."""

    id: str = column()
    case: str = column(refers="cases")
    need: str = column()
    priority: int | None = column(default=None, low=1)
    phase: str = column(default="recognised", choice=PHASES)
    since: date = column()
    until: date | None = column(default=None)
    note: str | None = column(default=None, sealed=True)


@table("steps", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """A next step: who does what until when; the client's own contribution comes first."""

    id: str = column()
    case: str = column(refers="cases")
    card: str | None = column(default=None, refers="cards")
    who: str = column(choice=STEP_ACTORS)
    who_text: str | None = column(default=None, sealed=True)
    what: str = column(sealed=True)
    until: date | None = column(default=None)
    done_on: date | None = column(default=None)
    need: str | None = column(default=None)
    partner_table: str | None = column(default=None, choice=PARTNER_TABLES)
    partner_id: str | None = column(default=None)


@table("contacts", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A contact to the helping system that exists already, so that nobody is referred twice."""

    id: str = column()
    case: str = column(refers="cases")
    partner_table: str = column(choice=PARTNER_TABLES)
    partner_id: str = column()
    since: date | None = column(default=None)
    until: date | None = column(default=None)
    note: str | None = column(default=None, sealed=True)


@table("referrals", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Referral(Record):
    """A referral to a service with its route and outcome."""

    id: str = column()
    case: str = column(refers="cases")
    need: str | None = column(default=None)
    service: str | None = column(default=None)
    organisation: str = column()
    route: str = column(choice=ROUTES)
    outcome: str = column(default="initiated", choice=OUTCOMES)
    on: date = column()
    ended_on: date | None = column(default=None)
    recorded_afterwards: bool = column(default=False)
    note: str | None = column(default=None, sealed=True)


@table("feedback", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback(Record):
    """What a provider fed back: one of the four items, nothing else."""

    id: str = column()
    case: str = column(refers="cases")
    referral: str = column(refers="referrals")
    on: date = column()
    item: str = column(choice=FEEDBACK_ITEMS)
    text: str | None = column(default=None, sealed=True)


@table("releases", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Record):
    """A directed release (Schweigepflichtentbindung): who may tell whom what, why, and how long.

    ``sender`` and ``recipient`` are ids of organisations of the partner room.
    """

    id: str = column()
    case: str = column(refers="cases")
    sender: str = column()
    recipient: str = column()
    items: tuple[str, ...] = column()
    purpose: str = column(sealed=True)
    valid_from: date = column()
    valid_to: date | None = column(default=None)
    revoked_at: datetime | None = column(default=None)


@table("conferences", room=_C, entity="case:{case}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseConference(Record):
    """A Fallkonferenz: an event with participants, each covered by a release."""

    id: str = column()
    case: str = column(refers="cases")
    on: date = column()
    participants: tuple[str, ...] = column(default=())
    reason: str | None = column(default=None, sealed=True)
    result: str | None = column(default=None, sealed=True)


def sector_of(angle: float | None, distance: float | None) -> str | None:
    """Give the sector an entry stands in, by its angle; ``None`` where it is not placed or in the middle.

    Parameters
    ----------
    angle
        Degrees, counter-clockwise from the right.
    distance
        0 (at the client) to 100 (outer horizon); 0 and below has no sector.

    References
    ----------
    easyNWK 2.7: family [0°, 90°), friends [90°, 180°], colleagues [−180°, −90°), professionals [−90°, 0°).

    Examples
    --------
    >>> sector_of(0, 10), sector_of(180, 10), sector_of(-180, 10), sector_of(-1, 10), sector_of(45, 0)
    ('family', 'friends', 'colleagues', 'professionals', None)
    """
    if angle is None or distance is None or distance <= 0:
        return None
    if angle > 180:
        angle -= 360
    if 0 <= angle < 90:
        return "family"
    if angle >= 90:
        return "friends"
    return "colleagues" if angle < -90 else "professionals"
