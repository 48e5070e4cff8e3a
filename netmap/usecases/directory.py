"""The directory: finding organisations, services, places and resources, and keeping them right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from netmap.analysis.areas import AreaTree
from netmap.analysis.day import Day
from netmap.analysis.search import SearchIndex
from netmap.analysis.serving import served_areas
from netmap.errors import InputError, NotFound
from netmap.exchange.district.write import without_protected
from netmap.model import changes as ch
from netmap.model.changes import Change, Receipt, Recorded
from netmap.model.district import District
from netmap.model.partners import Organisation, Place, Resource, Service
from netmap.model.tables import TABLES, Record, Room
from netmap.usecases.desk import Desk, needs
from netmap.usecases.network import day_at
from netmap.usecases.undo import Steps, own_steps, take_back

#: the tables one can search, in the order in which they are shown
SEARCHED = ("services", "resources", "organisations", "places")

_KINDS: Mapping[str, tuple[type[Change], type[Change], type[Change]]] = {
    "organisations": (ch.AddOrganisation, ch.SetOrganisation, ch.RemoveOrganisation),
    "places": (ch.AddPlace, ch.SetPlace, ch.RemovePlace),
    "services": (ch.AddService, ch.SetService, ch.RemoveService),
    "resources": (ch.AddResource, ch.SetResource, ch.RemoveResource),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One entry that fits."""

    table: str
    record: Record
    score: float


def hidden_places(desk: Desk, district: District) -> frozenset[str]:
    """Give the protected places that the actor may not see."""
    if desk.actor.may("directory.protected"):
        return frozenset()
    return frozenset(i for i, p in district.places.items() if p.protected)


def visible(desk: Desk, district: District) -> District:
    """Give the district without what the actor may not see (protected places, and that they exist)."""
    hidden = hidden_places(desk, district)
    if not hidden:
        return district
    return without_protected(district, names=True)


@lru_cache(maxsize=8)
def _index(revision: str, protected: bool, holder: _Held) -> SearchIndex:
    district = holder.district
    texts: dict[str, str] = {}
    for table in SEARCHED:
        for record in _records(district, table):
            texts[f"{table}/{record.key}"] = _words(district, record)
    return SearchIndex(texts)


@dataclass(frozen=True)
class _Held:
    """Holds a district for the cache, which compares by revision only."""

    district: District

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)

    def __hash__(self) -> int:
        return 0


def _records(district: District, table: str) -> Iterable[Record]:
    records: Mapping[str, Mapping[str, Record]] = {
        "organisations": district.organisations,
        "places": district.places,
        "services": district.services,
        "resources": district.resources,
    }
    return records[table].values()


def _words(district: District, record: Record) -> str:
    words: list[str] = []
    for col in record.TABLE.columns:
        value = getattr(record, col.field)
        if col.name in ("id", "email", "phone", "lat", "lon", "parent") or value is None:
            continue
        words += [str(v) for v in value] if isinstance(value, tuple) else [str(value)]
    if isinstance(record, Service):
        words.append(district.organisations[record.organisation].name)
        words += [district.areas[a].name for a in record.areas]
    if isinstance(record, (Place, Resource)):
        words.append(district.areas[record.area].name)
    return " ".join(words)


@needs("directory.read")
def search(
    desk: Desk,
    query: str = "",
    *,
    on: date,
    tables: Sequence[str] = SEARCHED,
    need: str | None = None,
    area: str | None = None,
    language: str | None = None,
    access: str | None = None,
) -> list[Found]:
    """Find entries by words and filters; protected places only for those with the right.

    Parameters
    ----------
    desk, on
        Who asks, and the day.
    query
        Words; endings and umlauts do not matter. Empty: everything that passes the filters.
    tables
        Which kinds of entry.
    need, area, language, access
        Filters of services (and, for need and area, of resources).

    Returns
    -------
    list of Found
        Best first, then by name.
    """
    district = visible(desk, desk.house.district())
    day = day_at(desk, on)
    protected = desk.actor.may("directory.protected")
    index = _index(district.revision, protected, _Held(district))
    scores = index.search(query) if query.strip() else None
    passes = _Filter(district, day, need=need, area=area, language=language, access=access)
    found = [
        Found(table, record, 0.0 if scores is None else scores[f"{table}/{record.key}"])
        for table in SEARCHED
        if table in tables
        for record in _records(district, table)
        if (scores is None or f"{table}/{record.key}" in scores) and passes(record)
    ]
    return sorted(found, key=lambda f: (-f.score, str(getattr(f.record, "name", "")).casefold(), f.record.key))


class _Filter:
    """The filters of a search."""

    def __init__(
        self,
        district: District,
        day: Day,
        *,
        need: str | None,
        area: str | None,
        language: str | None,
        access: str | None,
    ) -> None:
        self._day = day
        self._tree = AreaTree(district.areas)
        self._need = need
        self._language = day.code("languages", language) if language else None
        self._access = access
        self._areas = self._tree.within(area) | set(self._tree.above[area]) if area else None

    def __call__(self, record: Record) -> bool:
        if isinstance(record, Service):
            return self._service(record)
        if self._language or self._access:
            return False
        if isinstance(record, Resource):
            return (self._need is None or self._need in record.needs) and self._in_area(record.area)
        if self._need:
            return False
        if isinstance(record, Place):
            return self._in_area(record.area)
        if isinstance(record, Organisation):
            return record.id in self._day.organisations and self._areas is None
        return False

    def _in_area(self, area: str) -> bool:
        return self._areas is None or area in self._areas

    def _service(self, record: Service) -> bool:
        if record.id not in self._day.services:
            return False
        if self._need is not None and self._need not in record.needs:
            return False
        if self._access is not None and record.access != self._access:
            return False
        if self._language is not None and self._language not in {
            self._day.code("languages", x) for x in record.languages
        }:
            return False
        return self._areas is None or not self._areas.isdisjoint(served_areas(self._day, self._tree, record))


@needs("directory.read")
def entry(desk: Desk, table: str, key: str) -> Record:
    """Give one entry.

    Raises
    ------
    NotFound
        There is none, or it is protected and the actor has no right to see it.
    """
    district = visible(desk, desk.house.district())
    for record in _records(district, table) if table in _KINDS else ():
        if record.key == key:
            return record
    raise NotFound("There is no entry {id}.", id=key)


@needs("directory.read")
def history(desk: Desk, table: str, key: str, *, limit: int = 50) -> list[Recorded]:
    """Give who changed an entry when, newest first."""
    record = entry(desk, table, key)
    return desk.house.partners.changes(entity=record.entity, newest_first=True, limit=limit)


@needs("directory.edit")
def save(desk: Desk, new: Record, *, old: Record | None = None) -> Receipt:
    """Add an entry, or change it (``old`` is what was seen).

    Raises
    ------
    Conflict
        Somebody else changed the same columns meanwhile.
    InputError
        Something is missing or refers to nothing.
    """
    add, change, _ = _KINDS[new.TABLE.name]
    _check_hidden(desk, new)
    made = add.adding(new) if old is None else change.updating((old, new))
    return desk.house.partners.apply(made, by=desk.actor.account)


def _check_hidden(desk: Desk, record: Record) -> None:
    """Refuse a change that would reveal or lose a place the actor does not see."""
    hidden = hidden_places(desk, desk.house.district())
    if isinstance(record, Place) and (record.id in hidden or (record.protected and hidden)):
        raise InputError("Protected places are changed only by those who may see them.")


@needs("directory.edit")
def remove(desk: Desk, record: Record) -> Receipt:
    """Remove an entry that nothing refers to.

    Raises
    ------
    InputError
        Something still refers to it.
    Conflict
        Somebody changed it meanwhile.
    """
    _check_hidden(desk, record)
    return desk.house.partners.apply(_KINDS[record.TABLE.name][2].removing(record), by=desk.actor.account)


@needs("directory.edit")
def verify_today(desk: Desk, record: Record) -> Receipt:
    """Say that an entry was checked today and is right."""
    new = replace(record, verified_on=desk.house.today())  # type: ignore[call-arg]
    return save(desk, new, old=record)


@needs("directory.edit")
def entry_steps(desk: Desk, entity: str) -> Steps:
    """Give what the actor can undo and redo on an entry."""
    return own_steps(desk, entity)


@needs("directory.edit")
def undo_entry(desk: Desk, entity: str, *, redo: bool = False) -> Receipt | None:
    """Take back one's last change of an entry (or bring it back); ``None`` if there is nothing to.

    Raises
    ------
    Conflict
        Somebody changed the same thing since.
    """
    steps = own_steps(desk, entity)
    side = steps.redo if redo else steps.undo
    return take_back(desk, side[-1], room=Room.PARTNERS).receipt if side else None


def related(district: District, record: Record) -> Mapping[str, Sequence[Record]]:
    """Give what belongs to an entry: services of an organisation, what is at a place."""
    found: dict[str, list[Record]] = defaultdict(list)
    if isinstance(record, Organisation):
        found["services"] = [s for s in district.services.values() if s.organisation == record.id]
        found["organisations"] = [o for o in district.organisations.values() if o.parent == record.id]
    elif isinstance(record, Service):
        found["organisations"] = [district.organisations[record.organisation]]
        found["places"] = [district.places[p] for p in record.places if p in district.places]
    elif isinstance(record, Place):
        found["services"] = [s for s in district.services.values() if record.id in s.places]
        found["resources"] = [r for r in district.resources.values() if r.place == record.id]
    elif isinstance(record, Resource) and record.place in district.places:
        found["places"] = [district.places[record.place]]
    return {t: r for t, r in found.items() if r}


def columns_of(table: str) -> tuple[Any, ...]:
    """Give the public columns of a table."""
    return tuple(c for c in TABLES[table].columns if not c.own)
