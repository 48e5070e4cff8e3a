"""The server starts anew, or a page is loaded anew: the card is there again, and what was hidden stays hidden."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_cards_page import TABLET, Overheard, open_case, sign_in, view
from tests.support.app import start_app
from tests.support.browser import Watch, rests

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OpenPage = Callable[..., tuple[Page, Watch]]
SEALED = ("Elif", "Jonas", "Jasmin", "Reuter", "24-0817", "Melanie", "Moorhagen")


def test_hidden_names_stay_hidden_and_the_card_comes_back(open_page: OpenPage, demo_data: Path) -> None:
    app = start_app(demo_data)
    page, _ = open_page(viewport=TABLET)
    try:
        sign_in(page, app)
        open_case(page, "Jasmin Reuter")
        page.get_by_role("combobox", name="Karte vom").click()
        options = page.get_by_role("option")
        earlier = options.nth(1).inner_text()
        options.nth(1).click()
        page.locator(".st-key-cards_pseudonyms label").first.click()
        page.locator(".mark").filter(has_text="Elif").first.wait_for(state="detached")
        rests(page)
        view(page, "Vergleichen")
        page.get_by_role("tab").or_(page.get_by_role("heading")).first.wait_for()
        rests(page)
        heard = Overheard(page)

        page.reload()
        there(page, earlier)
        app.stop()
        app.start()
        page.get_by_role("link", name="Abmelden").wait_for()
        there(page, earlier)
        # somebody who comes to another page of the app and back finds it hidden, too
        page.get_by_role("link", name="Verzeichnis").click()
        page.get_by_role("heading", name="Was gibt es hier?").wait_for()
        page.get_by_role("link", name="Karten").click()
        there(page, earlier)
        page.get_by_role("button", name="Alle Gespräche").click()
        page.get_by_role("heading", name="Meine Gespräche").wait_for()
        rests(page)
        told = b" ".join([*heard.frames, *heard.answers]).decode("utf-8", "replace")
        assert "Namen verbergen" in told
        assert not [word for word in SEALED if word in told or word in page.content()]
        assert "case" not in page.url
        assert page.url.rstrip("/").endswith("/karten")
        log = app.log.read_text(encoding="utf-8")
        assert not [word for word in SEALED if word in log]
    finally:
        app.stop()


def there(page: Page, card: str) -> None:
    """The page is where it was: that card, that view, names hidden."""
    expect(page.get_by_role("combobox", name="Karte vom")).to_be_visible()
    rests(page)
    expect(page.locator(".st-key-cards_pseudonyms input")).to_be_checked()
    expect(page.get_by_role("combobox", name="Karte vom")).to_have_value(card)
    expect(page.locator(".st-key-cards_view").get_by_role("radio", name="Vergleichen")).to_be_checked()
