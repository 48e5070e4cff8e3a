"""Where the tables of a district come from: the files of a folder, or the sheets of a workbook."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from netmap.errors import CallError, Fault, FormatError
from netmap.exchange.tabular import MAX_BYTES, Table, decode, read_table, table_from_records
from netmap.messages import message
from netmap.model.district import PUBLIC_TABLES

SHAPES_FILE = "areas.geojson"
SHAPES_SHEET = "shapes"


@dataclass
class Source:
    """The raw tables of a district, and the shapes of its areas.

    Attributes
    ----------
    tables
        Tables by their public name.
    shapes
        GeoJSON geometry by area id.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    shapes: dict[str, Any] = field(default_factory=dict)
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
                continue
            source.tables[file.stem] = table
            source.notices += table.notices
        elif file.suffix.lower() == ".csv":
            source.notices.append(Fault(file.name, message("not a table of a district; left out")))
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
            reason=exc.strerror or str(exc),
        ) from exc
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as exc:
        raise FormatError("{path} is no workbook (.xlsx) or is damaged.", path=path) from exc
    try:
        for sheet in book.worksheets:
            name = str(sheet.title)
            if name not in (*PUBLIC_TABLES, SHAPES_SHEET):
                source.notices.append(Fault(f"{path.name}/{name}", message("not a table of a district; left out")))
                continue
            try:
                table = table_from_records(f"{path.name}/{name}", _records(sheet.iter_rows(values_only=True)))
            except FormatError as exc:
                if exc.faults:
                    source.faults += exc.faults
                continue
            if name == SHAPES_SHEET:
                _take_shape_rows(source, table)
            else:
                source.tables[name] = table
    finally:
        book.close()
    return source


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


def _take_geojson(source: Source, path: Path) -> None:
    try:
        text, _ = decode(path.name, path.read_bytes())
        features = json.loads(text)["features"]
        pairs = [(_feature_id(f), f.get("geometry")) for f in features]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
        source.faults.append(Fault(path.name, message("is no GeoJSON of areas ({reason})", reason=str(exc)[:80])))
        return
    for number, (area, geometry) in enumerate(pairs, start=1):
        _take_shape(source, f"{path.name}:features[{number - 1}]", area, geometry)


def _feature_id(feature: Any) -> str:
    properties = feature.get("properties") or {}
    found = properties.get("id", feature.get("id"))
    return "" if found is None else str(found)


def _take_shape_rows(source: Source, table: Table) -> None:
    for row in table.rows:
        where = f"{table.name}:{row.number}"
        try:
            geometry = json.loads("".join(v for c, v in row.cells.items() if c.startswith("geometry")))
        except ValueError:
            source.faults.append(Fault(where, message("the shape is no GeoJSON geometry")))
            continue
        _take_shape(source, where, row.cells.get("id", ""), geometry)


def _take_shape(source: Source, where: str, area: str, geometry: Any) -> None:
    if not area:
        source.faults.append(Fault(where, message("the shape has no id")))
    elif geometry is None:
        source.notices.append(Fault(where, message("the area has no shape")))
    elif not _is_geometry(geometry):
        source.faults.append(Fault(where, message("the shape is no GeoJSON geometry")))
    elif area in source.shapes:
        source.faults.append(Fault(where, message("the area {id} has two shapes", id=area)))
    else:
        source.shapes[area] = geometry


def _is_geometry(geometry: Any) -> bool:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return False
    coordinates: Any = geometry.get("coordinates")
    polygons: Any = [coordinates] if geometry["type"] == "Polygon" else coordinates
    try:
        return bool(polygons) and all(
            len(ring) >= 4 and all(-180 <= float(p[0]) <= 180 and -90 <= float(p[1]) <= 90 for p in ring)
            for polygon in polygons
            for ring in polygon
        )
    except (TypeError, ValueError, IndexError, KeyError):
        return False
