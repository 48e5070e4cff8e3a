"""Two gap reports side by side: what closed, what opened, what is still open."""

from __future__ import annotations

from dataclasses import dataclass

from netmap.analysis.gaps.judge import GapReport
from netmap.analysis.gaps.values import Gap


@dataclass(frozen=True, slots=True)
class GapChanges:
    """The gaps of an earlier and a later report; one gap is one kind of one row.

    Attributes
    ----------
    closed
        Gaps of the earlier report that the later has no more.
    opened
        Gaps only the later has.
    still
        Gaps both have, as (before, after); their certainty may differ.
    """

    closed: tuple[Gap, ...]
    opened: tuple[Gap, ...]
    still: tuple[tuple[Gap, Gap], ...]

    @property
    def surer(self) -> tuple[tuple[Gap, Gap], ...]:
        """Those still open that are more or less certain than before."""
        return tuple(both for both in self.still if both[0].certainty is not both[1].certainty)


def compare_gaps(before: GapReport, after: GapReport) -> GapChanges:
    """Compare two reports gap by gap."""
    old, new = ({g.key: g for g in report.gaps} for report in (before, after))
    return GapChanges(
        closed=tuple(g for k, g in old.items() if k not in new),
        opened=tuple(g for k, g in new.items() if k not in old),
        still=tuple((old[k], g) for k, g in new.items() if k in old),
    )
