"""The invented cases: of the shape they promise, true to the district, and rich enough to show things."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from datetime import date
from functools import cache
from typing import Any

import pytest

from netmap.exchange.district import read_district
from netmap.model.cases import (
    Alter,
    Card,
    Case,
    CaseConference,
    Contact,
    Feedback,
    Need,
    Referral,
    Release,
    Step,
    Tie,
    Words,
    sector_of,
)
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.tables import Record
from netmap.usecases.democases import read_stories
from tests.support.places import SEEDS

CASES = SEEDS / "demo" / "cases"
DEMO_DAY = "2026-11-20"
STORIES = sorted(path.name for path in CASES.glob("*.yaml"))

Raw = dict[str, Any]


def plain(value: Any) -> Any:
    """Give days as text, as rows hold them."""
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def stories() -> list[Raw]:
    return [plain(story) for story in read_stories(CASES)]


@cache
def generated() -> list[Raw]:
    found: list[Raw] = json.loads((CASES / "generated.json").read_text(encoding="utf-8"))
    return found


def everybody() -> list[Raw]:
    return [*stories(), *generated()]


@cache
def district() -> District:
    return District.of(read_district(SEEDS / "demo", vocabulary=load_vocabulary()).records)


def record(kind: type[Record], row: Raw, **more: Any) -> Record:
    """Make a record of a row of the seeds; it refuses what could not be stored."""
    row = {**row, **more}
    if "day" in row:
        row["on"] = row.pop("day")
    if "partner" in row:
        row["partner_table"], row["partner_id"] = row.pop("partner").split("/")
    return kind.from_row(row)


def records(case: Raw) -> list[Record]:
    lists = ("cards", "needs", "steps", "contacts", "referrals", "releases", "conferences")
    case_id = case["id"]
    found = [record(Case, {k: v for k, v in case.items() if k not in lists})]
    for n, card in enumerate(case["cards"], start=1):
        card_id = f"{case_id}.{n}"
        head = {k: v for k, v in card.items() if k not in {"words", "entries", "ties"}}
        found.append(record(Card, head, id=card_id, case=case_id))
        found += [
            record(Words, {"question": q, "text": t}, case=case_id, card=card_id) for q, t in card["words"].items()
        ]
        found += [record(Alter, e, id=f"{card_id}.{e['entry']}", case=case_id, card=card_id) for e in card["entries"]]
        for a, b, *said in card["ties"]:
            row = {"a": f"{card_id}.{a}", "b": f"{card_id}.{b}", "state": said[0] if said else "known"}
            found.append(record(Tie, row, case=case_id, card=card_id, conflict="conflict" in said))
    plain_lists = {"needs": Need, "contacts": Contact, "releases": Release, "conferences": CaseConference}
    for name, kind in plain_lists.items():
        for n, row in enumerate(case[name], start=1):
            found.append(record(kind, row, id=f"{case_id}.{name}{n}", case=case_id))
    for n, row in enumerate(case["steps"], start=1):
        assert 1 <= row["card"] <= len(case["cards"])
        found.append(record(Step, row, id=f"{case_id}.s{n}", case=case_id, card=f"{case_id}.{row['card']}"))
    for n, row in enumerate(case["referrals"], start=1):
        referral_id = f"{case_id}.r{n}"
        head = {k: v for k, v in row.items() if k != "feedback"}
        found.append(record(Referral, head, id=referral_id, case=case_id))
        for m, told in enumerate(row.get("feedback", ()), start=1):
            found.append(record(Feedback, told, id=f"{referral_id}.{m}", case=case_id, referral=referral_id))
    return found


def test_there_are_six_stories_and_144_more() -> None:
    assert len(STORIES) == 6
    assert len(generated()) == 144
    assert len({case["id"] for case in everybody()}) == 150
    assert len({case["number"] for case in everybody()}) == 150
    assert {len(story["cards"]) for story in stories()} == {3}


def test_every_case_makes_records() -> None:
    assert sum(len(records(case)) for case in everybody()) > 4000


def test_every_key_is_one_the_shape_knows() -> None:
    keys = set(Alter.TABLE.names) | {"partner"}
    for case in everybody():
        for card in case["cards"]:
            assert card.keys() == {"day", "label", "words", "entries", "ties"} | (card.keys() & {"client_note"})
            for entry in card["entries"]:
                assert entry.keys() <= keys, entry


def test_codes_and_ids_are_those_of_catalogues_and_district() -> None:
    vocabulary, d = load_vocabulary(), district()
    tables = {"organisations": d.organisations, "services": d.services, "resources": d.resources}
    needs = {*vocabulary["needs"].codes, *(code.code for code in d.codes)}
    for case in everybody():
        assert case["area"] in d.areas
        assert case["case_manager"] in {"sabine.kern", "emre.aksoy"}
        assert set(case["languages"]) <= set(vocabulary["languages"].codes)
        assert {need["need"] for need in case["needs"]} <= needs
        linked = [*(e for card in case["cards"] for e in card["entries"]), *case["steps"], *case["contacts"]]
        for row in linked:
            if "partner" in row:
                name, _, found = row["partner"].partition("/")
                assert found in tables[name], row
            assert row.get("role") is None or row["role"] in vocabulary["alter_roles"]
            for support in row.get("supports", ()):
                kind, _, direction = support.partition(":")
                assert kind in vocabulary["support_kinds"]
                assert direction in vocabulary["support_directions"]
        for referral in case["referrals"]:
            assert d.services[referral["service"]].organisation == referral["organisation"]
            assert referral["need"] in {need["need"] for need in case["needs"]}
        for release in case["releases"]:
            assert {release["sender"], release["recipient"]} <= d.organisations.keys()


def test_nothing_lies_in_the_future_but_plans() -> None:
    for case in everybody():
        days = [card["day"] for card in case["cards"]]
        assert days == sorted(set(days))
        assert all(case["opened_on"] <= day <= DEMO_DAY for day in days)
        for row in [*case["needs"], *case["referrals"], *case["contacts"], *case["steps"]]:
            for key in ("since", "day", "done_on", "ended_on"):
                assert row.get(key) is None or row[key] <= DEMO_DAY, (case["id"], row)
        for need in case["needs"]:
            assert (need["phase"] == "done") == ("until" in need), (case["id"], need)


def test_places_on_the_card_belong_to_the_network_fields_only() -> None:
    for case in everybody():
        for card in case["cards"]:
            ids = [entry["entry"] for entry in card["entries"]]
            assert len(ids) == len(set(ids))
            placed = {entry["entry"] for entry in card["entries"] if "angle" in entry}
            for entry in card["entries"]:
                owned = entry.get("field") in {"personal", "material"}
                assert owned == ("angle" not in entry), entry
                assert owned == ("role" not in entry), entry
                assert not owned or entry["human"] is False
                if not owned:
                    assert 0 < entry["distance"] <= 100
                    assert -180 < entry["angle"] <= 180
            pairs = [frozenset(tie[:2]) for tie in card["ties"]]
            assert len(pairs) == len(set(pairs))
            assert all(len(pair) == 2 and pair <= placed for pair in pairs)


def test_an_entry_stays_who_it_is() -> None:
    for case in everybody():
        roles: dict[str, Any] = {}
        for card in case["cards"]:
            for entry in card["entries"]:
                assert roles.setdefault(entry["entry"], entry.get("role")) == entry.get("role")


@pytest.mark.parametrize("story", stories(), ids=STORIES)
def test_each_story_tells_of_coming_leaving_and_moving(story: Raw) -> None:
    first, last = ({e["entry"]: e for e in story["cards"][i]["entries"]} for i in (0, 2))
    both = first.keys() & last.keys()
    assert last.keys() - first.keys()
    moved = [e for e in both if first[e].get("distance") != last[e].get("distance")]
    assert len(moved) >= 2
    assert any(first[e].get("supports") != last[e].get("supports") for e in both)
    assert len(story["cards"][2]["ties"]) > len(story["cards"][0]["ties"])
    assert {"client", "case_manager"} <= {step["who"] for step in story["steps"]}
    assert story["contacts"]
    assert story["referrals"]
    assert len({need["phase"] for need in story["needs"]}) >= 2
    assert {e.get("field", "social") for e in last.values()} == {"social", "infrastructural", "personal", "material"}


def test_the_stories_together_use_every_mark_support_and_outcome() -> None:
    entries = [e for story in stories() for card in story["cards"] for e in card["entries"]]
    for mark in ("burden", "conflict", "far_away", "lost", "deceased", "child", "care", "partner", "note", "age"):
        assert any(e.get(mark) for e in entries), mark
    kinds = {s for e in entries for s in e.get("supports", ())}
    assert {s.split(":")[0] for s in kinds} == set(load_vocabulary()["support_kinds"].codes)
    assert {s.split(":")[1] for s in kinds} == {"given", "received", "both"}
    assert {e["ego_tie"] for e in entries if "ego_tie" in e} == {"strong", "loose", "none"}
    sectors = {sector_of(e["angle"], e["distance"]) for e in entries if "angle" in e}
    assert len(sectors) == 4
    referrals = [r for story in stories() for r in story["referrals"]]
    assert {r["outcome"] for r in referrals} == {"initiated", "arrived", "broken_off", "completed"}
    assert {r["route"] for r in referrals} == {"assignment", "own_initiative", "other_agency"}
    assert any(r.get("recorded_afterwards") for r in referrals)
    releases = [r for story in stories() for r in story["releases"]]
    assert any(r.get("revoked_at") for r in releases)
    assert any(r["valid_to"] < DEMO_DAY for r in releases)
    assert any(e.get("human") is True or "human" not in e for e in entries)
    words = {q for story in stories() for card in story["cards"] for q in card["words"]}
    assert words == {f"question_{n}" for n in range(1, 8)}


def test_an_entry_changes_its_sector_somewhere() -> None:
    def sector(entry: Raw) -> str | None:
        return sector_of(entry.get("angle"), entry.get("distance"))

    changed = 0
    for story in stories():
        for before, after in itertools.pairwise(story["cards"]):
            then = {e["entry"]: sector(e) for e in before["entries"]}
            changed += sum(then.get(e["entry"], sector(e)) != sector(e) for e in after["entries"])
    assert changed >= 1


def test_case_conferences_are_covered_by_releases_in_both_directions() -> None:
    conferences = [(case, c) for case in stories() for c in case["conferences"]]
    assert conferences
    for case, conference in conferences:
        for organisation in set(conference["participants"]) - {"jobcenter"}:
            for sender, recipient in (("jobcenter", organisation), (organisation, "jobcenter")):
                assert any(
                    (r["sender"], r["recipient"]) == (sender, recipient)
                    and r["valid_from"] <= conference["day"] <= r["valid_to"]
                    for r in case["releases"]
                )


def test_no_feedback_tells_more_than_the_four_items() -> None:
    told = [f for case in everybody() for r in case["referrals"] for f in r.get("feedback", ())]
    assert {f["item"] for f in told} >= {"appointments", "sub_goals", "planned_help"}
    forbidden = re.compile("motiv|rückf|verdacht|vermut|sanktion|minderung|trink", re.IGNORECASE)
    assert not any(forbidden.search(f["text"]) for f in told)


def test_needs_come_together_often_and_rarely() -> None:
    """Planners need pairs that are frequent, and pairs so rare that they must be protected."""
    pairs = Counter(
        pair
        for case in everybody()
        if case["closed_on"] is None
        for pair in itertools.combinations(sorted(n["need"] for n in case["needs"] if n["phase"] != "done"), 2)
    )
    assert pairs["addiction", "debt"] >= 6
    assert pairs["child_care", "work"] >= 10
    assert sum(count < 3 for count in pairs.values()) >= 5
    assert sum(count >= 3 for count in pairs.values()) >= 15


def test_generated_cases_are_spread_as_people_are() -> None:
    assert len({case["area"] for case in generated()}) >= 14
    sizes = [sum("angle" in e for e in card["entries"]) for case in generated() for card in case["cards"]]
    assert 11 <= sum(sizes) / len(sizes) <= 18  # DOMAIN.md assumes about 18 alters
    assert Counter(len(case["cards"]) for case in generated()).keys() == {0, 1, 2, 3}
    assert any(case["closed_on"] for case in generated())
