"""Cases: listing one's own, opening one (which is logged), and everything said in the conversation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from netmap.errors import InputError, NotFound
from netmap.model import changes as ch
from netmap.model.cases import (
    Alter,
    Card,
    Case,
    CaseConference,
    Contact,
    Feedback,
    Need,
    Referral,
    Release,
    Step,
    Tie,
    Words,
)
from netmap.model.changes import Change, Edit, Receipt
from netmap.model.ids import new_id
from netmap.model.stored import records_of
from netmap.model.tables import TABLES, Record, Room, tables_of
from netmap.usecases.desk import Desk, needs
from netmap.usecases.undo import Steps, TakenBack, own_steps, take_back

R = TypeVar("R", bound=Record)

CASE_TABLES = tuple(spec.name for spec in tables_of(Room.CASES))


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything of one case, opened.

    Attributes
    ----------
    cards
        Oldest first.
    alters, ties, words
        By card.
    revision
        Grows with every change of the case, whoever made it.
    """

    case: Case
    cards: tuple[Card, ...] = ()
    alters: Mapping[str, tuple[Alter, ...]] = field(default_factory=dict)
    ties: Mapping[str, tuple[Tie, ...]] = field(default_factory=dict)
    words: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    steps: tuple[Step, ...] = ()
    contacts: tuple[Contact, ...] = ()
    referrals: tuple[Referral, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    releases: tuple[Release, ...] = ()
    conferences: tuple[CaseConference, ...] = ()
    revision: int = 0

    @property
    def newest(self) -> Card | None:
        """The last card."""
        return self.cards[-1] if self.cards else None

    def card(self, card_id: str) -> Card:
        """Give a card by its id.

        Raises
        ------
        NotFound
            The case has no such card.
        """
        for card in self.cards:
            if card.id == card_id:
                return card
        raise NotFound("There is no card {id} in this case.", id=card_id)

    def records(self) -> Iterable[Record]:
        """Go through all records, what is referred to first."""
        yield self.case
        yield from self.cards
        for group in (self.alters, self.ties, self.words):
            for card in self.cards:
                yield from group.get(card.id, ())
        for part in (self.needs, self.steps, self.contacts, self.referrals, self.feedback, self.releases):
            yield from part
        yield from self.conferences


def case_file(rows: Mapping[str, Sequence[Mapping[str, Any]]], *, revision: int = 0) -> CaseFile:
    """Make a case file of the plain rows of one case."""

    def all_of(record: type[R]) -> tuple[R, ...]:
        return records_of(record, rows.get(record.TABLE.name, ()))

    def by_card(record: type[R]) -> dict[str, tuple[R, ...]]:
        found: dict[str, list[R]] = defaultdict(list)
        for item in all_of(record):
            found[item.card].append(item)  # type: ignore[attr-defined]
        return {c: tuple(i) for c, i in found.items()}

    return CaseFile(
        case=all_of(Case)[0],
        cards=tuple(sorted(all_of(Card), key=lambda c: (c.on, c.id))),
        alters=by_card(Alter),
        ties=by_card(Tie),
        words=by_card(Words),
        needs=tuple(sorted(all_of(Need), key=lambda n: (n.priority or 99, n.since, n.id))),
        steps=tuple(sorted(all_of(Step), key=lambda s: (s.who != "client", s.until or date.max, s.id))),
        contacts=all_of(Contact),
        referrals=tuple(sorted(all_of(Referral), key=lambda r: (r.on, r.id))),
        feedback=tuple(sorted(all_of(Feedback), key=lambda f: (f.on, f.id))),
        releases=tuple(sorted(all_of(Release), key=lambda r: (r.valid_from, r.id))),
        conferences=tuple(sorted(all_of(CaseConference), key=lambda c: (c.on, c.id))),
        revision=revision,
    )


def read_case(desk: Desk, case_id: str) -> CaseFile:
    """Read a case whose opening has been checked and logged already."""
    store = desk.house.cases
    others = [t for t in CASE_TABLES if t != "cases"]
    codec = desk.house.codec
    # the revision first: what changes meanwhile is read too early rather than never
    revision = store.revisions([f"case:{case_id}"])[f"case:{case_id}"]
    rows = store.load(*others, only=("case", [case_id]), codec=codec)
    rows |= store.load("cases", only=("id", [case_id]), codec=codec)
    return case_file(rows, revision=revision)


@needs("case.open")
def open_case(desk: Desk, case_id: str, *, why: str | None = None) -> CaseFile:
    """Open a case one holds; the reading is logged.

    Raises
    ------
    PermissionRefused, NotFound
        Somebody else holds it, or there is none.
    """
    desk.require_case("case.open", case_id, why=why)
    return read_case(desk, case_id)


@needs("case.open")
def refresh_case(desk: Desk, case_id: str) -> CaseFile:
    """Read an open case again after a change; checked like the first time, logged only then."""
    desk.require_case("case.edit", case_id)
    return read_case(desk, case_id)


@needs("case.open")
def case_revision(desk: Desk, case_id: str) -> int:
    """Give the revision of a case, to see whether somebody else changed it."""
    return desk.house.cases.revisions([f"case:{case_id}"])[f"case:{case_id}"]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list: no more than is needed to find it."""

    case: Case
    cards: int
    last_on: date | None


@needs("case.list")
def list_cases(desk: Desk) -> list[CaseLine]:
    """List the cases one holds, those with the newest card first; the listing is logged."""
    desk.require("case.list")
    store = desk.house.cases
    mine = [r for r in store.load("cases")["cases"] if desk.actor.holds(Case.of_stored(r))]
    ids = [r["id"] for r in mine]
    opened = store.load("cases", only=("id", ids), codec=desk.house.codec)["cases"] if ids else []
    cards: dict[str, list[str]] = defaultdict(list)
    for row in store.load("cards", only=("case", ids))["cards"] if ids else []:
        cards[row["case"]].append(row["on"])
    store.note(by=desk.actor.account, action="list", entity="cases")
    lines = [
        CaseLine(
            Case.of_stored(r),
            len(cards[r["id"]]),
            date.fromisoformat(max(cards[r["id"]])) if cards[r["id"]] else None,
        )
        for r in opened
    ]
    return sorted(lines, key=lambda line: (line.last_on or date.min, line.case.id), reverse=True)


def _apply(desk: Desk, change: Change, *, request: str | None = None, why: str | None = None) -> Receipt:
    return desk.house.cases.apply(change, by=desk.actor.account, request=request, why=why, codec=desk.house.codec)


@needs("case.edit")
def begin_case(
    desk: Desk,
    *,
    name: str | None = None,
    number: str | None = None,
    area: str | None = None,
    languages: Sequence[str] = (),
    case_id: str | None = None,
) -> Case:
    """Begin a case that one holds oneself.

    Raises
    ------
    InputError
        The id is taken.
    """
    desk.require("case.edit")
    case = Case(
        id=case_id or new_id(),
        name=name,
        number=number,
        area=area,
        languages=tuple(languages),
        case_manager=desk.actor.account,
        opened_on=desk.house.today(),
    )
    _apply(desk, ch.OpenCase.adding(case))
    return case


@needs("case.edit")
def change_case(desk: Desk, old: Case, new: Case) -> Receipt:
    """Change what is known of a case."""
    desk.require_case("case.edit", old.id)
    return _apply(desk, ch.SetCase.updating((old, new)))


@needs("case.assign")
def assign_case(desk: Desk, case_id: str, account: str) -> Receipt:
    """Hand a case to somebody else; the administration never sees what is in it.

    Raises
    ------
    NotFound
        There is no such case.
    """
    desk.require("case.assign")
    rows = desk.house.cases.load("cases", only=("id", [case_id]))["cases"]
    if not rows:
        raise NotFound("There is no case {id}.", id=case_id)
    edit = Edit("cases", case_id, {"case_manager": rows[0]["case_manager"]}, {"case_manager": account})
    return desk.house.cases.apply(ch.SetCase((edit,)), by=desk.actor.account)


@needs("case.delete")
def delete_case(desk: Desk, case_id: str) -> int:
    """Delete a case and destroy its key: what is left in logs and backups can never be read again.

    Returns
    -------
    int
        How many entries were deleted.
    """
    desk.require_case("case.delete", case_id)
    store = desk.house.cases
    rows = store.load(*(t for t in CASE_TABLES if t != "cases"), only=("case", [case_id]))
    rows |= store.load("cases", only=("id", [case_id]))
    edits = [
        Edit(name, TABLES[name].key_of(row), dict(row), None) for name in reversed(CASE_TABLES) for row in rows[name]
    ]
    store.apply(ch.DeleteCase(tuple(edits)), by=desk.actor.account)
    desk.house.keyring.forget(case_id)
    return len(edits)


# what is said in the conversation: each is added, changed or taken away as a whole record

#: which change belongs to which table
_CHANGES: Mapping[str, type[Change]] = {
    "needs": ch.SetNeed,
    "steps": ch.SetStep,
    "contacts": ch.SetContact,
    "referrals": ch.SetReferral,
    "feedback": ch.GiveFeedback,
    "releases": ch.SetRelease,
    "conferences": ch.HoldConference,
    "words": ch.SetWords,
    "cards": ch.SetCard,
}


def _belongs(record: Record, case_id: str) -> None:
    if getattr(record, "case", None) != case_id:
        raise InputError("This entry belongs to another case.")


@needs("case.edit")
def put(desk: Desk, case_id: str, new: Record, *, old: Record | None = None) -> Receipt:
    """Add an entry of the conversation, or change it (``old`` is what was seen).

    Needs, steps, contacts, referrals, feedback, releases, conferences, the client's words.

    Raises
    ------
    Conflict
        Somebody else changed the same thing meanwhile.
    InputError
        It belongs to another case.
    """
    desk.require_case("case.edit", case_id)
    _belongs(new, case_id)
    kind = _CHANGES[new.TABLE.name]
    if old is None:
        return _apply(desk, kind.adding(new))
    _belongs(old, case_id)
    _really_of(desk, case_id, new.TABLE.name, old.key)
    return _apply(desk, kind.updating((old, new)))


@needs("case.edit")
def order_needs(desk: Desk, case_id: str, order: Sequence[Need]) -> Receipt:
    """Let needs stand in this order of importance, in one change.

    Raises
    ------
    Conflict
        Somebody else changed one of them meanwhile.
    InputError
        One of them belongs to another case.
    """
    desk.require_case("case.edit", case_id)
    for need in order:
        _belongs(need, case_id)
        _really_of(desk, case_id, need.TABLE.name, need.key)
    numbered = ((need, replace(need, priority=n)) for n, need in enumerate(order, start=1) if need.priority != n)
    return _apply(desk, ch.SetNeed.updating(*numbered))


@needs("case.edit")
def take_away(desk: Desk, case_id: str, record: Record) -> Receipt:
    """Take an entry of the conversation away.

    Raises
    ------
    InputError
        It belongs to another case.
    """
    desk.require_case("case.edit", case_id)
    _belongs(record, case_id)
    _really_of(desk, case_id, record.TABLE.name, record.key)
    return _apply(desk, _CHANGES[record.TABLE.name].removing(record))


def _really_of(desk: Desk, case_id: str, table: str, key: str) -> None:
    """Refuse an id of another case, whatever the record in hand says."""
    spec = TABLES[table]
    rows = desk.house.cases.load(table, only=("case", [case_id]))[table]
    if not any(spec.key_of(r) == key for r in rows):
        raise InputError("This entry belongs to another case.")


@needs("case.edit")
def revoke(desk: Desk, case_id: str, release: Release) -> Receipt:
    """Revoke a release; it is kept with the moment it ended."""
    return put(desk, case_id, replace(release, revoked_at=desk.house.clock()), old=release)


# undo


@needs("case.edit")
def case_steps(desk: Desk, case_id: str) -> Steps:
    """Give what the actor can undo and redo in a case."""
    desk.require_case("case.edit", case_id)
    return own_steps(desk, f"case:{case_id}")


@needs("case.edit")
def undo_in_case(desk: Desk, case_id: str, *, redo: bool = False, request: str | None = None) -> TakenBack | None:
    """Take back one's last change of a case (or bring it back); ``None`` if there is nothing to.

    Raises
    ------
    Conflict
        Somebody changed the same thing since.
    """
    desk.require_case("case.edit", case_id)
    steps = own_steps(desk, f"case:{case_id}")
    side = steps.redo if redo else steps.undo
    if not side:
        return None
    return take_back(desk, side[-1], room=Room.CASES, request=request)
