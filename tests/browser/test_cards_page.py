"""The page Karten in a real browser: a conversation from the empty card to the printed page."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Response, expect
from pypdf import PdfReader

from netmap.ui.cards.drawing import POLL_S
from netmap.ui.cards.strokes import STROKES
from tests.support.app import RunningApp
from tests.support.browser import Watch, axe_violations, rests
from tests.support.places import ROOT, fixture_path

pytestmark = pytest.mark.browser

OpenPage = Callable[..., tuple[Page, Watch]]

TABLET = {"width": 1180, "height": 820}
UPRIGHT = {"width": 820, "height": 1180}
#: the pictures of the guide are made anew when asked for (not NETMAP_…: the app refuses settings it does not know)
PICTURES = ROOT / "docs" / "bilder" if os.environ.get("DOCS_PICTURES") == "1" else None

TEN = [
    "Mutter",
    "Bruder",
    "Tante Gisela",
    "Nachbarin",
    "Freund",
    "Kollegin",
    "Hausärztin",
    "Jobcenter",
    "Verein",
    "Oma Ruth",
]


def picture(page: Page, name: str) -> None:
    """Keep what the page shows for the guide."""
    if PICTURES is None:
        return
    page.evaluate("document.fonts.ready.then(() => true)")
    expect(page.locator("[data-testid=stToast]")).to_have_count(0)
    path = Path(PICTURES) / f"karten-{name}.png"
    page.screenshot(path=path)
    Image.open(path).convert("RGB").quantize(160).save(path, optimize=True)


def sign_in(page: Page, app: RunningApp) -> None:
    page.goto(app.url)
    page.get_by_role("button", name=re.compile("Sabine Kern")).click()
    page.get_by_role("heading", name="Meine Gespräche").wait_for()


def open_case(page: Page, name: str) -> None:
    page.get_by_label("Fall suchen").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 Fall", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile(name)).click()
    page.locator(".nm-root[data-rev]").wait_for()


def view(page: Page, name: str) -> None:
    """Go to a view of the case: drawing, comparing, paper, sharing."""
    page.locator(".st-key-cards_view").get_by_text(name, exact=True).click()


def side(page: Page, name: str) -> Locator:
    """Open a part of the conversation beside the card."""
    page.locator(".st-key-cards_side").get_by_text(name, exact=True).click()
    return page.locator(".st-key-nm-side")


def choose(within: Page | Locator, label: str, option: str) -> None:
    """Choose from a list by typing."""
    box = within.get_by_role("combobox", name=re.compile(label))
    box.click()
    box.fill(option)
    page = within if isinstance(within, Page) else within.page
    page.get_by_role("option", name=re.compile(option)).first.click()


def mark(page: Page, name: str) -> Locator:
    return page.locator(".mark").filter(has_text=name).first


def middle(page: Page, name: str) -> tuple[float, float]:
    box = mark(page, name).locator(".shape").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def saved(page: Page) -> None:
    page.locator('.nm-root[data-unsaved="0"]').wait_for()


def add(page: Page, *names: str) -> None:
    """Put entries on the card as somebody does who types."""
    page.get_by_role("button", name="Neuer Eintrag", exact=True).click()
    for name in names:
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    saved(page)


class Overheard:
    """Everything that the server tells a page from now on: frames of its connection, and answers to strokes."""

    def __init__(self, page: Page) -> None:
        self.frames: list[bytes] = []
        self._answers: list[Response] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self._note))
        page.on("response", lambda answer: self._answers.append(answer) if answer.url.endswith(STROKES) else None)

    def _note(self, frame: bytes | str) -> None:
        self.frames.append(frame if isinstance(frame, bytes) else frame.encode())

    @property
    def answers(self) -> list[bytes]:
        return [answer.body() for answer in self._answers]

    @property
    def told(self) -> list[bytes]:
        return self.frames + self.answers

    def clear(self) -> None:
        self.frames.clear()
        self._answers.clear()


def printed(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def idle(page: Page) -> None:
    rests(page)


def whole_source(page: Page) -> str:
    """Everything the page holds, the drawings' own trees and what stands in fields included."""
    held: str = page.evaluate(
        """() => {
          const told = [];
          const walk = root => {
            told.push(root.innerHTML ?? '');
            for (const one of root.querySelectorAll('*')) {
              if ('value' in one && typeof one.value === 'string') told.push(one.value);
              if (one.shadowRoot) walk(one.shadowRoot);
            }
          };
          walk(document.documentElement);
          return told.join('\\n');
        }"""
    )
    return page.content() + held


def test_a_conversation_from_the_empty_card_to_the_next_steps(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, watch = open_page(viewport=TABLET)
    sign_in(page, demo_app)
    page.get_by_text(re.compile(r"^\d+ Fälle$")).wait_for()
    picture(page, "liste")
    page.get_by_role("button", name="Fall beginnen").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Name").fill("Probe Person")
    dialog.get_by_role("textbox", name="Fallnummer").fill("99-0001")
    choose(dialog, "Wo die Person wohnt", "Lindenhof")
    picture(page, "beginnen")
    dialog.get_by_role("button", name="Beginnen und zeichnen").click()
    page.locator(".nm-root[data-rev]").wait_for()
    picture(page, "leer")
    assert axe_violations(page) == []

    page.get_by_role("button", name="Neuer Eintrag", exact=True).click()
    page.keyboard.type("Mu")
    picture(page, "eintragen")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    add(page, *TEN)
    expect(page.locator(".mark")).to_have_count(10)
    picture(page, "zehn")

    start = middle(page, "Tante Gisela")
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 20, start[1] + 30, steps=4)
    page.mouse.move(start[0] + 50, start[1] + 60, steps=4)
    page.mouse.up()
    saved(page)
    moved = middle(page, "Tante Gisela")
    assert moved != pytest.approx(start, abs=20)

    mark(page, "Mutter").focus()
    page.keyboard.press("v")
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    saved(page)
    expect(page.locator("path.acquainted, line.acquainted")).to_have_count(1)
    page.mouse.click(*middle(page, "Nachbarin"))
    panel = page.get_by_role("region", name="Angaben zu Nachbarin")
    panel.locator('[aria-label="gibt mir"] [data-key=practical]').click()
    panel.locator('[aria-label="Verbindung zu mir"] [data-key=strong]').click()
    saved(page)
    assert "gibt mir" in (mark(page, "Nachbarin").get_attribute("aria-label") or "")
    picture(page, "angaben")
    page.keyboard.press("Escape")

    # undo asks the store: it works after the page was loaded anew, too
    page.reload()
    expect(page.locator(".mark")).to_have_count(10)
    said = mark(page, "Nachbarin").get_attribute("aria-label") or ""
    page.get_by_role("button", name=re.compile("^Rückgängig")).click()
    expect(mark(page, "Nachbarin")).not_to_have_attribute("aria-label", said)
    page.get_by_role("button", name=re.compile("^Wiederholen")).click()
    expect(mark(page, "Nachbarin")).to_have_attribute("aria-label", said)
    saved(page)

    talk = side(page, "Gespräch")
    # who types and goes on at once leaves the field and presses in one move: neither may be lost
    talk.get_by_label("In eigenen Worten").fill("Ich will wieder arbeiten.")
    talk.get_by_role("button", name="Nächste Frage").click()
    talk.get_by_role("heading", name="Was möchte ich ändern?").wait_for()
    talk.get_by_role("button", name="Zurück").click()
    talk.get_by_role("heading", name="Was ist gerade los?").wait_for()
    expect(talk.get_by_label("In eigenen Worten")).to_have_value("Ich will wieder arbeiten.")
    picture(page, "gespraech")
    talk.get_by_role("button", name="Nächste Frage").click()
    talk.get_by_role("heading", name="Was möchte ich ändern?").wait_for()
    choose(talk, "Bedarf hinzufügen", "Kinderbetreuung")
    expect(talk.locator("[class*=st-key-nm-line-need]")).to_contain_text("Kinderbetreuung")
    picture(page, "bedarf")
    choose(talk, "Bedarf hinzufügen", "Schulden")
    wanted = talk.locator("[class*=st-key-nm-line-need]")
    expect(wanted).to_contain_text(["1. Kinderbetreuung", "2. Schulden"])
    talk.get_by_role("button", name="Wichtiger: Schulden").click()
    expect(wanted).to_contain_text(["1. Schulden", "2. Kinderbetreuung"])
    talk.get_by_role("button", name="Wichtiger: Kinderbetreuung").click()
    expect(wanted).to_contain_text(["1. Kinderbetreuung", "2. Schulden"])
    talk.get_by_role("button", name="Nächste Frage").click()
    talk.get_by_role("button", name="Auf der Karte eintragen").click()
    page.locator(".fields").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Netzwerk", exact=True).click()

    talk = side(page, "Was gibt es hier?")
    first = talk.locator("[class*=st-key-nm-offer-]").first
    first.wait_for()
    picture(page, "angebote")
    assert axe_violations(page) == []
    first.get_by_role("button", name="Auf die Karte").click()
    expect(first.get_by_role("button", name="ist auf der Karte")).to_be_disabled()
    expect(page.locator(".mark")).to_have_count(11)
    second = talk.locator("[class*=st-key-nm-offer-]").nth(1)
    offered = second.locator("strong").first.inner_text()
    second.get_by_role("button", name="Als nächster Schritt").click()
    page.get_by_text("Bei den nächsten Schritten notiert").wait_for()
    talk = side(page, "Nächste Schritte")
    expect(talk.locator("[class*=st-key-nm-line-step]")).to_contain_text(offered)
    picture(page, "schritte")
    # a step may be somebody's who is no colleague: the name is typed
    talk.get_by_label("Was", exact=True).fill("Winterreifen wechseln")
    who = talk.get_by_role("combobox", name="Wer")
    who.click()
    who.fill("Bruder Karl")
    who.press("Enter")
    talk.get_by_role("button", name="Vereinbaren").click()
    agreed = talk.locator("[class*=st-key-nm-line-step]").filter(has_text="Winterreifen")
    expect(agreed).to_contain_text("Bruder Karl")
    assert axe_violations(page) == []

    talk = side(page, "Was die Karte zeigt")
    talk.get_by_role("button", name="zeigen").first.click()
    talk.get_by_role("button", name="ausblenden").wait_for()
    expect(page.locator(".mark.highlighted")).not_to_have_count(0)
    picture(page, "zahlen")
    # the drawing stays in sight beside the last of them
    talk.get_by_role("button", name="zeigen").last.click()
    expect(page.locator(".ego-mark")).to_be_in_viewport()
    assert axe_violations(page) == []
    assert watch.external == []


def test_words_follow_an_undo_and_what_is_typed_after_it_is_kept(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    sign_in(page, demo_app)
    open_case(page, "Melanie Moorhagen")
    rests(page)
    words = side(page, "Gespräch").get_by_label("In eigenen Worten")
    for said in ("Eins", "Zwei"):
        words.fill(said)
        words.press("Tab")
        rests(page)
    page.get_by_role("button", name=re.compile("^Rückgängig")).click()
    expect(words).to_have_value("Eins")
    rests(page)
    words.fill("Drei")
    words.press("Tab")
    rests(page)
    expect(words).to_have_value("Drei")
    page.reload()
    expect(words).to_have_value("Drei")


def test_three_cards_are_compared_and_names_can_be_hidden(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, watch = open_page(viewport=TABLET)
    sign_in(page, demo_app)
    open_case(page, "Jasmin Reuter")
    page.locator(".mark").filter(has_text="Elif").first.wait_for()
    rests(page)
    picture(page, "start")
    view(page, "Vergleichen")
    page.get_by_role("heading", name="Was sich geändert hat").wait_for()
    expect(page.locator(".ghost")).not_to_have_count(0)
    # a way leads from where somebody stood to where they stand now, and the legend says what both mean
    expect(page.locator(".paper .ghost-way")).not_to_have_count(0)
    expect(page.get_by_role("list", name="Was die Zeichen bedeuten")).to_contain_text("von dort hierher gerückt")
    expect(page.get_by_role("list", name="Was die Zeichen bedeuten")).to_contain_text("neu auf der Karte")
    expect(page.locator(".stage-hint")).to_be_hidden()
    expect(page.get_by_text(re.compile("sind dazugekommen"))).to_be_visible()
    picture(page, "vergleich")
    # the figures stand side by side, each with what it counts behind it
    page.get_by_text("Zahlen nebeneinander").click()
    figure = page.locator("[data-testid=stMarkdown]").filter(
        has_text=re.compile(r"Menschen in Ihrem Netz:\s*\d+\s→\s\d+")
    )
    rests(page)  # a hand does not point before the part has opened
    figure.locator("[data-testid=stTooltipIcon]").hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("Gezählt werden lebende Menschen innerhalb des äußeren Rings")
    assert axe_violations(page) == []
    page.locator(".st-key-cards_pseudonyms label").first.click()
    sealed = ("Elif", "Jonas", "Jasmin", "Reuter", "24-0817", "Bäckerei", "Führerschein")
    page.locator(".mark").filter(has_text="Elif").first.wait_for(state="detached")
    # one club left and another came: hidden, they are not called the same
    gone, there = (page.locator(one).all_text_contents() for one in (".ghost-name", ".mark .name"))
    assert gone
    assert there
    assert not set(gone) & set(there)
    for name in ("Vergleichen", "Zeichnen", "Mitgeben", "Weitergeben"):
        view(page, name)
        expect(page.get_by_role("radio", name=name)).to_be_checked()
        rests(page)
        source = whole_source(page)
        assert [s for s in sealed if s in source] == [], name
        if name == "Zeichnen":
            page.locator(".mark").first.wait_for()
            picture(page, "namen-verborgen")
    assert watch.external == []


def test_hidden_names_leave_the_server_in_no_frame_and_no_file(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    heard = Overheard(page)
    sign_in(page, demo_app)
    page.get_by_role("button", name="Fall beginnen").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("Xaver Wolperdinger")
    page.get_by_role("button", name="Beginnen und zeichnen").click()
    page.locator(".nm-root[data-rev]").wait_for()
    add(page, "Tante Quirlefix", "Oma Trudelwitz", "Freund Zwickelbart")
    idle(page)
    sealed = ("Xaver", "Wolperdinger", "Quirlefix", "Trudelwitz", "Zwickelbart")
    # every view has been seen, one entry was opened and closed, one was taken out: each leaves words behind
    for button in ("Vier Felder", "Liste", "Netzwerk"):
        page.get_by_role("toolbar").get_by_role("button", name=button, exact=True).click()
    mark(page, "Trudelwitz").click()
    page.get_by_role("button", name="ändern", exact=True).click()
    page.keyboard.press("Escape")
    mark(page, "Trudelwitz").focus()
    page.keyboard.press("Delete")
    saved(page)
    idle(page)
    for name in sealed:
        assert any(name.encode() in one for one in heard.told), f"{name} should be heard while names are shown"
        assert name in whole_source(page), f"{name} should stand in the page while names are shown"

    heard.clear()
    page.locator(".st-key-cards_pseudonyms label").first.click()
    mark(page, "Quirlefix").wait_for(state="detached")
    idle(page)
    source = whole_source(page)
    assert [s for s in sealed if s in source] == []
    page.get_by_role("toolbar").get_by_role("button", name="Rückgängig").click()
    expect(page.locator(".mark")).to_have_count(3)
    saved(page)
    page.locator(".mark").first.focus()
    # the answer may be there before anybody has seen that the stroke is not saved yet
    with page.expect_response(f"**{STROKES}"):
        page.keyboard.press("ArrowLeft")
    saved(page)
    for name in ("Nächste Schritte", "Was die Karte zeigt"):
        side(page, name)
        idle(page)
    for button in ("Vier Felder", "Liste", "Netzwerk"):
        page.get_by_role("toolbar").get_by_role("button", name=button, exact=True).click()
    source = whole_source(page)
    assert [s for s in sealed if s in source] == []
    for name in ("Weitergeben", "Zeichnen", "Mitgeben"):
        view(page, name)
        expect(page.get_by_role("radio", name=name)).to_be_checked()
        idle(page)
        source = whole_source(page)
        assert [s for s in sealed if s in source] == [], name
    for button in ("Seite zum Anklicken (HTML)", "Zeichnung (SVG)", "Druckseite (PDF)"):
        with page.expect_download() as coming:
            page.get_by_role("button", name=button).click()
        made = coming.value.path().read_bytes()
        text = printed(made) if made.startswith(b"%PDF-") else made.decode()
        assert len(text) > 100, button
        assert [s for s in sealed if s in text + coming.value.suggested_filename] == [], button
    assert len(heard.frames) > 10
    assert len(heard.answers) >= 2
    assert [s for s in sealed if any(s.encode() in one for one in heard.told)] == []


def test_what_one_takes_home_is_made_at_once(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    sign_in(page, demo_app)
    open_case(page, "Jasmin Reuter")
    view(page, "Mitgeben")
    for button, start, least in (
        ("Druckseite (PDF)", b"%PDF-", 20_000),
        ("Seite zum Anklicken (HTML)", b"<!doctype html>", 20_000),
        ("Bild (PNG)", b"\x89PNG", 20_000),
        ("Zeichnung (SVG)", b"<svg", 5_000),
    ):
        with page.expect_download() as coming:
            page.get_by_role("button", name=button).click()
        made = coming.value.path().read_bytes()
        assert made[:400].lower().find(start.lower()) >= 0, button
        assert len(made) > least, button
    picture(page, "mitgeben")
    assert axe_violations(page) == []


def test_the_browsers_own_print_shows_the_card_and_nothing_to_press(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=UPRIGHT)
    sign_in(page, demo_app)
    open_case(page, "Jasmin Reuter")
    rests(page)
    new, helps, further = (
        page.get_by_role("button", name=name, exact=True) for name in ("Neue Karte", "Hilfen zeigen", "Nächste Frage")
    )
    for control in (new, helps, further):
        expect(control).to_be_visible()
    page.emulate_media(media="print")
    for control in (new, helps, further, page.get_by_role("radio", name=re.compile("Vergleichen|Nächste Schritte"))):
        expect(control.filter(visible=True)).to_have_count(0)
    expect(page.get_by_text("Namen verbergen")).to_be_hidden()
    # whose card it is, of which day, and what its signs mean
    expect(page.get_by_role("heading", name="Jasmin Reuter")).to_be_visible()
    expect(page.locator(".st-key-cards_card")).to_be_visible()
    expect(mark(page, "Elif")).to_be_visible()
    expect(page.get_by_role("list", name="Was die Zeichen bedeuten")).to_be_visible()
    # steps are printed, the form for one more is not
    page.emulate_media(media="screen")
    steps = side(page, "Nächste Schritte")
    agree = steps.get_by_role("button", name="Vereinbaren")
    expect(agree).to_be_visible()
    page.emulate_media(media="print")
    expect(agree).to_be_hidden()
    expect(steps.get_by_text("Winterreifen wechseln")).to_be_visible()


def test_nothing_is_passed_on_without_both_releases(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    sign_in(page, demo_app)
    page.get_by_role("button", name="Fall beginnen").click()
    page.get_by_role("dialog").get_by_role("textbox", name="Name").fill("Vermittelte Person")
    page.get_by_role("button", name="Beginnen und zeichnen").click()
    page.locator(".nm-root[data-rev]").wait_for()
    view(page, "Weitergeben")
    noting = page.locator("[data-testid=stForm]").filter(has_text="Vermittlung notieren")
    choose(noting, "Zu welchem Angebot", "Schuldner- und Insolvenzberatung")
    noting.get_by_role("button", name="Festhalten").click()
    page.get_by_text(re.compile("darf noch nichts ausgetauscht werden")).wait_for()

    def give_feedback(sentence: str) -> Locator:
        page.get_by_role("button", name="Rückmeldung notieren").click()
        box = page.locator("[data-testid=stPopoverBody]")
        box.get_by_label("In einem Satz").fill(sentence)
        box.get_by_label("In einem Satz").press("Tab")
        box.get_by_role("button", name="Festhalten").click()
        return box

    refused = give_feedback("Zwei Termine wahrgenommen.").get_by_role("alert")
    expect(refused).to_contain_text("Beide Freigaben müssen gelten")
    expect(refused).to_contain_text("Schuldnerberatung Altstadt → Jobcenter Kreis Auental")
    expect(page.locator("li").filter(has_text="Zwei Termine")).to_have_count(0)
    page.keyboard.press("Escape")
    picture(page, "freigabe-fehlt")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Formular zum Unterschreiben (PDF)").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF-")

    both = page.locator("[data-testid=stForm]").filter(has_text="Beide Freigaben notieren")
    choose(both, "Zwischen dem Jobcenter und", "Schuldnerberatung Altstadt")
    choose(both, "Angaben", "Vereinbarte Termine")
    page.keyboard.press("Escape")
    # an empty day says in German what it waits for
    expect(both.get_by_role("group", name="Gültig bis")).to_have_text("TT.MM.JJJJ")
    expect(both.get_by_role("spinbutton", name="Jahr, Gültig bis")).to_have_attribute("aria-valuetext", "leer")
    both.get_by_role("button", name="Beide notieren").click()
    expect(page.get_by_role("button", name="Widerrufen")).to_have_count(2)
    give_feedback("Drei Termine wahrgenommen.")
    expect(page.locator("li").filter(has_text="Drei Termine wahrgenommen.")).to_be_visible()
    picture(page, "weitergeben")
    assert axe_violations(page) == []

    page.get_by_role("button", name="Widerrufen").first.click()
    expect(page.get_by_text(re.compile("widerrufen am"))).to_be_visible()
    expect(page.get_by_role("button", name="Widerrufen")).to_have_count(1)
    refused = give_feedback("Vier Termine wahrgenommen.").get_by_role("alert")
    expect(refused).to_contain_text("widerrufen")


def test_two_browsers_on_one_card_see_each_other(open_page: OpenPage, demo_app: RunningApp) -> None:
    one, _ = open_page(viewport=TABLET)
    two, _ = open_page(viewport=UPRIGHT)
    for page in (one, two):
        sign_in(page, demo_app)
        open_case(page, "Melanie Moorhagen")
        page.locator(".mark").first.wait_for()
    add(one, "Tante Gisela")
    mark(two, "Tante Gisela").wait_for(timeout=5_000)
    mark(two, "Tante Gisela").focus()
    two.keyboard.press("Delete")
    saved(two)
    one.locator(".mark").filter(has_text="Tante Gisela").wait_for(state="detached", timeout=5_000)
    # upright, the conversation stands below the drawing, and nothing is cut off
    drawing, talk = two.locator(".nm-root[data-rev]").bounding_box(), two.locator(".st-key-nm-side").bounding_box()
    assert drawing
    assert talk
    assert talk["y"] >= drawing["y"] + drawing["height"]
    assert two.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    assert axe_violations(two) == []
    picture(two, "hochkant")


def test_a_trial_card_is_drawn_printed_and_gone(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    sign_in(page, demo_app)
    page.get_by_role("button", name="Probekarte ohne Fall").click()
    page.locator(".nm-root[data-rev]").wait_for()
    add(page, "Mutter", "Chor")
    expect(page.locator(".mark")).to_have_count(2)
    page.get_by_role("button", name="Druckseite (PDF)").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Druckseite speichern (PDF)").click()
    made = coming.value.path().read_bytes()
    assert made.startswith(b"%PDF-")
    assert "Chor" in printed(made)
    add(page, "Nachbar")
    expect(page.get_by_role("button", name="Druckseite speichern (PDF)")).to_have_count(0)
    picture(page, "probekarte")
    assert axe_violations(page) == []
    page.get_by_role("button", name="Alle Gespräche").click()
    page.get_by_role("heading", name="Meine Gespräche").wait_for()
    page.get_by_role("button", name="Probekarte ohne Fall").click()
    page.locator(".nm-root[data-rev]").wait_for()
    expect(page.locator(".mark")).to_have_count(0)


def test_a_stroke_is_answered_without_the_rest_of_the_page(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    heard = Overheard(page)
    sign_in(page, demo_app)
    open_case(page, "Jasmin Reuter")
    page.get_by_text("Frage 1 von 7").wait_for()
    rests(page)
    assert any(b"Frage 1 von 7" in frame for frame in heard.frames)
    heard.clear()
    mark(page, "Chor").focus()
    # the answer may be there before anybody has seen that the stroke is not saved yet
    with page.expect_response(f"**{STROKES}"):
        page.keyboard.press("ArrowLeft")
    saved(page)
    assert any(b"Chor" in answer for answer in heard.answers)
    # the page looks twice whether somebody else drew, and does not run for the stroke
    page.wait_for_timeout(2 * POLL_S * 1000)
    assert not any(b"Frage 1 von 7" in frame or b"Chor" in frame for frame in heard.frames)
    # so is its undo: nothing beside the drawing changed
    page.keyboard.press("Control+z")
    saved(page)
    assert len(heard.answers) == 2
    page.wait_for_timeout(2 * POLL_S * 1000)
    assert not any(b"Frage 1 von 7" in frame or b"Chor" in frame for frame in heard.frames)
    rests(page)
    # the figures follow each stroke
    part = side(page, "Was die Karte zeigt")
    expect(part.get_by_text("7 Menschen gehören zu Ihrem Netz.")).to_be_visible()
    add(page, "Onkel Mehmet")
    mark(page, "Onkel Mehmet").focus()
    page.keyboard.press("Enter")
    page.locator('[aria-label="Verbindung zu mir"] [data-key=loose]').click()
    saved(page)
    expect(part.get_by_text("8 Menschen gehören zu Ihrem Netz.")).to_be_visible()


def test_who_was_signed_out_elsewhere_is_told_and_loses_no_stroke(open_page: OpenPage, demo_app: RunningApp) -> None:
    page, _ = open_page(viewport=TABLET)
    sign_in(page, demo_app)
    open_case(page, "Melanie Moorhagen")
    page.locator(".mark").first.wait_for()
    rests(page)
    other = page.context.new_page()
    other.goto(demo_app.url)
    other.get_by_role("link", name="Abmelden").click()
    other.get_by_role("button", name=re.compile("Sabine Kern")).wait_for()
    page.get_by_role("button", name="Neuer Eintrag", exact=True).click()
    page.keyboard.type("Onkel Ferdinand")
    with page.expect_response(f"**{STROKES}") as coming:
        page.keyboard.press("Enter")
    assert coming.value.status == 401
    page.get_by_text("Sie sind abgemeldet").wait_for()
    # somebody else at the same desk: the stroke waits, and is not done in their name
    other.get_by_role("button", name=re.compile("Jonas Albers")).click()
    other.get_by_role("link", name="Abmelden").wait_for()
    with page.expect_response(f"**{STROKES}") as coming:
        pass
    assert coming.value.status == 401
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    # back again, it is done without a hand
    other.get_by_role("link", name="Abmelden").click()
    other.get_by_role("button", name=re.compile("Sabine Kern")).click()
    other.get_by_role("heading", name="Meine Gespräche").wait_for()
    with page.expect_response(lambda answer: answer.url.endswith(STROKES) and answer.status == 200):
        pass
    open_case(other, "Melanie Moorhagen")
    expect(mark(other, "Onkel Ferdinand")).to_be_visible()


def test_a_case_begins_with_the_cards_of_an_easynwk_file(open_page: OpenPage, demo_app: RunningApp) -> None:
    easynwk = fixture_path("easynwk", "rosa_demo.json")
    page, _ = open_page(viewport=UPRIGHT)
    sign_in(page, demo_app)
    page.get_by_role("button", name="Fall beginnen", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Rosa aus der Datei")
    # what the file would bring is seen before the case begins, and what it cannot bring
    dialog.get_by_text("Karten aus einer Datei", exact=True).click()
    dialog.locator("input[type=file]").set_input_files(
        {"name": "kaputt.json", "mimeType": "application/json", "buffer": easynwk.read_bytes()[:2000]}
    )
    expect(dialog.get_by_text(re.compile("kein JSON"))).to_be_visible()
    expect(dialog.get_by_role("button", name="Beginnen und zeichnen")).to_be_disabled()
    dialog.locator("input[type=file]").set_input_files(easynwk)
    expect(dialog.get_by_text(easynwk.name)).to_be_visible()
    expect(dialog.get_by_text("1 Karte · 10 Einträge")).to_be_visible()
    expect(dialog.get_by_role("button", name=f"{easynwk.name} entfernen")).to_be_visible()
    expect(dialog.get_by_label("Name", exact=True)).to_have_value("Rosa aus der Datei")
    dialog.get_by_role("button", name="Beginnen und zeichnen").click()
    page.locator(".nm-root[data-rev]").wait_for()
    expect(page.locator(".mark")).not_to_have_count(0)
    known = page.locator(".mark").count()
    # the same days once more are refused, and nothing is written
    view(page, "Mitgeben")
    page.get_by_text("Karten aus einer Datei", exact=True).click()
    page.locator(".st-key-cards_given input[type=file]").set_input_files(easynwk)
    expect(page.get_by_text("Der Fall hat schon Karten von diesen Tagen")).to_be_visible()
    expect(page.get_by_role("button", name="In diesen Fall übernehmen")).to_have_count(0)
    view(page, "Zeichnen")
    page.locator(".nm-root[data-rev]").wait_for()
    expect(page.locator(".mark")).to_have_count(known)
