"""What changed between two cards, by hand."""

from __future__ import annotations

from hypothesis import given

from netmap.analysis.ego import compare_cards
from netmap.analysis.ego.compare import Comparison, EgoTieChange, Move, SupportChange, supports_of
from netmap.model.cases import Alter, Tie
from tests.support.cards import alter, cards, ties


def changes(before: Alter, after: Alter) -> Comparison:
    return compare_cards([before], [], later_alters=[after], later_ties=[])


def test_who_came_and_left_is_told_by_entry_not_by_label() -> None:
    earlier = [alter("1", entry="e1", label="Kind"), alter("2", entry="e2", label="Kind")]
    later = [alter("7", entry="e2", label="Tochter"), alter("8", entry="e3", label="Kind")]
    found = compare_cards(earlier, [], later_alters=later, later_ties=[])
    assert (found.came, found.left, found.moved) == (("e3",), ("e1",), ())


def test_moved_is_another_ring_or_another_sector() -> None:
    assert changes(alter("a", distance=50), alter("a", distance=55)).moved == ()  # both ring 5
    assert changes(alter("a", distance=50), alter("a", distance=56)).moved == (Move("a", (5, 4), ("family", "family")),)
    assert changes(alter("a", angle=89), alter("a", angle=90)).moved == (Move("a", (5, 5), ("family", "friends")),)
    # ring 0 begins at the outer horizon: no move among those beyond
    assert changes(alter("a", distance=100), alter("a", distance=140)).moved == ()


def test_an_entry_in_the_middle_has_no_sector_and_one_without_place_no_ring() -> None:
    assert changes(alter("a", distance=0), alter("a", distance=5)).moved == (Move("a", (9, 9), (None, "family")),)
    (moved,) = changes(alter("a", angle=None, distance=None), alter("a", distance=5)).moved
    assert (moved.closeness, moved.sector, moved.nearer) == ((None, 9), (None, "family"), 0)


def test_ties_include_those_that_came_or_went_with_an_entry() -> None:
    earlier, later = [alter("a"), alter("b"), alter("c")], [alter("b"), alter("c"), alter("d")]
    found = compare_cards(
        earlier, ties(("a", "b"), ("c", "b")), later_alters=later, later_ties=ties(("b", "c"), ("d", "c"))
    )
    assert (found.ties_gained, found.ties_lost) == ((("c", "d"),), (("a", "b"),))


def test_a_tie_known_not_to_be_is_none() -> None:
    people = [alter("a"), alter("b")]
    denied = [Tie(case="case", card="card", a="a", b="b", state="none")]
    found = compare_cards(people, ties(("a", "b")), later_alters=people, later_ties=denied)
    assert (found.ties_gained, found.ties_lost) == ((), (("a", "b"),))


def test_support_changes_by_kind() -> None:
    found = changes(
        alter("a", supports=("practical:given", "social:both")),
        alter("a", supports=("practical:given", "social:received", "emotional:given")),
    )
    assert found.support_changed == (
        SupportChange("a", {"social": ("both", "received"), "emotional": (None, "given")}),
    )


def test_two_directions_of_one_kind_are_both() -> None:
    assert supports_of(alter("a", supports=("social:given", "social:received"))) == {"social": "both"}


def test_the_tie_to_the_client_is_a_number() -> None:
    words = [None, "none", "loose", "strong"]
    numbers = [None, 0, 1, 2]
    for old, a in zip(words, numbers, strict=True):
        for new, b in zip(words, numbers, strict=True):
            found = changes(alter("a", ego_tie=old), alter("a", ego_tie=new)).ego_tie_changed
            assert found == (() if a == b else (EgoTieChange("a", (a, b)),))


@given(cards(most=6))
def test_a_card_does_not_differ_from_itself(card: tuple[list[Alter], list[Tie]]) -> None:
    alters, known = card
    assert not compare_cards(alters, known, later_alters=alters[::-1], later_ties=known[::-1]).anything


@given(cards(most=6), cards(most=6))
def test_backwards_what_came_has_left(one: tuple[list[Alter], list[Tie]], other: tuple[list[Alter], list[Tie]]) -> None:
    there = compare_cards(one[0], one[1], later_alters=other[0], later_ties=other[1])
    back = compare_cards(other[0], other[1], later_alters=one[0], later_ties=one[1])
    assert (there.came, there.left) == (back.left, back.came)
    assert (there.ties_gained, there.ties_lost) == (back.ties_lost, back.ties_gained)
    assert [m.closeness for m in there.moved] == [m.closeness[::-1] for m in back.moved]
