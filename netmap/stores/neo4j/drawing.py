"""The graph drawn for people: Mermaid flowcharts made from the shapes, so that they cannot go stale."""

from __future__ import annotations

from netmap.model.tables import Room, tables_of
from netmap.stores.neo4j.graph import SHAPES, Node, node


def mermaid(room: Room) -> str:
    """Draw a room: labels in boxes, relationship types on arrows.

    Examples
    --------
    >>> "Service -->|AT| Place" in mermaid(Room.PARTNERS)
    True
    """
    lines = ["flowchart LR"]
    alone = []
    drawn = set()
    for spec in tables_of(room):
        shape = SHAPES[spec.name]
        if isinstance(shape, Node):
            arrows = [(shape.label, link.type, node(link.target).label, link.inward) for link in shape.links]
            if not arrows:
                alone.append(shape.label)
        else:
            # a dozen arrows between two boxes would hide both: the types share one
            types = "<br>".join(shape.types)
            arrows = [(node(shape.start[0]).label, types, node(shape.end[0]).label, False)]
        for one, type_, other, inward in arrows:
            start, end = (other, one) if inward else (one, other)
            drawn |= {start, end}
            lines.append(f"  {start} -->|{type_}| {end}")
    lines += [f"  {label}" for label in alone if label not in drawn]
    lines += ["  Store -->|MIGRATED| Migration", "  Change -->|MOVED| Revision", "  Audit"]
    return "\n".join(lines) + "\n"


def with_drawings(text: str) -> str:
    """Put the drawings of both rooms into a text, between its marks ``<!-- drawing: room -->``."""
    for room in Room:
        start, end = f"<!-- drawing: {room.value} -->\n", "<!-- end -->"
        before, _, rest = text.partition(start)
        _, _, after = rest.partition(end)
        text = f"{before}{start}```mermaid\n{mermaid(room)}```\n{end}{after}"
    return text
