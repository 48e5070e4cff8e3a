"""Opaque ids that sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import time

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """Make an id of 26 letters: 48 bits of milliseconds, 80 bits of chance, never going back in one process.

    Examples
    --------
    >>> a, b = new_id(), new_id()
    >>> a < b, len(a)
    (True, 26)
    """
    global _last  # noqa: PLW0603 - the one counter that keeps ids of the same millisecond in order
    with _lock:
        value = (time.time_ns() // 1_000_000 << 80) | secrets.randbits(80)
        if value <= _last:
            value = _last + 1
        _last = value
    letters = []
    for _ in range(26):
        letters.append(_ALPHABET[value & 31])
        value >>= 5
    return "".join(reversed(letters))
