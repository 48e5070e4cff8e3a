"""Every way out for figures from cases: a pair that one or two cases have leaves no trace in any of them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from netmap.bootstrap import House
from netmap.exchange.figures import to_archive, to_workbook
from netmap.model.cases import Case, Need
from netmap.model.changes import ImportDistrict, OpenCase
from netmap.model.partners import Area, Code, Demand, Organisation, Service
from netmap.settings import load_settings
from netmap.ui.planning import pairs_tab, paper, quarters_view, triples_view
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.needs import need_pairs
from netmap.usecases.network import day_at
from netmap.usecases.planning import limits_of
from netmap.usecases.planning_report import figure_tables, planning_figures
from netmap.usecases.quarters import released_quarters
from tests.support.app import run_netmap

DAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

DISTRICT = (
    Code(list="needs", code="digital", label="Digitale Teilhabe"),
    Area(id="g", name="Stadt", kind="gemeinde"),
    Organisation(id="jc", name="Jobcenter", kind="jobcenter"),
    Organisation(id="sb", name="Beratung", kind="counselling_centre"),
    Service(
        id="a", organisation="sb", name="Beratung", needs=("debt", "illness"), areas=("g",), features=("outreach",)
    ),
    Service(id="b", organisation="jc", name="Werkstatt", needs=("digital", "work"), areas=("g",), capacity=3),
    Demand(area="g", need="debt", people_low=5, people_high=9, source="Schätzung"),
)


@contextmanager
def house_with(folder: Path, rare: int) -> Iterator[Desk]:
    """Twenty-three cases; ``rare`` of them have illness, digital and mobility, the others of three only illness."""
    house = House(load_settings({}, data=str(folder)), clock=lambda: NOW)
    house.partners.apply(ImportDistrict.adding(*DISTRICT), by="test")
    wanted = [("debt", "work")] * 12 + [("illness", "work")] * 8
    wanted += [("illness", "digital", "mobility")] * rare + [("illness",)] * (3 - rare)
    for i, needs in enumerate(wanted):
        case = Case(id=f"c{i:02}", opened_on=date(2026, 1, 1), area="g")
        said = [Need(id=f"c{i:02}-{n}", case=case.id, need=n, since=date(2026, 1, 1)) for n in needs]
        house.cases.apply(OpenCase.adding(case, *said), by="test")
    yield Desk(house, Actor("p", frozenset({Role.PLANNING})))
    house.close()


def outlets(folder: Path, rare: int) -> dict[str, Any]:
    """Everything that leaves, as whoever receives it could read it."""
    with house_with(folder, rare) as desk:
        limits = limits_of(desk)
        figures = planning_figures(desk, on=DAY, limits=limits)
        tables = figure_tables(figures)
        book = load_workbook(io.BytesIO(to_workbook(tables, made_on=DAY)))
        archive = zipfile.ZipFile(io.BytesIO(to_archive(tables, made_on=DAY)))
        page = pairs_tab.pair_table(need_pairs(desk, on=DAY), day_at(desk, DAY), selected=("digital", "illness"))
        released = need_pairs(desk, on=DAY)
        quarters = released_quarters(desk, on=DAY).quarters
        label = desk.house.vocabulary["needs"].label_of
        remembered = [p["figures"] for p in desk.house.partners.load("publications")["publications"]]
        logged = [
            [(e.table, {k: v for k, v in (e.after or {}).items() if k != "id"}) for e in c.edits]
            for c in desk.house.partners.changes()
        ]
        found = {
            "paper": repr(paper.blocks_of(figures)),
            "workbook": [[c.value for c in row] for sheet in book for row in sheet.iter_rows()],
            "archive": {n: archive.read(n) for n in archive.namelist()},
            "page": page,
            "page of triples": triples_view.triple_table(released, day_at(desk, DAY)),
            "page of quarters": [quarters_view.need_table(quarters, area, label=label) for area in ("*", "g")],
            "remembered": remembered,
            "log of the partner room": logged,
        }
    for words in (["--format", "json"], []):
        answer = run_netmap("needs", "pairs", "--as-of", DAY.isoformat(), "--data", str(folder), *words)
        assert answer.returncode == 0, answer.stderr
        found[f"command {words}"] = answer.stdout + answer.stderr
    return found


@pytest.fixture(scope="module")
def without_any(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return outlets(tmp_path_factory.mktemp("none"), 0)


@pytest.mark.parametrize("rare", [1, 2])
def test_one_or_two_cases_leave_no_trace(without_any: dict[str, Any], tmp_path: Path, rare: int):
    found = outlets(tmp_path, rare)
    assert set(found) == set(without_any)
    for name, content in without_any.items():
        assert found[name] == content, name


def test_the_outlets_do_tell_what_may_be_told(without_any: dict[str, Any], tmp_path: Path):
    """Otherwise the comparison above would prove nothing: three cases are told everywhere."""
    found = outlets(tmp_path, 3)
    told = json.loads(found["command ['--format', 'json']"])
    pairs = {tuple(p["needs"]): p["cases"] for p in told["pairs"]}
    assert (pairs["debt", "work"], pairs["illness", "work"], pairs["digital", "illness"]) == (12, 8, 3)
    assert {n for n in pairs.values() if n is not None} == {3, 8, 12}
    # three cases are enough for a pair, not for a triple: its pairs would tell who lacks the third need
    assert found["page of triples"] == without_any["page of triples"]
    for name in set(without_any) - {"page of triples"}:
        assert found[name] != without_any[name], name


def test_no_small_number_stands_in_a_cell(without_any: dict[str, Any]):
    cells = [c for c in without_any["page"]["cells"] if c["word"] != "–"]
    assert [int(re.match(r"\d+", c["word"]).group()) for c in cells] == [12, 8]  # type: ignore[union-attr]
    assert all(not c.get("lines") for c in without_any["page"]["cells"] if c["word"] == "–")
