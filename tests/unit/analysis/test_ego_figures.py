"""The figures of one card, by hand and against what easyNWK's demo map is known to give."""

from __future__ import annotations

import math

import pytest

from netmap.analysis.ego import GROUPS, card_figures, closeness_of, pack_card
from netmap.errors import FormatError
from netmap.exchange.cardfile import read_card_file
from netmap.model.cases import Tie
from tests.support.cards import alter, ties
from tests.support.places import fixture_path


def test_demo_map_gives_the_known_figures() -> None:
    # ANALYSIS.md, "Demo map": figures of easyNWK 2.7 with its defects left out
    version = read_card_file(fixture_path("easynwk", "rosa_demo.json")).versions[0]
    found = card_figures(version.alters, version.ties)
    everybody, family = found.groups["all"], found.groups["family"]

    def names(positions: tuple[int, ...]) -> set[str | None]:
        return {version.alters[p].label for p in positions}

    assert (everybody.size, everybody.connectable, everybody.ties) == (7, 8, 5)
    assert everybody.closeness_mean == pytest.approx(4.5714, abs=5e-5)
    assert everybody.closeness_sd == pytest.approx(2.3212, abs=5e-5)
    assert everybody.density == pytest.approx(0.1786, abs=5e-5)
    assert (everybody.degree_mean, everybody.degree_max) == (1.25, 4)
    assert everybody.degree_sd == pytest.approx(1.2990, abs=5e-5)
    assert names(everybody.stars) == {"Maria"}
    assert names(everybody.isolated) == {"Susi", "Dr. Maier", "Max"}
    assert names(everybody.no_ego_tie) == {"Josefine"}
    assert (everybody.horizons, everybody.horizons_connectable) == ((2, 2, 3), (2, 2, 4))
    assert family.density == pytest.approx(0.6667, abs=5e-5)
    assert family.closeness_mean == pytest.approx(6.3333, abs=5e-5)
    assert found.cliques is not None
    assert [names(clique) for clique in found.cliques] == [{"Ewald", "Josefine", "Maria"}]


def test_closeness_has_nine_rings_and_ends_at_the_outer_horizon() -> None:
    edges = [100 * ring / 9 for ring in range(10)]
    assert [closeness_of(math.nextafter(edge, math.inf)) for edge in edges] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    assert [closeness_of(d) for d in (0, 100, 1e6, 1.7e308)] == [9, 0, 0, 0]


@pytest.mark.parametrize(
    ("columns", "connectable", "connected"),
    [
        ({}, True, True),
        ({"distance": 100}, True, True),
        ({"distance": 100.0001}, False, False),
        ({"distance": 0}, False, False),
        ({"distance": None, "angle": None}, False, False),
        ({"human": False}, False, False),
        ({"deceased": True}, False, False),
        ({"ego_tie": "none"}, True, False),
        ({"ego_tie": None}, True, False),
        ({"ego_tie": "strong"}, True, True),
    ],
)
def test_who_is_connectable_and_who_connected(columns: dict[str, object], connectable: bool, connected: bool) -> None:
    found = card_figures([alter("a", **columns)], []).groups["all"]  # type: ignore[arg-type]
    assert (found.connectable, found.size) == (int(connectable), int(connected))
    assert found.no_ego_tie == ((0,) if connectable and not connected else ())


def test_nobody_has_undefined_means_and_no_stars() -> None:
    found = card_figures([], [])
    for group in GROUPS:
        figures = found.groups[group]
        assert (figures.size, figures.connectable, figures.ties, figures.degree_max) == (0, 0, 0, None)
        assert all(
            math.isnan(value)
            for value in (
                figures.closeness_mean,
                figures.closeness_sd,
                figures.density,
                figures.degree_mean,
                figures.degree_sd,
            )
        )
        assert figures.stars == figures.isolated == figures.no_ego_tie == ()
    assert (found.structure, found.cliques, found.bridges) == (None, (), ())
    assert math.isnan(found.external_internal)


def test_one_person_has_no_density_and_is_a_star_with_no_tie() -> None:
    found = card_figures([alter("a")], [])
    everybody = found.groups["all"]
    assert math.isnan(everybody.density)
    assert (everybody.degree_max, everybody.stars, everybody.isolated) == (0, (0,), (0,))
    assert found.structure is not None
    assert math.isnan(found.structure.hierarchy)
    assert (found.structure.components, found.structure.constraint, found.structure.effective_size) == (
        1,
        1,
        1,
    )


def test_a_sector_counts_the_ties_within_it_and_isolation_looks_beyond() -> None:
    # a, b family; c, d friends: a-b and c-d within, b-c between
    people = [
        alter("a", angle=0),
        alter("b", angle=89.9),
        alter("c", angle=90),
        alter("d", angle=180),
        alter("e", angle=-180),
        alter("f", angle=-90),
    ]
    found = card_figures(people, ties(("a", "b"), ("b", "c"), ("c", "d")))
    family, friends = found.groups["family"], found.groups["friends"]
    assert [found.groups[g].connectable for g in GROUPS] == [6, 2, 2, 1, 1]
    assert (found.groups["all"].ties, family.ties, friends.ties) == (3, 1, 1)
    assert (family.degree_max, family.stars) == (1, (0, 1))
    assert found.groups["all"].stars == (1, 2)
    assert found.groups["colleagues"].isolated == (4,)
    # c is tied to b of another sector only through the whole card: not isolated in its own
    alone = card_figures(people[:3], ties(("b", "c"))).groups["friends"]
    assert (alone.ties, alone.degree_max, alone.stars, alone.isolated) == (0, 0, (2,), ())
    assert found.bridges == ((1, 2),)
    assert found.bridge_persons == (1, 2)
    assert found.external_internal == pytest.approx((1 - 2) / 3)


def test_a_tie_to_somebody_without_tie_to_the_client_counts() -> None:
    people = [alter("a"), alter("b", ego_tie="none"), alter("c", human=False)]
    found = card_figures(people, ties(("a", "b"), ("a", "c"), ("b", "c")))
    everybody = found.groups["all"]
    assert (everybody.size, everybody.connectable, everybody.ties, everybody.isolated) == (1, 2, 1, ())
    # cliques run over all entries, the structure over the connected ones
    assert found.cliques == ((0, 1, 2),)
    assert found.structure is not None
    assert found.structure.components == 1


def test_ties_told_twice_or_known_not_to_be_count_once_or_not() -> None:
    people = [alter("a"), alter("b"), alter("c")]
    told = [*ties(("a", "b"), ("b", "a")), Tie(case="case", card="card", a="a", b="c", state="none")]
    assert card_figures(people, told).groups["all"].ties == 1


def test_more_entries_than_a_card_can_have_are_refused() -> None:
    crowd = [alter(str(n)) for n in range(1025)]
    with pytest.raises(FormatError, match=r"1024.*1025"):
        card_figures(crowd, [])


def test_a_packed_card_is_small_and_names_nobody() -> None:
    people = [alter(str(n), label=f"Name {n}", note="streng geheim") for n in range(18)]
    blob = pack_card(people, ties(*((str(n), str(n + 1)) for n in range(17))))
    assert len(blob) == 8 + 2 * 18 + 2 * 17
    assert b"Name" not in blob
    assert b"geheim" not in blob
