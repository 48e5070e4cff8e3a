"""The drawn components: the card, the map of areas, the partner network, and the shell's translations.

Each is a packaged component of Streamlit; their scripts are files of our own, so that the strict policy for
scripts holds. Keys never contain a double underscore: Streamlit refuses that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager

from netmap.messages import text
from netmap.ui.canvas.built import built
from netmap.ui.canvas.inbox import Inbox, OnEdit
from netmap.ui.canvas.protocol import Answer
from netmap.ui.canvas.saying import Said, SaidInbox
from netmap.ui.canvas.strings import ASKING, AWAY, MAP, MATRIX, NETWORK, SHELL, spoken

OnSelect = Callable[[Mapping[str, Any]], None]


_naming = Lock()
_ROOT: Final = '<div class="nm-root"></div>'


def _mount(name: str) -> Any:
    mounted = _component(name)
    _name_addresses(name)
    return mounted


@cache
def _component(name: str) -> Any:
    # asked for in a running app only: without one Streamlit does not know the package's folder
    return st.components.v2.component(f"netmap.{name}", js=f"{name}.js", css=f"{name}.css", html=_ROOT)


def _name_addresses(name: str) -> None:
    """Let Streamlit serve a component under addresses that name what they hold; each running app has to be told."""
    key, script, sheet = f"netmap.{name}", f"{name}.js", f"{name}.css"
    known = get_bidi_component_manager()
    with _naming:
        known.ensure_definition_if_missing_or_placeholder(component_key=key, html=_ROOT, css=sheet, js=script)
        held = known.get(key)
        if held is not None and held.js_asset_relative_path == script:
            # Streamlit warns where it is not told that what it knows goes
            known.unregister(key)
            known.register(replace(held, js_asset_relative_path=built(script), css_asset_relative_path=built(sheet)))


def card_surface(data: Mapping[str, Any], *, key: str, height: int = 780, on_edit: OnEdit) -> None:
    """Draw a card to work on.

    Parameters
    ----------
    data
        ``card`` and ``roles`` as :mod:`netmap.ui.canvas.carddata` makes them. Optional: ``view``,
        ``read_only``, ``pseudonym``, ``can_undo``, ``can_redo``, ``highlight``, ``ghosts``, and ``post``,
        where strokes go by a request of their own (see ``PROTOCOL.md``).
    key
        Names the surface in the page; one for each card.
    height
        Pixels of the whole surface on a tablet or desk.
    on_edit
        Takes the new edits of a batch in their order and gives one answer for each. It must take an id only
        once, also across sessions: after a restart of the server a page may send again what was done already.
    """
    inbox = inbox_of(key)
    data = dict(data)
    roles = data.pop("roles")

    def took() -> None:
        sent = _sent(key, "edits")
        if sent is not None:
            inbox.take(sent, on_edit)

    _mount("card")(
        key=key,
        data={
            "words": inbox.words(roles),
            "height": height,
            # a batch that comes again changes no answer: this tells the page that it was heard
            "heard": inbox.heard,
            # what came by a request was answered there, with the card that belongs to the answers
            "acks": [] if "post" in data else inbox.told(),
            **data,
        },
        height="content",
        on_edits_change=took,
    )


def _sent(key: str, name: str) -> object:
    # what was clicked a moment before the drawing left the page comes when nothing of it is there any more
    return (st.session_state.get(key) or {}).get(name)


def inbox_of(key: str) -> Inbox:
    """Give what this session has answered on the surface of a key."""
    found = st.session_state.setdefault(f"{key}:inbox", Inbox())
    assert isinstance(found, Inbox)
    return found


def asking(
    data: Mapping[str, Any],
    *,
    key: str,
    on_say: Callable[[Said], Answer],
    on_look: Callable[[tuple[str, str] | None], None],
) -> None:
    """Draw the pair that is asked in a conference, with its ladder and keys.

    Parameters
    ----------
    data
        ``meeting``, ``questions``, ``levels``, ``lead`` as ``src/asking/types.ts`` describes them.
    on_say
        Takes one answer and says whether it was kept; it must take an id only once, also across sessions.
    on_look
        Is told which pair is open.
    """
    inbox = st.session_state.setdefault(f"{key}:inbox", SaidInbox())

    def took() -> None:
        sent = _sent(key, "acts")
        if sent is not None:
            inbox.take(sent, on_say=on_say, on_look=on_look)

    _mount("asking")(
        key=key,
        data={"strings": spoken(ASKING), "acks": [a.to_data() for a in inbox.answers.values()], **data},
        height="content",
        on_acts_change=took,
    )


def area_map(data: Mapping[str, Any], *, key: str, height: int = 560, on_select: OnSelect | None = None) -> None:
    """Draw areas and places, each with a name, by keyboard too.

    Parameters
    ----------
    data
        ``areas``, ``points``, ``legend``, ``selected`` as ``PROTOCOL.md`` describes them.
    on_select
        Is told ``{"kind": "area" | "point", "id": …}``.
    """
    _draw(_mount("map"), data, key=key, height=height, strings=MAP, select=on_select)


def entry_list(
    entries: Sequence[tuple[str, str, str]],
    *,
    key: str,
    label: str,
    on_choose: Callable[[str], None],
    selected: str | None = None,
    wide: bool = False,
) -> None:
    """Draw entries to choose from, as one element: twenty of Streamlit's buttons cost a run three times as much.

    Parameters
    ----------
    entries
        Id, title and the line under it.
    label
        What the list is, for screen readers.
    on_choose
        Is told the id.
    wide
        Side by side where there is room.
    """

    def told() -> None:
        sent = st.session_state[key].get("select")
        if isinstance(sent, Mapping) and any(sent.get("id") == entry[0] for entry in entries):
            on_choose(str(sent["id"]))

    _mount("entries")(
        key=key,
        data={
            "label": label,
            "wide": wide,
            "selected": selected,
            "entries": [dict(zip(("id", "title", "under"), entry, strict=True)) for entry in entries],
        },
        height="content",
        on_select_change=told,
    )


def cell_table(data: Mapping[str, Any], *, key: str, height: int = 640, on_select: OnSelect | None = None) -> None:
    """Draw a table whose cells can be chosen, by keyboard too.

    Parameters
    ----------
    data
        ``caption``, ``corner``, ``columns``, ``rows``, ``cells``, ``legend``, ``selected`` as
        ``src/matrix/types.ts`` describes them.
    on_select
        Is told ``{"row", "column"}``.
    """
    _draw(_mount("matrix"), data, key=key, height=height, strings=MATRIX, select=on_select)


def partner_network(
    data: Mapping[str, Any],
    *,
    key: str,
    height: int = 640,
    on_select: OnSelect | None = None,
    on_move: OnSelect | None = None,
    on_fold: OnSelect | None = None,
    on_whole: OnSelect | None = None,
) -> None:
    """Draw the partner network: each half of a line shows what that side says.

    Parameters
    ----------
    data
        ``actors``, ``pairs``, ``levels``, ``selected``, ``rev`` as ``PROTOCOL.md`` describes them.
    on_select
        Is told ``{"kind": "actor" | "pair" | "none", …}``.
    on_move
        Is told ``{"id", "x", "y"}`` of an organisation put elsewhere; the browser keeps it there anyway.
    on_fold
        Is told ``{"id", "folded"}`` of a frame to be folded to one mark, or opened.
    on_whole
        Is told when Escape asks for all again, where only one and those around it are shown.
    """
    _draw(
        _mount("network"), data, key=key, height=height, strings=NETWORK, select=on_select, moved=on_move,
        fold=on_fold, whole=on_whole,
    )  # fmt: skip


def _draw(
    mount: Any,
    data: Mapping[str, Any],
    *,
    key: str,
    height: int,
    strings: Mapping[str, str],
    **triggers: OnSelect | None,
) -> None:
    def told(name: str, hear: OnSelect | None) -> Callable[[], None]:
        def hand_on() -> None:
            sent = _sent(key, name)
            if hear is not None and isinstance(sent, Mapping):
                hear(sent)

        return hand_on

    mount(
        key=key,
        data={"strings": spoken(strings), "height": height, **data},
        height="content",
        **{f"on_{name}_change": told(name, hear) for name, hear in triggers.items()},
    )


def shell(*, key: str = "netmap-shell") -> None:
    """Give Streamlit's own English words in the reader's language and mend its markup; once in each page."""
    _mount("shell")(key=key, data={"words": spoken(SHELL), "away": text(AWAY)}, height="content")
