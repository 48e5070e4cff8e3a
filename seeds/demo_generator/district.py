"""All files of the demo district, from the tables written by hand and what is drawn by chance."""

from __future__ import annotations

from pathlib import Path

from seeds.demo_generator import (
    areas,
    cases,
    cooperation,
    demand,
    minutes,
    network,
    organisations,
    places,
    resources,
    services,
    shapes,
    travel,
)
from seeds.demo_generator.written import Row, to_csv, write

CODES = [{"list": "needs", "code": "digital", "label": "Digitale Teilhabe"}]


def _areas() -> list[Row]:
    table = []
    for area in areas.AREAS:
        lat, lon = shapes.to_lat_lon((float(area["x"]), float(area["y"])))
        known = area["point"] == "yes"
        row = {name: area.get(name, "") for name in areas.COLUMNS}
        table.append(row | {"lat": f"{lat}" if known else "", "lon": f"{lon}" if known else ""})
    return table


def _places() -> list[Row]:
    table = []
    for place in places.PLACES:
        row = {name: place.get(name, "") for name in places.COLUMNS}
        if place["at"] == "yes":
            lat, lon = shapes.to_lat_lon(travel.where(place))
            row |= {"lat": f"{lat}", "lon": f"{lon}"}
        table.append(row)
    return table


def tables() -> dict[str, str]:
    """Give every file of the district by name."""
    return {
        "areas.csv": to_csv(areas.COLUMNS, _areas()),
        "areas.geojson": shapes.geojson(),
        "organisations.csv": to_csv(organisations.COLUMNS, organisations.organisations()),
        "places.csv": to_csv(places.COLUMNS, _places()),
        "services.csv": to_csv(services.COLUMNS, services.SERVICES),
        "resources.csv": to_csv(resources.COLUMNS, resources.RESOURCES),
        "reports.csv": to_csv(cooperation.COLUMNS, cooperation.reports()),
        "relations.csv": to_csv(network.RELATION_COLUMNS, network.RELATIONS),
        "agreements.csv": to_csv(network.AGREEMENT_COLUMNS, network.agreements()),
        "demand.csv": to_csv(demand.COLUMNS, demand.demand()),
        "chains.csv": to_csv(network.CHAIN_COLUMNS, network.CHAINS),
        "travel.csv": to_csv(travel.COLUMNS, travel.travel()),
        "bodies.csv": to_csv(network.BODY_COLUMNS, network.BODIES),
        "members.csv": to_csv(network.MEMBER_COLUMNS, network.MEMBERS),
        "codes.csv": to_csv(("list", "code", "label"), CODES),
        "minutes.yaml": minutes.minutes_yaml(),
        "cases/generated.json": cases.cases_json(),
    }


def write_district(folder: Path) -> list[str]:
    """Write the district into a folder and name the files written."""
    files = tables()
    for name, text in files.items():
        write(folder, name, text)
    return list(files)
