"""The tab of presence: which existing rooms, stops or fixed places would bring most people within reach."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.gaps import Limits, shown_count
from netmap.analysis.gaps.presence import BUS, Presence
from netmap.errors import InfeasibleError, InputError
from netmap.messages import plural, text
from netmap.ui.canvas import area_map
from netmap.ui.directory_view import drawn_areas
from netmap.ui.halves import halves
from netmap.ui.markup import decimal, plain
from netmap.ui.problems import show_error
from netmap.usecases import planning
from netmap.usecases.desk import Desk
from netmap.usecases.network import day_at

#: kinds of places where one could be present (Deutscher Verein 2021), offered first
_ROOMS = frozenset(
    {"community_hall", "family_centre", "multigenerational_house", "library", "adult_education", "parish_hall"}
)


def draw(desk: Desk, on: date, limits: Limits) -> None:
    """Draw the tab."""
    day = day_at(desk, on)
    places = {i: p for i, p in day.district.places.items() if not p.protected}
    needs = sorted({r.need for r in day.demand if r.people_high > 0})
    if not places or not needs:
        st.info(text("This needs rows of demand and places with coordinates or travel times."))
        return
    asked = _form(day, places, needs)
    try:
        found = planning.presence_at(desk, on=on, limits=limits, **asked)
    except (InfeasibleError, InputError) as error:
        show_error(error)
        return
    for sentence in sentences(found, day, asked["objective"]):
        st.markdown(plain(sentence))
    picture, beside = halves(13, 11)
    with picture:
        area_map(map_data(found, day, asked["candidates"] or list(places)), key="plan-presence-map", height=520)
    with beside:
        st.dataframe(site_table(found, day), hide_index=True, width="stretch")
        if found.others:
            st.markdown(f"**{text('Nearly as good, with one place changed')}**")
            st.dataframe(other_table(found, day, asked["objective"]), hide_index=True, width="stretch")


def _form(day: Day, places: dict[str, Any], needs: list[str]) -> dict[str, Any]:
    objectives = {
        "mclp": text("most people within the limits"),
        "lscp": text("everybody within the limits, with the fewest places"),
        "p-median": text("shortest ways altogether"),
        "p-center": text("shortest longest way"),
    }
    names = {i: p.name for i, p in sorted(places.items(), key=lambda item: item[1].name)}
    stops = [i for i, p in places.items() if p.kind == "bus_stop"]
    rooms = [i for i in names if places[i].kind in _ROOMS]
    first = st.columns([3, 4, 2], vertical_alignment="bottom")
    need = first[0].selectbox(
        text("Need"),
        [None, *needs],
        format_func=lambda n: text("all needs together") if n is None else day.vocabulary["needs"].label_of(n),
        index=1,
        key="plan_site_need",
    )
    objective = first[1].selectbox(
        text("What counts"), list(objectives), format_func=lambda o: objectives[o], key="plan_site_objective"
    )
    count = first[2].number_input(text("How many places"), 1, 50, 2, key="plan_site_count")
    second = st.columns([5, 3, 3], vertical_alignment="bottom")
    chosen = second[0].multiselect(
        text("Rooms that could be had"),
        list(names),
        default=rooms,
        format_func=lambda i: names[i],
        placeholder=text("all"),
        key="plan_site_rooms",
    )
    fixed = second[1].multiselect(
        text("There in any case"),
        list(names),
        format_func=lambda i: names[i],
        placeholder=text("none"),
        key="plan_site_fixed",
    )
    by_bus = second[2].multiselect(
        text("Stops of one bus, as a choice"),
        stops,
        format_func=lambda i: names[i],
        placeholder=text("none"),
        key="plan_site_stops",
    )
    return {
        "need": need,
        "objective": objective,
        "count": None if objective == "lscp" else count,
        "candidates": chosen or None,
        "fixed": fixed,
        "stops": by_bus,
    }


def name_of(place: str, day: Day) -> str:
    """Name a choice."""
    return text("Bus with these stops") if place == BUS else day.district.places[place].name


def sentences(found: Presence, day: Day, objective: str) -> list[str]:
    """Say the answer in words: how good, how sure, who is left out."""
    sites = [found.problem.places[i] for i in found.found.sites.tolist()]
    said = [text("Be present at: {places}.", places=", ".join(name_of(p, day) for p in sites))]
    if objective in ("mclp", "lscp"):
        said.append(
            text(
                "{people} of {total} people are then within the limits.",
                people=shown_count(found.people),
                total=shown_count(found.people_total),
            )
        )
    elif objective == "p-median":
        mean = _measure(found.found.value, found, objective)
        said.append(text("{minutes} minutes to the nearest place on average.", minutes=mean))
    else:
        said.append(text("Nobody has farther than {minutes} minutes.", minutes=round(found.found.value)))
    if found.found.proven_optimal:
        said.append(text("Proven: no other choice is better."))
    else:
        bound = _measure(found.found.bound, found, objective)
        said.append(
            text(
                "Not proven to be the best; no choice is better than {bound} ({what}).",
                bound=bound,
                what=_measured(objective),
            )
        )
    if found.uncovered:
        areas = ", ".join(day.district.areas[a].name for a in found.uncovered)
        said.append(
            plural(
                "{count} area stays outside: {areas}.",
                "{count} areas stay outside: {areas}.",
                count=len(found.uncovered),
                areas=areas,
            )
        )
    if found.estimated:
        said.append(text("Some ways are estimated from the distance."))
    return said


def _measured(objective: str) -> str:
    """Name what a choice is judged by."""
    return {
        "mclp": text("people within the limits"),
        "lscp": text("number of places"),
        "p-median": text("minutes on average"),
        "p-center": text("minutes of the longest way"),
    }[objective]


def _measure(value: float, found: Presence, objective: str) -> int | str:
    """Give the value of a choice in the unit it is spoken of: a sum of minutes says nothing to anybody."""
    if objective == "p-median":
        return decimal(value / found.people_total, digits=1)
    return shown_count(round(value)) if objective == "mclp" else round(value)


def site_table(found: Presence, day: Day) -> list[dict[str, Any]]:
    """Say what each place adds on its own."""
    return [
        {
            text("Place"): name_of(found.problem.places[c.place], day),
            text("There in any case"): text("yes") if c.fixed else "",
            text("People nearest"): str(shown_count(round(c.people_nearest))),
            text("Only here"): str(shown_count(round(c.people_only_here))),
        }
        for c in found.share
    ]


def other_table(found: Presence, day: Day, objective: str) -> list[dict[str, Any]]:
    """Give the next best answers."""
    return [
        {
            text("Instead of"): name_of(found.problem.places[o.out], day),
            text("Take"): name_of(found.problem.places[o.into], day),
            _measured(objective): _measure(o.value, found, objective),
        }
        for o in found.others
    ]


def map_data(found: Presence, day: Day, candidates: list[str]) -> dict[str, Any]:
    """Make the map: the chosen places, those that could be had, and the areas left outside."""
    chosen = {found.problem.places[i] for i in found.found.sites.tolist()}
    asked = set(found.problem.areas)
    left = set(found.uncovered)
    areas = []
    tree = AreaTree(day.district.areas)
    for area in sorted(drawn_areas(day.district), key=lambda a: str(a.id)):
        around = {*tree.above[area.id], *tree.inside[area.id]}
        here, out = bool(around & asked), bool(around & left)
        areas.append(
            {
                "id": area.id,
                "name": area.name,
                "geometry": area.shape,
                "tone": "none" if not here else "warn" if out else "l1",
                "text": text("outside") if out else text("within the limits") if here else text("not recorded"),
            }
        )
    shown = [p for p in {*candidates, *chosen} if p in day.district.places and not day.district.places[p].protected]
    return {
        "areas": areas,
        "points": [
            {
                "id": p,
                "name": day.district.places[p].name,
                "lat": day.district.places[p].lat,
                "lon": day.district.places[p].lon,
                "tone": "petrol" if p in chosen else "soft",
                "shape": "square" if p in chosen else "circle",
                "text": text("chosen") if p in chosen else text("could be had"),
            }
            for p in sorted(shown, key=lambda p: (p in chosen, p))  # what is chosen lies above its neighbours
            if day.district.places[p].lat is not None and day.district.places[p].lon is not None
        ],
        "legend": [
            {"tone": "petrol", "shape": "square", "text": text("chosen")},
            {"tone": "soft", "shape": "circle", "text": text("could be had")},
            {"tone": "l1", "text": text("within the limits")},
            {"tone": "warn", "text": text("outside")},
        ],
        "selected": None,
        "title": text("Where to be present"),
    }
