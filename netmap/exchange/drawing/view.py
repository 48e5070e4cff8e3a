"""What a picture or page may know of a card: the one place where pseudonym mode is decided.

Everything that draws or tells a card is given a :class:`CardView`. In pseudonym mode it holds role
labels or initials and no sealed text at all, so nothing behind it can give a name away.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from netmap.exchange.cardvalues import UNDATED
from netmap.exchange.drawing.geometry import ring_of
from netmap.exchange.drawing.words import CARE, CHILD, DIED, FAR_AWAY, LOST, SUPPORTS
from netmap.messages import text
from netmap.model.cases import SECTORS, SUPPORT_KINDS, Alter, Card, Tie, sector_of

#: names longer than this are cut in the picture (lists give them whole)
LONGEST_LABEL: Final = 90
_TITLES: Final = frozenset({"frau", "herr", "hr", "fr", "dr", "prof", "mr", "mrs", "ms"})

#: gives the label of a role code in the present language, or nothing
RoleLabel = Callable[[str], str | None]
#: gives the public name of an organisation, service, resource or place, by table and id
PartnerName = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it is shown: its name, where it stands, what is told of it.

    Attributes
    ----------
    name
        What it is called here: its label, or in pseudonym mode its role or initials.
    role
        The label of its role where that says more than the name.
    note
        The note (never in pseudonym mode).
    receives, gives
        Kinds of support that come from this entry, and that the client gives.
    """

    number: int
    name: str
    role: str | None
    note: str | None
    human: bool
    field: str
    angle: float | None
    distance: float | None
    sector: str | None
    ring: int | None
    ego_tie: str | None
    receives: tuple[str, ...]
    gives: tuple[str, ...]
    burden: bool
    conflict: bool
    care: str | None
    child: bool
    far_away: bool
    lost: bool
    deceased: bool

    @property
    def title(self) -> str:
        """The name as drawn: a dagger stands behind the dead."""
        short = self.name if len(self.name) <= LONGEST_LABEL else self.name[: LONGEST_LABEL - 1].rstrip() + "…"
        return f"{short} †" if self.deceased and "†" not in short else short

    @property
    def on_network(self) -> bool:
        """Whether it belongs to the Netzwerkkarte."""
        return self.field in ("social", "infrastructural")

    @property
    def placed(self) -> bool:
        """Whether it has a place on the Netzwerkkarte."""
        return self.on_network and self.angle is not None and self.distance is not None

    def remarks(self) -> list[str]:
        """Give what its signs mean, in words."""
        found = [
            text(word)
            for word, holds in (
                (CHILD, self.child),
                (FAR_AWAY, self.far_away),
                (LOST, self.lost),
                (DIED, self.deceased),
            )
            if holds
        ]
        if self.care:
            found.append(text(CARE[self.care]))
        return found

    def receives_words(self) -> str:
        """Give the kinds of support that come from it, in words."""
        return ", ".join(text(SUPPORTS[kind]) for kind in self.receives)

    def gives_words(self) -> str:
        """Give the kinds of support that the client gives, in words."""
        return ", ".join(text(SUPPORTS[kind]) for kind in self.gives)


@dataclass(frozen=True, slots=True)
class Thread:
    """A tie of two entries, by their numbers."""

    a: int
    b: int
    state: str
    conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A card as it may be shown.

    Attributes
    ----------
    entries
        Sector by sector, from near to far; ``number`` is the place in this order.
    label
        The name of the snapshot (never in pseudonym mode).
    """

    on: date | None
    label: str | None
    entries: tuple[Entry, ...]
    threads: tuple[Thread, ...]
    pseudonyms: bool

    def knows(self, number: int, *, state: str = "known") -> list[str]:
        """Give the names of those an entry knows (or is known not to know), in order."""
        numbers = [t.b if t.a == number else t.a for t in self.threads if t.state == state and number in (t.a, t.b)]
        return [self.entries[k].name for k in sorted(numbers)]


def view_of(
    card: Card,
    alters: Sequence[Alter],
    ties: Sequence[Tie],
    *,
    pseudonyms: bool = False,
    role_label: RoleLabel | None = None,
    partner_name: PartnerName | None = None,
) -> CardView:
    """Make the view of a card in the present language.

    Parameters
    ----------
    card, alters, ties
        The records of one snapshot.
    pseudonyms
        Role labels or initials instead of names; no sealed text goes on.
    role_label
        Gives the label of a role code; the vocabulary's if not given.
    partner_name
        Gives the public name of what an entry is linked to (table, id), for entries without a label.
    """
    label_of = role_label or vocabulary_role
    ordered = sorted(alters, key=_reading_order)
    called = names_of(alters, pseudonyms=pseudonyms, role_label=role_label, partner_name=partner_name)
    at = {alter.id: n for n, alter in enumerate(ordered)}
    return CardView(
        on=None if card.on == UNDATED else card.on,
        label=None if pseudonyms else _clean(card.label) or None,
        entries=tuple(
            _entry(n, alter, called[alter.id], label_of, pseudonyms=pseudonyms) for n, alter in enumerate(ordered)
        ),
        threads=tuple(
            Thread(at[t.a], at[t.b], t.state, t.conflict) for t in ties if t.a in at and t.b in at and t.a != t.b
        ),
        pseudonyms=pseudonyms,
    )


def vocabulary_role(code: str) -> str | None:
    """Give the label of a role in the vocabulary, in the present language."""
    from netmap.model.catalogues import load_vocabulary

    entry = load_vocabulary()["alter_roles"].get(code)
    return entry.label if entry else None


def _reading_order(alter: Alter) -> tuple[int, float, str]:
    sector = sector_of(alter.angle, alter.distance)
    place = SECTORS.index(sector) if sector else len(SECTORS)
    return place, 999.0 if alter.distance is None else alter.distance, alter.id


def _entry(number: int, alter: Alter, name: str, label_of: RoleLabel, *, pseudonyms: bool) -> Entry:
    role = (label_of(alter.role) if alter.role else None) or (None if pseudonyms else _clean(alter.role_text))
    placed = alter.distance is not None and alter.angle is not None
    return Entry(
        number=number,
        name=name,
        role=role if role and role != name else None,
        note=None if pseudonyms else _clean(alter.note) or None,
        human=alter.human,
        field=alter.field,
        angle=alter.angle,
        distance=alter.distance,
        sector=sector_of(alter.angle, alter.distance),
        ring=ring_of(alter.distance) if placed and alter.distance is not None else None,
        ego_tie=alter.ego_tie,
        receives=_supports(alter, "received"),
        gives=_supports(alter, "given"),
        burden=alter.burden,
        conflict=alter.conflict,
        care=alter.care,
        child=alter.child,
        far_away=alter.far_away,
        lost=alter.lost,
        deceased=alter.deceased,
    )


def _supports(alter: Alter, direction: str) -> tuple[str, ...]:
    held = set(alter.supports)
    return tuple(k for k in SUPPORT_KINDS if f"{k}:{direction}" in held or f"{k}:both" in held)


def _clean(value: str | None) -> str:
    """Give a text as one line without controls."""
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in value or "")
    return " ".join(kept.split())


def _no_partner(_table: str, _id: str) -> str | None:
    return None


def _linked(alter: Alter, name_of: PartnerName) -> str | None:
    if alter.partner_table and alter.partner_id:
        return name_of(alter.partner_table, alter.partner_id)
    return None


def _name(alter: Alter, label_of: RoleLabel, name_of: PartnerName) -> str:
    written = _clean(alter.label) or _clean(alter.role_text) or _linked(alter, name_of)
    return written or (label_of(alter.role) if alter.role else None) or _nobody(alter)


def _nobody(alter: Alter) -> str:
    if alter.field in ("personal", "material"):
        return text("Something of mine")
    return text("Person") if alter.human else text("Agency")


def _pseudonyms(alters: Sequence[Alter], label_of: RoleLabel, name_of: PartnerName) -> list[str]:
    """Give each entry its role or initials; where several are alike, with a number."""
    bases = [_pseudonym(alter, label_of, name_of) for alter in alters]
    often = Counter(bases)
    met: Counter[str] = Counter()
    names = []
    for base in bases:
        met[base] += 1
        names.append(f"{base} {met[base]}" if often[base] > 1 else base)
    return names


def _pseudonym(alter: Alter, label_of: RoleLabel, name_of: PartnerName) -> str:
    public = (label_of(alter.role) if alter.role else None) or _linked(alter, name_of)
    if public:
        return public
    written = _clean(alter.label)
    if alter.field in ("personal", "material"):
        return _nobody(alter)  # one's own words are no name: initials of them would tell nothing
    short = initials(written)
    return short if short and short != written else _nobody(alter)


def initials(name: str) -> str:
    """Give at most two initials of a name, without forms of address; empty if there is nothing to shorten.

    Examples
    --------
    >>> initials("Frau Dr. Elif Öztürk"), initials("Chor"), initials("M"), initials("A. B.")
    ('E. Ö.', 'C.', '', '')
    """
    words = [w.strip(".,()") for w in name.replace("-", " ").split()]
    chosen = [w for w in words if w[:1].isalpha() and w.casefold() not in _TITLES]
    if not any(len(w) > 1 for w in chosen):
        return ""
    return " ".join(f"{w[0].upper()}." for w in chosen[:2])


def counts_by_sector(view: CardView) -> Mapping[str, list[Entry]]:
    """Give the placed entries of each sector, near ones first."""
    return {s: [e for e in view.entries if e.placed and e.sector == s] for s in SECTORS}


def names_of(
    alters: Sequence[Alter],
    *,
    pseudonyms: bool = False,
    role_label: RoleLabel | None = None,
    partner_name: PartnerName | None = None,
) -> dict[str, str]:
    """Give by id what each entry is called, the same as in :func:`view_of`."""
    label_of = role_label or vocabulary_role
    name_of = partner_name or _no_partner
    ordered = sorted(alters, key=_reading_order)
    if pseudonyms:
        names = _pseudonyms(ordered, label_of, name_of)
    else:
        names = [_name(alter, label_of, name_of) for alter in ordered]
    return {alter.id: name for alter, name in zip(ordered, names, strict=True)}
