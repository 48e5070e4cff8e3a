"""Settings: read once, every wrong one named at once, no secret shown."""

from pathlib import Path

import pytest

from netmap.errors import SettingsError
from netmap.settings import Settings, load_settings


def test_the_environment_wins_over_the_file_and_the_call_over_both(tmp_path: Path) -> None:
    (tmp_path / "netmap.toml").write_text('port = 9001\nlanguage = "en"\nthreshold = 5\n')
    found = load_settings({"NETMAP_DATA": str(tmp_path), "NETMAP_PORT": "9002"}, language="de")
    assert (found.port, found.language, found.threshold) == (9002, "de", 5)


def test_every_unknown_and_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "netmap.toml").write_text("colour = 3\nthreshold = 2\n")
    env = {"NETMAP_DATA": str(tmp_path), "NETMAP_PORTT": "1", "NETMAP_PORT": "high", "NETMAP_CASES": "mysql://x"}
    with pytest.raises(SettingsError) as caught:
        load_settings(env)
    assert sorted(f.where.rsplit("/", 1)[-1] for f in caught.value.faults) == [
        "NETMAP_CASES",
        "NETMAP_PORT",
        "NETMAP_PORTT",
        "netmap.toml:colour",
        "netmap.toml:threshold",
    ]


def test_a_password_in_a_uri_is_refused_and_never_shown() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({"NETMAP_PARTNERS": "neo4j://netmap:geheim@host:7687"})
    assert "geheim" not in str(caught.value) + " ".join(map(str, caught.value.faults))


def test_passwords_come_from_files_and_are_not_printed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("geheim\n")
    found = load_settings({"NETMAP_PARTNERS_PASSWORD_FILE": str(tmp_path / "secret"), "NETMAP_KEY": "abc"})
    assert found.partners_password == "geheim"
    assert "geheim" not in repr(found)
    assert "abc" not in repr(found)


def test_two_settings_are_enough_for_a_server() -> None:
    found = load_settings({"NETMAP_PARTNERS": "neo4j://netmap@h:7687", "NETMAP_CASES": "neo4j://netmap@h:7688"})
    assert (found.partners_uri, found.cases_uri) == ("neo4j://netmap@h:7687", "neo4j://netmap@h:7688")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "netmap.toml").write_text("port = ")
    with pytest.raises(SettingsError) as caught:
        load_settings({"NETMAP_DATA": str(tmp_path)})
    assert [f.where for f in caught.value.faults] == [str(tmp_path / "netmap.toml")]


def test_why_a_file_of_settings_is_not_read_is_said_in_german(tmp_path: Path) -> None:
    def said(**env: str) -> str:
        with pytest.raises(SettingsError) as caught:
            load_settings({f"NETMAP_{name}": value for name, value in env.items()})
        return "\n".join([str(caught.value), *map(str, caught.value.faults)])

    broken, binary = tmp_path / "a.toml", tmp_path / "b"
    broken.write_text("threshold = 3\nport = = 1\n")
    binary.write_bytes(b"\xff\xfe\0")
    assert (
        said(CONFIG=str(broken))
        == f"Eine Einstellung muss berichtigt werden.\n{broken}: Zeile 2, Spalte 8: das ist kein TOML"
    )
    assert said(CONFIG=str(tmp_path / "nix")).endswith("nix: nicht lesbar: diesen Pfad gibt es nicht")
    assert said(CONFIG=str(tmp_path)).endswith("nicht lesbar: es ist ein Ordner")
    assert "kein TOML" in said(CONFIG=str(binary))
    assert said(CASES_PASSWORD_FILE=str(binary)).endswith("cases_password_file: das ist kein Text in UTF-8")


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Settings().port = 1  # type: ignore[misc]
