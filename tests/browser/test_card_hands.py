"""A card from the empty page to the printed one: by mouse, by finger, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_cards_page import TABLET, mark, middle, printed, saved, sign_in
from tests.support.app import RunningApp, enter
from tests.support.browser import Watch, rests

pytestmark = pytest.mark.browser

OpenPage = Callable[..., tuple[Page, Watch]]

#: what has the focus, also inside a component: its words and its kind
_FOCUSED = """() => {
  let at = document.activeElement;
  while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at.matches("body, main")) return "";
  const label = at.getAttribute("aria-label")
    || (at.labels && at.labels.length ? at.labels[0].textContent : "")
    || at.textContent || "";
  return label.trim();
}"""


def go_to(page: Page, name: str | re.Pattern[str], *, presses: int = 150) -> str:
    """Press Tab until something of this name has the focus, as somebody without a mouse does."""
    wanted = re.compile(re.escape(name)) if isinstance(name, str) else name
    seen: list[str] = []
    for _ in range(presses):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(_FOCUSED))
        if wanted.search(seen[-1]):
            return seen[-1]
    raise AssertionError(f"no way by Tab to {wanted.pattern!r}; passed: {seen}")


def turn_to(page: Page, name: str, *, of: str) -> None:
    """Go to one of several buttons in a row by Tab, then by arrows to this one, and press it."""
    go_to(page, re.compile(rf"^({of})$"))
    for _ in range(8):
        if page.evaluate(_FOCUSED) == name:
            page.keyboard.press("Space")
            rests(page)
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"no way by arrows to {name!r}")


VIEWS = "Zeichnen|Vergleichen|Mitgeben|Weitergeben"


def paper_of(page: Page, press: Callable[[], None]) -> str:
    """Take the printed page home, and give what stands on it."""
    with page.expect_download() as coming:
        press()
    return printed(coming.value.path().read_bytes())


def test_by_keyboard_alone(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    keys = page.keyboard
    enter(page, demo_app, "Sabine Kern")
    page.goto(f"{demo_app.url}/karten")
    rests(page)
    go_to(page, "Fall beginnen")
    keys.press("Enter")
    page.get_by_role("dialog").wait_for()
    go_to(page, re.compile("^Name"))
    keys.type("Tasta Tur")
    go_to(page, re.compile("^Fallnummer"))
    keys.type("99-0007")
    go_to(page, re.compile("Wo die Person wohnt"))
    keys.type("Lindenhof")
    page.get_by_role("option", name=re.compile("Lindenhof")).first.wait_for()
    keys.press("Enter")
    go_to(page, "Beginnen und zeichnen")
    keys.press("Enter")
    page.locator(".nm-root[data-rev]").wait_for()
    rests(page)

    # entries, how one of them is tied to the client, a line between two, undone and done again
    go_to(page, "Neuer Eintrag")
    keys.press("Enter")
    for name in ("Mutter", "Nachbarin", "Chor"):
        keys.type(name)
        keys.press("Enter")
    keys.press("Escape")
    saved(page)
    go_to(page, re.compile("^Mutter, "))
    keys.press("v")
    keys.press("PageDown")
    keys.press("Enter")
    saved(page)
    lines = page.locator("path.acquainted, line.acquainted")
    expect(lines).to_have_count(1)
    keys.press("Control+z")
    expect(lines).to_have_count(0)
    keys.press("Control+y")
    expect(lines).to_have_count(1)
    keys.press("Enter")
    panel = page.get_by_role("region", name=re.compile("^Angaben zu"))
    panel.wait_for()
    go_to(page, re.compile("^trägt$"))
    keys.press("Space")
    keys.press("Escape")
    saved(page)

    # a word of the client's own, and the page that is taken home
    go_to(page, "In eigenen Worten")
    keys.type("Ich will wieder arbeiten.")
    go_to(page, "Nächste Frage")
    keys.press("Enter")
    page.get_by_role("heading", name="Was möchte ich ändern?").wait_for()
    turn_to(page, "Mitgeben", of=VIEWS)
    go_to(page, "Druckseite (PDF)")
    paper = paper_of(page, lambda: keys.press("Enter"))
    assert all(name in paper for name in ("Mutter", "Nachbarin", "Chor"))

    # what is passed on
    turn_to(page, "Weitergeben", of=VIEWS)
    go_to(page, "Zwischen dem Jobcenter und")
    keys.type("Schuldnerberatung Alt")
    page.get_by_role("option", name=re.compile("Schuldnerberatung Altstadt")).first.wait_for()
    keys.press("Enter")
    go_to(page, re.compile("^Angaben"))
    keys.type("Vereinbarte")
    page.get_by_role("option", name=re.compile("Vereinbarte Termine")).first.wait_for()
    keys.press("Enter")
    keys.press("Escape")
    go_to(page, "Beide notieren")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Widerrufen")).to_have_count(2)
    go_to(page, "Zu welchem Angebot")
    keys.type("Schuldner- und Insolvenz")
    page.get_by_role("option", name=re.compile("Schuldner- und Insolvenzberatung")).first.wait_for()
    keys.press("Enter")
    go_to(page, "Festhalten")
    keys.press("Enter")
    page.get_by_role("button", name="Rückmeldung notieren").wait_for()
    rests(page)

    # weeks later: the next card begins as the last one ended, and what came since is told
    go_to(page, "Alle Gespräche")
    keys.press("Enter")
    page.get_by_role("heading", name="Meine Gespräche").wait_for()
    rests(page)
    go_to(page, re.compile("^Marek Torfkamp"))
    keys.press("Enter")
    page.locator(".nm-root[data-rev]").wait_for()
    rests(page)
    before = page.locator(".mark").count()
    go_to(page, "Neue Karte")
    keys.press("Enter")
    rests(page)
    go_to(page, "Neuer Eintrag")
    keys.press("Enter")
    keys.type("Sportverein")
    keys.press("Enter")
    keys.press("Escape")
    saved(page)
    expect(page.locator(".mark")).to_have_count(before + 1)
    turn_to(page, "Vergleichen", of=VIEWS)
    expect(page.get_by_text(re.compile("Sportverein")).first).to_be_visible()


def test_by_mouse(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    sign_in(page, demo_app)
    begin(page, "Maus Probe", lambda at: at.click())
    surface = page.locator("svg.network")
    for name, across, down in (("Schwester", 0.62, 0.3), ("Bekannte", 0.3, 0.35)):
        box = surface.bounding_box()
        assert box
        surface.click(position={"x": box["width"] * across, "y": box["height"] * down})
        page.get_by_role("button", name=name, exact=True).click()
        page.keyboard.press("Escape")
        saved(page)
    x, y = middle(page, "Schwester")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=4)
    page.mouse.move(x + 60, y + 90, steps=4)
    page.mouse.up()
    saved(page)
    assert middle(page, "Schwester") == pytest.approx((x + 60, y + 90), abs=2)
    take_home(page, lambda at: at.click(), "Schwester", "Bekannte")


def test_by_finger(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET, has_touch=True)
    enter(page, demo_app, "Sabine Kern")
    page.goto(f"{demo_app.url}/karten")
    begin(page, "Finger Probe", lambda at: at.tap())
    surface = page.locator("svg.network")
    for name, across, down in (("Schwester", 0.62, 0.3), ("Bekannte", 0.3, 0.35)):
        box = surface.bounding_box()
        assert box
        page.touchscreen.tap(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        page.get_by_role("button", name=name, exact=True).tap()
        page.get_by_role("button", name="Schließen", exact=True).tap()
        saved(page)
    mark(page, "Schwester").tap()
    panel = page.get_by_role("region", name="Angaben zu Schwester")
    panel.locator('[aria-label="gibt mir"] [data-key=practical]').tap()
    saved(page)
    take_home(page, lambda at: at.tap(), "Schwester", "Bekannte")


def begin(page: Page, name: str, press: Callable[[Locator], None]) -> None:
    """Begin a case, and open its empty card."""
    press(page.get_by_role("button", name="Fall beginnen"))
    dialog = page.get_by_role("dialog")
    press(dialog.get_by_role("textbox", name="Name"))
    page.keyboard.type(name)
    press(dialog.get_by_role("button", name="Beginnen und zeichnen"))
    page.locator(".nm-root[data-rev]").wait_for()
    rests(page)


def take_home(page: Page, press: Callable[[Locator], None], *names: str) -> None:
    """Print the client's page, and find those on it who were drawn."""
    press(page.locator(".st-key-cards_view").get_by_text("Mitgeben", exact=True))
    paper = paper_of(page, lambda: press(page.get_by_role("button", name="Druckseite (PDF)")))
    assert all(name in paper for name in names)
