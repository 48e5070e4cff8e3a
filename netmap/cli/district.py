"""``netmap import district`` and ``netmap export district``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netmap.cli.context import desk_of, show_progress
from netmap.cli.output import Answer, table
from netmap.messages import N_, text

if TYPE_CHECKING:
    from netmap.cli import Commands


def register(commands: Commands) -> None:
    """Add the commands."""
    bring = commands.add("import", "district", run=run_import, summary=N_("bring in a district from files"))
    bring.add_argument("path", type=Path, metavar="DIR|X.xlsx")
    bring.add_argument("--dry-run", action="store_true", help=N_("only say what would happen"))
    bring.add_argument("--merge", action="store_true", help=N_("keep what the files do not name"))
    take = commands.add("export", "district", run=run_export, summary=N_("write the district as files"))
    take.add_argument("path", type=Path, metavar="DIR|X.xlsx")
    take.add_argument("--without-protected", action="store_true", help=N_("leave out protected addresses"))


def run_import(arguments: argparse.Namespace) -> Answer:
    """Import a district; every fault is listed, or nothing is."""
    from netmap.usecases.district import import_district

    with desk_of(arguments, begins=True) as desk:
        done = import_district(
            desk, arguments.path, dry_run=arguments.dry_run, merge=arguments.merge, progress=show_progress
        )
    for notice in done.notices:
        print(notice, file=sys.stderr)
    data = {
        "dry_run": arguments.dry_run,
        "added": done.added,
        "changed": done.changed,
        "removed": done.removed,
        "notices": [{"where": n.where, "message": str(n.message)} for n in done.notices],
    }

    def render() -> str:
        names = sorted({*done.added, *done.changed, *done.removed})
        if not names:
            return text("Nothing to change: the store holds just this district.")
        rows = [[n, done.added.get(n, 0), done.changed.get(n, 0), done.removed.get(n, 0)] for n in names]
        head = [text("table"), text("added"), text("changed"), text("removed")]
        return table(head, rows)

    return Answer(data, render)


def run_export(arguments: argparse.Namespace) -> Answer:
    """Export the district."""
    from netmap.usecases.district import export_district

    with desk_of(arguments) as desk:
        counts = export_district(desk, arguments.path, protected=not arguments.without_protected)
    return Answer(
        {"path": str(arguments.path), "rows": counts},
        lambda: table([text("table"), text("rows")], list(counts.items())),
    )
