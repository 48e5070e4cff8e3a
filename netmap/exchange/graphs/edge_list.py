"""Edge lists and node lists as CSV, with the columns named by whoever brings them."""

from __future__ import annotations

from collections.abc import Iterable

from netmap.errors import Fault
from netmap.exchange.graphs.values import GraphEdge, GraphFile, GraphNode, Losses, add_undeclared
from netmap.exchange.tabular import Row, Sheet, parse_table
from netmap.messages import message


def parse_edge_list(
    data: bytes, *, name: str, source: str = "source", target: str = "target", weight: str = "weight"
) -> GraphFile:
    r"""Read a CSV edge list; the ends of the edges are its nodes.

    Columns ``kind``, ``start`` and ``end`` are understood, others become attributes (reported).

    Parameters
    ----------
    data
        The file.
    name
        How faults name it.
    source, target, weight
        The columns that hold the ends and, if there is one, the weight.

    Raises
    ------
    FormatError
        It is no table.
    InputError
        A column is missing, an end is empty, a weight is no number: all at once.

    Examples
    --------
    >>> graph = parse_edge_list(b"source,target\n01,02\n", name="ties.csv")
    >>> [node.id for node in graph.nodes]
    ['01', '02']
    """
    sheet = Sheet(parse_table(data, name=name))
    source, target = (_resolved(sheet, column) for column in (source, target))
    weight = _resolved(sheet, weight)
    if not sheet.need_columns(source, target):
        sheet.refuse_if_faulty()
    known = (source, target, weight, "kind", "start", "end")
    others = _others(sheet, known)
    edges = [
        edge
        for row in sheet.table.rows
        if (edge := _edge(sheet, row, source=source, target=target, weight=weight, others=others))
    ]
    sheet.refuse_if_faulty()
    nodes = add_undeclared([], edges)
    return GraphFile(nodes, tuple(edges), {}, "csv", (*sheet.table.notices, *sheet.notices))


def edge_list_columns(data: bytes, *, name: str) -> tuple[str, ...]:
    r"""Give the head of a CSV edge list, for whoever says which column is what.

    Raises
    ------
    FormatError
        It is no table.

    Examples
    --------
    >>> edge_list_columns("Von;Nach;Stufe\nA;B;2\n".encode(), name="ties.csv")
    ('Von', 'Nach', 'Stufe')
    """
    return tuple(parse_table(data, name=name).head)


def parse_node_list(data: bytes, *, name: str, id: str = "id", label: str = "label") -> GraphFile:
    r"""Read a CSV node list; other columns become attributes. An id that comes again counts once (reported).

    Raises
    ------
    FormatError
        It is no table.
    InputError
        The column of the ids is missing, or an id is empty: all at once.

    Examples
    --------
    >>> parse_node_list(b"id\n007\n", name="nodes.csv").nodes[0].id
    '007'
    """
    sheet = Sheet(parse_table(data, name=name))
    id_column, label_column = (_resolved(sheet, column) for column in (id, label))
    if not sheet.need_columns(id_column):
        sheet.refuse_if_faulty()
    others = [column for column in sheet.table.head if column not in (id_column, label_column)]
    nodes: dict[str, GraphNode] = {}
    losses = Losses()
    for row in sheet.table.rows:
        node_id = sheet.text(row, id_column, needed=True)
        where = sheet.where(row, id_column)
        if node_id in nodes:
            losses.add(where, message("the id '{id}' stands here again; it counts once", id=node_id))
        elif node_id is not None:
            attributes = {column: value for column in others if (value := sheet.text(row, column))}
            nodes[node_id] = GraphNode(node_id, sheet.text(row, label_column), attributes, where=where)
    sheet.refuse_if_faulty()
    notices = (*sheet.table.notices, *sheet.notices, *losses.report())
    return GraphFile(tuple(nodes.values()), (), {}, "csv", notices)


def _resolved(sheet: Sheet, column: str) -> str:
    """Take ``Source`` for ``source`` where only that is there."""
    if column in sheet.table.head:
        return column
    alike = [own for own in sheet.table.head if own.lower() == column.lower()]
    return alike[0] if len(alike) == 1 else column


def _others(sheet: Sheet, known: Iterable[str]) -> list[str]:
    others = [column for column in sheet.table.head if column not in set(known)]
    for column in others:
        what = message("the column is kept with the ties; no figure uses it")
        sheet.notices.append(Fault(f"{sheet.table.name}:1:{column}", what))
    return others


def _edge(sheet: Sheet, row: Row, *, source: str, target: str, weight: str, others: Iterable[str]) -> GraphEdge | None:
    start, end = (sheet.text(row, column, needed=True) for column in (source, target))
    weighs = sheet.number(row, weight)
    if start is None or end is None:
        return None
    return GraphEdge(
        source=start,
        target=end,
        weight=weighs,
        kind=sheet.text(row, "kind"),
        attributes={column: value for column in others if (value := sheet.text(row, column))},
        start=sheet.text(row, "start"),
        end=sheet.text(row, "end"),
        where=f"{sheet.table.name}:{row.number}",
    )
