"""The edits of a card's surface: in their order, once, refused with a reason, kept when the store cannot."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from netmap.bootstrap import House
from netmap.model.cases import Alter, Words
from netmap.model.changes import Receipt
from netmap.ui.canvas.protocol import (
    AddEntry,
    Answer,
    Batch,
    DeleteEntry,
    Edit,
    MoveEntry,
    Redo,
    SetEntry,
    SetTie,
    Undo,
)
from netmap.ui.card_edits import do_batch, doer
from netmap.usecases import cases, drawing
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk, Role
from tests.support.houses import desk_as, house_in

A, B = "a" * 26, "b" * 26
_numbers = count()


def edit_id() -> str:
    """As the browser makes them: 26 letters, never twice."""
    return f"{next(_numbers):0>26}"


def add(alter: str = A, **values: Any) -> AddEntry:
    given = {"label": "Mutter", "angle": 30.0, "distance": 25.0, **values}
    return AddEntry(edit_id(), alter, given)


def move(distance: float, *, was: float, alter: str = A) -> MoveEntry:
    return MoveEntry(edit_id(), alter, {"angle": 30.0, "distance": distance}, {"angle": 30.0, "distance": was})


def knows(*, state: str | None = "known", before: str | None = None) -> SetTie:
    return SetTie(edit_id(), A, B, state, conflict=False, before_state=before, before_conflict=False)


class Sheet:
    """A case with one empty card, and what stands on it."""

    def __init__(self, house: House, account: str = "sabine.kern") -> None:
        self.desk: Desk = desk_as(house, Role.CASE_MANAGEMENT, account=account)
        case = cases.begin_case(self.desk, name="Erika Probe")
        drawing.new_card(self.desk, cases.open_case(self.desk, case.id))
        self.case = case.id
        self.card = self.file.cards[0].id

    @property
    def file(self) -> CaseFile:
        return cases.open_case(self.desk, self.case)

    def send(self, *edits: Edit, desk: Desk | None = None) -> list[Answer]:
        return list(do_batch(desk or self.desk, self.case, Batch(1, self.card, edits)))

    def entries(self) -> dict[str, Alter]:
        return {a.id: a for a in self.file.alters.get(self.card, ())}

    def ties(self) -> list[tuple[str, str, str]]:
        return [(t.a, t.b, t.state) for t in self.file.ties.get(self.card, ())]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as made:
        yield made


def test_edits_are_done_in_their_order_and_each_is_answered(house: House) -> None:
    sheet = Sheet(house)
    edits: list[Edit] = [
        add(),
        add(B, label="Chor", distance=60.0),
        move(40.0, was=25.0),
        move(55.0, was=40.0),
        knows(),
        SetEntry(edit_id(), A, {"burden": True}, {"burden": False}),
    ]
    answers = sheet.send(*edits)
    assert answers == [Answer(e.id) for e in edits]
    found = sheet.entries()
    assert (found[A].distance, found[A].burden, found[B].label) == (55.0, True, "Chor")
    assert sheet.ties() == [(A, B, "known")]


def test_undo_and_redo_are_edits_like_others(house: House) -> None:
    sheet = Sheet(house)
    sheet.send(add(), move(40.0, was=25.0))
    assert sheet.send(Undo(edit_id()))[0].ok
    assert sheet.entries()[A].distance == 25.0
    assert sheet.send(Redo(edit_id()))[0].ok
    assert sheet.entries()[A].distance == 40.0
    assert [a.ok for a in sheet.send(Undo(edit_id()), Undo(edit_id()))] == [True, True]
    assert sheet.entries() == {}


def test_taking_an_entry_off_takes_its_ties_and_undo_brings_both_back(house: House) -> None:
    sheet = Sheet(house)
    sheet.send(add(), add(B, label="Chor"), knows())
    answers = sheet.send(DeleteEntry(edit_id(), A, {"distance": 25.0}))
    assert answers[0].ok
    assert set(sheet.entries()) == {B}
    assert sheet.ties() == []
    sheet.send(Undo(edit_id()))
    assert set(sheet.entries()) == {A, B}
    assert sheet.ties() == [(A, B, "known")]


def test_a_batch_that_another_session_did_already_changes_nothing_more(house: House, tmp_path: Path) -> None:
    sheet = Sheet(house)
    edits: list[Edit] = [add(), move(40.0, was=25.0), Undo(edit_id())]
    sheet.send(*edits)
    before = sheet.entries(), sheet.file.revision
    # the connection came back as a new session, or the server was started anew: nothing is remembered but the log
    with house_in(tmp_path) as again:
        answers = sheet.send(*edits, desk=desk_as(again, Role.CASE_MANAGEMENT))
    assert answers == [Answer(e.id) for e in edits]
    assert (sheet.entries(), sheet.file.revision) == before


def test_a_refused_edit_says_why_and_the_others_are_done(house: House) -> None:
    sheet = Sheet(house)
    sheet.send(add(), move(40.0, was=25.0))
    stale, gone, good = move(80.0, was=25.0), move(10.0, was=20.0, alter=B), add(B, label="Chor")
    answers = {a.id: a for a in sheet.send(stale, gone, good)}
    assert not answers[stale.id].ok
    assert answers[stale.id].reason == "Jemand anderes hat das inzwischen geändert; dessen Fassung gilt."
    assert not answers[gone.id].ok
    assert "nicht mehr auf dieser Karte" in (answers[gone.id].reason or "")
    assert answers[good.id] == Answer(good.id)
    assert sheet.entries()[A].distance == 40.0
    assert sheet.entries()[B].distance == 25.0


def test_a_case_of_somebody_else_is_refused_edit_by_edit(house: House) -> None:
    sheet = Sheet(house)
    stranger = desk_as(house, Role.CASE_MANAGEMENT, account="emre.aksoy")
    answers = sheet.send(add(), Undo(edit_id()), desk=stranger)
    assert [a.ok for a in answers] == [False, False]
    assert all(a.reason for a in answers)
    assert sheet.entries() == {}


def test_a_card_of_another_case_is_refused(house: House) -> None:
    mine, other = Sheet(house), Sheet(house)
    (answer,) = do_batch(mine.desk, mine.case, Batch(1, other.card, (add(),)))
    assert not answer.ok
    assert other.entries() == {}


@contextmanager
def no_room(path: Path) -> Iterator[None]:
    """As on a full disk: no file of this process grows beyond what this one has."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_an_edit_the_store_cannot_take_gets_no_answer_and_comes_again(house: House, tmp_path: Path) -> None:
    sheet = Sheet(house)
    sheet.send(add())
    edits = (move(40.0, was=25.0), add(B, label="Chor"))
    answers: list[Answer] = []
    with no_room(tmp_path / "cases.sqlite-wal"):
        answers += doer(sheet.desk, sheet.case)(Batch(2, sheet.card, edits))
    assert answers == []  # neither done nor refused: the page keeps both
    assert sheet.entries()[A].distance == 25.0
    assert sheet.send(*edits) == [Answer(e.id) for e in edits]
    assert sheet.entries()[A].distance == 40.0
    assert set(sheet.entries()) == {A, B}


def test_an_undo_of_the_drawing_is_told_like_a_stroke_and_one_of_words_is_not(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        mine = Sheet(house)
        told: list[Receipt] = []

        def send(*edits: Edit) -> int:
            told.clear()
            do_batch(mine.desk, mine.case, Batch(1, mine.card, edits), done=told.append)
            return len(told)

        assert send(add()) == 1
        assert send(Undo(edit_id())) == 1
        assert send(Redo(edit_id())) == 1
        said = Words(case=mine.case, card=mine.card, question="question_1", text="So ist es.")
        cases.put(mine.desk, mine.case, said)
        undo = Undo(edit_id())
        assert send(undo) == 0
        # it comes again when the next one to take back would be a stroke
        assert send(undo) == 0
        assert mine.entries()
