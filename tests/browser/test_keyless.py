"""Planners in a process of their own that holds no key: the same figures, no case, nothing sealed in its memory."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.support.app import RunningApp, enter, run_netmap, start_app
from tests.support.browser import rests

if TYPE_CHECKING:
    from tests.support.browser import Watch

pytestmark = pytest.mark.browser

OpenPage = Callable[..., tuple[Page, "Watch"]]
CLIENT = "Jasmin Reuter"


@dataclass(frozen=True)
class Two:
    """Two processes on one district: one with the key, one without."""

    keyed: RunningApp
    keyless: RunningApp
    key: bytes


@pytest.fixture(scope="module")
def two(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """The key lies where only the first process looks."""
    folder = tmp_path_factory.mktemp("two")
    data = Path(shutil.copytree(demo_template, folder / "demo"))
    key = Path(shutil.move(data / "netmap.key", folder / "netmap.key"))
    keyed = start_app(data, env={"NETMAP_KEY_FILE": str(key)})
    keyless = start_app(data, env={"NETMAP_KEYLESS": "1"})
    yield Two(keyed, keyless, base64.b64decode(key.read_text().split()[0]))
    keyed.stop()
    keyless.stop()


def sign_in(page: Page, app: RunningApp, person: str) -> None:
    page.goto(app.url)
    page.get_by_role("button", name=re.compile(person)).click()
    page.get_by_role("link", name="Abmelden").wait_for()


def counted(open_page: OpenPage, app: RunningApp) -> str:
    """What the planner reads about needs that come together."""
    page, _ = open_page(viewport={"width": 1600, "height": 1000})
    enter(page, app, "Miriam Vogt")
    page.goto(f"{app.url}/planung")
    page.get_by_role("radio", name="Bedarfe, die zusammenkommen", exact=True).click()
    expect(page.get_by_text(re.compile(r"^\d+ Fälle mit offenen Bedarfen"))).to_be_visible(timeout=60_000)
    rests(page)
    # all its text, whether the style sheet has come already or not
    return page.get_by_role("table", name=re.compile("Bedarfe, die zusammenkommen")).text_content() or ""


def memory_of(app: RunningApp) -> Iterator[bytes]:
    """All that a process holds and may write: what it knows is in there."""
    assert app.process
    folder = Path(f"/proc/{app.process.pid}")
    with (folder / "mem").open("rb", buffering=0) as memory:
        for line in (folder / "maps").read_text().splitlines():
            span, rights = line.split()[:2]
            if not rights.startswith("rw"):
                continue
            start, end = (int(place, 16) for place in span.split("-"))
            memory.seek(start)
            yield memory.read(end - start)


def holds(app: RunningApp, *wanted: bytes) -> list[bytes]:
    found = [w for piece in memory_of(app) for w in wanted if w in piece]
    return [w for w in wanted if w in found]


def test_a_planner_without_key_sees_the_same_figures_and_nothing_sealed(open_page: OpenPage, two: Two) -> None:
    told = counted(open_page, two.keyed)
    assert re.search(r"\d+ Fälle", told)
    assert counted(open_page, two.keyless) == told

    page, _ = open_page()
    sign_in(page, two.keyed, "Sabine Kern")
    page.get_by_label("Fall suchen").fill(CLIENT)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile(CLIENT)).wait_for()

    page, _ = open_page()
    sign_in(page, two.keyless, "Sabine Kern")
    page.get_by_role("heading", name="Was gibt es hier?").wait_for()
    expect(page.get_by_role("link", name="Karten", exact=True)).to_have_count(0)
    page.goto(f"{two.keyless.url}/karten")
    page.get_by_role("heading", name="Was gibt es hier?").wait_for()
    assert CLIENT not in page.content()

    secrets = (two.key, CLIENT.encode())
    assert holds(two.keyed, *secrets) == [*secrets]
    assert holds(two.keyless, *secrets) == []


def test_a_process_that_could_read_the_key_does_not_call_itself_keyless(demo_data: Path) -> None:
    answer = run_netmap("serve", "--data", str(demo_data), env={"NETMAP_KEYLESS": "1"})
    assert answer.returncode == 2
    assert "netmap.key" in answer.stderr
    given = run_netmap("status", "--data", str(demo_data), env={"NETMAP_KEYLESS": "1", "NETMAP_KEY": "x"})
    assert given.returncode != 0
    assert "NETMAP_KEY" in given.stderr
