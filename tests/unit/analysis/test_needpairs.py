"""Need pairs: counts against counting by hand and by loops, providers against the contract's words."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from netmap.analysis.day import Day
from netmap.analysis.needpairs import (
    PackedNeeds,
    count_needs,
    is_open,
    moved,
    pack_needs,
    provider_pairs,
)
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import Organisation, Report, Service

DAY = date(2026, 11, 20)
CODES = ("addiction", "debt", "illness", "work")


def need(case: str, code: str, **given: object) -> dict[str, object]:
    return {"case": case, "need": code, "since": "2026-01-01", "until": None, "phase": "active"} | given


def test_open_needs_by_hand():
    assert is_open(need("c", "debt"), DAY)
    assert is_open(need("c", "debt", since="2026-11-20"), DAY)
    assert not is_open(need("c", "debt", since="2026-11-21"), DAY)
    assert is_open(need("c", "debt", until="2026-11-20"), DAY)
    assert not is_open(need("c", "debt", until="2026-11-19"), DAY)
    assert not is_open(need("c", "debt", phase="done"), DAY)


def test_a_need_said_twice_counts_once():
    rows = [need("c", "debt"), need("c", "debt", since="2026-05-01"), need("c", "work"), need("d", "work")]
    found = count_needs(pack_needs(rows, DAY, codes=CODES))
    assert (found.cases, found.single["work"], found.pairs["debt", "work"]) == (2, 2, 1)
    assert found.pairs["addiction", "illness"] == 0


@given(st.lists(st.sets(st.sampled_from(CODES)), max_size=30))
def test_counts_agree_with_loops(cases: list[set[str]]):
    rows = [need(f"c{i}", n) for i, needs in enumerate(cases) for n in sorted(needs)]
    found = count_needs(pack_needs(rows, DAY, codes=CODES), triples=True)
    assert found.cases == sum(bool(c) for c in cases)
    assert found.pairs == {p: sum(set(p) <= c for c in cases) for p in combinations(CODES, 2)}
    assert found.triples == {t: sum(set(t) <= c for c in cases) for t in combinations(CODES, 3)}


@given(st.lists(st.tuples(st.sets(st.sampled_from(CODES)), st.sets(st.sampled_from(CODES))), max_size=12))
def test_who_came_and_who_left_agrees_with_loops(cases: list[tuple[set[str], set[str]]]):
    def packed(side: int) -> PackedNeeds:
        rows = [need(f"c{i}", n) for i, both in enumerate(cases) for n in sorted(both[side])]
        return pack_needs(rows, DAY, codes=CODES)

    for pair, flows in moved(packed(0), packed(1)).items():
        had = [set(pair) <= a for a, _ in cases]
        has = [set(pair) <= b for _, b in cases]
        came = sum(b and not a for a, b in zip(had, has, strict=True))
        left = sum(a and not b for a, b in zip(had, has, strict=True))
        assert flows == (came, left)


def test_all_sixty_four_bits_count():
    codes = tuple(f"n{i:02}" for i in range(64))
    mask = np.array([2**64 - 1, 2**63 | 1], dtype=np.uint64)
    assert count_needs(PackedNeeds(codes, mask)).pairs["n00", "n63"] == 2


def organisation(ident: str, **given: object) -> Organisation:
    return Organisation(id=ident, name=ident, kind="counselling_centre", **given)  # type: ignore[arg-type]


def service(ident: str, org: str, *needs: str) -> Service:
    return Service(id=ident, organisation=org, name=ident, needs=needs)


def said(a: str, b: str, level: int, on: str = "2026-01-01") -> Report:
    return Report(from_=a, to=b, level=level, on=date.fromisoformat(on))


def test_providers_of_two_needs_by_hand():
    """debt: a, b, x; work: b, c, d. Pairs: ab ac ad bc bd bx cx dx; b offers both."""
    district = District.of(
        [
            *(organisation(i) for i in "abcdx"),
            organisation("gone", until=date(2026, 1, 1)),
            service("s1", "a", "debt"),
            service("s2", "b", "debt", "work"),
            service("s3", "c", "work"),
            service("s4", "d", "work"),
            service("s5", "gone", "work"),
            service("s6", "x", "debt"),
            said("a", "b", 2),
            said("b", "a", 2),  # confirmed
            said("c", "a", 1, "2024-11-19"),  # one-sided, too old by a day
            said("a", "d", 0),  # one-sided at level 0
            said("b", "c", 1),
            said("c", "b", 3),  # contradicted
            said("b", "d", 1, "2024-11-20"),  # just not too old
            said("x", "b", 0),
            said("b", "x", 0),
        ]
    )
    found = provider_pairs(Day(district, DAY, load_vocabulary()), ("debt", "work"))
    assert found.pairs == (
        ("a", "b"),
        ("a", "c"),
        ("a", "d"),
        ("b", "c"),
        ("b", "d"),
        ("b", "x"),
        ("c", "x"),
        ("d", "x"),
    )
    assert (found.same_provider, found.provider_pairs) == (1, 8)
    assert (found.connected, found.contradicted, found.unknown, found.zero) == (3, 1, 2, 2)
    assert found.older_than_two_years == 1
