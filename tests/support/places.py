"""Where things lie: the project, what lies beside it, the public sample files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
FIXTURES = Path(os.environ.get("NETMAP_FIXTURES") or SHARED / "fixtures")
SEEDS = ROOT / "seeds"


def fixture_path(*parts: str) -> Path:
    """Give a sample file or folder; without it the test is skipped, and says where it was sought."""
    path = FIXTURES.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path} is missing; NETMAP_FIXTURES=DIR names the folder of sample files")
    return path
