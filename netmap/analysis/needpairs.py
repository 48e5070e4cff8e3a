"""Needs that come together: how often pairs and triples of needs occur in one case.

Each case is one bit mask of its open needs; equal masks are counted once, so that the work does not
grow with the number of cases but with the number of different mixes of needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.cooperation.pairs import CONTRADICTED, Pair, pairs_of
from netmap.analysis.day import Day
from netmap.errors import InputError
from netmap.messages import N_
from netmap.model.partners import DEFAULT_SCALE
from netmap.model.tables import Row

#: bits of one mask
MOST_NEEDS = 64
#: a report that is older says little about today
OLD_YEARS = 2


@dataclass(frozen=True, slots=True)
class PackedNeeds:
    """The open needs of cases: bit ``k`` of a mask says that a case has the need ``codes[k]``.

    Attributes
    ----------
    codes
        Needs in order of code point.
    masks
        One for each case.
    ids
        The cases, where it matters which is which.
    """

    codes: tuple[str, ...]
    masks: NDArray[np.uint64]
    ids: tuple[str, ...] = ()

    @property
    def cases(self) -> int:
        """How many cases have an open need."""
        return int(np.count_nonzero(self.masks))


def is_open(row: Row, day: date) -> bool:
    """Tell whether a need (a plain row of the table ``needs``) is open on a day.

    It has begun, its last day is not over, and it is not done.

    Examples
    --------
    >>> is_open({"since": "2026-01-01", "until": None, "phase": "active"}, date(2026, 1, 1))
    True
    >>> is_open({"since": "2026-01-01", "until": None, "phase": "done"}, date(2026, 1, 1))
    False
    """
    on = day.isoformat()
    until = row.get("until")
    return bool(row["since"] <= on and (until is None or until >= on) and row["phase"] != "done")


class NeedRows:
    """Rows of the table ``needs`` as arrays, so that many days can be looked at.

    Parameters
    ----------
    rows
        Plain rows; only case, need, phase and days are looked at.
    codes
        The needs that can occur; others are added.

    Raises
    ------
    InputError
        There are more different needs than a mask has bits.
    """

    def __init__(self, rows: Sequence[Row], *, codes: Sequence[str]) -> None:
        self.codes = tuple(sorted({*codes, *(r["need"] for r in rows)}))
        if len(self.codes) > MOST_NEEDS:
            raise InputError(N_("There are more than {most} different needs."), most=MOST_NEEDS)
        bit = {code: 1 << k for k, code in enumerate(self.codes)}
        self.ids = tuple(dict.fromkeys(r["case"] for r in rows))
        at = {case: n for n, case in enumerate(self.ids)}
        self._case = np.array([at[r["case"]] for r in rows], dtype=np.intp)
        self._bit = np.array([bit[r["need"]] for r in rows], dtype=np.uint64)
        self._since = np.array([r["since"] for r in rows], dtype="datetime64[D]")
        self._until = np.array([r.get("until") or "9999-12-31" for r in rows], dtype="datetime64[D]")
        self._done = np.array([r["phase"] == "done" for r in rows], dtype=np.bool_)

    def on(self, day: date) -> PackedNeeds:
        """Pack the needs that are open on a day, case by case (a case without any has an empty mask)."""
        moment = np.datetime64(day, "D")
        is_open_then = ~self._done & (self._since <= moment) & (self._until >= moment)
        masks = np.zeros(len(self.ids), dtype=np.uint64)
        np.bitwise_or.at(masks, self._case[is_open_then], self._bit[is_open_then])
        return PackedNeeds(self.codes, masks, self.ids)


def pack_needs(rows: Sequence[Row], day: date, *, codes: Sequence[str]) -> PackedNeeds:
    """Pack the needs that are open on a day; see :class:`NeedRows`."""
    return NeedRows(rows, codes=codes).on(day)


@dataclass(frozen=True, slots=True)
class NeedCounts:
    """In how many cases needs occur: alone or not, in pairs, in triples.

    Attributes
    ----------
    cases
        Cases with any open need.
    single, pairs, triples
        Counts by need, by two, by three needs, in order of code point; also where they are 0.
    """

    cases: int
    single: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    triples: Mapping[tuple[str, str, str], int]


def count_needs(packed: PackedNeeds, *, triples: bool = False) -> NeedCounts:
    """Count cases by need, pair and (if asked for) triple of needs.

    Examples
    --------
    >>> two = PackedNeeds(("debt", "illness", "work"), np.array([0b011, 0b011, 0b101], dtype=np.uint64))
    >>> found = count_needs(two)
    >>> found.cases, found.single["debt"], found.pairs["debt", "illness"], found.pairs["illness", "work"]
    (3, 3, 2, 0)
    """
    mixes, times = np.unique(packed.masks[packed.masks != 0], return_counts=True)
    k = len(packed.codes)
    has = ((mixes[:, None] >> np.arange(k, dtype=np.uint64)) & np.uint64(1)).astype(np.float64)
    together = (has * times[:, None]).T @ has  # whole numbers far below 2**53: exact
    codes = packed.codes
    threes: dict[tuple[str, str, str], int] = {}
    if triples:
        for i in range(k - 2):
            weighted = has[:, i + 1 :] * (times * has[:, i])[:, None]
            rest = weighted.T @ has[:, i + 1 :]
            for a, b in combinations(range(k - i - 1), 2):
                threes[codes[i], codes[i + 1 + a], codes[i + 1 + b]] = int(rest[a, b])
    return NeedCounts(
        cases=int(times.sum()),
        single={code: int(together[i, i]) for i, code in enumerate(codes)},
        pairs={(codes[i], codes[j]): int(together[i, j]) for i, j in combinations(range(k), 2)},
        triples=threes,
    )


def moved(then: PackedNeeds, now: PackedNeeds) -> dict[tuple[str, str], tuple[int, int]]:
    """Count for each pair of needs the cases that came to have both, and those that no longer do.

    Examples
    --------
    >>> then = PackedNeeds(("debt", "work"), np.array([3, 1], dtype=np.uint64), ("a", "b"))
    >>> now = PackedNeeds(("debt", "work"), np.array([1, 3, 3], dtype=np.uint64), ("a", "b", "c"))
    >>> moved(then, now)["debt", "work"]
    (2, 1)
    """
    if then.codes != now.codes:
        raise ValueError("both must be packed with the same needs")
    old, new = then.masks, now.masks
    if then.ids != now.ids:
        before = dict(zip(then.ids, then.masks.tolist(), strict=True))
        after = dict(zip(now.ids, now.masks.tolist(), strict=True))
        every = sorted({*before, *after})
        old = np.array([before.get(i, 0) for i in every], dtype=np.uint64)
        new = np.array([after.get(i, 0) for i in every], dtype=np.uint64)
    found = {}
    for i, j in combinations(range(len(now.codes)), 2):
        both = np.uint64((1 << i) | (1 << j))
        had, has = (old & both) == both, (new & both) == both
        found[now.codes[i], now.codes[j]] = (int((has & ~had).sum()), int((had & ~has).sum()))
    return found


@dataclass(frozen=True, slots=True)
class ProviderPairs:
    """How far the providers of two needs work together.

    Attributes
    ----------
    same_provider
        Organisations that have running services for both.
    provider_pairs
        Unordered pairs of different organisations, one for each need.
    connected
        Of these: confirmed or said by one side, at level 1 or more.
    zero
        Confirmed or said by one side, at level 0.
    contradicted, unknown
        Both sides differ; nobody reported.
    older_than_two_years
        Of those reported on: the newest report is older.
    pairs
        The pairs themselves, for whoever must bring them together.
    """

    needs: tuple[str, str]
    same_provider: int
    provider_pairs: int
    connected: int
    contradicted: int
    unknown: int
    zero: int
    older_than_two_years: int
    pairs: tuple[tuple[str, str], ...] = ()


def provider_pairs(day: Day, pair: tuple[str, str], *, scale: str = DEFAULT_SCALE) -> ProviderPairs:
    """Judge the cooperation of the providers of two needs."""
    return all_provider_pairs(day, [pair], scale=scale)[0]


def all_provider_pairs(
    day: Day, pairs: Iterable[tuple[str, str]], *, scale: str = DEFAULT_SCALE
) -> tuple[ProviderPairs, ...]:
    """Judge the cooperation of the providers of each pair of needs."""
    offering: dict[str, set[str]] = {}
    for service in day.services.values():
        for need in service.needs:
            offering.setdefault(need, set()).add(service.organisation)
    known = pairs_of(day, scale=scale)
    oldest = _years_before(day.day, OLD_YEARS)
    return tuple(_judged(pair, offering, known, oldest) for pair in pairs)


def _judged(
    needs: tuple[str, str],
    offering: Mapping[str, set[str]],
    known: Mapping[tuple[str, str], Pair],
    oldest: date,
) -> ProviderPairs:
    first, second = (offering.get(n, set()) for n in needs)
    wanted = sorted({(min(a, b), max(a, b)) for a in first for b in second if a != b})
    found = [known[p] for p in wanted if p in known]
    agreed = [p for p in found if p.state != CONTRADICTED]
    connected = sum(p.is_tie for p in agreed)
    return ProviderPairs(
        needs=needs,
        same_provider=len(first & second),
        provider_pairs=len(wanted),
        connected=connected,
        contradicted=len(found) - len(agreed),
        unknown=len(wanted) - len(found),
        zero=len(agreed) - connected,
        older_than_two_years=sum(p.newest < oldest for p in found),
        pairs=tuple(wanted),
    )


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
