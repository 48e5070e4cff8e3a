"""The demo's invented cases: six life stories and as many more as a generator drew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from netmap.exchange.district.read import Progress
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
)
from netmap.model.catalogue_files import CarefulYaml
from netmap.model.changes import OpenCase
from netmap.model.tables import Kind, Record
from netmap.usecases.desk import Desk

_LISTS = ("cards", "needs", "steps", "contacts", "referrals", "releases", "conferences")
_PLAIN: Mapping[str, type[Record]] = {
    "needs": Need,
    "contacts": Contact,
    "releases": Release,
    "conferences": CaseConference,
}


def load_cases(desk: Desk, folder: Path, *, progress: Progress) -> int:
    """Load all cases of a folder (its README tells their shape), each a change of its own; give how many."""
    cases = [*read_stories(folder), *json.loads((folder / "generated.json").read_text(encoding="utf-8"))]
    for number, case in enumerate(cases, start=1):
        desk.house.cases.apply(
            OpenCase.adding(*records_of(case)), by=desk.actor.account, why="demo", codec=desk.house.codec
        )
        progress(number / len(cases), "cases")
    return len(cases)


def read_stories(folder: Path) -> Iterator[dict[str, Any]]:
    """Read the stories written by hand."""
    for path in sorted(folder.glob("*.yaml")):
        yield yaml.load(path.read_text(encoding="utf-8"), CarefulYaml)  # noqa: S506 - a safe loader


def records_of(case: Mapping[str, Any]) -> list[Record]:
    """Make the records of one case."""
    case_id = str(case["id"])
    found = [_record(Case, {k: v for k, v in case.items() if k not in _LISTS})]
    for n, card in enumerate(case.get("cards", ()), start=1):
        found += _card(case_id, f"{case_id}.{n}", card)
    for name, kind in _PLAIN.items():
        for n, row in enumerate(case.get(name, ()), start=1):
            found.append(_record(kind, row, id=f"{case_id}.{name}{n}", case=case_id))
    for n, row in enumerate(case.get("steps", ()), start=1):
        found.append(_record(Step, row, id=f"{case_id}.s{n}", case=case_id, card=f"{case_id}.{row['card']}"))
    for n, row in enumerate(case.get("referrals", ()), start=1):
        referral = f"{case_id}.r{n}"
        found.append(_record(Referral, {k: v for k, v in row.items() if k != "feedback"}, id=referral, case=case_id))
        found += [
            _record(Feedback, told, id=f"{referral}.{m}", case=case_id, referral=referral)
            for m, told in enumerate(row.get("feedback", ()), start=1)
        ]
    return found


def _card(case_id: str, card_id: str, card: Mapping[str, Any]) -> list[Record]:
    head = {k: v for k, v in card.items() if k not in {"words", "entries", "ties"}}
    found = [_record(Card, head, id=card_id, case=case_id)]
    found += [
        _record(Words, {"question": q, "text": t}, case=case_id, card=card_id) for q, t in card.get("words", {}).items()
    ]
    found += [_record(Alter, e, id=f"{card_id}.{e['entry']}", case=case_id, card=card_id) for e in card["entries"]]
    for a, b, *said in card.get("ties", ()):
        one, other = sorted((f"{card_id}.{a}", f"{card_id}.{b}"))
        row = {"a": one, "b": other, "state": said[0] if said else "known"}
        found.append(_record(Tie, row, case=case_id, card=card_id, conflict="conflict" in said))
    return found


def _record(kind: type[Record], given: Mapping[str, Any], **more: Any) -> Record:
    """Make a record of what a case file says: ``day`` is ``on``, ``partner`` is a table and an id."""
    row: dict[str, Any] = {**given, **more}
    if "day" in row:
        row["on"] = row.pop("day")
    if "partner" in row:
        row["partner_table"], _, row["partner_id"] = str(row.pop("partner")).partition("/")
    for col in kind.TABLE.columns:
        value = row.get(col.name)
        if isinstance(value, (date, datetime)):
            row[col.name] = value.isoformat()
        elif value is None and col.kind is Kind.YES_NO and not col.needed:
            row[col.name] = col.name == "human"
    if kind is Alter:
        row.setdefault("field", "social")
    defaults = {"referrals": {"outcome": "initiated"}, "needs": {"phase": "recognised"}}
    for name, value in defaults.get(kind.TABLE.name, {}).items():
        row.setdefault(name, value)
    return kind.from_row(row)
