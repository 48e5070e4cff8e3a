"""Steps 3 and 4: gaps in agreements, and who must talk to whom; each can become something agreed."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta

import streamlit as st

from netmap.messages import plural, text
from netmap.model.partners import Agreement, Meeting
from netmap.ui.markup import plain
from netmap.ui.network.words import listed
from netmap.ui.problems import errors_shown
from netmap.usecases import conference as use
from netmap.usecases import conference_outcome as outcome
from netmap.usecases.conference_outcome import AgreementGap
from netmap.usecases.desk import Desk
from netmap.usecases.networking import mark_talk

#: so many rows fit a wall; the others stand on the page at the desk
_MOST = 12
_SOON = timedelta(days=90)


def gaps(desk: Desk, meeting: Meeting) -> None:
    """Draw step 3."""
    st.header(text("Gaps in agreements"))
    found = outcome.agreement_gaps(desk, meeting)
    if not found:
        st.success(text("Nothing is open in the agreements of those in the room, as far as is recorded."))
        return
    st.caption(
        plural(
            "{count} open point among those in the room",
            "{count} open points among those in the room",
            count=len(found),
        )
    )
    names = use.names_of(desk)
    noted = _noted(desk, meeting)
    for number, gap in enumerate(found[:_MOST]):
        words = gap_words(desk, gap)
        with st.container(border=True):
            st.markdown(f"**{plain(words)}**  \n{', '.join(plain(names.get(o, o)) for o in gap.organisations)}")
            _to_agree(
                f"conf_gap_{number}_{gap.kind}_{gap.subject}",
                (desk, meeting.id, words, gap.organisations, gap.until if gap.kind == "expiring" else None),
                noted=noted,
            )
    if len(found) > _MOST:
        st.caption(text("and {count} more: see Agreements at the desk", count=len(found) - _MOST))


def gap_words(desk: Desk, gap: AgreementGap) -> str:
    """Say what is open."""
    district = desk.house.district()
    if gap.kind in ("expiring", "no_deputy"):
        kind = _named(desk, district.agreements[gap.subject])
        if gap.kind == "expiring" and gap.until is not None:
            return text("{agreement} ends on {day}", agreement=kind, day=f"{gap.until:%d.%m.%Y}")
        return text("{agreement}: coordinator without a deputy", agreement=kind)
    service = district.services[gap.subject].name
    if gap.kind == "points":
        points = desk.house.vocabulary["agreement_points"]
        named = ", ".join(points.label_of(points.codes[int(n) - 1]) for n in gap.detail)
        return text("{service}: not settled: {points}", service=service, points=named)
    corner = {
        "commissioner": text("commissioner"),
        "steerer": text("Jobcenter"),
        "deliverer": text("provider"),
    }
    return text(
        "{service}: not documented: {corners}", service=service, corners=", ".join(corner[c] for c in gap.detail)
    )


def _named(desk: Desk, agreement: Agreement) -> str:
    """Give the kind of an agreement with what it is about, else between whom: one body has several of a kind."""
    district = desk.house.district()
    kind = desk.house.vocabulary["agreement_kinds"].label_of(agreement.kind)
    about = [district.services[s].name for s in agreement.services if s in district.services]
    about = about or [district.organisations[o].name for o, _ in agreement.roles if o in district.organisations]
    return f"{kind} ({listed(about, most=2)})" if about else kind


def talks(desk: Desk, meeting: Meeting) -> tuple[str, str] | None:
    """Draw step 4; give the first pair, for the picture."""
    st.header(text("Who must talk to whom"))
    found = outcome.talks_here(desk, meeting)
    if not found:
        st.success(text("Nobody has to be brought together at the moment."))
        return None
    names = use.names_of(desk)
    noted = _noted(desk, meeting)
    room = set(meeting.attendance)
    for talk in found[:_MOST]:
        one, other = names.get(talk.a, talk.a), names.get(talk.b, talk.b)
        here = "" if {talk.a, talk.b} <= room else f" · {text('one side is not here')}"
        with st.container(border=True):
            st.markdown(f"**{plain(one)} – {plain(other)}**  \n{talk.text}{here}")
            row = st.columns(2)
            words = text("{one} and {other} talk: {reason}", one=one, other=other, reason=talk.text)
            with row[0]:
                _to_agree(f"conf_talk_{talk.subject}", (desk, meeting.id, words, (talk.a, talk.b), None), noted=noted)
            row[1].button(
                text("Done"),
                key=f"conf_talked_{talk.subject}",
                on_click=_done,
                args=(desk, talk.subject),
                width="stretch",
            )
    if len(found) > _MOST:
        st.caption(text("and {count} more: see Who must talk at the desk", count=len(found) - _MOST))
    return found[0].a, found[0].b


def _done(desk: Desk, subject: str) -> None:
    with errors_shown():
        mark_talk(desk, subject, "done")


def _noted(desk: Desk, meeting: Meeting) -> set[str]:
    """Give the words of what this meeting has agreed."""
    return {d.what for d in outcome.decisions_of(desk, meeting)}


def _to_agree(key: str, what: tuple[Desk, str, str, tuple[str, ...], date | None], *, noted: Set[str]) -> None:
    """Draw what makes something agreed; once it is, it says so."""
    done = " ".join(what[2].split()) in noted
    words = text("Agreed ✓") if done else text("Agree on this")
    st.button(words, key=key, on_click=_agree, args=what, disabled=done, width="stretch")


def _agree(desk: Desk, meeting_id: str, words: str, who: tuple[str, ...], ends: date | None) -> None:
    with errors_shown():
        soon = desk.house.today() + _SOON
        # what ends has to be settled by then
        made = outcome.decide(desk, meeting_id, what=words, who=who, until=min(soon, ends) if ends else soon)
        st.toast(text("That is noted already.") if made.repeated else text("Noted under: what we agree"))
