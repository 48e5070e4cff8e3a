"""Card files in and out of a case."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netmap.errors import Fault, InputError
from netmap.exchange.atomic import write_whole
from netmap.exchange.cardfile import read_card_file
from netmap.exchange.cardjson import write_card
from netmap.exchange.cardvalues import CardFile, CardVersion, adopt
from netmap.model.cases import Case
from netmap.model.changes import ImportCard
from netmap.model.tables import Room
from netmap.usecases.cases import CaseFile, open_case
from netmap.usecases.desk import Desk, needs


@dataclass(frozen=True, slots=True)
class ImportedCards:
    """What an import brought, or would bring.

    Attributes
    ----------
    case_made
        The case was new and has been made.
    losses
        What could not be carried.
    """

    case: str
    case_made: bool
    cards: int
    alters: int
    ties: int
    losses: tuple[Fault, ...]


@needs("case.edit")
def import_card(desk: Desk, path: str | Path, *, case_id: str, dry_run: bool = False) -> ImportedCards:
    """Take the cards of a file into a case; one transaction. A case that is not there is made.

    Raises
    ------
    FormatError
        The file is damaged or something else; nothing is written.
    InputError
        The case has a card of one of the days already.
    """
    desk.require("case.edit")
    return import_cards(desk, read_card_file(path), case_id=case_id, dry_run=dry_run)


@needs("case.edit")
def import_cards(desk: Desk, found: CardFile, *, case_id: str, dry_run: bool = False) -> ImportedCards:
    """Take cards that were read from a file into a case; see :func:`import_card`.

    Raises
    ------
    InputError
        The case has a card of one of the days already.
    """
    desk.require("case.edit")
    _ = desk.house.masters  # a key that is missing is met before anything is made
    new = dry_run and not desk.house.has(Room.CASES)  # a dry run makes no store, not even an empty one
    there = not new and bool(desk.house.cases.load("cases", only=("id", [case_id]))["cases"])
    known: set[str] = set()
    made: tuple[Case, ...] = ()
    if there:
        desk.require_case("case.edit", case_id)
        known = {r["on"] for r in desk.house.cases.load("cards", only=("case", [case_id]))["cards"]}
    else:
        made = (Case(id=case_id, case_manager=desk.actor.account, opened_on=desk.house.today()),)
    records = adopt(found, case=case_id, today=desk.house.today())
    days = [r.to_row()["on"] for r in records if r.TABLE.name == "cards"]
    twice = sorted(known.intersection(days))
    if twice:
        raise InputError("The case has cards of these days already: {days}.", days=", ".join(twice))
    counts = {t: sum(r.TABLE.name == t for r in records) for t in ("cards", "alters", "ties")}
    if not dry_run:
        desk.house.cases.apply(
            ImportCard.adding(*made, *records),
            by=desk.actor.account,
            why=f"import {found.source_format}",
            codec=desk.house.codec,
        )
    return ImportedCards(case_id, not there, counts["cards"], counts["alters"], counts["ties"], found.losses)


def card_file_of(file: CaseFile) -> CardFile:
    """Give all cards of a case as a card file."""
    return CardFile(
        source_format="netmap",
        versions=tuple(
            CardVersion(
                card=card,
                alters=file.alters.get(card.id, ()),
                ties=file.ties.get(card.id, ()),
                words=file.words.get(card.id, ()),
            )
            for card in file.cards
        ),
    )


@needs("case.open")
def export_card(desk: Desk, case_id: str, out: Path) -> int:
    """Write all cards of a case into netmap's own card file; give the number of cards.

    Raises
    ------
    InputError
        The case has no card.
    """
    file = open_case(desk, case_id, why="export")
    if not file.cards:
        raise InputError("The case has no card yet.")
    write_whole(out, write_card(card_file_of(file)))
    return len(file.cards)
