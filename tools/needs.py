"""Programs from the system's packages that tests need: find them, install them, or say how.

python -m tools.needs chromium java maven     installs what lacks, where that is allowed
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

OLDEST_JAVA = 17


@dataclass(frozen=True)
class Need:
    """A program, the names it goes by, and the packages that bring it (the first one known counts)."""

    programs: tuple[str, ...]
    packages: tuple[str, ...]
    also: tuple[str, ...] = ()


NEEDS = {
    "chromium": Need(
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
        ("chromium",),
        ("fonts-liberation",),
    ),
    # the same browser without windows that nobody sees, half the work; where it is not to be had, any Chromium will do
    "shell": Need(("chromium-headless-shell",), ("chromium-headless-shell",)),
    "java": Need(("java",), ("openjdk-17-jre-headless", "openjdk-21-jre-headless", "default-jre-headless")),
    "maven": Need(("mvn",), ("maven",)),
    "node": Need(("npm",), ("npm",), ("nodejs",)),
    "poppler": Need(("pdftotext",), ("poppler-utils",)),
}


def program(name: str) -> str | None:
    """Find the program that meets a need; an old Java does not."""
    need = NEEDS[name]
    found = next((path for path in map(shutil.which, need.programs) if path), None)
    return None if found and name == "java" and java_version(found) < OLDEST_JAVA else found


def java_version(java: str) -> int:
    """Give the major version of a Java (0 if it does not say)."""
    answer = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    match = re.search(r'version "(\d+)', answer.stderr)
    return int(match.group(1)) if match else 0


def missing(*names: str) -> list[str]:
    """Name the needs that are not met."""
    return [name for name in names if not program(name)]


def packages(*names: str) -> list[str]:
    """Name the packages that would bring what is needed."""
    return [package for name in names for package in (_first_known(NEEDS[name].packages), *NEEDS[name].also)]


def command(*names: str) -> str:
    """Give the command that would install what is needed."""
    return "apt-get install -y " + " ".join(packages(*names))


def _first_known(candidates: tuple[str, ...]) -> str:
    if len(candidates) == 1 or not shutil.which("apt-cache"):
        return candidates[0]
    for candidate in candidates:
        answer = subprocess.run(["apt-cache", "policy", candidate], capture_output=True, text=True, check=False)
        if re.search(r"Candidate: (?!\(none\))", answer.stdout):
            return candidate
    return candidates[0]


def _privileged() -> list[str] | None:
    """How to become root without a question; ``None`` if that cannot be."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
        return ["sudo", "-n"]
    return None


def install(*names: str) -> list[str]:
    """Install what lacks, where that is allowed; name what lacks still."""
    lacking = missing(*names)
    root = _privileged()
    if lacking and root is not None:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*root, "apt-get", "update", "-qq"], env=quiet, check=False, stdin=subprocess.DEVNULL)
        subprocess.run(
            [*root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages(*lacking)],
            env=quiet,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    return missing(*names)


def main(names: list[str]) -> int:
    """Install the needs named; 1 if one is still not met."""
    lacking = install(*names)
    for name in lacking:
        print(
            f"needs: {name} is missing and cannot be installed here. Install: {command(name)}",
            file=sys.stderr,
        )
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
