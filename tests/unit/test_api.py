"""The views for analysts agree with each other, and open nothing but the partner room."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from netmap import api
from netmap.bootstrap import House
from netmap.settings import Settings

DAY = date(2026, 11, 20)


@pytest.fixture
def folder():
    made = api.example()
    yield made
    shutil.rmtree(made)


def test_the_three_views_hold_the_same(folder):
    with api.open_network(folder) as network:
        nx_graph, ig_graph = network.to_networkx(DAY), network.to_igraph(DAY)
        organisations, pairs = network.to_pandas(DAY)
    assert set(nx_graph.nodes) == set(ig_graph.vs["id"]) == set(organisations.index)
    ig_edges = {frozenset(ig_graph.vs[e.tuple]["id"]): e["level"] for e in ig_graph.es}
    assert {frozenset(e): d["level"] for *e, d in nx_graph.edges(data=True)} == ig_edges
    assert {frozenset((p.a, p.b)): p.level for p in pairs.itertuples()} == ig_edges
    assert pairs["says_b"].isna().sum() == 1


def test_every_edge_names_its_sides_with_what_they_say_and_when(folder):
    said = date(2026, 3, 1)
    both = {"a": "beratung", "b": "jobcenter", "level": 2, "state": "confirmed", "says_a": 2, "says_b": 2}
    one = {"a": "beratung", "b": "vhs", "level": 1, "state": "one-sided", "says_a": 1, "says_b": None}
    wanted = [
        {**both, "on_a": said, "on_b": said, "newest": said},
        {**one, "on_a": said, "on_b": None, "newest": said},
    ]
    with api.open_network(folder) as network:
        nx_graph, ig_graph = network.to_networkx(DAY), network.to_igraph(DAY)
        _, pairs = network.to_pandas(DAY)
    assert sorted((d for *_, d in nx_graph.edges(data=True)), key=lambda d: d["b"]) == wanted
    assert sorted((e.attributes() for e in ig_graph.es), key=lambda d: d["b"]) == wanted
    assert list(pairs.columns) == list(wanted[0])
    assert pairs["on_b"].isna().tolist() == [False, True]


def test_before_anything_was_said_nothing_is_tied_and_nothing_is_zero(folder):
    with api.open_network(Settings(data=folder)) as network:
        assert network.to_networkx(date(2026, 2, 1)).number_of_edges() == 0
        assert len(network.to_pandas(date(2026, 2, 1))[1]) == 0
        assert network.to_igraph(date(2026, 2, 1)).vcount() == 3


def test_the_case_room_stays_shut(folder, monkeypatch):
    def refuse(_house):
        raise AssertionError("the case room was opened")

    monkeypatch.setattr(House, "cases", property(refuse))
    with api.open_network(folder) as network:
        network.to_networkx(DAY)
    assert not (folder / "cases.sqlite").exists()
