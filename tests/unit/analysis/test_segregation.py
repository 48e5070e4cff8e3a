"""Segregation: by hand, against PySAL segregation, and what holds for every input."""

import csv
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.segregation import segregation
from netmap.errors import InputError
from tests.support.places import fixture_path


def test_by_hand():
    # G = 40, R = 60: D = (|10/40 - 30/60| + |30/40 - 30/60|) / 2 = 0.25
    found = segregation([10, 30], reference=[30, 30])
    assert found.dissimilarity == pytest.approx(0.25)
    # isolation = 10/40 · 10/40 + 30/40 · 30/60, exposure = 10/40 · 30/40 + 30/40 · 30/60
    assert found.isolation == pytest.approx(0.0625 + 0.375)
    assert found.exposure == pytest.approx(0.1875 + 0.375)
    assert (found.areas, found.group, found.reference) == (2, 40, 60)


def test_the_total_less_the_group_is_the_reference():
    by_total = segregation([10, 30], total=[40, 60])
    by_reference = segregation([10, 30], reference=[30, 30])
    assert by_total.dissimilarity == by_reference.dissimilarity
    assert by_total.reference == by_reference.reference == 60


def test_the_share_that_would_have_to_move():
    """DOMAIN.md § 4: D is the share of a group that would have to move for the same mix everywhere."""
    group, reference = [80, 20], [50, 50]
    found = segregation(group, reference=reference)
    moved = round(found.dissimilarity * sum(group))
    even = segregation([group[0] - moved, group[1] + moved], reference=reference)
    assert moved == 30
    assert even.dissimilarity == pytest.approx(0)


def test_without_the_group_nothing_is_defined():
    found = segregation([0, 0], reference=[5, 7])
    assert all(math.isnan(x) for x in (found.dissimilarity, found.isolation, found.exposure))
    assert (found.group, found.reference, found.areas) == (0, 12, 2)


def test_without_the_reference_there_is_no_dissimilarity():
    found = segregation([5, 7], reference=[0, 0])
    assert math.isnan(found.dissimilarity)
    assert found.isolation == pytest.approx(1)
    assert found.exposure == 0


def test_areas_without_people_add_nothing():
    with_empty = segregation([10, 0, 30], reference=[30, 0, 30])
    without = segregation([10, 30], reference=[30, 30])
    assert with_empty.dissimilarity == pytest.approx(without.dissimilarity)
    assert with_empty.isolation == pytest.approx(without.isolation)
    assert with_empty.areas == 3
    assert math.isnan(with_empty.shares[1])


def test_no_areas():
    assert math.isnan(segregation([], total=[]).isolation)


def test_areas_from_a_share_on():
    found = segregation([20, 19, 0, 0], total=[100, 100, 100, 0])
    assert found.from_share(0.2).tolist() == [True, False, False, False]
    assert found.from_share(0.0).tolist() == [True, True, True, False]


@pytest.mark.parametrize(
    "counts",
    [
        {"reference": [1], "total": [1]},
        {},
        {"reference": [1, 2]},
        {"total": [4]},
        {"reference": [-1]},
        {"total": [math.nan]},
    ],
)
def test_what_cannot_be_is_refused(counts):
    with pytest.raises(InputError):
        segregation([5], **counts)


@pytest.fixture(scope="module")
def sacramento():
    with fixture_path("segregation", "sacramento.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_published_figures_of_sacramento(sacramento):
    """Values of PySAL segregation's own tests (HISP in TOT_POP), fixtures/segregation/SOURCES.md."""
    found = segregation([float(r["HISP"]) for r in sacramento], total=[float(r["TOT_POP"]) for r in sacramento])
    assert found.dissimilarity == pytest.approx(0.32184656, abs=5e-9)
    assert found.isolation == pytest.approx(0.23196155, abs=5e-9)
    assert found.exposure == pytest.approx(0.76803845, abs=5e-9)
    assert found.areas == 403


@pytest.mark.parametrize("group", ["HISP", "BLACK", "ASIAN"])
def test_agrees_with_pysal_segregation(sacramento, group):
    pandas = pytest.importorskip("pandas")
    peer = pytest.importorskip("segregation.singlegroup")
    frame = pandas.DataFrame({c: [float(r[c]) for r in sacramento] for c in ("TOT_POP", "HISP", "BLACK", "ASIAN")})
    frame = frame[frame["TOT_POP"] > 0]
    found = segregation(frame[group].to_numpy(), total=frame["TOT_POP"].to_numpy())
    for index, ours in (
        (peer.Dissim, found.dissimilarity),
        (peer.Isolation, found.isolation),
        (peer.Interaction, found.exposure),
    ):
        theirs = index(frame, group_pop_var=group, total_pop_var="TOT_POP").statistic
        assert ours == pytest.approx(theirs)


counts = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=12)


@given(counts, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_indices_stay_in_bounds(rows, random):
    g, r = [a for a, _ in rows], [b for _, b in rows]
    found = segregation(g, reference=r)
    shuffled = random.sample(rows, len(rows))
    again = segregation([a for a, _ in shuffled], reference=[b for _, b in shuffled])
    for one, other in (
        (found.dissimilarity, again.dissimilarity),
        (found.isolation, again.isolation),
        (found.exposure, again.exposure),
    ):
        assert one == pytest.approx(other, nan_ok=True)
        assert math.isnan(one) or -1e-12 <= one <= 1 + 1e-12
    if sum(g):
        assert found.isolation + found.exposure == pytest.approx(1)


@given(counts)
def test_dissimilarity_does_not_mind_which_side_is_the_group(rows):
    g, r = np.array(rows, dtype=float).T
    one, other = segregation(g, reference=r), segregation(r, reference=g)
    if g.sum() and r.sum():
        assert one.dissimilarity == pytest.approx(other.dissimilarity)
