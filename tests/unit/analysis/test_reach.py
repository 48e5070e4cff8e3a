"""Reach: 2SFCA and E2SFCA against hand-computed values, a plain second implementation and PySAL access."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.reach import Reach, reach
from netmap.analysis.travel import Travel
from netmap.errors import InputError

# Three areas, two places, minutes; from C only Q is known, and Q is a place without capacity
WAYS = {("A", "P"): 10, ("B", "P"): 30, ("B", "Q"): 5, ("C", "Q"): 20}
PEOPLE = {"A": 100, "B": 300, "C": 50}


def measured(capacity, *, within, people=PEOPLE, ways=WAYS, **options) -> Reach:
    areas, places = sorted(people), sorted(capacity)
    return reach(
        [people[a] for a in areas],
        [capacity[p] for p in places],
        Travel.between(areas, places, ways),
        within=within,
        **options,
    )


def test_two_steps_by_hand():
    found = measured({"P": 20, "Q": 35}, within=30)
    # P: 20 / (100 + 300) = 0.05; Q: 35 / (300 + 50) = 0.1
    assert found.ratio.tolist() == pytest.approx([0.05, 0.1])
    assert found.access.tolist() == pytest.approx([0.05, 0.15, 0.1])
    assert found.people_in_reach.tolist() == [400, 350]
    assert found.people_without_access == 0


def test_the_edge_of_the_limit_is_within():
    assert measured({"P": 20}, within=30).people_in_reach.tolist() == [400]
    assert measured({"P": 20}, within=math.nextafter(30, 0)).people_in_reach.tolist() == [100]


def test_bands_by_hand():
    # weights: A-P 10 min: 1, B-P 30 min: 0.5, B-Q 5 min: 1, C-Q 20 min: 0.5 (each at its edge)
    found = measured({"P": 25, "Q": 65}, within=30, bands=(10, 30), weights=(1, 0.5))
    assert found.ratio.tolist() == pytest.approx([25 / 250, 65 / 325])
    assert found.access.tolist() == pytest.approx([0.1, 0.5 * 0.1 + 0.2, 0.5 * 0.2])
    assert found.people_in_reach.tolist() == [400, 350]  # heads, not weighted


def test_beyond_the_last_band_is_in_reach_but_weighs_nothing():
    found = measured({"P": 20}, within=30, bands=(10,), weights=(1,))
    assert found.people_in_reach.tolist() == [400]
    assert found.ratio.tolist() == [0.2]
    assert found.access.tolist() == [0.2, 0, 0]
    assert found.people_without_access == 350


def test_the_limit_cuts_bands_that_reach_further():
    wide = measured({"P": 20}, within=10, bands=(10, 60), weights=(1, 1))
    assert wide.people_in_reach.tolist() == [100]
    assert wide.access.tolist() == measured({"P": 20}, within=10).access.tolist()


def test_whoever_reaches_only_places_without_capacity_has_no_access():
    found = measured({"P": 20, "Q": 0}, within=30)
    assert found.access.tolist() == [0.05, 0.05, 0]
    assert found.people_without_access == 50
    assert found.ratio[1] == 0


def test_nobody_in_reach_has_no_ratio_and_harms_nobody():
    found = measured({"P": 20, "Q": 10}, within=30, people={"A": 100, "B": 0, "C": 0})
    assert math.isnan(found.ratio[1])
    assert found.access.tolist() == [0.2, 0.2, 0]
    assert found.people_without_access == 0


def test_areas_that_touch_no_one_are_zero_not_missing():
    found = measured({"P": 20}, within=30, people={"A": 1, "Z": 7})
    assert found.access[1] == 0
    assert found.people_without_access == 7


def test_nothing_at_all():
    found = measured({}, within=10, people={})
    assert found.access.tolist() == found.ratio.tolist() == []
    assert found.people_without_access == 0


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"bands": (10, 20), "weights": (1,)}, 1),
        ({"bands": (20, 10), "weights": (1, 1)}, 1),
        ({"bands": (10, 10), "weights": (1, 1)}, 1),
        ({"bands": (-1,), "weights": (1,)}, 1),
        ({"bands": (10,), "weights": (-1,)}, 1),
        ({"bands": (math.inf,), "weights": (math.nan,)}, 2),
        ({"weights": (1,)}, 1),
        ({"bands": (30, 20, 10), "weights": (1, -1)}, 3),
    ],
)
def test_bands_that_cannot_be_are_refused_with_every_reason(change, faults):
    with pytest.raises(InputError) as caught:
        measured({"P": 20}, within=30, **change)
    assert len(caught.value.faults) == faults


def test_negative_people_are_refused():
    with pytest.raises(InputError):
        measured({"P": 20}, within=30, people={"A": -1})
    with pytest.raises(InputError):
        measured({"P": -1}, within=30)


def test_ways_cannot_be_negative_or_endless():
    for cost in (-1.0, math.inf, math.nan):
        with pytest.raises(InputError):
            Travel.between("A", "P", {("A", "P"): cost})


def test_a_bus_takes_the_ways_of_its_stops():
    stops = Travel.between("ABC", ["X", "Y", "bus"], {("A", "X"): 9, ("A", "Y"): 4, ("B", "Y"): 6})
    ways = stops.joined({2: [0, 1]})
    bus = ways.place == 2
    assert dict(zip(ways.area[bus].tolist(), ways.cost[bus].tolist(), strict=True)) == {0: 4.0, 1: 6.0}
    assert (~bus).sum() == 3  # the stops are still places


# An independent second implementation, and PySAL's


def random_case(seed, *, areas=30, places=8, share=0.4):
    rng = np.random.default_rng(seed)
    there = rng.random((areas, places)) < share
    at_area, at_place = np.nonzero(there)
    cost = rng.integers(0, 61, size=len(at_area)).astype(float)
    people = rng.integers(0, 500, size=areas).astype(float)
    capacity = rng.integers(0, 40, size=places).astype(float)
    return people, capacity, Travel(at_area, at_place, cost, areas, places)


def told_plainly(people, capacity, travel, *, within, bands=(), weights=()):
    """Second implementation: word for word, with dictionaries."""

    def weight(cost):
        if cost > within:
            return 0.0
        if not bands:
            return 1.0
        return next((w for edge, w in zip(bands, weights, strict=True) if cost <= edge), 0.0)

    ways = list(zip(travel.area.tolist(), travel.place.tolist(), travel.cost.tolist(), strict=True))
    ratio = {}
    for place, supply in enumerate(capacity):
        demand = sum(people[a] * weight(c) for a, p, c in ways if p == place)
        ratio[place] = supply / demand if demand else None
    return ratio, [sum(weight(c) * (ratio[p] or 0) for a, p, c in ways if a == area) for area in range(len(people))]


@pytest.mark.parametrize("bands", [{}, {"bands": (10, 20, 30), "weights": (1, 0.68, 0.22)}])
@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_a_plain_second_implementation(seed, bands):
    people, capacity, travel = random_case(seed)
    found = reach(people, capacity, travel, within=30, **bands)
    ratio, access = told_plainly(people, capacity, travel, within=30, **bands)
    assert found.access.tolist() == pytest.approx(access)
    assert [None if math.isnan(r) else r for r in found.ratio.tolist()] == pytest.approx(list(ratio.values()))


@pytest.mark.parametrize("bands", [{}, {"bands": (10, 20, 30), "weights": (1, 0.68, 0.22)}])
def test_many_ways_in_any_order_are_counted_block_by_block(bands, monkeypatch):
    people, capacity, travel = random_case(3, areas=50, places=9)
    whole = reach(people, capacity, travel, within=30, **bands)
    order = np.random.default_rng(4).permutation(len(travel.cost))
    mixed = Travel(travel.area[order], travel.place[order], travel.cost[order], 50, 9)
    monkeypatch.setattr("netmap.analysis.reach.BLOCK", 7)
    for ways in (travel, mixed):
        found = reach(people, capacity, ways, within=30, **bands)
        assert found.access == pytest.approx(whole.access)
        assert found.people_in_reach.tolist() == whole.people_in_reach.tolist()


@pytest.mark.parametrize("enhanced", [False, True])
def test_agrees_with_pysal_access_which_forgets_those_without(enhanced):
    pandas = pytest.importorskip("pandas")
    peer = pytest.importorskip("access")
    people, capacity, travel = random_case(7, share=0.12)
    bands = {"bands": (10, 20, 30), "weights": (1, 0.68, 0.22)} if enhanced else {}
    found = reach(people, capacity, travel, within=30, **bands)
    theirs = peer.Access(
        demand_df=pandas.DataFrame({"id": range(len(people)), "people": people}),
        demand_index="id",
        demand_value="people",
        supply_df=pandas.DataFrame({"id": range(len(capacity)), "beds": capacity}),
        supply_index="id",
        supply_value="beds",
        cost_df=pandas.DataFrame({"origin": travel.area, "dest": travel.place, "cost": travel.cost}),
        cost_origin="origin",
        cost_dest="dest",
        cost_name="cost",
    )
    if enhanced:
        steps = peer.weights.step_fn(dict(zip(bands["bands"], bands["weights"], strict=True)))
        table = theirs.enhanced_two_stage_fca(name="x", max_cost=30, weight_fn=steps)
    else:
        table = theirs.two_stage_fca(name="x", max_cost=30)
    access = table.reindex(range(len(people)))["x_beds"].to_numpy()
    nobody = np.isnan(access)
    assert found.access[~nobody] == pytest.approx(access[~nobody])
    # exactly those that we give as 0 because they reach no place are missing there
    assert nobody.any()
    assert (found.access[nobody] == 0).all()
    assert (travel.within(30).per_area()[nobody] == 0).all()


# What holds for every input

costs = st.floats(min_value=0, max_value=60, allow_subnormal=False)


@st.composite
def districts(draw):
    areas, places = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    people = draw(st.lists(st.integers(0, 1000), min_size=areas, max_size=areas))
    capacity = draw(st.lists(st.integers(0, 100), min_size=places, max_size=places))
    pairs = st.tuples(st.integers(0, areas - 1), st.integers(0, places - 1))
    ways = draw(st.dictionaries(pairs, costs))
    travel = Travel(
        np.array([a for a, _ in ways], dtype=np.intp),
        np.array([p for _, p in ways], dtype=np.intp),
        np.array(list(ways.values()), dtype=float),
        areas,
        places,
    )
    return people, capacity, travel


some_bands = st.sampled_from([{}, {"bands": (10, 30), "weights": (1, 0.4)}])


@given(districts(), some_bands)
def test_all_supply_with_anybody_in_reach_is_given_out(district, bands):
    people, capacity, travel = district
    found = reach(people, capacity, travel, within=30, **bands)
    reached = sum(s for s, r in zip(capacity, found.ratio.tolist(), strict=True) if not math.isnan(r))
    assert float(np.dot(people, found.access)) == pytest.approx(reached)


@given(districts(), some_bands)
def test_access_is_a_number_for_everybody(district, bands):
    people, capacity, travel = district
    found = reach(people, capacity, travel, within=30, **bands)
    assert np.isfinite(found.access).all()
    assert (found.access >= 0).all()
    without = sum(p for p, a in zip(people, found.access.tolist(), strict=True) if a == 0)
    assert found.people_without_access == without


@given(districts(), st.floats(0, 60), st.floats(0, 60))
def test_a_wider_limit_never_takes_a_place_away(district, one, other):
    people, capacity, travel = district
    near, far = (reach(people, capacity, travel, within=limit) for limit in sorted((one, other)))
    assert (near.people_in_reach <= far.people_in_reach).all()
    assert travel.within(min(one, other)).per_area().sum() <= travel.within(max(one, other)).per_area().sum()
