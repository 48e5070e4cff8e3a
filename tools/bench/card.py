"""The card in a real browser: how soon fifty marks are painted, and how soon a drag is stored and answered.

Both are read from the browser's own records, where the surface leaves them. The first paint is set against
Cytoscape drawing the same marks, lines and names at given places; a drag in the real app, with its encrypted
store, against a bare run of a Streamlit page that only writes a line.
"""

from __future__ import annotations

import asyncio
import math
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.browser.harness.memory import filled
from tests.support import browser as chromium
from tests.support.app import RunningApp, run_netmap, start_app
from tests.support.places import ROOT
from tools.bench import Measurement
from tools.bench.app import run_once
from tools.bench.bare import bare

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MARKS, PAINTS, DRAGS = 50, 7, 21
#: the components' own app of the browser tests
HARNESS = ROOT / "tests" / "browser" / "harness" / "serve.py"
CYTOSCAPE = ROOT / "netmap" / "ui" / "canvas" / "frontend" / "node_modules" / "cytoscape" / "dist" / "cytoscape.min.js"
#: waits without eval, which the app's policy forbids
_MEASURED = """name => new Promise((done, fail) => {
  const look = () => {
    const found = performance.getEntriesByName(name).at(-1);
    if (found) done(found.duration);
    else if (performance.now() > end) fail(new Error(`nothing measured: ${name}`));
    else setTimeout(look, 20);
  };
  const end = performance.now() + 45_000;
  look();
})"""
_ANSWERED = "netmap edits answered"
_PEER = """elements => new Promise(done => {
  const container = document.querySelector('#cy');
  const start = performance.now();
  const cy = cytoscape({container, elements, layout: {name: 'preset', fit: false},
    style: [{selector: 'node', style: {label: 'data(name)', width: 20, height: 20, 'text-valign': 'bottom'}}]});
  cy.one('render', () => setTimeout(() => done(performance.now() - start)));
})"""


def run() -> Iterator[Measurement]:
    """Measure."""
    folder = Path(tempfile.mkdtemp())
    try:
        # the browser's driver keeps a loop of its own: the bare runs come before it
        with bare(folder, HARNESS, env={"PYTHONPATH": str(ROOT)}) as components:
            peer = 1000 * statistics.median(asyncio.run(_bare_runs(components)))
            with chromium.chromium() as one:
                yield from _first_paint(one, components.url)
        with chromium.chromium() as one:
            run_netmap("init", "--demo", "--data", str(folder / "demo"))
            app = start_app(folder / "demo")
            try:
                yield from _drag(one, app, peer)
            finally:
                app.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- first paint -------------------------------------------------------------------------------


def _first_paint(one: Browser, url: str) -> Iterator[Measurement]:
    marks, names, peers = [], [], []
    for _ in range(PAINTS):
        with chromium.open_page(one) as (page, _):
            page.goto(f"{url}/?card=bench&n={MARKS}&pseudonym=1")
            names.append(_measured(page, "netmap card names"))
            marks.append(_measured(page, "netmap card first paint"))
        if CYTOSCAPE.exists():
            with chromium.open_page(one) as (page, _):
                peers.append(_peer(page))
    peer = statistics.median(peers) if peers else None
    what = f"first paint of {MARKS} marks, median of {PAINTS} pages"
    yield Measurement(what=what, ours=statistics.median(marks), unit="ms", at_most=60)
    beside = "cytoscape" if peers else "(no cytoscape here: make frontend)"
    yield Measurement(what="the same", ours=statistics.median(marks), unit="ms", peer=peer, peer_name=beside)
    what = "from marks to names, each at a place of its own"
    yield Measurement(what=what, ours=statistics.median(names), unit="ms")


def _measured(page: Page, name: str) -> float:
    return float(page.evaluate(_MEASURED, name))


def _peer(page: Page) -> float:
    page.set_content('<div id="cy" style="width:800px;height:700px"></div>')
    page.add_script_tag(path=str(CYTOSCAPE))
    card = filled("bench", MARKS)
    elements: list[dict[str, Any]] = [{"data": {"id": "ego", "name": "Ich"}, "position": {"x": 400, "y": 350}}]
    for key, row in card.alters.items():
        turn, reach = math.radians(row["angle"]), 3.4 * row["distance"]
        place = {"x": 400 + reach * math.sin(turn), "y": 350 - reach * math.cos(turn)}
        elements.append({"data": {"id": key, "name": row["label"] or row["role"]}, "position": place})
        if row["ego_tie"] in ("strong", "loose"):
            elements.append({"data": {"id": f"e{key}", "source": "ego", "target": key}})
    for n, (a, b) in enumerate(card.ties):
        elements.append({"data": {"id": f"t{n}", "source": a, "target": b}})
    return float(page.evaluate(_PEER, elements))


# --- a drag and its answer ---------------------------------------------------------------------


def _drag(one: Browser, app: RunningApp, peer: float) -> Iterator[Measurement]:
    with chromium.open_page(one) as (page, _):
        page.goto(app.url)
        page.locator("button", has_text="Sabine Kern").click()
        page.get_by_label("Fall suchen").fill("Jasmin Reuter")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Jasmin Reuter").click()
        _fill(page)
        taken = [_dragged(page, n) for n in range(DRAGS)]
    ours = statistics.median(taken)
    what = f"drag → store → browser among {MARKS} marks, median of {DRAGS}"
    yield Measurement(what=what, ours=ours, unit="ms", at_most=50)
    yield Measurement(what="the same", ours=ours, unit="ms", peer=peer, peer_name="bare Streamlit run")


def _fill(page: Page) -> None:
    """Add entries until the card has its fifty marks."""
    page.locator(".mark").first.wait_for()
    page.get_by_role("button", name="Neuer Eintrag", exact=True).click()
    for n in range(MARKS - page.locator(".mark").count()):
        page.keyboard.type(f"Mensch {n}")
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.locator('.nm-root[data-unsaved="0"]').wait_for()


def _dragged(page: Page, n: int) -> float:
    box = page.locator(".mark .shape").nth(n).bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate("name => performance.clearMeasures(name)", _ANSWERED)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 9, y + 6, steps=3)
    page.mouse.up()
    return _measured(page, _ANSWERED)


async def _bare_runs(app: RunningApp) -> list[float]:
    from websockets.asyncio.client import connect
    from websockets.typing import Subprotocol

    url = app.url.replace("http", "ws", 1) + "/_stcore/stream"
    async with connect(
        url, additional_headers={"Origin": app.url}, subprotocols=[Subprotocol("streamlit")], max_size=None
    ) as socket:
        return [await run_once(socket, "", query="what=nothing") for _ in range(DRAGS + 1)][1:]
