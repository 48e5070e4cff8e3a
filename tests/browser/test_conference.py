"""A conference is prepared and held on a wall with two browsers: by keyboard, live, without any case in reach."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from netmap.bootstrap import House
from netmap.messages import speaking
from netmap.settings import Settings
from netmap.ui.conference.open_points import gap_words
from netmap.usecases import conference as use
from netmap.usecases import conference_outcome as outcome
from netmap.usecases.conference_outcome import AgreementGap
from netmap.usecases.desk import Actor, Desk
from tests.support.app import RunningApp, enter
from tests.support.browser import axe_violations, rests
from tests.support.places import ROOT

pytestmark = pytest.mark.browser

WALL = {"viewport": {"width": 1600, "height": 900}}
BODY = "Sozialraumkonferenz Nordviertel"
PICTURES = ROOT / "docs" / "bilder"


@pytest.fixture
def desk(demo_app: RunningApp) -> Iterator[Desk]:
    house = House(Settings(data=demo_app.data))
    yield Desk(house, Actor.cli())
    house.close()


def join(page: Page, app: RunningApp) -> None:
    """Sign in as the coordination and go to the conference of the body."""
    enter(page, app, "Jonas Albers")
    page.goto(f"{app.url}/netzwerk")
    page.get_by_role("button", name="Konferenz halten").click()
    expect(page.get_by_role("combobox", name="Gremium")).to_have_count(1)  # that of the network page has gone
    body = page.locator(".st-key-conf_body").get_by_role("combobox")
    if body.input_value() != BODY:
        body.fill(BODY)
        body.press("Enter")
    expect(body).to_have_value(BODY)


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(600)  # the picture on paper shows a drawing that rests
    page.screenshot(path=str(PICTURES / name))


def test_two_browsers_hold_a_conference(demo_app, desk, open_page):
    first, watch = open_page(**WALL)
    join(first, demo_app)
    # before it begins one sees what waits
    expect(first.get_by_role("heading", name="Was auf dieses Gremium wartet")).to_be_visible()
    expect(first.get_by_text("Vom Kern nicht unter den Mitgliedern; einzuladen:")).to_be_visible()
    first.get_by_text(re.compile(r"^\d+ Paare zu fragen$")).click()
    expect(first.get_by_text(re.compile("sehen es verschieden$")).first).to_be_visible()
    rests(first)
    assert not axe_violations(first)
    first.get_by_role("button", name="Sitzung beginnen").click()
    expect(first.get_by_role("heading", name="Wer ist da?")).to_be_visible()

    # 1 who is here; nothing else is in reach
    expect(first.get_by_role("link", name="Verzeichnis")).to_have_count(0)
    held = next(m for m in use.meetings(desk) if m.status == use.RUNNING)
    names = use.names_of(desk)
    members = use.invited(desk, held)
    for organisation in members[:14]:
        first.locator("[data-testid=stCheckbox]", has_text=names[organisation]).first.locator("label").click()
    expect(first.get_by_text("14 Partner im Raum")).to_be_visible()
    assert set(use.meeting(desk, held.id).attendance) == set(members[:14])
    expect(first.get_by_text("Vom Kern fehlt")).to_be_visible()
    picture(first, "konferenz-1-wer-ist-da.png")

    # a second browser joins the meeting that runs
    second, _ = open_page(**WALL)
    join(second, demo_app)
    second.get_by_role("button", name="Sitzung fortsetzen").click()
    expect(second.get_by_text(re.compile(r"Paar 1 von \d+"))).to_be_visible()

    # 2 the pairs: a digit and Enter are enough
    first.get_by_role("button", name="Weiter ›").click()
    questions = use.questions(desk, use.meeting(desk, held.id))
    assert len(questions) > 3
    expect(first.get_by_text(f"Paar 1 von {len(questions)}")).to_be_visible()
    assert not axe_violations(first)
    first.keyboard.press("2")
    expect(first.get_by_role("button", name="Beide einig: 2")).to_be_enabled()
    picture(first, "konferenz-2-paare.png")
    first.keyboard.press("Enter")
    expect(first.get_by_text(f"Paar 2 von {len(questions)}")).to_be_visible()
    expect(first.get_by_text("alles gespeichert")).to_be_visible()
    assert views(desk, held)[questions[0].key] == (2, 2)
    # the second browser goes on by itself
    expect(second.get_by_text(f"Paar 2 von {len(questions)}")).to_be_visible()

    # the second browser types along: each side says something else
    # without waiting for anything: what a quick hand does is what counts
    second.get_by_role("button", name="Verschieden").click()
    second.get_by_role("button", name=re.compile("Wir informieren einander")).click()
    second.get_by_role("button", name=re.compile("Wir geben dafür Eigenes auf")).click()
    second.get_by_role("button", name="Beide speichern").click()
    expect(first.get_by_text(f"Paar 3 von {len(questions)}")).to_be_visible()
    assert views(desk, held)[questions[1].key] == (1, 3)

    # keys as fast as one can type: two pairs, one of them seen differently, the third put off
    expect(second.get_by_text(f"Paar 3 von {len(questions)}")).to_be_visible()
    for key in ("v", "0", "4", "Enter", "2", "Enter", "s"):
        second.keyboard.press(key)
    expect(second.get_by_text(f"Paar 6 von {len(questions)}")).to_be_visible()
    expect(first.get_by_text(f"Paar 5 von {len(questions)}")).to_be_visible()
    assert views(desk, held)[questions[2].key] == (0, 4)
    assert views(desk, held)[questions[3].key] == (2, 2)
    assert not use.questions(desk, held_now(desk, held))[4].asked

    # 3 and 4 become something agreed
    first.get_by_role("button", name="Weiter ›").click()
    expect(first.get_by_role("heading", name="Lücken in Vereinbarungen")).to_be_visible()
    picture(first, "konferenz-3-luecken.png")
    # the ways of the step are there without scrolling, however long its list is
    expect(first.get_by_role("button", name="Weiter ›")).to_be_in_viewport(ratio=1)
    first.get_by_role("button", name="Abmachen").first.click()
    expect(first.get_by_text("Vermerkt unter")).to_be_visible()
    told = first.get_by_test_id("stToast").bounding_box()
    side = first.locator("[class*='st-key-conf-side']").bounding_box()
    assert told
    assert side
    assert told["x"] + told["width"] < side["x"], "what was noted is told beside the step, not over its heading"
    # what is agreed says so, in both browsers: it cannot be agreed twice
    expect(first.get_by_role("button", name="Abgemacht ✓")).to_be_disabled()
    second.get_by_role("button", name="Weiter ›").click()
    expect(second.get_by_role("button", name="Abgemacht ✓")).to_be_disabled()
    second.get_by_role("button", name="‹ Zurück").click()
    first.get_by_role("button", name="Weiter ›").click()
    expect(first.get_by_role("heading", name="Wer mit wem reden muss")).to_be_visible()
    picture(first, "konferenz-4-gespraeche.png")

    # 5 what we agree, who, until when
    first.get_by_role("button", name="Weiter ›").click()
    day = first.get_by_test_id("stDateInput").get_by_role("spinbutton")
    expect(day.first).to_have_css("font-size", "20px")
    first.get_by_label("Was", exact=True).fill("Gemeinsame Sprechstunde im Bürgerhaus")
    first.get_by_role("button", name="Festhalten").click()
    expect(first.get_by_text("Gemeinsame Sprechstunde im Bürgerhaus")).to_be_visible()
    first.get_by_text(re.compile("Was Zusammenarbeit gelingen lässt")).click()
    first.locator("[data-testid=stCheckbox]", has_text="Vertrauen").locator("label").click()
    expect(first.get_by_text("Was Zusammenarbeit gelingen lässt (1)")).to_be_visible()
    assert not axe_violations(first)
    picture(first, "konferenz-5-abmachen.png")
    made = [d for d in outcome.decisions(desk, held.body) if d.meeting == held.id]
    assert len(made) == 2
    # what ends is to be settled before it does
    gap = outcome.agreement_gaps(desk, held_now(desk, held))[0]
    assert gap.kind == "expiring"
    noted = next(d for d in made if "Sprechstunde" not in d.what)
    assert noted.until == min(gap.until, desk.house.today() + timedelta(days=90))

    # the end, and the minutes on paper and to work on
    first.get_by_text("Sitzung beenden", exact=True).click()
    first.get_by_role("button", name="Sitzung beenden und Protokoll erstellen").click()
    with first.expect_download() as pdf:
        first.get_by_role("button", name="Protokoll als PDF").click()
    assert pdf.value.path().read_bytes().startswith(b"%PDF")
    with first.expect_download() as docx:
        first.get_by_role("button", name="Protokoll als DOCX").click()
    from docx import Document

    document = Document(io.BytesIO(docx.value.path().read_bytes()))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    assert "Gemeinsame Sprechstunde im Bürgerhaus" in cells
    expect(second.get_by_role("heading", name="Die Sitzung ist beendet")).to_be_visible()
    picture(first, "konferenz-6-protokoll.png")
    first.get_by_role("button", name="Zurück an den Schreibtisch").click()
    expect(first.get_by_role("link", name="Verzeichnis").first).to_be_visible()
    assert not watch.external


def held_now(desk: Desk, held):
    return use.meeting(desk, held.id)


def views(desk: Desk, held) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    """Give what both sides of each pair say now."""
    return {q.key: q.now.views for q in use.questions(desk, held_now(desk, held)) if q.now}


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1600, 900), (1920, 1080)])
def test_letters_are_the_same_part_of_every_wall_and_readable_from_the_back_row(demo_app, open_page, width, height):
    page, _ = open_page(viewport={"width": width, "height": height})
    join(page, demo_app)
    page.get_by_role("button", name=re.compile("Sitzung (beginnen|fortsetzen)")).click()
    expect(page.get_by_text(re.compile(r"Partner im Raum"))).to_be_visible()
    rests(page)
    # looks into the drawn components, too
    sizes = page.locator("[class*='st-key-conf-side'] :is(p, label, h2, h3, button), .conf-head p").evaluate_all(
        "found => found.filter(e => e.offsetParent && e.textContent.trim())"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))",
    )
    unit = width / 1600
    assert len(sizes) >= 8
    assert min(sizes) >= 18 * unit - 0.01
    assert sorted(sizes)[len(sizes) // 2] >= 20 * unit - 0.01
    # nothing of the ways is cut
    for words in page.locator(".st-key-conf-ways button p").all():
        assert words.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), words.inner_text()
    assert not axe_violations(page)


def all_in_sight(page: Page) -> None:
    """Expect the ladder and the buttons of a pair on the screen, above the ways of the step that lie over them."""
    ways = page.locator(".st-key-conf-ways").bounding_box()
    assert ways
    for words in ("Alles ist aufeinander abgestimmt", "Beide einig", "Verschieden", "Später"):
        button = page.get_by_role("button", name=re.compile(words)).first
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box
        assert box["y"] + box["height"] <= ways["y"], words


def test_a_pair_is_asked_without_scrolling_on_a_small_projector(demo_app, desk, open_page):
    held = use.begin_meeting(desk, next(b.id for b in desk.house.district().bodies.values() if b.name == BODY))
    for organisation in use.invited(desk, held)[:14]:
        use.attend(desk, held.id, organisation)
    page, _ = open_page(viewport={"width": 1280, "height": 800})
    join(page, demo_app)
    page.get_by_role("button", name="Sitzung fortsetzen").click()
    expect(page.get_by_text(re.compile(r"Paar \d+ von \d+"))).to_be_visible()
    all_in_sight(page)
    # what is told of another browser takes the way on out of nobody's sight
    names = use.names_of(desk)
    still = [q for q in use.questions(desk, held_now(desk, held)) if not q.asked]
    for question in still[:4]:
        use.agree(desk, held.id, a=question.a, b=question.b, says_a=1, says_b=1)
        told = page.get_by_text(f"{names[question.a]} – {names[question.b]}: eben im anderen Browser beantwortet.")
        expect(told).to_be_in_viewport(ratio=1)
        all_in_sight(page)
    box, side = told.bounding_box(), page.locator("[class*='st-key-conf-side']").bounding_box()
    assert box
    assert side
    assert box["x"] + box["width"] < side["x"], "it is told over the picture"
    use.end_meeting(desk, held.id)


def test_a_gap_says_which_agreement_it_is_about(desk):
    district = desk.house.district()
    own = {a.id: a for a in district.agreements.values() if a.services}
    with speaking("de"):
        said = {i: gap_words(desk, AgreementGap("no_deputy", i, (), ())) for i in own}
    for ident, words in said.items():
        assert district.services[own[ident].services[0]].name in words
    # the same kind comes several times: in the minutes nobody could tell which was meant
    assert len(own) > len({a.kind for a in own.values()})
