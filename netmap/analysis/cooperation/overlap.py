"""Where several providers offer the same to the same people in the same area: described, never judged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.serving import served_areas


@dataclass(frozen=True, slots=True)
class Overlap:
    """Several providers of the same type of service for the same group in the same area.

    Attributes
    ----------
    service_type, target_group
        Codes; ``None``: for everybody.
    area
        The largest area in which it is these services.
    services, organisations
        Ids, in order.
    """

    service_type: str
    target_group: str | None
    area: str
    services: tuple[str, ...]
    organisations: tuple[str, ...]


def overlaps_of(day: Day) -> tuple[Overlap, ...]:
    """Describe all overlaps of running services, in order of type, group (everybody first) and area.

    Services meet in an area if they serve it or an area above it. An area whose services are those of the
    area above is not told again. A row for a group holds those for that group and, beside at least one
    of them, those for everybody.
    """
    tree = AreaTree(day.district.areas)
    serving: dict[tuple[str, str | None], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for service in day.services.values():
        if service.service_type is None:
            continue
        kind = day.code("service_types", service.service_type)
        groups: set[str | None] = {day.code("target_groups", g) for g in service.target_groups}
        for group in groups or {None}:
            for area in served_areas(day, tree, service):
                serving[kind, group][area].add(service.id)
    found = []
    for (kind, group), own in serving.items():
        everybody = serving.get((kind, None), {}) if group is not None else {}
        for area in tree.areas:
            services = _meeting(tree, area, own, everybody)
            above = tree.areas[area].parent
            if above is not None and services == _meeting(tree, above, own, everybody):
                continue
            organisations = {day.services[s].organisation for s in services}
            if len(organisations) > 1:
                found.append(Overlap(kind, group, area, tuple(sorted(services)), tuple(sorted(organisations))))
    return tuple(sorted(found, key=lambda o: (o.service_type, o.target_group or "", o.area)))


def _meeting(tree: AreaTree, area: str, own: dict[str, set[str]], everybody: dict[str, set[str]]) -> frozenset[str]:
    here = tree.above[area]
    named = frozenset(i for place in here for i in own.get(place, ()))
    return named | {i for place in here for i in everybody.get(place, ())} if named else named
