"""Partner links: plain pages without account, Streamlit or script, in the same process.

The token in the path is the only key: a foreign page does not know it, so it cannot send a form in somebody's
name; forms from other sites are refused on top.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from netmap.errors import InputError, NotFound, RefusedError, StoreError
from netmap.messages import speaking, text
from netmap.ui import partner_pages as pages
from netmap.ui import state
from netmap.ui.incoming import from_here, whole_body
from netmap.ui.partner_pages import (
    BACK,
    COOPERATION_STEP,
    DONE,
    ENTRY,
    GOES,
    OTHERS,
    PAGE,
    STRANGER,
    THANKS,
    Asked,
)
from netmap.ui.plain import store_away_page
from netmap.usecases.linkanswers import CONTACT, NUMBERS, CooperationAnswer, EntryAnswer, Given, ServiceAnswer
from netmap.usecases.links import Opened, answer, open_link

if TYPE_CHECKING:
    from starlette.requests import Request

#: a whole form with two thousand organisations is far smaller
_MOST_BYTES: Final = 512 * 1024
_MOST_FIELDS: Final = 5000


class Limit:
    """At most so many events of one key within a time; keeps no more than so many keys.

    Examples
    --------
    >>> limit = Limit(2, 60.0)
    >>> limit.allows("a"), limit.allows("a"), limit.allows("a"), limit.allows("b")
    (True, True, False, True)
    """

    def __init__(self, events: int, seconds: float, *, keys: int = 20_000) -> None:
        self._events, self._seconds, self._keys = events, seconds, keys
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def full(self, key: str) -> bool:
        """Tell whether no more is allowed now, without counting."""
        seen = self._seen.get(key)
        return seen is not None and len(seen) == self._events and time.monotonic() - seen[0] < self._seconds

    def note(self, key: str) -> None:
        """Count an event."""
        seen = self._seen.setdefault(key, deque(maxlen=self._events))
        seen.append(time.monotonic())
        self._seen.move_to_end(key)
        while len(self._seen) > self._keys:
            self._seen.popitem(last=False)

    def allows(self, key: str) -> bool:
        """Count an event, unless there were too many."""
        if self.full(key):
            return False
        self.note(key)
        return True


#: a person with one link; everybody behind one address (a whole conference shares one); guesses from there
PER_LINK: Final = Limit(60, 60.0)
PER_ADDRESS: Final = Limit(1500, 60.0)
GUESSES: Final = Limit(20, 300.0)

_STEPS: Final[Mapping[str, Callable[[Asked], str]]] = {
    ENTRY: pages.entry_page,
    COOPERATION_STEP: pages.cooperation_page,
    OTHERS: pages.others_page,
    THANKS: pages.thanks_page,
}
#: where answers are taken
_ANSWERED: Final = (ENTRY, COOPERATION_STEP, OTHERS)


def partner_routes() -> list[Route]:
    """Give the addresses behind a partner link."""
    return [
        Route("/partner/{token}", endpoint, methods=["GET", "POST"]),
        Route("/partner/{token}/{step}", endpoint, methods=["GET", "POST"]),
    ]


async def endpoint(request: Request) -> Response:
    """Answer one request behind a link."""
    language = request.query_params.get("lang") or state.house().settings.language
    with speaking(language):
        return await _answer(request)


async def _answer(request: Request) -> Response:
    token = request.path_params["token"]
    step = request.path_params.get("step", ENTRY)
    if step not in _STEPS or (request.method == "POST" and step not in _ANSWERED):
        return _says(404, text("There is nothing here."))
    client = request.client.host if request.client else ""
    link_key = hashlib.sha256(token.encode()).hexdigest()
    if not PER_ADDRESS.allows(client) or not PER_LINK.allows(link_key):
        return _too_many()
    if request.method == "POST" and not from_here(request):
        return _says(403, text("This form came from somewhere else and was not taken."))
    form = await _form(request) if request.method == "POST" else {}
    if form is None:
        return _says(413, text("This form is too large."))
    query = request.query_params.get("q", "")[:100]
    page = request.query_params.get(PAGE, "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    try:
        return await anyio.to_thread.run_sync(_serve, token, step, form, query, number)
    except NotFound as error:
        # whoever guesses is slowed down; a good link from the same address still works
        return _says(404, str(error)) if GUESSES.allows(client) else _too_many()
    except RefusedError as error:
        return _says(410, str(error))
    except StoreError:
        sent = request.method == "POST"
        again = {"retry-after": "5"} if sent else {"retry-after": "5", "refresh": "5"}
        return HTMLResponse(store_away_page(sent=sent), 503, headers=again)


def _serve(token: str, step: str, form: dict[str, str], query: str, number: int) -> Response:
    house = state.house()
    asked = Asked(token, open_link(house, token), house.vocabulary, query=query, number=number)
    if form:
        try:
            answer(house, token, given_in(step, form, asked.opened))
        except InputError as error:
            return HTMLResponse(_STEPS[step](replace(asked, entered=form, problem=error)), 422)
        return RedirectResponse(_after(asked, step, form), 303)
    return HTMLResponse(_STEPS[step](asked))


def _after(asked: Asked, step: str, form: Mapping[str, str]) -> str:
    """Give the address where one gets to after saving."""
    if step != COOPERATION_STEP:
        return asked.address(COOPERATION_STEP if step == ENTRY else step)
    turned = asked.page + (-1 if form.get(GOES) == BACK else 1)
    if form.get(GOES) == DONE or turned > asked.pages:
        return asked.address(THANKS)
    return asked.address(COOPERATION_STEP, **{PAGE: str(max(1, turned))})


def given_in(step: str, form: Mapping[str, str], opened: Opened) -> Given:
    """Read what a form says.

    Raises
    ------
    InputError
        A number is none.
    """
    if step != ENTRY:
        return CooperationAnswer(
            {
                name.removeprefix("level:"): None if value == STRANGER else _whole(value)
                for name, value in form.items()
                if name.startswith("level:") and value
            }
        )
    return EntryAnswer(
        contact={c: form[c].strip() or None for c in CONTACT if c in form},
        confirmed="confirmed" in form,
        services={s.id: _service(form, s.id) for s in opened.services},
        note=form.get("note", "").strip() or None,
    )


def _service(form: Mapping[str, str], key: str) -> ServiceAnswer:
    sent = {c: form[f"{c}:{key}"].strip() for c in NUMBERS if f"{c}:{key}" in form}
    return ServiceAnswer(
        confirmed=f"right:{key}" in form,
        ended=f"ended:{key}" in form,
        values={c: _whole(v) if v else None for c, v in sent.items()},
    )


def _whole(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise InputError("'{value}' is no whole number.", value=value[:20])
    return int(value)


async def _form(request: Request) -> dict[str, str] | None:
    """Read a form, or nothing if it is too large; the marker keeps an empty form a form."""
    body = await whole_body(request, most=_MOST_BYTES)
    if body is None:
        return None
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return {"sent": "yes", **dict(fields)}


def _too_many() -> Response:
    return _says(429, text("Too many requests. Please wait a few minutes."), {"retry-after": "60"})


def _says(status: int, words: str, headers: Mapping[str, str] | None = None) -> Response:
    return HTMLResponse(pages.message_page(text("Partner link"), words), status, headers=dict(headers or {}))
