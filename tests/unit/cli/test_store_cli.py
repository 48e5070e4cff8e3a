"""Commands on a store where there is none: what reads is refused, what writes makes it."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from netmap.cli import main
from tests.support.places import ROOT

Run = Callable[..., tuple[int, Any, str]]

READ = [
    ["status"],
    ["verify"],
    ["log"],
    ["user", "list"],
    ["case", "list"],
    ["case", "delete", "0815"],
    ["user", "disable", "a"],
    ["key", "rotate"],
    ["gaps"],
    ["needs", "pairs"],
    ["network", "report"],
    ["network", "chains"],
    ["network", "core"],
    ["network", "what-if", "--without", "o-1"],
    ["agreements"],
    ["export", "district", "out"],
    ["export", "card", "--case", "0815", "--out", "out.json"],
    ["backup", "out.netmap"],
]


@pytest.fixture
def netmap(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder; gives exit status, the JSON answer, what stderr says."""
    monkeypatch.setenv("NETMAP_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)

    def run(*words: object) -> tuple[int, Any, str]:
        status = main([*map(str, words), "--format", "json"])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, json.loads(out), err

    return run


@pytest.mark.parametrize("words", READ, ids=" ".join)
def test_a_mistyped_folder_is_refused_and_stays_empty(netmap: Run, tmp_path: Path, words: list[str]) -> None:
    status, answer, said = netmap(*words, "--data", "distrcit")
    files = [str(tmp_path / "distrcit" / name) for name in ("partners.sqlite", "cases.sqlite")]
    assert (status, answer["error"]["kind"]) == (2, "call")
    assert [fault["where"] for fault in answer["error"]["faults"]] == files
    assert all(file in said for file in files)
    assert "`netmap init`" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["init"],
        ["import", "district", ROOT / "seeds" / "demo"],
        ["user", "add", "a", "--role", "planning"],
    ],
    ids=lambda words: words[0],
)
def test_what_writes_makes_the_store(netmap: Run, words: list[object]) -> None:
    assert netmap(*words, "--data", "new")[0] == 0
    assert netmap("status", "--data", "new")[0] == 0


@pytest.mark.parametrize("more", [[], ["--merge"]], ids=["replace", "merge"])
def test_a_dry_run_into_a_new_place_says_what_would_happen_and_leaves_nothing(
    netmap: Run, tmp_path: Path, more: list[str]
) -> None:
    words = ["import", "district", ROOT / "seeds" / "demo", *more]
    status, tried, _ = netmap(*words, "--dry-run", "--data", "new/deeper")
    assert (status, tried["dry_run"]) == (0, True)
    assert list(tmp_path.iterdir()) == []
    done = netmap(*words, "--data", "new/deeper")[1]
    assert tried["added"] == done["added"]
    # where there is a store, it is what the files are held against
    again = netmap(*words, "--dry-run", "--data", "new/deeper")[1]
    assert (again["added"], again["changed"], again["removed"]) == ({}, {}, {})


def test_a_dry_run_into_a_new_place_lists_every_fault_and_leaves_nothing(netmap: Run, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "areas.csv").write_text("id,name,kind\na,Auheim,sozialraum\n")
    (files / "organisations.csv").write_text("id,name,kind\nb,Haus B,association\n")
    (files / "reports.csv").write_text("from,to,level,on\nb,nix,2,2026-01-01\nb,nix,9,gestern\n")
    status, answer, _ = netmap("import", "district", files, "--dry-run", "--data", "new")
    assert status == 2
    assert len(answer["error"]["faults"]) >= 3
    assert [p.name for p in tmp_path.iterdir()] == ["files"]


def test_verify_repair_says_what_it_made_anew_and_is_logged(netmap: Run, tmp_path: Path) -> None:
    netmap("init", "--demo", "--data", "d")
    with closing(sqlite3.connect(tmp_path / "d" / "cases.sqlite")) as db, db:
        card = db.execute("SELECT min(id) FROM cards").fetchone()[0]
        db.execute("INSERT OR REPLACE INTO structures VALUES (?, 1, x'01')", (card,))
    status, answer, _ = netmap("verify", "--data", "d")
    assert (status, [fault["where"] for fault in answer["faults"]]) == (1, [f"structures/{card}"])
    assert "netmap verify --repair" in answer["faults"][0]["message"]
    status, answer, _ = netmap("verify", "--repair", "--data", "d")
    assert (status, answer["passed"], [m["where"] for m in answer["mended"]]) == (0, True, [f"structures/{card}"])
    assert netmap("verify", "--repair", "--data", "d")[1] == {"passed": True, "faults": [], "mended": []}
    assert [entry["action"] for entry in netmap("log", "--data", "d")[1]["entries"]].count("repair") == 1


@pytest.mark.parametrize("words", [["backup", "."], ["log", "--limit", "-3"]], ids=" ".join)
def test_a_call_that_cannot_be_meant_is_refused_in_words(netmap: Run, words: list[str]) -> None:
    netmap("init", "--data", "d")
    status, answer, _ = netmap(*words, "--data", "d")
    assert (status, answer["error"]["kind"]) == (2, "call")


def test_restoring_what_is_not_there_makes_no_store(netmap: Run, tmp_path: Path) -> None:
    status, _, said = netmap("restore", "nix.backup", "--data", "new")
    assert status == 2
    assert "nix.backup" in said
    assert list(tmp_path.iterdir()) == []


def test_a_house_of_partners_alone_needs_no_key_to_be_looked_after(netmap: Run, tmp_path: Path) -> None:
    netmap("import", "district", ROOT / "seeds" / "demo", "--data", "d")
    assert not (tmp_path / "d" / "netmap.key").exists()
    assert netmap("verify", "--data", "d")[1] == {"passed": True, "faults": []}
    status, answer, _ = netmap("backup", "b", "--data", "d")
    assert (status, answer["keys"]) == (0, 0)
    assert netmap("restore", "b", "--data", "e")[0] == 0
    assert netmap("verify", "--data", "e")[1]["passed"]


def test_without_the_key_of_its_cases_no_half_of_a_backup_is_left(netmap: Run, tmp_path: Path) -> None:
    netmap("init", "--demo", "--data", "d")
    (tmp_path / "d" / "netmap.key").unlink()
    status, answer, _ = netmap("backup", "b", "--data", "d")
    assert (status, answer["error"]["kind"]) == (2, "settings")
    assert "NETMAP_KEY_FILE" in answer["error"]["message"]
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_people_read_the_log_in_their_own_time(
    netmap: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    netmap("user", "add", "a", "--data", "d")
    at = datetime.fromisoformat(netmap("log", "--data", "d")[1]["entries"][0]["at"])
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        main(["log", "--data", "d"])
    finally:
        monkeypatch.undo()
        time.tzset()
    local = at.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert f"{local:%Y-%m-%d %H:%M:%S}" in capsys.readouterr().out


def test_nobody_but_the_owner_and_the_group_may_read_a_store(netmap: Run, tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        netmap("init", "--data", "d")
    finally:
        os.umask(before)
    assert {path.name: path.stat().st_mode & 0o007 for path in (tmp_path / "d").iterdir()} == dict.fromkeys(
        ["partners.sqlite", "cases.sqlite", "keyring.sqlite", "netmap.key"], 0
    )


@pytest.mark.parametrize("gone", ["partners", "cases"])
def test_one_of_two_stores_is_enough(netmap: Run, tmp_path: Path, gone: str) -> None:
    netmap("init", "--data", "half")
    for file in (tmp_path / "half").glob(f"{gone}.sqlite*"):
        file.unlink()
    assert netmap("status", "--data", "half")[0] == 0


def test_stores_named_singly_are_looked_for_where_they_are(netmap: Run, tmp_path: Path) -> None:
    named = ["--partners", f"sqlite:///{tmp_path}/p%20q.sqlite", "--cases", f"sqlite:///{tmp_path}/c.sqlite"]
    _, answer, _ = netmap("gaps", *named)
    assert [fault["where"] for fault in answer["error"]["faults"]] == [f"{tmp_path}/p q.sqlite", f"{tmp_path}/c.sqlite"]
    assert netmap("init", "--data", "d", *named)[0] == 0
    assert netmap("gaps", "--data", "d", *named)[0] == 0
