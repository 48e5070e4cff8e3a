"""The log: who did what; revisions, repeated requests, undo and redo, audit, housekeeping."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmap.errors import InputError
from netmap.model import partners as p
from netmap.model.changes import Change, Edit, ReportCooperation, SetAccount, SetOrganisation
from netmap.stores.base import Conflict, Store
from tests.contract.samples import DAY, NOW, SECRET, adding, case, district, everything, removing
from tests.contract.suite_rows import org


class LogContract:
    def test_a_receipt_names_the_entry_of_the_log(self, partners: Store) -> None:
        started = datetime.now(UTC) - timedelta(seconds=1)
        receipt = partners.apply(adding([org()]), by="u1", why="because")
        (entry,) = partners.changes()
        assert (entry.id, entry.at, entry.by, entry.why) == (receipt.id, receipt.at, "u1", "because")
        assert (entry.kind, entry.edits) == ("Change", adding([org()]).edits)
        assert entry.entities == receipt.revisions == {"organisation:x": 1}
        assert started <= receipt.at <= datetime.now(UTC) + timedelta(seconds=1)
        assert not receipt.repeated

    def test_latest_moves_with_every_write(self, partners: Store) -> None:
        assert partners.latest() == ""
        seen = {""}
        for n in range(3):
            receipt = partners.apply(adding([org(id=f"x{n}")]), by="u1")
            latest = partners.latest()
            assert latest.partition(".")[0] == receipt.id
            assert latest not in seen
            seen.add(latest)
        assert partners.changes(after=latest) == []

    def test_revisions_are_per_entity(self, partners: Store) -> None:
        partners.apply(adding([org(id="a"), org(id="b"), org(id="c")]), by="u1")
        partners.apply(SetOrganisation.updating((org(id="a"), org(id="a", name="A"))), by="u1")
        report = p.Report(from_="b", to="a", level=1, on=DAY)
        back = p.Report(from_="a", to="b", level=2, on=DAY)
        assert partners.apply(ReportCooperation.adding(report), by="u1").revisions == {"pair:a|b": 1}
        assert partners.apply(ReportCooperation.adding(back), by="u1").revisions == {"pair:a|b": 2}
        wanted = {"organisation:a": 2, "organisation:b": 1, "pair:a|b": 2, "organisation:never": 0}
        assert partners.revisions(wanted) == wanted

    def test_a_repeated_request_does_nothing(self, partners: Store) -> None:
        first = partners.apply(adding([org()]), by="u1", request="q1")
        again = partners.apply(adding([org()]), by="u1", request="q1")
        assert (again.id, again.at, again.revisions) == (first.id, first.at, first.revisions)
        assert again.repeated
        assert len(partners.changes()) == 1
        with pytest.raises(Conflict):  # without the id the same change would have been a second one
            partners.apply(adding([org()]), by="u1")

    def test_a_change_without_edits_leaves_no_trace(self, partners: Store) -> None:
        assert partners.apply(SetOrganisation(()), by="u1").id == ""
        assert (partners.latest(), partners.changes(), partners.audit()) == ("", [], [])

    def test_the_log_answers_by_entity_person_and_time(self, partners: Store) -> None:
        one = partners.apply(adding([org(id="a")]), by="u1")
        two = partners.apply(adding([org(id="b")]), by="u2")
        three = partners.apply(SetOrganisation.updating((org(id="a"), org(id="a", name="A"))), by="u2")

        def ids(**question: Any) -> list[str]:
            return [entry.id for entry in partners.changes(**question)]

        assert one.id < two.id < three.id
        assert ids() == [one.id, two.id, three.id]
        assert ids(entity="organisation:a") == [one.id, three.id]
        assert ids(by="u2") == [two.id, three.id]
        assert ids(entity="organisation:a", by="u2") == [three.id]
        assert ids(since=two.at) == [two.id, three.id]
        assert ids(since=two.at.astimezone(), limit=1) == [two.id]
        assert ids(after=one.id) == [two.id, three.id]
        assert ids(ids=[three.id, "no such", one.id]) == [one.id, three.id]
        assert ids(ids=[]) == []
        assert ids(newest_first=True, limit=2) == [three.id, two.id]
        assert ids(entity="organisation:zzz") == []

    def test_undo_and_redo_are_changes_like_any_other(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        before = everything(partners)
        service = p.Service.from_row(partners.load("services")["services"][0])
        done = partners.apply(
            Change((Edit.update(service, replace(service, places=(), name="N")), Edit.add(org()))), by="u1"
        )
        after = everything(partners)
        assert after != before
        undone = partners.apply(partners.changes(ids=[done.id])[0].change.inverse(), by="u1", undoes=done.id)
        assert everything(partners) == before
        entry = partners.changes(ids=[undone.id])[0]
        assert entry.undoes == done.id
        redone = partners.apply(entry.change.inverse(), by="u1", undoes=undone.id)
        assert everything(partners) == after
        partners.apply(Change((Edit.update(org(), replace(org(), name="Other")),)), by="u2")
        lineage = partners.lineage(entity=org().entity, by="u1")
        assert lineage[-3:] == [(done.id, None), (undone.id, done.id), (redone.id, undone.id)]
        assert [one for one, _ in lineage] == [c.id for c in partners.changes(entity=org().entity, by="u1")]
        assert partners.verify() == []

    def test_undo_of_a_removal_brings_sealed_columns_back(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        before = everything(cases, codec=codec)
        gone = cases.apply(removing(case()), by="u1", codec=codec)
        logged = cases.changes(ids=[gone.id], codec=codec)[0]
        cases.apply(logged.change.inverse(), by="u1", codec=codec, undoes=gone.id)
        assert everything(cases, codec=codec) == before

    def test_undo_of_what_moved_on_is_a_conflict(self, partners: Store) -> None:
        partners.apply(adding([org()]), by="u1")
        step = SetOrganisation.updating((org(), org(name="Y")))
        partners.apply(step, by="u1")
        partners.apply(SetOrganisation.updating((org(name="Y"), org(name="Z"))), by="u2")
        with pytest.raises(Conflict):
            partners.apply(step.inverse(), by="u1")

    # the differing executors are the suites of the two stores: the same test is meant for both
    @settings(
        max_examples=12,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.differing_executors,
        ],
    )
    @given(steps=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("nprtd"), st.integers(0, 3)), max_size=7))
    def test_changes_and_their_inverses_cancel(self, partners: Store, steps: list[tuple[str, str, int]]) -> None:
        """Whatever was done: taken back in reverse order, the district is what it was."""
        start = everything(partners)
        done: list[Change] = []
        for name, what, n in steps:
            change = self._step(partners, name, what, n)
            try:
                partners.apply(change, by="u1")
            except InputError:  # something else refers to it
                continue
            if change.edits:
                done.append(change)
        for change in reversed(done):
            partners.apply(change.inverse(), by="u1")
        assert everything(partners) == start
        assert partners.verify() == []

    @staticmethod
    def _step(store: Store, name: str, what: str, n: int) -> Change:
        """Make a change that fits what is there: add, change, remove, join."""
        rows = {r["id"]: p.Organisation.from_row(r) for r in store.load("organisations")["organisations"]}
        there = rows.get(name)
        if there is None:
            parent = next(iter(rows), None) if n == 3 else None
            return adding([org(id=name, name=f"{name}{n}", parent=parent)])
        if what == "d":
            return removing([there])
        if what == "n":
            return SetOrganisation.updating((there, replace(there, name=f"{name}{n}", phone=str(n))))
        if what == "p":
            return SetOrganisation.updating(
                (there, replace(there, pillars=("x",) * n, notes={"n": str(n)} if n else None))
            )
        other = sorted(rows)[n % len(rows)]
        report = p.Report(from_=name, to=other, level=n, on=DAY)
        key = next((r for r in store.load("reports")["reports"] if r["from"] == name and r["to"] == other), None)
        return adding([report]) if key is None else removing([p.Report.from_row(key)])

    # audit

    def test_every_write_is_audited(self, partners: Store) -> None:
        receipt = partners.apply(adding([org(id="a"), org(id="b")]), by="u1", why="w")
        found = {(s.at, s.by, s.action, s.entity, s.why) for s in partners.audit()}
        assert found == {(receipt.at, "u1", "Change", f"organisation:{n}", "w") for n in "ab"}

    def test_reads_and_writes_stand_in_one_order(self, partners: Store) -> None:
        partners.apply(adding([org(id="a"), org(id="b")]), by="u1")
        partners.note(by="u2", action="read", entity="organisation:a")
        partners.apply(SetOrganisation.updating((org(id="a"), org(id="a", phone="5"))), by="u2")

        def seen(**question: Any) -> list[tuple[str, str, str]]:
            return [(s.by, s.action, s.entity) for s in partners.audit(**question)]

        last, read = ("u2", "SetOrganisation", "organisation:a"), ("u2", "read", "organisation:a")
        first = [("u1", "Change", "organisation:b"), ("u1", "Change", "organisation:a")]
        assert seen() == [last, read, *first]
        assert seen(limit=3) == [last, read, first[0]]
        assert seen(entity="organisation:a") == [last, read, first[1]]
        assert seen(entity="organisation:a", by="u2", limit=1) == [last]
        assert seen(by="u2") == [last, read]
        assert [e.why for e in partners.audit(entity="organisation:b")] == [None]

    def test_a_change_of_very_many_is_shown_as_one_of_the_district(self, partners: Store) -> None:
        partners.apply(adding([org(id=f"x{n:03}") for n in range(501)]), by="u1")
        assert [s.entity for s in partners.audit()] == ["district"]
        assert [s.entity for s in partners.audit(entity="organisation:x500")] == ["organisation:x500"]

    def test_reads_are_noted_and_found(self, cases: Store) -> None:
        cases.note(by="u1", action="case.read", entity="case:1")
        middle = datetime.now(UTC)
        cases.note(by="u2", action="case.read", entity="case:1", why="Vertretung")
        cases.note(by="u1", action="case.refused", entity="case:2")

        def seen(**question: Any) -> list[tuple[str, str, str | None]]:
            return [(s.by, s.entity, s.why) for s in cases.audit(**question)]

        assert seen() == [("u1", "case:2", None), ("u2", "case:1", "Vertretung"), ("u1", "case:1", None)]
        assert seen(entity="case:1", by="u1") == [("u1", "case:1", None)]
        assert len(seen(since=middle)) == 2
        assert seen(limit=1) == seen()[:1]
        assert cases.latest() == ""  # reading moves nothing

    def test_a_refused_change_is_neither_logged_nor_audited(self, partners: Store) -> None:
        with pytest.raises(InputError):
            partners.apply(adding([org(parent="gone")]), by="u1")
        assert (partners.changes(), partners.audit(), partners.revisions(["organisation:x"])) == (
            [], [], {"organisation:x": 0},
        )  # fmt: skip

    # what the log must not hold

    def test_secrets_are_not_logged(self, partners: Store) -> None:
        account = p.Account(id="u9", name="N", password_hash="old-hash", made_at=NOW)
        partners.apply(SetAccount.adding(account), by="u1")
        partners.apply(SetAccount.updating((account, replace(account, password_hash="new-hash"))), by="u1")
        assert partners.load("accounts")["accounts"][0]["password_hash"] == "new-hash"
        assert "hash" not in repr([e.edits for e in partners.changes()]).replace("password_hash", "")
        assert "-hash" not in repr([content for kind, content in partners.dump() if kind.startswith("#")])

    def test_the_log_of_cases_is_sealed(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        closed, opened = cases.changes()[0], cases.changes(codec=codec)[0]
        assert SECRET not in repr(closed)
        assert opened.edits == adding(case()).edits
        label = next(e for e in closed.edits if e.key == "c1-x1").after
        assert label is not None
        assert (label["label"], label["role"]) == (None, "mother")

    # housekeeping

    def test_housekeeping_leaves_no_trace(self, partners: Store) -> None:
        partners.apply(adding(district()), by="u1")
        before = partners.latest(), len(partners.audit())
        later = "2026-03-01T10:00:00+00:00"
        sign_in = p.SignIn(id="t2", account="u1", made_at=NOW, seen_at=NOW)
        partners.housekeep(adding([sign_in]))
        partners.housekeep(Change((Edit("sessions", "t2", {"seen_at": None}, {"seen_at": later}),)))
        partners.housekeep(adding([p.Position(view="net", item="o1", x=5, y=6, by_hand=True)]))  # there already
        partners.housekeep(Change((Edit("sessions", "t1", None, None),)))
        partners.housekeep(Change((Edit("sessions", "never", {"seen_at": None}, {"seen_at": later}),)))
        partners.housekeep(Change((Edit("sessions", "never", {}, None),)))
        rows = partners.load("sessions", "positions")
        assert [(r["id"], r["seen_at"]) for r in rows["sessions"]] == [("t2", later)]
        assert [(r["x"], r["by_hand"]) for r in rows["positions"]] == [(5.0, True)]
        assert (partners.latest(), len(partners.audit())) == before
        assert partners.verify() == []
        with pytest.raises(InputError):
            partners.housekeep(adding([replace(sign_in, id="t3", account="gone")]))
