"""Why something is a gap, in words; a protected place is never named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from netmap.analysis.day import Day
from netmap.analysis.gaps.supply import Match
from netmap.analysis.gaps.values import Limits, shown_people
from netmap.messages import N_, Message, message
from netmap.model.partners import Demand

#: why a service fell out, by the step that dropped it
STEPS: dict[str, str] = {
    "area": N_("does not serve the area"),
    "group": N_("is for other groups only"),
    "group_perhaps": N_("is for certain groups only"),
    "language": N_("does not speak the language"),
    "language_perhaps": N_("does not say which languages it speaks"),
    "features": N_("does not have what is needed"),
    "features_perhaps": N_("does not say whether it has what is needed"),
    "reach": N_("is too far away"),
    "reach_unknown": N_("nobody knows how far it is"),
}


def names_of(services: Iterable[str], day: Day) -> str:
    """Name services, in order of id; one that bears the name of a protected place by its id."""
    named = []
    for service in sorted(services):
        record = day.district.services[service]
        said = record.name.casefold()
        secret = any(name in said for name in day.protected_names)
        named.append(service if secret else record.name)
    return ", ".join(named)


def _fallen(match: Match) -> Message | None:
    if not match.dropped:
        return None
    counts = Counter(match.dropped.values())
    parts = [message("{count} × {why}", count=n, why=message(STEPS[step])) for step, n in sorted(counts.items())]
    return message("Checked and dropped: {list}.", list=Joined(tuple(parts)))


class Joined:
    """Sentences one after the other, each given in the reader's language."""

    def __init__(self, parts: tuple[Message, ...], *, between: str = "; ") -> None:
        self.parts = parts
        self.between = between

    def __str__(self) -> str:
        return self.between.join(str(p) for p in self.parts)


def reasons_of(
    kind: str,
    row: Demand,
    match: Match,
    services: tuple[str, ...],
    parts: tuple[str, ...],
    shared: tuple[str, ...],
    *,
    day: Day,
    limits: Limits,
    estimated: bool,
) -> tuple[Message, ...]:
    """Give the reasons of a gap as sentences."""
    area = day.district.areas[row.area].name
    need = day.vocabulary["needs"].label_of(row.need)
    low, high = shown_people(row)
    names = names_of(services, day)
    said: list[Message] = []
    match kind:
        case "absent" if parts:
            there = ", ".join(day.district.areas[p].name for p in parts)
            said.append(message("No offer for {need} serves these parts: {parts}.", need=need, parts=there))
        case "absent":
            said.append(message("No offer for {need} fits in {area}.", need=need, area=area))
        case "unusable":
            said.append(message("None of these offers has what is needed: {names}.", names=names))
        case "out_of_reach":
            said.append(message("None of these offers is known to be within reach: {names}.", names=names))
        case "insufficient" if set(shared) == set(services):
            said.append(message("These offers do not suffice, and others depend on them, too: {names}.", names=names))
        case "insufficient":
            said.append(message("These offers do not suffice: {names}.", names=names))
            if shared:
                said.append(message("Others depend on them, too: {names}.", names=names_of(shared, day)))
        case "disconnected":
            said.append(message("No referral way, or no feedback to the Jobcenter: {names}.", names=names))
        case "expiring":
            said.append(
                message("These offers end within {days} days: {names}.", days=limits.expiring_days, names=names)
            )
        case _:
            said.append(
                message("Not verified for more than {days} days: {names}.", days=limits.stale_days, names=names)
            )
    said.append(message("{low} to {high} people.", low=low, high=high))
    if estimated and kind not in ("absent", "unusable"):
        said.append(message("Travel times are estimated from the distance."))
    fallen = _fallen(match) if kind in ("absent", "unusable", "out_of_reach") else None
    if fallen is not None:
        said.append(fallen)
    return tuple(said)
