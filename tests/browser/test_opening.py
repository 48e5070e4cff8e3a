"""How a page opens: what a browser keeps of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.app import RunningApp, enter
from tests.support.browser import Watch, rests

pytestmark = pytest.mark.browser

OpenPage = Callable[..., tuple[Page, Watch]]


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
