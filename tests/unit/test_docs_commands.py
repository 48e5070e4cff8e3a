"""What README and guides tell people to type is what the program understands."""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from netmap.cli import build_parser
from netmap.settings import Settings
from tests.support.places import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))


def commands(page: Path) -> list[list[str]]:
    """The lines of all ``sh`` blocks as words, comments and prompts gone, backslashes joined."""
    blocks = re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [words for line in lines if (words := shlex.split(line.removeprefix("$ "), comments=True))]


def typed(program: str) -> list:
    return [
        pytest.param(words[1:], id=f"{page.name}: {' '.join(words)}")
        for page in PAGES
        for words in commands(page)
        if Path(words[0]).name == program
    ]


@pytest.mark.parametrize("words", typed("netmap"))
def test_netmap_understands_the_command(words):
    if "--help" in words:
        with pytest.raises(SystemExit, match="0"):
            build_parser().parse_args(words)
    else:
        assert build_parser().parse_args(words).run


@pytest.mark.parametrize("words", typed("make"))
def test_make_knows_the_target(words):
    assert {word for word in words if "=" not in word} <= TARGETS


def test_the_guides_are_found():
    assert len(typed("make")) >= 5
    assert len(typed("netmap")) >= 5


def test_every_setting_stands_in_the_admin_guide():
    guide = (ROOT / "docs" / "betrieb.md").read_text(encoding="utf-8")
    missing = [
        f.name for f in fields(Settings) if f"`NETMAP_{f.name.upper()}`" not in guide or f"`{f.name}`" not in guide
    ]
    assert missing == []


def test_links_and_pictures_lead_somewhere():
    lost = [
        f"{page.name}: {target}"
        for page in [*PAGES, *sorted((ROOT / "docs" / "decisions").glob("*.md"))]
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert lost == []


def test_every_picture_of_the_guides_lies_in_the_repository():
    """A picture that only a test run left behind is missing for everybody else."""
    pages = [*PAGES, *sorted((ROOT / "docs").rglob("*.md"))]
    shown = {
        (page.parent / name).resolve()
        for page in pages
        for name in re.findall(r"!\[[^\]]*\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    }
    assert len(shown) > 20
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    kept = {(ROOT / name).resolve() for name in listed.split("\0") if name}
    assert sorted(shown - kept) == []
