"""What changed between two cards of one case: who came, left, moved; which ties and support changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netmap.model.cases import EGO_TIES, SUPPORT_KINDS, sector_of
from netmap.model.placement import closeness_of

if TYPE_CHECKING:
    from netmap.model.cases import Alter, Tie

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """An entry that stands elsewhere: closeness (0–9) and sector before and after, ``None`` = no place."""

    entry: str
    closeness: tuple[int | None, int | None]
    sector: tuple[str | None, str | None]

    @property
    def nearer(self) -> int:
        """Rings it came nearer; negative: went away; 0 also where one of the two is unknown."""
        before, after = self.closeness
        return 0 if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class SupportChange:
    """An entry whose support changed: by kind the direction before and after, ``None`` = none is known."""

    entry: str
    support: Mapping[str, tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True)
class EgoTieChange:
    """An entry whose tie to the client changed.

    ``tie`` is 0 (none), 1 (there is one), 2 (a strong or manifold one), ``None`` (unknown), before and
    after: the numbers that easyNWK's files use.
    """

    entry: str
    tie: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one card to a later one. Entries are named by what is the same on both.

    Attributes
    ----------
    came, left
        Entries that are only on the later (earlier) card.
    moved, support_changed, ego_tie_changed
        Among those on both.
    ties_gained, ties_lost
        Known ties that are only on the later (earlier) card, also those that came or went with an entry.
    """

    came: tuple[str, ...]
    left: tuple[str, ...]
    moved: tuple[Move, ...]
    ties_gained: tuple[Pair, ...]
    ties_lost: tuple[Pair, ...]
    support_changed: tuple[SupportChange, ...]
    ego_tie_changed: tuple[EgoTieChange, ...]

    @property
    def anything(self) -> bool:
        """Whether anything changed at all."""
        return any(getattr(self, name) for name in self.__slots__)


def compare_cards(
    alters: Sequence[Alter], ties: Iterable[Tie], *, later_alters: Sequence[Alter], later_ties: Iterable[Tie]
) -> Comparison:
    """Compare two cards of one case.

    Parameters
    ----------
    alters, ties
        The earlier card.
    later_alters, later_ties
        The later one. An entry is the same if its ``entry`` is, whatever it is called.

    Examples
    --------
    >>> from netmap.model.cases import Alter
    >>> def on(card, entry, distance):
    ...     return Alter(id=card + entry, case="c", card=card, entry=entry, angle=10, distance=distance)
    >>> later = [on("l", "a", 20), on("l", "b", 50)]
    >>> found = compare_cards([on("k", "a", 80)], [], later_alters=later, later_ties=[])
    >>> found.came, found.moved[0].closeness, found.moved[0].nearer
    (('b',), (2, 8), 6)
    """
    before = {alter.entry: alter for alter in alters}
    after = {alter.entry: alter for alter in later_alters}
    both = sorted(before.keys() & after.keys())
    earlier, later = _pairs(alters, ties), _pairs(later_alters, later_ties)
    moves = (_move(before[e], after[e]) for e in both)
    supports = (_support_change(before[e], after[e]) for e in both)
    ego_ties = (_ego_tie_change(before[e], after[e]) for e in both)
    return Comparison(
        came=tuple(sorted(after.keys() - before.keys())),
        left=tuple(sorted(before.keys() - after.keys())),
        moved=tuple(move for move in moves if move),
        ties_gained=tuple(sorted(later - earlier)),
        ties_lost=tuple(sorted(earlier - later)),
        support_changed=tuple(change for change in supports if change),
        ego_tie_changed=tuple(change for change in ego_ties if change),
    )


def _pairs(alters: Iterable[Alter], ties: Iterable[Tie]) -> set[Pair]:
    entry = {alter.id: alter.entry for alter in alters}
    pairs = set()
    for tie in ties:
        if tie.state == "known":
            a, b = sorted((entry[tie.a], entry[tie.b]))
            pairs.add((a, b))
    return pairs


def _move(before: Alter, after: Alter) -> Move | None:
    closeness = closeness_of(before.distance), closeness_of(after.distance)
    sector = sector_of(before.angle, before.distance), sector_of(after.angle, after.distance)
    if closeness[0] == closeness[1] and sector[0] == sector[1]:
        return None
    return Move(after.entry, closeness, sector)


def supports_of(alter: Alter) -> dict[str, str]:
    """Give the direction of each kind of support, kinds in the order of the vocabulary.

    Examples
    --------
    >>> from netmap.model.cases import Alter
    >>> both = ("social:given", "social:received")
    >>> supports_of(Alter(id="a", case="c", card="k", entry="a", supports=both))
    {'social': 'both'}
    """
    found: dict[str, str] = {}
    for support in alter.supports:
        kind, _, direction = support.partition(":")
        known = found.get(kind)
        found[kind] = direction if known in (None, direction) else "both"
    order = {kind: number for number, kind in enumerate(SUPPORT_KINDS)}
    return dict(sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def _support_change(before: Alter, after: Alter) -> SupportChange | None:
    old, new = supports_of(before), supports_of(after)
    changed = {kind: (old.get(kind), new.get(kind)) for kind in {**old, **new} if old.get(kind) != new.get(kind)}
    return SupportChange(after.entry, changed) if changed else None


def _ego_tie_change(before: Alter, after: Alter) -> EgoTieChange | None:
    if before.ego_tie == after.ego_tie:
        return None
    return EgoTieChange(after.entry, (_strength(before.ego_tie), _strength(after.ego_tie)))


def _strength(tie: str | None) -> int | None:
    return None if tie is None else EGO_TIES.index(tie)
