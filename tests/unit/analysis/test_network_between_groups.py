"""What holds a network together, by hand on small networks and against networkx on the Florentine families."""

from __future__ import annotations

from datetime import date

import networkx as nx
import pytest

from netmap.analysis.cooperation.pairs import pairs_of
from netmap.analysis.cooperation.structure import along_pillars, counted_network, pillars_in, structure_of
from netmap.analysis.day import Day
from netmap.analysis.network.between_groups import among_alike, only_ways
from netmap.analysis.network.simple import network_from_pairs
from netmap.model.catalogues import load_vocabulary
from netmap.model.district import District
from netmap.model.partners import Organisation, Relation, Report

FLORENCE = nx.florentine_families_graph()


def test_who_alone_leads_to_another_group_by_hand():
    # two triangles and a pair: a alone leads to the second, both of the second lead back, nobody to the third
    ties = ["ab", "bc", "ca", "de", "ef", "fd", "ad", "ae", "gh"]
    network = network_from_pairs("abcdefghi", [tuple(t) for t in ties])
    groups = [("a", "b", "c"), ("d", "e", "f"), ("g", "h"), ("i",)]
    assert only_ways(network, groups) == {"a": (1,)}
    assert only_ways(network.without("e"), [g for g in groups if "e" not in g] + [("d", "f")]) == {
        "a": (3,),
        "d": (0,),
    }


def test_ties_among_alike_agree_with_networkx():
    network = network_from_pairs(sorted(FLORENCE), FLORENCE.edges)
    kinds = {actor: "early" if actor < "M" else "late" for actor in network.actors}
    found = among_alike(network, kinds)
    nx.set_node_attributes(FLORENCE, kinds, "kind")
    r = nx.attribute_assortativity_coefficient(FLORENCE, "kind")
    assert found.ties == 20
    assert (found.alike / found.ties - found.expected / found.ties) / (
        1 - found.expected / found.ties
    ) == pytest.approx(r)
    assert among_alike(network, {"Medici": "early"}) == (0, 0, 0.0)


def test_structure_of_the_florentine_families():
    found = structure_of(network_from_pairs([*FLORENCE, "Pucci"], FLORENCE.edges))
    assert set(found.cut_actors) == set(nx.articulation_points(FLORENCE))
    assert {frozenset(b) for b in found.bridges} == {frozenset(b) for b in nx.bridges(FLORENCE)}
    assert set(found.core) == {"Medici", "Strozzi", "Guadagni"}  # ANALYSIS: the published core
    assert found.alone == ("Pucci",)
    assert "Pucci" not in {actor for group in found.groups for actor in group}
    assert found.components == (15, 1)


@pytest.fixture
def day() -> Day:
    return Day(
        District.of(
            [
                *(Organisation(id=i, name=i.upper(), kind="association", pillars=("work",)) for i in "ab"),
                Organisation(id="c", name="C", kind="association", pillars=("health", "work")),
                Organisation(id="d", name="D", kind="association"),
                Report(from_="a", to="b", level=2, on=date(2026, 1, 1)),
                Report(from_="b", to="c", level=0, on=date(2026, 1, 1)),
                Report(from_="c", to="d", level=1, on=date(2026, 1, 1)),
                Relation(from_="d", to="a", kind="refers"),
                Relation(from_="a", to="d", kind="refers"),
            ]
        ),
        date(2026, 11, 20),
        load_vocabulary(),
    )


def test_ties_are_counted_on_the_layer_that_is_chosen_and_among_those_asked_for(day):
    pairs = pairs_of(day).values()
    levels = counted_network("abcd", pairs, None)
    assert [(levels.actors[a], levels.actors[b]) for a, b in levels.ties] == [("a", "b"), ("c", "d")]
    referring = counted_network("abd", pairs, day.relations)
    assert [(referring.actors[a], referring.actors[b]) for a, b in referring.ties] == [("a", "d")]
    assert referring.actor_count == 3


def test_pillars_of_a_group_count_the_first_one_and_name_who_has_none(day):
    assert pillars_in(day, "abcd") == (("work", 2), ("health", 1), (None, 1))
    assert along_pillars(day, counted_network("abcd", pairs_of(day).values(), None)) == (1, 1, 1.0)
