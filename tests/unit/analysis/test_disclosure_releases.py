"""Several releases of the same cases, one after the other, against a reader who puts all of them side by side.

The attacker knows no equations: it writes down every list of people there could be, in cells of all dimensions,
keeps those that agree with every number of every release, and looks what they have in common.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from contextlib import suppress

import numpy as np
import pytest

from netmap.analysis.disclosure import CountTable, audit, protect
from netmap.errors import InfeasibleError
from tests.support.whole_tables import STAR, counts_adding_up_to

DIMS = ("x", "y", "z")
#: which dimensions the releases have, in turn; a list of people adds nothing to what each table says for itself here
CUTS = (
    ("xy", "xz"), ("yz", "xy"), ("x", "xyz"), ("xyz", "yz"), ("y", "xz"),
    ("xy", "xz", "x"), ("x", "xy", "xyz"), ("yz", "xyz", "xz"), ("y", "xy", "yz"), ("z", "xz", "zy"),
)  # fmt: skip
#: more people than there are: nobody is told how many, where the grand total is withheld
MORE = 4


def lists_of_people(sizes, most, told_total):
    cells = list(itertools.product(*("abc"[:size] for size in sizes)))
    totals = range(most + MORE + 1) if told_total is None else [told_total]
    return cells, np.concatenate([counts_adding_up_to(len(cells), total) for total in totals])


class Reader:
    """Holds every release, and all lists of people that agree with each."""

    def __init__(self, sizes, people, releases):
        told = {table.cells.get((STAR,) * len(table.dimensions)) for table in releases} - {None}
        self.cells, lists = lists_of_people(sizes, people, told.pop() if told else None)
        for table in releases:
            for key, count in table.cells.items():
                if count is not None:
                    lists = lists[self.column(lists, table.dimensions, key) == count]
        self.lists = lists

    def column(self, lists, dims, key):
        asked = [(DIMS.index(d), v) for d, v in zip(dims, key, strict=True) if v != STAR]
        below = [at for at, one in enumerate(self.cells) if all(one[i] == v for i, v in asked)]
        return lists[:, below].sum(axis=1)

    def range_of(self, dims, key):
        found = self.column(self.lists, dims, key)
        return int(found.min()), int(found.max())


def cut(people, dims):
    return CountTable(dims, tuple(dims), Counter(tuple(p[DIMS.index(d)] for d in dims) for p in people))


def true_count(people, table, key):
    return sum(all(v in (STAR, p[DIMS.index(d)]) for d, v in zip(table.dimensions, key, strict=True)) for p in people)


def case(seed):
    chance = random.Random(seed)
    sizes = chance.choice([(2, 2, 2), (2, 2, 2), (3, 2, 2)])
    count = chance.randrange(3, 10 if sizes == (2, 2, 2) else 7)
    people = [tuple(chance.choice("abc"[:size]) for size in sizes) for _ in range(count)]
    return sizes, people, chance.choice(CUTS), chance.choice([3, 3, 4])


def released_in_turn(people, cuts, threshold):
    """Protect one release after the other, each beside all that are out already, as the gate would."""
    out = []
    for dims in cuts:
        # where nothing is safe, nothing leaves; the next one is asked all the same
        with suppress(InfeasibleError):
            out += protect([cut(people, dims)], threshold=threshold, released=out).tables
    return out


@pytest.mark.parametrize("block", range(6))
def test_no_reader_of_all_releases_narrows_a_count(block):
    looked_at = 0
    for seed in range(block * 50, block * 50 + 50):
        sizes, people, cuts, threshold = case(seed)
        out = released_in_turn(people, cuts, threshold)
        reader = Reader(sizes, len(people), out)
        for table in out:
            for key, told in table.cells.items():
                true = true_count(people, table, key)
                if told is not None:
                    assert told == true, (seed, table.name, key)
                    continue
                low, high = reader.range_of(table.dimensions, key)
                assert low < high, (seed, table.name, key)
                assert high >= threshold, (seed, table.name, key)
                assert low == 0 or not 0 < true < threshold, (seed, table.name, key)
                looked_at += 1
        assert not out or audit(out, threshold=threshold).passed, seed
    assert looked_at > 250


def test_the_reader_finds_what_releases_that_do_not_know_of_each_other_give_away():
    """Otherwise this attacker would prove nothing: protected each for itself, tables are subtracted to a person."""
    narrowed = 0
    for seed in range(60):
        sizes, people, cuts, threshold = case(seed)
        out = [table for dims in cuts for table in protect([cut(people, dims)], threshold=threshold).tables]
        reader = Reader(sizes, len(people), out)
        found = False
        for table in out:
            for key, told in table.cells.items():
                low, high = reader.range_of(table.dimensions, key)
                found |= told is None and (low == high or high < threshold)
        narrowed += found
        assert audit(out, threshold=threshold).passed is not found, seed
    assert narrowed > 10


#: who was there in both quarters, left after the first, joined in the second
STAYED, LEFT, JOINED = ("yes", "yes"), ("yes", "no"), ("no", "yes")
LARGEST = 8


@pytest.fixture(scope="module")
def every_movement():
    """All ways in which two areas can have people who stayed, left and joined."""
    return np.array(list(itertools.product(range(LARGEST + 1), repeat=6)), np.int8)


def test_no_reader_of_two_quarters_subtracts_them_to_those_who_came_or_left(every_movement):
    chance = random.Random(20261129)
    small, told_twice = 0, 0
    for number in range(60):
        counts = {
            (area, *was): chance.choice([0, 0, 1, 2, 3, 4] if was != STAYED else [3, 4, 4, 5])
            for area in "ab"
            for was in (STAYED, LEFT, JOINED)
        }
        people = CountTable("moves", ("area", "q1", "q2"), counts)
        quarters = [
            CountTable(q, ("area",), {(a,): counts[a, *STAYED] + counts[a, *gone] for a in "ab"}, within=((q, "yes"),))
            for q, gone in (("q1", LEFT), ("q2", JOINED))
        ]
        first = protect(quarters[:1]).tables
        try:
            second = protect(quarters[1:], released=first, unpublished=[people]).tables
        except InfeasibleError:
            continue
        order = [(area, *was) for area in "ab" for was in (STAYED, LEFT, JOINED)]
        agreeing = every_movement.astype(int)
        for table, gone in zip((*first, *second), (LEFT, JOINED), strict=True):
            for (area,), told in table.cells.items():
                if told is not None:
                    at = [i for i, (a, *was) in enumerate(order) if area in (STAR, a) and tuple(was) in (STAYED, gone)]
                    agreeing = agreeing[agreeing[:, at].sum(axis=1) == told]
        for at, name in enumerate(order):
            if 0 < counts[name] < 3:
                small += 1
                low, high = agreeing[:, at].min(), agreeing[:, at].max()
                assert (low, high >= 3) == (0, True), (number, name, low, high)
        told_twice += all(second[0].cells[a,] is not None for a in "ab")
    assert small > 60
    assert told_twice > 5, "not everything may fall silent"
