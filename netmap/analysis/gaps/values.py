"""What a gap is, and the limits under which it is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from netmap.messages import Message
from netmap.model.partners import Demand

#: kinds of gap in the order in which they are judged
KINDS: Final = (
    "absent",
    "unusable",
    "out_of_reach",
    "insufficient",
    "disconnected",
    "expiring",
    "stale",
)


class Certainty(IntEnum):
    """How sure a gap is."""

    UNKNOWN = 0
    POSSIBLE = 1
    CERTAIN = 2

    @property
    def word(self) -> str:
        """The word that files and answers use."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that judgements stand on; shown beside every result.

    Attributes
    ----------
    town, country
        Minutes within which an offer is within reach.
    wait_days
        Waiting longer than this is too long.
    expiring_days
        How far ahead one looks for offers that end.
    stale_days
        What was verified longer ago counts as no longer verified.
    mode
        Use travel lines of this mode alone (default: the fastest but ``car``).
    """

    town: float = 30
    country: float = 45
    wait_days: int = 42
    expiring_days: int = 180
    stale_days: int = 365
    mode: str | None = None

    def minutes(self, setting: str) -> float:
        """Give the limit in town or country."""
        return self.country if setting == "country" else self.town


#: why a service that names the need is not among those that help: a code of the step that dropped it
Dropped = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap of one row of demand.

    Attributes
    ----------
    services
        The services the finding is about, in order of id.
    parts
        The parts of the area that no candidate serves.
    estimated
        Whether any of the services is in or out of reach by an estimate only.
    reasons
        Why, as sentences; never with the name of a protected place.
    """

    kind: str
    certainty: Certainty
    row: Demand
    services: tuple[str, ...]
    parts: tuple[str, ...] = ()
    estimated: bool = False
    reasons: tuple[Message, ...] = ()

    @property
    def people(self) -> tuple[int, int]:
        """The range of people; fewer than three are shown as 0 to 2."""
        return shown_people(self.row)

    @property
    def key(self) -> tuple[str, str, str, str, tuple[str, ...], int]:
        """By what gaps are put in order."""
        return (*row_key(self.row), KINDS.index(self.kind))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked for one row: each service that names the need, and where it stopped.

    Attributes
    ----------
    candidates, usable, reachable
        Ids of services that came so far.
    dropped
        Service id to the step that dropped it: ``area``, ``group``, ``language``, ``features``,
        ``reach``, ``reach_unknown``.
    perhaps
        Services of which it is not known whether they fit.
    minutes
        Minutes by service, where known.
    """

    row: Demand
    candidates: tuple[str, ...]
    usable: tuple[str, ...]
    reachable: tuple[str, ...]
    dropped: Dropped = field(default_factory=dict)
    perhaps: frozenset[str] = frozenset()
    minutes: Mapping[str, float] = field(default_factory=dict)
    estimated: frozenset[str] = frozenset()
    shared: tuple[str, ...] = ()


def row_key(row: Demand) -> tuple[str, str, str, str, tuple[str, ...]]:
    """By what rows are put in order."""
    return (row.area, row.need, row.target_group or "", row.language or "", tuple(sorted(row.requires)))


def shown_people(row: Demand) -> tuple[int, int]:
    """Give the range of people as it is shown: fewer than three are 0 to 2.

    Examples
    --------
    >>> shown_people(Demand(area="a", need="debt", people_low=2, people_high=2))
    (0, 2)
    """
    if row.people_high < 3:
        return 0, 2
    return row.people_low, row.people_high


def shown_count(people: int) -> int | str:
    """Give a number of people as it is shown: one or two are 0 to 2.

    Examples
    --------
    >>> shown_count(0), shown_count(1), shown_count(3)
    (0, '0–2', 3)
    """
    return "0–2" if 0 < people < 3 else people
