"""The vocabulary: every word that a list knows, German and English, with its source.

The words lie as YAML files in ``seeds/catalogues`` (its README says how they are written) and in a
folder of the municipality's own, which adds entries or rewords them but takes none away. They are
read once, checked as a whole, and never change while the program runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from netmap.errors import Fault, InputError
from netmap.messages import message
from netmap.model.catalogue_files import read_catalogues
from netmap.model.entries import DEFAULT_SCALE, LOCAL_SOURCE, Catalogue, Entry, fold

__all__ = [
    "CATALOGUES",
    "DEFAULT_SCALE",
    "LOCAL_SOURCE",
    "Catalogue",
    "Entry",
    "Vocabulary",
    "fold",
    "load_vocabulary",
]

#: where the catalogues of the program lie: beside the package, in the project's folder
CATALOGUES: Final = Path(__file__).resolve().parents[2] / "seeds" / "catalogues"


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
                faults.append(Fault(where, message("there is no list '{name}'; near: {near}", name=name, near=near)))
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
    return Vocabulary(MappingProxyType(read_catalogues(folder, extra)))
