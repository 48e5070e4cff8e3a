"""What tests need of the system: found, or named with the command that brings it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support import browser, neo4j_server
from tools import needs


@pytest.fixture
def bare_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any program, and without jars fetched earlier."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("NETMAP_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("NETMAP_TEST_NEO4J", raising=False)
    return tmp_path


def put(folder: Path, name: str, *, says: str = "") -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{says}' >&2\n")
    program.chmod(0o755)


def test_what_is_missing_is_named_with_its_command(bare_path):
    assert needs.missing("chromium", "poppler") == ["chromium", "poppler"]
    assert needs.command("poppler") == "apt-get install -y poppler-utils"
    assert "apt-get install -y chromium" in (browser.obstacle() or "")
    assert "java and maven missing" in (neo4j_server.obstacle() or "")


def test_a_program_that_is_there_is_found_under_any_of_its_names(bare_path):
    put(bare_path, "chromium-browser")
    assert needs.program("chromium") == str(bare_path / "chromium-browser")
    assert browser.obstacle() is None


def test_the_browser_without_windows_is_taken_where_it_is_there(bare_path):
    put(bare_path, "chromium")
    assert needs.missing("shell") == ["shell"]
    put(bare_path, "chromium-headless-shell")
    assert needs.program("chromium") == str(bare_path / "chromium-headless-shell")


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ('openjdk version "17.0.15" 2025-04-15', True),
        ('openjdk version "21" 2023-09-19', True),
        ('openjdk version "11.0.2"', False),
        ('java version "1.8.0_202"', False),
        ("nothing", False),
    ],
)
def test_an_old_java_does_not_count(bare_path, says, found):
    put(bare_path, "java", says=says)
    assert (needs.program("java") is not None) is found


def test_with_jars_from_an_earlier_run_maven_is_not_needed(bare_path):
    put(bare_path, "java", says='version "17"')
    assert neo4j_server.obstacle()
    neo4j_server.cache_dir().mkdir(parents=True)
    assert neo4j_server.obstacle() is None


def test_a_named_server_needs_nothing(bare_path, monkeypatch):
    monkeypatch.setenv("NETMAP_TEST_NEO4J", "neo4j://neo4j@127.0.0.1:7687")
    assert neo4j_server.obstacle() is None
    assert (server := neo4j_server.named_server()) is not None
    assert server.uri.endswith(":7687")


def test_where_nothing_may_be_installed_nothing_is_tried(bare_path, monkeypatch, capsys):
    for name in ("apt-get", "apt-cache"):
        (bare_path / name).write_text(f"#!/bin/sh\n: > {bare_path}/tried\n")
        (bare_path / name).chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert needs.main(["poppler"]) == 1
    assert "apt-get install -y poppler-utils" in capsys.readouterr().err
    assert not (bare_path / "tried").exists()
