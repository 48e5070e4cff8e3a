"""What coordinators ask of the partner network of a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from netmap.analysis.cooperation.agreements import Triangle, triangles_of
from netmap.analysis.cooperation.chains import Chain, chains_of
from netmap.analysis.cooperation.core import CoreCheck, core_of
from netmap.analysis.cooperation.detours import ChainShape, chain_shapes
from netmap.analysis.cooperation.functions import NetworkFunction, functions_of
from netmap.analysis.cooperation.report import NetworkReport, network_report
from netmap.analysis.cooperation.what_if import WhatIf, what_if
from netmap.analysis.day import Day
from netmap.analysis.gaps import Limits
from netmap.errors import CallError
from netmap.model.partners import DEFAULT_SCALE, SCALES
from netmap.usecases.desk import Desk, needs


def day_at(desk: Desk, on: date) -> Day:
    """Give the district on a day, with the words the municipality added."""
    district, vocabulary = desk.house.district(), desk.house.vocabulary

    def made() -> Day:
        return Day(district, on, vocabulary.with_codes((c.list, c.code, c.label) for c in district.codes))

    return district.derived("day", (on, vocabulary), made)


def checked_scale(scale: str) -> str:
    """Give a scale back if there is one of that name.

    Raises
    ------
    CallError
        There is none.
    """
    if scale not in SCALES:
        raise CallError("There is no scale '{scale}'; known: {known}.", scale=scale, known=", ".join(SCALES))
    return scale


def _checked_area(day: Day, area: str | None) -> None:
    if area is not None and area not in day.district.areas:
        raise CallError("There is no area '{id}'.", id=area)


@needs("network.read")
def report(desk: Desk, *, on: date, scale: str = DEFAULT_SCALE, area: str | None = None) -> NetworkReport:
    """Give pairs, unknown pairs and figures of a day.

    Raises
    ------
    CallError
        There is no such scale or area.
    """
    day = day_at(desk, on)
    _checked_area(day, area)
    return network_report(day, scale=checked_scale(scale), area=area)


@needs("network.read")
def chains(desk: Desk, *, on: date, scale: str = DEFAULT_SCALE) -> tuple[Chain, ...]:
    """Give the chains of a day with their breaks.

    Raises
    ------
    CallError
        There is no such scale.
    """
    return chains_of(day_at(desk, on), scale=checked_scale(scale))


@needs("network.read")
def shapes(desk: Desk, *, on: date, scale: str = DEFAULT_SCALE) -> tuple[ChainShape, ...]:
    """Give detours, ways back and parallel services of the chains of a day, in the order of the chains.

    Raises
    ------
    CallError
        There is no such scale.
    """
    return chain_shapes(day_at(desk, on), scale=checked_scale(scale))


@needs("network.read")
def functions(desk: Desk, *, on: date, area: str | None = None) -> tuple[NetworkFunction, ...]:
    """Propose which of the five functions the network of a day (of an area) serves.

    Raises
    ------
    CallError
        There is no such area.
    """
    day = day_at(desk, on)
    _checked_area(day, area)
    return functions_of(day, area=area)


@needs("network.read")
def agreements(desk: Desk, *, on: date) -> tuple[Triangle, ...]:
    """Give the triangle and the twelve points of every service."""
    return triangles_of(day_at(desk, on))


@needs("network.read")
def core(desk: Desk, *, on: date, area: str | None = None) -> tuple[CoreCheck, ...]:
    """Check each Sozialraum for the core of a production network.

    Raises
    ------
    CallError
        There is no such area.
    """
    day = day_at(desk, on)
    _checked_area(day, area)
    return core_of(day, area=area)


@needs("network.read")
def without(
    desk: Desk,
    organisations: Sequence[str],
    *,
    services: Sequence[str] = (),
    on: date,
    scale: str = DEFAULT_SCALE,
) -> WhatIf:
    """Work out what would be lost if organisations vanished, or services (a project is one).

    Raises
    ------
    CallError
        There is no such organisation, service or scale, or none is named.
    """
    day = day_at(desk, on)
    for organisation in organisations:
        if organisation not in day.district.organisations:
            raise CallError("There is no organisation '{id}'.", id=organisation)
    for service in services:
        if service not in day.district.services:
            raise CallError("There is no service '{id}'.", id=service)
    if not organisations and not services:
        raise CallError("Say what should be missing: an organisation or a service.")
    settings = desk.house.settings
    limits = Limits(town=settings.town_limit, country=settings.country_limit)
    return what_if(day, organisations, services=services, scale=checked_scale(scale), limits=limits)
