"""The partner room: what a district has and how it works together (shareable).

Columns are those of the public district files; columns marked ``own`` are netmap's.
Every word of an open vocabulary is kept as it was written; the catalogues recognise it on reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from netmap.model.entries import DEFAULT_SCALE as DEFAULT_SCALE
from netmap.model.tables import Record, Room, column, table

#: the 13 needs every district knows (Bedarfe); a municipality adds its own by the table ``codes``
NEEDS: Final = (
    "everyday_life",
    "poverty",
    "illness",
    "homelessness",
    "debt",
    "addiction",
    "isolation",
    "child_care",
    "care_of_relatives",
    "language",
    "qualification",
    "work",
    "mobility",
    "residence_status",
)
AREA_KINDS: Final = ("kreis", "gemeinde", "sozialraum", "quartier")
SETTINGS: Final = ("town", "country")
FEATURES: Final = (
    "barrier_free",
    "child_care",
    "anonymous",
    "outreach",
    "remote",
    "voluntary",
    "low_threshold",
)
ACCESS: Final = ("open", "appointment", "assignment")
RELATION_KINDS: Final = (
    "commissions",
    "steers",
    "delivers_for",
    "funds",
    "refers",
    "feeds_back",
    "informs",
    "owns",
    "co_located",
    "joint_concept",
    "joint_training",
)
PARTY_ROLES: Final = ("commissioner", "steerer", "deliverer")
#: lowest and highest level of each scale; levels of different scales are never averaged together
SCALES: Final[Mapping[str, tuple[int, int]]] = {
    "oberhausen": (0, 4),
    "levels_of_collaboration": (0, 5),
    "partner": (1, 4),
}
POINTS: Final = tuple(f"point_{n}" for n in range(1, 13))

_P = Room.PARTNERS


@table("codes", key=("list", "code"), room=_P, entity="codes")
@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Record):
    """A word the municipality adds to a closed list."""

    list: str = column()
    code: str = column()
    label: str = column()
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("areas", room=_P, entity="area:{id}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Record):
    """Kreis, Gemeinde, Sozialraum or Quartier; areas nest."""

    id: str = column()
    name: str = column()
    kind: str = column(choice=AREA_KINDS)
    parent: str | None = column(default=None, refers="areas")
    setting: str | None = column(default=None, choice=SETTINGS)
    population: int | None = column(default=None, low=0)
    lat: float | None = column(default=None, low=-90, high=90)
    lon: float | None = column(default=None, low=-180, high=180)
    shape: Mapping[str, Any] | None = column(default=None, own=True)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("organisations", room=_P, entity="organisation:{id}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Record):
    """An actor: agency, provider, association … Träger and Leistungserbringer are roles on relations."""

    id: str = column()
    name: str = column()
    kind: str = column(words="organisation_kinds")
    pillars: tuple[str, ...] = column(default=(), words="pillars")
    parent: str | None = column(default=None, refers="organisations")
    website: str | None = column(default=None)
    email: str | None = column(default=None)
    phone: str | None = column(default=None)
    verified_on: date | None = column(default=None)
    until: date | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("places", room=_P, entity="place:{id}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """Where something is; a protected one is never shown to those without the right."""

    id: str = column()
    name: str = column()
    area: str = column(refers="areas")
    kind: str | None = column(default=None, words="place_kinds")
    street: str | None = column(default=None)
    postcode: str | None = column(default=None)
    town: str | None = column(default=None)
    lat: float | None = column(default=None, low=-90, high=90)
    lon: float | None = column(default=None, low=-180, high=180)
    barrier_free: bool | None = column(default=None)
    protected: bool | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("services", room=_P, entity="service:{id}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """An offer (Angebot) of an organisation at no, one or several places."""

    id: str = column()
    organisation: str = column(refers="organisations")
    name: str = column()
    needs: tuple[str, ...] = column()
    service_type: str | None = column(default=None, words="service_types")
    target_groups: tuple[str, ...] = column(default=(), words="target_groups")
    languages: tuple[str, ...] = column(default=())
    places: tuple[str, ...] = column(default=(), refers="places")
    areas: tuple[str, ...] = column(default=(), refers="areas")
    features: tuple[str, ...] = column(default=(), choice=FEATURES)
    access: str | None = column(default=None, choice=ACCESS)
    conditions: str | None = column(default=None)
    capacity: int | None = column(default=None, low=0)
    capacity_sgb2: int | None = column(default=None, low=0)
    free: int | None = column(default=None, low=0)
    wait_days: int | None = column(default=None, low=0)
    funding: str | None = column(default=None)
    since: date | None = column(default=None)
    until: date | None = column(default=None)
    legal_bases: tuple[str, ...] = column(default=(), words="legal_bases")
    verified_on: date | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("resources", room=_P, entity="resource:{id}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Record):
    """A neighbourhood resource (Sozialraumressource): a meeting place, a club, a key person."""

    id: str = column()
    name: str = column()
    kind: str = column(words="resource_kinds")
    area: str = column(refers="areas")
    place: str | None = column(default=None, refers="places")
    contact: str | None = column(default=None)
    needs: tuple[str, ...] = column(default=())
    note: str | None = column(default=None)
    verified_on: date | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("reports", key=("from", "to", "on", "scale"), room=_P, entity="pair:")
@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """One side says how far it works with the other, on a day, with evidence."""

    from_: str = column(name="from", refers="organisations")
    to: str = column(refers="organisations")
    level: int = column()
    on: date = column()
    by: str | None = column(default=None)
    scale: str = column(default=DEFAULT_SCALE)
    evidence: str | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("relations", key=("from", "to", "kind", "service", "since"), room=_P, entity="pair:")
@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Record):
    """A directed relation other than the level of cooperation, perhaps for one service only."""

    from_: str = column(name="from", refers="organisations")
    to: str = column(refers="organisations")
    kind: str = column(choice=RELATION_KINDS)
    service: str | None = column(default=None, refers="services")
    since: date | None = column(default=None)
    until: date | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("agreements", room=_P, entity="agreement:{id}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """An agreement with its twelve points, each settled (yes), not settled (no) or unknown."""

    id: str = column()
    kind: str = column(words="agreement_kinds")
    parties: tuple[str, ...] = column()
    services: tuple[str, ...] = column(default=(), refers="services")
    since: date | None = column(default=None)
    until: date | None = column(default=None)
    delimitation: str | None = column(default=None, words="delimitations")
    point_1: bool | None = column(default=None)
    point_2: bool | None = column(default=None)
    point_3: bool | None = column(default=None)
    point_4: bool | None = column(default=None)
    point_5: bool | None = column(default=None)
    point_6: bool | None = column(default=None)
    point_7: bool | None = column(default=None)
    point_8: bool | None = column(default=None)
    point_9: bool | None = column(default=None)
    point_10: bool | None = column(default=None)
    point_11: bool | None = column(default=None)
    point_12: bool | None = column(default=None)
    coordinator: str | None = column(default=None)
    deputy: str | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)

    @property
    def points(self) -> tuple[bool | None, ...]:
        """The twelve points in order."""
        return tuple(getattr(self, p) for p in POINTS)

    @property
    def roles(self) -> tuple[tuple[str, str | None], ...]:
        """The parties as (organisation, role or ``None``)."""
        return tuple(split_party(p) for p in self.parties)


def split_party(party: str) -> tuple[str, str | None]:
    """Split ``ORG`` or ``ORG:role``; a colon before another word belongs to the id.

    Examples
    --------
    >>> split_party("o1:steerer"), split_party("o:1")
    (('o1', 'steerer'), ('o:1', None))
    """
    organisation, colon, role = party.rpartition(":")
    if colon and role.strip() in PARTY_ROLES:
        return organisation.strip(), role.strip()
    return party.strip(), None


@table(
    "demand",
    key=("area", "need", "on", "target_group", "language", "requires"),
    room=_P,
    entity="demand:{area}",
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Demand(Record):
    """How many people need what where: always a range, with its source and day."""

    area: str = column(refers="areas")
    need: str = column()
    people_low: int = column(low=0)
    people_high: int = column(low=0)
    target_group: str | None = column(default=None, words="target_groups")
    language: str | None = column(default=None)
    requires: tuple[str, ...] = column(default=(), choice=FEATURES)
    source: str | None = column(default=None)
    on: date | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("chains", key=("chain", "position", "service_type"), room=_P, entity="chain:{chain}")
@dataclass(frozen=True, slots=True, kw_only=True)
class ChainStep(Record):
    """One step of a service chain (Dienstleistungskette)."""

    chain: str = column()
    position: int = column(low=1)
    service_type: str = column(words="service_types")
    name: str | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("travel", key=("area", "place", "mode"), room=_P, entity="travel:{area}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Travel(Record):
    """Minutes from an area to a place, by a mode."""

    area: str = column(refers="areas")
    place: str = column(refers="places")
    minutes: float = column(low=0)
    mode: str | None = column(default=None, words="travel_modes")
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("bodies", room=_P, entity="body:{id}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Record):
    """A body (Gremium), such as a Sozialraumkonferenz or a Beirat."""

    id: str = column()
    name: str = column()
    kind: str = column(words="body_kinds")
    area: str | None = column(default=None, refers="areas")
    rhythm: str | None = column(default=None)
    status: str | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


@table("members", key=("body", "organisation", "role", "since"), room=_P, entity="body:{body}")
@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Record):
    """An organisation belongs to a body."""

    body: str = column(refers="bodies")
    organisation: str = column(refers="organisations")
    role: str | None = column(default=None)
    since: date | None = column(default=None)
    until: date | None = column(default=None)
    notes: Mapping[str, str] | None = column(default=None, own=True)


# What follows is netmap's own: it is no part of the public district files.


@table("meetings", room=_P, entity="body:{body}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Record):
    """A meeting of a body with who was there and what was said: the source of dated reports."""

    id: str = column()
    body: str = column(refers="bodies")
    on: date = column()
    attendance: tuple[str, ...] = column(default=(), refers="organisations")
    success_factors: tuple[str, ...] = column(default=())
    obstacles: tuple[str, ...] = column(default=())
    minutes: str | None = column(default=None)
    status: str = column(default="ended", choice=("planned", "running", "ended"))


@table("decisions", room=_P, entity="body:{body}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """What a meeting agreed: what, who, until when."""

    id: str = column()
    body: str = column(refers="bodies")
    meeting: str | None = column(default=None, refers="meetings")
    what: str = column()
    who: tuple[str, ...] = column(default=(), refers="organisations")
    until: date | None = column(default=None)
    status: str = column(default="open", choice=("open", "done", "postponed", "dropped"))


@table("remarks", room=_P, entity="remark:{subject}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Record):
    """What somebody adds to a finding: an explanation, a decision, a day to look again.

    ``subject`` names the finding by a stable key, e.g. ``gap:area/need/…`` or ``talk:a|b``.
    """

    id: str = column()
    subject: str = column()
    kind: str = column(choice=("note", "explained", "decided", "done", "postponed"))
    text: str | None = column(default=None)
    look_again_on: date | None = column(default=None)
    by: str = column()
    at: datetime = column()


@table("publications", room=_P, entity="publication:{subject}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Record):
    """Protected figures from cases that left the house: later ones are checked together with them.

    ``figures`` holds what readers were given, never more: withheld is ``None``.
    """

    id: str = column()
    subject: str = column()
    on: date = column()
    threshold: int = column(low=3)
    figures: Mapping[str, Any] | None = column(default=None)
    at: datetime = column()
    by: str = column()


@table("links", room=_P, entity="organisation:{organisation}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """A partner link: one organisation may check and answer until a moment; revocable."""

    id: str = column()
    organisation: str = column(refers="organisations")
    expires_at: datetime = column()
    revoked_at: datetime | None = column(default=None)
    made_by: str = column()
    directly: bool = column(default=False)
    last_used_at: datetime | None = column(default=None)


@table("answers", room=_P, entity="organisation:{organisation}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAnswer(Record):
    """What an organisation answered by its link, waiting until the coordinator takes it over."""

    id: str = column()
    link: str = column(refers="links")
    organisation: str = column(refers="organisations")
    at: datetime = column()
    about: str = column()
    content: Mapping[str, Any] | None = column(default=None)
    status: str = column(default="waiting", choice=("waiting", "taken", "declined"))


@table("positions", key=("view", "item"), room=_P, entity="view:{view}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Record):
    """Where something stands in a picture, so that it looks the same on the next visit."""

    view: str = column()
    item: str = column()
    x: float = column()
    y: float = column()
    by_hand: bool = column(default=False)


@table("accounts", room=_P, entity="account:{id}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """Somebody who may sign in, with the roles they have."""

    id: str = column()
    name: str = column()
    roles: tuple[str, ...] = column(default=())
    password_hash: str | None = column(default=None, secret=True)
    disabled: bool = column(default=False)
    deputy_of: tuple[str, ...] = column(default=())
    made_at: datetime = column()


@table("sessions", room=_P, entity="account:{account}", public=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(Record):
    """A session of an account on the server; its id is the hash of the token the browser holds.

    ``place`` is where somebody was among the cards, sealed with that token: the store cannot read it.
    """

    id: str = column()
    account: str = column(refers="accounts")
    made_at: datetime = column()
    seen_at: datetime = column()
    place: str | None = column(default=None)
