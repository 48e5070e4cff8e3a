"""Opens the house for a command, as the account ``cli``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netmap.usecases.desk import Desk


@contextmanager
def desk_of(arguments: argparse.Namespace, *, begins: bool = False) -> Iterator[Desk]:
    """Open the stores the call names and close them afterwards.

    Parameters
    ----------
    begins
        Whether the command may be the first one on a store and makes it. Any other is refused where there is
        none: the zeros of a folder that was mistyped look like a finding.

    Raises
    ------
    CallError
        There is no store to read.
    """
    from netmap.bootstrap import House
    from netmap.settings import load_settings
    from netmap.usecases.desk import Actor, Desk

    given = {name: getattr(arguments, name, None) for name in ("data", "partners", "cases")}
    house = House(load_settings(**given))
    if not begins:
        house.check_begun()
    try:
        yield Desk(house, Actor.cli())
    finally:
        house.close()


def show_progress(fraction: float, text: str) -> None:
    """Show how far something is, on standard error, where a person watches."""
    if sys.stderr.isatty():
        end = "\n" if fraction >= 1 else ""
        print(f"\r{fraction:4.0%} {text:<30}", end=end, file=sys.stderr, flush=True)
