"""Taking the card home: PDF, picture, one file that opens offline, and netmap's own file."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from netmap.exchange.cardjson import write_card
from netmap.exchange.drawing import (
    CardView,
    FilePage,
    Handout,
    PlaceToGo,
    Style,
    card_html,
    card_pdf,
    card_png,
    svg_document,
    view_of,
)
from netmap.exchange.typeset import Look
from netmap.messages import LANGUAGES, language, speaking, text
from netmap.model.cases import Card, Step
from netmap.model.partners import Service
from netmap.ui.cards import held, takeover
from netmap.ui.directory_view import place_line
from netmap.usecases.card_words import figure_sentences
from netmap.usecases.cardfiles import card_file_of
from netmap.usecases.cases import CaseFile
from netmap.usecases.desk import Desk


def paper(desk: Desk, file: CaseFile, card: Card) -> None:
    """Offer everything one can take home."""
    with st.container(key="nm-halves"):
        choices, preview = st.columns([5, 9], gap="large")
    with choices:
        st.subheader(text("Take it home"), anchor=False)
        kind = st.radio(
            text("Which picture"),
            ["network", "fields"],
            format_func=lambda k: text("Network card") if k == "network" else text("Resource card, four fields"),
            key="cards_paper_kind",
        )
        left, right = st.columns(2)
        size = left.radio(text("Paper"), ["a4", "a3"], format_func=str.upper, key="cards_paper_size")
        spoken = right.radio(
            text("Language of the page"),
            LANGUAGES,
            index=LANGUAGES.index(language()),
            format_func=lambda c: {"de": text("German"), "en": text("English")}[c],
            key="cards_paper_language",
        )
        grey = st.checkbox(text("Black and white"), key="cards_paper_grey")
        large = st.checkbox(text("Large type"), key="cards_paper_large")
        with_client = st.checkbox(text("Page for the client"), value=True, key="cards_paper_client")
        agreed = st.checkbox(text("The client agrees to a page for the file"), key="cards_paper_file")
        if not (with_client or agreed):
            st.info(text("Choose at least one page."))
            return
    look, style = Look(paper=size, grey=grey, large=large), Style(grey=grey, large=large)
    with speaking(spoken):
        view = _view(desk, file, card)
        picture = card_png(view, kind=kind, look=look)
    # the picture first: until it is there, what stood in its place is still on the screen
    with preview:
        st.image(
            picture,
            alt=text("The card as it is printed"),
            caption=text("The picture as it is printed"),
            width="stretch",
        )
    with speaking(spoken):
        pdf = card_pdf(
            view,
            kind=kind,
            look=look,
            handout=_handout(desk, file),
            file_page=_file_page(desk, file, card) if agreed else None,
            client_page=with_client,
        )
        svg = svg_document(view, kind=kind, style=style)
        page = card_html(view, kind=kind, style=style)
    name = f"karte-{card.on:%Y-%m-%d}"
    with choices:
        st.download_button(
            text("Print page (PDF)"), pdf, f"{name}.pdf", "application/pdf", type="primary", on_click="ignore"
        )
        row = st.container(horizontal=True)
        row.download_button(text("Picture (PNG)"), picture, f"{name}.png", "image/png", on_click="ignore")
        row.download_button(text("Drawing (SVG)"), svg, f"{name}.svg", "image/svg+xml", on_click="ignore")
        row.download_button(text("Page to click (HTML)"), page, f"{name}.html", "text/html", on_click="ignore")
        if not held.pseudonyms():
            data = write_card(card_file_of(file))
            row.download_button(
                text("All cards (netmap file)"), data, f"{name}.json", "application/json", on_click="ignore"
            )
        st.caption(text("The files lie where you save them: delete them after printing."))
        takeover.from_file(desk, file)


def _view(desk: Desk, file: CaseFile, card: Card) -> CardView:
    return view_of(
        card,
        file.alters.get(card.id, ()),
        file.ties.get(card.id, ()),
        pseudonyms=held.pseudonyms(),
        partner_name=lambda table, key: held.partner_name(desk, table, key),
    )


def _handout(desk: Desk, file: CaseFile) -> Handout:
    vocabulary = held.vocabulary_of(desk)

    def about(step: Step) -> str | None:
        return vocabulary["needs"].label_of(step.need) if step.need else None

    return Handout(steps=[s for s in file.steps if s.done_on is None], contacts=_contacts(desk, file), about=about)


def _contacts(desk: Desk, file: CaseFile) -> Sequence[PlaceToGo]:
    """Give where to go: what steps and contacts name, with public facts only."""
    district = desk.house.district()
    wanted = [(s.partner_table, s.partner_id) for s in file.steps if s.done_on is None]
    wanted += [(c.partner_table, c.partner_id) for c in file.contacts if c.until is None]
    found = []
    for table, key in dict.fromkeys(wanted):
        record = getattr(district, table, {}).get(key) if table else None
        if record is None:
            continue
        lines: list[str] = []
        organisation = record if table == "organisations" else None
        if isinstance(record, Service):
            places = [district.places[p] for p in record.places if p in district.places]
            lines += [place_line(p) for p in places if not p.protected][:2]
            organisation = district.organisations[record.organisation]
        if organisation is not None:
            lines += [v for v in (organisation.phone, organisation.email) if v]
        hours = (record.notes or {}).get("opening_hours")
        found.append(PlaceToGo(name=record.name, lines=lines, hours=[hours] if hours else []))
    return found


def _file_page(desk: Desk, file: CaseFile, card: Card) -> FilePage:
    alters = file.alters.get(card.id, ())
    called = held.names(desk, alters)
    sayings = figure_sentences(alters, file.ties.get(card.id, ()), name_of=lambda a: called[a.id])
    needs = held.vocabulary_of(desk)["needs"]
    return FilePage(
        agreed_on=desk.house.today(),
        needs=[n for n in file.needs if n.until is None],
        need_label=needs.label_of,
        figures=[(str(s.definition), str(s.sentence)) for s in sayings],
    )
