"""The conversation beside the card: seven questions, what there is here, next steps, figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from netmap.messages import text
from netmap.model.cases import FIELDS, PHASES, QUESTIONS, Card, Contact, Need, Step
from netmap.model.ids import new_id
from netmap.model.partners import Service
from netmap.ui.cards import held, steps
from netmap.ui.cards.figures import figures
from netmap.ui.cards.lines import keep, line, put, small, take_away
from netmap.ui.cards.ownwords import caught_up, own_words
from netmap.ui.directory_view import freshness, place_line
from netmap.ui.markup import plain
from netmap.ui.problems import errors_shown
from netmap.usecases import cases, drawing, helping
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk
from netmap.usecases.helping import Offer


def talk(desk: Desk, file: CaseFile, card: Card) -> None:
    """Draw the side of the conversation."""
    file = caught_up(desk, file)
    parts: dict[str, tuple[str, Callable[[Desk, CaseFile, Card], None]]] = {
        "guide": (text("Conversation"), _guide),
        "offers": (text("What is there here?"), _offers),
        "steps": (text("Next steps"), _steps),
        "figures": (text("What the card shows"), figures),
    }
    chosen = st.pills(
        text("Beside the card"),
        list(parts),
        format_func=lambda k: parts[k][0],
        default="guide",
        required=True,
        key="cards_side",
        label_visibility="collapsed",
    )
    with st.container(border=True, key="nm-side"):
        parts[chosen or "guide"][1](desk, file, card)


# the seven questions


def _guide(desk: Desk, file: CaseFile, card: Card) -> None:
    questions = held.vocabulary_of(desk)["guide_questions"]
    number = st.session_state.get("cards_question", 0)
    entry = questions[QUESTIONS[number]]
    st.caption(text("Question {number} of 7 – every one may be skipped", number=number + 1))
    st.subheader(entry.label, anchor=False)
    st.markdown(entry.said("help"))
    if held.pseudonyms():
        st.caption(text("The client's words are hidden while names are hidden."))
    else:
        own_words(desk, file, card, entry.code)
    leads_to = entry.text("leads_to")
    if leads_to == "needs":
        _needs(desk, file)
    buttons = st.container(horizontal=True)
    for words, way, key in ((text("Back"), -1, "cards_q_back"), (text("Next question"), 1, "cards_q_next")):
        buttons.button(
            words,
            disabled=number + way not in range(len(QUESTIONS)),
            type="primary" if way > 0 else "secondary",
            key=key,
            on_click=keep,
            args=("cards_question", number + way),
        )
    if leads_to in FIELDS and st.button(text("Draw it on the card"), key="cards_q_draw"):
        before = st.session_state.get("cards_lead", {"seq": 0})
        st.session_state["cards_lead"] = {"seq": before["seq"] + 1, "view": "fields", "field": leads_to}
    if leads_to == "infrastructural":
        st.caption(text("Look under “What is there here?” for what the neighbourhood offers."))


def _needs(desk: Desk, file: CaseFile) -> None:
    vocabulary = held.vocabulary_of(desk)
    needs, phases = vocabulary["needs"], vocabulary["need_phases"]
    running = sorted((n for n in file.needs if n.until is None), key=lambda n: (n.priority or len(file.needs), n.since))
    for place, need in enumerate(running):
        # what it is called needs the whole width beside the drawing; its phase stands below
        whole = st.container(key=f"nm-line-need-{need.id}", gap="xxsmall")
        row = whole.container(horizontal=True, vertical_alignment="center")
        row.markdown(f"**{place + 1}. {needs.label_of(need.need)}**", width="stretch")
        if place > 0:
            row.button(
                text("More important: {need}", need=needs.label_of(need.need)),
                icon=":material/arrow_upward:",
                key=f"nm-off-up-{need.id}",
                help=text("More important"),
                type="tertiary",
                on_click=_more_important,
                args=(desk, running, place),
            )
        small(row, f"need-{need.id}", text("Take away"), take_away, desk, need)
        key = f"cards_phase_{need.id}_{need.phase}"
        whole.selectbox(
            text("Phase"),
            PHASES,
            index=PHASES.index(need.phase),
            format_func=phases.label_of,
            key=key,
            label_visibility="collapsed",
            on_change=_to_phase,
            args=(desk, need, key),
        )
    there = {n.need for n in running}
    key = f"cards_need_new_{len(file.needs)}"

    def add() -> None:
        chosen = st.session_state.get(key)
        if chosen:
            since = desk.house.today()
            put(desk, Need(id=new_id(), case=file.case.id, need=chosen, priority=len(there) + 1, since=since))

    st.selectbox(
        text("Add a need"),
        [c for c in needs.codes if c not in there],
        index=None,
        format_func=needs.label_of,
        key=key,
        placeholder=text("Choose"),
        on_change=add,
    )


def _more_important(desk: Desk, running: list[Need], place: int) -> None:
    """Let a need change places with the one before; all are numbered anew, since older cases number some twice."""
    order = [*running[: place - 1], running[place], running[place - 1], *running[place + 1 :]]
    with errors_shown():
        cases.order_needs(desk, order[0].case, order)


def _to_phase(desk: Desk, need: Need, key: str) -> None:
    phase = st.session_state[key]
    put(desk, replace(need, phase=phase, until=desk.house.today() if phase == "done" else None), need)


# what there is here


def _offers(desk: Desk, file: CaseFile, card: Card) -> None:
    needs = held.vocabulary_of(desk)["needs"]
    district = desk.house.district()
    area = district.areas.get(file.case.area or "")
    said = [n.need for n in file.needs if n.until is None]
    options = said + [c for c in needs.codes if c not in said]
    need = st.selectbox(text("For"), options, format_func=needs.label_of, key="cards_offer_need")
    if area is None:
        st.caption(text("Without a Sozialraum everything in the district is shown."))
    else:
        st.caption(text("Around {area}", area=area.name))
    offers = helping.offers_for(desk, file, need, on=desk.house.today())
    if not offers:
        st.info(text("Nothing is known for this here. Write it down under next steps – it is worth asking around."))
        return
    shown = st.session_state.get("cards_offers_shown", 6)
    for offer in offers[:shown]:
        _offer(desk, file, card, offer, need)
    if len(offers) > shown:
        st.button(text("Show more"), key="cards_offers_more", on_click=keep, args=("cards_offers_shown", shown + 12))


def _offer(desk: Desk, file: CaseFile, card: Card, offer: Offer, need: str) -> None:
    record = offer.record
    on_card = any(a.partner_id == record.id for a in file.alters.get(card.id, ()))
    with st.container(border=True, key=f"nm-offer-{record.id}"):
        st.markdown(f"**{plain(record.name)}**  \n{_offer_line(desk, offer)}")
        row = st.container(horizontal=True)
        row.button(
            text("On the card") if not on_card else text("is on the card"),
            key=f"cards_offer_card_{record.id}",
            disabled=on_card,
            on_click=_put_on_card,
            args=(desk, file, card, offer),
        )
        row.button(
            text("As next step"),
            key=f"cards_offer_step_{record.id}",
            on_click=_put_under_steps,
            args=(desk, file, card, offer, need),
        )


def _offer_line(desk: Desk, offer: Offer) -> str:
    parts = []
    if offer.known:
        parts.append(f"**{text('contact exists already')}**")
    if offer.minutes is not None:
        about = text("about {minutes} min", minutes=round(offer.minutes))
        parts.append(about if offer.estimated else text("{minutes} min", minutes=round(offer.minutes)))
    if offer.within.value == "no":
        parts.append(text("far away"))
    record = offer.record
    district = desk.house.district()
    if isinstance(record, Service):
        languages = held.vocabulary_of(desk)["languages"]
        if record.languages:
            parts.append(", ".join(languages.label_of(x) for x in record.languages))
        if record.access:
            parts.append(held.vocabulary_of(desk)["access"].label_of(record.access))
        if record.conditions:
            parts.append(plain(record.conditions))
    else:
        if record.place in district.places and not district.places[record.place].protected:
            parts.append(plain(place_line(district.places[record.place])))
        if record.contact:
            parts.append(plain(record.contact))
    parts.append(str(freshness(record.verified_on, desk.house.today())))
    return " · ".join(parts)


def _put_on_card(desk: Desk, file: CaseFile, card: Card, offer: Offer) -> None:
    taken = [a.angle for a in file.alters.get(card.id, ()) if a.angle is not None and -90 <= a.angle < 0]
    angle = max(range(-85, -5, 8), key=lambda a: min((abs(a - t) for t in taken), default=90.0))
    values = {
        "label": None,
        "human": False,
        "field": "infrastructural",
        "angle": float(angle),
        "distance": 80.0,
        "partner_table": offer.table,
        "partner_id": offer.record.id,
    }
    with errors_shown():
        drawing.add_entry(desk, file.case.id, card.id, values)


def _put_under_steps(desk: Desk, file: CaseFile, card: Card, offer: Offer, need: str) -> None:
    step = Step(
        id=new_id(),
        case=file.case.id,
        card=card.id,
        who="client",
        what=text("Contact {name}", name=offer.record.name),
        need=need,
        partner_table=offer.table,
        partner_id=offer.record.id,
    )
    with errors_shown():
        cases.put(desk, step.case, step)
        st.toast(text("Noted under next steps"))


# next steps and existing contacts


def _steps(desk: Desk, file: CaseFile, card: Card) -> None:
    if held.pseudonyms():
        st.caption(text("Next steps are hidden while names are hidden."))
        return
    steps.steps(desk, file, card)
    _contacts(desk, file)


def _contacts(desk: Desk, file: CaseFile) -> None:
    st.markdown(f"**{text('Contacts that exist already')}**")
    running = [c for c in file.contacts if c.until is None]
    for contact in running:
        row = line(f"contact-{contact.id}")
        name = held.partner_name(desk, contact.partner_table, contact.partner_id) or contact.partner_id
        since = f" · {text('since {day}', day=f'{contact.since:%d.%m.%Y}')}" if contact.since else ""
        row.markdown(f"{plain(name)}{since}", width="stretch")
        ended = replace(contact, until=desk.house.today())
        small(row, f"contact-{contact.id}", text("Ended"), put, desk, ended, contact)
    if not running:
        st.caption(text("None noted. Ask, so that nobody is referred twice."))
    organisations = desk.house.district().organisations
    there = {c.partner_id for c in running}
    key = f"cards_contact_new_{len(file.contacts)}"

    def add() -> None:
        chosen = st.session_state.get(key)
        if chosen:
            contact = Contact(
                id=new_id(),
                case=file.case.id,
                partner_table="organisations",
                partner_id=chosen,
                since=desk.house.today(),
            )
            put(desk, contact)

    st.selectbox(
        text("Add a contact"),
        sorted((i for i in organisations if i not in there), key=lambda i: organisations[i].name),
        index=None,
        format_func=lambda i: organisations[i].name,
        key=key,
        placeholder=text("Choose"),
        on_change=add,
    )
