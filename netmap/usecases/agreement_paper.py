"""What is still open in an agreement, as a checklist to take into the negotiation."""

from __future__ import annotations

from netmap.analysis.cooperation.agreements import Triangle, triangles_of
from netmap.analysis.day import Day
from netmap.errors import NotFound
from netmap.exchange.report import Block, Facts, Heading, Paragraph, Table
from netmap.exchange.report_docx import report_docx
from netmap.messages import text
from netmap.usecases.desk import Desk, needs

_ROLES = ("commissioner", "steerer", "deliverer")


@needs("network.read")
def checklist_docx(desk: Desk, day: Day, service: str) -> bytes:
    """Make the open points of one service as a Word document, with room to write.

    Raises
    ------
    NotFound
        No such service is running on the day.
    """
    triangle = next((t for t in triangles_of(day) if t.service == service), None)
    if triangle is None:
        raise NotFound("There is no service '{id}'.", id=service)
    return report_docx(
        checklist_of(day, triangle),
        title=text("Open points: {service}", service=day.services[service].name),
        subtitle=text("as recorded on {day}", day=f"{day.day:%d.%m.%Y}"),
        made_at=desk.house.clock(),
    )


def checklist_of(day: Day, triangle: Triangle) -> list[Block]:
    """Give what is open: the triangle, who must be named, and the points not settled or not known."""
    corner = {"commissioner": text("commissioner"), "steerer": text("Jobcenter"), "deliverer": text("provider")}
    names = {i: o.name for i, o in day.district.organisations.items()}
    kinds = day.vocabulary["agreement_kinds"]
    agreed = ", ".join(kinds.label_of(day.agreements[a].kind) for a in triangle.agreements)
    blocks: list[Block] = [
        Facts(
            [
                *(
                    (
                        corner[role],
                        ", ".join(names.get(o, o) for o in getattr(triangle, role)) or text("nobody named yet"),
                    )
                    for role in _ROLES
                ),
                (text("Agreement"), agreed or text("no agreement yet")),
            ]
        ),
        Heading(text("Missing in the triangle")),
    ]
    missing = [corner[c] for c in triangle.missing_corners]
    missing += [" – ".join(corner[c] for c in side.split("-")) for side in triangle.missing_sides]
    blocks += [Paragraph(f"☐ {m}") for m in missing] or [Paragraph(text("Every corner and side is documented."))]
    blocks += [
        Heading(text("Who must be named")),
        Facts(
            [
                (text("Coordinator"), triangle.coordinator or f"☐ {text('not named')}"),
                (text("Deputy"), triangle.deputy or f"☐ {text('not named')}"),
            ]
        ),
        Heading(text("The twelve points")),
        *_points(day, triangle),
        Heading(text("Notes of the negotiation")),
        Paragraph("_" * 72),
        Paragraph("_" * 72),
    ]
    return blocks


def _points(day: Day, triangle: Triangle) -> list[Block]:
    if "child_care" in day.services[triangle.service].needs:
        return [Paragraph(text("Child care: the twelve points do not apply here."))]
    points = day.vocabulary["agreement_points"]
    says = {"yes": text("Settled"), "no": text("Not settled"), "unknown": text("Not known")}
    still = [
        [f"☐ {n}", points.label_of(code), says[triangle.points[n - 1]], ""]
        for n, code in enumerate(points.codes, start=1)
        if triangle.points[n - 1] != "yes"
    ]
    if not still:
        return [Paragraph(text("Nothing is open among the twelve points."))]
    head = ["", text("Point"), text("State"), text("Agreed how?")]
    return [Table(head, still, widths=[0.4, 2.6, 1.2, 3.0])]
