"""The environment comes from where the machine's pip is told to look, whoever installs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import make_venv
from tools.locks import LOCKS


def test_a_machine_that_says_nothing_gets_no_words() -> None:
    assert make_venv.as_pip_is_told({"disable-pip-version-check": "1"}) == ([], {})


def test_what_pip_is_told_reaches_uv(tmp_path: Path) -> None:
    told = {
        "index-url": "https://mirror.invalid/simple",
        "extra-index-url": "https://a.invalid/simple\\nhttps://b.invalid/simple",
        "find-links": f"{tmp_path} {tmp_path / 'not-there'}",
        "trusted-host": "mirror.invalid",
        "no-index": "true",
        "cert": "/certificates.pem",
        "proxy": "http://proxy.invalid:3128",
        "timeout": "60",
    }
    words, settings = make_venv.as_pip_is_told(told)
    assert words == [
        *("--default-index", "https://mirror.invalid/simple"),
        *("--index", "https://a.invalid/simple", "--index", "https://b.invalid/simple"),
        *("--find-links", str(tmp_path)),  # pip passes over a folder that is not there, uv would refuse it
        *("--allow-insecure-host", "mirror.invalid"),
        "--no-index",
    ]
    assert settings == {
        "SSL_CERT_FILE": "/certificates.pem",
        "ALL_PROXY": "http://proxy.invalid:3128",
        "UV_HTTP_TIMEOUT": "60",
    }


def test_settings_of_files_and_environment_are_read_and_the_environment_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = https://file.invalid/simple\nproxy = http://proxy.invalid:1\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    monkeypatch.setenv("PIP_INDEX_URL", "https://environment.invalid/simple")
    found = make_venv.pip_settings()
    assert found["index-url"] == "https://environment.invalid/simple"
    assert found["proxy"] == "http://proxy.invalid:1"


@pytest.mark.parametrize("lock", sorted(LOCKS))
def test_uv_is_held_to_the_hashes_of_the_lock(lock: str) -> None:
    first, *rest = make_venv.block(lock, "uv").splitlines()
    assert first.startswith("uv==")
    assert rest
    assert all(line.strip().startswith("--hash=sha256:") for line in rest)


def test_a_lock_without_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_venv, "ROOT", str(tmp_path))
    (tmp_path / "x.lock").write_text("uvicorn==1 \\\n    --hash=sha256:00\n")
    with pytest.raises(SystemExit, match=r"x\.lock does not name uv"):
        make_venv.block("x.lock", "uv")
