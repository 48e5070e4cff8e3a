"""What both XML readers collect: nodes, edges, what is wrong and what gets lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from netmap.errors import Fault
from netmap.exchange.graphs.safe_xml import place
from netmap.exchange.graphs.typed import read_value
from netmap.exchange.graphs.values import (
    Attributes,
    GraphEdge,
    GraphFile,
    GraphNode,
    Losses,
    Value,
    add_undeclared,
)
from netmap.exchange.tabular import refuse_if_faulty
from netmap.messages import Message, message


class Collector:
    """Takes in a document piece by piece; nothing is given out while a fault is known.

    Parameters
    ----------
    name
        How faults name the file.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.losses = Losses()
        self.nodes: dict[str, GraphNode] = {}
        self.edges: list[GraphEdge] = []

    def where(self, element: Any) -> str:
        """Say where an element stands."""
        return place(element, name=self.name)

    def lose(self, element: Any, what: Message) -> None:
        """Note what of an element is not kept."""
        self.losses.add(self.where(element), what)

    def new_id(self, element: Any) -> str | None:
        """Give the id of a node; none, or one that another node has, is a fault."""
        node_id = element.get("id")
        if not node_id:
            self.faults.append(Fault(self.where(element), message("a node needs an id")))
        elif node_id in self.nodes:
            what = message("the id '{id}' stands here a second time", id=node_id)
            self.faults.append(Fault(self.where(element), what))
        else:
            return str(node_id)
        return None

    def ends(self, element: Any) -> tuple[str, str] | None:
        """Give the ends of an edge; each one missing is a fault."""
        source, target = element.get("source"), element.get("target")
        for title, end in (("source", source), ("target", target)):
            if not end:
                what = message("an edge needs a source and a target")
                self.faults.append(Fault(f"{self.where(element)}@{title}", what))
        return (str(source), str(target)) if source and target else None

    def wrong_number(self, element: Any, title: str, value: Value) -> None:
        """Note that a number is none."""
        what = message("'{value}' is not a number", value=value)
        self.faults.append(Fault(f"{self.where(element)}@{title}", what))

    def undeclared(self, element: Any, key: str) -> None:
        """Note that a value belongs to no column of the file."""
        self.lose(element, message("the attribute '{key}' is not declared; it is kept as text", key=key))

    def value(self, element: Any, text: str, *, title: str, kind: str) -> Value:
        """Read a value; text that is not of the column's type stays text."""
        value = read_value(text, kind)
        if value is None:
            self.lose(
                element,
                message("'{title}' holds text that is no {kind}; it is kept as text", title=title, kind=kind),
            )
            return text
        return value

    def finish(
        self,
        source_format: str,
        attributes: Attributes,
        *,
        settle: Callable[[GraphNode], GraphNode] = lambda node: node,
    ) -> GraphFile:
        """Refuse a faulty file, or give out the network.

        Parameters
        ----------
        source_format, attributes
            Of the file as a whole.
        settle
            Called for each node once all are known.
        """
        refuse_if_faulty(self.faults, name=self.name)
        nodes = add_undeclared([settle(node) for node in self.nodes.values()], self.edges, self.losses)
        return GraphFile(nodes, tuple(self.edges), attributes, source_format, self.losses.report())
