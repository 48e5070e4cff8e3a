"""Triples of needs at the release gate: nothing small follows from them beside the pairs, on one day or two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.needpairs import PackedNeeds, count_needs
from netmap.analysis.needtriples import lowest_triple, tellable_triples
from netmap.bootstrap import House
from netmap.model.cases import Case, Need
from netmap.model.changes import OpenCase
from netmap.settings import load_settings
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.gate import _protected, _stand_audit, released_need_pairs

DAY = date(2026, 11, 20)
MIX = ("debt", "illness", "work")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    house = House(load_settings({}, data=str(tmp_path)), clock=lambda: datetime(2026, 11, 20, 9, tzinfo=UTC))
    yield Desk(house, Actor("p", frozenset({Role.PLANNING})))
    house.close()


def add_cases(desk: Desk, name: str, count: int, *needs: str, since: date = date(2026, 1, 1)) -> None:
    for i in range(count):
        case = Case(id=f"{name}{i}", opened_on=since)
        said = [Need(id=f"{case.id}-{n}", case=case.id, need=n, since=since) for n in needs]
        desk.house.cases.apply(OpenCase.adding(case, *said), by="test")


def add_mix(desk: Desk, *, debt_and_illness_alone: int) -> None:
    add_cases(desk, "three", 6, *MIX)
    add_cases(desk, "dw", 4, "debt", "work")
    add_cases(desk, "iw", 5, "illness", "work")
    add_cases(desk, "di", debt_and_illness_alone, "debt", "illness")
    add_cases(desk, "other", 4, "mobility")


def test_a_triple_is_told_where_all_its_parts_are_large_enough(desk: Desk):
    add_mix(desk, debt_and_illness_alone=3)
    found = released_need_pairs(desk, on=DAY)
    assert found.triples == {MIX: 6}
    rows = desk.house.partners.load("publications")["publications"]
    assert rows[0]["figures"]["triples"] == {"debt|illness|work": 6}


@pytest.mark.parametrize("alone", [0, 1, 2])
def test_what_a_pair_has_more_than_the_triple_is_never_small(desk: Desk, alone: int):
    add_mix(desk, debt_and_illness_alone=alone)
    found = released_need_pairs(desk, on=DAY)
    assert found.pairs["debt", "illness"] == 6 + alone
    assert found.triples == {}


def test_one_case_with_three_needs_leaves_the_figures_as_they_were(tmp_path: Path):
    def shown(folder: str, rare: int) -> tuple[object, ...]:
        house = House(load_settings({}, data=str(tmp_path / folder)), clock=lambda: datetime(2026, 11, 20, tzinfo=UTC))
        desk = Desk(house, Actor("p", frozenset({Role.PLANNING})))
        for name, pair in (("a", ("debt", "work")), ("b", ("illness", "work")), ("c", ("debt", "illness"))):
            add_cases(desk, name, 6 - rare, *pair)
        add_cases(desk, "all", rare, *MIX)
        add_cases(desk, "one", 6 + 2 * rare, "mobility")
        found = released_need_pairs(desk, on=DAY)
        house.close()
        return found.cases, found.pairs, found.triples

    assert shown("none", 0) == shown("one", 1) == shown("two", 2)


def test_two_days_cannot_be_subtracted_to_a_third_need(desk: Desk):
    add_mix(desk, debt_and_illness_alone=3)
    assert released_need_pairs(desk, on=date(2026, 6, 30)).triples == {MIX: 6}
    later = date(2026, 9, 1)
    add_cases(desk, "new-dw", 3, "debt", "work", since=later)
    add_cases(desk, "new-iw", 3, "illness", "work", since=later)
    assert released_need_pairs(desk, on=date(2026, 9, 2)).triples == {MIX: 6}
    add_cases(desk, "new-three", 1, *MIX, since=date(2026, 10, 1))
    add_cases(desk, "last-dw", 2, "debt", "work", since=date(2026, 10, 1))
    add_cases(desk, "last-iw", 2, "illness", "work", since=date(2026, 10, 1))
    add_cases(desk, "last-di", 2, "debt", "illness", since=date(2026, 10, 1))
    after = released_need_pairs(desk, on=DAY)
    assert (after.pairs["debt", "work"], after.pairs["debt", "illness"]) == (16, 12)
    assert after.triples == {}


masks = st.lists(st.integers(0, 7), min_size=3, max_size=40)


@given(masks, st.integers(3, 5))
def test_a_small_triple_can_be_nothing_and_can_reach_the_threshold(mixes: list[int], threshold: int):
    """Try every count of the triple: which agree with the pairs shown and the number of cases?"""
    everybody = [m | 8 for m in mixes]  # all have some need beside these three
    counts = count_needs(PackedNeeds(("a", "b", "c", "d"), np.array(everybody, dtype=np.uint64)), triples=True)
    total, shown = _protected(counts, frozenset(), threshold=threshold)
    for triple in combinations("abcd", 3):
        if total is None or counts.triples[triple] >= threshold:
            continue
        told = [n for pair in combinations(triple, 2) if (n := shown[pair]) is not None]
        # pairs not shown have at least the triple; those shown have the rest without the third need
        agreeing = [t for t in range(total + 1) if all(n >= t for n in told) and t + sum(n - t for n in told) <= total]
        assert agreeing[0] == 0 == lowest_triple(shown, triple, cases=total)
        assert agreeing[-1] >= threshold


@given(masks, st.integers(3, 5))
def test_told_triples_stand_the_audit_and_give_no_small_part(mixes: list[int], threshold: int):
    everybody = np.array([m | 8 for m in mixes], dtype=np.uint64)
    counts = count_needs(PackedNeeds(("a", "b", "c", "d"), everybody), triples=True)
    total, shown = _protected(counts, frozenset(), threshold=threshold)
    told = dict(tellable_triples(counts, shown, threshold=threshold))
    _stand_audit(total, shown, told, threshold=threshold)
    for triple in told:
        bits = sum(1 << "abcd".index(need) for need in triple)
        for part in range(8):
            mix = sum(1 << "abcd".index(need) for k, need in enumerate(triple) if part >> k & 1)
            if part.bit_count() >= 2:  # those with one or none of the three are told together only
                assert int(((everybody & np.uint64(bits)) == mix).sum()) >= threshold
