"""Whom an organisation may know, those first with whom it has most to do."""

from __future__ import annotations

from typing import Final

from netmap.analysis.cooperation.talks import FREQUENT, referral_partners
from netmap.analysis.day import Day

#: what joins two organisations, the nearest first
REPORTED, RELATED, CO_REFERRER, SAME_BODY_AND_AREA, SAME_AREA, SAME_BODY = range(6)
#: up to here one has to do with each other
NEAR: Final = CO_REFERRER
#: areas so large that to serve both the same one says little
_WIDE: Final = frozenset({"kreis", "gemeinde"})


def acquaintances(day: Day, organisation: str) -> dict[str, int]:
    """Give those whom an organisation may know, and how near each is.

    Parameters
    ----------
    organisation
        What it says itself on the day joins nobody to it: whoever answers page by page meets everybody once.

    Returns
    -------
    dict
        By id: ``REPORTED`` (either has said how far they work together), ``RELATED`` (a relation joins them),
        ``CO_REFERRER`` (at least ``talks.FREQUENT`` common partners in referrals), or a body, an area below the
        Gemeinde, or both, that they share; the nearest counts.
    """
    found: dict[str, int] = {}

    def near(others: set[str], how: int) -> None:
        for other in others - {organisation}:
            found.setdefault(other, how)

    said = [(r.from_, r.to) for r in day.reports if not (r.from_ == organisation and r.on == day.day)]
    near({o for pair in said if organisation in pair for o in pair}, REPORTED)
    near({o for r in day.relations if organisation in (r.from_, r.to) for o in (r.from_, r.to)}, RELATED)
    partners = referral_partners(day)
    own = partners.get(organisation, set())
    near({o for o, theirs in partners.items() if len(own & theirs) >= FREQUENT}, CO_REFERRER)
    bodies = {m.body for m in day.members if m.organisation == organisation}
    members = {m.organisation for m in day.members if m.body in bodies}
    neighbours = _same_area(day, organisation)
    near(members & neighbours, SAME_BODY_AND_AREA)
    near(neighbours, SAME_AREA)
    near(members, SAME_BODY)
    return {o: how for o, how in found.items() if o in day.organisations}


def _same_area(day: Day, organisation: str) -> set[str]:
    """Give all who serve, or have a place in, a small area that this one serves or has a place in."""
    district = day.district
    areas: dict[str, set[str]] = {}
    for service in day.services.values():
        places = {district.places[p].area for p in service.places if p in district.places}
        for area in {*service.areas, *places}:
            if area in district.areas and district.areas[area].kind not in _WIDE:
                areas.setdefault(area, set()).add(service.organisation)
    return {o for there in areas.values() if organisation in there for o in there}
