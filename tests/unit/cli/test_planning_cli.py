"""``netmap gaps`` and ``netmap needs pairs``: the contract's keys, order and statuses, on the demo."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.app import run_netmap

DAY = ("--as-of", "2026-11-20", "--format", "json")
GAP = [
    "kind", "certainty", "area", "need", "target_group", "language", "requires", "people", "services", "parts",
    "estimated", "reason",
]  # fmt: skip
PAIR = [
    "needs", "cases", "same_provider", "provider_pairs", "connected", "contradicted", "unknown", "zero",
    "older_than_two_years",
]  # fmt: skip


def asked(data: Path, *words: str) -> dict[str, Any]:
    answer = run_netmap(*words, "--data", str(data))
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_gaps_of_the_demo(demo_data: Path):
    found = asked(demo_data, "gaps", *DAY)
    assert list(found) == ["as_of", "limits", "rows", "gaps", "warnings"]
    assert found["limits"] == {"town": 30, "country": 45, "wait_days": 42, "expiring_days": 180, "stale_days": 365}
    assert all(list(g) == GAP for g in found["gaps"])
    kinds = ["absent", "unusable", "out_of_reach", "insufficient", "disconnected", "expiring", "stale"]
    keys = [
        (g["area"], g["need"], g["target_group"] or "", g["language"] or "", g["requires"], kinds.index(g["kind"]))
        for g in found["gaps"]
    ]
    assert keys == sorted(keys)
    assert {g["kind"] for g in found["gaps"]} == set(kinds)
    assert {g["certainty"] for g in found["gaps"]} == {"certain", "possible", "unknown"}
    hamlet = asked(demo_data, "gaps", *DAY, "--area", "003")
    assert hamlet["gaps"] == [g for g in found["gaps"] if g["area"].startswith("003")]
    far = asked(demo_data, "gaps", *DAY, "--town-limit", "600", "--country-limit", "600")
    assert {g["certainty"] for g in far["gaps"] if g["kind"] == "out_of_reach"} <= {"unknown"}


@pytest.mark.parametrize(
    "words",
    [
        ["gaps", "--area", "nowhere"],
        ["gaps", "--town-limit", "0"],
        ["gaps", "--as-of", "20.11.2026"],
        ["needs", "pairs", "--scale", "none"],
        ["needs", "pairs", "--as-of", "soon"],
    ],
)
def test_wrong_calls(demo_data: Path, words: list[str]):
    answer = run_netmap(*words, "--data", str(demo_data), "--format", "json")
    assert answer.returncode == 2
    assert set(json.loads(answer.stdout)["error"]) == {"kind", "message", "faults"}
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (
            ["gaps", "--as-of", "soon", "--area", "0011", "--town-limit", "0", "--country-limit", "far"],
            ["--as-of", "--town-limit", "--country-limit", "--area"],
        ),
        (["needs", "pairs", "--as-of", "", "--scale", "none"], ["--as-of", "--scale"]),
    ],
    ids=lambda value: value[0],
)
def test_everything_wrong_in_a_call_is_said_at_once(demo_data: Path, words: list[str], wrong: list[str]):
    answer = run_netmap(*words, "--data", str(demo_data), "--format", "json")
    error = json.loads(answer.stdout)["error"]
    assert (answer.returncode, error["kind"]) == (2, "call")
    assert [fault["where"] for fault in error["faults"]] == wrong
    assert all(where in answer.stderr for where in wrong)


def test_without_a_word_a_mode_is_refused_together_with_all_else(demo_data: Path):
    answer = run_netmap("gaps", *DAY, "--mode", " ", "--area", "0011", "--data", str(demo_data))
    error = json.loads(answer.stdout)["error"]
    assert (answer.returncode, error["kind"]) == (2, "call")
    assert [fault["where"] for fault in error["faults"]] == ["--mode", "--area"]


@pytest.mark.parametrize(("word", "meant"), [("Hubschrauber", None), ("Bus", "transit")])
def test_a_mode_that_no_line_has_is_asked_back_and_those_there_are_are_named(
    demo_data: Path, word: str, meant: str | None
):
    """Other words are a municipality's own, and never refused."""
    answer = run_netmap("gaps", *DAY, "--mode", word, "--data", str(demo_data))
    assert answer.returncode == 0
    (warning,) = json.loads(answer.stdout)["warnings"]
    assert "car, transit, walk" in warning
    assert ("gemeint" in warning) == (meant is not None)
    assert meant is None or f"Ist {meant} gemeint" in warning
    assert warning in answer.stderr


def test_a_mode_the_catalogue_knows_is_taken_and_it_is_said_that_all_is_estimated(demo_data: Path):
    """Also by its German label; the warning stands where people and where programs read."""
    for word in ("bicycle", "Fahrrad"):
        answer = run_netmap("gaps", *DAY, "--mode", word, "--data", str(demo_data))
        assert answer.returncode == 0
        (warning,) = json.loads(answer.stdout)["warnings"]
        assert "car, transit, walk" in warning
        assert warning in answer.stderr
    assert asked(demo_data, "gaps", *DAY, "--mode", "Bus und Bahn") == asked(
        demo_data, "gaps", *DAY, "--mode", "transit"
    )


def test_a_limit_may_be_written_with_a_comma(demo_data: Path):
    found = asked(demo_data, "gaps", *DAY, "--town-limit", "22,5", "--country-limit", "40.5")
    assert (found["limits"]["town"], found["limits"]["country"]) == (22.5, 40.5)


def test_need_pairs_of_the_demo(demo_data: Path):
    found = asked(demo_data, "needs", "pairs", *DAY)
    assert list(found)[:3] == ["as_of", "cases", "pairs"]
    assert all(list(p) == PAIR for p in found["pairs"])
    names = [tuple(p["needs"]) for p in found["pairs"]]
    assert names == sorted(names)
    assert all(a < b for a, b in names)
    shown = [p["cases"] for p in found["pairs"] if p["cases"] is not None]
    assert min(shown) >= 3
    for p in found["pairs"]:
        assert p["connected"] + p["contradicted"] + p["unknown"] + p["zero"] == p["provider_pairs"]
        assert p["older_than_two_years"] <= p["provider_pairs"] - p["unknown"]
    assert asked(demo_data, "needs", "pairs", *DAY) == {
        **found,
        "protocol": asked(demo_data, "needs", "pairs", *DAY)["protocol"],
    }
    table = run_netmap("needs", "pairs", "--as-of", "2026-11-20", "--data", str(demo_data)).stdout
    assert re.search(r"^Sucht \+ Schulden +10 ", table, flags=re.MULTILINE)
