"""The frame: who is signed in, which pages they have, and what happens when something fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

import streamlit as st

from netmap.errors import NetmapError, StoreUnreachable
from netmap.messages import set_language, text
from netmap.ui import state
from netmap.ui.canvas import shell
from netmap.ui.gate import COOKIE, SIGN_IN, SIGN_OUT
from netmap.ui.pagelist import PAGES, Page
from netmap.ui.problems import show_error, waiting_for_store, welcome_back
from netmap.usecases.accounts import Session, session_of
from netmap.usecases.desk import Desk

log = logging.getLogger(__name__)


def main() -> None:
    """Draw the page somebody is on."""
    with waiting_for_store():
        _page()


def _page() -> None:
    try:
        session = session_of(state.house(), st.context.cookies.get(COOKIE, ""))
    except StoreUnreachable:
        raise
    except NetmapError as error:
        show_error(error)
        st.stop()
    if session is None:
        signed_out()
        st.stop()
    set_language(st.session_state.get("language", state.house().settings.language))
    desk = Desk(state.house(), session.actor)
    # on the wall there is the conference and nothing else
    wall = bool(st.session_state.get("net_conference"))
    pages = [
        st.Page(_guarded(page, desk), title=text(page.title), url_path=page.address)
        for page in PAGES
        if desk.may(page.action) and (not wall or page.module == "network")
    ]
    if not pages:
        st.info(text("Your account has no role yet. The administration can give you one."))
        st.stop()
    who(session)
    shell()
    # the default page has no address of its own: it only leads to the first page somebody has
    start = st.Page(
        lambda: st.switch_page(pages[0]), title=text("netmap"), url_path="start", default=True, visibility="hidden"
    )
    st.navigation([start, *pages], position="hidden" if wall else "top").run()


def _guarded(page: Page, desk: Desk) -> Callable[[], None]:
    def run() -> None:
        try:
            import_module(f"netmap.ui.pages.{page.module}").page(desk)
            welcome_back()
        except StoreUnreachable:
            raise
        except NetmapError as error:
            log.warning("%s on %s: %s", error.kind, page.address, type(error).__name__)
            show_error(error)

    run.__name__ = page.address
    return run


def who(session: Session) -> None:
    """Say who is signed in, whether this is a demo, and offer the way out."""
    house = state.house()
    demo = f'<span class="nm-demo">{text("Demo")}</span>' if house.settings.demo else ""
    name = _escaped(session.name)
    with st.container(key="nm-frame-who"):
        st.html(
            f'<div class="nm-who" role="contentinfo">{demo}<span>{name}</span>'
            f'<a href="{SIGN_OUT}" target="_self">{text("Sign out")}</a></div>'
        )


def signed_out() -> None:
    """Say that the session has ended."""
    st.warning(text("You are signed out."))
    st.html(f'<a class="nm-link" href="{SIGN_IN}" target="_self">{text("Sign in again")}</a>')


def _escaped(value: str) -> str:
    import html

    return html.escape(value)
