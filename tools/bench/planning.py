"""The page *Planung*: how soon it stands in the browser, and what a run of each tab costs the server.

The opening is measured in a real Chromium whose cache holds the scripts, as on every day but the first,
from asking for the address until the table of gaps can be read; beside it a bare Streamlit page with
one heading, opened in turn with ours. A run of a tab is measured in processor time, without a browser:
on a district in which nothing changed, and beside it the first run after an offer was changed, when
everything has to be worked out again.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from netmap.bootstrap import House
from netmap.model.changes import SetService
from netmap.settings import load_settings
from netmap.ui import state
from tests.support import browser as chromium
from tests.support.app import run_netmap, start_app
from tools.bench import Measurement
from tools.bench.bare import bare
from tools.bench.opening import opened

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

OPENINGS, RUNS, ANEW = 9, 9, 5
TABS = ("gaps", "pairs", "reach", "presence", "segregation", "trial", "report")
#: what is asked for on a tab that shows nothing before it is asked
ASKED = {"trial": {"plan_try_close": ["jc-coaching"]}}
#: tabs that judge or compute; the others have nothing to save
WORKED_OUT = ("gaps", "reach", "trial")


def run() -> Iterator[Measurement]:
    """Measure."""
    folder = Path(tempfile.mkdtemp())
    try:
        run_netmap("init", "--demo", "--data", str(folder / "demo"))
        yield from _opening(folder)
        yield from _tabs(folder / "demo")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


# --- the opening --------------------------------------------------------------------------------


def _opening(folder: Path) -> Iterator[Measurement]:
    app = start_app(folder / "demo")
    try:
        with bare(folder) as plain, chromium.chromium() as one, chromium.open_page(one) as (page, _):
            page.goto(app.url)
            page.locator("button", has_text="Miriam Vogt").click()
            page.get_by_role("link", name="Abmelden").wait_for()
            ours, peer = [], []
            for _ in range(OPENINGS + 1):
                ours.append(opened(page, f"{app.url}/planung", "table"))
                peer.append(opened(page, plain.url, "h1"))
    finally:
        app.stop()
    seconds, beside = statistics.median(ours[1:]), statistics.median(peer[1:])
    what = f"Planung opens in the browser, median of {OPENINGS}"
    yield Measurement(what=what, ours=seconds, unit="s", at_most=1)
    yield Measurement(what="the same", ours=seconds, unit="s", peer=beside, peer_name="bare Streamlit page")


# --- the runs -----------------------------------------------------------------------------------


def _tabs(data: Path) -> Iterator[Measurement]:
    house = House(load_settings({}, data=str(data)))
    state.set_house(house)
    slowest = ("", 0.0)
    try:
        for tab in TABS:
            page = _page(tab)
            _cpu_ms(page)
            ours = statistics.median(_cpu_ms(page) for _ in range(RUNS))
            anew = statistics.median(_after_change(page, house, n) for n in range(ANEW))
            slowest = max(slowest, (tab, ours), key=lambda found: found[1])
            yield Measurement(
                what=f"a run of the tab {tab}, nothing changed",
                ours=ours,
                unit="ms CPU",
                peer=anew,
                peer_name="after a change",
                at_most=0.5 if tab in WORKED_OUT else None,
            )
        what = f"the most costly tab ({slowest[0]})"
        yield Measurement(what=what, ours=slowest[1], unit="ms CPU", at_most=100)
    finally:
        house.close()


def _page(tab: str) -> AppTest:
    os.environ["STREAMLIT_LOGGER_LEVEL"] = "error"
    from streamlit.testing.v1 import AppTest

    page = AppTest.from_function(_script, default_timeout=120)
    for key, value in {"plan_tab": tab, **ASKED.get(tab, {})}.items():
        page.session_state[key] = value
    return page


def _script() -> None:
    from netmap.ui import state
    from netmap.ui.pages.planning import page
    from netmap.usecases.desk import Actor, Desk

    page(Desk(state.house(), Actor.cli()))


def _cpu_ms(page: AppTest) -> float:
    begun = time.process_time()
    page.run()
    spent = 1000 * (time.process_time() - begun)
    if page.exception:
        raise RuntimeError(f"the page failed: {page.exception[0].message}")
    return spent


def _after_change(page: AppTest, house: House, n: int) -> float:
    """Change how many places one offer has, and give what the next run costs."""
    offer = next(iter(house.district().services.values()))
    changed = dataclasses.replace(offer, capacity=100 + n)
    house.partners.apply(SetService.updating((offer, changed)), by="bench")
    return _cpu_ms(page)
