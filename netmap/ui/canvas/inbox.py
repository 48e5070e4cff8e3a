"""What was answered on one card: an edit that comes again is only answered again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

from netmap.errors import InputError
from netmap.ui.canvas.protocol import Answer, Batch, Edit, parse_edits
from netmap.ui.canvas.strings import card_strings

#: answers that are remembered
KEPT_ANSWERS: Final = 400

OnEdit = Callable[[Batch], Sequence[Answer]]


@dataclass(slots=True)
class Inbox:
    """What one page has sent of one card, and what it was answered.

    Attributes
    ----------
    lock
        Held while a batch is done: the same batch that comes a second time waits for the first.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    heard: int = 0
    #: the edits of the last batch: the browser sends again whatever it has no answer to, so only these are told
    asked: tuple[str, ...] = ()
    #: the mark of the words that the page says it holds
    holds: str | None = None
    lock: Any = field(default_factory=threading.RLock, repr=False)
    _spelled: dict[str, Any] = field(default_factory=dict)
    _mark: str = ""

    def take(self, payload: object, on_edit: OnEdit) -> list[dict[str, Any]]:
        """Hand on what is new, keep the answers, and give those to this batch as the browser reads them."""
        with self.lock:
            try:
                batch = parse_edits(payload)
            except InputError as error:
                self._refuse(payload, str(error))
                return self.told()
            self.heard = batch.seq
            self.holds = batch.holds
            self.asked = tuple(edit.id for edit in batch.edits)
            fresh = tuple(edit for edit in batch.edits if edit.id not in self.answers)
            if fresh:
                self._note(on_edit(Batch(batch.seq, batch.card, fresh)), fresh)
            return self.told()

    def _note(self, answers: Iterable[Answer], asked: Sequence[Edit]) -> None:
        asked_ids = {edit.id for edit in asked}
        self.answers.update({answer.id: answer for answer in answers if answer.id in asked_ids})
        self._forget()

    def _refuse(self, payload: object, reason: str) -> None:
        # an edit nobody can read would come again for ever: it is refused by its id, if it has one
        edits = payload.get("edits") if isinstance(payload, Mapping) else None
        ids = [edit.get("id") for edit in (edits if isinstance(edits, list) else []) if isinstance(edit, Mapping)]
        self.asked = tuple(edit_id for edit_id in ids if isinstance(edit_id, str))[:KEPT_ANSWERS]
        for edit_id in self.asked:
            self.answers.setdefault(edit_id, Answer(edit_id, ok=False, reason=reason))
        self._forget()

    def _forget(self) -> None:
        for old in list(self.answers)[:-KEPT_ANSWERS]:
            del self.answers[old]

    def told(self) -> list[dict[str, Any]]:
        """Give the answers to the last batch, as far as there are any."""
        return [self.answers[edit_id].to_data() for edit_id in self.asked if edit_id in self.answers]

    def words(self, roles: object) -> dict[str, Any]:
        """Give the sentences and roles under their mark, or the mark alone where the page holds them."""
        spelled = {"strings": card_strings(), "roles": roles}
        if spelled != self._spelled:
            self._spelled, self._mark = spelled, sha256(json.dumps(spelled).encode()).hexdigest()[:16]
        return {"mark": self._mark} if self._mark == self.holds else {"mark": self._mark, **spelled}
