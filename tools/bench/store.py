"""Stores: one durable edit against a bare fdatasync, loading a district, importing one.

The graph store is measured where a server for tests can be had.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from netmap.bootstrap import House, open_store
from netmap.exchange.district.write import write_district
from netmap.model.changes import ImportDistrict, SetOrganisation
from netmap.model.district import District
from netmap.model.partners import Area, Organisation, Place, Report, Service
from netmap.model.tables import Record, Room
from netmap.settings import Settings
from netmap.stores.base import Store
from netmap.usecases.administration import begin
from netmap.usecases.desk import Actor, Desk
from netmap.usecases.district import import_district
from tools.bench import Measurement, median_seconds

EDITS = 300


def organisations(count: int) -> list[Organisation]:
    """Make organisations with all that a directory usually knows."""
    return [
        Organisation(
            id=f"o{n:05}", name=f"Verein Nummer {n}", kind="association", pillars=("social",),
            website=f"https://{n}.example", email=f"post@o{n}.example", phone=f"0100 {n}", verified_on=date(2026, 1, 5),
        )
        for n in range(count)
    ]  # fmt: skip


def reports(count: int, *, among: int) -> list[Report]:
    """Make reports between organisations, no two of one pair on one day."""
    chance = random.Random(3)
    found: dict[str, Report] = {}
    while len(found) < count:
        a, b = chance.sample(range(among), 2)
        on = date(2025, 1, 1) + timedelta(days=chance.randrange(600))
        report = Report(
            from_=f"o{a:05}", to=f"o{b:05}", level=chance.randint(0, 4), on=on, by="Sozialraumkonferenz",
            evidence="Protokoll",
        )  # fmt: skip
        found[report.key] = report
    return list(found.values())


def services(count: int, *, among: int) -> list[Record]:
    """Make services of organisations at places, with the area they need."""
    made: list[Record] = [Area(id="k", name="Kreis", kind="kreis")]
    made += [Place(id=f"p{n}", name=f"Haus {n}", area="k", lat=51.0, lon=9.0) for n in range(200)]
    made += [
        Service(
            id=f"s{n:05}", organisation=f"o{n % among:05}", name=f"Angebot {n}", needs=("debt", "work"),
            places=(f"p{n % 200}",), areas=("k",), languages=("de",), capacity=n % 40, wait_days=n % 90,
        )
        for n in range(count)
    ]  # fmt: skip
    return made


@contextmanager
def graph() -> Iterator[Store | None]:
    """Open the partner room on a server for tests, if there is one to be had."""
    from tests.support import neo4j_server

    if neo4j_server.obstacle():
        yield None
        return
    with ExitStack() as stack:
        server = neo4j_server.named_server()
        if server is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            own = neo4j_server.own_server(Path(folder) / "neo4j")
            stack.callback(own.kill)
            server = own
        server.empty(schema=False)
        store = open_store(server.uri, Room.PARTNERS, password=server.password)
        stack.callback(store.close)
        yield store


def edits(store: Store) -> Callable[[], object]:
    """Give what makes one durable edit each time it is called; making the change itself does not count."""
    seen = Organisation(id="edited", name="N", kind="k")
    store.apply(SetOrganisation.adding(seen), by="bench")
    ready = []
    for n in range(2 * EDITS):
        new = replace(seen, phone=str(n))
        ready.append((SetOrganisation.updating((seen, new)), f"q{n}"))
        seen = new
    waiting = iter(ready)

    def edit() -> None:
        change, request = next(waiting)
        store.apply(change, by="bench", request=request)

    return edit


def durable(folder: Path) -> tuple[float, float]:
    """Give the median seconds of an edit, and of appending one page and asking the disk to keep it.

    Both take turns, so that whatever else the disk does meets both alike.
    """
    store = open_store(f"sqlite:///{folder / 'edits.sqlite'}", Room.PARTNERS)
    edit = edits(store)
    page = os.urandom(4096)
    file = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT)
    ours, bare = [], []
    for _ in range(EDITS):
        start = time.perf_counter()
        edit()
        middle = time.perf_counter()
        os.write(file, page)
        os.fdatasync(file)
        bare.append(time.perf_counter() - middle)
        ours.append(middle - start)
    os.close(file)
    store.close()
    return statistics.median(ours), statistics.median(bare)


def run() -> Iterator[Measurement]:
    """Measure both stores."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, bare = durable(folder)
        yield Measurement(
            what="durable edit, SQLite", ours=ours * 1000, unit="ms", peer=bare * 1000, peer_name="bare fdatasync",
            at_most=1.5,
        )  # fmt: skip
        district = ImportDistrict.adding(*organisations(2000), *reports(10_000, among=2000))
        file = open_store(f"sqlite:///{folder / 'load.sqlite'}", Room.PARTNERS)
        file.apply(district, by="bench")
        yield Measurement(
            what="load 2,000 organisations, 10,000 reports, SQLite",
            ours=1000 * median_seconds(lambda: file.load("organisations", "reports"), times=15, warm=3),
            unit="ms", at_most=10,
        )  # fmt: skip
        file.close()
        yield Measurement(
            what="import 400 organisations, 2,000 services, 10,000 reports, SQLite",
            ours=imported(folder), unit="s", at_most=5,
        )  # fmt: skip
    with graph() as store:
        if store is None:
            return
        edit = edits(store)
        yield Measurement(what="durable edit, Neo4j", ours=1000 * median_seconds(edit, times=EDITS, warm=50), unit="ms")
        store.apply(district, by="bench")
        yield Measurement(
            what="load 2,000 organisations, 10,000 reports, Neo4j",
            ours=1000 * median_seconds(lambda: store.load("organisations", "reports"), times=25, warm=15),
            unit="ms", at_most=50,
        )  # fmt: skip


def imported(folder: Path) -> float:
    """Give the seconds that a folder of district files takes into an empty store."""
    records = [*organisations(400), *services(2000, among=400), *reports(10_000, among=400)]
    write_district(folder / "district", District.of(records))
    house = House(Settings(data=folder / "house"))
    begin(house)
    start = time.perf_counter()
    import_district(Desk(house, Actor.cli()), folder / "district")
    taken = time.perf_counter() - start
    house.close()
    return taken
