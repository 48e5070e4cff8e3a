"""Ranges: whole numbers where fractions mislead, flows against programs, contradictions found."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from netmap.analysis.disclosure import PublishedTable, audit
from netmap.analysis.disclosure.flows import FlowMethod
from netmap.analysis.disclosure.mixed import ProgramMethod
from netmap.analysis.disclosure.parts import Part, Wall
from netmap.analysis.disclosure.programs import Deadline
from netmap.errors import InputError

WHENEVER = Deadline(None)

#: three dimensions; fractions from 0 to 0.5 fit the cell 012, but whole numbers only 0
FRACTIONS = {
    "000": 0, "002": 1, "010": 1, "011": 2, "012": 0, "020": 2, "021": 1, "022": 0, "100": 0, "101": 2,
    "102": 1, "110": 2, "111": 0, "112": 1, "120": 1, "121": 1, "122": 1, "200": 1, "201": 1, "211": 1,
    "212": 2, "220": 1, "221": 0, "222": 1,
}  # fmt: skip


def published(counts, *, hide):
    cells = {}
    for key in itertools.product(*([*sorted({k[i] for k in counts}), "*"] for i in range(len(next(iter(counts)))))):
        below = [n for k, n in counts.items() if all(a in ("*", b) for a, b in zip(key, k, strict=True))]
        if "*" in key or "".join(key) in counts:
            cells[key] = None if hide(key) else sum(below)
    return PublishedTable("t", tuple("xyz"[: len(next(iter(counts)))]), cells)


def test_whole_numbers_know_more_than_fractions():
    """Linear bounds leave the cell 012 a range that no whole number fills: it can be computed."""
    names = sorted(FRACTIONS)
    pairs = [(i, j, a, b) for i, j in itertools.combinations(range(3), 2) for a in "012" for b in "012"]
    margins = np.array([[name[i] == a and name[j] == b for name in names] for i, j, a, b in pairs], float)
    sums = margins @ [FRACTIONS[name] for name in names]
    wanted = -np.eye(len(names))[names.index("012")]
    assert -linprog(wanted, A_eq=margins, b_eq=sums).fun == pytest.approx(0.5)

    found = audit([published(FRACTIONS, hide=lambda key: "*" not in key)])
    by_name = {"".join(c.key.values()): (c.low, c.high) for c in found.cells}
    assert by_name["012"] == (0, 0)
    assert not found.passed


def part(matrix, counts):
    rows = sparse.csr_array(np.array(matrix, np.int64))
    return Part(np.arange(rows.shape[1]), np.arange(rows.shape[0]), rows, np.array(counts, np.int64))


def test_a_shift_that_only_fractions_allow_is_refused_without_a_wall():
    # p = a + b = b + c = a + c can only move by 2, for which the last cell has no room
    ties = [[1, 1, 0, -1, 0], [0, 1, 1, -1, 0], [1, 0, 1, -1, 0], [0, 0, 0, 1, 1]]
    method = ProgramMethod(part(ties, [2, 2, 2, 4, 1]))
    assert method.push(3, sign=1, amount=1, deadline=WHENEVER) == Wall()
    assert method.reach(3, sign=1, deadline=WHENEVER) == 0
    assert method.push(3, sign=-1, amount=3, deadline=WHENEVER).tolist() == [-2, -2, -2, -4, 4]
    roomier = ProgramMethod(part(ties, [2, 2, 2, 4, 3]))
    assert roomier.push(3, sign=1, amount=1, deadline=WHENEVER).tolist() == [1, 1, 1, 2, -2]
    assert roomier.reach(3, sign=1, deadline=WHENEVER) == 2


def test_equations_that_are_no_network_are_not_taken_for_one():
    odd = part([[1, 1, 0, -1, 0], [0, 1, 1, -1, 0], [1, 0, 1, -1, 0]], [1, 1, 1, 2, 0])
    assert FlowMethod.of(odd) is None
    triangle = part([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [1, 1, 1])
    assert FlowMethod.of(triangle) is None


@st.composite
def networks(draw):
    """A connected part of a table of two dimensions, totals among it."""
    height, width = draw(st.integers(2, 4)), draw(st.integers(2, 4))
    cells = {}
    for i, j in itertools.product(range(height + 1), range(width + 1)):
        ends = [("row", i)] if i < height else [("totals of columns", 0)]
        ends.append(("column", j) if j < width else ("totals of rows", 0))
        cells[i, j] = ends
    chosen = draw(st.lists(st.sampled_from(sorted(cells)), min_size=2, max_size=10, unique=True))
    names = sorted({end for at in chosen for end in cells[at]})
    matrix = np.zeros((len(names), len(chosen)), np.int64)
    for number, (i, j) in enumerate(chosen):
        for end in cells[i, j]:
            is_total = (end[0] == "row" and j == width) or (end[0] == "column" and i == height)
            matrix[names.index(end), number] = -1 if is_total else 1
    counts = draw(st.lists(st.integers(0, 5), min_size=len(chosen), max_size=len(chosen)))
    return part(matrix, counts)


@settings(max_examples=150)
@given(networks(), st.integers(1, 4))
def test_flows_and_programs_agree(drawn, amount):
    flows, programs = FlowMethod.of(drawn), ProgramMethod(drawn)
    assert flows is not None
    for at, sign in itertools.product(range(len(drawn.counts)), (1, -1)):
        far = flows.reach(at, sign=sign, deadline=WHENEVER)
        assert far == programs.reach(at, sign=sign, deadline=WHENEVER)
        if sign < 0 and amount > drawn.counts[at]:
            continue
        for method in (flows, programs):
            found = method.push(at, sign=sign, amount=amount, deadline=WHENEVER)
            assert isinstance(found, Wall) == (far is not None and far < amount)
            if not isinstance(found, Wall):
                assert not (drawn.matrix @ found).any()
                assert (drawn.counts + found >= 0).all()
                assert sign * found[at] >= amount
                continue
            assert found.sums
            for rows, factors in found.sums:
                assert_proves(drawn, at, sign, amount, rows, factors)


def assert_proves(drawn, at, sign, amount, rows, factors):
    """Added up, the equations leave the cell less room than the amount."""
    ties = factors @ drawn.matrix.toarray()[rows]
    if ties[at] * sign > 0:
        ties = -ties
    others = np.delete(ties, at)
    assert ties[at] != 0
    assert not (others > 0).any(), "a cell that may rise without end gives all the room there is"
    room = -(others * np.delete(drawn.counts, at)).sum()
    assert room < abs(ties[at]) * amount


# Audits


def table(text):
    head, *rows = [line.split(",") for line in text.split()]
    cells = {tuple(row[:-1]): int(row[-1]) if row[-1] else None for row in rows}
    origins = {tuple(row[:-1]): f"t.csv:{number}" for number, row in enumerate(rows, start=2)}
    return PublishedTable("t.csv", tuple(head[:-1]), cells, origins)


def test_what_no_total_bounds_is_open_above():
    found = audit([table("area,count\n01,\n02,7")])
    assert [(c.low, c.high) for c in found.cells] == [(0, None)]
    assert found.passed


def test_a_cell_that_another_table_tells_is_no_secret():
    found = audit([table("area,need,count\n01,a,\n01,b,\n01,*,"), table("area,count\n01,9")])
    assert [(dict(c.key), c.low, c.high) for c in found.cells] == [
        ({"area": "01", "need": "*"}, 9, 9),
        ({"area": "01", "need": "a"}, 0, 9),
        ({"area": "01", "need": "b"}, 0, 9),
    ]
    assert not found.passed


def test_a_cell_known_to_be_small_fails_though_it_is_no_single_number():
    assert not audit([table("area,count\n01,\n02,\n*,2")]).passed
    assert audit([table("area,count\n01,\n02,\n*,3")]).passed
    assert not audit([table("area,count\n01,\n02,\n*,3")], threshold=4).passed


def test_combinations_that_are_not_listed_count_0():
    found = audit([table("area,need,count\n01,a,\n02,b,\n01,*,\n02,*,\n*,a,5\n*,b,4\n*,*,9")])
    assert {(c.low, c.high) for c in found.cells} == {(5, 5), (4, 4)}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("area,count\n01,4\n02,5\n*,10", ["t.csv:4"]),
        ("area,count\n01,4\n02,\n*,3", ["t.csv:4"]),
        ("area,count\n*,3", ["t.csv:2"]),
        ("x,y,count\na,1,4\na,*,5\nb,1,4\nb,*,6\n*,1,8", ["t.csv:3", "t.csv:5"]),
    ],
)
def test_contradictions_are_refused_with_their_rows(text, where):
    with pytest.raises(InputError) as refused:
        audit([table(text)])
    assert [fault.where for fault in refused.value.faults] == where


def test_sums_that_only_together_contradict_are_refused():
    """4 + 5 by one dimension, 3 + 7 by the other: each sum for itself could be right."""
    text = "x,y,count\na,1,\na,2,\nb,1,\nb,2,\na,*,4\nb,*,5\n*,1,3\n*,2,7\n*,*,"
    with pytest.raises(InputError) as refused:
        audit([table(text)])
    grand_total, inner = (fault.where for fault in refused.value.faults)
    assert grand_total == "t.csv:10"
    assert inner in {f"t.csv:{row}" for row in range(6, 10)}


def test_two_tables_that_contradict_are_refused():
    with pytest.raises(InputError) as refused:
        audit([table("area,need,count\n01,a,5\n01,*,5"), table("area,count\n01,6\n*,")])
    assert refused.value.faults


def test_counts_below_0_are_refused():
    with pytest.raises(InputError):
        audit([table("area,count\n01,-1\n02,5")])


#: 16 cells, two in each line that has any; going from one to the next there are odd circles
ODD = ["000", "001", "011", "012", "020", "022", "101", "102", "121", "122", "200", "202", "211", "212", "220", "221"]


def test_what_only_whole_numbers_contradict_is_refused():
    """Every line adds up to 1: half a person in each cell would do, whole people cannot."""
    lines = {}
    for name in ODD:
        for at in range(3):
            lines.setdefault((*name[:at], "*", *name[at + 1 :]), []).append(tuple(name))
    assert {len(line) for line in lines.values()} == {2}
    cells = {tuple(name): None for name in ODD} | dict.fromkeys(lines, 1)
    with pytest.raises(InputError) as refused:
        audit([PublishedTable("t", ("x", "y", "z"), cells, {key: "".join(key) for key in cells})])
    assert refused.value.faults
    assert all("*" in fault.where for fault in refused.value.faults)


@pytest.mark.parametrize("seed", range(6))
def test_three_dimensions_agree_with_another_solver(seed):
    """The same ranges from the people themselves: one variable for each combination, no shifts, no parts."""
    rng = np.random.default_rng(seed)
    names = ["".join(at) for at in itertools.product("012", repeat=3) if rng.random() < 0.9]
    counts = {name: int(n) for name, n in zip(names, rng.choice([0, 1, 1, 2, 5], len(names)), strict=True)}
    drawn = published(counts, hide=lambda key: rng.random() < (0.1 if "*" in key else 0.9))

    def picks(key):
        return np.array([all(a in ("*", b) for a, b in zip(key, name, strict=True)) for name in names], float)

    told = {key: value for key, value in drawn.cells.items() if value is not None}
    sums = list(told.values())
    agree = LinearConstraint(np.array([picks(key) for key in told]), sums, sums)
    for found in audit([drawn]).cells:
        wanted = picks(tuple(found.key.values()))
        low, high = (
            milp(sign * wanted, constraints=agree, integrality=np.ones(len(names)), bounds=Bounds(0, 1000)).fun
            for sign in (1, -1)
        )
        assert found.low == round(low)
        assert found.high == (None if round(-high) >= 900 else round(-high))
