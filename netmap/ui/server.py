"""The app as one ASGI process: the gate, the plain pages, and Streamlit behind them."""

from __future__ import annotations

import gc
import logging
import os
import socket
import sys
import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netmap.bootstrap import House
from netmap.errors import NetmapError, SettingsError, reason_of
from netmap.messages import set_language, text
from netmap.ui import state
from netmap.ui.pagelist import PAGES
from netmap.ui.theme import STATIC, STATIC_URL, apply_options

if TYPE_CHECKING:
    from uvicorn import Config

    from netmap.settings import Settings

SCRIPT = Path(__file__).parents[2] / "app.py"
#: new things until the youngest are looked through; such looks until the next older ones are; and until all are
COLLECTIONS = (10_000, 20, 50)
#: so long a thread computes before it lets others in; see docs/decisions/0001
SWITCH_S = 0.0005


def build_app(house: House) -> Any:
    """Build the ASGI app that serves a house."""
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route

    from netmap.ui.cards.strokes import STROKES, strokes_endpoint
    from netmap.ui.files import OurFiles
    from netmap.ui.gate import SIGN_IN, SIGN_OUT, Gate, Shell
    from netmap.ui.partner import partner_routes
    from netmap.ui.problems import QuietAboutOurs, tell_unforeseen
    from netmap.ui.signin import sign_in_endpoint, sign_out_endpoint

    state.set_house(house)
    apply_options()
    logging.getLogger("streamlit.error_util").addFilter(QuietAboutOurs())
    hosts = list(house.settings.allowed_hosts)
    if hosts:
        from streamlit import config

        config.set_option("server.allowedHosts", hosts)
    return st.App(
        SCRIPT,
        routes=[
            Route(SIGN_IN, sign_in_endpoint, methods=["GET", "POST"]),
            Route(SIGN_OUT, sign_out_endpoint, methods=["GET", "POST"]),
            *partner_routes(),
            Route(STROKES, strokes_endpoint, methods=["POST"]),
            Mount(STATIC_URL, OurFiles(directory=STATIC)),
        ],
        middleware=[Middleware(Shell), Middleware(Gate)],
        on_script_error=tell_unforeseen,
    )


def server_config(app: Any, settings: Settings) -> Config:
    """Give what uvicorn serves the app with, in one process, and let its threads take turns quickly."""
    import uvicorn

    sys.setswitchinterval(SWITCH_S)
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws_ping_interval=20,
        ws_ping_timeout=30,
        # a run sends twenty small messages: packing 8 kB into 4 takes longer than sending them
        ws_per_message_deflate=False,
        # whoever draws pauses to talk: the next stroke finds its connection open
        timeout_keep_alive=75,
    )


def _warm_up(house: House) -> None:
    """Bring in what the pages need before the first person asks for it."""
    from netmap.usecases.planning import judge_ahead

    # pandas: Streamlit asks for it when a page draws its first component
    for module in ("pandas", *(f"netmap.ui.pages.{page.module}" for page in PAGES)):
        import_module(module)
    with suppress(NetmapError):  # who opens a page is told; by then the store may be back
        judge_ahead(house)
    settle_memory()


def settle_memory() -> None:
    """Let collections look only at what is made from now on, and seldom at all of it.

    A look at everything holds all people up for a tenth of a second and more.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTIONS)


def serve(settings: Settings) -> None:
    """Serve the app in one process until it is stopped.

    Raises
    ------
    StoreError, SettingsError
        A store or a key is not as it should be, or nothing can be served at this address.
    """
    import uvicorn

    set_language(settings.language)
    entrance = _entrance(settings.host, settings.port)
    house = House(settings)
    if settings.keyless and os.access(settings.key_path, os.R_OK):
        raise SettingsError("A process without key must not be able to read {path}.", path=settings.key_path)
    _ = house.partners, house.vocabulary
    app = build_app(house)
    address = f"http://{settings.host}:{settings.port}"
    sys.stderr.write(text("netmap listens at {address}", address=address) + "\n")
    threading.Thread(target=_warm_up, args=[house], name="warm-up", daemon=True).start()
    try:
        uvicorn.Server(server_config(app, settings)).run(sockets=[entrance])
    finally:
        house.close()


def _entrance(host: str, port: int) -> socket.socket:
    """Take the address before anybody is told that it is served there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as exc:
        raise SettingsError(
            "Nothing can be served at {host}:{port} ({reason}). Choose another port with --port.",
            host=host,
            port=port,
            reason=reason_of(exc),
        ) from exc
