"""Holding the garbage collector back while very many values are made at once."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_undisturbed = 0
_turn = threading.Lock()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back the garbage collector while ten thousand values are made: none of them is garbage.

    It would look through all of them again and again, which takes a quarter of the time.
    """
    global _undisturbed  # noqa: PLW0603 - several threads may load at once; the last one ends it
    with _turn:
        if _undisturbed == 0 and not gc.isenabled():
            held = False
        else:
            held = True
            _undisturbed += 1
            gc.disable()
    try:
        yield
    finally:
        if held:
            with _turn:
                _undisturbed -= 1
                if _undisturbed == 0:
                    gc.enable()
