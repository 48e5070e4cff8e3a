"""Verwaltung: what a check finds is written as it is; a changed key is the one shown."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from streamlit.testing.v1 import AppTest

from netmap.messages import text
from netmap.model.changes import ImportDistrict
from netmap.model.partners import Service
from netmap.ui.markup import plain
from netmap.usecases.accounts import sign_in
from netmap.usecases.cases import begin_case
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


def test_a_changed_master_key_is_the_one_shown_and_old_backups_are_spoken_of(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        fill(house)
        begin_case(desk_as(house, Role.CASE_MANAGEMENT), name="Erika Unverwechselbar", area="nord")
        old = house.masters[0].id
        app = AppTest.from_function(
            script, kwargs={"desk": desk_as(house, Role.ADMINISTRATION)}, default_timeout=60
        ).run()
        assert text("In use: {key}", key=old) in [m.value for m in app.markdown]
        app.checkbox(key="adm_rotate_sure").check().run()
        next(b for b in app.button if b.label == text("Change the master key")).click().run()
        assert not app.exception
        assert text("In use: {key}", key=house.keyring.masters[0].id) in [m.value for m in app.markdown]
        assert house.keyring.masters[0].id != old
        assert app.warning
        assert not app.checkbox(key="adm_rotate_sure").value


def test_a_new_account_stands_in_the_list_at_once_and_what_was_refused_stays_to_be_mended(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        fill(house)
        desk = desk_as(house, Role.ADMINISTRATION)
        app = AppTest.from_function(script, kwargs={"desk": desk}, default_timeout=60).run()

        def add(account: str) -> None:
            next(f for f in app.text_input if f.label == text("Account")).set_value(account)
            next(f for f in app.text_input if f.label == text("Name")).set_value("Neu Mensch")
            next(b for b in app.button if b.label == text("Add")).click().run()
            assert not app.exception

        add("neu mensch")
        assert "neu mensch" in app.error[0].value
        assert next(f for f in app.text_input if f.label == text("Name")).value == "Neu Mensch"
        add("neu.mensch")
        assert "neu.mensch" in list(app.dataframe[0].value[text("Account")])
        (told,) = [info.value for info in app.info if "neu.mensch" in info.value]
        assert sign_in(house, "neu.mensch", told.rpartition(" ")[2])
        assert next(f for f in app.text_input if f.label == text("Name")).value == ""


def test_the_state_says_in_words_where_the_rooms_are(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.ADMINISTRATION)
        empty = AppTest.from_function(script, kwargs={"desk": desk}, default_timeout=60).run()
        fill(house)
        app = AppTest.from_function(script, kwargs={"desk": desk}, default_timeout=60).run()
        assert not app.exception
        shown = [c.value for c in app.caption]
        (at,) = [c.at.astimezone() for c in house.partners.changes(newest_first=True, limit=1)]
        said = f"Aufbau in Fassung {house.partners.schema} · zuletzt geändert am {at:%d.%m.%Y} um {at:%H:%M} Uhr"
        assert plain(f"Datei partners.sqlite auf diesem Server (SQLite) · {said}") in shown
        form = f"Aufbau in Fassung {house.cases.schema}"
        nothing = f"Datei cases.sqlite auf diesem Server (SQLite) · {form} · noch nichts geändert"
        assert plain(nothing) in [c.value for c in empty.caption]
        everything = "\n".join(shown)
        assert house.partners.latest() not in everything
        assert str(tmp_path) not in everything
        assert "sqlite:" not in everything


def test_a_log_that_is_longer_than_what_is_shown_says_so(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        desk = desk_as(house, Role.DATA_PROTECTION)
        for number in range(500):
            house.cases.note(by="sabine.kern", action="read", entity=f"case:{number}")
        cut = text(
            "The newest {count} entries; there are older ones. Choose a person or a case, or read all with "
            "`netmap log`.",
            count=500,
        )
        for entries, said in ((500, "500 Einträge, neueste zuerst"), (501, cut)):
            app = AppTest.from_function(script, kwargs={"desk": desk}, default_timeout=60)
            app.session_state["adm_log_by"] = "sabine.kern"
            app.run()
            assert not app.exception
            assert said in [c.value for c in app.caption], entries
            house.cases.note(by="sabine.kern", action="read", entity="case:500")
