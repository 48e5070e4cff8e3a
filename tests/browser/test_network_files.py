"""The network as files and the links of partners, from the coordinator's side in a real browser."""

from __future__ import annotations

import csv
import io
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from netmap.bootstrap import House
from netmap.exchange.graphs.gexf_reader import parse_gexf
from netmap.exchange.graphs.graphml_reader import parse_graphml
from netmap.settings import Settings
from tests.support.app import enter
from tests.support.browser import axe_violations, rests

if TYPE_CHECKING:
    from tests.support.app import RunningApp
    from tests.support.browser import Watch

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

OpenPage = Callable[..., tuple[Page, "Watch"]]
NEW = ("Werkhof Probe Eins", "Werkhof Probe Zwei")
EDGES = f"source,target,weight\n{NEW[0]},{NEW[1]},2\n".encode()


@pytest.fixture
def house(demo_app: RunningApp) -> Iterator[House]:
    opened = House(Settings(data=demo_app.data))
    yield opened
    opened.close()


def view(open_page: OpenPage, app: RunningApp, name: str) -> Page:
    """The coordinator's page with one of its views open."""
    page, watch = open_page(viewport={"width": 1600, "height": 1250})
    enter(page, app, "Jonas Albers")
    page.goto(f"{app.url}/netzwerk")
    page.get_by_role("radio", name=name, exact=True).click()
    rests(page)
    assert watch.external == []
    return page


def saved(page: Page, kind: str) -> tuple[str, bytes]:
    """Make a file with the first press, save it with the second; give its name and content."""
    page.get_by_role("button", name=f"{kind} herstellen", exact=True).click()
    save = page.get_by_role("button", name=f"{kind} speichern", exact=True)
    expect(save).to_be_visible()
    rests(page)
    with page.expect_download() as coming:
        save.click()
    return coming.value.suggested_filename, coming.value.path().read_bytes()


def test_all_seven_kinds_are_saved_and_open(open_page: OpenPage, demo_app: RunningApp, house: House) -> None:
    page = view(open_page, demo_app, "Papier und Dateien")
    names = {o.name for o in house.district().organisations.values()}
    files = {kind: saved(page, kind) for kind in ("PDF", "SVG", "HTML", "XLSX", "CSV", "GEXF", "GraphML")}
    assert all(re.fullmatch(r"netzwerk-\d{4}-\d\d-\d\d\.\w+", name) for name, _ in files.values())
    content = {kind: data for kind, (_, data) in files.items()}

    pages = PdfReader(io.BytesIO(content["PDF"])).pages
    assert len(pages) == 1  # title, picture and note together
    assert "Schuldnerberatung" in "".join(p.extract_text() for p in pages)
    marks = etree.fromstring(content["SVG"]).findall(".//*[@class='actor']")
    graphs = {
        "GEXF": parse_gexf(content["GEXF"], name="n.gexf"),
        "GraphML": parse_graphml(content["GraphML"], name="n.graphml"),
    }
    for graph in graphs.values():
        assert len(graph.nodes) == len(marks) > 50
        assert {node.label for node in graph.nodes} <= names
    assert len(graphs["GEXF"].edges) == len(graphs["GraphML"].edges) > 150
    assert any("Schuldnerberatung" in str(c.value) for row in load_workbook(io.BytesIO(content["XLSX"])).worksheets[1]
               for c in row)  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content["CSV"])) as archive:
        tables = {n: list(csv.reader(io.StringIO(archive.read(n).decode("utf-8-sig")))) for n in archive.namelist()
                  if n.endswith(".csv")}  # fmt: skip
    assert any("Schuldnerberatung Altstadt" in " ".join(row) for rows in tables.values() for row in rows)

    offline, watch = open_page()
    offline.set_content(content["HTML"].decode())
    expect(offline.get_by_role("table")).to_be_visible()
    offline.get_by_role("combobox").select_option(label="Schuldnerberatung Altstadt")
    rows = offline.locator("tbody tr:not([hidden])")
    expect(rows).not_to_have_count(0)
    expect(rows.filter(has_not_text="Schuldnerberatung Altstadt")).to_have_count(0)
    assert watch.external == []
    assert axe_violations(page) == []


def test_a_file_shows_its_preview_and_is_taken_over_in_one_step(
    open_page: OpenPage, demo_app: RunningApp, house: House
) -> None:
    page = view(open_page, demo_app, "Papier und Dateien")
    give = page.locator("input[type=file]")
    give.set_input_files({"name": "broken.graphml", "mimeType": "text/xml", "buffer": b"<graphml><graph>"})
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name="Alles übernehmen")).to_have_count(0)
    give.set_input_files({"name": "kanten.csv", "mimeType": "text/csv", "buffer": EDGES})
    expect(page.get_by_text("2 neue Organisationen")).to_be_visible()
    assert not [o for o in house.district().organisations.values() if o.name in NEW]
    rests(page)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Alles übernehmen").click()
    expect(page.get_by_text("In einem Schritt übernommen.")).to_be_visible()
    made = {o.id for o in house.district().organisations.values() if o.name in NEW}
    assert len(made) == 2
    assert {r.level for r in house.district().reports if {r.from_, r.to} == made} == {2}
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("button", name="Wiederholen")).to_be_enabled()
    assert not [o for o in house.district().organisations.values() if o.name in NEW]


def test_the_columns_of_an_edge_list_are_those_one_says(open_page: OpenPage, demo_app: RunningApp) -> None:
    page = view(open_page, demo_app, "Papier und Dateien")
    rows = "Nummer;Wer;Mit wem;Stufe;Datum\n1;Werkhof Probe Drei;Suchthilfe Altstadt;2;{day}\n"
    give = page.locator("input[type=file]")
    for day in ("am Dienstag", "03.02.2026"):
        buffer = rows.format(day=day).encode()
        give.set_input_files({"name": f"liste {day}.csv", "mimeType": "text/csv", "buffer": buffer})
        if day == "am Dienstag":
            expect(page.get_by_text(f"liste {day}.csv:2:Datum")).to_be_visible()
            expect(page.get_by_role("button", name="Alles übernehmen")).to_have_count(0)
    # the other file's page is there before a hand opens a list of it
    expect(page.get_by_text("liste am Dienstag.csv:2:Datum")).to_have_count(0)
    rests(page)
    for label, column in (("Eine Kante beginnt bei", "Wer"), ("und führt zu", "Mit wem")):
        box = page.get_by_role("combobox", name=re.compile(label))
        box.click()
        page.get_by_role("option", name=column, exact=True).click()
        rests(page)
    expect(page.get_by_text("1 neue Organisation", exact=True)).to_be_visible()
    expect(page.get_by_text("1 ist schon da", exact=True)).to_be_visible()
    expect(page.get_by_text("2 Meldungen", exact=True)).to_be_visible()
    expect(page.get_by_role("combobox", name=re.compile("Tag der Meldung"))).to_have_value("Datum")
    expect(page.get_by_text("Gesagt am, wo eine Zeile keinen Tag nennt")).to_be_visible()
    assert axe_violations(page) == []


def test_a_link_is_made_answered_taken_over_and_taken_back(
    open_page: OpenPage, demo_app: RunningApp, house: House
) -> None:
    page = view(open_page, demo_app, "Partner-Links")
    page.get_by_role("button", name="Link erstellen").click()
    expect(page.get_by_text("Bitte wählen Sie eine Organisation.")).to_be_visible()
    box = page.get_by_role("combobox", name=re.compile("Organisation"))
    box.click()
    box.fill("Schuldnerberatung Altstadt")
    page.get_by_role("option", name="Schuldnerberatung Altstadt").click()
    page.get_by_role("button", name="Link erstellen").click()
    mail = page.locator("[data-testid=stCode]")
    expect(mail).to_be_visible()
    rests(page)
    found = re.search(re.escape(demo_app.url) + r"/\S+", mail.inner_text())
    assert found is not None, "the text for the e-mail holds the whole address"
    assert axe_violations(page) == []

    phone, watch = open_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    phone.goto(found[0])
    assert phone.get_by_role("heading", level=1).inner_text() == "Schuldnerberatung Altstadt"
    phone.get_by_label("Telefon").fill("040 987654")
    phone.get_by_role("button", name="Speichern und weiter").click()
    assert watch.external == []

    page.get_by_role("radio", name="Bild", exact=True).click()
    page.get_by_role("radio", name="Partner-Links", exact=True).click()
    expect(page.get_by_text(re.compile("→ 040 987654"))).to_be_visible()
    page.get_by_role("button", name="Übernehmen", exact=True).first.click()
    expect(page.get_by_text("Es wartet nichts.")).to_be_visible()
    rests(page)
    own = next(o for o in house.district().organisations.values() if o.name == "Schuldnerberatung Altstadt")
    assert own.phone == "040 987654"
    page.get_by_role("button", name="Zurückziehen").first.click()
    expect(page.get_by_text("zurückgezogen")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(found[0], timeout=60)
    assert refused.value.code in (403, 404, 410)
    rests(page)
    assert axe_violations(page) == []
