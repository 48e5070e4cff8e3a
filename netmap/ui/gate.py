"""What stands before the app: nobody passes without a session, and every answer carries its headers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final

import anyio.to_thread

from netmap.errors import NetmapError, StoreError
from netmap.ui import state
from netmap.ui.canvas.built import COMPONENTS
from netmap.ui.files import KEPT
from netmap.ui.frame import framed
from netmap.ui.plain import store_away_page
from netmap.ui.theme import STATIC_URL
from netmap.usecases.accounts import Session, session_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE: Final = "netmap_session"
SIGN_IN: Final = "/anmelden"
SIGN_OUT: Final = "/abmelden"
#: reached without a session: signing in, health, fonts, and the partners' own pages
OPEN_PATHS: Final = (SIGN_IN, "/_stcore/health")
OPEN_PREFIXES: Final = (f"{STATIC_URL}/", "/partner/")

CSP: Final = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
PLAIN_CSP: Final = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_SESSION: Final = "netmap.session"


def session_in(scope: Scope) -> Session | None:
    """Give the session that the gate found for a request."""
    found = scope.get(_SESSION)
    return found if isinstance(found, Session) else None


def token_in(headers: list[tuple[bytes, bytes]]) -> str:
    """Give the session token that a request's cookies hold, or nothing."""
    for name, value in headers:
        if name == b"cookie":
            try:
                found = SimpleCookie(value.decode("latin-1")).get(COOKIE)
            except CookieError:
                continue
            if found is not None:
                return found.value
    return ""


class Gate:
    """Lets requests and WebSockets through that carry a session in force."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or send to the sign-in page."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path in OPEN_PATHS or path.startswith(OPEN_PREFIXES):
            try:
                await self.app(scope, receive, send)
            except StoreError:  # these pages are put together before anything of them is sent
                await _unavailable(scope, receive, send)
            return
        token = token_in(scope["headers"])
        try:
            session = await anyio.to_thread.run_sync(session_of, state.house(), token) if token else None
        except NetmapError:
            await _unavailable(scope, receive, send)
            return
        if session is not None:
            await self.app({**scope, _SESSION: session}, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 4401})
        elif scope["method"] in ("GET", "HEAD") and not path.startswith("/_stcore"):
            await _answer(send, 303, [(b"location", SIGN_IN.encode())], b"")
        else:
            await _answer(send, 401, [], b"")


async def _unavailable(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1013})
        return
    body = store_away_page().encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"retry-after", b"5"), (b"refresh", b"5")]
    await _answer(send, 503, headers, body)


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})


class Shell:
    """Adds the security headers to every answer, and says in the page which language it speaks."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap the sending side."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["path"] in ("/", "/index.html") or "." not in scope["path"].rsplit("/", 1)[-1]:
            # the page itself is patched below: ask for it uncompressed
            scope = {**scope, "headers": [h for h in scope["headers"] if h[0] != b"accept-encoding"]}
        start: MutableMapping[str, Any] | None = None
        body = b""

        async def patched(message: MutableMapping[str, Any]) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                headers = secured(message["headers"], scope["path"])
                if scope["path"].startswith(f"{COMPONENTS}/") and scope["query_string"] and message["status"] == 200:
                    # Streamlit lets a browser keep them, but not for how long: it would fetch them with each page
                    headers = [*(h for h in headers if h[0] != b"cache-control"), (b"cache-control", KEPT)]
                start = {**message, "headers": headers}
                if not _is_html(headers):
                    await send(start)
            elif start is not None and _is_html(start["headers"]):
                body += message.get("body", b"")
                if not message.get("more_body"):
                    body = framed(body, scope["path"])
                    keep = [h for h in start["headers"] if h[0] not in (b"content-length", b"etag")]
                    if scope["method"] != "HEAD":
                        keep.append((b"content-length", str(len(body)).encode()))
                    policy = _with_hashes(keep, body)
                    await send({**start, "headers": policy})
                    await send({"type": "http.response.body", "body": body})
            else:
                await send(message)

        await self.app(scope, receive, patched)


def _is_html(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(k == b"content-type" and v.startswith(b"text/html") for k, v in headers)


def secured(headers: list[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    """Give the headers of an answer with those that protect whoever reads it."""
    replaced = {b"content-security-policy", b"x-content-type-options", b"referrer-policy", b"server"}
    kept = [(k.lower(), v) for k, v in headers if k.lower() not in replaced]
    plain = path in (SIGN_IN, SIGN_OUT) or path.startswith("/partner/")
    policy = PLAIN_CSP if plain else CSP.format(hashes="")
    kept += [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cross-origin-opener-policy", b"same-origin"),
        (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    ]
    if plain:
        kept.append((b"cache-control", b"no-store"))
    return kept


def _with_hashes(headers: list[tuple[bytes, bytes]], body: bytes) -> list[tuple[bytes, bytes]]:
    """Allow exactly the inline scripts that the page itself brings, by their hashes."""
    import base64
    import hashlib
    import re

    scripts = re.findall(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", body, re.S)
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(s).digest()).decode()}'" for s in scripts if s.strip())
    policy = CSP.format(hashes=hashes).encode()
    plain = PLAIN_CSP.encode()
    return [(k, v if k != b"content-security-policy" or v == plain else policy) for k, v in headers]
