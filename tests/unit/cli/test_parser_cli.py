"""Calls that are wrong are refused in the reader's language, and a light command stays light."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from netmap.cli import build_parser, main
from netmap.messages import speaking, text

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


def commands_of(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Give a parser and all that lie below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from commands_of(below)


@pytest.mark.parametrize("language", ["de", "en"])
def test_help_is_in_the_readers_language_on_every_command(language: str) -> None:
    with speaking(language):
        parsers = list(commands_of(build_parser()))
        shown = [" ".join(parser.format_help().split()) for parser in parsers]
    assert len(parsers) > 30
    for parser, page in zip(parsers, shown, strict=True):
        sentences = [action.help for action in parser._actions if action.help and action.dest != "help"]
        for sentence in filter(None, [parser.description, *sentences]):
            with speaking("de"):
                german = text(sentence)
            # what names columns alone is the same in both
            assert german != sentence or sentence.startswith("CSV "), sentence
            wanted = german if language == "de" else sentence
            # argparse may break a line behind a hyphen
            assert wanted.replace(" ", "") in page.replace(" ", ""), parser.prog


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
