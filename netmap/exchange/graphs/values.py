"""A network as a file holds it: nothing simplified yet, nothing interpreted as ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from netmap.errors import Fault
from netmap.messages import Message, message

#: what an attribute can hold; lists are tuples
Value: TypeAlias = bool | int | float | str | tuple[bool | int | float | str, ...]
Attributes: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node.

    Attributes
    ----------
    id
        As the file has it, letter by letter.
    label
        What it is called; None where the file has no name apart from the id.
    attributes
        Everything else, by the title of the column.
    x, y
        Where it is drawn: x to the right, y downwards.
    colour
        ``#rrggbb``.
    size
        How large it is drawn.
    parent
        The id of the node that it is nested in.
    where
        File, line and element that it came from.
    """

    id: str
    label: str | None = None
    attributes: Attributes = field(default_factory=dict)
    x: float | None = None
    y: float | None = None
    colour: str | None = None
    size: float | None = None
    parent: str | None = None
    where: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class GraphEdge:
    """An edge; ``start`` and ``end`` are the days between which it holds, as written."""

    source: str
    target: str
    weight: float | None = None
    directed: bool = False
    kind: str | None = None
    attributes: Attributes = field(default_factory=dict)
    start: str | None = None
    end: str | None = None
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class GraphFile:
    """Nodes and edges of a file.

    Attributes
    ----------
    nodes, edges
        In the order of the file; every end of an edge is among the nodes.
    attributes
        Of the network as a whole.
    source_format
        ``gexf``, ``graphml`` or ``csv``; empty for one of our own making.
    losses
        What of the file is not in here, or was read in a way that is not obvious.
    """

    nodes: tuple[GraphNode, ...] = ()
    edges: tuple[GraphEdge, ...] = ()
    attributes: Attributes = field(default_factory=dict)
    source_format: str = field(default="", compare=False)
    losses: tuple[Fault, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class WrittenGraph:
    """A file made of a network, and what of the network is not in it."""

    data: bytes
    losses: tuple[Fault, ...] = ()


class Losses:
    """Collects what gets lost; the same thing in many places is one line that counts them.

    Examples
    --------
    >>> from netmap.messages import speaking
    >>> losses = Losses()
    >>> for line in (3, 9):
    ...     losses.add(f"a.gexf:{line}:edge", message("the shape is not kept"))
    >>> with speaking("en"):
    ...     print(*losses.report())
    a.gexf:3:edge: the shape is not kept (2 times; this is the first)
    """

    def __init__(self) -> None:
        self._found: dict[str, tuple[str, Message, int]] = {}

    def add(self, where: str, what: Message) -> None:
        """Note one loss."""
        key = f"{what.msgid}\0{sorted(what.params.items())}"
        first, _, count = self._found.get(key, (where, what, 0))
        self._found[key] = (first, what, count + 1)

    def report(self) -> tuple[Fault, ...]:
        """List them in the order in which they first happened."""
        return tuple(
            Fault(
                where,
                what if count == 1 else message("{what} ({count} times; this is the first)", what=what, count=count),
            )
            for where, what, count in self._found.values()
        )


def add_undeclared(
    nodes: Sequence[GraphNode], edges: Iterable[GraphEdge], losses: Losses | None = None
) -> tuple[GraphNode, ...]:
    """Add the ends of edges that are no nodes yet, in the order in which they come up.

    Examples
    --------
    >>> [node.id for node in add_undeclared([GraphNode("b")], [GraphEdge("b", "a")])]
    ['b', 'a']
    """
    known = {node.id: node for node in nodes}
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in known:
                known[end] = GraphNode(end, where=edge.where)
                if losses is not None:
                    losses.add(edge.where, message("the end of an edge is no node of the file; it was added"))
    return tuple(known.values())


def children_of(nodes: Iterable[GraphNode]) -> dict[str | None, list[GraphNode]]:
    """Sort nodes by their parent; whose parents are unknown or go round in a circle stand at the top (None).

    Examples
    --------
    >>> family = children_of([GraphNode("a", parent="b"), GraphNode("b"), GraphNode("c", parent="c")])
    >>> {parent: [node.id for node in nodes] for parent, nodes in family.items()}
    {'b': ['a'], None: ['b', 'c']}
    """
    known = {node.id: node for node in nodes}
    family: dict[str | None, list[GraphNode]] = {}
    for node in known.values():
        family.setdefault(node.parent if _has_top(node, known) else None, []).append(node)
    return family


def _has_top(node: GraphNode, known: Mapping[str, GraphNode]) -> bool:
    seen = {node.id}
    parent = node.parent
    while parent is not None:
        if parent in seen or parent not in known:
            return False
        seen.add(parent)
        parent = known[parent].parent
    return True
