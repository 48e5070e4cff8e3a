"""A real Chromium for tests: what a page asked for outside, what it complained about, what axe finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tools import needs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

#: quiet, without its own wish to talk to the internet, and able to run as root in a container
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: levels A and AA of WCAG 2.0 and 2.1, as BITV 2.0 and EN 301 549 ask
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
VIEWPORT: ViewportSize = {"width": 1280, "height": 900}
CONTEXT = {
    "viewport": VIEWPORT,
    "locale": "de-DE",
    "timezone_id": "Europe/Berlin",
    "reduced_motion": "reduce",
}
_OWN_HOSTS = ("127.0.0.1", "localhost", "::1")
_NO_REQUEST = ("data", "blob", "about")

_RUN_AXE = """
async ([scope, tags]) => {
  const found = await axe.run(
    scope ?? document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']}
  );
  return found.violations.flatMap(v => v.nodes.map(n =>
    `${v.id} (${v.impact}): ${v.help} at ${n.target.flat().join(' ')}: ${n.html.slice(0, 160)}`));
}
"""
#: nothing works, is about to be replaced, is awaited or fades (what turns for ever is no reason to wait), for a moment
_RESTS = """begun => {
  const app = document.querySelector('[data-testid=stApp]');
  const busy = (app && app.dataset.testScriptState !== 'notRunning')
    || document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
    || document.getAnimations().some(
      a => a.playState === 'running' && a.effect?.getComputedTiming().endTime !== Infinity);
  const now = performance.now();
  if (busy || window.restsFor !== begun) [window.restsFor, window.restsSince] = [begun, now];
  return !busy && now - window.restsSince >= 150;
}"""
_asked = count()
#: what a page may keep in a browser, besides cookies
_LEFT_BEHIND = "local_storage,indexeddb,cache_storage,service_workers,file_systems"


def obstacle() -> str | None:
    """Say what keeps a browser from starting here; ``None`` if nothing does."""
    if needs.program("chromium"):
        return None
    return f"no browser: Chromium is missing. Install: {needs.command('chromium')}"


@dataclass
class Watch:
    """What a page did beside what was asked of it.

    Attributes
    ----------
    external
        Addresses outside this machine that were asked for (also those a policy blocked).
    errors
        Errors on the console and uncaught exceptions.
    """

    requests: list[str] = field(default_factory=list)
    external: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note_request(self, url: str) -> None:
        """Count a request."""
        parts = urlsplit(url)
        if parts.scheme in _NO_REQUEST:
            return
        self.requests.append(url)
        if parts.hostname not in _OWN_HOSTS:
            self.external.append(url)


def watch(page: Page) -> Watch:
    """Count from now on what a page asks for and complains about."""
    seen = Watch()
    page.on("request", lambda request: seen.note_request(request.url))
    page.on("websocket", lambda socket: seen.note_request(socket.url))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("console", lambda entry: seen.errors.append(entry.text) if entry.type == "error" else None)
    return seen


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium, without a window."""
    from playwright.sync_api import expect, sync_playwright

    # machines that run tests are shared: what takes longer than five seconds may still be right
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=needs.program("chromium"), headless=True, args=list(ARGUMENTS)
        )
        yield browser
        browser.close()


def _window(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(**{**CONTEXT, **options})
    context.set_default_timeout(45_000)
    return context


@contextmanager
def open_page(browser: Browser, **options: Any) -> Iterator[tuple[Page, Watch]]:
    """Open a page as a person of their own sees it: own cookies, German, watched."""
    context = _window(browser, **options)
    page = context.new_page()
    seen = watch(page)
    try:
        yield page, seen
    finally:
        context.close()


class Windows:
    """The same, one after the other: for tests.

    What somebody leaves behind is thrown away before the window goes to the next person, except the
    copies of files that the server itself lets a browser keep: they need not come twice.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[BrowserContext] = []

    @contextmanager
    def open(self, *, viewport: ViewportSize = VIEWPORT, **options: Any) -> Iterator[tuple[Page, Watch]]:
        """Open a page; a window with any other option than its size is new, and for this person alone."""
        if options:
            with open_page(self._browser, viewport=viewport, **options) as opened:
                yield opened
            return
        context = self._free.pop() if self._free else _window(self._browser)
        page = context.new_page()
        page.set_viewport_size(viewport)
        seen = watch(page)
        try:
            yield page, seen
        finally:
            self._clean(context, seen)

    def _clean(self, context: BrowserContext, seen: Watch) -> None:
        broom = context.new_page()
        for page in context.pages:
            if page is not broom:
                page.close()
        session = context.new_cdp_session(broom)
        for origin in {f"http://{urlsplit(url).netloc}" for url in seen.requests if url.startswith("http:")}:
            session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _LEFT_BEHIND})
        context.clear_cookies()
        context.clear_permissions()
        context.set_offline(False)
        broom.close()
        self._free.append(context)


@cache
def _axe_source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def rests(page: Page, *, patience: float = 120) -> None:
    """Wait until a page no longer works and shows what it will show.

    Parameters
    ----------
    patience
        Seconds after which it is an error that it still works.
    """
    page.wait_for_function(_RESTS, arg=next(_asked), polling=50, timeout=patience * 1000)


def axe_violations(page: Page, *, within: str | None = None) -> list[str]:
    """List what axe-core finds against WCAG 2.1 A and AA, one line for each place.

    A page of the app is judged once it rests: what is about to be replaced is drawn pale.

    Parameters
    ----------
    within
        A CSS selector, to judge only a part of the page.
    """
    rests(page)
    page.evaluate(_axe_source())
    found: list[str] = page.evaluate(_RUN_AXE, [within, list(AXE_TAGS)])
    return found
