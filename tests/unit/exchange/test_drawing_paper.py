"""The card on paper: the client's page and the file's page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from netmap.exchange.drawing import FilePage, Handout, PlaceToGo, card_pdf, card_png, view_of
from netmap.exchange.typeset import Look
from netmap.messages import speaking
from netmap.model.cases import Need, Step, Tie
from tests.support.sample_cards import SECRET, sample_card, sealed_card
from tests.unit.exchange.test_typeset import fonts, structure

STEPS = (
    Step(id="1", case="k", who="case_manager", what="Ruft die Beratung an", until=date(2026, 11, 27)),
    Step(id="2", case="k", who="other", who_text="Nachbarin Elif", what="Holt Mia ab"),
    Step(id="3", case="k", who="client", what="Briefe sammeln", until=date(2026, 12, 3)),
)
CONTACTS = (PlaceToGo(name="Schuldnerberatung", lines=["Lindenstraße 4", "01234 5678"], hours=["Mo, Do 9–12 Uhr"]),)
NEEDS = (Need(id="n", case="k", need="debt", priority=1, phase="active", since=date(2026, 11, 20)),)


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def page_text(page):
    return " ".join(page.extract_text().split())


@pytest.fixture(scope="module")
def pages(reader):
    return [page_text(page) for page in reader.pages]


def both_pages(view, **more):
    return card_pdf(
        view,
        handout=Handout(steps=STEPS, contacts=CONTACTS, about=lambda _: "Schulden"),
        file_page=FilePage(
            agreed_on=date(2026, 11, 20),
            needs=NEEDS,
            need_label=lambda _: "Schulden klären",
            figures=[
                ("Gezählt werden Menschen.", "11 Menschen gehören dazu."),
                ("So wurde es gesagt.", "Geld gibt Anna."),
                ("So wurde es gesagt.", "Rat gibt Ben."),
            ],
        ),
        **more,
    )


@pytest.fixture(scope="module")
def reader():
    return read(both_pages(view_of(*sample_card(12))))


def test_it_is_accessible_with_all_fonts_inside(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert root["/Lang"] == "de"
    assert reader.metadata.title == "Meine Netzwerkkarte"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    found = fonts(reader)
    assert found
    assert all(found.values())


def test_the_picture_has_words_that_stand_for_it(reader):
    (first, *_) = [str(node["/Alt"]) for node in structure(reader) if "/Alt" in node]
    assert first.startswith("Netzwerkkarte vom 20. November 2026. 12 Einträge.")
    assert "Nachbarin Elif" in first


def test_the_clients_page_is_one_page_in_plain_words(pages):
    page = pages[0]
    for words in ("Wer mir hilft", "Meine nächsten Schritte", "Wohin ich gehen kann", "Mo, Do 9–12 Uhr"):
        assert words in page
    assert "Karte für die Akte" not in page
    assert "Karte für die Akte" in pages[1]
    # one's own contribution comes first
    assert page.index("Briefe sammeln") < page.index("Ruft die Beratung an") < page.index("Holt Mia ab")
    assert "ich selbst, bis 03.12.2026" in page


FULL = [
    PlaceToGo(
        name=f"Beratung und Begleitung {n}",
        lines=[
            "Trägerverein der Altstadt, Färbergang 5, 00102 Auenstadt",
            "030 23125 122",
            f"kontakt@beratungs-{mail}",
        ],
        hours=["Mo–Do 9–16"],
    )
    for n, mail in enumerate(["stelle.example"] * 3 + ["undbegleitungsverein.example"])
]


def test_a_full_clients_page_is_still_one_page():
    made = read(card_pdf(view_of(*sample_card(20)), handout=Handout(steps=STEPS, contacts=FULL)))
    assert len(made.pages) == 1
    page = page_text(made.pages[0])
    for words in ("Wer mir hilft", "Holt Mia ab", "Begleitung 3", "weiter weg"):
        assert words in page


@pytest.mark.parametrize("count", [8, 14, 20])
def test_a_full_clients_page_is_still_one_page_on_a3_in_large_type(count):
    made = read(
        card_pdf(
            view_of(*sample_card(count)),
            handout=Handout(steps=STEPS, contacts=FULL),
            look=Look(paper="a3", large=True),
        )
    )
    assert len(made.pages) == 1
    sizes = {}
    made.pages[0].extract_text(visitor_text=lambda words, _, __, ___, size: sizes.setdefault(words.strip(), size))
    # and what is read on it is as large as large type is on A4
    for words in ("Holt Mia ab", "Beratung und Begleitung 3"):
        assert sizes[words] >= Look(large=True).type_size_pt


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("count", range(8, 15))
def test_no_few_lines_go_onto_a_second_sheet_in_large_type(paper, count):
    made = read(card_pdf(view_of(*sample_card(count)), look=Look(paper=paper, large=True)))
    # two sheets only where the picture keeps its full size, and then a whole section goes over
    if len(made.pages) > 1:
        assert page_text(made.pages[1]).startswith("Wer auf meiner Karte steht")


def test_an_address_of_the_net_is_copied_as_it_is():
    made = read(card_pdf(view_of(*sample_card(20)), handout=Handout(steps=STEPS, contacts=FULL), look=Look(large=True)))
    words = "".join(page.extract_text() for page in made.pages)
    # broken, if at all, at its own signs: no hyphen is put into it
    assert "kontakt@beratungs-stelle.example" in words.replace("\n", "").replace("\u200b", "")


def test_the_picture_and_its_legend_are_on_both_pages(pages):
    for page in pages[:2]:
        assert all(word in page for word in ("Ich", "nah", "vertraut", "belastet", "kennen sich"))


def test_the_files_page_holds_tables_and_consent(reader, pages):
    rest = " ".join(pages[1:])
    for words in ("am 20. November 2026 zugestimmt", "Schulden klären", "aktiv", "Sozialpsychiatrischer"):
        assert words in rest
    # a sentence, then its definition; what is defined alike is told together
    assert (
        "11 Menschen gehören dazu. Gezählt werden Menschen. Geld gibt Anna. Rat gibt Ben. So wurde es gesagt." in rest
    )
    assert sum(str(n["/S"]) == "/TH" for n in structure(reader)) >= 6 + 3 + 5 + 2


def test_in_large_type_the_files_page_says_the_same_without_narrow_columns():
    """Six columns of large letters broke most words and took a third more sheets."""
    view = view_of(*sample_card(24))
    plain, large = (
        read(card_pdf(view, look=look, file_page=FilePage(agreed_on=date(2026, 11, 20)), client_page=False))
        for look in (Look(), Look(large=True))
    )
    words = [" ".join(map(page_text, reader.pages)).replace("- ", "") for reader in (plain, large)]
    for entry in view.entries:
        told = (entry.name, entry.role, entry.note, entry.receives_words(), *entry.remarks())
        assert all(part.replace("- ", "") in words[1] for part in told if part), entry.name
    assert len(large.pages) <= len(plain.pages) + 1


def test_an_entry_is_named_once_for_all_it_knows_in_the_file():
    card, alters, _ = sample_card(4)
    first = min(alters, key=lambda alter: view_of(card, alters, []).entries[0].name != alter.label)
    others = [alter for alter in alters if alter is not first]
    ties = [
        Tie(case=card.case, card=card.id, a=first.id, b=other.id, conflict=n == 2) for n, other in enumerate(others)
    ]
    found = read(card_pdf(view_of(card, alters, ties), file_page=FilePage(agreed_on=date(2026, 1, 2))))
    told = page_text(found.pages[-1]).partition("Verbindungen untereinander")[2].partition("Bedarfe")[0]
    assert told.count(str(first.label)) == 2
    assert told.count("kennen sich") == 2
    assert "kennen sich, Streit" in told
    assert all(str(other.label) in told for other in others)


def test_without_consent_there_is_no_files_page():
    found = read(card_pdf(view_of(*sample_card(12)), handout=Handout(steps=STEPS)))
    assert "Akte" not in " ".join(page_text(page) for page in found.pages)


def test_without_steps_everybody_on_the_card_is_named_in_words():
    card, alters, ties = sample_card(12)
    view = view_of(card, [replace(a, supports=()) for a in alters], ties)
    page = page_text(read(card_pdf(view)).pages[0])
    assert "Wer auf meiner Karte steht" in page
    assert "Wer mir hilft" not in page
    assert all(e.name in page for e in view.entries)


@pytest.mark.parametrize(
    ("paper", "width", "kind", "large"),
    [
        ("a4", 210, "network", True),
        ("a3", 297, "network", False),
        ("a4", 210, "fields", False),
        ("a3", 297, "fields", True),
    ],
)
def test_papers_kinds_and_sizes(paper, width, kind, large):
    made = card_pdf(view_of(*sample_card(20)), kind=kind, look=Look(paper=paper, large=large))
    page = read(made).pages[0]
    assert round(float(page.mediabox.width) / 72 * 25.4) == width
    assert ("Ressourcenkarte" if kind == "fields" else "Netzwerkkarte") in page_text(page)


def colours(reader):
    found = set()
    for page in reader.pages:
        streams = [page.get_contents().get_data()]
        streams += [o.get_object().get_data() for o in (page["/Resources"].get("/XObject") or {}).values()]
        for stream in streams:
            found |= set(re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|RG|scn|SCN)\b", stream))
    return found


def test_black_and_white_holds_no_colour():
    view = view_of(*sample_card(20))
    assert any(len(set(c)) > 1 for c in colours(read(card_pdf(view))))
    assert all(len(set(c)) == 1 for c in colours(read(card_pdf(view, look=Look(grey=True)))))


def test_english_pages():
    with speaking("en"):
        page = page_text(read(card_pdf(view_of(*sample_card(8)), handout=Handout(steps=STEPS))).pages[0])
    assert "My next steps" in page
    assert "myself, until" in page


def test_pseudonyms_leave_no_sealed_text_on_paper():
    card, alters, ties = sealed_card()
    steps = [
        Step(id="1", case="k", who="other", who_text=f"Frau {SECRET}", what=f"Ruft {SECRET} an"),
        Step(id="2", case="k", who="client", what=f"{SECRET} besuchen"),
    ]
    needs = [replace(NEEDS[0], note=f"wegen {SECRET}")]
    page = FilePage(agreed_on=date(2026, 11, 20), needs=needs)

    def everything(pseudonyms):
        view = view_of(card, alters, ties, pseudonyms=pseudonyms)
        pdf = card_pdf(view, handout=Handout(steps=steps, about=lambda _: "Wohnen"), file_page=page)
        found = read(pdf)
        words = [p.extract_text() for p in found.pages]
        words += [str(n["/Alt"]) for n in structure(found) if "/Alt" in n]
        return pdf, "".join(" ".join(words).split()).replace("-", ""), str(found.metadata)

    pdf, words, _ = everything(False)
    assert SECRET in words
    pdf, words, metadata = everything(True)
    assert SECRET.casefold() not in words.casefold()
    assert SECRET not in metadata
    assert SECRET.encode() not in pdf
    assert SECRET.encode("utf-16-be") not in pdf
    assert "Wohnen" in words


def test_names_are_never_markup_on_paper():
    card, alters, ties = sample_card(4)
    nasty = '#panic("x") </text> *fett* $x$ @y'
    view = view_of(card, [replace(a, label=f"{nasty} {n}", note=nasty) for n, a in enumerate(alters)], ties)
    step = Step(id="1", case="k", who="client", what=nasty)
    found = read(card_pdf(view, handout=Handout(steps=[step]), file_page=FilePage(agreed_on=date(2026, 1, 2))))
    flat = "".join("".join(p.extract_text() for p in found.pages).split())
    assert flat.count("*fett*$x$@y") >= 6


def test_an_empty_card_is_a_page_too():
    card, _, _ = sample_card(0)
    page = page_text(read(card_pdf(view_of(card, [], []))).pages[0])
    assert "Ich" in page
    assert "trägt" in page


def test_png_is_as_large_as_asked_for():
    def size(**look):
        made = card_png(view_of(*sample_card(5)), look=Look(**look), ppi=100)
        assert made[:8] == b"\x89PNG\r\n\x1a\n"
        return int.from_bytes(made[16:20]), int.from_bytes(made[20:24])

    assert size()[0] == pytest.approx(200 / 25.4 * 100, abs=2)
    assert size(paper="a3")[0] == pytest.approx(200 * 2**0.5 / 25.4 * 100, abs=2)
