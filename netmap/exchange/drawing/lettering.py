"""How wide a text is, and where it may be broken into lines."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from netmap.exchange.drawing.geometry import letter_widths, printed

#: wider than any letter of the family, for letters of other scripts
_OTHER_LETTER: Final = 640
_WIDE_LETTER: Final = 1000
#: words longer than this may be broken inside
LONG_WORD: Final = 16
#: after a space, unless a number or sign alone would begin the line; after a hyphen between longer words
_JOINTS: Final = re.compile(r"(?<=\s)(?!\W*\d{0,3}\W*$)|(?<=\w{3}[-/–])(?=\w{3})")
_VOWELS: Final = "aeiouyäöüáàâéèêíîóôúûąęı"
#: what German spelling keeps together
_TOGETHER: Final = ("sch", "ch", "ck", "ph", "th", "qu")
#: second parts of the long words of this field: a line ends best before them
_SECOND_PARTS: Final = re.compile(
    "(?<=.{4})(?=(?:agentur|amt|angehörige|arbeit|beratung|betreuung|büro|center|dienst|förderung|fürsorge"
    "|gericht|gruppe|gutachten|haus|heim|helfer|hilfe|kasse|kollege|kollegin|kreis|leiter|leitung|partner"
    "|pflege|psychiatr|schule|schwester|stelle|stätte|treff|vermittlung|verein|versicherung|verwaltung"
    "|vormund|wohnheim|zentrale|zentrum).{0,3})",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def width(text: str, *, weight: int = 400) -> float:
    """Give the width of a text in units of its type size.

    Examples
    --------
    >>> width("Ich", weight=700) > width("Ich")
    True
    """
    known = letter_widths()[str(weight)]
    total = 0
    for letter in text:
        found = known.get(letter)
        if found is None:
            found = _foreign_width(letter)
        total += found
    return total / 1000


def _foreign_width(letter: str) -> int:
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0
    if unicodedata.east_asian_width(letter) in "WF" or "ETHIOPIC" in unicodedata.name(letter, ""):
        return _WIDE_LETTER
    return _OTHER_LETTER


def line_height() -> float:
    """Give the distance of two lines in units of the type size."""
    return float(printed("line_height"))


def syllables(word: str) -> list[str]:
    """Break a long word where German may break it: before the last consonant that precedes a vowel.

    Only a rule of thumb (a compound is not known as one), never within three letters of either end.

    Examples
    --------
    >>> syllables("Schuldnerberatung")
    ['Schuld', 'ner', 'be', 'ra', 'tung']
    """
    lower = word.lower()
    cuts: list[int] = []
    for i in range(1, len(word)):
        if lower[i] not in _VOWELS or lower[i - 1] in _VOWELS:
            continue
        cut = i - 1
        for cluster in _TOGETHER:
            start = i - len(cluster)
            if start >= 0 and lower[start:i] == cluster:
                cut = start
                break
        if i >= 3 and lower[i - 2 : i] in ("st", "sp") and lower[i - 3] not in _VOWELS:
            cut = i - 2  # "…ungs-stelle", but "Kos-ten"
        enough_before = cut - (cuts[-1] if cuts else 0) >= (3 if not cuts else 2)
        if enough_before and len(word) - cut > 3 and any(c in _VOWELS for c in lower[:cut]):
            cuts.append(cut)
    ends = [*cuts, len(word)]
    return [word[a:b] for a, b in zip([0, *cuts], ends, strict=True)]


def pieces(text: str) -> list[str]:
    """Cut a text where lines may end; a piece that ends in a space or hyphen shows so.

    Examples
    --------
    >>> pieces("Haus-Arzt am Markt")
    ['Haus-', 'Arzt ', 'am ', 'Markt']
    >>> pieces("Tochter (6)"), pieces("Ex-Chef")
    (['Tochter (6)'], ['Ex-Chef'])
    """
    return [p for p in _JOINTS.split(text) if p]


def lines_within(text: str, room: float, *, weight: int = 400) -> list[str]:
    """Break a text into lines no wider than ``room`` (in units of the type size) where that is possible.

    Examples
    --------
    >>> lines_within("Familienzentrum Lindenhof", 9)
    ['Familienzentrum', 'Lindenhof']
    """
    lines: list[str] = []
    current = ""
    for piece in _short_pieces(text, room, weight):
        if current and width((current + piece).rstrip("\u00ad "), weight=weight) > room:
            lines.append(_end(current))
            current = piece
        else:
            current += piece
    lines.append(_end(current))
    return [line for line in lines if line]


def _short_pieces(text: str, room: float, weight: int) -> list[str]:
    """Give the pieces, words that are too wide cut into syllables marked with a soft hyphen."""
    found: list[str] = []
    for piece in pieces(text):
        bare = piece.rstrip()
        if len(bare) > LONG_WORD and width(bare, weight=weight) > room and bare.isalpha():
            cut = _parts(bare, room, weight)
            found.extend([f"{part}\u00ad" for part in cut[:-1]])
            found.append(cut[-1] + piece[len(bare) :])
        else:
            found.append(piece)
    return found


def _parts(word: str, room: float, weight: int) -> list[str]:
    """Cut a word at the joints of its parts, and parts that are still too wide into syllables."""
    found: list[str] = []
    for part in _SECOND_PARTS.split(word):
        found.extend([part] if width(part, weight=weight) <= room else syllables(part))
    return found


def _end(line: str) -> str:
    """Give a line as it is printed: a soft hyphen shows at its end only."""
    broken = line.endswith("\u00ad")
    return line.replace("\u00ad", "").strip() + ("-" if broken else "")


def settings_of(text: str, *, most_lines: int = 3, weight: int = 400) -> list[list[str]]:
    """Give ways to set a text: in one line, in two of about equal width, and so on.

    Examples
    --------
    >>> settings_of("Kita Regenbogen")
    [['Kita Regenbogen'], ['Kita', 'Regenbogen']]
    """
    ways = [[" ".join(text.split())]]
    whole = width(ways[0][0], weight=weight)
    for count in range(2, most_lines + 1):
        best: list[str] | None = None
        for share in (1.0, 1.12, 1.25, 1.4, 1.6, 1.85):
            tried = lines_within(ways[0][0], whole / count * share, weight=weight)
            if len(tried) <= count:
                best = tried
                break
        if best is not None and len(best) > len(ways[-1]):
            ways.append(best)
    return ways
