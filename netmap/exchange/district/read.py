"""Reading district files: everything that can be read is, everything else is named.

All faults of all files come together; nothing is handed on unless there are none.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from netmap.errors import Fault, InputError
from netmap.exchange.columns import ZERO_SIGNS
from netmap.exchange.district.across import Across
from netmap.exchange.district.known import Known
from netmap.exchange.district.sources import Source, open_source
from netmap.exchange.tabular import Row, Sheet, refuse_if_faulty
from netmap.messages import message
from netmap.model.catalogues import Vocabulary
from netmap.model.district import PUBLIC_TABLES
from netmap.model.openinghours import OPENING_HOURS, meant_hours, parse_hours
from netmap.model.partners import DEFAULT_SCALE, NEEDS, PARTY_ROLES, SCALES, split_party
from netmap.model.tables import TABLES, Column, Kind, Record, TableSpec

Progress = Callable[[float, str], None]

#: whole numbers that a dash does not stand for: nothing is not the lowest level
_NO_COUNTS = ("level", "position")

#: signs of German tables: a dash counts nothing, the others say that a number is secret or not known
_SIGNS = ZERO_SIGNS | {".", "..", "...", "\u2026", "/", "\u2022"}

#: beyond it a whole number is no longer exact in every store and file
_LARGEST = 2**53

#: tables whose rows get an id from their name where they have none
_ID_FROM_NAME = ("organisations", "places", "services", "resources")

#: by what rows of tables without id replace each other when districts are merged
MERGE_KEYS: Mapping[str, tuple[str, ...]] = {
    "codes": ("list", "code"),
    "reports": ("from", "to", "on", "scale"),
    "relations": ("from", "to", "kind", "service"),
    "demand": ("area", "need", "on", "target_group", "language", "requires"),
    "chains": ("chain", "position", "service_type"),
    "travel": ("area", "place", "mode"),
    "members": ("body", "organisation"),
}


@dataclass(frozen=True, slots=True)
class DistrictFile:
    """A district as read: its records, and what was treated on the way."""

    records: tuple[Record, ...]
    notices: tuple[Fault, ...]


def read_district(
    path: Path,
    *,
    vocabulary: Vocabulary,
    there: Mapping[str, Iterable[Mapping[str, Any]]] | None = None,
    progress: Progress = lambda fraction, text: None,
) -> DistrictFile:
    """Read a district from a folder of CSV files or from a workbook.

    Parameters
    ----------
    path
        The folder, or the ``.xlsx`` file.
    vocabulary
        Recognises codes and labels; other words are kept and reported.
    there
        The rows that stay (when merging), by table.
    progress
        Is told how far it is.

    Raises
    ------
    InputError
        With every fault: file, row and column.
    """
    source = open_source(path)
    reader = _Reader(source, vocabulary, there or {})
    records: list[Record] = []
    for number, name in enumerate(PUBLIC_TABLES):
        progress(number / len(PUBLIC_TABLES), name)
        if name in source.tables:
            records += reader.read(TABLES[name])
    reader.check_all()
    refuse_if_faulty(reader.faults, name=str(path.name))
    progress(1.0, "")
    return DistrictFile(tuple(records), tuple(reader.notices))


class _Reader:
    """Reads table after table, what is referred to first, and remembers ids and places of rows."""

    def __init__(
        self, source: Source, vocabulary: Vocabulary, there: Mapping[str, Iterable[Mapping[str, Any]]]
    ) -> None:
        self.source = source
        self.vocabulary = vocabulary
        self.faults: list[Fault] = list(source.faults)
        self.notices: list[Fault] = list(source.notices)
        self.known = Known(there, broken=source.broken)
        self.across = Across(there)
        added = {r["code"] for r in there.get("codes", ()) if r["list"] == "needs"}
        self.needs = sorted({*NEEDS, *added})
        self._own_words: Counter[tuple[str, str, str, str]] = Counter()

    def read(self, spec: TableSpec) -> list[Record]:
        sheet = Sheet(self.source.tables[spec.name])
        head = set(sheet.table.head)
        public = [c for c in spec.columns if not c.own]
        optional = {"id"} if spec.name in _ID_FROM_NAME else set()
        sheet.need_columns(*(c.name for c in public if c.needed and c.name not in optional))
        strange = [c for c in sheet.table.head if c not in {k.name for k in public}]
        self._report_strange(sheet, strange, public)
        # a column that is missing is named once, and the others are read all the same
        columns = [c for c in public if c.name in head or not c.needed or c.name in optional]
        ids = self._row_ids(sheet, spec)
        self.known.add(spec.name, ids, sheet)
        if spec.name == "areas":
            self._match_shapes()
        if spec.name == "codes":
            added = {r.cells.get("code", "") for r in sheet.table.rows if r.cells.get("list") == "needs"}
            self.needs = sorted({*self.needs, *added} - {""})
        rows = [(row, self._row(sheet, spec, columns, strange, row, ids)) for row in sheet.table.rows]
        if spec.name == "codes":
            self._learn_words(sheet, rows)
        records = self._records(sheet, spec, rows)
        self.faults += sheet.faults
        self.notices += sheet.notices
        self._report_words(spec)
        return records

    def _report_strange(self, sheet: Sheet, strange: Iterable[str], public: Iterable[Column]) -> None:
        for column in strange:
            near = get_close_matches(column, [k.name for k in public], n=1, cutoff=0.75)
            where = f"{sheet.table.name}:1:{column}"
            self.notices.append(
                Fault(where, message("unknown column, kept as a note; was '{near}' meant?", near=near[0]))
                if near
                else Fault(where, message("unknown column, kept as a note"))
            )

    def _learn_words(self, sheet: Sheet, rows: Iterable[tuple[Row, Mapping[str, Any]]]) -> None:
        """Take the municipality's own words into the vocabulary; no list takes words it does not have."""
        for row, values in rows:
            listed, code, label = values.get("list"), values.get("code"), values.get("label")
            if not (listed and code and label):
                continue  # named as a fault already
            try:
                self.vocabulary = self.vocabulary.with_codes([(listed, code, label)])
            except InputError as error:
                sheet.faults += [Fault(sheet.where(row, "list"), f.message) for f in error.faults]

    def _match_shapes(self) -> None:
        """Give shapes whose number lost its leading zeros to the one area they can be of."""
        for area in sorted(self.source.number_ids - self.known.ids("areas")):
            meant = [i for i in self.known.ids("areas") if i.lstrip("0") == area.lstrip("0")]
            if len(meant) == 1 and meant[0] not in self.source.shapes:
                self.source.shapes[meant[0]] = self.source.shapes.pop(area)
                said = message("'{value}' read as {number}", value=area, number=meant[0])
                self.notices.append(Fault(self.source.shapes_name, said))

    def _row_ids(self, sheet: Sheet, spec: TableSpec) -> dict[int, str]:
        if spec.key != ("id",):
            return {}
        ids: dict[int, str] = {}
        taken = {row.cells.get("id", "") for row in sheet.table.rows}
        for row in sheet.table.rows:
            given = row.cells.get("id", "")
            if not given and spec.name in _ID_FROM_NAME and row.cells.get("name"):
                given = free_id(row.cells["name"], taken)
                taken.add(given)
                sheet.notice(row, "id", "no id; made '{id}' from the name", id=given)
            ids[row.number] = given
        return ids

    def _row(
        self,
        sheet: Sheet,
        spec: TableSpec,
        columns: Iterable[Column],
        strange: Iterable[str],
        row: Row,
        ids: Mapping[int, str],
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for col in columns:
            if col.name == "id" and spec.key == ("id",):
                values["id"] = ids[row.number]
                if not ids[row.number] and "id" in row.cells:
                    sheet.fault(row, "id", "a value is needed here")
            else:
                values[col.name] = self._value(sheet, spec, row, col)
        values["notes"] = {c: row.cells[c] for c in strange if row.cells.get(c)} or None
        if spec.name == "services":
            self._check_hours(sheet, row)
        if spec.name == "areas":
            values["shape"] = self.source.shapes.get(values["id"])
        if spec.name == "reports":
            self._check_level(sheet, row, values)
        if spec.name == "demand":
            low, high = values.get("people_low"), values.get("people_high")
            if low is not None and high is not None and low > high:
                sheet.fault(row, "people_low", "{low} is more than people_high ({high})", low=low, high=high)
        return values

    def _check_hours(self, sheet: Sheet, row: Row) -> None:
        """Report opening hours that cannot be read; they are kept as they are."""
        said = row.cells.get(OPENING_HOURS)
        if not said or parse_hours(said) is not None:
            return
        meant = meant_hours(said)
        if meant is not None:
            sheet.notice(row, OPENING_HOURS, "hours '{value}' not read; is '{near}' meant?", value=said, near=meant)
        else:
            wanted = "Mo–Fr 8–12, Do 14–18"
            sheet.notice(
                row, OPENING_HOURS, "hours '{value}' not read; write them like '{near}'", value=said, near=wanted
            )

    def _value(self, sheet: Sheet, spec: TableSpec, row: Row, col: Column) -> Any:
        needed = col.needed
        if col.kind in (Kind.WHOLE, Kind.NUMBER) and row.cells.get(col.name) in _SIGNS:
            return self._sign(sheet, row, col)
        match col.kind:
            case Kind.WHOLE:
                low = -_LARGEST if col.low is None else int(col.low)
                return sheet.whole(row, col.name, needed=needed, low=low, high=_LARGEST)
            case Kind.NUMBER:
                return sheet.number(row, col.name, needed=needed, low=col.low, high=col.high)
            case Kind.DAY:
                day = sheet.day(row, col.name, needed=needed)
                return None if day is None else day.isoformat()
            case Kind.YES_NO:
                return sheet.yes_no(row, col.name)
            case Kind.TEXTS:
                words = sheet.texts(row, col.name, needed=needed)
                if needed and not words and row.cells.get(col.name):
                    sheet.fault(row, col.name, "a value is needed here")
                return list(dict.fromkeys(self._word(sheet, spec, row, col, w) for w in words))
            case _:
                if spec.name == "reports" and col.name == "scale":
                    return sheet.text(row, "scale") or DEFAULT_SCALE
                word = sheet.text(row, col.name, needed=needed)
                return None if word is None else self._word(sheet, spec, row, col, word)

    def _sign(self, sheet: Sheet, row: Row, col: Column) -> int | None:
        """Read the signs of German tables: a dash counts nothing, others stand for what is not known."""
        value = row.cells[col.name]
        if value in ZERO_SIGNS and col.kind is Kind.WHOLE and col.name not in _NO_COUNTS:
            sheet.notice(row, col.name, "'{value}' read as {number}", value=value, number=0)
            return 0
        if col.name in ("people_low", "people_high"):
            sheet.fault(
                row,
                col.name,
                "'{value}' stands for a number that is not known; give a range, such as 0 to 10",
                value=value,
            )
        elif col.needed:
            sheet.fault(row, col.name, "'{value}' stands for no known number; one is needed here", value=value)
        else:
            sheet.notice(row, col.name, "'{value}' read as not known", value=value)
        return None

    def _word(self, sheet: Sheet, spec: TableSpec, row: Row, col: Column, word: str) -> str:
        if col.choice is not None:
            sheet.check_word(row, col.name, word, col.choice)
        elif col.name in ("need", "needs"):
            sheet.check_word(row, col.name, word, self.needs)
        elif col.words is not None and not self._counts_as(col.words, word):
            self._own_words[(sheet.table.name, col.name, col.words, word)] += 1
        if col.refers is not None and spec.name != col.refers:
            self._check_reference(sheet, row, col.name, col.refers, word)
        if col.name == "parties":
            organisation, role = split_party(word)
            if role is None and ":" in organisation and not self.known.has("organisations", organisation):
                organisation, _, strange = organisation.rpartition(":")
                sheet.check_word(row, col.name, strange, PARTY_ROLES)
            self._check_reference(sheet, row, col.name, "organisations", organisation)
        return word

    def _counts_as(self, words: str, word: str) -> bool:
        """Tell whether analyses take the word for one of the list: legal bases however they are written."""
        known = self.vocabulary[words]
        return (known.recognise(word) if words == "legal_bases" else known.code_of(word)) is not None

    def _check_reference(self, sheet: Sheet, row: Row, column: str, table: str, word: str) -> None:
        if not self.known.has(table, word):
            sheet.faults.append(Fault(sheet.where(row, column), self.known.complaint(table, word)))

    def _check_level(self, sheet: Sheet, row: Row, values: Mapping[str, Any]) -> None:
        scale, level = values["scale"], values.get("level")
        if not sheet.check_word(row, "scale", scale, SCALES) or level is None:
            return
        low, high = SCALES[scale]
        if not low <= level <= high:
            sheet.fault(
                row,
                "level",
                "{level} is no level of the scale {scale} ({low} to {high})",
                level=level,
                scale=scale,
                low=low,
                high=high,
            )

    def _records(self, sheet: Sheet, spec: TableSpec, rows: list[tuple[Row, dict[str, Any]]]) -> list[Record]:
        records: list[Record] = []
        seen: dict[str, tuple[int, dict[str, Any]]] = {}
        for row, values in rows:
            if any(values.get(k) in (None, "") for k in spec.key if spec.column(k).needed):
                continue  # named as a fault already
            same = self._same_key(spec, values)
            if same in seen:
                number, first = seen[same]
                if first == values and spec.name not in ("reports", "demand") and spec.key != ("id",):
                    sheet.notice(row, spec.key[0], "the same as row {row}; counted once", row=number)
                else:
                    sheet.fault(row, spec.key[0], "row {row} says the same thing already", row=number)
                continue
            seen[same] = (row.number, values)
            self.across.add(spec.name, f"{sheet.table.name}:{row.number}", values)
            if not sheet.faults:
                records.append(spec.record.from_row(values))
        return records

    def _same_key(self, spec: TableSpec, values: Mapping[str, Any]) -> str:
        """Give the key by which rows say the same thing: a label and its code are one word."""
        if spec.name != "demand":
            return spec.key_of(values)
        words = {"target_group": "target_groups", "language": "languages"}
        codes = {c: values[c] and (self.vocabulary[w].code_of(values[c]) or values[c]) for c, w in words.items()}
        return spec.key_of({**values, **codes})

    def _report_words(self, spec: TableSpec) -> None:
        for (name, column, words, word), count in sorted(self._own_words.items()):
            kept = message("'{word}' kept as your own word ({count}×)", word=word, count=count)
            near = self.vocabulary[words].recognise(word)
            if near is not None:
                kept = message("{kept}; it counts as '{label}' only if written so", kept=kept, label=near.de)
            self.notices.append(Fault(f"{name}:{column}", kept))
        self._own_words.clear()

    # what can only be seen when everything is there

    def check_all(self) -> None:
        self._check_shapes()
        self.across.check(self.known, self.vocabulary)
        self.faults += self.across.faults
        self.notices += self.across.notices

    def _check_shapes(self) -> None:
        known = self.known.ids("areas")
        for area in sorted(set(self.source.shapes) - known):
            near = [i for i in known if i.lstrip("0") == area.lstrip("0")]
            text = (
                message("no area has the id '{id}'; is it '{near}'? The shape was left out", id=area, near=near[0])
                if near
                else message("no area has the id '{id}'; the shape was left out", id=area)
            )
            self.notices.append(Fault(self.source.shapes_name, text))


def free_id(name: str, taken: Collection[str]) -> str:
    """Make an id of a name that is not taken yet.

    Examples
    --------
    >>> free_id("Bürgerhaus Süd", {"buergerhaus-sued"})
    'buergerhaus-sued-2'
    """
    german = name.lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        german = german.replace(letter, letters)
    plain = unicodedata.normalize("NFKD", german).encode("ascii", "ignore").decode("ascii")
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "id"
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found
