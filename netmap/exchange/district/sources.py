"""Where the tables of a district come from: the files of a folder, or the sheets of a workbook."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from netmap.errors import CallError, Fault, FormatError, reason_of
from netmap.exchange.tabular import MAX_BYTES, Table, decode, read_table, table_from_records
from netmap.messages import Message, message
from netmap.model.district import PUBLIC_TABLES

SHAPES_FILE = "areas.geojson"
SHAPES_SHEET = "shapes"

#: what a workbook shows where a formula went wrong
_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})


@dataclass
class Source:
    """The raw tables of a district, and the shapes of its areas.

    Attributes
    ----------
    tables
        Tables by their public name.
    shapes
        GeoJSON geometry by area id.
    number_ids
        Ids of shapes that the file gives as numbers: those have lost their leading zeros.
    broken
        Tables that are there but could not be read.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    shapes: dict[str, Any] = field(default_factory=dict)
    number_ids: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    shapes_name: str = SHAPES_FILE
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def open_source(path: Path) -> Source:
    """Read all tables of a folder or a workbook.

    Raises
    ------
    CallError
        There is no such folder or file.
    FormatError
        It holds no table of a district.
    """
    if path.is_dir():
        source = _folder(path)
    elif path.suffix.lower() == ".xlsx":
        source = _workbook(path)
    else:
        raise CallError("{path} is neither a folder of tables nor a workbook (.xlsx).", path=path)
    if not source.tables and not source.faults:
        raise FormatError(
            "{path} holds no table of a district; their names are: {names}.",
            path=path,
            names=", ".join(PUBLIC_TABLES),
        )
    return source


def _folder(path: Path) -> Source:
    source = Source()
    for file in sorted(path.iterdir()):
        if file.name == SHAPES_FILE:
            _take_geojson(source, file)
        elif file.suffix.lower() == ".csv" and file.stem in PUBLIC_TABLES:
            try:
                table = read_table(file)
            except FormatError as exc:
                source.faults += exc.faults or (Fault(file.name, exc.message),)
                source.broken.add(file.stem)
                continue
            source.tables[file.stem] = table
            source.notices += table.notices
        elif file.suffix.lower() == ".csv":
            source.notices.append(_left_out(file.name, file.stem))
    return source


def _workbook(path: Path) -> Source:
    from openpyxl import load_workbook

    source = Source(shapes_name=f"{path.name}/{SHAPES_SHEET}")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FormatError("{path} is larger than 200 MB.", path=path)
        book = load_workbook(path, read_only=True, data_only=True)
    except OSError as exc:
        raise CallError(
            "{path} cannot be opened ({reason}). Check the path and its permissions.",
            path=path,
            reason=reason_of(exc),
        ) from exc
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as exc:
        raise FormatError("{path} is no workbook (.xlsx) or is damaged.", path=path) from exc
    try:
        empty = _formulas_without_value(path, book)
        for sheet in book.worksheets:
            name = str(sheet.title)
            where = f"{path.name}/{name}"
            if name not in (*PUBLIC_TABLES, SHAPES_SHEET):
                source.notices.append(_left_out(where, name))
                continue
            try:
                table = table_from_records(where, _records(sheet.iter_rows(values_only=True)))
            except FormatError as exc:
                source.faults += exc.faults or (Fault(where, exc.message),)
                source.broken.add(name)
                continue
            source.faults += _cell_faults(table, empty.get(name, ()))
            if name == SHAPES_SHEET:
                source.faults += table.faults
                _take_shape_rows(source, table)
            else:
                source.tables[name] = table
    finally:
        book.close()
    return source


def _left_out(where: str, name: str) -> Fault:
    near = get_close_matches(name.strip().casefold(), PUBLIC_TABLES, n=1, cutoff=0.75)
    if near:
        return Fault(where, message("not a table of a district; left out; was '{near}' meant?", near=near[0]))
    return Fault(where, message("not a table of a district; left out"))


def _formulas_without_value(path: Path, book: Any) -> dict[str, list[tuple[int, int]]]:
    """Find formulas of which the workbook holds no value: nobody has computed them yet."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(path) as parts:
        names = [n for n in parts.namelist() if n.startswith("xl/worksheets/") and n.endswith(".xml")]
        if not any(b"<f>" in (xml := parts.read(n)) or b"<f " in xml or b"<f/>" in xml for n in names):
            return {}
    found: dict[str, list[tuple[int, int]]] = {}
    written = load_workbook(path, read_only=True)
    try:
        for sheet, values in zip(written.worksheets, book.worksheets, strict=True):
            rows = zip(sheet.iter_rows(), values.iter_rows(values_only=True), strict=True)
            for number, (cells, known) in enumerate(rows, start=1):
                for position, (cell, value) in enumerate(zip(cells, known, strict=False)):
                    if value is None and cell.data_type == "f":
                        found.setdefault(str(sheet.title), []).append((number, position))
    finally:
        written.close()
    return found


def _cell_faults(table: Table, empty: Iterable[tuple[int, int]]) -> Iterator[Fault]:
    for number, position in empty:
        column = table.head[position] if position < len(table.head) else str(position + 1)
        said = message("a formula without a value; open the workbook, let it compute and save it")
        yield Fault(f"{table.name}:{number}:{column}", said)
    for row in table.rows:
        for column, value in row.cells.items():
            if value in _ERRORS:
                yield Fault(f"{table.name}:{row.number}:{column}", message("the formula gives {value}", value=value))


def _records(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(rows, start=1):
        yield number, [_cell(value) for value in row]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _why(exc: Exception) -> Message | str:
    if isinstance(exc, OSError):
        return reason_of(exc)
    if isinstance(exc, json.JSONDecodeError):
        return message("from line {line}, column {column} on it is no JSON", line=exc.lineno, column=exc.colno)
    return message("there is no list of features")


def _take_geojson(source: Source, path: Path) -> None:
    try:
        text, _ = decode(path.name, path.read_bytes())
        features = json.loads(text)["features"]
        pairs = [(_feature_id(f), f.get("geometry")) for f in features]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        source.faults.append(Fault(path.name, message("is no GeoJSON of areas ({reason})", reason=_why(exc))))
        return
    for number, ((area, is_number), geometry) in enumerate(pairs):
        if is_number:
            source.number_ids.add(area)
        _take_shape(source, f"{path.name}:features[{number}]", area, geometry)


def _feature_id(feature: Any) -> tuple[str, bool]:
    """Give the id of a feature, and whether the file gives it as a number."""
    properties = feature.get("properties") or {}
    found = properties.get("id", feature.get("id"))
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    return "" if found is None else str(found).strip(), isinstance(found, int)


def _take_shape_rows(source: Source, table: Table) -> None:
    for row in table.rows:
        where = f"{table.name}:{row.number}"
        try:
            geometry = json.loads("".join(v for c, v in row.cells.items() if c.startswith("geometry")))
        except ValueError:
            source.faults.append(Fault(where, message("the shape is no Polygon or MultiPolygon of GeoJSON")))
            continue
        _take_shape(source, where, row.cells.get("id", ""), geometry)


def _take_shape(source: Source, where: str, area: str, geometry: Any) -> None:
    if not area:
        source.faults.append(Fault(where, message("the shape has no id")))
    elif geometry is None:
        source.notices.append(Fault(where, message("the area has no shape")))
    elif wrong := _geometry_fault(geometry):
        source.faults.append(Fault(where, wrong))
    elif area in source.shapes:
        source.faults.append(Fault(where, message("the area {id} has two shapes", id=area)))
    else:
        source.shapes[area] = _closed(geometry)


def _closed(geometry: Any) -> Any:
    """Give a geometry whose rings end where they begin; some files leave the last point out."""

    def ring(points: Any) -> Any:
        return points if list(points[0]) == list(points[-1]) else [*points, points[0]]

    coordinates = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        return {**geometry, "coordinates": [ring(r) for r in coordinates]}
    return {**geometry, "coordinates": [[ring(r) for r in polygon] for polygon in coordinates]}


def _geometry_fault(geometry: Any) -> Message | None:
    """Say what keeps a geometry from being the shape of an area."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        return message("the shape is no Polygon or MultiPolygon of GeoJSON")
    coordinates: Any = geometry.get("coordinates")
    polygons: Any = [coordinates] if kind == "Polygon" else coordinates
    try:
        rings = [ring for polygon in polygons for ring in polygon]
        points = [(p[0], p[1]) for ring in rings for p in ring]
        long_enough = all(len(ring) >= (4 if list(ring[0]) == list(ring[-1]) else 3) for ring in rings)
    except (TypeError, ValueError, IndexError, KeyError):
        return message("the shape is no Polygon or MultiPolygon of GeoJSON")
    # a polygon without any ring is none, and so is a shape without polygons
    if not (long_enough and polygons and all(polygons)):
        return message("the shape has a ring of fewer than three points")
    for number in (n for point in points for n in point):
        if isinstance(number, bool) or not isinstance(number, int | float):
            return message("the shape has a coordinate that is no number: {value}", value=str(number)[:20])
    for lon, lat in points:
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            return message(
                "the shape has {lon}, {lat}: degrees are needed, longitude before latitude", lon=lon, lat=lat
            )
    return None
