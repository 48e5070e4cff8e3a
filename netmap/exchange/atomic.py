"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from netmap.errors import CallError, reason_of


def write_whole(path: str | Path, content: bytes) -> int:
    """Write a file so that nobody ever sees half of it: beside its place first, then in one move.

    Parameters
    ----------
    path
        Where it shall stand; what stands there is replaced.
    content
        All of it.

    Returns
    -------
    int
        How many bytes were written.

    Raises
    ------
    CallError
        If it cannot be written; nothing is left behind then.
    """
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise _cannot(target, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, _usual_mode(target))
        os.replace(name, target)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise _cannot(target, error) from error
    return len(content)


def _usual_mode(target: Path) -> int:
    """Give the rights a file written directly would have: those of the old file, else by the umask."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _cannot(target: Path, error: OSError) -> CallError:
    return CallError("{out} cannot be written: {reason}.", out=target, reason=reason_of(error))
