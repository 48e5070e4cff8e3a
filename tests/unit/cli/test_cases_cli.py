"""``netmap import card``, ``export card``, ``case list|delete``: there and back, audited, and nothing by halves."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from netmap.cli import main
from netmap.exchange.cardfile import read_card_file
from netmap.stores.seal import MasterKey
from tests.unit.exchange.damage import damaged

Run = Callable[..., tuple[int, Any, str]]

SECRET = "Geheimwort-Möwe"


def alter(number: int, **columns: Any) -> dict[str, Any]:
    place = {"angle": 30.0 * number - 100, "distance": 12.5 * number, "edgeType": number % 3}
    words = {"name": f"{SECRET} {number}", "role": f"{SECRET}-Rolle", "note": f"{SECRET}: ruft an", "age": SECRET}
    return {"id": number, "human": True, "deceased": False, **place, **words, **columns}


def easynwk() -> dict[str, Any]:
    """Two versions of a map, with everything that cannot be carried."""
    ego = {"name": SECRET, "age": "41", "note": SECRET}
    first = {"ego": ego, "alteri": [alter(n) for n in range(1, 6)], "connections": [{"id1": 1, "id2": 2}]}
    later = {
        "ego": ego,
        "alteri": [alter(n, distance=20.0 * n, supportSocial=3) for n in range(2, 8)],
        "connections": [{"id1": 2, "id2": 3}, {"id1": 3, "id2": 2}, {"id1": 4, "id2": 4}, {"id1": 2, "id2": 99}],
    }
    versions = [("Erstgespräch", "2024-02-26", first), ("Nach einem Jahr", "2025-03-01", later)]
    return {
        "versions": [{"id": n, "title": t, "date": d, "nwk": m} for n, (t, d, m) in enumerate(versions, start=1)],
        "currentVersion": 2,
    }


@pytest.fixture
def netmap(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a store of its own; gives exit status, the JSON answer, what stderr says."""
    monkeypatch.setenv("NETMAP_LANGUAGE", "en")
    monkeypatch.setenv("NETMAP_DATA", str(tmp_path / "data"))

    def run(*words: object) -> tuple[int, Any, str]:
        status = main([*map(str, words), "--format", "json"])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, json.loads(out), err

    assert run("init")[0] == 0
    return run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "karte.json"
    made.write_text(json.dumps(easynwk()), encoding="utf-8")
    return made


def cases_of(netmap: Run) -> list[Any]:
    cases: list[Any] = netmap("case", "list")[1]["cases"]
    return cases


def test_there_and_back_again_is_the_same(netmap: Run, file: Path, tmp_path: Path) -> None:
    status, answer, _ = netmap("import", "card", file, "--case", "0815")
    assert status == 0
    assert {k: answer[k] for k in ("case", "case_made", "dry_run", "cards", "alters", "ties")} == {
        "case": "0815", "case_made": True, "dry_run": False, "cards": 2, "alters": 11, "ties": 2,
    }  # fmt: skip
    out, again = tmp_path / "out.json", tmp_path / "again.json"
    assert netmap("export", "card", "--case", "0815", "--out", out)[:2] == (
        0,
        {"case": "0815", "out": str(out), "cards": 2},
    )
    assert netmap("import", "card", out, "--case", "0816")[1]["losses"] == []
    assert netmap("export", "card", "--case", "0816", "--out", again)[0] == 0
    figures = [netmap("card", "figures", path)[1]["versions"] for path in (file, out, again)]
    assert figures[0] == figures[1] == figures[2]
    comparisons = [netmap("card", "compare", path)[1] for path in (file, out, again)]
    assert comparisons[0] == comparisons[1] == comparisons[2]
    assert comparisons[0]["came"] == [f"{SECRET} 6", f"{SECRET} 7"]
    for one, other in zip(read_card_file(out).versions, read_card_file(again).versions, strict=True):
        plain = [[(a.label, a.role_text, a.note, a.age, a.supports, a.angle) for a in v.alters] for v in (one, other)]
        assert sorted(map(repr, plain[0])) == sorted(map(repr, plain[1]))


def test_what_could_not_be_carried_is_told_with_its_place(netmap: Run, file: Path) -> None:
    _, answer, said = netmap("import", "card", file, "--case", "0815")
    places = [f"karte.json:$.versions[1].nwk.connections[{n}]" for n in (1, 2, 3)]
    assert [loss["where"] for loss in answer["losses"]] == places
    assert all(place in said for place in places)


def test_a_dry_run_says_the_same_and_does_nothing(netmap: Run, file: Path) -> None:
    tried = netmap("import", "card", file, "--case", "0815", "--dry-run")
    assert (tried[0], tried[1]["dry_run"], cases_of(netmap)) == (0, True, [])
    assert netmap("log", "--case", "0815")[1] == {"entries": []}
    done = netmap("import", "card", file, "--case", "0815")
    assert done[1] == {**tried[1], "dry_run": False}
    assert cases_of(netmap)[0] | {"cards": 2, "last_on": "2025-03-01"} == cases_of(netmap)[0]


def test_a_dry_run_into_a_new_place_leaves_nothing(
    netmap: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["import", "card", file, "--case", "0815", "--data", tmp_path / "new"]
    for more in (["--dry-run"], []):  # without a key nothing can be sealed
        assert netmap(*words, *more)[0] == 2
        assert not (tmp_path / "new").exists()
    monkeypatch.setenv("NETMAP_KEY", str(MasterKey.new()))
    tried = netmap(*words, "--dry-run")
    assert (tried[0], tried[1]["case_made"], tried[1]["alters"]) == (0, True, 11)
    assert not (tmp_path / "new").exists()
    assert netmap(*words)[1] == {**tried[1], "dry_run": False}
    assert netmap(*words, "--dry-run")[0] == 2  # where there is a store, it is what the file is held against


def test_cards_of_a_day_are_not_taken_in_twice(netmap: Run, file: Path) -> None:
    netmap("import", "card", file, "--case", "0815")
    before = netmap("status")[1], netmap("log", "--case", "0815")[1]
    status, answer, said = netmap("import", "card", file, "--case", "0815")
    assert status == 2
    assert "2024-02-26, 2025-03-01" in answer["error"]["message"]
    assert "2024-02-26" in said
    assert (netmap("status")[1], netmap("log", "--case", "0815")[1]) == before


def test_everything_stands_in_the_log_and_nobodys_name_anywhere(netmap: Run, file: Path, tmp_path: Path) -> None:
    answers = [
        netmap("import", "card", file, "--case", "0815"),
        netmap("export", "card", "--case", "0815", "--out", tmp_path / "out.json"),
        netmap("case", "list"),
        netmap("log", "--case", "0815"),
    ]
    assert all(status == 0 for status, _, _ in answers)
    entries = answers[-1][1]["entries"]
    assert [(e["by"], e["action"], e["entity"], e["why"]) for e in entries] == [
        ("cli", "read", "case:0815", "export"),
        ("cli", "ImportCard", "case:0815", "import easynwk"),
    ]
    assert SECRET not in repr(answers)
    stored = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    assert b"0815" in stored
    assert SECRET.encode() not in stored
    assert SECRET in read_card_file(tmp_path / "out.json").versions[0].alters[0].label  # type: ignore[operator]


def test_a_deleted_case_is_gone(netmap: Run, file: Path, tmp_path: Path) -> None:
    netmap("import", "card", file, "--case", "0815")
    status, answer, _ = netmap("case", "delete", "0815")
    assert (status, answer["case"], answer["deleted"] > 11, cases_of(netmap)) == (0, "0815", True, [])
    for call in (["case", "delete", "0815"], ["export", "card", "--case", "0815", "--out", tmp_path / "no.json"]):
        status, answer, said = netmap(*call)
        assert (status, answer["error"]["kind"]) == (2, "not_found")
        assert "0815" in said
    assert not (tmp_path / "no.json").exists()
    assert netmap("verify")[1]["passed"]


def test_what_cannot_be_written_leaves_nothing(netmap: Run, file: Path, tmp_path: Path) -> None:
    netmap("import", "card", file, "--case", "0815")
    status, answer, _ = netmap("export", "card", "--case", "0815", "--out", tmp_path / "nowhere" / "x.json")
    assert (status, answer["error"]["kind"]) == (2, "call")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "karte.json"]


def test_a_damaged_file_writes_nothing(netmap: Run, file: Path, tmp_path: Path) -> None:
    chance, good = random.Random(5), file.read_bytes()
    before, broken, refused = netmap("status")[1], tmp_path / "broken.json", 0
    for number in range(60):
        broken.write_bytes(damaged(good, chance))
        status, answer, said = netmap("import", "card", broken, "--case", f"k{number}")
        if status == 2:
            refused += 1
            assert answer["error"]["faults"]
            assert said.strip()
            assert netmap("status")[1] == before
        else:
            assert status == 0
            assert netmap("case", "delete", f"k{number}")[0] == 0
            before = netmap("status")[1]
    assert refused > 20
