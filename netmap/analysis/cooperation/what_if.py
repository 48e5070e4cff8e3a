"""What if organisations or projects vanished: gaps, chains, referral ways, fragments, agreements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from netmap.analysis.cooperation.chains import Chain, chains_of
from netmap.analysis.cooperation.report import tie_network
from netmap.analysis.day import Day
from netmap.analysis.gaps import Gap, Limits, find_gaps
from netmap.analysis.gaps.ways import Ways
from netmap.analysis.network.separation import separation
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.partners import DEFAULT_SCALE, Agreement


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would be lost.

    Attributes
    ----------
    gaps_new
        Gaps not there before, by row, kind and certainty.
    chains_broken
        Ids of chains with a break at a new place.
    referral_lost
        Ids of services that stay, but to which no referral way leads any more.
    fragmentation
        Before and after, on the ties (NaN where undefined).
    agreements
        Ids of agreements that lose a party.
    agreements_idle
        Ids of agreements that lose no party, but all the services they name.
    services_lost
        Ids of the services that go.
    """

    without: tuple[str, ...]
    gaps_new: tuple[Gap, ...]
    chains_broken: tuple[str, ...]
    referral_lost: tuple[str, ...]
    fragmentation: tuple[float, float]
    agreements: tuple[str, ...]
    agreements_idle: tuple[str, ...]
    services_lost: tuple[str, ...]
    before: Day
    after: Day


def without(day: Day, organisations: Collection[str], services: Collection[str] = ()) -> Day:
    """Give the day as it would be had organisations and services ended the day before."""
    rows = {name: day.district.rows(name) for name in PUBLIC_TABLES}
    ended = (day.day - timedelta(days=1)).isoformat()
    rows["organisations"] = [
        {**row, "until": ended} if row["id"] in organisations else row for row in rows["organisations"]
    ]
    rows["services"] = [{**row, "until": ended} if row["id"] in services else row for row in rows["services"]]
    return Day(District(rows), day.day, day.vocabulary)


def what_if(
    day: Day,
    organisations: Collection[str],
    *,
    services: Collection[str] = (),
    scale: str = DEFAULT_SCALE,
    limits: Limits | None = None,
) -> WhatIf:
    """Work out what would be lost if organisations, or some of their services, were not there.

    A project is a service: it has its funding and its last day.
    """
    gone = tuple(sorted(set(organisations)))
    after = without(day, gone, frozenset(services))

    def marks(gaps: Collection[Gap]) -> set[object]:
        return {(g.key, g.certainty) for g in gaps}

    old = find_gaps(day.district, day.day, day.vocabulary, limits=limits).gaps
    new = find_gaps(after.district, day.day, day.vocabulary, limits=limits).gaps
    known = marks(old)
    ways, ways_after = Ways(day), Ways(after)
    return WhatIf(
        without=gone,
        gaps_new=tuple(g for g in new if (g.key, g.certainty) not in known),
        chains_broken=_newly_broken(chains_of(day, scale=scale), chains_of(after, scale=scale)),
        referral_lost=tuple(
            i
            for i, s in sorted(after.services.items())
            if ways.connected(day.services[i]) and not ways_after.connected(s)
        ),
        fragmentation=(
            separation(tie_network(day, scale=scale)).fragmentation,
            separation(tie_network(after, scale=scale)).fragmentation,
        ),
        agreements=tuple(i for i, a in sorted(day.agreements.items()) if any(o in gone for o, _ in a.roles)),
        agreements_idle=tuple(
            i
            for i, a in sorted(day.agreements.items())
            if not any(o in gone for o, _ in a.roles) and _running(a, day) and not _running(a, after)
        ),
        services_lost=tuple(sorted(set(day.services) - set(after.services))),
        before=day,
        after=after,
    )


def _running(agreement: Agreement, day: Day) -> list[str]:
    return [s for s in agreement.services if s in day.services]


def _newly_broken(before: tuple[Chain, ...], after: tuple[Chain, ...]) -> tuple[str, ...]:
    places = {c.id: {b.after for b in c.breaks} for c in before}
    return tuple(c.id for c in after if {b.after for b in c.breaks} - places[c.id])
