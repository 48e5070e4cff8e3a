"""Figures of client cards against a python-igraph loop, their growth, and the way from the store.

The peer computes the same figures card by card, as one would write it: igraph for what it has
(constraint, betweenness, parts, cliques), plain Python for the rest. Both run on one thread; making
the igraph graph is part of a card's work, as reading the packed row is of ours.
"""

from __future__ import annotations

import math
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import igraph

from netmap.analysis.ego.bulk import PackedCards, bulk_figures, figures_in_parts
from netmap.model.cases import Alter, Card, Case, Tie
from netmap.model.changes import Change, Edit
from netmap.model.packed import VERSION, pack_codes
from netmap.model.placement import (
    CLOSENESS_MASK,
    CLOSENESS_SHIFT,
    CONNECTABLE,
    CONNECTED,
    HORIZON_MASK,
    HORIZON_SHIFT,
    SECTOR_MASK,
)
from netmap.model.tables import Record, Room
from netmap.stores.sqlite.store import SqliteStore
from tools.bench import Measurement, median_seconds

Codes = tuple[list[int], list[tuple[int, int]]]
CARDS, DIFFERENT, PEER_CARDS, MEAN_ALTERS, KNOWN = 200_000, 5_000, 1_000, 18, 0.16
DRAWN_CARDS, TURNS = 500, 9


def run() -> Iterator[Measurement]:
    """Measure one card's full set, the growth to 200,000 cards, and the way from packed rows."""
    chance = random.Random(7)
    cards = [_card(chance) for _ in range(DIFFERENT)]
    blobs = [pack_codes(*card) for card in cards]
    some = blobs[:PEER_CARDS] * 10

    def ours() -> None:
        bulk_figures(PackedCards.from_blobs(some), blocks=1)

    def theirs() -> None:
        for card in cards[:PEER_CARDS]:
            _by_igraph(*card)

    yield Measurement(
        what="full set per card, one thread",
        ours=median_seconds(ours) / len(some) * 1e6,
        unit="µs",
        peer=median_seconds(theirs, times=3) / PEER_CARDS * 1e6,
        peer_name="python-igraph",
        at_most=1 / 15,
    )
    many = blobs * (CARDS // DIFFERENT)
    few = many[: CARDS // 10]
    yield Measurement(
        what=f"per card at {CARDS:,} against {CARDS // 10:,}",
        ours=median_seconds(lambda: bulk_figures(PackedCards.from_blobs(many))) / len(many) * 1e6,
        unit="µs",
        peer=median_seconds(lambda: bulk_figures(PackedCards.from_blobs(few))) / len(few) * 1e6,
        peer_name="itself",
        at_most=1.25,
    )
    with tempfile.TemporaryDirectory() as folder:
        yield from _from_the_store(Path(folder), many)


def _from_the_store(folder: Path, blobs: list[bytes]) -> Iterator[Measurement]:
    """Measure from the case room's file to figures, and what packing costs whoever counts first."""
    store = _kept(folder / "kept.sqlite", blobs)
    yield Measurement(
        what=f"{CARDS:,} cards from the store to figures, kept structures",
        ours=median_seconds(lambda: _figures(store)),
        unit="s",
        at_most=0.8,
    )
    store.close()
    store = SqliteStore(folder / "drawn.sqlite", Room.CASES)
    store.apply(Change(tuple(Edit.add(record) for record in _drawn(random.Random(11)))), by="bench")
    ours, loading = _packing(store, folder / "drawn.sqlite")
    yield Measurement(
        what="packing what was changed since the last count, per card",
        ours=ours / DRAWN_CARDS * 1e6,
        unit="µs",
        peer=loading / DRAWN_CARDS * 1e6,
        peer_name="loading its rows",
        at_most=1,
    )
    store.close()


def _packing(store: SqliteStore, path: Path) -> tuple[float, float]:
    """Give the median seconds of packing all cards, and of loading their rows, in turns.

    A single first packing told how cold the file was and what else the disk did: it meets nothing in
    memory, while loading was repeated.
    """
    ours, loading = [], []
    for _ in range(TURNS):
        with closing(sqlite3.connect(path)) as db, db:  # as edits take them away
            db.execute("DELETE FROM structures")
        start = time.perf_counter()
        store.structures()
        middle = time.perf_counter()
        store.load("alters", "ties")
        ours.append(middle - start)
        loading.append(time.perf_counter() - middle)
    return statistics.median(ours), statistics.median(loading)


def _card(chance: random.Random) -> Codes:
    codes = []
    for _ in range(max(1, round(chance.gauss(MEAN_ALTERS, 6)))):
        closeness = chance.randrange(10)
        code = chance.randrange(1, 5) | closeness << CLOSENESS_SHIFT
        code |= (2 - min(closeness // 3, 2)) << HORIZON_SHIFT
        draw = chance.random()
        codes.append(code | (CONNECTABLE | CONNECTED if draw < 0.85 else CONNECTABLE if draw < 0.95 else 0))
    count = len(codes)
    return codes, [(a, b) for a in range(count) for b in range(a + 1, count) if chance.random() < KNOWN]


def _kept(path: Path, blobs: list[bytes]) -> SqliteStore:
    """Make a case room whose cards were counted before; their entries are never looked at."""
    SqliteStore(path, Room.CASES).close()
    ids = [f"{number:026d}" for number in range(len(blobs))]
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO cases (id, opened_on) VALUES ('c', '2026-01-01')")
        db.executemany("INSERT INTO cards (id, \"case\", \"on\") VALUES (?, 'c', '2026-01-01')", zip(ids, strict=True))
        db.executemany(f"INSERT INTO structures VALUES (?, {VERSION}, ?)", zip(ids, blobs, strict=True))
    return SqliteStore(path, Room.CASES)


def _drawn(chance: random.Random) -> Iterator[Record]:
    """Give the records of some cards, as they are drawn."""
    yield Case(id="c", opened_on=date(2026, 1, 1))
    for number in range(DRAWN_CARDS):
        card = f"k{number:04}"
        yield Card(id=card, case="c", on=date(2026, 1, 1))
        ids = [f"{card}-{n:02}" for n in range(max(1, round(chance.gauss(MEAN_ALTERS, 6))))]
        for one in ids:
            angle, distance = chance.uniform(-180, 180), chance.uniform(0, 110)
            yield Alter(id=one, case="c", card=card, entry=one, angle=angle, distance=distance, ego_tie="loose")
        for a, b in combinations(ids, 2):
            if chance.random() < KNOWN:
                yield Tie(case="c", card=card, a=a, b=b)


def _figures(store: SqliteStore) -> object:
    return list(figures_in_parts(store.structure_parts()))


def _by_igraph(codes: list[int], ties: list[tuple[int, int]]) -> dict[str, Any]:
    whole = igraph.Graph(n=len(codes), edges=ties)
    found: dict[str, Any] = {"cliques": whole.maximal_cliques(min=3)}
    connectable = [p for p, code in enumerate(codes) if code & CONNECTABLE]
    for sector in range(5):
        group = [p for p in connectable if not sector or codes[p] & SECTOR_MASK == sector]
        found[f"group {sector}"] = _group(whole.induced_subgraph(group), [codes[p] for p in group])
    contacts = [p for p in connectable if codes[p] & CONNECTED]
    count = len(contacts)
    if not count:
        return found
    among = whole.induced_subgraph(contacts)
    found["components"] = len(among.connected_components())
    found["brokerage"] = among.betweenness()
    found["effective_size"] = count - 2 * among.ecount() / count
    found["hierarchy"] = _hierarchy(among)
    ego = among.add_vertex().index
    among.add_edges([(ego, p) for p in range(count)])
    found["betweenness"] = among.betweenness(vertices=ego)
    found["constraint"] = among.constraint(vertices=ego)
    return found


def _group(graph: igraph.Graph, codes: list[int]) -> dict[str, Any]:
    degrees = graph.degree()
    most = max(degrees, default=None)
    ring = [code >> CLOSENESS_SHIFT & CLOSENESS_MASK for code in codes if code & CONNECTED]
    horizons = [0, 0, 0]
    for code in codes:
        horizons[code >> HORIZON_SHIFT & HORIZON_MASK] += 1
    return {
        "size": len(ring),
        "ties": graph.ecount(),
        "density": graph.density(),
        "closeness": (statistics.fmean(ring), _spread(ring)) if ring else None,
        "degree": (statistics.fmean(degrees), _spread(degrees)) if degrees else None,
        "stars": [p for p, degree in enumerate(degrees) if degree == most],
        "isolated": [p for p, degree in enumerate(degrees) if not degree],
        "horizons": horizons,
    }


def _spread(numbers: list[int]) -> float:
    mean = sum(numbers) / len(numbers)
    return math.sqrt(sum((x - mean) ** 2 for x in numbers) / len(numbers))


def _hierarchy(graph: igraph.Graph) -> float:
    count, degrees = int(graph.vcount()), graph.degree()
    if count == 1:
        return math.nan
    parts: list[float] = [((1 + sum(1 / (degrees[q] + 1) for q in near)) / count) ** 2 for near in graph.get_adjlist()]
    mean = sum(parts) / count
    shares = [part / mean for part in parts]
    return sum(share * math.log(share) for share in shares) / (count * math.log(count))
