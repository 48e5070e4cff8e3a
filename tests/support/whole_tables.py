"""An attacker by brute force: every whole table there is, and what those that agree have in common.

Written apart from the product and in another way: no equations, flows or programs, only counting. A
world holds all ways to fill the named combinations with whole counts up to a cap, with every total
beside them; what agrees with a publication is picked out by comparing numbers.
"""

from __future__ import annotations

import itertools

import numpy as np

STAR = "*"


def cell(dims, key):
    return frozenset((d, v) for d, v in zip(dims, key, strict=True) if v != STAR)


def counts_up_to(width, cap):
    """All ways to fill ``width`` cells with 0 … cap."""
    return np.array(list(itertools.product(range(cap + 1), repeat=width)), np.int16).reshape(-1, width)


def counts_adding_up_to(width, total):
    """All ways to fill ``width`` cells so that they add up to a total."""
    bars = itertools.combinations(range(total + width - 1), width - 1)
    rows = [np.diff([-1, *at, total + width - 1]) - 1 for at in bars]
    return np.array(rows, np.int16).reshape(-1, width)


class World:
    """All whole tables over linked tables given as ``(dims, {key: count}, contributors or None)``."""

    def __init__(self, tables, *, fill):
        names = list(dict.fromkeys(cell(dims, key) for dims, counts, _ in tables for key in sorted(counts)))
        place = {name: number for number, name in enumerate(names)}
        every = fill(len(names))
        agrees = np.ones(len(every), bool)
        columns, self.truth, self.named, empty, self.small, self.lines = {}, {}, set(), set(), {}, set()
        for dims, counts, contributors in tables:
            values = [sorted({key[i] for key in counts}) for i in range(len(dims))]
            for key in itertools.product(*([*v, STAR] for v in values)):
                name = cell(dims, key)
                below = [k for k in counts if all(a in (STAR, b) for a, b in zip(key, k, strict=True))]
                column = every[:, [place[cell(dims, k)] for k in below]].sum(axis=1)
                if name in columns:
                    agrees &= columns[name] == column
                columns[name] = column
                self.truth[name] = sum(counts[k] for k in below)
                (self.named if below else empty).add(name)
                behind = sum(contributors[k] for k in below) if contributors and below else 3
                self.small[name] = min(behind, self.small.get(name, 3))
                for i in range(len(dims)):
                    if key[i] == STAR:
                        line = [(*key[:i], v, *key[i + 1 :]) for v in (*values[i], STAR)]
                        self.lines.add(frozenset(cell(dims, k) for k in line))
        self.names = sorted(columns, key=sorted)
        self.named -= empty
        agrees &= np.all([columns[name] == 0 for name in empty], axis=0) if empty else True
        self.every = np.stack([columns[name][agrees] for name in self.names], axis=1)
        self.number = {name: i for i, name in enumerate(self.names)}

    def primary(self, threshold):
        return {name for name in self.named if 0 < self.truth[name] < threshold or self.small[name] < 3}

    def ranges(self, told, asked):
        """What a reader who is told some cells computes of others: lowest and highest count."""
        numbers = [self.number[name] for name in told]
        agreeing = self.every[(self.every[:, numbers] == list(told.values())).all(axis=1)]
        return {
            name: (int(agreeing[:, self.number[name]].min()), int(agreeing[:, self.number[name]].max()))
            for name in asked
        }

    def is_safe(self, pattern, threshold):
        if any(len(line & pattern) == 1 for line in self.lines):
            return False  # the line itself gives it away
        told = {name: self.truth[name] for name in self.names if name not in pattern}
        primary = self.primary(threshold)
        return all(
            low != high and high >= threshold and (low == 0 or name not in primary)
            for name, (low, high) in self.ranges(told, pattern).items()
        )

    def cost(self, pattern):
        return sum(self.truth[name] for name in pattern), len(pattern)

    def cheaper_patterns(self, cost, threshold):
        """All patterns with every primary cell that cost less, as sets of cells."""
        primary = self.primary(threshold)
        free = sorted(self.named - primary, key=lambda name: (self.truth[name], sorted(name)))
        for number in range(len(free) + 1):
            for more in itertools.combinations(free, number):
                pattern = primary.union(more)
                if self.cost(pattern) < cost:
                    yield pattern
