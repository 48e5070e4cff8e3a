"""The settings: one frozen value, read once from a TOML file and the environment.

Every setting has the name of its field; in the environment it is ``NETMAP_`` and that name in
capitals. The environment wins over the file. Whatever is unknown or wrong is named, all at once.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from netmap.errors import Fault, SettingsError, reason_of
from netmap.messages import LANGUAGES, N_, Message, message

#: variables that belong to tests and to the place of the settings themselves
_NOT_SETTINGS = ("NETMAP_TEST_", "NETMAP_FORBID_SKIPS", "NETMAP_FIXTURES", "NETMAP_CONFIG", "NETMAP_CACHE")


def _default_data() -> Path:
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "netmap"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that can be set.

    Attributes
    ----------
    data
        Folder of the embedded stores, the keyring and the key file.
    partners, cases
        The stores of the two rooms: ``sqlite:///path`` or ``neo4j://USER@HOST:7687``.
    partners_password, cases_password
        Passwords of servers (or ``…_password_file``).
    key, key_file
        The master key as base64 (several separated by commas: the first is in use), or the file
        that holds it, readable by its owner alone.
    keyring
        The file of the wrapped keys of cases; keep its backups apart from those of the stores.
    keyless
        This process holds no key and opens no case: for planners, beside the process of the case managers.
    language
        ``de`` or ``en``: what people see before they choose.
    catalogues
        A folder of YAML files with which a municipality extends the vocabulary.
    host, port
        Where the app listens.
    allowed_hosts
        Host names under which the app may be opened (empty: any).
    secure_cookies
        The app is reached by HTTPS only.
    session_minutes
        A session ends after so many minutes without use.
    threshold
        Smallest number of persons a published figure may stand for (never below 3).
    town_limit, country_limit
        Minutes within which an offer counts as reachable.
    demo
        The demo district: accounts with one click, and a sign that it is a demo.
    """

    data: Path = field(default_factory=_default_data)
    partners: str = ""
    cases: str = ""
    partners_password: str = field(default="", repr=False)
    partners_password_file: Path | None = None
    cases_password: str = field(default="", repr=False)
    cases_password_file: Path | None = None
    key: str = field(default="", repr=False)
    key_file: Path | None = None
    keyring: Path | None = None
    keyless: bool = False
    language: str = "de"
    catalogues: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8501
    allowed_hosts: tuple[str, ...] = ()
    secure_cookies: bool = False
    session_minutes: int = 30
    threshold: int = 3
    town_limit: int = 30
    country_limit: int = 45
    demo: bool = False

    @property
    def partners_uri(self) -> str:
        """The partner store."""
        return self.partners or f"sqlite:///{self.data / 'partners.sqlite'}"

    @property
    def cases_uri(self) -> str:
        """The case store."""
        return self.cases or f"sqlite:///{self.data / 'cases.sqlite'}"

    @property
    def key_path(self) -> Path:
        """The file that holds the master key, where it is not given by a variable."""
        return self.key_file or self.data / "netmap.key"

    @property
    def keyring_path(self) -> Path:
        """The file of the wrapped keys."""
        return self.keyring or self.data / "keyring.sqlite"


def _path(value: Any) -> Path:
    return Path(str(value)).expanduser()


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool):
            raise ValueError(value)
        number = int(value)
        if not low <= number <= high:
            raise ValueError(value)
        return number

    return read


def _yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
    return words[str(value).lower()]


def _language(value: Any) -> str:
    if value not in LANGUAGES:
        raise ValueError(value)
    return str(value)


def _uri(value: Any) -> str:
    text = str(value)
    scheme, _, rest = text.partition("://")
    user = rest.partition("@")[0] if "@" in rest else ""
    known = ("sqlite", "neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
    if text and (scheme not in known or not rest or ":" in user):
        raise ValueError("a password" if ":" in user else text)
    return text


def _words(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value).split(",")
    return tuple(p.strip() for p in parts if p.strip())


_READERS: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "data": (_path, N_("a folder")),
    "partners": (_uri, N_("sqlite:///path or neo4j://USER@HOST:7687, without a password")),
    "cases": (_uri, N_("sqlite:///path or neo4j://USER@HOST:7687, without a password")),
    "partners_password": (str, N_("text")),
    "partners_password_file": (_path, N_("a file")),
    "cases_password": (str, N_("text")),
    "cases_password_file": (_path, N_("a file")),
    "key": (str, N_("32 bytes as base64")),
    "key_file": (_path, N_("a file")),
    "keyring": (_path, N_("a file")),
    "keyless": (_yes_no, N_("yes or no")),
    "language": (_language, N_("de or en")),
    "catalogues": (_path, N_("a folder")),
    "host": (str, N_("a host name")),
    "port": (_whole(0, 65535), N_("a port number")),
    "allowed_hosts": (_words, N_("host names separated by commas")),
    "secure_cookies": (_yes_no, N_("yes or no")),
    "session_minutes": (_whole(1, 24 * 60), N_("minutes from 1 to 1440")),
    "threshold": (_whole(3, 1000), N_("a whole number from 3")),
    "town_limit": (_whole(1, 600), N_("minutes from 1 to 600")),
    "country_limit": (_whole(1, 600), N_("minutes from 1 to 600")),
    "demo": (_yes_no, N_("yes or no")),
}


def load_settings(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Read the settings.

    Parameters
    ----------
    environment
        The variables (default: those of the process).
    **given
        Settings of the command line, which win over everything.

    Raises
    ------
    SettingsError
        With every unknown and every wrong setting.

    Examples
    --------
    >>> load_settings({}, data="/tmp/d", port=9000).partners_uri
    'sqlite:////tmp/d/partners.sqlite'
    """
    env = os.environ if environment is None else environment
    faults: list[Fault] = []
    found: dict[str, tuple[str, Any]] = {}
    for name, value in env.items():
        if name.startswith("NETMAP_") and not name.startswith(_NOT_SETTINGS):
            found[name.removeprefix("NETMAP_").lower()] = (name, value)
    found |= {name: (f"--{name}", value) for name, value in given.items() if value is not None}
    for name, (where, value) in _from_file(env, found, faults).items():
        found.setdefault(name, (where, value))
    values: dict[str, Any] = {}
    for name, (where, value) in found.items():
        if name not in _READERS:
            faults.append(Fault(where, message("there is no such setting")))
            continue
        read, wanted = _READERS[name]
        try:
            values[name] = read(value)
        except (ValueError, KeyError, TypeError):
            shown = "…" if name in ("key", "partners", "cases") or "password" in name else value
            faults.append(
                Fault(where, message("'{value}' will not do; it is {wanted}", value=shown, wanted=Message(wanted)))
            )
    _read_password_files(values, faults)
    if values.get("keyless"):
        faults += [
            Fault(found[name][0], message("not together with keyless"))
            for name in ("key", "key_file")
            if values.get(name)
        ]
    if faults:
        raise SettingsError(
            "One setting needs attention." if len(faults) == 1 else "{count} settings need attention.",
            count=len(faults),
            faults=faults,
        )
    return Settings(**values)


def _from_file(
    env: Mapping[str, str], found: Mapping[str, tuple[str, Any]], faults: list[Fault]
) -> dict[str, tuple[str, Any]]:
    named = env.get("NETMAP_CONFIG")
    data = _path(found["data"][1]) if "data" in found else _default_data()
    path = Path(named) if named else data / "netmap.toml"
    if not named and not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as exc:
        faults.append(Fault(str(path), message("cannot be read: {reason}", reason=reason_of(exc))))
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        place = re.search(r"line (\d+), column (\d+)", str(exc))
        told = message("this is no TOML (a text file with lines like port = 8501)")
        if place:
            told = message("line {line}, column {column}: this is no TOML", line=place[1], column=place[2])
        faults.append(Fault(str(path), told))
        return {}
    return {name: (f"{path}:{name}", value) for name, value in content.items()}


def _read_password_files(values: dict[str, Any], faults: list[Fault]) -> None:
    for room in ("partners", "cases"):
        path = values.get(f"{room}_password_file")
        if path is not None and not values.get(f"{room}_password"):
            try:
                values[f"{room}_password"] = path.read_text(encoding="utf-8").strip()
            except UnicodeDecodeError:
                faults.append(Fault(f"{room}_password_file", message("this is no text in UTF-8")))
            except OSError as exc:
                faults.append(
                    Fault(f"{room}_password_file", message("cannot be read: {reason}", reason=reason_of(exc)))
                )


assert set(_READERS) == {f.name for f in fields(Settings)}
