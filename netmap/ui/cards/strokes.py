"""Strokes on a case's card: sent by a request of their own, and answered with the card as it is then.

A run of the page costs the browser fifty milliseconds before it shows anything; a stroke must not wait for that.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

import anyio.to_thread
from starlette.responses import Response

from netmap.errors import NetmapError, NotFound, StoreError
from netmap.messages import speaking
from netmap.model.changes import Receipt
from netmap.ui import state
from netmap.ui.canvas.carddata import card_data
from netmap.ui.canvas.inbox import Inbox
from netmap.ui.card_edits import do_batch
from netmap.ui.cards.held import partner_name
from netmap.ui.gate import session_in
from netmap.ui.incoming import from_here, whole_body
from netmap.usecases.cases import open_case
from netmap.usecases.desk import Desk
from netmap.usecases.drawing import CardNow, card_now

if TYPE_CHECKING:
    from starlette.requests import Request

STROKES: Final = "/karten/striche"
#: two hundred edits with the longest texts are smaller
_MOST_BYTES: Final = 512 * 1024
#: pages whose card is remembered
_KEPT: Final = 2000


@dataclass(slots=True)
class OpenCard:
    """A card that one page has open: who opened it, what it sent, and which revisions of the case it made."""

    account: str
    case: str
    inbox: Inbox
    page: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    _own: set[int] = field(default_factory=set)

    def made(self, receipt: Receipt) -> None:
        """Note a change that came from this page."""
        revision = receipt.revisions.get(f"case:{self.case}")
        if revision is not None:
            self._own.add(revision)

    def made_all(self, seen: int, now: int) -> bool:
        """Tell whether nobody else has changed the case since a revision; what lies before it is forgotten."""
        self._own = {revision for revision in self._own if revision > seen}
        return now <= seen or self._own.issuperset(range(seen + 1, now + 1))


class OpenCards:
    """The cards that pages have open, by what each page was given to name itself; no more than so many."""

    def __init__(self, keep: int = _KEPT) -> None:
        self._keep = keep
        self._open: OrderedDict[str, OpenCard] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, card: OpenCard) -> None:
        """Remember a card, or that it is still looked at."""
        with self._lock:
            self._open[card.page] = card
            self._open.move_to_end(card.page)
            while len(self._open) > self._keep:
                self._open.popitem(last=False)

    def get(self, page: str, *, account: str, case: str) -> OpenCard | None:
        """Give the card of a page, if that account opened that case in it."""
        with self._lock:
            found = self._open.get(page)
        return found if found and (found.account, found.case) == (account, case) else None


OPEN: Final = OpenCards()


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sends: whose page and which card, whether it hides names, and its batch."""

    account: str
    case: str
    page: str
    card: str
    language: str
    pseudonym: bool
    batch: Mapping[str, Any]


def read_sent(body: bytes) -> Sent | None:
    """Take apart what a page sent, or give nothing if it cannot be read; the edits are looked at later.

    Examples
    --------
    >>> read_sent(b"[1]") is None
    True
    """
    try:
        given = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, Mapping):
        return None
    named = {name: given.get(name) for name in ("account", "case", "page", "card", "language")}
    pseudonym = given.get("pseudonym")
    if not isinstance(pseudonym, bool) or not all(isinstance(v, str) and 0 < len(v) <= 200 for v in named.values()):
        return None
    batch = {name: given.get(name) for name in ("seq", "card", "edits", "holds")}
    return Sent(**{name: str(value) for name, value in named.items()}, pseudonym=pseudonym, batch=batch)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


async def strokes_endpoint(request: Request) -> Response:
    """Do what was drawn, and answer with the card; nothing of it is kept on the way."""
    session = session_in(request.scope)
    if session is None:
        return _answer(401)
    if not from_here(request):
        return _answer(403)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return _answer(415)
    body = await whole_body(request, most=_MOST_BYTES)
    if body is None:
        return _answer(413)
    sent = read_sent(body)
    if sent is None:
        return _answer(400)
    if sent.account != session.actor.account:
        # somebody else signed in meanwhile, in another tab: it would be done in the wrong name
        return _answer(401)
    with speaking(sent.language):
        return await anyio.to_thread.run_sync(_answered, Desk(state.house(), session.actor), sent)


def _answered(desk: Desk, sent: Sent) -> Response:
    opened = OPEN.get(sent.page, account=sent.account, case=sent.case)
    card = opened or OpenCard(sent.account, sent.case, Inbox())
    acks = card.inbox.take(sent.batch, lambda batch: do_batch(desk, sent.case, batch, done=card.made))
    told: dict[str, Any] = {"acks": acks, "pseudonym": sent.pseudonym}
    try:
        if opened is None:
            # a page from before the process began: reading is logged, as at every opening
            open_case(desk, sent.case, why="conversation")
        told |= _as_it_is(desk, card_now(desk, sent.case, sent.card), pseudonyms=sent.pseudonym)
    except StoreError:
        # no answer without the card: the page keeps all and sends it again, and nothing is done twice
        return _answer(503)
    except NetmapError as error:
        return _answer(404 if isinstance(error, NotFound) else 403, told)
    return _answer(200, told)


def _as_it_is(desk: Desk, now: CardNow, *, pseudonyms: bool) -> dict[str, Any]:
    return {
        "card": card_data(
            now.card,
            now.alters,
            now.ties,
            rev=now.revision,
            pseudonyms=pseudonyms,
            partner_name=lambda table, key: partner_name(desk, table, key),
        ),
        "can_undo": bool(now.steps.undo),
        "can_redo": bool(now.steps.redo),
    }


def _answer(status: int, told: Mapping[str, Any] | None = None) -> Response:
    body = b"" if told is None else json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, status, {"cache-control": "no-store"}, media_type="application/json" if body else None)
