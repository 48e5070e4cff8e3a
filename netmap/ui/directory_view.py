"""What the directory shows of an entry; pure, so that it is tested without the app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from netmap.messages import Message, message, plural, text
from netmap.model.catalogues import Vocabulary
from netmap.model.district import District
from netmap.model.partners import Organisation, Place, Resource, Service
from netmap.model.tables import Record
from netmap.usecases.directory import Found

TABLE_TITLES = {
    "services": message("Service"),
    "resources": message("Neighbourhood resource"),
    "organisations": message("Organisation"),
    "places": message("Place"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an entry: what it is, and what is known."""

    title: str
    value: str


def words(vocabulary: Vocabulary, catalogue: str, values: Sequence[str]) -> str:
    """Give words of a vocabulary in the reader's language, as written where it is unknown."""
    return " · ".join(vocabulary[catalogue].label_of(v) for v in values)


def freshness(verified_on: date | None, today: date) -> Message:
    """Say when something was last verified; never is said, too."""
    if verified_on is None:
        return message("never verified")
    days = (today - verified_on).days
    if days <= 31:
        return message("verified on {day}", day=f"{verified_on:%d.%m.%Y}")
    months = max(1, round(days / 30.4))
    return message("verified {months} months ago ({day})", months=months, day=f"{verified_on:%d.%m.%Y}")


def subtitle(found: Found, district: District, vocabulary: Vocabulary) -> str:
    """Give the line under a name in the list."""
    record = found.record
    if isinstance(record, Service):
        return f"{district.organisations[record.organisation].name} · {words(vocabulary, 'needs', record.needs)}"
    if isinstance(record, Resource):
        kind = vocabulary["resource_kinds"].label_of(record.kind)
        return f"{kind} · {district.areas[record.area].name}"
    if isinstance(record, Place):
        kind = vocabulary["place_kinds"].label_of(record.kind) if record.kind else ""
        return " · ".join(p for p in (kind, district.areas[record.area].name) if p)
    assert isinstance(record, Organisation)
    return vocabulary["organisation_kinds"].label_of(record.kind)


def lines_of(record: Record, district: District, vocabulary: Vocabulary, *, today: date) -> list[Line]:
    """Give everything known of an entry, line by line; what is unknown is left out."""
    if isinstance(record, Service):
        found = _service(record, district, vocabulary)
    elif isinstance(record, Place):
        found = _place(record, district, vocabulary)
    elif isinstance(record, Resource):
        found = _resource(record, district, vocabulary)
    else:
        assert isinstance(record, Organisation)
        found = _organisation(record, district, vocabulary)
    for name, value in (record.to_row().get("notes") or {}).items():
        found.append((_own(name), value))
    if "verified_on" in record.TABLE.names:
        verified = record.to_row()["verified_on"]
        seen = date.fromisoformat(verified) if verified else None
        found.append((text("Last verified"), str(freshness(seen, today))))
    return [Line(title, str(value)) for title, value in found if value not in (None, "", ())]


def facts(lines: Sequence[Line]) -> str:
    """Give lines as a list of terms and what they are.

    Examples
    --------
    >>> facts([Line("Where", "<Haus> 3")])
    '<dl class="nm-facts"><dt>Where</dt><dd>&lt;Haus&gt; 3</dd></dl>'
    """
    said = "".join(f"<dt>{escape(line.title)}</dt><dd>{escape(line.value)}</dd>" for line in lines)
    return f'<dl class="nm-facts">{said}</dl>'


def _own(name: str) -> str:
    known = {"opening_hours": text("Opening hours")}
    return known.get(name, name)


def _service(s: Service, district: District, vocabulary: Vocabulary) -> list[tuple[str, Any]]:
    capacity = s.capacity_sgb2 if s.capacity_sgb2 is not None else s.capacity
    found: list[tuple[str, Any]] = [
        (text("Offered by"), district.organisations[s.organisation].name),
        (text("Helps with"), words(vocabulary, "needs", s.needs)),
        (text("Type"), words(vocabulary, "service_types", [s.service_type]) if s.service_type else None),
        (text("For"), words(vocabulary, "target_groups", s.target_groups)),
        (text("Languages"), words(vocabulary, "languages", s.languages)),
        (text("Access"), words(vocabulary, "access", [s.access]) if s.access else None),
        (text("Good to know"), words(vocabulary, "features", s.features)),
        (text("Conditions"), s.conditions),
        (text("Where"), " · ".join(place_line(district.places[p]) for p in s.places if p in district.places)),
        (text("Serves"), " · ".join(district.areas[a].name for a in s.areas)),
        (
            text("Places for"),
            plural("{count} person", "{count} people", count=capacity) if capacity else None,
        ),
        (text("Free now"), s.free),
        (
            text("Waiting time"),
            plural("{count} day", "{count} days", count=s.wait_days) if s.wait_days else None,
        ),
        (text("Legal basis"), words(vocabulary, "legal_bases", s.legal_bases)),
        (text("Funding"), s.funding),
        (text("Until"), f"{s.until:%d.%m.%Y}" if s.until else None),
    ]
    return found


def _place(p: Place, district: District, vocabulary: Vocabulary) -> list[tuple[str, Any]]:
    free = {True: text("yes"), False: text("no"), None: None}[p.barrier_free]
    return [
        (text("Kind"), vocabulary["place_kinds"].label_of(p.kind) if p.kind else None),
        (text("Address"), address(p)),
        (text("Area"), district.areas[p.area].name),
        (text("Barrier-free"), free),
        (text("Protected"), text("Do not pass on this address.") if p.protected else None),
    ]


def _resource(r: Resource, district: District, vocabulary: Vocabulary) -> list[tuple[str, Any]]:
    return [
        (text("Kind"), vocabulary["resource_kinds"].label_of(r.kind)),
        (text("Area"), district.areas[r.area].name),
        (text("Where"), place_line(district.places[r.place]) if r.place in district.places else None),
        (text("Contact"), r.contact),
        (text("Helps with"), words(vocabulary, "needs", r.needs)),
        (text("Note"), r.note),
    ]


def _organisation(o: Organisation, district: District, vocabulary: Vocabulary) -> list[tuple[str, Any]]:
    return [
        (text("Kind"), vocabulary["organisation_kinds"].label_of(o.kind)),
        (text("Pillars"), words(vocabulary, "pillars", o.pillars)),
        (text("Belongs to"), district.organisations[o.parent].name if o.parent else None),
        (text("Website"), o.website),
        (text("E-mail"), o.email),
        (text("Phone"), o.phone),
        (text("Until"), f"{o.until:%d.%m.%Y}" if o.until else None),
    ]


def address(place: Place) -> str:
    """Give an address in one line."""
    town = " ".join(p for p in (place.postcode, place.town) if p)
    return ", ".join(p for p in (place.street, town) if p)


def place_line(place: Place) -> str:
    """Give a place with its address in one line."""
    where = address(place)
    return f"{place.name}, {where}" if where else place.name


def map_of(found: Sequence[Found], district: District, *, selected: str | None = None) -> Mapping[str, Any]:
    """Make the map's data: the areas, and the places of what was found."""
    points: dict[str, str] = {}
    for item in found:
        record = item.record
        if isinstance(record, Place):
            points[record.id] = record.name
        elif isinstance(record, Service):
            for place in record.places:
                points.setdefault(place, record.name)
        elif isinstance(record, Resource) and record.place:
            points.setdefault(record.place, record.name)
    shown = [district.places[p] for p in points if p in district.places]
    return {
        "areas": [
            {"id": a.id, "name": a.name, "geometry": a.shape, "tone": "none"}
            for a in sorted(drawn_areas(district), key=lambda a: a.id)
        ],
        "points": [
            {
                "id": p.id,
                "name": points[p.id] if points[p.id] != p.name else p.name,
                "lat": p.lat,
                "lon": p.lon,
                "tone": "helpers" if p.protected else "petrol",
                "shape": "square",
                "text": place_line(p),
            }
            for p in shown
            if p.lat is not None and p.lon is not None
        ],
        "legend": [{"tone": "petrol", "shape": "square", "text": text("place")}]
        + (
            [{"tone": "helpers", "shape": "square", "text": text("protected place")}]
            if any(p.protected for p in shown)
            else []
        ),
        "selected": {"kind": "point", "id": selected} if selected else None,
        "title": text("Places of what was found"),
    }


def drawn_areas(district: District) -> list[Any]:
    """Give the lowest areas with a shape: they tile the district."""
    with_shape = {a.id: a for a in district.areas.values() if a.shape}
    above = {parent for a in with_shape.values() for parent in _parents(district, a.id) if a.kind != "quartier"}
    return [a for a in with_shape.values() if a.id not in above and a.kind != "quartier"]


def missing_on_map(district: District, areas: Iterable[str]) -> list[str]:
    """Name the areas of which a map shows nothing: neither they nor what lies in or around them is drawn."""
    drawn = {a.id for a in drawn_areas(district)}
    around = drawn.union(*(_parents(district, a) for a in drawn))
    return [
        district.areas[a].name
        for a in sorted(set(areas))
        if a not in around and drawn.isdisjoint(_parents(district, a))
    ]


def missing_words(district: District, areas: Iterable[str]) -> str | None:
    """Say which areas are not on the map; nothing where all are, or where there is no map at all."""
    missing = missing_on_map(district, areas)
    if not missing or not drawn_areas(district):
        return None
    return plural(
        "{count} area has no shape and is not on the map: {names}.",
        "{count} areas have no shape and are not on the map: {names}.",
        count=len(missing),
        names=", ".join(missing),
    )


def _parents(district: District, area: str) -> list[str]:
    found: list[str] = []
    parent = district.areas[area].parent
    while parent and parent not in found:
        found.append(parent)
        parent = district.areas[parent].parent
    return found
