"""A trial card without a case: it lives only in this session; drawn, printed, gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from netmap.exchange.drawing import Handout, card_pdf, view_of
from netmap.messages import language, text
from netmap.model.cases import Alter, Card, Tie
from netmap.model.ids import new_id
from netmap.model.tables import TABLES
from netmap.ui.canvas import card_surface
from netmap.ui.canvas.carddata import card_data, roles_data
from netmap.ui.canvas.protocol import AddEntry, Answer, Batch, DeleteEntry, MoveEntry, Redo, SetEntry, SetTie, Undo
from netmap.ui.cards import held
from netmap.ui.downloads import PDF, Paper, offer
from netmap.usecases.desk import Desk

_CASE = "trial"


@dataclass
class Trial:
    """The card of this session, with every state it had."""

    #: each trial has an id of its own: the page keeps nothing of one for the next
    id: str = field(default_factory=new_id)
    alters: dict[str, Alter] = field(default_factory=dict)
    ties: dict[tuple[str, str], Tie] = field(default_factory=dict)
    past: list[tuple[dict[str, Alter], dict[tuple[str, str], Tie]]] = field(default_factory=list)
    future: list[tuple[dict[str, Alter], dict[tuple[str, str], Tie]]] = field(default_factory=list)
    rev: int = 1

    def take(self, batch: Batch) -> Sequence[Answer]:
        """Do the edits of a batch."""
        answers = []
        for edit in batch.edits:
            match edit:
                case Undo():
                    self._step(self.past, self.future)
                case Redo():
                    self._step(self.future, self.past)
                case _:
                    self.past.append((dict(self.alters), dict(self.ties)))
                    self.future.clear()
                    self._do(edit)
            self.rev += 1
            answers.append(Answer(edit.id))
        return answers

    def _step(self, source: list[Any], target: list[Any]) -> None:
        if source:
            target.append((dict(self.alters), dict(self.ties)))
            self.alters, self.ties = source.pop()

    def _do(self, edit: AddEntry | MoveEntry | SetEntry | DeleteEntry | SetTie) -> None:
        match edit:
            case AddEntry():
                self.alters[edit.alter] = _new(self.id, edit.alter, dict(edit.values))
            case MoveEntry() | SetEntry() if edit.alter in self.alters:
                row = self.alters[edit.alter].to_row()
                self.alters[edit.alter] = Alter.from_row({**row, **edit.values})
            case DeleteEntry():
                self.alters.pop(edit.alter, None)
                self.ties = {k: t for k, t in self.ties.items() if edit.alter not in k}
            case SetTie() if edit.state is None:
                self.ties.pop((edit.a, edit.b), None)
            case SetTie() if edit.state is not None:
                self.ties[edit.a, edit.b] = Tie(
                    case=_CASE, card=self.id, a=edit.a, b=edit.b, state=edit.state, conflict=edit.conflict
                )
            case _:
                pass


def _new(card_id: str, alter_id: str, values: dict[str, Any]) -> Alter:
    row = {
        "human": True,
        "field": "social",
        **values,
        "id": alter_id,
        "case": _CASE,
        "card": card_id,
        "entry": alter_id,
    }
    for col in TABLES["alters"].columns:
        if col.kind.value == "yes_no":
            row.setdefault(col.name, False)
    return Alter.from_row(row)


def trial(desk: Desk) -> None:
    """Draw the trial card."""
    held_trial: Trial = st.session_state.setdefault("cards_trial_card", Trial())
    card = Card(id=held_trial.id, case=_CASE, on=desk.house.today())
    with st.container(horizontal=True, vertical_alignment="center", key="nm-case-head"):
        if st.button(text("All conversations"), icon=":material/arrow_back:", type="tertiary"):
            st.session_state.pop("cards_trial_open", None)
            st.session_state.pop("cards_trial_card", None)
            st.session_state.pop("paper:cards_trial_pdf", None)
            st.rerun()
        st.subheader(text("Trial card"), anchor=False, width="content")
        st.caption(text("Nothing of it is stored: it is gone when you leave this page."), width="content")
        alters, ties = list(held_trial.alters.values()), list(held_trial.ties.values())
        if alters:
            offer(
                Paper(
                    text("Save the print page (PDF)"),
                    "probekarte.pdf",
                    PDF,
                    lambda: card_pdf(view_of(card, alters, ties), handout=Handout()),
                    (held_trial.rev, language()),
                    "cards_trial_pdf",
                ),
                text("Print page (PDF)"),
                type="primary",
            )
    card_surface(
        {
            "card": card_data(card, alters, ties, rev=held_trial.rev),
            "roles": roles_data(held.vocabulary_of(desk)),
            "can_undo": bool(held_trial.past),
            "can_redo": bool(held_trial.future),
            "title": text("Trial card"),
        },
        key="card-trial",
        height=760,
        on_edit=held_trial.take,
    )
