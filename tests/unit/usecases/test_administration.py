"""Keys, backup and restore, checks, the log."""

import gzip
from pathlib import Path

import pytest

from netmap.bootstrap import House
from netmap.errors import CallError, FormatError, SealError
from netmap.model.cases import Alter, Card
from netmap.usecases import administration, cases
from netmap.usecases.desk import Desk, Role
from netmap.usecases.drawing import add_entry, new_card
from tests.support.houses import desk_as, fill, house_in

ADMIN = Role.ADMINISTRATION
SECRET = "Erika Unverwechselbar"


def with_a_case(house: House) -> tuple[Desk, str]:
    fill(house)
    desk = desk_as(house, Role.CASE_MANAGEMENT)
    case = cases.begin_case(desk, name=SECRET, area="nord")
    card = new_card(desk, cases.open_case(desk, case.id))
    values = {"label": "Nachbarin Elif", "angle": 120.0, "distance": 20.0}
    add_entry(desk, case.id, card.id, values)
    return desk, case.id


def admin(house: House) -> Desk:
    return desk_as(house, ADMIN, account="rolf")


def test_nothing_sealed_lies_open_in_any_file(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        with_a_case(house)
    stored = b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.is_file())
    assert b"Unverwechselbar" not in stored
    assert b"Nachbarin Elif" not in stored
    assert b"Jobcenter Probe" in stored, "the search would find what is there"


def test_a_backup_comes_back_whole_and_reads_with_the_same_key(tmp_path: Path) -> None:
    with house_in(tmp_path / "a") as house:
        _, case_id = with_a_case(house)
        done = administration.back_up(admin(house), tmp_path / "x.backup")
        before = [list(s.dump()) for s in administration.rooms(house)]
    content = gzip.decompress(done.path.read_bytes())
    assert SECRET.encode() not in content
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "netmap.key").write_bytes((tmp_path / "a" / "netmap.key").read_bytes())
    (tmp_path / "b" / "netmap.key").chmod(0o600)
    with house_in(tmp_path / "b") as house:
        administration.restore(admin(house), tmp_path / "x.backup")
        after = [[p for p in s.dump() if p[0] != "#audit"] for s in administration.rooms(house)]
        assert after == [[p for p in room if p[0] != "#audit"] for room in before]
        assert cases.open_case(desk_as(house, Role.CASE_MANAGEMENT), case_id).case.name == SECRET
        assert administration.check_house(admin(house)) == []


def test_a_deleted_case_cannot_be_read_from_an_old_backup(tmp_path: Path) -> None:
    with house_in(tmp_path / "a") as house:
        desk, case_id = with_a_case(house)
        administration.back_up(admin(house), tmp_path / "old.backup")
        cases.delete_case(desk, case_id)
        (tmp_path / "old.backup.keys").unlink()
        administration.back_up(admin(house), tmp_path / "new.backup")
        (tmp_path / "new.backup.keys").rename(tmp_path / "old.backup.keys")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "netmap.key").write_bytes((tmp_path / "a" / "netmap.key").read_bytes())
    (tmp_path / "b" / "netmap.key").chmod(0o600)
    with house_in(tmp_path / "b") as house:
        administration.restore(admin(house), tmp_path / "old.backup")
        with pytest.raises(SealError):
            cases.open_case(desk_as(house, Role.CASE_MANAGEMENT), case_id)


@pytest.mark.parametrize("damage", ["cut", "flip", "text"])
def test_a_damaged_backup_restores_nothing(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "x.backup"
    with house_in(tmp_path / "a") as house:
        with_a_case(house)
        administration.back_up(admin(house), path)
    data = bytearray(path.read_bytes())
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "flip":
        data = bytearray(gzip.compress(gzip.decompress(bytes(data)).replace(b"Rathaus", b"Rathaux")))
    else:
        data = bytearray(b"not a backup")
    path.write_bytes(bytes(data))
    with house_in(tmp_path / "b") as house:
        with pytest.raises(FormatError):
            administration.restore(admin(house), path)
        assert not any(house.partners.counts().values())
        assert house.partners.latest() == ""


def test_a_backup_with_any_byte_changed_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "x.backup"
    with house_in(tmp_path / "a") as house:
        with_a_case(house)
        administration.back_up(admin(house), path)
    data = path.read_bytes()
    with house_in(tmp_path / "b") as house:
        for place in range(20, len(data), max(1, len(data) // 60)):  # behind the head, which holds only a time
            path.write_bytes(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :])
            with pytest.raises(FormatError):
                administration.restore(admin(house), path)
        path.write_bytes(data)
        assert administration.restore(admin(house), path) > 0


def test_restoring_and_beginning_need_an_empty_place_and_a_backup_a_new_file(tmp_path: Path) -> None:
    with house_in(tmp_path / "a") as house:
        with_a_case(house)
        administration.back_up(admin(house), tmp_path / "x.backup")
        with pytest.raises(CallError):
            administration.back_up(admin(house), tmp_path / "x.backup")
        with pytest.raises(CallError):
            administration.restore(admin(house), tmp_path / "x.backup")
        with pytest.raises(CallError):
            administration.begin(house)


def test_rotation_leaves_every_case_readable_and_the_old_key_useless(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk, case_id = with_a_case(house)
        old = (tmp_path / "netmap.key").read_bytes()
        assert administration.rotate_key(admin(house)) == 1
        assert cases.open_case(desk, case_id).case.name == SECRET
    assert (tmp_path / "netmap.key").read_bytes() != old
    with house_in(tmp_path) as house:
        assert cases.open_case(desk_as(house, Role.CASE_MANAGEMENT), case_id).case.name == SECRET
    (tmp_path / "netmap.key").write_bytes(old)
    with house_in(tmp_path) as house, pytest.raises(SealError):
        cases.open_case(desk_as(house, Role.CASE_MANAGEMENT), case_id)


def test_the_log_tells_who_read_and_wrote_a_case_with_ids_only(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk, case_id = with_a_case(house)
        cases.open_case(desk, case_id, why="conversation")
        officer = desk_as(house, Role.DATA_PROTECTION, account="anke")
        seen = administration.read_log(officer, case=case_id)
        assert [s.action for s in seen] == ["read", "AddAlter", "AddCard", "read", "OpenCase"]
        assert seen[0].why == "conversation"
        told = " ".join(f"{s.by} {s.action} {s.entity} {s.why}" for s in administration.read_log(officer))
        assert "Erika" not in told
        assert "Elif" not in told
        assert {s.by for s in administration.read_log(officer, by="sabine.kern")} == {"sabine.kern"}


def test_a_check_finds_a_sealed_value_that_was_moved(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk, case_id = with_a_case(house)
        file = cases.open_case(desk, case_id)
        card: Card = file.cards[0]
        add_entry(desk, case_id, card.id, {"label": "Ex-Chef", "angle": 200.0, "distance": 90.0})
        one, other = cases.open_case(desk, case_id).alters[card.id]
        assert isinstance(one, Alter)
        assert administration.check_house(admin(house)) == []
        import sqlite3

        with sqlite3.connect(tmp_path / "cases.sqlite") as db:
            labels = dict(db.execute("SELECT id, label FROM alters"))
            db.execute("UPDATE alters SET label = ? WHERE id = ?", (labels[other.id], one.id))
        assert [f.where for f in administration.check_house(admin(house))] == [f"case:{case_id}"]
