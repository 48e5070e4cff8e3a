"""The report for the committee: what is read first stands first, every gap in the annex, every page found."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from netmap.exchange.report import Contents, Heading, PageBreak, Table
from netmap.exchange.typeset import printable
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Area, Demand, Service
from netmap.ui.planning import paper
from netmap.usecases import planning
from netmap.usecases.desk import Desk, Role
from netmap.usecases.planning_overview import heaviest, overview_table
from netmap.usecases.planning_report import PlanningFigures, planning_figures
from tests.support.houses import NOW, desk_as, fill, house_in

DAY = NOW.date()
#: more areas than a page has room for beside each other
AREAS = 17


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with house_in(tmp_path) as house:
        fill(house)
        rows = [
            Area(id=f"q{n:02}", name=f"Quartier {n}", kind="quartier", parent="nord") for n in range(AREAS)
        ]  # fmt: skip
        demand = [
            Demand(area="nord", need="work", people_low=9, people_high=20, source="Schätzung", on=DAY),
            # more people, but only possible: whoever serves no certain group may serve everybody
            Demand(area="nord", need="illness", people_low=30, people_high=300, source="Schätzung", on=DAY),
            Demand(area="q03", need="work", people_low=40, people_high=60, source="Zählung", on=DAY),
            Demand(area="q04", need="work", people_low=0, people_high=1),
            Demand(area="g", need="debt", people_low=5, people_high=9),
            *(Demand(area=f"q{n:02}", need="language", people_low=3, people_high=4 + n) for n in range(AREAS)),
        ]
        groups = Service(
            id="nur",
            organisation="sb",
            name="Nur für manche",
            needs=("illness",),
            areas=("g",),
            features=("outreach",),
            capacity=1,
            target_groups=("women",),
        )
        house.partners.apply(ImportDistrict.adding(*rows, *demand, groups), by="test")
        yield desk_as(house, Role.PLANNING)


@pytest.fixture
def figures(desk: Desk) -> PlanningFigures:
    return planning_figures(desk, on=DAY, limits=planning.limits_of(desk))


def test_most_people_first_and_what_is_certain_before_what_is_possible(figures: PlanningFigures) -> None:
    told = heaviest(figures)
    assert told[0].startswith("Arbeit, Quartier 3, alle: fehlt (sicher). ")
    assert told[0].endswith("40 bis 60 Menschen. Quelle: Zählung, 21.11.2026.")
    assert [t.split(":")[0] for t in told[1:3]] == ["Arbeit, Nord, alle", "Sprache, Quartier 16, alle"]
    highs = [int(re.search(r"bis (\d+) Menschen", t)[1]) for t in told]  # type: ignore[index]
    assert highs == sorted(highs, reverse=True)
    assert not any("Krankheit" in t for t in told)  # 300 people, but only possible


def test_the_overview_shows_each_row_of_demand_under_its_area(figures: PlanningFigures) -> None:
    table = overview_table(figures)
    at = {c.title: i for i, c in enumerate(table.columns)}
    rows = {r[0]: r for r in table.rows}
    assert rows["Arbeit"][at["Quartier 3"]] == "✕ 40–60"
    assert rows["Arbeit"][at["Quartier 4"]] == "(✕ 0–2)"  # one person is never told
    assert rows["Arbeit"][at["Quartier 5"]] == "k. A."
    assert str(rows["Krankheit"][at["Nord"]]).startswith("(")
    signs = {k.text("symbol") for k in figures.day.vocabulary["gap_kinds"]}
    for name, cells in rows.items():
        for cell in cells[1:]:
            assert cell in ("–", "k. A.") or any(s in str(cell) for s in signs if s), name


def test_two_pages_say_it_and_the_annex_holds_every_gap(figures: PlanningFigures) -> None:
    blocks = paper.blocks_of(figures)
    assert isinstance(blocks[0], Contents)
    parts: list[list[str]] = [[]]
    for block in blocks:
        if isinstance(block, PageBreak):
            parts.append([])
        elif isinstance(block, Heading):
            parts[-1].append(block.text)
    assert parts[0] == ["Kurz gesagt", "Die Lücken, hinter denen die meisten Menschen stehen"]
    assert parts[1][0] == "Überblick: Bedarf und Gebiet"
    assert parts[2] == ["Anhang: alle Versorgungslücken", "Anhang: was die Spalten bedeuten"]
    tables = [b for b in blocks if isinstance(b, Table)]
    overview = [t for t in tables if t.small and t.head[0] == "Bedarf"]
    assert [len(t.head) - 1 for t in overview] == [10, 9]  # 19 areas, no page wider than it has room for
    annex = tables[-2]
    assert len(annex.rows) == len(figures.gaps.gaps)
    assert annex.head[-2:] == ["Quelle", "Datum"]


def test_the_contents_name_the_page_on_which_each_part_stands(figures: PlanningFigures) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf(figures))).pages]
    listed = dict(re.findall(r"^(.+?) (?:\. ){3,}\W*(\d+)$", pages[0], flags=re.MULTILINE))
    headings = [b.text for b in paper.blocks_of(figures) if isinstance(b, Heading)]
    assert len(listed) == len(headings) >= 12
    for heading in headings:
        (number,) = (n for said, n in listed.items() if said.strip() == heading)
        lines = [line.strip() for line in pages[int(number) - 1].splitlines()]
        assert heading in lines, heading


def test_paper_can_show_the_sign_of_every_kind_of_gap(desk: Desk) -> None:
    """One was an empty box on the map of the report: no bundled font had it."""
    for kind in desk.house.vocabulary["gap_kinds"]:
        sign = kind.text("symbol")
        assert sign
        assert printable(sign) == sign, kind.code
