"""What holds a part of the network together: cut points, sole ties, groups, who alone joins them, the core."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from netmap.analysis.cooperation.pairs import Pair
from netmap.analysis.day import Day
from netmap.analysis.network.between_groups import AmongAlike, among_alike, only_ways
from netmap.analysis.network.communities import communities
from netmap.analysis.network.core import core
from netmap.analysis.network.figures import density
from netmap.analysis.network.separation import separation
from netmap.analysis.network.simple import Network, network_from_pairs
from netmap.model.partners import Relation


@dataclass(frozen=True, eq=False)
class Structure:
    """What stands out in a network; everything by ids.

    Attributes
    ----------
    network
        What it was found in: show its actors and ties with every figure.
    density, modularity
        NaN where they are undefined.
    components
        Sizes, largest first.
    cut_actors
        Those without whom their piece falls apart.
    bridges
        Ties that alone join two pieces.
    groups
        Those of two and more; the largest first.
    only_ways
        Through whom alone a group (by its place in `groups`) reaches others.
    core, core_open
        After Borgatti and Everett; and those outside who have as many ties as the last one inside.
    alone
        Actors without any tie.
    """

    network: Network
    density: float
    components: tuple[int, ...]
    cut_actors: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, ...], ...]
    modularity: float
    only_ways: Mapping[str, tuple[int, ...]]
    core: tuple[str, ...]
    core_open: tuple[str, ...]
    alone: tuple[str, ...]


def counted_network(actors: Collection[str], pairs: Iterable[Pair], relations: Iterable[Relation] | None) -> Network:
    """Give what counts as a tie among some actors: pairs at level 1 or more, or relations where these are given.

    Relations are read without their direction.
    """
    there = set(actors)
    ends = [(p.a, p.b) for p in pairs if p.is_tie] if relations is None else [(r.from_, r.to) for r in relations]
    return network_from_pairs(sorted(there), [pair for pair in ends if there.issuperset(pair)])


def structure_of(network: Network) -> Structure:
    """Find what stands out in a network.

    Examples
    --------
    >>> path = network_from_pairs("abcd", [("a", "b"), ("b", "c")])
    >>> found = structure_of(path)
    >>> found.cut_actors, found.bridges, found.alone
    (('b',), (('a', 'b'), ('b', 'c')), ('d',))
    """
    parts, divided, middle = separation(network), communities(network), core(network)
    actors = network.actors
    groups = tuple(group for group in divided.groups if len(group) > 1)
    return Structure(
        network=network,
        density=density(network),
        components=tuple(parts.component_sizes.tolist()),
        cut_actors=tuple(actors[n] for n in parts.cut_actors.tolist()),
        bridges=tuple((actors[a], actors[b]) for a, b in parts.bridges.tolist()),
        groups=groups,
        modularity=divided.modularity,
        only_ways=only_ways(network, groups),
        core=middle.actors,
        core_open=middle.open,
        alone=tuple(a for a, degree in zip(actors, network.degrees.tolist(), strict=True) if not degree),
    )


def first_pillars(day: Day, actors: Iterable[str]) -> dict[str, str]:
    """Give the first pillar of each organisation that has one: that whose colour it is drawn in."""
    return {a: day.code("pillars", p[0]) for a in actors if (p := day.organisations[a].pillars)}


def pillars_in(day: Day, group: Iterable[str]) -> tuple[tuple[str | None, int], ...]:
    """Count the first pillars in a group, in the order of the catalogue; ``None`` (no pillar) last."""
    members = tuple(group)
    found = Counter(first_pillars(day, members).values())
    order = {code: n for n, code in enumerate(day.vocabulary["pillars"].codes)}
    rows = sorted(found.items(), key=lambda row: (order.get(row[0], len(order)), row[0]))
    without = len(members) - sum(found.values())
    return (*rows, (None, without)) if without else tuple(rows)


def along_pillars(day: Day, network: Network) -> AmongAlike:
    """Count the ties within a pillar, and how many chance would give."""
    return among_alike(network, first_pillars(day, network.actors))
