"""A card in memory that takes edits as the real store does: once each, conflicts told, undo without end."""

from __future__ import annotations

import math
import threading
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from netmap.model.cases import Alter, Card, Tie
from netmap.model.catalogues import load_vocabulary
from netmap.ui.canvas.carddata import card_data
from netmap.ui.canvas.inbox import Inbox
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
    moved_on,
)

CASE = "case-of-the-harness"


@dataclass
class MemoryCard:
    """One card; ``taken`` counts how often each edit had an effect."""

    id: str
    alters: dict[str, dict[str, Any]] = field(default_factory=dict)
    ties: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    rev: int = 0
    taken: dict[str, int] = field(default_factory=dict)
    past: list[Any] = field(default_factory=list)
    future: list[Any] = field(default_factory=list)
    lock: Any = field(default_factory=threading.Lock)
    inbox: Inbox = field(default_factory=Inbox)

    def take(self, batch: Batch) -> list[Answer]:
        """Take the edits of a batch in their order."""
        with self.lock:
            return [self._answer(edit) for edit in batch.edits]

    def _answer(self, edit: Edit) -> Answer:
        if edit.id in self.taken:
            return Answer(edit.id)
        state = deepcopy((self.alters, self.ties))
        reason = self._apply(edit)
        if reason:
            self.alters, self.ties = state
            return Answer(edit.id, ok=False, reason=reason)
        if not isinstance(edit, Undo | Redo):
            self.past.append(state)
            self.future.clear()
        self.taken[edit.id] = 1
        self.rev += 1
        return Answer(edit.id)

    def _apply(self, edit: Edit) -> str | None:
        match edit:
            case AddEntry():
                if edit.values.get("label") == "Verboten":
                    return "Dieser Name ist hier nicht erlaubt."
                self.alters[edit.alter] = {"id": edit.alter, **edit.values}
            case MoveEntry() | SetEntry():
                if edit.alter not in self.alters:
                    return "Der Eintrag ist nicht mehr da."
                now = self._row(edit.alter)
                if moved_on(edit.before, edit.values, now):
                    return "Jemand anderes hat das inzwischen geändert."
                self.alters[edit.alter].update(edit.values)
            case DeleteEntry():
                self.alters.pop(edit.alter, None)
                self.ties = {k: v for k, v in self.ties.items() if edit.alter not in k}
            case SetTie():
                key = (edit.a, edit.b)
                if edit.state is None:
                    self.ties.pop(key, None)
                else:
                    self.ties[key] = {"state": edit.state, "conflict": edit.conflict}
            case Undo() | Redo():
                source, target = (self.past, self.future) if isinstance(edit, Undo) else (self.future, self.past)
                if source:
                    target.append((self.alters, self.ties))
                    self.alters, self.ties = source.pop()
        return None

    def _row(self, key: str) -> dict[str, Any]:
        return self.records()[0][list(self.alters).index(key)].to_row()

    def records(self) -> tuple[list[Alter], list[Tie]]:
        """Give the card as records of the model."""
        alters = [
            Alter.from_row({**_DEFAULTS, "case": CASE, "card": self.id, "entry": key, **row})
            for key, row in self.alters.items()
        ]
        ties = [Tie(case=CASE, card=self.id, a=a, b=b, **values) for (a, b), values in self.ties.items()]
        return alters, ties

    def answer(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Answer a batch that came by a request, as the route of the real app does."""
        acks = self.inbox.take(sent, self.take)
        pseudonym = bool(sent["pseudonym"])
        steps = {"can_undo": bool(self.past), "can_redo": bool(self.future)}
        return {"acks": acks, "pseudonym": pseudonym, "card": self.data(pseudonyms=pseudonym), **steps}

    def data(self, *, pseudonyms: bool = False) -> dict[str, Any]:
        """Give the card as the surface gets it."""
        card = Card(id=self.id, case=CASE, on=date(2026, 11, 20))
        return card_data(card, *self.records(), rev=self.rev, pseudonyms=pseudonyms)


_DEFAULTS = dict.fromkeys(("burden", "conflict", "child", "far_away", "lost", "deceased"), False) | {
    "human": True,
    "field": "social",
}
_FIRST = [
    *("Anna", "Ben", "Cem", "Dilek", "Emil", "Fatma", "Gerd", "Hanna", "Igor", "Jana"),
    *("Karim", "Lena", "Mert", "Nora", "Olaf", "Petra", "Rosa", "Sami", "Tilda", "Uwe"),
]


def filled(key: str, count: int) -> MemoryCard:
    """Make a card with that many entries, spread like a real one: always the same."""
    card = MemoryCard(key)
    roles = list(load_vocabulary()["alter_roles"])
    ids = [f"{n:026d}" for n in range(count)]
    for n, alter in enumerate(ids):
        role = roles[(n * 7) % len(roles)]
        angle = (n * 137.50776) % 360
        distance = 14 + 84 * math.sqrt(((n * 53) % count + 0.5) / count)
        kinds = ("practical:both", "emotional:received", "informational:received", "financial:given")
        card.alters[alter] = {
            "id": alter,
            "role": role.code,
            "label": _FIRST[n % len(_FIRST)] if n % 3 == 0 else (None if n < len(roles) else f"{role.label} {n}"),
            "human": role.flag("human"),
            "field": "social" if role.flag("human") else "infrastructural",
            "angle": round(angle - 360 if angle > 180 else angle, 1),
            "distance": round(distance, 1),
            "ego_tie": (None, "strong", "loose", "loose", "none")[n % 5],
            "supports": [kinds[n % 4]] if n % 2 else [],
            "burden": n % 9 == 4,
            "conflict": n % 13 == 6,
            "care": "given" if n % 17 == 5 else None,
            "child": role.flag("child"),
            "far_away": n % 11 == 3,
            "lost": n % 19 == 8,
            "deceased": n % 23 == 7,
        }
    for n in range(0, max(0, count - 4), 2):
        card.ties[(ids[n], ids[n + 3])] = {"state": "known" if n % 10 else "none", "conflict": n % 16 == 6}
    return card


def things(card: MemoryCard) -> None:
    """Add what belongs to the client alone: abilities and things."""
    for n, (name, own) in enumerate(
        [("kann gut mit Kindern", "personal"), ("Führerschein", "personal"), ("Fahrrad", "material")]
    ):
        card.alters[f"own{n}"] = {"id": f"own{n}", "label": name, "field": own, "human": False}


def shared(*, name: str, count: int, own: bool) -> MemoryCard:
    """One card for all who name it, in whichever way they ask."""
    return _shared(name, count, own)


@cache
def _shared(name: str, count: int, own: bool) -> MemoryCard:
    card = filled(name, count)
    if own:
        things(card)
    return card
