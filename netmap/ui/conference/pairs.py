"""Step 2: one pair after the other; both sides say how far it goes today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from netmap.messages import plural, text
from netmap.model.catalogues import Entry
from netmap.model.partners import DEFAULT_SCALE, Meeting, Report
from netmap.ui.conference import held
from netmap.ui.markup import plain
from netmap.usecases import conference as use
from netmap.usecases.conference import Question
from netmap.usecases.desk import Desk


def pairs(desk: Desk, meeting: Meeting) -> tuple[str, str] | None:
    """Draw the step; give the pair that is asked."""
    asked = use.questions(desk, meeting)
    question = _beside_the_list(asked, desk, meeting) or held.current(asked)
    if question is None:
        _nothing_left(asked, meeting)
        return None
    _question(desk, meeting, asked, question)
    return question.key


def select(event: Mapping[str, Any]) -> None:
    """Ask the pair that somebody taps in the picture."""
    if event.get("kind") == "pair":
        a, b = sorted((str(event["a"]), str(event["b"])))
        st.session_state["conf_step"] = 2
        held.choose((a, b))


def _beside_the_list(asked: Sequence[Question], desk: Desk, meeting: Meeting) -> Question | None:
    """Give a pair that was tapped and stands in no list."""
    chosen = st.session_state.get("conf_pair")
    if chosen is None or chosen in {q.key for q in asked} or not set(chosen) <= set(meeting.attendance):
        return None
    pair = use.pair_of(desk, meeting, *chosen)
    return Question(chosen[0], chosen[1], "chosen", pair, pair, asked=False)


def _nothing_left(asked: Sequence[Question], meeting: Meeting) -> None:
    st.header(text("Pairs"))
    if not meeting.attendance:
        st.info(text("First say who is here."))
    elif not asked:
        st.success(text("Of those in the room no pair is worth asking: all is known and fresh."))
    else:
        st.success(plural("All asked: {count} pair.", "All asked: {count} pairs.", count=len(asked)))
    st.caption(text("Tap a line in the picture to ask that pair."))


def _question(desk: Desk, meeting: Meeting, asked: Sequence[Question], question: Question) -> None:
    names = use.names_of(desk)
    keys = [q.key for q in asked]
    place = (
        text("Pair {number} of {all}", number=keys.index(question.key) + 1, all=len(keys))
        if question.key in keys
        else text("Chosen in the picture")
    )
    st.caption(f"{place} · {why(question, meeting.on)}")
    st.header(text("{one} and {other}", one=plain(names[question.a]), other=plain(names[question.b])))
    shown = question.now or question.pair
    columns = st.columns(2, gap="small")
    for column, side, report in zip(
        columns, question.key, (shown.says_a if shown else None, shown.says_b if shown else None), strict=True
    ):
        with column, st.container(border=True):
            _view(desk, names[side], report)
    if st.session_state.get("conf_apart"):
        _apart(desk, meeting, question, names)
    else:
        _together(desk, meeting, question)


def why(question: Question, on: date) -> str:
    """Say in a few words why a pair is worth asking."""
    if question.asked:
        return text("asked today")
    if question.reason == "contradicted":
        return text("they see it differently")
    if question.reason == "old" and question.pair is not None:
        months = max(1, round((on - question.pair.newest).days / 30.44))
        return plural("not asked for {count} month", "not asked for {count} months", count=months)
    if question.pair is None:
        return text("nobody has been asked yet")
    return text("known")


def _view(desk: Desk, name: str, report: Report | None) -> None:
    st.caption(text("{name} says", name=plain(name)))
    if report is None:
        st.markdown(f"## ?\n{text('not answered')}")
        return
    level = desk.house.vocabulary.level(report.level, scale=report.scale)
    st.markdown(f"## {report.level}\n{plain(level.label) if level else ''}  \n{report.on:%m/%Y}")


def _together(desk: Desk, meeting: Meeting, question: Question) -> None:
    st.subheader(text("How far does it go today?"))
    chosen = held.says().get("both")
    _ladder(desk, "both", chosen)
    row = st.columns([5, 5, 3], gap="small")
    row[0].button(
        text("Both agree: {level}", level="–" if chosen is None else chosen),
        key="conf_agree",
        type="primary",
        disabled=chosen is None,
        on_click=_save,
        args=(desk, meeting.id, question.key),
        shortcut="Enter",
        width="stretch",
    )
    row[1].button(text("Different"), key="conf_apart_on", on_click=_part, args=(True,), width="stretch", shortcut="V")
    row[2].button(
        text("Later"), key="conf_later_on", on_click=held.put_off, args=(question.key,), width="stretch", shortcut="S"
    )


def _apart(desk: Desk, meeting: Meeting, question: Question, names: Mapping[str, str]) -> None:
    said = held.says()
    # one side after the other, so that the digits are enough
    side = next((s for s in question.key if s not in said), None)
    done = [f"{plain(names[s])}: **{said[s]}**" for s in question.key if s in said]
    if done:
        st.markdown("  \n".join(done))
    if side is not None:
        st.subheader(text("What does {name} say?", name=plain(names[side])))
        _ladder(desk, side, None)
    row = st.columns([5, 5, 3], gap="small")
    row[0].button(
        text("Save both"),
        key="conf_save",
        type="primary",
        disabled=not said,
        on_click=_save,
        args=(desk, meeting.id, question.key),
        shortcut="Enter",
        width="stretch",
    )
    row[1].button(text("Together"), key="conf_apart_off", on_click=_part, args=(False,), width="stretch")
    row[2].button(text("Later"), key="conf_later_apart", on_click=held.put_off, args=(question.key,), width="stretch")


def _ladder(desk: Desk, side: str, chosen: int | None) -> None:
    with st.container(key="conf-ladder"):
        for entry in desk.house.vocabulary.levels(DEFAULT_SCALE):
            value = entry.whole("value")
            st.button(
                _rung(entry, value),
                key=f"conf_level_{side}_{value}",
                type="primary" if value == chosen else "secondary",
                on_click=_say,
                args=(side, value),
                shortcut=str(value),
                width="stretch",
            )


def _rung(entry: Entry, value: int) -> str:
    return f"**{value}**  {plain(entry.said('short'))}"


def _say(side: str, value: int) -> None:
    held.says()[side] = value


def _part(apart: bool) -> None:
    st.session_state["conf_apart"] = apart
    st.session_state["conf_says"] = {}


def _save(desk: Desk, meeting_id: str, pair: tuple[str, str]) -> None:
    # read now, not when the button was drawn: a level chosen a moment ago counts
    said = held.says()
    a, b = (said.get(side, said.get("both")) for side in pair)
    if a is None and b is None:
        return
    use.agree(desk, meeting_id, a=pair[0], b=pair[1], says_a=a, says_b=b)
    held.choose(None)
