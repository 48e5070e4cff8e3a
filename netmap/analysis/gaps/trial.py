"""What if: a service closes, a place opens, a waiting time doubles; the district as it would be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from netmap.analysis.day import Day
from netmap.model.district import PUBLIC_TABLES, District
from netmap.model.partners import Service


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried out.

    Attributes
    ----------
    closing
        Ids of services that end the day before.
    waiting
        Ids of services whose waiting time doubles.
    opening
        Services that are new.
    """

    closing: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    opening: tuple[Service, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.closing or self.waiting or self.opening)


def tried(day: Day, trial: Trial) -> District:
    """Give the district as it would be on the day.

    Examples
    --------
    >>> from datetime import date
    >>> from netmap.model.catalogues import load_vocabulary
    >>> from netmap.model.partners import Organisation
    >>> here = District.of([Organisation(id="o", name="o", kind="x"),
    ...     Service(id="s", organisation="o", name="s", needs=("debt",), wait_days=20)])
    >>> today = Day(here, date(2026, 11, 20), load_vocabulary())
    >>> tried(today, Trial(waiting=("s",))).services["s"].wait_days
    40
    """
    rows: dict[str, Any] = {name: day.district.rows(name) for name in PUBLIC_TABLES}
    ended = (day.day - timedelta(days=1)).isoformat()
    rows["services"] = [
        *(_changed(row, trial.closing, trial.waiting, ended) for row in rows["services"]),
        *(s.to_row() for s in trial.opening),
    ]
    return District(rows)


def _changed(
    row: Mapping[str, Any], closing: Collection[str], waiting: Collection[str], ended: str
) -> Mapping[str, Any]:
    if row["id"] in closing:
        return {**row, "until": ended}
    if row["id"] in waiting and row["wait_days"] is not None:
        return {**row, "wait_days": 2 * row["wait_days"]}
    return row
