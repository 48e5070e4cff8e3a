"""The demo: an invented district with its people, so that every page has something true to show."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import yaml

from netmap.errors import SettingsError
from netmap.exchange.district.read import Progress
from netmap.model.changes import HoldMeeting, SetAccount, SetDecision
from netmap.model.partners import Account, Decision, Meeting
from netmap.usecases.democases import load_cases
from netmap.usecases.desk import Desk, Role
from netmap.usecases.district import import_district

SEEDS: Final = Path(__file__).parents[2] / "seeds" / "demo"

#: one invented account for each role, and a second Fallmanager; without a password: the demo signs
#: them in with one click, and only where ``demo`` is set
ACCOUNTS: Final = (
    ("sabine.kern", "Sabine Kern", Role.CASE_MANAGEMENT),
    ("emre.aksoy", "Emre Aksoy", Role.CASE_MANAGEMENT),
    ("jonas.albers", "Jonas Albers", Role.COORDINATION),
    ("miriam.vogt", "Miriam Vogt", Role.PLANNING),
    ("rolf.petersen", "Rolf Petersen", Role.ADMINISTRATION),
    ("anke.lindner", "Anke Lindner", Role.DATA_PROTECTION),
)


def load_demo(desk: Desk, *, progress: Progress = lambda fraction, text: None) -> None:
    """Load the demo district, its minutes, accounts and invented cases into empty rooms.

    Raises
    ------
    SettingsError
        The seeds do not lie beside the program.
    """
    if not SEEDS.is_dir():
        raise SettingsError("The demo's files are missing: {path}", path=SEEDS)
    import_district(desk, SEEDS, progress=lambda fraction, text: progress(0.3 * fraction, text))
    house = desk.house
    house.partners.apply(
        SetAccount.adding(*(Account(id=i, name=n, roles=(r.value,), made_at=house.clock()) for i, n, r in ACCOUNTS)),
        by=desk.actor.account,
    )
    _load_minutes(desk)
    progress(0.4, "cases")
    load_cases(desk, SEEDS / "cases", progress=lambda fraction, text: progress(0.4 + 0.6 * fraction, text))
    _mark(desk)
    progress(1.0, "")


def _mark(desk: Desk) -> None:
    """Say in the data folder that this is a demo."""
    path = desk.house.settings.data / "netmap.toml"
    if not path.exists():
        path.write_text("demo = true\n", encoding="utf-8")


def _load_minutes(desk: Desk) -> None:
    said = yaml.safe_load((SEEDS / "minutes.yaml").read_text(encoding="utf-8"))
    meetings = [Meeting.from_row({k: v for k, v in row.items() if k != "reports"}) for row in said["meetings"]]
    decisions = [Decision.from_row(row) for row in said["decisions"]]
    store = desk.house.partners
    store.apply(HoldMeeting.adding(*meetings), by=desk.actor.account)
    store.apply(SetDecision.adding(*decisions), by=desk.actor.account)
