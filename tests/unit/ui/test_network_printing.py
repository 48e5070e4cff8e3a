"""Every view of the network prints: what stands on the screen stands on paper, with its day."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from netmap.analysis.cooperation.agreements import triangles_of
from netmap.analysis.cooperation.chains import chains_of
from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.cooperation.structure import counted_network, structure_of
from netmap.bootstrap import House
from netmap.exchange.report import Beside, Block, Picture
from netmap.messages import speaking
from netmap.settings import Settings
from netmap.ui.network import agreements as agreement_view
from netmap.ui.network import core, figures, findings, talks, what_if
from netmap.ui.network.shown import Choices
from netmap.usecases import chain_paper, network, networking
from netmap.usecases.desk import Actor, Desk
from netmap.usecases.network_signs import figures_in
from netmap.usecases.view_paper import cell_blocks, view_pdf

DAY = date(2026, 11, 20)
SCALE = "oberhausen"


@pytest.fixture
def desk(demo_data: Path) -> Iterator[Desk]:
    house = House(Settings(data=demo_data))
    with speaking("de"):
        yield Desk(house, Actor.cli())
    house.close()


def printed(desk: Desk, blocks: Sequence[Block]) -> str:
    content = view_pdf(desk, network.day_at(desk, DAY), "Ansicht", blocks)
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


def agreements(desk: Desk) -> Sequence[Block]:
    day = network.day_at(desk, DAY)
    table = agreement_view.agreement_columns(day, ending=day.agreements, alone=())
    return agreement_view.agreement_blocks(day, triangles_of(day), [("Angebote mit Vereinbarung", "3 / 9")], table)


def the_core(desk: Desk) -> Sequence[Block]:
    return core.core_blocks(desk, network.day_at(desk, DAY), network.core(desk, on=DAY), area=None)


def overlap(desk: Desk) -> Sequence[Block]:
    day = network.day_at(desk, DAY)
    return findings.overlap_blocks(day, networking.overlaps(desk, day))


def who_must_talk(desk: Desk) -> Sequence[Block]:
    day = network.day_at(desk, DAY)
    return talks.talks_blocks(day, networking.talks(desk, day), scale=SCALE)


def the_figures(desk: Desk) -> Sequence[Block]:
    day = network.day_at(desk, DAY)
    found = structure_of(counted_network(day.organisations, pairs_of(day).values(), None))
    return figures.figures_blocks(day, found, Choices(), figures_in(desk, day, found))


def lost(desk: Desk) -> Sequence[Block]:
    day = network.day_at(desk, DAY)
    project = next(s for s in what_if.services_of(day) if day.services[s].until)
    person = next(a.coordinator for a in day.agreements.values() if a.coordinator)
    found = network.without(desk, ["suchthilfe"], services=[project], on=DAY)
    return what_if.lost_blocks(desk, day, found, [person], scale=SCALE)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (
            agreements,
            ("Die zwölf Punkte", "Angebote mit Vereinbarung: 3 / 9", "✓", "Zu beachten", "Dreiecke"),
        ),
        (the_core, ("niemand erfasst", "Wozu dient dieses Netz?")),
        (overlap, ("Beschrieben, nicht bewertet", "Anbieter")),
        (who_must_talk, ("Geordnet nach Gründen", "Grund")),
        (
            the_figures,
            (
                "Gezählt am 20.11.2026",
                "Dichte: Verbindungen ÷ mögliche Paare",
                "Modularität",
                "Zentralisierung nach",
                "Werte jeder Organisation",
                "Bindung (Constraint)",
                "Getrennt ohne sie",
            ),
        ),
        (lost, ("Vorher und nachher", "Suchthilfe Altstadt", "Angebote, die wegfallen", "Zersplitterung")),
    ],
)
def test_a_view_prints_what_it_says(desk: Desk, view: Callable[[Desk], Sequence[Block]], words: tuple[str, ...]):
    said = printed(desk, view(desk))
    assert "Ansicht am 20.11.2026" in said
    assert [w for w in words if w not in said] == []


def test_what_if_prints_the_picture_before_and_after(desk: Desk):
    blocks = lost(desk)
    (pair,) = [b for b in blocks if isinstance(b, Beside)]
    before, after = pair.pictures
    assert "Suchthilfe" in before.svg
    assert "Suchthilfe Altstadt" not in after.svg
    # beside each other, on one page with their heading
    pages = view_pdf(desk, network.day_at(desk, DAY), "Ansicht", blocks)
    made = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pages, capture_output=True, check=True)
    (last,) = [page for page in made.stdout.decode().split("\f") if "Vorher und nachher" in page]
    assert last.split().count("Vorher") == 2  # heading and caption
    assert last.split().count("Nachher") == 1


def test_chains_print_with_their_sentences_each_on_one_page(desk: Desk):
    day = network.day_at(desk, DAY)
    chains = chains_of(day, scale=SCALE)
    said = {
        chain.id: [f"Satz {n} zu {chain.id}: " + "ein Umweg über andere " * 9 for n in range(4)] for chain in chains
    }
    content = chain_paper.chains_pdf(desk, day, scale=SCALE, said=said)
    made = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    pages = [" ".join(page.split()) for page in made.stdout.decode().split("\f")[:-1]]
    assert len(pages) == len(chains)
    for chain, page in zip(chains, pages, strict=True):
        assert chain.name in page
        assert all(f"Satz {n} zu {chain.id}" in page for n in range(4))


def test_what_ends_with_a_full_stop_does_not_double_that_of_its_sentence(desk: Desk):
    said = printed(desk, [*the_figures(desk), *overlap(desk)])
    assert "e. V." in said
    assert ".." not in said


def test_coordinators_alone_print_whom_their_agreements_join(desk: Desk):
    day = network.day_at(desk, DAY)
    person = next(a.coordinator for a in day.agreements.values() if a.coordinator)
    parties = {o for a in day.agreements.values() if a.coordinator == person for o, _ in a.roles}
    blocks = what_if.lost_blocks(desk, day, None, [person], scale=SCALE)
    (drawn,) = [b for b in blocks if isinstance(b, Picture)]
    assert what_if.coordinated(day, [person]) == parties & set(day.organisations)
    for party in parties:
        assert f'data-id="{party}"' in drawn.svg
    said = printed(desk, blocks)
    assert f"Zusammengehalten von {person}" in said
    assert "Wer an diesen Koordinationen hängt" in said


def test_cells_stand_in_words_a_few_columns_beside_each_other():
    names = [{"id": str(n), "name": f"Area {n}"} for n in range(9)]
    cells = [{"row": "x", "column": "8", "word": "absent", "lines": ["1 to 2 people"]}]
    first, second = cell_blocks(
        {"corner": "Need", "columns": names, "rows": [{"id": "x", "name": "X"}], "cells": cells}
    )
    assert [len(first.head), len(second.head)] == [8, 3]
    assert second.rows == [["X", "–", "absent; 1 to 2 people"]]


def _page(data: str) -> None:
    from datetime import date
    from pathlib import Path

    from netmap.bootstrap import House
    from netmap.messages import speaking
    from netmap.settings import Settings
    from netmap.ui.network.what_if import what_if
    from netmap.usecases.desk import Actor, Desk
    from netmap.usecases.network import day_at

    desk = Desk(House(Settings(data=Path(data))), Actor.cli())
    with speaking("de"):
        what_if(desk, day_at(desk, date(2026, 11, 20)), "oberhausen")


def test_coordinators_alone_are_shown_with_one_picture(demo_data: Path):
    page = AppTest.from_function(_page, args=(str(demo_data),), default_timeout=120).run()
    people = page.multiselect(key="net_gone_coordinators")
    people.select(people.options[0]).run()
    assert not page.exception
    assert "Wer an diesen Koordinationen hängt" in [heading.value for heading in page.subheader]
    (title,) = [m.value for m in page.markdown if m.value.startswith("**")]
    assert title == f"**Zusammengehalten von {people.options[0]}**"


def test_a_project_can_be_missing_and_the_view_is_printed_as_it_stands(demo_data: Path):
    page = AppTest.from_function(_page, args=(str(demo_data),), default_timeout=120).run()
    projects = page.multiselect(key="net_gone_services")
    assert "bis" in projects.options[0]  # what ends next comes first
    projects.select(projects.options[0]).run()
    assert not page.exception
    assert page.metric[0].value == "1"
    page.button(key="net_print_was-waere-wenn_ask").click().run()
    assert not page.exception
    _, content = page.session_state["paper:net_print_was-waere-wenn"]
    assert content.startswith(b"%PDF-")
    page.multiselect(key="net_gone").select(page.multiselect(key="net_gone").options[0]).run()
    assert page.button(key="net_print_was-waere-wenn_ask")  # what was made before no longer fits


def test_each_agreement_stands_in_the_table_the_next_to_end_first(desk: Desk):
    day = network.day_at(desk, DAY)
    ending, alone = networking.expiring_agreements(desk, day), networking.single_points(desk, day)
    assert ending
    assert alone
    table = agreement_view.agreement_columns(day, ending=ending, alone=alone)
    assert len(table["Vereinbarung"]) == len(day.agreements)
    last = [until for until in table["Bis"] if until]
    assert table["Bis"] == sorted(last) + [None] * (len(day.agreements) - len(last))
    # what the two numbers at the top count is marked in the rows
    assert sum("endet binnen 180 Tagen" in note for note in table["Zu beachten"]) == len(ending)
    assert all("endet" in note for note in table["Zu beachten"][: len(ending)])
    assert sum("keine Vertretung" in note for note in table["Zu beachten"]) == len(alone)


def test_the_triangles_say_who_stands_in_a_corner_and_leave_no_service_out(desk: Desk):
    day = network.day_at(desk, DAY)
    triangles = triangles_of(day)
    table = agreement_view.triangle_columns(day, triangles)
    for at, name in enumerate(table["Angebot"]):
        found = next(
            t for t in triangles
            if day.services[t.service].name == name and (t.commissioner or t.steerer)
            and ", ".join(day.organisations[o].name for o in t.deliverer) == table["Leistungserbringer"][at]
        )  # fmt: skip
        assert (table["Auftraggeber"][at] == "✕") == ("commissioner" in found.missing_corners)
        assert (table["Jobcenter"][at] == "✕") == ("steerer" in found.missing_corners)
        assert (table["Auftraggeber – Jobcenter"][at] == "✕") == ("commissioner-steerer" in found.missing_sides)
    lonely = agreement_view.lonely_said(day, triangles)
    others = [t for t in triangles if not t.commissioner and not t.steerer]
    assert lonely.startswith(f"Bei {len(others)} Angeboten")
    assert all(day.services[t.service].name in lonely for t in others)
    assert len(table["Angebot"]) + len(others) == len(triangles)
