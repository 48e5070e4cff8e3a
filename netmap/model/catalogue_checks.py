"""What is right and wrong in a catalogue's YAML file; every fault is collected, none stops the check."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from netmap.errors import Fault
from netmap.messages import message
from netmap.model.entries import DEFAULT_SCALE, fold

TEXTS: Final = ("de", "en", "description_de", "description_en")
DAYS: Final = ("legal_date", "valid_from", "valid_until")
ENTRY_KEYS: Final = frozenset((*TEXTS, *DAYS, "source", "synonyms"))
_HEAD_KEYS: Final = frozenset(("list", *TEXTS, "source", "closed", "fields", "entries"))
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
_PARAGRAPH: Final = re.compile(r"§{1,2} \d.*")

Raw = dict[str, Any]


@dataclass
class CatalogueFile:
    """One file while it is being checked."""

    name: str
    raw: Raw
    faults: list[Fault]
    fields: dict[str, str] = field(default_factory=dict)

    def fault(self, code: str, key: str, msgid: str, /, **params: object) -> None:
        """Record what is wrong, with file, entry and key (either may be empty)."""
        where = ":".join(part for part in (self.name, code, key) if part)
        self.faults.append(Fault(where, message(msgid, **params)))


# The head of a file


def check_head(file: CatalogueFile) -> None:
    """Check what stands above the entries, and learn which fields they carry."""
    stem = Path(file.name).stem
    if file.raw.get("list") != stem:
        file.fault("", "list", "the list is called as its file: {name}", name=stem)
        file.raw["list"] = stem
    for key in file.raw.keys() - _HEAD_KEYS:
        file.fault("", str(key), "this is not known here; known: {known}", known=", ".join(sorted(_HEAD_KEYS)))
    for key in TEXTS:
        check_text(file, "", file.raw, key)
    if not isinstance(file.raw.get("closed", False), bool):
        file.fault("", "closed", "yes or no is needed here (true, false)")
    fields = file.raw.get("fields") or {}
    if isinstance(fields, dict):
        file.fields = {str(name): str(kind) for name, kind in fields.items()}
    else:
        file.fault("", "fields", "a field with its kind is needed here")
    if not isinstance(file.raw.get("entries"), dict) or not file.raw["entries"]:
        file.fault("", "entries", "entries are needed here, each with its code")
        file.raw["entries"] = {}


def check_text(file: CatalogueFile, code: str, raw: Mapping[str, Any], key: str) -> None:
    """Check one text of the head or of an entry."""
    value = raw.get(key)
    if value is None:
        file.fault(code, key, "a text is needed here")
    elif not isinstance(value, str) or not value.strip():
        file.fault(code, key, "'{value}' is not a text; put it in quotation marks", value=value)


# Entries


def check_entries(file: CatalogueFile) -> None:
    """Check every entry; those that are none are taken out so that the rest can be checked."""
    for code, raw in list(file.raw["entries"].items()):
        if check_code(file, code) and is_entry(file, code, raw):
            raw.setdefault("source", file.raw.get("source"))
            for key in TEXTS:
                check_text(file, code, raw, key)
            check_extras(file, code, raw)
        else:
            del file.raw["entries"][code]


def check_code(file: CatalogueFile, code: Any) -> bool:
    """Check that a key is a code; YAML reads 1 and no as other things than words."""
    if isinstance(code, str) and _CODE.fullmatch(code):
        return True
    file.fault(
        str(code),
        "",
        "'{code}' is no code: letters, digits and _ without spaces, in quotation marks if it is a "
        "number or a word such as no",
        code=code,
    )
    return False


def is_entry(file: CatalogueFile, code: str, raw: Any) -> bool:
    """Check that an entry has the form of one."""
    if isinstance(raw, dict):
        return True
    file.fault(code, "", "an entry with de, en and descriptions is needed here")
    return False


def check_extras(file: CatalogueFile, code: str, raw: Raw) -> None:
    """Check everything of an entry that is not one of the four texts."""
    allowed = ENTRY_KEYS | set(field_keys(file.fields))
    for key in raw.keys() - allowed:
        near = get_close_matches(str(key), allowed, n=1)
        file.fault(code, key, "this is not known here; is it '{near}'?", near=near[0] if near else "synonyms")
    for key in DAYS:
        if raw.get(key) is not None and type(raw[key]) is not date:
            file.fault(code, key, "'{value}' is not a date; write it as 2026-11-20", value=raw[key])
            raw[key] = None
    if raw.get("valid_from") and raw.get("valid_until") and raw["valid_from"] > raw["valid_until"]:
        file.fault(code, "valid_until", "the end lies before the beginning")
    if not is_words(raw.setdefault("synonyms", [])):
        file.fault(code, "synonyms", "a list of words is needed here: [one, two]")
        raw["synonyms"] = []
    for name, kind in file.fields.items():
        _check_field(file, code, raw, name, kind)


def field_keys(fields: Mapping[str, str]) -> list[str]:
    """Name the YAML keys of the fields; a text in both languages has two."""
    keys: list[str] = []
    for name, kind in fields.items():
        keys += [f"{name}_de", f"{name}_en"] if kind.rstrip("?") == "said" else [name]
    return keys


def is_words(value: Any) -> bool:
    """Tell whether a value is a list of words."""
    return isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)


_KINDS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "yes_no": lambda v: isinstance(v, bool),
    "whole": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "text": lambda v: isinstance(v, str) and bool(v.strip()),
    "words": is_words,
}


def _check_field(file: CatalogueFile, code: str, raw: Raw, name: str, kind: str) -> None:
    optional, kind = kind.endswith("?"), kind.rstrip("?")
    if kind == "said":
        for key in (f"{name}_de", f"{name}_en"):
            if not optional or key in raw:
                check_text(file, code, raw, key)
    elif raw.get(name) is None:
        if not optional:
            file.fault(code, name, "a value is needed here")
    elif not _KINDS.get(kind, _KINDS["words" if kind.endswith("[]") else "text"])(raw[name]):
        file.fault(code, name, "'{value}' does not fit here; {kind} is needed", value=raw[name], kind=kind)
        raw[name] = None


# What only shows when all files are read


def check_references(file: CatalogueFile, lists: Mapping[str, CatalogueFile]) -> None:
    """Check the fields that hold codes of other lists, and the sources."""
    for name, kind in file.fields.items():
        target = kind.rstrip("?").removesuffix("[]")
        if target in _KINDS or target == "said":
            continue
        if target not in lists:
            file.fault(
                "fields",
                name,
                "there is no list '{name}'; near: {near}",
                name=target,
                near=", ".join(get_close_matches(target, lists, n=3, cutoff=0.4)),
            )
            continue
        for code, raw in file.raw["entries"].items():
            value = raw.get(name)
            for word in value if isinstance(value, list) else [value]:
                if word is not None and word not in lists[target].raw["entries"]:
                    file.fault(code, name, "'{value}' is not a code of '{name}'", value=word, name=target)
    if "sources" in lists:
        _check_sources(file, lists["sources"].raw["entries"])


def _check_sources(file: CatalogueFile, sources: Mapping[str, Raw]) -> None:
    laws = {str(raw.get("de")) for raw in sources.values() if raw.get("kind") == "law"}
    for code, raw in file.raw["entries"].items():
        named = raw.get("source")
        for source in named if isinstance(named, list) else [named]:
            if source not in sources and not _is_paragraph(source, laws):
                file.fault(
                    code,
                    "source",
                    "'{value}' is no source: a code of 'sources', or a paragraph of a law named there",
                    value=source,
                )


def _is_paragraph(source: Any, laws: Collection[str]) -> bool:
    return (
        isinstance(source, str)
        and _PARAGRAPH.fullmatch(source) is not None
        and any(source.endswith(f" {law}") for law in laws)
    )


def check_words(file: CatalogueFile) -> None:
    """One word must not mean two entries of a list."""
    owners: dict[str, str] = {}
    for code, raw in file.raw["entries"].items():
        words = [code, raw.get("de"), *raw.get("synonyms", [])]
        for word in (w for w in words if isinstance(w, str)):
            owner = owners.setdefault(fold(word), code)
            if owner != code:
                file.fault(code, "", "'{word}' already means the entry '{owner}'", word=word, owner=owner)


def check_levels(lists: Mapping[str, CatalogueFile]) -> None:
    """Each scale has one level for each number from its lowest to its highest, named ``scale_number``."""
    if "levels" not in lists or "scales" not in lists:
        return
    file, levels = lists["levels"], lists["levels"].raw["entries"]
    for scale, raw in lists["scales"].raw["entries"].items():
        lowest, highest = raw.get("lowest"), raw.get("highest")
        if not (isinstance(lowest, int) and isinstance(highest, int)):
            continue
        wanted = [f"{scale}_{value}" for value in range(lowest, highest + 1)]
        for code in wanted:
            if code not in levels:
                file.fault(code, "", "this level of the scale is missing")
        for code, level in levels.items():
            if level.get("scale") == scale and (code not in wanted or code != f"{scale}_{level.get('value')}"):
                file.fault(
                    code,
                    "",
                    "the scale '{scale}' has the levels {known}",
                    scale=scale,
                    known=", ".join(wanted),
                )
    for code, level in levels.items():
        for target in level.get("crosswalk") or []:
            if levels.get(target, {}).get("scale") != DEFAULT_SCALE:
                file.fault(
                    code,
                    "crosswalk",
                    "'{value}' is not a level of '{scale}'",
                    value=target,
                    scale=DEFAULT_SCALE,
                )
