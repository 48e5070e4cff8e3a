"""What a card's figures say, in words that the client and the Fallmanager can talk about.

Each figure is one plain sentence with its definition behind it and the entries it counts, so that
the card can show them. Nothing is graded, nothing is compared with other clients.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from netmap.analysis.ego import CardFigures, GroupFigures, Structure, card_figures, supports_of
from netmap.exchange.cardvalues import label_of
from netmap.messages import Message, message
from netmap.model.cases import SUPPORT_KINDS, Alter, Tie
from netmap.model.placement import is_connectable, is_connected
from netmap.usecases.card_changes import comparison_sentences
from netmap.usecases.card_sayings import NameOf, Saying, Words, decimal, listed, support_words

__all__ = ["Saying", "comparison_sentences", "figure_sentences"]

#: more groups than this are counted, not told one by one
_MOST_CLIQUES: Final = 8


class _Speaker:
    """Knows the entries of a card by position, and what they are called."""

    def __init__(self, alters: Sequence[Alter], name_of: NameOf) -> None:
        self.alters = alters
        self.name_of = name_of

    def those(self, fit: Callable[[Alter], bool]) -> list[int]:
        return [p for p, alter in enumerate(self.alters) if fit(alter)]

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
        *_closeness(known.groups["all"], speaker),
        *_acquaintance(known, speaker),
        *_cliques(known, speaker),
        *(_structure(known.structure, speaker) if known.structure else ()),
        *_supports(speaker),
    )


def _size(figures: CardFigures, speaker: _Speaker) -> Iterator[Saying]:
    everybody = figures.groups["all"]
    silent = set(everybody.no_ego_tie)
    tied = speaker.those(is_connected)
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
            speaker.ids(tied),
        )
    if silent:
        yield Saying(
            "no_ego_tie",
            message("{names}: on the card, but without a tie to you at present.", names=speaker.names(silent)),
            message("Living people within the outer ring for whom no tie to you is known."),
            speaker.ids(everybody.no_ego_tie),
        )
    others = speaker.those(lambda alter: not alter.human)
    if others:
        yield Saying(
            "not_human",
            message("{names}: on the card, but not counted among the people.", names=speaker.names(others)),
            message("Places, agencies, animals and things stand on the card and are not part of the figures."),
            speaker.ids(others),
        )


def _closeness(everybody: GroupFigures, speaker: _Speaker) -> Iterator[Saying]:
    if not everybody.size:
        return
    tied = speaker.ids(speaker.those(is_connected))
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
        tied,
    )
    yield Saying(
        "closeness_mean",
        message("On average they stand on ring {mean} of 9.", mean=decimal(everybody.closeness_mean)),
        message("Ring 9 is right beside you, ring 0 the outer edge of the card."),
        tied,
    )


def _acquaintance(figures: CardFigures, speaker: _Speaker) -> Iterator[Saying]:
    everybody = figures.groups["all"]
    count = everybody.connectable
    if count < 2:
        return
    counted = speaker.ids(speaker.those(is_connectable))
    yield Saying(
        "density",
        message(
            "Of {possible} pairs among them, {ties} know each other.",
            possible=count * (count - 1) // 2,
            ties=everybody.ties,
        ),
        message("Ties among all living people on the card, whether tied to you or not; your own are not counted."),
        counted,
    )
    yield Saying(
        "degree_mean",
        message("On average each knows {mean} of the others.", mean=decimal(everybody.degree_mean)),
        message("Ties of each person to the other people on the card; you are not counted."),
        counted,
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
        yield Saying(
            "cliques",
            message("There are many groups in which everybody knows everybody."),
            definition,
            speaker.ids(sorted({p for clique in figures.cliques or () for p in clique})),
        )
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
    tied = speaker.ids(p for p, _ in found.brokerage)
    yield Saying(
        "components",
        message("Even without you they would all be linked.")
        if found.components == 1
        else message("Without you there would be {count} parts that have no link.", count=found.components),
        message("Parts of the network of those tied to you, if you were away; somebody alone is a part, too."),
        tied,
    )
    yield Saying(
        "betweenness",
        message("{count} pairs who do not know each other meet through you.", count=decimal(found.betweenness)),
        message("A pair that also others could bring together counts in part only."),
        tied,
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
        tied,
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
    burdens = speaker.those(lambda alter: alter.burden)
    conflicts = speaker.those(lambda alter: alter.conflict)
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
