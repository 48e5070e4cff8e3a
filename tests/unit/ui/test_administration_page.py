"""Verwaltung: what a check of the rooms finds is written as it is, not as markup."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from streamlit.testing.v1 import AppTest

from netmap.messages import text
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Service
from netmap.ui.markup import plain
from netmap.usecases.desk import Role
from tests.support.houses import desk_as, fill, house_in


def script(desk: object) -> None:
    from netmap.ui.pages.administration import page

    page(desk)  # type: ignore[arg-type]


def test_a_fault_shows_its_place_letter_by_letter(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        fill(house)
        odd = Service(id="s*1*", organisation="sb", name="Sprechstunde", needs=("debt",), places=("rat",))
        house.partners.apply(ImportDistrict.adding(odd), by="test")
        with sqlite3.connect(tmp_path / "partners.sqlite") as raw:
            raw.execute("DELETE FROM places WHERE id = 'rat'")
        app = AppTest.from_function(
            script, kwargs={"desk": desk_as(house, Role.ADMINISTRATION)}, default_timeout=60
        ).run()
        button = next(b for b in app.button if b.label == text("Check both rooms"))
        button.click().run()
        assert not app.exception
        assert plain("services/s*1*/places") in app.error[0].value
