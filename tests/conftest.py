"""What all tests share: sample files, servers, browser, and the rule about skips.

A test marked ``browser`` or ``neo4j`` is skipped, with the command that would help, where Chromium
or Neo4j is missing. With ``NETMAP_FORBID_SKIPS=1`` (CI) a skip is a failure, unless the test is
marked ``may_skip``.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from netmap.messages import speaking
from tests.support import browser as browser_support
from tests.support import neo4j_server as neo4j_support
from tests.support.app import RunningApp, run_netmap, start_app
from tests.support.places import FIXTURES, ROOT, SEEDS, SHARED, fixture_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["FIXTURES", "ROOT", "SEEDS", "SHARED", "fixture_path"]

FORBID_SKIPS = os.environ.get("NETMAP_FORBID_SKIPS") == "1"

# No deadline: machines that run tests are shared. In CI the same examples every time.
_SLOW = [HealthCheck.too_slow]
settings.register_profile("desk", deadline=None, suppress_health_check=_SLOW)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, suppress_health_check=_SLOW)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

_OBSTACLES: dict[str, Callable[[], str | None]] = {
    "browser": browser_support.obstacle,
    "neo4j": neo4j_support.obstacle,
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what shares a server on one worker, and start the long ones first."""
    for item in items:
        if item.get_closest_marker("xdist_group"):
            continue
        if item.get_closest_marker("neo4j"):
            item.add_marker(pytest.mark.xdist_group("neo4j"))
        elif item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in _OBSTACLES))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what cannot run here, and say what would help."""
    for marker, obstacle in _OBSTACLES.items():
        if item.get_closest_marker(marker) and (reason := obstacle()):
            pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Turn a skip into a failure where skips are forbidden."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and not item.get_closest_marker("may_skip"):
        _forbid(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Any:
    """The same for whole modules that skip themselves."""
    report = yield
    if report.skipped:
        _forbid(report)
    return report


def _forbid(report: Any) -> None:
    if FORBID_SKIPS:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skips are forbidden here (NETMAP_FORBID_SKIPS): {reason}"


@pytest.fixture(autouse=True)
def german_first() -> Iterator[None]:
    """Begin every test in the language people see first, whatever an earlier one chose."""
    with speaking("de"):
        yield


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """The folder of public sample files."""
    return fixture_path()


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[neo4j_support.Neo4jServer]:
    """One Neo4j for the whole run (mark the test ``neo4j``); it starts empty, tests empty it before."""
    if (named := neo4j_support.named_server()) is not None:
        named.empty()
        yield named
        return
    with _own_neo4j(tmp_path_factory) as server:
        yield server


@contextmanager
def _own_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[neo4j_support.OwnNeo4j]:
    try:
        server = neo4j_support.own_server(tmp_path_factory.mktemp("neo4j"))
    except neo4j_support.NoServer as error:
        pytest.skip(str(error))
    try:
        yield server
    finally:
        server.kill()  # its folder goes with it


@pytest.fixture
def empty_neo4j(neo4j_server: neo4j_support.Neo4jServer) -> neo4j_support.Neo4jServer:
    """The same server without any node, constraint or index of an earlier test."""
    neo4j_server.empty()
    return neo4j_server


@pytest.fixture(scope="session")
def _neo4j_of_ours(
    neo4j_server: neo4j_support.Neo4jServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[neo4j_support.OwnNeo4j]:
    if isinstance(neo4j_server, neo4j_support.OwnNeo4j):
        yield neo4j_server
        return
    with _own_neo4j(tmp_path_factory) as server:  # a named one is not ours to kill
        yield server


@pytest.fixture
def mortal_neo4j(_neo4j_of_ours: neo4j_support.OwnNeo4j) -> Iterator[neo4j_support.OwnNeo4j]:
    """A server, empty, which the test may freeze, kill and start again; afterwards it is well again."""
    server = _neo4j_of_ours
    server.empty()
    yield server
    server.revive()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run (mark the test ``browser``)."""
    with browser_support.chromium() as running:
        yield running


OpenPage = Callable[..., tuple["Page", browser_support.Watch]]


@pytest.fixture(scope="session")
def windows(browser: Browser) -> browser_support.Windows:
    """The windows that tests open one after the other."""
    return browser_support.Windows(browser)


@pytest.fixture
def open_page(windows: browser_support.Windows) -> Iterator[OpenPage]:
    """Open pages, each as another person's browser: ``page, watch = open_page(viewport=…)``."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(windows.open(**options))


@pytest.fixture
def browser_page(open_page: OpenPage) -> Page:
    """One page; ``open_page`` gives more, and what they asked for outside."""
    return open_page()[0]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demo district, made once for all workers; never change it, take ``demo_data``."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    made = shared / "demo-template"
    with (shared / "demo-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            answer = run_netmap("init", "--demo", "--data", str(shared / "demo-unfinished"))
            assert answer.returncode == 0, answer.stderr
            (shared / "demo-unfinished").rename(made)
    return made


@pytest.fixture
def demo_data(demo_template: Path, tmp_path: Path) -> Path:
    """A data folder with the demo district, for this test alone."""
    return Path(shutil.copytree(demo_template, tmp_path / "demo"))


@pytest.fixture(scope="module")
def demo_app(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The app on the demo district, one for each test module."""
    data = shutil.copytree(demo_template, tmp_path_factory.mktemp("app") / "demo")
    app = start_app(Path(data))
    yield app
    app.stop()
