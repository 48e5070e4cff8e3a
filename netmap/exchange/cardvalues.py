"""A card file in memory: versions of one client's card, as the case room records them.

Readers give these values, writers take them. A file knows no case and may not know its days:
:data:`FILE_CASE` and :data:`UNDATED` stand in until :func:`adopt` makes records for a case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from netmap.errors import Fault
from netmap.model.ids import new_id

if TYPE_CHECKING:
    from netmap.model.cases import Alter, Card, Tie, Words
    from netmap.model.tables import Record

#: the case of records that a file holds
FILE_CASE: Final = "-"
#: the day of a card whose file says none
UNDATED: Final = date.min

#: A card file is small; what is larger is no card, and would only keep somebody waiting.
MAX_BYTES: Final = 5_000_000
MAX_VERSIONS: Final = 500
#: entries of one card, entries and ties of a whole file
MAX_ALTERS, MAX_ALL_ALTERS, MAX_ALL_TIES = 1_000, 10_000, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CardVersion:
    """One version of a card: the card, its entries, ties and words."""

    card: Card
    alters: tuple[Alter, ...] = ()
    ties: tuple[Tie, ...] = ()
    words: tuple[Words, ...] = ()

    @property
    def id(self) -> str:
        """The version's id in its file."""
        return self.card.id

    @property
    def label(self) -> str | None:
        """What the version is called, if anything."""
        return self.card.label

    @property
    def date(self) -> date | None:
        """The day of the version, if the file says one."""
        return None if self.card.on == UNDATED else self.card.on


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFile:
    """A card file.

    Attributes
    ----------
    source_format
        ``netmap``, ``easynwk`` or ``easynwk-1.5``.
    versions
        In the order of the file, at least one.
    losses
        What could not be carried, or had to be read another way than it stands, and where.
    """

    source_format: str
    versions: tuple[CardVersion, ...]
    losses: tuple[Fault, ...] = field(default=(), compare=False)


def label_of(alter: Alter) -> str:
    """Give what an entry is called on the card: its label, else its role, else its id.

    Examples
    --------
    >>> from netmap.model.cases import Alter
    >>> label_of(Alter(id="7", case="c", card="k", entry="7", role_text="Nachbar"))
    'Nachbar'
    """
    return alter.label or alter.role_text or alter.role or alter.entry


def adopt(
    file: CardFile, *, case: str, today: date, keep_ids: bool = False, make_id: Callable[[], str] = new_id
) -> tuple[Record, ...]:
    """Make records of a case from a card file: cards, alters, ties, words, in this order.

    Parameters
    ----------
    file
        What was read.
    case
        The case that takes the cards in.
    today
        The day of versions that say none.
    keep_ids
        Take the ids of the file (netmap's own files, read back into the store they came from).
        Otherwise all ids are new, and what is the same entry in the file stays the same entry.
    make_id
        Makes new ids.
    """
    entries: dict[str, str] = {}
    if not keep_ids:
        for entry in dict.fromkeys(alter.entry for version in file.versions for alter in version.alters):
            entries[entry] = make_id()
    adopted = [
        _adopt_version(version, case, today, entries, None if keep_ids else make_id) for version in file.versions
    ]
    return tuple(record for part in range(4) for version in adopted for record in version[part])


def _adopt_version(
    version: CardVersion, case: str, today: date, entries: dict[str, str], make_id: Callable[[], str] | None
) -> tuple[list[Record], list[Record], list[Record], list[Record]]:
    def fresh(known: str) -> str:
        return make_id() if make_id else known

    card = fresh(version.id)
    ids = {alter.id: fresh(alter.id) for alter in version.alters}
    return (
        [replace(version.card, id=card, case=case, on=version.date or today)],
        [replace(a, id=ids[a.id], case=case, card=card, entry=entries.get(a.entry, a.entry)) for a in version.alters],
        [_adopt_tie(tie, case, card, ids) for tie in version.ties],
        [replace(w, case=case, card=card) for w in version.words],
    )


def _adopt_tie(tie: Tie, case: str, card: str, ids: dict[str, str]) -> Tie:
    a, b = sorted((ids[tie.a], ids[tie.b]))
    return replace(tie, case=case, card=card, a=a, b=b)


def find_version(versions: tuple[CardVersion, ...], name: str) -> tuple[CardVersion, ...]:
    """Give the versions that a person may mean: those of that label, else of that id, else of that day."""
    labelled = tuple(version for version in versions if version.label == name)
    same_id = tuple(version for version in versions if version.id == name)
    same_day = tuple(version for version in versions if version.date and version.date.isoformat() == name)
    return labelled or same_id or same_day
