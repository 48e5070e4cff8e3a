"""Reading the catalogues' YAML files: the program's own, and a municipality's upon them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

import yaml

from netmap.errors import Fault, FormatError, SettingsError, reason_of
from netmap.messages import message
from netmap.model.catalogue_checks import (
    DAYS,
    ENTRY_KEYS,
    TEXTS,
    CatalogueFile,
    Raw,
    check_code,
    check_entries,
    check_extras,
    check_head,
    check_levels,
    check_references,
    check_text,
    check_words,
    field_keys,
    is_entry,
    is_words,
)
from netmap.model.entries import LOCAL_SOURCE, Catalogue, Entry, FieldValue

_OWN_HEAD_KEYS: Final = frozenset(("list", "source", "entries"))


class CarefulYaml(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
    """YAML's safe subset, in which a key that stands twice is a fault instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Raw:
        """Read one mapping; every key stands in it once."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if isinstance(key, (dict, list, set)):
                raise yaml.constructor.ConstructorError(None, None, "a word is needed here", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"'{key}' stands here twice", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)  # type: ignore[no-any-return]


def read_catalogues(folder: Path, extra: Path | None = None) -> dict[str, Catalogue]:
    """Read a folder of catalogues, and a municipality's folder upon it.

    Parameters
    ----------
    folder
        Complete lists, one file each.
    extra
        Files of the same names with entries to add or reword.

    Raises
    ------
    SettingsError
        A folder is not there.
    FormatError
        Every fault, with file and entry.
    """
    faults: list[Fault] = []
    files = {f.name: f for f in _read_folder(folder, faults)}
    for file in files.values():
        check_head(file)
        check_entries(file)
    if extra is not None:
        bases = {Path(name).stem: f for name, f in files.items()}
        for own in _read_folder(extra, faults):
            _lay_upon(own, bases)
    lists = {Path(f.name).stem: f for f in files.values()}
    for file in files.values():
        check_references(file, lists)
        check_words(file)
    check_levels(lists)
    if faults:
        raise FormatError("The catalogues cannot be used: {count} faults.", count=len(faults), faults=faults)
    return {name: _catalogue(name, file.raw) for name, file in sorted(lists.items())}


def _read_folder(folder: Path, faults: list[Fault]) -> list[CatalogueFile]:
    if not folder.is_dir():
        raise SettingsError(
            "The catalogues are not where they should be: {path}. Run netmap from its project folder,"
            " or set the folder of your own catalogues to one that exists.",
            path=folder,
        )
    files = []
    for path in sorted(p for p in folder.iterdir() if p.suffix in {".yaml", ".yml"}):
        name = path.with_suffix(".yaml").name
        try:
            raw = yaml.load(path.read_bytes().decode("utf-8-sig"), CarefulYaml)  # noqa: S506 - a safe loader
        except yaml.MarkedYAMLError as exc:
            line = exc.problem_mark.line + 1 if exc.problem_mark else 1
            faults.append(Fault(f"{path.name}:{line}", str(exc.problem)))
            continue
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as exc:
            faults.append(Fault(path.name, message("this is no readable YAML ({reason})", reason=exc)))
            continue
        except OSError as exc:
            faults.append(
                Fault(
                    path.name,
                    message("the file cannot be opened ({reason})", reason=reason_of(exc)),
                )
            )
            continue
        if isinstance(raw, dict):
            files.append(CatalogueFile(name, raw, faults))
        else:
            faults.append(Fault(path.name, message("a list with its entries is needed here")))
    return files


# A municipality's own files


def _lay_upon(own: CatalogueFile, bases: Mapping[str, CatalogueFile]) -> None:
    """Put a municipality's file upon the list it names: reword known entries, add new ones."""
    stem = str(own.raw.get("list") or Path(own.name).stem)
    base = bases.get(stem)
    for key in own.raw.keys() - _OWN_HEAD_KEYS:
        own.fault("", str(key), "this is not known here; known: {known}", known=", ".join(sorted(_OWN_HEAD_KEYS)))
    if base is None:
        near = ", ".join(get_close_matches(stem, bases, n=3, cutoff=0.4)) or ", ".join(sorted(bases))
        own.fault("", "list", "there is no list '{name}'; near: {near}", name=stem, near=near)
        return
    entries = own.raw.get("entries")
    if not isinstance(entries, dict):
        own.fault("", "entries", "entries are needed here, each with its code")
        return
    own.fields = base.fields
    for code, raw in entries.items():
        if not (check_code(own, code) and is_entry(own, code, raw)):
            continue
        known = base.raw["entries"].get(code)
        if known is not None:
            _reword(own, code, known, raw)
        elif base.raw.get("closed"):
            own.fault(
                code,
                "",
                "the list '{name}' is closed; known: {known}",
                name=stem,
                known=", ".join(base.raw["entries"]),
            )
        else:
            _add(own, code, base, raw)


def _add(own: CatalogueFile, code: str, base: CatalogueFile, raw: Raw) -> None:
    count = len(own.faults)
    raw.setdefault("source", own.raw.get("source") or LOCAL_SOURCE)
    for key in TEXTS:
        check_text(own, code, raw, key)
    check_extras(own, code, raw)
    if len(own.faults) == count:
        base.raw["entries"][code] = raw


def _reword(own: CatalogueFile, code: str, known: Raw, raw: Raw) -> None:
    """Change words of a known entry; what it means to the program (its fields) stays."""
    said = {key for key in field_keys(own.fields) if key.endswith(("_de", "_en"))}
    words = {*TEXTS, *said}
    for key, value in raw.items():
        if key in words:
            check_text(own, code, raw, key)
        elif key in DAYS and type(value) is not date:
            own.fault(code, key, "'{value}' is not a date; write it as 2026-11-20", value=value)
        elif key == "synonyms" and not is_words(value):
            own.fault(code, "synonyms", "a list of words is needed here: [one, two]")
        elif key not in words and key not in ENTRY_KEYS:
            own.fault(code, key, "this cannot be changed; words, dates and synonyms can")
    synonyms = raw.get("synonyms") if is_words(raw.get("synonyms")) else []
    # The old label stays recognised: files written with it must still be read.
    kept = [*known["synonyms"], *(synonyms or []), known["de"]]
    known.update({k: v for k, v in raw.items() if k in words or k in DAYS or k == "source"})
    known["synonyms"] = [w for w in dict.fromkeys(kept) if w != known["de"]]


def _catalogue(name: str, raw: Mapping[str, Any]) -> Catalogue:
    head = {key: raw[key] for key in TEXTS}
    entries = tuple(_entry(name, code, entry) for code, entry in raw["entries"].items())
    return Catalogue(name=name, closed=bool(raw.get("closed")), entries=entries, **head)


def _entry(name: str, code: str, raw: Mapping[str, Any]) -> Entry:
    source = raw["source"]
    values: dict[str, FieldValue] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in raw.items()
        if key not in ENTRY_KEYS and value is not None
    }
    return Entry(
        list=name,
        code=code,
        sources=tuple(source) if isinstance(source, list) else (source,),
        synonyms=tuple(raw["synonyms"]),
        values=values,
        legal_date=raw.get("legal_date"),
        valid_from=raw.get("valid_from"),
        valid_until=raw.get("valid_until"),
        **{key: raw[key] for key in TEXTS},
    )
