"""The compiled engine for many cards: the same numbers as for one, whatever the size of the cards."""

from __future__ import annotations

import dataclasses
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmap.analysis.ego import card_figures, figures, pack_card
from netmap.analysis.ego.bulk import BulkFigures, PackedCards, bulk_figures, figures_in_parts
from netmap.analysis.ego.engine import COUNTS, STRUCTURE
from netmap.analysis.ego.single import figures_of_codes
from netmap.errors import FormatError
from netmap.model.cases import Alter, Tie
from netmap.model.packed import pack_codes
from netmap.model.placement import CONNECTABLE, CONNECTED
from tests.support.cards import alter, cards, ties

Codes = tuple[list[int], list[tuple[int, int]]]


def random_codes(count: int, *, density: float, chance: random.Random) -> Codes:
    codes = []
    for _ in range(count):
        closeness = chance.randrange(10)
        code = chance.randrange(1, 5) | closeness << 3 | (2 - min(closeness // 3, 2)) << 7
        code |= chance.choice([0, CONNECTABLE, CONNECTABLE | CONNECTED, CONNECTABLE | CONNECTED])
        codes.append(code)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count) if chance.random() < density]
    return codes, pairs


def measured(*packed: Codes) -> BulkFigures:
    return bulk_figures(PackedCards.from_blobs([pack_codes(*one) for one in packed]))


def test_many_cards_and_one_card_give_the_same_bits() -> None:
    chance = random.Random(4)
    sizes = [0, 1, 2, 3, 5, 9, 18, 18, 31, 33, 63, 64, 65, 100, 128, 129, 256, 257]
    packed = [
        random_codes(size, density=chance.choice([0, 0.05, 0.1, 0.2]) if size > 40 else chance.random(), chance=chance)
        for size in sizes * 3
    ]
    found = measured(*packed)
    for number, one in enumerate(packed):
        assert found.card(number) == figures_of_codes(*one), (number, len(one[0]))


@pytest.mark.parametrize("count", [2, 15, 16, 17, 31, 32, 33, 64])
def test_however_many_contacts_the_bits_are_the_same(count: int) -> None:
    chance = random.Random(count)
    codes = [CONNECTABLE | CONNECTED | 1 for _ in range(count)]
    line = [(a, a + 1) for a in range(count - 1)]
    ring = sorted({*line, (0, count - 1)})
    star = [(0, a) for a in range(1, count)]
    two_parts = [(a, b) for a in range(count) for b in range(a + 2, count, 2) if chance.random() < 0.4]
    webs = [sorted({*line[::2], *random_codes(count, density=d, chance=chance)[1]}) for d in (0.06, 0.15, 0.4, 0.9)]
    packed = [(codes, ties) for ties in ([], line, ring, star, two_parts, *webs)]
    found = measured(*packed)
    for number, one in enumerate(packed):
        assert found.card(number) == figures_of_codes(*one), number


@given(st.lists(cards(most=9), max_size=4))
@settings(max_examples=60)
def test_any_cards_give_the_same_bits(several: list[tuple[list[Alter], list[Tie]]]) -> None:
    found = bulk_figures(PackedCards.from_blobs([pack_card(*card) for card in several]))
    assert [found.card(n) for n in range(len(several))] == [card_figures(*card) for card in several]


@given(cards(), st.randoms(use_true_random=False))
def test_order_of_entries_does_not_matter(card: tuple[list[Alter], list[Tie]], chance: random.Random) -> None:
    alters, known = card
    shuffled = chance.sample(alters, len(alters))
    here, there = card_figures(alters, known), card_figures(shuffled, chance.sample(known, len(known)))
    for group, one in here.groups.items():
        other = there.groups[group]
        for field in dataclasses.fields(one):
            a, b = getattr(one, field.name), getattr(other, field.name)
            if field.name in ("stars", "isolated", "no_ego_tie"):
                assert {alters[p].id for p in a} == {shuffled[p].id for p in b}
            else:
                assert a == b or (a != a and b != b), field.name
    if here.structure is None or there.structure is None:
        assert here.structure is there.structure is None
        return
    assert {alters[p].id: v for p, v in here.structure.brokerage} == pytest.approx(
        {shuffled[p].id: v for p, v in there.structure.brokerage}
    )
    assert here.structure.betweenness == there.structure.betweenness
    assert here.structure.constraint == pytest.approx(there.structure.constraint)


@given(cards(most=8))
def test_an_isolated_newcomer_adds_a_part_and_one_to_the_effective_size(
    card: tuple[list[Alter], list[Tie]],
) -> None:
    alters, known = card
    before = card_figures(alters, known)
    after = card_figures([*alters, alter("newcomer")], known)
    assert after.groups["all"].size == before.groups["all"].size + 1
    assert after.groups["all"].isolated == (*before.groups["all"].isolated, len(alters))
    assert after.cliques == before.cliques
    assert after.structure is not None
    if before.structure is not None:
        count = before.groups["all"].size
        assert after.structure.components == before.structure.components + 1
        gain = (count - before.structure.effective_size) * (1 - count / (count + 1))
        assert after.structure.effective_size == pytest.approx(before.structure.effective_size + 1 + gain)


def test_somebody_without_place_changes_nothing() -> None:
    people, known = [alter("a"), alter("b", angle=100)], ties(("a", "b"))
    before = card_figures(people, known)
    after = card_figures([*people, alter("c", angle=None, distance=None)], [*known, *ties(("b", "c"))])
    assert after.groups == before.groups
    assert after.structure == before.structure


def test_blocks_side_by_side_change_nothing() -> None:
    chance = random.Random(9)
    blobs = [pack_codes(*random_codes(chance.randrange(20), density=0.2, chance=chance)) for _ in range(1500)]
    packed = PackedCards.from_blobs(blobs)
    one, three = bulk_figures(packed, blocks=1), bulk_figures(packed, blocks=3)
    for field in ("counts", "means", "structure", "marks", "brokerage"):
        assert np.array_equal(getattr(one, field), getattr(three, field), equal_nan=True)


def test_whole_number_columns_add_up() -> None:
    chance = random.Random(2)
    found = measured(*(random_codes(20, density=0.2, chance=chance) for _ in range(50)))
    for name in ("size", "connectable", "near", "far_connectable"):
        column = found.counts[:, :, COUNTS.index(name)]
        assert (column[:, 0] == column[:, 1:].sum(axis=1)).all()
    between = found.structure[:, STRUCTURE.index("bridges")]
    known = found.counts[:, :, COUNTS.index("ties")]
    assert (known[:, 0] - known[:, 1:].sum(axis=1) == between).all()


def test_no_cards_at_all() -> None:
    found = bulk_figures(PackedCards.from_blobs([]))
    assert len(found) == 0


def test_a_crowded_card_takes_the_compiled_way_and_gives_the_same() -> None:
    chance = random.Random(1)
    codes, pairs = random_codes(300, density=0.1, chance=chance)
    people = [alter(str(n), angle=chance.uniform(-180, 180), distance=60) for n in range(len(codes))]
    known = ties(*((str(a), str(b)) for a, b in pairs))
    assert len(people) * 2 * len(known) > figures._COMPILED_FROM
    by_engine = card_figures(people, known)
    assert by_engine == figures_of_codes(*figures.structure_of(people, known))


@pytest.mark.parametrize("place", range(12))
def test_a_damaged_blob_is_refused_by_its_number(place: int) -> None:
    good = pack_codes([CONNECTABLE | 1, CONNECTABLE | 2, 0], [(0, 1), (1, 2)])
    bad = bytearray(good)
    bad[place] ^= 0xFF
    for blob in (bytes(bad), good[:place], good + b"\x00"):
        with pytest.raises(FormatError, match=r"number 1|Nummer 1"):
            PackedCards.from_blobs([good, blob, good])
        with pytest.raises(FormatError):
            PackedCards.from_joined(good + blob + good, 3)


def test_cards_end_to_end_and_in_parts_give_the_same_figures() -> None:
    chance = random.Random(8)
    blobs = [pack_codes(*random_codes(size, density=0.3, chance=chance)) for size in (0, 5, 70, 257, 0, 18, 3)]
    whole = bulk_figures(PackedCards.from_blobs(blobs))
    parts = [(["a", "b", "c"], b"".join(blobs[:3])), (["d", "e", "f", "g"], b"".join(blobs[3:]))]
    found = [(name, measures.card(n)) for ids, measures in figures_in_parts(parts) for n, name in enumerate(ids)]
    assert found == [(name, whole.card(n)) for n, name in enumerate("abcdefg")]
    for count in (6, 8):
        with pytest.raises(FormatError):
            PackedCards.from_joined(b"".join(blobs), count)


def test_packing_is_the_inverse_of_reading() -> None:
    chance = random.Random(6)
    packed = [random_codes(size, density=0.3, chance=chance) for size in (0, 4, 256, 257)]
    read = PackedCards.from_blobs([pack_codes(*one) for one in packed])
    for number, (codes, pairs) in enumerate(packed):
        assert read.codes[read.first[number] : read.first[number + 1]].tolist() == codes
        there = read.ties[read.tie_first[number] : read.tie_first[number + 1]].tolist()
        assert [tuple(pair) for pair in there] == pairs
