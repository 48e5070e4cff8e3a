"""A hundred and forty-four invented cases of the shape that ``seeds/demo/cases/README.md`` describes.

Needs come together as they do in practice: each case follows one of eight situations. Everything is
drawn from one seed; nobody is meant.
"""
# ruff: noqa: S311 - chance is wanted to be the same each time

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any, NamedTuple

from seeds.demo_generator.areas import AREAS, LOWEST, ancestors
from seeds.demo_generator.case_words import (
    CLIENT_NOTES,
    FIRST_NAMES,
    LABELS,
    PROFESSIONALS,
    ROLES,
    STEPS,
    SURNAMES,
    THINGS,
    WORDS,
)
from seeds.demo_generator.services import SERVICES
from seeds.demo_generator.written import DEMO_DAY, SEED, Row

COUNT = 144
#: the hand-written stories come first
_FIRST = 7
_CASE_MANAGERS = ("sabine.kern", "emre.aksoy")
_TODAY = date.fromisoformat(DEMO_DAY)
_BEGIN = date(2024, 11, 4)
_SUPPORTS = ("emotional", "practical", "informational", "social", "financial", "bridging")
_PHASES = ("recognised", "planned", "contacted", "active", "done")


class _Situation(NamedTuple):
    """What brings somebody here: how often, which needs with which chance, which languages."""

    weight: int
    needs: dict[str, float]
    languages: tuple[str, ...] = ("de",)
    children: float = 0.3
    country: float = 1.0


_SITUATIONS = {
    "single_parent": _Situation(
        20, {"child_care": 0.95, "work": 0.8, "poverty": 0.6, "debt": 0.4, "isolation": 0.3, "mobility": 0.15},
        ("de", "de", "de", "tr", "ru"), 1.0,
    ),
    "long_without_work": _Situation(
        26, {"work": 0.95, "isolation": 0.55, "illness": 0.55, "debt": 0.4, "addiction": 0.2, "mobility": 0.2},
        ("de", "de", "de", "de", "ru", "pl"),
    ),
    "newly_arrived": _Situation(
        22, {"language": 0.95, "residence_status": 0.5, "work": 0.7, "qualification": 0.45, "child_care": 0.4},
        ("ar", "uk", "fa", "tr", "ti", "bg", "ro", "ku"), 0.6, 0.4,
    ),
    "young": _Situation(
        20, {"qualification": 0.9, "work": 0.75, "everyday_life": 0.45, "homelessness": 0.2, "addiction": 0.15,
             "debt": 0.2, "digital": 0.05},
        ("de", "de", "de", "ar", "tr"), 0.1,
    ),
    "carer": _Situation(
        11, {"care_of_relatives": 1.0, "isolation": 0.6, "work": 0.45, "mobility": 0.3, "illness": 0.25},
        ("de", "de", "de", "ru"), 0.2, 1.8,
    ),
    "debt_and_addiction": _Situation(
        14, {"debt": 0.95, "addiction": 0.9, "everyday_life": 0.5, "homelessness": 0.35, "work": 0.5},
        ("de", "de", "de", "ru", "pl"), 0.25, 0.7,
    ),
    "ill": _Situation(
        16, {"illness": 1.0, "isolation": 0.5, "poverty": 0.5, "work": 0.5, "everyday_life": 0.3, "digital": 0.1},
        ("de", "de", "de", "tr"),
    ),
    "far_out": _Situation(
        11, {"mobility": 0.95, "work": 0.85, "child_care": 0.3, "debt": 0.2, "isolation": 0.2, "poverty": 0.2},
        ("de", "de", "de", "pl"), 0.4, 6.0,
    ),
}  # fmt: skip


def cases() -> list[dict[str, Any]]:
    """Give all generated cases."""
    return [_case(number) for number in range(_FIRST, _FIRST + COUNT)]


def cases_json() -> str:
    """Give ``cases/generated.json``: one case a line."""
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases())
    return f"[\n{lines}\n]\n"


def _case(number: int) -> dict[str, Any]:
    rng = random.Random(f"{SEED}:case:{number}")
    names = sorted(_SITUATIONS)
    situation = _SITUATIONS[rng.choices(names, [_SITUATIONS[n].weight for n in names])[0]]
    area = _area(rng, situation.country)
    opened = _BEGIN + timedelta(days=rng.randint(0, 700))
    closed = opened + timedelta(days=rng.randint(250, 500)) if rng.random() < 0.12 else None
    if closed is not None and closed >= _TODAY:
        closed = None
    days = _card_days(rng, opened, closed or _TODAY)
    needs = _needs(rng, situation, opened, closed)
    helpers = [_helper(rng, need["need"], area) for need in needs]
    cards = _cards(rng, days, situation, [h for h in helpers if h])
    language = rng.choice(situation.languages)
    return {
        "id": f"c{number:03}",
        "number": f"{opened.year % 100}-{2000 + number * 7}",
        "name": f"{rng.choice(FIRST_NAMES)} {rng.choice(SURNAMES)}",
        "case_manager": _CASE_MANAGERS[number % 2],
        "area": area,
        "languages": [language] if language == "de" else [language, "de"],
        "opened_on": opened.isoformat(),
        "closed_on": None if closed is None else closed.isoformat(),
        "cards": cards,
        "needs": needs,
        "steps": _steps(rng, needs, days),
        **_help(rng, needs, helpers, opened),
        "conferences": [],
    }


def _area(rng: random.Random, country: float) -> str:
    """Draw a lowest area by its people; ``country`` says how much likelier the rural ones are."""
    of = {a["id"]: int(a["population"]) for a in AREAS}
    weights = [of[a] * (1.0 if "001" in ancestors(a) else country) for a in LOWEST]
    return rng.choices(LOWEST, weights)[0]


def _card_days(rng: random.Random, opened: date, end: date) -> list[date]:
    days = []
    day = opened + timedelta(days=rng.randint(3, 30))
    for _ in range(rng.choices((0, 1, 2, 3), (8, 42, 34, 16))[0]):
        if day < end:
            days.append(day)
        day += timedelta(days=rng.randint(80, 210))
    return days


def _needs(rng: random.Random, situation: _Situation, opened: date, closed: date | None) -> list[dict[str, Any]]:
    drawn = [need for need, chance in situation.needs.items() if rng.random() < chance]
    found = []
    for rank, need in enumerate(drawn or [next(iter(situation.needs))]):
        since = opened + timedelta(days=rng.choice((0, 0, 0, 14, 90)))
        if since > _TODAY:
            since = opened
        phase = "done" if closed else rng.choices(_PHASES, (22, 20, 15, 28, 15))[0]
        row: dict[str, Any] = {"need": need, "priority": min(rank + 1, 3), "phase": phase, "since": since.isoformat()}
        if phase == "done":
            row["until"] = min(closed or _TODAY, since + timedelta(days=rng.randint(60, 300)), _TODAY).isoformat()
        found.append(row)
    return found


def _helper(rng: random.Random, need: str, area: str) -> Row | None:
    """Draw a service for a need that serves the area and still runs."""
    above = ancestors(area)
    fitting = [
        s
        for s in SERVICES
        if need in s["needs"].split(";")
        and (not s["until"] or s["until"] > DEMO_DAY)
        and s["id"] != "fr-frauenhaus"
        and any(a in above for a in s["areas"].split(";"))
    ]
    return rng.choice(fitting) if fitting else None


# Cards


def _cards(rng: random.Random, days: list[date], situation: _Situation, helpers: list[Row]) -> list[dict[str, Any]]:
    ids = count(1)
    entries = _first_entries(rng, ids, situation)
    ties: dict[tuple[str, str], str] = {}
    cards = []
    for number, day in enumerate(days):
        if number:
            entries, ties = _later(rng, ids, entries, ties)
        # who helps appears on the card bit by bit
        for helper in helpers[: number + 1]:
            entries = _with_helper(rng, ids, entries, helper)
        _tie(rng, entries, ties)
        here = {entry["entry"] for entry in entries}
        questions = sorted(rng.sample(range(1, 8), rng.randint(2, 4)))
        cards.append(
            {
                "day": day.isoformat(),
                "label": ("Erstes Gespräch", "Zweites Gespräch", "Drittes Gespräch")[number],
                "client_note": rng.choice(CLIENT_NOTES) if rng.random() < 0.4 else None,
                "words": {f"question_{q}": rng.choice(WORDS[q]) for q in questions},
                "entries": [dict(entry) for entry in entries],
                "ties": [
                    [a, b] if state == "known" else [a, b, state]
                    for (a, b), state in sorted(ties.items())
                    if a in here and b in here
                ],
            }
        )
    return cards


def _first_entries(rng: random.Random, ids: Iterator[int], situation: _Situation) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for sector, most in (("family", 6), ("friends", 5), ("colleagues", 4), ("professionals", 4)):
        for role in rng.sample(sorted(ROLES[sector]), rng.randint(0 if sector == "colleagues" else 1, most)):
            entries.append(_entry(rng, ids, entries, sector, role))
    if rng.random() < situation.children:
        child = _entry(rng, ids, entries, "family", rng.choice(("daughter", "son")))
        child |= {"child": True, "distance": rng.randint(4, 14), "ego_tie": "strong", "care": "given"}
        entries.append(child)
    for field in ("personal", "material"):
        entries += [
            {"entry": _next(ids), "label": label, "human": False, "field": field}
            for label in rng.sample(THINGS[field], rng.randint(1, 3))
        ]
    return entries


def _next(ids: Iterator[int]) -> str:
    """Give an id that no entry of the case has had, also none that has left."""
    return f"e{next(ids):02}"


def _entry(
    rng: random.Random, ids: Iterator[int], entries: list[dict[str, Any]], sector: str, role: str
) -> dict[str, Any]:
    human = ROLES[sector][role]
    low = {"family": 3, "friends": 93, "colleagues": -177, "professionals": -87}[sector]
    same = sum(e.get("role") == role for e in entries)
    entry: dict[str, Any] = {
        "entry": _next(ids),
        "role": role,
        "label": LABELS[role] + (f" {same + 1}" if same else ""),
        **({} if human else {"human": False, "field": "infrastructural"}),
        "angle": low + rng.randint(0, 84),
        "distance": min(100, max(5, round(rng.gauss(52 if sector != "professionals" else 68, 22)))),
        "ego_tie": rng.choices(("strong", "loose", "none"), (40, 48, 12))[0],
    }
    if entry["ego_tie"] != "none":
        kinds = rng.sample(_SUPPORTS, rng.choices((0, 1, 2, 3), (20, 40, 28, 12))[0])
        directions = ("received",) if sector == "professionals" else ("received", "received", "given", "both")
        supports = sorted(f"{kind}:{rng.choice(directions)}" for kind in kinds)
        entry |= {"supports": supports} if supports else {}
    for mark, chance in (("burden", 0.1), ("conflict", 0.07), ("far_away", 0.12 if human else 0.0)):
        if rng.random() < chance:
            entry[mark] = True
    if sector == "family" and role in {"father", "mother", "grandmother", "grandfather"} and rng.random() < 0.14:
        entry |= {"deceased": True, "ego_tie": "none"}
        for mark in ("supports", "far_away", "burden", "conflict"):
            entry.pop(mark, None)
    return entry


def _later(
    rng: random.Random, ids: Iterator[int], entries: list[dict[str, Any]], ties: dict[tuple[str, str], str]
) -> tuple[list[dict[str, Any]], dict[tuple[str, str], str]]:
    """Let time pass: some leave, some come, many move a little closer or further away."""
    kept = []
    for old in entries:
        entry = dict(old)
        if "angle" in entry and not entry.get("child") and rng.random() < 0.1:
            continue
        if "distance" in entry and rng.random() < 0.45:
            entry["distance"] = min(100, max(4, entry["distance"] + rng.choice((-24, -15, -8, 8, 14))))
        if entry.get("conflict") and rng.random() < 0.3:
            del entry["conflict"]
        if entry.get("ego_tie") == "loose" and rng.random() < 0.15:
            entry["ego_tie"] = "strong"
        kept.append(entry)
    for _ in range(rng.randint(1, 4)):
        sector = rng.choice(("friends", "friends", "colleagues", "professionals"))
        kept.append(_entry(rng, ids, kept, sector, rng.choice(sorted(ROLES[sector]))))
    return kept, dict(ties)


def _with_helper(
    rng: random.Random, ids: Iterator[int], entries: list[dict[str, Any]], helper: Row
) -> list[dict[str, Any]]:
    partner = f"services/{helper['id']}"
    if any(entry.get("partner") == partner for entry in entries):
        return entries
    role = next((r for r, types in PROFESSIONALS.items() if helper["service_type"] in types), "counselling_centre")
    entry = _entry(rng, ids, entries, "professionals", role)
    entry |= {"label": helper["name"], "partner": partner, "human": False, "field": "infrastructural"}
    entry.pop("far_away", None)
    return [*entries, entry]


def _tie(rng: random.Random, entries: list[dict[str, Any]], ties: dict[tuple[str, str], str]) -> None:
    """Tell for some pairs that have not been asked whether they know each other."""
    placed = [entry for entry in entries if "angle" in entry]
    for i, a in enumerate(placed):
        for b in placed[i + 1 :]:
            pair = (min(a["entry"], b["entry"]), max(a["entry"], b["entry"]))
            if pair in ties or rng.random() < 0.35:
                continue
            chance = (
                0.55
                if a["angle"] // 90 == b["angle"] // 90 == 0
                else 0.3
                if a["angle"] // 90 == b["angle"] // 90
                else 0.05
            )
            if rng.random() < chance:
                ties[pair] = "known"
            elif rng.random() < 0.06:
                ties[pair] = "none"


# What is done


def _steps(rng: random.Random, needs: list[dict[str, Any]], days: list[date]) -> list[dict[str, Any]]:
    found = []
    for number, day in enumerate(days, start=1):
        for need in rng.sample(needs, min(len(needs), rng.randint(1, 2))):
            who, what = rng.choice(STEPS)
            until = day + timedelta(days=rng.randint(7, 60))
            row: dict[str, Any] = {
                "card": number, "who": who, "what": what, "until": until.isoformat(), "need": need["need"],
            }  # fmt: skip
            if until < _TODAY and rng.random() < 0.7:
                row["done_on"] = min(until + timedelta(days=rng.randint(-5, 12)), _TODAY).isoformat()
            found.append(row)
    return found


def _help(
    rng: random.Random, needs: list[dict[str, Any]], helpers: list[Row | None], opened: date
) -> dict[str, list[dict[str, Any]]]:
    """Give contacts, referrals and releases for the needs that are being met."""
    contacts: list[dict[str, Any]] = [{"partner": "organisations/jobcenter", "since": opened.isoformat()}]
    referrals: list[dict[str, Any]] = []
    releases: list[dict[str, Any]] = []
    for need, helper in zip(needs, helpers, strict=True):
        if helper is None or need["phase"] in {"recognised", "planned"}:
            continue
        day = min(date.fromisoformat(need["since"]) + timedelta(days=rng.randint(5, 60)), _TODAY)
        outcome = {"contacted": "initiated", "active": "arrived", "done": "completed"}[need["phase"]]
        if rng.random() < 0.12:
            outcome = "broken_off"
        row: dict[str, Any] = {
            "need": need["need"],
            "service": helper["id"],
            "organisation": helper["organisation"],
            "route": rng.choices(("assignment", "own_initiative", "other_agency"), (60, 25, 15))[0],
            "outcome": outcome,
            "day": day.isoformat(),
        }
        if outcome in {"broken_off", "completed"}:
            row["ended_on"] = min(day + timedelta(days=rng.randint(20, 240)), _TODAY).isoformat()
        referrals.append(row)
        contact: dict[str, Any] = {"partner": f"services/{helper['id']}", "since": day.isoformat()}
        if "ended_on" in row:
            contact["until"] = row["ended_on"]
        if not any(c["partner"] == contact["partner"] for c in contacts):
            contacts.append(contact)
        if helper["organisation"] != "jobcenter" and rng.random() < 0.6:
            releases += _releases(rng, helper["organisation"], day)
    return {"contacts": contacts, "referrals": referrals, "releases": releases}


def _releases(rng: random.Random, organisation: str, day: date) -> list[dict[str, Any]]:
    """Give one release for each direction, sometimes only one, sometimes revoked."""
    both = [("jobcenter", organisation, ["planned_help"])]
    if rng.random() < 0.75:
        both.append((organisation, "jobcenter", ["appointments", "sub_goals", "planned_help", "end_and_result"]))
    revoked = rng.random() < 0.06
    found = []
    for sender, recipient, items in both:
        row: dict[str, Any] = {
            "sender": sender,
            "recipient": recipient,
            "items": items,
            "purpose": "Hilfe abstimmen",
            "valid_from": day.isoformat(),
            "valid_to": (day + timedelta(days=365)).isoformat(),
        }
        if revoked:
            row["revoked_at"] = f"{min(day + timedelta(days=40), _TODAY).isoformat()}T08:30:00+00:00"
        found.append(row)
    return found
