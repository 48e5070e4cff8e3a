"""Keys and seals: well kept, renewed without a gap, and never opened where they do not belong."""

from __future__ import annotations

import base64
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmap.bootstrap import House
from netmap.errors import SealError, SettingsError
from netmap.model.cases import Case
from netmap.model.changes import OpenCase
from netmap.settings import Settings
from netmap.stores.seal import CaseCodec, Keyring, MasterKey, read_key_file, write_key_file
from netmap.usecases import administration
from netmap.usecases.desk import Actor, Desk

AT = {"case": "c1", "table": "alters", "key": "x1", "column": "label"}


@pytest.fixture
def ring(tmp_path: Path) -> Any:
    made = Keyring(tmp_path / "keyring.sqlite", [MasterKey.new()])
    yield made
    made.close()


@pytest.fixture(scope="module")
def lasting_ring(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = Keyring(tmp_path_factory.mktemp("ring") / "keyring.sqlite", [MasterKey.new()])
    yield made
    made.close()


# key files


def test_a_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "netmap.key"
    keys = [MasterKey.new(), MasterKey.new()]
    write_key_file(path, keys)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_key_file(path) == tuple(keys)
    assert [f.name for f in path.parent.iterdir()] == ["netmap.key"]  # no half file stays


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o601, 0o777])
def test_a_key_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "netmap.key"
    write_key_file(path, [MasterKey.new()])
    path.chmod(mode)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_key_file(path)
    path.chmod(0o400)
    assert len(read_key_file(path)) == 1


@pytest.mark.parametrize(
    "content",
    ["", "\n", "short", base64.b64encode(b"x" * 31).decode(), base64.b64encode(b"x" * 33).decode(), "ü" * 44, "=" * 44],
)
def test_a_key_file_that_holds_no_key_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "netmap.key"
    path.write_text(content, encoding="utf-8")
    path.chmod(0o600)
    with pytest.raises(SettingsError) as caught:
        read_key_file(path)
    assert content.strip() == "" or content not in str(caught.value)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"missing\.key"):
        read_key_file(tmp_path / "missing.key")


def test_a_master_key_shows_its_fingerprint_only() -> None:
    key = MasterKey.new()
    assert str(key) not in repr(key)
    assert key.id in repr(key)
    assert MasterKey.parse(f" {key}\n") == key
    assert MasterKey.new().id != key.id


# seals


@given(value=st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v, max_size=3)))
def test_what_is_sealed_opens_to_the_same(lasting_ring: Keyring, value: Any) -> None:
    codec = CaseCodec(lasting_ring)
    sealed = codec.seal(value, **AT)
    assert codec.open(sealed, **AT) == value
    assert codec.seal(value, **AT) != sealed  # never twice the same text


@pytest.mark.parametrize("part", sorted(AT))
def test_a_seal_opens_only_where_it_stands(ring: Keyring, part: str) -> None:
    codec = CaseCodec(ring)
    sealed = codec.seal("Anna", **AT)
    codec.seal("Bert", **{**AT, "case": "other"})  # that case has a key, too
    with pytest.raises(SealError):
        codec.open(sealed, **{**AT, part: "other"})
    assert codec.open(sealed, **AT) == "Anna"


@pytest.mark.parametrize(
    "damage",
    [
        lambda s: s[:-8],
        lambda s: s[3:],
        lambda s: "s2." + s[3:],
        lambda s: s[:10] + ("A" if s[10] != "A" else "B") + s[11:],
        lambda s: s + "!",
        lambda s: "s1.",
        lambda s: "",
        lambda s: "s1.ü",
    ],
)
def test_a_damaged_seal_is_named_by_its_place(ring: Keyring, damage: Callable[[str], str]) -> None:
    codec = CaseCodec(ring)
    sealed = codec.seal("Anna", **AT)
    with pytest.raises(SealError, match="alters/x1/label"):
        codec.open(damage(sealed), **AT)


# keyring


def test_keys_lie_wrapped_in_a_file_of_their_own(tmp_path: Path, ring: Keyring) -> None:
    CaseCodec(ring).seal("Anna", **AT)
    assert stat.S_IMODE(ring.path.stat().st_mode) == 0o600
    secret = ring.masters[0].secret
    assert all(secret not in f.read_bytes() for f in tmp_path.iterdir())
    again = Keyring(ring.path, [MasterKey.new()])
    with pytest.raises(SealError, match="another master key"):
        again.key_of("c1")
    again.close()


def test_a_damaged_wrapped_key_is_named(ring: Keyring) -> None:
    sealed = CaseCodec(ring).seal("Anna", **AT)
    (case, master, wrapped) = ring.dump()[0]
    bad = Keyring(ring.path.with_name("other"), ring.masters)
    bad.restore([(case, master, wrapped[:-1] + bytes([wrapped[-1] ^ 1]))])
    with pytest.raises(SealError, match="c1"):
        CaseCodec(bad).open(sealed, **AT)
    bad.restore([("c2", master, wrapped)])  # the key of another case
    with pytest.raises(SealError, match="c2"):
        bad.key_of("c2")
    bad.close()


def test_a_forgotten_key_is_gone_from_the_disk(tmp_path: Path, ring: Keyring) -> None:
    sealed = CaseCodec(ring).seal("Anna", **AT)
    wrapped = ring.dump()[0][2]
    assert any(wrapped in f.read_bytes() for f in tmp_path.iterdir())
    ring.forget("c1")
    assert not any(wrapped in f.read_bytes() for f in tmp_path.iterdir())
    with pytest.raises(SealError, match="no key"):
        CaseCodec(ring).open(sealed, **AT)
    assert ring.cases() == set()


# rotation, as an administrator does it


@pytest.fixture
def house(tmp_path: Path) -> Any:
    made = House(Settings(data=tmp_path))
    administration.begin(made)
    for n in range(3):
        case = Case(id=f"c{n}", name=f"Name {n}", opened_on=date(2026, 1, 1))
        made.cases.apply(OpenCase.adding(case), by="u1", codec=made.codec)
    yield made
    made.close()


def at_desk(house: House) -> Desk:
    return Desk(house, Actor.cli())


def names(house: House) -> list[Any]:
    fresh = House(house.settings)  # as the next program sees it
    try:
        return [r["name"] for r in fresh.cases.load("cases", codec=fresh.codec)["cases"]]
    finally:
        fresh.close()


NAMES = ["Name 0", "Name 1", "Name 2"]


def test_rotation_changes_the_master_key_and_nothing_else(house: House) -> None:
    (old,) = read_key_file(house.settings.key_path)
    sealed = list(house.cases.dump())
    assert administration.rotate_key(at_desk(house)) == 3
    (new,) = read_key_file(house.settings.key_path)
    assert new != old
    assert house.keyring.state() == {new.id: 3}
    assert [part for part in house.cases.dump() if part[0] != "#audit"] == [p for p in sealed if p[0] != "#audit"]
    assert names(house) == NAMES
    assert any(s.action == "key.rotate" for s in house.cases.audit())
    stale = Keyring(house.settings.keyring_path, [old])
    with pytest.raises(SealError):
        stale.key_of("c0")
    stale.close()


def test_who_works_on_while_another_program_rotates_loses_nothing(house: House) -> None:
    working = House(house.settings)
    assert working.keyring.masters == read_key_file(house.settings.key_path)
    administration.rotate_key(at_desk(house))
    # a case that was never opened before, and one that gets its key only now
    assert [r["name"] for r in working.cases.load("cases", codec=working.codec)["cases"]] == NAMES
    administration.rotate_key(at_desk(house))
    working.cases.apply(
        OpenCase.adding(Case(id="c9", name="Name 9", opened_on=date(2026, 1, 1))), by="u1", codec=working.codec
    )
    working.close()
    (only,) = read_key_file(house.settings.key_path)
    assert house.keyring.state() == {only.id: 4}
    assert names(house) == [*NAMES, "Name 9"]


@pytest.mark.parametrize("where", ["rewrap", "second file"])
def test_a_break_during_rotation_leaves_every_case_readable(
    house: House, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Break(Exception):
        pass

    def broken(*_: Any, **__: Any) -> Any:
        raise Break

    if where == "rewrap":
        monkeypatch.setattr(Keyring, "rewrap", broken)
    else:
        real, calls = administration.write_key_file, []

        def second_breaks(path: Path, keys: Any) -> None:
            calls.append(keys)
            if len(calls) == 2:
                raise Break
            real(path, keys)

        monkeypatch.setattr(administration, "write_key_file", second_breaks)
    with pytest.raises(Break):
        administration.rotate_key(at_desk(house))
    monkeypatch.undo()
    assert len(read_key_file(house.settings.key_path)) == 2
    assert names(house) == NAMES
    again = House(house.settings)
    assert administration.rotate_key(at_desk(again)) == 3
    assert len(read_key_file(house.settings.key_path)) == 1
    again.close()
    assert names(house) == NAMES


def test_rewrapping_is_all_or_nothing(house: House) -> None:
    with closing(sqlite3.connect(house.settings.keyring_path)) as db:
        db.execute("UPDATE keys SET wrapped = zeroblob(60) WHERE \"case\" = 'c2'")
        db.commit()
    before = house.keyring.dump()
    house.keyring.masters = (MasterKey.new(), *house.keyring.masters)
    with pytest.raises(SealError, match="c2"):
        house.keyring.rewrap()
    assert house.keyring.dump() == before


def test_a_key_given_by_a_variable(tmp_path: Path) -> None:
    old, new = MasterKey.new(), MasterKey.new()
    first = House(Settings(data=tmp_path, key=str(old)))
    administration.begin(first)
    first.cases.apply(OpenCase.adding(Case(id="c0", name="N", opened_on=date(2026, 1, 1))), by="u1", codec=first.codec)
    first.close()
    assert not first.settings.key_path.exists()
    both = House(Settings(data=tmp_path, key=f"{new},{old}"))
    assert administration.rotate_key(at_desk(both)) == 1
    both.close()
    assert names(House(Settings(data=tmp_path, key=str(new)))) == ["N"]
    with pytest.raises(SealError):
        names(House(Settings(data=tmp_path, key=str(old))))
