"""Judging every row of demand: seven kinds of gap, each with its certainty and its reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.gaps import reasons
from netmap.analysis.gaps.capacity import rows_short
from netmap.analysis.gaps.reach import TravelTimes, modes_said
from netmap.analysis.gaps.supply import Match, Supply
from netmap.analysis.gaps.values import KINDS, Certainty, Checked, Gap, Limits, row_key
from netmap.analysis.gaps.ways import Ways
from netmap.messages import Message, message
from netmap.model.catalogues import Vocabulary
from netmap.model.district import District
from netmap.model.partners import Demand, Service

RowKey = tuple[str, str, str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of gap as one way of counting sees it, before anything caps it."""

    certainty: Certainty
    services: tuple[str, ...]
    parts: tuple[str, ...] = ()
    #: at most ``possible`` findings of ``absent`` are about parts only
    whole: bool = True


@dataclass(frozen=True, slots=True)
class GapReport:
    """All gaps of a district on a day.

    Attributes
    ----------
    rows
        How many rows of demand were judged.
    gaps
        In order of area, need, group, language, features and kind.
    checked
        What was checked for each judged row, also for those without a gap.
    """

    as_of: date
    limits: Limits
    rows: int
    gaps: tuple[Gap, ...]
    warnings: tuple[Message, ...]
    checked: Mapping[RowKey, Checked] = field(default_factory=dict)


class _Side:
    """All rows matched with the supply of one day, in one way of counting."""

    def __init__(self, supply: Supply, rows: Sequence[Demand], *, generous: bool) -> None:
        self.supply = supply
        self.rows = rows
        self.generous = generous
        self.services = supply.day.services
        self.matches: dict[RowKey, Match] = {row_key(r): supply.match(r, generous=generous) for r in rows}

    def _capacity(self, *, unknown: int | None) -> dict[str, int | None]:
        found: dict[str, int | None] = {}
        for i, s in self.services.items():
            known = s.capacity_sgb2 if s.capacity_sgb2 is not None else s.capacity
            found[i] = unknown if known is None else known
        return found

    def _short(self, *, low: bool, unknown: int | None) -> frozenset[RowKey]:
        """Rows that go short, need by need; capacity is counted once within a need."""
        known = self._capacity(unknown=unknown)
        # with the low figures only sure pairs count: rows with perhaps pairs alone take no part
        rows = [r for r in self.rows if (m := self.matches[row_key(r)]).reachable and not (low and m.perhaps_only)]
        # a service stands once for each need: all needs are one network whose parts do not touch
        pairs = [[(r.need, s) for s in self.matches[row_key(r)].reachable] for r in rows]
        capacity = {pair: known[pair[1]] for row in pairs for pair in row}
        people = [r.people_low if low else r.people_high for r in rows]
        return frozenset(row_key(rows[i]) for i in rows_short(people, pairs, capacity))

    @cached_property
    def short_for_certain(self) -> frozenset[RowKey]:
        """Rows that go short even with the low figures and unknown capacities unlimited."""
        return self._short(low=True, unknown=None)

    @cached_property
    def short_possibly(self) -> frozenset[RowKey]:
        """Rows that go short with the high figures."""
        return self._short(low=False, unknown=None)

    @cached_property
    def short_perhaps(self) -> frozenset[RowKey]:
        """Rows that go short with the high figures where unknown capacities are none."""
        return self._short(low=False, unknown=0)

    def opened(self, key: RowKey) -> Mapping[str, Finding]:
        """Find absent, unusable, out of reach, and insufficient by capacity for certain."""
        found = dict(_missing(self.supply, self.matches[key]))
        if key in self.short_for_certain:
            found["insufficient"] = Finding(Certainty.CERTAIN, self.matches[key].reachable)
        return found


def _missing(supply: Supply, match: Match) -> Mapping[str, Finding]:
    area = match.row.area
    if not match.candidates:
        return {"absent": Finding(Certainty.CERTAIN, ())}
    found: dict[str, Finding] = {}
    parts = _unserved(supply, match, area)
    if parts:
        found["absent"] = Finding(Certainty.POSSIBLE, match.candidates, parts, whole=False)
    if not match.usable:
        found["unusable"] = Finding(Certainty.CERTAIN, match.candidates)
    elif not match.reachable:
        certainty = Certainty.UNKNOWN if match.reach_unknown else Certainty.CERTAIN
        found["out_of_reach"] = Finding(certainty, match.usable)
    return found


def _unserved(supply: Supply, match: Match, area: str) -> tuple[str, ...]:
    served: set[str] = set()
    for service in match.candidates:
        parts = match.serving[service]
        if parts is None:
            return ()
        served.update(parts)
    return tuple(sorted(set(supply.tree.leaves[area]) - served))


class _Judge:
    """Judges the rows of a day against the supply of that day and of the day the horizon ends."""

    def __init__(self, day: Day, limits: Limits) -> None:
        self.day = day
        self.limits = limits
        self.tree = AreaTree(day.district.areas)
        self.rows = sorted((r for r in day.demand if r.people_high > 0), key=row_key)
        self.times = times = TravelTimes(day, self.tree, limits)
        later = day.at(day.day + timedelta(days=limits.expiring_days))
        self.supply = Supply(day, self.tree, limits, times)
        self.later = Supply(later, self.tree, limits, times)
        self.ways = Ways(day)
        self.sides = {g: _Side(self.supply, self.rows, generous=g) for g in (False, True)}
        self.later_sides = {g: _Side(self.later, self.rows, generous=g) for g in (False, True)}

    def findings(self, key: RowKey, *, generous: bool) -> dict[str, Finding]:
        """Find every kind of gap of a row in one way of counting (``expiring`` comes after)."""
        side = self.sides[generous]
        match = side.matches[key]
        found = dict(_missing(self.supply, match))
        if match.reachable:
            services = [self.day.services[s] for s in match.reachable]
            for kind, certainty in (
                ("insufficient", self._insufficient(side, key, services)),
                ("disconnected", self._disconnected(match.row.need, services)),
                ("stale", self._stale(services)),
            ):
                if certainty is not None:
                    found[kind] = Finding(certainty, match.reachable)
        return found

    def _insufficient(self, side: _Side, key: RowKey, services: Sequence[Service]) -> Certainty | None:
        if key in side.short_for_certain or all(
            s.wait_days is not None and s.wait_days > self.limits.wait_days for s in services
        ):
            return Certainty.CERTAIN
        if key in side.short_possibly or all(s.free == 0 for s in services):
            return Certainty.POSSIBLE
        return Certainty.UNKNOWN if key in side.short_perhaps else None

    def _disconnected(self, need: str, services: Sequence[Service]) -> Certainty | None:
        if not any(self.ways.connected(s) for s in services):
            return Certainty.POSSIBLE if any(s.access == "open" for s in services) else Certainty.CERTAIN
        owing = [s for s in services if self.ways.owes_feedback(s, need)]
        if owing and not any(self.ways.tells_back(s) for s in owing):
            return Certainty.POSSIBLE
        return None

    def _stale(self, services: Sequence[Service]) -> Certainty | None:
        oldest = self.day.day - timedelta(days=self.limits.stale_days)
        if all(s.verified_on is None or s.verified_on < oldest for s in services):
            return Certainty.CERTAIN
        return None

    def ending(self, key: RowKey, *, generous: bool, certain_today: bool) -> Finding | None:
        """Find whether offers that end would open a gap for certain."""
        reachable = self.sides[generous].matches[key].reachable
        gone = tuple(s for s in reachable if s not in self.later_sides[generous].services)
        if not gone or certain_today:
            return None
        later = self.later_sides[generous].opened(key)
        if any(f.certainty is Certainty.CERTAIN and f.whole for f in later.values()):
            return Finding(Certainty.CERTAIN, gone)
        return None

    def gaps(self, row: Demand) -> list[Gap]:
        """Judge one row."""
        key = row_key(row)
        strict, generous = self.findings(key, generous=False), self.findings(key, generous=True)
        match = self.sides[False].matches[key]

        def final(finding: Finding, other: Finding | None, *, capped: bool) -> Certainty:
            certainty = finding.certainty
            if certainty is Certainty.CERTAIN and (other is None or other.certainty is not Certainty.CERTAIN):
                certainty = Certainty.POSSIBLE
            if row.people_low == 0 or capped:
                certainty = min(certainty, Certainty.POSSIBLE)
            return certainty

        certainties = {kind: final(f, generous.get(kind), capped=match.perhaps_only) for kind, f in strict.items()}
        opened = {g: self.sides[g].opened(key) for g in (False, True)}
        today = any(
            final(f, opened[True].get(k), capped=match.perhaps_only) is Certainty.CERTAIN
            for k, f in opened[False].items()
        )
        generously_today = row.people_low > 0 and any(f.certainty is Certainty.CERTAIN for f in opened[True].values())
        ending = self.ending(key, generous=False, certain_today=today)
        if ending is not None:
            other = self.ending(key, generous=True, certain_today=generously_today)
            capped = match.perhaps_only or self.later_sides[False].matches[key].perhaps_only
            strict["expiring"] = ending
            certainties["expiring"] = final(ending, other, capped=capped)
        return [self._gap(kind, certainties[kind], row, strict[kind], match) for kind in KINDS if kind in strict]

    def _gap(self, kind: str, certainty: Certainty, row: Demand, finding: Finding, match: Match) -> Gap:
        estimated = any(match.reached[s].by_estimate for s in finding.services if s in match.reached)
        shared = self.shared(row, finding.services) if kind == "insufficient" else ()
        return Gap(
            kind=kind,
            certainty=certainty,
            row=row,
            services=tuple(sorted(finding.services)),
            parts=finding.parts,
            estimated=estimated,
            reasons=reasons.reasons_of(
                kind,
                row,
                match,
                finding.services,
                finding.parts,
                shared,
                day=self.day,
                limits=self.limits,
                estimated=estimated,
            ),
        )

    @cached_property
    def _asked(self) -> Mapping[tuple[str, str], int]:
        """How many rows of a need reach a service."""
        asked: dict[tuple[str, str], int] = defaultdict(int)
        for match in self.sides[False].matches.values():
            for service in match.reachable:
                asked[match.row.need, service] += 1
        return asked

    def shared(self, row: Demand, services: Sequence[str]) -> tuple[str, ...]:
        """Give those of some services that other rows of the need depend on, too."""
        return tuple(s for s in services if self._asked[row.need, s] > 1)


def find_gaps(
    district: District,
    day: date,
    vocabulary: Vocabulary,
    *,
    limits: Limits | None = None,
    area: str | None = None,
) -> GapReport:
    """Judge all rows of demand of a district on a day.

    Parameters
    ----------
    district
        The district.
    day
        The day; supply and demand as known then.
    vocabulary
        Recognises the words of open vocabularies.
    limits
        Minutes, days and mode under which something counts as a gap.
    area
        Show only rows of this area and of what lies in it (judged with all others all the same:
        capacity is shared).

    Returns
    -------
    GapReport
        Every gap with its kind, certainty, services and reasons.
    """
    own = vocabulary.with_codes((c.list, c.code, c.label) for c in district.codes)
    judge = _Judge(Day(district, day, own), limits or Limits())
    shown = judge.rows if area is None else [r for r in judge.rows if r.area in judge.tree.within(area)]
    gaps = [gap for row in shown for gap in judge.gaps(row)]
    gaps.sort(key=lambda g: g.key)
    warnings = [
        message("service {id} serves nobody: it names neither areas nor places", id=s)
        for s in judge.supply.serving_nobody
    ]
    if judge.limits.mode and not judge.times.has_lines:
        warnings.append(
            message(
                "no travel line has the mode '{mode}': every way is estimated. {modes}",
                mode=judge.limits.mode,
                modes=modes_said(judge.day, judge.limits.mode),
            )
        )
    return GapReport(
        day, judge.limits, len(shown), tuple(gaps), tuple(warnings), _LazyChecked(judge, [row_key(r) for r in shown])
    )


class _LazyChecked(Mapping[RowKey, Checked]):
    """What was checked, put together for a row when somebody first asks about it."""

    def __init__(self, judge: _Judge, keys: Sequence[RowKey]) -> None:
        self._judge = judge
        self._found: dict[RowKey, Checked | None] = dict.fromkeys(keys)

    def __getitem__(self, key: RowKey) -> Checked:
        found = self._found[key]
        if found is None:
            match = self._judge.sides[False].matches[key]
            found = self._found[key] = match.checked(self._judge.shared(match.row, match.reachable))
        return found

    def __iter__(self) -> Iterator[RowKey]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
