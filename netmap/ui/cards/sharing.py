"""Passing something on: referrals, the two directed releases, and feedback of four items."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from netmap.errors import ReleaseMissing
from netmap.messages import language, text
from netmap.model.cases import FEEDBACK_ITEMS, OUTCOMES, ROUTES, Feedback, Referral, Release
from netmap.model.ids import new_id
from netmap.ui.cards import held, release_form
from netmap.ui.downloads import PDF, Paper, give
from netmap.ui.markup import plain
from netmap.usecases import cases
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk
from netmap.usecases.helping import check_release, release_faults
from netmap.usecases.network import day_at


def sharing(desk: Desk, file: CaseFile) -> None:
    """Draw referrals and releases."""
    left, right = st.columns(2, gap="large")
    with left:
        _referrals(desk, file)
    with right:
        _releases(desk, file)


def _own_organisation(desk: Desk) -> str | None:
    jobcenters = sorted(day_at(desk, desk.house.today()).jobcenters)
    return jobcenters[0] if jobcenters else None


def _name(desk: Desk, organisation: str) -> str:
    found = desk.house.district().organisations.get(organisation)
    return found.name if found else organisation


def _referrals(desk: Desk, file: CaseFile) -> None:
    st.subheader(text("Referrals"), anchor=False)
    vocabulary = held.vocabulary_of(desk)
    outcomes, routes = vocabulary["referral_outcomes"], vocabulary["referral_routes"]
    services = desk.house.district().services
    for referral in file.referrals:
        with st.container(border=True):
            name = services[referral.service].name if referral.service in services else ""
            by = plain(_name(desk, referral.organisation))
            st.markdown(f"**{plain(name) or by}**  \n{by} · {routes.label_of(referral.route)} · {referral.on:%d.%m.%Y}")
            outcome = st.selectbox(
                text("Outcome"),
                OUTCOMES,
                index=OUTCOMES.index(referral.outcome),
                format_func=outcomes.label_of,
                key=f"cards_outcome_{referral.id}_{referral.outcome}",
            )
            if outcome != referral.outcome:
                cases.put(desk, file.case.id, _replaced(desk, referral, outcome), old=referral)
                st.rerun()
            _feedback(desk, file, referral)
    if not file.referrals:
        st.info(text("Nobody was referred yet. Recording afterwards is all right, too."))
    with st.form("cards_referral", clear_on_submit=True):
        st.markdown(f"**{text('Note a referral')}**")
        chosen = st.selectbox(
            text("To which service"),
            sorted(services, key=lambda i: services[i].name),
            index=None,
            format_func=lambda i: services[i].name,
        )
        route = st.radio(text("Route"), ROUTES, format_func=routes.label_of, horizontal=True)
        if st.form_submit_button(text("Note it"), type="primary") and chosen:
            referral = Referral(
                id=new_id(),
                case=file.case.id,
                service=chosen,
                organisation=services[chosen].organisation,
                route=route,
                on=desk.house.today(),
            )
            cases.put(desk, file.case.id, referral)
            st.rerun()


def _replaced(desk: Desk, referral: Referral, outcome: str) -> Referral:
    ended = desk.house.today() if outcome in ("broken_off", "completed") else None
    return replace(referral, outcome=outcome, ended_on=ended)


def _feedback(desk: Desk, file: CaseFile, referral: Referral) -> None:
    items = held.vocabulary_of(desk)["feedback_items"]
    for said in (f for f in file.feedback if f.referral == referral.id):
        shown = "" if held.pseudonyms() else f": {plain(said.text or '')}"
        st.markdown(f"- {said.on:%d.%m.%Y} · {items.label_of(said.item)}{shown}")
    with st.popover(text("Note feedback")):
        st.caption(text("Only these four items; no counselling content, no suspicions, no sanction data."))
        item = st.radio(text("Item"), FEEDBACK_ITEMS, format_func=items.label_of, key=f"cards_fb_{referral.id}")
        said_text = st.text_input(text("In one sentence"), key=f"cards_fb_text_{referral.id}")
        own = _own_organisation(desk)
        if st.button(text("Note it"), key=f"cards_fb_note_{referral.id}", type="primary"):
            try:
                check_release(
                    file,
                    sender=referral.organisation,
                    recipient=own or "",
                    item=item,
                    at=desk.house.clock(),
                )
            except ReleaseMissing as error:
                st.error("\n\n".join([str(error), *(_spoken(desk, str(f)) for f in error.faults)]))
                return
            feedback = Feedback(
                id=new_id(),
                case=file.case.id,
                referral=referral.id,
                on=desk.house.today(),
                item=item,
                text=said_text.strip() or None,
            )
            cases.put(desk, file.case.id, feedback)
            st.rerun()


def _spoken(desk: Desk, fault: str) -> str:
    for key, organisation in desk.house.district().organisations.items():
        fault = fault.replace(f"{key} →", f"{organisation.name} →").replace(f"→ {key}:", f"→ {organisation.name}:")
    return f"- {fault}"


def _releases(desk: Desk, file: CaseFile) -> None:
    st.subheader(text("Releases"), anchor=False)
    st.caption(text("Something may be passed on only with two directed releases in force, one for each side."))
    items = held.vocabulary_of(desk)["feedback_items"]
    for release in file.releases:
        with st.container(border=True):
            until = text("until {day}", day=f"{release.valid_to:%d.%m.%Y}") if release.valid_to else ""
            state = (
                text("revoked on {day}", day=f"{release.revoked_at.astimezone():%d.%m.%Y}")
                if release.revoked_at
                else text("from {day}", day=f"{release.valid_from:%d.%m.%Y}")
            )
            st.markdown(
                f"**{plain(_name(desk, release.sender))} → {plain(_name(desk, release.recipient))}**  \n"
                f"{' · '.join(items.label_of(i) for i in release.items)}  \n{state} {until}"
            )
            if release.revoked_at is None and st.button(text("Revoke"), key=f"cards_revoke_{release.id}"):
                cases.revoke(desk, file.case.id, release)
                st.rerun()
    own = _own_organisation(desk)
    organisations = desk.house.district().organisations
    with st.form("cards_release", clear_on_submit=True):
        st.markdown(f"**{text('Note both releases')}**")
        partner = st.selectbox(
            text("Between the Jobcenter and"),
            sorted((i for i in organisations if i != own), key=lambda i: organisations[i].name),
            index=None,
            format_func=lambda i: organisations[i].name,
        )
        chosen = st.multiselect(text("Items"), FEEDBACK_ITEMS, format_func=items.label_of)
        purpose = st.text_input(text("Purpose"))
        until_day = st.date_input(text("Valid until"), value=None, format="DD.MM.YYYY")
        if st.form_submit_button(text("Note both"), type="primary") and partner and chosen and own:
            for sender, recipient in ((own, partner), (partner, own)):
                release = Release(
                    id=new_id(),
                    case=file.case.id,
                    sender=sender,
                    recipient=recipient,
                    items=tuple(chosen),
                    purpose=purpose.strip() or text("Support of the client"),
                    valid_from=desk.house.today(),
                    valid_to=until_day if isinstance(until_day, date) else None,
                )
                cases.put(desk, file.case.id, release)
            st.rerun()
    _missing(desk, file, own)


def _missing(desk: Desk, file: CaseFile, own: str | None) -> None:
    """Offer the form to sign for every partner of a referral whose releases are missing."""
    for organisation in dict.fromkeys(r.organisation for r in file.referrals):
        if own is None or organisation == own:
            continue
        item = FEEDBACK_ITEMS[0]
        faults = release_faults(file.releases, sender=organisation, recipient=own, item=item, at=desk.house.clock())
        if faults:
            st.warning(text("With {name} nothing may be exchanged yet.", name=_name(desk, organisation)))
            between = (_name(desk, own), _name(desk, organisation))
            give(
                Paper(
                    text("Form to sign (PDF)"),
                    "schweigepflichtentbindung.pdf",
                    PDF,
                    partial(release_form.form, desk, own=between[0], partner=between[1]),
                    (*between, language()),
                    f"cards_form_{organisation}",
                )
            )
