"""Reads the catalogues' ``.po`` files: as much of the format as they use, at a tenth of the usual cost.

Every command speaks, so every command reads all catalogues; gettext's tools (and the tests, which
hold this reader to them) use Babel, which takes longer to start than the command itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr(?:\[\d+\])?)\s+)?"(.*)"\s*')
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}


def read_po(content: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    r"""Give each msgid with its translation, or with its translations for one and for many.

    Raises
    ------
    ValueError
        A line is neither empty, a comment nor part of an entry.

    Examples
    --------
    >>> dict(read_po('msgid "Saved"\nmsgstr ""\n"Gespeichert"\n'))
    {'Saved': 'Gespeichert'}
    """
    parts: dict[str, str] = {}
    last = ""
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if not found or not (found[1] or last):
            raise ValueError(f"line {number} is no line of a catalogue")
        if found[1] == "msgid" and parts:
            yield _entry(parts)
            parts = {}
        last = found[1] or last
        parts[last] = parts.get(last, "") + _ESCAPE.sub(lambda m: _MEANT.get(m[1], m[1]), found[2])
    if parts:
        yield _entry(parts)


def _entry(parts: dict[str, str]) -> tuple[str, str | tuple[str, ...]]:
    if "msgid_plural" in parts:
        return parts["msgid"], tuple(said for name, said in parts.items() if name.startswith("msgstr["))
    return parts["msgid"], parts.get("msgstr", "")
