"""Linear and whole-number programs, solved by HiGHS."""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import Enum
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from netmap.errors import NetmapError
from netmap.messages import N_

INFINITE: float = float(highspy.kHighsInf)
#: how far from a whole number a computed value may lie and still mean it
NEARLY = 1e-6


class OutOfTime(Exception):  # noqa: N818 - not an error: the caller answers more coarsely
    """The time given ran out before the question was answered."""


class SolverError(NetmapError):
    """HiGHS gave up for a reason that has nothing to do with the question."""

    kind = "solver"
    title = N_("The computation failed")


class Deadline:
    """A moment by which work must be done; ``None`` seconds: whenever.

    Examples
    --------
    >>> Deadline(None).left, Deadline(0.0).passed
    (None, True)
    """

    def __init__(self, seconds: float | None) -> None:
        self._at = None if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float | None:
        """The seconds that are left."""
        return None if self._at is None else max(0.0, self._at - time.monotonic())

    def part(self, share: float) -> Deadline:
        """Give the moment when a share of the time that is left will be over.

        Examples
        --------
        >>> Deadline(None).part(0.1).left, Deadline(0.0).part(0.1).passed
        (None, True)
        """
        return Deadline(None if self.left is None else share * self.left)

    def before(self, seconds: float) -> Deadline:
        """Give the moment that lies some seconds earlier.

        Examples
        --------
        >>> Deadline(None).before(3).left, Deadline(2.0).before(3).passed
        (None, True)
        """
        return Deadline(None if self.left is None else self.left - seconds)

    @property
    def passed(self) -> bool:
        """Whether the moment is over."""
        return self._at is not None and time.monotonic() >= self._at

    def check(self) -> None:
        """Stop if time is over.

        Raises
        ------
        OutOfTime
            It is.
        """
        if self.passed:
            raise OutOfTime


class Stopwatch:
    """Tells how long ago it was made."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """The seconds since then."""
        return time.monotonic() - self._begun


class Outcome(Enum):
    """How a run ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    TIME = "time"


_STATUS = highspy.HighsModelStatus
_OUTCOMES = {
    _STATUS.kOptimal: Outcome.OPTIMAL,
    _STATUS.kModelEmpty: Outcome.OPTIMAL,
    _STATUS.kInfeasible: Outcome.INFEASIBLE,
    _STATUS.kUnbounded: Outcome.UNBOUNDED,
    _STATUS.kTimeLimit: Outcome.TIME,
}


class Program:
    """Minimise a linear cost within bounds: ``low <= matrix @ x <= high``, ``lower <= x <= upper``.

    Parameters
    ----------
    matrix
        Sparse, one row for each condition.
    row_lower, row_upper
        Bounds of the rows.
    lower, upper, cost
        Bounds and cost of the columns.
    whole
        The columns that must be whole numbers (a flag for each); none if left out.
    """

    def __init__(
        self,
        matrix: Any,
        *,
        row_lower: NDArray[np.float64],
        row_upper: NDArray[np.float64],
        lower: NDArray[np.float64],
        upper: NDArray[np.float64],
        cost: NDArray[np.float64],
        whole: NDArray[np.bool_] | None = None,
    ) -> None:
        columns = matrix.tocsc()
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = columns.shape
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
        model.row_lower_, model.row_upper_ = row_lower, row_upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = columns.indptr
        model.a_matrix_.index_ = columns.indices
        model.a_matrix_.value_ = columns.data.astype(np.float64)
        if whole is not None:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[int(flag)] for flag in whole]
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        # one thread and a fixed seed: the same table gets the same answer
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
        ):
            self._highs.setOptionValue(option, value)
        if whole is None:
            # small programs solved many times over: the last basis is worth more than presolve
            self._highs.setOptionValue("presolve", "off")
        self._highs.passModel(model)

    def set_cost(self, column: int, cost: float) -> None:
        """Change the cost of one column."""
        self._highs.changeColCost(column, cost)

    def set_all_costs(self, costs: NDArray[np.float64]) -> None:
        """Change the cost of all columns."""
        everywhere = np.arange(len(costs), dtype=np.int32)
        self._highs.changeColsCost(len(costs), everywhere, costs.astype(np.float64))

    def set_all_bounds(self, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> None:
        """Change the bounds of all columns."""
        everywhere = np.arange(len(lower), dtype=np.int32)
        self._highs.changeColsBounds(len(lower), everywhere, lower, upper)

    def set_bounds(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of one column."""
        self._highs.changeColBounds(column, lower, upper)

    def add_row(self, lower: float, columns: Sequence[int], values: Sequence[float]) -> None:
        """Add the condition ``lower <= sum(values * x[columns])``."""
        self._highs.addRow(lower, INFINITE, len(columns), np.asarray(columns, np.int32), np.asarray(values, np.float64))

    def add_rows(self, rows: Sequence[tuple[Sequence[int], Sequence[float]]]) -> None:
        """Add conditions ``0 <= sum(values * x[columns])``, all in one go: one by one each costs as much as all."""
        lengths = [len(columns) for columns, _ in rows]
        self._highs.addRows(
            len(rows),
            np.zeros(len(rows)),
            np.full(len(rows), INFINITE),
            sum(lengths),
            np.cumsum([0, *lengths[:-1]], dtype=np.int32) if rows else np.zeros(0, np.int32),
            np.fromiter((c for columns, _ in rows for c in columns), np.int32, sum(lengths)),
            np.fromiter((v for _, values in rows for v in values), np.float64, sum(lengths)),
        )

    def forget(self) -> None:
        """Begin the next run from nothing and not from the last solution."""
        self._highs.clearSolver()

    def hint(self, values: NDArray[np.float64]) -> None:
        """Offer a solution to start from."""
        solution = highspy.HighsSolution()
        solution.col_value = list(values)
        self._highs.setSolution(solution)

    def run(self, *, deadline: Deadline | None = None) -> Outcome:
        """Solve.

        Raises
        ------
        SolverError
            HiGHS failed.
        """
        if deadline is not None and deadline.left is not None:
            if deadline.passed:
                return Outcome.TIME
            # HiGHS counts the time of all runs of one model together
            self._highs.setOptionValue("time_limit", self._highs.getRunTime() + deadline.left)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == _STATUS.kUnboundedOrInfeasible:
            self._highs.setOptionValue("presolve", "off")
            self._highs.run()
            status = self._highs.getModelStatus()
        if status not in _OUTCOMES:
            raise SolverError("The computation failed ({status}).", status=str(status))
        return _OUTCOMES[status]

    @property
    def values(self) -> NDArray[np.float64]:
        """The columns of the solution found; empty if there is none."""
        solution = self._highs.getSolution()
        return np.array(solution.col_value if solution.value_valid else (), np.float64)

    @property
    def duals(self) -> NDArray[np.float64]:
        """The prices of the rows (linear programs only)."""
        return np.array(self._highs.getSolution().row_dual, np.float64)

    @property
    def objective(self) -> float:
        """The cost of the solution found."""
        return float(self._highs.getInfo().objective_function_value)

    @property
    def bound(self) -> float:
        """A cost that no solution can be below (whole-number programs only)."""
        return float(self._highs.getInfo().mip_dual_bound)
