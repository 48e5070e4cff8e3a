"""Rows: what goes in comes out; what does not fit is refused, all of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netmap.errors import InputError
from netmap.model import partners as p
from netmap.model.changes import Change, Edit, SetOrganisation
from netmap.model.tables import Record, Room, tables_of
from netmap.stores.base import Conflict, Store
from tests.contract.samples import DAY, adding, case, district, everything, removing, rows_of


def org(**columns: Any) -> p.Organisation:
    return p.Organisation(**{"id": "x", "name": "X", "kind": "association", **columns})


def where(error: InputError) -> set[str]:
    return {f.where for f in error.faults}


class RowsContract:
    def test_the_samples_use_every_table(self) -> None:
        for room, records in ((Room.PARTNERS, district()), (Room.CASES, case())):
            assert {r.TABLE.name for r in records} == {spec.name for spec in tables_of(room)}

    def test_a_district_loads_as_it_was_given(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        assert everything(partners) == rows_of(district(), Room.PARTNERS)
        assert partners.counts() == {n: len(r) for n, r in rows_of(district(), Room.PARTNERS).items()}
        assert partners.verify() == []

    def test_a_case_loads_as_it_was_given(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        assert everything(cases, codec=codec) == rows_of(case(), Room.CASES)
        assert cases.counts() == {n: len(r) for n, r in rows_of(case(), Room.CASES).items()}
        assert cases.verify() == []

    def test_kinds_of_values_survive(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        rows = partners.load("areas", "places", "services", "travel")
        area, place = rows["areas"][1], rows["places"][0]
        assert (type(area["lat"]), place["protected"], place["barrier_free"]) == (float, True, False)
        assert rows["places"][1]["barrier_free"] is None
        assert rows["services"][1]["places"] == []
        assert rows["areas"][0]["population"] == 0
        assert type(rows["travel"][0]["minutes"]) is float
        assert p.Service.from_row(rows["services"][0]) == next(r for r in district() if r.key == "s1")

    @pytest.mark.parametrize(
        "text", ["\"\\'", "\x01\x1f\x7f\u2028", "a\r\n\tb", "  ", "ÄÖÜ ẞ 漢 \U0001f600", "1", "null", "[]", "{}"]
    )
    def test_any_text_survives(self, partners: Store, text: str) -> None:
        wanted = org(name=text, phone=text, pillars=(text, text), notes={text: text})
        area = p.Area(id="k", name=text, kind="kreis", lat=51.123456789012345, lon=-1e-7, shape={text: [0.1 + 0.2]})
        partners.apply(adding([wanted, area, p.Code(list=text, code=text, label=text)]), by=text, why=text)
        found = partners.load("organisations", "areas", "codes")
        assert [found["organisations"], found["areas"]] == [[wanted.to_row()], [area.to_row()]]
        assert found["codes"][0]["label"] == text
        assert partners.load("codes", only=("code", [text]))["codes"] == found["codes"]
        assert (partners.changes()[0].by, partners.changes()[0].edits[0].after) == (text, wanted.to_row())

    def test_load_sorts_by_key_and_filters(self, partners: Store) -> None:
        names = ["ä", "z", "Z", "a", "10", "9", "\U0001f600", "\ufb01"]  # astral letters sort last
        partners.apply(adding([org(id=n, kind="k" if n in "az" else "other") for n in names]), by="u1")
        assert [r["id"] for r in partners.load("organisations")["organisations"]] == sorted(names)
        found = partners.load("organisations", "areas", only=("kind", ["k", "missing"]))
        assert [r["id"] for r in found["organisations"]] == ["a", "z"]
        assert partners.load("organisations", only=("id", []))["organisations"] == []
        assert partners.load() == {}

    def test_a_filter_leaves_tables_without_the_column_whole(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        found = partners.load("places", "codes", "reports", only=("area", ["a0"]))
        assert [r["id"] for r in found["places"]] == ["p1"]
        assert (len(found["codes"]), len(found["reports"])) == (1, 3)

    def test_columns_change_and_become_unknown(self, partners: Store) -> None:
        old = org(phone="1", pillars=("a",), notes={"n": "1"}, verified_on=DAY)
        new = replace(old, phone=None, pillars=(), notes=None, website="w")
        partners.apply(adding([old]), by="u1")
        partners.apply(SetOrganisation.updating((old, new)), by="u1")
        assert partners.load("organisations")["organisations"] == [new.to_row()]

    def test_rows_go(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        partners.apply(removing(district()), by="u1")
        assert not any(partners.counts().values())
        assert partners.verify() == []

    def test_a_whole_case_goes_without_a_key(self, cases: Store, codec: Any) -> None:
        cases.apply(adding([*case("c1"), *case("c2")]), by="u1", codec=codec)
        edits = [Edit.remove(r) for r in reversed(case("c1"))]
        cases.apply(Change(tuple(edits)), by="u1")
        assert everything(cases, codec=codec) == rows_of(case("c2"), Room.CASES)

    def test_what_links_rows_follows_their_columns(self, partners: Store) -> None:
        """Verify compares the links of a graph with the columns, so it must hold after each step."""
        partners.apply(adding(district()), by="u1")
        service = p.Service.from_row(partners.load("services")["services"][0])
        moved = replace(service, organisation="o1", places=("p1",), areas=(), name="Neu")
        agreement = p.Agreement.from_row(partners.load("agreements")["agreements"][0])
        joined = replace(agreement, parties=("o2:deliverer", "late"), services=())
        partners.apply(Change((Edit.update(service, moved), Edit.update(agreement, joined))), by="u1")
        assert partners.verify() == []
        partners.apply(adding([org(id="late"), org(id="nobody")]), by="u1")
        assert partners.verify() == []
        partners.apply(removing([org(id="late")]), by="u1")
        assert partners.verify() == []
        assert partners.load("agreements")["agreements"][0]["parties"] == ["o2:deliverer", "late"]

    # conflicts

    def test_a_conflict_shows_both_versions_and_changes_nothing(self, partners: Store) -> None:
        base = org(phone="1", email="a@x.example")
        partners.apply(adding([base]), by="u1")
        partners.apply(SetOrganisation.updating((base, replace(base, phone="2", name="Y"))), by="u1")
        before = everything(partners), partners.latest()
        late = SetOrganisation.updating((base, replace(base, phone="3", email="b@x.example", name="Z")))
        with pytest.raises(Conflict) as caught:
            partners.apply(late, by="u2")
        found = {d.column: (d.seen, d.now, d.wanted) for d in caught.value.differences}
        assert found == {"phone": ("1", "2", "3"), "name": ("X", "Y", "Z")}
        assert {f.where for f in caught.value.faults} == {"organisations/x/phone", "organisations/x/name"}
        assert (everything(partners), partners.latest()) == before

    def test_other_columns_of_an_old_version_go_through(self, partners: Store) -> None:
        base = org(phone="1")
        partners.apply(adding([base]), by="u1")
        partners.apply(SetOrganisation.updating((base, replace(base, phone="2"))), by="u1")
        partners.apply(SetOrganisation.updating((base, replace(base, email="e@x.example"))), by="u2")
        row = partners.load("organisations")["organisations"][0]
        assert (row["phone"], row["email"]) == ("2", "e@x.example")

    def test_one_conflict_refuses_the_whole_change(self, partners: Store) -> None:
        a, b = org(id="a"), org(id="b")
        partners.apply(adding([a, b]), by="u1")
        partners.apply(SetOrganisation.updating((b, replace(b, phone="1"))), by="u1")
        both = SetOrganisation.updating((a, replace(a, phone="9")), (b, replace(b, phone="9")))
        with pytest.raises(Conflict):
            partners.apply(both, by="u2")
        assert [r["phone"] for r in partners.load("organisations")["organisations"]] == [None, "1"]

    def test_adding_what_is_there_and_changing_what_is_gone(self, partners: Store) -> None:
        partners.apply(adding([org()]), by="u1")
        with pytest.raises(Conflict):
            partners.apply(adding([org(name="Other")]), by="u2")
        partners.apply(removing([org()]), by="u1")
        with pytest.raises(Conflict):
            partners.apply(SetOrganisation.updating((org(), org(name="Z"))), by="u2")
        with pytest.raises(Conflict):
            partners.apply(removing([org()]), by="u2")

    def test_sealed_columns_conflict_too(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        old = next(r for r in case() if r.key == "c1-x1")
        name = lambda text: Change((Edit("alters", "c1-x1", {"label": old.label}, {"label": text}),))  # type: ignore[attr-defined]  # noqa: E731
        cases.apply(name("A"), by="u1", codec=codec)
        with pytest.raises(Conflict) as caught:
            cases.apply(name("B"), by="u2", codec=codec)
        assert [(d.now, d.wanted) for d in caught.value.differences] == [("A", "B")]

    # refusals

    @pytest.mark.parametrize(
        ("edit", "fault"),
        [
            (Edit("organisations", "x", {"name": "X"}, {"name": ""}), "organisations/x/name"),
            (Edit("organisations", "x", {"nme": None}, {"nme": "Y"}), "organisations/x/nme"),
            (Edit("organisations", "x", {"name": "X"}, {"name": "a\0b"}), "organisations/x/name"),
            (Edit("organisations", "x", {"name": "X"}, {"name": "a\ud800b"}), "organisations/x/name"),
            (Edit("areas", "k", None, {"id": "k", "name": "K", "kind": "kreis", "population": 2**63}), "population"),
            (Edit("organisations", "x", {"id": "x"}, {"id": "y"}), "organisations/x/id"),
            (Edit("organisations", "x", {"until": None}, {"until": "1. Mai"}), "organisations/x/until"),
            (Edit("organisations", "y", None, {"id": "z", "name": "Z", "kind": "k"}), "organisations/y"),
            (Edit("organisations", "y", None, {"id": "y", "name": "Z"}), "organisations/y/kind"),
            (Edit("relations", "a\x1fb\x1fhugs\x1f\x1f", None, {"from": "x", "to": "x", "kind": "hugs"}), "kind"),
        ],
    )  # fmt: skip
    def test_what_is_not_right_is_refused(self, partners: Store, edit: Edit, fault: str) -> None:
        partners.apply(adding([org()]), by="u1")
        before = everything(partners), partners.latest()
        good = Edit.add(org(id="good"))
        with pytest.raises(InputError) as caught:
            partners.apply(Change((good, edit)), by="u1")
        assert any(w.endswith(fault) for w in where(caught.value)), where(caught.value)
        assert (everything(partners), partners.latest()) == before

    @pytest.mark.parametrize(
        ("record", "missing"),
        [
            (org(parent="gone"), "organisations/gone"),
            (p.Service(id="y", organisation="o1", name="Y", needs=("x",), places=("p1", "gone")), "places/gone"),
            (p.Service(id="y", organisation="gone", name="Y", needs=("x",)), "organisations/gone"),
            (p.Report(from_="o1", to="gone", level=1, on=DAY), "organisations/gone"),
            (p.Relation(from_="o1", to="o2", kind="refers", service="gone"), "services/gone"),
            (p.Meeting(id="y", body="b1", on=DAY, attendance=("o1", "gone")), "organisations/gone"),
        ],
    )  # fmt: skip
    def test_what_refers_to_nothing_is_refused(self, partners: Store, record: Record, missing: str) -> None:
        partners.apply(adding(district()), by="u1")
        before = everything(partners)
        with pytest.raises(InputError) as caught:
            partners.apply(adding([record]), by="u1")
        assert where(caught.value) == {missing}
        assert everything(partners) == before

    def test_a_column_cannot_begin_to_refer_to_nothing(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        edit = Edit("services", "s1", {"areas": ["a0"]}, {"areas": ["a0", "gone"]})
        with pytest.raises(InputError) as caught:
            partners.apply(Change((edit,)), by="u1")
        assert where(caught.value) == {"areas/gone"}

    @pytest.mark.parametrize(
        ("table", "key", "user"),
        [
            ("areas", "a0", "services/s1"),  # in a list
            ("areas", "a1", "areas/a0"),  # its own table
            ("organisations", "o2", "reports/o1\x1fo2\x1f2026-03-01\x1foberhausen"),  # the end of a relationship
            ("organisations", "o1", "meetings/m1"),
            ("services", "s1", "relations/o1\x1fo2\x1frefers\x1fs1\x1f2026-03-01"),
            ("services", "s1", "agreements/g1"),
            ("places", "p1", "travel/a0\x1fp1\x1fbus"),
            ("accounts", "u1", "sessions/t1"),
        ],
    )
    def test_what_is_used_cannot_go(self, partners: Store, table: str, key: str, user: str) -> None:
        partners.apply(adding(district()), by="u1")
        before = everything(partners)
        row = next(r for r in district() if (r.TABLE.name, r.key) == (table, key))
        with pytest.raises(InputError) as caught:
            partners.apply(removing([row]), by="u1")
        assert where(caught.value) == {f"{table}/{key}"}
        assert user in {f.message.params["by"] for f in caught.value.faults}  # type: ignore[union-attr]
        assert everything(partners) == before

    def test_what_belongs_together_comes_and_goes_in_any_order(self, partners: Store) -> None:
        partners.apply(Change(tuple(Edit.add(r) for r in reversed(district()))), by="u1")
        assert everything(partners) == rows_of(district(), Room.PARTNERS)
        partners.apply(Change(tuple(Edit.remove(r) for r in district())), by="u1")
        assert not any(partners.counts().values())

    def test_a_row_may_go_and_come_back_in_one_change(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        old = next(r for r in district() if r.key == "s2")
        new = replace(old, name="Neu", organisation="o2")  # type: ignore[type-var]
        partners.apply(Change((Edit.remove(old), Edit.add(new))), by="u1")
        assert partners.load("services")["services"][1]["organisation"] == "o2"
        assert partners.verify() == []
        both = Change((Edit.add(org(id="brief")), Edit.remove(org(id="brief"))))
        partners.apply(both, by="u1")
        assert "brief" not in {r["id"] for r in partners.load("organisations")["organisations"]}
