"""Partner links from the coordinator's side: make one, copy its text, take it back, look at what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import streamlit as st

from netmap.errors import NetmapError
from netmap.messages import plural, text
from netmap.model.partners import Link, PartnerAnswer
from netmap.ui.markup import plain
from netmap.usecases import links as use
from netmap.usecases.desk import Desk
from netmap.usecases.linkanswers import ENTRY


def links(desk: Desk) -> None:
    """Draw the whole view."""
    names = {i: o.name for i, o in desk.house.district().organisations.items()}
    make, waiting = st.columns([1, 1], gap="large")
    with make:
        _make(desk, names)
    with waiting:
        _answers(desk, names)
    _list(desk, names)


def _make(desk: Desk, names: Mapping[str, str]) -> None:
    st.subheader(text("Send a link to a partner"))
    st.caption(text("Whoever has the link answers for one organisation, without an account, in about five minutes."))
    district = desk.house.district()
    running = [o.id for o in district.organisations.values() if o.until is None or o.until >= desk.house.today()]
    with st.form("links_make"):
        organisation = st.selectbox(
            text("Organisation"),
            sorted(running, key=lambda i: names[i].casefold()),
            index=None,
            format_func=lambda i: names[i],
            key="links_organisation",
        )
        days = st.number_input(text("Days until it ends"), 1, 365, 30, key="links_days")
        how = st.radio(
            text("What happens with the answers"),
            ["wait", "directly"],
            format_func=lambda h: (
                text("They wait until I take them over") if h == "wait" else text("They count at once")
            ),
            key="links_how",
        )
        if st.form_submit_button(text("Make the link"), type="primary"):
            if organisation is None:
                st.error(text("Please choose an organisation."))
            else:
                st.session_state["links_made"] = use.make_link(
                    desk, organisation, days=int(days), directly=how == "directly"
                )
    ready: use.Made | None = st.session_state.get("links_made")
    if ready is not None:
        _copy(ready, names)


def _copy(made: use.Made, names: Mapping[str, str]) -> None:
    name = names.get(made.link.organisation, made.link.organisation)
    st.success(text("The link for {name} is ready. It is shown only now: please copy it.", name=plain(name)))
    address = _origin() + made.path
    until = made.link.expires_at.astimezone().date()
    language = st.segmented_control(
        text("Language of the e-mail"),
        ["de", "en"],
        default="de",
        format_func=lambda c: "Deutsch" if c == "de" else "English",
        key="links_language",
    )
    st.code(use.mail_text(name, address, until=until, language=language or "de"), language=None, wrap_lines=True)
    st.caption(text("Nothing is sent by itself: copy the text into an e-mail of your own."))


def _origin() -> str:
    """Give the address under which this page was opened."""
    url = str(st.context.url or "")
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}" if rest else ""


def _answers(desk: Desk, names: Mapping[str, str]) -> None:
    found = use.answers(desk)
    st.subheader(text("Answers that wait"))
    if not found:
        st.caption(text("Nothing waits."))
    for answer in found:
        _answer(desk, answer, names)
    taken = use.answers(desk, status="taken")[:20]
    if taken:
        with st.expander(text("Taken over last")):
            for answer in taken:
                st.markdown(f"**{plain(names.get(answer.organisation, '–'))}** · {_when(answer.at)}")
                st.markdown("\n".join(f"- {line}" for line in said(desk, answer, names)))


def _answer(desk: Desk, answer: PartnerAnswer, names: Mapping[str, str]) -> None:
    with st.container(border=True):
        part = text("own entry") if answer.about == ENTRY else text("working together")
        st.markdown(f"**{plain(names.get(answer.organisation, '–'))}** · {part} · {_when(answer.at)}")
        st.markdown("\n".join(f"- {line}" for line in said(desk, answer, names)))
        row = st.columns(2)
        if row[0].button(text("Take over"), key=f"links_take_{answer.id}", type="primary", width="stretch"):
            try:
                use.take_answer(desk, answer.id)
            except NetmapError as error:
                st.error(str(error))
            else:
                st.rerun()
        if row[1].button(text("Leave aside"), key=f"links_decline_{answer.id}", width="stretch"):
            use.decline_answer(desk, answer.id)
            st.rerun()


def said(desk: Desk, answer: PartnerAnswer, names: Mapping[str, str]) -> list[str]:
    """Give what an answer says, line by line, safe for Markdown."""
    content = answer.content or {}
    if answer.about == ENTRY:
        return _entry_lines(desk, content)
    lines = []
    for other, value in content.get("levels", {}).items():
        level = desk.house.vocabulary.level(int(value), scale=content.get("scale", ""))
        words = level.said("short") if level else ""
        lines.append(f"{plain(names.get(other, other))}: **{value}** {plain(words)}")
    lines += [f"{plain(names.get(o, o))}: {text('does not know them')}" for o in content.get("strangers", ())]
    return lines


def _entry_lines(desk: Desk, content: Mapping[str, Any]) -> list[str]:
    labels = {
        "phone": text("Phone"),
        "email": text("E-mail"),
        "website": text("Website"),
        "free": text("Free places"),
        "wait_days": text("Waiting time in days"),
    }
    lines = [text("The entry is right.")] if content.get("confirmed") else []
    lines += [_change(labels[c], pair) for c, pair in content.get("contact", {}).items()]
    services = desk.house.district().services
    for key, what in content.get("services", {}).items():
        name = plain(services[key].name if key in services else key)
        parts = [text("still right")] if what.get("confirmed") else []
        parts += [text("is no longer offered")] if what.get("ended") else []
        parts += [_change(labels[c], pair) for c, pair in what.get("values", {}).items()]
        lines.append(f"{name}: {', '.join(parts)}")
    if content.get("note"):
        lines.append(f"{text('Note')}: {plain(content['note'])}")
    return lines


def _change(label: str, pair: list[Any]) -> str:
    was, now = (plain(str(v)) if v is not None else "–" for v in pair)
    return f"{label}: {was} → {now}"


def _list(desk: Desk, names: Mapping[str, str]) -> None:
    found = use.links(desk)
    st.subheader(text("Links"))
    if not found:
        st.caption(text("No link was made yet."))
        return
    now = desk.house.clock()
    st.caption(plural("{count} link", "{count} links", count=len(found)))
    for link in found[:80]:
        row = st.columns([5, 3, 4, 2], vertical_alignment="center")
        row[0].markdown(plain(names.get(link.organisation, link.organisation)))
        row[1].markdown(state_word(link, now))
        used = text("last used {day}", day=_when(link.last_used_at)) if link.last_used_at else text("not used yet")
        row[2].caption(used)
        if (
            link.revoked_at is None
            and link.expires_at > now
            and row[3].button(text("Take back"), key=f"links_revoke_{link.id}")
        ):
            use.revoke_link(desk, link.id)
            st.rerun()


def state_word(link: Link, now: datetime) -> str:
    """Say how a link stands."""
    if link.revoked_at is not None:
        return text("taken back")
    if link.expires_at <= now:
        return text("ended {day}", day=f"{link.expires_at.astimezone():%d.%m.%Y}")
    return text("until {day}", day=f"{link.expires_at.astimezone():%d.%m.%Y}")


def _when(moment: datetime) -> str:
    return f"{moment.astimezone():%d.%m.%Y %H:%M}"
