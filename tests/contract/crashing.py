"""Programs that write until somebody ends them, each noting in a file what was acknowledged.

python -m tests.contract.crashing        reads ``URI FIRST_NUMBER FILE [PASSWORD]`` line by line; for each
                                         line a writer begins, and its process id is printed
"""

from __future__ import annotations

import os
import signal
import sys
from itertools import count

from netmap.bootstrap import open_store
from netmap.errors import StoreError
from netmap.model.partners import Organisation, Report
from netmap.model.tables import Room
from tests.contract.samples import DAY, adding


def write(uri: str, first: str, file: str, password: str = "") -> None:
    """Add organisations in pairs, each pair with a report."""
    store = open_store(uri, Room.PARTNERS, password=password)
    noted = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(noted, b"ready\n")
    for n in count(int(first)):
        made = [Organisation(id=f"o{n}{part}", name="x" * 300, kind="k") for part in "ab"]
        report = Report(from_=f"o{n}a", to=f"o{n}b", level=1, on=DAY)
        try:
            store.apply(adding([*made, report]), by="writer", request=f"q{n}")
        except StoreError:
            return
        os.write(noted, b"%d\n" % n)


def main() -> None:
    """Begin a writer for each line, in a process of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the ended ones leave nothing behind
    for line in sys.stdin:
        child = os.fork()
        if not child:
            write(*line.split())
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
