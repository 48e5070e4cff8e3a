"""What planners keep of a gap reaches report and tables in words: what it is, when to look again, which gap."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from netmap.exchange.report import Table
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Demand
from netmap.ui.planning import paper
from netmap.usecases import planning
from netmap.usecases.desk import Role
from netmap.usecases.planning_report import figure_tables, planning_figures
from tests.support.houses import NOW, desk_as, fill, house_in

DAY = NOW.date()


def test_a_decision_and_its_date_are_in_the_report_and_in_the_tables(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        fill(house)
        row = Demand(area="nord", need="work", language="ar", requires=("child_care",), people_low=4, people_high=6)
        house.partners.apply(ImportDistrict.adding(row), by="test")
        desk = desk_as(house, Role.PLANNING, account="miriam.vogt")
        (gap,) = planning.gaps_of(desk, on=DAY).gaps
        planning.note_gap(
            desk, planning.subject_of(gap), kind="decided", text="Zwei Plätze mehr", look_again_on=date(2027, 3, 1)
        )
        figures = planning_figures(desk, on=DAY, limits=planning.limits_of(desk))
        said = "Entschieden – wieder ansehen am 01.03.2027: Zwei Plätze mehr"
        kept = [b for b in paper.blocks_of(figures) if isinstance(b, Table) and b.head[0] == "Lücke"]
        gap_words = "Nord · Arbeit · Arabisch, mit Kinderbetreuung · fehlt"
        assert [list(map(list, b.rows)) for b in kept] == [[[gap_words, said, "miriam.vogt", "21.11.2026"]]]
        (gaps,) = (t for t in figure_tables(figures) if t.name == "gaps")
        assert gaps.rows[0][-1] == said
