"""The figures of many cards at once: one compiled loop over packed arrays.

Sets of entries are rows of 64-bit words, as many as ``words`` is long. The loop is compiled twice:
for a tuple of one, whose length the compiler knows (cards of up to 64 entries, which is nearly
every card), and for an array (any width). Steps and their order are those of
:mod:`netmap.analysis.ego.single`.

All loops stand in one file: numba compiles anew what it kept on disk only if the file of the
outermost function changed. Who changes ``bits`` or ``layers`` touches this file as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numba
import numpy as np

from netmap.analysis.ego.bits import lowest, popcount
from netmap.analysis.ego.cliques import MAX_LOOKS
from netmap.analysis.ego.layers import PLACES, share_first, step, step_back
from netmap.model.placement import (
    CLOSENESS_MASK,
    CLOSENESS_SHIFT,
    CODE_LIMIT,
    CONNECTABLE,
    CONNECTED,
    HORIZON_MASK,
    HORIZON_SHIFT,
    SECTOR_MASK,
)

COUNTS: Final = (
    "size",
    "connectable",
    "ties",
    "degree_max",
    "near",
    "middle",
    "far",
    "near_connectable",
    "middle_connectable",
    "far_connectable",
)
MEANS: Final = ("closeness_mean", "closeness_sd", "density", "degree_mean", "degree_sd")
STRUCTURE: Final = (
    "components",
    "effective_size",
    "efficiency",
    "constraint",
    "hierarchy",
    "betweenness",
    "blau",
    "iqv",
    "shannon",
    "bridges",
    "external_internal",
    "cliques",
    "largest_clique",
)
#: marks of an entry
STAR, SECTOR_STAR, ISOLATED, NO_EGO_TIE, BRIDGE_PERSON = 1, 2, 4, 8, 16

_ONE, _ZERO, _ALL = np.uint64(1), np.uint64(0), np.uint64(0xFFFF_FFFF_FFFF_FFFF)
_GROUPS = 5
#: contacts whose numbers are taken as one row
_ROW: Final = 4 * PLACES


def kernel(function: Callable[..., Any]) -> Any:
    """Compile at the first call, without the interpreter lock; keep the machine code if there is room.

    numba's own threads are left alone: two sessions at a time would end the process.
    """
    try:
        return numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # numba found no folder that it may write to
        return numba.njit(nogil=True, error_model="numpy")(function)


@kernel
def bit(position):  # type: ignore[no-untyped-def]
    """Give the word in which one bit is set."""
    return _ONE << np.uint64(position & 63)


@kernel
def member(w, word):  # type: ignore[no-untyped-def]
    """Give the smallest member of word ``w`` of a set, unsigned: such positions need no check for < 0."""
    return np.uint64(w << 6) + lowest(word)


@kernel
def has(sets, row, position):  # type: ignore[no-untyped-def]
    """Tell whether one of several sets holds a position."""
    return (sets[row, position >> 6] >> np.uint64(position & 63)) & _ONE != _ZERO


@kernel
def measure_ego_betweenness(count, near, between, words):  # type: ignore[no-untyped-def]
    """Share each pair without tie among the client and those both know."""
    for shared in range(2 * count + 2):
        between[shared] = 0
    for a in range(count):
        for b in range(a + 1, count):
            shared = 1
            for w in range(len(words)):
                shared += popcount(near[a, w] & near[b, w])
            if has(near, a, b):
                shared = 0  # counted where nobody looks: a jump that cannot be foreseen costs more
            between[2 * shared + (b & 1)] += 1  # by turns, as a number just written is slow to read
    total = 0.0
    for shared in range(1, count + 1):
        pairs = between[2 * shared] + between[2 * shared + 1]
        if pairs:
            total += pairs / shared
    return total


@kernel
def walk_outwards(source, near, layers, seen, paths, owed, words):  # type: ignore[no-untyped-def]
    """Find those at each distance from a source, and the number of shortest ways; return the distance."""
    for w in range(len(words)):
        layers[0, w] = _ZERO
        layers[1, w] = near[source, w]
    layers[0, source >> 6] = bit(source)
    for w in range(len(words)):
        seen[w] = layers[0, w] | layers[1, w]
        rest = layers[1, w]
        while rest != _ZERO:
            p = member(w, rest)
            rest &= rest - _ONE
            paths[p] = 1.0
            owed[p] = 0.0
    depth = 1
    while True:
        for w in range(len(words)):
            layers[depth + 1, w] = _ZERO
        for w in range(len(words)):
            rest = layers[depth, w]
            while rest != _ZERO:
                p = member(w, rest)
                rest &= rest - _ONE
                for v in range(len(words)):
                    layers[depth + 1, v] |= near[p, v]
        reached = _ZERO
        for w in range(len(words)):
            layers[depth + 1, w] &= ~seen[w]
            reached |= layers[depth + 1, w]
        if reached == _ZERO:
            return depth
        depth += 1
        for w in range(len(words)):
            seen[w] |= layers[depth, w]
            rest = layers[depth, w]
            while rest != _ZERO:
                p = member(w, rest)
                rest &= rest - _ONE
                owed[p] = 0.0
                ways = 0.0
                for v in range(len(words)):
                    back = near[p, v] & layers[depth - 1, v]
                    while back != _ZERO:
                        ways += paths[member(v, back)]
                        back &= back - _ONE
                paths[p] = ways


@kernel
def measure_brokerage(count, near, degrees, layers, sets, paths, owed, total, words):  # type: ignore[no-untyped-def]
    """Compute twice the betweenness of each contact without the client; return the number of parts.

    Brandes' accumulation (2001). Who has a single tie is no source of its own: its shortest ways
    are those of its neighbour, one step longer.
    """
    seen, single = sets[0], sets[1]
    components = np.int64(0)
    for w in range(len(words)):
        single[w] = _ZERO
    for p in range(count):
        total[p] = 0.0
        if degrees[p] == 1:
            single[p >> 6] |= bit(p)
    for source in range(count):
        if degrees[source] < 2:
            other = np.int64(source)
            for w in range(len(words)):
                if near[source, w] != _ZERO:
                    other = np.int64(member(w, near[source, w]))
            components += degrees[other] < 2 and source <= other
            continue
        depth = walk_outwards(source, near, layers, seen, paths, owed, words)
        reached, hanging, earlier = np.int64(0), np.int64(0), _ZERO
        for w in range(len(words)):
            reached += popcount(seen[w])
            hanging += popcount(near[source, w] & single[w])
            below = _ALL if source >> 6 > w else (bit(source) - _ONE if source >> 6 == w else _ZERO)
            earlier |= seen[w] & below & ~single[w]
        components += earlier == _ZERO
        total[source] += hanging * (reached - 2)
        weight = 1.0 + hanging
        if depth < 2:
            continue
        while depth > 1:
            for w in range(len(words)):
                rest = layers[depth, w]
                while rest != _ZERO:
                    p = member(w, rest)
                    rest &= rest - _ONE
                    behind = owed[p] * paths[p]
                    total[p] += weight * behind
                    share = (1.0 + behind) / paths[p]
                    for v in range(len(words)):
                        back = near[p, v] & layers[depth - 1, v]
                        while back != _ZERO:
                            owed[member(v, back)] += share
                            back &= back - _ONE
            depth -= 1
        for w in range(len(words)):
            rest = layers[1, w]
            while rest != _ZERO:
                p = member(w, rest)
                rest &= rest - _ONE
                total[p] += weight * owed[p]
    return components


@kernel
def measure_narrow_brokerage(count, near, degrees, layers, paths, shares, total, lanes):  # type: ignore[no-untyped-def]
    """Do the same for few contacts, whose sets are one word and whose numbers are one row: a layer at a time.

    What is added to one number is added in the same order, so that the last bit is the same.
    """
    components = np.int64(0)
    single, done, part = _ZERO, _ZERO, _ZERO
    for p in range(count):
        if degrees[p] == 1:
            single |= bit(p)
    for p in range(PLACES * len(lanes)):
        total[p] = 0.0
    for source in range(count):
        if degrees[source] < 2:
            other = np.int64(source)
            if near[source, 0] != _ZERO:
                other = np.int64(lowest(near[source, 0]))
            components += degrees[other] < 2 and source <= other
            continue
        here = bit(source)
        layers[0, 0], layers[1, 0] = here, near[source, 0]
        seen = here | near[source, 0]
        for p in range(PLACES * len(lanes)):
            paths[p] = 1.0
        depth = 1
        while seen != part:
            reached = step(paths, layers[depth, 0], near, seen, lanes)
            if reached == _ZERO:
                break
            depth += 1
            layers[depth, 0] = reached
            seen |= reached
        if here & done == _ZERO:
            components += 1
            done |= seen
        part = seen
        hanging = popcount(near[source, 0] & single)
        total[source] += hanging * (popcount(seen) - 2)
        if depth < 2:
            continue
        weight = 1.0 + hanging
        share_first(shares, paths, lanes)
        while depth > 1:
            step_back(total, shares, paths, layers[depth, 0], near, layers[depth - 1, 0], weight, lanes)
            depth -= 1
    return components


@kernel
def size_of(sets, row, words):  # type: ignore[no-untyped-def]
    """Count the members of one of several sets."""
    total = 0
    for w in range(len(words)):
        total += popcount(sets[row, w])
    return total


@kernel
def choose_pivot(candidates, excluded, depth, near, words):  # type: ignore[no-untyped-def]
    """Give the member whose neighbours leave the fewest candidates to try."""
    best, most = np.int64(0), -1
    for w in range(len(words)):
        rest = candidates[depth, w] | excluded[depth, w]
        while rest != _ZERO:
            p = np.int64(member(w, rest))
            rest &= rest - _ONE
            shared = 0
            for v in range(len(words)):
                shared += popcount(candidates[depth, v] & near[p, v])
            if shared > most:
                best, most = p, shared
    return best


@kernel
def count_cliques(count, near, candidates, excluded, untried, words):  # type: ignore[no-untyped-def]
    """Count the maximal cliques of three and more, and the members of the largest.

    The search of :func:`netmap.analysis.ego.cliques.maximal_cliques`, depth first in place.
    Returns (-1, -1) if it takes too long.
    """
    found, largest = 0, 0
    for w in range(len(words)):
        candidates[0, w] = _ZERO
        excluded[0, w] = _ZERO
    for p in range(count):
        if size_of(near, p, words) > 1:
            candidates[0, p >> 6] |= bit(p)
    looks = size_of(candidates, 0, words)
    if looks < 3:
        return 0, 0
    pivot = choose_pivot(candidates, excluded, 0, near, words)
    for w in range(len(words)):
        untried[0, w] = candidates[0, w] & ~near[pivot, w]
    depth = 0
    while depth >= 0:
        vertex = np.int64(-1)
        for w in range(len(words)):
            if untried[depth, w] != _ZERO:
                vertex = np.int64(member(w, untried[depth, w]))
                untried[depth, w] &= untried[depth, w] - _ONE
                break
        if vertex < 0:
            depth -= 1
            continue
        deeper = depth + 1
        for w in range(len(words)):
            candidates[deeper, w] = candidates[depth, w] & near[vertex, w]
            excluded[deeper, w] = excluded[depth, w] & near[vertex, w]
        candidates[depth, vertex >> 6] &= ~bit(vertex)
        excluded[depth, vertex >> 6] |= bit(vertex)
        left = size_of(candidates, deeper, words)
        if left == 0:
            if deeper >= 3 and size_of(excluded, deeper, words) == 0:
                found += 1
                largest = max(largest, deeper)
            continue
        if deeper + left < 3:
            continue
        looks += left + size_of(excluded, deeper, words)
        if looks > MAX_LOOKS:
            return -1, -1
        pivot = choose_pivot(candidates, excluded, deeper, near, words)
        for w in range(len(words)):
            untried[deeper, w] = candidates[deeper, w] & ~near[pivot, w]
        depth = deeper
    return found, largest


@kernel
def mean_and_spread(count, total, squares):  # type: ignore[no-untyped-def]
    """Give mean and population standard deviation from whole-number sums."""
    if count == 0:
        return math.nan, math.nan
    return total / count, math.sqrt(count * squares - total * total) / count


@kernel
def measure_groups(codes, degrees, known, sums, counts, means, marks):  # type: ignore[no-untyped-def]
    """Fill counts, means and marks of one card.

    ``degrees[0]`` holds each entry's ties to connectable ones, ``degrees[1]`` those within its sector.
    """
    for g in range(_GROUPS):
        sums[g, :] = 0
        counts[g, :] = 0
        counts[g, 3] = -1
        counts[g, 2] = known[g]
    for p in range(len(codes)):
        marks[p] = 0
        code = codes[p]
        if not code & CONNECTABLE:
            continue
        horizon = code >> HORIZON_SHIFT & HORIZON_MASK
        closeness = code >> CLOSENESS_SHIFT & CLOSENESS_MASK
        connected = code & CONNECTED != 0
        for scope in range(2):
            g = 0 if scope == 0 else code & SECTOR_MASK
            degree = degrees[scope, p]
            counts[g, 1] += 1
            counts[g, 7 + horizon] += 1
            counts[g, 3] = max(counts[g, 3], degree)
            sums[g, 0] += degree
            sums[g, 1] += degree * degree
            if connected:
                counts[g, 0] += 1
                counts[g, 4 + horizon] += 1
                sums[g, 2] += closeness
                sums[g, 3] += closeness * closeness
        if not connected:
            marks[p] |= NO_EGO_TIE
        elif degrees[0, p] == 0:
            marks[p] |= ISOLATED
        if degrees[0, p] > degrees[1, p]:
            marks[p] |= BRIDGE_PERSON
    for p in range(len(codes)):
        if codes[p] & CONNECTABLE:
            if degrees[0, p] == counts[0, 3]:
                marks[p] |= STAR
            if degrees[1, p] == counts[codes[p] & SECTOR_MASK, 3]:
                marks[p] |= SECTOR_STAR
    for g in range(_GROUPS):
        people = counts[g, 1]
        means[g, 0], means[g, 1] = mean_and_spread(counts[g, 0], sums[g, 2], sums[g, 3])
        means[g, 2] = 2 * known[g] / (people * (people - 1)) if people > 1 else math.nan
        means[g, 3], means[g, 4] = mean_and_spread(people, sums[g, 0], sums[g, 1])


@kernel
def measure_closure(count, near, degrees, closed, part, words):  # type: ignore[no-untyped-def]
    """Compute Burt's effective size, constraint and hierarchy from the ties among the contacts."""
    ends = 0
    constraint = 0.0
    for p in range(count):
        ends += degrees[p]
        part[p] = 1.0 / (degrees[p] + 1)
    for p in range(count):
        around = 0.0
        for w in range(len(words)):
            rest = near[p, w]
            while rest != _ZERO:
                around += part[member(w, rest)]
                rest &= rest - _ONE
        share = (1.0 + around) / count
        closed[p] = share * share
        constraint += closed[p]
    hierarchy = math.nan
    if count > 1:
        total = 0.0
        for p in range(count):
            relative = closed[p] * count / constraint
            total += relative * math.log(relative)
        hierarchy = total / (count * math.log(count))
    return count - ends / count, constraint, hierarchy


@kernel
def measure_diversity(counts, connected):  # type: ignore[no-untyped-def]
    """Compute how evenly the contacts are spread over the sectors: Blau, IQV, Shannon."""
    blau, shannon = 1.0, 0.0
    for g in range(1, _GROUPS):
        if counts[g, 0]:
            share = counts[g, 0] / connected
            blau -= share * share
            shannon -= share * math.log(share)
    return blau, blau / (1 - 1 / (_GROUPS - 1)), shannon


@kernel
def measure_cards(  # type: ignore[no-untyped-def]
    start,
    stop,
    smallest,
    largest,
    words,
    first,
    codes,
    tie_first,
    ties,
    counts,
    means,
    structure,
    marks,
    brokerage,
):
    """Measure the cards from ``start`` to ``stop`` that have ``smallest`` to ``largest`` entries.

    Results go to ``counts`` (card, group, column), ``means`` (card, group, column), ``structure``
    (card, column), ``marks`` and ``brokerage`` (entry; NaN where not connected).
    """
    width = len(words)
    room = 0
    for card in range(start, stop):
        entries = first[card + 1] - first[card]
        if entries <= largest:
            room = max(room, entries)
    near_all = np.zeros((room, width), np.uint64)
    near = np.zeros((room, width), np.uint64)
    layers = np.zeros((room + 2, width), np.uint64)
    excluded = np.zeros((room + 2, width), np.uint64)
    untried = np.zeros((room + 2, width), np.uint64)
    sets = np.zeros((2, width), np.uint64)
    degrees = np.zeros((2, room), np.int64)
    contact_degrees = np.zeros(room, np.int64)
    number = np.zeros(room, np.int64)
    between = np.zeros(2 * room + 2, np.int64)
    paths, owed, total = np.zeros(room + _ROW), np.zeros(room + _ROW), np.zeros(room + _ROW)
    known, sums = np.zeros(_GROUPS, np.int64), np.zeros((_GROUPS, 4), np.int64)
    for card in range(start, stop):
        base = first[card]
        entries = first[card + 1] - base
        if entries < smallest or entries > largest:
            continue
        contacts = 0
        for p in range(entries):
            number[p] = -1
            degrees[0, p] = 0
            degrees[1, p] = 0
            for w in range(width):
                near_all[p, w] = _ZERO
            if codes[base + p] & CONNECTED:
                number[p] = contacts
                contact_degrees[contacts] = 0
                for w in range(width):
                    near[contacts, w] = _ZERO
                contacts += 1
        known[:] = 0
        bridges = 0
        for t in range(tie_first[card], tie_first[card + 1]):
            a, b = np.int64(ties[t, 0]), np.int64(ties[t, 1])
            near_all[a, b >> 6] |= bit(b)
            near_all[b, a >> 6] |= bit(a)
            if not codes[base + a] & codes[base + b] & CONNECTABLE:
                continue
            known[0] += 1
            degrees[0, a] += 1
            degrees[0, b] += 1
            sector = codes[base + a] & SECTOR_MASK
            if sector == codes[base + b] & SECTOR_MASK:
                known[sector] += 1
                degrees[1, a] += 1
                degrees[1, b] += 1
            else:
                bridges += 1
            i, j = number[a], number[b]
            if i >= 0 and j >= 0:
                near[i, j >> 6] |= bit(j)
                near[j, i >> 6] |= bit(i)
                contact_degrees[i] += 1
                contact_degrees[j] += 1
        measure_groups(
            codes[base : base + entries],
            degrees,
            known,
            sums,
            counts[card],
            means[card],
            marks[base : base + entries],
        )
        row = structure[card]
        row[:] = math.nan
        row[9] = bridges
        if known[0]:
            row[10] = (2 * bridges - known[0]) / known[0]
        row[11], row[12] = 0, 0
        if tie_first[card + 1] - tie_first[card] > 2:
            row[11], row[12] = count_cliques(entries, near_all, layers, excluded, untried, words)
        for p in range(entries):
            brokerage[base + p] = math.nan
        if contacts == 0:
            continue
        if width == 1 and contacts <= _ROW // 2:
            row[0] = measure_narrow_brokerage(contacts, near, contact_degrees, layers, paths, owed, total, (0, 0))
        elif width == 1 and contacts <= _ROW:
            row[0] = measure_narrow_brokerage(contacts, near, contact_degrees, layers, paths, owed, total, (0, 0, 0, 0))
        else:
            row[0] = measure_brokerage(contacts, near, contact_degrees, layers, sets, paths, owed, total, words)
        for p in range(entries):
            if number[p] >= 0:
                brokerage[base + p] = total[number[p]] / 2
        row[1], row[3], row[4] = measure_closure(contacts, near, contact_degrees, paths, owed, words)
        row[2] = row[1] / contacts
        row[5] = measure_ego_betweenness(contacts, near, between, words)
        row[6], row[7], row[8] = measure_diversity(counts[card], contacts)


@kernel
def is_code(code):  # type: ignore[no-untyped-def]
    """Tell whether a number is the code of an entry; the loops rely on it."""
    sector = code & SECTOR_MASK
    if code >= CODE_LIMIT or sector >= _GROUPS or code >> CLOSENESS_SHIFT & CLOSENESS_MASK > 9:
        return False
    if code >> HORIZON_SHIFT & HORIZON_MASK > 2 or (code & CONNECTABLE and sector == 0):
        return False
    return not code & CONNECTED or code & CONNECTABLE != 0


@kernel
def find_places(data, places):  # type: ignore[no-untyped-def]
    """Find where each of several packed cards begins, end to end; return the number of the first damaged one, or -1."""
    place = np.int64(0)
    for card in range(len(places) - 1):
        places[card] = place
        if place + 8 > len(data):
            return card
        entries = np.int64(data[place + 2]) | np.int64(data[place + 3]) << 8
        ties = np.int64(0)
        for byte in range(4):
            ties |= np.int64(data[place + 4 + byte]) << (8 * byte)
        place += 8 + 2 * entries + 2 * ties * (2 if data[place + 1] == 2 else 1)
        if place > len(data):
            return card
    places[-1] = place
    return -1 if place == len(data) else len(places) - 1


@kernel
def unpack(data, blob_first, first, codes, tie_first, ties):  # type: ignore[no-untyped-def]
    """Read packed cards into arrays; return the number of the first damaged one, or -1."""
    for card in range(len(blob_first) - 1):
        place = blob_first[card]
        entries = first[card + 1] - first[card]
        count = tie_first[card + 1] - tie_first[card]
        wide = data[place + 1] == 2
        place += 8
        for p in range(first[card], first[card + 1]):
            codes[p] = data[place] | data[place + 1] << 8
            if not is_code(codes[p]):
                return card
            place += 2
        if place + 2 * count * (2 if wide else 1) != blob_first[card + 1]:
            return card
        for t in range(tie_first[card], tie_first[card + 1]):
            for end in range(2):
                if wide:
                    ties[t, end] = data[place] | data[place + 1] << 8
                    place += 2
                else:
                    ties[t, end] = data[place]
                    place += 1
            if ties[t, 0] >= ties[t, 1] or ties[t, 1] >= entries:
                return card
    return -1
