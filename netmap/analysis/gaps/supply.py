"""Which services help whom: who serves an area, for whom, in which language, with which features.

Every match is sure, perhaps or no. Each step goes on with the sure ones; where there are only
perhaps ones, with those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.gaps.reach import Reached, TravelTimes, Within
from netmap.analysis.gaps.values import Checked, Limits
from netmap.analysis.serving import served_areas
from netmap.model.partners import Demand, Service

#: answers of a step
NO, PERHAPS, SURE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Match:
    """What is left of the services for one row, step by step."""

    row: Demand
    candidates: tuple[str, ...]
    usable: tuple[str, ...]
    reached: dict[str, Reached]
    #: only services of which it is not known whether they fit are left
    perhaps_only: bool
    #: the same, already among the candidates or the usable
    perhaps: frozenset[str]
    dropped: dict[str, str]

    @property
    def reachable(self) -> tuple[str, ...]:
        """Ids of the services within reach."""
        return tuple(s for s in self.usable if self.reached[s].within is Within.YES)

    @property
    def reach_unknown(self) -> bool:
        """Whether of one of the usable services nobody knows how far it is."""
        return any(self.reached[s].within is Within.UNKNOWN for s in self.usable)

    def checked(self, shared: Sequence[str] = ()) -> Checked:
        """Give what was checked, for whoever asks why."""
        dropped = dict(self.dropped)
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
    def serving_nobody(self) -> tuple[str, ...]:
        """Ids of running services that name neither areas nor places and do not go out."""
        return tuple(sorted(s for s, areas in self.serves.items() if not areas))

    def served_parts(self, service: str, area: str) -> tuple[str, ...] | None:
        """Give the lowest areas of an area that a service serves; ``None`` if it serves all of it."""
        serves = self.serves[service]
        if not serves.isdisjoint(self.tree.above[area]):
            return None
        return tuple(leaf for leaf in self.tree.leaves[area] if not serves.isdisjoint(self.tree.above[leaf]))

    def match(self, row: Demand, *, generous: bool) -> Match:
        """Go through the steps for a row.

        Parameters
        ----------
        row
            A row of demand.
        generous
            Count the perhaps ones in from the start.
        """
        services = self.day.services
        dropped: dict[str, str] = {}
        left: list[str] = []
        parts: dict[str, tuple[str, ...] | None] = {}
        for service in self.by_need.get(row.need, ()):
            parts[service] = self.served_parts(service, row.area)
            if parts[service] == ():
                dropped[service] = "area"
            else:
                left.append(service)
        perhaps: set[str] = set()
        only = False

        def step(name: str, answer: Callable[[Service], int]) -> None:
            nonlocal left, only
            answers = {s: answer(services[s]) for s in left}
            keep = [s for s in left if answers[s] == SURE]
            maybe = [s for s in left if answers[s] == PERHAPS]
            perhaps.update(maybe)
            if generous:
                keep = [s for s in left if answers[s]]
            elif not keep and maybe:
                keep, only = maybe, True
            kept = set(keep)
            dropped.update((s, name if not answers[s] else f"{name}_perhaps") for s in left if s not in kept)
            left = keep

        step("group", lambda s: self._group(row, s))
        if row.language:
            step("language", lambda s: self._language(row, s))
        candidates = tuple(left)
        if row.requires:
            step("features", lambda s: self._features(row, s))
        setting = self.tree.setting(row.area)
        reached = {s: self._reached(row, services[s], parts[s], setting) for s in left}
        return Match(row, candidates, tuple(left), reached, only, frozenset(perhaps), dropped)

    def _group(self, row: Demand, service: Service) -> int:
        if not service.target_groups:
            return SURE
        if not row.target_group:
            return PERHAPS
        wanted = self.day.code("target_groups", row.target_group)
        return SURE if any(self.day.code("target_groups", g) == wanted for g in service.target_groups) else NO

    def _language(self, row: Demand, service: Service) -> int:
        if not service.languages:
            return PERHAPS
        wanted = self.day.code("languages", row.language or "")
        return SURE if any(self.day.code("languages", x) == wanted for x in service.languages) else NO

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

    def _reached(self, row: Demand, service: Service, parts: tuple[str, ...] | None, setting: str) -> Reached:
        places, mobile = service.places, True
        if "barrier_free" in row.requires and "barrier_free" not in service.features:
            free = tuple(p for p in places if self.day.district.places[p].barrier_free)
            if free:
                places, mobile = free, False
        return self._times.reached(
            service,
            (row.area,) if parts is None else parts,
            setting=setting,
            limit=self.limits.minutes(setting),
            places=places,
            mobile=mobile,
        )
