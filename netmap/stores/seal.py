"""Sealing: every case has a key of its own, wrapped by a master key that lies apart from the store.

A sealed value is AES-GCM over the value's JSON, bound by its associated data to case, table, row and
column: a sealed text moved to another place does not open. The wrapped keys lie in a keyring file
of their own, so that forgetting a key makes a case unreadable in the store *and* in every backup.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import sqlite3
import stat
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, Hash

from netmap.errors import SealError, SettingsError, reason_of

_PREFIX = "s1."
_NONCE = 12


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A key that wraps the keys of cases; its id is a fingerprint, safe to show."""

    id: str
    secret: bytes

    @staticmethod
    def new() -> MasterKey:
        """Make a new master key by chance."""
        return MasterKey.of(secrets.token_bytes(32))

    @staticmethod
    def of(secret: bytes) -> MasterKey:
        """Make a master key of its 32 bytes."""
        digest = Hash(SHA256())
        digest.update(b"netmap master key" + secret)
        return MasterKey(digest.finalize().hex()[:16], secret)

    @staticmethod
    def parse(text: str) -> MasterKey:
        """Read a key written as base64 of 32 bytes.

        Raises
        ------
        SettingsError
            It is something else.
        """
        try:
            secret = base64.b64decode(text.strip(), validate=True)
        except ValueError:
            secret = b""
        if len(secret) != 32:
            raise SettingsError("A master key is 32 bytes written as base64; this one is not.")
        return MasterKey.of(secret)

    def __str__(self) -> str:
        return base64.b64encode(self.secret).decode("ascii")

    def __repr__(self) -> str:
        return f"MasterKey({self.id})"


def read_key_file(path: Path) -> tuple[MasterKey, ...]:
    """Read a key file: one key a line, the one in use first.

    Raises
    ------
    SettingsError
        There is none, others may read it, or it holds something else.
    """
    try:
        mode = path.stat().st_mode
        lines = path.read_text(encoding="ascii").split()
    except OSError as exc:
        raise SettingsError(
            "The key file {path} cannot be read ({reason}). Put the file with the master key there, or say where it is "
            "with NETMAP_KEY_FILE.",
            path=path,
            reason=reason_of(exc),
        ) from exc
    except UnicodeDecodeError as exc:
        raise SettingsError("The key file {path} holds no key.", path=path) from exc
    if stat.S_IMODE(mode) & 0o077:
        raise SettingsError(
            "The key file {path} can be read by others. Allow only its owner: chmod 600 {path}", path=path
        )
    if not lines:
        raise SettingsError("The key file {path} holds no key.", path=path)
    return tuple(MasterKey.parse(line) for line in lines)


def write_key_file(path: Path, keys: Sequence[MasterKey]) -> None:
    """Write a key file that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + f".{secrets.token_hex(4)}")
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)


class Keyring:
    """The wrapped keys of all cases, in a small file of their own.

    Parameters
    ----------
    path
        The file; made when it is first needed.
    masters
        The master key in use, then older ones that may still have wrapped something.
    again
        Gives the master keys as they are now: another program may have changed them meanwhile.
    """

    def __init__(
        self, path: Path, masters: Sequence[MasterKey], *, again: Callable[[], Sequence[MasterKey]] | None = None
    ) -> None:
        self.path = path
        self.masters = tuple(masters)
        self._again = again
        self._open: dict[str, AESGCM] = {}
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        path.chmod(0o600)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        # what is deleted is overwritten, so that a forgotten key is really gone
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.execute(
            'CREATE TABLE IF NOT EXISTS keys("case" TEXT PRIMARY KEY, '
            "master TEXT NOT NULL, wrapped BLOB NOT NULL) STRICT"
        )

    def key_of(self, case: str, *, make: bool = False) -> AESGCM:
        """Give the key of a case; with ``make`` a new one where it has none.

        Raises
        ------
        SealError
            It has none, or no master key at hand opens it.
        """
        with self._lock:
            found = self._open.get(case)
            if found is None:
                found = self._open[case] = AESGCM(self._unwrapped(case, make=make))
            return found

    def _unwrapped(self, case: str, *, make: bool) -> bytes:
        if make:
            self._make(case)
        row = self._db.execute('SELECT master, wrapped FROM keys WHERE "case" = ?', (case,)).fetchone()
        if row is None:
            raise SealError(
                "There is no key for case {case}: it was deleted, or the keyring is another one.", case=case
            )
        return self._unwrap(case, row[0], row[1])

    def _make(self, case: str) -> None:
        # under the lock that rewrapping takes, too: either it finds this key, or this finds its master key
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._look_again()
            master = self.masters[0]
            key = AESGCM.generate_key(256)
            self._db.execute("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", (case, master.id, _wrap(master, case, key)))
            self._db.execute("COMMIT")
        except BaseException:
            self._db.execute("ROLLBACK")
            raise

    def _look_again(self) -> None:
        if self._again is not None:
            self.masters = tuple(self._again())

    def _unwrap(self, case: str, master_id: str, wrapped: bytes) -> bytes:
        if all(master.id != master_id for master in self.masters):
            self._look_again()
        for master in self.masters:
            if master.id == master_id:
                try:
                    return AESGCM(master.secret).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _wrapping(case))
                except InvalidTag as exc:
                    raise SealError("The key of case {case} is damaged.", case=case) from exc
        raise SealError("The key of case {case} was wrapped with another master key ({id}).", case=case, id=master_id)

    def forget(self, case: str) -> None:
        """Destroy the key of a case: nothing sealed with it can ever be opened again."""
        with self._lock:
            self._open.pop(case, None)
            self._db.execute('DELETE FROM keys WHERE "case" = ?', (case,))
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rewrap(self) -> int:
        """Wrap every key with the master key in use, all or none; give how many were wrapped anew."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                rows = self._db.execute('SELECT "case", master, wrapped FROM keys').fetchall()
                master = self.masters[0]
                stale = [(c, self._unwrap(c, m, w)) for c, m, w in rows if m != master.id]
                self._db.executemany(
                    'UPDATE keys SET master = ?, wrapped = ? WHERE "case" = ?',
                    [(master.id, _wrap(master, c, key), c) for c, key in stale],
                )
                self._db.execute("COMMIT")
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            return len(stale)

    def state(self) -> dict[str, int]:
        """Count the keys by the id of the master key that wraps them."""
        return dict(self._db.execute("SELECT master, count(*) FROM keys GROUP BY master ORDER BY master"))

    def cases(self) -> set[str]:
        """Give the ids of all cases that have a key."""
        return {row[0] for row in self._db.execute('SELECT "case" FROM keys')}

    def dump(self) -> list[tuple[str, str, bytes]]:
        """Give all wrapped keys."""
        return list(self._db.execute('SELECT "case", master, wrapped FROM keys ORDER BY "case"'))

    def restore(self, rows: Sequence[tuple[str, str, bytes]]) -> None:
        """Take in wrapped keys (those already there stay)."""
        self._db.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _wrapping(case: str) -> bytes:
    return f"netmap key of {case}".encode()


def _wrap(master: MasterKey, case: str, key: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(master.secret).encrypt(nonce, key, _wrapping(case))


class CaseCodec:
    """Seals and opens values of cases with the keys of a keyring."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def seal(self, value: Any, *, case: str, table: str, key: str, column: str) -> str:
        """Seal a plain value for exactly this place."""
        nonce = os.urandom(_NONCE)
        plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        cipher = self._keyring.key_of(case, make=True)
        return _PREFIX + base64.b64encode(
            nonce + cipher.encrypt(nonce, plain, _place(case, table, key, column))
        ).decode("ascii")

    def open(self, sealed: str, *, case: str, table: str, key: str, column: str) -> Any:
        """Open a sealed text that stands at exactly this place.

        Raises
        ------
        SealError
            The key does not fit, the text is damaged, or it stands where it does not belong.
        """
        cipher = self._keyring.key_of(case)
        try:
            if not sealed.startswith(_PREFIX):
                raise ValueError(sealed[:2])
            data = base64.b64decode(sealed[len(_PREFIX) :], validate=True)
            plain = cipher.decrypt(data[:_NONCE], data[_NONCE:], _place(case, table, key, column))
            return json.loads(plain)
        except (InvalidTag, ValueError, TypeError) as exc:
            raise SealError(
                "A sealed value does not open where it stands ({table}/{key}/{column}, case {case}).",
                table=table,
                key=key,
                column=column,
                case=case,
            ) from exc


def _place(case: str, table: str, key: str, column: str) -> bytes:
    return json.dumps(["netmap", case, table, key, column]).encode()


def seal_with(secret: str, words: str) -> str:
    """Seal words under a secret that lies somewhere else, such as the token that a browser holds.

    Examples
    --------
    >>> open_with("token", seal_with("token", "here")), open_with("other", seal_with("token", "here"))
    ('here', None)
    """
    nonce = secrets.token_bytes(_NONCE)
    box = _key_from(secret).encrypt(nonce, words.encode(), None)
    return _PREFIX + base64.b64encode(nonce + box).decode("ascii")


def open_with(secret: str, sealed: str) -> str | None:
    """Open what :func:`seal_with` sealed; ``None`` where it was another secret, or something else."""
    try:
        raw = base64.b64decode(sealed.removeprefix(_PREFIX), validate=True)
        return _key_from(secret).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
    except (InvalidTag, ValueError):
        return None


def _key_from(secret: str) -> AESGCM:
    # not the hash by which the store knows the session: from that nobody comes to this key
    digest = Hash(SHA256())
    digest.update(b"netmap sealed with a secret" + secret.encode())
    return AESGCM(digest.finalize())
