"""The lock files: make them, and check that they say what the project and its environment are.

python -m tools.locks make [--upgrade] | check
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Line:
    """One line of a lock and the number of hashes under it."""

    requirement: Requirement
    hashes: int

    @property
    def version(self) -> str | None:
        """The one version that the line allows."""
        pins = [s.version for s in self.requirement.specifier if s.operator == "=="]
        return pins[0] if len(pins) == 1 and len(self.requirement.specifier) == 1 else None


def read(lock: str) -> dict[str, list[Line]]:
    """Read a lock: name → its lines (several where Pythons or systems need different versions)."""
    found: dict[str, list[Line]] = {}
    kept = [li for li in (ROOT / lock).read_text(encoding="utf-8").splitlines() if not li.startswith("#")]
    for block in re.split(r"\n(?=\S)", "\n".join(kept).strip()):
        line, *rest = block.replace("\\\n", "\n").splitlines()
        hashes = sum(1 for word in rest if re.fullmatch(r"\s*--hash=sha256:[0-9a-f]{64}\s*", word))
        requirement = Requirement(line.strip())
        found.setdefault(canonicalize_name(requirement.name), []).append(Line(requirement, hashes))
    return found


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
        for line in (line for group in lines.values() for line in group):
            if not line.version:
                wrong.append(f"{lock}: {line.requirement.name} has no version")
            if not line.hashes:
                wrong.append(f"{lock}: {line.requirement.name} has no hash")
        for requirement in wanted(lock):
            found = lines.get(canonicalize_name(requirement.name), [])
            if not found:
                wrong.append(f"{lock}: {requirement.name} of pyproject.toml is missing")
            wrong += [
                f"{lock}: {line.requirement} is not what pyproject.toml asks for ({requirement})"
                for line in found
                if not requirement.specifier.contains(line.version or "", prereleases=True)
            ]
    dev = {str(line.requirement) for group in read("requirements-dev.lock").values() for line in group}
    wrong += [
        f"requirements-dev.lock: {line.requirement} of requirements.lock is missing"
        for group in read("requirements.lock").values()
        for line in group
        if str(line.requirement) not in dev
    ]
    return wrong


def strays() -> list[str]:
    """Name what is installed here but not locked, or in another version."""
    lines = read("requirements-dev.lock")
    wrong = []
    for distribution in metadata.distributions():
        name = canonicalize_name(distribution.metadata["Name"])
        locked = [line.version for line in lines.get(name, [])]
        if name not in UNLOCKED and distribution.version not in locked:
            wrong.append(f"{name} {distribution.version} is installed, locked is {locked or 'none'}")
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
