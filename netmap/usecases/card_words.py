"""What a card's figures say, in words that the client and the Fallmanager can talk about.

Each figure is one plain sentence with its definition behind it and the entries it counts, so that
the card can show them. Nothing is graded, nothing is compared with other clients.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from netmap.analysis.ego import CardFigures, Comparison, GroupFigures, Structure, card_figures, supports_of
from netmap.analysis.ego.placement import is_connected
from netmap.exchange.cardvalues import label_of
from netmap.messages import Message, message
from netmap.model.cases import SUPPORT_KINDS, Alter, Tie

if TYPE_CHECKING:
    from netmap.analysis.ego.compare import EgoTieChange, Move, SupportChange

Words: TypeAlias = "Message | str"
NameOf = Callable[[Alter], str]
#: more groups than this are counted, not told one by one
_MOST_CLIQUES: Final = 8


@dataclass(frozen=True, slots=True)
class Saying:
    """One figure in words.

    Attributes
    ----------
    key
        Stable name of the figure.
    sentence
        What it says about this card.
    definition
        How it is counted.
    alters
        Ids of the entries it speaks of, to be shown on the card.
    """

    key: str
    sentence: Message
    definition: Message
    alters: tuple[str, ...] = ()


def sector_words() -> Mapping[str, Message]:
    """Give the sectors as they stand inside a sentence."""
    return {
        "family": message("family"),
        "friends": message("friends and neighbours"),
        "colleagues": message("work, clubs and school"),
        "professionals": message("professional helpers"),
    }


def support_words() -> Mapping[str, Message]:
    """Give the kinds of support as they stand inside a sentence."""
    return {
        "emotional": message("a sympathetic ear"),
        "practical": message("practical help"),
        "informational": message("advice and information"),
        "social": message("company"),
        "financial": message("money"),
        "bridging": message("an introduction to others"),
    }


def listed(names: Sequence[Words]) -> Words:
    """Join names as a sentence does.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> with speaking("en"):
    ...     str(listed(["Susi", "Max", "Maria"]))
    'Susi, Max and Maria'
    """
    if len(names) == 1:
        return names[0]
    rest: Words = names[0]
    for name in names[1:-1]:
        rest = message("{first}, {second}", first=rest, second=name)
    return message("{first} and {last}", first=rest, last=names[-1])


def decimal(number: float) -> Message:
    """Give a number with one digit behind the mark, written as the language does.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> with speaking("en"):
    ...     str(decimal(4.5714))
    '4.6'
    """
    whole, tenth = f"{number:.1f}".split(".")
    return message("{whole}.{tenth}", whole=whole, tenth=tenth)


class _Speaker:
    """Knows the entries of a card by position, and what they are called."""

    def __init__(self, alters: Sequence[Alter], name_of: NameOf) -> None:
        self.alters = alters
        self.name_of = name_of

    def names(self, positions: Iterable[int]) -> Words:
        return listed(sorted(self.name_of(self.alters[p]) for p in positions))

    def ids(self, positions: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.alters[p].id for p in positions)


def figure_sentences(
    alters: Sequence[Alter],
    ties: Iterable[Tie],
    *,
    figures: CardFigures | None = None,
    name_of: NameOf = label_of,
) -> tuple[Saying, ...]:
    """Say what the figures of a card mean.

    Parameters
    ----------
    alters, ties
        The card.
    figures
        Its figures, if they are known already.
    name_of
        What an entry is called; in pseudonym mode its pseudonym.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> place = {"angle": 10, "distance": 20, "ego_tie": "loose"}
    >>> anna = Alter(id="a", case="c", card="k", entry="a", label="Anna", **place)
    >>> with speaking("en"):
    ...     print(figure_sentences([anna], [])[0].sentence)
    One person is part of your network.
    """
    known = figures if figures is not None else card_figures(alters, list(ties))
    speaker = _Speaker(alters, name_of)
    return (
        *_size(known, speaker),
        *_closeness(known.groups["all"]),
        *_acquaintance(known, speaker),
        *_cliques(known, speaker),
        *(_structure(known.structure, speaker) if known.structure else ()),
        *_supports(speaker),
    )


def _size(figures: CardFigures, speaker: _Speaker) -> Iterator[Saying]:
    everybody = figures.groups["all"]
    silent = set(everybody.no_ego_tie)
    tied = [p for p, alter in enumerate(speaker.alters) if is_connected(alter)]
    if everybody.size == 0:
        sentence = message("Nobody on the card is tied to you yet.")
    elif everybody.size == 1:
        sentence = message("One person is part of your network.")
    else:
        sentence = message("{count} people are part of your network.", count=everybody.size)
    yield Saying(
        "size",
        sentence,
        message("Counted are the living people within the outer ring who have a tie to you."),
        speaker.ids(tied),
    )
    if everybody.size:
        counts = {name: group.size for name, group in figures.groups.items() if name != "all"}
        yield Saying(
            "sectors",
            message(
                "Family: {family} · friends and neighbours: {friends} · work, clubs and school: "
                "{colleagues} · professional helpers: {professionals}.",
                **counts,
            ),
            message("Counted by the quarter of the card in which they stand."),
        )
    if silent:
        yield Saying(
            "no_ego_tie",
            message("{names}: on the card, but without a tie to you at present.", names=speaker.names(silent)),
            message("Living people within the outer ring for whom no tie to you is known."),
            speaker.ids(everybody.no_ego_tie),
        )
    others = [p for p, alter in enumerate(speaker.alters) if not alter.human]
    if others:
        yield Saying(
            "not_human",
            message("{names}: on the card, but not counted among the people.", names=speaker.names(others)),
            message("Places, agencies, animals and things stand on the card and are not part of the figures."),
            speaker.ids(others),
        )


def _closeness(everybody: GroupFigures) -> Iterator[Saying]:
    if not everybody.size:
        return
    near, middle, far = everybody.horizons
    yield Saying(
        "horizons",
        message(
            "{near} of them stand near to you, {middle} in the middle, {far} farther away.",
            near=near,
            middle=middle,
            far=far,
        ),
        message("Near is the inner third of the card, far the outer third."),
    )
    yield Saying(
        "closeness_mean",
        message("On average they stand on ring {mean} of 9.", mean=decimal(everybody.closeness_mean)),
        message("Ring 9 is right beside you, ring 0 the outer edge of the card."),
    )


def _acquaintance(figures: CardFigures, speaker: _Speaker) -> Iterator[Saying]:
    everybody = figures.groups["all"]
    count = everybody.connectable
    if count < 2:
        return
    yield Saying(
        "density",
        message(
            "Of {possible} pairs among them, {ties} know each other.",
            possible=count * (count - 1) // 2,
            ties=everybody.ties,
        ),
        message("Ties among all living people on the card, whether tied to you or not; your own are not counted."),
    )
    yield Saying(
        "degree_mean",
        message("On average each knows {mean} of the others.", mean=decimal(everybody.degree_mean)),
        message("Ties of each person to the other people on the card; you are not counted."),
    )
    if everybody.degree_max:
        yield Saying(
            "stars",
            message(
                "Knows most of the others, namely {count}: {names}.",
                count=everybody.degree_max,
                names=speaker.names(everybody.stars),
            ),
            message("All who have the most ties to others on the card."),
            speaker.ids(everybody.stars),
        )
    if everybody.isolated:
        yield Saying(
            "isolated",
            message("Knows none of the others: {names}.", names=speaker.names(everybody.isolated)),
            message("Tied to you, but to nobody else on the card."),
            speaker.ids(everybody.isolated),
        )
    if figures.bridge_persons:
        yield Saying(
            "bridge_persons",
            message("Link different parts of your life: {names}.", names=speaker.names(figures.bridge_persons)),
            message("People who know somebody in another quarter of the card."),
            speaker.ids(figures.bridge_persons),
        )


def _cliques(figures: CardFigures, speaker: _Speaker) -> Iterator[Saying]:
    definition = message("Groups of three and more in which everybody knows everybody, none inside a larger one.")
    if figures.cliques is None or len(figures.cliques) > _MOST_CLIQUES:
        yield Saying("cliques", message("There are many groups in which everybody knows everybody."), definition)
        return
    for clique in figures.cliques:
        yield Saying(
            "cliques",
            message("All know each other: {names}.", names=speaker.names(clique)),
            definition,
            speaker.ids(clique),
        )


def _structure(found: Structure, speaker: _Speaker) -> Iterator[Saying]:
    size = len(found.brokerage)
    if size < 2:
        return
    yield Saying(
        "components",
        message("Even without you they would all be linked.")
        if found.components == 1
        else message("Without you there would be {count} parts that have no link.", count=found.components),
        message("Parts of the network of those tied to you, if you were away; somebody alone is a part, too."),
    )
    yield Saying(
        "betweenness",
        message("{count} pairs who do not know each other meet through you.", count=decimal(found.betweenness)),
        message("A pair that also others could bring together counts in part only."),
    )
    brokers = [p for p, value in found.brokerage if value > 0]
    if brokers:
        yield Saying(
            "brokers",
            message("Others reach each other through them, too: {names}.", names=speaker.names(brokers)),
            message("People on the shortest way between two others who do not know each other, without you."),
            speaker.ids(brokers),
        )
    yield Saying(
        "effective_size",
        message(
            "Of {size} people, about {count} open up circles of their own to you.",
            size=size,
            count=decimal(found.effective_size),
        ),
        message("The number of people less the mean number of ties each has to the others (Burt: effective size)."),
    )


def _supports(speaker: _Speaker) -> Iterator[Saying]:
    words = support_words()
    for kind in SUPPORT_KINDS:
        for direction in ("received", "given"):
            people = [
                p for p, alter in enumerate(speaker.alters) if supports_of(alter).get(kind) in (direction, "both")
            ]
            if people:
                yield Saying(
                    f"support_{kind}_{direction}",
                    _support_sentence(words[kind], direction, speaker.names(people)),
                    message("As it was said for each entry of the card."),
                    speaker.ids(people),
                )
    burdens = [p for p, alter in enumerate(speaker.alters) if alter.burden]
    conflicts = [p for p, alter in enumerate(speaker.alters) if alter.conflict]
    said = message("As it was said for each entry of the card.")
    if burdens:
        yield Saying(
            "burden",
            message("Weigh on you, too: {names}.", names=speaker.names(burdens)),
            said,
            speaker.ids(burdens),
        )
    if conflicts:
        yield Saying(
            "conflict",
            message("There is conflict with: {names}.", names=speaker.names(conflicts)),
            said,
            speaker.ids(conflicts),
        )


def _support_sentence(what: Message, direction: str, names: Words) -> Message:
    if direction == "received":
        return message("What you get ({what}) comes from: {names}.", what=what, names=names)
    return message("What you give ({what}) goes to: {names}.", what=what, names=names)


# --- over time -------------------------------------------------------------------------------------


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
