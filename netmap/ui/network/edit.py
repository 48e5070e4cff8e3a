"""Working in the picture: a new organisation, other relations, reports put right or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from netmap.analysis.day import Day
from netmap.messages import text
from netmap.model.ids import new_id
from netmap.model.partners import RELATION_KINDS, Organisation, Relation, Report
from netmap.ui.markup import plain
from netmap.ui.network.selection import select
from netmap.ui.problems import errors_shown
from netmap.usecases import directory, networking
from netmap.usecases.desk import Desk


def new_organisation(desk: Desk, day: Day) -> None:
    """Offer a form for an organisation that is not in the picture yet."""
    if not (desk.actor.may("network.edit") and desk.actor.may("directory.edit")):
        return
    fold = st.expander(text("New organisation"), icon=":material/add:", key="net_new_open", on_change="rerun")
    if not fold.open:  # the browser would make ready thousands of names to choose from, in sight or not
        return
    kinds, pillars = day.vocabulary["organisation_kinds"], day.vocabulary["pillars"]
    others = sorted(day.organisations, key=lambda i: day.organisations[i].name.casefold())
    with fold, st.form("net_new", clear_on_submit=True, border=False):
        name = st.text_input(text("Name"), key="net_new_name")
        kind = st.selectbox(text("Kind"), kinds.codes, format_func=kinds.label_of, index=None, key="net_new_kind")
        chosen = st.multiselect(text("Pillars"), pillars.codes, format_func=pillars.label_of, key="net_new_pillars")
        parent = st.selectbox(
            text("Belongs to"),
            others,
            index=None,
            format_func=lambda i: day.organisations[i].name,
            key="net_new_parent",
        )
        if not st.form_submit_button(text("Put it into the picture"), width="stretch"):
            return
        if not name.strip() or not kind:
            st.error(text("Please give a name and a kind."))
            return
        made = Organisation(id=new_id(), name=name.strip(), kind=kind, pillars=tuple(chosen), parent=parent)
        with errors_shown():
            directory.save(desk, made)
            select({"kind": "actor", "id": made.id})
            st.rerun()


def new_relation(desk: Desk, day: Day, actor: str, other: str) -> None:
    """Offer a form for a relation other than the level."""
    kinds = day.vocabulary["relation_kinds"]
    services = [s.id for s in day.services.values() if s.organisation in (actor, other)]
    kind = st.selectbox(
        text("Or another relation"), RELATION_KINDS, index=None, format_func=kinds.label_of, key=f"net_kind_{actor}"
    )
    service = st.selectbox(
        text("About this service only"), services, index=None, format_func=lambda s: day.services[s].name,
        key=f"net_kind_service_{actor}_{other}",
    )  # fmt: skip
    since = st.date_input(text("Since"), value=desk.house.today(), format="DD.MM.YYYY", key=f"net_kind_since_{actor}")
    if kind and st.button(text("Note the relation"), key=f"net_rel_{actor}", width="stretch"):
        with errors_shown():
            networking.add_relation(desk, side=actor, other=other, kind=kind, since=since, service=service)
            st.rerun()


def relations(desk: Desk, day: Day, found: Sequence[Relation], *, key: str) -> None:
    """List relations; each can be taken away."""
    words = day.vocabulary["relation_kinds"]
    for number, r in enumerate(found):
        one, other = day.organisations[r.from_].name, day.organisations[r.to].name
        since = f" · {text('since {day}', day=f'{r.since:%d.%m.%Y}')}" if r.since else ""
        st.markdown(f"{plain(one)} → {plain(other)}: **{words.label_of(r.kind)}**{since}")
        if desk.actor.may("network.edit"):
            st.button(
                text("Take it away"), key=f"net_unrel_{key}_{number}_{r.kind}", type="tertiary",
                on_click=_take_away, args=(desk, r),
            )  # fmt: skip


def reports(desk: Desk, history: Sequence[Report], names: Mapping[str, str]) -> None:
    """List who said what when; what was noted wrongly is withdrawn, or said again for the same day."""
    for r in sorted(history, key=lambda r: (r.on, r.from_), reverse=True):
        evidence = f" · {plain(r.evidence)}" if r.evidence else ""
        source = f" ({plain(r.by)})" if r.by else ""
        st.markdown(f"{r.on:%d.%m.%Y} · {plain(names[r.from_])}: **{r.level}**{evidence}{source}")
        if desk.actor.may("network.edit"):
            st.button(
                text("Withdraw"), key=f"net_withdraw_{r.from_}_{r.to}_{r.on}_{r.scale}", type="tertiary",
                on_click=_withdraw, args=(desk, r),
            )  # fmt: skip


def told(history: Sequence[Report], day: Day) -> list[str]:
    """Say who said what of whom and when, the newest first, as Markdown."""
    names = {i: o.name for i, o in day.district.organisations.items()}
    return [
        f"{r.on:%d.%m.%Y} · {plain(names[r.from_])} → {plain(names[r.to])}: **{r.level}**"
        + (f" · {plain(r.evidence)}" if r.evidence else "")
        + (f" ({plain(r.by)})" if r.by else "")
        for r in sorted(history, key=lambda r: (r.on, r.from_, r.to), reverse=True)
    ]


def _take_away(desk: Desk, relation: Relation) -> None:
    with errors_shown():
        networking.remove_relation(desk, relation)


def _withdraw(desk: Desk, report: Report) -> None:
    with errors_shown():
        networking.withdraw(desk, report)
