"""Accounts and sessions: who may sign in, and who is signed in now.

Passwords are kept as Argon2id hashes; a session is a row on the server whose id is the hash of the
token that the browser holds, so that signing out, disabling an account or changing its roles takes
effect at once.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from functools import cache
from typing import TYPE_CHECKING

from netmap.bootstrap import House
from netmap.errors import InputError, NotFound, RefusedError
from netmap.model.changes import Change, Edit, SetAccount
from netmap.model.partners import Account, SignIn
from netmap.usecases.desk import CLI_ACCOUNT, Actor, Desk, Role, needs

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MIN_PASSWORD = 10
#: a session's row is touched at most this often, not at every request
_TOUCH_AFTER = timedelta(seconds=60)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    """Give a hash that no password fits: an unknown name takes as long as a wrong password."""
    return _hasher().hash(secrets.token_urlsafe(16))


def accounts_of(house: House) -> dict[str, Account]:
    """Give all accounts by id."""
    return {row["id"]: Account.of_stored(row) for row in house.partners.load("accounts")["accounts"]}


@needs("account.manage")
def list_accounts(desk: Desk) -> list[Account]:
    """List all accounts, without their hashes."""
    return [replace(a, password_hash=None) for _, a in sorted(accounts_of(desk.house).items())]


@needs("account.manage")
def add_account(
    desk: Desk, account_id: str, *, name: str, roles: Sequence[str], password: str | None
) -> tuple[Account, str]:
    """Add an account; without a password one is made. Gives the account and its password.

    Raises
    ------
    InputError
        The id is taken or reserved, a role is unknown, or the password is too short.
    """
    if account_id == CLI_ACCOUNT or account_id in accounts_of(desk.house):
        raise InputError("The account '{id}' is there already.", id=account_id)
    if not account_id or any(c.isspace() or c in "|:/" for c in account_id):
        raise InputError("'{id}' cannot be the name of an account: no spaces and none of | : /", id=account_id)
    word = password or secrets.token_urlsafe(12)
    account = Account(
        id=account_id,
        name=name,
        roles=_checked_roles(roles),
        password_hash=_hashed(word),
        made_at=desk.house.clock(),
    )
    desk.house.partners.apply(SetAccount.adding(account), by=desk.actor.account)
    return account, word


@needs("account.manage")
def set_roles(desk: Desk, account_id: str, roles: Sequence[str]) -> Account:
    """Give an account other roles; they count at once.

    Raises
    ------
    NotFound, InputError
        There is no such account or role.
    RefusedError
        It is one's own, and would no longer manage accounts.
    """
    old = _account(desk.house, account_id)
    new = replace(old, roles=_checked_roles(roles))
    _keep_oneself(desk, new)
    desk.house.partners.apply(SetAccount.updating((old, new)), by=desk.actor.account)
    return new


@needs("account.manage")
def disable_account(desk: Desk, account_id: str, *, disabled: bool = True) -> Account:
    """Disable an account (or let it in again); its sessions end at once.

    Raises
    ------
    NotFound
        There is no such account.
    RefusedError
        It is one's own.
    """
    old = _account(desk.house, account_id)
    new = replace(old, disabled=disabled)
    _keep_oneself(desk, new)
    desk.house.partners.apply(SetAccount.updating((old, new)), by=desk.actor.account)
    return new


def _keep_oneself(desk: Desk, account: Account) -> None:
    """Whoever manages accounts stays able to: so there is always somebody who can let others in again."""
    if account.id == desk.actor.account and (account.disabled or Role.ADMINISTRATION.value not in account.roles):
        raise RefusedError(
            "Your own account keeps administration and stays open, so that somebody can let others in. "
            "Another administrator can change it."
        )


@needs("account.manage")
def set_password(desk: Desk, account_id: str, password: str | None = None) -> str:
    """Give an account another password; without one, one is made. Gives the password.

    Raises
    ------
    NotFound, InputError
        There is no such account, or the password is too short.
    """
    old = _account(desk.house, account_id)
    word = password or secrets.token_urlsafe(12)
    new = replace(old, password_hash=_hashed(word))
    desk.house.partners.apply(SetAccount.updating((old, new)), by=desk.actor.account)
    return word


def _account(house: House, account_id: str) -> Account:
    found = accounts_of(house).get(account_id)
    if found is None:
        raise NotFound("There is no account '{id}'.", id=account_id)
    return found


def _checked_roles(roles: Sequence[str]) -> tuple[str, ...]:
    known = [r.value for r in Role]
    for role in roles:
        if role not in known:
            raise InputError("'{role}' is no role; the roles are: {known}.", role=role, known=", ".join(known))
    return tuple(dict.fromkeys(roles))


def _hashed(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise InputError("A password has at least {count} letters.", count=MIN_PASSWORD)
    return _hasher().hash(password)


# sessions


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in."""

    actor: Actor
    name: str


def sign_in(house: House, account_id: str, password: str) -> str | None:
    """Check a password and begin a session; give its token, or ``None`` (both are logged).

    An unknown account takes as long as a wrong password.
    """
    from argon2.exceptions import Argon2Error

    account = accounts_of(house).get(account_id)
    usable = account is not None and not account.disabled and account.password_hash is not None
    try:
        _hasher().verify(account.password_hash if usable and account and account.password_hash else _nobody(), password)
    except Argon2Error:
        usable = False
    if not usable or account is None:
        house.partners.note(by=account_id if account else "unknown", action="refused:sign_in", entity="house")
        return None
    return begin_session(house, account)


def begin_session(house: House, account: Account) -> str:
    """Begin a session for an account whose identity has been proved; give its token."""
    token = secrets.token_urlsafe(32)
    now = house.clock()
    row = SignIn(id=token_id(token), account=account.id, made_at=now, seen_at=now)
    house.partners.housekeep(Change((Edit.add(row),)))
    house.partners.note(by=account.id, action="sign_in", entity=f"account:{account.id}")
    return token


def session_of(house: House, token: str) -> Session | None:
    """Give the session of a token, if it is still in force; keeps it alive."""
    key = token_id(token)
    rows = house.partners.load("sessions", only=("id", [key]))["sessions"]
    if not rows:
        return None
    signed_in = SignIn.of_stored(rows[0])
    now = house.clock()
    if now - signed_in.seen_at > timedelta(minutes=house.settings.session_minutes):
        house.partners.housekeep(Change((Edit("sessions", key, rows[0], None),)))
        return None
    found = house.partners.load("accounts", only=("id", [signed_in.account]))["accounts"]
    account = Account.of_stored(found[0]) if found else None
    if account is None or account.disabled:
        return None
    if now - signed_in.seen_at > _TOUCH_AFTER:
        seen = {"seen_at": now.astimezone(UTC).isoformat()}
        house.partners.housekeep(Change((Edit("sessions", key, {"seen_at": None}, seen),)))
    return Session(actor_of(account), account.name)


def sign_out(house: House, token: str) -> None:
    """End a session."""
    key = token_id(token)
    rows = house.partners.load("sessions", only=("id", [key]))["sessions"]
    if rows:
        house.partners.housekeep(Change((Edit("sessions", key, rows[0], None),)))
        house.partners.note(by=rows[0]["account"], action="sign_out", entity=f"account:{rows[0]['account']}")


def actor_of(account: Account) -> Actor:
    """Give the actor an account stands for."""
    known = {r.value for r in Role}
    return Actor(account.id, frozenset(Role(r) for r in account.roles if r in known), frozenset(account.deputy_of))


def token_id(token: str) -> str:
    """Give the id of a token's session; the token cannot be found from it."""
    return hashlib.sha256(token.encode()).hexdigest()
