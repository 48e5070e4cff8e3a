"""A district as one value: all records of the partner room, found by id and by what they belong to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar, cast

from netmap.model.partners import (
    Agreement,
    Area,
    Body,
    ChainStep,
    Code,
    Demand,
    Membership,
    Organisation,
    Place,
    Relation,
    Report,
    Resource,
    Service,
    Travel,
)
from netmap.model.stored import records_of
from netmap.model.tables import TABLES, Record, Room, tables_of

R = TypeVar("R", bound=Record)
T = TypeVar("T")

#: the tables of the public district files, what is referred to first
PUBLIC_TABLES = tuple(spec.name for spec in tables_of(Room.PARTNERS) if spec.public)
#: so many results of each kind are kept with a district, the last ones asked for
KEPT: Final = 6


class District:
    """All of a district's public tables; records are made when they are first asked for.

    Parameters
    ----------
    rows
        Plain rows by table, as a store loads them; tables may be missing (then empty).
    revision
        The id of the last change these rows hold, for caches.

    Examples
    --------
    >>> district = District.of([Area(id="k", name="Kreis", kind="kreis")])
    >>> district.areas["k"].name, district.services
    ('Kreis', {})
    """

    def __init__(self, rows: Mapping[str, Sequence[Mapping[str, Any]]], *, revision: str = "") -> None:
        self._rows = rows
        self.revision = revision
        self._derived: dict[str, list[tuple[object, object]]] = {}
        self._lock = threading.Lock()

    @classmethod
    def of(cls, records: Iterable[Record]) -> District:
        """Make a district of records."""
        rows: dict[str, list[Mapping[str, Any]]] = {}
        for record in records:
            rows.setdefault(record.TABLE.name, []).append(record.to_row())
        return cls(rows)

    def rows(self, table: str) -> Sequence[Mapping[str, Any]]:
        """Give the plain rows of a table."""
        return self._rows.get(table, ())

    def has_rows(self, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> bool:
        """Tell whether these are the very rows of this district."""
        return self._rows == rows

    def derived(self, kind: str, key: object, make: Callable[[], T]) -> T:
        """Give what is worked out of this district and a key, and of nothing else; worked out once.

        It is kept with the district and goes when the district goes, so it cannot be stale; only the
        last few of a kind are kept.

        Parameters
        ----------
        kind
            What it is; results of one kind are of one type.
        key
            All that the result depends on beside the district; compared, never hashed.
        make
            Works it out. Two who ask at the same moment may both do so.

        Examples
        --------
        >>> here = District.of([Area(id="k", name="Kreis", kind="kreis")])
        >>> here.derived("count", None, lambda: len(here.areas)), here.derived("count", None, lambda: 0)
        (1, 1)
        """
        with self._lock:
            kept = self._derived.setdefault(kind, [])
            for n, (known, value) in enumerate(kept):
                if known == key:
                    kept.append(kept.pop(n))
                    return cast("T", value)
        made = make()
        with self._lock:
            kept[:] = [*(k for k in kept if k[0] != key), (key, made)][-KEPT:]
        return made

    def _all(self, record: type[R]) -> tuple[R, ...]:
        return records_of(record, self.rows(record.TABLE.name))

    def _by_id(self, record: type[R]) -> dict[str, R]:
        return {r.id: r for r in self._all(record)}  # type: ignore[attr-defined]

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """Words the municipality added to closed lists."""
        return self._all(Code)

    @cached_property
    def areas(self) -> dict[str, Area]:
        """Areas by id."""
        return self._by_id(Area)

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        """Organisations by id."""
        return self._by_id(Organisation)

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by id."""
        return self._by_id(Place)

    @cached_property
    def services(self) -> dict[str, Service]:
        """Services by id."""
        return self._by_id(Service)

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """Neighbourhood resources by id."""
        return self._by_id(Resource)

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        """Agreements by id."""
        return self._by_id(Agreement)

    @cached_property
    def bodies(self) -> dict[str, Body]:
        """Bodies by id."""
        return self._by_id(Body)

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """All reports of cooperation."""
        return self._all(Report)

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """All other relations."""
        return self._all(Relation)

    @cached_property
    def demand(self) -> tuple[Demand, ...]:
        """All demand rows."""
        return self._all(Demand)

    @cached_property
    def chains(self) -> tuple[ChainStep, ...]:
        """All steps of all chains."""
        return self._all(ChainStep)

    @cached_property
    def travel(self) -> tuple[Travel, ...]:
        """All known travel times."""
        return self._all(Travel)

    @cached_property
    def members(self) -> tuple[Membership, ...]:
        """All memberships of bodies."""
        return self._all(Membership)

    def records(self) -> Iterable[Record]:
        """Go through all records, what is referred to first."""
        for name in PUBLIC_TABLES:
            yield from self._all(TABLES[name].record)
