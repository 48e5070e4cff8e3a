"""What a command on the partner network or on gaps asks about, with everything wrong in it said at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Protocol

from netmap.cli.days import day_of
from netmap.errors import CallError, Fault
from netmap.messages import N_, Message, message, text

if TYPE_CHECKING:
    from netmap.usecases.desk import Desk

#: option, where in the district it points, what is said of an id that is not there
_POINTERS = (
    ("area", "areas", N_("There is no area '{id}'.")),
    ("without", "organisations", N_("There is no organisation '{id}'.")),
    ("without_service", "services", N_("There is no service '{id}'.")),
)
#: options that are minutes
_LIMITS = ("town_limit", "country_limit")


class _Named(Protocol):
    """A record with an id and a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def asked_day(arguments: argparse.Namespace, desk: Desk) -> date:
    """Give the day of a call after everything it names was looked up.

    Says on standard error if there is nothing yet to ask about: an answer without rows from a folder
    that was mistyped looks like a finding.

    Raises
    ------
    CallError
        A day, scale, limit, mode, area, organisation or service is none; every one of them is a fault.
    """
    faults: list[Fault] = []
    day = desk.house.today()
    try:
        day = day_of(arguments, day)
    except CallError as error:
        faults.append(Fault("--as-of", error.message))
    faults += [*_scale_faults(arguments), *_limit_faults(arguments), *_mode_faults(arguments)]
    district = desk.house.district()
    for option, table, msgid in _POINTERS:
        records: Mapping[str, _Named] = getattr(district, table)
        where = f"--{option.replace('_', '-')}"
        faults += [Fault(where, _missing(msgid, word, records)) for word in _words(arguments, option, records)]
    if faults:
        raise CallError("The call is wrong, number of faults: {count}.", count=len(faults), faults=faults)
    if not district.organisations:
        print(text("There are no organisations in {uri} yet.", uri=desk.house.partners.uri), file=sys.stderr)
    return day


def asked_minutes(word: str | None) -> float | None:
    """Give the minutes of a limit; ``None``: none is asked for, the house's holds.

    Raises
    ------
    CallError
        It is no number above 0.

    Examples
    --------
    >>> asked_minutes("22,5"), asked_minutes(None)
    (22.5, None)
    """
    from netmap.exchange.numbers import parse_number

    if word is None:
        return None
    try:
        minutes = parse_number(word)
    except ValueError:
        minutes = 0.0
    if not 0 < minutes < float("inf"):
        raise CallError("A limit is a number of minutes above 0, not {value}.", value=word)
    return minutes


def _scale_faults(arguments: argparse.Namespace) -> Iterator[Fault]:
    from netmap.usecases.network import checked_scale

    if "scale" in arguments:
        try:
            checked_scale(arguments.scale)
        except CallError as error:
            yield Fault("--scale", error.message)


def _limit_faults(arguments: argparse.Namespace) -> Iterator[Fault]:
    for option in _LIMITS:
        try:
            asked_minutes(getattr(arguments, option, None))
        except CallError as error:
            yield Fault(f"--{option.replace('_', '-')}", error.message)


def _mode_faults(arguments: argparse.Namespace) -> Iterator[Fault]:
    if getattr(arguments, "mode", None) is not None and not arguments.mode.strip():
        yield Fault("--mode", message("A means of travel is needed here."))


def _words(arguments: argparse.Namespace, option: str, known: Iterable[str]) -> list[str]:
    given = getattr(arguments, option, None)
    words = given if isinstance(given, list) else [given]
    return [word for word in dict.fromkeys(words) if word is not None and word not in known]


def _missing(msgid: str, word: str, records: Mapping[str, _Named]) -> Message:
    """Say that an id is not there, and which ones are near, by what they are called too."""
    ids = {name.casefold(): r.id for r in records.values() for name in (r.name, r.id)}
    near = dict.fromkeys(ids[name] for name in get_close_matches(word.casefold(), ids, n=3, cutoff=0.6))
    if not near:
        return message(msgid, id=word)
    return message("{what} Near are: {near}.", what=message(msgid, id=word), near=", ".join(near))
