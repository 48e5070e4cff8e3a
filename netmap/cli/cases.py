"""``netmap import card``, ``netmap export card``, ``netmap case list|delete``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netmap.cli.context import desk_of
from netmap.cli.output import Answer, table
from netmap.messages import N_, text

if TYPE_CHECKING:
    from netmap.cli import Commands


def register(commands: Commands) -> None:
    """Add the commands."""
    bring = commands.add("import", "card", run=run_import, summary=N_("take the cards of a file into a case"))
    bring.add_argument("file", metavar="FILE", help=N_("easyNWK or netmap card file; - reads stdin"))
    bring.add_argument("--case", required=True, metavar="ID", help=N_("made if it is new"))
    bring.add_argument("--dry-run", action="store_true", help=N_("only say what would happen"))
    take = commands.add("export", "card", run=run_export, summary=N_("write all cards of a case"))
    take.add_argument("--case", required=True, metavar="ID")
    take.add_argument("--out", required=True, type=Path, metavar="FILE")
    commands.add("case", "list", run=run_list, summary=N_("list the cases, by id"))
    delete = commands.add("case", "delete", run=run_delete, summary=N_("delete a case and destroy its key"))
    delete.add_argument("case", metavar="ID")


def run_import(arguments: argparse.Namespace) -> Answer:
    """Import cards into a case."""
    from netmap.usecases.cardfiles import import_card

    with desk_of(arguments, begins=True) as desk:
        done = import_card(desk, arguments.file, case_id=arguments.case, dry_run=arguments.dry_run)
    data = {
        "case": done.case,
        "case_made": done.case_made,
        "dry_run": arguments.dry_run,
        "cards": done.cards,
        "alters": done.alters,
        "ties": done.ties,
        "losses": [{"where": loss.where, "what": str(loss.message)} for loss in done.losses],
    }
    for loss in done.losses:
        print(loss, file=sys.stderr)
    rows = [[done.case, done.cards, done.alters, done.ties]]
    head = [text("case"), text("cards"), text("entries"), text("ties")]
    return Answer(data, lambda: table(head, rows))


def run_export(arguments: argparse.Namespace) -> Answer:
    """Export the cards of a case."""
    from netmap.usecases.cardfiles import export_card

    with desk_of(arguments) as desk:
        count = export_card(desk, arguments.case, arguments.out)
    return Answer(
        {"case": arguments.case, "out": str(arguments.out), "cards": count},
        lambda: text("{count} cards written to {out}.", count=count, out=arguments.out),
    )


def run_list(arguments: argparse.Namespace) -> Answer:
    """List the cases: ids, never names."""
    from netmap.usecases.cases import list_cases

    with desk_of(arguments) as desk:
        found = list_cases(desk)
    data = {
        "cases": [
            {
                "case": line.case.id,
                "case_manager": line.case.case_manager,
                "area": line.case.area,
                "opened_on": line.case.opened_on,
                "closed_on": line.case.closed_on,
                "cards": line.cards,
                "last_on": line.last_on,
            }
            for line in sorted(found, key=lambda line: line.case.id)
        ]
    }
    head = [text("case"), text("held by"), text("area"), text("cards"), text("last card")]
    rows = [[c["case"], c["case_manager"], c["area"], c["cards"], c["last_on"]] for c in data["cases"]]
    return Answer(data, lambda: table(head, rows))


def run_delete(arguments: argparse.Namespace) -> Answer:
    """Delete a case."""
    from netmap.usecases.cases import delete_case

    with desk_of(arguments) as desk:
        count = delete_case(desk, arguments.case)
    return Answer(
        {"case": arguments.case, "deleted": count},
        lambda: text("Case {id}: {count} entries deleted, its key destroyed.", id=arguments.case, count=count),
    )
