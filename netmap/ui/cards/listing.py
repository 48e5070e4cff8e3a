"""Finding a case, beginning one, or drawing a trial card without any."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from netmap.messages import plural, text
from netmap.model.ids import new_id
from netmap.model.partners import Area
from netmap.ui.canvas import entry_list
from netmap.ui.cards import held, takeover, whereabouts
from netmap.ui.problems import errors_shown, waiting_for_store
from netmap.usecases.cases import CaseLine, begin_case, list_cases
from netmap.usecases.desk import Desk
from netmap.usecases.drawing import new_card

_PAGE = 18


def listing(desk: Desk) -> None:
    """Draw the list of one's cases."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(text("My conversations"), width="content")
        whereabouts.names_toggle()
    whereabouts.note(desk)
    lines = _lines(desk)
    first = st.columns([4, 2, 2], vertical_alignment="bottom")
    query = first[0].text_input(text("Find a case"), placeholder=text("Name or case number"), key="cards_query")
    if first[1].button(text("Begin a case"), type="primary", width="stretch", key="cards_begin"):
        _begin(desk)
    if first[2].button(text("Trial card without a case"), width="stretch", key="cards_trial"):
        st.session_state["cards_trial_open"] = True
        st.rerun()
    if not lines:
        st.info(text("You hold no case yet. Begin one, or draw a trial card to get to know it."))
        return
    found = [line for line in lines if _fits(line, query)]
    if not found:
        st.info(text("No case fits. Try part of the name or of the number."))
        return
    st.caption(plural("{count} case", "{count} cases", count=len(found)))
    shown = st.session_state.get("cards_shown", _PAGE)
    areas = desk.house.district().areas
    entry_list(
        [_entry(line, areas) for line in found[:shown]],
        key="cards-list",
        label=text("My conversations"),
        on_choose=held.choose,
        wide=True,
    )
    if len(found) > shown and st.button(text("Show more")):
        st.session_state["cards_shown"] = shown + 3 * _PAGE
        st.rerun()


def _entry(line: CaseLine, areas: Mapping[str, Area]) -> tuple[str, str, str]:
    case = line.case
    area = areas[case.area].name if case.area and case.area in areas else ""
    last = text("last card {day}", day=f"{line.last_on:%d.%m.%Y}") if line.last_on else text("no card yet")
    if held.pseudonyms():
        return case.id, case.id[-6:], " · ".join(p for p in (area, last) if p)
    under = " · ".join(p for p in (case.number or "", area, last) if p)
    return case.id, case.name or case.number or case.id[-6:], under


def _lines(desk: Desk) -> list[CaseLine]:
    """Give the list as it was read last, until a case changes; each reading is logged once."""
    latest = desk.house.cases.latest()
    kept = st.session_state.get("cards_lines")
    if kept is None or kept[0] != (latest, desk.actor.account):
        kept = ((latest, desk.actor.account), list_cases(desk))
        st.session_state["cards_lines"] = kept
    lines: list[CaseLine] = kept[1]
    return lines


def _fits(line: CaseLine, query: str) -> bool:
    words = query.casefold().split()
    if not words:
        return True
    said = f"{line.case.name or ''} {line.case.number or ''} {line.case.id}".casefold()
    return all(word in said for word in words)


def _begin(desk: Desk) -> None:
    @st.dialog(text("Begin a case"))
    def dialog() -> None:
        with waiting_for_store():
            _form(desk)

    dialog()


def _form(desk: Desk) -> None:
    areas = {
        a.id: a.name
        for a in sorted(desk.house.district().areas.values(), key=lambda a: a.name)
        if a.kind in ("sozialraum", "quartier", "gemeinde")
    }
    languages = held.vocabulary_of(desk)["languages"]
    # not part of the form: what a file would bring is seen before the case begins
    with st.expander(text("Cards from a file")):
        found = takeover.looked_at(desk, case_id=new_id(), key="cards_begin_given")
        refused = found is None and st.session_state.get("cards_begin_given") is not None
    with st.form("cards_begin_form"):
        name = st.text_input(text("Name"), help=text("Kept sealed; leave empty if you do not need it."))
        number = st.text_input(text("Case number"), help=text("Kept sealed."))
        area = st.selectbox(text("Where the client lives"), list(areas), index=None, format_func=areas.__getitem__)
        spoken = st.multiselect(text("Languages"), list(languages.codes), format_func=languages.label_of)
        sure = st.form_submit_button(text("Begin and draw"), type="primary", disabled=refused)
    if sure:
        with errors_shown():
            case = begin_case(
                desk, name=name.strip() or None, number=number.strip() or None, area=area, languages=spoken
            )
            held.choose(case.id)
            if found is None:
                new_card(desk, held.case_file(desk, case.id))
            else:
                takeover.take(desk, found, case.id)
            st.rerun()
