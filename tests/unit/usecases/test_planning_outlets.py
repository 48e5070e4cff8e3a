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
from types import ModuleType
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from netmap.analysis.disclosure import Audit, PublishedTable
from netmap.analysis.disclosure.tables import all_keys
from netmap.bootstrap import House
from netmap.errors import RefusedError
from netmap.exchange.figures import to_archive, to_workbook
from netmap.model.cases import Alter, Card, Case, Need
from netmap.model.changes import ImportDistrict, OpenCase
from netmap.model.partners import Area, Code, Demand, Organisation, Resource, Service
from netmap.settings import load_settings
from netmap.ui import state
from netmap.ui.planning import pairs_tab, paper, quarters_view, triples_view
from netmap.usecases import gate, quarters
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.needs import hand_over, handed_over_pairs, need_pairs
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
    Resource(id="club", name="Verein", kind="club", area="g", needs=("isolation",)),
)
#: a pair that few cases have, as it stands in a session where somebody chose its cell
RARE = ("digital", "illness")
#: every view of the page that shows figures from cases, as a session holds it
VIEWS: dict[str, dict[str, Any]] = {
    "pairs": {"plan_tab": "pairs", "plan_together": "pairs"},
    "one pair": {"plan_tab": "pairs", "plan_together": "pairs", "plan_pair": RARE},
    "triples": {"plan_tab": "pairs", "plan_together": "triples"},
    "quarters": {"plan_tab": "pairs", "plan_together": "quarters"},
    "quarters of an area": {"plan_tab": "pairs", "plan_together": "quarters", "plan_quarters_area": "g"},
    "gaps": {"plan_tab": "gaps"},
    "reach": {"plan_tab": "reach"},
    "presence": {"plan_tab": "presence"},
    "segregation": {"plan_tab": "segregation"},
    "what if": {"plan_tab": "trial", "plan_try_close": ["a"]},
}


@contextmanager
def house_with(folder: Path, rare: int) -> Iterator[Desk]:
    """Twenty-three cases; ``rare`` of them have illness, digital and mobility, the others of three only illness.

    The cards of these rare ones name the club, those of twelve others the advice service. The club helps with
    none of their needs: no count that is large enough to be told differs between the districts.
    """
    house = House(load_settings({}, data=str(folder)), clock=lambda: NOW)
    house.partners.apply(ImportDistrict.adding(*DISTRICT), by="test")
    wanted = [("debt", "work")] * 12 + [("illness", "work")] * 8
    wanted += [("illness", "digital", "mobility")] * rare + [("illness",)] * (3 - rare)
    for i, needs in enumerate(wanted):
        case = Case(id=f"c{i:02}", opened_on=date(2026, 1, 1), area="g")
        said = [Need(id=f"c{i:02}-{n}", case=case.id, need=n, since=date(2026, 1, 1)) for n in needs]
        entry = ("services", "a") if i < 12 else ("resources", "club") if RARE[0] in needs else None
        house.cases.apply(OpenCase.adding(case, *said, *_card(case, entry)), by="test")
    yield Desk(house, Actor("p", frozenset({Role.PLANNING})))
    house.close()


def _card(case: Case, entry: tuple[str, str] | None) -> list[Any]:
    if entry is None:
        return []
    card = Card(id=f"{case.id}.1", case=case.id, on=date(2026, 1, 1))
    kind, ident = entry
    alter = Alter(id=f"{card.id}.a", case=case.id, card=card.id, entry="a", partner_table=kind, partner_id=ident)
    return [card, alter]


def _page() -> None:
    from netmap.ui import state
    from netmap.ui.pages.planning import page
    from netmap.usecases.desk import Actor, Desk, Role

    page(Desk(state.house(), Actor("p", frozenset({Role.PLANNING}))))


def _source(block: Any) -> Iterator[str]:
    """Give everything that goes to the browser, hidden or not."""
    for child in block.children.values():
        yield str(getattr(child, "proto", ""))
        if hasattr(child, "children"):
            yield from _source(child)


def page_source(**session: Any) -> str:
    """Open the page as somebody does who has chosen something."""
    page = AppTest.from_function(_page, default_timeout=120)
    for key, value in session.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception, page.exception
    return "\n".join(_source(page._tree))


def _handing_over(desk: Desk) -> list[str]:
    """Tell what happens to whoever hands the pair over, and what coordinators then read."""
    try:
        hand_over(desk, need_pairs(desk, on=DAY), RARE)
    except RefusedError as error:
        return [str(error), repr(handed_over_pairs(desk))]
    return [repr(handed_over_pairs(desk))]


def _paper(figures: Any) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(paper.pdf(figures))).pages]


def outlets(folder: Path, rare: int, *, commands: bool = True) -> dict[str, Any]:
    """Everything that leaves, as whoever receives it could read it."""
    with house_with(folder, rare) as desk:
        state.set_house(desk.house)
        limits = limits_of(desk)
        figures = planning_figures(desk, on=DAY, limits=limits)
        tables = figure_tables(figures)
        book = load_workbook(io.BytesIO(to_workbook(tables, made_on=DAY)))
        archive = zipfile.ZipFile(io.BytesIO(to_archive(tables, made_on=DAY)))
        page = pairs_tab.pair_table(need_pairs(desk, on=DAY), day_at(desk, DAY), selected=("digital", "illness"))
        released = need_pairs(desk, on=DAY)
        told = released_quarters(desk, on=DAY).quarters
        label = desk.house.vocabulary["needs"].label_of
        remembered = [p["figures"] for p in desk.house.partners.load("publications")["publications"]]
        logged = [
            [(e.table, {k: v for k, v in (e.after or {}).items() if k != "id"}) for e in c.edits]
            for c in desk.house.partners.changes()
        ]
        district = desk.house.district()
        found = {
            **{f"page source: {name}": page_source(**chosen) for name, chosen in VIEWS.items()},
            "handing over": _handing_over(desk),
            "paper": repr(paper.blocks_of(figures)),
            "paper as set": _paper(figures),
            "workbook": [[c.value for c in row] for sheet in book for row in sheet.iter_rows()],
            "archive": {n: archive.read(n) for n in archive.namelist()},
            "page": page,
            "page of triples": triples_view.triple_table(released, day_at(desk, DAY)),
            "page of quarters": [quarters_view.need_table(told, area, label=label) for area in ("*", "g")],
            "page of resources": [quarters_view.resource_table(told, area, district) for area in ("*", "g")],
            "remembered": remembered,
            "log of the partner room": logged,
        }
    for words in (["--format", "json"], []) if commands else ():
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
    # and the views that have no figures from cases never change
    same = {"page of triples", "page source: triples"}
    same |= {f"page source: {name}" for name in ("gaps", "reach", "presence", "segregation", "what if")}
    assert {name for name in without_any if found[name] == without_any[name]} == same


def _pairs_untouched(counts: Any, close: Any, *, threshold: int) -> Any:
    return counts.cases, dict(sorted(counts.pairs.items()))


def _quarters_untouched(tables: Any, *, threshold: int) -> Any:
    keys = [all_keys(t.counts, width=len(t.dimensions)) for t in tables]

    def total(table: Any, key: Any) -> int:
        return sum(n for at, n in table.counts.items() if all(k in ("*", v) for k, v in zip(key, at, strict=True)))

    return [
        PublishedTable(t.name, t.dimensions, {k: total(t, k) for k in own}, within=t.within)
        for t, own in zip(tables, keys, strict=True)
    ]


@pytest.mark.parametrize(
    ("room", "instead", "blind"),
    [
        (gate, _pairs_untouched, {"page of quarters", "page of resources", "page of triples"}),
        (quarters, _quarters_untouched, {"page", "page of triples", "handing over"}),
    ],
)
def test_without_the_gate_every_outlet_shows_it(
    without_any: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    room: ModuleType,
    instead: Any,
    blind: set[str],
):
    """The comparison finds what it is for: where nothing is withheld, one case shows wherever its figures leave."""
    monkeypatch.setattr(room, "_protected", instead)
    monkeypatch.setattr(gate, "_stand_audit", lambda *_, **__: None)
    monkeypatch.setattr(room, "audit", lambda *_, **__: Audit(True, ()))
    found = outlets(tmp_path, 1, commands=False)
    untouched = {name for name in found if found[name] == without_any[name]}
    no_cases = {f"page source: {name}" for name in ("gaps", "reach", "presence", "segregation", "what if", "triples")}
    here = {"page source: quarters", "page source: quarters of an area"}
    there = {"page source: pairs", "page source: one pair"}
    assert untouched == no_cases | blind | (here if room is gate else there)


def test_no_small_number_stands_in_a_cell(without_any: dict[str, Any]):
    cells = [c for c in without_any["page"]["cells"] if c["word"] != "–"]
    assert [int(re.match(r"\d+", c["word"]).group()) for c in cells] == [12, 8]  # type: ignore[union-attr]
    assert all(not c.get("lines") for c in without_any["page"]["cells"] if c["word"] == "–")
