"""Drawing on a card: each stroke a change; conflicts, undo, and whose card it is."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netmap.errors import ConflictError, InputError, NotFound
from netmap.model.cases import Need, Step
from netmap.usecases import cases, drawing
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk, Role
from netmap.usecases.helping import check_release, release_faults
from tests.support.houses import NOW, desk_as, fill, house_in

VALUES: dict[str, Any] = {"label": "Mutter", "role": "mother", "angle": 30.0, "distance": 25.0, "ego_tie": "strong"}


def begun(desk: Desk) -> CaseFile:
    case = cases.begin_case(desk, name="Erika Probe", area="nord")
    drawing.new_card(desk, cases.open_case(desk, case.id))
    return cases.open_case(desk, case.id)


def entries(desk: Desk, file: CaseFile) -> dict[str, Any]:
    now = cases.open_case(desk, file.case.id)
    assert now.newest is not None
    return {a.id: a for a in now.alters.get(now.newest.id, ())}


def test_an_edit_sent_twice_happens_once(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        file = begun(desk)
        card = file.cards[0].id
        first = drawing.add_entry(desk, file.case.id, card, VALUES, alter_id="a1", request="r1")
        again = drawing.add_entry(desk, file.case.id, card, VALUES, alter_id="a1", request="r1")
        assert again.repeated
        assert again.id == first.id
        assert len(entries(desk, file)) == 1


def test_two_people_change_different_things_and_neither_overwrites_the_same(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        other = desk_as(house, Role.CASE_MANAGEMENT, account="emre.aksoy", deputy_of="sabine.kern")
        file = begun(desk)
        where = (file.case.id, file.cards[0].id, "a1")
        drawing.add_entry(desk, *where[:2], VALUES, alter_id="a1")
        drawing.change_entry(desk, *where, before={"distance": 25.0}, values={"distance": 60.0})
        drawing.change_entry(other, *where, before={"burden": False}, values={"burden": True})
        with pytest.raises(ConflictError):
            drawing.change_entry(other, *where, before={"distance": 25.0}, values={"distance": 10.0})
        found = entries(desk, file)["a1"]
        assert (found.distance, found.burden) == (60.0, True)


def test_undo_and_redo_walk_through_ones_own_changes(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        file = begun(desk)
        where = (file.case.id, file.cards[0].id)
        drawing.add_entry(desk, *where, VALUES, alter_id="a1")
        drawing.add_entry(desk, *where, {**VALUES, "label": "Vater"}, alter_id="a2")
        drawing.set_tie(desk, *where, "a1", "a2", state="known")
        drawing.remove_entry(desk, *where, "a1")
        assert set(entries(desk, file)) == {"a2"}
        for expected in ({"a1", "a2"}, {"a1", "a2"}, {"a1"}, set()):
            cases.undo_in_case(desk, file.case.id)
            assert set(entries(desk, file)) == expected
        for _ in range(4):
            cases.undo_in_case(desk, file.case.id, redo=True)
        assert set(entries(desk, file)) == {"a2"}
        assert entries(desk, file)["a2"].label == "Vater"
        steps = cases.case_steps(desk, file.case.id)
        assert steps.redo == ()


def test_entries_of_another_case_cannot_be_reached_through_ones_own(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        sabine = desk_as(house, Role.CASE_MANAGEMENT)
        emre = desk_as(house, Role.CASE_MANAGEMENT, account="emre.aksoy")
        hers, his = begun(sabine), begun(emre)
        drawing.add_entry(sabine, hers.case.id, hers.cards[0].id, VALUES, alter_id="a1")
        with pytest.raises(NotFound):
            drawing.change_entry(
                emre, his.case.id, his.cards[0].id, "a1", before={"distance": 25.0}, values={"distance": 1.0}
            )
        with pytest.raises(NotFound):
            drawing.add_entry(emre, his.case.id, hers.cards[0].id, VALUES)
        need = Need(id="n1", case=hers.case.id, need="debt", since=date(2026, 1, 1))
        cases.put(sabine, hers.case.id, need)
        with pytest.raises(InputError):
            cases.take_away(emre, his.case.id, replace(need, case=his.case.id))
        with pytest.raises(InputError):
            cases.put(
                emre, his.case.id, replace(need, case=his.case.id, phase="done"), old=replace(need, case=his.case.id)
            )
        assert cases.open_case(sabine, hers.case.id).needs == (need,)


def test_needs_are_ordered_in_one_step_and_only_ones_own(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk, emre = (desk_as(house, Role.CASE_MANAGEMENT, account=a) for a in ("sabine.kern", "emre.aksoy"))
        file, his = begun(desk), begun(emre)
        needs = [
            Need(id=f"n{n}", case=file.case.id, need=need, since=date(2026, 1, 1), priority=n)
            for n, need in enumerate(("debt", "work", "child_care"), start=1)
        ]
        for need in needs:
            cases.put(desk, file.case.id, need)

        def order() -> list[str]:
            there = cases.open_case(desk, file.case.id).needs
            return [n.need for n in sorted(there, key=lambda n: n.priority or 0)]

        cases.order_needs(desk, file.case.id, [needs[0], needs[2], needs[1]])
        assert order() == ["debt", "child_care", "work"]
        cases.undo_in_case(desk, file.case.id)
        assert order() == ["debt", "work", "child_care"]
        with pytest.raises(InputError):
            cases.order_needs(emre, his.case.id, [replace(n, case=his.case.id) for n in needs])
        with pytest.raises(InputError):
            cases.order_needs(emre, his.case.id, needs)


def test_the_next_card_starts_from_the_last_and_keeps_who_is_who(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        file = begun(desk)
        where = (file.case.id, file.cards[0].id)
        drawing.add_entry(desk, *where, VALUES, alter_id="a1")
        drawing.add_entry(desk, *where, {**VALUES, "label": "Vater"}, alter_id="a2")
        drawing.set_tie(desk, *where, "a1", "a2", state="known")
        file = cases.open_case(desk, file.case.id)
        with pytest.raises(InputError):
            drawing.new_card(desk, file)
        card = drawing.new_card(desk, file, on=date(2027, 2, 1))
        file = cases.open_case(desk, file.case.id)
        old, new = file.alters[where[1]], file.alters[card.id]
        assert {a.entry for a in old} == {a.entry for a in new}
        assert not {a.id for a in old} & {a.id for a in new}
        assert len(file.ties[card.id]) == 1
        assert file.newest == card


def test_two_entries_of_different_cards_can_be_declared_one_person(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        file = begun(desk)
        drawing.add_entry(desk, file.case.id, file.cards[0].id, VALUES, alter_id="a1")
        card = drawing.new_card(desk, cases.open_case(desk, file.case.id), on=date(2027, 2, 1), empty=True)
        drawing.add_entry(desk, file.case.id, card.id, {**VALUES, "label": "Mama"}, alter_id="b1")
        drawing.join_entries(desk, cases.open_case(desk, file.case.id), entry="b1", same_as="a1")
        file = cases.open_case(desk, file.case.id)
        assert {a.entry for alters in file.alters.values() for a in alters} == {"a1"}
        drawing.add_entry(desk, file.case.id, card.id, VALUES, alter_id="b2")
        file = cases.open_case(desk, file.case.id)
        with pytest.raises(InputError):
            drawing.join_entries(desk, file, entry="b2", same_as="a1")


def test_the_clients_own_steps_come_first(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        file = begun(desk)
        for number, who in enumerate(("case_manager", "other", "client")):
            step = Step(id=f"s{number}", case=file.case.id, who=who, what=f"Schritt {number}")
            cases.put(desk, file.case.id, step)
        assert [s.who for s in cases.open_case(desk, file.case.id).steps] == ["client", "case_manager", "other"]


def test_passing_on_needs_both_directed_releases(tmp_path: Path) -> None:
    from netmap.errors import ReleaseMissing
    from netmap.model.cases import Release

    with house_in(tmp_path) as house:
        fill(house)
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        file = begun(desk)

        def missing() -> list[str]:
            now = cases.open_case(desk, file.case.id)
            found = release_faults(now.releases, sender="sb", recipient="jc", item="appointments", at=NOW)
            return [str(f.where) for f in found]

        assert missing() == ["sb → jc", "jc → sb"]
        made = []
        for sender, recipient in (("sb", "jc"), ("jc", "sb")):
            release = Release(
                id=f"{sender}{recipient}",
                case=file.case.id,
                sender=sender,
                recipient=recipient,
                items=("appointments",),
                purpose="Hilfe",
                valid_from=date(2026, 11, 1),
                valid_to=date(2026, 12, 31),
            )
            cases.put(desk, file.case.id, release)
            made.append(release)
            if len(made) == 1:
                assert missing() == ["jc → sb"]
        assert missing() == []
        file = cases.open_case(desk, file.case.id)
        check_release(file, sender="sb", recipient="jc", item="appointments", at=NOW)
        with pytest.raises(ReleaseMissing):
            check_release(file, sender="sb", recipient="jc", item="sub_goals", at=NOW)
        with pytest.raises(ReleaseMissing):
            check_release(file, sender="sb", recipient="jc", item="appointments", at=NOW.replace(year=2027))
        cases.revoke(desk, file.case.id, made[0])
        assert missing() == ["sb → jc"]


def test_deleting_a_case_takes_everything_and_its_key(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.CASE_MANAGEMENT)
        file, kept = begun(desk), begun(desk)
        drawing.add_entry(desk, file.case.id, file.cards[0].id, VALUES)
        assert cases.delete_case(desk, file.case.id) == 3
        assert house.keyring.cases() == {kept.case.id}
        assert house.cases.counts()["alters"] == 0
        with pytest.raises(NotFound):
            cases.open_case(desk, file.case.id)
        assert cases.open_case(desk, kept.case.id).case.name == "Erika Probe"
