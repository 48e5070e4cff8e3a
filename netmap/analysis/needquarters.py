"""What cases bring up, quarter by quarter: needs named, and whether anything that helps was named with them.

A case counts once for each need, in the quarter in which the need was named for the first time. So
the quarters count different things, add up to cases, and cannot be subtracted from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any, Final, TypeAlias, TypeVar

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.model.counts import CountTable
from netmap.model.tables import Row

#: areas that figures are given by
SOCIAL_AREA: Final = "sozialraum"
#: stands for cases of which the area is not known
NO_AREA: Final = "-"
#: something that helps was named on a card by the end of the quarter; nothing was
NAMED, MISSING = "named", "missing"

#: a table of the partner room and the id of an entry there
Entry: TypeAlias = tuple[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year.

    Examples
    --------
    >>> Quarter.of(date(2026, 11, 20)), Quarter.parse("2026-Q4").first, Quarter(2026, 4).last
    (Quarter(year=2026, number=4), datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    >>> str(Quarter(2026, 1).before())
    '2025-Q4'
    """

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Give the quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, word: str) -> Quarter:
        """Read what ``str`` writes."""
        year, _, number = word.partition("-Q")
        return cls(int(year), int(number))

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.after().first - timedelta(days=1)

    def before(self) -> Quarter:
        """Give the quarter before."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def after(self) -> Quarter:
        """Give the next quarter."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Plain rows of the case room, as they are read without any key."""

    cases: Sequence[Row]
    needs: Sequence[Row]
    cards: Sequence[Row]
    alters: Sequence[Row]


class Namings:
    """What was named first when, case by case.

    Parameters
    ----------
    rows
        Plain rows; only ids, areas, needs, days and links to the partner room are looked at.
    areas
        The district's areas: a case counts for its Sozialraum (or its area, if it lies in none).
    """

    def __init__(self, rows: CaseRows, areas: AreaTree) -> None:
        self.area = {r["id"]: social_area(r["area"], areas) for r in rows.cases}
        #: whether anybody lives there or not: the list itself must not tell
        self.areas = tuple(sorted({*(social_area(a, areas) for a in areas.areas), NO_AREA}))
        self.needs = _firsts(((r["case"], r["need"]), r["since"]) for r in rows.needs)
        card_day = {r["id"]: r["on"] for r in rows.cards}
        linked = ((r, card_day[r["card"]]) for r in rows.alters if r["partner_id"] and r["card"] in card_day)
        self.entries = _firsts(((r["case"], (r["partner_table"], r["partner_id"])), day) for r, day in linked)
        self._of_case: dict[str, list[tuple[Entry, str]]] = {}
        for (case, entry), day in self.entries.items():
            self._of_case.setdefault(case, []).append((entry, day))

    def need_tables(self, quarter: Quarter, day: Day, *, needs: Iterable[str]) -> list[CountTable]:
        """Count the cases that named a need for the first time in a quarter.

        One table for each need, by Sozialraum and by whether a service, an organisation or a
        neighbourhood resource that is there for the need stands on a card of the case by then.

        Parameters
        ----------
        quarter
            The quarter.
        day
            The district on its last day: which services are running.
        needs
            The needs that get a table, whether anybody named them or not.
        """
        helpful = helpers(day)
        first, last = quarter.first.isoformat(), quarter.last.isoformat()
        counts = {need: dict.fromkeys(product(self.areas, (NAMED, MISSING)), 0) for need in needs}
        for (case, need), on in self.needs.items():
            if need not in counts or not first <= on <= last:
                continue
            known = helpful.get(need, frozenset())
            has = any(entry in known and seen <= last for entry, seen in self._of_case.get(case, ()))
            counts[need][self._area_of(case), NAMED if has else MISSING] += 1
        return [
            _table(("area", "help"), found, (("need", need), ("quarter", str(quarter))))
            for need, found in sorted(counts.items())
        ]

    def entry_tables(self, quarter: Quarter) -> list[CountTable]:
        """Count the cases that named an entry of the partner room for the first time, by Sozialraum."""
        first, last = quarter.first.isoformat(), quarter.last.isoformat()
        counts: dict[Entry, dict[tuple[str], int]] = {}
        for (case, entry), on in self.entries.items():
            if first <= on <= last:
                areas = counts.setdefault(entry, dict.fromkeys(((a,) for a in self.areas), 0))
                areas[self._area_of(case),] += 1
        return [
            _table(("area",), found, (("entry", "/".join(entry)), ("quarter", str(quarter))))
            for entry, found in sorted(counts.items())
        ]

    def _area_of(self, case: str) -> str:
        return self.area.get(case, NO_AREA)


def social_area(area: str | None, areas: AreaTree) -> str:
    """Give the Sozialraum that an area is or lies in; the area itself if there is none.

    Examples
    --------
    >>> from netmap.model.partners import Area
    >>> tree = AreaTree({a.id: a for a in (
    ...     Area(id="g", name="Stadt", kind="gemeinde"),
    ...     Area(id="s", name="Nord", kind="sozialraum", parent="g"),
    ...     Area(id="q", name="Hafen", kind="quartier", parent="s"))})
    >>> [social_area(a, tree) for a in ("q", "s", "g", None, "elsewhere")]
    ['s', 's', 'g', '-', '-']
    """
    if area is None or area not in areas.areas:
        return NO_AREA
    return next((a for a in areas.above[area] if areas.areas[a].kind == SOCIAL_AREA), area)


def helpers(day: Day) -> dict[str, frozenset[Entry]]:
    """Give for each need what is there for it: running services, who offers them, neighbourhood resources."""
    found: dict[str, set[Entry]] = {}
    for service in day.services.values():
        for need in service.needs:
            found.setdefault(need, set()).update({("services", service.id), ("organisations", service.organisation)})
    for resource in day.district.resources.values():
        for need in resource.needs:
            found.setdefault(need, set()).add(("resources", resource.id))
    return {need: frozenset(entries) for need, entries in found.items()}


def _firsts(said: Iterable[tuple[tuple[str, T], str]]) -> dict[tuple[str, T], str]:
    """Give the first day of each thing said."""
    first: dict[tuple[str, T], str] = {}
    for key, day in said:
        if key not in first or day < first[key]:
            first[key] = day
    return first


def _table(dimensions: tuple[str, ...], counts: Mapping[Any, int], within: tuple[tuple[str, str], ...]) -> CountTable:
    # the cases are the contributors: what nobody named is then as small as what one case named
    return CountTable(" ".join(v for _, v in within), dimensions, counts, contributors=counts, within=within)


def last_quarters(day: date, *, settling: timedelta, count: int) -> tuple[Quarter, ...]:
    """Give the last quarters that were over long enough before a day, oldest first.

    Examples
    --------
    >>> [str(q) for q in last_quarters(date(2026, 10, 10), settling=timedelta(days=14), count=2)]
    ['2026-Q1', '2026-Q2']
    """
    newest = Quarter.of(day - settling).before()
    found = [newest]
    while len(found) < count:
        found.append(found[-1].before())
    return tuple(reversed(found))
