"""Houses for tests: small, real, in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from netmap.bootstrap import House
from netmap.model.changes import ImportDistrict, SetAccount
from netmap.model.partners import Account, Area, Organisation, Place, Report, Service
from netmap.model.tables import Record
from netmap.settings import load_settings
from netmap.usecases.administration import begin
from netmap.usecases.desk import Actor, Desk, Role

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@contextmanager
def house_in(folder: Path, **given: object) -> Iterator[House]:
    """Open a house on the embedded stores of a folder, begun if it is new; the clock stands still."""
    house = House(load_settings({}, data=folder, **given), clock=lambda: NOW)
    try:
        if not (folder / "partners.sqlite").exists():
            begin(house)
        yield house
    finally:
        house.close()


def desk_as(house: House, *roles: Role, account: str = "sabine.kern", deputy_of: str = "") -> Desk:
    """Give somebody's desk in a house."""
    stands_in = frozenset({deputy_of}) if deputy_of else frozenset()
    return Desk(house, Actor(account, frozenset(roles), stands_in))


def small_district() -> list[Record]:
    """Give a district of one town, three organisations, three places (one protected), two services."""
    return [
        Area(id="k", name="Kreis Probe", kind="kreis", setting="country"),
        Area(id="g", name="Probestadt", kind="gemeinde", parent="k", setting="town", lat=53.0, lon=11.0),
        Area(id="nord", name="Nord", kind="sozialraum", parent="g", lat=53.01, lon=11.0),
        Organisation(id="jc", name="Jobcenter Probe", kind="jobcenter"),
        Organisation(id="sb", name="Schuldnerberatung Probe e. V.", kind="Beratungsstelle", phone="0100 1"),
        Organisation(id="fh", name="Schutzhaus Probe", kind="Beratungsstelle"),
        Place(id="bh", name="Bürgerhaus", area="nord", street="Am Markt 1", lat=53.01, lon=11.01),
        Place(id="rat", name="Rathaus", area="g", lat=53.0, lon=11.0),
        Place(id="geheim", name="Lindenzuflucht", area="nord", street="Verborgene Gasse 9", protected=True),
        Service(id="schulden", organisation="sb", name="Offene Schuldenberatung", needs=("debt",), places=("bh",)),
        Service(id="schutz", organisation="fh", name="Schutz", needs=("homelessness",), places=("geheim",)),
        Report(from_="jc", to="sb", level=2, on=NOW.date()),
    ]


def fill(house: House) -> None:
    """Put the small district into a house."""
    house.partners.apply(ImportDistrict.adding(*small_district()), by="test")


def add_account(house: House, account: str, *roles: Role, password_hash: str | None = None) -> Account:
    """Put an account into a house."""
    made = Account(
        id=account, name=account, roles=tuple(r.value for r in roles), password_hash=password_hash, made_at=NOW
    )
    house.partners.apply(SetAccount.adding(made), by="test")
    return made
