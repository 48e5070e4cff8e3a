"""What a reader finds on its way through a card file: faults, which refuse it, and losses, which do not.

The readers of single values never stop: they note what is wrong, and where, and give a stand-in.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from netmap.errors import Fault, FormatError
from netmap.exchange.cardvalues import MAX_ALL_ALTERS, MAX_ALL_TIES, MAX_ALTERS, MAX_VERSIONS
from netmap.messages import Message, message

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})([T ].*)?")
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
#: nobody reads more of them
_MOST_NOTES = 1_000
#: how deep and how long a value of another program may be to be kept beside ours
_MOST_DEPTH, _MOST_LENGTH = 4, 2_000


@dataclass(slots=True)
class Findings:
    """Faults and losses of one file; ``name`` is how the file is called in them."""

    name: str
    faults: list[Fault] = field(default_factory=list)
    losses: list[Fault] = field(default_factory=list)

    def wrong(self, where: str, what: Message) -> None:
        """Note something that cannot be read."""
        self._note(self.faults, where, what)

    def lost(self, where: str, what: Message) -> None:
        """Note something that is not carried, or read another way than it stands."""
        self._note(self.losses, where, what)

    def _note(self, notes: list[Fault], where: str, what: Message) -> None:
        if len(notes) < _MOST_NOTES:
            notes.append(Fault(f"{self.name}:{where}" if where else self.name, what))
        elif len(notes) == _MOST_NOTES:
            notes.append(Fault(f"{self.name}:{where}", message("and more of the kind from here on")))

    def refuse_if_faulty(self) -> None:
        """Stop here if anything was wrong.

        Raises
        ------
        FormatError
            With all faults.
        """
        if self.faults:
            raise self.refusal()

    def refusal(self, where: str = "", what: Message | None = None) -> FormatError:
        """Give the error that refuses the file, for one more reason if one is given."""
        if what is not None:
            self.wrong(where, what)
        return FormatError(
            "{name} was not read: it is damaged or no card file ({count} faults). "
            "Save it again in the program it comes from.",
            name=self.name,
            count=len(self.faults),
            faults=self.faults,
        )

    def refuse_if_too_large(self, *, versions: int, alters: Sequence[int], ties: int) -> None:
        """Stop before reading what no card can be; that would only keep somebody waiting.

        Parameters
        ----------
        versions, alters, ties
            How many there are; entries of each version.

        Raises
        ------
        FormatError
            It is too large.
        """
        if (
            versions > MAX_VERSIONS
            or max(alters, default=0) > MAX_ALTERS
            or sum(alters) > MAX_ALL_ALTERS
            or ties > MAX_ALL_TIES
        ):
            raise self.refusal(
                "",
                message(
                    "larger than a card can be: {alters} entries and {ties} ties in {versions} versions",
                    alters=sum(alters),
                    ties=ties,
                    versions=versions,
                ),
            )

    def text(self, value: Any, where: str) -> str | None:
        """Read words; a number counts as words, nothing and blank are unknown."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if not isinstance(value, str):
            self.wrong(where, message("text is needed here"))
            return None
        if _CONTROL.search(value):
            self.lost(where, message("control characters were left out"))
            value = _CONTROL.sub("", value)
        return value or None

    def number(self, value: Any, where: str) -> float | None:
        """Read a finite number, also one that is written as text."""
        if value is None or value == "":
            return None
        if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            value = float(value.strip().replace(",", "."))
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            self.wrong(where, message("{value} is not a number", value=shown(value)))
            return None
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            self.wrong(where, message("{value} is too large", value=shown(value)))
            return None
        return number

    def flag(self, value: Any, where: str) -> bool | None:
        """Read yes or no (true, false)."""
        if value is None or isinstance(value, bool):
            return value
        self.wrong(where, message("{value} is neither true nor false", value=shown(value)))
        return None

    def ident(self, value: Any, where: str) -> str | None:
        """Read an id, a whole number or words: ``8`` and ``"8"`` are the same."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**30:
            return str(value)
        if isinstance(value, str) and value.strip() and not _CONTROL.search(value) and len(value) <= 200:
            return value.strip()
        if value is None:
            self.wrong(where, message("an id is needed here"))
        else:
            self.wrong(where, message("{value} is not an id", value=shown(value)))
        return None

    def day(self, value: Any, where: str) -> date | None:
        """Read a day: ISO (a time after it does not count) or ``d.m.yyyy``; another one is left out."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            iso, german = _ISO_DAY.fullmatch(value.strip()), _GERMAN_DAY.fullmatch(value.strip())
            try:
                if iso:
                    return date(int(iso[1]), int(iso[2]), int(iso[3]))
                if german:
                    return date(int(german[3]), int(german[2]), int(german[1]))
            except ValueError:
                pass
        self.lost(where, message("{value} is not a date and was left out", value=shown(value)))
        return None

    def rows(self, value: Any, where: str) -> list[Any]:
        """Read a list; nothing is an empty one."""
        if value is None or isinstance(value, list):
            return value or []
        self.wrong(where, message("a list is needed here"))
        return []

    def mapping(self, value: Any, where: str) -> Mapping[str, Any] | None:
        """Read an object."""
        if isinstance(value, dict):
            return value
        self.wrong(where, message("an object in braces is needed here"))
        return None

    def note_unknown(self, values: Iterable[str], where: str, *, known: Iterable[str]) -> None:
        """Report keys that nobody knows; what they hold is left out."""
        names = frozenset(known)
        for key in values:
            if key not in names:
                self.lost(f"{where}.{shown(key)}", message("this is not known here and was left out"))

    def kept(self, values: Mapping[str, Any], where: str, *, without: Iterable[str]) -> dict[str, Any] | None:
        """Give what another program wrote and we have no word for, as far as it is small enough to keep."""
        found = {}
        known = frozenset(without)
        for key, value in values.items():
            if key in known or value is None or value == "":
                continue
            if len(key) <= _MOST_LENGTH and _is_small(value):
                found[key] = value
            else:
                self.lost(f"{where}.{shown(key)}", message("this is too long to be kept"))
        return found or None


def is_shallow(value: Any, depth: int = 0) -> bool:
    """Tell whether a value is nested no deeper than anything a card holds, and all its numbers are finite."""
    if isinstance(value, float):
        return math.isfinite(value)
    if not isinstance(value, (dict, list)):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return depth < _MOST_DEPTH and all(is_shallow(part, depth + 1) for part in parts)


def _is_small(value: Any) -> bool:
    return is_shallow(value) and len(json.dumps(value)) <= _MOST_LENGTH


def shown(value: Any) -> str:
    """Give a value as a message shows it: short, and without what is inside lists and objects.

    Examples
    --------
    >>> shown(7.0), shown("a" * 50)[-2:], shown({"name": "Eva"})
    ('7', 'a…', '{…}')
    """
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    plain = json.dumps(value, ensure_ascii=False) if isinstance(value, (bool, type(None))) else str(value)
    plain = _CONTROL.sub("", plain)
    return plain if len(plain) <= 40 else plain[:39] + "…"
