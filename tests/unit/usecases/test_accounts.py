"""Accounts and sessions: what ends a session ends it at once."""

from datetime import timedelta
from pathlib import Path

import pytest

from netmap.errors import InputError, NotFound, RefusedError
from netmap.usecases import accounts
from netmap.usecases.desk import Actor, Desk, Role
from tests.support.houses import NOW, add_account, desk_as, house_in

ADMIN = Role.ADMINISTRATION


def test_sign_in_needs_the_right_password(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, ADMIN, account="rolf")
        _, word = accounts.add_account(
            desk, "sabine.kern", name="Sabine Kern", roles=["case_management"], password=None
        )
        assert accounts.sign_in(house, "sabine.kern", word + "x") is None
        assert accounts.sign_in(house, "nobody", word) is None
        token = accounts.sign_in(house, "sabine.kern", word)
        assert token is not None
        session = accounts.session_of(house, token)
        assert session is not None
        assert session.actor.roles == {Role.CASE_MANAGEMENT}
        refused = [s for s in house.partners.audit() if s.action == "refused:sign_in"]
        assert [s.by for s in refused] == ["unknown", "sabine.kern"], "an unknown name is not logged as it was typed"


def test_no_password_and_no_token_is_stored_or_logged(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, ADMIN, account="rolf")
        _, word = accounts.add_account(desk, "a", name="A", roles=[], password="lang-genug-geheim")
        token = accounts.sign_in(house, "a", word)
        assert token is not None
        house.partners.close()
        stored = b"".join(p.read_bytes() for p in tmp_path.iterdir() if p.is_file())
        assert word.encode() not in stored
        assert token.encode() not in stored
    with house_in(tmp_path) as house:
        logged = [e for c in house.partners.changes() for e in c.edits if e.table == "accounts" and e.after]
        assert logged
        assert all("password_hash" not in e.after for e in logged if e.after)


def test_signing_out_disabling_and_time_end_a_session(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, ADMIN, account="rolf")
        account = add_account(house, "a", Role.PLANNING)
        first, second, third = (accounts.begin_session(house, account) for _ in range(3))
        accounts.sign_out(house, first)
        assert accounts.session_of(house, first) is None
        house.clock = lambda: NOW + timedelta(minutes=29)
        assert accounts.session_of(house, second) is not None
        house.clock = lambda: NOW + timedelta(minutes=58)
        assert accounts.session_of(house, second) is not None, "use keeps a session alive"
        assert accounts.session_of(house, third) is None, "half an hour without use ends it"
        accounts.disable_account(desk, "a")
        assert accounts.session_of(house, second) is None


def test_roles_count_at_once(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        account = add_account(house, "a", Role.PLANNING)
        token = accounts.begin_session(house, account)
        accounts.set_roles(desk_as(house, ADMIN, account="rolf"), "a", ["coordination"])
        session = accounts.session_of(house, token)
        assert session is not None
        assert session.actor.roles == {Role.COORDINATION}


@pytest.mark.parametrize("bad", ["cli", "with space", "", "a|b"])
def test_an_account_needs_a_usable_name(tmp_path: Path, bad: str) -> None:
    with house_in(tmp_path) as house, pytest.raises(InputError):
        accounts.add_account(desk_as(house, ADMIN), bad, name="x", roles=[], password=None)


def test_wrong_roles_short_passwords_and_unknown_accounts_are_refused(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, ADMIN, account="rolf")
        with pytest.raises(InputError, match="chef"):
            accounts.add_account(desk, "a", name="A", roles=["chef"], password=None)
        with pytest.raises(InputError):
            accounts.add_account(desk, "a", name="A", roles=[], password="kurz")
        with pytest.raises(NotFound):
            accounts.set_roles(desk, "nobody", [])
        assert accounts.list_accounts(desk) == []


def test_whoever_manages_accounts_stays_able_to(tmp_path: Path) -> None:
    """Nobody locks themselves out, so that somebody is always there to let others in; the server's own account may."""
    with house_in(tmp_path) as house:
        cli = Desk(house, Actor.cli())
        for name in ("rolf", "ute"):
            accounts.add_account(
                cli, name, name=name, roles=["administration", "planning"], password="lang-genug-geheim"
            )
        rolf = desk_as(house, Role.ADMINISTRATION, account="rolf")
        with pytest.raises(RefusedError):
            accounts.disable_account(rolf, "rolf")
        with pytest.raises(RefusedError):
            accounts.set_roles(rolf, "rolf", ["planning"])
        assert accounts.set_roles(rolf, "rolf", ["administration"]).roles == ("administration",)
        assert accounts.disable_account(rolf, "ute").disabled
        assert accounts.set_roles(cli, "rolf", ["planning"]).roles == ("planning",)
