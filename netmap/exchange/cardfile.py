"""Card files of any kind: tell which it is, read it, and say what could not be carried."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any, NoReturn

from netmap.exchange.cardfindings import Findings
from netmap.exchange.cardjson import MARK, read_card, write_card
from netmap.exchange.cardvalues import MAX_BYTES, CardFile, CardVersion, adopt, find_version, label_of
from netmap.exchange.easynwk.lines import looks_like_lines, read_lines
from netmap.exchange.easynwk.maps import read_maps
from netmap.exchange.tabular import read_bytes
from netmap.messages import message

__all__ = [
    "CardFile",
    "CardVersion",
    "adopt",
    "find_version",
    "label_of",
    "parse_card_file",
    "read_card_file",
    "write_card",
]

#: what may be too large for a number; looking at each number takes time
_HUGE_NUMBER = re.compile(r"[eE]\+?\d{3}|\d{300}")
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


def read_card_file(source: str | Path) -> CardFile:
    """Read a card file of any known kind (``-``: standard input).

    Raises
    ------
    CallError
        There is no such file.
    FormatError
        It is no card file, or damaged; all faults at once, with JSON path or line.
    """
    name, data = read_bytes(source)
    return parse_card_file(data, name=name)


def parse_card_file(data: bytes, *, name: str) -> CardFile:
    """Read a card file of any known kind from its bytes; see :func:`read_card_file`.

    Parameters
    ----------
    data
        Its bytes.
    name
        How faults and losses name the file.
    """
    findings = Findings(name)
    if len(data) > MAX_BYTES:
        size, most = len(data) // 1_000_000, MAX_BYTES // 1_000_000
        what = message("larger than a card can be: {size} MB, at most {most} MB are read", size=size, most=most)
        raise findings.refusal("", what)
    text = _decode(data, findings)
    if looks_like_lines(text):
        versions = read_lines(text, findings)
        findings.refuse_if_faulty()
        return CardFile(source_format="easynwk-1.5", versions=versions, losses=tuple(findings.losses))
    document = _parse_json(text, findings)
    if MARK in document:
        return read_card(document, name=name)
    versions = read_maps(document, findings)
    findings.refuse_if_faulty()
    return CardFile(source_format="easynwk", versions=versions, losses=tuple(findings.losses))


def _decode(data: bytes, findings: Findings) -> str:
    """Turn bytes into text: UTF-8 or UTF-16 with BOM; only the old text files may be Windows-1252."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        old = data.decode("cp1252", errors="replace")
        if encoding == "utf-8-sig" and looks_like_lines(old) and "\x00" not in old:
            findings.lost("", message("read as Windows-1252"))
            return old
        what = message(
            "at byte {place} it is no text in {encoding}",
            place=exc.start,
            encoding=encoding.removesuffix("-sig").upper(),
        )
        raise findings.refusal("", what) from exc


def _parse_json(text: str, findings: Findings) -> dict[str, Any]:
    try:
        finite = _finite if _HUGE_NUMBER.search(text) else None
        document = json.loads(text, parse_constant=_refuse_constant, parse_float=finite)
        if _HALF_CHARACTER.search(text):
            json.dumps(document, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as exc:
        raise findings.refusal(f"{exc.lineno}:{exc.colno}", message("from here on it is no JSON")) from exc
    except RecursionError as exc:
        raise findings.refusal("", message("nested too deeply")) from exc
    except UnicodeEncodeError as exc:
        raise findings.refusal("", message("half a character stands in it")) from exc
    except ValueError as exc:
        raise findings.refusal("", message("a number stands in it that is none")) from exc
    if not isinstance(document, dict):
        raise findings.refusal("$", message("an object in braces is needed here"))
    return document


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _refuse_constant(word: str) -> NoReturn:
    """Refuse NaN and Infinity, which JSON does not have and Python reads.

    Raises
    ------
    ValueError
        Always.
    """
    raise ValueError(word)
