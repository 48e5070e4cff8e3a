"""A bare Streamlit page in a process of its own: the peer of whatever the app does beyond it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.support.app import RunningApp
from tests.support.processes import free_port, start, stop, wait_until


@contextmanager
def bare(folder: Path, script: Path | None = None, *, env: Mapping[str, str] | None = None) -> Iterator[RunningApp]:
    """Serve a script, by default one heading; without the collection after each run, as our app has none.

    Parameters
    ----------
    folder
        Where the log goes, and the script if none is given.
    """
    if script is None:
        script = folder / "bare.py"
        script.write_text("import streamlit\nstreamlit.title('bare')\n", encoding="utf-8")
    app = RunningApp(folder / script.stem, free_port())
    command = [
        sys.executable, "-m", "streamlit", "run", script.name, "--server.port", str(app.port), "--server.address",
        "127.0.0.1", "--server.headless", "true", "--browser.gatherUsageStats", "false", "--runner.postScriptGC",
        "false",
    ]  # fmt: skip
    process = start(command, log=app.log, cwd=script.parent, env=dict(env or {}))
    try:
        wait_until(app.is_well, process=process, log=app.log, seconds=90)
        yield app
    finally:
        stop(process)
