"""The core of a production network: is everybody there, Sozialraum by Sozialraum."""

from __future__ import annotations

from dataclasses import dataclass

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.serving import served_areas


@dataclass(frozen=True, slots=True)
class CoreMember:
    """One member of the core, and which organisations and services stand for it in a Sozialraum."""

    code: str
    organisations: tuple[str, ...]
    services: tuple[str, ...]
    missing_functions: tuple[str, ...]

    @property
    def there(self) -> bool:
        """Whether anybody stands for it."""
        return bool(self.organisations)


@dataclass(frozen=True, slots=True)
class CoreCheck:
    """The completeness check of one Sozialraum."""

    area: str
    members: tuple[CoreMember, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Members that nobody stands for, as far as is recorded."""
        return tuple(m.code for m in self.members if not m.there)


def core_of(day: Day, *, area: str | None = None) -> tuple[CoreCheck, ...]:
    """Check every Sozialraum (or those in an area) for the members of the core.

    A member is there if a running service that serves any of the Sozialraum is of one of its types
    or is offered by an organisation of one of its kinds.
    """
    tree = AreaTree(day.district.areas)
    shown = tree.within(area) if area is not None else frozenset(tree.areas)
    serves = {i: served_areas(day, tree, s) for i, s in day.services.items()}
    found = []
    for place in sorted(a for a in shown if tree.areas[a].kind == "sozialraum"):
        wanted = tree.within(place) | set(tree.above[place])
        here = [i for i in sorted(day.services) if not wanted.isdisjoint(serves[i])]
        found.append(CoreCheck(place, tuple(_members(day, here))))
    return tuple(found)


def _members(day: Day, services: list[str]) -> list[CoreMember]:
    members = []
    types = {s: day.code("service_types", kind) for s in services if (kind := day.services[s].service_type) is not None}
    for entry in day.vocabulary["core_members"]:
        kinds, wanted = set(entry.codes("organisation_kinds")), set(entry.codes("service_types"))
        standing = [
            s
            for s in services
            if types.get(s) in wanted
            or day.code("organisation_kinds", day.organisations[day.services[s].organisation].kind) in kinds
        ]
        functions = [f for f in day.vocabulary["core_functions"] if f.text("member") == entry.code]
        there = {types.get(s) for s in standing}
        members.append(
            CoreMember(
                entry.code,
                tuple(sorted({day.services[s].organisation for s in standing})),
                tuple(standing),
                tuple(f.code for f in functions if there.isdisjoint(f.codes("service_types"))),
            )
        )
    return members
