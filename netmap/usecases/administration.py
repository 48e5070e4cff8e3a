"""Looking after a house: beginning it, its state, keys, backup and restore, checks, the log."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import platform
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from netmap import __version__
from netmap.bootstrap import House
from netmap.errors import CallError, Fault, FormatError, NetmapError, SettingsError, StoreError, reason_of
from netmap.model.tables import TABLES, Room
from netmap.stores.base import Seen, Store
from netmap.stores.seal import MasterKey, read_key_file, write_key_file
from netmap.usecases.desk import Desk, needs

BACKUP_FORMAT = 1


def rooms(house: House) -> tuple[Store, Store]:
    """Give both stores: partners, cases."""
    return house.partners, house.cases


def begin(house: House) -> None:
    """Make a key and two empty rooms.

    Raises
    ------
    CallError
        One of the rooms is not empty.
    """
    for store in rooms(house):
        if store.latest() or any(store.counts().values()):
            raise CallError("{uri} is not empty: choose another place.", uri=store.uri)
    house.make_key()
    _ = house.keyring


@needs("status")
def state(desk: Desk) -> dict[str, Any]:
    """Tell versions, revisions, counts and the state of the keys; never a name."""
    house = desk.house
    found: dict[str, Any] = {"version": __version__, "python": platform.python_version()}
    for store in rooms(house):
        last = store.changes(newest_first=True, limit=1)
        found[store.room.value] = {
            "uri": store.uri,
            "schema": store.schema,
            "revision": store.latest(),
            "last_change": last[0].at.isoformat() if last else None,
            "counts": store.counts(),
        }
    found["keys"] = key_state(house)
    found["demo"] = house.settings.demo
    return found


def key_state(house: House) -> dict[str, Any]:
    """Tell which master key is in use and what it wraps, or what is wrong with it."""
    try:
        return {"in_use": house.masters[0].id, "wrapped": house.keyring.state(), "problem": None}
    except (SettingsError, StoreError) as exc:
        return {"in_use": None, "wrapped": {}, "problem": str(exc)}


@needs("key.rotate")
def rotate_key(desk: Desk) -> int:
    """Wrap the keys of all cases with a new master key; give how many.

    A key file gets a new key first and loses the old one last, so that a break in between leaves
    every case readable. Where the key is given by a variable, its first key becomes the one in use.
    """
    house = desk.house
    if not house.settings.key:
        keys = read_key_file(house.settings.key_path)
        write_key_file(house.settings.key_path, [MasterKey.new(), *keys])
        house.keyring.masters = read_key_file(house.settings.key_path)
    count = house.keyring.rewrap()
    if not house.settings.key:
        write_key_file(house.settings.key_path, house.keyring.masters[:1])
        house.keyring.masters = house.keyring.masters[:1]
    house.cases.note(by=desk.actor.account, action="key.rotate", entity="house")
    return count


@needs("log.read")
def read_log(
    desk: Desk,
    *,
    case: str | None = None,
    by: str | None = None,
    since: datetime | None = None,
    limit: int | None = None,
) -> list[Seen]:
    """Read who did what: of one case, by one person, since a moment; newest first."""
    entity = f"case:{case}" if case is not None else None
    stores = [desk.house.cases] if case is not None else list(rooms(desk.house))
    found = [s for store in stores for s in store.audit(entity=entity, by=by, since=since, limit=limit)]
    found.sort(key=lambda s: s.id, reverse=True)
    return found[:limit]


@needs("verify")
def check_house(desk: Desk) -> list[Fault]:
    """Check both rooms, and that every case has a key that opens what is sealed with it."""
    house = desk.house
    faults = [f for store in rooms(house) for f in store.verify()]
    for row in house.cases.load("cases")["cases"]:
        codec = house.codec
        tables = [s.name for s in TABLES.values() if s.room is Room.CASES]
        try:
            house.cases.load("cases", only=("id", [row["id"]]), codec=codec)
            house.cases.load(*(t for t in tables if t != "cases"), only=("case", [row["id"]]), codec=codec)
        except StoreError as exc:
            faults.append(Fault(f"case:{row['id']}", exc.message))
    return faults


@needs("verify")
def repair_house(desk: Desk) -> list[Fault]:
    """Make anew what both rooms keep beside their entries and does not fit them; give what it was. That is logged."""
    found = []
    for store in rooms(desk.house):
        mended = store.repair()
        if mended:
            store.note(by=desk.actor.account, action="repair", entity="house", why=str(len(mended)))
        found += mended
    return found


# backup


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    path: Path
    keys_path: Path
    rows: int
    sha256: str
    keys: int


@needs("backup")
def back_up(desk: Desk, path: Path) -> Backup:
    """Write both rooms into one file while people go on working; sealed parts stay sealed.

    The wrapped keys go into a second file beside it (``….keys``): keep the two apart and renew the
    second after a deletion, so that a deleted case cannot be read from an old backup.

    Raises
    ------
    CallError
        The file is there already, or cannot be written.
    """
    house = desk.house
    if path.is_dir():
        raise CallError("{path} is a folder; a file is needed.", path=path)
    keys_path = path.with_name(path.name + ".keys")
    if path.exists() or keys_path.exists():
        raise CallError("{path} is there already; a backup never overwrites one.", path=path)
    _wrapped_now(house)  # a key that is missing is met before anything is written
    digest = hashlib.sha256()
    rows = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _whole(path) as raw, gzip.open(raw, "wb", compresslevel=6) as file:

            def put(line: Any) -> None:
                data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(data)
                file.write(data)

            put({"netmap_backup": BACKUP_FORMAT, "version": __version__, "at": datetime.now(UTC).isoformat()})
            for store in rooms(house):
                for kind, content in store.dump():
                    put([store.room.value, kind, content])
                    rows += 1
            file.write(json.dumps({"rows": rows, "sha256": digest.hexdigest()}).encode() + b"\n")
        keys = _wrapped_now(house)
        with _whole(keys_path) as raw:
            raw.write(json.dumps([[c, m, base64.b64encode(w).decode()] for c, m, w in keys]).encode())
    except OSError as exc:
        raise CallError("{path} cannot be written ({reason}).", path=path, reason=reason_of(exc)) from exc
    for store in rooms(house):
        store.note(by=desk.actor.account, action="backup", entity="house")
    return Backup(path, keys_path, rows, digest.hexdigest(), len(keys))


def _wrapped_now(house: House) -> list[tuple[str, str, bytes]]:
    """Give the wrapped keys; a house without cases needs none, and no master key."""
    begun = house.settings.keyring_path.exists() or house.cases.counts()["cases"]
    return house.keyring.dump() if begun else []


class _whole:  # noqa: N801 - used like a function
    """Open a file that appears only when it is whole."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Any:
        descriptor, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        self.half = Path(name)
        self.file = os.fdopen(descriptor, "wb")
        return self.file

    def __exit__(self, kind: Any, *rest: Any) -> None:
        if kind is None:
            self.file.flush()
            os.fsync(self.file.fileno())
        self.file.close()
        if kind is None:
            self.half.replace(self.path)
        else:
            self.half.unlink(missing_ok=True)


@needs("backup")
def restore(desk: Desk, path: Path) -> int:
    """Bring a backup back into an empty place, both rooms or none; give the rows.

    Raises
    ------
    CallError
        A room is not empty, or there is no such file.
    FormatError
        The file or that of the keys is damaged or something else: nothing was written.
    """
    house = desk.house
    # looked at before a store is opened, and thereby made, where there is none
    if path.is_dir():
        raise CallError("{path} is a folder; a file is needed.", path=path)
    rows = _check_backup(path)
    wrapped = _wrapped_keys(path.with_name(path.name + ".keys"))
    for store in rooms(house):
        if store.latest() or any(store.counts().values()):
            raise CallError("{uri} is not empty; a backup is restored only into an empty place.", uri=store.uri)
    done: list[Store] = []
    try:
        for store in rooms(house):
            done.append(store)
            store.restore((kind, content) for room, kind, content in _lines(path) if room == store.room.value)
    except BaseException:
        for store in done:
            store.wipe()
        raise
    if wrapped:
        house.make_key()
        house.keyring.restore(wrapped)
    for store in rooms(house):
        store.note(by=desk.actor.account, action="restore", entity="house")
    return rows


def _wrapped_keys(path: Path) -> list[tuple[str, str, bytes]]:
    if not path.exists():
        return []
    try:
        return [(c, m, base64.b64decode(w)) for c, m, w in json.loads(path.read_bytes())]
    except (OSError, ValueError, TypeError) as exc:
        raise FormatError("{path} holds no keys or is damaged. Nothing was restored.", path=path) from exc


def locked_out(house: House) -> dict[str, int]:
    """Count the keys of cases that no master key at hand opens, by the id of the one that would."""
    wrapped = key_state(house)["wrapped"]
    at_hand = {master.id for master in house.masters} if wrapped else set()
    return {master: count for master, count in wrapped.items() if master not in at_hand}


def _check_backup(path: Path) -> int:
    digest = hashlib.sha256()
    rows, last = -1, b""
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                if last:
                    digest.update(last)
                    rows += 1
                last = line
        foot = json.loads(last)
        if foot["sha256"] != digest.hexdigest() or foot["rows"] != rows:
            raise FormatError("{path} is damaged: its checksum does not fit. Nothing was restored.", path=path)
        head = next(_raw_lines(path))
        if head.get("netmap_backup") != BACKUP_FORMAT:
            raise FormatError("{path} was made by another version of netmap ({version}).", path=path, version=head)
    except (EOFError, gzip.BadGzipFile, zlib.error, ValueError, KeyError, TypeError, OSError) as exc:
        if isinstance(exc, NetmapError):
            raise
        if isinstance(exc, FileNotFoundError | PermissionError):
            raise CallError(
                "{path} cannot be opened ({reason}). Check the path and its permissions.",
                path=path,
                reason=reason_of(exc),
            ) from exc
        raise FormatError("{path} is no backup of netmap, or is damaged. Nothing was restored.", path=path) from exc
    return rows


def _raw_lines(path: Path) -> Iterator[Any]:
    with gzip.open(path, "rb") as file:
        for line in file:
            yield json.loads(line)


def _lines(path: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for line in _raw_lines(path):
        if isinstance(line, list):
            yield line[0], line[1], line[2]
