"""Small-area figures of statistics offices: read with what their columns mean, measured, never overstretched."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from netmap.analysis.segregation import Segregation, segregation
from netmap.errors import Fault
from netmap.exchange.groupcounts import GroupCounts, read_group_counts
from netmap.exchange.tabular import parse_table
from netmap.usecases.desk import Desk, needs

#: how the office treated its counts
SEMANTICS: Final = ("exact", "suppressed", "rounded_5", "rounded_10", "cell_key")
#: from this share of low-status households on one speaks of neighbourhood effects (Deutscher Verein 2021)
LOW_STATUS_SHARE: Final = 0.2


@dataclass(frozen=True, slots=True)
class AreaShare:
    """An area with the share of the group in it."""

    area: str
    group: float
    other: float
    share: float | None


@dataclass(frozen=True, slots=True)
class SmallAreas:
    """The indices of a file.

    Attributes
    ----------
    found
        Dissimilarity, isolation, exposure.
    above
        Areas with at least a fifth of the group, the largest share first.
    left_out
        Areas whose counts are not published.
    adds_up
        Whether sums over areas are exact; otherwise no sum is shown.
    """

    found: Segregation
    above: tuple[AreaShare, ...]
    left_out: tuple[str, ...]
    notices: tuple[Fault, ...]
    adds_up: bool


@needs("planning.read")
def columns_of(desk: Desk, *, name: str, data: bytes) -> Sequence[str]:
    """Give the columns of a file.

    Raises
    ------
    FormatError
        It is no table.
    """
    return parse_table(data, name=name).head


@needs("planning.read")
def small_areas(
    desk: Desk,
    *,
    name: str,
    data: bytes,
    group: str,
    reference: str | None = None,
    total: str | None = None,
    semantics: str = "exact",
) -> SmallAreas:
    """Measure how unevenly a group lives over the areas of a file.

    Raises
    ------
    InputError
        With all faults of the file.
    """
    with tempfile.TemporaryDirectory() as folder:  # readers take files; nothing of it stays
        path = Path(folder) / (Path(name).name or "figures.csv")
        path.write_bytes(data)
        counts = read_group_counts(path, group=group, reference=reference, total=total)
    return _measured(counts, is_total=total is not None, semantics=semantics)


def _measured(counts: GroupCounts, *, is_total: bool, semantics: str) -> SmallAreas:
    if is_total:
        found = segregation(counts.group, total=counts.other)
    else:
        found = segregation(counts.group, reference=counts.other)
    high = found.from_share(LOW_STATUS_SHARE).tolist()
    rows = [
        AreaShare(area, float(counts.group[i]), float(counts.other[i]), float(found.shares[i]))
        for i, area in enumerate(counts.areas)
        if high[i]
    ]
    return SmallAreas(
        found,
        tuple(sorted(rows, key=lambda r: (-(r.share or 0), r.area))),
        counts.left_out,
        tuple(Fault(f.where.rpartition("/")[2], f.message) for f in counts.notices),
        adds_up=semantics == "exact" and not counts.left_out,
    )
