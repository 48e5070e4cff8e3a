"""easyNWK's JSON: one map, or several versions of it, in any of the shapes it has had since 2020.

Older shapes say less: without ``human`` an entry is human unless its gender is "kein Mensch"; where
``edgeType`` is missing, ``edgeWeight`` stands for it, as it did when one became the other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from netmap.exchange.cardfindings import Findings, shown
from netmap.exchange.cardvalues import FILE_CASE, UNDATED, CardVersion
from netmap.messages import message
from netmap.model.cases import EGO_TIES, Alter, Card, Tie

#: easyNWK's kinds of support → ours; its numbers 1 to 3 are the directions, seen from the client
SUPPORTS: Final = {
    "supportEmotional": "emotional",
    "supportInstrumental": "practical",
    "supportInformational": "informational",
    "supportSocial": "social",
    "supportLinking": "bridging",
}
_DIRECTIONS: Final = (None, "given", "received", "both")
_NO_GENDER, _NOT_HUMAN = "nicht festgelegt", "kein Mensch"
_ENDS: Final = (("id1", "id2"), ("source", "target"), ("from", "to"))
#: what is read of an entry, or is only the state of a screen
_ENTRY_KEYS: Final = frozenset(
    ("id", "name", "role", "human", "currentGender", "age", "note", "deceased", "conflict", "isSelected")
).union(("edgeType", "edgeWeight", "angle", "distance"), SUPPORTS)
_MAP_KEYS: Final = ("ego", "alteri", "connections", "relations", "editIndex", "editTab")
_VERSION_KEYS: Final = ("id", "title", "date", "nwk")
_FILE_KEYS: Final = ("versions", "currentVersion", "size")


def read_maps(document: Mapping[str, Any], findings: Findings) -> tuple[CardVersion, ...]:
    """Read the versions of an easyNWK file.

    Raises
    ------
    FormatError
        The document is no map at all, or larger than a card can be.
    """
    places = _maps_of(document, findings)
    _refuse_if_too_large(places, findings)
    versions, ids = [], set()
    for number, (where, version, path, content) in enumerate(places, start=1):
        given = version.get("id")
        ident = str(number) if given is None else findings.ident(given, f"{where}.id") or ""
        if ident in ids:
            findings.lost(f"{where}.id", message("the id {id} stands here twice", id=ident))
            ident = f"{ident}#{number}"
        ids.add(ident)
        versions.append(_read_map(ident, version, content, findings, where=where, path=path))
    return tuple(versions)


Place = tuple[str, Mapping[str, Any], str, Mapping[str, Any]]


def _maps_of(document: Mapping[str, Any], findings: Findings) -> list[Place]:
    """Give for each version where it stands, the version, where its map stands, and the map."""
    if "versions" in document:
        findings.note_unknown(document, "$", known=_FILE_KEYS)
        places = []
        listed = findings.rows(document["versions"], "$.versions")
        findings.refuse_if_too_large(versions=len(listed), alters=(), ties=0)
        for number, value in enumerate(listed):
            where = f"$.versions[{number}]"
            version = findings.mapping(value, where)
            if version is None:
                continue
            path = where if "nwk" not in version and "alteri" in version else f"{where}.nwk"
            findings.note_unknown(version, where, known=(*_VERSION_KEYS, *(_MAP_KEYS if path == where else ())))
            content = findings.mapping(version if path == where else version.get("nwk"), path)
            if content is not None:
                if path != where:
                    findings.note_unknown(content, path, known=_MAP_KEYS)
                places.append((where, version, path, content))
        if not places and not findings.faults:
            raise findings.refusal("$.versions", message("the list of versions is empty"))
        return places
    if "alteri" in document:
        findings.note_unknown(document, "$", known=(*_MAP_KEYS, "title", "date", *_FILE_KEYS[1:]))
        return [("$", {k: v for k, v in document.items() if k in ("title", "date")}, "$", document)]
    raise findings.refusal("$", message("none of the keys 'alteri', 'versions' and 'netmap_card' is there"))


def _refuse_if_too_large(places: Sequence[Place], findings: Findings) -> None:
    def lengths(*keys: str) -> list[int]:
        lists = (content.get(key) for _, _, _, content in places for key in keys)
        return [len(value) for value in lists if isinstance(value, list)]

    ties = sum(lengths("connections", "relations"))
    findings.refuse_if_too_large(versions=len(places), alters=lengths("alteri"), ties=ties)


def _read_map(
    ident: str,
    version: Mapping[str, Any],
    content: Mapping[str, Any],
    findings: Findings,
    *,
    where: str,
    path: str,
) -> CardVersion:
    alters: dict[str, Alter] = {}
    if not isinstance(content.get("alteri"), list):
        findings.wrong(f"{path}.alteri", message("the list of entries is missing"))
    else:
        _note_idle_weights(content["alteri"], path, findings)
        for number, value in enumerate(content["alteri"]):
            place = f"{path}.alteri[{number}]"
            alter = _read_alter(ident, value, findings, place)
            if alter is None:
                continue
            if alter.id in alters:
                findings.wrong(f"{place}.id", message("the id {id} stands here twice", id=alter.id))
            alters[alter.id] = alter
    return CardVersion(
        card=Card.of_stored(
            {
                "id": ident,
                "case": FILE_CASE,
                "on": (findings.day(version.get("date"), f"{where}.date") or UNDATED).isoformat(),
                "label": findings.text(version.get("title"), f"{where}.title"),
                "source": "easynwk",
                "ego": _read_ego(content.get("ego"), findings, f"{path}.ego"),
            }
        ),
        alters=tuple(alters.values()),
        ties=_read_ties(ident, content, alters, findings, path),
    )


def _note_idle_weights(alters: Sequence[Any], path: str, findings: Findings) -> None:
    """Say once that ``edgeWeight`` 0 counts as no tie: the tool that wrote it could write nothing else."""
    older = [a for a in alters if isinstance(a, dict) and "edgeType" not in a and "edgeWeight" in a]
    if older and all(a["edgeWeight"] in (0, "0") for a in older):
        findings.lost(
            f"{path}.alteri",
            message("edgeWeight is 0 for everybody: read as no tie to the client, which nobody may have meant"),
        )


def _read_ego(value: Any, findings: Findings, where: str) -> dict[str, Any] | None:
    if value is None:
        return None
    ego = findings.mapping(value, where)
    if ego is None:
        return None
    read = {
        "name": findings.text(ego.get("name"), f"{where}.name"),
        "age": findings.text(ego.get("age"), f"{where}.age"),
        "gender": _gender(findings.text(ego.get("currentGender"), f"{where}.currentGender")),
        "note": findings.text(ego.get("note"), f"{where}.note"),
    }
    kept = findings.kept(ego, where, without=("name", "age", "currentGender", "note")) or {}
    return {key: part for key, part in {**kept, **read}.items() if part is not None} or None


def _gender(value: str | None) -> str | None:
    return None if value in (_NO_GENDER, _NOT_HUMAN) else value


def _read_alter(card: str, value: Any, findings: Findings, where: str) -> Alter | None:
    given = findings.mapping(value, where)
    if given is None:
        return None
    ident = findings.ident(given.get("id"), f"{where}.id")

    def read(reader: Callable[[Any, str], Any], key: str) -> Any:
        return reader(given.get(key), f"{where}.{key}")

    label, gender = read(findings.text, "name"), read(findings.text, "currentGender")
    human, deceased = read(findings.flag, "human"), read(findings.flag, "deceased")
    if label and label.startswith("+") and "deceased" not in given:
        findings.lost(f"{where}.name", message("a '+' before a name may stand for somebody who died; kept as it is"))
    angle, distance = place_of(read(findings.number, "angle"), read(findings.number, "distance"), findings, where)
    row = {
        "id": ident,
        "case": FILE_CASE,
        "card": card,
        "entry": ident,
        "label": label,
        "role_text": read(findings.text, "role"),
        "human": gender != _NOT_HUMAN if human is None else human,
        "field": "social",
        "angle": angle,
        "distance": distance,
        "ego_tie": _read_ego_tie(given, findings, where),
        "supports": _read_supports(given, findings, where),
        "burden": False,
        "conflict": bool(read(findings.flag, "conflict")),
        "child": False,
        "far_away": False,
        "lost": False,
        "deceased": bool(deceased),
        "age": read(findings.text, "age"),
        "gender": _gender(gender),
        "note": read(findings.text, "note"),
        "extra": findings.kept(given, where, without=_ENTRY_KEYS),
    }
    return None if ident is None else Alter.of_stored(row)


def place_of(
    angle: float | None, distance: float | None, findings: Findings, where: str
) -> tuple[float | None, float | None]:
    """Bring a place into the bounds of a card: angle in [−180, 180], distance 0 and more."""
    if distance is not None and distance < 0:
        findings.lost(f"{where}.distance", message("{value} is below 0: read as not placed", value=shown(distance)))
        distance = 0.0
    if angle is None and distance is not None and distance > 0:
        findings.lost(f"{where}.angle", message("without an angle the entry has no place"))
    if angle is not None and not -180 <= angle <= 180:
        turned = math.remainder(angle, 360)
        findings.lost(f"{where}.angle", message("{value}° read as {turned}°", value=shown(angle), turned=shown(turned)))
        angle = turned
    return angle, distance


def ego_tie_of(number: float | None, findings: Findings, where: str) -> str | None:
    """Turn easyNWK's number of the tie to the client into ours: 0 none, 1 a tie, 2 a manifold one."""
    if number is None:
        return None
    tie = EGO_TIES[min(max(math.floor(number), 0), 2)]
    if number not in (0, 1, 2):
        findings.lost(where, message("{value} read as {number}", value=shown(number), number=EGO_TIES.index(tie)))
    return tie


def _read_ego_tie(given: Mapping[str, Any], findings: Findings, where: str) -> str | None:
    key = "edgeType" if given.get("edgeType") is not None else "edgeWeight"
    number = findings.number(given.get(key), f"{where}.{key}")
    if given.get(key) is None:
        findings.lost(f"{where}.edgeType", message("nothing says whether there is a tie to the client: unknown"))
    return ego_tie_of(number, findings, f"{where}.{key}")


def _read_supports(given: Mapping[str, Any], findings: Findings, where: str) -> list[str]:
    supports = []
    for key, kind in SUPPORTS.items():
        number = findings.number(given.get(key), f"{where}.{key}")
        if number is None:
            continue
        if number not in (0, 1, 2, 3):
            findings.wrong(f"{where}.{key}", message("{value} is not 0, 1, 2 or 3", value=shown(given[key])))
        elif direction := _DIRECTIONS[int(number)]:
            supports.append(f"{kind}:{direction}")
    return supports


def _read_ties(
    card: str, content: Mapping[str, Any], alters: Mapping[str, Alter], findings: Findings, path: str
) -> tuple[Tie, ...]:
    pairs: dict[tuple[str, str], None] = {}
    for key in ("connections", "relations"):
        for number, value in enumerate(findings.rows(content.get(key), f"{path}.{key}")):
            where = f"{path}.{key}[{number}]"
            given = findings.mapping(value, where)
            ends = None if given is None else _ends_of(given, findings, where)
            if ends is not None:
                note_tie(ends, pairs, alters, findings, where)
    return tuple(tie_of(card, pair) for pair in pairs)


def _ends_of(given: Mapping[str, Any], findings: Findings, where: str) -> tuple[str, str] | None:
    keys = next((keys for keys in _ENDS if keys[0] in given or keys[1] in given), _ENDS[0])
    a, b = (findings.ident(given.get(key), f"{where}.{key}") for key in keys)
    return None if a is None or b is None else (a, b)


def note_tie(
    ends: tuple[str, str],
    pairs: dict[tuple[str, str], None],
    alters: Mapping[str, Any],
    findings: Findings,
    where: str,
) -> None:
    """Take up a tie, unless it is one that cannot be carried; say so then."""
    unknown = [end for end in ends if end not in alters]
    pair = (min(ends), max(ends))
    if unknown:
        findings.lost(where, message("the tie leads to {id}, which is not on the map", id=", ".join(unknown)))
    elif ends[0] == ends[1]:
        findings.lost(where, message("the tie leads from {id} to itself", id=ends[0]))
    elif pair in pairs:
        findings.lost(where, message("the tie between {a} and {b} is told twice", a=pair[0], b=pair[1]))
    else:
        pairs[pair] = None


def tie_of(card: str, pair: tuple[str, str]) -> Tie:
    """Make the record of a known tie."""
    return Tie.of_stored(
        {"case": FILE_CASE, "card": card, "a": pair[0], "b": pair[1], "state": "known", "conflict": False}
    )
