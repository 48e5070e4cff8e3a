"""Where marks and labels stand: what the card says, and never on one another."""

from __future__ import annotations

import itertools
import math
import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmap.exchange.drawing.fields_svg import fields_picture
from netmap.exchange.drawing.geometry import Box, Point, centre, place, ring_of
from netmap.exchange.drawing.labels import EXTRA_SIZE, Surroundings, Wanted, place_labels
from netmap.exchange.drawing.layout import positions
from netmap.exchange.drawing.legend import SAMPLE
from netmap.exchange.drawing.lettering import lines_within, settings_of, syllables, width
from netmap.exchange.drawing.marks import mark_radius
from netmap.exchange.drawing.network_svg import Style, network_picture
from netmap.exchange.drawing.placing import Shape, Spot, place_names
from netmap.exchange.drawing.view import view_of
from netmap.exchange.typeset import FONT_DIR
from netmap.model.cases import sector_of
from tests.support.sample_cards import NAMES, sample_card

RADIUS = 440


def polar(point: Point) -> tuple[float, float]:
    """The way back, written anew: angle in degrees and distance 0–100 of a place in the picture."""
    dx, dy = point.x - 500, 500 - point.y
    return math.degrees(math.atan2(dy, dx)), math.hypot(dx, dy) / RADIUS * 100


@given(st.floats(-180, 180), st.floats(0, 100))
def test_a_place_is_read_back_as_angle_and_distance(angle, distance):
    found_angle, found_distance = polar(place(angle, distance))
    assert found_distance == pytest.approx(distance, abs=0.01)
    if distance > 1:
        assert math.cos(math.radians(found_angle - angle)) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("angle", "right", "up"), [(45, True, True), (135, False, True), (-135, False, False), (-45, True, False)]
)
def test_sectors_lie_where_practitioners_know_them(angle, right, up):
    # family top right, friends top left, colleagues bottom left, professionals bottom right
    found = place(angle, 50)
    assert (found.x > 500, found.y < 500) == (right, up)


def test_far_outside_is_drawn_just_outside():
    assert place(0, 250).x == place(0, 107).x == pytest.approx(500 + 440 * 1.06)


spots = st.lists(st.tuples(st.floats(-179, 180), st.floats(0.5, 130)), min_size=1, max_size=40)


def entries_at(places):
    return [
        replace(SAMPLE, number=n, angle=a, distance=d, sector=sector_of(a, d), ring=ring_of(d))
        for n, (a, d) in enumerate(places)
    ]


@given(spots)
@settings(max_examples=60)
def test_marks_never_leave_their_sector_or_ring(places):
    entries = entries_at(places)
    for entry, at in zip(entries, positions(entries, radius=mark_radius(0.76)), strict=True):
        angle, distance = polar(at)
        assert sector_of(angle, distance) == entry.sector
        if entry.ring:  # close to the client a mark steps back so far that it is not covered
            assert ring_of(round(distance, 1)) == entry.ring
        else:
            assert distance < 34


def test_marks_on_one_spot_step_apart():
    radius = mark_radius(0.76)
    at = positions(entries_at([(60, 50)] * 12), radius=radius)
    assert min(a.away(b) for a, b in itertools.combinations(at, 2)) >= 2 * radius


def test_no_mark_lies_under_the_client():
    radius = mark_radius(1)
    (at,) = positions(entries_at([(10, 0.5)]), radius=radius)
    assert at.away(centre()) > 40 + radius


# --- letters -------------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [400, 700])
def test_widths_are_those_of_the_bundled_font(weight):
    # oracle: fontTools reading the TrueType file that print embeds
    from fontTools.ttLib import TTFont

    font = TTFont(FONT_DIR / f"AtkinsonHyperlegibleNext-{weight}.ttf")
    glyphs, advance = font.getBestCmap(), font["hmtx"]
    for text in (string.ascii_letters, "Straße Großtante Wałęsa Şükrü 0123 – †"):
        expected = sum(advance[glyphs[ord(c)]][0] for c in text) / font["head"].unitsPerEm
        assert width(text, weight=weight) == pytest.approx(expected, abs=0.001 * len(text))


@given(st.text(st.sampled_from("abcdeäöüß -/"), max_size=60), st.floats(3, 20))
def test_breaking_loses_no_letter(text, room):
    kept = "".join(lines_within(text, room)).replace("-", "").replace(" ", "")
    assert kept == text.replace("-", "").replace(" ", "")


@pytest.mark.parametrize("name", NAMES)
def test_settings_are_narrower_with_more_lines(name):
    ways = settings_of(name)
    widths = [max(width(line) for line in way) for way in ways]
    assert widths == sorted(widths, reverse=True)


def test_long_words_break_where_german_breaks_them():
    # Duden: Be-ra-tungs-stel-le, Schuld-ner-be-ra-tung; the rule of thumb leaves breaks out, invents none
    assert syllables("Beratungsstelle") == ["Bera", "tungs", "stelle"]
    assert lines_within("Schuldnerberatungsstelle", 7.6) == ["Schuldner-", "beratungsstelle"]
    assert lines_within("Familienangehörige", 6) == ["Familien-", "angehörige"]


def test_a_number_never_stands_alone():
    assert all("2" not in way for way in settings_of("Familienzentrum Lindenhof 2"))


# --- labels --------------------------------------------------------------------------------------


def overlap(a: Box, b: Box) -> bool:
    """Written anew: two boxes overlap if their centres are closer than their half sizes on both axes."""
    return abs(a.x0 + a.x1 - b.x0 - b.x1) < (a.x1 - a.x0) + (b.x1 - b.x0) and abs(a.y0 + a.y1 - b.y0 - b.y1) < (
        a.y1 - a.y0
    ) + (b.y1 - b.y0)


@pytest.mark.parametrize(
    ("count", "seed", "large"),
    [*((40, s, s % 2 == 1) for s in range(8)), (20, 1, False), (20, 2, True), (80, 1, False), (80, 2, False)],
)
def test_labels_overlap_neither_each_other_nor_marks(count, seed, large):
    view = view_of(*sample_card(count, seed=seed))
    picture = network_picture(view, Style(large=large))
    labels = picture.lettering.labels
    assert len(labels) == count
    assert picture.lettering.overlaps == 0
    assert not [1 for a, b in itertools.combinations(labels, 2) if overlap(a.box, b.box)]
    for label in labels:
        assert label.box.within(picture.box)
        texts = [(line, label.size) for line in label.lines] + [(line, label.size * EXTRA_SIZE) for line in label.extra]
        assert all(width(text) * size <= label.box.x1 - label.box.x0 + 0.2 for text, size in texts)
    marks = positions([e for e in view.entries if e.placed], radius=_radius(count))
    for n, label in enumerate(labels):
        others = [Box.around(at, _radius(count)) for k, at in enumerate(marks) if k != n]
        assert not any(overlap(label.box, other) for other in others)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("count", [3, 15, 40, 80])
def test_entries_of_the_four_fields_overlap_neither(count, large):
    card, alters, ties = sample_card(count)
    fields = ("personal", "social", "social", "material", "infrastructural")
    spread = [replace(a, field=fields[n % 5]) for n, a in enumerate(alters)]
    picture = fields_picture(view_of(card, spread, ties), Style(large=large))
    labels = picture.lettering.labels
    assert len(labels) == count
    assert not [1 for a, b in itertools.combinations(labels, 2) if overlap(a.box, b.box)]
    assert all(label.box.within(picture.box) for label in labels)


def _radius(count: int) -> float:
    return mark_radius(next(s for most, s in ((16, 1), (30, 0.88), (50, 0.76), (120, 0.62)) if count <= most))


def test_letters_are_large_where_there_is_room():
    few = network_picture(view_of(*sample_card(8))).lettering.size
    many = network_picture(view_of(*sample_card(80))).lettering.size
    assert few == pytest.approx(24, abs=0.1)  # 15 pixels of the sketch
    assert many >= 13.8


def test_the_same_card_gives_the_same_picture():
    first, second = (network_picture(view_of(*sample_card(40, seed=3))).content for _ in range(2))
    assert first == second


def test_the_order_of_the_records_does_not_matter():
    card, alters, ties = sample_card(25)
    turned = network_picture(view_of(card, alters[::-1], ties[::-1])).lettering
    assert turned == network_picture(view_of(card, alters, ties)).lettering


@given(st.lists(st.tuples(st.integers(60, 940), st.integers(60, 440)), min_size=1, max_size=12, unique=True))
@settings(max_examples=40)
def test_labels_keep_clear_of_what_is_blocked(places):
    wanted = [Wanted(id=str(n), text="Hausärztin", mark=Point(x, y), radius=8) for n, (x, y) in enumerate(places)]
    blocked = Box(0, 460, 1000, 540)
    found = place_labels(wanted, Surroundings(Box(0, 0, 1000, 1000), [blocked]), size=20, smallest=9)
    if found.overlaps == 0:
        assert not any(overlap(label.box, blocked) for label in found.labels)


def test_the_second_text_goes_before_the_name_does():
    wanted = [Wanted(id="a", text="Mutter", extra="Zuhören, Anpacken, Rat", mark=Point(60, 50), radius=10)]
    tight = place_labels(wanted, Surroundings(Box(0, 30, 190, 72), []), size=20, smallest=18)
    roomy = place_labels(wanted, Surroundings(Box(0, 0, 500, 200), []), size=20, smallest=18)
    assert tight.labels[0].lines == ("Mutter",)
    assert tight.labels[0].extra == ()
    assert roomy.labels[0].extra


def test_a_name_does_not_end_at_somebody_elses_mark():
    frame, way = Box(0, 0, 400, 300), Shape(60, 15, 0)
    # to the right of the first mark there is room for its name, up to the second mark
    first, second = Spot("a", 100, 150, 13, 1, (way,)), Spot("b", 196, 150, 13, 1, (way,))
    (alone, *_), _ = place_names([first], frame=frame, blocked=[], strokes=[], unit=1)
    (beside, *_), _ = place_names([first, second], frame=frame, blocked=[], strokes=[], unit=1)
    assert second.x - second.r - alone.box.x1 < 5  # alone it would end there
    assert second.x - second.r - beside.box.x1 > 5
