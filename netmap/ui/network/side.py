"""Beside the picture: one organisation, or one pair with the ladder for each side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from netmap.analysis.cooperation.pairs import Pair
from netmap.analysis.day import Day
from netmap.messages import plural, text
from netmap.ui.directory_view import freshness
from netmap.ui.markup import plain
from netmap.ui.network import edit, folding, selection
from netmap.ui.network.selection import select
from netmap.usecases import networking
from netmap.usecases.desk import Desk


def state_word(state: str) -> str:
    """Give the word for the state of a pair."""
    return {
        "confirmed": text("both agree"),
        "one-sided": text("one side has not answered"),
        "contradicted": text("they see it differently"),
        "unknown": text("nobody has been asked yet"),
    }[state]


def nothing_chosen(day: Day, actors: tuple[str, ...], pairs: Mapping[tuple[str, str], Pair]) -> None:
    """Say how much is known."""
    silent = set(actors) - {r for p in pairs.values() for r in (p.a if p.says_a else None, p.b if p.says_b else None)}
    st.subheader(text("Choose an organisation or a line"))
    st.markdown(
        text(
            "{silent} of {all} have not said anything yet (on {day}). Unknown is not zero.",
            silent=len(silent),
            all=len(actors),
            day=f"{day.day:%d.%m.%Y}",
        )
    )


def frame(day: Day, top: str, members: Sequence[str]) -> None:
    """Draw a frame: who stands in it, and whether it is folded."""
    found = day.district.organisations.get(top)
    folded = top in folding.folded_now({top: members})
    st.subheader(plain(found.name if found else top))
    st.button(
        text("Open the frame") if folded else text("Fold the frame"),
        key="net_fold",
        on_click=folding.fold,
        args=(top, not folded),
    )
    st.markdown(f"**{text('Belong together')}** ({len(members)})")
    for member in members:
        st.button(
            plain(day.organisations[member].name),
            key=f"net_inside_{top}_{member}",
            on_click=select,
            args=({"kind": "actor", "id": member},),
            type="tertiary",
        )


def organisation(desk: Desk, day: Day, actor: str, pairs: Mapping[tuple[str, str], Pair], *, scale: str) -> None:
    """Draw one organisation: what it is, with whom it works, services, reports over time, agreements."""
    record = day.organisations[actor]
    vocabulary = day.vocabulary
    st.caption(vocabulary["organisation_kinds"].label_of(record.kind))
    st.subheader(plain(record.name))
    st.caption(str(freshness(record.verified_on, desk.house.today())))
    near = selection.focused() == actor
    st.button(
        text("Show all again") if near else text("Only this one and those around it"),
        key="net_near_button", icon=":material/zoom_out_map:" if near else ":material/center_focus_strong:",
        help=text("Escape leads back to all.") if near else None,
        on_click=selection.focus, args=(None if near else actor,),
    )  # fmt: skip
    own = [p for p in pairs.values() if actor in (p.a, p.b)]
    # level 0 is said, too, and is no working together
    st.markdown(f"**{text('What is said of working together')}** ({len(own)})")
    lines = st.container(gap=None)
    for pair in sorted(own, key=lambda p: (-p.level, p.a, p.b)):
        other = pair.b if pair.a == actor else pair.a
        mark = "≠" if pair.state == "contradicted" else str(pair.level)
        lines.button(
            f"{mark} · {plain(day.organisations[other].name)}",
            key=f"net_pair_{actor}_{other}",
            on_click=select,
            args=({"kind": "pair", "a": pair.a, "b": pair.b},),
            type="tertiary",
        )
    services = [s for s in day.services.values() if s.organisation == actor]
    st.markdown(f"**{text('Services')}** ({len(services)})")
    st.markdown("\n".join(f"- {plain(s.name)}" for s in services))
    told = [r for r in day.reports if actor in (r.from_, r.to) and r.scale == scale]
    if told:
        with st.expander(plural("{count} report", "{count} reports", count=len(told))):
            st.markdown("\n".join(f"- {line}" for line in edit.told(told, day)))
    agreements = [a for a in day.agreements.values() if any(o == actor for o, _ in a.roles)]
    if agreements:
        st.markdown(f"**{text('Agreements')}** ({len(agreements)})")
        kinds = vocabulary["agreement_kinds"]
        st.markdown(
            "\n".join(
                f"- {kinds.label_of(a.kind)}"
                + (f" · {text('until {day}', day=f'{a.until:%d.%m.%Y}')}" if a.until else "")
                for a in agreements
            )
        )
    relations = [r for r in day.relations if actor in (r.from_, r.to)]
    if relations:
        with st.expander(plural("{count} other relation", "{count} other relations", count=len(relations))):
            edit.relations(desk, day, relations, key=actor)
    if desk.actor.may("network.edit"):
        _new_pair(desk, day, actor)


def _new_pair(desk: Desk, day: Day, actor: str) -> None:
    with st.expander(text("Say something about another organisation")):
        others = sorted((i for i in day.organisations if i != actor), key=lambda i: day.organisations[i].name)
        other = st.selectbox(
            text("With"), others, index=None, format_func=lambda i: day.organisations[i].name, key=f"net_with_{actor}"
        )
        if other and st.button(text("Open the pair"), key=f"net_open_{actor}"):
            a, b = sorted((actor, other))
            select({"kind": "pair", "a": a, "b": b})
            st.rerun()
        if other:
            edit.new_relation(desk, day, actor, other)


def pair(desk: Desk, day: Day, a: str, b: str, pairs: Mapping[tuple[str, str], Pair], *, scale: str) -> None:
    """Draw one pair: both views, and the ladder for each side."""
    found = pairs.get((a, b))
    names = {x: day.organisations[x].name for x in (a, b)}
    state = found.state if found else "unknown"
    st.caption(state_word(state))
    st.subheader(plain(f"{names[a]} – {names[b]}"))
    said = {a: found.says_a if found else None, b: found.says_b if found else None}
    columns = st.columns(2)
    for column, side in zip(columns, (a, b), strict=True):
        with column, st.container(border=True):
            report = said[side]
            st.caption(text("{name} says", name=names[side]))
            if report is None:
                st.markdown(f"## ?\n{text('not answered')}")
            else:
                level = day.vocabulary.level(report.level, scale=scale)
                st.markdown(f"## {report.level}\n{level.label if level else ''}  \n{report.on:%d.%m.%Y}")
                if report.evidence:
                    st.caption(plain(report.evidence))
    if desk.actor.may("network.edit"):
        _ladder(desk, day, a, b, names, scale=scale)
    history = [r for r in day.reports if {r.from_, r.to} == {a, b} and r.scale == scale]
    if history:
        with st.expander(plural("{count} report", "{count} reports", count=len(history))):
            edit.reports(desk, history, names)
    relations = [r for r in day.relations if {r.from_, r.to} == {a, b}]
    if relations:
        with st.expander(plural("{count} other relation", "{count} other relations", count=len(relations))):
            edit.relations(desk, day, relations, key=f"{a}_{b}")


def _ladder(desk: Desk, day: Day, a: str, b: str, names: Mapping[str, str], *, scale: str) -> None:
    st.markdown(f"**{text('How far does it go today?')}**")
    levels = day.vocabulary.levels(scale)
    side = st.radio(
        text("Who says so"),
        [a, b, "both"],
        format_func=lambda s: text("both agree") if s == "both" else names[s],
        horizontal=True,
        key=f"net_side_{a}_{b}",
    )
    evidence = st.text_input(text("How can one tell?"), key=f"net_evidence_{a}_{b}")
    on = st.date_input(text("Said on"), value=desk.house.today(), format="DD.MM.YYYY", key=f"net_on_{a}_{b}")
    with st.container(key="dir-list-ladder"):
        for entry in levels:
            value = entry.whole("value")
            if st.button(
                f"**{value}  {entry.said('short')}**  \n{entry.label} – {entry.description}",
                key=f"net_level_{a}_{b}_{value}",
                width="stretch",
            ):
                for one, other in _sides(a, b, side):
                    networking.report_level(
                        desk,
                        side=one,
                        other=other,
                        level=value,
                        on=on if isinstance(on, date) else desk.house.today(),
                        scale=scale,
                        evidence=evidence.strip() or None,
                    )
                st.rerun()


def _sides(a: str, b: str, side: str) -> list[tuple[str, str]]:
    both = [(a, b), (b, a)]
    return both if side == "both" else [p for p in both if p[0] == side]
