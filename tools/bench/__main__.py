"""Run the benchmarks and print one table.

python -m tools.bench [NAME…]     all, or those modules
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules

import tools.bench
from tools.bench import Measurement

HEAD = ("benchmark", "what", "ours", "peer", "ratio", "aim", "")


def modules(wanted: Iterable[str]) -> list[str]:
    """Name the modules that have a benchmark."""
    chosen = set(wanted)
    names = [m.name for m in iter_modules(tools.bench.__path__) if not m.name.startswith("_")]
    unknown = chosen - set(names)
    if unknown:
        sys.exit(f"bench: no such benchmark: {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
    return [n for n in names if not chosen or n in chosen]


def line(name: str, measured: Measurement) -> tuple[str, ...]:
    """Lay out one measurement."""
    aim = [
        f"{sign} {limit:g}" for sign, limit in (("≤", measured.at_most), ("≥", measured.at_least)) if limit is not None
    ]
    peer = "" if measured.peer is None else f"{measured.peer:.4g} {measured.unit} {measured.peer_name}".strip()
    return (
        name,
        measured.what,
        f"{measured.ours:.4g} {measured.unit}",
        peer,
        "" if measured.ratio is None else f"{measured.ratio:.3g}",
        ", ".join(aim),
        {True: "kept", False: "MISSED", None: ""}[measured.kept],
    )


def collect(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Run each benchmark; one that breaks is a line of its own."""
    for name in names:
        run = getattr(import_module(f"tools.bench.{name}"), "run", None)
        if run is None:
            continue
        print(f"bench: {name} …", file=sys.stderr, flush=True)
        for measured in run():
            yield line(name, measured)


def main(words: list[str]) -> int:
    """Run and print; 0 unless a benchmark broke."""
    rows = [HEAD, *collect(modules(words))]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
