"""What planners ask: where need is not met, under which limits, on which day."""

from __future__ import annotations

from datetime import date

from netmap.analysis.gaps import GapReport, Limits, find_gaps
from netmap.errors import CallError
from netmap.usecases.desk import Desk, needs


@needs("planning.read")
def gaps_of(
    desk: Desk,
    *,
    on: date,
    area: str | None = None,
    town_limit: float | None = None,
    country_limit: float | None = None,
    mode: str | None = None,
) -> GapReport:
    """Judge all rows of demand on a day.

    Raises
    ------
    CallError
        There is no such area, or a limit is not a number above 0.
    """
    district = desk.house.district()
    if area is not None and area not in district.areas:
        raise CallError("There is no area '{id}'.", id=area)
    settings = desk.house.settings
    town = settings.town_limit if town_limit is None else town_limit
    country = settings.country_limit if country_limit is None else country_limit
    for limit in (town, country):
        if not 0 < limit < float("inf"):
            raise CallError("A limit is a number of minutes above 0, not {value}.", value=limit)
    limits = Limits(town=town, country=country, mode=mode)
    return find_gaps(district, on, desk.house.vocabulary, limits=limits, area=area)
