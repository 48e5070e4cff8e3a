"""Screen and paper place marks and names by one rule: the browser's code and the printer's agree on every place."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from netmap.exchange.drawing.geometry import Box, Point, ring_of, sized
from netmap.exchange.drawing.labels import settings_for
from netmap.exchange.drawing.layout import positions
from netmap.exchange.drawing.legend import SAMPLE
from netmap.exchange.drawing.marks import mark_radius
from netmap.exchange.drawing.placing import Shape, Spot, Stroke, place_names
from netmap.model.cases import sector_of
from tests.support.places import ROOT
from tests.support.sample_cards import NAMES

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SCRIPT = ROOT / "netmap" / "ui" / "canvas" / "frontend" / "build" / "card.js"
NOTES = ("", "", "Kind", "Kind, kümmert sich um mich", "weit entfernt\n→ Zuhören, Anpacken\n← Geld")
SURFACES = ((746, 526), (790, 608), (1080, 900))

_PLACE = """async ([source, cases]) => {
  const {placeLabels} = await import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})));
  return cases.map(({names, room, size}) => {
    const placed = placeLabels(names, room, size);
    return names.map(({id}) => {
      const {lines, notes, side, box, leader, hidden} = placed.get(id);
      return {lines: [...lines, ...notes], side, box: [box.x, box.y, box.w, box.h], leader: leader !== null, hidden};
    });
  });
}"""

_APART = """async ([source, cases, ego]) => {
  const {apart} = await import(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})));
  return cases.map(({places, radius}) => apart(places, radius, ego).map(({x, y}) => [x, y]));
}"""


def case(seed: int) -> dict[str, Any]:
    """A card of chance: marks, long names, small words, lines to the middle and between marks."""
    chance = random.Random(seed)
    count, (w, h) = chance.choice([1, 2, 5, 12, 20, 40, 40, 60]), chance.choice(SURFACES)
    reach = 0.47 * min(w, h)
    names = [
        {
            "id": f"a{n:02}",
            "text": chance.choice(NAMES) + chance.choice(["", " 2", " †"]),
            "notes": [note for note in chance.choice(NOTES).split("\n") if note],
            "x": round(w / 2 + chance.uniform(-reach, reach), 2),
            "y": round(h / 2 + chance.uniform(-reach, reach), 2),
            "r": chance.choice([13, 9.88]),
        }
        for n in range(count)
    ]
    strokes = [
        {"ax": w / 2, "ay": h / 2, "bx": name["x"], "by": name["y"], "price": chance.choice([9, 12, 14]), "owner": n}
        for n, name in enumerate(names)
        if chance.random() < 0.8
    ]
    for _ in range(count):
        a, b = chance.choice(names), chance.choice(names)
        strokes.append({"ax": a["x"], "ay": a["y"], "bx": b["x"], "by": b["y"], "price": 3, "owner": -1})
    blocked = [{"x": w / 2 - 27, "y": h / 2 - 27, "w": 54, "h": 54}, {"x": 20, "y": 14, "w": 156, "h": 21}]
    room = {
        "frame": {"x": 4, "y": 4, "w": w - 8, "h": h - 8},
        "blocked": blocked,
        "strokes": strokes,
        "middle": {"x": w / 2, "y": h / 2},
    }
    return {"names": names, "room": room, "size": chance.choice([11.5, 13.2, 15, 19.5])}


def on_paper(given: dict[str, Any]) -> list[dict[str, Any]]:
    """Place the names of a case as the printed card does."""
    size, room = given["size"], given["room"]
    ways = [settings_for(name["text"], "\n".join(name["notes"])) for name in given["names"]]
    spots = [
        Spot(
            name["id"],
            name["x"],
            name["y"],
            name["r"],
            -1 if name["x"] < room["middle"]["x"] else 1,
            tuple(Shape(way.width * size, way.height * size, way.price) for way in settings),
        )
        for name, settings in zip(given["names"], ways, strict=True)
    ]
    frame = room["frame"]
    placed, _ = place_names(
        spots,
        frame=Box(frame["x"], frame["y"], frame["x"] + frame["w"], frame["y"] + frame["h"]),
        blocked=[Box(b["x"], b["y"], b["x"] + b["w"], b["y"] + b["h"]) for b in room["blocked"]],
        strokes=[
            Stroke(Point(s["ax"], s["ay"]), Point(s["bx"], s["by"]), s["price"], s["owner"]) for s in room["strokes"]
        ],
        unit=size / 15,
    )
    return [
        {
            "lines": [*settings[one.shape].lines, *settings[one.shape].extra],
            "side": one.side,
            "box": [one.box.x0, one.box.y0, one.box.x1 - one.box.x0, one.box.y1 - one.box.y0],
            "leader": one.leader is not None,
        }
        for one, settings in zip(placed, ways, strict=True)
    ]


@pytest.fixture(scope="module")
def page(browser: Any) -> Any:
    one = browser.new_page()
    one.goto("about:blank")
    yield one
    one.close()


def test_browser_and_paper_agree_on_every_place(page: Page) -> None:
    cases = [case(seed) for seed in range(40)]
    on_screen = page.evaluate(_PLACE, [SCRIPT.read_text(encoding="utf-8"), cases])
    told = 0
    for given, shown in zip(cases, on_screen, strict=True):
        for one, other in zip(on_paper(given), shown, strict=True):
            assert one["lines"] == other["lines"]
            assert (one["side"], one["leader"]) == (other["side"], other["leader"])
            assert one["box"] == pytest.approx(other["box"], abs=1e-6)
            told += 1
    assert told > 600


def test_names_that_are_shown_lie_on_no_name_and_no_mark(page: Page) -> None:
    cases = [case(seed) for seed in range(100, 140)]
    on_screen = page.evaluate(_PLACE, [SCRIPT.read_text(encoding="utf-8"), cases])

    def meet(a: list[float], b: list[float]) -> bool:
        return min(a[0] + a[2], b[0] + b[2]) > max(a[0], b[0]) and min(a[1] + a[3], b[1] + b[3]) > max(a[1], b[1])

    for given, shown in zip(cases, on_screen, strict=True):
        boxes = [one["box"] for one in shown if not one["hidden"]]
        assert not [1 for a, b in combinations(boxes, 2) if meet(a, b)]
        for n, one in enumerate(shown):
            marks = [[m["x"] - m["r"], m["y"] - m["r"], 2 * m["r"], 2 * m["r"]] for m in given["names"]]
            del marks[n]
            assert one["hidden"] or not [1 for mark in marks if meet(one["box"], mark)]
        # a surface this large has room for twenty names of any length
        if len(shown) <= 20:
            assert not any(one["hidden"] for one in shown)


def test_a_line_leads_to_the_mark_of_a_name_that_stands_nearer_to_another(page: Page) -> None:
    cases = [case(seed) for seed in range(200, 240)]
    on_screen = page.evaluate(_PLACE, [SCRIPT.read_text(encoding="utf-8"), cases])

    def apart(box: list[float], mark: dict[str, Any]) -> float:
        x, y, w, h = box
        dx, dy = (max(a - m, 0, m - a - b) for a, b, m in ((x, w, mark["x"]), (y, h, mark["y"])))
        return math.hypot(dx, dy) - float(mark["r"])

    doubtful = 0
    for given, shown in zip(cases, on_screen, strict=True):
        for n, one in enumerate(shown):
            own, *others = (apart(one["box"], mark) for mark in (given["names"][n], *given["names"]))
            # a name that stands right beside its mark needs no line, whatever else is near
            if min(others) < own - 0.01 and own > 9 * given["size"] / 15:
                doubtful += 1
                assert one["leader"], given["names"][n]["text"]
    assert doubtful > 50


def crowd(seed: int) -> dict[str, Any]:
    """Places of chance, many of them close to others, some one on the other, on borders and outside."""
    chance = random.Random(seed)
    places: list[dict[str, float]] = []
    for _ in range(chance.choice([1, 2, 8, 20, 40, 80])):
        if places and chance.random() < 0.5:
            near = chance.choice(places)
            angle, distance = (
                near["angle"] + chance.choice([0, 1, 3, -3]),
                near["distance"] + chance.choice([0, 0.5, 3]),
            )
        else:
            angle, distance = chance.choice([0, 90, 180, chance.uniform(-179, 179)]), chance.uniform(1, 104)
        places.append({"angle": round((angle + 180) % 360 - 180 or 180.0, 1), "distance": round(distance, 1)})
    return {"places": places, "radius": mark_radius(chance.choice([1, 0.76, 0.62]))}


def test_browser_and_paper_put_every_mark_at_the_same_place(page: Page) -> None:
    cases = [crowd(seed) for seed in range(60)]
    on_screen = page.evaluate(_APART, [SCRIPT.read_text(encoding="utf-8"), cases, sized("ego_radius")])
    moved = 0
    for given, shown in zip(cases, on_screen, strict=True):
        entries = [
            replace(
                SAMPLE,
                number=n,
                angle=one["angle"],
                distance=one["distance"],
                sector=sector_of(one["angle"], one["distance"]),
                ring=ring_of(one["distance"]),
            )
            for n, one in enumerate(given["places"])
        ]
        for point, other in zip(positions(entries, radius=given["radius"]), shown, strict=True):
            assert (point.x, point.y) == pytest.approx(other, abs=0.05)
            moved += 1
    assert moved > 600
