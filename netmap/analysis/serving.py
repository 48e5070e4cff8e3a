"""Which areas a service serves."""

from __future__ import annotations

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.model.partners import Service


def served_areas(day: Day, tree: AreaTree, service: Service) -> frozenset[str]:
    """Give the areas a service serves: its own, else of its places, else the district if it goes out."""
    if service.areas:
        return frozenset(service.areas)
    if service.places:
        return frozenset(tree.gemeinde(day.district.places[p].area) for p in service.places)
    if "outreach" in service.features or "remote" in service.features:
        return frozenset(tree.roots)
    return frozenset()
