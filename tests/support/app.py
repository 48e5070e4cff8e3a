"""The real app, as `netmap serve` starts it, on a port of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support import processes
from tests.support.places import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

NETMAP = Path(sys.executable).with_name("netmap")


def run_netmap(
    *words: str, env: Mapping[str, str] | None = None, seconds: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run one command as a person in a shell would, and give what it said."""
    return subprocess.run(
        [str(NETMAP), *words],
        env={**os.environ, **(env or {})},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


@dataclass
class RunningApp:
    """The app on a data folder; ``stop`` and ``start`` bring it down and back at the same address."""

    data: Path
    port: int
    env: Mapping[str, str] = field(default_factory=dict)
    arguments: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The address of its first page."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What it prints."""
        return self.data.parent / f"{self.data.name}-{self.port}.log"

    def start(self) -> None:
        """Start it and wait until it says that it is well."""
        self.process = processes.start(
            [
                str(NETMAP), "serve", "--port", str(self.port), "--host", "127.0.0.1",
                "--data", str(self.data), *self.arguments,
            ],
            log=self.log,
            env=self.env,
            cwd=ROOT,
        )  # fmt: skip
        processes.wait_until(self.is_well, process=self.process, log=self.log, seconds=90)

    def is_well(self) -> bool:
        """Whether it answers its health question."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """End it in good order."""
        if self.process:
            processes.stop(self.process)

    def kill(self) -> None:
        """End it at once (``kill -9``)."""
        if self.process:
            processes.kill(self.process)


def enter(page: Page, app: RunningApp, person: str) -> None:
    """Sign in one of the demo's people, by the request that their button on the sign-in page makes.

    The page that would come first is not drawn: most tests want another one.
    """
    account = person.lower().replace(" ", ".")
    answer = page.context.request.post(f"{app.url}/anmelden", form={"demo": account}, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (303, "/"), person


def start_app(data: Path, *, env: Mapping[str, str] | None = None, arguments: Sequence[str] = ()) -> RunningApp:
    """Start the app on a data folder (``netmap init`` has made it) and wait until it answers."""
    app = RunningApp(data, processes.free_port(), env or {}, arguments)
    app.start()
    return app
