"""Standard streams that are closed, full, or in an old encoding: an answer or a message, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.app import NETMAP


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table whose names are not in ASCII."""
    path = tmp_path / "gruppen.csv"
    path.write_text("area,grün,alle\nÄcker,1,4\nB,2,5\n", encoding="utf-8")
    return path


def run(command: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    there = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    return subprocess.run(["sh", "-c", command], env=there | env, capture_output=True, check=False, timeout=60)


def test_nobody_who_reads_is_no_error(table: Path) -> None:
    done = run(f"{NETMAP} segregation {table} --group grün --total alle >&-", LC_ALL="C.UTF-8")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_closed_output_never_becomes_a_store(tmp_path: Path) -> None:
    assert run(f"{NETMAP} init --data {tmp_path}/d >&- 2>&- <&-").returncode == 0
    done = run(f"{NETMAP} verify --data {tmp_path}/d --format json")
    assert json.loads(done.stdout) == {"passed": True, "faults": []}


def test_a_closed_input_is_an_empty_one() -> None:
    done = run(f"{NETMAP} card figures - <&-")
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)


@pytest.mark.parametrize("form", ["table", "json"])
def test_an_answer_that_could_not_be_written_is_said(table: Path, form: str) -> None:
    done = run(f"{NETMAP} segregation {table} --group grün --total alle --format {form} >/dev/full", LC_ALL="C.UTF-8")
    assert done.returncode == 2
    assert done.stderr.decode() == "Die Antwort ließ sich nicht ausgeben (kein Platz mehr).\n"


def test_a_terminal_without_these_letters_shows_the_others(table: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run(f"{NETMAP} segregation {table} --group gr* --total alle", **plain)
    assert (done.returncode, b"Traceback" in done.stderr) == (2, False)
    done = run(f"{NETMAP} segregation --help", **plain)
    assert (done.returncode, done.stderr, b"?" in done.stdout) == (0, b"", True)


def test_json_is_utf_8_wherever_it_is_written() -> None:
    done = run(f"{NETMAP} card figures nix.json --format json", PYTHONIOENCODING="latin-1")
    assert "lässt sich nicht öffnen" in json.loads(done.stdout.decode("utf-8"))["error"]["message"]


def test_the_version_is_told() -> None:
    assert run(f"{NETMAP} --version").stdout.startswith(b"netmap ")
