"""Calls that are wrong are refused in the reader's language, and a light command stays light."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from netmap.cli import main

#: what a light command has no use for; each costs more than the command itself
HEAVY = {"babel.core", "cryptography", "neo4j", "networkx", "numpy", "openpyxl", "pandas", "streamlit", "typst", "yaml"}

CALLS = [
    ([], "Es fehlt: COMMAND. Wie es geht, zeigt `netmap --help`."),
    (["table", "protect"], "Es fehlt: FILE. Wie es geht, zeigt `netmap table protect --help`."),
    (["status", "--format", "xml"], "Angabe --format: 'xml' gibt es nicht (möglich sind"),
    (["table", "audit", "x", "--threshold"], "Angabe --threshold: braucht einen Wert."),
    (["status", "now", "--loud"], "Unbekannte Angaben: now --loud."),
    (["export", "district", "x", "--without-protected=yes"], "nimmt keinen Wert, bekam aber 'yes'"),
    (["nowhere"], "Angabe COMMAND: 'nowhere' gibt es nicht (möglich sind"),
]


@pytest.mark.parametrize(("words", "said"), CALLS)
def test_a_wrong_call_is_refused_in_german(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NETMAP_LANGUAGE", raising=False)
    assert main(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_programs_read_the_same_refusal_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["table", "protect", "--format", "json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["kind"] == "call"
    assert error["faults"] == []
    assert "FILE" in error["message"]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_missing_file_is_named_as_the_contract_names_it(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command]) == 2
    assert "FILE" in capsys.readouterr().err


def test_english_where_english_was_chosen(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETMAP_LANGUAGE", "en")
    assert main(["table", "protect"]) == 2
    assert "the following arguments are required: FILE" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom netmap.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin", "NETMAP_LANGUAGE": "en"},
    )
    loaded = set(ran.stderr.split())
    assert "netmap.cli.admin" in loaded
    assert not loaded & HEAVY
