"""The way of strokes to the server: who may, from where, how large; names only where they may be seen; each once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from netmap.bootstrap import House
from netmap.model.changes import SetAccount
from netmap.model.partners import Account
from netmap.ui import state
from netmap.ui.canvas.inbox import Inbox
from netmap.ui.cards.strokes import OPEN, STROKES, OpenCard, OpenCards, strokes_endpoint
from netmap.ui.gate import COOKIE, Gate
from netmap.usecases import cases, drawing
from netmap.usecases.accounts import begin_session, sign_out
from netmap.usecases.desk import Role
from tests.support.houses import NOW, desk_as, house_in
from tests.support.loops import finished

A, B = "a" * 26, "b" * 26
ME = "sabine.kern"
HOST = "netmap.test"
HEADERS = {
    "host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin", "content-type": "application/json",
}  # fmt: skip
_numbers = count()


def edit_id() -> str:
    return f"{next(_numbers):0>26}"


def add(alter: str = A, label: str = "Tante Gisela", **values: Any) -> dict[str, Any]:
    values = {"label": label, "angle": 30.0, "distance": 25.0, **values}
    return {"id": edit_id(), "op": "add", "alter": alter, "values": values}


def move(distance: float, *, was: float) -> dict[str, Any]:
    place, before = {"angle": 30.0, "distance": distance}, {"angle": 30.0, "distance": was}
    return {"id": edit_id(), "op": "move", "alter": A, "values": place, "before": before}


@dataclass
class Answer:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def told(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def labels(self) -> list[str]:
        return [alter.get("label", "") for alter in self.told["card"]["alters"]]

    @property
    def taken(self) -> list[bool]:
        return [ack["ok"] for ack in self.told["acks"]]


def asked(headers: Mapping[str, str], body: bytes, method: str = "POST") -> Answer:
    """Ask gate and route as a server would."""
    app = Gate(
        Starlette(routes=[Route(STROKES, strokes_endpoint, methods=["POST"])], middleware=[Middleware(lambda app: app)])
    )
    parts = [body[n : n + 60_000] for n in range(0, len(body), 60_000)] or [b""]
    got = Answer()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            got.status = message["status"]
            got.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            got.body += message.get("body", b"")

    scope = {
        "type": "http", "method": method, "path": STROKES, "raw_path": STROKES.encode(), "root_path": "",
        "scheme": "http", "query_string": b"", "http_version": "1.1", "server": (HOST, 80), "client": ("127.0.0.1", 1),
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
    }  # fmt: skip
    finished(app(scope, receive, send))
    return got


class Sheet:
    """A case with an empty card, and a page of the person who holds it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.desk = desk_as(house, Role.CASE_MANAGEMENT, account=ME)
        self.token = self.signed_in(ME, Role.CASE_MANAGEMENT)
        self.case = cases.begin_case(self.desk, name="Erika Probe").id
        drawing.new_card(self.desk, cases.read_case(self.desk, self.case))
        self.card = cases.read_case(self.desk, self.case).cards[0].id
        self.open = OpenCard(ME, self.case, Inbox())
        OPEN.put(self.open)

    def signed_in(self, account: str, *roles: Role) -> str:
        made = Account(id=account, name=account, roles=tuple(roles), made_at=NOW)
        self.house.partners.apply(SetAccount.adding(made), by="test")
        return begin_session(self.house, made)

    def body(self, *edits: Mapping[str, Any], **other: Any) -> dict[str, Any]:
        return {
            "account": ME, "case": self.case, "page": self.open.page, "language": "de", "pseudonym": False,
            "seq": 1, "card": self.card, "edits": list(edits), **other,
        }  # fmt: skip

    def send(self, *edits: Mapping[str, Any], headers: Mapping[str, str | None] | None = None, **other: Any) -> Answer:
        return self.ask(json.dumps(self.body(*edits, **other)).encode(), headers=headers)

    def ask(self, body: bytes, *, headers: Mapping[str, str | None] | None = None) -> Answer:
        given = {**HEADERS, "cookie": f"{COOKIE}={self.token}", **(headers or {})}
        return asked({k: v for k, v in given.items() if v is not None}, body)

    @property
    def stored(self) -> list[str]:
        file = cases.read_case(self.desk, self.case)
        return [alter.id for alter in file.alters.get(self.card, ())]

    def logged(self) -> list[str]:
        return [seen.action for seen in self.house.cases.audit(entity=f"case:{self.case}", by=ME)]


@pytest.fixture
def sheet(tmp_path: Path) -> Iterator[Sheet]:
    with house_in(tmp_path) as house:
        state.set_house(house)
        yield Sheet(house)


def test_a_stroke_is_answered_with_the_card_as_it_is_then(sheet: Sheet) -> None:
    answer = sheet.send(add(), move(40.0, was=25.0))
    assert answer.status == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.taken == [True, True]
    assert (answer.told["can_undo"], answer.told["can_redo"]) == (True, False)
    (alter,) = answer.told["card"]["alters"]
    assert (alter["label"], alter["distance"]) == ("Tante Gisela", 40.0)
    assert answer.told["card"]["rev"] == cases.case_revision(sheet.desk, sheet.case)
    undone = sheet.send({"id": edit_id(), "op": "undo"})
    assert undone.told["card"]["alters"][0]["distance"] == 25.0
    assert undone.told["can_redo"] is True


def test_what_comes_again_is_done_once_also_where_the_entry_is_gone(sheet: Sheet) -> None:
    sheet.send(add())
    off = {"id": edit_id(), "op": "delete", "alter": A, "before": {"angle": 30.0, "distance": 25.0}}
    first = sheet.send(off)
    again = sheet.send(off)
    assert first.taken == again.taken == [True]
    assert first.told["card"] == again.told["card"]
    # a server that was started anew knows from the log of changes
    elsewhere = sheet.send(off, page="somebody")
    assert elsewhere.taken == [True]
    assert elsewhere.told["card"] == first.told["card"]


FOREIGN = {
    "another origin": {"origin": "https://elsewhere.test", "sec-fetch-site": None},
    "another site": {"sec-fetch-site": "cross-site"},
    "a sister of our site": {"sec-fetch-site": "same-site", "origin": "http://other.netmap.test"},
    "an origin that is hidden": {"origin": "null", "sec-fetch-site": None},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_page_draws_nothing(sheet: Sheet, headers: dict[str, str | None]) -> None:
    assert (sheet.send(add(), headers=headers).status, sheet.stored) == (403, [])
    assert (sheet.send(add()).status, sheet.stored) == (200, [A])


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_a_form_can_send_is_not_taken(sheet: Sheet, kind: str | None) -> None:
    assert (sheet.send(add(), headers={"content-type": kind}).status, sheet.stored) == (415, [])


def test_nobody_draws_without_a_session(sheet: Sheet) -> None:
    assert sheet.send(add(), headers={"cookie": None}).status == 401
    assert sheet.send(add(), headers={"cookie": f"{COOKIE}=made-up"}).status == 401
    sign_out(sheet.house, sheet.token)
    assert sheet.send(add()).status == 401
    assert sheet.stored == []


def test_the_page_of_one_person_does_nothing_in_the_name_of_the_next(sheet: Sheet) -> None:
    """Somebody else signs in, in another tab: the cookie is theirs, the page is not; both may work on the case."""
    deputy = Account(id="emre.aksoy", name="Emre", roles=(Role.CASE_MANAGEMENT,), made_at=NOW, deputy_of=(ME,))
    sheet.house.partners.apply(SetAccount.adding(deputy), by="test")
    cookie = f"{COOKIE}={begin_session(sheet.house, deputy)}"
    assert (sheet.send(add(), headers={"cookie": cookie}).status, sheet.stored) == (401, [])
    own = sheet.send(add(), headers={"cookie": cookie}, account="emre.aksoy", page="theirs")
    assert (own.status, sheet.stored) == (200, [A])


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CASE_MANAGEMENT])
def test_no_other_role_draws_or_sees_a_card(sheet: Sheet, role: Role) -> None:
    sheet.send(add())
    cookie = f"{COOKIE}={sheet.signed_in('somebody', role)}"
    for edits in ([add(B)], []):
        answer = sheet.send(*edits, headers={"cookie": cookie}, account="somebody")
        assert answer.status == 403
        assert "card" not in answer.told
        assert not any(answer.taken)
        assert b"Gisela" not in answer.body
    assert sheet.stored == [A]
    assert sheet.house.partners.audit(by="somebody", limit=1)[0].action.startswith("refused:case.")


def test_a_case_that_somebody_else_holds_is_not_drawn_on(sheet: Sheet) -> None:
    sheet.send(add())
    cookie = f"{COOKIE}={sheet.signed_in('emre.aksoy', Role.CASE_MANAGEMENT)}"
    answer = sheet.send(add(B), headers={"cookie": cookie}, account="emre.aksoy")
    assert (answer.status, answer.taken, sheet.stored) == (403, [False], [A])
    assert b"Gisela" not in answer.body
    assert sheet.send(add(B), card="nowhere").status == 404


def test_a_process_without_key_opens_no_card(sheet: Sheet, tmp_path: Path) -> None:
    sheet.send(add())
    with house_in(tmp_path, keyless=True) as closed:
        state.set_house(closed)
        answer = sheet.send(add(B))
        assert (answer.status, answer.taken) == (403, [False])
        assert b"Gisela" not in answer.body
    assert sheet.stored == [A]


DAMAGED = {
    "nothing": b"",
    "no JSON": b'{"account": "sabine.kern"',
    "a list": b"[]",
    "no text": b"\xff\xfe{}",
    "ever deeper": b"[" * 200_000,
    "no number": b'{"account": NaN}',
    "nobody named": b'{"case": "c", "page": "p", "card": "c", "language": "de", "pseudonym": false}',
}


@pytest.mark.parametrize("body", DAMAGED.values(), ids=DAMAGED)
def test_what_cannot_be_read_is_refused(sheet: Sheet, body: bytes) -> None:
    answer = sheet.ask(body)
    assert (answer.status, answer.body, sheet.stored) == (400, b"", [])


@pytest.mark.parametrize("name", ["account", "case", "page", "card", "language", "pseudonym"])
@pytest.mark.parametrize("value", [None, 7, "", "x" * 201, ["x"]])
def test_each_part_is_as_it_has_to_be(sheet: Sheet, name: str, value: object) -> None:
    assert (sheet.send(add(), **{name: value}).status, sheet.stored) == (400, [])


def test_an_edit_that_cannot_be_read_is_refused_by_its_id(sheet: Sheet) -> None:
    bad = {**add(), "values": {"label": "x" * 9_999}}
    answer = sheet.send(bad)
    assert (answer.status, answer.taken, sheet.stored) == (200, [False], [])
    assert answer.told["acks"][0]["id"] == bad["id"]
    assert sheet.send(edits="none").told["acks"] == []


def test_no_more_is_read_than_can_be_right(sheet: Sheet) -> None:
    largest = [add(f"{n:0>26}", label="x" * 200, role_text="y" * 200) for n in range(200)]
    assert sheet.send(*largest[:2], holds="z" * 400_000).status == 200
    assert sheet.send(add(), holds="z" * 600_000).status == 413
    assert len(json.dumps(sheet.body(*largest))) < 400_000
    assert len(sheet.stored) == 2


def test_hidden_names_are_in_no_answer(sheet: Sheet) -> None:
    assert sheet.send(add(role="aunt")).labels == ["Tante Gisela"]
    hidden = sheet.send(move(40.0, was=25.0), pseudonym=True)
    assert hidden.taken == [True]
    assert hidden.told["pseudonym"] is True
    assert b"Gisela" not in hidden.body
    assert hidden.told["card"]["alters"][0]["name"]


def test_reasons_are_said_in_the_language_of_the_page(sheet: Sheet) -> None:
    sheet.send(add())
    assert sheet.send(move(60.0, was=80.0)).told["acks"][0]["reason"].startswith("Jemand anderes")
    assert sheet.send(move(60.0, was=80.0), language="en").told["acks"][0]["reason"].startswith("Somebody else")


def test_reading_is_logged_once_for_each_page_that_opened_the_case_elsewhere(sheet: Sheet) -> None:
    before = sheet.logged().count("read")
    sheet.send(add())
    sheet.send(move(40.0, was=25.0))
    assert sheet.logged().count("read") == before
    # nobody gets a card out unseen by a request that no page made
    assert sheet.send(page="made-up").labels == ["Tante Gisela"]
    assert sheet.logged().count("read") == before + 1


def test_a_page_knows_which_changes_are_its_own(sheet: Sheet) -> None:
    seen = cases.case_revision(sheet.desk, sheet.case)
    sheet.send(add(), move(40.0, was=25.0))
    assert sheet.open.made_all(seen, seen + 2)
    drawing.add_entry(sheet.desk, sheet.case, sheet.card, {"label": "Chor"}, alter_id=B)
    sheet.send(move(50.0, was=40.0))
    now = cases.case_revision(sheet.desk, sheet.case)
    assert not sheet.open.made_all(seen, now)
    assert sheet.open.made_all(seen + 3, now)


def test_only_so_many_pages_are_remembered() -> None:
    kept = OpenCards(keep=2)
    one, two, three = (OpenCard(ME, "case", Inbox()) for _ in range(3))
    for card in (one, two, one, three):
        kept.put(card)
    assert [kept.get(c.page, account=ME, case="case") for c in (one, two, three)] == [one, None, three]
    assert kept.get(one.page, account="emre.aksoy", case="case") is None
    assert kept.get(one.page, account=ME, case="another") is None
