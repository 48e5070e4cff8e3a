"""Text files of easyNWK 1.5: one record a line, cells between semicolons.

``E`` is the client, ``F`` a version with its day, ``N`` an entry (a leading ``+`` = died), ``P`` its
place in a version (x and y from 0 to 1, y downwards, the client at 0.5/0.5) with its tie to the
client, ``L`` a tie in a version. An entry without place was deleted and does not come back.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from netmap.exchange.cardfindings import Findings, shown
from netmap.exchange.cardvalues import FILE_CASE, MAX_ALL_ALTERS, MAX_ALL_TIES, UNDATED, CardVersion
from netmap.exchange.easynwk.maps import ego_tie_of, note_tie, tie_of
from netmap.messages import message
from netmap.model.cases import Alter, Card

_MOST_LINES = 2 * MAX_ALL_ALTERS + MAX_ALL_TIES // 2
_LINE_END = re.compile(r"\r\n|\r|\n")
_GENDERS = {"m": "männlich", "w": "weiblich"}
_NEEDED = {"E": 1, "F": 3, "N": 3, "P": 6, "L": 4}


@dataclass(slots=True)
class _Sheet:
    """The lines of a file, sorted by what they say; each with where it stands."""

    ego: dict[str, Any] | None = None
    days: dict[str, date | None] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    stood: dict[str, str] = field(default_factory=dict)
    places: list[tuple[str, str, str, dict[str, Any]]] = field(default_factory=list)
    ties: list[tuple[str, str, tuple[str, str]]] = field(default_factory=list)


def looks_like_lines(text: str) -> bool:
    """Tell whether a text is such a file: its first line that holds anything is a record.

    Examples
    --------
    >>> looks_like_lines("E;Eva;41;"), looks_like_lines('{"alteri": []}')
    (True, False)
    """
    return text.lstrip()[:2] in {f"{kind};" for kind in _NEEDED}


def read_lines(text: str, findings: Findings) -> tuple[CardVersion, ...]:
    """Read the versions of a file of easyNWK 1.5.

    Raises
    ------
    FormatError
        It is larger than a card can be.
    """
    sheet = _Sheet()
    lines = _LINE_END.split(text)
    if len(lines) > _MOST_LINES:
        what = message(
            "larger than a card can be: {count} lines, at most {most} are read", count=len(lines), most=_MOST_LINES
        )
        raise findings.refusal("", what)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            _read_line([cell.strip() for cell in line.split(";")], sheet, findings, str(number))
    alters = [len(sheet.people), *Counter(version for _, version, _, _ in sheet.places).values()]
    findings.refuse_if_too_large(versions=len(sheet.days), alters=alters, ties=len(sheet.ties))
    _report_deleted(sheet, findings)
    if not sheet.days:
        sheet.days = dict.fromkeys((version for _, version, _, _ in sheet.places), None) or {"1": None}
    return tuple(_version(ident, sheet, findings) for ident in sheet.days)


def _read_line(cells: list[str], sheet: _Sheet, findings: Findings, where: str) -> None:
    kind = cells[0]
    if kind not in _NEEDED:
        if len(kind) == 1 and kind.isupper():
            findings.lost(where, message("lines that start with {kind} are not known", kind=kind))
        else:
            findings.wrong(where, message("the line starts with none of E, F, N, P, L"))
        return
    if len(cells) < _NEEDED[kind]:
        findings.wrong(where, message("the line is too short: {count} cells are needed", count=_NEEDED[kind]))
        return
    _READERS[kind](cells, sheet, findings, where)


def _read_ego(cells: Sequence[str], sheet: _Sheet, findings: Findings, where: str) -> None:
    name, age = [*cells[1:3], "", ""][:2]
    read = {"name": name, "age": age, "note": ";".join(cells[3:]).strip(";")}
    found = {key: words for key, part in read.items() if (words := findings.text(part, where))}
    sheet.ego = found or None


def _read_version(cells: Sequence[str], sheet: _Sheet, findings: Findings, where: str) -> None:
    ident = _whole(cells[1], findings, where)
    if ident is None:
        return
    if ident in sheet.days:
        findings.wrong(where, message("the id {id} stands here twice", id=ident))
    sheet.days[ident] = findings.day(cells[2], where)


def _read_person(cells: Sequence[str], sheet: _Sheet, findings: Findings, where: str) -> None:
    ident = _whole(cells[1], findings, where)
    if ident is None:
        return
    if not cells[2]:
        findings.lost(where, message("an entry without name was left out"))
        return
    if ident in sheet.people:
        findings.wrong(where, message("the id {id} stands here twice", id=ident))
    gender, role = [*cells[3:5], "", ""][:2]
    sheet.stood[ident] = where
    sheet.people[ident] = {
        "id": ident,
        "case": FILE_CASE,
        "entry": ident,
        "label": findings.text(cells[2].removeprefix("+"), where),
        "role_text": findings.text(role, where),
        "human": True,
        "field": "social",
        "supports": [],
        "burden": False,
        "conflict": False,
        "child": False,
        "far_away": False,
        "lost": False,
        "deceased": cells[2].startswith("+"),
        "gender": _GENDERS.get(gender),
        "note": findings.text(";".join(cells[5:]).strip(";"), where),
    }


def _read_place(cells: Sequence[str], sheet: _Sheet, findings: Findings, where: str) -> None:
    version, person = _whole(cells[1], findings, where), _whole(cells[2], findings, where)
    x, y, tie = (findings.number(cell, where) for cell in cells[3:6])
    if x is None or y is None:
        findings.wrong(where, message("the place needs two numbers"))
    elif version is not None and person is not None:
        right, up = x - 0.5, 0.5 - y
        distance = math.sqrt(right * right + up * up) * 200
        if not math.isfinite(distance):
            findings.wrong(where, message("{value} is too large", value=shown(x if abs(x) > abs(y) else y)))
            return
        place = {
            "angle": math.atan2(up, right) * (180 / math.pi),
            "distance": distance,
            "ego_tie": ego_tie_of(tie, findings, where),
        }
        sheet.places.append((where, version, person, place))


def _read_tie(cells: Sequence[str], sheet: _Sheet, findings: Findings, where: str) -> None:
    version, a, b = (_whole(cell, findings, where) for cell in cells[1:4])
    if version is not None and a is not None and b is not None:
        sheet.ties.append((where, version, (a, b)))


_READERS: dict[str, Callable[[Sequence[str], _Sheet, Findings, str], None]] = {
    "E": _read_ego,
    "F": _read_version,
    "N": _read_person,
    "P": _read_place,
    "L": _read_tie,
}


def _whole(cell: str, findings: Findings, where: str) -> str | None:
    if cell.isascii() and cell.isdigit() and len(cell) <= 18:
        return str(int(cell))
    findings.wrong(where, message("{value} is not a whole number", value=shown(cell)))
    return None


def _report_deleted(sheet: _Sheet, findings: Findings) -> None:
    placed = {person for _, _, person, _ in sheet.places}
    for ident, where in sheet.stood.items():
        if ident not in placed:
            findings.lost(where, message("the entry {id} has no place: it was deleted, and stays so", id=ident))


def _version(ident: str, sheet: _Sheet, findings: Findings) -> CardVersion:
    def here(version: str) -> bool:
        return version == ident or (version not in sheet.days and ident == next(iter(sheet.days)))

    alters: dict[str, Alter] = {}
    for where, version, person, place in sheet.places:
        if not here(version):
            continue
        _note_strange_version(version, sheet, findings, where)
        if person not in sheet.people:
            findings.lost(where, message("a place for {id}, which is not on the map", id=person))
            continue
        if person in alters:
            findings.lost(where, message("a second place for {id}; the last one counts", id=person))
        distance = place["distance"]
        kept = {**place, "angle": place["angle"] if distance > 0 else None}
        alters[person] = Alter.of_stored({**sheet.people[person], "card": ident, **kept})
    pairs: dict[tuple[str, str], None] = {}
    for where, version, ends in sheet.ties:
        if here(version):
            _note_strange_version(version, sheet, findings, where)
            note_tie(ends, pairs, alters, findings, where)
    day = sheet.days[ident] or UNDATED
    row = {"id": ident, "case": FILE_CASE, "on": day.isoformat(), "source": "easynwk-1.5", "ego": sheet.ego}
    ordered = tuple(alters[person] for person in sheet.people if person in alters)
    return CardVersion(card=Card.of_stored(row), alters=ordered, ties=tuple(tie_of(ident, pair) for pair in pairs))


def _note_strange_version(version: str, sheet: _Sheet, findings: Findings, where: str) -> None:
    """Report a version that no F line names; easyNWK takes it for the only one, we for the first."""
    if version not in sheet.days and len(sheet.days) > 1:
        findings.lost(where, message("no F line names the version {id}; read as the first", id=version))
