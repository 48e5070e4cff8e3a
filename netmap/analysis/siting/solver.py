"""One room for HiGHS: mixed-integer programs as arrays, solved within a time."""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np

from netmap.analysis.travel import Flags, Real, Whole


@dataclass(frozen=True, slots=True)
class Program:
    """Minimise ``cost · x`` with ``low <= A x <= high`` and ``0 <= x <= 1``.

    ``A`` is given by its entries (row, column, value); ``whole`` says which x are 0 or 1.
    """

    cost: Real
    whole: Flags
    row: Whole
    column: Whole
    value: Real
    low: Real
    high: Real


@dataclass(frozen=True, slots=True)
class Solution:
    """What came out: the point (``None`` if none was found), and what no point can be below."""

    point: Real | None
    bound: float
    infeasible: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """When to stop trying to prove."""

    end: float

    @classmethod
    def of(cls, seconds: float) -> Clock:
        """Start now."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds that are left, never negative."""
        return max(0.0, self.end - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.left <= 0.0


def solve(program: Program, clock: Clock, *, target: float | None = None, start: Real | None = None) -> Solution:
    """Solve with HiGHS.

    Parameters
    ----------
    program
        What to minimise.
    clock
        HiGHS stops when its time is up; the bound it has then is valid.
    target
        Stop at the first point that costs no more than this.
    start
        A point to begin with.
    """
    if not len(program.cost):
        fits = bool((program.low <= 0).all() and (program.high >= 0).all())
        return Solution(np.zeros(0) if fits else None, 0.0 if fits else np.inf, not fits)
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (
        ("output_flag", False),
        ("time_limit", max(clock.left, 0.01)),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", 1e-9),
        ("threads", 1),  # the same answer on every machine
    ):
        model.setOptionValue(option, value)
    if target is not None:
        model.setOptionValue("objective_target", target)
    model.passModel(_model(program))
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = start.tolist()
        model.setSolution(known)
    model.run()
    status, info = model.getModelStatus(), model.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solution(None, np.inf, infeasible=True)
    point = np.array(model.getSolution().col_value) if info.primal_solution_status == 2 else None
    bound = info.mip_dual_bound if program.whole.any() else info.objective_function_value
    return Solution(point, float(bound) if np.isfinite(bound) else -np.inf)


def _model(program: Program) -> highspy.HighsLp:
    columns, rows = len(program.cost), len(program.low)
    order = np.argsort(program.column, kind="stable")
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_ = program.cost
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_, model.row_upper_ = program.low, program.high
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(np.bincount(program.column, minlength=columns))))
    model.a_matrix_.index_ = program.row[order]
    model.a_matrix_.value_ = program.value[order]
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[int(w)] for w in program.whole]
    return model
