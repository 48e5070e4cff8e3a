"""Protected tables against an attacker by brute force, and against every other pattern there is."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netmap.analysis.disclosure import CountTable, PublishedTable, audit, protect
from netmap.analysis.disclosure.cubes import Cubes, grids_of
from netmap.analysis.disclosure.cuts import Question
from netmap.analysis.disclosure.goals import Examiner, Goals
from netmap.analysis.disclosure.programs import Deadline
from netmap.analysis.disclosure.tables import all_keys, gather
from tests.support.whole_tables import STAR, World, cell, counts_adding_up_to, counts_up_to

LARGEST = 4


def keys_of(*sizes):
    return list(itertools.product(*("abcd"[:size] for size in sizes)))


@st.composite
def filled(draw, dims, keys, *, most):
    chosen = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=most, unique=True))
    counts = {key: draw(st.integers(0, LARGEST)) for key in sorted(chosen)}
    behind = draw(st.none() | st.fixed_dictionaries({key: st.integers(0, 5) for key in counts}))
    return dims, counts, behind


@st.composite
def linked(draw):
    """Two tables of the same people by x and y, and by x and z."""
    people = draw(st.lists(st.tuples(*[st.sampled_from("ab")] * 3), min_size=1, max_size=9))
    tables = []
    for dims, places in ((("x", "y"), (0, 1)), (("z", "x"), (2, 0))):
        counts = {}
        for person in people:
            key = tuple(person[i] for i in places)
            counts[key] = counts.get(key, 0) + 1
        tables.append((dims, counts, None))
    assume(max(n for _, counts, _ in tables for n in counts.values()) <= LARGEST)
    assume(len({*tables[0][1]}) + len({*tables[1][1]}) <= 6)
    return tables


def one(dims, *sizes, most=5):
    return filled(dims, keys_of(*sizes), most=most).map(lambda table: [table])


TABLES = st.one_of(
    one(("x",), 4, most=4),
    one(("x", "y"), 2, 2),
    one(("y", "x"), 2, 3),
    one(("x", "y", "z"), 2, 2, 2),
    linked(),
)


def protected(tables, threshold):
    values = [CountTable(f"t{i}", dims, counts, behind) for i, (dims, counts, behind) in enumerate(tables)]
    return protect(values, threshold=threshold)


def withheld(found):
    return {
        cell(table.dimensions, key) for table in found.tables for key, value in table.cells.items() if value is None
    }


@settings(max_examples=80)
@given(TABLES, st.integers(3, 4))
def test_no_attacker_narrows_a_cell_and_no_safe_pattern_is_cheaper(tables, threshold):
    world = World(tables, fill=lambda width: counts_up_to(width, 0))
    # what settles a cell never needs to raise another by more than the cell moves
    cap = LARGEST + max([threshold, *(world.truth[name] for name in world.primary(threshold))])
    assume((cap + 1) ** sum(len(counts) for _, counts, _ in tables) < 120_000)
    world = World(tables, fill=lambda width: counts_up_to(width, cap))
    found = protected(tables, threshold)
    pattern = withheld(found)

    for table in found.tables:
        for key, value in table.cells.items():
            assert value is None or value == world.truth[cell(table.dimensions, key)]
    assert pattern <= world.named, "a combination that no row names is never suppressed"
    assert world.primary(threshold) <= pattern
    assert world.is_safe(pattern, threshold)
    assert found.audit.passed
    assert (found.persons_suppressed, found.suppressed) == world.cost(pattern)
    assert found.cells == len(world.names)

    assert found.proven_optimal
    for cheaper in world.cheaper_patterns(world.cost(pattern), threshold):
        assert not world.is_safe(cheaper, threshold), cheaper


@settings(max_examples=60)
@given(st.one_of(one(("x",), 4, most=4), one(("x", "y"), 2, 3), one(("x", "y", "z"), 2, 2, 2)), st.integers(3, 4))
def test_no_attacker_narrows_a_cell_that_hides_in_a_cube(tables, threshold):
    world = World(tables, fill=lambda width: counts_up_to(width, 0))
    cap = LARGEST + max([threshold, *(world.truth[name] for name in world.primary(threshold))])
    assume((cap + 1) ** sum(len(counts) for _, counts, _ in tables) < 120_000)
    dims, counts, behind = tables[0]
    table = CountTable("t", dims, counts, behind)
    facts = gather([table], threshold=threshold)
    grids = grids_of([table], [all_keys(counts, width=len(dims))], facts.system.index)
    goals = Goals.of(facts.counts, facts.primary, threshold=threshold)
    asked = Question(facts.system.equations, facts.counts, goals, facts.primary, ~facts.own, grids)
    pattern, shifts = Cubes(asked).hide(Deadline(None))
    examiner = Examiner(asked.equations, asked.counts, asked.goals)
    for shift in shifts:
        examiner.keep(shift, examiner.open_goals(pattern))
    assert examiner.open_goals(pattern).cells.tolist() == [], "each has a cube"
    names = {frozenset(facts.system.cells[number]) for number in np.flatnonzero(pattern)}
    world = World(tables, fill=lambda width: counts_up_to(width, cap))
    assert world.is_safe(names, threshold)


@st.composite
def published(draw):
    """Tables of few people as somebody might publish them: the grand total told, else anything."""
    dims, keys = draw(
        st.sampled_from(
            [
                (("x",), keys_of(4)),
                (("x", "y"), keys_of(2, 3)),
                (("x", "y", "z"), keys_of(2, 2, 2)),
                (("x", "y"), keys_of(3, 3)),
            ]
        )
    )
    named = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=7, unique=True))
    counts = dict.fromkeys(sorted(named), 0)
    for _ in range(draw(st.integers(1, 6))):
        counts[draw(st.sampled_from(sorted(named)))] += 1
    values = [sorted({key[i] for key in counts}) for i in range(len(dims))]
    cells = {}
    for key in itertools.product(*([*v, STAR] for v in values)):
        below = [k for k in counts if all(a in (STAR, b) for a, b in zip(key, k, strict=True))]
        whole = all(v == STAR for v in key)
        if key in counts or (STAR in key and (whole or draw(st.booleans()))):
            cells[key] = sum(counts[k] for k in below) if whole or draw(st.booleans()) else None
    return (dims, counts, None), cells


@settings(max_examples=150)
@given(published(), st.integers(3, 5))
def test_the_audit_finds_exactly_what_brute_force_finds(drawn, threshold):
    (dims, counts, behind), cells = drawn
    world = World([(dims, counts, behind)], fill=lambda width: counts_adding_up_to(width, sum(counts.values())))
    told = {cell(dims, key): value for key, value in cells.items() if value is not None}
    hidden = {cell(dims, key): key for key, value in cells.items() if value is None}
    found = audit([PublishedTable("t", dims, cells)], threshold=threshold)
    expected = world.ranges(told, hidden)
    assert {cell(tuple(c.key), tuple(c.key.values())): (c.low, c.high) for c in found.cells} == expected
    assert found.passed == all(low != high and high >= threshold for low, high in expected.values())
    assert [tuple(c.key.values()) for c in found.cells] == sorted(hidden.values())
