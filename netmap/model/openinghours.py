"""Opening hours as municipalities write them, and whether something is open at a time of the week.

``Mo–Fr 8–12, Do 14–18`` or ``Mo-Fr 08:00-12:00; Th 14:00-18:00`` are read; whatever is said otherwise
(*nach Vereinbarung*, *jeden 2. Mittwoch*) is unknown, and unknown is not closed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

#: the note of a service that holds its opening hours
OPENING_HOURS: Final = "opening_hours"
#: minutes of a day
DAY: Final = 24 * 60

#: for each weekday (0 is Monday) the spans of minutes in which it is open
Hours: TypeAlias = tuple[tuple[tuple[int, int], ...], ...]

_DAYS: Final = {
    name: at for names in ("mo di mi do fr sa so", "mo tu we th fr sa su") for at, name in enumerate(names.split())
}
_TOKEN: Final = re.compile(
    r"(?P<day>(?:mo|di|mi|do|fr|sa|so|tu|we|th|su)(?![^\W\d_]))"
    r"|(?P<daily>täglich)"
    r"|(?P<time>\d{1,2}(?:[.:][0-5]\d)?)(?:\s*uhr)?"
    r"|(?P<to>–|-|bis)"
    r"|(?P<and>,|;|&|\+|und|/)"
    r"|(?P<space>\s+)",
    re.IGNORECASE,
)

_DAY: Final = r"(?:mo|di|mi|do|fr|sa|so|tu|we|th|su)"
_CLOSED: Final = r"(?:off|closed|geschlossen)\b"
#: ``24/7`` alone: always open
_ALWAYS: Final = re.compile(r"^\s*24\s*/\s*7\s*$")
#: days on which it is closed whatever else is said
_OFF: Final = re.compile(rf"[;,]?\s*(?P<days>{_DAY}(?:\s*[-–,]\s*{_DAY})*)\s+{_CLOSED}", re.IGNORECASE)
#: public holidays off: nothing that a usual week shows
_HOLIDAYS_OFF: Final = re.compile(rf"[;,]?\s*(?:ph|feiertags|an feiertagen)\s+{_CLOSED}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Window:
    """Some days of the week from one time to another (minutes of the day)."""

    days: tuple[int, ...]
    start: int
    end: int


_WORKDAYS: Final = (0, 1, 2, 3, 4)
#: times that people ask for
WINDOWS: Final[Mapping[str, Window]] = {
    "morning": Window(_WORKDAYS, 8 * 60, 12 * 60),
    "afternoon": Window(_WORKDAYS, 13 * 60, 17 * 60),
    "evening": Window(_WORKDAYS, 17 * 60, 21 * 60),
    "weekend": Window((5, 6), 0, DAY),
}


def parse_hours(words: str | None) -> Hours | None:
    """Read opening hours; ``None`` where they are not given or said in another way.

    Examples
    --------
    >>> hours = parse_hours("Mo, Mi 8.30–12, Mi 14–18 Uhr")
    >>> hours[0], hours[2]
    (((510, 720),), ((510, 720), (840, 1080)))
    >>> parse_hours("Mo-Sa 09:00-13:00; Sa off; PH off")[4:]
    (((540, 780),), (), ())
    >>> parse_hours("nach Vereinbarung") is parse_hours("jeden 2. Mittwoch 9–13") is None
    True
    """
    said = _ALWAYS.sub("Mo-So 0-24", _HOLIDAYS_OFF.sub("", words or ""))
    closed = {day for off in _OFF.finditer(said) for day in _days(_tokens(off["days"]), 0)[0]}
    tokens = _tokens(_OFF.sub("", said))
    if not tokens:
        return None
    spans: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    at = 0
    while at < len(tokens):
        days, at = _days(tokens, at)
        times, at = _times(tokens, at)
        if not days or not times:
            return None
        for day in (d for d in days if d not in closed):
            for start, end in times:
                if end > start:
                    spans[day].append((start, end))
                else:  # past midnight
                    spans[day].append((start, DAY))
                    spans[(day + 1) % 7].append((0, end))
    return tuple(tuple(sorted(span for span in found if span[0] < span[1])) for found in spans)


def is_open_in(hours: Hours, window: Window) -> bool:
    """Tell whether something is open at any moment of a window.

    Examples
    --------
    >>> is_open_in(parse_hours("Do 14–18"), WINDOWS["evening"]), is_open_in(parse_hours("Do 14–17"), WINDOWS["evening"])
    (True, False)
    """
    return any(start < window.end and end > window.start for day in window.days for start, end in hours[day])


#: whole names of days, with what may hang on to them, and words that say nothing about the time
_DAY_NAMES: Final = re.compile(
    r"\b(?P<day>mo|di|mi|do|fr|sa|so)(?:ntag|enstag|ttwoch|nnerstag|eitag|mstag|nnabend|nntag|\.)s?(?!\w)[.:]?", re.I
)
_SATURDAY: Final = re.compile(r"\bsonnabend(?=s?\b)", re.I)
_SAME: Final = (
    (re.compile(r"\bwerktags\b|\bwochentags\b", re.I), "Mo–Fr"),
    (re.compile(r"\b(?:sowie|u\.)(?!\w)|\|", re.I), ","),
    (re.compile(r"(?<=\d)\s*(?:h|uhr)\b", re.I), ""),
    (re.compile(r"(?<=[a-z])\s*:|\bvon\b|\bjeweils\b", re.I), " "),
    (re.compile(r"\(.*?\)|\b(?:und\s+)?nach\s+(?:vereinbarung|absprache)\b", re.I), " "),
    (re.compile(r"(?<=\d)\s+(?=\d)|,\s*,"), ", "),
    (re.compile(r"[\s,;]+$|^[\s,;]+"), ""),
    (re.compile(r"\s+"), " "),
)


def meant_hours(words: str) -> str | None:
    """Propose how hours that cannot be read may be meant; ``None`` where they say no times of a week.

    Only a proposal: what is left out (*nach Vereinbarung*, what stands in brackets) may matter.

    Examples
    --------
    >>> meant_hours("Montag bis Freitag von 8:00 Uhr bis 12:00 Uhr (nach Vereinbarung)")
    'Mo bis Fr 8:00 bis 12:00'
    >>> meant_hours("jeden 2. Mittwoch 9–13") is meant_hours("nach Vereinbarung") is None
    True
    """
    said = _DAY_NAMES.sub(lambda found: found["day"].capitalize(), _SATURDAY.sub("Samstag", words))
    for wording, instead in _SAME:
        said = wording.sub(instead, said)
    return said if parse_hours(said) is not None else None


_Tokens: TypeAlias = list[tuple[str, str]]


def _tokens(words: str) -> _Tokens:
    """Give kind and text of each token; nothing if there is anything else."""
    found, at = [], 0
    while at < len(words):
        match = _TOKEN.match(words, at)
        if match is None:
            return []
        kind = match.lastgroup or ""
        if kind != "space":
            found.append((kind, match.group(kind).lower()))
        at = match.end()
    return found


def _days(tokens: _Tokens, at: int) -> tuple[list[int], int]:
    """Read days and spans of days up to the first time."""
    found: list[int] = []
    while at < len(tokens) and tokens[at][0] != "time":
        kind, word = tokens[at]
        if kind == "daily":
            found += range(7)
        elif kind == "day":
            first = last = _DAYS[word]
            if [t[0] for t in tokens[at + 1 : at + 3]] == ["to", "day"]:
                at += 2
                last = _DAYS[tokens[at][1]]
            found += [d % 7 for d in range(first, last + (8 if last < first else 1))]
        elif kind != "and":
            return [], at
        at += 1
    return found, at


def _times(tokens: _Tokens, at: int) -> tuple[list[tuple[int, int]], int]:
    """Read spans of time up to the next day; nothing if one is not a span of a day."""
    found: list[tuple[int, int]] = []
    while at < len(tokens) and tokens[at][0] not in ("day", "daily"):
        if tokens[at][0] == "and" and found:
            at += 1
            continue
        if [t[0] for t in tokens[at : at + 3]] != ["time", "to", "time"]:
            return [], len(tokens)
        start, end = _minutes(tokens[at][1]), _minutes(tokens[at + 2][1])
        if max(start, end) > DAY:
            return [], len(tokens)
        found.append((start, end))
        at += 3
    return found, at


def _minutes(word: str) -> int:
    hour, _, minute = word.replace(":", ".").partition(".")
    return int(hour) * 60 + int(minute or 0)
