"""What comes in by plain requests: whether a page of ours sent it, and no more of it than can be right."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.requests import Request


def from_here(request: Request) -> bool:
    """Tell whether something was sent from a page of ours (or by no browser at all)."""
    if request.headers.get("sec-fetch-site") not in (None, "same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


async def whole_body(request: Request, *, most: int) -> bytes | None:
    """Read what was sent, or nothing if it is more than so many bytes."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            return None
    return bytes(body)
