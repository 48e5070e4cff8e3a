"""One list of words and its entries: looked up by code, recognised by label or synonym."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Final, TypeAlias

from netmap.messages import language

#: the source of what a municipality adds
LOCAL_SOURCE: Final = "local"
DEFAULT_SCALE: Final = "oberhausen"

FieldValue: TypeAlias = "str | int | float | bool | tuple[str, ...]"

_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_BETWEEN_WORDS: Final = re.compile(r"[^\w§+]+|_+")


def fold(word: str) -> str:
    """Give the form of a word in which spelling does not count: case, umlauts, accents, spaces, hyphens.

    Examples
    --------
    >>> fold("Hausärztin") == fold("HAUSAERZTIN"), fold("§16a Nr.2 SGB II") == fold("§ 16a Nr. 2 SGB II")
    (True, True)
    """
    plain = unicodedata.normalize("NFKC", word).casefold().translate(_UMLAUTS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _BETWEEN_WORDS.sub("", plain.casefold())


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of a list.

    Attributes
    ----------
    code
        What files and stores hold; it never changes.
    sources
        Codes of the list ``sources``, or paragraphs of a law.
    legal_date
        The law as it stood that day, where law counts.
    valid_from, valid_until
        First and last day the law knows this; ``None`` = open.
    synonyms
        Words recognised as this entry.
    values
        What else entries of this list carry, e.g. ``sector`` of a role.
    """

    list: str
    code: str
    de: str
    en: str
    description_de: str
    description_en: str
    sources: tuple[str, ...]
    legal_date: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    synonyms: tuple[str, ...] = ()
    values: Mapping[str, FieldValue] = field(default_factory=dict, hash=False)

    @property
    def label(self) -> str:
        """The label in the present language."""
        return self.de if language() == "de" else self.en

    @property
    def description(self) -> str:
        """The one sentence that explains the entry, in the present language."""
        return self.description_de if language() == "de" else self.description_en

    def said(self, name: str) -> str:
        """Give a text that the entry holds in both languages (``short``, ``question`` …), else the label."""
        return self.text(f"{name}_{language()}") or self.label

    def text(self, name: str) -> str | None:
        """Give a field that holds a text or the code of another list's entry."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None

    def whole(self, name: str) -> int:
        """Give a field that holds a whole number (``KeyError`` if there is none)."""
        return int(self.number(name))

    def number(self, name: str) -> float:
        """Give a field that holds a number (``KeyError`` if there is none)."""
        value = self.values[name]
        if isinstance(value, (str, tuple)):
            raise KeyError(name)
        return value

    def flag(self, name: str) -> bool:
        """Tell whether a yes/no field says yes."""
        return self.values.get(name) is True

    def codes(self, name: str) -> tuple[str, ...]:
        """Give a field that holds several codes or words."""
        value = self.values.get(name, ())
        return value if isinstance(value, tuple) else ()

    def in_force(self, on: date) -> bool:
        """Tell whether the law knows this on a day (always, where no law counts)."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_until is None or on <= self.valid_until
        )


@dataclass(frozen=True)
class Catalogue:
    """One list of words, in the order in which they are offered.

    Attributes
    ----------
    closed
        A municipality may reword entries, but add none.
    """

    name: str
    de: str
    en: str
    description_de: str
    description_en: str
    closed: bool
    entries: tuple[Entry, ...]
    _by_code: Mapping[str, Entry] = field(init=False, repr=False, compare=False)
    _by_word: Mapping[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Build the two indexes once."""
        by_word: dict[str, Entry] = {}
        for entry in self.entries:
            for word in (entry.code, entry.de, *entry.synonyms):
                by_word.setdefault(fold(word), entry)
        by_word.pop("", None)
        object.__setattr__(self, "_by_code", {e.code: e for e in self.entries})
        object.__setattr__(self, "_by_word", by_word)

    def __getitem__(self, code: str) -> Entry:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def label(self) -> str:
        """The name of the list in the present language."""
        return self.de if language() == "de" else self.en

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(self._by_code)

    def get(self, code: str | None) -> Entry | None:
        """Give the entry of a code, or ``None``."""
        return None if code is None else self._by_code.get(code)

    def recognise(self, word: str | None) -> Entry | None:
        """Find the entry that a word means: by code, German label or synonym; spelling does not count.

        Examples
        --------
        >>> entry = Entry(
        ...     list="kinds", code="social_office", de="Amt für Soziales", en="Social Services Office",
        ...     description_de="", description_en="", sources=("LK",),
        ... )
        >>> kinds = Catalogue("kinds", "Arten", "Kinds", "", "", False, (entry,))
        >>> kinds.recognise("AMT FUER SOZIALES").code, kinds.recognise("Zirkus")
        ('social_office', None)
        """
        return None if word is None else self._by_word.get(fold(word))

    def code_of(self, word: str) -> str | None:
        """Give the code of a word that is a code or a German label exactly as the list writes it."""
        if word in self._by_code:
            return word
        entry = self._by_word.get(fold(word))
        return entry.code if entry is not None and entry.de == word else None

    def label_of(self, word: str) -> str:
        """Give the label of what a word means, in the present language; own words as they were written."""
        entry = self.recognise(word)
        return word if entry is None else entry.label

    def nearest(self, word: str, *, count: int = 3) -> tuple[str, ...]:
        """Give the codes and labels nearest to a word, for a proposal."""
        known = [w for entry in self.entries for w in (entry.code, entry.de)]
        return tuple(get_close_matches(word, known, n=count, cutoff=0.5))
