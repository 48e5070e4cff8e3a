"""The frame in a real browser: who sees what, nothing from outside, accessible, and safe with two people."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.app import RunningApp, enter
from tests.support.browser import Watch, axe_violations, rests
from tests.support.places import ROOT

pytestmark = pytest.mark.browser

OpenPage = Callable[..., tuple[Page, Watch]]

#: who signs in with one click, and the pages they have, in order
PEOPLE = {
    "Sabine Kern": ["Karten", "Verzeichnis"],
    "Jonas Albers": ["Netzwerk", "Verzeichnis"],
    "Miriam Vogt": ["Netzwerk", "Planung", "Verzeichnis"],
    "Rolf Petersen": ["Verzeichnis", "Verwaltung"],
    "Anke Lindner": ["Verwaltung"],
}
HEADINGS = {
    "karten": "Meine Gespräche",
    "netzwerk": "Wer mit wem zusammenarbeitet",
    "verzeichnis": "Was gibt es hier?",
    "verwaltung": "Verwaltung",
}


def sign_in(page: Page, app: RunningApp, person: str) -> None:
    page.goto(app.url)
    page.get_by_role("button", name=re.compile(person)).click()
    page.get_by_role("link", name="Abmelden").wait_for()
    page.locator("h1").first.wait_for()


def visit(page: Page, app: RunningApp, address: str) -> None:
    page.goto(f"{app.url}/{address}")
    page.get_by_role("heading", name=HEADINGS[address], exact=True).wait_for()
    rests(page)


@pytest.mark.parametrize("person", list(PEOPLE))
def test_each_role_sees_its_pages_and_no_others(open_page: OpenPage, demo_app: RunningApp, person: str) -> None:
    page, watch = open_page()
    sign_in(page, demo_app, person)
    if len(PEOPLE[person]) > 1:
        links = page.locator("[data-testid=stTopNavLink]")
        expect(links).to_have_text(PEOPLE[person])
    every = {"karten": "Karten", "netzwerk": "Netzwerk", "planung": "Planung", "verwaltung": "Verwaltung"}
    for address, title in every.items():
        page.goto(f"{demo_app.url}/{address}")
        page.locator("h1").first.wait_for()
        rests(page)
        if title not in PEOPLE[person]:
            assert not page.url.endswith(f"/{address}") or page.get_by_role("dialog").count()
    assert watch.external == []


def test_the_page_speaks_german_and_keeps_its_policy(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, watch = open_page()
    enter(page, demo_app, "Jonas Albers")
    visit(page, demo_app, "verzeichnis")
    assert page.evaluate("document.documentElement.lang") == "de"
    assert watch.external == []
    broken = [e for e in watch.errors if "Content Security Policy" in e or "Refused" in e]
    assert broken == []
    with urllib.request.urlopen(f"{demo_app.url}/anmelden") as answer:
        policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy


@pytest.mark.parametrize("path", ["/", "/karten", "/_stcore/stream", "/_stcore/host-config", "/media/x", "/app.py"])
def test_nothing_is_served_without_a_session(demo_app: RunningApp, path: str) -> None:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    opener = urllib.request.build_opener(Stay)
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(f"{demo_app.url}{path}")
    assert caught.value.code in (303, 401, 404)
    if caught.value.code == 303:
        assert caught.value.headers["location"] == "/anmelden"


_WHERE_IT_STOOD = """selector => {
  const seen = window.stood = new Set();
  const look = () => {
    const place = document.querySelector(selector);
    if (place?.checkVisibility({visibilityProperty: true})) seen.add(Math.round(place.getBoundingClientRect().y));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


def test_what_can_be_pressed_stands_where_it_will_stay(open_page: OpenPage, demo_app: RunningApp) -> None:
    """Whoever presses as soon as a page shows must not press beside it."""
    page, watch = open_page()
    enter(page, demo_app, "Miriam Vogt")
    page.add_init_script(f"({_WHERE_IT_STOOD})('[data-testid=stButtonGroup]')")
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"{demo_app.url}/planung")
    page.get_by_role("table").first.wait_for()
    page.locator(".st-key-netmap-shell .stBidiComponent").wait_for(state="attached")
    rests(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert len(page.evaluate("[...window.stood]")) == 1
    # where the app is served need not be found out by asking in vain
    assert [url for url in watch.requests if "/planung/_stcore" in url] == []


def test_what_another_view_brings_shows_once_it_stands(open_page: OpenPage, demo_app: RunningApp) -> None:
    """The button at the end of a form is not yet there to be pressed while the fields above it still grow."""
    page, _ = open_page(viewport={"width": 1600, "height": 1250})
    enter(page, demo_app, "Jonas Albers")
    visit(page, demo_app, "netzwerk")
    page.get_by_role("img", name=re.compile("Partnernetz")).wait_for()
    button = ".st-key-FormSubmitter-links_make-Link-erstellen button"
    page.evaluate(f"({_WHERE_IT_STOOD})({button!r})")
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.get_by_role("radio", name="Partner-Links", exact=True).click()
    page.locator(button).click()
    expect(page.get_by_text("Bitte wählen Sie eine Organisation.")).to_be_visible()
    rests(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    assert len(page.evaluate("[...window.stood]")) == 1


def test_a_single_letter_does_nothing_by_itself(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page()
    enter(page, demo_app, "Sabine Kern")
    visit(page, demo_app, "verzeichnis")
    page.evaluate(
        """() => { window.ran = 0; new MutationObserver(() => window.ran += 1).observe(
          document.querySelector('[data-testid=stApp]'), {attributeFilter: ['data-test-script-state']}) }"""
    )
    for key in ("r", "c"):
        page.keyboard.press(key)
    rests(page)
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("window.ran") == 0
    page.get_by_label("Suche").fill("Tafel")  # in a field a letter is a letter
    page.keyboard.type("r")
    expect(page.get_by_label("Suche")).to_have_value("Tafelr")


def test_the_ring_of_the_keyboard_stands_around_the_whole_field(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page()
    enter(page, demo_app, "Miriam Vogt")
    page.goto(f"{demo_app.url}/verzeichnis")
    rests(page)
    # whether a ring stands around the field, and nothing cuts it off
    ringed = """field => {
      for (let at = field; at.parentElement; at = at.parentElement) {
        const style = getComputedStyle(at);
        const drawn = style.outlineStyle === 'solid' && style.outlineWidth === '3px';
        if (drawn && getComputedStyle(at.parentElement).overflow === 'visible')
          return at.getBoundingClientRect().width >= field.getBoundingClientRect().width;
      }
      return false;
    }"""
    for field in (page.get_by_role("textbox", name="Suchen"), page.get_by_role("combobox", name="Hilft bei")):
        field.focus()
        page.keyboard.press("Shift")
        assert field.evaluate(ringed)
    page.goto(f"{demo_app.url}/planung")
    rests(page)
    switch = page.get_by_role("switch").first
    switch.focus()
    page.keyboard.press("Shift")
    assert switch.evaluate(ringed)


def test_a_wrong_password_and_a_forged_cookie_do_not_open_the_door(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page()
    page.goto(demo_app.url)
    page.get_by_label("Konto").fill("sabine.kern")
    page.get_by_label("Kennwort").fill("falsch-aber-lang")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("falsch")
    page.context.add_cookies([{"name": "netmap_session", "value": "forged", "url": demo_app.url}])
    page.goto(f"{demo_app.url}/karten")
    assert page.url.endswith("/anmelden")


def test_signing_out_ends_the_session_in_every_window(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page()
    sign_in(page, demo_app, "Sabine Kern")
    other = page.context.new_page()
    visit(other, demo_app, "verzeichnis")
    page.get_by_role("link", name="Abmelden").click()
    page.wait_for_url("**/anmelden")
    other.get_by_label("Suche").fill("Schulden")
    other.keyboard.press("Enter")
    expect(other.get_by_text("Sie sind abgemeldet.")).to_be_visible()


def test_sign_in_by_keyboard_alone(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page()
    page.goto(demo_app.url)
    for _ in range(12):
        page.keyboard.press("Tab")
        if "Jonas" in page.evaluate("document.activeElement.textContent"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=HEADINGS["netzwerk"]).wait_for()


def test_search_edit_and_undo_in_the_directory(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page()
    enter(page, demo_app, "Jonas Albers")
    visit(page, demo_app, "verzeichnis")
    page.get_by_label("Suche").fill("volkshochschulen")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=re.compile("^Volkshochschule Auental")).click()
    page.get_by_role("button", name="Ändern").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Telefon").fill("000 4711")
    dialog.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("000 4711")).to_be_visible()
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("000 4711")).to_have_count(0)
    page.get_by_role("button", name="Wiederholen").click()
    expect(page.get_by_text("000 4711")).to_be_visible()
    page.get_by_text("Wer das wann gesagt hat").click()
    expect(page.get_by_text(re.compile("jonas.albers.*Organisation"))).not_to_have_count(0)


def test_two_people_change_one_entry_and_nothing_is_lost(open_page: OpenPage, demo_app: RunningApp) -> None:
    first, _ = open_page()
    second, _ = open_page()
    dialogs = []
    for page, person in ((first, "Jonas Albers"), (second, "Sabine Kern")):
        enter(page, demo_app, person)
        visit(page, demo_app, "verzeichnis")
        page.get_by_label("Suche").fill("Suchthilfe Auental")
        page.keyboard.press("Enter")
        expect(page.get_by_text("1 Eintrag", exact=True)).to_be_visible()
        page.locator(".st-key-dir-list").get_by_role("button", name=re.compile("^Nachsorge")).click()
        page.get_by_role("button", name="Ändern").click()
        dialogs.append(page.get_by_role("dialog"))
        dialogs[-1].get_by_label(re.compile("^Name")).wait_for()
    for dialog, name in zip(dialogs, ("Neuer Name eins", "Neuer Name zwei"), strict=True):
        dialog.get_by_label(re.compile("^Name")).fill(name)
    dialogs[0].get_by_label("Bedingungen").fill("Nach Anruf")
    dialogs[0].get_by_role("button", name="Speichern").click()
    expect(dialogs[0]).to_have_count(0)
    dialogs[1].get_by_role("button", name="Speichern").click()
    problem = dialogs[1].get_by_role("alert")
    expect(problem).to_contain_text("Jemand anderes hat dies inzwischen geändert")
    expect(problem).to_contain_text("Bitte vergleichen Sie beide Fassungen")
    expect(problem).to_contain_text("Name: dort steht jetzt „Neuer Name eins“, bei Ihnen „Neuer Name zwei“")
    expect(problem.get_by_text("Neuer Name eins")).to_be_in_viewport()
    # whoever begins anew sees what is there now, and does not save over it what was there before
    second.keyboard.press("Escape")
    expect(dialogs[1]).to_have_count(0)
    second.get_by_role("button", name="Ändern").click()
    expect(dialogs[1].get_by_label(re.compile("^Name"))).to_have_count(1)
    expect(dialogs[1].get_by_label(re.compile("^Name"))).to_have_value("Neuer Name eins")
    expect(dialogs[1].get_by_label("Bedingungen")).to_have_value("Nach Anruf")
    visit(first, demo_app, "verzeichnis")
    first.get_by_label("Suche").fill("Neuer Name")
    first.keyboard.press("Enter")
    listed = first.locator(".st-key-dir-list").get_by_role("button")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text("Neuer Name eins")


def test_what_buttons_of_administration_say_is_not_cut_on_a_narrow_screen(
    open_page: OpenPage, demo_app: RunningApp
) -> None:
    page, _ = open_page()
    page.set_viewport_size({"width": 820, "height": 1180})
    enter(page, demo_app, "Rolf Petersen")
    visit(page, demo_app, "verwaltung")
    for name in ("Rollen speichern", "Sperren", "Neues Kennwort"):
        button = page.get_by_role("button", name=name)
        cut = "b => [b, ...b.querySelectorAll('*')].some(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0)"
        expect(button).to_be_visible()
        assert not button.evaluate(cut), name


def test_a_planner_finds_no_protected_place(open_page: OpenPage, demo_app: RunningApp) -> None:
    protected = [
        line.split(",")[1]
        for line in (ROOT / "seeds/demo/places.csv").read_text(encoding="utf-8").splitlines()[1:]
        if line.rstrip().endswith(",yes")
    ]
    assert protected
    page, _ = open_page()
    enter(page, demo_app, "Miriam Vogt")
    visit(page, demo_app, "verzeichnis")
    for name in protected:
        page.get_by_label("Suche").fill(name)
        page.keyboard.press("Enter")
        rests(page)
        page.get_by_role("button", name="Orte", exact=True).wait_for()
    assert not page.locator("[data-testid=stMarkdownContainer]").filter(has_text="Geschützt:").count()


@pytest.mark.parametrize(
    ("person", "address", "width"),
    [
        ("Sabine Kern", "karten", 1180),
        ("Jonas Albers", "netzwerk", 1600),
        ("Jonas Albers", "verzeichnis", 820),
        ("Rolf Petersen", "verwaltung", 1180),
        ("Anke Lindner", "verwaltung", 820),
    ],
)
def test_pages_have_no_barrier_that_axe_finds(
    open_page: OpenPage, demo_app: RunningApp, person: str, address: str, width: int
) -> None:
    page, watch = open_page(viewport={"width": width, "height": 900})
    enter(page, demo_app, person)
    visit(page, demo_app, address)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), "no sideways scrolling"
    assert watch.external == []


def test_the_sign_in_page_has_no_barrier_and_looks_right(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, watch = open_page()
    page.goto(demo_app.url)
    assert axe_violations(page) == []
    assert watch.external == []
