"""How a page opens: its run is asked for once, at once, and in nobody else's words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, WebSocket, expect

from tests.support.app import RunningApp, enter
from tests.support.browser import Watch, rests

pytestmark = pytest.mark.browser

OpenPage = Callable[..., tuple[Page, Watch]]


def talk(page: Page) -> tuple[list[bytes], list[bytes]]:
    """Give what goes over connections to the server from now on: what is sent, and what comes."""
    sent: list[bytes] = []
    came: list[bytes] = []

    def note(kept: list[bytes]) -> Callable[[bytes], None]:
        def keep(frame: bytes) -> None:
            kept.append(frame)

        return keep

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", note(sent))
        socket.on("framereceived", note(came))

    page.on("websocket", listen)
    return sent, came


def held(page: Page, *addresses: str | re.Pattern[str]) -> list[Route]:
    """Leave requests without an answer, until one continues them; give those that came."""
    waiting: list[Route] = []

    def keep(route: Route) -> None:
        waiting.append(route)

    for address in addresses:
        page.route(address, keep)
    return waiting


@pytest.mark.parametrize("query", ["", "?wort=%C3%BCber%20100"])
def test_the_run_comes_while_streamlits_script_is_still_read(
    open_page: OpenPage, demo_app: RunningApp, query: str
) -> None:
    page, watch = open_page()
    enter(page, demo_app, "Miriam Vogt")
    page.goto(f"{demo_app.url}/planung")
    page.locator("table").wait_for()
    rests(page)
    waiting = held(page, re.compile(r"/static/js/index\.[\w-]+\.js$"))
    sent, came = talk(page)
    page.goto(f"{demo_app.url}/planung{query}", wait_until="commit")
    while not any(b"matrix" in frame for frame in came):
        page.wait_for_timeout(20)
    assert len(sent) == 1
    assert page.locator("h1").count() == 0
    for request in waiting:
        request.continue_()
    page.locator("table").wait_for()
    rests(page)
    # Streamlit asked for the very same: that is not asked again
    assert len(sent) == 1
    assert watch.errors == []


def test_who_asks_for_something_else_gets_that(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, watch = open_page()
    enter(page, demo_app, "Miriam Vogt")
    # what is asked ahead says another language than what Streamlit asks later
    page.add_init_script(
        "let asked = 0; Object.defineProperty(navigator, 'language', {get: () => asked++ ? 'de-DE' : 'de-AT'})"
    )
    sent, _ = talk(page)
    page.goto(f"{demo_app.url}/planung")
    page.locator("table").wait_for()
    rests(page)
    assert [b"de-AT" in frame for frame in sent] == [True, False]
    expect(page.locator("table")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
    assert watch.errors == []


def test_no_page_waits_for_the_servers_health(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page()
    enter(page, demo_app, "Jonas Albers")
    waiting = held(page, "**/_stcore/health", "**/_stcore/host-config")
    page.goto(f"{demo_app.url}/verzeichnis")
    page.get_by_role("heading", name="Was gibt es hier?").wait_for()
    assert waiting


def test_what_draws_is_kept_by_the_browser_under_an_address_that_names_it(
    open_page: OpenPage, demo_app: RunningApp
) -> None:
    page, _ = open_page()
    enter(page, demo_app, "Miriam Vogt")
    kept = {}
    page.on("response", lambda r: kept.update({r.url: r.headers.get("cache-control", "")}))
    page.goto(f"{demo_app.url}/planung")
    page.locator("table").wait_for()
    rests(page)
    drawn = {url: said for url, said in kept.items() if "/bidi-components/" in url}
    assert {url.rsplit("/", 1)[1].split("?")[0] for url in drawn} == {
        "matrix.js",
        "matrix.css",
        "shell.js",
        "shell.css",
    }
    assert all("immutable" in said for said in drawn.values())
    bare = page.context.request.get(next(iter(drawn)).split("?")[0])
    assert bare.ok
    assert "immutable" not in bare.headers["cache-control"]
