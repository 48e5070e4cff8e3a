"""Netzwerk in a real browser: layers, frames, history, one selection, editing in the picture, chains."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from netmap.bootstrap import House
from netmap.model.changes import Change, Edit
from netmap.model.partners import Position
from netmap.settings import Settings
from tests.support.app import enter
from tests.support.browser import axe_violations, rests
from tests.support.places import ROOT

if TYPE_CHECKING:
    from tests.support.app import RunningApp
    from tests.support.browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

PICTURES = ROOT / "docs" / "bilder"
OpenPage = Callable[..., tuple[Page, "Watch"]]


@pytest.fixture
def page(open_page: OpenPage, demo_app: RunningApp) -> Page:
    """The coordinator's page, open and at rest."""
    page, watch = open_page(viewport={"width": 1600, "height": 1250})
    enter(page, demo_app, "Jonas Albers")
    page.goto(f"{demo_app.url}/netzwerk")
    expect(network(page)).to_be_visible()
    assert watch.external == []
    return page


def network(page: Page) -> Locator:
    return page.get_by_role("img", name=re.compile("Partnernetz"))


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    rests(page)
    page.screenshot(path=str(PICTURES / name))


def legend(page: Page) -> Locator:
    return page.get_by_role("list", name="Was die Linien bedeuten")


def tab(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).or_(
        page.get_by_role("button", name=name, exact=True)
    ).first.click()


def opened(page: Page, name: str) -> None:
    """Open a list of the bar above the picture."""
    page.get_by_role("button", name=name).click()
    expect(page.locator("[data-testid=stPopoverBody]")).to_be_visible()


def unfolded(page: Page, title: str, within: Locator) -> None:
    """Open a folded part and wait until it stands: while it still opens, a list inside closes again."""
    page.get_by_text(title, exact=True).click()
    within.click(trial=True)
    rests(page)


def test_the_picture_begins_near_the_top_and_its_filters_stay_readable(page: Page) -> None:
    for width in (1280, 1600):
        page.set_viewport_size({"width": width, "height": 1250})
        rests(page)
        box = network(page).bounding_box()
        assert box is not None
        assert box["y"] <= 265, width
    everybody = int(page.get_by_text(re.compile(r"^\d+ Paare sind bekannt")).inner_text().split()[0])
    opened(page, "Filter")
    choose(page, "Ab Stufe", "3")
    page.keyboard.press("Escape")
    chip = page.get_by_role("button", name=re.compile("Ab Stufe: 3"))
    expect(chip).to_be_visible()
    tab(page, "Kennzahlen")  # another view of the page leaves the filters as they are
    expect(network(page)).to_have_count(0)
    # the figures count the same part: the filter stands there, too
    expect(page.get_by_text(re.compile(r"^Gezählt am .* Verbindungen \(Zusammenarbeit ab Stufe 1\)"))).to_be_visible()
    expect(chip).to_be_visible()
    tab(page, "Bild")
    expect(chip).to_be_visible()
    rests(page)
    assert int(page.get_by_text(re.compile(r"^\d+ Paare sind bekannt")).inner_text().split()[0]) < everybody
    assert axe_violations(page) == []
    chip.click()
    expect(chip).to_have_count(0)
    expect(page.get_by_text(re.compile(rf"^{everybody} Paare sind bekannt"))).to_be_visible()


def test_who_is_searched_for_stands_beside_the_picture_and_those_around_are_not_pale(page: Page) -> None:
    search = page.get_by_placeholder("Name einer Organisation")
    search.fill("auental")  # many: nothing is chosen
    search.press("Enter")
    rests(page)
    expect(page.get_by_role("heading", name="Wählen Sie eine Organisation")).to_be_visible()
    search.fill("suchthilfe")
    search.press("Enter")
    expect(page.get_by_role("heading", name="Suchthilfe Altstadt")).to_be_visible()
    # "0" stands there, too: it is an answer, but nobody they work with
    expect(page.get_by_role("button", name=re.compile("^0 · "))).not_to_have_count(0)
    expect(page.get_by_text(re.compile(r"^Was zur Zusammenarbeit gesagt ist \(\d+\)$"))).to_be_visible()
    page.get_by_role("button", name="Nur diese und wer um sie steht").click()
    expect(page.get_by_role("button", name="Nur rund um: Suchthilfe Altstadt")).to_be_visible()
    expect(search).to_have_value("")
    rests(page)
    assert axe_violations(page) == []


def test_on_a_tablet_the_picture_has_the_whole_width(page: Page) -> None:
    page.set_viewport_size({"width": 820, "height": 1180})
    rests(page)
    box, beside = network(page).bounding_box(), page.get_by_text("Wählen Sie eine Organisation").bounding_box()
    assert box
    assert beside
    assert box["width"] > 700
    assert beside["y"] > box["y"] + box["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == 820


def test_layers_are_drawn_named_and_in_the_table(page: Page) -> None:
    expect(legend(page)).not_to_contain_text("vermittelt an")
    opened(page, "Linien und Rahmen")
    tab(page, "vermittelt an")
    expect(legend(page)).to_contain_text("vermittelt an")
    tab(page, "unter einem Dach mit")
    expect(legend(page)).to_contain_text("unter einem Dach mit")
    page.keyboard.press("Escape")
    rests(page)
    # what is on stays readable beside the closed list, and goes with one press
    page.get_by_role("button", name=re.compile("unter einem Dach mit")).click()
    expect(legend(page)).not_to_contain_text("unter einem Dach mit")
    expect(page.get_by_text(re.compile(r"^Andere Beziehungen \([1-9]\d*\)$"))).to_be_visible()
    page.get_by_text(re.compile(r"^Andere Beziehungen \(")).click()
    expect(page.locator("[data-testid=stDataFrame]")).to_contain_text("vermittelt an")
    rests(page)
    assert axe_violations(page) == []
    picture(page, "netzwerk-beziehungen.png")


def test_signs_and_one_with_its_neighbours_by_keyboard_and_in_words(page: Page) -> None:
    rests(page)
    everybody = count_of(page)
    opened(page, "Im Bild zeigen")
    page.get_by_role("radio", name=re.compile("^Gruppen")).press("Space")
    page.keyboard.press("Escape")
    expect(legend(page)).to_contain_text("Gruppe aus")
    expect(page.get_by_text(re.compile(r"^Gruppen \([1-9]\d*\): .* Gezählt am "))).to_be_visible()
    page.get_by_text(re.compile(r"^Organisationen \(")).click()
    rests(page)
    table = page.locator("[data-testid=stDataFrame]")
    expect(table).to_contain_text(re.compile("A Gruppe A"))
    table.scroll_into_view_if_needed()
    row = table.bounding_box()
    assert row is not None
    page.mouse.click(row["x"] + 20, row["y"] + 56)
    page.get_by_role("button", name="Nur diese und wer um sie steht").press("Enter")
    expect(page.get_by_role("button", name=re.compile("Nur rund um: "))).to_be_visible()
    rests(page)
    assert 1 < count_of(page) < everybody / 2
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=re.compile("Nur rund um: "))).to_have_count(0)
    rests(page)
    assert count_of(page) == everybody
    picture(page, "netzwerk-gruppen.png")


def test_names_stay_readable_on_a_small_screen_and_come_one_by_one(page: Page) -> None:
    surface = page.locator("[data-names-waiting]")
    expect(surface).to_have_attribute("data-names-waiting", "0")  # at a desk all sixty have room
    page.set_viewport_size({"width": 820, "height": 1180})
    expect(page.get_by_text(re.compile(r"Namen, für die hier kein Platz ist: [1-9]"))).to_be_visible()
    waiting = surface.get_attribute("data-names-waiting") or ""
    for _ in range(6):
        page.get_by_role("button", name="Vergrößern").click()
    expect(surface).not_to_have_attribute("data-names-waiting", waiting)
    assert int(surface.get_attribute("data-names-waiting") or 0) < int(waiting)


def test_everybody_is_placed_anew_and_back_again(page: Page, demo_app: RunningApp) -> None:
    house = House(Settings(data=demo_app.data))

    def places() -> dict[str, float]:
        rows = house.partners.load("positions", only=("view", ["network"]))["positions"]
        return {row["item"]: row["x"] for row in rows}

    rests(page)
    some = next(iter(places()))
    far = Position(view="network", item=some, x=9000.0, y=0.0, by_hand=True)
    house.partners.housekeep(Change((Edit.add(far),)))
    surface = page.locator("[data-arranged]")
    times = int(surface.get_attribute("data-arranged") or 0)
    page.get_by_role("button", name="Neu anordnen").press("Enter")
    expect(surface).to_have_attribute("data-arranged", str(times + 1))
    assert places()[some] < 9000
    back = page.get_by_role("button", name="Zurück zur Anordnung davor")
    rests(page)
    back.press("Enter")
    expect(surface).to_have_attribute("data-arranged", str(times + 2))
    assert places()[some] == 9000
    assert axe_violations(page) == []
    back.press("Enter")  # as it was laid out, for the tests that follow
    expect(surface).to_have_attribute("data-arranged", str(times + 3))
    house.close()


def test_frames_hold_what_belongs_together(page: Page) -> None:
    opened(page, "Linien und Rahmen")
    page.get_by_text("Einrahmen, was zusammengehört").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name=re.compile("eingerahmt"))).to_be_visible()
    rests(page)
    expect(network(page)).to_be_visible()
    assert axe_violations(page) == []
    picture(page, "netzwerk-rahmen.png")


def test_a_frame_folds_to_one_mark_by_mouse_keyboard_and_from_the_table(page: Page) -> None:
    opened(page, "Linien und Rahmen")
    page.get_by_text("Einrahmen, was zusammengehört").click()
    page.keyboard.press("Escape")
    frames = page.get_by_role("group", name="Rahmen")
    fold = frames.get_by_role("button", name="Kreis Auental zuklappen", exact=True)
    unfold = frames.get_by_role("button", name=re.compile(r"^Kreis Auental mit \d+ Organisationen aufklappen$"))
    expect(fold).to_be_visible()
    rests(page)
    inside = f"Partnernetz.* {count_of(page)} Organisationen"
    expect(page.get_by_role("img", name=re.compile(inside))).to_be_visible()
    fold.click()
    expect(unfold).to_be_visible()
    expect(page.get_by_role("img", name=re.compile(inside))).to_have_count(0)
    rests(page)
    assert axe_violations(page) == []
    unfold.press("Enter")
    expect(fold).to_be_focused()  # the same button: who works by keyboard stays where they were
    expect(page.get_by_role("img", name=re.compile(inside))).to_be_visible()
    page.get_by_text(re.compile(r"^Rahmen \([1-9]")).click()
    rests(page)
    table = page.locator("[data-testid=stDataFrame]")
    expect(table).to_contain_text("Organisationen darin")
    table.scroll_into_view_if_needed()
    row = table.bounding_box()
    assert row is not None
    page.mouse.click(row["x"] + 20, row["y"] + 56)  # rows are drawn on a canvas: the mark at the start of the first
    page.get_by_role("button", name="Rahmen zuklappen").click()
    expect(page.get_by_role("button", name="Rahmen aufklappen")).to_be_visible()
    expect(frames.get_by_role("button", name=re.compile(" aufklappen$"))).to_have_count(1)
    # kept in the session
    tab(page, "Kennzahlen")
    tab(page, "Bild")
    expect(frames.get_by_role("button", name=re.compile(" aufklappen$"))).to_have_count(1)
    assert axe_violations(page) == []


def test_the_picture_is_walked_by_keyboard_and_says_where_one_stands(page: Page) -> None:
    walk = page.get_by_role("application", name=re.compile("Im Bild gehen"))
    spoken = page.get_by_role("status").filter(has_text=re.compile(r"Linien?\.|Richtung|gewählt"))
    walk.focus()
    expect(spoken).to_have_text(re.compile(r"^.+, \d+ Linien?\.$"))
    assert axe_violations(page) == []
    seen, along = {spoken.inner_text().rsplit(",", 1)[0]}, ""
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"):
        walk.press(f"Shift+{key}")
        said = spoken.inner_text()
        if "Richtung" not in said:
            seen.add(said.split(" Die Linie")[0].rsplit(",", 1)[0])
            along = said
            assert re.search(r"Die Linie von dort: sagt (\d|keine Antwort); von hier: (\d|keine Antwort)\.$", said)
    assert len(seen) > 2
    here = along.split(" Die Linie")[0].rsplit(",", 1)[0]  # where there was nobody one stays
    walk.press("Enter")
    expect(page.get_by_role("heading", name=here, exact=True)).to_be_visible()
    expect(walk).to_be_focused()
    # plain arrows reach whoever stands there; at the edge they say so
    for _ in range(40):
        walk.press("ArrowLeft")
    expect(spoken).to_have_text("In dieser Richtung steht niemand.")
    # a line that led here opens, too
    for key in ("ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft"):
        walk.press(f"Shift+{key}")
        if "Die Linie" in spoken.inner_text():
            break
    assert "Die Linie" in spoken.inner_text()
    walk.press("Shift+Enter")
    expect(page.get_by_text("Wie weit geht es heute?")).to_be_visible()


def count_of(page: Page) -> int:
    """How many organisations the picture holds."""
    name = network(page).get_attribute("aria-label") or ""
    found = re.search(r"mit (\d+) Organisationen", name)
    assert found is not None
    return int(found[1])


def test_the_day_moves_through_the_history(page: Page) -> None:
    now = page.get_by_text(re.compile(r"^\d+ Paare sind bekannt")).inner_text()
    slider = page.get_by_role("slider", name=re.compile("Wie es dazu kam")).or_(page.get_by_role("slider")).first
    slider.focus()
    slider.press("Home")
    expect(page.get_by_text(re.compile(r"^\d+ Paare sind bekannt.*am 06\.11\.2024"))).to_be_visible()
    then = page.get_by_text(re.compile(r"^\d+ Paare sind bekannt")).inner_text()
    assert int(then.split()[0]) < int(now.split()[0])
    # the talk in the kitchen became an agency: the stop at which that is told
    for _ in range(40):
        if page.get_by_text(re.compile("beendet: Küchen-Talk U25")).count():
            break
        day = page.get_by_text(re.compile(r"^\d+ Paare sind bekannt")).inner_text()
        slider.press("ArrowRight")
        expect(page.get_by_text(day, exact=True)).to_have_count(0)
        rests(page)
    expect(page.get_by_text(re.compile("beendet: Küchen-Talk U25"))).to_be_visible()
    expect(page.get_by_text(re.compile("Jugendberufsagentur"))).not_to_have_count(0)
    picture(page, "netzwerk-geschichte.png")


def test_a_new_organisation_says_how_far_it_works_with_another_and_that_is_undone(
    page: Page, demo_app: RunningApp
) -> None:
    house = House(Settings(data=demo_app.data))
    form = page.locator("[data-testid=stForm]")
    unfolded(page, "Neue Organisation", form.get_by_role("button", name="Ins Bild setzen"))
    form.get_by_label("Name").fill("Werkhof Probe")
    kind = form.get_by_role("combobox", name=re.compile("Art"))
    kind.click()
    page.get_by_role("option").first.click()
    form.get_by_role("button", name="Ins Bild setzen").click()
    expect(page.get_by_role("heading", name="Werkhof Probe")).to_be_visible()
    made = next(o for o in house.district().organisations.values() if o.name == "Werkhof Probe")

    other = page.get_by_role("combobox", name=re.compile("^.*Mit$"))
    unfolded(page, "Etwas zu einer anderen Organisation sagen", other)
    other.click()
    other.fill("GWA Nordviertel")
    page.get_by_role("option", name="GWA Nordviertel").click()
    page.get_by_role("button", name="Paar öffnen").click()
    expect(page.get_by_role("heading", name=re.compile("Werkhof Probe"))).to_be_visible()
    page.get_by_label("Woran merkt man das?").fill("gemeinsame Sprechstunde")
    page.get_by_label("Woran merkt man das?").press("Tab")
    rests(page)
    page.get_by_role("button", name=re.compile("Wir planen und handeln gemeinsam")).click()
    expect(page.get_by_text("gemeinsame Sprechstunde").first).to_be_visible()
    said = [r for r in house.district().reports if r.from_ == made.id or r.to == made.id]
    assert [(r.level, r.evidence) for r in said] == [(2, "gemeinsame Sprechstunde")]
    picture(page, "netzwerk-melden.png")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_text("gemeinsame Sprechstunde")).to_have_count(0)
    assert not [r for r in house.district().reports if r.from_ == made.id or r.to == made.id]
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("heading", name=re.compile("Werkhof Probe"))).to_have_count(0)
    assert made.id not in house.district().organisations
    house.close()


def test_a_chain_is_drawn_step_by_step_and_printed(page: Page) -> None:
    tab(page, "Dienstleistungsketten")
    expect(page.get_by_role("img", name=re.compile("^1 ")).first).to_be_visible()
    unfolded(page, "Neue Kette zeichnen", page.get_by_role("button", name="Beginnen", exact=True))
    page.get_by_label("Wofür die Kette da ist").fill("Probekette")
    choose(page, "Erster Schritt", "Schuldnerberatung")
    page.get_by_role("button", name="Beginnen", exact=True).click()
    expect(page.get_by_role("heading", name="Probekette")).to_be_visible()
    drawn = page.get_by_role("img", name=re.compile("^1 [^;]*Schuldnerberatung"))
    expect(drawn).not_to_have_count(0)
    page.get_by_role("button", name="Alle Ketten drucken (PDF)").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Ketten speichern (PDF)").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF-")
    assert axe_violations(page) == []
    page.evaluate("window.scrollTo(0, 0)")
    picture(page, "netzwerk-ketten.png")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("heading", name="Probekette")).to_have_count(0)


def test_open_points_are_taken_along_as_a_document(page: Page) -> None:
    tab(page, "Vereinbarungen")
    choose(page, "Angebot, über das verhandelt wird", "Schuldner")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Checkliste zum Mitnehmen (DOCX)").click()
    assert coming.value.path().read_bytes().startswith(b"PK")
    rests(page)
    assert axe_violations(page) == []


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list by typing."""
    rests(page)
    box = page.get_by_role("combobox", name=re.compile(label))
    box.click()
    box.fill(option)
    page.get_by_role("option", name=re.compile(option)).first.click()


def test_what_the_network_shows_is_said_in_words(page: Page) -> None:
    tab(page, "Dienstleistungsketten")
    expect(page.get_by_text(re.compile(r"^Umweg von „"))).not_to_have_count(0)
    expect(page.get_by_text(re.compile(r"^Nebeneinander bei „"))).not_to_have_count(0)
    clean(page)

    tab(page, "Kern")
    expect(page.get_by_role("heading", name=re.compile("Wozu dient dieses Netz"))).to_be_visible()
    expect(page.get_by_text(re.compile("Dafür spricht:"))).not_to_have_count(0)
    expect(page.get_by_text(re.compile("Nicht bekannt:"))).not_to_have_count(0)
    cell = page.get_by_role("button", name=re.compile("Aufgabe offen|Aufgaben offen|Nicht erfasst")).first
    cell.click()
    expect(page.get_by_text(re.compile("^Nicht erfasst: "))).to_be_visible()
    clean(page)
    picture(page, "netzwerk-kern.png")

    tab(page, "Was wäre, wenn")
    choose(page, "Was wäre, wenn es diese nicht gäbe", "Suchthilfe")
    page.keyboard.press("Escape")  # as long as the list is open, all else is hidden from roles
    expect(page.get_by_role("heading", name="Vorher und nachher")).to_be_visible()
    before, after = (
        page.get_by_role("img", name=re.compile("^Vorher")),
        page.get_by_role("img", name=re.compile("^Nach")),
    )
    expect(before).to_be_visible()
    expect(after).to_be_visible()
    assert before.get_attribute("alt") != after.get_attribute("alt")
    choose(page, "Koordination", "Integrationszentrum")
    page.keyboard.press("Escape")
    expect(page.get_by_text(re.compile("Niemand ist benannt, der einspringt"))).to_be_visible()
    clean(page)
    picture(page, "netzwerk-was-waere-wenn.png")

    tab(page, "Überschneidungen")
    expect(page.get_by_text(re.compile("Beschrieben, nicht bewertet"))).to_be_visible()
    clean(page)


def test_a_talk_is_postponed_done_and_opened_again(page: Page) -> None:
    tab(page, "Wer reden sollte")
    open_now = page.get_by_text(re.compile(r"^\d+ Gespräche stehen an"))
    page.get_by_text(re.compile(r"^keine Rückmeldung \(\d+\)$")).click()
    expect(page.get_by_text(re.compile("vermittelt an .*keine Rückmeldung"))).not_to_have_count(0)
    count = int(open_now.inner_text().split()[0])
    clean(page)
    page.get_by_role("button", name="Erledigt", exact=True).first.click()
    expect(page.get_by_text(re.compile(rf"^{count - 1} Gespräche"))).to_be_visible()
    page.get_by_role("button", name="In 3 Monaten").first.click()
    expect(page.get_by_text(re.compile(rf"^{count - 2} Gespräche"))).to_be_visible()
    page.get_by_text("Auch Erledigte und Verschobene zeigen").click()
    expect(page.get_by_text(re.compile("verschoben bis"))).to_be_visible()
    for left in (count - 1, count):
        page.get_by_role("button", name="Wieder öffnen").first.click()
        expect(page.get_by_text(re.compile(rf"^{left} Gespräche"))).to_be_visible()
    picture(page, "netzwerk-gespraeche.png")
    page.get_by_role("button", name="Ansehen", exact=True).first.click()
    expect(network(page)).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile(" – ")).first).to_be_visible()


def clean(page: Page) -> None:
    """Nothing went wrong on the page, and axe finds nothing."""
    rests(page)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    assert axe_violations(page) == []
