"""The attributes of nodes or edges as declared columns, the way both formats want them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from netmap.exchange.graphs.safe_xml import writable
from netmap.exchange.graphs.typed import common_type, write_value
from netmap.exchange.graphs.values import Attributes, GraphEdge, GraphNode, Losses, Value
from netmap.messages import message


@dataclass(frozen=True)
class Column:
    """A column to declare: its id in the file, the attribute it holds, its title and type."""

    id: str
    attribute: str
    title: str
    kind: str


def columns_of(
    items: Iterable[GraphNode | GraphEdge], *, prefix: str, reserved: Collection[str], losses: Losses
) -> list[Column]:
    """Declare a column for each attribute, sorted; titles that mean something else get a ``_``.

    Examples
    --------
    >>> columns_of([GraphNode("a", attributes={"x": 1})], prefix="n", reserved={"x"}, losses=Losses())
    [Column(id='n0', attribute='x', title='x_', kind='long')]
    """
    values: dict[str, list[Value]] = {}
    for item in items:
        for title, value in item.attributes.items():
            values.setdefault(title, []).append(value)
    columns: list[Column] = []
    taken = {title.lower() for title in reserved}
    for index, attribute in enumerate(sorted(values)):
        title = writable(attribute)
        while title.lower() in taken:
            title += "_"
        taken.add(title.lower())
        if title != attribute:
            losses.add(
                "",
                message("the attribute '{title}' is called '{new}' in the file", title=attribute, new=title),
            )
        columns.append(Column(f"{prefix}{index}", attribute, title, common_type(values[attribute])))
    return columns


def cells(attributes: Attributes, columns: Iterable[Column]) -> Iterable[tuple[Column, str]]:
    """Give the columns that have a value, with its text."""
    for column in columns:
        value = attributes.get(column.attribute)
        if value is not None:
            yield column, writable(write_value(value))
