"""Reach and siting against PySAL: ``access`` and ``spopt``, the same data in the same run.

The peers get what they want to be given (data frames, a cost matrix), we get arrays; neither is
charged for making it. spopt has no answer before its whole model is built and solved, so both of our
figures, the first answer and the proven one, stand against that. Its solver is stopped after a
minute: the ratio is then better than the one printed.
"""

from __future__ import annotations

import csv
import logging
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from netmap.analysis.reach import reach
from netmap.analysis.siting import SitingProblem, max_coverage
from netmap.analysis.travel import Travel
from netmap.exchange.accessfiles import read_reach_files
from tools.bench import Measurement, median_seconds

AREAS, PLACES, WAYS_PER_AREA = 100_000, 1_000, 20
BANDS = {"bands": (10.0, 20.0, 30.0), "weights": (1.0, 0.68, 0.22)}
SITING_AREAS, SITING_PLACES, SITES, RADIUS = 10_000, 1_000, 20, 5.0
SPOPT_SECONDS = 60


def run() -> Iterator[Measurement]:
    """Measure reach, siting, and the way from the file."""
    warnings.simplefilter("ignore")
    yield from _reach()
    yield from _siting()
    yield _reading()


def _reach() -> Iterator[Measurement]:
    import access  # type: ignore[import-untyped]
    import pandas as pd

    rng = np.random.default_rng(1)
    area = np.repeat(np.arange(AREAS), WAYS_PER_AREA)
    start = rng.integers(0, PLACES, AREAS)[:, None]
    place = ((start + np.arange(WAYS_PER_AREA) * 7) % PLACES).ravel()
    cost = rng.random(len(area)) * 60
    people = rng.integers(0, 500, AREAS).astype(np.float64)
    capacity = rng.integers(1, 50, PLACES).astype(np.float64)
    travel = Travel(area, place, cost, AREAS, PLACES)
    peer = access.Access(
        demand_df=pd.DataFrame({"id": range(AREAS), "people": people}),
        demand_index="id",
        demand_value="people",
        supply_df=pd.DataFrame({"id": range(PLACES), "capacity": capacity}),
        supply_index="id",
        supply_value="capacity",
        cost_df=pd.DataFrame({"origin": area, "dest": place, "cost": cost}),
        cost_origin="origin",
        cost_dest="dest",
        cost_name="cost",
    )
    logging.getLogger("access").setLevel(logging.CRITICAL)  # after it has set its own
    steps = access.weights.step_fn(dict(zip(BANDS["bands"], BANDS["weights"], strict=True)))
    size = f"{AREAS:,} areas × {PLACES:,} places, {len(cost):,} ways"
    yield Measurement(
        what=f"2SFCA, {size}",
        ours=median_seconds(lambda: reach(people, capacity, travel, within=30), times=9),
        unit="s",
        peer=median_seconds(lambda: peer.two_stage_fca(name="plain", max_cost=30), times=5),
        peer_name="access",
        at_most=1 / 15,
    )
    yield Measurement(
        what=f"E2SFCA, {size}",
        ours=median_seconds(lambda: reach(people, capacity, travel, within=30, **BANDS), times=9),
        unit="s",
        peer=median_seconds(
            lambda: peer.enhanced_two_stage_fca(name="banded", max_cost=30, weight_fn=steps), times=3, warm=0
        ),
        peer_name="access",
        at_most=1 / 15,
    )


def _siting() -> Iterator[Measurement]:
    import pulp  # type: ignore[import-untyped]
    from spopt.locate import MCLP  # type: ignore[import-untyped]

    rng = np.random.default_rng(1)
    home, place = rng.random((SITING_AREAS, 2)) * 100, rng.random((SITING_PLACES, 2)) * 100
    people = rng.integers(1, 1_000, SITING_AREAS).astype(np.float64)
    matrix = np.hypot(*(home[:, None, axis] - place[None, :, axis] for axis in (0, 1)))
    area, at = np.nonzero(matrix <= 2 * RADIUS)
    problem = SitingProblem(
        tuple(f"a{number:05}" for number in range(SITING_AREAS)),
        people,
        tuple(f"p{number:04}" for number in range(SITING_PLACES)),
        np.zeros(SITING_PLACES, dtype=np.bool_),
        Travel(area, at, matrix[area, at], SITING_AREAS, SITING_PLACES),
    )
    first = median_seconds(lambda: max_coverage(problem, count=SITES, within=RADIUS, seconds=0))
    proven = median_seconds(lambda: max_coverage(problem, count=SITES, within=RADIUS), times=3)
    found = max_coverage(problem, count=SITES, within=RADIUS)
    if not found.proven_optimal:
        raise AssertionError("the optimum was not proven")
    begin = time.perf_counter()
    solver = pulp.PULP_CBC_CMD(msg=False, timeLimit=SPOPT_SECONDS)
    theirs = MCLP.from_cost_matrix(matrix, people, service_radius=RADIUS, p_facilities=SITES).solve(
        solver, results=False
    )
    peer = time.perf_counter() - begin
    solved = theirs.problem.sol_status == pulp.LpSolutionOptimal
    if solved and round(theirs.problem.objective.value()) != found.value:
        raise AssertionError(f"spopt says {theirs.problem.objective.value()}, we say {found.value}")
    name = "spopt" if solved else f"spopt, stopped after {SPOPT_SECONDS} s of solving"
    size = f"{SITING_AREAS:,} areas × {SITING_PLACES:,} places, {SITES} sites"
    yield Measurement(
        what=f"MCLP, first answer, {size}",
        ours=first,
        unit="s",
        peer=peer,
        peer_name=name,
        at_most=1 / 100,
    )
    yield Measurement(
        what=f"MCLP, proven optimum, {size}",
        ours=proven,
        unit="s",
        peer=peer,
        peer_name=name,
        at_most=1 / 5,
    )


def _reading() -> Measurement:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("demand.csv", "supply.csv", "travel.csv")]
        areas = [f"a{number:05}" for number in range(2_000)]
        places = [f"p{number:02}" for number in range(50)]
        ways = ((a, p, number % 97) for number, (a, p) in enumerate((a, p) for a in areas for p in places))
        for path, head, rows in (
            (files[0], ("area", "people"), ((a, 7) for a in areas)),
            (files[1], ("place", "capacity"), ((p, 3) for p in places)),
            (files[2], ("area", "place", "cost"), ways),
        ):
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(head)
                writer.writerows(rows)
        return Measurement(
            what="read 100,000 lines of travel with every check",
            ours=median_seconds(lambda: read_reach_files(*files), times=3),
            unit="s",
            at_most=2,
        )
