"""Programs that tests start: wait until they are ready, end them by their process id."""

from __future__ import annotations

import ctypes
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
#: below the ports that Linux hands out by itself
_PORTS = (20_000, 32_000)
_claims: list[socket.socket] = []


class NotReady(AssertionError):
    """A program ended, or did not answer in time; the message ends with its log."""


def free_port() -> int:
    """Give a port that is free on this machine, and that no other run of tests is given while this one lives.

    It lies below those that the system hands out by itself: what the system named to one process of the tests, it named
    to the other as well, before either had taken it, and both talked to one app.

    Raises
    ------
    OSError
        No port is free.
    """
    for port in random.sample(range(*_PORTS), k=_PORTS[1] - _PORTS[0]):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0netmap-test-port-{port}")  # gone with the process, however it ends
            with socket.create_server(("127.0.0.1", port)):
                pass
        except OSError:
            claim.close()
            continue
        _claims.append(claim)
        return port
    raise OSError("no port is free")


def _end_with_parent() -> None:
    # a killed test run must leave no server behind
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def start(
    command: Sequence[str], *, log: Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a program; what it prints goes into a file."""
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - tests start programs from one thread only
        )


def wait_until(ready: Callable[[], bool], *, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    """Ask again and again until a program answers.

    Raises
    ------
    NotReady
        It ended, or the time is over.
    """
    deadline = time.monotonic() + seconds
    while not ready() or process.poll() is not None:  # another program may have answered in its stead
        if process.poll() is not None:
            raise NotReady(f"ended with status {process.returncode}:\n{_tail(log)}")
        if time.monotonic() > deadline:
            raise NotReady(f"did not answer within {seconds:g} s:\n{_tail(log)}")
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes], *, seconds: float = 15) -> None:
    """End a program in good order, or by force if it takes too long."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a program at once (``kill -9``)."""
    process.kill()
    process.wait()


def _tail(log: Path, lines: int = 40) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
