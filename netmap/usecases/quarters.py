"""Figures over time at the release gate: needs and what helps, by Sozialraum and quarter.

A quarter is counted once, some days after it is over, and is never counted again: what was released
stays. Quarters count cases that named something for the first time, so no two releases speak of the
same thing, and nothing can be subtracted. All that was ever released is audited together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.disclosure import audit, check_threshold, protect
from netmap.analysis.needquarters import MISSING, NAMED, CaseRows, Entry, Namings, Quarter, last_quarters
from netmap.errors import CallError, RefusedError
from netmap.exchange.district.read import Progress
from netmap.messages import Message, message
from netmap.model.changes import PublishFigures
from netmap.model.counts import TOTAL, CountTable, PublishedTable
from netmap.model.partners import Publication
from netmap.stores.base import Conflict
from netmap.usecases.desk import Desk, needs

#: under which name releases of quarters are remembered
NEED_QUARTERS: Final = "need-quarters"
#: a quarter is counted when it has been over for this long: late entries belong to it
SETTLING: Final = timedelta(days=14)
#: quarters that can be asked for at once
MOST_QUARTERS: Final = 40
#: seconds that the protection of one quarter may take before a coarser answer is given
SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class AreaCounts:
    """Cases of an area (or of all) that named a need for the first time; ``None`` is withheld.

    Attributes
    ----------
    cases
        All of them.
    named, missing
        Those on whose card something that helps stands by then, and those without.
    """

    cases: int | None
    named: int | None
    missing: int | None

    @property
    def is_told(self) -> bool:
        """Whether any of the three is."""
        return not self.cases is self.named is self.missing is None


@dataclass(frozen=True, slots=True)
class ReleasedQuarter:
    """What may be shown of a quarter.

    Attributes
    ----------
    quarter, on
        The quarter, and the day on which it was counted.
    areas
        The Sozialräume (ids; ``-``: unknown), in order.
    needs
        By need and area; the key ``*`` is all areas together.
    entries
        By entry of the partner room (table, id) and area: cases on whose cards it stood for the first
        time. Only entries with a number that may be told, and only these numbers.
    threshold
        The smallest number told.
    """

    quarter: Quarter
    on: date
    areas: tuple[str, ...]
    needs: Mapping[str, Mapping[str, AreaCounts]]
    entries: Mapping[Entry, Mapping[str, int]]
    threshold: int

    @property
    def withheld(self) -> int:
        """How many counts by need are not shown."""
        told = (n for rows in self.needs.values() for c in rows.values() for n in (c.cases, c.named, c.missing))
        return sum(n is None for n in told)


@dataclass(frozen=True, slots=True)
class ReleasedQuarters:
    """Quarters in order of time, with the protocol for the report."""

    quarters: tuple[ReleasedQuarter, ...]
    protocol: tuple[Message, ...]


@needs("planning.release")
def released_quarters(
    desk: Desk, *, on: date, count: int = 8, progress: Progress = lambda fraction, text: None
) -> ReleasedQuarters:
    """Give the last quarters that were over on a day, as they were or now are released.

    Parameters
    ----------
    on
        A day; quarters that are not over two weeks before it (or before today) are left out.
    count
        How many quarters.
    progress
        Told, while quarters are counted for the first time, which one is under way.

    Raises
    ------
    CallError
        The number of quarters is not from 1 to 40.
    RefusedError
        What is about to leave did not stand the audit.
    """
    if not 1 <= count <= MOST_QUARTERS:
        raise CallError("The number of quarters is from 1 to {most}, not {count}.", most=MOST_QUARTERS, count=count)
    wanted = last_quarters(min(on, desk.house.today()), settling=SETTLING, count=count)
    known = _remembered(desk)
    if new := [q for q in wanted if q not in known]:
        _release(desk, new, known, progress)
        known = _remembered(desk)
    shown = tuple(_read(known[q]) for q in wanted)
    return ReleasedQuarters(shown, _protocol(shown))


def _remembered(desk: Desk) -> dict[Quarter, Publication]:
    rows = desk.house.partners.load("publications", only=("subject", [NEED_QUARTERS]))["publications"]
    found = (Publication.of_stored(r) for r in rows)
    return {Quarter.of(p.on): p for p in found}


def _release(desk: Desk, new: Sequence[Quarter], known: Mapping[Quarter, Publication], progress: Progress) -> None:
    """Count quarters, protect them, audit them together with all earlier ones, and remember them."""
    threshold = desk.house.settings.threshold
    check_threshold(threshold)
    district = desk.house.district()
    # without a codec: structures only
    rows = desk.house.cases.load("cases", "needs", "cards")
    links = desk.house.cases.load("alters", only=("partner_table", ["services", "organisations", "resources"]))
    namings = Namings(CaseRows(rows["cases"], rows["needs"], rows["cards"], links["alters"]), AreaTree(district.areas))
    codes = {*desk.house.vocabulary["needs"].codes, *(c.code for c in district.codes if c.list == "needs")}
    leaving: dict[Quarter, list[PublishedTable]] = {}
    for number, quarter in enumerate(new):
        progress(number / (len(new) + 1), str(quarter))
        day = Day(district, quarter.last, desk.house.vocabulary)
        tables = [*namings.need_tables(quarter, day, needs=codes), *namings.entry_tables(quarter)]
        leaving[quarter] = _protected(tables, threshold=threshold)
    progress(len(new) / (len(new) + 1), "")
    published = [table for p in known.values() for table in _tables(p)]
    if not audit([*published, *chain.from_iterable(leaving.values())], threshold=threshold).passed:
        raise RefusedError("The figures did not stand the audit and were not released.")
    for quarter, tables_of_it in leaving.items():
        _remember(desk, quarter, tables_of_it, threshold=threshold)
    progress(1.0, "")


def _protected(tables: Sequence[CountTable], *, threshold: int) -> list[PublishedTable]:
    """Withhold what is small, zeros too, and what would give it away.

    Of entries, only the tables that tell anything are kept: which ones stand on one or two cards is
    itself a secret.
    """
    large = [t for t in tables if t.within[0][0] == "need" or sum(t.counts.values()) >= threshold]
    found = protect(large, threshold=threshold, time_limit_s=SECONDS).tables
    return [t for t in found if t.within[0][0] == "need" or any(n is not None for n in t.cells.values())]


def _remember(desk: Desk, quarter: Quarter, leaving: Sequence[PublishedTable], *, threshold: int) -> None:
    figures: dict[str, Any] = {
        "tables": [
            {
                "within": dict(table.within),
                "dimensions": list(table.dimensions),
                "cells": [[*key, n] for key, n in table.cells.items()],
            }
            for table in leaving
        ]
    }
    made = Publication(
        id=f"{NEED_QUARTERS}:{quarter}",  # one for each quarter: whoever comes second takes the first's
        subject=NEED_QUARTERS,
        on=quarter.last,
        threshold=threshold,
        figures=figures,
        at=desk.house.clock(),
        by=desk.actor.account,
    )
    with suppress(Conflict):
        desk.house.partners.apply(PublishFigures.adding(made), by=desk.actor.account)


def _tables(publication: Publication) -> list[PublishedTable]:
    return [
        PublishedTable(
            f"{NEED_QUARTERS}:{publication.on}",
            tuple(told["dimensions"]),
            {tuple(key): n for *key, n in told["cells"]},
            within=tuple(sorted(told["within"].items())),
        )
        for told in (publication.figures or {}).get("tables") or ()
    ]


def _read(publication: Publication) -> ReleasedQuarter:
    found: dict[str, dict[str, AreaCounts]] = {}
    entries: dict[Entry, dict[str, int]] = {}
    for table in _tables(publication):
        within = dict(table.within)
        areas = sorted({key[0] for key in table.cells})
        if "need" in within:
            found[within["need"]] = {
                a: AreaCounts(table.cells[a, TOTAL], table.cells[a, NAMED], table.cells[a, MISSING]) for a in areas
            }
        else:
            kind, _, ident = within["entry"].partition("/")
            entries[kind, ident] = {a: n for a in areas if (n := table.cells[a,]) is not None}
    return ReleasedQuarter(
        Quarter.of(publication.on),
        publication.at.date(),
        tuple(sorted({a for rows in found.values() for a in rows if a != TOTAL})),
        found,
        entries,
        publication.threshold,
    )


def _protocol(quarters: Iterable[ReleasedQuarter]) -> tuple[Message, ...]:
    lowest = min((q.threshold for q in quarters), default=0)
    return (
        message("Counts from fewer than {threshold} cases are withheld, zeros too.", threshold=lowest),
        message("A case counts once for each need: in the quarter in which the need was named for the first time."),
        message(
            "A quarter is counted once, {days} days after it is over, and stays as it was released.",
            days=SETTLING.days,
        ),
        message("What is shown was attacked as a reader would; no withheld count can be computed."),
        message(
            "Protects against readers who know the publication only: who knows one withheld count may compute others."
        ),
    )
