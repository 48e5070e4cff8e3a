"""The one place that knows which stores there are: settings in, an open house out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from netmap.errors import CallError, Fault, SettingsError
from netmap.messages import N_, message
from netmap.model import cases as _cases  # noqa: F401 - makes the tables of the case room
from netmap.model import partners as _partners  # noqa: F401 - makes the tables of the partner room
from netmap.model.catalogues import Vocabulary, load_vocabulary
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.tables import Room
from netmap.settings import Settings
from netmap.stores.base import Store
from netmap.stores.seal import CaseCodec, Keyring, MasterKey, read_key_file, write_key_file

NO_KEY: Final = N_("This process holds no key and opens no case.")


def open_store(uri: str, room: Room, *, password: str = "") -> Store:
    """Open the store a URI names.

    Raises
    ------
    SettingsError
        The URI names no store netmap knows.
    StoreError
        It cannot be opened.
    """
    parts = urlsplit(uri)
    if parts.scheme == "sqlite":
        from netmap.stores.sqlite.store import SqliteStore

        return SqliteStore(_file_of(uri), room)
    if parts.scheme.split("+")[0] in ("neo4j", "bolt"):
        from netmap.stores.neo4j.store import Neo4jStore

        return Neo4jStore(uri, room, password=password)
    raise SettingsError("There is no store for '{uri}'.", uri=uri)


def _file_of(uri: str) -> Path:
    """Give the file of an embedded store."""
    return Path(unquote(uri.removeprefix("sqlite:///")))


class House:
    """Both rooms, the keys and the clock, opened when they are first needed.

    Parameters
    ----------
    settings
        The settings.
    clock
        Gives the present moment (UTC); tests set it.
    """

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.settings = settings
        self.clock = clock
        self._district: District | None = None
        self._lock = threading.RLock()

    @cached_property
    def partners(self) -> Store:
        """The partner room."""
        return open_store(self.settings.partners_uri, Room.PARTNERS, password=self.settings.partners_password)

    @cached_property
    def cases(self) -> Store:
        """The case room; without :attr:`codec` it shows structures only."""
        return open_store(self.settings.cases_uri, Room.CASES, password=self.settings.cases_password)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The catalogues, with what the municipality added."""
        return load_vocabulary(extra=self.settings.catalogues)

    @property
    def masters(self) -> tuple[MasterKey, ...]:
        """The master keys at hand, the one in use first.

        Raises
        ------
        SettingsError
            There is none, it is not well kept, or this process is to hold none.
        """
        if self.settings.keyless:
            raise SettingsError(NO_KEY)
        if self.settings.key:
            return tuple(MasterKey.parse(k) for k in self.settings.key.split(",") if k.strip())
        return read_key_file(self.settings.key_path)

    @cached_property
    def keyring(self) -> Keyring:
        """The wrapped keys of the cases."""
        return Keyring(self.settings.keyring_path, self.masters, again=lambda: self.masters)

    @cached_property
    def codec(self) -> CaseCodec:
        """Opens and seals what identifies somebody; needs the master key."""
        return CaseCodec(self.keyring)

    def has(self, room: Room) -> bool:
        """Tell whether a room is there, without making it; of a server: it says so itself."""
        uri = self.settings.partners_uri if room is Room.PARTNERS else self.settings.cases_uri
        return urlsplit(uri).scheme != "sqlite" or _file_of(uri).exists()

    def check_begun(self) -> None:
        """Make sure that there is something to read: opening an embedded store makes it.

        One of the two rooms is enough; a server says for itself whether it is there.

        Raises
        ------
        CallError
            Both stores are embedded, and neither is there.
        """
        uris = (self.settings.partners_uri, self.settings.cases_uri)
        if any(urlsplit(uri).scheme != "sqlite" for uri in uris):
            return
        files = [_file_of(uri).absolute() for uri in uris]
        if not any(file.exists() for file in files):
            raise CallError(
                "There is no store here. Is the folder right (--data or NETMAP_DATA)? "
                "`netmap init` begins a new store, `netmap import district` fills it.",
                faults=[Fault(str(file), message("there is no such file")) for file in files],
            )

    def make_key(self) -> None:
        """Make a master key file where there is no key yet.

        Raises
        ------
        SettingsError
            This process is to hold none.
        """
        if self.settings.keyless:
            raise SettingsError(NO_KEY)
        if not self.settings.key and not self.settings.key_path.exists():
            write_key_file(self.settings.key_path, [MasterKey.new()])

    def today(self) -> date:
        """Give the local day."""
        return self.clock().astimezone().date()

    def district(self) -> District:
        """Give the district as it is now, the same one until something of it changes."""
        with self._lock:
            latest = self.partners.latest()
            if self._district is None or self._district.revision != latest:
                rows = self.partners.load(*PUBLIC_TABLES)
                if self._district is not None and self._district.has_rows(rows):
                    # a note or a release was written: what was worked out of the district still holds
                    self._district.revision = latest
                else:
                    self._district = District(rows, revision=latest)
            return self._district

    def close(self) -> None:
        """Let go of stores and keys."""
        for name in ("partners", "cases", "keyring"):
            part = self.__dict__.pop(name, None)
            if part is not None:
                part.close()
        self.__dict__.pop("codec", None)
