"""The components alone in a Streamlit app with the policy they must live with. Run: streamlit run serve.py"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import netmap
from tests.browser.harness.memory import shared

FONTS = Path(netmap.__file__).parent / "ui" / "static" / "fonts"
_FACES = "".join(
    f"@font-face{{font-family:'Atkinson Hyperlegible Next';src:url(/fonts/{path.name});"
    f"font-weight:{re.search(r'[4-7]00', path.name).group()}}}"  # type: ignore[union-attr]
    for path in sorted(FONTS.glob("*.woff2"))
)
_INLINE = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.S)


def policy(page: bytes) -> str:
    """Scripts from here only; what the shell itself holds inline is named by its hash."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in _INLINE.findall(page)
    )
    return (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' ws://127.0.0.1:*; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"
    )


class Shell:
    """Adds the policy, the language and the fonts to the page that Streamlit serves."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["path"] not in ("/", "/index.html"):
            await self.app(scope, receive, send)
            return
        scope = {**scope, "headers": [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]}
        start: dict[str, Any] = {}
        body = b""

        async def out(message: Any) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            page = body.replace(b'<html lang="en">', b'<html lang="de">', 1)
            page = page.replace(b"</head>", f"<style>{_FACES}</style></head>".encode(), 1)
            kept = [(k, v) for k, v in start["headers"] if k not in (b"content-length", b"etag")]
            extra = [
                (b"content-length", str(len(page)).encode()),
                (b"content-security-policy", policy(page).encode()),
            ]
            await send({**start, "headers": [*kept, *extra]})
            await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, out)


async def strokes(request: Request) -> JSONResponse:
    """Take the strokes that come by requests of their own."""
    sent = await request.json()
    return JSONResponse(shared(name=sent["name"], count=sent["count"], own=sent["own"]).answer(sent))


app = st.App(
    str(Path(__file__).with_name(os.environ.get("HARNESS", "card_app.py"))),
    middleware=[Middleware(Shell)],
    routes=[Route("/striche", strokes, methods=["POST"]), Mount("/fonts", StaticFiles(directory=FONTS))],
)
