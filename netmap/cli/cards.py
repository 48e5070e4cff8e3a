"""``netmap card figures|compare``: the commands; what they answer is loaded when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netmap.messages import N_

if TYPE_CHECKING:
    import argparse

    from netmap.cli import Commands
    from netmap.cli.output import Answer


def register(commands: Commands) -> None:
    """Add the commands."""
    figures = commands.add("card", "figures", run=_figures, summary=N_("figures of every version in a card file"))
    figures.add_argument("file", metavar="FILE", help=N_("easyNWK (JSON or 1.5) or netmap card file; - reads stdin"))
    compare = commands.add(
        "card", "compare", run=_compare, summary=N_("what changed between two versions in a card file")
    )
    compare.add_argument("file", metavar="FILE", help=N_("easyNWK (JSON or 1.5) or netmap card file; - reads stdin"))
    compare.add_argument(
        "--from", dest="earlier", metavar="LABEL", help=N_("label, id or day of a version (default: the first)")
    )
    compare.add_argument(
        "--to", dest="later", metavar="LABEL", help=N_("label, id or day of a version (default: the last)")
    )


def _figures(arguments: argparse.Namespace) -> Answer:
    from netmap.cli.cardanswers import run_figures

    return run_figures(arguments)


def _compare(arguments: argparse.Namespace) -> Answer:
    from netmap.cli.cardanswers import run_compare

    return run_compare(arguments)
