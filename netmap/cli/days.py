"""The day a command is about."""

from __future__ import annotations

import argparse
from datetime import date

from netmap.errors import CallError
from netmap.messages import N_


def add_day(parser: argparse.ArgumentParser) -> None:
    """Add ``--as-of``."""
    parser.add_argument("--as-of", metavar="DATE", help=N_("the day (default: today)"))


def day_of(arguments: argparse.Namespace, today: date) -> date:
    """Give the day a call names.

    Raises
    ------
    CallError
        It is no date.
    """
    if arguments.as_of is None:
        return today
    try:
        return date.fromisoformat(arguments.as_of)
    except ValueError as exc:
        raise CallError("'{value}' is no date; write it as 2026-11-20.", value=arguments.as_of) from exc
