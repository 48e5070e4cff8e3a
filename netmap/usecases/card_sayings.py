"""Sentences about a card: what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from netmap.messages import Message, message
from netmap.model.cases import Alter

Words: TypeAlias = "Message | str"
NameOf = Callable[[Alter], str]


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
