"""No picture, minutes or card tells of a protected place: they are the same whatever it is called and where it is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, TextStringObject
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from netmap.bootstrap import House
from netmap.model.cases import Contact, Need, Step
from netmap.model.changes import ImportDistrict, SetContact, SetNeed, SetStep
from netmap.model.partners import Body, Decision, Meeting, Place, Relation, Report, Resource, Service
from netmap.model.tables import Record
from netmap.usecases import desk as permissions
from netmap.usecases import minutes
from netmap.usecases.cases import begin_case, open_case
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.drawing import add_entry, new_card
from netmap.usecases.network import day_at
from netmap.usecases.network_files import EXPORTS, PICTURES
from netmap.usecases.network_picture import Drawn
from tests.support.houses import NOW, house_in, small_district
from tests.support.pages import sent

TODAY = NOW.date()
NAMES = ("Lindenzuflucht", "Quellenruh am Wehr")
STREETS = ("Verborgene Gasse 9", "Stiller Winkel 123")
#: all that belongs to the cards of an open case: its views, and what stands beside the drawing
CARDS: dict[str, dict[str, Any]] = {
    **{f"beside the card: {side}": {"cards_side": side} for side in ("guide", "steps", "figures")},
    **{
        f"beside the card: offers for {need}": {"cards_side": "offers", "cards_offer_need": need}
        for need in ("homelessness", "isolation")
    },
    **{f"view: {view}": {"cards_view": view} for view in ("compare", "share")},
    "at home: the network": {"cards_view": "paper", "cards_paper_file": True},
    "at home: four fields": {"cards_view": "paper", "cards_paper_kind": "fields"},
}


def district(which: int, *, protected: bool) -> list[Any]:
    """The small district with much that hangs on its protected place, under one of two names and addresses."""
    # an id that is no part of any word: "Pflegeheim" holds the one of the small district
    there = Place(id="ort-xq7", name=NAMES[which], area="nord", street=STREETS[which], protected=protected)
    return [
        *(moved(r, there) for r in small_district()),
        Service(id="offen", organisation="fh", name="Sprechstunde", needs=("isolation",), places=(there.id, "bh")),
        Resource(id="garten", name="Garten", kind="club", area="nord", place=there.id, needs=("isolation",)),
        Resource(id="treff", name="Treff", kind="club", area="nord", place="bh", needs=("isolation",)),
        Relation(from_="jc", to="fh", kind="refers", service="schutz"),
        Report(from_="fh", to="jc", level=3, on=TODAY),
        Body(id="b", name="Sozialraumkonferenz", kind="conference", area="nord"),
        Meeting(id="m", body="b", on=TODAY, attendance=("fh", "jc", "sb"), minutes="Es ging um die Aufnahme."),
        Decision(id="d", body="b", meeting="m", what="Ein Weg vom Jobcenter zum Schutzhaus", who=("fh", "jc")),
    ]


def moved(record: Record, there: Place) -> Record:
    """Put another place where the small district has its protected one."""
    if isinstance(record, Place) and record.id == "geheim":
        return there
    if isinstance(record, Service) and "geheim" in record.places:
        return replace(record, places=(there.id,))
    return record


def open_page(desk: object, case_id: str) -> None:
    import streamlit as st

    from netmap.ui.cards import held
    from netmap.ui.pages.cards import page

    if held.chosen() is None:
        kept = {k: st.session_state[k] for k in st.session_state if str(k).startswith("cards_")}
        held.choose(case_id)
        st.session_state.update(kept)
    page(desk)  # type: ignore[arg-type]


def case_at_the_place(desk: Desk) -> str:
    """Begin a case whose card, steps and contacts all lead to the protected place."""
    case = begin_case(desk, name="Erika Unverwechselbar", area="nord", case_id="c1")
    card = new_card(desk, open_case(desk, case.id), on=date(2026, 11, 2))
    for number, (table, key) in enumerate([("services", "schutz"), ("services", "offen"), ("resources", "garten")]):
        spot = {"field": "infrastructural", "angle": -20.0 - 20 * number, "distance": 60.0, "human": False}
        add_entry(desk, case.id, card.id, {"label": None, "partner_table": table, "partner_id": key, **spot})
        where = {"partner_table": table, "partner_id": key}
        house, by = desk.house, desk.actor.account
        step = Step(id=f"s{number}", case=case.id, card=card.id, who="client", what="Hingehen", **where)
        contact = Contact(id=f"k{number}", case=case.id, since=TODAY, **where)
        house.cases.apply(SetStep.adding(step), by=by, codec=house.codec)
        house.cases.apply(SetContact.adding(contact), by=by, codec=house.codec)
    need = Need(id="n", case=case.id, need="homelessness", priority=1, since=TODAY)
    desk.house.cases.apply(SetNeed.adding(need), by=desk.actor.account, codec=desk.house.codec)
    return case.id


def of_cards(desk: Desk, case_id: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What every view of an open case sends, and every file it offers."""
    found: dict[str, Any] = {}
    given = DeltaGenerator.download_button
    for name, session in CARDS.items():

        def noted(self: Any, label: str, data: Any, *args: Any, name: str = name, **more: Any) -> Any:
            found[f"{name}: {label}"] = data if isinstance(data, bytes) else str(data).encode()
            return given(self, label, data, *args, **more)

        with monkeypatch.context() as patched:
            patched.setattr(DeltaGenerator, "download_button", noted)
            patched.setattr(st, "download_button", partial(noted, st.download_button.__self__))  # type: ignore[attr-defined]
            app = AppTest.from_function(open_page, kwargs={"desk": desk, "case_id": case_id}, default_timeout=120)
            for key, value in session.items():
                app.session_state[key] = value
            app.run()
        assert not app.exception, app.exception[0].message
        found[name] = "\n".join(sent(app._tree)).encode()
        assert len(found[name]) > 1000, name
    return found


def of_network(house: House, role: Role) -> dict[str, Any]:
    """Every picture and file of the network, and the minutes in both forms."""
    desk = Desk(house, Actor("u", frozenset({role})))
    day = day_at(desk, TODAY)
    all_on = Drawn(layers=tuple(house.vocabulary["relation_kinds"].codes), framed=True, signs="cut")
    found = {f"{role}: {kind}": make(desk, day).content for kind, make in EXPORTS.items()}
    found |= {f"{role}: {kind} with all": make(desk, day, drawn=all_on).content for kind, make in PICTURES.items()}
    found[f"{role}: minutes.pdf"] = minutes.minutes_pdf(desk, "m")
    found[f"{role}: minutes.docx"] = minutes.minutes_docx(desk, "m")
    return found


def outlets(
    folder: Path, which: int, monkeypatch: pytest.MonkeyPatch, *, protected: bool = True
) -> dict[str, list[bytes]]:
    """Everything that leaves where nobody has the right to protected addresses, part by part."""
    rule = replace(permissions.RULES["directory.protected"], roles=frozenset())
    monkeypatch.setitem(permissions.RULES, "directory.protected", rule)  # type: ignore[misc]
    with house_in(folder) as house:
        house.partners.apply(ImportDistrict.adding(*district(which, protected=protected)), by="test")
        desk = Desk(house, Actor("sabine.kern", frozenset({Role.CASE_MANAGEMENT})))
        found = of_cards(desk, case_at_the_place(desk), monkeypatch)
        for role in (Role.COORDINATION, Role.PLANNING):
            found |= of_network(house, role)
    return {name: parts_of(content) for name, content in found.items()}


def parts_of(content: bytes) -> list[bytes]:
    """Give a file as one could read it: an archive by its members, a PDF by its texts."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [archive.read(n) for n in sorted(archive.namelist()) if n != "docProps/core.xml"]
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        whole = [page.extract_text() for page in reader.pages]
        whole += [text for obj in range(1, len(reader.xref[0]) + 1) for text in _texts(reader.get_object(obj))]
        # lines break anywhere
        return [" ".join(text.split()).encode() for text in whole]
    return [content]


def _texts(obj: Any) -> Iterator[str]:
    """Give what a structure of a PDF says beside its pages, such as alternatives and titles; not when it was made."""
    if isinstance(obj, DictionaryObject):
        said = (str(value) for value in obj.values() if isinstance(value, TextStringObject))
        yield from (text for text in said if not text.startswith("D:"))


def telling(which: int) -> set[bytes]:
    return {NAMES[which].encode(), STREETS[which].encode(), b"ort-xq7"}


@pytest.fixture(scope="module")
def under_two_names(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, list[bytes]]]:
    with pytest.MonkeyPatch.context() as patched:
        return [outlets(tmp_path_factory.mktemp("papers"), which, patched) for which in (0, 1)]


def test_no_outlet_holds_its_name_or_address(under_two_names: list[dict[str, list[bytes]]]) -> None:
    for which, found in enumerate(under_two_names):
        for name, parts in found.items():
            assert {word for word in telling(which) for part in parts if word in part} == set(), name


def test_a_card_tells_nothing_even_where_one_may_know(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case manager has the right, but the card is drawn together, and taken home."""
    with house_in(tmp_path) as house:
        house.partners.apply(ImportDistrict.adding(*district(0, protected=True)), by="test")
        desk = Desk(house, Actor("sabine.kern", frozenset({Role.CASE_MANAGEMENT})))
        assert desk.may("directory.protected")
        for name, content in of_cards(desk, case_at_the_place(desk), monkeypatch).items():
            told = {word for part in parts_of(content) for word in telling(0) if word in part}
            assert told == set(), name


def test_every_file_is_the_same_whatever_it_is_called(under_two_names: list[dict[str, list[bytes]]]) -> None:
    """So that also pictures are covered, which cannot be searched. What a page sends has ids made by chance."""
    one, other = under_two_names
    assert set(one) == set(other)
    different = {name for name in one if one[name] != other[name]}
    assert different <= {*CARDS, *(name for name in one if name.endswith("(netmap-Datei)"))}
    assert len(set(one) - different) == 36


def test_where_the_place_is_not_protected_they_tell_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, under_two_names: list[dict[str, list[bytes]]]
) -> None:
    """Otherwise the search above would prove nothing: what leads there is on the card, in its steps and contacts."""
    found = outlets(tmp_path, 0, monkeypatch, protected=False)
    assert set(found) == set(under_two_names[0])
    named = {name for name, parts in found.items() if any(NAMES[0].encode() in part for part in parts)}
    addressed = {name for name, parts in found.items() if any(STREETS[0].encode() in part for part in parts)}
    papers = {f"at home: {kind}: Druckseite (PDF)" for kind in ("the network", "four fields")}
    assert addressed == {"beside the card: offers for isolation", *papers}
    assert named == addressed
