"""The lock files: make them, and check that they say what the project and its environment are.

python -m tools.locks make [--upgrade] | check
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
#: lock file → the groups of pyproject.toml that it holds beside the dependencies
LOCKS = {"requirements.lock": ("build",), "requirements-dev.lock": ("build", "dev")}
#: neither where a package index lies nor where a file was found belongs into a lock
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--no-python-downloads",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--no-header",
    "--quiet",
)
#: comes with every environment, and the project itself
UNLOCKED = {"pip", "netmap"}


def make(*, upgrade: bool) -> None:
    """Write the lock files anew; versions stay as they are unless they are to be upgraded."""
    uv = Path(sys.executable).parent / "uv"
    for lock, groups in LOCKS.items():
        words = [word for group in groups for word in ("--group", group)]
        if lock != "requirements.lock":
            words += ["--constraint", "requirements.lock"]
        if upgrade:
            words.append("--upgrade")
        subprocess.run(
            [str(uv), "pip", "compile", *OPTIONS, "pyproject.toml", *words, "-o", lock],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )


def read(lock: str) -> dict[str, tuple[Requirement, int]]:
    """Read a lock: name → its line, and how many hashes stand under it."""
    found: dict[str, tuple[Requirement, int]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip()):
        line, *rest = block.replace("\\\n", "\n").splitlines()
        hashes = sum(1 for word in rest if re.fullmatch(r"\s*--hash=sha256:[0-9a-f]{64}\s*", word))
        requirement = Requirement(line.strip())
        found[canonicalize_name(requirement.name)] = (requirement, hashes)
    return found


def pinned(requirement: Requirement) -> str | None:
    """Give the one version that a line of a lock allows."""
    pins = [s.version for s in requirement.specifier if s.operator == "=="]
    return pins[0] if len(pins) == 1 and len(requirement.specifier) == 1 else None


def wanted(lock: str) -> list[Requirement]:
    """List what pyproject.toml asks for in a lock."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = list(project["project"]["dependencies"])
    for group in LOCKS[lock]:
        lines += project["dependency-groups"][group]
    return [Requirement(line) for line in lines]


def faults() -> list[str]:
    """Name everything that is wrong with the lock files."""
    wrong: list[str] = []
    for lock in LOCKS:
        text = (ROOT / lock).read_text(encoding="utf-8")
        if "://" in text:
            wrong.append(f"{lock} holds an address")
        lines = read(lock)
        for name, (requirement, hashes) in lines.items():
            if not pinned(requirement):
                wrong.append(f"{lock}: {name} has no version")
            if not hashes:
                wrong.append(f"{lock}: {name} has no hash")
        for requirement in wanted(lock):
            line = lines.get(canonicalize_name(requirement.name))
            if line is None:
                wrong.append(f"{lock}: {requirement.name} of pyproject.toml is missing")
            elif not requirement.specifier.contains(pinned(line[0]) or "", prereleases=True):
                wrong.append(f"{lock}: {line[0]} is not what pyproject.toml asks for ({requirement})")
    dev = read("requirements-dev.lock")
    for name, (requirement, _hashes) in read("requirements.lock").items():
        if name not in dev or dev[name][0].specifier != requirement.specifier:
            wrong.append(f"requirements-dev.lock: {name} differs from requirements.lock")
    return wrong


def strays() -> list[str]:
    """Name what is installed here but not locked, or in another version."""
    lines = read("requirements-dev.lock")
    wrong = []
    for distribution in metadata.distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        if name in UNLOCKED:
            continue
        if name not in lines:
            wrong.append(f"{name} is installed, but in no lock")
        elif distribution.version != pinned(lines[name][0]):
            wrong.append(f"{name} {distribution.version} is installed, locked is {pinned(lines[name][0])}")
    return sorted(wrong)


def main(words: list[str]) -> int:
    """Make or check the locks."""
    if words[:1] == ["make"]:
        make(upgrade="--upgrade" in words)
        return 0
    wrong = faults() + strays()
    for line in wrong:
        print(f"locks: {line}; run: make lock", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
