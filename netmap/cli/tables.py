"""``netmap table protect`` and ``netmap table audit``: tables of counts from which nobody shows."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from netmap.cli.output import Answer, table
from netmap.cli.parser import whole
from netmap.errors import Fault
from netmap.messages import N_, plural, text

if TYPE_CHECKING:
    from netmap.analysis.disclosure import Audit, CellRange, Protected, PublishedTable
    from netmap.cli import Commands

#: what tables of statistics offices write for a withheld number
WITHHELD = "."
#: how many notices are shown before the rest is only counted
_NOTICES = 20


def register(commands: Commands) -> None:
    """Add the commands."""
    guard = commands.add(
        "table", "protect", run=run_protect, summary=N_("withhold small counts, and what gives them away")
    )
    guard.add_argument("files", metavar="FILE", nargs="+", help=N_("long CSV: dimensions, count[, contributors]"))
    guard.add_argument("--threshold", metavar="N", type=whole, default=3, help=N_("smaller counts are withheld (3)"))
    guard.add_argument("--seconds", metavar="S", type=_seconds, default=30.0, help=N_("stop proving after S (30)"))

    check = commands.add("table", "audit", run=run_audit, summary=N_("what readers can compute from published tables"))
    check.add_argument("files", metavar="FILE", nargs="+", help=N_("long CSV, totals written *, withheld counts empty"))
    check.add_argument("--threshold", metavar="N", type=whole, default=3, help=N_("smaller counts are small (3)"))
    check.add_argument("--seconds", metavar="S", type=_seconds, default=120.0, help=N_("stop computing after S (120)"))


def run_protect(arguments: argparse.Namespace) -> Answer:
    """Withhold what must be, and audit what is left."""
    from netmap.analysis.disclosure import check_threshold, protect
    from netmap.exchange.longtable import read_counts

    begun = time.monotonic()
    check_threshold(arguments.threshold)
    files = read_counts(*arguments.files)
    _tell(files.notices)
    found = protect(
        files.tables,
        threshold=arguments.threshold,
        time_limit_s=max(0.0, arguments.seconds - (time.monotonic() - begun)),
    )
    data = {
        "cells": [{"key": key, "value": value} for _, key, value in _cells(found.tables)],
        "suppressed": found.suppressed,
        "persons_suppressed": found.persons_suppressed,
        "cells_total": found.cells,
        "proven_optimal": found.proven_optimal,
        "audit": _plain(found.audit),
        "note": _note(),
    }
    return Answer(data, lambda: _render_protected(found, arguments.threshold), 0 if found.audit.passed else 1)


def run_audit(arguments: argparse.Namespace) -> Answer:
    """Compute what readers can."""
    from netmap.analysis.disclosure import audit, check_threshold
    from netmap.exchange.longtable import read_published

    begun = time.monotonic()
    check_threshold(arguments.threshold)
    files = read_published(*arguments.files)
    _tell(files.notices)
    found = audit(
        files.tables,
        threshold=arguments.threshold,
        time_limit_s=max(0.0, arguments.seconds - (time.monotonic() - begun)),
    )
    if found.unknown:
        print(_open(found), file=sys.stderr)
    data = {**_plain(found), "note": _note()}

    def render() -> str:
        parts = [_ranges(found, arguments.threshold)] if len(found.cells) > found.unknown else []
        return "\n\n".join([*parts, _verdict(found, arguments.threshold), _note()])

    return Answer(data, render, 0 if found.passed else 1)


def _plain(audit: Audit) -> dict[str, Any]:
    cells = [
        {"key": dict(cell.key), "low": cell.low, "high": cell.high, **({} if cell.exact else {"exact": False})}
        for cell in audit.cells
    ]
    return {"passed": audit.passed, "cells": cells}


def _cells(tables: Sequence[PublishedTable]) -> Iterator[tuple[PublishedTable, dict[str, str], int | None]]:
    """Go through all cells; tables of the same dimensions list each once."""
    seen: set[frozenset[tuple[str, str]]] = set()
    for one in tables:
        for key, value in one.cells.items():
            named = dict(zip(one.dimensions, key, strict=True))
            mark = frozenset(named.items())
            if mark not in seen:
                seen.add(mark)
                yield one, named, value


def _note() -> str:
    return text(
        "Protects against readers who know the publication only: who knows one withheld count may compute others."
    )


def _render_protected(found: Protected, threshold: int) -> str:
    parts = []
    for one in found.tables:
        rows = [(*key, WITHHELD if value is None else value) for key, value in one.cells.items()]
        parts.append(f"{one.name}\n" + table([*one.dimensions, text("count")], rows))
    lines = [
        text("{sign} = withheld, * = total", sign=WITHHELD),
        text(
            "Withheld: {suppressed} of {cells} cells with {persons} people "
            "(for your records; published with the table, this number would give counts away).",
            suppressed=found.suppressed,
            cells=found.cells,
            persons=found.persons_suppressed,
        ),
        text("Proven: no safe table withholds less.")
        if found.proven_optimal
        else text("Safe, but the time did not suffice to prove that no safe table withholds less."),
        _verdict(found.audit, threshold),
        *_not_computed(found.audit),
        _note(),
    ]
    return "\n\n".join([*parts, "\n".join(lines)])


def _not_computed(audit: Audit) -> Iterator[str]:
    if audit.unknown:
        yield plural(
            "No time was left to compute how far {count} withheld count can be narrowed; that it is safe is proven.",
            "No time was left to compute how far {count} withheld counts can be narrowed; they are proven safe.",
            audit.unknown,
        )


def _open(audit: Audit) -> str:
    """Say of how many counts an audit that ran out of time knows nothing."""
    return plural(
        "No time was left for {count} withheld count: whether readers can compute it is unknown. "
        "--seconds gives more time.",
        "No time was left for {count} withheld counts: whether readers can compute them is unknown. "
        "--seconds gives more time.",
        audit.unknown,
    )


def _ranges(audit: Audit, threshold: int) -> str:
    def name(cell: CellRange) -> str:
        return ", ".join(f"{dimension}={value}" for dimension, value in cell.key.items())

    def finding(cell: CellRange) -> str:
        if cell.is_safe(threshold=threshold):
            return ""
        if cell.low == cell.high:
            return text("can be computed")
        return text("known to be below {threshold}", threshold=threshold)

    rows = [
        (name(cell), cell.low, "∞" if cell.high is None else cell.high, finding(cell))
        for cell in audit.cells
        if cell.exact
    ]
    return table([text("withheld"), text("at least"), text("at most"), ""], rows)


def _verdict(audit: Audit, threshold: int) -> str:
    unsafe = sum(not cell.is_safe(threshold=threshold) for cell in audit.cells)
    if not unsafe and not audit.passed:
        return text("Audit not passed: it did not come to an end.")
    if not unsafe:
        return text(
            "Audit passed: no withheld count can be computed, and each may reach {threshold}.", threshold=threshold
        )
    return plural(
        "Audit failed: {count} withheld count is not safe.",
        "Audit failed: {count} withheld counts are not safe.",
        unsafe,
    )


def _tell(notices: Sequence[Fault]) -> None:
    """Write to standard error how the files were read."""
    for notice in notices[:_NOTICES]:
        print(notice, file=sys.stderr)
    rest = len(notices) - _NOTICES
    if rest > 0:
        print(plural("… and {count} more notice", "… and {count} more notices", rest), file=sys.stderr)


def _seconds(word: str) -> float:
    from netmap.exchange.numbers import parse_number

    try:
        number = parse_number(word)
    except ValueError:
        raise argparse.ArgumentTypeError(text("'{value}' is not a number", value=word)) from None
    if number < 0:
        raise argparse.ArgumentTypeError(text("{value} is negative; that cannot be", value=word))
    return number
