"""Full text in German: umlauts and word stems do not stand in the way, beginnings of words count.

The index lies in memory and is made of a district; the same for every store.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "á": "a", "à": "a"})


@lru_cache(maxsize=1)
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("german")


def fold(word: str) -> str:
    """Give a word without capitals and umlauts, also where umlauts are written out.

    Examples
    --------
    >>> fold("Bürger"), fold("Buerger"), fold("Straße")
    ('burger', 'burger', 'strasse')
    """
    plain = word.casefold().translate(_FOLD)
    return plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Give the stem of a word, folded.

    Examples
    --------
    >>> stem("Beratungen") == stem("Beratung"), stem("Kinder") == stem("Kindern")
    (True, True)
    """
    return fold(_stemmer().stemWord(word.casefold()))


class SearchIndex:
    """An index over short texts.

    Parameters
    ----------
    texts
        Texts by id.

    Examples
    --------
    >>> index = SearchIndex({"a": "Schuldnerberatung im Bürgerhaus", "b": "Kita Regenbogen"})
    >>> sorted(index.search("schulden buergerhaus")), sorted(index.search("rege"))
    (['a'], ['b'])
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._where: dict[str, set[str]] = defaultdict(set)
        for key, text in texts.items():
            for word in _WORD.findall(text):
                self._where[stem(word)].add(key)
                self._where[fold(word)].add(key)
        self._words = sorted(self._where)

    def search(self, query: str) -> dict[str, float]:
        """Give the ids in which every word of a query occurs, with a score (higher fits better)."""
        scores: dict[str, float] | None = None
        for word in _WORD.findall(query):
            found = self._one(word)
            if scores is None:
                scores = found
            else:
                scores = {k: scores[k] + v for k, v in found.items() if k in scores}
        return scores or {}

    def _one(self, word: str) -> dict[str, float]:
        exact, folded = stem(word), fold(word)
        found: dict[str, float] = {}
        for known in self._words:
            score = 0.0
            if known in (exact, folded):
                score = 3.0
            elif known.startswith(folded) or (len(exact) >= 4 and known.startswith(exact)):
                score = 2.0
            elif len(exact) >= 4 and exact in known:
                score = 1.0
            if score:
                for key in self._where[known]:
                    found[key] = max(score, found.get(key, 0.0))
        return found
