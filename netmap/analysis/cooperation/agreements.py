"""Agreements and the triangle Kommune – Jobcenter – Leistungserbringer, service by service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from netmap.analysis.day import Day
from netmap.model.partners import Agreement

CORNERS: Final = ("commissioner", "steerer", "deliverer")
SIDES: Final = (("commissioner", "steerer"), ("commissioner", "deliverer"), ("steerer", "deliverer"))


@dataclass(frozen=True, slots=True)
class Triangle:
    """What is documented of one service.

    Attributes
    ----------
    commissioner, steerer, deliverer
        Ids of the organisations in each corner, in order.
    missing_corners, missing_sides
        What is not documented.
    agreements
        Ids of the agreements in force that cover the service.
    points
        The twelve points: ``yes`` (settled), ``no`` (not settled), ``unknown``.
    missing_points, unknown_points
        Numbers of the points not settled, and unknown; none for child care, where the twelve points
        do not apply.
    coordinator, deputy
        From the newest agreement that names a coordinator.
    """

    service: str
    commissioner: tuple[str, ...]
    steerer: tuple[str, ...]
    deliverer: tuple[str, ...]
    missing_corners: tuple[str, ...]
    missing_sides: tuple[str, ...]
    agreements: tuple[str, ...]
    points: tuple[str, ...]
    missing_points: tuple[int, ...]
    unknown_points: tuple[int, ...]
    coordinator: str | None
    deputy: str | None


class _Agreed:
    """The agreements of a day, by the services they cover, each party in its role."""

    def __init__(self, day: Day) -> None:
        self._day = day
        self.covering: dict[str, list[Agreement]] = defaultdict(list)
        by_organisation: dict[str, list[str]] = defaultdict(list)
        for record in day.services.values():
            by_organisation[record.organisation].append(record.id)
        for _, agreement in sorted(day.agreements.items()):
            named = [s for s in agreement.services if s in day.services]
            if not agreement.services:
                deliverers = {o for o, role in agreement.roles if role == "deliverer"}
                named = [s for o in sorted(deliverers) for s in by_organisation[o]]
            for service in dict.fromkeys(named):
                self.covering[service].append(agreement)

    def role(self, agreement: Agreement, organisation: str, given: str | None, service: str) -> str | None:
        """Give the role of a party for a service: as given, else worked out."""
        if given is not None:
            return given
        if organisation in self._day.jobcenters:
            return "steerer"
        own = {self._day.district.services[s].organisation for s in agreement.services}
        if organisation in own:
            return "deliverer" if self._day.services[service].organisation == organisation else None
        return "commissioner"


def triangles_of(day: Day) -> tuple[Triangle, ...]:
    """Give the triangle and the twelve points of every running service, in order of id."""
    agreed = _Agreed(day)
    related = defaultdict(list)
    for relation in day.relations:
        if relation.service is not None:
            related[relation.service].append(relation)
    found = []
    for service in sorted(day.services):
        corners: dict[str, set[str]] = {c: set() for c in CORNERS}
        corners["deliverer"].add(day.services[service].organisation)
        joined: set[tuple[str, str]] = set()
        for relation in related[service]:
            if relation.kind == "commissions":
                corners["commissioner"].add(relation.from_)
            elif relation.kind == "delivers_for":
                corners["commissioner"].add(relation.to)
            elif relation.kind == "steers":
                corners["steerer"].add(relation.from_)
            joined |= {(relation.from_, relation.to), (relation.to, relation.from_)}
        agreements = agreed.covering[service]
        for agreement in agreements:
            parties = [(o, r) for o, r in agreement.roles if o in day.organisations]
            for organisation, given in parties:
                role = agreed.role(agreement, organisation, given, service)
                if role is not None:
                    corners[role].add(organisation)
            joined |= {(a, b) for a, _ in parties for b, _ in parties}
        found.append(_triangle(day, service, corners, joined, agreements))
    return tuple(found)


def _triangle(
    day: Day,
    service: str,
    corners: dict[str, set[str]],
    joined: set[tuple[str, str]],
    agreements: list[Agreement],
) -> Triangle:
    sides = [
        f"{one}-{other}"
        for one, other in SIDES
        if not any(a == b or (a, b) in joined for a in corners[one] for b in corners[other])
    ]
    points = tuple(_settled(a.points[n] for a in agreements) for n in range(12))
    applies = "child_care" not in day.services[service].needs
    named = [a for a in agreements if a.coordinator]
    newest = max(named, key=lambda a: (a.since or date.min, a.id), default=None)
    return Triangle(
        service=service,
        commissioner=tuple(sorted(corners["commissioner"])),
        steerer=tuple(sorted(corners["steerer"])),
        deliverer=tuple(sorted(corners["deliverer"])),
        missing_corners=tuple(c for c in CORNERS if not corners[c]),
        missing_sides=tuple(sides),
        agreements=tuple(a.id for a in agreements),
        points=points,
        missing_points=tuple(n for n, p in enumerate(points, 1) if applies and p == "no"),
        unknown_points=tuple(n for n, p in enumerate(points, 1) if applies and p == "unknown"),
        coordinator=newest.coordinator if newest else None,
        deputy=newest.deputy if newest else None,
    )


def _settled(said: Iterable[bool | None]) -> str:
    words = set(said)
    return "yes" if True in words else "no" if False in words else "unknown"
