"""Structures kept for counting: always what the rows say, kept as long as they say the same."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from netmap.errors import InputError
from netmap.model import cases as c
from netmap.model.changes import Change, Edit
from netmap.model.packed import pack_card
from netmap.model.tables import Record
from netmap.stores.base import Conflict, Store
from tests.contract.place import Place
from tests.contract.samples import DAY, SECRET, adding, case, district, removing

#: what can be changed of an entry, and whether a figure depends on it
COLUMNS: dict[str, tuple[bool, list[Any]]] = {
    "angle": (True, [None, -180.0, -90.0, 0.0, 90.0, 180.0]),
    "distance": (True, [None, 0.0, 33.33, 66.67, 100.0, 103.0]),
    "ego_tie": (True, [None, "none", "loose", "strong"]),
    "human": (True, [True, False]),
    "deceased": (True, [True, False]),
    "label": (False, [None, SECRET, "b"]),
    "supports": (False, [(), ("social:given",)]),
    "lost": (False, [True, False]),
}


def told_by_rows(store: Store) -> list[tuple[str, bytes]]:
    rows = store.load("cards", "alters", "ties")
    alters = [c.Alter.of_stored(row) for row in rows["alters"]]
    ties = [c.Tie.of_stored(row) for row in rows["ties"]]
    return [
        (card["id"], pack_card([a for a in alters if a.card == card["id"]], [t for t in ties if t.card == card["id"]]))
        for card in rows["cards"]
    ]


class Scribbler:
    """Changes cards at random, as people do: adds, moves, ties, takes away, takes back."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.made = 0

    def change(self, store: Store, codec: Any) -> Change:
        rows = store.load("cards", "alters", "ties", codec=codec)
        cards = [c.Card.of_stored(row) for row in rows["cards"]]
        alters = [c.Alter.of_stored(row) for row in rows["alters"]]
        ties = [c.Tie.of_stored(row) for row in rows["ties"]]
        kinds = [*["add"] * 5, *["move"] * 5, *["tie"] * 5, "untie", "remove", "card", "empty"]
        kind = self.chance.choice(kinds if len(cards) > 1 else kinds[:-1])
        self.made += 1
        if kind == "card":
            return adding([c.Card(id=f"k{self.made}", case="c1", on=DAY)])
        if kind == "move" and alters:
            one = self.chance.choice(alters)
            names = self.chance.sample(list(COLUMNS), self.chance.randrange(1, 3))
            return Change((Edit.update(one, replace(one, **{n: self.chance.choice(COLUMNS[n][1]) for n in names})),))
        if kind == "tie" and ties and self.chance.random() < 0.4:
            tie = self.chance.choice(ties)
            return Change((Edit.update(tie, replace(tie, state="none" if tie.state == "known" else "known")),))
        if kind == "tie" and (pairs := self._untied(alters, ties)):
            a, b = self.chance.choice(pairs)
            return adding([c.Tie(case="c1", card=a.card, a=a.id, b=b.id)])
        if kind == "untie" and ties:
            return removing([self.chance.choice(ties)])
        if kind == "remove" and alters:
            one = self.chance.choice(alters)
            return removing([one, *(t for t in ties if one.id in (t.a, t.b))])
        if kind == "empty":
            card = self.chance.choice(cards)
            gone: list[Record] = [card, *(a for a in alters if a.card == card.id)]
            return removing([*gone, *(t for t in ties if t.card == card.id)])
        card = self.chance.choice(cards)
        place = {n: self.chance.choice(values) for n, (_, values) in COLUMNS.items()}
        return adding([c.Alter(id=f"x{self.made}", case="c1", card=card.id, entry=f"e{self.made}", **place)])

    def _untied(self, alters: list[c.Alter], ties: list[c.Tie]) -> list[tuple[c.Alter, c.Alter]]:
        tied = {(t.a, t.b) for t in ties}
        pairs = [(a, b) for a in alters for b in alters if a.id < b.id and a.card == b.card]
        return [(a, b) for a, b in pairs if (a.id, b.id) not in tied]


class StructuresContract:
    def test_structures_are_what_the_rows_say(self, cases: Store, codec: Any) -> None:
        assert cases.structures() == []
        cases.apply(adding([*case("c2"), *case("c1"), c.Card(id="a-empty", case="c1", on=DAY)]), by="u1", codec=codec)
        found = cases.structures()
        assert [card for card, _ in found] == ["a-empty", "c1-k1", "c2-k1"]
        assert found == told_by_rows(cases)
        assert cases.structures() == found
        assert list(cases.structure_parts()) == [([card for card, _ in found], b"".join(one for _, one in found))]
        assert len(dict(found)["c1-k1"]) > len(dict(found)["a-empty"]) == 8

    def test_partners_have_none(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        assert partners.structures() == []
        assert list(partners.structure_parts()) == []

    def test_parts_hold_all_cards_whether_they_were_kept_or_not(self, cases: Store, codec: Any) -> None:
        cases.apply(adding([*case("c1"), *case("c2")]), by="u1", codec=codec)
        for _ in range(2):
            ((ids, joined),) = cases.structure_parts()
            found = cases.structures()
            assert (ids, joined) == ([card for card, _ in found], b"".join(one for _, one in found))
            cases.apply(adding([c.Card(id=f"k{len(ids)}", case="c1", on=DAY)]), by="u1", codec=codec)
        assert sum(len(ids) for ids, _ in cases.structure_parts()) == 4

    @pytest.mark.parametrize("seed", range(2))
    def test_after_any_change_and_any_undo_they_are_in_step(self, cases: Store, codec: Any, seed: int) -> None:
        cases.apply(adding([c.Case(id="c1", opened_on=DAY), c.Card(id="k0", case="c1", on=DAY)]), by="u1", codec=codec)
        scribbler, largest = Scribbler(seed), 0
        for step in range(20):
            change = scribbler.change(cases, codec)
            cases.apply(change, by="u1", codec=codec)
            largest = max(largest, cases.counts()["alters"])
            if step % 3 == 1:  # several edits may come between two counts
                continue
            assert cases.structures() == told_by_rows(cases), change
            if step % 5 == 4:
                cases.apply(change.inverse(), by="u1", codec=codec)
                assert cases.structures() == told_by_rows(cases), change
        assert cases.verify() == []
        assert largest > 2

    def test_they_are_kept_until_something_changes_that_they_depend_on(
        self, cases: Store, codec: Any, place: Place
    ) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        right, mark = cases.structures(), pack_card([], [])
        for name, (counts, values) in COLUMNS.items():
            place.spoil_structure("c1-k1", mark)
            assert cases.structures() == [("c1-k1", mark)]
            row = next(r for r in cases.load("alters", codec=codec)["alters"] if r["id"] == "c1-x1")
            old = c.Alter.of_stored(row)
            new = next(value for value in values if value != getattr(old, name))
            cases.apply(Change((Edit.update(old, replace(old, **{name: new})),)), by="u1", codec=codec)
            assert (cases.structures() == [("c1-k1", mark)]) is not counts, name
            assert not counts or cases.structures() == told_by_rows(cases) != right

    def test_what_was_refused_leaves_them(self, cases: Store, codec: Any, place: Place) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        cases.structures()
        place.spoil_structure("c1-k1", pack_card([], []))
        old = next(r for r in case() if r.key == "c1-x1")
        assert isinstance(old, c.Alter)
        with pytest.raises(InputError):
            cases.apply(removing([old]), by="u1", codec=codec)  # a tie still leads there
        seen = replace(old, distance=99)
        with pytest.raises(Conflict):
            cases.apply(Change((Edit.update(seen, replace(seen, distance=1)),)), by="u1", codec=codec)
        assert cases.structures() == [("c1-k1", pack_card([], []))]

    def test_verify_finds_one_that_is_out_of_step(self, cases: Store, codec: Any, place: Place) -> None:
        cases.apply(adding([*case("c1"), *case("c2")]), by="u1", codec=codec)
        cases.structures()
        assert cases.verify() == []
        place.spoil_structure("c2-k1", pack_card([], []))
        (fault,) = cases.verify()
        assert fault.where == "structures/c2-k1"
        assert "netmap verify --repair" in str(fault.message)
        assert [f.where for f in cases.repair()] == ["structures/c2-k1"]
        assert cases.structures() == told_by_rows(cases)
        assert cases.verify() == cases.repair() == []

    def test_they_hold_nothing_sealed_and_go_with_the_case(self, cases: Store, codec: Any, place: Place) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        ((_, structure),) = cases.structures()
        assert len(structure) == 8 + 3 * 2 + 2  # codes of three entries, two ends
        assert SECRET not in place.content()
        dumped = list(cases.dump())
        cases.apply(removing(case()), by="u1", codec=codec)
        assert cases.structures() == []
        cases.wipe()
        cases.restore(dumped)
        assert cases.structures() == told_by_rows(cases)
