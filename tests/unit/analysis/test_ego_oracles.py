"""Structure, cliques and figures against Borgatti's paper, networkx and igraph."""

from __future__ import annotations

import math
import random

import igraph
import networkx as nx
import pytest
from hypothesis import given

from netmap.analysis.ego import CardFigures, card_figures
from netmap.analysis.ego.cliques import maximal_cliques
from netmap.model.cases import Alter, Tie
from netmap.model.placement import is_connectable, is_connected
from tests.support.cards import alter, cards, star_card, ties

#: S. P. Borgatti (1997): Structural holes: unpacking Burt's redundancy measures, figure of p. 36
BORGATTI = [
    ("A", "B"),
    ("A", "F"),
    ("A", "G"),
    ("A", "E"),
    ("E", "G"),
    ("F", "G"),
    ("B", "G"),
    ("B", "D"),
    ("D", "G"),
    ("G", "C"),
]


@pytest.mark.parametrize(("ego", "effective_size"), [("G", 4.67), ("A", 2.50), ("C", 1)])
def test_effective_size_of_borgatti(ego: str, effective_size: float) -> None:
    found = card_figures(*star_card(BORGATTI, ego=ego)).structure
    assert found is not None
    assert found.effective_size == pytest.approx(effective_size, abs=0.005)
    assert found.efficiency == pytest.approx(found.effective_size / len(found.brokerage))


@pytest.mark.parametrize(("ego", "constraint"), [("G", 0.400), ("C", 1)])
def test_constraint_of_borgatti(ego: str, constraint: float) -> None:
    # A's published 0.595 counts a tie that A's own card does not show
    found = card_figures(*star_card(BORGATTI, ego=ego)).structure
    assert found is not None
    assert found.constraint == pytest.approx(constraint, abs=0.0005)


def graph_of(alters: list[Alter], known: list[Tie], *, connected: bool) -> nx.Graph:
    """The entries that are connected (connectable), and the ties among them."""
    chosen = is_connected if connected else is_connectable
    graph = nx.Graph()
    graph.add_nodes_from(p for p, a in enumerate(alters) if chosen(a))
    number = {a.id: p for p, a in enumerate(alters)}
    graph.add_edges_from((number[t.a], number[t.b]) for t in known if number[t.a] in graph and number[t.b] in graph)
    return graph


def assert_structure(found: CardFigures, alters: list[Alter], known: list[Tie]) -> None:
    graph = graph_of(alters, known, connected=True)
    if not graph:
        assert found.structure is None
        return
    structure = found.structure
    assert structure is not None
    size = len(graph)
    assert structure.components == nx.number_connected_components(graph)
    assert dict(structure.brokerage) == pytest.approx(nx.betweenness_centrality(graph, normalized=False))

    whole = igraph.Graph.from_networkx(graph)
    ego = whole.add_vertex().index
    whole.add_edges([(ego, v) for v in range(size)])
    assert structure.betweenness == pytest.approx(whole.betweenness(vertices=[ego])[0])
    assert structure.constraint == pytest.approx(whole.constraint(vertices=[ego])[0])

    around = nx.Graph(graph)
    around.add_edges_from(("ego", v) for v in graph)
    # nodes=… avoids networkx' fast path, which is wrong for some graphs in 3.6.1
    effective = nx.effective_size(around, nodes=list(around))["ego"]
    assert structure.effective_size == pytest.approx(effective)
    parts = [(1 / size + sum(1 / (size * (graph.degree(q) + 1)) for q in graph[j])) ** 2 for j in graph]
    if size == 1:
        assert math.isnan(structure.hierarchy)
    else:
        shares = [part / (sum(parts) / size) for part in parts]
        expected = sum(s * math.log(s) for s in shares) / (size * math.log(size))
        assert structure.hierarchy == pytest.approx(expected, abs=1e-12)


def assert_everybody(found: CardFigures, alters: list[Alter], known: list[Tie]) -> None:
    graph = graph_of(alters, known, connected=False)
    everybody = found.groups["all"]
    assert (everybody.connectable, everybody.ties) == (len(graph), graph.number_of_edges())
    if len(graph) > 1:
        assert everybody.density == pytest.approx(nx.density(graph))
    degrees = dict(graph.degree)
    assert everybody.isolated == tuple(p for p in graph if not degrees[p] and is_connected(alters[p]))
    assert everybody.stars == tuple(p for p in graph if degrees[p] == max(degrees.values()))


@given(cards())
def test_any_card_agrees_with_networkx_and_igraph(card: tuple[list[Alter], list[Tie]]) -> None:
    alters, known = card
    found = card_figures(alters, known)
    assert_structure(found, alters, known)
    assert_everybody(found, alters, known)


def random_card(count: int, *, density: float, seed: int) -> tuple[list[Alter], list[Tie]]:
    chance = random.Random(seed)
    people = [
        alter(
            str(n),
            angle=chance.uniform(-180, 180),
            distance=chance.uniform(0.1, 110),
            ego_tie=chance.choice(["none", "loose", "strong"]),
        )
        for n in range(count)
    ]
    pairs = [(a.id, b.id) for i, a in enumerate(people) for b in people[:i] if chance.random() < density]
    return people, ties(*pairs)


@pytest.mark.parametrize(("count", "density"), [(65, 0.2), (200, 0.05)])
def test_large_cards_agree_with_networkx_and_igraph(count: int, density: float) -> None:
    alters, known = random_card(count, density=density, seed=count)
    found = card_figures(alters, known)
    assert_structure(found, alters, known)
    assert_everybody(found, alters, known)


@pytest.mark.parametrize(("count", "density"), [(7, 0.9), (25, 0.5), (120, 0.1)])
def test_cliques_agree_with_networkx(count: int, density: float) -> None:
    graph = nx.gnp_random_graph(count, density, seed=count)
    neighbours = [sum(1 << w for w in graph[v]) for v in range(count)]
    expected = sorted(tuple(sorted(c)) for c in nx.find_cliques(graph) if len(c) > 2)
    assert maximal_cliques(neighbours) == tuple(expected)


def test_too_many_cliques_are_not_searched_for_ever() -> None:
    # Moon and Moser 1965: 66 people in threes who do not know each other have 3^22 cliques
    neighbours = [sum(1 << w for w in range(66) if w // 3 != v // 3) for v in range(66)]
    assert maximal_cliques(neighbours) is None


def test_one_clique_of_seven_hundred_is_found() -> None:
    everybody = (1 << 700) - 1
    found = maximal_cliques([everybody ^ 1 << v for v in range(700)])
    assert found == (tuple(range(700)),)
