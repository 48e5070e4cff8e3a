"""Signing in and out: plain pages before the app, without script, in the same process."""

from __future__ import annotations

import html
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from starlette.responses import HTMLResponse, RedirectResponse, Response

from netmap.messages import text
from netmap.ui import state
from netmap.ui.gate import COOKIE, SIGN_IN, token_in
from netmap.ui.labels import role_label
from netmap.ui.plain import plain_page
from netmap.usecases.accounts import accounts_of, begin_session, sign_in, sign_out
from netmap.usecases.desk import Role

if TYPE_CHECKING:
    from starlette.requests import Request

#: Argon2 takes 64 MiB and 200 ms each: two at a time
_HASHING = anyio.CapacityLimiter(2)
#: failed attempts by account name, and by address: seconds they happened at
_FAILED: dict[str, deque[float]] = {}
_ATTEMPTS, _WINDOW_S = 8, 300.0


async def _page(status: int = 200, *, problem: str = "", account: str = "") -> Response:
    """Answer with the sign-in page; it asks the store, which may take its time, for everybody else not."""
    make = partial(sign_in_page, problem=problem, account=account)
    return HTMLResponse(await anyio.to_thread.run_sync(make), status)


def sign_in_page(*, problem: str = "", account: str = "") -> str:
    """Give the sign-in page."""
    warning = f'<p class="problem" role="alert">{html.escape(problem)}</p>' if problem else ""
    form = (
        f'<form method="post" action="{SIGN_IN}">'
        f'<label for="account">{text("Account")}</label>'
        f'<input id="account" name="account" autocomplete="username" required value="{html.escape(account)}">'
        f'<label for="password">{text("Password")}</label>'
        f'<input id="password" name="password" type="password" autocomplete="current-password" required>'
        f'<button class="main">{text("Sign in")}</button></form>'
    )
    return plain_page(
        text("Sign in"),
        f'<p class="brand">netmap</p><h1>{text("Sign in")}</h1>{warning}{_demo_part()}{form}',
    )


def _demo_part() -> str:
    if not state.house().settings.demo:
        return ""
    buttons = "".join(
        f'<li><button name="demo" value="{html.escape(account.id)}">'
        f"<b>{html.escape(account.name)}</b><span>{html.escape(_roles(account.roles))}</span></button></li>"
        for account in sorted(accounts_of(state.house()).values(), key=lambda a: a.made_at)
        if account.password_hash is None and not account.disabled
    )
    return (
        f'<section class="demo"><h2>{text("This is a demo")}</h2>'
        f"<p>{text('The district, its organisations and all people in it are invented. Look around as:')}</p>"
        f'<form method="post" action="{SIGN_IN}"><ul>{buttons}</ul></form></section>'
    )


def _roles(roles: tuple[str, ...]) -> str:
    known = {r.value for r in Role}
    return " · ".join(role_label(Role(r)) for r in roles if r in known)


async def sign_in_endpoint(request: Request) -> Response:
    """Show the form, or check what was entered."""
    if request.method != "POST":
        return await _page()
    if request.headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
        return HTMLResponse("", 403)
    form = await request.form(max_fields=10, max_files=0)
    house = state.house()
    demo = str(form.get("demo", ""))
    if demo and house.settings.demo:
        account = (await anyio.to_thread.run_sync(accounts_of, house)).get(demo)
        if account is not None and account.password_hash is None and not account.disabled:
            return _signed_in(request, await anyio.to_thread.run_sync(begin_session, house, account))
    account_id, password = str(form.get("account", "")).strip(), str(form.get("password", ""))
    client = request.client.host if request.client else ""
    if _too_many(f"account:{account_id}") or _too_many(f"client:{client}"):
        problem = text("Too many attempts. Please wait five minutes.")
        return await _page(429, problem=problem, account=account_id)
    token = await anyio.to_thread.run_sync(sign_in, house, account_id, password, limiter=_HASHING)
    if token is None:
        for key in (f"account:{account_id}", f"client:{client}"):
            _FAILED.setdefault(key, deque(maxlen=_ATTEMPTS)).append(time.monotonic())
        problem = text("Account or password is wrong.")
        return await _page(401, problem=problem, account=account_id)
    return _signed_in(request, token)


def _too_many(key: str) -> bool:
    failed = _FAILED.get(key)
    if failed is None:
        return False
    if time.monotonic() - failed[-1] > _WINDOW_S:
        del _FAILED[key]
        return False
    return len(failed) == _ATTEMPTS and time.monotonic() - failed[0] < _WINDOW_S


def _signed_in(request: Request, token: str) -> Response:
    response = RedirectResponse("/", 303)
    settings = state.house().settings
    response.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies or request.url.scheme == "https",
        path="/",
    )
    return response


async def sign_out_endpoint(request: Request) -> Response:
    """End the session."""
    if request.headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
        return HTMLResponse("", 403)
    token = token_in(list(request.scope["headers"]))
    if token:
        await anyio.to_thread.run_sync(sign_out, state.house(), token)
    response = RedirectResponse(SIGN_IN, 303)
    response.delete_cookie(COOKIE, path="/")
    return response
