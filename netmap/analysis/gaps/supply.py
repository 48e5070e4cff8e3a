"""Which services help whom: who serves an area, for whom, in which language, with which features.

Every match is sure, perhaps or no. The steps are candidates (need, area, group and language
together), usable and reachable. Each goes on with the sure ones; where there are only perhaps ones,
with those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.gaps.reach import Reached, TravelTimes, Within
from netmap.analysis.gaps.values import Checked, Limits
from netmap.analysis.serving import served_areas
from netmap.model.partners import Demand, Service

#: the lowest areas of an area that a service serves; ``None`` = all of it
Parts: TypeAlias = "tuple[str, ...] | None"

#: answers of a step
NO, PERHAPS, SURE = 0, 1, 2
#: one of these, and what decides it: ``group``, ``language`` or ``features``
Answer: TypeAlias = "tuple[int, str]"


@dataclass(frozen=True, slots=True)
class Match:
    """What is left of the services for one row, step by step."""

    row: Demand
    candidates: tuple[str, ...]
    usable: tuple[str, ...]
    reached: dict[str, Reached]
    #: ids of the services within reach
    reachable: tuple[str, ...]
    #: only services of which it is not known whether they fit are left
    perhaps_only: bool
    #: the same, already among the candidates or the usable
    perhaps: frozenset[str]
    #: by the steps after the area: most services serve somewhere else, and are only looked up when asked
    dropped_later: dict[str, str]
    #: all services that name the need, and those of them that serve any of the area
    naming: tuple[str, ...]
    serving: Mapping[str, Parts]

    @property
    def dropped(self) -> dict[str, str]:
        """Service to the step that dropped it."""
        return {s: "area" for s in self.naming if s not in self.serving} | self.dropped_later

    @property
    def reach_unknown(self) -> bool:
        """Whether of one of the usable services nobody knows how far it is."""
        return any(self.reached[s].within is Within.UNKNOWN for s in self.usable)

    def checked(self, shared: Sequence[str] = ()) -> Checked:
        """Give what was checked, for whoever asks why."""
        dropped = self.dropped
        for service in self.usable:
            if self.reached[service].within is Within.NO:
                dropped[service] = "reach"
            elif self.reached[service].within is Within.UNKNOWN:
                dropped[service] = "reach_unknown"
        return Checked(
            row=self.row,
            candidates=self.candidates,
            usable=self.usable,
            reachable=self.reachable,
            dropped=dropped,
            perhaps=self.perhaps,
            minutes={s: r.minutes for s, r in self.reached.items() if r.minutes is not None},
            estimated=frozenset(s for s, r in self.reached.items() if r.by_estimate),
            shared=tuple(shared),
        )


class Supply:
    """The services of a day, found by need."""

    def __init__(self, day: Day, tree: AreaTree, limits: Limits, times: TravelTimes) -> None:
        self.day = day
        self.tree = tree
        self.limits = limits
        self._times = times
        self._serving: dict[tuple[str, str], Mapping[str, Parts]] = {}
        #: by area, service, and whether all its places count (else the barrier-free ones alone)
        self._known: dict[tuple[str, str, bool], Reached] = {}

    @cached_property
    def by_need(self) -> dict[str, tuple[str, ...]]:
        """Ids of running services by the needs they name, in order of id."""
        found: dict[str, list[str]] = {}
        for service in sorted(self.day.services):
            for need in dict.fromkeys(self.day.services[service].needs):
                found.setdefault(need, []).append(service)
        return {n: tuple(s) for n, s in found.items()}

    @cached_property
    def serves(self) -> dict[str, frozenset[str]]:
        """The areas each running service serves."""
        return {i: served_areas(self.day, self.tree, s) for i, s in self.day.services.items()}

    @cached_property
    def _by_served(self) -> dict[tuple[str, str], list[str]]:
        """Ids of running services by need and area they serve."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for need, services in self.by_need.items():
            for service in services:
                for area in self.serves[service]:
                    found[need, area].append(service)
        return found

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        return {
            i: frozenset(self.day.code("target_groups", g) for g in s.target_groups)
            for i, s in self.day.services.items()
        }

    @cached_property
    def _languages(self) -> dict[str, frozenset[str]]:
        return {i: frozenset(self.day.code("languages", g) for g in s.languages) for i, s in self.day.services.items()}

    @cached_property
    def serving_nobody(self) -> tuple[str, ...]:
        """Ids of running services that name neither areas nor places and do not go out."""
        return tuple(sorted(s for s, areas in self.serves.items() if not areas))

    def serving(self, need: str, area: str) -> Mapping[str, Parts]:
        """Give the services that name a need and serve any of an area, in order of id.

        Each with the lowest areas of the area that it serves; ``None`` if it serves all of it.
        """
        found = self._serving.get((need, area))
        if found is None:
            whole = {s for a in self.tree.above[area] for s in self._by_served.get((need, a), ())}
            some: dict[str, set[str]] = {}
            for below in self.tree.inside[area]:
                for service in self._by_served.get((need, below), ()):
                    if service not in whole:
                        some.setdefault(service, set()).update(self.tree.leaves[below])
            found = {s: None if s in whole else tuple(sorted(some[s])) for s in sorted(whole | some.keys())}
            self._serving[need, area] = found
        return found

    def match(self, row: Demand, *, generous: bool) -> Match:
        """Go through the steps for a row.

        Parameters
        ----------
        row
            A row of demand.
        generous
            Count the perhaps ones in from the start.
        """
        dropped: dict[str, str] = {}
        serving = self.serving(row.need, row.area)
        left = list(serving)
        perhaps: set[str] = set()
        only = False

        def step(answer: Callable[[str], Answer]) -> None:
            nonlocal left, only
            answers = {s: answer(s) for s in left}
            keep = [s for s in left if answers[s][0] == SURE]
            if len(keep) == len(left):
                return
            maybe = [s for s in left if answers[s][0] == PERHAPS]
            perhaps.update(maybe)
            if generous:
                keep = [s for s in left if answers[s][0]]
            elif not keep and maybe:
                keep, only = maybe, True
            kept = set(keep)
            for service in left:
                if service not in kept:
                    how, why = answers[service]
                    dropped[service] = why if how == NO else f"{why}_perhaps"
            left = keep

        step(self._people(row))
        candidates = tuple(left)
        if row.requires:
            step(lambda s: (self._features(row, self.day.services[s]), "features"))
        reached = {s: self._reached(row, s, serving[s]) for s in left}
        return Match(
            row,
            candidates,
            tuple(left),
            reached,
            tuple(s for s in left if reached[s].within is Within.YES),
            only,
            frozenset(perhaps),
            dropped,
            self.by_need.get(row.need, ()),
            serving,
        )

    def _people(self, row: Demand) -> Callable[[str], Answer]:
        """Tell whether a service is for the people of a row: group and language are one step."""
        group = self._group(row)
        if not row.language:
            return lambda s: (group(s), "group")
        language = self._language(row.language)

        def answer(service: str) -> Answer:
            ours, spoken = group(service), language(service)
            return (ours, "group") if ours <= spoken else (spoken, "language")

        return answer

    def _group(self, row: Demand) -> Callable[[str], int]:
        groups = self._groups
        if not row.target_group:
            return lambda s: PERHAPS if groups[s] else SURE
        wanted = self.day.code("target_groups", row.target_group)
        return lambda s: SURE if not groups[s] or wanted in groups[s] else NO

    def _language(self, language: str) -> Callable[[str], int]:
        languages, wanted = self._languages, self.day.code("languages", language)
        return lambda s: (SURE if wanted in languages[s] else NO) if languages[s] else PERHAPS

    def _features(self, row: Demand, service: Service) -> int:
        return min(self._feature(service, f) for f in row.requires)

    def _feature(self, service: Service, feature: str) -> int:
        if feature in service.features:
            return SURE
        if feature == "barrier_free":
            said = [self.day.district.places[p].barrier_free for p in service.places]
            if True in said:
                return SURE
            if said and all(s is False for s in said):
                return NO
        return NO if service.features else PERHAPS

    def _reached(self, row: Demand, service: str, parts: Parts) -> Reached:
        record = self.day.services[service]
        places, mobile = record.places, True
        if "barrier_free" in row.requires and "barrier_free" not in record.features:
            free = tuple(p for p in places if self.day.district.places[p].barrier_free)
            if free:
                places, mobile = free, False
        key = (row.area, service, mobile)
        found = self._known.get(key)
        if found is None:
            setting = self.tree.setting(row.area)
            found = self._known[key] = self._times.reached(
                record,
                (row.area,) if parts is None else parts,
                setting=setting,
                limit=self.limits.minutes(setting),
                places=places,
                mobile=mobile,
            )
        return found
