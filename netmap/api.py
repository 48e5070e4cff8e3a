"""netmap for analysts: open a store, take the partner network of a day into networkx, igraph or pandas.

Only the partner room is opened; there is no way from here to a case. Reading alone: nothing is changed.

Examples
--------
>>> from datetime import date
>>> from netmap import api
>>> with api.open_network(api.example()) as network:
...     graph = network.to_networkx(date(2026, 11, 20))
...     organisations, pairs = network.to_pandas(date(2026, 11, 20))
>>> graph.number_of_nodes(), graph.edges["beratung", "jobcenter"]["level"]
(3, 2)
>>> pairs[["a", "b", "says_a", "says_b", "state"]]
          a          b  says_a  says_b      state
0  beratung  jobcenter       2       2  confirmed
1  beratung      vhs       1    <NA>  one-sided
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from netmap.analysis import views
from netmap.analysis.day import Day
from netmap.bootstrap import House
from netmap.model.changes import ImportDistrict
from netmap.model.partners import DEFAULT_SCALE, Organisation, Report
from netmap.settings import Settings, load_settings
from netmap.usecases.desk import Actor, Desk, Role
from netmap.usecases.network import day_at

if TYPE_CHECKING:
    import pandas


class PartnerNetwork:
    """The partner network of an open store; every view is of one day."""

    def __init__(self, house: House) -> None:
        # planning may read the network and change nothing of it
        self._desk = Desk(house, Actor("api", frozenset({Role.PLANNING})))

    def day(self, on: date | None = None) -> Day:
        """Give the whole district on a day (today if none is given), for the functions of ``netmap.analysis``."""
        self._desk.require("network.read")
        return day_at(self._desk, on or self._desk.house.today())

    def to_networkx(self, on: date | None = None, *, scale: str = DEFAULT_SCALE, least: int = 1) -> views.NetworkxGraph:
        """Give the network as a networkx graph; see :func:`netmap.analysis.views.to_networkx`."""
        return views.to_networkx(self.day(on), scale=scale, least=least)

    def to_igraph(self, on: date | None = None, *, scale: str = DEFAULT_SCALE, least: int = 1) -> views.IgraphGraph:
        """Give the network as an igraph graph; see :func:`netmap.analysis.views.to_igraph`."""
        return views.to_igraph(self.day(on), scale=scale, least=least)

    def to_pandas(
        self, on: date | None = None, *, scale: str = DEFAULT_SCALE
    ) -> tuple[pandas.DataFrame, pandas.DataFrame]:
        """Give organisations and pairs as frames; see :func:`netmap.analysis.views.to_pandas`."""
        return views.to_pandas(self.day(on), scale=scale)


@contextmanager
def open_network(settings: Settings | Path | str | None = None) -> Iterator[PartnerNetwork]:
    """Open the partner room and close it again.

    Parameters
    ----------
    settings
        Settings, or the data folder; without it what the environment and ``netmap.toml`` say.

    Raises
    ------
    SettingsError, StoreError
        The settings are wrong, or the store cannot be opened.
    """
    if settings is None:
        settings = load_settings()
    elif not isinstance(settings, Settings):
        settings = Settings(data=Path(settings))
    house = House(settings)
    try:
        yield PartnerNetwork(house)
    finally:
        house.close()


def example() -> Path:
    """Make a folder with three organisations and what they say of each other, to try things out."""
    folder = Path(tempfile.mkdtemp(prefix="netmap-example-"))
    house = House(Settings(data=folder))
    said = date(2026, 3, 1)
    house.partners.apply(
        ImportDistrict.adding(
            Organisation(id="jobcenter", name="Jobcenter", kind="jobcenter"),
            Organisation(id="beratung", name="Schuldnerberatung", kind="advice_centre"),
            Organisation(id="vhs", name="Volkshochschule", kind="education_provider"),
            Report(from_="jobcenter", to="beratung", level=2, on=said),
            Report(from_="beratung", to="jobcenter", level=2, on=said),
            Report(from_="beratung", to="vhs", level=1, on=said),
        ),
        by="api",
    )
    house.close()
    return folder
