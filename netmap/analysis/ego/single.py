"""The figures of one card, without any library: what a page or a command needs at once.

The same steps in the same order as :mod:`netmap.analysis.ego.engine`, which does them for many
cards; the tests hold both to the same numbers, to the last bit. Sets of entries are whole numbers,
one bit for each, so that there is no limit to how many there are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from netmap.analysis.ego.cliques import maximal_cliques, members
from netmap.analysis.ego.values import CardFigures, GroupFigures, Positions, Structure
from netmap.model.placement import (
    CLOSENESS_MASK,
    CLOSENESS_SHIFT,
    CONNECTABLE,
    CONNECTED,
    GROUPS,
    HORIZON_MASK,
    HORIZON_SHIFT,
    SECTOR_MASK,
)

_SECTORS = len(GROUPS) - 1


def figures_of_codes(codes: Sequence[int], ties: Sequence[tuple[int, int]]) -> CardFigures:
    """Compute everything for one card.

    Parameters
    ----------
    codes
        One for each entry, see :func:`netmap.model.placement.code_of`.
    ties
        Pairs of positions, each once and no self-ties.
    """
    neighbours = [0] * len(codes)
    for a, b in ties:
        neighbours[a] |= 1 << b
        neighbours[b] |= 1 << a
    connectable = _where(codes, CONNECTABLE)
    connected = _where(codes, CONNECTED)
    sectors = [_in_sector(codes, number) for number in range(1, _SECTORS + 1)]
    groups = {
        name: _group(codes, neighbours, scope & connectable, connectable=connectable)
        for name, scope in zip(GROUPS, [connectable, *sectors], strict=True)
    }
    bridges = _bridges(neighbours, [scope & connectable for scope in sectors])
    persons = sorted({end for bridge in bridges for end in bridge})
    total = groups["all"].ties
    return CardFigures(
        groups=groups,
        structure=_structure(neighbours, connected, [scope & connected for scope in sectors]),
        cliques=maximal_cliques(neighbours),
        bridges=bridges,
        bridge_persons=tuple(persons),
        external_internal=(2 * len(bridges) - total) / total if total else math.nan,
    )


def _where(codes: Sequence[int], flag: int) -> int:
    return sum(1 << position for position, code in enumerate(codes) if code & flag)


def _in_sector(codes: Sequence[int], number: int) -> int:
    return sum(1 << position for position, code in enumerate(codes) if code & SECTOR_MASK == number)


def _group(codes: Sequence[int], neighbours: Sequence[int], scope: int, *, connectable: int) -> GroupFigures:
    people = list(members(scope))
    tied = [p for p in people if codes[p] & CONNECTED]
    degrees = [(neighbours[p] & scope).bit_count() for p in people]
    closeness = [codes[p] >> CLOSENESS_SHIFT & CLOSENESS_MASK for p in tied]
    count, ties = len(people), sum(degrees) // 2
    most = max(degrees, default=None)
    return GroupFigures(
        size=len(tied),
        connectable=count,
        ties=ties,
        closeness_mean=_mean(closeness),
        closeness_sd=_spread(closeness),
        density=2 * ties / (count * (count - 1)) if count > 1 else math.nan,
        degree_mean=_mean(degrees),
        degree_sd=_spread(degrees),
        degree_max=most,
        stars=tuple(p for p, degree in zip(people, degrees, strict=True) if degree == most),
        isolated=tuple(p for p in tied if not neighbours[p] & connectable),
        no_ego_tie=tuple(p for p in people if not codes[p] & CONNECTED),
        horizons=_horizons(codes, tied),
        horizons_connectable=_horizons(codes, people),
    )


def _mean(numbers: Sequence[int]) -> float:
    return sum(numbers) / len(numbers) if numbers else math.nan


def _spread(numbers: Sequence[int]) -> float:
    """Give the population standard deviation, from whole numbers only: the order cannot change it."""
    if not numbers:
        return math.nan
    count, total = len(numbers), sum(numbers)
    return math.sqrt(count * sum(x * x for x in numbers) - total * total) / count


def _horizons(codes: Sequence[int], people: Positions | Sequence[int]) -> tuple[int, int, int]:
    counts = [0, 0, 0]
    for p in people:
        counts[codes[p] >> HORIZON_SHIFT & HORIZON_MASK] += 1
    return counts[0], counts[1], counts[2]


def _bridges(neighbours: Sequence[int], sectors: Sequence[int]) -> tuple[tuple[int, int], ...]:
    found = []
    for number, scope in enumerate(sectors):
        others = sum(sectors[number + 1 :])
        for a in members(scope):
            found += [(min(a, b), max(a, b)) for b in members(neighbours[a] & others)]
    return tuple(sorted(found))


def _structure(neighbours: Sequence[int], connected: int, sectors: Sequence[int]) -> Structure | None:
    people = list(members(connected))
    if not people:
        return None
    count = len(people)
    near = {p: neighbours[p] & connected for p in people}
    degrees = {p: near[p].bit_count() for p in people}
    effective = count - sum(degrees.values()) / count
    closed = [_square((1.0 + _add(1.0 / (degrees[q] + 1) for q in members(near[p]))) / count) for p in people]
    constraint = _add(closed)
    components, brokerage = _brokerage(near, people)
    blau, iqv, shannon = _diversity([scope.bit_count() for scope in sectors])
    return Structure(
        components=components,
        effective_size=effective,
        efficiency=effective / count,
        constraint=constraint,
        hierarchy=_hierarchy(closed, constraint),
        betweenness=_ego_betweenness(near, people),
        brokerage=tuple(brokerage.items()),
        blau=blau,
        iqv=iqv,
        shannon=shannon,
    )


def _add(numbers: Iterable[float]) -> float:
    """Add one by one: the built-in sum of newer Pythons corrects its rounding, compiled loops do not."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def _square(number: float) -> float:
    return number * number


def _hierarchy(closed: Sequence[float], constraint: float) -> float:
    count = len(closed)
    if count == 1:
        return math.nan
    relative = [share * count / constraint for share in closed]
    return _add(r * math.log(r) for r in relative) / (count * math.log(count))


def _ego_betweenness(near: dict[int, int], people: Sequence[int]) -> float:
    """Each pair without tie has the client and those they both know between them, in equal shares."""
    between = [0] * (len(people) + 1)
    for number, a in enumerate(people):
        for b in people[number + 1 :]:
            if not near[a] >> b & 1:
                between[1 + (near[a] & near[b]).bit_count()] += 1
    return _add(pairs / shared for shared, pairs in enumerate(between) if pairs)


def _diversity(counts: Sequence[int]) -> tuple[float, float, float]:
    total = sum(counts)
    blau, shannon = 1.0, 0.0
    for count in counts:
        if count:
            share = count / total
            blau -= share * share
            shannon -= share * math.log(share)
    return blau, blau / (1 - 1 / len(counts)), shannon


def _brokerage(near: dict[int, int], people: Sequence[int]) -> tuple[int, dict[int, float]]:
    """Count the parts, and compute betweenness by Brandes' accumulation (2001) on sets as bits.

    Who has a single tie is no source of its own: its shortest ways are those of its neighbour, one
    step longer.
    """
    total = dict.fromkeys(people, 0.0)
    components = 0
    single = sum(1 << p for p in people if near[p].bit_count() == 1)
    for source in people:
        if near[source].bit_count() < 2:
            other = next(members(near[source]), source)
            components += near[other].bit_count() < 2 and source <= other
            continue
        layers, paths = _layers(near, source)
        seen = sum(layers)
        components += not seen & ~single & ((1 << source) - 1)  # the first of its part to be asked
        hanging = (near[source] & single).bit_count()
        total[source] += hanging * (seen.bit_count() - 2)
        if len(layers) > 2:
            _accumulate(near, layers, paths, total, weight=1.0 + hanging)
    return components, {p: value / 2 for p, value in total.items()}


def _layers(near: dict[int, int], source: int) -> tuple[list[int], dict[int, float]]:
    """Give those at each distance from the source, and the number of shortest ways to each."""
    seen = layer = 1 << source
    layers, paths = [layer], {source: 1.0}
    while True:
        reached = 0
        for p in members(layer):
            reached |= near[p]
        reached &= ~seen
        if not reached:
            return layers, paths
        for p in members(reached):
            paths[p] = _add(paths[q] for q in members(near[p] & layer))
        seen |= reached
        layers.append(reached)
        layer = reached


def _accumulate(
    near: dict[int, int], layers: list[int], paths: dict[int, float], total: dict[int, float], *, weight: float
) -> None:
    share: dict[int, float] = {}
    farther = 0
    for layer in reversed(layers[1:]):
        for p in members(layer):
            behind = _add(share[q] for q in members(near[p] & farther)) * paths[p]
            total[p] += weight * behind
            share[p] = (1.0 + behind) / paths[p]
        farther = layer
