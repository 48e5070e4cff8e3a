"""The tab of what if: an offer closes, a place opens, a waiting time doubles; before and after side by side."""

from __future__ import annotations

from datetime import date

import streamlit as st

from netmap.analysis.day import Day
from netmap.analysis.gaps import Limits, shown_count
from netmap.analysis.gaps.reasons import names_of
from netmap.analysis.gaps.trial import Trial
from netmap.messages import text
from netmap.model.partners import Service
from netmap.ui.planning.changes_view import closed_list, gap_list
from netmap.usecases import planning
from netmap.usecases.desk import Desk
from netmap.usecases.network import day_at

#: the id of the offer that is tried out; it is never stored
_NEW = "new"


def draw(desk: Desk, on: date, limits: Limits) -> None:
    """Draw the tab."""
    day = day_at(desk, on)
    if not day.services:
        st.info(text("No offer is running on this day."))
        return
    trial = _form(day)
    if trial.is_empty:
        st.info(text("Choose what closes, what opens, or where waiting doubles. Nothing of it is stored."))
        return
    before, after, changes = planning.what_would_be(desk, trial, on=on, limits=limits)
    st.markdown(
        text(
            "Before: {before} gaps. After: {after} gaps. Nothing was stored.",
            before=len(before.gaps),
            after=len(after.gaps),
        )
    )
    columns = st.columns(3)
    surer = [b for a, b in changes.surer]
    with columns[0], st.container(border=True):
        closed_list(changes, day)
    with columns[1], st.container(border=True):
        gap_list(text("Opened"), changes.opened, day)
    with columns[2], st.container(border=True):
        gap_list(text("Surer or less sure"), surer, day)
    _access(desk, trial, day, limits)


def _access(desk: Desk, trial: Trial, day: Day, limits: Limits) -> None:
    """Say whom the change would cut off or bring within reach; doubled waiting changes no way."""
    pairs = planning.access_if(desk, trial, on=day.day, limits=limits)
    if not pairs:
        return
    st.subheader(text("Who has access"), anchor=False)
    label = day.vocabulary["needs"].label_of
    st.dataframe(
        [
            {
                text("Need"): label(before.need),
                text("People (at most)"): str(shown_count(before.people)),
                text("Without access now"): str(shown_count(before.people_without)),
                text("Without access then"): str(shown_count(after.people_without)),
            }
            for before, after in pairs
        ],
        hide_index=True,
        width="stretch",
    )
    st.caption(
        text(
            "Without access: no usable offer with places within the limits. Counted with the higher figure of each "
            "range."
        )
    )


def _form(day: Day) -> Trial:
    names = {
        i: f"{names_of([i], day)} ({day.organisations[s.organisation].name})"
        for i, s in sorted(day.services.items(), key=lambda item: item[1].name)
    }
    first = st.columns(2)
    closing = first[0].multiselect(
        text("These offers close"),
        list(names),
        format_func=lambda i: names[i],
        placeholder=text("none"),
        key="plan_try_close",
    )
    waiting = first[1].multiselect(
        text("Here the waiting time doubles"),
        [i for i in names if day.services[i].wait_days],
        format_func=lambda i: names[i],
        placeholder=text("none"),
        key="plan_try_wait",
    )
    opening: tuple[Service, ...] = ()
    with st.container(border=True):
        if st.toggle(text("A new offer opens"), key="plan_try_open"):
            opening = (_opened(day),)
    return Trial(tuple(closing), tuple(waiting), opening)


def _opened(day: Day) -> Service:
    places = {i: p for i, p in day.district.places.items() if not p.protected}
    row = st.columns([3, 4, 2, 3], vertical_alignment="bottom")
    need = row[0].selectbox(
        text("Need"), day.vocabulary["needs"].codes, format_func=day.vocabulary["needs"].label_of, key="plan_try_need"
    )
    place = row[1].selectbox(
        text("Place"),
        sorted(places, key=lambda i: places[i].name),
        format_func=lambda i: places[i].name,
        key="plan_try_place",
    )
    capacity = row[2].number_input(text("Places for people"), 0, 100_000, 20, key="plan_try_capacity")
    by = row[3].selectbox(
        text("Offered by"),
        sorted(day.organisations, key=lambda i: (i not in day.jobcenters, day.organisations[i].name)),
        format_func=lambda i: day.organisations[i].name,
        key="plan_try_by",
    )
    return Service(
        id=_NEW,
        organisation=by,
        name=text("New offer"),
        needs=(need,),
        places=(place,),
        capacity=int(capacity),
        verified_on=day.day,
        access="open",
    )
