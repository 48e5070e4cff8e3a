"""Disclosure control against the compact model: one program with a second table for every bound.

The compact model is what a textbook writes down: a yes/no for each cell, and for each primary cell two
whole tables, one with the cell at 0 and one with it at the threshold, that differ from the true one in
suppressed cells only. It is spared what we also guarantee (that nobody computes the other suppressed
cells) and the audit. HiGHS solves it and is stopped after a minute: the ratio is then better than
the one printed. Ours includes reading nothing, but everything from counts to audited table.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from functools import partial

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from netmap.analysis.disclosure import CountTable, audit, protect
from netmap.analysis.disclosure.tables import gather
from tools.bench import Measurement, median_seconds

THRESHOLD = 3
PEER_SECONDS = 60


def run() -> Iterator[Measurement]:
    """Measure the table of the aim, a small one that the peer can solve, and an audit alone."""
    tables = [example(50, 20, seed=seed) for seed in range(5)]
    primary = statistics.median(int(gather([t], threshold=THRESHOLD).primary.sum()) for t in tables)
    ours = statistics.median(median_seconds(partial(protect, [t]), times=3) for t in tables)
    yield Measurement(what=f"protect 50 × 20, {primary:.0f} primaries, audited", ours=ours, unit="s", at_most=0.5)
    seconds, answer = compact(tables[0])
    ending = "" if answer is not None else f", unfinished after {PEER_SECONDS} s"
    yield Measurement(
        what="the same against the compact model",
        ours=median_seconds(lambda: protect([tables[0]]), times=3),
        unit="s",
        peer=seconds,
        peer_name=f"compact{ending}",
    )
    small = example(12, 8, seed=3)
    seconds, answer = compact(small)
    found = protect([small])
    same = "same answer" if answer == found.persons_suppressed else f"{answer} / {found.persons_suppressed}"
    yield Measurement(
        what=f"protect 12 × 8 against the compact model ({same})",
        ours=median_seconds(lambda: protect([small]), times=3),
        unit="s",
        peer=seconds,
        peer_name="compact",
    )
    published = protect([tables[0]]).tables
    hidden = sum(value is None for value in published[0].cells.values())
    yield Measurement(
        what=f"audit 50 × 20 as published, {hidden} withheld", ours=median_seconds(lambda: audit(published)), unit="s"
    )


def example(height: int, width: int, *, seed: int) -> CountTable:
    """Many small counts, some large ones, as in a district by quarter and need."""
    numbers = np.random.default_rng(seed).negative_binomial(0.8, 0.04, (height, width))
    counts: dict[tuple[str, ...], int] = {(f"{i:02}", f"{j:02}"): int(n) for (i, j), n in np.ndenumerate(numbers)}
    return CountTable("example", ("area", "need"), counts)


def compact(table: CountTable) -> tuple[float, int | None]:
    """Solve the compact model; give the seconds and the persons suppressed (``None``: not finished)."""
    facts = gather([table], threshold=THRESHOLD)
    start = time.perf_counter()
    equations, counts = facts.system.equations, facts.counts.astype(float)
    size = len(counts)
    bounds = [(cell, amount) for cell in np.flatnonzero(facts.primary) for amount in (THRESHOLD, 0)]
    one = sparse.eye_array(size, format="csr")
    blocks, low, high = [], [], []
    for number, (cell, target) in enumerate(bounds):
        shift = target - counts[cell]
        around = [None] * len(bounds)
        for matrix, of_pattern, least, most in (
            (equations, sparse.csr_array(equations.shape), 0.0, 0.0),
            (one, sparse.diags_array(np.minimum(counts, abs(shift))), 0.0, np.inf),
            (one, -abs(shift) * one, -np.inf, 0.0),
            (one[[cell]], sparse.csr_array((1, size)), shift, shift),
        ):
            row = list(around)
            row[number] = matrix
            blocks.append([of_pattern, *row])
            low.append(np.full(matrix.shape[0], least))
            high.append(np.full(matrix.shape[0], most))
    whole = sparse.block_array(blocks, format="csr")
    free = size * len(bounds)
    found = milp(
        np.r_[counts, np.zeros(free)],
        constraints=LinearConstraint(whole, np.concatenate(low), np.concatenate(high)),
        integrality=np.r_[np.ones(size), np.zeros(free)],
        bounds=Bounds(
            np.r_[facts.primary.astype(float), np.full(free, -np.inf)], np.r_[np.ones(size), np.full(free, np.inf)]
        ),
        options={"time_limit": PEER_SECONDS, "mip_rel_gap": 0.0},
    )
    return time.perf_counter() - start, round(found.fun) if found.status == 0 else None
