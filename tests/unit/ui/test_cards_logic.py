"""The logic of the page Karten: finding a case, its views, the questions, needs and steps, hidden names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from netmap.bootstrap import House
from netmap.model.cases import Alter, Need, Step, Words
from netmap.stores.sqlite import connection
from netmap.ui.canvas.protocol import AddEntry, Batch, DeleteEntry, Redo, SetTie, Undo
from netmap.ui.cards import held
from netmap.ui.cards.trial import Trial
from netmap.ui.cards.whereabouts import HidingPages, _Page
from netmap.usecases import cases, drawing
from netmap.usecases.desk import Desk, Role
from tests.support.houses import desk_as, fill, house_in


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with house_in(tmp_path) as house:
        yield begun(house)


def begun(house: House) -> Desk:
    fill(house)
    desk = desk_as(house, Role.CASE_MANAGEMENT)
    for name, number in (("Erika Probe", "24-1"), ("Otto *Stern*", "24-2")):
        cases.begin_case(desk, name=name, number=number, area="nord")
    return desk


def shown(desk: Desk) -> AppTest:
    """Draw the page as its module does, without the drawing's own script."""

    def script(desk: object) -> None:
        # this text is run on its own
        import streamlit as st

        from netmap.ui.pages import cards
        from netmap.usecases.desk import Desk

        assert isinstance(desk, Desk)
        if not st.session_state.get("elsewhere"):
            cards.page(desk)

    return AppTest.from_function(script, kwargs={"desk": desk}, default_timeout=30)


def listed(app: AppTest) -> dict[str, str]:
    """The list of cases as the browser receives it: ids by name."""
    return {e["title"]: e["id"] for c in app.get("bidi_component") for e in json.loads(c.proto.json).get("entries", ())}


def opened(app: AppTest, name: str) -> None:
    """Choose a case, as the list tells the page that somebody did."""
    app.session_state["cards_open"] = listed(app)[name]
    app.run()


def to_another_page_and_back(app: AppTest) -> None:
    """Another page draws none of the fields, and Streamlit forgets what they held."""
    app.session_state["elsewhere"] = True
    app.run()
    app.session_state["elsewhere"] = False
    app.run()


def headings(app: AppTest) -> list[str]:
    """What the open case is called above its views."""
    return [heading.value for heading in app.subheader][:1]


def test_the_list_finds_a_case_by_parts_of_name_and_number(desk: Desk) -> None:
    app = shown(desk).run()
    assert not app.exception
    assert app.caption[0].value == "2 Fälle"
    app.text_input(key="cards_query").input("prob 24").run()
    assert app.caption[0].value == "1 Fall"
    assert list(listed(app)) == ["Erika Probe"]
    app.text_input(key="cards_query").input("gibt es nicht").run()
    assert "Kein Fall passt" in app.info[0].value


def test_what_people_wrote_is_not_read_as_markup(desk: Desk) -> None:
    app = shown(desk).run()
    # the list writes text, not Markdown; above the open case a star must stay a star
    assert "Otto *Stern*" in listed(app)
    opened(app, "Otto *Stern*")
    assert headings(app) == [r"Otto \*Stern\*"]


def test_a_case_without_a_card_offers_the_first_and_steps_need_no_drawing(desk: Desk) -> None:
    app = shown(desk).run()
    opened(app, "Erika Probe")
    assert not app.exception
    assert "Es gibt noch keine Karte" in app.info[0].value
    assert headings(app) == ["Erika Probe"]
    app.toggle(key="cards_pseudonyms").set_value(True).run()
    assert not any("Erika" in shown.value for shown in (*app.markdown, *app.subheader))


def test_names_stay_hidden_on_the_list_and_in_the_next_case_and_after_another_page(desk: Desk) -> None:
    app = shown(desk).run()
    opened(app, "Erika Probe")
    app.toggle(key="cards_pseudonyms").set_value(True).run()
    app.button(key="cards_close").click().run()
    assert app.title[0].value == "Meine Gespräche"
    assert app.toggle(key="cards_pseudonyms").value is True
    ids = set(listed(app))
    assert ids
    assert not {"Erika Probe", "Otto *Stern*"} & ids
    app.text_input(key="cards_query").input("Otto").run()
    (otto,) = listed(app).values()
    app.session_state["cards_open"] = otto
    app.run()
    to_another_page_and_back(app)
    assert app.toggle(key="cards_pseudonyms").value is True
    assert headings(app) == [otto[-6:]]


def test_the_card_and_view_are_those_one_left_but_a_new_card_is_looked_at_first(desk: Desk) -> None:
    line = next(x for x in cases.list_cases(desk) if x.case.name == "Erika Probe")
    first = drawing.new_card(desk, cases.open_case(desk, line.case.id), on=date(2026, 1, 5))
    drawing.new_card(desk, cases.open_case(desk, line.case.id), on=date(2026, 2, 5))
    app = shown(desk)
    app.session_state["cards_open"] = line.case.id
    app.run()
    app.selectbox(key="cards_card").set_value(first.id).run()
    app.button_group(key="cards_view").set_value("share").run()
    to_another_page_and_back(app)
    assert not app.exception
    assert not app.warning
    assert app.selectbox(key="cards_card").value == first.id
    assert app.button_group(key="cards_view").value == "share"
    app.button(key="cards_new").click().run()
    newest = cases.open_case(desk, line.case.id).newest
    assert newest
    assert app.selectbox(key="cards_card").value == newest.id


def test_a_step_is_changed_and_nobody_overwrites_it_unseen(desk: Desk) -> None:
    line = next(x for x in cases.list_cases(desk) if x.case.name == "Erika Probe")
    card = drawing.new_card(desk, cases.open_case(desk, line.case.id))
    first = Step(id="s1", case=line.case.id, card=card.id, who="client", what="Antrag *stellen*")
    cases.put(desk, line.case.id, first)
    app = shown(desk)
    app.session_state["cards_open"] = line.case.id
    app.session_state["cards_side"] = "steps"
    app.run()

    def now() -> Step:
        return cases.open_case(desk, line.case.id).steps[0]

    app.button(key="nm-off-edit-s1").click().run()
    assert app.text_input(key="cards_step_s1_what").value == "Antrag *stellen*"
    app.text_input(key="cards_step_s1_what").input("Antrag ausfüllen")
    app.date_input(key="cards_step_s1_until").set_value(date(2026, 5, 1))
    pressed(app, "Übernehmen")
    assert not app.exception
    assert now() == replace(first, what="Antrag ausfüllen", until=date(2026, 5, 1))
    # one step back brings all of it back
    cases.undo_in_case(desk, line.case.id)
    assert now() == first
    cases.undo_in_case(desk, line.case.id, redo=True)
    app.run()

    app.button(key="nm-off-edit-s1").click().run()
    assert any(
        "„Antrag ausfüllen“ statt" in c.value and "bis 01.05.2026 statt ohne Tag" in c.value for c in app.caption
    )
    seen = now()
    cases.put(desk, line.case.id, replace(seen, until=date(2026, 6, 1), who="case_manager"), old=seen)
    app.date_input(key="cards_step_s1_until").set_value(date(2026, 7, 1))
    pressed(app, "Übernehmen")
    # the other day stands, both are told, and what was typed stays
    assert now().until == date(2026, 6, 1)
    assert any("Jetzt steht dort: Antrag ausfüllen" in w.value and "01.06.2026" in w.value for w in app.warning)
    assert app.date_input(key="cards_step_s1_until").value == date(2026, 7, 1)
    pressed(app, "Übernehmen")
    # nobody touched here who does it: that stays as the other said
    assert (now().until, now().who) == (date(2026, 7, 1), "case_manager")
    assert not app.warning
    app.text_input(key="cards_step_new_what").input("Anrufen")
    pressed(app, "Vereinbaren")
    assert not app.exception
    assert {step.what for step in cases.open_case(desk, line.case.id).steps} == {"Antrag ausfüllen", "Anrufen"}
    cases.undo_in_case(desk, line.case.id)
    app.run()
    app.checkbox(key="cards_step_s1_False").check().run()
    assert now().done_on == desk.house.today()
    app.checkbox(key="cards_step_s1_True").uncheck().run()
    assert now().done_on is None


def pressed(app: AppTest, label: str) -> None:
    """Press the button of a form."""
    next(button for button in app.button if button.label == label).click().run()


def test_a_case_that_somebody_else_holds_by_now_leads_back_to_the_list(desk: Desk) -> None:
    line = next(x for x in cases.list_cases(desk) if x.case.name == "Erika Probe")
    app = shown(desk)
    app.session_state["cards_open"] = line.case.id
    app.run()
    cases.assign_case(desk_as(desk.house, Role.ADMINISTRATION), line.case.id, "jemand.anders")
    app.run()
    assert not app.exception
    assert app.error
    assert app.title[0].value == "Meine Gespräche"
    assert "Erika Probe" not in listed(app)


def test_a_new_page_hides_names_while_another_of_the_same_sign_in_does() -> None:
    pages = HidingPages()
    one, other = _Page(), _Page()
    assert pages.note("token", one, hides=True)
    assert pages.note("token", other, hides=False)
    assert not pages.note("somebody else's", other, hides=False)
    assert not pages.note("token", one, hides=False)
    assert pages.note("token", one, hides=True)
    del one
    assert not pages.note("token", other, hides=False)


def test_what_is_lit_is_said_with_the_names_that_may_be_seen_and_for_the_open_card(desk: Desk) -> None:
    line = next(x for x in cases.list_cases(desk) if x.case.name == "Erika Probe")
    drawing.new_card(desk, cases.open_case(desk, line.case.id))
    (card,) = cases.open_case(desk, line.case.id).cards
    values = {"label": "Zacharias", "human": True, "field": "social", "angle": 30.0, "distance": 40.0}
    drawing.add_entry(desk, line.case.id, card.id, {**values, "ego_tie": "strong", "burden": True})

    def script(desk: object, case_id: object) -> None:
        # this text is run on its own
        import json

        import streamlit as st

        from netmap.ui.cards import figures, held
        from netmap.usecases.desk import Desk

        assert isinstance(desk, Desk)
        st.toggle("hidden", key="cards_pseudonyms")
        file = held.case_file(desk, str(case_id))
        card = held.card_of(file)
        assert card is not None
        figures.figures(desk, file, card)
        st.text(json.dumps(figures.lit(desk, file, card)))

    def lit(app: AppTest) -> Any:
        return json.loads(app.text[0].value)

    app = AppTest.from_function(script, kwargs={"desk": desk, "case_id": line.case.id}, default_timeout=30).run()
    assert lit(app) is None
    app.button(key="cards_fig_burden-0").click().run()
    (there,) = cases.open_case(desk, line.case.id).alters[card.id]
    assert "Zacharias" in lit(app)["text"]
    assert lit(app)["ids"] == [there.id]
    app.toggle(key="cards_pseudonyms").set_value(True).run()
    assert lit(app)["ids"] == [there.id]
    assert "Zacharias" not in lit(app)["text"]
    # a card that has no such figure is shown as it is, not all of it pale
    drawing.change_entry(desk, line.case.id, card.id, there.id, before={"burden": True}, values={"burden": False})
    app.run()
    assert lit(app) is None


def test_sharing_and_comparing_say_what_is_not_there_yet(desk: Desk) -> None:
    line = next(x for x in cases.list_cases(desk) if x.case.name == "Erika Probe")
    drawing.new_card(desk, cases.open_case(desk, line.case.id))
    app = shown(desk)
    app.session_state["cards_open"] = line.case.id
    app.session_state["cards_view"] = "compare"
    app.run()
    assert not app.exception
    assert "Bisher gibt es eine Karte" in app.info[0].value
    app.button_group(key="cards_view").set_value("share").run()
    assert not app.exception
    assert any("keine Vermittlung" in i.value for i in app.info)


def test_between_two_cards_each_thing_is_told_once_and_in_the_words_of_a_need_or_a_step(desk: Desk) -> None:
    case = next(x for x in cases.list_cases(desk) if x.case.name == "Erika Probe").case.id
    first, last = date(2020, 1, 1), date(2199, 1, 1)
    for day in (first, last):
        drawing.new_card(desk, cases.open_case(desk, case), on=day)
    renamed = Step(id="s1", case=case, who="client", what="Bewerbung schreiben")
    moved = Step(id="s2", case=case, who="client", what="Amt anrufen")
    done = Step(id="s3", case=case, who="client", what="Kita ansehen", done_on=date(2021, 5, 1))
    for step in (renamed, moved, done):
        cases.put(desk, case, step)
    cases.put(desk, case, replace(renamed, what="Zwei Bewerbungen schreiben"), old=renamed)
    cases.put(desk, case, replace(moved, until=date(2021, 6, 1)), old=moved)
    for ident, since, until in (("debt", date(2021, 3, 1), None), ("homelessness", date(2019, 1, 1), first)):
        cases.put(desk, case, Need(id=ident, case=case, need=ident, since=since, until=until))
    app = shown(desk)
    app.session_state["cards_open"] = case
    app.session_state["cards_view"] = "compare"
    app.run()
    assert not app.exception
    [told] = [m.value.splitlines() for m in app.markdown if "Kita ansehen" in m.value]
    today = f"{datetime.now().astimezone():%d.%m.%Y}"
    assert told == [
        "- Neuer Bedarf: Schulden (01.03.2021)",
        "- ✓ Kita ansehen (01.05.2021)",
        f"- Amt anrufen: bis 01.06.2021 statt ohne Tag ({today})",
        f"- „Zwei Bewerbungen schreiben“ statt „Bewerbung schreiben“ ({today})",
    ]


A, B = "a" * 26, "b" * 26


def batch(*edits: Any) -> Batch:
    return Batch(1, "trial-card", edits)


def test_a_trial_card_takes_everything_back_and_does_it_again() -> None:
    trial = Trial()
    trial.take(batch(AddEntry("1", A, {"label": "Mutter", "angle": 10.0, "distance": 20.0})))
    trial.take(batch(AddEntry("2", B, {"label": "Chor", "human": False, "field": "infrastructural"})))
    tie = SetTie("3", A, B, "known", conflict=False, before_state=None, before_conflict=False)
    answers = trial.take(batch(tie, DeleteEntry("4", A, {})))
    assert [a.id for a in answers] == ["3", "4"]
    assert (set(trial.alters), trial.ties) == ({B}, {})
    trial.take(batch(Undo("5")))
    assert (set(trial.alters), set(trial.ties)) == ({A, B}, {(A, B)})
    trial.take(batch(Undo("6"), Undo("7"), Undo("8"), Undo("9")))
    assert trial.alters == {}
    trial.take(batch(Redo("10"), Redo("11"), Redo("12"), Redo("13"), Redo("14")))
    assert (set(trial.alters), trial.ties) == ({B}, {})
    # something new ends what could be done again
    trial.take(batch(Undo("15"), AddEntry("16", "c" * 26, {"label": "Bruder"}), Redo("17")))
    assert set(trial.alters) == {A, B, "c" * 26}


def talking(desk: Desk, case: str) -> AppTest:
    """Draw the conversation of a case, without the card beside it."""

    def script(desk: object, case: str) -> None:
        from netmap.ui.cards import held
        from netmap.ui.cards.talk import talk
        from netmap.usecases.desk import Desk

        assert isinstance(desk, Desk)
        file = held.case_file(desk, case)
        talk(desk, file, file.cards[-1])

    return AppTest.from_function(script, kwargs={"desk": desk, "case": case}, default_timeout=30)


class Talk:
    """A conversation on a new card, its case store, and the first field for the client's own words."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.desk = house, begun(house)
        self.case = cases.list_cases(self.desk)[0].case.id
        self.card = drawing.new_card(self.desk, cases.open_case(self.desk, self.case)).id
        self.app = talking(self.desk, self.case).run()
        self.question = str(self.field.key).removeprefix(f"cards_words_{self.card}_")
        self._store = sqlite3.connect(folder / "cases.sqlite", isolation_level=None)

    @property
    def field(self) -> Any:
        return next(area for area in self.app.text_area if str(area.key).startswith(f"cards_words_{self.card}_"))

    def said(self) -> dict[str, str | None]:
        return {w.question: w.text for w in cases.open_case(self.desk, self.case).words[self.card]}

    def store_goes(self) -> None:
        self._store.execute("BEGIN IMMEDIATE")

    def store_comes_back(self) -> None:
        self._store.execute("ROLLBACK")


@pytest.fixture
def conversation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0)
    with house_in(tmp_path) as house:
        talk = Talk(house, tmp_path)
        yield talk
        talk._store.close()


def test_words_typed_while_the_store_is_away_are_kept_once_it_is_back(conversation: Talk) -> None:
    app = conversation.app
    conversation.store_goes()
    conversation.field.input("Meine Schwester hilft mir.").run()
    # what waits for a store to come back sees that it is away, and asks again
    assert "noch nicht gespeichert" in app.exception[0].message
    app.run()
    assert "noch nicht gespeichert" in app.exception[0].message
    conversation.store_comes_back()
    app.run()
    assert not app.exception
    assert conversation.said() == {conversation.question: "Meine Schwester hilft mir."}
    assert conversation.field.value == "Meine Schwester hilft mir."
    written = len(conversation.house.cases.changes())
    app.run()
    assert len(conversation.house.cases.changes()) == written


def test_what_somebody_else_said_meanwhile_stays_beside_it(conversation: Talk) -> None:
    case, card, question = conversation.case, conversation.card, conversation.question
    conversation.store_goes()
    conversation.field.input("Meine Schwester hilft mir.").run()
    conversation.store_comes_back()
    other = Words(case=case, card=card, question=question, text="Mein Nachbar auch.")
    cases.put(conversation.desk, case, other, old=None)
    conversation.app.run()
    assert not conversation.app.exception
    both = "Mein Nachbar auch.\nMeine Schwester hilft mir."
    assert conversation.said() == {question: both}
    assert conversation.field.value == both


def test_hidden_names_are_one_for_each_entry_of_two_cards() -> None:
    def on(card: str, *entries: str) -> list[Alter]:
        return [Alter(id=f"{card}.{entry}", case="c", card=card, entry=entry) for entry in entries]

    before, after = on("k", "choir", "club", "band", "aunt"), on("l", "choir", "gym", "aunt")
    earlier = {"k.choir": "Verein 1", "k.club": "Verein 2", "k.band": "Verein 3", "k.aunt": "Tante"}
    later = {"l.choir": "Verein 1", "l.gym": "Verein 2", "l.aunt": "Tante"}
    named = held.one_name_each(before, earlier, after, later)
    # the club that left is neither the gym that came nor the band, and who stayed keeps the name of today
    assert named["k.choir"] == "Verein 1"
    assert named["k.aunt"] == "Tante"
    assert len({*named.values(), *later.values()}) == 5
    assert named["k.club"].startswith("Verein ")
