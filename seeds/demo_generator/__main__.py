"""Write the demo district: ``python -m seeds.demo_generator [FOLDER]``."""

from __future__ import annotations

import sys
from pathlib import Path

from seeds.demo_generator.district import write_district

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "demo"
    for name in write_district(folder):
        sys.stdout.write(f"{folder / name}\n")
