"""What can only be seen when all tables are there: loops, people counted twice, places far away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from netmap.errors import Fault
from netmap.exchange.district.known import Known
from netmap.messages import message
from netmap.model.catalogues import Vocabulary

Values = Mapping[str, Any]

#: so many degrees beyond the shapes of the areas a place is still taken as a neighbour's
_MARGIN: Final = 0.5


class Across:
    """Rows of the tables that are looked at together, and where they stand in the files.

    Parameters
    ----------
    there
        The rows that stay (when merging), by table.
    """

    def __init__(self, there: Mapping[str, Iterable[Values]]) -> None:
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []
        self._there = there
        self._rows: dict[str, list[tuple[str, Values]]] = {}

    def add(self, table: str, where: str, values: Values) -> None:
        """Remember a row, and the file and line it stands in."""
        if table in ("areas", "organisations", "places", "demand"):
            self._rows.setdefault(table, []).append((where, values))

    def check(self, known: Known, vocabulary: Vocabulary) -> None:
        """Find faults and notices."""
        for table in ("areas", "organisations"):
            self._check_parents(table, known)
        self._report_nested_demand(vocabulary)
        self._report_far_away()

    def _parents(self, table: str) -> dict[str, str | None]:
        found = {r["id"]: r["parent"] for r in self._there.get(table, ())}
        return found | {v["id"]: v.get("parent") for _, v in self._rows.get(table, ())}

    def _check_parents(self, table: str, known: Known) -> None:
        parents = self._parents(table)
        for row, values in self._rows.get(table, ()):
            where, parent = f"{row}:parent", values.get("parent")
            if not parent:
                continue
            if not known.has(table, parent):
                self.faults.append(Fault(where, known.complaint(table, parent)))
                continue
            walked, here = {values["id"]}, parent
            while here and here not in walked:
                walked.add(here)
                here = parents.get(here)
            if here == values["id"]:
                self.faults.append(Fault(where, message("'{id}' would contain itself", id=here)))

    def _report_nested_demand(self, vocabulary: Vocabulary) -> None:
        """Report rows of one need that contain each other; of several days the newest counts."""

        def code(words: str, word: str | None) -> str:
            return (word and (vocabulary[words].code_of(word) or word)) or ""

        newest: dict[tuple[str, str, str, str, frozenset[str]], tuple[str, str]] = {}
        for where, row in self._rows.get("demand", ()):
            group, language = code("target_groups", row.get("target_group")), code("languages", row.get("language"))
            key = (row["need"], row["area"], group, language, frozenset(row.get("requires") or ()))
            day = row.get("on") or ""
            if key not in newest or newest[key][0] < day:
                newest[key] = (day, where)
        by_area: dict[tuple[str, str], list[Any]] = {}
        for key in newest:
            by_area.setdefault(key[:2], []).append(key)
        parents = self._parents("areas")
        for inner, (_, where) in newest.items():
            need, area, group, language, requires = inner
            for above in _upwards(area, parents):
                for outer in by_area.get((need, above), ()):
                    if (
                        outer != inner
                        and outer[2] in ("", group)
                        and outer[3] in ("", language)
                        and outer[4] <= requires
                    ):
                        said = message("may count the same people as {where}", where=newest[outer][1])
                        self.notices.append(Fault(where, said))

    def _report_far_away(self) -> None:
        """Report places that lie far outside all shapes of the areas."""
        shapes = [v["shape"] for _, v in self._rows.get("areas", ()) if v.get("shape")]
        points = [p for shape in shapes for p in _points(shape)]
        if not points:
            return
        west, east = min(p[0] for p in points) - _MARGIN, max(p[0] for p in points) + _MARGIN
        south, north = min(p[1] for p in points) - _MARGIN, max(p[1] for p in points) + _MARGIN
        for table in ("areas", "places"):
            for where, row in self._rows.get(table, ()):
                lat, lon = row.get("lat"), row.get("lon")
                if lat is None or lon is None or (south <= lat <= north and west <= lon <= east):
                    continue
                swapped = south <= lon <= north and west <= lat <= east
                self.notices.append(
                    Fault(f"{where}:lat", message("lies far outside the areas; are lat and lon exchanged?"))
                    if swapped
                    else Fault(f"{where}:lat", message("lies far outside the areas"))
                )


def _upwards(area: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    walked: set[str] = set()
    here: str | None = area
    while here and here not in walked:
        yield here
        walked.add(here)
        here = parents.get(here)


def _points(shape: Mapping[str, Any]) -> Iterator[Any]:
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    for polygon in polygons:
        yield from polygon[0]
