"""Small-area figures of statistics offices: read with what their columns mean, measured, never overstretched."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netmap.analysis.segregation import Segregation, segregation
from netmap.analysis.sums import PartsAndTotal, parts_and_total
from netmap.analysis.sums import is_total as sums_up
from netmap.errors import CallError, Fault, InputError
from netmap.exchange.groupcounts import GroupCounts, read_group_counts
from netmap.exchange.tabular import parse_table
from netmap.messages import message
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
    totals
        By column, the areas held against the total published in a row of its own; only where sums are exact.
    """

    found: Segregation
    above: tuple[AreaShare, ...]
    left_out: tuple[str, ...]
    notices: tuple[Fault, ...]
    adds_up: bool
    totals: Mapping[str, PartsAndTotal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moment:
    """Figures of one time: a file of its own, or other columns of the same file.

    Attributes
    ----------
    label
        Names the time and puts it in order: ``2019``, ``2025-12-31``.
    name, data
        The file.
    group, reference, total
        Its columns; one of ``reference`` and ``total``.
    semantics
        How the office treated its counts.
    """

    label: str
    name: str
    data: bytes
    group: str
    reference: str | None = None
    total: str | None = None
    semantics: str = "exact"


@dataclass(frozen=True, slots=True)
class AtMoment:
    """The indices of one time.

    Attributes
    ----------
    areas
        All areas of the file.
    common
        The indices over the areas known at every time: these alone can be compared.
    """

    label: str
    areas: SmallAreas
    common: Segregation


@dataclass(frozen=True, slots=True)
class OverTime:
    """The indices of several times.

    Attributes
    ----------
    moments
        In order of label.
    common_areas
        Areas known at every time, in order.
    not_common
        Areas known at some times only: new ones, renamed ones, those not published.
    """

    moments: tuple[AtMoment, ...]
    common_areas: tuple[str, ...]
    not_common: tuple[str, ...]


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
    moment = Moment("", name, data, group, reference, total, semantics)
    whole = _read(moment)
    found = _measured(without_total(whole), is_total=total is not None, semantics=semantics)
    return replace(found, totals=_totals(whole, moment)) if found.adds_up else found


@needs("planning.read")
def small_areas_over_time(desk: Desk, moments: Sequence[Moment]) -> OverTime:
    """Measure how unevenly a group lives at several times, each file as it is and over the same areas.

    An area that is missing at one time (not published, merged, renamed) changes every index; so each is
    also computed over the areas known at every time.

    Raises
    ------
    CallError
        Two times have the same label, or there is no area known at every time.
    InputError
        With all faults of all files; each names its file.
    """
    labels = [m.label for m in moments]
    if twice := sorted({x for x in labels if labels.count(x) > 1}):
        raise CallError("The time '{label}' stands there twice.", label=twice[0])
    counts = _read_all(moments)
    known = [set(c.areas) for c in counts.values()]
    common, some = set.intersection(*known) if known else set(), set().union(*known)
    if moments and not common:
        raise CallError("No area is known at every time. Are they named in the same way?")
    found = []
    for moment in sorted(moments, key=lambda m: m.label):
        read, is_total = counts[moment.label], moment.total is not None
        places = [i for i, area in enumerate(read.areas) if area in common]
        whole = _measured(read, is_total=is_total, semantics=moment.semantics)
        found.append(AtMoment(moment.label, whole, _indices(read.group[places], read.other[places], is_total=is_total)))
    return OverTime(tuple(found), tuple(sorted(common)), tuple(sorted(some - common)))


def _read_all(moments: Sequence[Moment]) -> dict[str, GroupCounts]:
    found: dict[str, GroupCounts] = {}
    faults: list[Fault] = []
    for moment in moments:
        try:
            found[moment.label] = without_total(_read(moment))
        except InputError as exc:
            faults += exc.faults or (Fault(moment.name, exc.message),)
    if faults:
        raise InputError("These figures cannot be read.", faults=faults)
    return found


def _read(moment: Moment) -> GroupCounts:
    with tempfile.TemporaryDirectory() as folder:  # readers take files; nothing of it stays
        path = Path(folder) / (Path(moment.name).name or "figures.csv")
        path.write_bytes(moment.data)
        try:
            found = read_group_counts(
                path, group=moment.group, reference=moment.reference, total=moment.total, is_sum=sums_up
            )
        except InputError as exc:  # where it was kept meanwhile is nobody's business
            exc.faults = _by_name(exc.faults)
            raise
        return replace(found, notices=_by_name(found.notices))


def without_total(counts: GroupCounts) -> GroupCounts:
    """Leave out rows that sum up the others: a total is no area. What was left out is said."""
    areas = [i for i, area in enumerate(counts.areas) if not sums_up(area)]
    # a total whose count is not published stands among the areas left out
    sums = dict.fromkeys(area for area in (*counts.areas, *counts.left_out) if sums_up(area))
    said = [
        Fault(counts.name, message("'{name}' is a total of the other rows, not an area; it is left out", name=name))
        for name in sums
    ]
    return replace(
        counts,
        areas=tuple(counts.areas[i] for i in areas),
        group=counts.group[areas],
        other=counts.other[areas],
        left_out=tuple(area for area in counts.left_out if not sums_up(area)),
        notices=(*counts.notices, *said),
    )


def _totals(counts: GroupCounts, moment: Moment) -> dict[str, PartsAndTotal]:
    other = moment.total or moment.reference or ""
    columns = {moment.group: counts.group.tolist(), other: counts.other.tolist()}
    told = {c: parts_and_total(zip(counts.areas, values, strict=True)) for c, values in columns.items()}
    return {column: found for column, found in told.items() if found is not None}


def _by_name(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    return tuple(Fault(f.where.rpartition("/")[2], f.message) for f in faults)


def _indices(group: NDArray[np.float64], other: NDArray[np.float64], *, is_total: bool) -> Segregation:
    return segregation(group, total=other) if is_total else segregation(group, reference=other)


def _measured(counts: GroupCounts, *, is_total: bool, semantics: str) -> SmallAreas:
    found = _indices(counts.group, counts.other, is_total=is_total)
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
        counts.notices,
        adds_up=semantics == "exact" and not counts.left_out,
    )
