"""``netmap network figures``: a network file in, its figures out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from netmap.cli.output import Answer, cell, table
from netmap.messages import N_, message, plural, text

if TYPE_CHECKING:
    from netmap.cli import Commands
    from netmap.exchange.graphs.values import GraphFile


def register(commands: Commands) -> None:
    """Add the command."""
    figures = commands.add(
        "network",
        "figures",
        run=run_figures,
        summary=N_("figures of a network: centralisation, core, cut points …"),
    )
    figures.add_argument(
        "file", metavar="FILE", help=N_("GraphML, GEXF, or CSV source,target[,weight]; - for standard input")
    )
    figures.add_argument("--nodes", metavar="FILE", help=N_("CSV with a column id: adds actors without ties"))


def run_figures(arguments: argparse.Namespace) -> Answer:
    """Read a network and compute its figures."""
    from netmap.analysis.network.figures import network_figures
    from netmap.analysis.network.simple import network_from_pairs
    from netmap.exchange.graphs.reading import read_graph

    graph = read_graph(arguments.file, nodes=arguments.nodes)
    network = network_from_pairs(
        (node.id for node in graph.nodes), ((edge.source, edge.target) for edge in graph.edges)
    )
    _tell(graph, repeated=network.repeated)
    answer = network_figures(network).to_dict()
    names = {node.id: node.label for node in graph.nodes if node.label and node.label != node.id}
    return Answer(answer, lambda: figures_text(answer, names=names))


def _tell(graph: GraphFile, *, repeated: int) -> None:
    """Say on stderr what the file held that no figure sees."""
    from netmap.exchange.graphs.values import Losses

    losses = Losses()
    for edge in graph.edges:
        if edge.source == edge.target:
            losses.add(edge.where, message("the tie of '{actor}' with itself is left out", actor=edge.source))
    for notice in (*graph.losses, *losses.report()):
        print(notice, file=sys.stderr)
    if repeated:
        print(
            plural(
                "{count} tie was told twice or from both ends; it counts once.",
                "{count} ties were told twice or from both ends; each counts once.",
                count=repeated,
            ),
            file=sys.stderr,
        )


def figures_text(answer: Mapping[str, Any], *, names: Mapping[str, str] | None = None) -> str:
    """Lay out the figures of a network for people.

    Parameters
    ----------
    answer
        What :meth:`netmap.analysis.network.figures.NetworkFigures.to_dict` gives.
    names
        What actors are called, by id, where that is known.
    """
    parts = [
        text(
            "All figures: {actors}, {ties}, without direction or weight.",
            actors=plural("{count} actor", "{count} actors", count=answer["actors"]),
            ties=plural("{count} tie between them", "{count} ties between them", count=answer["ties"]),
        ),
        table([text("Figure of the network"), text("Its value")], _whole(answer)),
    ]
    if answer["communities"]:
        rows = [[number, len(group), group] for number, group in enumerate(answer["communities"], start=1)]
        parts.append(table([text("Group"), text("Members"), text("Who")], rows))
    if answer["table"]:
        parts.append(_actors(answer["table"], names or {}))
    return "\n\n".join(parts)


def _whole(answer: Mapping[str, Any]) -> list[list[Any]]:
    return [
        [text("Density of ties"), answer["density"]],
        [text("Degree centralisation"), answer["degree_centralisation"]],
        [text("Betweenness centralisation"), answer["betweenness_centralisation"]],
        [text("Sizes of the components"), answer["components"]],
        [text("Fragmentation F"), answer["fragmentation"]],
        [text("Core"), answer["core"] or None],
        [text("Could as well be in the core"), answer["core_open"] or None],
        [text("Modularity of the groups"), answer["modularity"]],
        [text("Actors without whom it falls apart"), answer["cut_actors"] or None],
        [text("Ties without which it falls apart"), [" – ".join(tie) for tie in answer["bridges"]] or None],
    ]


def _actors(rows: list[dict[str, Any]], names: Mapping[str, str]) -> str:
    head = {
        "actor": text("Actor"),
        "degree": text("Number of ties"),
        "betweenness": text("Betweenness"),
        "constraint": text("Constraint (Burt)"),
        "effective_size": text("Effective size (Burt)"),
        "k_core": text("k-core"),
        "fragmentation_without": text("F without it"),
        "distance_fragmentation_without": text("Distance F without it"),
    }
    body = [[row[key] for key in head] for row in rows]
    if not names:
        return table(list(head.values()), body)
    named = [[cells[0], cell(names.get(cells[0], "")), *cells[1:]] for cells in body]
    return table([text("Actor"), text("Called"), *list(head.values())[1:]], named)
