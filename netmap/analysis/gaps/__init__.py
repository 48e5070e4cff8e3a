"""Where need is not met: rows of demand against the supply of a day."""

from netmap.analysis.gaps.judge import GapReport, find_gaps
from netmap.analysis.gaps.values import KINDS, Certainty, Checked, Gap, Limits, row_key, shown_count, shown_people

__all__ = [
    "KINDS",
    "Certainty",
    "Checked",
    "Gap",
    "GapReport",
    "Limits",
    "find_gaps",
    "row_key",
    "shown_count",
    "shown_people",
]
