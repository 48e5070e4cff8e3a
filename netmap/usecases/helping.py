"""What is there for a need around the client's Sozialraum, and whether something may be passed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from netmap.analysis.areas import AreaTree
from netmap.analysis.gaps import Limits
from netmap.analysis.gaps.reach import TravelTimes, Within
from netmap.analysis.gaps.supply import Supply
from netmap.errors import Fault, ReleaseMissing
from netmap.messages import message
from netmap.model.cases import FEEDBACK_ITEMS, Release
from netmap.model.partners import Demand, Resource, Service
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk, needs
from netmap.usecases.directory import visible
from netmap.usecases.network import day_at


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may help.

    Attributes
    ----------
    minutes
        Travel time from the Sozialraum; ``None`` where it comes to people, or nobody knows.
    within
        Whether it is within reach, as far as is known.
    estimated
        The time is estimated from the distance.
    speaks
        Speaks one of the client's languages; ``None`` where nobody knows.
    known
        The client has a contact there already.
    answers
        It is there for the need; otherwise it only touches it, as a playground does where care is sought.
    """

    table: str
    record: Service | Resource
    minutes: float | None
    within: Within
    estimated: bool
    speaks: bool | None
    known: bool
    answers: bool


@needs("directory.read")
def offers_for(desk: Desk, file: CaseFile, need: str, *, on: date) -> list[Offer]:
    """Find services and resources for a need around the client's Sozialraum, the nearest first.

    Services that serve another area only are left out; what is too far away comes last, and what answers the
    need before what only touches it.
    """
    area = file.case.area
    district = visible(desk, desk.house.district())
    day = day_at(desk, on)
    tree = AreaTree(district.areas)
    settings = desk.house.settings
    limits = Limits(town=settings.town_limit, country=settings.country_limit)
    known = {(c.partner_table, c.partner_id) for c in file.contacts if c.until is None or c.until >= on}
    known |= {("services", r.service) for r in file.referrals if r.service}
    found: list[Offer] = []
    if area in tree.areas and area is not None:
        supply = Supply(day, tree, limits, TravelTimes(day, tree, limits))
        row = Demand(area=area, need=need, people_low=1, people_high=3)
        match = supply.match(row, generous=True)
        for service_id in match.usable:
            service = day.services[service_id]
            reached = match.reached[service_id]
            found.append(
                Offer(
                    "services",
                    service,
                    reached.minutes,
                    reached.within,
                    reached.by_estimate,
                    _speaks(day.code, service, file.case.languages),
                    ("services", service_id) in known or ("organisations", service.organisation) in known,
                    _service_answers(desk, service, need),
                )
            )
        here = set(tree.above[area]) | tree.within(area)
    else:
        here = set(tree.areas)
        found += [
            Offer(
                "services",
                s,
                None,
                Within.UNKNOWN,
                False,
                _speaks(day.code, s, file.case.languages),
                False,
                _service_answers(desk, s, need),
            )
            for s in day.services.values()
            if need in s.needs
        ]
    found += [
        Offer(
            "resources",
            r,
            None,
            Within.YES,
            False,
            None,
            ("resources", r.id) in known,
            _resource_answers(desk, r, need),
        )
        for r in district.resources.values()
        if need in r.needs and r.area in here
    ]
    order = {Within.YES: 0, Within.UNKNOWN: 1, Within.NO: 2}
    return sorted(
        found,
        key=lambda o: (
            o.within is Within.NO,
            not o.answers,
            order[o.within],
            o.speaks is False,
            o.minutes or 0.0,
            o.record.name,
        ),
    )


def _service_answers(desk: Desk, service: Service, need: str) -> bool:
    """Tell whether a service is there for a need: its type is, or it names this need first."""
    kind = desk.house.vocabulary["service_types"].recognise(service.service_type)
    return service.needs[:1] == (need,) or (kind is not None and need in kind.codes("needs"))


def _resource_answers(desk: Desk, resource: Resource, need: str) -> bool:
    """Tell whether a resource is there for a need: as its kind is; where the kind leaves it open, if named first."""
    kind = desk.house.vocabulary["resource_kinds"].recognise(resource.kind)
    meant = kind.codes("needs") if kind is not None else ()
    return need in meant if meant else resource.needs[:1] == (need,)


def _speaks(code: object, service: Service, languages: tuple[str, ...]) -> bool | None:
    if not languages or not service.languages:
        return None
    assert callable(code)
    spoken = {code("languages", x) for x in service.languages}
    return any(code("languages", x) in spoken for x in languages)


def release_faults(
    releases: tuple[Release, ...], *, sender: str, recipient: str, item: str, at: datetime
) -> list[Fault]:
    """Name what is missing before something may go from one side to the other.

    Two directed releases are needed: one lets the sender tell the recipient, one the recipient tell
    the sender [16a].
    """
    faults = []
    for one, other in ((sender, recipient), (recipient, sender)):
        fitting = [r for r in releases if r.sender == one and r.recipient == other]
        inside = [r for r in fitting if item in r.items]
        day = at.astimezone().date()
        running = [r for r in inside if r.valid_from <= day and (r.valid_to is None or day <= r.valid_to)]
        standing = [r for r in running if r.revoked_at is None or r.revoked_at > at]
        where = f"{one} → {other}"
        if not fitting:
            faults.append(Fault(where, message("there is no release")))
        elif not inside:
            faults.append(Fault(where, message("the release does not cover this item")))
        elif not running:
            faults.append(Fault(where, message("the release is not in force on this day")))
        elif not standing:
            faults.append(Fault(where, message("the release was revoked")))
    return faults


def check_release(file: CaseFile, *, sender: str, recipient: str, item: str, at: datetime) -> None:
    """Let something pass only with both releases in force.

    Raises
    ------
    ReleaseMissing
        With what is missing, direction by direction.
    """
    assert item in FEEDBACK_ITEMS
    faults = release_faults(file.releases, sender=sender, recipient=recipient, item=item, at=at)
    if faults:
        raise ReleaseMissing("This must not be passed on: both releases have to be in force.", faults=faults)
