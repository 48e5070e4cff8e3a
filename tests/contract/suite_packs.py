"""Packs of large tables: a load says what the tables say, whatever was written since they were packed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from netmap.model import partners as p
from netmap.model.changes import Change, Edit
from netmap.model.stored import records_of
from netmap.model.tables import Record
from netmap.stores.base import Store
from netmap.stores.packs import LARGE, MOVED, pack
from tests.contract.place import Place
from tests.contract.samples import DAY, adding, removing

TABLES = ("organisations", "reports")
#: a scale that every report has, so that asking for it reads the tables themselves
SCALE = "oberhausen"


def org(number: int, **columns: Any) -> p.Organisation:
    plain = {"id": f"o{number:05}", "name": f"Verein {number % 7}", "kind": "association", "pillars": ("social", "b")}
    return p.Organisation(**{**plain, **columns})


def report(number: int, **columns: Any) -> p.Report:
    plain = {"from_": "o00000", "to": f"o{number % LARGE:05}", "level": number % 5, "scale": SCALE}
    return p.Report(**{**plain, "on": DAY + timedelta(days=number // LARGE), **columns})


def told_by_tables(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Load round the packs: what is asked by a column is read from the rows."""
    organisations = store.load("organisations", only=("kind", ["association"]))["organisations"]
    reports = store.load("reports", only=("scale", [SCALE]))["reports"]
    return {"organisations": list(map(dict, organisations)), "reports": list(map(dict, reports))}


def loaded(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {table: list(map(dict, rows)) for table, rows in store.load(*TABLES).items()}


class PacksContract:
    @pytest.fixture
    def packed(self, partners: Store, place: Place) -> Store:
        """A partner room whose organisations and reports are kept packed."""
        notes = {n: {"notes": {"n": str(n)}} for n in (3, 4)}
        many: list[Record] = [org(n, **notes.get(n, {})) for n in range(LARGE)]
        many += [report(n) for n in (*range(1, LARGE), LARGE + 5)]
        for start in range(0, len(many), LARGE // 2):  # a server that has just started takes small bites
            partners.apply(adding(many[start : start + LARGE // 2]), by="u1")
        assert place.packs() == {}
        first = loaded(partners)
        assert set(place.packs()) == set(TABLES)
        assert loaded(partners) == first == told_by_tables(partners)
        return partners

    def test_small_tables_are_read_as_they_are(self, partners: Store, place: Place) -> None:
        partners.apply(adding([org(n) for n in range(LARGE - 1)]), by="u1")
        assert len(partners.load("organisations")["organisations"]) == LARGE - 1
        assert place.packs() == {}

    def test_what_moved_since_is_laid_over(self, packed: Store, place: Place) -> None:
        kept = place.packs()
        chance = random.Random(5)
        for step in range(24):
            made = step + 1
            there = told_by_tables(packed)
            used = {r["to"] for r in there["reports"]} | {"o00000"}
            free = [r for r in there["organisations"] if r["id"] not in used]
            one = p.Organisation.of_stored(chance.choice(there["organisations"]))
            some = p.Report.of_stored(chance.choice(there["reports"]))
            change: Change = [
                adding([org(0, id=chance.choice("\x01aoz~ä") + str(made), notes={"a": made})]),
                removing([p.Organisation.of_stored(chance.choice(free))] if free else [some]),
                Change((Edit.update(one, replace(one, phone=str(made), pillars=(), notes={"x": [made]})),)),
                adding([report(made, on=DAY + timedelta(days=made + 100))]),
                removing([some]),
                Change((Edit.update(some, replace(some, level=(some.level + 1) % 5)),)),
            ][step % 6]
            receipt = packed.apply(change, by="u1")
            if step % 4 == 3:
                packed.apply(change.inverse(), by="u1", undoes=receipt.id)
            assert loaded(packed) == told_by_tables(packed), change
        assert place.packs() == kept
        assert packed.verify() == []

    def test_an_old_pack_is_made_anew(self, packed: Store, place: Place) -> None:
        kept = place.packs()
        packed.apply(
            adding([org(n, id=f"x{n}", name=random.Random(n).randbytes(60).hex()) for n in range(1_000)]), by="u1"
        )
        assert loaded(packed) == told_by_tables(packed)
        renewed = place.packs()
        assert renewed["organisations"] != kept["organisations"]
        one = org(7)
        for n in range(MOVED + 1):
            new = replace(one, phone=str(n))
            packed.apply(Change((Edit.update(one, new),)), by="u1")
            one = new
        assert loaded(packed) == told_by_tables(packed)
        assert place.packs()["organisations"] != renewed["organisations"]

    def test_packs_are_really_read_and_verify_compares_them(self, packed: Store, place: Place) -> None:
        spec = p.Organisation.TABLE
        wrong = [list(column) for column in packed.load("organisations")["organisations"].columns]  # type: ignore[attr-defined]
        wrong[spec.names.index("name")][9] = "Anders"
        place.spoil_pack("organisations", pack(spec, wrong))
        assert loaded(packed)["organisations"][9]["name"] == "Anders"
        (fault,) = packed.verify()
        assert fault.where == "organisations"
        assert "netmap verify --repair" in str(fault.message)
        before = packed.latest()
        assert [f.where for f in packed.repair()] == ["organisations"]
        assert packed.latest() != before  # who holds the district in hand asks for it again
        assert loaded(packed) == told_by_tables(packed)
        assert packed.verify() == packed.repair() == []

    def test_a_row_taken_away_past_netmap_is_missed_at_the_next_load(self, packed: Store, place: Place) -> None:
        gone = p.Report.TABLE.key_of(told_by_tables(packed)["reports"][5])
        place.remove("reports", gone)
        assert len(loaded(packed)["reports"]) == LARGE - 1
        assert loaded(packed) == told_by_tables(packed)

    def test_a_row_changed_past_netmap_is_loaded_once_it_was_looked_for(self, packed: Store, place: Place) -> None:
        key = p.Report.TABLE.key_of(told_by_tables(packed)["reports"][5])
        place.poke("organisations", "o00003", "name", "Von Hand")
        place.poke("reports", key, "level", 4)
        seen = {"organisations/o00003", f"reports/{key}"} <= {f.where for f in packed.verify()}
        assert seen or loaded(packed)["reports"][5]["level"] == 4
        packed.repair()
        now = loaded(packed)
        assert (now["organisations"][3]["name"], now["reports"][5]["level"]) == ("Von Hand", 4)
        assert now == told_by_tables(packed)
        assert packed.verify() == []

    @pytest.mark.parametrize("damage", [slice(0, 3), slice(0, -1), slice(1, None)])
    def test_a_damaged_pack_is_not_used(self, packed: Store, place: Place, damage: slice) -> None:
        place.spoil_pack("organisations", place.packs()["organisations"][damage])
        assert loaded(packed) == told_by_tables(packed)

    def test_packs_go_with_what_they_hold(self, packed: Store, place: Place) -> None:
        packed.wipe()
        assert place.packs() == {}
        assert loaded(packed) == {"organisations": [], "reports": []}

    def test_dumps_leave_them_out_and_a_restored_room_makes_its_own(self, packed: Store, place: Place) -> None:
        before, dumped = loaded(packed), list(packed.dump())
        assert {kind for kind, _ in dumped} == {*TABLES, "#change"}
        packed.wipe()
        packed.restore(dumped)
        assert place.packs() == {}
        assert loaded(packed) == before
        assert set(place.packs()) == set(TABLES)

    def test_records_made_of_packs_are_those_that_were_written(self, packed: Store) -> None:
        rows = packed.load(*TABLES)
        organisations = records_of(p.Organisation, rows["organisations"])
        assert organisations[:6] == tuple(org(n, **({"notes": {"n": str(n)}} if n in (3, 4) else {})) for n in range(6))
        assert organisations[3].notes is not organisations[4].notes
        assert records_of(p.Report, rows["reports"])[0] == report(1)

    def test_nothing_of_the_district_changes_beside_the_log(self, packed: Store) -> None:
        with pytest.raises(ValueError, match="entry in the log"):
            packed.housekeep(Change((Edit("organisations", "o00001", {"phone": None}, {"phone": "1"}),)))
