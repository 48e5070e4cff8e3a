"""The cooperation of a pair, from both sides: confirmed, one-sided, contradicted, unknown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.serving import served_areas
from netmap.model.partners import DEFAULT_SCALE, Report

CONFIRMED, ONE_SIDED, CONTRADICTED, UNKNOWN = "confirmed", "one-sided", "contradicted", "unknown"


@dataclass(frozen=True, slots=True)
class Pair:
    """What two organisations say of their cooperation.

    Attributes
    ----------
    a, b
        Ids, a < b.
    level
        Where both agree, theirs; where they differ, the lower; where one is silent, the other's.
    says_a, says_b
        The newest report of each side.
    views
        The level each side says.
    newest
        The day of the newest report.
    """

    a: str
    b: str
    state: str
    level: int
    says_a: Report | None
    says_b: Report | None

    # asked for by the ten thousand, each time a picture and its table are drawn
    views: tuple[int | None, int | None] = field(init=False, compare=False, repr=False)
    newest: date = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        said = self.says_a, self.says_b
        object.__setattr__(self, "views", tuple(None if r is None else r.level for r in said))
        object.__setattr__(self, "newest", max(r.on for r in said if r is not None))

    @property
    def is_tie(self) -> bool:
        """Whether they work together at least at level 1."""
        return self.level >= 1


def pairs_of(day: Day, *, scale: str = DEFAULT_SCALE) -> Mapping[tuple[str, str], Pair]:
    """Give every pair of which somebody reported, by (a, b) with a < b, in order; worked out once for each day.

    All other pairs of running organisations are unknown, which is not zero.
    """
    return day.district.derived("pairs", (day.day, scale), lambda: _pairs_reported(day, scale))


def _pairs_reported(day: Day, scale: str) -> dict[tuple[str, str], Pair]:
    newest = day.newest_reports(scale=scale)
    found = {}
    for a, b in sorted({(min(p), max(p)) for p in newest}):
        said_a, said_b = newest.get((a, b)), newest.get((b, a))
        levels = [r.level for r in (said_a, said_b) if r is not None]
        if len(levels) == 1:
            state = ONE_SIDED
        else:
            state = CONFIRMED if levels[0] == levels[1] else CONTRADICTED
        found[a, b] = Pair(a, b, state, min(levels), said_a, said_b)
    return found


def actors_of(day: Day, *, area: str | None = None) -> tuple[str, ...]:
    """Give the running organisations, or those with a service that serves any of an area, in order."""
    if area is None:
        return tuple(sorted(day.organisations))
    tree = AreaTree(day.district.areas)
    wanted = tree.within(area) | set(tree.above[area])
    found = {s.organisation for s in day.services.values() if not wanted.isdisjoint(served_areas(day, tree, s))}
    return tuple(sorted(found))


def unknown_count(actors: Collection[str], known: int) -> int:
    """Count the pairs of which nobody reported."""
    n = len(actors)
    return n * (n - 1) // 2 - known
