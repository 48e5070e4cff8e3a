"""What changed between two cards, told in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from netmap.exchange.cardvalues import label_of
from netmap.messages import Message, message
from netmap.usecases.card_sayings import NameOf, Saying, listed, sector_words, support_words

if TYPE_CHECKING:
    from netmap.analysis.ego import Comparison
    from netmap.analysis.ego.compare import EgoTieChange, Move, SupportChange
    from netmap.model.cases import Alter


def comparison_sentences(
    comparison: Comparison,
    *,
    earlier: Sequence[Alter],
    later: Sequence[Alter],
    name_of: NameOf = label_of,
) -> tuple[Saying, ...]:
    """Say what changed between two cards.

    Parameters
    ----------
    comparison
        From :func:`netmap.analysis.ego.compare_cards`.
    earlier, later
        The entries of both cards. Ids that a saying names are those of the later card; of who left,
        those of the earlier one.
    name_of
        What an entry is called.
    """
    before = {alter.entry: alter for alter in earlier}
    after = {alter.entry: alter for alter in later}
    told = _Telling(before, after, name_of)
    sayings = (
        *told.arrivals(comparison),
        *(told.move(move) for move in comparison.moved),
        *told.ties(comparison),
        *(saying for change in comparison.support_changed for saying in told.support(change)),
        *(told.ego_tie(change) for change in comparison.ego_tie_changed),
    )
    if sayings:
        return sayings
    same = message("Nothing has changed on the card.")
    return (Saying("nothing", same, message("Compared are people, places, ties and support.")),)


class _Telling:
    def __init__(self, before: Mapping[str, Alter], after: Mapping[str, Alter], name_of: NameOf) -> None:
        self._before, self._after, self._name_of = before, after, name_of

    def _alter(self, entry: str) -> Alter:
        return self._after.get(entry) or self._before[entry]

    def _name(self, entry: str) -> str:
        return self._name_of(self._alter(entry))

    def _ids(self, entries: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._alter(entry).id for entry in entries)

    def arrivals(self, comparison: Comparison) -> Iterator[Saying]:
        definition = message("An entry is the same if it was carried on from the earlier card, whatever it is called.")
        for key, entries in (("came", comparison.came), ("left", comparison.left)):
            if not entries:
                continue
            names, count = listed(sorted(map(self._name, entries))), len(entries)
            if key == "came":
                one, many = (
                    message("{names} has joined.", names=names),
                    message("{count} have joined: {names}.", count=count, names=names),
                )
            else:
                one, many = (
                    message("{names} is no longer on the card.", names=names),
                    message("{count} are no longer on the card: {names}.", count=count, names=names),
                )
            yield Saying(key, one if count == 1 else many, definition, self._ids(entries))

    def move(self, move: Move) -> Saying:
        name, (old, new) = self._name(move.entry), move.sector
        if old != new and new is not None:
            sector = sector_words()[new]
            if move.nearer > 0:
                sentence = message("{name} now belongs to {sector} and has come nearer.", name=name, sector=sector)
            elif move.nearer < 0:
                sentence = message("{name} now belongs to {sector} and stands farther away.", name=name, sector=sector)
            else:
                sentence = message("{name} now belongs to {sector}.", name=name, sector=sector)
        elif new is None:
            sentence = message("{name} no longer has a place on the card.", name=name)
        elif move.nearer > 0:
            sentence = message("{name} has come nearer.", name=name)
        else:
            sentence = message("{name} stands farther away.", name=name)
        return Saying(
            "moved",
            sentence,
            message("Told are moves to another ring (9 rings, the inner ones are nearer) or another quarter."),
            self._ids([move.entry]),
        )

    def ties(self, comparison: Comparison) -> Iterator[Saying]:
        definition = message("Ties among those on the card; also those of people who joined or left.")
        for a, b in comparison.ties_gained:
            first, second = sorted((self._name(a), self._name(b)))
            sentence = message("{first} and {second} now know each other.", first=first, second=second)
            yield Saying("ties_gained", sentence, definition, self._ids((a, b)))
        for a, b in comparison.ties_lost:
            first, second = sorted((self._name(a), self._name(b)))
            sentence = message("The tie between {first} and {second} is gone.", first=first, second=second)
            yield Saying("ties_lost", sentence, definition, self._ids((a, b)))

    def support(self, change: SupportChange) -> Iterator[Saying]:
        name = self._name(change.entry)
        definition = message("As it was said for each entry on both cards.")
        for kind, (old, new) in change.support.items():
            what = support_words()[kind]
            for direction in ("received", "given"):
                had, has = old in (direction, "both"), new in (direction, "both")
                if had != has:
                    sentence = _support_change(direction, name, what, has=has)
                    yield Saying("support_changed", sentence, definition, self._ids([change.entry]))

    def ego_tie(self, change: EgoTieChange) -> Saying:
        name, (old, new) = self._name(change.entry), change.tie
        if new is None:
            sentence = message("It is not known now whether there is a tie to {name}.", name=name)
        elif new == 0:
            sentence = message("There is no tie to {name} at present.", name=name)
        elif not old:
            sentence = message("There is a tie to {name} now.", name=name)
        elif new > old:
            sentence = message("The tie to {name} has become stronger.", name=name)
        else:
            sentence = message("The tie to {name} has become looser.", name=name)
        return Saying(
            "ego_tie_changed",
            sentence,
            message("The tie between you and an entry."),
            self._ids([change.entry]),
        )


def _support_change(direction: str, name: str, what: Message, *, has: bool) -> Message:
    if direction == "received":
        if has:
            return message("From {name} you now get {what}.", name=name, what=what)
        return message("From {name} you no longer get {what}.", name=name, what=what)
    if has:
        return message("You now give {name} {what}.", name=name, what=what)
    return message("You no longer give {name} {what}.", name=name, what=what)
