"""Siting: published answers, brute force over every choice, and PySAL spopt."""

import csv
import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.siting import (
    OBJECTIVES,
    SitingProblem,
    alternatives,
    contributions,
    max_coverage,
    p_center,
    p_median,
    set_cover,
    site,
)
from netmap.analysis.siting.problem import answer
from netmap.analysis.travel import Travel
from netmap.errors import CallError, InfeasibleError, InputError
from netmap.messages import speaking
from tests.support.places import fixture_path


def names(problem, found):
    return [problem.places[at] for at in found.sites.tolist()]


# San Francisco, the data and answers of PySAL spopt's own tests (fixtures/siting/SOURCES.md)


@pytest.fixture(scope="module")
def san_francisco():
    def rows(name):
        with fixture_path("siting", "san_francisco", name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return SitingProblem.of(
        {row["area"]: float(row["people"]) for row in rows("demand.csv")},
        [row["place"] for row in rows("sites.csv")],
        {(row["area"], row["place"]): float(row["cost"]) for row in rows("travel.csv")},
    )


@pytest.mark.parametrize(
    ("objective", "value"),
    [("lscp", 8), ("mclp", 875_247), ("p-median", 2_848_268_129.7145), ("p-center", 7_403.0638)],
)
def test_published_answers(san_francisco, objective, value):
    count = None if objective == "lscp" else 4
    found = site(san_francisco, objective=objective, count=count, within=5_000)
    assert found.value == pytest.approx(value, abs=5e-5)
    assert found.proven_optimal
    assert found.bound == pytest.approx(found.value, rel=1e-6)
    assert len(found.sites) == (8 if objective == "lscp" else 4)


# Brute force: every choice there is


def distances(problem):
    table = np.full((len(problem.areas), len(problem.places)), np.inf)
    ways = problem.travel
    table[ways.area, ways.place] = ways.cost
    return table


def worth(problem, table, sites, objective, within):
    """Value of a choice, or ``None`` where it is not allowed."""
    nearest = table[:, list(sites)].min(axis=1) if sites else np.full(len(table), np.inf)
    inside = nearest <= (math.inf if within is None else within)
    if objective == "mclp":
        return float(problem.people[inside].sum())
    if objective == "lscp":
        return len(sites) if inside.all() else None
    if not np.isfinite(nearest).all():
        return None
    return float(nearest.max()) if objective == "p-center" else float(problem.people @ nearest)


def by_brute_force(problem, objective, *, count, within):
    fixed = set(np.flatnonzero(problem.fixed).tolist())
    most = len(problem.places) if count is None else count
    values = [
        value
        for size in (range(1, most + 1) if objective == "lscp" else [count])
        for sites in itertools.combinations(range(len(problem.places)), size)
        if size and fixed <= set(sites)
        for value in [worth(problem, distances(problem), sites, objective, within)]
        if value is not None
    ]
    if not values:
        return None
    return max(values) if objective == "mclp" else min(values)


def random_problem(rng, *, areas, places, links, fixed, whole):
    there = rng.random((areas, places)) < links
    at_area, at_place = np.nonzero(there)
    order = rng.permutation(len(at_area))
    cost = rng.integers(0, 12, len(order)) if whole else rng.random(len(order)) * 12
    people = rng.integers(0, 7, areas) if whole else rng.random(areas) * 7
    return SitingProblem(
        tuple(f"a{at:02}" for at in range(areas)),
        people.astype(float),
        tuple(f"p{at:02}" for at in range(places)),
        rng.random(places) < fixed,
        Travel(at_area[order], at_place[order], cost.astype(float), areas, places),
    )


SIZES = [
    {"areas": 7, "places": 7, "links": 0.3, "fixed": 0.1},
    {"areas": 8, "places": 6, "links": 0.6, "fixed": 0.2},
    {"areas": 3, "places": 4, "links": 0.7, "fixed": 0.3},
    {"areas": 40, "places": 9, "links": 0.6, "fixed": 0.0},
    {"areas": 45, "places": 11, "links": 1.0, "fixed": 0.05},
]


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['areas']}x{size['places']}")
def test_no_choice_is_better(objective, size):
    rng = np.random.default_rng([size["areas"], OBJECTIVES.index(objective)])
    answered = 0
    for number in range(60 if size["areas"] < 10 else 10):
        problem = random_problem(rng, **size, whole=number % 2 == 0)
        within = float(rng.integers(0, 13))
        count = None if objective == "lscp" and number % 3 else int(rng.integers(1, size["places"] // 2 + 2))
        best = by_brute_force(problem, objective, count=count, within=within)
        if best is None:
            with pytest.raises(InfeasibleError):
                site(problem, objective=objective, count=count, within=within)
            continue
        answered += 1
        found = site(problem, objective=objective, count=count, within=within)
        assert found.value == pytest.approx(best)
        assert worth(problem, distances(problem), found.sites.tolist(), objective, within) == pytest.approx(best)
        assert set(np.flatnonzero(problem.fixed)) <= set(found.sites.tolist())
        assert objective == "lscp" or len(found.sites) == count
        assert found.proven_optimal
        assert found.bound == pytest.approx(best, rel=1e-6)
        assert found.bound >= found.value if objective == "mclp" else found.bound <= found.value
    assert answered


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_answers_do_not_depend_on_the_order_of_a_file(objective):
    rng = np.random.default_rng(3)
    demand = {f"a{at}": int(rng.integers(0, 50)) for at in range(30)}
    places = [f"p{at}" for at in range(9)]
    cost = {(a, p): int(rng.integers(0, 30)) for a in demand for p in places}
    options = {"objective": objective, "count": None if objective == "lscp" else 3, "within": 20}
    one = SitingProblem.of(demand, places, cost)
    other = SitingProblem.of(
        dict(reversed(demand.items())), places[::-1], dict(sorted(cost.items(), key=lambda c: c[1]))
    )
    assert names(one, site(one, **options)) == names(other, site(other, **options))


# PySAL spopt on random instances


@pytest.fixture(scope="module")
def spopt():
    locate = pytest.importorskip("spopt.locate")
    pulp = pytest.importorskip("pulp")
    return locate, pulp.PULP_CBC_CMD(msg=False)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("seed", range(2))
def test_agrees_with_spopt(spopt, seed):
    locate, solver = spopt
    rng = np.random.default_rng(seed)
    problem = random_problem(rng, areas=30, places=10, links=1.0, fixed=0.0, whole=False)
    table, weights, within = distances(problem), problem.people, 6.0
    theirs = locate.MCLP.from_cost_matrix(table, weights, service_radius=within, p_facilities=3).solve(solver)
    assert max_coverage(problem, count=3, within=within).value == pytest.approx(theirs.problem.objective.value())
    theirs = locate.LSCP.from_cost_matrix(table, service_radius=within).solve(solver)
    assert set_cover(problem, within=within).value == theirs.problem.objective.value()
    theirs = locate.PMedian.from_cost_matrix(table, weights, p_facilities=3).solve(solver)
    assert p_median(problem, count=3).value == pytest.approx(theirs.problem.objective.value())
    theirs = locate.PCenter.from_cost_matrix(table, p_facilities=3).solve(solver)
    assert p_center(problem, count=3).value == pytest.approx(theirs.problem.objective.value())


# Small cases by hand

LINE = SitingProblem.of(
    {"A": 10, "B": 20, "C": 30, "D": 0},
    ["P", "Q", "R"],
    {("A", "P"): 1, ("B", "P"): 5, ("B", "Q"): 2, ("C", "Q"): 6, ("C", "R"): 3, ("D", "R"): 9, ("D", "P"): 9},
)


def fixing(*places):
    at = np.array([p in places for p in LINE.places])
    return SitingProblem(LINE.areas, LINE.people, LINE.places, at, LINE.travel)


def test_fixed_places_are_among_the_sites_and_count():
    assert names(LINE, max_coverage(LINE, count=1, within=6)) == ["Q"]  # B and C: 50
    found = max_coverage(fixing("P"), count=2, within=6)  # P covers A and B; then C by Q or R: the first
    assert names(LINE, found) == ["P", "Q"]
    assert found.value == 60
    only = max_coverage(fixing("P"), count=1, within=6)
    assert (names(LINE, only), only.value) == (["P"], 30)


def test_a_fixed_place_that_nobody_needs_is_a_site_too():
    found = set_cover(fixing("Q"), within=9)
    assert names(LINE, found) == ["P", "Q"]
    assert found.value == 2


def test_exactly_so_many_sites_are_named():
    found = max_coverage(LINE, count=3, within=6)
    assert names(LINE, found) == ["P", "Q", "R"]
    assert found.value == 60


def test_the_edge_of_the_limit_is_covered():
    assert max_coverage(LINE, count=1, within=3).value == 30  # C by R at 3
    assert max_coverage(LINE, count=1, within=math.nextafter(3, 0)).value == 20


def test_areas_without_people_must_be_covered_too():
    assert set_cover(LINE, within=9).value == 2
    with pytest.raises(InfeasibleError):
        set_cover(LINE, within=6)


def test_p_center_takes_areas_without_people_into_account():
    assert p_center(LINE, count=3).value == 9


def test_all_but_one_value_by_hand():
    found = p_median(LINE, count=2)  # P and R: 10·1 + 20·5 + 30·3; P and Q: 10 + 40 + 180 = 230
    assert (names(LINE, found), found.value) == (["P", "R"], 200)


def test_nobody_lives_anywhere():
    empty = SitingProblem.of({"A": 0}, ["P"], {("A", "P"): 4})
    for objective, value in (("mclp", 0), ("lscp", 1), ("p-median", 0), ("p-center", 4)):
        found = site(empty, objective=objective, count=1, within=5)
        assert (found.value, found.bound, found.proven_optimal) == (value, value, True)


def test_the_first_answer_comes_without_proof_but_with_a_bound():
    rng = np.random.default_rng(5)
    problem = random_problem(rng, areas=120, places=30, links=0.15, fixed=0.0, whole=True)
    first = max_coverage(problem, count=6, within=6, seconds=0)
    best = max_coverage(problem, count=6, within=6)
    assert best.proven_optimal
    # greedy covers at least 1 − 1/e of the best (Nemhauser, Wolsey, Fisher 1978)
    assert 0.63 * best.value < first.value <= best.value <= first.bound <= problem.people_total
    first, best = p_median(problem, count=25, seconds=0), p_median(problem, count=25)
    assert best.proven_optimal
    assert math.isfinite(first.bound)
    assert first.bound <= best.value <= first.value


@pytest.mark.parametrize(
    ("objective", "value", "bound", "whole", "proven"),
    [
        ("mclp", 100.0, 100.9, True, True),  # no whole number lies between
        ("mclp", 100.0, 101.0, True, False),
        ("mclp", 100.0, 100.00009, False, True),
        ("mclp", 100.0, 100.00011, False, False),
        ("mclp", 0.0, 0.0, False, True),
        ("mclp", 0.0, 0.5, False, False),
        ("lscp", 8.0, 7.1, True, True),
        ("lscp", 8.0, 7.0, True, False),
        ("p-median", 100.0, 99.99991, False, True),
        ("p-median", 100.0, 99.99989, False, False),
        ("p-median", 100.0, 100.0000001, False, True),  # a solver's last digits
    ],
)
def test_what_counts_as_proven(objective, value, bound, whole, proven):
    found = answer(objective, np.array([0]), value, bound, whole=whole)
    assert found.proven_optimal is proven
    assert found.bound >= found.value if objective == "mclp" else found.bound <= found.value
    if whole:
        assert found.bound == int(found.bound)


# No answer


def refusal(problem, **options):
    with pytest.raises(InfeasibleError) as caught, speaking("en"):
        site(problem, **options)
    with speaking("en"):
        return str(caught.value), [str(f) for f in caught.value.faults]


def test_who_cannot_be_covered_and_by_which_limit_they_could():
    said, areas = refusal(LINE, objective="lscp", within=2.5)
    assert said == ("2 of 4 areas (30 people) have no site within 2.5. With a limit of 9 each of them has one.")
    assert areas == ["C: 30 people, the nearest site at 3", "D: 0 people, the nearest site at 9"]


def test_who_has_no_way_at_all_is_told_apart():
    cut = SitingProblem.of({"A": 10, "B": 2.5, "C": 4}, ["P"], {("A", "P"): 1, ("C", "P"): 8})
    said, _ = refusal(cut, objective="lscp", within=5)
    assert said == (
        "2 of 3 areas (6.5 people) have no site within 5. A limit of 8 would serve all but 1 areas "
        "(2.5 people), which have no way to any site."
    )
    # with 9 the others are served: a smaller limit is no advice
    said, _ = refusal(cut, objective="lscp", within=9)
    assert said == "1 of 3 areas (2.5 people) have no site within 9. They have no way to any site: add ways or sites."
    for objective in ("p-median", "p-center"):
        said, areas = refusal(cut, objective=objective, count=1)
        assert said.startswith("1 of 3 areas (2.5 people) cannot be served by any site")
        assert areas == ["B: 2.5 people, no way to any site"]
    assert max_coverage(cut, count=1, within=5).value == 10  # there it is no fault


@pytest.mark.parametrize("objective", ["p-median", "p-center"])
def test_too_few_sites_to_reach_everybody(objective):
    said, areas = refusal(LINE, objective=objective, count=1)
    assert said == (
        "1 sites are too few: with the best choice 2 of 4 areas (10 people) stay without a site. 2 sites are needed."
    )
    assert areas == ["A: 10 people stay without a site", "D: 0 people stay without a site"]


def test_too_few_sites_leave_as_few_people_as_can_be():
    rng = np.random.default_rng(8)
    compared = 0
    for _ in range(60):
        problem = random_problem(rng, areas=8, places=6, links=0.5, fixed=0.1, whole=True)
        if by_brute_force(problem, "lscp", count=None, within=9) is None or problem.fixed.sum() > 2:
            continue
        if by_brute_force(problem, "lscp", count=2, within=9) is not None:
            continue
        most = by_brute_force(problem, "mclp", count=2, within=9)
        said, areas = refusal(problem, objective="lscp", within=9, count=2)
        assert f"({problem.people_total - most:g} people) stay without a site within 9" in said
        assert f"{len(areas)} of 8 areas" in said
        needed = by_brute_force(problem, "lscp", count=None, within=9)
        assert f"{needed} sites are needed" in said
        if (limit := by_brute_force(problem, "p-center", count=2, within=None)) is not None:
            assert f"With a limit of {limit:g} 2 sites would do." in said
        compared += 1
    assert compared > 5


def test_too_few_sites_to_cover_everybody_within_the_limit():
    wide = SitingProblem.of(
        {"A": 10, "B": 20, "C": 30},
        ["P", "Q", "R"],
        {(a, p): abs(i - j) * 10 for i, a in enumerate("ABC") for j, p in enumerate("PQR")},
    )
    said, areas = refusal(wide, objective="lscp", within=5, count=2)
    assert said == (
        "2 sites are too few: with the best choice 1 of 3 areas (10 people) stay without a site within 5. "
        "3 sites are needed. With a limit of 10 2 sites would do."
    )
    assert areas == ["A: 10 people stay without a site"]
    assert set_cover(wide, within=5, at_most=3).value == 3
    assert set_cover(wide, within=10, at_most=2).value == 1  # the fewest, not as many as allowed


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_fewer_sites_than_fixed_places(objective):
    said, _ = refusal(fixing("P", "R"), objective=objective, count=1, within=9)
    assert "2 places are fixed" in said
    assert "4 areas (60 people)" in said
    said, _ = refusal(LINE, objective=objective, count=0, within=9)
    assert "4 areas (60 people)" in said


def test_long_lists_of_areas_are_cut_short():
    many = SitingProblem.of({f"a{at:03}": 1 for at in range(80)}, ["P"], {})
    said, areas = refusal(many, objective="lscp", within=5)
    assert said.startswith("80 of 80 areas (80 people)")
    assert len(areas) == 51
    assert areas[-1] == "…: and 30 more areas"


@pytest.mark.parametrize(
    "options",
    [
        {"objective": "fastest", "count": 1, "within": 1},
        {"objective": "mclp", "count": 1},
        {"objective": "mclp", "within": 1},
        {"objective": "lscp", "count": 1},
        {"objective": "p-median"},
        {"objective": "p-center", "count": -1},
        {"objective": "p-center", "count": 4},
        {"objective": "lscp", "within": -1.0},
        {"objective": "lscp", "within": math.inf},
    ],
)
def test_calls_that_cannot_be(options):
    with pytest.raises(CallError):
        site(LINE, **options)


def test_sizes_must_fit():
    with pytest.raises(InputError):
        SitingProblem(("A",), np.array([1.0, 2.0]), LINE.places, LINE.fixed, LINE.travel)
    with pytest.raises(InputError):
        SitingProblem.of({"A": -1}, ["P"], {})


# What single sites add, and what else would be nearly as good


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_alternatives_are_all_allowed_swaps_best_first(objective):
    rng = np.random.default_rng(11)
    compared = 0
    for number in range(12):
        problem = random_problem(rng, areas=9, places=6, links=0.8, fixed=0.15, whole=number % 2 == 0)
        try:
            found = site(problem, objective=objective, count=None if objective == "lscp" else 3, within=8)
        except InfeasibleError:
            continue
        told = alternatives(problem, found, within=8, how_many=100)
        expected = {}
        for out, into in itertools.product(found.sites.tolist(), range(len(problem.places))):
            if problem.fixed[out] or into in found.sites:
                continue
            sites = [s for s in found.sites.tolist() if s != out] + [into]
            value = worth(problem, distances(problem), sites, objective, 8)
            if value is not None:
                expected[out, into] = value
        assert {(a.out, a.into): pytest.approx(a.value) for a in told} == expected
        values = [-a.value if objective == "mclp" else a.value for a in told]
        assert values == sorted(values)
        assert all(v >= (-found.value if objective == "mclp" else found.value) - 1e-9 for v in values)
        compared += len(told)
    assert compared > 10


def test_contributions_by_hand():
    found = p_median(LINE, count=3)  # A-P 1, B-Q 2, C-R 3, D nobody
    p, q, r = contributions(LINE, found, within=5)
    assert [c.people_nearest for c in (p, q, r)] == [10, 20, 30]
    assert [c.people_within for c in (p, q, r)] == [30, 20, 30]
    assert [c.people_only_here for c in (p, q, r)] == [10, 0, 30]
    # without P nobody reaches A; without Q, B goes to P: 20·(5−2); without R, C goes to Q: 30·(6−3)
    assert [c.added for c in (p, q, r)] == [math.inf, 60, 90]
    assert math.isnan(contributions(LINE, found)[0].people_within)


@pytest.mark.parametrize("objective", ["mclp", "p-center"])
def test_what_a_site_adds_is_what_is_lost_without_it(objective):
    problem = random_problem(np.random.default_rng(2), areas=20, places=6, links=1, fixed=0.3, whole=True)
    found = site(problem, objective=objective, count=4, within=4)
    for share in contributions(problem, found, within=4):
        rest = [s for s in found.sites.tolist() if s != share.place]
        left = worth(problem, distances(problem), rest, objective, 4)
        assert share.added == pytest.approx(abs(found.value - left))
        assert share.fixed == problem.fixed[share.place]


def test_insight_needs_the_limit_of_the_question():
    found = max_coverage(LINE, count=1, within=5)
    with pytest.raises(CallError):
        contributions(LINE, found)
    with pytest.raises(CallError):
        alternatives(LINE, found)


# What holds for every input


@st.composite
def complete_problems(draw):
    areas, places = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    demand = {f"a{at}": draw(st.integers(0, 100)) for at in range(areas)}
    names = [f"p{at}" for at in range(places)]
    return SitingProblem.of(demand, names, {(a, p): draw(st.integers(0, 60)) for a in demand for p in names})


@given(complete_problems(), st.integers(0, 60))
def test_one_site_more_never_harms(problem, within):
    few, more = (max_coverage(problem, count=count, within=within) for count in (1, 2))
    assert few.value <= more.value <= problem.people_total
    for question in (p_median, p_center):
        assert question(problem, count=1).value >= question(problem, count=2).value


@given(complete_problems())
def test_the_cover_of_the_center_limit_needs_no_more_sites(problem):
    found = p_center(problem, count=2)
    assert set_cover(problem, within=found.value).value <= 2
    assert max_coverage(problem, count=2, within=found.value).value == problem.people_total
    nearest = problem.travel.within(math.nextafter(found.value, -1))
    if len(set(nearest.area.tolist())) == len(problem.areas):
        assert set_cover(problem, within=math.nextafter(found.value, -1)).value > 2
