"""Everything a person reads goes through here: English in the code, German first on the screen.

A message is its English sentence (the msgid) with named gaps in braces. The catalogues lie as
``locale/<language>/*.po``, one file for each part of the program; they are read once, when the
first sentence is asked for.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netmap.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("de", "en")

_language: ContextVar[str] = ContextVar("netmap_language", default="de")


def N_(msgid: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark a sentence for the catalogue and leave it as it is.

    Examples
    --------
    >>> N_("Saved")
    'Saved'
    """
    return msgid


@cache
def _catalogue(language: str) -> Mapping[str, str | tuple[str, ...]]:
    entries: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        entries.update((msgid, said) for msgid, said in read_po(path.read_text(encoding="utf-8")) if msgid and said)
    return entries


def language() -> str:
    """Return the language that sentences are given in now (``de`` or ``en``)."""
    return _language.get()


def set_language(code: str) -> None:
    """Choose the language of the present session or command."""
    _language.set(code if code in LANGUAGES else "de")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Give sentences in another language for a while.

    Examples
    --------
    >>> with speaking("en"):
    ...     text("Saved")
    'Saved'
    """
    token = _language.set(code if code in LANGUAGES else "de")
    try:
        yield
    finally:
        _language.reset(token)


def text(msgid: str, /, **params: Any) -> str:
    """Give a sentence in the present language, its gaps filled.

    Parameters
    ----------
    msgid
        The English sentence as it stands in the catalogue.
    **params
        Values for the gaps. A :class:`Message` among them is given in the same language.

    Examples
    --------
    >>> with speaking("en"):
    ...     text("{count} rows", count=3)
    '3 rows'

    A full stop is not doubled where what fills a gap ends with one:

    >>> with speaking("en"):
    ...     text("Without such a tie: {names}.", names="Brücken der Kulturen e. V.")
    'Without such a tie: Brücken der Kulturen e. V.'
    """
    found = _catalogue(_language.get()).get(msgid, msgid)
    template = found if isinstance(found, str) else found[0]
    return _fill(template, params)


def plural(one: str, many: str, /, count: int, **params: Any) -> str:
    """Give the sentence for one or for many, with ``{count}`` filled.

    Examples
    --------
    >>> with speaking("en"):
    ...     plural("{count} person", "{count} people", count=2)
    '2 people'
    """
    found = _catalogue(_language.get()).get(one)
    forms = found if isinstance(found, tuple) and len(found) == 2 else (one, many)
    return _fill(forms[0] if count == 1 else forms[1], {"count": count, **params})


def _fill(template: str, params: Mapping[str, Any]) -> str:
    if not params:
        return template
    words = {name: str(value) for name, value in params.items()}
    for name, value in words.items():
        if value.endswith("."):
            # "… e. V." brings the full stop that ends its sentence
            template = re.sub(rf"\{{{name}\}}\.(?=\s|$)", f"{{{name}}}", template)
    return template.format(**words)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet spoken: it is given in the language of whoever reads it.

    Examples
    --------
    >>> with speaking("en"):
    ...     str(Message("{count} rows", {"count": 3}))
    '3 rows'
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return text(self.msgid, **self.params)


def message(msgid: str, /, **params: Any) -> Message:
    """Build a :class:`Message` (the msgid given here is found by the catalogue test)."""
    return Message(msgid, params)
