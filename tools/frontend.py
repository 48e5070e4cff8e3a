"""The drawn front end: build it, or check that the committed build is what its sources give.

python -m tools.frontend build | check
"""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import needs

FRONTEND = Path(__file__).parent.parent / "netmap" / "ui" / "canvas" / "frontend"
#: what npm makes and what is made from the rest
MADE = ("node_modules", "build")


def _npm(folder: Path, *words: str) -> None:
    npm = needs.program("node")
    assert npm
    subprocess.run([npm, *words], cwd=folder, check=True, stdin=subprocess.DEVNULL)


def build(folder: Path = FRONTEND) -> Path:
    """Install the locked packages and build; give the folder of the build."""
    # scripts of packages are not run: esbuild's binary comes as a package of its own
    _npm(folder, "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    _npm(folder, "run", "--silent", "build")
    return folder / "build"


def differences(left: Path, right: Path) -> list[str]:
    """Name the files that are not the same, byte by byte, in two folders."""
    names = sorted(
        {path.relative_to(root).as_posix() for root in (left, right) for path in root.rglob("*") if path.is_file()}
    )
    _same, different, odd = filecmp.cmpfiles(left, right, names, shallow=False)
    return sorted(different + odd)


def check() -> int:
    """Build a copy elsewhere and compare it with what is committed."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(shutil.copytree(FRONTEND, Path(place) / "frontend", ignore=shutil.ignore_patterns(*MADE)))
        wrong = differences(FRONTEND / "build", build(copy))
    for name in wrong:
        print(f"frontend: build/{name} is not what the sources give; run: make frontend", file=sys.stderr)
    return 1 if wrong else 0


def main(words: list[str]) -> int:
    """Build or check; where Node is missing, say so and how to get it."""
    if not (FRONTEND / "package.json").exists():
        print("frontend: there is none yet", file=sys.stderr)
        return 0
    if needs.install("node"):
        print(f"frontend: not checked, Node is missing. Install: {needs.command('node')}", file=sys.stderr)
        return 1 if os.environ.get("NETMAP_FORBID_SKIPS") == "1" or words == ["build"] else 0
    if words == ["build"]:
        build()
        return 0
    return check()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
