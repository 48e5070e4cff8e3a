"""Writing district files: what is written here reads back as exactly the same district."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from netmap.errors import CallError, reason_of
from netmap.exchange.district.sources import SHAPES_FILE, SHAPES_SHEET
from netmap.messages import text
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.tables import TABLES, Kind, TableSpec

#: a workbook cell holds no more characters
_CELL_LIMIT = 32_767
_CELL = 30_000
#: what may bear the name of a protected place
_NAMED = frozenset({"organisations", "services", "resources", "bodies"})


def write_district(path: Path, district: District) -> dict[str, int]:
    """Write a district as a folder of CSV files, or as a workbook where the path ends in ``.xlsx``.

    Files appear whole or not at all; tables without rows hold only their head.

    Returns
    -------
    dict
        Rows by table.

    Raises
    ------
    CallError
        The place cannot be written to.
    """
    tables = {name: _table(name, district.rows(name)) for name in PUBLIC_TABLES}
    shapes = {r["id"]: r["shape"] for r in district.rows("areas") if r.get("shape")}
    try:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(path, tables, shapes)
        else:
            _write_folder(path, tables, shapes)
    except OSError as exc:
        raise CallError("{path} cannot be written ({reason}).", path=path, reason=reason_of(exc)) from exc
    return {name: len(rows) for name, (_, rows) in tables.items()}


def without_protected(district: District, *, names: bool = False) -> District:
    """Leave out protected places and everything that would tell where they are.

    Parameters
    ----------
    district
        The whole district.
    names
        Whether names that bear the name of such a place stay: inside the house, where the network is
        cared for under its organisations' names, but not in a file that leaves it.
    """
    places = [r for r in district.rows("places") if r.get("protected")]
    hidden = {r["id"] for r in places}
    telling = tuple({str(r[c]).casefold() for r in places for c in ("id", "name", "street") if r.get(c)})
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for name in PUBLIC_TABLES:
        rows[name] = [_silent(TABLES[name], r, telling, names=names) for r in district.rows(name)]
    rows["places"] = [r for r in rows["places"] if r["id"] not in hidden]
    rows["travel"] = [r for r in rows["travel"] if r["place"] not in hidden]
    rows["services"] = [{**r, "places": [p for p in r["places"] if p not in hidden]} for r in rows["services"]]
    rows["resources"] = [{**r, "place": None if r["place"] in hidden else r["place"]} for r in rows["resources"]]
    return District(rows, revision=district.revision)


def _silent(spec: TableSpec, row: Mapping[str, Any], telling: Sequence[str], *, names: bool) -> Mapping[str, Any]:
    """Leave out free words and notes that name a protected place, its id or its street.

    A name that does is replaced, since an entry cannot be without one: who runs a refuge often bears
    its name, and the name is what one looks an address up by.
    """

    def tells(value: Any) -> bool:
        said = value.casefold() if isinstance(value, str) else ""
        return any(re.search(rf"(?<!\w){re.escape(t)}(?!\w)", said) for t in telling if t in said)

    free = _free(spec.name)
    words = [row.get(name) for name in (*free, "name")]
    said = "\n".join(str(w) for w in (*words, *(row.get("notes") or {}).values()) if w).casefold()
    if not any(t in said for t in telling):
        return row  # as nearly all rows
    found = dict(row)
    for name in free:
        if tells(found.get(name)):
            found[name] = None
    if not names and spec.name in _NAMED and tells(found["name"]):
        found["name"] = text("protected facility")
    if found.get("notes"):
        found["notes"] = {c: v for c, v in found["notes"].items() if not tells(v)} or None
    return found


@cache
def _free(table: str) -> tuple[str, ...]:
    """Columns with words that an entry can be without."""
    spec = TABLES[table]
    return tuple(
        c.name
        for c in spec.columns
        if c.kind is Kind.TEXT and not c.needed and c.refers is None and c.name not in spec.key
    )


def _table(name: str, rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]]]:
    spec = TABLES[name]
    columns = [c for c in spec.columns if not c.own]
    notes = sorted({n for row in rows for n in (row.get("notes") or {})})
    body = [
        [_cell(c.kind, row.get(c.name)) for c in columns] + [str((row.get("notes") or {}).get(n, "")) for n in notes]
        for row in sorted(rows, key=spec.key_of)
    ]
    return [c.name for c in columns] + notes, body


def _cell(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    match kind:
        case Kind.TEXTS:
            return "; ".join(value)
        case Kind.YES_NO:
            return "yes" if value else "no"
        case Kind.NUMBER:
            return str(int(value)) if float(value).is_integer() else repr(float(value))
        case _:
            return str(value)


def _write_folder(
    path: Path, tables: Mapping[str, tuple[list[str], list[list[str]]]], shapes: Mapping[str, Any]
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as half:
        for name, (head, rows) in tables.items():
            (Path(half) / f"{name}.csv").write_text(_csv(head, rows), encoding="utf-8", newline="")
        (Path(half) / SHAPES_FILE).write_text(_geojson(shapes), encoding="utf-8")
        path.mkdir(exist_ok=True)
        for file in Path(half).iterdir():
            shutil.move(file, path / file.name)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def _geojson(shapes: Mapping[str, Any]) -> str:
    features = [
        {"type": "Feature", "id": area, "properties": {"id": area}, "geometry": shapes[area]} for area in sorted(shapes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))


def _write_workbook(
    path: Path, tables: Mapping[str, tuple[list[str], list[list[str]]]], shapes: Mapping[str, Any]
) -> None:
    from openpyxl import Workbook

    for name, (head, rows) in tables.items():
        for column, value in ((c, v) for row in rows for c, v in zip(head, row, strict=True)):
            if len(value) > _CELL_LIMIT:
                raise CallError(
                    "{table}, {column}: a text is too long for a workbook; export a folder instead.",
                    table=name,
                    column=column,
                )
    book = Workbook(write_only=True)
    for name, (head, rows) in tables.items():
        sheet = book.create_sheet(name)
        sheet.append(head)
        for row in rows:
            sheet.append([_text_cell(sheet, v) for v in row])
    sheet = book.create_sheet(SHAPES_SHEET)
    texts = {area: json.dumps(shapes[area], separators=(",", ":")) for area in sorted(shapes)}
    parts = max((len(t) // _CELL + 1 for t in texts.values()), default=1)
    sheet.append(["id", *(f"geometry_{n}" for n in range(1, parts + 1))])
    for area, drawn in texts.items():
        sheet.append([area, *(drawn[i : i + _CELL] for i in range(0, len(drawn), _CELL))])
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    try:
        book.save(half)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _text_cell(sheet: Any, value: str) -> Any:
    """Write text as text: what looks like a formula is none, leading zeros stay."""
    from openpyxl.cell import WriteOnlyCell

    if not value:
        return None
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
