"""Bringing a district in and taking it out: all or nothing, and the same twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netmap.errors import Fault
from netmap.exchange.district import read_district, write_district
from netmap.exchange.district.read import MERGE_KEYS, Progress
from netmap.exchange.district.write import without_protected
from netmap.model.changes import Edit, ImportDistrict
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.tables import TABLES, Room, Row
from netmap.stores.plan import same
from netmap.usecases.desk import Desk, needs


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do.

    Attributes
    ----------
    added, changed, removed
        Rows by table (tables without any are left out).
    notices
        What was read in a way somebody should know of.
    change
        The id of the change; empty where nothing changed or it was a dry run.
    """

    added: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]
    notices: tuple[Fault, ...]
    change: str = ""


@needs("district.import")
def import_district(
    desk: Desk,
    path: Path,
    *,
    dry_run: bool = False,
    merge: bool = False,
    progress: Progress = lambda fraction, text: None,
) -> Imported:
    """Replace the district by files, or merge them in; one transaction.

    Parameters
    ----------
    desk
        Who is at work.
    path
        A folder of CSV files or a workbook.
    dry_run
        Only say what would happen; where there is no store yet, none is made.
    merge
        Keep what the files do not name: rows with an id replace those of the same id, others those
        of the same key.
    progress
        Is told how far it is.

    Raises
    ------
    InputError
        With every fault; nothing is changed.
    Conflict
        Somebody changed the district meanwhile.
    """
    house = desk.house
    there: dict[str, Sequence[Row]] = dict.fromkeys(PUBLIC_TABLES, ())
    if house.has(Room.PARTNERS) or not dry_run:
        there = house.partners.load(*PUBLIC_TABLES)
    found = read_district(
        path,
        vocabulary=house.vocabulary,
        there=there if merge else None,
        progress=lambda fraction, text: progress(fraction * 0.5, text),
    )
    wanted: dict[str, dict[str, dict[str, Any]]] = {n: {} for n in PUBLIC_TABLES}
    for record in found.records:
        wanted[record.TABLE.name][record.key] = record.to_row()
    if merge:
        _keep_shapes(wanted["areas"], there["areas"])
    edits: list[Edit] = []
    counts: dict[str, dict[str, int]] = {"added": {}, "changed": {}, "removed": {}}
    for name in PUBLIC_TABLES:
        for kind, edit in _edits(name, there[name], wanted[name], merge=merge):
            edits.append(edit)
            counts[kind][name] = counts[kind].get(name, 0) + 1
    progress(0.6, "")
    change = ""
    if edits and not dry_run:
        receipt = house.partners.apply(
            ImportDistrict(tuple(edits)),
            by=desk.actor.account,
            why=f"import {'merge' if merge else 'replace'}",
        )
        change = receipt.id
    progress(1.0, "")
    return Imported(counts["added"], counts["changed"], counts["removed"], found.notices, change)


def _keep_shapes(wanted: Mapping[str, dict[str, Any]], there: Sequence[Mapping[str, Any]]) -> None:
    """Let areas keep the shape they have where the files bring none: it stands in a file of its own."""
    for row in there:
        new = wanted.get(row["id"])
        if new is not None and new["shape"] is None:
            new["shape"] = row["shape"]


def _edits(
    name: str, there: Sequence[Mapping[str, Any]], wanted: Mapping[str, dict[str, Any]], *, merge: bool
) -> list[tuple[str, Edit]]:
    spec = TABLES[name]
    now = {spec.key_of(row): row for row in there}
    replaced = None
    if merge:
        by = MERGE_KEYS.get(name, spec.key)
        keys = {tuple(_plain(row.get(k)) for k in by) for row in wanted.values()}
        replaced = {key for key, row in now.items() if tuple(_plain(row.get(k)) for k in by) in keys}
    edits: list[tuple[str, Edit]] = []
    for key, row in now.items():
        if key not in wanted and (replaced is None or key in replaced):
            edits.append(("removed", Edit(name, key, row, None)))
    for key, row in wanted.items():
        old = now.get(key)
        if old is None:
            edits.append(("added", Edit(name, key, None, row)))
            continue
        columns = [c for c in spec.names if not same(old.get(c), row.get(c))]
        if columns:
            edits.append(
                (
                    "changed",
                    Edit(name, key, {c: old.get(c) for c in columns}, {c: row.get(c) for c in columns}),
                )
            )
    return edits


def _plain(value: Any) -> Any:
    return tuple(sorted(value)) if isinstance(value, list) else value or None


@needs("district.export")
def export_district(desk: Desk, path: Path, *, protected: bool = True) -> dict[str, int]:
    """Write the district as files; protected places only for those with the right, and audited.

    Returns
    -------
    dict
        Rows by table.

    Raises
    ------
    PermissionRefused
        Protected places were asked for without the right.
    """
    if protected:
        desk.require("directory.protected")
    district: District = desk.house.district()
    desk.house.partners.note(
        by=desk.actor.account,
        action="export:protected" if protected else "export",
        entity="district",
    )
    return write_district(path, district if protected else without_protected(district))
