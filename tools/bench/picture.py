"""The picture of a large network in a real browser: how soon it opens, and how it follows the hand.

A district of 2,000 organisations and 10,000 reported pairs lies in a real store, beside the demo district; the
real app draws it. Opening counts from asking for the page until the lines are drawn; beside it a bare Streamlit
page with one heading, opened in turn with ours. Frames are counted by the page itself while the picture is moved and
brought nearer, without a GPU.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from netmap.bootstrap import House
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Organisation, Report
from netmap.settings import Settings
from tests.support import browser as chromium
from tests.support.app import RunningApp, enter, run_netmap, start_app
from tools.bench import Measurement
from tools.bench.bare import bare
from tools.bench.network import neighbourhoods
from tools.bench.opening import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ORGANISATIONS, OPENINGS, MOVES = 2_000, 5, 60
#: begins to note how long each frame takes, and gives what was noted
_BEGIN = """() => {
  window.frames_taken = []; window.counting = true;
  let last = performance.now();
  const look = now => { frames_taken.push(now - last); last = now; if (counting) requestAnimationFrame(look); };
  requestAnimationFrame(look);
}"""
_END = "() => { window.counting = false; return window.frames_taken.slice(1); }"


def run() -> Iterator[Measurement]:
    """Measure."""
    folder = Path(tempfile.mkdtemp())
    try:
        run_netmap("init", "--demo", "--data", str(folder / "demo"))
        pairs = fill(folder / "demo")
        app = start_app(folder / "demo")
        try:
            with bare(folder) as plain, chromium.chromium() as one:
                yield from _measured(one, app, plain, f"{ORGANISATIONS:,} organisations, {pairs:,} pairs")
        finally:
            app.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fill(data: Path) -> int:
    """Put a large district into a store; give how many pairs it has."""
    house = House(Settings(data=data))
    ids = [f"bench-{n:05d}" for n in range(ORGANISATIONS)]
    ties = neighbourhoods(ORGANISATIONS)
    kinds = ("association", "advice_centre", "school", "daycare")
    house.partners.apply(
        ImportDistrict.adding(
            *(Organisation(id=i, name=f"Haus {n}", kind=kinds[n % len(kinds)]) for n, i in enumerate(ids)),
            *(
                Report(from_=ids[a], to=ids[b], level=1 + n % 4, on=date(2026, 1 + n % 9, 1 + n % 28))
                for n, (a, b) in enumerate(ties.tolist())
            ),
        ),
        by="cli",
    )
    house.close()
    return len(ties)


def _measured(one: Browser, app: RunningApp, plain: RunningApp, what: str) -> Iterator[Measurement]:
    ours, peer = [], []
    with chromium.open_page(one, viewport={"width": 1600, "height": 1000}) as (page, _):
        enter(page, app, "Jonas Albers")
        first = _open(page, app)
        for _ in range(OPENINGS):
            ours.append(_open(page, app))
            peer.append(opened(page, plain.url, "h1"))
        seconds = statistics.median(ours)
        yield Measurement(what=f"opening for the first time, laid out anew: {what}", ours=first, unit="s")
        yield Measurement(what=f"opening, median of {OPENINGS}: {what}", ours=seconds, unit="s", at_most=2)
        beside = statistics.median(peer)
        yield Measurement(what="the same", ours=seconds, unit="s", peer=beside, peer_name="bare Streamlit page")
        _open(page, app)
        for name, act in (("moved", _move), ("brought nearer", _zoom)):
            frames = sorted(act(page))
            yield Measurement(
                what=f"a frame while it is {name}, median: {what}",
                ours=statistics.median(frames),
                unit="ms",
                at_most=25,
            )
            yield Measurement(what="the same, 95 of 100 are faster", ours=frames[int(len(frames) * 0.95)], unit="ms")


def _open(page: Page, app: RunningApp) -> float:
    taken = opened(page, f"{app.url}/netzwerk", ".paper[data-drawn]")
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=300_000)
    return taken


def _middle(page: Page) -> tuple[float, float]:
    box = page.locator(".paper").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _move(page: Page) -> list[float]:
    x, y = _middle(page)
    page.mouse.move(x - 380, y - 250)  # where nobody stands: else one would be moved, not the picture
    page.mouse.down()
    page.evaluate(_BEGIN)
    for n in range(MOVES):
        page.mouse.move(x - 380 + 4 * n, y - 250 + 2 * n)
    frames: list[float] = page.evaluate(_END)
    page.mouse.up()
    return frames


def _zoom(page: Page) -> list[float]:
    page.mouse.move(*_middle(page))
    page.evaluate(_BEGIN)
    for n in range(MOVES):
        page.mouse.wheel(0, -40 if n < MOVES / 2 else 40)
    frames: list[float] = page.evaluate(_END)
    return frames
