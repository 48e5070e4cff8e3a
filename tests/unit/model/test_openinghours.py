"""Opening hours as they are written in the demo, in OSM, and in ways that cannot be known."""

from __future__ import annotations

import pytest

from netmap.model.openinghours import WINDOWS, Window, is_open_in, meant_hours, parse_hours


@pytest.mark.parametrize(
    ("words", "day", "spans"),
    [
        ("Mo–Fr 8–12, Do 14–18", 3, ((480, 720), (840, 1080))),
        ("Mo–Fr 8–12, Do 14–18", 4, ((480, 720),)),
        ("Mo–Fr 8–12, Do 14–18", 5, ()),
        ("Mo-Fr 08:00-12:00; Th 14:00-18:00", 3, ((480, 720), (840, 1080))),
        ("Mi und Sa 15–18", 5, ((900, 1080),)),
        ("Di, Do 9–11.30 Uhr", 1, ((540, 690),)),
        ("Mo-Fr 8-12 und 14-16", 0, ((480, 720), (840, 960))),
        ("täglich 6–22", 6, ((360, 1320),)),
        ("Fr 20-2", 4, ((1200, 1440),)),
        ("Fr 20-2", 5, ((0, 120),)),
        ("Fr–Mo 9–10", 6, ((540, 600),)),
        ("Fr–Mo 9–10", 1, ()),
        ("Mo-So 0-24", 2, ((0, 1440),)),
        ("24/7", 6, ((0, 1440),)),
        ("Mo-Sa 09:00-13:00; Sa off", 4, ((540, 780),)),
        ("Mo-Sa 09:00-13:00; Sa off", 5, ()),
        ("Mo-Su 09:00-13:00; Sa-Su closed; PH off", 6, ()),
        ("Mo–Fr 8–12, Mi geschlossen, feiertags geschlossen", 2, ()),
        ("Mo–Fr 8–12, Mi geschlossen, feiertags geschlossen", 3, ((480, 720),)),
        ("Fr 20-2; Sa off", 5, ((0, 120),)),
    ],
)
def test_read(words: str, day: int, spans: tuple[tuple[int, int], ...]):
    hours = parse_hours(words)
    assert hours is not None
    assert hours[day] == spans


@pytest.mark.parametrize(
    "words",
    [
        None, "", "nach Vereinbarung", "Schulzeiten", "donnerstags", "jeden 2. Mittwoch 9–13", "1. und 3. Montag",
        "Mo–Fr 8–16, Mi bis 18", "Anmeldung Mo–Fr 8–14", "Mo", "8–12", "Mo 8", "Mo 25–26", "Mo 8.75–9", "Mo–Fr",
        "Mo–Sa 6–22, Anruf eine Stunde vorher", "Di und Do nach Fahrplan",
        "Sa off", "24/7 nach Anruf", "PH 10-12", "Mo-Fr 8-12; SH off", "week 1-10 Mo 8-12",
    ],
)  # fmt: skip
def test_said_otherwise_is_unknown(words: str | None):
    assert parse_hours(words) is None


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Montag bis Freitag von 8:00 Uhr bis 12:00 Uhr", "Mo bis Fr 8:00 bis 12:00"),
        ("montags und donnerstags 9-12 Uhr", "Mo und Do 9-12"),
        ("Mo. - Fr.: 8.00 - 12.00 Uhr (und nach Vereinbarung)", "Mo - Fr 8.00 - 12.00"),
        ("Mo–Fr 8–12, nach Vereinbarung", "Mo–Fr 8–12"),
        ("werktags 8–16 h", "Mo–Fr 8–16"),
        ("Sonnabend 10-12 sowie Sonntag 14-16", "Sa 10-12 , So 14-16"),
        ("nach Vereinbarung", None),
        ("jeden 2. Mittwoch 9–13", None),
        ("Mo–Fr 8–16, Mi bis 18", None),
        ("Anmeldung Mo–Fr 8–14", None),
    ],
)
def test_what_may_be_meant_is_proposed_and_can_be_read(words: str, meant: str | None):
    assert parse_hours(words) is None
    assert meant_hours(words) == meant
    assert meant is None or parse_hours(meant) is not None


@pytest.mark.parametrize(
    ("words", "open_in"),
    [
        ("Mo–Fr 8–12", {"morning"}),
        ("Do 14–18", {"afternoon", "evening"}),
        ("Do 12–13", set()),
        ("Sa 10–12", {"weekend"}),
        ("Di 19–21", {"evening"}),
        ("Mo–So 7–21", {"morning", "afternoon", "evening", "weekend"}),
    ],
)
def test_windows(words: str, open_in: set[str]):
    hours = parse_hours(words)
    assert hours is not None
    assert {name for name, window in WINDOWS.items() if is_open_in(hours, window)} == open_in


def test_the_edges_of_a_window_do_not_touch():
    hours = parse_hours("Mo 8–12")
    assert hours is not None
    assert not is_open_in(hours, Window((0,), 720, 800))
    assert not is_open_in(hours, Window((0,), 400, 480))
    assert is_open_in(hours, Window((0,), 719, 800))
