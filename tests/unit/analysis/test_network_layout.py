"""The layout of the network: the same for the same network, calm, and stable for those who have a place."""

from __future__ import annotations

import itertools
import random

import numpy as np

from netmap.analysis.network.layout import HEIGHT, WIDTH, layout
from netmap.analysis.network.untangle import ROOM_DOWN, ROOM_UP, ROOM_X, cost_of, untangle


def two_groups() -> tuple[list[str], list[tuple[str, str, float]]]:
    """Two groups of eight with all ties inside and one tie between."""
    groups = [[f"{side}{n}" for n in range(8)] for side in "ab"]
    ties = [(p, q, 2.0) for group in groups for p, q in itertools.combinations(group, 2)]
    return [*groups[0], *groups[1]], [*ties, ("a0", "b0", 1.0)]


def test_the_order_of_actors_and_ties_changes_nothing():
    actors, ties = two_groups()
    assert layout(actors, ties) == layout(actors[::-1], [(b, a, w) for a, b, w in ties[::-1]])


def test_every_organisation_has_room_for_its_name_and_stays_in_the_picture():
    actors, ties = two_groups()
    placed = layout(actors, ties)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in placed.values())
    for a, b in itertools.combinations(actors, 2):
        dx, dy = abs(placed[a][0] - placed[b][0]), abs(placed[a][1] - placed[b][1])
        assert dx > ROOM_X or dy > (ROOM_UP + ROOM_DOWN) / 2


def test_who_works_together_stands_together():
    actors, ties = two_groups()
    placed = layout(actors, ties)
    middle = {s: np.mean([placed[a] for a in actors if a.startswith(s)], axis=0) for s in "ab"}
    near = [np.linalg.norm(np.array(placed[a]) - middle[a[0]]) for a in actors]
    far = [np.linalg.norm(np.array(placed[a]) - middle["b" if a[0] == "a" else "a"]) for a in actors]
    assert np.mean(near) < np.mean(far)


def test_a_line_is_led_past_the_name_it_ran_through():
    three = np.array([[0.0, 200.0], [300.0, 190.0], [600.0, 200.0]])
    ends, weights = np.array([[0, 2]]), np.ones(1)
    calm = untangle(three, ends, weights, size=(600.0, 400.0))
    (ax, ay), (px, py), (bx, by) = calm
    share = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)))
    assert np.hypot(ax + share * (bx - ax) - px, ay + share * (by - ay) - py) > ROOM_UP
    assert cost_of(calm, ends, weights) < cost_of(three, ends, weights)


def test_who_has_a_place_keeps_it():
    actors, ties = two_groups()
    known = layout(actors, ties)
    more = layout([*actors, "new"], [*ties, ("new", "a1", 1.0)], known=known)
    assert {a: more[a] for a in actors} == known


def test_of_hundreds_each_has_room_and_each_piece_stands_apart():
    chance = random.Random(4)
    big, small = [f"a{n:03d}" for n in range(400)], [f"b{n:02d}" for n in range(30)]
    ties = [(i, big[chance.randrange(max(1, n))], 1.0) for n, i in enumerate(big) if n]
    ties += [(*chance.sample(big, 2), 1.0) for _ in range(900)]
    ties += [(small[n], small[n + 1], 1.0) for n in range(29)]
    found = layout([*big, *small, "alone", "single"], ties)
    points = np.array([found[i] for i in big])
    nearest = [np.partition(np.hypot(*(points - p).T), 1)[1] for p in points]
    assert np.median(nearest) > 46  # the marks are 34 to 58 wide
    bottom = points[:, 1].max()
    others = np.array([found[i] for i in [*small, "alone", "single"]])
    assert others[:, 1].min() > bottom
    assert len({tuple(p) for p in others}) == 32
