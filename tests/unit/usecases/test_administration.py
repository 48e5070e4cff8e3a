"""Keys, backup and restore, checks, the log."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from netmap.bootstrap import House
from netmap.errors import CallError, FormatError, SealError
from netmap.model.cases import Alter, Card
from netmap.model.changes import ImportDistrict, SetOrganisation
from netmap.model.partners import Place
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


class Writing:
    """Somebody else at work in both rooms: how many rounds were acknowledged, and what went wrong."""

    def __init__(self, folder: Path) -> None:
        self.done = 0
        self.grown = threading.Condition()
        self.error: Exception | None = None
        self._folder = folder
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            with house_in(self._folder) as house:
                desk = desk_as(house, Role.CASE_MANAGEMENT)
                old = [house.district().organisations[i] for i in ("jc", "sb")]
                while not self._end.is_set():
                    new = [replace(o, phone=str(self.done + 1)) for o in old]
                    house.partners.apply(SetOrganisation.updating(*zip(old, new, strict=True)), by="w")
                    case = cases.begin_case(desk, name=f"{SECRET} {self.done + 1}", area="nord")
                    card = new_card(desk, cases.open_case(desk, case.id))
                    add_entry(desk, case.id, card.id, {"label": "Elif", "angle": 120.0, "distance": 20.0})
                    old = new
                    with self.grown:
                        self.done += 1
                        self.grown.notify_all()
        except Exception as error:  # noqa: BLE001 - it is looked at by whoever waits
            with self.grown:
                self.error = error
                self.grown.notify_all()

    def wait_for(self, rounds: int) -> None:
        """Wait until it has done so many."""
        with self.grown:
            assert self.grown.wait_for(lambda: self.done >= rounds or self.error, timeout=120)
        assert self.error is None

    def stop(self) -> None:
        """End it in good order."""
        self._end.set()
        self._thread.join()


@contextmanager
def writing(folder: Path) -> Iterator[Writing]:
    made = Writing(folder)
    try:
        yield made
    finally:
        made.stop()
    assert made.error is None


def test_a_backup_taken_while_people_write_is_one_state_of_each_room(tmp_path: Path) -> None:
    key = tmp_path / "a" / "netmap.key"
    with house_in(tmp_path / "a") as house:
        fill(house)
        # so many that others get their turn while they are read
        many = [Place(id=f"p{n:05}", name=f"Haus {n}", area="nord") for n in range(4000)]
        house.partners.apply(ImportDistrict.adding(*many), by="test")
        before, after = [], []
        with writing(tmp_path / "a") as others:
            for number in range(3):
                others.wait_for(2 * (number + 1))
                before.append(others.done)
                administration.back_up(admin(house), tmp_path / f"{number}.backup")
                after.append(others.done + 1)
    for number in range(3):
        place = tmp_path / f"b{number}"
        place.mkdir()
        (place / "netmap.key").write_bytes(key.read_bytes())
        (place / "netmap.key").chmod(0o600)
        with house_in(place) as house:
            administration.restore(admin(house), tmp_path / f"{number}.backup")
            # every row has its change and every change its rows, every case its key
            assert administration.check_house(admin(house)) == []
            one, two = (house.district().organisations[i].phone for i in ("jc", "sb"))
            assert one == two, "half a change"
            told = house.partners.changes(entity="organisation:jc", newest_first=True, limit=1)[0]
            assert {e.after["phone"] for e in told.edits if e.after} == {one}, "the log is of another moment"
            assert before[number] <= int(one or 0) <= after[number], "not the moment of the backup"
            desk = desk_as(house, Role.CASE_MANAGEMENT)
            names = {cases.open_case(desk, line.case.id).case.name for line in cases.list_cases(desk)}
            assert {f"{SECRET} {n + 1}" for n in range(before[number])} <= names
            added = {e.key for c in house.cases.changes() for e in c.edits if e.table == "alters"}
            assert {row["id"] for row in house.cases.load("alters")["alters"]} == added
            # work goes on there at once
            with_a_new = cases.begin_case(desk, name=SECRET, area="nord")
            assert cases.open_case(desk, with_a_new.id).case.name == SECRET


def test_a_backup_from_before_the_key_was_changed_names_the_key_it_needs(tmp_path: Path) -> None:
    with house_in(tmp_path / "a") as house:
        _, case_id = with_a_case(house)
        before = (tmp_path / "a" / "netmap.key").read_bytes()
        wanted = house.masters[0].id
        administration.back_up(admin(house), tmp_path / "x.backup")
        administration.rotate_key(admin(house))
    place = tmp_path / "b" / "netmap.key"
    place.parent.mkdir()
    place.write_bytes((tmp_path / "a" / "netmap.key").read_bytes())
    place.chmod(0o600)
    with house_in(tmp_path / "b") as house:
        administration.restore(admin(house), tmp_path / "x.backup")
        assert administration.locked_out(house) == {wanted: 1}
        with pytest.raises(SealError, match=wanted):
            cases.open_case(desk_as(house, Role.CASE_MANAGEMENT), case_id)
    place.write_bytes(before)
    with house_in(tmp_path / "b") as house:
        assert administration.locked_out(house) == {}
        assert cases.open_case(desk_as(house, Role.CASE_MANAGEMENT), case_id).case.name == SECRET


def test_damaged_keys_beside_a_backup_restore_nothing(tmp_path: Path) -> None:
    with house_in(tmp_path / "a") as house:
        with_a_case(house)
        administration.back_up(admin(house), tmp_path / "x.backup")
    (tmp_path / "x.backup.keys").write_bytes(b"[[1, 2")
    with house_in(tmp_path / "b") as house:
        with pytest.raises(FormatError):
            administration.restore(admin(house), tmp_path / "x.backup")
        assert not any(any(store.counts().values()) for store in administration.rooms(house))


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
