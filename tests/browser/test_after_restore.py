"""A page that was open while the server's data were restored from a backup: it goes on with what is there now."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_cards_page import TABLET, add, mark, open_case, sign_in
from tests.support.app import RunningApp, run_netmap, start_app
from tests.support.browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OpenPage = Callable[..., tuple[Page, Watch]]


def test_an_open_page_shows_the_restored_card_and_keeps_what_was_not_saved(
    open_page: OpenPage, demo_data: Path, tmp_path: Path
) -> None:
    backup, restored = tmp_path / "netmap.backup", tmp_path / "restored"
    before = start_app(demo_data)
    page, _ = open_page(viewport=TABLET)
    sign_in(page, before)
    open_case(page, "Melanie Moorhagen")
    add(page, "Tante Vorher")
    kept = run_netmap("backup", str(backup), "--data", str(demo_data))
    assert kept.returncode == 0, kept.stderr
    add(page, "Onkel Nachher", "Vetter Nachher", "Base Nachher")
    before.stop()
    page.get_by_role("button", name="Neuer Eintrag", exact=True).click()
    page.keyboard.type("Oma Unterwegs")
    page.keyboard.press("Enter")

    restored.mkdir()
    for name in ("netmap.key", "netmap.toml"):
        shutil.copy(demo_data / name, restored / name)
    brought = run_netmap("restore", str(backup), "--data", str(restored))
    assert brought.returncode == 0, brought.stderr
    after = RunningApp(restored, before.port)
    after.start()
    try:
        # the sign-in is in the backup, too, and with it where it was
        expect(mark(page, "Tante Vorher")).to_be_visible()
        expect(mark(page, "Oma Unterwegs")).to_be_visible()
        expect(page.locator(".mark").filter(has_text="Nachher")).to_have_count(0)
        add(page, "Nichte Danach")
        expect(mark(page, "Nichte Danach")).to_be_visible()
        expect(page.locator(".mark").filter(has_text="Nachher")).to_have_count(0)
    finally:
        after.stop()
