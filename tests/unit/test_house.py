"""The house itself: which way imports lean, what the locks hold, what no file may name."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import grimp
import pytest

from tests.support.places import ROOT
from tools import locks
from tools.rooms import RoomContract


def test_import_contracts_hold():
    answer = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def room(importer: str) -> bool:
    graph = grimp.ImportGraph()
    graph.add_module("sqlite3", is_squashed=True)
    graph.add_import(importer=importer, imported="sqlite3", line_number=1, line_contents="import sqlite3")
    contract = RoomContract(
        name="", session_options={}, contract_options={"libraries": ["sqlite3"], "rooms": ["p.stores"]}
    )
    return bool(contract.check(graph, verbose=False).kept)


@pytest.mark.parametrize(
    ("importer", "kept"),
    [("p.stores", True), ("p.stores.deep", True), ("p.storeship", False), ("p.ui", False)],
)
def test_a_library_outside_its_room_is_found(importer, kept):
    assert room(importer) is kept


def test_locks_pin_everything_with_hashes_and_without_addresses():
    assert locks.faults() == []


HASH = " \\\n    --hash=sha256:" + "0" * 64 + "\n"


@pytest.mark.parametrize(
    ("lock", "said"),
    [
        (f"a==1{HASH}b==2{HASH}", []),
        (f"a==1 ; python_version < '3.12'{HASH}a==1.5 ; python_version >= '3.12'{HASH}b==2{HASH}", []),
        (f"a==1{HASH}b==2\n", ["b has no hash"]),
        (f"a>=1{HASH}b==2{HASH}", ["a has no version", "a>=1 is not"]),
        (f"a==1{HASH}", ["b of pyproject.toml is missing"]),
        (f"a==3{HASH}b==2{HASH}", ["a==3 is not"]),
        (f"# https://elsewhere.invalid\na==1{HASH}b==2{HASH}", ["address"]),
    ],
)
def test_a_broken_lock_is_found(tmp_path, monkeypatch, lock, said):
    monkeypatch.setattr(locks, "ROOT", tmp_path)
    monkeypatch.setattr(locks, "LOCKS", {"requirements.lock": ()})
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["a<2", "b"]\n')
    for name in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / name).write_text(lock)
    found = locks.faults()
    assert len(found) == len(said), found
    assert all(part in fault for part, fault in zip(said, found, strict=True))


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


#: put together from parts, so that this file does not name what it forbids
_HOSTS = [
    f"{name}.{end}"
    for end, names in {
        "org": "pypi pythonhosted registry.npmjs repo.maven.apache repo1.maven deb.debian proxy.golang",
        "com": "registry.yarnpkg",
        "io": "crates",
    }.items()
    for name in names.split()
]
_FOREIGN = re.compile(
    "|".join([*(re.escape(host) for host in _HOSTS), r"(?<![\w.:/])/(?:root|home|Users|work)/[\w.-]"])
)


def foreign(text: str) -> list[str]:
    """Lines that name such a place (a namespace of XML is a name, no place)."""
    return [line for line in text.splitlines() if _FOREIGN.search(line) and "xmlns" not in line]


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine():
    found = {}
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if lines := foreign(text):
            found[path.relative_to(ROOT).as_posix()] = lines[:3]
    assert found == {}


@pytest.mark.parametrize(
    "place", ["/{}/x".format("root"), "see /{}/anna/x".format("home"), "'/{}/main'".format("work"), _HOSTS[0]]
)
def test_foreign_places_are_found(place):
    assert foreign(place)


@pytest.mark.parametrize("place", ["a/home/x", "netmap/root/x", "https://example.invalid/home/x", "/usr/bin/x"])
def test_other_places_are_let_through(place):
    assert not foreign(place)


def test_packages_of_the_front_end_are_pinned_without_addresses():
    for path in tracked_files():
        if path.name == "package-lock.json":
            text = path.read_text(encoding="utf-8")
            assert '"resolved"' not in text
            assert text.count('"integrity"') >= text.count('"node_modules/') - text.count('"inBundle"')


def test_make_check_lets_no_check_fail_in_silence():
    answer = subprocess.run(["make", "-n", "check"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    parts = ["ruff format --check", "ruff check", "mypy", "lint-imports", "test_catalogue_complete"]
    for part in [*parts, "tools.locks check", "tools.frontend check"]:
        assert any(part in line and "||" not in line for line in answer.splitlines()), part


def demo(place: Path, port: int, **settings: str) -> tuple[int, str]:
    """Type `make demo` where everything is set up and something lies in the folder already."""
    (place / "there").touch()
    answer = subprocess.run(
        ["make", "-o", "setup", "demo", f"PORT={port}", f"DATA={place}", f"BIN={Path(sys.executable).parent}"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return answer.returncode, answer.stderr


def test_whoever_typed_make_demo_is_told_how_make_takes_another_port(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, said = demo(tmp_path, port)
    assert status == 2
    assert f"port {port} " in said
    assert "make demo PORT=" in said
    # where the port is free and something else is wrong, nothing is said of it
    status, said = demo(tmp_path, port, NETMAP_LANGUAGE="tlh")
    assert status == 2
    assert "NETMAP_LANGUAGE" in said
    assert "PORT=" not in said


def test_a_skip_fails_only_where_skips_are_forbidden(tmp_path):
    (tmp_path / "test_three.py").write_text(
        textwrap.dedent("""
            import pytest
            def test_skipped(): pytest.skip("nothing here")
            @pytest.mark.may_skip
            def test_allowed(): pytest.skip("nothing here either")
            """),
        encoding="utf-8",
    )
    closing = {}
    for forbid in ("0", "1"):
        project = str(ROOT / "pyproject.toml")
        answer = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-c", project, "-p", "tests.conftest", str(tmp_path)],
            cwd=ROOT,
            # whatever options somebody runs the outer tests with
            env={**os.environ, "NETMAP_FORBID_SKIPS": forbid, "PYTEST_ADDOPTS": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        closing[forbid] = answer.stdout.splitlines()[-1].partition(" in ")[0]
    assert closing == {"0": "2 skipped", "1": "1 failed, 1 skipped"}
