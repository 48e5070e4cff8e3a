"""What a card file says and a card cannot hold, in words for whoever knows the people and not the file."""

from __future__ import annotations

import re
from typing import Final

from netmap.errors import Fault
from netmap.exchange.cardvalues import CardFile, label_of
from netmap.messages import N_, text

_PLACE: Final = re.compile(r":(?:(?P<line>\d+)|\$(?P<path>.*))$", re.DOTALL)
_VERSION: Final = re.compile(r"\.versions\[(\d+)\](?:\.nwk)?(?=[.\[]|$)")
_ENTRY: Final = re.compile(r"\.(?:alteri|alters)\[(\d+)\](?=\.|$)")
_TIE: Final = re.compile(r"\.(?:connections|relations|ties)\[(\d+)\](?=\.|$)")
#: what programs call fields that people see on the card
_FIELDS: Final = {
    "angle": N_("direction"),
    "distance": N_("Closeness"),
    "edgeType": N_("Tie to me"),
    "edgeWeight": N_("Tie to me"),
    "ego_tie": N_("Tie to me"),
    "name": N_("Name"),
}


def said_of(file: CardFile, loss: Fault) -> str:
    """Say what is lost and of whom: names instead of paths into the file.

    For a page of whoever may read the card: what it gives holds names, which the loss itself never does.
    """
    place = ", ".join(_place(file, loss.where))
    return f"{place}: {loss.message}" if place else str(loss.message)


def _place(file: CardFile, where: str) -> list[str]:
    found = _PLACE.search(where)
    if found is None:
        return []
    if found["line"]:
        return [text("line {line}", line=found["line"])]
    path, words, version = found["path"], [], file.versions[0]
    if (step := _VERSION.match(path)) and int(step[1]) < len(file.versions):
        path, version = path[step.end() :], file.versions[int(step[1])]
        if len(file.versions) > 1:
            words.append(f"{version.date:%d.%m.%Y}" if version.date else version.label or version.id)
    # a file that was read has lost no entry on the way: they stand in it as on the card
    if (step := _ENTRY.match(path)) and int(step[1]) < len(version.alters):
        path = path[step.end() :]
        words.append(label_of(version.alters[int(step[1])]))
    elif step := _TIE.match(path):
        path = path[step.end() :]
        words.append(text("tie {number}", number=int(step[1]) + 1))
    rest = path.removeprefix(".")
    return [*words, text(_FIELDS[rest]) if rest in _FIELDS else rest] if rest not in ("", "alteri", "alters") else words
