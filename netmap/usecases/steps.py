"""Next steps over time: how what was agreed changed, read from the log of the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netmap.model.changes import Recorded
from netmap.usecases.desk import Desk, needs

#: what somebody can change of a step
_SAID = ("what", "who", "who_text", "until", "done_on")


@dataclass(frozen=True, slots=True)
class StepChange:
    """One change of a step.

    Attributes
    ----------
    step
        Its id.
    by
        The account.
    before, after
        The columns that changed, as rows hold them.
    """

    step: str
    at: datetime
    by: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@needs("case.edit")
def step_changes(desk: Desk, case_id: str) -> tuple[StepChange, ...]:
    """Give how the steps of an open case changed, oldest first; like reading on in it, it is not logged once more."""
    desk.require_case("case.edit", case_id)
    return changed_steps(desk.house.cases.changes(entity=f"case:{case_id}", codec=desk.house.codec))


def changed_steps(log: Iterable[Recorded]) -> tuple[StepChange, ...]:
    """Find the changes of steps in a log; one that was taken back, and what took it back, tell of nothing."""
    standing: dict[str, Recorded] = {}
    taken: dict[str, Recorded] = {}
    for one in log:
        if one.undoes in standing:
            taken[one.id] = standing.pop(one.undoes)
        elif one.undoes in taken:
            # whoever takes this back again takes back what it brought
            standing[one.id] = taken.pop(one.undoes)
        elif one.undoes is None:
            standing[one.id] = one
    found = sorted(standing.values(), key=lambda one: one.id)
    return tuple(
        StepChange(edit.key, one.at, one.by, edit.before, edit.after)
        for one in found
        for edit in one.edits
        if edit.table == "steps" and edit.before and edit.after and any(name in edit.after for name in _SAID)
    )
