"""Two gap reports side by side: what closed, what opened, what is still open."""

from __future__ import annotations

from dataclasses import dataclass

from netmap.analysis.gaps.judge import GapReport
from netmap.analysis.gaps.values import Gap, row_key


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
    def replaced(self) -> tuple[tuple[Gap, tuple[Gap, ...]], ...]:
        """Closed gaps of rows in which others opened instead, with those.

        Where an offer ends, what was about to expire is closed, and nobody is helped: the gap has another name.
        """
        instead: dict[tuple[object, ...], list[Gap]] = {}
        for gap in self.opened:
            instead.setdefault(row_key(gap.row), []).append(gap)
        return tuple((g, tuple(instead[row_key(g.row)])) for g in self.closed if row_key(g.row) in instead)

    @property
    def gone(self) -> tuple[Gap, ...]:
        """Closed gaps of rows in which no other opened."""
        opened = {row_key(gap.row) for gap in self.opened}
        return tuple(g for g in self.closed if row_key(g.row) not in opened)

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
