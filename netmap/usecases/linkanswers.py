"""What partners answer by their links: how it is kept, and what becomes of it when it is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeAlias

from netmap.errors import Fault, InputError
from netmap.messages import N_, message
from netmap.model.changes import Edit
from netmap.model.district import District
from netmap.model.partners import DEFAULT_SCALE, SCALES, Organisation, PartnerAnswer, Report, Service

ENTRY: Final = "entry"
COOPERATION: Final = "cooperation"
#: what an organisation may change of its own entry
CONTACT: Final = ("phone", "email", "website")
#: what it may change of its services
NUMBERS: Final = ("free", "wait_days")
#: noted with a level 0 that came as "kenne ich nicht"
STRANGER: Final = N_("does not know the other organisation (own answer)")
_LONGEST: Final = 200
_LONGEST_NOTE: Final = 1000


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """What is said of one service: still right, gone, or other numbers (``None``: unknown)."""

    confirmed: bool = False
    ended: bool = False
    values: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """What an organisation says of its own entry.

    Attributes
    ----------
    contact
        Phone, e-mail, website as they should be.
    confirmed
        The entry is right (as it is, or with these changes).
    note
        What else the coordination should know; a person reads it, nothing follows by itself.
    """

    contact: Mapping[str, str | None] = field(default_factory=dict)
    confirmed: bool = False
    services: Mapping[str, ServiceAnswer] = field(default_factory=dict)
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CooperationAnswer:
    """How far an organisation says it works with others; ``None``: it does not know the other."""

    levels: Mapping[str, int | None] = field(default_factory=dict)
    scale: str = DEFAULT_SCALE


Given: TypeAlias = "EntryAnswer | CooperationAnswer"


def about(given: Given) -> str:
    """Give the part of the answers that this one belongs to."""
    return ENTRY if isinstance(given, EntryAnswer) else COOPERATION


def check(given: Given, district: District, organisation: str) -> None:
    """Refuse what cannot be right, all of it at once.

    Raises
    ------
    InputError
        A level, number or address cannot be right, or is not this organisation's to say.
    """
    faults = list(
        _entry_faults(given, district, organisation)
        if isinstance(given, EntryAnswer)
        else _level_faults(given, district, organisation)
    )
    if faults:
        raise InputError("Some answers cannot be right. Nothing was saved yet.", faults=faults)


def _entry_faults(given: EntryAnswer, district: District, organisation: str) -> Iterator[Fault]:
    for column, value in given.contact.items():
        if column not in CONTACT:
            yield Fault(column, message("this cannot be changed here"))
        elif value is not None and len(value) > _LONGEST:
            yield Fault(column, message("this is too long"))
        elif column == "email" and value and not _looks_like_email(value):
            yield Fault(column, message("'{value}' is no e-mail address", value=value))
        elif column == "website" and value and not value.startswith(("https://", "http://")):
            yield Fault(column, message("a website begins with https://"))
    if given.note and len(given.note) > _LONGEST_NOTE:
        yield Fault("note", message("this is too long"))
    for key, said in given.services.items():
        service = district.services.get(key)
        if service is None or service.organisation != organisation:
            yield Fault(key, message("this service is not yours"))
        for column, number in said.values.items():
            if column not in NUMBERS or (number is not None and not 0 <= number <= 100_000):
                yield Fault(f"{key}/{column}", message("this number cannot be right"))


def _looks_like_email(value: str) -> bool:
    name, at, host = value.partition("@")
    return bool(name and at and "." in host) and not any(c.isspace() for c in value)


def _level_faults(given: CooperationAnswer, district: District, organisation: str) -> Iterator[Fault]:
    low, high = SCALES.get(given.scale, (0, -1))
    for other, level in given.levels.items():
        if other not in district.organisations or other == organisation:
            yield Fault(other, message("there is no such organisation to work with"))
        elif level is not None and not low <= level <= high:
            yield Fault(other, message("this level is not on the ladder"))


def content_of(given: Given, district: District, organisation: str) -> dict[str, Any]:
    """Give an answer as it is kept: beside what becomes, what was seen, so that nothing is overwritten unseen."""
    if isinstance(given, CooperationAnswer):
        return {
            "scale": given.scale,
            "levels": {o: v for o, v in sorted(given.levels.items()) if v is not None},
            "strangers": sorted(o for o, v in given.levels.items() if v is None),
        }
    own = district.organisations[organisation]
    services: dict[str, Any] = {}
    for key, said in sorted(given.services.items()):
        service = district.services[key]
        kept = {"confirmed": said.confirmed, "ended": said.ended, "values": _differences(service, said.values)}
        if any(kept.values()):
            services[key] = kept
    return {
        "confirmed": given.confirmed,
        "contact": _differences(own, given.contact),
        "services": services,
        "note": (given.note or "").strip() or None,
    }


def _differences(record: Any, wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Give the columns that become something else: what was seen, and what they become."""
    becomes = {c: None if v == "" else v for c, v in sorted(wanted.items())}
    return {c: [getattr(record, c), v] for c, v in becomes.items() if getattr(record, c) != v}


def merged(old: Mapping[str, Any] | None, new: Mapping[str, Any], *, part: str) -> dict[str, Any]:
    """Put a later answer over an earlier one that still waits; levels add up, an entry is replaced."""
    if part == ENTRY or not old:
        return dict(new)
    levels = {**old.get("levels", {}), **new["levels"]}
    strangers = (set(old.get("strangers", ())) - set(new["levels"])) | set(new["strangers"])
    return {
        "scale": new["scale"],
        "levels": {o: v for o, v in sorted(levels.items()) if o not in strangers},
        "strangers": sorted(strangers),
    }


def standing(answers: Iterable[PartnerAnswer], said: Mapping[str, tuple[int, date]], *, on: date) -> dict[str, Any]:
    """Give what was answered on a day, was taken over and is still the last word of the organisation.

    Parameters
    ----------
    answers
        Answers of one link, the oldest first.
    said
        What the organisation said last of each other one: level and day.
    on
        The day.

    Returns
    -------
    dict
        Levels and strangers, as they are kept of an answer; empty if there are none.
    """
    told: dict[str, Any] = {}
    for answer in answers:
        if answer.about == COOPERATION and answer.status == "taken" and answer.at.astimezone().date() == on:
            told = merged(told, answer.content or {}, part=COOPERATION)
    return {
        "levels": {o: v for o, v in told.get("levels", {}).items() if said.get(o) == (v, on)},
        "strangers": [o for o in told.get("strangers", ()) if said.get(o) == (0, on)],
    }


def is_empty(content: Mapping[str, Any]) -> bool:
    """Tell whether an answer says nothing."""
    return not any(v for k, v in content.items() if k != "scale")


# taking over


def edits_of(answer: PartnerAnswer, district: District, *, on: date) -> list[Edit]:
    """Give what an answer changes when it is taken over.

    Parameters
    ----------
    answer
        The answer; reports get its organisation as their source.
    on
        The day it was given.
    """
    content = answer.content or {}
    if answer.about == ENTRY:
        return list(_entry_edits(content, answer.organisation, district, on))
    said: list[tuple[str, int, str | None]] = [(o, int(v), None) for o, v in content.get("levels", {}).items()]
    said += [(o, 0, STRANGER) for o in content.get("strangers", ())]
    scale = str(content.get("scale", DEFAULT_SCALE))
    reports = [
        Report(
            from_=answer.organisation, to=other, level=level, on=on, scale=scale, evidence=why, by=answer.organisation
        )
        for other, level, why in said
        if other in district.organisations
    ]
    return report_edits(district, reports)


def report_edits(district: District, reports: Iterable[Report]) -> list[Edit]:
    """Give the edits that note reports; said twice on a day, the last counts."""
    known = {r.key: r for r in district.reports}
    edits = []
    for new in reports:
        old = known.get(new.key)
        edit = Edit.add(new) if old is None else Edit.update(old, new)
        if edit.after:
            edits.append(edit)
    return edits


def _entry_edits(content: Mapping[str, Any], organisation: str, district: District, on: date) -> Iterator[Edit]:
    own = district.organisations.get(organisation)
    if own is not None:
        yield from _edit(own, content.get("contact", {}), on if content.get("confirmed") else None, {})
    for key, said in content.get("services", {}).items():
        service = district.services.get(key)
        if service is not None:
            ends = {"until": on} if said.get("ended") and service.until is None else {}
            day = on if said.get("confirmed") else None
            yield from _edit(service, said.get("values", {}), day, ends)


def _edit(
    record: Organisation | Service, values: Mapping[str, list[Any]], checked: date | None, more: Mapping[str, Any]
) -> Iterator[Edit]:
    """Give the edit of one record; it holds what the partner saw, so that a later change is not overwritten."""
    seen = replace(record, **{c: was for c, (was, _) in values.items()})
    wanted: dict[str, Any] = {c: now for c, (_, now) in values.items()} | dict(more)
    if checked is not None and (record.verified_on is None or record.verified_on < checked):
        wanted["verified_on"] = checked
    edit = Edit.update(seen, replace(seen, **wanted))
    if edit.after:
        yield edit
