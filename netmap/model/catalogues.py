"""The vocabulary: every word that a list knows, German and English, with its source.

The words lie as YAML files in ``seeds/catalogues`` (its README says how they are written) and in a
folder of the municipality's own, which adds entries or rewords them but takes none away. They are
read once, checked as a whole, and never change while the program runs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from netmap.errors import Fault, InputError
from netmap.messages import language, message

#: where the catalogues of the program lie: beside the package, in the project's folder
CATALOGUES: Final = Path(__file__).resolve().parents[2] / "seeds" / "catalogues"
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
        >>> kinds = load_vocabulary()["organisation_kinds"]
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


@dataclass(frozen=True)
class Vocabulary:
    """All lists.

    Examples
    --------
    >>> vocabulary = load_vocabulary()
    >>> vocabulary["needs"]["debt"].de
    'Schulden'
    >>> [level.de for level in vocabulary.levels("oberhausen")][1:3]
    ['Kooperation', 'Koordination']
    >>> vocabulary.term("benefit", on=date(2024, 5, 1)).de
    'Bürgergeld'
    """

    catalogues: Mapping[str, Catalogue]

    def __getitem__(self, name: str) -> Catalogue:
        return self.catalogues[name]

    def __contains__(self, name: object) -> bool:
        return name in self.catalogues

    def __iter__(self) -> Iterator[Catalogue]:
        return iter(self.catalogues.values())

    def label(self, name: str, word: str) -> str:
        """Give the label of a word of a list in the present language; own words as they were written."""
        return self.catalogues[name].label_of(word)

    def levels(self, scale: str = DEFAULT_SCALE) -> tuple[Entry, ...]:
        """Give the levels of a scale from the lowest to the highest; none for an unknown scale."""
        own = (level for level in self.catalogues["levels"] if level.text("scale") == scale)
        return tuple(sorted(own, key=lambda level: level.whole("value")))

    def level(self, value: int, *, scale: str = DEFAULT_SCALE) -> Entry | None:
        """Give one level of a scale, or ``None``."""
        return self.catalogues["levels"].get(f"{scale}_{value}")

    def term(self, concept: str, *, on: date) -> Entry:
        """Give the word the law uses for something on a day.

        Parameters
        ----------
        concept
            ``benefit``, ``plan``, ``reduction``, ``person`` or ``release``.
        on
            The day.

        Raises
        ------
        KeyError
            No such concept, or no word for it on that day.
        """
        for entry in self.catalogues["legal_terms"]:
            if entry.text("concept") == concept and entry.in_force(on):
                return entry
        raise KeyError(f"{concept} on {on}")

    def with_codes(self, rows: Iterable[tuple[str, str, str]]) -> Vocabulary:
        """Give a vocabulary with what a district's table ``codes`` adds (list, code, label).

        A known code gets the label as its German and English word; a new one becomes an entry.

        Raises
        ------
        InputError
            A list is not known, or a new code stands in a closed list; all such rows at once.
        """
        lists = dict(self.catalogues)
        faults: list[Fault] = []
        for name, code, label in rows:
            where = f"codes:{name}:{code}"
            catalogue = lists.get(name)
            if catalogue is None:
                near = ", ".join(get_close_matches(name, lists, n=3, cutoff=0.4))
                faults.append(
                    Fault(where, message("there is no list '{name}'; near: {near}", name=name, near=near))
                )
            elif code in catalogue:
                lists[name] = _with_entry(catalogue, replace(catalogue[code], de=label, en=label))
            elif catalogue.closed:
                faults.append(
                    Fault(
                        where,
                        message(
                            "the list '{name}' is closed; known: {known}",
                            name=name,
                            known=", ".join(catalogue.codes),
                        ),
                    )
                )
            else:
                lists[name] = _with_entry(catalogue, _own_entry(name, code, label))
        if faults:
            raise InputError("The table codes does not fit the lists.", faults=faults)
        return Vocabulary(MappingProxyType(lists))


def _own_entry(name: str, code: str, label: str) -> Entry:
    return Entry(name, code, label, label, label, label, (LOCAL_SOURCE,))


def _with_entry(catalogue: Catalogue, entry: Entry) -> Catalogue:
    """Put an entry in, in place of the one with its code (whose word stays recognised), or at the end."""
    old = catalogue.get(entry.code)
    if old is None:
        return replace(catalogue, entries=(*catalogue.entries, entry))
    kept = replace(entry, synonyms=tuple(dict.fromkeys((*entry.synonyms, old.de))))
    return replace(catalogue, entries=tuple(kept if e.code == kept.code else e for e in catalogue.entries))


def load_vocabulary(*, folder: Path | None = None, extra: Path | None = None) -> Vocabulary:
    """Read and check all catalogues, once for each pair of folders.

    Parameters
    ----------
    folder
        The catalogues; without it those of the program.
    extra
        A municipality's folder with added and reworded entries.

    Raises
    ------
    SettingsError
        A folder is not there.
    FormatError
        Something in the files is wrong: every fault, with file and entry.
    """
    return _load((folder or CATALOGUES).resolve(), extra.resolve() if extra else None)


@cache
def _load(folder: Path, extra: Path | None) -> Vocabulary:
    from netmap.model.catalogue_files import read_catalogues

    return Vocabulary(MappingProxyType(read_catalogues(folder, extra)))
