"""Standard input, output and error as commands find them: closed, full, or in an old encoding."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress

from netmap.errors import CallError, reason_of

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))


def ready_streams() -> None:
    """Make sure that whatever is said can be written.

    A stream that is closed gets a place of its own: nothing to read, nobody who reads. Otherwise the first file
    that is opened takes its number, and what was meant for a person is written there. Letters that the
    terminal has not become ``?``.
    """
    for name, mode in _STREAMS:
        if getattr(sys, name) is None:
            # the lowest free number, which is the closed one; it stays open as long as the process
            setattr(sys, name, open(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def say(words: str, *, as_json: bool) -> None:
    """Print an answer: a table in the letters of the terminal, JSON in UTF-8 everywhere.

    Raises
    ------
    CallError
        The answer could not be written.
    """
    if as_json and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        print(words)
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_output()
    except OSError as exc:
        let_go_of_output()
        raise CallError("The answer could not be written ({reason}).", reason=reason_of(exc)) from exc


def let_go_of_output() -> None:
    """Write no more to standard output: who read it has gone, or there is no room for it."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
