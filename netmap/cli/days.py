"""The day a command is about."""

from __future__ import annotations

import argparse
from datetime import date, datetime

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


def local_time(moment: datetime) -> str:
    """Write a moment for people: in the time of this computer, to the second."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")
