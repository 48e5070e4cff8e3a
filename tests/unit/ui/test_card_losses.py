"""What a card file holds and a card cannot: said of the people on the card, not of paths into the file."""

from __future__ import annotations

import json
from typing import Any

from netmap.exchange.cardfile import parse_card_file
from netmap.ui.cards.losses import said_of


def entry(number: int, name: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "name": name, "human": True, "angle": 10, "distance": 50, "edgeType": 1} | more


def said(content: bytes) -> list[str]:
    file = parse_card_file(content, name="karte: neu.json")
    return [said_of(file, loss) for loss in file.losses]


def test_a_loss_names_who_it_is_about_and_what_people_call_the_field() -> None:
    untied = entry(2, "Ewald")
    del untied["edgeType"]
    document = {
        "alteri": [entry(1, "Maria", angle=400.0), untied, entry(3, "Lara", edgeType=7)],
        "connections": [{"id1": 1, "id2": 2}, {"id1": 1, "id2": 999}],
        "wetter": "Regen",
    }
    assert said(json.dumps(document).encode()) == [
        "wetter: das ist hier nicht bekannt und wurde weggelassen",
        "Maria, Richtung: 400° gelesen als 40°",
        "Ewald, Verbindung zu mir: es steht nicht da, ob es eine Verbindung zum Klienten gibt: unbekannt",
        "Lara, Verbindung zu mir: 7 gelesen als 2",
        "Verbindung 2: die Verbindung führt zu 999; diesen Eintrag gibt es auf der Karte nicht",
    ]


def test_of_several_versions_a_loss_says_which() -> None:
    versions = [
        {"id": n, "date": day, "nwk": {"alteri": [entry(1, name, distance=-4)]}}
        for n, (day, name) in enumerate((("2025-03-01", "Maria"), ("2025-09-01", "Maria K.")))
    ]
    first, second = said(json.dumps({"versions": versions}).encode())
    assert first.startswith("01.03.2025, Maria, Nähe: ")
    assert second.startswith("01.09.2025, Maria K., Nähe: ")


def test_in_a_file_of_lines_the_line_is_named_and_of_a_whole_file_nothing() -> None:
    lines = "E;Eva;41;\nF;1;01.03.2025\nN;1;Maria;w;Tante\nN;2;Ewald\nP;1;1;0.6;0.5;1\n"
    [deleted] = said(lines.encode())
    assert deleted.startswith("Zeile 4: ")
    old = said(lines.replace("Maria", "Märie").encode("cp1252"))
    assert any(one.startswith("als Windows-1252") for one in old)
