"""Sealing, dumps, refusals at the door, and many writers at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest

from netmap.errors import InputError, SealError, StoreDamaged, StoreError, StoreVersionError
from netmap.model import cases as c
from netmap.model import partners as p
from netmap.model.changes import Change, Edit, Receipt, SetNeed, SetOrganisation
from netmap.model.tables import Room
from netmap.stores.base import Conflict, Store
from tests.contract.place import Place
from tests.contract.samples import DAY, SECRET, adding, case, district, everything, removing, rows_of
from tests.contract.suite_rows import org

WRITERS = 50


def at_once(works: list[Callable[[], Receipt]]) -> list[Receipt | Exception]:
    """Let all works begin at the same moment, each in a thread; give what each gave or raised."""
    gate = Barrier(len(works))

    def run(work: Callable[[], Receipt]) -> Receipt | Exception:
        gate.wait()
        try:
            return work()
        except (StoreError, InputError, Conflict) as exc:
            return exc

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


class SealingContract:
    def test_nothing_that_identifies_lies_open(self, cases: Store, codec: Any, place: Place) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        old = next(r for r in case() if r.key == "c1-x1")
        cases.apply(Change((Edit.update(old, replace(old, label=f"{SECRET} neu")),)), by="u1", codec=codec)  # type: ignore[type-var]
        content = place.content()
        assert "c1-x1" in content
        assert "mother" in content  # the structure is readable, and we looked at the right place
        for part in (SECRET, SECRET.split("-")[0], SECRET.encode("unicode_escape").decode()):
            assert part not in content
            assert part.encode() not in place.disk()

    def test_without_a_key_structure_is_readable_and_people_are_not(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        rows = everything(cases)
        assert SECRET not in repr(rows)
        x1 = next(r for r in rows["alters"] if r["id"] == "c1-x1")
        assert (x1["label"], x1["distance"], x1["ego_tie"], x1["supports"][0]) == (
            None, 30.0, "strong", "emotional:given",
        )  # fmt: skip
        assert SECRET in repr(everything(cases, codec=codec))

    def test_nothing_is_written_unsealed(self, cases: Store, place: Place) -> None:
        with pytest.raises(ValueError, match="sealed"):
            cases.apply(adding(case()), by="u1")
        assert not any(cases.counts().values())
        assert SECRET not in place.content()

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (("alters", "c1-x1", "label"), ("alters", "c1-x1", "note")),  # columns
            (("alters", "c1-x1", "label"), ("alters", "c1-x2", "label")),  # rows
            (("alters", "c1-x1", "label"), ("alters", "c2-x1", "label")),  # cases
            (("cards", "c1-k1", "label"), ("steps", "c1-s1", "what")),  # tables
        ],
    )
    def test_swapped_values_are_detected(
        self, cases: Store, codec: Any, place: Place, one: tuple[str, str, str], other: tuple[str, str, str]
    ) -> None:
        cases.apply(adding([*case("c1"), *case("c2")]), by="u1", codec=codec)
        whole = everything(cases, codec=codec)
        a, b = place.peek(*one), place.peek(*other)
        assert isinstance(a, str)
        assert a != b
        place.poke(*one, b)
        place.poke(*other, a)
        with pytest.raises(SealError):
            everything(cases, codec=codec)
        place.poke(*one, a)
        place.poke(*other, b)
        assert everything(cases, codec=codec) == whole

    def test_a_damaged_value_is_detected(self, cases: Store, codec: Any, place: Place) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        sealed = place.peek("cases", "c1", "name")
        other = "A" if sealed[40] != "A" else "B"
        for broken in (sealed[:40] + other + sealed[41:], sealed[:-4], "plain", ""):
            place.poke("cases", "c1", "name", broken)
            with pytest.raises(SealError):
                cases.load("cases", codec=codec)

    def test_a_forgotten_key_closes_a_case_for_good(self, cases: Store, codec: Any, keyring: Any) -> None:
        cases.apply(adding([*case("c1"), *case("c2")]), by="u1", codec=codec)
        keyring.forget("c1")
        with pytest.raises(SealError):
            cases.load("alters", only=("case", ["c1"]), codec=codec)
        with pytest.raises(SealError):
            cases.changes(entity="case:c1", codec=codec)
        assert cases.load("alters", only=("case", ["c2"]), codec=codec)["alters"][0]["label"] is None
        assert len(cases.load("alters", only=("case", ["c1"]))["alters"]) == 3


class BreakingCodec:
    """Breaks at the n-th value it seals, as a full disk or a lost key might."""

    def __init__(self, codec: Any, after: int) -> None:
        self.codec, self.left = codec, after

    def seal(self, value: Any, **place: str) -> str:
        self.left -= 1
        if self.left < 0:
            raise SealError("The key of case {case} is damaged.", case=place["case"])
        return str(self.codec.seal(value, **place))

    def open(self, sealed: str, **place: str) -> Any:
        return self.codec.open(sealed, **place)


class CareContract:
    def test_a_break_in_the_middle_takes_everything_back(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case("c1")), by="u1", codec=codec)
        before = everything(cases, codec=codec), cases.latest(), cases.audit()
        for after in (0, 1, 7):
            with pytest.raises(SealError):
                cases.apply(adding(case("c2")), by="u1", codec=BreakingCodec(codec, after))
        assert (everything(cases, codec=codec), cases.latest(), cases.audit()) == before
        cases.apply(adding(case("c2")), by="u1", codec=codec)
        assert cases.revisions(["case:c1", "case:c2"]) == {"case:c1": 1, "case:c2": 1}

    def test_a_dump_brought_back_is_the_same(self, partners: Store, place: Place) -> None:
        self._fill(partners)
        dumped = list(partners.dump())
        assert {kind for kind, _ in dumped} == {*rows_of(district(), Room.PARTNERS), "#change", "#audit"}
        latest, revisions = partners.latest(), partners.revisions(["organisation:o1", "pair:o1|o2"])
        partners.wipe()
        assert (list(partners.dump()), partners.latest(), any(partners.counts().values())) == ([], "", False)
        partners.restore(iter(dumped))
        assert list(partners.dump()) == dumped
        assert partners.latest() == latest
        assert partners.revisions(["organisation:o1", "pair:o1|o2"]) == revisions
        assert partners.verify() == []
        again = partners.apply(SetOrganisation.updating((org(), org(phone="5"))), by="u1")
        assert again.revisions == {"organisation:x": 2}
        assert again.id > max(e["id"] for kind, e in dumped if kind == "#change")

    def _fill(self, store: Store) -> None:
        store.apply(adding(district()), by="u1", why="w", request="q")
        done = store.apply(adding([org()]), by="u2")
        store.note(by="u1", action="export", entity="district")
        assert done.id

    def test_a_dump_of_cases_stays_sealed(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        dumped = list(cases.dump())
        assert SECRET not in repr(dumped)
        cases.wipe()
        cases.restore(dumped)
        assert everything(cases, codec=codec) == rows_of(case(), Room.CASES)
        assert cases.changes(codec=codec)[0].edits == adding(case()).edits

    def test_nothing_is_restored_over_something(self, partners: Store) -> None:
        self._fill(partners)
        dumped = list(partners.dump())
        with pytest.raises(StoreError):
            partners.restore(dumped)
        assert list(partners.dump()) == dumped

    def test_a_restore_that_breaks_leaves_nothing(self, partners: Store) -> None:
        self._fill(partners)
        dumped = list(partners.dump())
        partners.wipe()

        def broken() -> Iterator[tuple[str, dict[str, Any]]]:
            yield from dumped[: len(dumped) // 2]
            raise StoreError("{path} is damaged or no netmap store: restore a backup.", path="x")

        with pytest.raises(StoreError):
            partners.restore(broken())
        assert list(partners.dump()) == []
        partners.restore(dumped)
        assert list(partners.dump()) == dumped

    def test_verify_finds_what_cannot_be_right(self, partners: Store, place: Place) -> None:
        partners.apply(adding(district()), by="u1")
        assert partners.verify() == []
        place.poke("services", "s1", "access", "sometimes")
        assert any(f.where == "services/s1/access" for f in partners.verify())
        place.poke("services", "s1", "access", "open")
        assert partners.verify() == []
        place.poke("services", "s1", "places", ["p2", "gone"])
        assert partners.verify() != []

    def test_verify_finds_what_is_missing_in_the_log(self, partners: Store, place: Place) -> None:
        partners.apply(adding([org()]), by="u1")
        lost = partners.apply(SetOrganisation.updating((org(), org(phone="5"))), by="u1")
        partners.apply(SetOrganisation.updating((org(phone="5"), org(phone="6"))), by="u1")
        assert partners.verify() == []
        place.lose_change(lost.id)
        assert [f.where for f in partners.verify()] == ["organisation:x"]

    # at the door

    def test_it_opens_again_with_everything(self, partners: Store, place: Place) -> None:
        self._fill(partners)
        before = list(partners.dump())
        place.close()
        again = place.open(Room.PARTNERS)
        assert list(again.dump()) == before

    def test_a_newer_version_is_refused(self, partners: Store, place: Place) -> None:
        self._fill(partners)
        before, version = place.content(), place.version()
        place.close()
        place.set_version(99)
        with pytest.raises(StoreVersionError, match="99"):
            place.open(Room.PARTNERS)
        place.set_version(version)
        place.open(Room.PARTNERS)
        assert place.content() == before

    def test_a_layout_that_was_never_released_is_refused(self, partners: Store, place: Place) -> None:
        self._fill(partners)
        place.close()
        place.set_layout(7)
        before = place.content()
        with pytest.raises(StoreVersionError, match="layout"):
            place.open(Room.PARTNERS)
        assert place.content() == before

    def test_the_other_room_is_refused(self, partners: Store, place: Place) -> None:
        self._fill(partners)
        place.close()
        with pytest.raises(StoreDamaged):
            place.open(Room.CASES)
        assert place.open(Room.PARTNERS).counts()["organisations"] == 5

    def test_something_else_is_refused_and_left_alone(self, place: Place) -> None:
        place.put_something_else()
        before = place.content()
        for room in Room:
            with pytest.raises(StoreDamaged):
                place.open(room)
        assert place.content() == before

    def test_it_says_where_it_is(self, partners: Store, place: Place) -> None:
        assert "://" in partners.uri
        assert "only-for-tests" not in partners.uri
        assert partners.schema == place.version()


class TogetherContract:
    """Fifty writers: no update is lost, every conflict is reported."""

    def test_fifty_writers_on_one_field_of_a_case(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        need = next(r for r in case() if r.key == "c1-n1")
        works = [
            lambda n=n: cases.apply(
                SetNeed.updating((need, replace(need, priority=n))), by=f"u{n}", codec=codec  # type: ignore[type-var]
            )
            for n in range(100, 100 + WRITERS)
        ]  # fmt: skip
        self._one_wins(cases, at_once(works), "priority", cases.load, "needs")
        assert cases.revisions(["case:c1"]) == {"case:c1": 2}

    def test_fifty_writers_on_one_field_of_a_district(self, partners: Store) -> None:
        partners.apply(adding([org()]), by="u1")
        works = [
            lambda n=n: partners.apply(SetOrganisation.updating((org(), org(phone=str(n)))), by=f"u{n}")
            for n in range(WRITERS)
        ]
        self._one_wins(partners, at_once(works), "phone", partners.load, "organisations")
        assert partners.revisions(["organisation:x"]) == {"organisation:x": 2}

    @staticmethod
    def _one_wins(store: Store, answers: list[Any], column: str, load: Any, table: str) -> None:
        won = [a for a in answers if isinstance(a, Receipt)]
        lost = [a for a in answers if isinstance(a, Conflict)]
        assert (len(won), len(lost)) == (1, WRITERS - 1), Counter(map(repr, answers))
        (row,) = load(table)[table]
        (entry,) = store.changes(ids=[won[0].id])
        assert entry.edits[0].after == {column: row[column]}
        for conflict in lost:
            (difference,) = conflict.differences
            assert (difference.column, difference.now) == (column, row[column])

    def test_fifty_entries_on_one_case_all_stand(self, cases: Store, codec: Any) -> None:
        cases.apply(adding(case()), by="u1", codec=codec)
        works = [
            lambda n=n: cases.apply(
                adding([c.Alter(id=f"new{n:02}", case="c1", card="c1-k1", entry=f"e{n}", label=f"L{n}")]),
                by=f"u{n}",
                request=f"q{n}",
                codec=codec,
            )
            for n in range(WRITERS)
        ]
        answers = at_once(works)
        receipts = [a for a in answers if isinstance(a, Receipt)]
        assert len(receipts) == WRITERS, Counter(map(repr, answers))
        rows = cases.load("alters", codec=codec)["alters"]
        assert {r["label"] for r in rows if r["id"].startswith("new")} == {f"L{n}" for n in range(WRITERS)}
        # each reached a revision of its own, and the log holds them in that order
        assert sorted(r.revisions["case:c1"] for r in receipts) == list(range(2, WRITERS + 2))
        log = cases.changes(entity="case:c1")
        assert [e.entities["case:c1"] for e in log] == list(range(1, WRITERS + 2))
        assert cases.verify() == []

    def test_fifty_organisations_report_on_one_another(self, partners: Store) -> None:
        names = [f"o{n:02}" for n in range(10)]
        partners.apply(adding([org(id=n) for n in names]), by="u1")
        pairs = [(a, b) for a in names for b in names if a != b][:WRITERS]
        works = [
            lambda a=a, b=b: partners.apply(adding([p.Report(from_=a, to=b, level=2, on=DAY)]), by=a) for a, b in pairs
        ]
        answers = at_once(works)
        assert all(isinstance(a, Receipt) for a in answers), Counter(map(repr, answers))
        assert {(r["from"], r["to"]) for r in partners.load("reports")["reports"]} == set(pairs)
        assert len({a.id for a in answers if isinstance(a, Receipt)}) == WRITERS
        assert partners.verify() == []

    def test_one_request_sent_many_times_counts_once(self, partners: Store) -> None:
        works = [lambda: partners.apply(adding([org()]), by="u1", request="same")] * 10
        answers = at_once(works)
        assert {type(a) for a in answers} == {Receipt}, Counter(map(repr, answers))
        assert Counter(a.repeated for a in answers) == {False: 1, True: 9}  # type: ignore[union-attr]
        assert len(partners.changes()) == 1

    def test_what_many_note_at_once_is_all_there(self, cases: Store) -> None:
        at_once([lambda n=n: cases.note(by=f"u{n}", action="list", entity="cases") for n in range(50)])  # type: ignore[misc]
        assert sorted(s.by for s in cases.audit()) == sorted(f"u{n}" for n in range(50))

    def test_counting_up_loses_nothing(self, partners: Store) -> None:
        """Eight writers each count up five times; whoever meets a conflict looks again."""
        partners.apply(adding([org(phone="0")]), by="u1")

        def count_up() -> Receipt:
            for _ in range(5):
                while True:
                    seen = p.Organisation.from_row(partners.load("organisations")["organisations"][0])
                    new = replace(seen, phone=str(int(seen.phone or 0) + 1))
                    try:
                        receipt = partners.apply(SetOrganisation.updating((seen, new)), by="u1")
                    except Conflict:
                        continue
                    break
            return receipt

        at_once([count_up] * 8)
        assert partners.load("organisations")["organisations"][0]["phone"] == "40"
        assert partners.revisions(["organisation:x"]) == {"organisation:x": 41}

    def test_nothing_refers_to_what_another_takes_away(self, partners: Store) -> None:
        """Side by side: one begins to refer to a row, another removes it. Exactly one may succeed."""
        pairs = 12
        extra: list[Any] = [org(id=f"x{n}") for n in range(pairs)]
        extra += [p.Service(id=f"y{n}", organisation="o1", name="Y", needs=("work",)) for n in range(pairs)]
        partners.apply(adding([*district(), *extra]), by="u1")
        works: list[Callable[[], Receipt]] = []
        for n in range(pairs):
            report = p.Report(from_="o1", to=f"x{n}", level=1, on=DAY)
            relation = p.Relation(from_="o1", to="o2", kind="refers", service=f"y{n}")
            works += [
                lambda r=report: partners.apply(adding([r]), by="u1"),
                lambda r=extra[n]: partners.apply(removing([r]), by="u2"),
                lambda r=relation: partners.apply(adding([r]), by="u1"),
                lambda r=extra[pairs + n]: partners.apply(removing([r]), by="u2"),
            ]
        answers = at_once(works)
        for first, second in zip(answers[::2], answers[1::2], strict=True):
            assert isinstance(first, Receipt) != isinstance(second, Receipt), (first, second)
        assert {type(a) for a in answers} <= {Receipt, InputError}
        assert partners.verify() == []
