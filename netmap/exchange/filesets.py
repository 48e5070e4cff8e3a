"""Several files that are read for one answer: what is wrong with any of them is told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from netmap.errors import CallError, Fault, FormatError, InputError, NetmapError
from netmap.exchange.tabular import Row, Sheet, read_table

Source = str | Path


@dataclass
class FileSet:
    """Several files read as one: errors and faults are kept until all have been looked at."""

    errors: list[tuple[Source, NetmapError]] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)

    @classmethod
    def of(cls, *sources: Source) -> FileSet:
        """Begin to read these files; standard input can be one of them only."""
        if sum(str(source) == "-" for source in sources) > 1:
            raise CallError("Only one of the files can come from standard input ('-').")
        return cls()

    def open(self, source: Source, *columns: str) -> Sheet | None:
        """Read one file; ``None`` if it is no table or lacks a column."""
        try:
            sheet = Sheet(read_table(source))
        except (CallError, FormatError) as error:
            self.errors.append((source, error))
            return None
        self.sheets.append(sheet)
        return sheet if sheet.need_columns(*columns) else None

    def refuse_if_faulty(self) -> None:
        """Raise what was found, everything at once; a single error stays as it is."""
        faults = [fault for sheet in self.sheets for fault in sheet.faults]
        if not faults and len(self.errors) == 1:
            raise self.errors[0][1]
        for source, error in self.errors:
            faults += error.faults or [Fault(str(source), error.message)]
        if faults:
            raise InputError("The files cannot be used as they are: {count} faults.", count=len(faults), faults=faults)

    def notices(self) -> tuple[Fault, ...]:
        """Give what was treated on the way, file by file."""
        return tuple(n for sheet in self.sheets for n in (*sheet.table.notices, *sheet.notices))


def new_id(sheet: Sheet, row: Row, key: str, seen: dict[str, int]) -> str | None:
    """Read an id that must not have stood in an earlier row."""
    name = sheet.text(row, key, needed=True)
    if name is None:
        return None
    if name in seen:
        sheet.fault(row, key, "'{value}' stands here twice (first in row {row})", value=name, row=seen[name])
        return None
    seen[name] = row.number
    return name
