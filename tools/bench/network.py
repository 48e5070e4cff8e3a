"""The partner network's own kernels against igraph and rustworkx."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.network.betweenness import betweenness
from netmap.analysis.network.chains import count_chains, directed_rows
from netmap.analysis.network.distances import distance_fragmentation_without
from netmap.analysis.network.graph_library import to_igraph
from netmap.analysis.network.separation import separation
from netmap.analysis.network.simple import Network, network_from_indices
from tools.bench import Measurement, median_seconds

#: how many removals the peers are timed on; the rest is extrapolated
SAMPLE = 40


def neighbourhoods(count: int, *, seed: int = 3) -> NDArray[np.int64]:
    """Draw ties as districts have them: neighbourhoods of 60, few with many ties, 6 % with a single one.

    Returns
    -------
    ndarray
        Rows of two indices, five for each actor, each pair once.
    """
    chance = np.random.default_rng(seed)
    pull = chance.pareto(2.2, count) + 0.3
    home = chance.integers(0, max(count // 60, 4), count)
    single = chance.random(count) < 0.06
    pull[single] = 0
    members = [np.flatnonzero(home == place) for place in range(home.max() + 1)]
    drawn = [np.stack([np.flatnonzero(single), chance.choice(count, single.sum(), p=pull / pull.sum())], axis=1)]
    for part in members:
        near = np.maximum(pull[part], 1e-12)
        size = 7 * len(part)
        ends = chance.choice(part, (size, 2), p=near / near.sum())
        far = chance.random(size) < 0.25
        ends[far, 1] = chance.choice(count, far.sum(), p=pull / pull.sum())
        drawn.append(ends)
    ties = np.sort(np.concatenate(drawn), axis=1)
    ties = np.unique(ties[ties[:, 0] != ties[:, 1]], axis=0)
    keep = single[ties].any(axis=1)
    others = np.flatnonzero(~keep)
    wanted = 5 * count - int(keep.sum())
    keep[chance.choice(others, min(wanted, len(others)), replace=False)] = True
    kept: NDArray[np.int64] = ties[keep]
    return kept


def network(count: int) -> Network:
    """Draw a network, laid out as the kernels take it."""
    ties = neighbourhoods(count)
    drawn = network_from_indices([f"{index:06d}" for index in range(count)], ties[:, 0], ties[:, 1])
    assert drawn.rows
    return drawn


def run() -> Iterator[Measurement]:
    """Measure."""
    large, district = network(20_000), network(2_000)
    yield from _fragmentation(large)
    yield _distances(district)
    yield _chains()
    yield _betweenness(large)
    yield from _command(district)


def _size(of: Network) -> str:
    return f"{of.actor_count:,} actors, {of.tie_count:,} ties"


def _fragmentation(of: Network) -> Iterator[Measurement]:
    # milliseconds: whatever else the machine does shows in all but the fastest
    ours = 1000 * min(median_seconds(lambda: separation(of), times=1) for _ in range(25))
    what = f"fragmentation after each removal, {_size(of)}, fastest of 25"
    yield Measurement(what=what, ours=ours, unit="ms", at_most=5)
    graph = to_igraph(of)
    actors = np.random.default_rng(1).choice(of.actor_count, SAMPLE, replace=False).tolist()

    def one_by_one() -> None:
        for actor in actors:
            left = graph.copy()
            left.delete_vertices(actor)
            left.connected_components().sizes()

    peer = median_seconds(one_by_one, times=1, warm=0) / SAMPLE * of.actor_count
    yield Measurement(
        what="the same; the peer extrapolated from some removals",
        ours=ours,
        unit="ms",
        peer=1000 * peer,
        peer_name=f"igraph ({SAMPLE} × {of.actor_count // SAMPLE})",
    )


def _distances(of: Network) -> Measurement:
    graph = to_igraph(of)
    actors = np.random.default_rng(1).choice(of.actor_count, 3, replace=False).tolist()

    def one_by_one() -> None:
        for actor in actors:
            left = graph.copy()
            left.delete_vertices(actor)
            distances = np.array(left.distances())
            np.divide(1, distances, where=distances > 0, out=np.zeros(distances.shape)).sum()

    return Measurement(
        what=f"distance fragmentation after each removal, {_size(of)}",
        ours=median_seconds(lambda: distance_fragmentation_without(of), times=3),
        unit="s",
        peer=median_seconds(one_by_one, times=1, warm=0) / len(actors) * of.actor_count,
        peer_name=f"igraph ({len(actors)} × {of.actor_count // len(actors)}, extrapolated)",
    )


def _chains() -> Measurement:
    import rustworkx

    ties = neighbourhoods(2_000)
    turned = np.random.default_rng(2).random(len(ties)) < 0.5
    ties[turned] = ties[turned][:, ::-1]
    rows = directed_rows(2_000, ties[:, 0], ties[:, 1])
    graph = rustworkx.PyDiGraph()
    graph.add_nodes_from(range(2_000))
    graph.add_edges_from_no_data([(int(a), int(b)) for a, b in ties])
    found = int(count_chains(rows).by_hops.sum())
    # its cutoff counts actors: five of them are four hops
    return Measurement(
        what=f"chains ≤ 4 hops, 2,000 actors, {len(ties):,} referrals: {found:,} counted (peer: listed)",
        ours=1000 * median_seconds(lambda: count_chains(rows), times=9),
        unit="ms",
        peer=1000 * median_seconds(lambda: rustworkx.all_pairs_all_simple_paths(graph, cutoff=5), times=3, warm=0),
        peer_name="rustworkx",
        at_most=0.01,
    )


def _betweenness(of: Network) -> Measurement:
    graph = to_igraph(of)
    betweenness(network(7_000))  # compile
    start = time.perf_counter()
    ours = betweenness(of)
    taken = time.perf_counter() - start
    start = time.perf_counter()
    peer = graph.betweenness()
    peer_taken = time.perf_counter() - start
    pairs = (of.actor_count - 1) * (of.actor_count - 2) / 2
    np.testing.assert_allclose(ours * pairs, peer, rtol=1e-9, atol=1e-6)
    return Measurement(
        what=f"exact betweenness, {_size(of)}",
        ours=taken,
        unit="s",
        peer=peer_taken,
        peer_name="igraph",
        at_most=1 / 3,
    )


def _command(of: Network) -> Iterator[Measurement]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ties.csv"
        lines = (f"{of.actors[a]},{of.actors[b]}\n" for a, b in of.ties)
        path.write_text("source,target\n" + "".join(lines), encoding="utf-8")
        command = [sys.executable, "-c", "import sys; from netmap.cli import main; sys.exit(main())"]
        command += ["network", "figures", str(path), "--format", "json"]
        environment = {**os.environ, "NUMBA_CACHE_DIR": str(Path(folder) / "cache")}
        for what in ("never run before", "again"):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=environment)
            yield Measurement(
                what=f"netmap network figures, {_size(of)}, {what}",
                ours=time.perf_counter() - start,
                unit="s",
                at_most=10,
            )
