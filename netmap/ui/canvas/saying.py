"""What the step *Pairs* of a conference sends: answers that name their pair and both sides. Pure.

Whatever comes from a browser is doubted: what cannot be read is left out, and an answer counts once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from netmap.ui.canvas.protocol import Answer

#: answers that stay in the data, so that a page that missed a run still learns of them
KEPT: Final = 200
_ID: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")


@dataclass(frozen=True, slots=True)
class Said:
    """What both sides of a pair say; ``None``: this side says nothing."""

    id: str
    a: str
    b: str
    says_a: int | None
    says_b: int | None


def read_said(payload: object) -> tuple[tuple[Said, ...], tuple[str, str] | None]:
    """Take a message apart: the answers in their order, and the pair that is open.

    Examples
    --------
    >>> act = {"id": "0" * 26, "a": "x", "b": "y", "says_a": 1, "says_b": None}
    >>> read_said({"acts": [act, {"id": 7}], "looks": {"a": "x", "b": "y"}})
    ((Said(id='00000000000000000000000000', a='x', b='y', says_a=1, says_b=None),), ('x', 'y'))
    """
    if not isinstance(payload, Mapping):
        return (), None
    acts = payload.get("acts")
    found = [said for act in (acts if isinstance(acts, list) else []) if (said := _said(act)) is not None]
    looks = payload.get("looks")
    pair = (looks.get("a"), looks.get("b")) if isinstance(looks, Mapping) else (None, None)
    return tuple(found), ((str(pair[0]), str(pair[1])) if all(isinstance(x, str) for x in pair) else None)


def _said(act: object) -> Said | None:
    if not isinstance(act, Mapping):
        return None
    act_id, a, b = (act.get(name) for name in ("id", "a", "b"))
    if not all(isinstance(i, str) for i in (act_id, a, b)) or not _ID.fullmatch(str(act_id)):
        return None
    says_a, says_b = (act.get(name) for name in ("says_a", "says_b"))
    if not all(v is None or type(v) is int for v in (says_a, says_b)):
        return None
    return Said(str(act_id), str(a), str(b), says_a, says_b)


@dataclass(slots=True)
class SaidInbox:
    """What one session has answered: an answer that comes again is only confirmed again."""

    answers: dict[str, Answer] = field(default_factory=dict)

    def take(self, payload: object, *, on_say: Callable[[Said], Answer], on_look: Callable[[Any], None]) -> None:
        """Hand on what is new, in its order, and keep the answers."""
        acts, looks = read_said(payload)
        for said in acts:
            if said.id not in self.answers:
                self.answers[said.id] = on_say(said)
        for old in list(self.answers)[:-KEPT]:
            del self.answers[old]
        on_look(looks)
