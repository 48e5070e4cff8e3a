"""The district as it is on a day: who and what is running, and what was known by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from netmap.model.catalogues import Vocabulary
from netmap.model.district import District
from netmap.model.partners import (
    DEFAULT_SCALE,
    Agreement,
    Demand,
    Membership,
    Organisation,
    Relation,
    Report,
    Service,
)

#: the kind of organisation that steers cases in
JOBCENTER = "jobcenter"


def in_force(record: Service | Relation | Agreement | Membership, day: date) -> bool:
    """Tell whether a day lies from the first to the last day of something (both included)."""
    return (record.since is None or record.since <= day) and (record.until is None or day <= record.until)


class Day:
    """A district on a day.

    An organisation that has ended takes along its services, relations, reports and memberships;
    what was verified after the day counts as never verified.

    Parameters
    ----------
    district
        The whole district.
    day
        The day (``--as-of``).
    vocabulary
        Recognises the words of open vocabularies.
    """

    def __init__(self, district: District, day: date, vocabulary: Vocabulary) -> None:
        self.district = district
        self.day = day
        self.vocabulary = vocabulary
        self._codes: dict[tuple[str, str], str] = {}

    def at(self, day: date) -> Day:
        """Give the same district on another day."""
        return Day(self.district, day, self.vocabulary)

    def code(self, catalogue: str, word: str) -> str:
        """Give the code of a word, or the word itself where the catalogue does not know it."""
        key = (catalogue, word)
        found = self._codes.get(key)
        if found is None:
            found = self._codes[key] = self.vocabulary[catalogue].code_of(word) or word
        return found

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Organisations running on the day."""
        return {i: o for i, o in self.district.organisations.items() if o.until is None or self.day <= o.until}

    @cached_property
    def protected_names(self) -> tuple[str, ...]:
        """The names of protected places, to be told from other words whatever their case."""
        return tuple(p.name.casefold() for p in self.district.places.values() if p.protected)

    @cached_property
    def jobcenters(self) -> frozenset[str]:
        """Ids of the running jobcenters."""
        return frozenset(
            i for i, o in self.organisations.items() if self.code("organisation_kinds", o.kind) == JOBCENTER
        )

    @cached_property
    def services(self) -> dict[str, Service]:
        """Services running on the day."""
        found = {}
        for i, s in self.district.services.items():
            if s.organisation in self.organisations and in_force(s, self.day):
                late = s.verified_on is not None and s.verified_on > self.day
                found[i] = replace(s, verified_on=None) if late else s
        return found

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Relations in force between running organisations (those of ended services drop out)."""
        there = self.organisations
        return tuple(
            r
            for r in self.district.relations
            if r.from_ in there
            and r.to in there
            and in_force(r, self.day)
            and (r.service is None or r.service in self.services)
        )

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        """Agreements in force."""
        return {i: a for i, a in self.district.agreements.items() if in_force(a, self.day)}

    @cached_property
    def members(self) -> tuple[Membership, ...]:
        """Memberships in force of running organisations."""
        return tuple(m for m in self.district.members if m.organisation in self.organisations and in_force(m, self.day))

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """Reports made by the day between running organisations."""
        there = self.organisations
        return tuple(r for r in self.district.reports if r.on <= self.day and r.from_ in there and r.to in there)

    def newest_reports(self, *, scale: str = DEFAULT_SCALE) -> Mapping[tuple[str, str], Report]:
        """Give the newest report of each side (from, to) on a scale."""
        newest: dict[tuple[str, str], Report] = {}
        for report in self.reports:
            if report.scale == scale and report.from_ != report.to:
                known = newest.get((report.from_, report.to))
                if known is None or known.on < report.on:
                    newest[report.from_, report.to] = report
        return newest

    @cached_property
    def demand(self) -> tuple[Demand, ...]:
        """The newest row of each area, need, group, language and set of features (no day = oldest)."""
        newest: dict[tuple[object, ...], Demand] = {}
        for row in self.district.demand:
            if row.on is not None and row.on > self.day:
                continue
            group = row.target_group and self.code("target_groups", row.target_group)
            language = row.language and self.code("languages", row.language)
            key = (row.area, row.need, group, language, tuple(sorted(row.requires)))
            known = newest.get(key)
            if known is None or (row.on is not None and (known.on is None or known.on < row.on)):
                newest[key] = row
        return tuple(newest.values())
