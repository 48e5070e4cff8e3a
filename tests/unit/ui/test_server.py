"""The settings the app was measured with are those it is served with (decision 0001)."""

from __future__ import annotations

import gc
import importlib
import socket
import sys
from collections.abc import Iterator

import pytest
from streamlit import config

from netmap.errors import SettingsError
from netmap.settings import Settings, load_settings
from netmap.ui import theme
from netmap.ui.server import serve, server_config, settle_memory
from tests.support.houses import house_in


@pytest.fixture
def served() -> Iterator[None]:
    """Put back what the whole process shares."""
    thresholds = gc.get_threshold()
    interval, options = sys.getswitchinterval(), config.get_options_for_section
    before = {name: config.get_option(name) for name in theme.OPTIONS}
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)
    config.get_options_for_section = options
    for name, value in before.items():
        config.set_option(name, value)


async def _app(*_: object) -> None:
    """Stand for any app: nothing is served here."""


@pytest.mark.usefixtures("served")
def test_one_process_a_quick_loop_and_short_turns() -> None:
    made = server_config(_app, Settings())
    assert made.workers == 1
    assert made.ws_per_message_deflate is False
    assert sys.getswitchinterval() == pytest.approx(0.0005)
    if sys.platform != "win32":
        assert made.get_loop_factory() is importlib.import_module("uvloop").new_event_loop


@pytest.mark.usefixtures("served")
def test_no_collection_after_each_run_and_nothing_told_to_anybody() -> None:
    config.set_option("runner.postScriptGC", True)
    theme.apply_options()
    assert config.get_option("runner.postScriptGC") is False
    assert config.get_option("browser.gatherUsageStats") is False
    assert config.get_option("client.showErrorDetails") == "none"


@pytest.mark.usefixtures("served")
def test_what_is_there_is_not_looked_through_again_and_the_rest_seldom() -> None:
    settle_memory()
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold() == (10_000, 20, 50)


@pytest.mark.usefixtures("served")
def test_the_theme_is_the_one_set_though_it_is_looked_up_once() -> None:
    theme.apply_options()
    first = config.get_options_for_section("theme")
    assert first["primaryColor"] == "#0b6468"
    assert config.get_options_for_section("theme") is first


@pytest.mark.usefixtures("served")
def test_a_taken_port_is_told_and_nobody_hears_of_an_address(tmp_path, capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with house_in(tmp_path):
            pass
        with pytest.raises(SettingsError, match=str(port)):
            serve(load_settings({}, data=tmp_path, port=port))
    assert str(port) not in capsys.readouterr().err
