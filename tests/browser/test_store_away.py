"""The Neo4j server hangs, then stops, under people at work: all are told, lose nothing, and go on by themselves."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from netmap.bootstrap import open_store
from netmap.model.tables import Room
from tests.support.app import RunningApp, start_app
from tests.support.browser import rests

if TYPE_CHECKING:
    from tests.support.browser import Watch
    from tests.support.neo4j_server import OwnNeo4j

pytestmark = [pytest.mark.browser, pytest.mark.neo4j, pytest.mark.timeout(600)]

OpenPage = Callable[..., tuple[Page, "Watch"]]
#: machines that run tests are shared, and a server takes its time to come back
PATIENCE_MS = 120_000


@pytest.fixture
def app(demo_data: Path, mortal_neo4j: OwnNeo4j) -> Iterator[RunningApp]:
    """The demo, its partners in a server that may be frozen and stopped, its cases in a file."""
    file = open_store(f"sqlite:///{demo_data / 'partners.sqlite'}", Room.PARTNERS)
    graph = open_store(mortal_neo4j.uri, Room.PARTNERS, password=mortal_neo4j.password)
    graph.restore(file.dump())
    graph.close()
    file.close()
    words = {"NETMAP_PARTNERS": mortal_neo4j.uri, "NETMAP_PARTNERS_PASSWORD": mortal_neo4j.password}
    running = start_app(demo_data, env=words)
    yield running
    running.stop()


def away(page: Page) -> Locator:
    """What tells of the store that does not answer."""
    return page.locator(".st-key-nm-away").get_by_text("Der Datenspeicher antwortet nicht")


def entry(page: Page, app: RunningApp) -> Locator:
    """Sign in and open an entry to change it; gives the dialog."""
    page.goto(app.url)
    page.get_by_role("button", name=re.compile("Jonas Albers")).click()
    page.get_by_role("link", name="Abmelden").wait_for()
    rests(page)
    page.goto(f"{app.url}/verzeichnis")
    page.get_by_role("heading", name="Was gibt es hier?").wait_for()
    rests(page)
    page.get_by_label("Suche").fill("volkshochschulen")
    page.keyboard.press("Enter")
    rests(page)
    page.get_by_role("button", name=re.compile("^Volkshochschule Auental")).click()
    page.get_by_role("button", name="Ändern").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Telefon").wait_for()
    rests(page)
    return dialog


def test_a_server_that_hangs_and_one_that_stops_lose_nobody_anything(
    open_page: OpenPage, app: RunningApp, mortal_neo4j: OwnNeo4j
) -> None:
    page, watch = open_page()
    dialog = entry(page, app)
    dialog.get_by_label("Telefon").fill("000 4711")
    newcomer, _ = open_page()
    assert mortal_neo4j.process

    # it hangs while somebody saves
    mortal_neo4j.process.send_signal(signal.SIGSTOP)
    dialog.get_by_role("button", name="Speichern").click()
    expect(away(page)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".st-key-nm-away")).to_contain_text("macht von selbst weiter")
    expect(dialog.get_by_label("Telefon")).to_have_value("000 4711")
    answer = newcomer.goto(app.url)
    assert answer is not None
    assert answer.status == 503
    expect(newcomer.get_by_role("heading", name="Der Datenspeicher antwortet nicht")).to_be_visible()

    # it goes on: so does everybody, without a hand
    mortal_neo4j.process.send_signal(signal.SIGCONT)
    expect(newcomer.get_by_role("button", name=re.compile("Sabine Kern"))).to_be_visible(timeout=PATIENCE_MS)
    expect(away(page)).to_have_count(0, timeout=PATIENCE_MS)
    rests(page)
    expect(dialog.get_by_label("Telefon")).to_have_value("000 4711")
    dialog.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("000 4711")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("Der Datenspeicher antwortet wieder")).to_be_visible(timeout=PATIENCE_MS)
    rests(page)

    # it stops while somebody searches
    mortal_neo4j.kill()
    page.get_by_label("Suche").fill("schulden")
    page.keyboard.press("Enter")
    expect(away(page)).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("000 4711")).to_have_count(1)
    mortal_neo4j.start()
    expect(away(page)).to_have_count(0, timeout=PATIENCE_MS)
    rests(page)
    expect(page.get_by_label("Suche")).to_have_value("schulden")
    expect(page.get_by_text("000 4711")).to_be_visible()
    expect(page.get_by_text("This app has encountered an error")).to_have_count(0)
    assert watch.external == []
    assert "Traceback" not in app.log.read_text(encoding="utf-8")
