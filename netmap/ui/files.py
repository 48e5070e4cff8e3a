"""Our own fonts and style sheets as they are served."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

#: an address that names what it holds never means anything else
KEPT: Final = b"public, max-age=31536000, immutable"


class OurFiles(StaticFiles):
    """Files of which a browser need not ask again: where the address names what they hold, it keeps them."""

    async def get_response(self, path: str, scope: MutableMapping[str, Any]) -> Response:
        """Answer, and say how long the answer holds."""
        response = await super().get_response(path, scope)
        if scope["query_string"] and response.status_code in (200, 304):
            response.headers["cache-control"] = KEPT.decode()
        return response
