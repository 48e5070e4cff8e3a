"""What is withheld and why: examples by hand, linked tables, earlier releases, want of time."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

from netmap.analysis.disclosure import CountTable, PublishedTable, audit, protect, protection
from netmap.analysis.disclosure.attack import Attacker
from netmap.analysis.disclosure.goals import Examiner
from netmap.analysis.disclosure.programs import Deadline
from netmap.analysis.disclosure.publication import Reading
from netmap.analysis.disclosure.tables import all_keys, gather
from netmap.errors import InfeasibleError, InputError
from tests.support.whole_tables import cell


def square(rows, *, contributors=None, dims=("row", "column")):
    """A table from rows of numbers: row A, B …, column 1, 2 …"""
    place = {(chr(65 + i), str(j + 1)): n for i, row in enumerate(rows) for j, n in enumerate(row)}
    behind = None if contributors is None else {key: contributors.get(key, 9) for key in place}
    return CountTable("t", dims, place, behind)


def withheld(found):
    return {"".join(key) for key, value in found.tables[0].cells.items() if value is None}


def ranges(checked):
    return {"".join(cell.key.values()): (cell.low, cell.high) for cell in checked.cells}


def publish(table, hidden):
    """Publish a table of two dimensions, naively: everything but some inner cells."""
    cells = {}
    for key in itertools.product(*([*sorted({k[i] for k in table.counts}), "*"] for i in range(2))):
        below = [n for k, n in table.counts.items() if all(a in ("*", b) for a, b in zip(key, k, strict=True))]
        cells[key] = None if key in hidden else sum(below)
    return PublishedTable("naive", table.dimensions, cells)


# The example of ANALYSIS.md: 4 × 4, nine primary cells, two in every line, and one is still 47


NINE = [[1, 2, 30, 25], [2, 1, 47, 28], [19, 33, 2, 1], [21, 26, 1, 2]]
FEW_BEHIND_47 = {("B", "3"): 2}


def test_two_in_every_line_do_not_protect():
    table = square(NINE, contributors=FEW_BEHIND_47)
    primary = {k for k, n in table.counts.items() if n < 3 or table.contributors[k] < 3}
    lines = [[k for k in primary if k[i] == value] for i in (0, 1) for value in ("ABCD", "1234")[i]]
    assert len(primary) == 9
    assert min(len(line) for line in lines) == 2

    # by hand: what rows A and B hide in all, less what columns 1 and 2 hide in all
    rows_a_b = (58 - 30 - 25) + (78 - 28)
    columns_1_2 = (43 - 19 - 21) + (62 - 33 - 26)
    assert rows_a_b - columns_1_2 == 47

    checked = audit([publish(table, primary)])
    assert not checked.passed
    assert ranges(checked)["B3"] == (47, 47)


def test_protect_leaves_the_47_open():
    table = square(NINE, contributors=FEW_BEHIND_47)
    found = protect([table])
    assert found.proven_optimal
    assert found.audit.passed
    low, high = ranges(found.audit)["B3"]
    assert low == 0
    assert high is None or high >= 47
    assert len(withheld(found)) > 9


# What is primary


def test_nothing_small_nothing_withheld():
    found = protect([square([[3, 4], [0, 5]])])
    assert withheld(found) == set()
    assert (found.suppressed, found.persons_suppressed, found.cells) == (0, 0, 9)
    assert found.proven_optimal
    assert found.audit.passed
    assert found.audit.cells == ()


def test_the_threshold_is_the_first_count_that_is_told():
    assert withheld(protect([CountTable("t", ("x",), {("a",): 2, ("b",): 3, ("c",): 50})])) == {"a", "b"}
    assert withheld(protect([CountTable("t", ("x",), {("a",): 3, ("b",): 3, ("c",): 50})])) == set()
    higher = protect([CountTable("t", ("x",), {("a",): 3, ("b",): 5, ("c",): 50})], threshold=5)
    assert withheld(higher) == {"a", "b"}


@pytest.mark.parametrize("threshold", [2, 1, 0, -3])
def test_a_threshold_below_three_is_refused(threshold):
    with pytest.raises(InputError):
        protect([CountTable("t", ("x",), {("a",): 9})], threshold=threshold)


def test_few_contributors_make_a_large_count_primary_and_it_must_be_able_to_be_0():
    counts = {("a",): 40, ("b",): 30, ("c",): 12, ("d",): 500}
    behind = {("a",): 2, ("b",): 3, ("c",): 3, ("d",): 3}
    found = protect([CountTable("t", ("x",), counts, behind)])
    # any other cell lets the 40 fall to 0: the smallest does
    assert withheld(found) == {"a", "c"}
    assert ranges(found.audit) == {"a": (0, 52), "c": (0, 52)}


def test_contributors_of_a_total_are_the_sum_over_its_rows():
    counts = {("a", "1"): 20, ("a", "2"): 30, ("b", "1"): 70, ("b", "2"): 80, ("c", "1"): 90, ("c", "2"): 95}
    alone = CountTable("t", ("x", "y"), counts, {k: 1 if k[0] == "a" else 3 for k in counts})
    assert "a*" in withheld(protect([alone]))
    together = CountTable("t", ("x", "y"), counts, {**dict.fromkeys(counts, 3), ("a", "1"): 1, ("a", "2"): 2})
    assert "a*" not in withheld(protect([together]))


def test_a_named_0_with_too_few_contributors_is_primary_an_unnamed_one_never():
    counts = {("a",): 0, ("b",): 30, ("c",): 40}
    found = protect([CountTable("t", ("x",), counts, {("a",): 0, ("b",): 3, ("c",): 3})])
    assert withheld(found) == {"a", "b"}
    assert ranges(found.audit)["a"] == (0, 30)
    found = protect([CountTable("t", ("x",), {("b",): 30, ("c",): 40}, {("b",): 3, ("c",): 3})])
    assert withheld(found) == set()


# What is withheld besides


def test_only_what_is_needed_is_withheld():
    # 1 + 1 + 1 reach the threshold together: nobody else is needed
    found = protect([CountTable("t", ("x",), {("a",): 1, ("b",): 1, ("c",): 40, ("d",): 1})])
    assert withheld(found) == {"a", "b", "d"}
    # at 4, the 1 and one more: the smallest that is told
    found = protect([CountTable("t", ("x",), {("a",): 1, ("b",): 40, ("c",): 4, ("d",): 5})], threshold=4)
    assert withheld(found) == {"a", "c"}


def test_fewest_persons_come_before_fewest_cells():
    # four cells with the 500 (A1, A3, B1, B3), or six that go round it (A1, A2, B2, B3, C3, C1)
    table = square([[1, 9, 500, 600], [700, 8, 9, 600], [9, 700, 8, 600], [600, 600, 600, 600]])
    found = protect([table])
    assert withheld(found) == {"A1", "A2", "B2", "B3", "C3", "C1"}
    assert found.persons_suppressed == 1 + 9 + 8 + 9 + 8 + 9
    assert found.proven_optimal


def test_a_named_0_may_be_withheld_for_others_an_unnamed_one_not():
    rows = {("a", "1"): 0, ("a", "2"): 0, ("a", "3"): 0, ("a", "4"): 1}
    rows |= {("b", "1"): 0, ("b", "2"): 30, ("b", "3"): 30, ("b", "4"): 1}
    zeros = {key for key, count in rows.items() if count == 0}
    found = protect([CountTable("t", ("x", "y"), rows)])
    assert any(found.tables[0].cells[key] is None for key in zeros)
    fewer = {key: count for key, count in rows.items() if count}
    found = protect([CountTable("t", ("x", "y"), {**fewer, ("a", "1"): 0})])
    assert all(found.tables[0].cells[key] == 0 for key in zeros - {("a", "1")} if key[1] != "1")
    assert found.audit.passed


def test_a_single_person_in_all_is_withheld_with_every_total():
    found = protect([CountTable("t", ("x", "y"), {("a", "1"): 1})])
    assert withheld(found) == {"a1", "a*", "*1", "**"}
    assert set(ranges(found.audit).values()) == {(0, None)}


def test_values_are_text_and_cells_stand_in_order_of_code_points():
    found = protect([CountTable("t", ("x", "y"), {("1", "é"): 5, ("01", "Z"): 6, ("01", "a"): 7})])
    assert list(found.tables[0].cells)[:5] == [("*", "*"), ("*", "Z"), ("*", "a"), ("*", "é"), ("01", "*")]
    assert found.tables[0].cells["1", "Z"] == 0
    assert found.cells == 3 * 4


def test_the_order_of_rows_and_a_second_run_change_nothing():
    rng = random.Random(5)
    rows = [(key, rng.choice([0, 1, 2, 4, 7, 12, 30])) for key in itertools.product("abcdef", "12345")]
    first = protect([CountTable("t", ("x", "y"), dict(rows))])
    for _ in range(2):
        rng.shuffle(rows)
        again = protect([CountTable("t", ("x", "y"), dict(rows))])
        assert again == first


def test_very_large_counts_stay_exact():
    counts = {("A", "1"): 1, ("A", "2"): 3_000_000_000, ("B", "1"): 4_000_000_000, ("B", "2"): 2_999_999_999}
    found = protect([CountTable("t", ("x", "y"), counts)])
    # the four inner cells: any way over totals hides more
    assert withheld(found) == {"A1", "A2", "B1", "B2"}
    assert found.persons_suppressed == 10_000_000_000
    assert found.proven_optimal
    assert ranges(found.audit)["A1"] == (0, 3_000_000_001)


# Tables that share cells


def two_cuts(seed, *, people):
    """The same people by area and need, and by area and age."""
    rng = random.Random(seed)
    everybody = [(rng.choice("abc"), rng.choice("xyz"), rng.choice("pq")) for _ in range(people)]
    tables = []
    for name, dims, places in (("one", ("area", "need"), (0, 1)), ("other", ("area", "age"), (0, 2))):
        counts = {}
        for person in everybody:
            key = tuple(person[i] for i in places)
            counts[key] = counts.get(key, 0) + 1
        tables.append(CountTable(name, dims, counts))
    return tables


AREA_NEED = CountTable("a", ("area", "need"), {
    ("01", "debt"): 1, ("01", "work"): 7, ("02", "debt"): 5, ("02", "work"): 2, ("03", "debt"): 40, ("03", "work"): 30,
})  # fmt: skip
AREA_AGE = CountTable("b", ("age", "area"), {
    ("young", "01"): 4, ("old", "01"): 4, ("young", "02"): 7, ("young", "03"): 40, ("old", "03"): 30,
})  # fmt: skip


def test_linked_tables_withhold_the_same_shared_cells_and_count_them_once():
    found = protect([AREA_NEED, AREA_AGE])
    cells = {}
    for table in found.tables:
        for key, value in table.cells.items():
            cells.setdefault(cell(table.dimensions, key), set()).add(value)
    assert all(len(values) == 1 for values in cells.values())
    assert found.cells == len(cells) == 20
    truth = {c: None for c, values in cells.items() if values == {None}}
    assert found.suppressed == len(truth)
    both = audit(found.tables)
    assert both.passed
    assert both == found.audit


def test_linked_tables_protected_apart_give_each_other_away():
    """The reason why they are protected together; without that, half of these fail the audit."""
    unsafe = 0
    for seed in range(6):
        one, other = two_cuts(seed, people=9)
        unsafe += not audit([*protect([one]).tables, *protect([other]).tables]).passed
        assert audit(protect([one, other]).tables).passed
    assert unsafe


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({("young", "01"): 5}, "b.csv:2"),
        ({("old", "04"): 3}, "b.csv:9"),
    ],
)
def test_files_that_disagree_are_refused(changed, where):
    counts = {**AREA_AGE.counts, **changed}
    origins = {key: f"b.csv:{2 + i}" for i, key in enumerate(AREA_AGE.counts)} | {("old", "04"): "b.csv:9"}
    with pytest.raises(InputError) as refused:
        protect([AREA_NEED, CountTable("b", AREA_AGE.dimensions, counts, None, origins)])
    assert [fault.where for fault in refused.value.faults] == [where]


def test_tables_without_a_common_dimension_share_the_grand_total():
    one = CountTable("a", ("x",), {("1",): 5, ("2",): 6})
    with pytest.raises(InputError):
        protect([one, CountTable("b", ("y",), {("1",): 5, ("2",): 7})])
    assert protect([one, CountTable("b", ("y",), {("1",): 4, ("2",): 7})]).cells == 5


def test_what_another_table_tells_as_0_is_not_withheld():
    """Table b names no row of area 3, so it publishes a 0 there; a may not pretend otherwise."""
    counts = {("1", "p"): 1, ("1", "q"): 5, ("2", "p"): 5, ("2", "q"): 5, ("3", "p"): 0, ("3", "q"): 0}
    found = protect([CountTable("a", ("x", "y"), counts), CountTable("b", ("x",), {("1",): 6, ("2",): 10})])
    assert {found.tables[0].cells["3", y] for y in "pq*"} == {0}
    assert found.audit.passed


@pytest.mark.parametrize(
    "table",
    [
        CountTable("t", ("x",), {("a",): -1, ("b",): 4}),
        CountTable("t", (), {(): 4}),
        CountTable("t", tuple("abcdefg"), {tuple(f"{n}" for _ in range(7)): 5 for n in range(9)}),
    ],
)
def test_impossible_tables_are_refused(table):
    with pytest.raises(InputError):
        protect([table])


# Too little time


def cube(seed=1, shape=(5, 4, 4)):
    rng = np.random.default_rng(seed)
    numbers = rng.negative_binomial(0.8, 0.04, shape)
    return CountTable("t", ("x", "y", "z"), {tuple(map(str, at)): int(n) for at, n in np.ndenumerate(numbers)})


@pytest.mark.parametrize("seconds", [0.0, 0.15])
def test_without_time_the_answer_is_coarser_but_safe(seconds):
    table = cube(shape=(6, 5, 4))
    found = protect([table], time_limit_s=seconds)
    assert not found.proven_optimal
    assert found.audit.passed
    assert audit(found.tables).passed
    primary = {key for key, count in table.counts.items() if 0 < count < 3}
    reach = {tuple(c.key.values()): (c.low, c.high) for c in found.audit.cells}
    for key in primary:
        low, high = reach[key]
        assert low == 0
        assert high is None or high >= 3


def test_with_no_time_at_all_only_zeros_are_told_and_every_range_is_known():
    """All multiples of a table agree with its zeros: no range needs to be searched for, however large it is."""
    table = cube(shape=(9, 8, 7))
    found = protect([table], time_limit_s=0.0)
    told = {n for t in found.tables for n in t.cells.values() if n is not None}
    assert told == {0}
    assert {(c.low, c.high, c.exact) for c in found.audit.cells} == {(0, None, True)}
    assert audit(found.tables) == found.audit


def test_only_zeros_told_is_answered_as_an_attacker_finds_it():
    rng = np.random.default_rng(4)
    for _ in range(5):
        numbers = rng.integers(0, 4, (3, 3, 2))
        counts = {tuple(map(str, at)): int(n) for at, n in np.ndenumerate(numbers)}
        keys = all_keys(counts, width=3)
        sums = {key: sum(n for at, n in counts.items() if all(k in ("*", v) for k, v in zip(key, at, strict=True)))
                for key in keys}  # fmt: skip
        withheld = {key: None if n or rng.random() < 0.4 else 0 for key, n in sums.items()}
        reading = Reading.of([PublishedTable("t", ("x", "y", "z"), withheld)])
        place = np.array([sums[tuple(dict(c).get(d, "*") for d in ("x", "y", "z"))] for c in reading.system.cells])
        attacker = Attacker(reading.system.equations, place, reading.unknown)
        ranges = reading.ranges(place)
        assert ranges == {c: attacker.range_of(reading.system.index[c]) for c in ranges}


def test_without_time_for_the_audit_other_whole_tables_show_what_is_safe(monkeypatch):
    """The search has all the time, the audit none; what it says is held against an audit with all the time."""
    monkeypatch.setattr(protection, "Attack", InNoTime)
    table = cube()
    found = protect([table], time_limit_s=None)
    monkeypatch.undo()
    assert found.audit.passed
    assert found.audit.unknown > 0
    assert audit(found.tables).passed
    whole = {tuple(c.key.items()): c for c in audit(found.tables).cells}
    for said in found.audit.cells:
        known = whole[tuple(said.key.items())]
        assert (said.low, said.high) == (known.low, known.high) if said.exact else (0, None)
    assert found.suppressed < found.cells


class InNoTime(protection.Attack):
    def ranges(self, published, pattern, deadline):
        return super().ranges(published, pattern, Deadline(0.0))


def test_what_no_whole_table_shows_does_not_leave():
    """A 1 alone in its line: with time for its range or without, it is no table that may leave."""
    table = CountTable("t", ("area", "age"), {("1", "x"): 1, ("1", "y"): 9, ("2", "x"): 8, ("2", "y"): 7})
    facts = gather([table], threshold=3)
    question = protection._question(facts, [table], (), threshold=3)
    examiner = Examiner(question.equations, question.counts, question.goals)
    attack = protection.Attack(facts, question, examiner)
    keys = [all_keys(table.counts, width=2)]
    lonely = question.shut
    assert lonely.sum() == 1
    leaving = protection._leaving([table], keys, facts, lonely)
    assert attack.ranges(leaving, lonely, Deadline(None)) is None
    assert attack.ranges(leaving, lonely, Deadline(0.0)) is None


# What was published before


def test_a_new_cut_respects_what_was_told_before():
    for seed in range(6):
        old, new = two_cuts(seed, people=9)
        released = protect([old]).tables
        found = protect([new], released=released)
        told = {cell(t.dimensions, k): v for t in released for k, v in t.cells.items()}
        for table in found.tables:
            for key, value in table.cells.items():
                assert told.get(cell(table.dimensions, key), value) == value
        assert audit([*released, *found.tables]).passed


@pytest.mark.parametrize("seed", range(3))
def test_without_time_to_know_what_was_told_before_nothing_new_is_told(seed):
    old, new = two_cuts(seed, people=9)
    released = protect([old]).tables
    found = protect([new], released=released, time_limit_s=0.0)
    assert found.nothing_new
    assert not found.proven_optimal
    told = {cell(t.dimensions, k): v for t in released for k, v in t.cells.items()}
    for table in found.tables:
        assert {
            key: value for key, value in table.cells.items() if value != told.get(cell(table.dimensions, key))
        } == {}
    assert {c.exact for c in found.audit.cells} == {False}
    before = {tuple(c.key.items()): (c.low, c.high) for c in audit(released).cells}
    after = {tuple(c.key.items()): (c.low, c.high) for c in audit([*released, *found.tables]).cells}
    assert {key: after[key] for key in before} == before
    assert not protect([new], released=released).nothing_new


def test_what_was_told_already_cannot_be_withheld():
    released = PublishedTable("old", ("area",), {("1",): 2, ("2",): 9})
    new = CountTable("new", ("area", "age"), {("1", "x"): 2, ("2", "x"): 5, ("2", "y"): 4})
    with pytest.raises(InfeasibleError):
        protect([new], released=[released])


def test_other_cases_than_before_are_refused():
    released = PublishedTable("old", ("area",), {("1",): 5, ("2",): 9})
    with pytest.raises(InputError):
        protect([CountTable("new", ("area",), {("1",): 6, ("2",): 9})], released=[released])


def test_two_quarters_cannot_be_subtracted_to_a_person():
    both, left, joined = {"a": 40, "b": 30, "c": 20}, {"a": 0, "b": 4, "c": 5}, {"a": 1, "b": 5, "c": 6}
    quarters = [
        CountTable(name, ("area",), {(a,): both[a] + more[a] for a in both}, within=((name, "yes"),))
        for name, more in (("in_q1", left), ("in_q2", joined))
    ]
    moves = {("yes", "yes"): both, ("yes", "no"): left, ("no", "yes"): joined}
    people = CountTable(
        "moves",
        ("area", "in_q1", "in_q2"),
        {(area, *was): count for was, counts in moves.items() for area, count in counts.items()},
    )
    first = protect(quarters[:1])
    assert withheld(first) == set()
    naive = protect(quarters[1:])
    assert naive.tables[0].cells["a",] - first.tables[0].cells["a",] == 1  # one came, and that shows
    second = protect(quarters[1:], released=first.tables, unpublished=[people])
    assert second.tables[0].cells["a",] is None
    assert second.audit.passed
