"""What stands out in the network, as signs on its marks: cut points, who alone joins groups, groups, the core.

The same signs stand in the picture, in its table and in every written picture. They name, they never rank.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from netmap.analysis.cooperation.pairs import Pair
from netmap.analysis.cooperation.structure import Structure, counted_network, structure_of
from netmap.analysis.day import Day
from netmap.analysis.network.figures import NetworkFigures, network_figures
from netmap.messages import N_, plural, text
from netmap.usecases.desk import Desk, needs

#: what counts as a tie if no kind of relation is chosen
LEVELS: Final = "levels"
NONE: Final = "none"
#: what can be shown, with its word and its definition
CHOICES: Final[Mapping[str, tuple[str, str]]] = {
    NONE: (N_("nothing more"), ""),
    "cut": (N_("Cut points"), N_("Without such an organisation the network would fall into more pieces.")),
    "bridges": (
        N_("Bridge organisations"),
        N_("Only through such an organisation does its group have ties to another group."),
    ),
    "groups": (
        N_("Groups"),
        N_("Organisations that have more ties among themselves than chance would have it (Leiden, best of several)."),
    ),
    "core": (N_("Core"), N_("Who is tied together most closely as one block (Borgatti and Everett, exact).")),
}
_CUT, _BRIDGE, _CORE = "◆", "⇄", "K"


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs on the marks of some organisations.

    Attributes
    ----------
    of
        The sign of each organisation that has one, at most three letters.
    words
        The same said, for tables and those who do not see the picture.
    legend
        Each sign with what it means.
    """

    of: Mapping[str, str]
    words: Mapping[str, str]
    legend: tuple[tuple[str, str], ...]


NO_SIGNS: Final = Signs({}, {}, ())


@needs("network.read")
def found_in(desk: Desk, day: Day, *, actors: Collection[str], pairs: Iterable[Pair], counted: str) -> Structure:
    """Find what stands out among some organisations; worked out once for each choice of them.

    Parameters
    ----------
    counted
        What counts as a tie: :data:`LEVELS` (pairs at level 1 or more), or a kind of relation.
    """
    relations = None if counted == LEVELS else [r for r in day.relations if r.kind == counted]
    network = counted_network(actors, pairs, relations)
    key = (network.actors, network.ties.tolist())
    return day.district.derived("structure", key, lambda: structure_of(network))


@needs("network.read")
def figures_in(desk: Desk, day: Day, found: Structure) -> NetworkFigures:
    """Give all figures of what was counted, also those of single organisations; worked out once."""
    network = found.network
    key = (network.actors, network.ties.tolist())
    return day.district.derived("figures", key, lambda: network_figures(network))


def letters(place: int) -> str:
    """Name a group by its place: A to Z, then AA, AB and so on.

    Examples
    --------
    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def signs_of(found: Structure, choice: str) -> Signs:
    """Give the signs for what is chosen.

    Examples
    --------
    >>> from netmap.analysis.network.simple import network_from_pairs
    >>> from netmap.messages import speaking
    >>> path = structure_of(network_from_pairs("abc", [("a", "b"), ("b", "c")]))
    >>> with speaking("en"):
    ...     signs_of(path, "cut").words
    {'b': 'cut point'}
    """
    if choice == "groups":
        of = {actor: letters(n) for n, group in enumerate(found.groups) for actor in group}
        words = {actor: text("group {letter}", letter=letter) for actor, letter in of.items()}
        legend = tuple(
            (letters(n), plural("group of {count} organisation", "group of {count} organisations", count=len(group)))
            for n, group in enumerate(found.groups)
        )
        return Signs(of, words, legend)
    if choice == "bridges":
        group_of = {actor: n for n, group in enumerate(found.groups) for actor in group}
        words = {
            actor: text(
                "alone joins group {own} to {others}",
                own=letters(group_of[actor]),
                others=", ".join(letters(n) for n in others),
            )
            for actor, others in found.only_ways.items()
        }
        return Signs(dict.fromkeys(words, _BRIDGE), words, ((_BRIDGE, text("alone joins its group to another one")),))
    named = {"cut": (found.cut_actors, _CUT, text("cut point")), "core": (found.core, _CORE, text("in the core"))}
    if choice not in named:
        return NO_SIGNS
    actors, sign, word = named[choice]
    return Signs(dict.fromkeys(actors, sign), dict.fromkeys(actors, word), ((sign, word),))


def inside(signs: Signs, members: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Give what stands on the mark of a folded frame, and those inside who bear signs.

    Of several signs the first is shown, and how many more there are.

    Examples
    --------
    >>> signs = Signs({"a": "A", "b": "B", "c": "A"}, {}, (("A", ""), ("B", "")))
    >>> inside(signs, ["a", "b", "c", "d"]), inside(signs, ["c"]), inside(signs, ["d"])
    (('A+1', ('a', 'b', 'c')), ('A', ('c',)), ('', ()))
    """
    bearers = tuple(m for m in members if m in signs.of)
    there = {signs.of[m] for m in bearers}
    shown = [sign for sign, _ in signs.legend if sign in there]
    more = f"+{len(shown) - 1}" if len(shown) > 1 else ""
    return f"{shown[0]}{more}" if shown else "", bearers


def inside_said(day: Day, signs: Signs, bearers: Iterable[str]) -> str:
    """Say who inside a folded frame bears which sign; nothing if nobody does."""
    said = [f"{day.organisations[b].name} ({signs.words[b]})" for b in bearers]
    return text("inside: {names}", names=", ".join(said)) if said else ""


def layer_named(day: Day, layer: str) -> str:
    """Say what counts as a tie."""
    if layer == LEVELS:
        return text("working together, level 1 or more")
    return day.vocabulary["relation_kinds"].label_of(layer)


def counted_said(day: Day, found: Structure, *, layer: str) -> str:
    """Say what was counted: ties, organisations, day, and who is left out."""
    network = found.network
    said = [
        text(
            "Counted on {day}: {ties} ({layer}) among {actors} of {all} organisations.",
            day=f"{day.day:%d.%m.%Y}",
            ties=plural("{count} tie", "{count} ties", count=network.tie_count),
            layer=layer_named(day, layer),
            actors=network.actor_count,
            all=len(day.organisations),
        )
    ]
    if found.alone:
        said.append(
            plural(
                "{count} of them has no such tie.",
                "{count} of them have no such tie.",
                count=len(found.alone),
            )
        )
    if left := len(day.organisations) - network.actor_count:
        said.append(plural("The filters leave {count} out.", "The filters leave {count} out.", count=left))
    if layer == LEVELS:
        said.append(text("Pairs nobody has reported on count as no tie here."))
    return " ".join(said)


def signs_said(day: Day, found: Structure, choice: str, *, layer: str) -> str:
    """Say what the signs mean, how many there are, and what was counted."""
    title, definition = CHOICES[choice]
    signs = signs_of(found, choice)
    count = len(signs.legend) if choice == "groups" else len(signs.of)
    return f"{text(title)} ({count}): {text(definition)} {counted_said(day, found, layer=layer)}"
