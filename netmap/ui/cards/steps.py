"""Next steps: agreed, done, and changed again; each in one change that can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import streamlit as st

from netmap.errors import ConflictError
from netmap.messages import text
from netmap.model.cases import STEP_ACTORS, Card, Step
from netmap.model.catalogues import Catalogue
from netmap.model.ids import new_id
from netmap.ui.cards import held
from netmap.ui.cards.lines import keep, line, put, small, take_away
from netmap.ui.markup import plain
from netmap.usecases import cases
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk
from netmap.usecases.steps import StepChange, step_changes

_CHANGED: Final = "cards_step_changed"


@dataclass(frozen=True, slots=True)
class Changing:
    """A step that somebody is changing.

    Attributes
    ----------
    seen
        As it was when they began: what they leave alone is not theirs to write.
    known
        As they know that it is: theirs goes over no other version.
    """

    seen: Step
    known: Step


def steps(desk: Desk, file: CaseFile, card: Card) -> None:
    """Draw the steps with what can be done to them, and the form for the next one."""
    actors = held.vocabulary_of(desk)["step_actors"]
    changing: Changing | None = st.session_state.get(_CHANGED)
    seen = changing.seen if changing else None
    if seen and seen.case == file.case.id and seen.id not in {s.id for s in file.steps}:
        st.session_state.pop(_CHANGED)
        st.warning(text("Somebody took “{what}” away meanwhile.", what=plain(seen.what)))
    # what is still to be done comes first, and of that what the client does
    for step in sorted(file.steps, key=lambda s: (s.done_on is not None, s.who != "client")):
        if changing and changing.seen.id == step.id:
            _change(desk, actors, changing, step)
        else:
            _line(desk, actors, step)
    if not file.steps:
        st.info(text("Agree what happens next: first what the client does, then what you do."))
    _agree(desk, file, card, actors)


def _line(desk: Desk, actors: Catalogue, step: Step) -> None:
    row = line(f"step-{step.id}")
    done = step.done_on is not None
    row.checkbox(
        text("done"),
        value=done,
        # somebody else may have said so: then it is another field
        key=f"cards_step_{step.id}_{done}",
        label_visibility="collapsed",
        width="content",
        on_change=put,
        args=(desk, replace(step, done_on=None if done else desk.house.today()), step),
    )
    what = f"~~{plain(step.what)}~~" if done else f"**{plain(step.what)}**"
    row.markdown(f"{what}  \n{plain(_whose(actors, step))}", width="stretch")
    small(row, f"edit-{step.id}", text("Change"), keep, _CHANGED, Changing(step, step), icon="edit")
    small(row, f"step-{step.id}", text("Take away"), take_away, desk, step)


def _whose(actors: Catalogue, step: Step) -> str:
    until = f" · {text('until {day}', day=f'{step.until:%d.%m.%Y}')}" if step.until else ""
    return (step.who_text or actors.label_of(step.who)) + until


def _change(desk: Desk, actors: Catalogue, changing: Changing, now: Step) -> None:
    seen = changing.seen
    with st.form(f"cards_step_form_{seen.id}"):
        if now != seen:
            there = f"{plain(now.what)} · {plain(_whose(actors, now))}"
            st.warning(text("Somebody changed this meanwhile. It says now: {there}", there=there))
        new = _fields(actors, seen)
        row = st.container(horizontal=True)
        sure = row.form_submit_button(text("Keep"), type="primary")
        row.form_submit_button(text("Cancel"), on_click=keep, args=(_CHANGED, None))
        _history(desk, actors, seen)
    if sure and new is not None:
        st.session_state[_CHANGED] = _kept(desk, changing, new)
        st.rerun()


def _kept(desk: Desk, changing: Changing, new: Mapping[str, Any]) -> Changing | None:
    """Keep what somebody changed of a step; where another version is there, give what they go on from."""
    seen, known = changing.seen, changing.known
    mine = {name: value for name, value in new.items() if value != getattr(seen, name)}
    wanted = replace(known, **mine)
    if wanted == known:
        return None
    try:
        cases.put(desk, seen.case, wanted, old=known)
    except ConflictError:
        # the form stays open with what was typed, and says what is there; kept once more, both were seen
        there = held.case_file(desk, seen.case).steps
        now = next((s for s in there if s.id == seen.id), None)
        return Changing(seen, now) if now else None
    return None


def _fields(actors: Catalogue, step: Step | None) -> Mapping[str, Any] | None:
    """Draw what a step says; gives it as it stands there, or nothing where nothing is to be done."""
    key = f"cards_step_{step.id if step else 'new'}"
    own = [step.who_text] if step and step.who_text else []
    what = st.text_input(text("What"), value=step.what if step else "", key=f"{key}_what")
    left, right = st.columns(2)
    # somebody from the client's own circle is written down by name
    who = left.selectbox(
        text("Who"),
        [*STEP_ACTORS, *own],
        index=len(STEP_ACTORS) if own else STEP_ACTORS.index(step.who) if step else 0,
        format_func=lambda w: actors.label_of(w) if w in STEP_ACTORS else w,
        accept_new_options=True,
        key=f"{key}_who",
    )
    day = right.date_input(text("Until"), value=step.until if step else None, format="DD.MM.YYYY", key=f"{key}_until")
    if not what.strip():
        return None
    return {
        "what": what.strip(),
        "who": who if who in STEP_ACTORS else "other",
        "who_text": None if who in STEP_ACTORS else who.strip(),
        "until": day if isinstance(day, date) else None,
    }


def _agree(desk: Desk, file: CaseFile, card: Card, actors: Catalogue) -> None:
    with st.form("cards_step_form", clear_on_submit=True):
        new = _fields(actors, None)
        if st.form_submit_button(text("Agree"), type="primary") and new is not None:
            cases.put(desk, file.case.id, Step(id=new_id(), case=file.case.id, card=card.id, **new))
            st.rerun()


def _history(desk: Desk, actors: Catalogue, step: Step) -> None:
    """Say how the step came to be what it is."""
    changes = [change for change in step_changes(desk, step.case) if change.step == step.id]
    if changes:
        st.caption("  \n".join(f"{c.at.astimezone():%d.%m.%Y} {plain(c.by)}: {said(actors, c)}" for c in changes))


def said(actors: Catalogue, change: StepChange) -> str:
    """Say what of a step changed."""
    before, after = change.before, change.after
    parts = []
    if "what" in after:
        parts.append(text("“{new}” instead of “{old}”", new=plain(after["what"]), old=plain(before["what"])))
    if {"who", "who_text"} & after.keys():
        new, old = _who(actors, after), _who(actors, before)
        if new or old:
            parts.append(text("{new} instead of {old}", new=new or "–", old=old or "–"))
    if "until" in after:
        parts.append(text("until {new} instead of {old}", new=_day(after["until"]), old=_day(before["until"])))
    if "done_on" in after:
        parts.append(text("done") if after["done_on"] else text("open again"))
    return "; ".join(parts)


def _who(actors: Catalogue, values: Mapping[str, Any]) -> str:
    named = values.get("who_text")
    return plain(str(named)) if named else actors.label_of(values["who"]) if values.get("who") else ""


def _day(value: str | None) -> str:
    return f"{date.fromisoformat(value):%d.%m.%Y}" if value else text("no day")


def told_between(actors: Catalogue, steps: Iterable[Step], changes: Iterable[StepChange]) -> list[tuple[date, str]]:
    """Tell what of the steps was changed, with the day; that one is done is told apart."""
    called = {step.id: step.what for step in steps}
    told = []
    for change in changes:
        after = {name: value for name, value in change.after.items() if name != "done_on" or value is None}
        if change.step in called and after:
            words, now = said(actors, replace(change, after=after)), called[change.step]
            # who renamed it said what it is called now
            told.append(
                (change.at.astimezone().date(), words if after.get("what") == now else f"{plain(now)}: {words}")
            )
    return told
