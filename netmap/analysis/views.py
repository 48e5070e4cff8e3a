"""The partner network of a day as networkx, igraph and pandas hold it, for analyses of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from netmap.analysis.cooperation.pairs import Pair, actors_of, pairs_of
from netmap.analysis.day import Day
from netmap.model.partners import DEFAULT_SCALE

if TYPE_CHECKING:
    import igraph
    import networkx
    import pandas

NetworkxGraph: TypeAlias = "networkx.Graph[str]"
IgraphGraph: TypeAlias = "igraph.Graph"


#: what is told of an organisation and of a pair; ends of an edge have no order, so ``a`` and ``b`` stand beside it
ACTOR_COLUMNS: Final = ("id", "name", "kind", "pillars", "parent")
PAIR_COLUMNS: Final = ("a", "b", "level", "state", "says_a", "says_b", "on_a", "on_b", "newest")


def _actors(day: Day) -> list[dict[str, Any]]:
    return [
        {
            "id": i,
            "name": o.name,
            "kind": day.code("organisation_kinds", o.kind),
            "pillars": tuple(day.code("pillars", p) for p in o.pillars),
            "parent": o.parent,
        }
        for i, o in ((a, day.organisations[a]) for a in actors_of(day))
    ]


def _ties(day: Day, scale: str) -> list[dict[str, Any]]:
    return [_tie(p) for p in pairs_of(day, scale=scale).values()]


def _tie(pair: Pair) -> dict[str, Any]:
    return {
        "a": pair.a,
        "b": pair.b,
        "level": pair.level,
        "state": pair.state,
        "says_a": pair.views[0],
        "says_b": pair.views[1],
        "on_a": pair.says_a.on if pair.says_a is not None else None,
        "on_b": pair.says_b.on if pair.says_b is not None else None,
        "newest": pair.newest,
    }


def to_networkx(day: Day, *, scale: str = DEFAULT_SCALE, least: int = 1) -> NetworkxGraph:
    """Give the network as a networkx graph: nodes are ids of organisations.

    An edge holds what each side says and when (``says_a``, ``on_a``, ``says_b``, ``on_b``; ``None``: nothing yet),
    the state and level of the pair and the day of the newest report; ``a`` and ``b`` name the sides.

    Parameters
    ----------
    least
        The lowest level that counts as an edge; 0 keeps those who say that they do not work together.
    """
    import networkx

    graph: NetworkxGraph = networkx.Graph(as_of=day.day.isoformat(), scale=scale)
    for actor in _actors(day):
        graph.add_node(actor.pop("id"), **actor)
    for tie in _ties(day, scale):
        if tie["level"] >= least:
            graph.add_edge(tie["a"], tie["b"], **tie)
    return graph


def to_igraph(day: Day, *, scale: str = DEFAULT_SCALE, least: int = 1) -> IgraphGraph:
    """Give the network as an igraph graph; the vertex attribute ``id`` holds the organisation."""
    import igraph

    actors = _actors(day)
    ties = [t for t in _ties(day, scale) if t["level"] >= least]
    index = {a["id"]: n for n, a in enumerate(actors)}
    graph = igraph.Graph(n=len(actors), edges=[(index[t["a"]], index[t["b"]]) for t in ties])
    for name in ACTOR_COLUMNS:
        graph.vs[name] = [a[name] for a in actors]
    for name in PAIR_COLUMNS:
        graph.es[name] = [t[name] for t in ties]
    return graph


def to_pandas(day: Day, *, scale: str = DEFAULT_SCALE) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Give organisations and pairs as two frames.

    Pairs hold everything that was said, also level 0; what a side has not said is ``<NA>``. Pairs of whom nobody
    said anything are in neither frame: unknown is not zero.
    """
    import pandas

    actors = pandas.DataFrame(_actors(day), columns=list(ACTOR_COLUMNS)).set_index("id")
    pairs = pandas.DataFrame(_ties(day, scale), columns=list(PAIR_COLUMNS))
    for name in ("level", "says_a", "says_b"):
        pairs[name] = pairs[name].astype("Int64")
    for name in ("on_a", "on_b", "newest"):
        pairs[name] = pandas.to_datetime(pairs[name])
    return actors, pairs
