"""A server that hangs is found out while somebody waits for it.

A query may rightly take minutes, so no time limit tells a hanging server from a busy one: only
asking does. The server itself sets how long the driver waits in silence (two minutes as delivered).
So while any work waits, a second, fresh connection asks whether anybody is there; if not, the
connections of those who wait are ended, and their work fails as with a server that went away.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: work that waits longer has the server asked, and asked again after as long
QUIET_SECONDS = 1.5
#: a server that takes longer to greet a newcomer hangs
PROBE_SECONDS = 2.0
_STEP_SECONDS = 0.25
#: the watch itself goes to sleep when nobody has waited for so long
_REST_SECONDS = 5.0


class Watch:
    """Asks after the server while work waits for it.

    Parameters
    ----------
    answers
        Whether the server greets a newcomer; may itself take as long as it likes.
    cut
        Ends every open connection, so that whoever reads from one gets an error.
    """

    def __init__(self, answers: Callable[[], bool], cut: Callable[[], None]) -> None:
        self._answers = answers
        self._cut = cut
        self._lock = threading.Lock()
        self._since: dict[int, float] = {}
        self._numbers = itertools.count()
        self._awake = False

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Mark a stretch of work that waits for the server."""
        number = next(self._numbers)
        with self._lock:
            self._since[number] = time.monotonic()
            if not self._awake:
                self._awake = True
                threading.Thread(target=self._look, name="neo4j-watch", daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                del self._since[number]

    def _look(self) -> None:
        asked = busy = time.monotonic()
        while True:
            time.sleep(_STEP_SECONDS)
            now = time.monotonic()
            with self._lock:
                oldest = min(self._since.values(), default=None)
                if oldest is not None:
                    busy = now
                elif now - busy > _REST_SECONDS:
                    self._awake = False
                    return
            if oldest is not None and now - max(oldest, asked) > QUIET_SECONDS:
                if not self._greets():
                    self._cut()
                asked = time.monotonic()

    def _greets(self) -> bool:
        # the newcomer's own connection may be the one that hangs: nobody waits for it beyond the limit
        heard: list[bool] = []
        newcomer = threading.Thread(target=lambda: heard.append(self._answers()), name="neo4j-probe", daemon=True)
        newcomer.start()
        newcomer.join(PROBE_SECONDS)
        return any(heard)
